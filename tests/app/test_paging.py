"""How often LibreOffice is asked, and what is written when it is not there. A stand-in counts the conversions."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.files import libreoffice
from evalkit.files.measured import measured_pages

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"


class Office:
    """Puts every heading on a page of its own, from ``first`` on, and counts how often the main report is converted."""

    def __init__(self) -> None:
        self.first = 1
        self.asked = 0

    def __call__(self, data: bytes, seconds: float = 120) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = package.read("word/document.xml").decode()
        self.asked += "营业执照" in body
        marks = re.findall(r'<w:bookmarkStart[^>]*w:name="_(Toc\d+|ek_s_\d+)"', body)
        pages = [f"{1000 + n} 0 obj <</Type/Page/Parent 2 0 R>> endobj" for n in range(len(marks) + self.first)]
        kids = " ".join(f"{1000 + n} 0 R" for n in range(len(pages)))
        names = "".join(f"/_{mark}[{1000 + n + self.first - 1} 0 R/XYZ 0 0 0]" for n, mark in enumerate(marks))
        clock = f"/CreationDate(D:2026112115{self.asked:02d}00+08'00')/ID [<{self.asked:032X}>\n<{self.asked:032X}>]"
        return f"2 0 obj <</Type/Pages/Kids[{kids}]>> endobj\n{chr(10).join(pages)}\n9 0 obj <<{names}>> endobj {clock}".encode()


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office()
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "to_pdf", made)
    return made


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    return folder


def built(folder: Path, *words: str) -> dict[str, bytes]:
    assert run(["build", str(folder), *words]) == 0
    return {path.name: path.read_bytes() for path in (folder / "build").iterdir()}


def reword(folder: Path) -> None:
    path = folder / "engagement.yaml"
    path.write_text(path.read_text("utf-8").replace("普遍亏损、停产", "普遍停产、亏损"), "utf-8")


def test_one_conversion_measures_the_pages_and_the_same_report_needs_none(office: Office, example: Path) -> None:
    first = built(example)
    assert office.asked == 1
    assert built(example) == first
    assert office.asked == 1


def test_a_pdf_of_pages_that_did_not_move_costs_one_conversion(office: Office, example: Path) -> None:
    built(example, "--only", "docx")
    made = built(example, "--only", "docx,pdf")
    assert office.asked == 2
    assert libreoffice.made_from(made["绩效评价报告.pdf"], made["绩效评价报告.docx"])
    reword(example)
    again = built(example, "--only", "docx,pdf")
    assert office.asked == 3
    assert libreoffice.made_from(again["绩效评价报告.pdf"], again["绩效评价报告.docx"])
    assert built(example, "--only", "docx,pdf") == again
    assert office.asked == 3


def test_only_a_pdf_of_pages_that_moved_is_converted_twice(office: Office, example: Path) -> None:
    built(example, "--only", "docx")
    office.first = 3
    reword(example)
    made = built(example, "--only", "docx")
    assert office.asked == 2
    assert measured_pages(made["绩效评价报告.docx"])[1][0] == 3
    office.first = 5
    path = example / "engagement.yaml"
    path.write_text(path.read_text("utf-8").replace("普遍停产、亏损", "多数停产"), "utf-8")
    built(example, "--only", "docx,pdf")
    assert office.asked == 4


def test_a_heading_put_in_front_leaves_the_others_on_the_pages_they_were_measured_on(
    office: Office, example: Path
) -> None:
    before = built(example, "--only", "docx")["绩效评价报告.docx"]
    known, sections = measured_pages(before)
    assert len(known) > 20
    assert len(sections) > 2
    office.first = 1
    # Without LibreOffice the pages of the last build are the estimate, and go on to the next.
    libreoffice.find_soffice = lambda: None  # type: ignore[assignment]  # put back by the fixture
    reword(example)
    after = built(example, "--only", "docx")["绩效评价报告.docx"]
    assert measured_pages(after) == (known, sections)
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        assert b'pages="estimated"' in package.read("customXml/item1.xml")


@pytest.mark.usefixtures("without_libreoffice")
def test_without_libreoffice_everything_but_the_pdf_is_made_and_said_so(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(example), "--only", "docx,pdf,html", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [Path(name).name for name in answer["outputs"]] == [
        "绩效评价报告.docx", "绩效评价报告.html", "社会调查报告.docx",
    ]  # fmt: skip
    assert answer["unmade"] == [{"kind": "pdf", "reason": "没有生成 PDF：这台电脑没有 LibreOffice"}]
    assert answer["pages"] == "estimated"
    assert run(["build", str(example), "--only", "pdf"]) == 0
    assert "PDF: 警告: 没有生成 PDF：这台电脑没有 LibreOffice。办法：装上 LibreOffice" in capsys.readouterr().err


def test_a_pdf_by_libreoffice_has_the_same_bytes_twice_and_an_outline(example: Path) -> None:
    if libreoffice.find_soffice() is None:
        pytest.skip("需要 LibreOffice")
    first = built(example, "--only", "docx,pdf")
    for path in (example / "build").iterdir():
        path.unlink()
    assert built(example, "--only", "docx,pdf") == first
    pdf = first["绩效评价报告.pdf"]
    assert b"/Outlines" in pdf
    found = subprocess.run(
        [shutil.which("pdfinfo") or "pdfinfo", str(example / "build" / "绩效评价报告.pdf")], capture_output=True, check=False
    ) if shutil.which("pdfinfo") else None  # fmt: skip
    assert found is None or b"2023" in found.stdout
    # The pages in the PDF are those the report's contents print.
    pages = libreoffice.bookmark_pages(pdf)
    assert sorted(
        {*pages.values()} & {page for pages in measured_pages(first["绩效评价报告.docx"])[0].values() for page in pages}
    )
