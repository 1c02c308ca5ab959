"""How long a report of sixty pages takes to be written, beside docxtpl and python-docx in the same run.

``python benchmarks/report.py`` makes the same text, tables and pictures with each of them, every one in a process of its
own, the content's making included; ours writes six native charts as well. Then the example of Lvliang is built whole:
cold, with page numbers, and again under ``--watch``. What counts are the ratios, not the seconds. docxtpl is no
dependency: ``pip install docxtpl`` first, or its line says that it is missing.
"""

from __future__ import annotations

import gc
import io
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

RUNS = 7
PAGES, TABLES, ROWS, GROUP, PICTURES, CHARTS = 60, 15, 40, 4, 6, 6
LONG = (60, 250, 1000)
HEADS = ("一级指标", "三级指标", "分值", "业绩值", "得分", "评分依据")
SENTENCE = "项目单位按照资金管理办法审批、发放并公示，抽查的凭证与名册相符，金额和人数一致，资料归档完整；"


def main() -> None:
    """Prints the table of contenders, the growth, and the builds, each with its ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peers = contenders(folder)
        growth()
        builds(folder, "docxtpl" in peers)


def contenders(folder: Path) -> dict[str, float]:
    """Seconds by who wrote the sixty pages."""
    makers = {"evalkit": "", "evalkit，不带图表": "", "docxtpl": "docxtpl", "python-docx，表格用 XML": "docx"}
    if find_spec("docxtpl"):
        template(folder / "template.docx")
    found: dict[str, float] = {}
    peaks: dict[str, float] = {}
    rounds: dict[str, list[tuple[float, float]]] = {}
    present = [name for name, needed in makers.items() if not needed or find_spec(needed)]
    for _ in range(RUNS):  # in turns, so that a slow moment of the machine strikes all alike
        for name in present:
            rounds.setdefault(name, []).append(run([sys.executable, __file__, name, str(PAGES)], folder))
    print(f"{PAGES} 页文字、{TABLES} 张 {ROWS} 行的表、{PICTURES} 张图片；evalkit 另有 {CHARTS} 个图表")
    for name in makers:
        if name not in present:
            print(f"  {name:24} 没有装，先 pip install {makers[name]}")
            continue
        found[name] = statistics.median(seconds for seconds, _ in rounds[name])
        peaks[name] = statistics.median(peak for _, peak in rounds[name])
        print(f"  {name:24}{found[name]:8.3f} s{peaks[name]:8.0f} MiB")
    if "docxtpl" in found:
        print(f"  evalkit 是 docxtpl 的 {found['evalkit'] / found['docxtpl']:.2f} 倍（至多 1）", end="")
        print(f"，内存 {peaks['evalkit'] / peaks['docxtpl']:.2f} 倍（至多 2）")
    return found


def growth() -> None:
    """Ours alone, in this process: seconds a page as the report grows."""
    from evalkit.model.case import Case
    from evalkit.writers import word

    files = pictures()
    shares = []
    for pages in LONG:
        document = report(pages, charts=True)
        case = Case(document=document)
        shares.append(best(lambda: word.write(document, case, files)) / pages)  # noqa: B023 - called at once
    line = "，".join(f"{pages} 页 {share * 1000:.2f} ms" for pages, share in zip(LONG, shares, strict=True))
    print(f"每页耗时：{line}；{LONG[-1]} 页的每页是 {LONG[0]} 页的 {shares[-1] / shares[0]:.2f} 倍（线性为 1）")


def builds(folder: Path, peer: bool) -> None:
    """``evalkit build`` of the Lvliang example: cold, with page numbers, and again under ``--watch``."""
    from evalkit.files.libreoffice import find_soffice, to_pdf

    example = folder / "lvliang"
    # Without what was built before: whether its pages were measured would tell in the times.
    source = Path(__file__).parent.parent / "examples" / "lvliang-2021"
    shutil.copytree(source, example, ignore=shutil.ignore_patterns("build"))
    command = [sys.executable, "-m", "evalkit", "build", str(example), "--json"]
    bare = nowhere(folder)
    run(command, folder, bare)
    rounds = []
    for _ in range(RUNS):
        theirs = run([sys.executable, __file__, "docxtpl", str(PAGES)], folder)[0] if peer else 0.0
        rounds.append((run(command, folder, bare)[0], theirs))
    cold, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
    line = f"，是 docxtpl 六十页的 {cold / theirs:.2f} 倍（至多 4）" if peer else ""
    print(f"examples/lvliang-2021 冷启动，不排页码：{cold:.2f} s{line}")
    again = rebuilds(example)
    print(f"  --watch 重新生成一次：{again:.2f} s，是冷启动的 {again / cold:.2f} 倍（至多 0.5）")
    if find_soffice() is None:
        print("  没有 LibreOffice，没有量排页码的耗时")
        return
    run(command, folder)
    data = (example / "build" / "绩效评价报告.docx").read_bytes()
    to_pdf(data)
    once = statistics.median(timed(lambda: to_pdf(data)) for _ in range(3))
    paged = []
    for turn in range(3):
        edited(example, turn)
        paged.append(run(command, folder)[0])
    measured = statistics.median(paged)
    print(f"  LibreOffice 转换一次 {once:.2f} s；改了一个字、页码没有移动的 build {measured:.2f} s", end="")
    print(f"，{measured / once:.2f} 倍（至多 1.5）")
    same = statistics.median(run(command, folder)[0] for _ in range(3))
    print(f"  什么都没有改的 build {same:.2f} s，{same / once:.2f} 倍")


def rebuilds(example: Path) -> float:
    """Seconds of a rebuild after a save, in a process that watches, set as the command sets its own."""
    from evalkit import app, cli

    gc.set_threshold(*cli.THRESHOLDS)
    turns = iter(range(2 * RUNS))

    def wait() -> bool:
        turn = next(turns, None)
        if turn is not None and turn % 2 == 0:
            edited(example, turn // 2)
        return turn is not None

    made = list(app.watch(example, (), wait))
    assert all(one.answer is not None for one in made), made[-1].findings
    return statistics.median(one.seconds for one in made[1:])


def edited(example: Path, turn: int) -> None:
    """Changes a stop of the project's background, which moves no page."""
    path = example / "engagement.yaml"
    text = path.read_text("utf-8")
    found = re.compile(r"(背景:(?:.|\n)*?)[。！；]").search(text)
    assert found is not None
    path.write_text(text[: found.end() - 1] + "！；。"[turn % 3] + text[found.end() :], "utf-8")


