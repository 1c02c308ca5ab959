"""How long surveys take from the command line, beside scripts written by hand for the same figures; and their memory.

``python benchmarks/surveys.py [forms]`` makes exports of 34 columns in a temporary folder and lets whole processes read
them in turns, five times each. What counts are the ratios of the quickest, not the seconds; each line names its bound.
Beside the time on the wall stands that of the processors, which others on the same machine disturb less.

- A text export of a million forms: ``evalkit survey tabulate --json``, a lazy polars script, a tuned pandas script
  (categories, bincount) with pandas' own reader, the same with pyarrow's, which reads on all processors and holds a
  gigabyte, and ``pandas.crosstab``. The scripts count every option of the 27 closed questions and the mean
  of the 5 that make the satisfaction figure (crosstab: every question by the first), no more: they do not screen, decode
  synonyms, or find the place of a wrong answer. Before anything is timed all must agree on the figure and the counts.
- A workbook of 50,000 forms: the same command, ``polars.read_excel``, which only reads, and openpyxl, which only reads.
- A workbook of 300 forms: the same command, and a script that imports typer, pydantic, fastexcel and polars and reads.
- Screening a million forms, beside all that tabulates them (reading, decoding, counting) in the same process.

Modules are compiled beforehand for all alike. Peers that are not installed are left out.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FORMS, WORKBOOK, SMALL = 1_000_000, 50_000, 300
ROUNDS = 5
SCALE = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
PLACES = ("东镇", "西镇", "南镇", "北镇")
SCALES, PROFILES = 20, 7

HEAD = """
import json, sys
scores = {"非常满意": 100, "比较满意": 75, "一般": 50, "不太满意": 25, "非常不满意": 0}
"""
TAIL = """
means = [sum(scores[key] * n for key, n in counts[name].items()) / sum(counts[name].values()) for name in names[7:12]]
print(json.dumps({"satisfaction": f"{sum(means) / 5:.2f}", "counts": list(counts.values())}, ensure_ascii=False))
"""

PANDAS = """
import numpy as np
import pandas as pd
names = [name for name in pd.read_csv(sys.argv[1], nrows=0).columns if name[:1].isdigit()][:27]
frame = pd.read_csv(sys.argv[1], usecols=names, dtype="category", engine="ENGINE")
counts = {}
for name in names:
    column = frame[name].cat
    found = np.bincount(column.codes, minlength=len(column.categories))
    counts[name] = {key: int(n) for key, n in zip(column.categories, found)}
"""
SCRIPTS = {
    "polars": HEAD
    + """
import polars as pl
frame = pl.scan_csv(sys.argv[1], infer_schema=False)
names = [name for name in frame.collect_schema().names() if name[:1].isdigit()][:27]
frame = frame.select(names).collect()
counts = {name: dict(frame[name].value_counts().iter_rows()) for name in names}
"""
    + TAIL,
    "pandas": HEAD + PANDAS.replace("ENGINE", "c") + TAIL,
    "pandas+pyarrow": HEAD + PANDAS.replace("ENGINE", "pyarrow") + TAIL,
    "pandas.crosstab": """
import sys
import pandas as pd
names = [name for name in pd.read_csv(sys.argv[1], nrows=0).columns if name[:1].isdigit()][:27]
frame = pd.read_csv(sys.argv[1], usecols=names, dtype="category")
print(sum(int(pd.crosstab(frame[names[0]], frame[name]).to_numpy().sum()) for name in names[1:]))
""",
    "polars.read_excel": """
import sys
import polars
print(polars.read_excel(sys.argv[1]).height)
""",
    "openpyxl": """
import sys
from openpyxl import load_workbook
sheet = load_workbook(sys.argv[1], read_only=True).active
print(sum(1 for row in sheet.iter_rows(values_only=True)) - 1)
""",
    "typer+pydantic+fastexcel+polars": """
import sys
import typer, pydantic, fastexcel, polars
print(fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars().height)
""",
    "筛查": """
