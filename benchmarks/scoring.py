"""How long scoring takes, how it grows, and how LibreOffice does beside it in the same run.

``python benchmarks/scoring.py`` scores a framework of 25 and one of 2,500 indicators, writes their scoring papers, and
has LibreOffice calculate the same papers anew, where it is installed. What counts are the ratios, not the seconds. Before anything is timed the two
must agree: the total LibreOffice comes to is ours.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from evalkit.derive import derive
from evalkit.load import load
from evalkit.model.case import Case
from evalkit.model.document import Document
from evalkit.model.facts import Facts
from evalkit.model.places import Where
from evalkit.model.source import Entry, RawRow, RawTable, Source
from evalkit.paper import FACTS, POINTS, SCORES, SUMMARY
from evalkit.score import score
from evalkit.writers import excel

SIZES = (25, 2500)
GRADES = (("优", "90", "100"), ("良", "80", "90"), ("中", "60", "80"), ("差", "0", "60"))
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"

Made = TypeVar("Made")


def main() -> None:
    """Prints a line a size and the ratios."""
    found: dict[str, dict[int, float]] = {}
    for size in SIZES:
        for name, seconds in measured(size).items():
            found.setdefault(name, {})[size] = seconds
    small, large = SIZES
    print(f"{'':24}{small:>12} 个{large:>12} 个    每个指标慢多少倍")
    for name, by_size in found.items():
        growth = by_size[large] / by_size[small] / (large / small)
        print(f"{name:24}{by_size[small] * 1000:>10.1f} ms{by_size[large] * 1000:>10.1f} ms{growth:>12.2f}")
    if "LibreOffice 重算" in found:
        for size in SIZES:
            theirs = found["LibreOffice 重算"][size]
            for name in ("评分", "算出事实和评分"):
                print(f"{size} 个指标：LibreOffice 重算同一底稿是{name}的 {theirs / found[name][size]:.1f} 倍")


def measured(size: int) -> dict[str, float]:
    """Seconds by what was done, the best of three."""
    source = framework(size)
    engagement, faults = load(source)
    assert engagement is not None, faults
    assert not [one for one in faults if one.severity == "error"], faults[0]
    facts, _ = derive(engagement, Facts())
    sheet, all_facts, _ = score(engagement, facts)
    case = Case(engagement, {}, all_facts, sheet)
    document = Document("", (), created="2025-01-01T00:00:00Z")
    found = {
        "读成项目": best(lambda: load(source)),
        "评分": best(lambda: score(engagement, facts)),
        "算出事实和评分": best(lambda: score(engagement, derive(engagement, Facts())[0])),
        "写评分底稿": best(lambda: excel.write(document, case, {})),
    }
    seconds, theirs = recalculated(excel.write_sheets(case, (SUMMARY, SCORES, POINTS, FACTS)))
    if theirs is not None:
        assert theirs == sheet.total, (theirs, sheet.total)
        found["LibreOffice 重算"] = seconds
    return found


def best(work: Callable[[], Made]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def recalculated(data: bytes) -> tuple[float, Decimal | None]:
    """How long LibreOffice takes for the paper without results, less its own start, and the total it comes to."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        return 0, None
    with tempfile.TemporaryDirectory() as folder:
        empty, paper = Path(folder, "empty.csv"), Path(folder, "paper.xlsx")
        empty.write_text("1\n", encoding="utf-8")
        paper.write_bytes(bare(data))

        def convert(path: Path) -> None:
            command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", AS_CSV]
            subprocess.run(
                [*command, "--outdir", f"{folder}/out", str(path)], check=True, capture_output=True, timeout=600
            )

        convert(empty)
        seconds = max(best(lambda: convert(paper)) - best(lambda: convert(empty)), 0.001)
        text = Path(folder, "out", f"paper-{SCORES}.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    total = next(row for row in rows if row[0] == "合计")
    return seconds, Decimal(total[rows[2].index("得分")])


def bare(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            target.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) if sheet else part)
    return made.getvalue()


def framework(size: int) -> Source:
    """So many indicators under four first-level ones: points, bands, steps, ratios, each with facts of its own."""
    indicators: list[dict[str, str]] = []
    points: list[dict[str, str]] = []
    facts: list[dict[str, str]] = []
    cents = 10000 // size
    for place in range(size):
        code, kind = f"K-{place + 1}", place % 4
        weight = Decimal(cents if place else 10000 - cents * (size - 1)) / 100
        row = {
            "一级指标": ("决策", "过程", "产出", "效益")[place * 4 // size],
            "二级指标": f"二级 {place * 40 // size}",
            "三级指标": f"指标 {place + 1}",
            "编码": code,
            "分值": str(weight),
        }
        top, bottom = f"实际数{place}", f"计划数{place}"
        if kind:
            facts.append({"名称": top, "值": str(600 + place % 97), "单位": "人"})
            facts.append({"名称": bottom, "值": str(650 + place % 31), "单位": "人"})
            row["取值"] = f"{top} / {bottom}"
        if kind == 0:
            row |= {"规则": "要点给分", "参数": "分配：等权"}
            verdicts = ("符合", "符合", "不符合")
            points += [{"编码": code, "要点": f"要点{k}", "判定": one} for k, one in enumerate(verdicts)]
        elif kind == 1:
            row |= {"规则": "分档给分", "参数": "≥95→100；≥90→80；≥60→50；其余→0；满分：100"}
        elif kind == 2:
            row |= {"规则": "逐步扣分", "参数": "每：1%；扣：5%"}
        else:
            row |= {"规则": "按比例给分", "参数": "目标：100%"}
        indicators.append(row)
    tables = {
        "项目": [{"名称": "项目", "年度": "2025", "委托单位": "某县财政局", "等级方案": "四档"}],
        "机构": [{"名称": "某咨询公司"}],
        "等级方案": [{"方案": "四档", "等级": name, "下限": low, "上限": high} for name, low, high in GRADES],
        "指标": indicators,
        "要点": points,
        "事实": facts,
    }
    made = tuple(RawTable(name, tuple(entry(name, row) for row in rows), Where(name)) for name, rows in tables.items())
    return Source("benchmark", made, (), (), (), (), (), Where("."))


def entry(name: str, row: dict[str, str]) -> RawRow:
    return RawRow({key: Entry(text, Where(name, key)) for key, text in row.items()}, Where(name))


if __name__ == "__main__":
    main()