def nowhere(folder: Path) -> dict[str, str]:
    """An environment in which LibreOffice is not found (on Linux)."""
    (folder / "empty").mkdir(exist_ok=True)
    return {"PATH": str(folder / "empty")}


# ---- what is written ------------------------------------------------------------------------------------------------


def words(page: int, place: int) -> str:
    """A paragraph of some 280 characters, none like another; two and a bit make a page."""
    return f"第{page}页第{place}段。{SENTENCE * 6}发放率{(page * 7 + place) % 50 + 50}.{place:02d}%。"


def rows(table: int) -> list[list[str]]:
    """Forty rows of six cells."""
    return [
        [
            f"第{n // GROUP + 1}组",
            f"指标{table}-{n + 1}",
            f"{n % 9 + 1}",
            f"{n + 50}.{table:02d}%",
            f"{n % 9}.50",
            SENTENCE,
        ]
        for n in range(ROWS)
    ]


def pictures() -> dict[str, bytes]:
    """Six pictures of 640 × 400 points, by name."""
    made = {}
    for number in range(PICTURES):
        line = bytes((x * (number + 3)) % 256 for x in range(640 * 3))
        data = b"".join(b"\0" + bytes(y % 7) + line[y % 7 :] for y in range(400))
        made[f"attachments/{number}.png"] = png(640, 400, data)
    return made


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data, 1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


# ---- evalkit --------------------------------------------------------------------------------------------------------