import sys, time
start = time.perf_counter()
from pathlib import Path
from evalkit.answers import screening
from evalkit import ingest
from evalkit.app.surveying import by_form
from evalkit.tabulate import survey_report
spent = []
def timed(forms, questionnaire):
    begun = time.perf_counter()
    made = screening.screen(forms, questionnaire)
    spent.append(time.perf_counter() - begun)
    return made
ingest.screen = timed
survey, facts, _ = by_form([Path(sys.argv[1])], Path(sys.argv[2]))
survey_report(survey, facts)
print(spent[0], time.perf_counter() - start - spent[0])
""",
}


@dataclass(frozen=True)
class Run:
    """A whole process: seconds on the wall and of the processors, the most memory it held in MB, and what it printed."""

    seconds: float
    worked: float
    memory: float
    printed: str


def main(forms: int) -> None:
    """Prints every line: seconds (the best of all rounds), memory, ours as a multiple of the peer's, and the bound."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        (folder / "答卷.yaml").write_text(questionnaire(), "utf-8")
        for number, script in enumerate(SCRIPTS.values()):
            (folder / f"peer{number}.py").write_text(script, "utf-8")
        text = folder / "答卷.csv"
        write(text, forms)
        of_text(folder, text, forms)
        books: tuple[tuple[int, dict[str, float | None]], ...] = (
            (WORKBOOK, {"polars.read_excel": 1.2, "openpyxl": None}),
            (SMALL, {"typer+pydantic+fastexcel+polars": 2.0}),
        )
        for size, bounds in books:
            book = folder / f"{size}.xlsx"
            # In a process of its own: what this one has held would count as the children's memory.
            subprocess.run([sys.executable, __file__, "--book", str(book), str(size)], check=True)
            compare(folder, book, f"{size} 份 × 34 列，xlsx", bounds)


def of_text(folder: Path, text: Path, forms: int) -> None:
    """The million as text: the figures agree, then the times, the memory, and the screening."""
    answers = {
        name: json.loads(run(command(folder, name, text)).printed)
        for name in ("evalkit", *there("polars", "pandas", "pandas+pyarrow"))
    }
    agree(answers)
    title = f"{forms} 份 × 34 列，csv，{text.stat().st_size / 1e6:.0f} MB"
    ours = compare(folder, text, title, {"polars": 1.35, "pandas": 0.7, "pandas+pyarrow": 0.7, "pandas.crosstab": None})
    print(f"  {'内存':32}{ours.memory:8.0f} MB   上限 700 MB")
    runs = [tuple(map(float, run(command(folder, "筛查", text)).printed.split())) for _ in range(3)]
    spent, rest = min(runs)
    print(f"  {'筛查':32}{spent:8.2f} s   是统计的 {spent / rest:.2f} 倍，上限 2 倍")


