"""Where pages, lines and columns of the report in Word break, and where they do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import (
    Caption,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Inline,
    Num,
    Paragraph,
    Row,
    Section,
    Series,
    Signature,
    Table,
    Text,
    plain_text,
)
from evalkit.write import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words(element: Any) -> str:
    return "".join(
        "-" if node.tag == f"{W}noBreakHyphen" else node.text or ""
        for node in element.iter(f"{W}t", f"{W}noBreakHyphen")
    )


def values(element: Any, path: str) -> list[str | None]:
    return [
        found.get(f"{W}val") for found in element.iterfind(".//" + "/".join(f"{W}{step}" for step in path.split("/")))
    ]


@pytest.fixture(scope="module")
def parts(word: Any) -> Any:
    return word.parts(write(word.report(), Case(), "word", word.files))


def t(said: str) -> tuple[Inline, ...]:
    return (Text(said),)


def survey(options: int, *, before: int = 0) -> Document:
    """A question's table and chart below so many lines of text."""
    names = tuple(f"选项{n}" for n in range(1, options + 1))
    rows = (
        Row((Cell(t("选项")), Cell(t("占比"))), "header"),
        *(Row((Cell(t(name)), Cell(t("20.00%")))) for name in names),
    )
    table = Table("tab", (Column(),) * 2, rows, Caption("表", t("结果"), "表:结果", "1-1"))
    series = (Series("占比", (Decimal(20),) * options),)
    chart = Chart("cha", "bar", names, series, "%", Caption("图", t("结果"), "图:结果", "1-1"))
    text = tuple(Paragraph(f"p{n}", t("一行")) for n in range(before))
    return Document("报告", (Section((*text, table, chart, Paragraph("end", t("完")))),))


def held(element: Any) -> list[bool]:
    return [bool(values(one, "pPr/keepNext")) for one in element.iter(f"{W}p")]


