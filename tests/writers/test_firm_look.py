"""A firm's own look: logo, main colour, covers, the sheet of styles and what comes back of it into the report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from evalkit.model.case import Case
from evalkit.model.colours import NAMES
from evalkit.model.document import Chart, Cover, Document, Num, Section, Series, Signature, Text
from evalkit.model.firm import House
from evalkit.specimen import specimen
from evalkit.write import lacking, write
from evalkit.writers._palette import palette
from evalkit.writers._word_charts import chart_xml
from evalkit.writers._word_looks import OFFICIAL, REPORT
from evalkit.writers._word_styles import styles

Complaints = Callable[[bytes], list[object]]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def text(words: str) -> tuple[Text, ...]:
    return (Text(words),)


def grey(digits: str) -> float:
    """What a black-and-white print leaves of a colour, 0 to 100: L* of CIE 1976 from sRGB (IEC 61966-2-1)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    whole = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    return 116 * whole ** (1 / 3) - 16 if whole > 216 / 24389 else whole * 24389 / 27


def fills(chart: Chart, main: str) -> list[str]:
    """The fills of a chart's series, or of a pie's pieces, in the order they stand beside each other."""
    root: Any = etree.fromstring(chart_xml(chart, "rId1", palette(main)).encode())
    kind = "dPt" if chart.kind == "pie" else "ser"
    return [str(shape.get("val")) for shape in root.iterfind(f".//{C}{kind}/{C}spPr/{A}solidFill/{A}srgbClr")]


def chart_of(kind: Any, series: int, categories: int = 2, sides: tuple[Any, ...] = ()) -> Chart:
    names = tuple(f"类{n}" for n in range(categories))
    made = tuple(Series(f"系列{n}", (Decimal(20),) * categories, side=sides[n] if sides else "") for n in range(series))
    return Chart("c", kind, names, made, "%")


MAINS = ["", *NAMES.values()]


@pytest.mark.parametrize("main", MAINS)
@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "pie"])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_neighbours_in_a_chart_differ_on_a_black_and_white_print(kind: Any, count: int, main: str) -> None:
    chart = chart_of(kind, 1, count) if kind == "pie" else chart_of(kind, count)
    found = [grey(fill) for fill in fills(chart, main)]
    assert len(found) == count
    assert min(abs(one - two) for one, two in pairwise(found)) >= 15
    if kind == "pie":  # the last piece touches the first
        assert abs(found[0] - found[-1]) >= 15


@pytest.mark.parametrize("main", MAINS)
@pytest.mark.parametrize("each", [2, 3])
def test_answers_on_one_side_of_a_diverging_chart_differ_in_black_and_white(each: int, main: str) -> None:
    chart = chart_of("diverging", 2 * each, sides=("for",) * each + ("against",) * each)
    found = [grey(fill) for fill in fills(chart, main)]
    for side in (found[:each], found[each:]):
        assert min(abs(one - two) for one, two in pairwise(side)) >= 15


def test_the_sixth_and_further_neighbours_are_hatched_each_in_its_own_way(word: Any) -> None:
    root: Any = etree.fromstring(chart_xml(chart_of("stacked", 8), "rId1").encode())
    hatches = [shape.get("prst") for shape in root.iter(f"{A}pattFill")]
    assert len(hatches) == len(set(hatches)) == 3