def compare(folder: Path, file: Path, title: str, bounds: dict[str, float | None]) -> Run:
    """One table. Ours and the peers with a bound take turns, so that a change of the machine's pace meets all alike."""
    print(title)
    turns = ["evalkit", *(name for name in there(*bounds) if bounds[name])]
    for name in turns:  # which compiles the modules
        run(command(folder, name, file))
    runs: dict[str, list[Run]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name in turns:
            runs[name].append(run(command(folder, name, file)))
    best = {name: _best(own) for name, own in runs.items()}
    ours = best["evalkit"]
    print(f"  {'evalkit':32}{_figures(ours)}")
    for name in there(*bounds):
        peer = best[name] if name in best else run(command(folder, name, file))
        told = f"，上限 {bounds[name]} 倍" if bounds[name] else ""
        ratio, worked = ours.seconds / peer.seconds, ours.worked / peer.worked
        print(f"  {name:32}{_figures(peer)}   evalkit 是它的 {ratio:.2f} 倍（CPU {worked:.2f} 倍{told}）")
    return ours


def _figures(one: Run) -> str:
    return f"{one.seconds:7.2f} s  CPU {one.worked:6.2f} s  {one.memory:5.0f} MB"


def _best(runs: list[Run]) -> Run:
    """The quickest, with the most memory any held."""
    least = min(runs, key=lambda one: one.seconds)
    return replace(least, worked=min(one.worked for one in runs), memory=max(one.memory for one in runs))


def there(*names: str) -> tuple[str, ...]:
    """The peers that are installed."""
    return tuple(
        name for name in names if all(importlib.util.find_spec(part.split(".")[0]) for part in name.split("+"))
    )


def command(folder: Path, name: str, file: Path) -> list[str]:
    """What to run. -P keeps the script's folder off the path."""
    form = str(folder / "答卷.yaml")
    if name == "evalkit":
        return [sys.executable, "-m", "evalkit", "survey", "tabulate", str(file), "-q", form, "--json"]
    return [sys.executable, "-P", str(folder / f"peer{list(SCRIPTS).index(name)}.py"), str(file), form]


def run(words: list[str]) -> Run:
    """Runs a process to its end."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise SystemExit(f"{words}\n{err.read().decode()[-2000:]}")
        # The kernel counts in KB, macOS in bytes.
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return Run(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, out.read().decode())


def agree(answers: dict[str, dict[str, Any]]) -> None:
    """All have the same figure, and count the same people under every option."""
    ours = answers["evalkit"]
    counts = [
        {option["label"]: option["count"] for option in one["options"]} for one in ours["questions"] if one["options"]
    ]
    for name in answers.keys() - {"evalkit"}:
        assert answers[name]["counts"] == counts, name
        assert answers[name]["satisfaction"] == ours["satisfaction"]["value"], name


def questionnaire() -> str:
    """Seven profile questions, twenty scales of which five make the satisfaction figure, one open question."""
    lines = ["标题: 满意度调查", "筛查: {最短用时秒: 0}", "题目:"]
    for number in range(1, PROFILES + SCALES + 2):
        lines += [f"  - 题号: Q{number}", f"    题干: 第{number}个问题是什么？"]
        if number <= PROFILES:
            lines += ["    题型: 单选", "    角色: 背景", f"    选项: [{'、'.join(PLACES).replace('、', ', ')}]"]
        elif number <= PROFILES + SCALES:
            options = ", ".join(f"{label}: {100 - 25 * place}" for place, label in enumerate(SCALE))
            lines += ["    题型: 单选", "    角色: 满意度", f"    选项: {{{options}}}"]
            lines += ["    计入满意度: 是"] if number <= PROFILES + 5 else []
        else:
            lines += ["    题型: 填空"]
    return "\n".join(lines) + "\n"


def rows(forms: int) -> Iterator[str]:
    """An export as 问卷星 writes it, by text: six columns about the form, then the questions, parted by commas."""
    dice = random.Random(20250101)
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    yield ",".join([*heads, *(f"{number}、第{number}个问题是什么？" for number in range(1, PROFILES + SCALES + 2))])
    # Rows are put together from halves drawn beforehand; every sender is another.
    profiles = [",".join(dice.choices(PLACES, k=PROFILES)) for _ in range(4000)]
    scales = [",".join(dice.choices(SCALE, (50, 30, 12, 5, 3), k=SCALES)) for _ in range(4000)]
    opinions = ["(空)"] * 40 + ["希望标准再高一点", "发放再早一些", "没有意见", "希望多宣传政策"]
    for row in range(1, forms + 1):
        ip = f"{row % 223 + 1}.{row // 223 % 256}.{row // 57088 % 256}.7(湖南-郴州)"
        when = f"2025/{row % 12 + 1}/{row % 28 + 1} {row % 24}:{row % 60:02}:{row % 59:02}"
        about = f"{row},{when},{dice.randrange(60, 600)}秒,微信,N/A,{ip}"
        yield f"{about},{dice.choice(profiles)},{dice.choice(scales)},{dice.choice(opinions)}"


def write(path: Path, forms: int) -> None:
    """The export as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(row + "\n" for row in rows(forms))


def write_book(path: Path, forms: int) -> None:
    """The export as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows(forms)):
            cells = row.split(",")
            sheet.write_row(place, 0, [int(cells[0]), *cells[1:]] if place else cells)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--book"]:
        write_book(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else FORMS)