@pytest.mark.parametrize(("options", "centimetres"), [(2, 3.2), (5, 5.5)])
def test_a_chart_is_as_high_as_its_categories_need(options: int, centimetres: float, word: Any) -> None:
    found = word.parts(write(survey(options), Case(), "word", {}))
    extent = found.block("cha").find(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert round(int(extent.get("cy")) / 360000, 1) == centimetres


def test_a_small_table_keeps_its_rows_and_its_chart_on_one_page(word: Any) -> None:
    found = word.parts(write(survey(3), Case(), "word", {}))
    assert all(held(found.block("tab")))
    gap = found.block("tab").getparent().getnext()
    assert values(gap, "pPr/keepNext")
    style = found.xml("word/styles.xml").find(f"{W}style[@{W}styleId='Figure']")
    assert values(style, "pPr/keepNext")  # the chart goes with its caption
    # Half a page of both would leave as much blank where they turn it: the chart may follow on the next.
    assert [held(word.parts(write(survey(5, before=n), Case(), "word", {})).block("tab"))[-1] for n in (0, 14)] == [
        False,
        False,
    ]


def test_a_table_that_fills_the_last_page_before_an_appendix_leaves_no_blank_page(word: Any) -> None:
    # The heading turns the page by itself; a gap in front of it, at the foot of a full page, would stand on one alone.
    table = next(block for block in survey(3).blocks() if isinstance(block, Table))

    def between(after: Heading | Paragraph) -> int:
        blocks = (Heading("a1", 1, t("目录"), appendix=True, number="附件1"), table, after)
        found = word.parts(write(Document("报告", (Section(blocks),)), Case(), "word", {}))
        tags = [one.tag.rpartition("}")[2] for one in found.body]
        return len(tags) - 2 - len(blocks)  # the last paragraph and the section

    assert between(Paragraph("p", t("完"))) == 1
    assert between(Heading("a2", 1, t("成员"), appendix=True, number="附件2")) == 0


def test_a_long_table_turns_the_page_but_leaves_no_row_alone(word: Any) -> None:
    rows = held(word.parts(write(survey(12), Case(), "word", {})).block("tab").find(f"{W}tbl"))
    by_row = rows[::2]
    assert by_row == [True, True, *[False] * 9, True, False]


def test_rows_under_one_cell_of_a_long_table_stay_together_unless_they_fill_a_page(word: Any) -> None:
    def kept(*spans: int) -> list[bool]:
        rows = [Row((Cell(t("题目")), Cell(t("选项"))), "header")]
        for span in spans:
            head = Row((Cell(t("题"), rowspan=span), Cell(t("甲"))))
            rows += [head, *(Row((Cell(t("乙")),)) for _ in range(span - 1))]
        made = Document("报告", (Section((Table("tab", (Column(),) * 2, tuple(rows)), Paragraph("p", t("完")))),))
        by_row = held(word.parts(write(made, Case(), "word", {})).block("tab").find(f"{W}tbl"))[::2]
        return by_row[1:]  # below the header

    # The first row stays with the header's, the last but one with the last; a group with its own, not with the next.
    assert kept(3, 1, 1, 4) == [True, True, False, False, False, True, True, True, False]
    assert kept(2, 60)[2:-2] == [False] * 58


def test_hyphens_of_numbers_hold_their_line_and_read_back_as_hyphens(word: Any) -> None:
    said = "见表3-1、底稿B3-4，2023-10-26；重-点"
    data = write(Document("报告", (Section((Paragraph("p", t(said)),)),)), Case(), "word", {})
    assert len(list(word.parts(data).body.iter(f"{W}noBreakHyphen"))) == 4
    read, _ = read_docx(data, "报告.docx")
    assert read is not None
    assert [plain_text(block.inlines) for block in read.blocks() if isinstance(block, Paragraph)] == [said]


def test_a_long_title_turns_between_words_and_its_figure_stays_whole(word: Any) -> None:
    name = "国有企业留守人员经费及困难职工春节慰问项目"
    title = (Num("2022", "项目.年度"), Text("年度"), Num(name, "项目.名称"), Text("绩效评价报告"))
    data = write(Document("报告", (Section((Paragraph("t", title, "title"),)),)), Case(), "word", {})
    block = word.parts(data).block("t")
    spread = [words(run) for run in block.iter(f"{W}r") if values(run, "rPr/spacing")]
    assert "".join(spread) == "2022年度国有企业留守人员经费及"
    assert list(block.iter(f"{W}br")) == []
    read, _ = read_docx(data, "报告.docx")
    assert read is not None
    (found,) = read.blocks()
    assert isinstance(found, Paragraph)
    assert Num(name, "项目.名称") in found.inlines


def test_headers_of_two_characters_and_days_stand_on_one_line(word: Any) -> None:
    rows = (
        Row(tuple(Cell(t(name)) for name in ("序号", "问题", "完成时限")), "header"),
        Row((Cell(t("1")), Cell(t("资料没有及时归档，" * 8)), Cell(t("2024年1月31日前")))),
        Row((Cell(t("2")), Cell(t("资料没有及时归档，" * 8)), Cell(t("2024年10月31日")))),
    )
    columns = tuple(Column(Decimal(share)) for share in (2, 90, 8))
    data = write(Document("报告", (Section((Table("t", columns, rows),)),)), Case(), "word", {})
    widths = [int(one.get(f"{W}w")) for one in word.parts(data).block("t").iter(f"{W}gridCol")]
    assert widths[0] >= 2 * 210 + 114
    # Seven digits of half a character, four Chinese ones, a quarter wherever they meet; the cell's padding.
    assert widths[2] >= (3.5 + 4 + 5 / 4) * 210 + 114
    assert sum(widths) == 11906 - 1474 - 1587


def test_cells_that_reach_over_rows_are_centred_however_tall(parts: Any) -> None:
    table = parts.block("t-scores").find(f"{W}tbl")
    tall = [cell for cell in table.iter(f"{W}tc") if values(cell, "tcPr/vMerge") == ["restart"]]
    assert tall
    assert {tuple(values(cell, "tcPr/vAlign")) for cell in tall} == {("center",)}


def test_the_firm_seals_and_the_cover_shows_the_number(parts: Any) -> None:
    assert "某某公司（盖章）" in [words(one) for one in parts.block("sig").iter(f"{W}p")]
    assert "效政评报〔2023〕12号" in words(parts.block("cover"))
    number = next(one for one in parts.block("cover").iter(f"{W}p") if words(one).endswith("12号"))
    assert values(number, "pPr/pStyle") == ["CoverNumber"]


def test_a_seal_that_is_asked_for_already_is_not_asked_for_twice(word: Any) -> None:
    block = Signature("s", (), t("某某公司（盖章）"), t("二〇二三年"))
    found = word.parts(write(Document("报告", (Section((block,)),)), Case(), "word", {}))
    assert words(found.block("s")).count("盖章") == 1


def test_signatures_take_the_last_line_of_the_report_along(word: Any) -> None:
    blocks = (Paragraph("p1", t("正文")), Paragraph("p2", t("附件：1. 附表"), "attachment"))
    end = Signature("s", (("主评人（签字）", ()),), t("某某公司"), t("二〇二三年"))
    found = word.parts(write(Document("报告", (Section((*blocks, end)),)), Case(), "word", {}))
    assert [held(found.block(name))[0] for name in ("p1", "p2", "s")] == [True, True, True]


def test_the_list_of_appendices_hangs_behind_its_numbers(word: Any) -> None:
    lines = (Paragraph("a1", t("附件：1. 很长的标题"), "attachment"), Heading("h", 1, t("附表"), appendix=True))
    found = word.parts(write(Document("报告", (Section(lines),)), Case(), "word", {}))
    assert values(found.block("a1"), "pPr/pStyle") == ["AttachmentLine"]
    style = found.xml("word/styles.xml").find(f"{W}style[@{W}styleId='AttachmentLine']/{W}pPr/{W}ind")
    # Two characters from the edge, four for 附件：1.
    assert (int(style.get(f"{W}left")), int(style.get(f"{W}hanging"))) == (6 * 280, 4 * 280)
