"""The report in Word, looked at through its parts as Word reads them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from evalkit.files.libreoffice import bookmark_pages, find_soffice, paginate, to_pdf
from evalkit.model.case import Case
from evalkit.model.document import Contents, Document, Items, Section, Table
from evalkit.write import lacking, write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
E = "{urn:evalkit:document:1}"
LONG_FACT = "问卷.职工." + "很长的选项名称" * 10 + ".占比"

Complaints = Callable[[bytes], list[object]]


def words(element: Any) -> str:
    return "".join(
        "-" if node.tag == f"{W}noBreakHyphen" else node.text or ""
        for node in element.iter(f"{W}t", f"{W}noBreakHyphen")
    )


def values(element: Any, path: str) -> list[str | None]:
    return [
        found.get(f"{W}val") for found in element.iterfind(".//" + "/".join(f"{W}{step}" for step in path.split("/")))
    ]


def instructions(element: Any) -> list[str]:
    return [node.text.strip() for node in element.iter(f"{W}instrText")]


@pytest.fixture(scope="module")
def made(word: Any) -> bytes:
    return write(word.report(), Case(), "word", word.files)


@pytest.fixture(scope="module")
def parts(made: bytes, word: Any) -> Any:
    return word.parts(made)


def test_same_report_same_bytes_and_no_clock_in_them(made: bytes, parts: Any, word: Any) -> None:
    assert write(word.report(), Case(), "word", word.files) == made
    assert {(entry.date_time, entry.create_system) for entry in parts.archive.infolist()} == {
        ((1980, 1, 1, 0, 0, 0), 0)
    }
    assert parts.names[1:] == sorted(parts.names[1:])
    assert (
        re.findall(r">(\d{4}-[^<]*)<", parts.archive.read("docProps/core.xml").decode()) == ["2023-12-02T00:00:00Z"] * 2
    )


def test_every_figure_stands_in_a_control_that_names_its_fact(parts: Any) -> None:
    inline = [sdt for sdt in parts.body.iter(f"{W}sdt") if sdt.getparent().tag == f"{W}p"]
    found = {(values(sdt, "sdtPr/tag")[0], words(sdt)) for sdt in inline}
    assert ("ek:f:总分", "82.75") in found
    assert ("ek:f:资金.补贴.支出数", "56.24") in found
    (long,) = [tag for tag, text in found if text == "14.81%"]
    assert long is not None
    assert re.fullmatch(r"ek:f#[0-9a-f]{12}", long)
    assert all(len(tag or "") <= 64 for tag, _ in found)
    notes = parts.xml("word/footnotes.xml")
    assert values(notes, "sdtPr/tag") == ["ek:f:资金.支出数"]
    numbers = values(parts.body, "sdtPr/id")
    assert len(numbers) == len(set(numbers))


def test_the_controls_have_no_frame(parts: Any) -> None:
    tagged = [sdt for sdt in parts.body.iter(f"{W}sdtPr") if sdt.find(f"{W}tag") is not None]
    hidden = "{http://schemas.microsoft.com/office/word/2012/wordml}"
    assert {sdt.find(f"{hidden}appearance").get(f"{hidden}val") for sdt in tagged} == {"hidden"}


def test_the_record_holds_block_place_base_and_every_fact(parts: Any) -> None:
    record = parts.xml("customXml/item1.xml")
    blocks = {block.get("id"): block for block in record.iter(f"{E}block")}
    assert blocks["p1"].get("tag") == "ek:b:p1"
    assert (blocks["p1"].get("file"), blocks["p1"].get("spot"), blocks["p1"].get("kind")) == (
        "chapters/01.md",
        "3:1",
        "Paragraph",
    )
    assert blocks["p1"].text == "得分{{ 总分 }}分。"
    assert blocks["i1"].text == "甲\n乙"
    facts = {fact.get("id"): [printed.text for printed in fact] for fact in record.iter(f"{E}fact")}
    assert facts["资金.支出数"] == ["91.58"]
    assert facts[LONG_FACT] == ["14.81%"]
    assert record.get("pages") == "estimated"


def test_illegal_and_private_use_characters_never_reach_the_file(parts: Any) -> None:
    assert words(parts.block("p5")) == "引号“重点”，A&B <c>，控制符与私用区结束"
    for name in parts.names:
        if name.endswith(".xml"):
            assert not re.search("[\ue000-\uf8ff\U000f0000-\U0010ffff]", parts.archive.read(name).decode())


def test_headings_are_real_headings_with_lists_that_count_by_chapter(parts: Any) -> None:
    styles = {
        key: values(parts.block(key), "pPr/pStyle")[0] for key in ("h1", "h11", "h111", "h1111", "a1", "a21", "h-sum")
    }
    assert list(styles.values()) == [
        "Heading1",
        "Heading2",
        "Heading3",
        "Heading4",
        "AppendixHeading",
        "Heading2",
        "Heading1",
    ]
    numbering = parts.xml("word/numbering.xml")
    main = numbering.find(f"{W}abstractNum[@{W}abstractNumId='1']")
    assert values(main, "lvl/lvlText") == ["%1、", "（%2）", "%3.", "（%4）"]
    assert values(main, "lvl/pStyle") == ["Heading1", "Heading2", "Heading3", "Heading4"]
    assert values(parts.block("h1"), "numId") == []  # by its style
    assert values(parts.block("h-sum"), "numId") == ["0"]
    assert values(parts.block("a21"), "numId") == ["2"]  # counts anew with every 附件
    (free,) = values(parts.block("h-sum1"), "numId")
    restarted = numbering.find(f"{W}num[@{W}numId='{free}']")
    assert [over.get(f"{W}ilvl") for over in restarted.iter(f"{W}lvlOverride")] == ["1", "2", "3"]


def test_contents_are_filled_linked_and_ask_nothing(parts: Any) -> None:
    entries = ["".join(words(run) for run in link) for link in parts.body.iter(f"{W}hyperlink")]
    titles = [re.sub(r"\d+$", "", entry) for entry in entries]
    assert titles == [
        "摘要",
        "（一）概述",
        "一、项目情况",
        "（一）概况",
        "二、调查结果",
        "（一）满意度",
        "附件1 评分表",
        "附件2 调查报告",
        "（一）调查对象",
    ]
    assert all(re.search(r"\d$", entry) for entry in entries)
    bookmarks = {mark.get(f"{W}name") for mark in parts.body.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in parts.body.iter(f"{W}hyperlink")} <= bookmarks
    raw = parts.archive.read("word/document.xml") + parts.archive.read("word/settings.xml")
    assert b"w:dirty" not in raw
    assert b"updateFields" not in raw


def test_measured_pages_are_counted_from_the_section_where_numbering_starts(parts: Any, word: Any) -> None:
    anchors = [link.get(f"{W}anchor") for link in parts.body.iter(f"{W}hyperlink")]
    pages = {"_ek_s_0": 1, "_ek_s_1": 3, "_ek_s_2": 9, "_ek_s_3": 14}
    pages |= dict(zip(anchors, (3, 3, 4, 4, 7, 7, 9, 14, 14), strict=True))
    again = word.parts(write(word.report(), Case(), "word", word.files, pages))
    printed = [re.findall(r"\d+$", "".join(words(run) for run in link))[0] for link in again.body.iter(f"{W}hyperlink")]
    assert printed == ["1", "1", "2", "2", "5", "5", "7", "12", "12"]
    assert again.xml("customXml/item1.xml").get("pages") == "measured"


def test_sections_have_their_own_pages_headers_and_footers(parts: Any) -> None:
    sections = list(parts.body.iter(f"{W}sectPr"))
    assert [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections] == [None, None, "landscape", None]
    starts = [[found.get(f"{W}start") for found in section.iter(f"{W}pgNumType")] for section in sections]
    assert starts == [[], ["1"], [], []]
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    headers = [parts.related(section.find(f"{W}headerReference").get(key)) for section in sections]
    footers = [parts.related(section.find(f"{W}footerReference").get(key)) for section in sections]
    assert len({*headers, *footers}) == 8
    assert [words(parts.xml(name)) for name in headers] == ["", "某项目绩效评价报告", "某项目绩效评价报告", ""]
    assert [words(parts.xml(name)) for name in footers] == ["", "— 1 —", "— 1 —", "— 1 —"]
    assert instructions(parts.xml(footers[1])) == ["PAGE"]


def test_official_style_has_the_measures_of_the_standard_and_numbers_outside(word: Any) -> None:
    official = word.parts(write(word.report("公文"), Case(), "word", word.files))
    size = official.body.findall(f".//{W}sectPr/{W}pgMar")[1]
    millimetres = {
        side: round(int(size.get(f"{W}{side}")) / 1440 * 25.4) for side in ("top", "left", "right", "bottom")
    }
    assert millimetres == {"top": 37, "left": 28, "right": 26, "bottom": 35}
    styles = official.xml("word/styles.xml")
    normal = styles.find(f"{W}style[@{W}styleId='Normal']")
    assert values(normal, "rPr/sz") == ["32"]  # 三号
    assert int(normal.find(f"{W}pPr/{W}spacing").get(f"{W}line")) * 22 <= 225 / 25.4 * 1440
    assert official.xml("word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    sides = [values(official.xml(name), "pPr/jc") for name in ("word/footer2.xml", "word/footer2even.xml")]
    assert sides == [["right"], ["left"]]


def test_every_style_names_its_east_asian_font(parts: Any) -> None:
    styles = parts.xml("word/styles.xml")
    assert styles.find(f"{W}docDefaults//{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    fonts = {
        s.get(f"{W}styleId"): [f.get(f"{W}eastAsia") for f in s.iter(f"{W}rFonts")] for s in styles.iter(f"{W}style")
    }
    assert (fonts["Heading1"], fonts["Heading2"], fonts["TableText"]) == (["黑体"], ["楷体_GB2312"], ["宋体"])
    indent = styles.find(f"{W}style[@{W}styleId='NormalIndent']/{W}pPr/{W}ind")
    assert (indent.get(f"{W}firstLineChars"), indent.get(f"{W}firstLine")) == ("200", "560")


def test_captions_count_by_fields_and_references_hold_their_text(parts: Any) -> None:
    caption = parts.block("t-funds")[0]
    assert words(caption) == "表1-1 资金支出情况"
    assert instructions(caption) == ["SEQ 表 \\* ARABIC \\r 1"]
    assert values(caption, "keepNext") == [None]
    assert instructions(parts.block("c1")) == ["SEQ 图 \\* ARABIC \\r 1"]
    assert instructions(parts.block("c2")) == ["SEQ 图 \\* ARABIC"]
    (name,) = [mark.get(f"{W}name") for mark in caption.iter(f"{W}bookmarkStart")]
    assert words(parts.block("p3")) == "见表1-1、图9-9。"
    assert instructions(parts.block("p3")) == [f"REF {name} \\h"]  # none for the target that is not there


def test_placeholders_are_highlighted(parts: Any) -> None:
    for key, text in (("p4", "【待填：写实施情况】"), ("pic2", "【待填：还没有图片，营业执照】")):
        (run,) = [run for run in parts.block(key).iter(f"{W}r") if words(run) == text]
        assert values(run, "highlight") == ["yellow"]


def test_ordered_lists_start_anew(parts: Any) -> None:
    first, second, bullets = (set(values(parts.block(key), "numPr/numId")) for key in ("i1", "i2", "i3"))
    assert len(first) == len(second) == 1
    assert first != second
    assert bullets == {"3"}


def test_footnotes_follow_the_two_separators(parts: Any) -> None:
    notes = parts.xml("word/footnotes.xml")
    assert [(note.get(f"{W}id"), words(note).strip()) for note in notes] == [("-1", ""), ("0", ""), ("1", "支出91.58")]
    assert [mark.get(f"{W}id") for mark in parts.block("p2").iter(f"{W}footnoteReference")] == ["1"]


def test_charts_are_native_with_their_figures_in_a_workbook(parts: Any) -> None:
    import openpyxl

    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    assert [name for name in parts.names if re.fullmatch(r"word/charts/chart\d\.xml", name)] == [
        f"word/charts/chart{n}.xml" for n in range(1, 5)
    ]
    bar = parts.xml("word/charts/chart1.xml")
    assert [node.text for node in bar.iterfind(f".//{drawing}val//{drawing}v")] == ["85.19", "87.04"]
    assert [node.text for node in bar.iterfind(f".//{drawing}cat//{drawing}v")] == ["Q3 知晓<率>", "Q4 及时", "Q5"]
    stacked = parts.xml("word/charts/chart3.xml")
    assert stacked.find(f".//{drawing}grouping").get("val") == "percentStacked"
    book = openpyxl.load_workbook(io.BytesIO(parts.archive.read("word/embeddings/chart2.xlsx")))
    rows = [list(row) for row in book["Sheet1"].iter_rows(values_only=True)]
    assert rows == [["类别", "满意度", "上年"], ["Q3 知晓<率>", 85.19, 80], ["Q4 及时", 87.04, 79.5], ["Q5", None, 3]]
    described = [
        found.get("descr")
        for found in parts.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    assert described == ["各题满意度"] * 4 + ["发放现场"]


def test_pictures_keep_their_shape(parts: Any, word: Any) -> None:
    extent = parts.block("pic1").find(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert (extent.get("cx"), extent.get("cy")) == ("3240000", "2160000")  # 9 cm × 6 cm for 60 × 40 pixels
    assert parts.archive.read("word/media/image1.png") == word.files["attachments/现场.png"]


def test_merged_cells_and_repeated_headers(parts: Any) -> None:
    table = parts.block("t-funds").find(f"{W}tbl")
    rows = table.findall(f"{W}tr")
    assert [len(values(row, "trPr/tblHeader")) for row in rows] == [1, 1, 0, 0]
    assert [values(row, "tcPr/gridSpan") for row in rows] == [["2"], [], [], []]
    assert [values(row, "tcPr/vMerge") for row in rows] == [["restart"], [None], [], []]
    assert [[words(cell) for cell in row.iter(f"{W}tc")] for row in rows[1:3]] == [
        ["", "预算数", "支出数"],
        ["生活补贴", "56.24", "56.24"],
    ]
    assert len(rows[3].findall(f".//{W}b")) == 3  # the total is bold


def test_eight_columns_fit_the_landscape_page_and_no_figure_breaks(parts: Any) -> None:
    table = parts.block("t-scores").find(f"{W}tbl")
    widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    assert sum(widths) == 16838 - 2 * 1134
    (style,) = set(values(table, "p/pPr/pStyle"))
    size = int(values(parts.xml("word/styles.xml").find(f"{W}style[@{W}styleId='{style}']"), "rPr/sz")[0] or 0)
    assert size >= 15
    assert widths[5] - 114 >= len("18045373.10") * size * 10 / 2 + size * 10  # …元
    for row in table.findall(f"{W}tr"):
        assert sum(int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.iter(f"{W}tc")) == sum(widths)


def test_a_firms_reference_gives_the_look_and_keeps_the_numbers(made: bytes, word: Any, complaints: Complaints) -> None:
    import docx
    from docx.shared import Mm, Pt

    firm = docx.Document()
    firm.styles["Heading 1"].font.size = Pt(17)
    firm.sections[0].page_width, firm.sections[0].page_height = Mm(210), Mm(297)
    firm.sections[0].left_margin = firm.sections[0].right_margin = Mm(30)
    buffer = io.BytesIO()
    firm.save(buffer)
    data = write(word.report(reference="firm.docx"), Case(), "word", {**word.files, "firm.docx": buffer.getvalue()})
    found = word.parts(data)
    heading = found.xml("word/styles.xml").find(f"{W}style[@{W}styleId='Heading1']")
    assert values(heading, "rPr/sz") == ["34"]
    assert values(heading, "pPr/numPr/numId") == ["1"]
    styles = {style.get(f"{W}styleId") for style in found.xml("word/styles.xml").iter(f"{W}style")}
    assert set(values(found.body, "pPr/pStyle")) <= styles
    table = found.block("t-funds").find(f"{W}tbl")
    assert abs(sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) - 150 / 25.4 * 1440) < 3
    assert complaints(data) == []


def test_a_broken_reference_leaves_the_preset(made: bytes, word: Any) -> None:
    data = write(word.report(reference="firm.docx"), Case(), "word", {**word.files, "firm.docx": b"no package"})
    assert word.parts(data).archive.read("word/styles.xml") == word.parts(made).archive.read("word/styles.xml")


def test_what_is_lacking_is_said_with_a_cure(word: Any) -> None:
    found = lacking(word.report(reference="firm.docx"), {**word.files, "attachments/没有.png": b"GIF89a"})
    assert [finding.message for finding in found] == [
        "图片 attachments/没有.png 不是 PNG 或 JPEG，报告里留作待填",
        "没有参考样式文件 firm.docx，按“报告”版式写",
    ]
    assert all(finding.cure for finding in found)


def test_an_empty_document_is_still_a_document(complaints: Complaints) -> None:
    for sections in ((), (Section(()),), (Section((Contents("c"), Table("t", (), ()), Items("i", ()))),)):
        assert complaints(write(Document("空", sections), Case(), "word", {})) == []


@pytest.mark.parametrize("style", ["报告", "公文"])
def test_microsofts_validator_finds_no_error(style: str, word: Any, complaints: Complaints) -> None:
    assert complaints(write(word.report(style), Case(), "word", word.files)) == []


def test_libreoffice_shows_every_page_and_the_contents_settle_in_two_passes(made: bytes, parts: Any, word: Any) -> None:
    if find_soffice() is None:
        pytest.skip("需要 LibreOffice")
    pages = paginate(made)
    assert pages is not None
    order = [pages[f"_ek_s_{n}"] for n in range(4)]
    assert order[0] == 1
    assert order[1] == 3  # cover, contents
    assert order[3] - order[2] >= 3  # the long table
    assert order == sorted(order)
    again = write(word.report(), Case(), "word", word.files, pages)
    pdf = to_pdf(again)
    assert pdf is not None
    assert bookmark_pages(pdf) == pages
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("需要 pdftotext")
    shown = subprocess.run([reader, "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    flat = re.sub(r"\s", "", shown)
    assert "见表1-1、图9-9。" in flat
    assert "REF_" not in flat
    assert "说明1" in flat  # with its footnote mark
    assert "附件1评分表" in flat