def test_words_on_a_fill_are_white_or_black_as_they_are_better_read() -> None:
    root: Any = etree.fromstring(chart_xml(chart_of("stacked", 5), "rId1", palette("722F37")).encode())
    for shape in root.iter(f"{C}ser"):
        fill = grey(str(shape.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val")))
        label = shape.find(f"{C}dLbls/{C}txPr").find(f".//{A}srgbClr").get("val")
        assert abs(grey(label) - fill) >= 40


def dressed(word: Any, **house: Any) -> Document:
    report: Document = word.report()
    return replace(report, house=House(**house))


def test_the_main_colour_shades_headers_and_draws_charts_in_word_and_html(word: Any, complaints: Complaints) -> None:
    document = dressed(word, colour="1E5945")
    data = write(document, Case(), "word", word.files)
    parts = word.parts(data)
    shades = {shade.get(f"{W}fill") for shade in parts.block("t-funds").iter(f"{W}shd")}
    (shade,) = shades
    assert shade != "E7ECF2"
    assert 90 <= grey(shade) <= 95  # black words stand on it, and a copier still shows it
    single = next(parts.xml("word/charts/chart1.xml").iterfind(f".//{C}ser/{C}spPr/{A}solidFill/{A}srgbClr"))
    assert single.get("val") == "1E5945"
    page = write(document, Case(), "html", word.files).decode()
    assert f":root{{--accent:#1E5945;--head:#{shade}}}" in page
    assert 'fill="#1e5945"' in page
    assert complaints(data) == []


def test_the_logo_stands_on_the_cover_and_in_the_headers_of_numbered_pages(word: Any, complaints: Complaints) -> None:
    files = {**word.files, "attachments/标志.png": word.files["attachments/现场.png"]}
    house = {"logo": "attachments/标志.png", "heads": True}
    data = write(dressed(word, **house), Case(), "word", files)
    parts = word.parts(data)
    cover = parts.block("cover")
    (picture,) = cover.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert picture.get("descr") == "某某公司标志"
    (extent,) = cover.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent")
    assert int(extent.get("cx")) * 40 == pytest.approx(int(extent.get("cy")) * 60, rel=0.01)  # 60 × 40 pixels
    assert int(extent.get("cy")) <= 1.8 * 360000 + 1
    held = {
        name for name in parts.names if name.startswith("word/header") and b"<w:drawing" in parts.archive.read(name)
    }
    assert held == {"word/header2.xml", "word/header3.xml"}
    for name in held:
        rels = parts.xml(f"word/_rels/{name.removeprefix('word/')}.rels")
        assert [row.get("Target") for row in rels] == ["/word/media/logo.png"]
        assert "".join(parts.xml(name).itertext()) == "某项目绩效评价报告"
    assert [name for name in parts.names if name.startswith("word/media/logo")] == ["word/media/logo.png"]
    assert data == write(dressed(word, **house), Case(), "word", files)
    assert b'alt="\xe6\x9f\x90\xe6\x9f\x90\xe5\x85\xac\xe5\x8f\xb8\xe6\xa0\x87\xe5\xbf\x97"' in write(
        dressed(word, **house), Case(), "html", files
    )
    assert complaints(data) == []


def test_a_logo_that_is_missing_or_no_picture_is_said_and_left_out(word: Any) -> None:
    document = dressed(word, logo="attachments/标志.png")
    told = [one.message for one in lacking(document, word.files) if "标志" in one.message]
    assert told == ["没有标志图片 attachments/标志.png，报告里没有印标志"]
    bad = {**word.files, "attachments/标志.png": b"GIF89a"}
    told = [one.message for one in lacking(document, bad) if "标志" in one.message]
    assert told == ["标志图片 attachments/标志.png 不是 PNG 或 JPEG，报告里没有印标志"]
    for files in (word.files, bad):
        assert "word/media/logo.png" not in word.parts(write(document, Case(), "word", files)).names


def cover(form: Any, **more: Any) -> Cover:
    lines = () if form == "公文" else (("委托单位", text("某县财政局")),)
    firm = () if form == "标准" else (Num("某某公司", "机构.名称"),)
    return Cover(
        "cover", (text("某项目"),), text("某评〔2023〕1号"), lines, text("二〇二三年"), form=form, firm=firm, **more
    )


@pytest.mark.parametrize("form", ["标准", "简洁", "公文"])
def test_the_forms_of_the_cover(form: Any, word: Any, complaints: Complaints) -> None:
    document = Document(
        "某项目", (Section((cover(form, mark=text("内部资料")),), numbering="none"),), author="某某公司"
    )
    data = write(document, Case(), "word", {})
    block = word.parts(data).block("cover")
    lines = ["".join(one.itertext()) for one in block.iter(f"{W}p")]
    # The standard: who may see it stands at the top left, before the number.
    assert [line for line in lines if line][:3] == ["内部资料", "某评〔2023〕1号", "某项目"]
    foot = {
        "标准": ["某县财政局", "二〇二三年"],
        "简洁": ["某某公司", "二〇二三年"],
        "公文": ["某某公司", "二〇二三年"],
    }
    assert [line for line in lines if line][-2:] == foot[form]
    assert ("委托单位" in lines) == (form != "公文")
    assert (block.find(f".//{W}tcBorders/{W}bottom[@{W}val='single']") is not None) == (form == "标准")
    page = write(document, Case(), "html", {}).decode()
    assert "内部资料" in page
    assert ("某某公司</p>" in page) == (form != "标准")
    assert complaints(data) == []


def test_a_seal_page_has_room_to_sign_for_the_longest_role_and_its_signatures_stand_low(word: Any) -> None:
    role = "法定代表人（首席合伙人）（签字）"
    signed = Signature("sig", ((role, ()), ("主评人（签字）", ())), text("某某公司"), text("二〇二三年"))
    from evalkit.model.document import Paragraph

    head = (Paragraph("t", text("某项目绩效评价报告"), "title"), Paragraph("p", text("本报告由某某公司出具。")))
    document = Document("某项目", (Section((*head, signed), numbering="none"), Section(head)), "公文")
    block = word.parts(write(document, Case(), "word", {})).block("sig")
    first, *rest = block.iter(f"{W}p")
    left = int(first.find(f"{W}pPr/{W}ind").get(f"{W}left"))
    stop = int(first.find(f"{W}pPr/{W}tabs/{W}tab").get(f"{W}pos"))
    assert stop - left - (len(role) + 1) * 320 >= 5 * 320  # room for a name of three or four characters, 16 pt
    # The text area of a page of the standard is 225 mm high; a fifth of it at least stays blank above.
    assert int(first.find(f"{W}pPr/{W}spacing").get(f"{W}before")) >= 225 / 25.4 * 1440 / 5
    assert all(one.find(f"{W}pPr/{W}spacing") is None for one in rest)


# ---- what every preset keeps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [REPORT, OFFICIAL], ids=lambda look: look.name)
def test_first_lines_are_indented_by_characters_and_by_as_many_twips(look: Any) -> None:
    for style in styles(look):
        root: Any = etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{style.paragraph}{style.text}</x>')
        indent = root.find(f"{W}ind")
        if indent is None or indent.get(f"{W}firstLineChars") in (None, "0"):
            continue
        size = root.find(f"{W}sz")
        points = int(size.get(f"{W}val")) / 2 if size is not None else look.body.size / 2
        characters = int(indent.get(f"{W}firstLineChars")) / 100
        assert int(indent.get(f"{W}firstLine")) == characters * points * 20, style.id


@pytest.mark.parametrize("style", ["报告", "公文"])
def test_lines_break_and_punctuation_closes_up_as_in_chinese(style: str, word: Any) -> None:
    parts = word.parts(write(word.report(style), Case(), "word", word.files))
    defaults = parts.xml("word/styles.xml").find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    assert {f"{W}kinsoku", f"{W}overflowPunct", f"{W}autoSpaceDE", f"{W}autoSpaceDN"} <= {one.tag for one in defaults}
    settings = parts.xml("word/settings.xml")
    assert settings.find(f"{W}characterSpacingControl").get(f"{W}val") == "compressPunctuation"
    # An official paper is printed on both sides: the 28 mm of the standard are those of the binding.
    assert (settings.find(f"{W}mirrorMargins") is not None) == (style == "公文")


# ---- the sheet of styles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [REPORT, OFFICIAL], ids=lambda look: look.name)
def test_the_sheet_shows_every_style_in_its_own_name(look: Any, word: Any, complaints: Complaints) -> None:
    data = write(specimen(look.name), Case(), "word", {})
    parts = word.parts(data)
    ours = {style.id: style.shown for style in styles(look)}
    seen: dict[str, set[str]] = {}
    pages = [name for name in parts.names if name.startswith(("word/document", "word/header", "word/footnotes"))]
    for name in pages:
        for one in parts.xml(name).iter(f"{W}p"):
            style = one.find(f"{W}pPr/{W}pStyle")
            if style is not None:
                seen.setdefault(style.get(f"{W}val"), set()).add("".join(one.itertext()))
    # Those without words of their own: the line of a drawing, blanks behind tables, numbers of pages.
    bare = {"Figure", "TableGap", "Normal", "Footer"}
    for id, shown in ours.items():
        kind = next(style.kind for style in styles(look) if style.id == id)
        if kind == "paragraph" and id not in bare and not id.startswith("TOC") and id != "ContentsTitle":
            assert any(shown in words for words in seen.get(id, ())), (id, shown)
    assert {"TOC1", "TOC2", "TOC3", "ContentsTitle"} <= set(seen)
    assert complaints(data) == []


def changed(data: bytes, *edits: tuple[str, str, str]) -> bytes:
    """The .docx with words of its parts replaced, as an edit of its styles in Word would."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            for part, before, after in edits:
                if part == name:
                    assert before.encode() in inside, before
                    inside = inside.replace(before.encode(), after.encode())
            new.writestr(name, inside)
    return out.getvalue()


def style_of(data: bytes, id: str) -> str:
    """A style of a .docx as it stands in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = archive.read("word/styles.xml").decode()
    start = inside.index(f'w:styleId="{id}"')
    return inside[start : inside.index("</w:style>", start)]


def test_what_is_changed_in_the_sheet_is_seen_in_the_report(word: Any, complaints: Complaints) -> None:
    sheet = write(specimen("报告"), Case(), "word", {})
    heading, table = style_of(sheet, "Heading1"), style_of(sheet, "TableText")
    small, body = style_of(sheet, "TableTextSmall"), style_of(sheet, "NormalIndent")
    firm = changed(
        sheet,
        ("word/styles.xml", heading, heading.replace('<w:sz w:val="32"/>', '<w:color w:val="8B1A1A"/><w:sz w:val="36"/>')),
        ("word/styles.xml", table, table.replace('w:val="21"', 'w:val="24"')),
        ("word/styles.xml", small, small.replace('w:val="18"', 'w:val="21"')),
        ("word/styles.xml", body, body.replace("</w:pPr>", '</w:pPr><w:rPr><w:sz w:val="30"/></w:rPr>')),
        ("word/document.xml", 'w:right="1474" w:bottom="1587" w:left="1587"', 'w:right="1000" w:bottom="1587" w:left="1000"'),
        ("word/document.xml", 'w:header="850"', 'w:header="600"'),
    )  # fmt: skip
    files = {**word.files, "firm.docx": firm}
    data = write(word.report(reference="firm.docx"), Case(), "word", files)
    assert '<w:color w:val="8B1A1A"/><w:sz w:val="36"/>' in style_of(data, "Heading1")
    assert '<w:sz w:val="30"/>' in style_of(data, "NormalIndent")
    assert '<w:sz w:val="24"/>' in style_of(data, "TableText")
    parts = word.parts(data)
    margins = parts.body.findall(f".//{W}sectPr/{W}pgMar")
    assert [edge.get(f"{W}left") for edge in margins] == ["1000", "1000", "1134", "1000"]  # landscape keeps its own
    assert [edge.get(f"{W}header") for edge in margins] == ["600", "600", "680", "600"]
    width = 11906 - 2000
    funds = parts.block("t-funds").find(f"{W}tbl")
    assert sum(int(column.get(f"{W}w")) for column in funds.iter(f"{W}gridCol")) == width
    # Contents end at the new edge, and nowhere before it.
    assert {tab.get(f"{W}pos") for tab in parts.body.iter(f"{W}tab") if tab.get(f"{W}leader")} == {str(width)}
    assert "<w:tabs>" not in style_of(data, "TOC1")
    assert complaints(data) == []


def test_long_figures_keep_their_line_in_a_firms_larger_type(word: Any) -> None:
    sheet = write(specimen("报告"), Case(), "word", {})
    edits = []
    for id, size in (("TableTextSmall", "18"), ("TableTextTiny", "15")):
        now = style_of(sheet, id)
        edits.append(("word/styles.xml", now, now.replace(f'w:val="{size}"', 'w:val="20"')))
    files = {**word.files, "firm.docx": changed(sheet, *edits)}
    parts = word.parts(write(word.report(reference="firm.docx"), Case(), "word", files))
    table = parts.block("t-scores").find(f"{W}tbl")
    widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    # 18045373.10元 in 10 pt is eleven half characters and a whole one of 200 twips; a cell is padded by 114.
    assert widths[5] - 114 >= 11 * 100 + 200


def test_the_sheet_is_the_same_each_time() -> None:
    assert write(specimen("公文"), Case(), "word", {}) == write(specimen("公文"), Case(), "word", {})