def report(pages: int, *, charts: bool) -> Any:
    """The report as a ``Document``: a figure tied to its fact in every paragraph and row."""
    from evalkit.model import document as m

    def table(number: int) -> m.Table:
        body = [m.Row(tuple(m.Cell((m.Text(head),)) for head in HEADS), "header")]
        for n, row in enumerate(rows(number)):
            first = (m.Cell((m.Text(row[0]),), rowspan=GROUP),) if n % GROUP == 0 else ()
            figure = m.Cell((m.Num(row[3], f"得分.{row[1]}"),))
            rest = [m.Cell((m.Text(text),)) for text in row[1:3]], [m.Cell((m.Text(text),)) for text in row[4:]]
            body.append(m.Row((*first, *rest[0], figure, *rest[1])))
        caption = m.Caption("表", (m.Text(f"第{number}张表"),), f"表:{number}")
        return m.Table(f"t{number}", (m.Column(),) * 6, tuple(body), caption)

    def chart(number: int) -> m.Chart:
        values = tuple(Decimal(60 + (number * 7 + n * 3) % 40) for n in range(8))
        series = (m.Series("得分率", values), m.Series("上年", values[::-1]))
        names = tuple(f"指标{n}" for n in range(8))
        return m.Chart(f"g{number}", "bar", names, series, "%", m.Caption("图", (m.Text(f"第{number}张图"),)), "得分率")

    # Tables, pictures and charts keep their share as the report grows.
    scale = max(pages // PAGES, 1)
    blocks: list[m.Block] = [m.Contents("目录")]
    spread = {
        "table": max(pages // (TABLES * scale), 1),
        "picture": max(pages // (PICTURES * scale), 1),
    }
    for page in range(pages):
        blocks.append(m.Heading(f"{page}/h", 1 if page % 10 == 0 else 2, (m.Text(f"第{page}页的标题"),)))
        for place in range(3):
            text, dot, end = words(page, place).rpartition("发放率")
            blocks.append(
                m.Paragraph(
                    f"{page}/p{place}", (m.Text(text + dot), m.Num(end[:-1], f"率.{page}.{place}"), m.Text("。"))
                )
            )
        if page % spread["table"] == 0:
            blocks.append(table(page))
        if page % spread["picture"] == 0:
            blocks.append(m.Picture(f"{page}/f", f"attachments/{page // spread['picture'] % PICTURES}.png", "现场"))
            if charts:
                blocks.append(chart(page))
    return m.Document("六十页的报告", (m.Section(tuple(blocks), numbering="start"),))


def ours(pages: int, *, charts: bool) -> bytes:
    from evalkit.model.case import Case
    from evalkit.writers import word

    document = report(pages, charts=charts)
    return word.write(document, Case(document=document), pictures())


# ---- docxtpl and python-docx ----------------------------------------------------------------------------------------


def template(path: Path) -> None:
    """The template docxtpl fills; drawn up by python-docx beforehand, which nobody's time counts."""
    from docx import Document

    made = Document()
    made.add_paragraph("{%p for page in pages %}")
    made.add_heading("{{ page.title }}", 1)
    made.add_paragraph("{%p for words in page.paragraphs %}")
    made.add_paragraph("{{ words }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p if page.groups %}")
    table = made.add_table(0, len(HEADS))
    table.style = "Table Grid"
    fill(table.add_row(), HEADS)
    fill(table.add_row(), ["{%tr for group in page.groups %}"])
    fill(table.add_row(), ["{%tr for row in group %}"])
    fill(table.add_row(), ["{% vm %}{{ row[0] }}", *(f"{{{{ row[{n}] }}}}" for n in range(1, len(HEADS)))])
    fill(table.add_row(), ["{%tr endfor %}"])
    fill(table.add_row(), ["{%tr endfor %}"])
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p if page.picture %}")
    made.add_paragraph("{{ page.picture }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p endfor %}")
    made.save(str(path))


def fill(row: Any, texts: Any) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        cell.text = text


def by_docxtpl(pages: int) -> bytes:
    from docx.shared import Cm
    from docxtpl import DocxTemplate, InlineImage

    document = DocxTemplate("template.docx")
    images = list(pictures().values())
    context = []
    for page in range(pages):
        table = rows(page) if page % (PAGES // TABLES) == 0 else []
        image = images[page // 10 % PICTURES] if page % (PAGES // PICTURES) == 0 else None
        context.append(
            {
                "title": f"第{page}页的标题",
                "paragraphs": [words(page, place) for place in range(3)],
                "groups": [table[n : n + GROUP] for n in range(0, len(table), GROUP)],
                "picture": InlineImage(document, io.BytesIO(image), width=Cm(14)) if image else None,
            }
        )
    document.render({"pages": context})
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_python_docx(pages: int) -> bytes:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    document = Document()
    images = list(pictures().values())
    body = document.element.body
    for page in range(pages):
        document.add_heading(f"第{page}页的标题", 1)
        for place in range(3):
            document.add_paragraph(words(page, place))
        if page % (PAGES // TABLES) == 0:
            lines = [table_row(HEADS, "")]
            for n, row in enumerate(rows(page)):
                lines.append(table_row(row, '<w:vMerge w:val="restart"/>' if n % GROUP == 0 else "<w:vMerge/>"))
            grid = "<w:gridCol/>" * len(HEADS)
            xml = f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
            body.insert(len(body) - 1, parse_xml(xml))
            document.add_paragraph()
        if page % (PAGES // PICTURES) == 0:
            document.add_picture(io.BytesIO(images[page // 10 % PICTURES]), width=Cm(14))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table_row(cells: Any, merge: str) -> str:
    texts = ["" if merge == "<w:vMerge/>" else cells[0], *cells[1:]]
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr>{merge if n == 0 else str()}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>' for n, text in enumerate(texts))}</w:tr>"


MAKERS: dict[str, Callable[[int], bytes]] = {
    "evalkit": lambda pages: ours(pages, charts=True),
    "evalkit，不带图表": lambda pages: ours(pages, charts=False),
    "docxtpl": by_docxtpl,
    "python-docx，表格用 XML": by_python_docx,
}


# ---- clocks ---------------------------------------------------------------------------------------------------------


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds from start to end of a process, and its peak memory in MiB (0 where the system does not tell)."""
    # Compiled modules as after an installation, kept apart from the checkout.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), **(environment or {})}
    root = str(Path(__file__).parent.parent)
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [root, kept.get("PYTHONPATH", "")]))
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    errors = process.stderr.read()
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    else:
        process.wait()
        peak = 0.0
    seconds = time.perf_counter() - began
    assert process.returncode == 0, errors.decode("utf-8", "replace")
    return seconds, peak


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best(work: Callable[[], object]) -> float:
    return min(timed(work) for _ in range(3))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        Path("made.docx").write_bytes(MAKERS[sys.argv[1]](int(sys.argv[2])))
    else:
        main()
