"""Writes what the golden tests compare with: ``python tests/regold.py``. Read the difference before you commit it.

Only the texts that the program words itself are written here. Figures, scores and tables under ``expected/`` are typed
from the source by hand and never written by a program.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from evalkit.app import narrated, open_engagement
from evalkit.files.folder import read_folder
from evalkit.workbook import workbook_from_source
from evalkit.writers.dump import dump_text

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = EXAMPLES / "yongxing-2022"
LVLIANG = EXAMPLES / "lvliang-2021"
YUNXIU = EXAMPLES / "yunxiu-2024"
WORKBOOK = EXAMPLES / "yongxing-2022-workbook"
SHARED = ("questionnaires", "responses", "attachments", "evidence", "interviews")


def report(folder: Path) -> str:
    """The report of an example as plain text."""
    opened, _ = open_engagement(folder)
    opened, _ = narrated(opened)
    assert opened.case.document is not None
    return dump_text(opened.case.document)


def workbook_form() -> dict[str, bytes]:
    """The files of the workbook form, made from the text form."""
    files = {"评价底稿.xlsx": workbook_from_source(read_folder(TEXT))}
    for folder in SHARED:
        for path in sorted((TEXT / folder).glob("*")):
            files[f"{folder}/{path.name}"] = path.read_bytes()
    return files


if __name__ == "__main__":
    for example in (TEXT, LVLIANG, YUNXIU):
        (example / "expected" / "报告.txt").write_text(report(example), "utf-8", newline="\n")
    shutil.rmtree(WORKBOOK, ignore_errors=True)
    for name, data in workbook_form().items():
        (WORKBOOK / name).parent.mkdir(parents=True, exist_ok=True)
        (WORKBOOK / name).write_bytes(data)
