"""Markdown of a chapter: what Chinese typing habits must come to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.model.document import (
    Break,
    Footnote,
    Heading,
    Items,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Table,
    Text,
    block_text,
)
from evalkit.model.places import Where
from evalkit.narrative.markdown import parse_markdown
from evalkit.narrative.marks import Insert, Register


def read(text, register=None):
    lines = text.count("\n") + 1
    places = tuple(Where("章.md", str(line)) for line in range(1, lines + 1))
    return parse_markdown(text, register or Register(), places)


def only(text, register=None):
    pieces, findings = read(text, register)
    assert findings == ()
    assert len(pieces) == 1
    return pieces[0]


BOLD = [
    ("引号在星号里面", "**“重点”**内容", [("“重点”", True), ("内容", False)]),
    ("冒号后面紧跟数字", "**得分：**8.5", [("得分：", True), ("8.5", False)]),
    ("百分号后面紧跟汉字", "**8.5%**的", [("8.5%", True), ("的", False)]),
    ("书名号", "按**《办法》**执行", [("按", False), ("《办法》", True), ("执行", False)]),
    ("两处加粗", "**甲**和**乙**", [("甲", True), ("和", False), ("乙", True)]),
    ("只有一对星号的一半", "2**3 是八", [("2**3 是八", False)]),
    ("单个星号是乘号", "400*596*1", [("400*596*1", False)]),
    ("下划线不是强调", "a_b_c", [("a_b_c", False)]),
    ("反斜杠使星号成为文字", r"\*\*甲\*\*", [("**甲**", False)]),
    ("空的加粗原样留下", "****", [("****", False)]),
]


@pytest.mark.parametrize(("text", "runs"), [case[1:] for case in BOLD], ids=[case[0] for case in BOLD])
def test_bold_works_between_chinese_characters(text, runs):
    pieces, _ = read(f"前{text}" if text == "****" else text)
    found = [(run.text, run.bold) for run in pieces[0].inlines]
    expected = [("前****", False)] if text == "****" else runs
    assert found == expected


def test_a_figure_in_bold_keeps_its_fact():
    register = Register()
    mark = register.mark((Num("8.5%", "问卷.甲.满意度"),))
    piece = only(f"**满意度{mark}**的", register)
    assert piece.inlines == (Text("满意度", True), Num("8.5%", "问卷.甲.满意度", True), Text("的"))


def test_what_a_mark_holds_is_never_read_as_markdown():
    register = Register()
    mark = register.mark((Text("# 甲 | **乙** <b> [丙](http://x)"),))
    piece = only(mark, register)
    assert isinstance(piece, Paragraph)
    assert block_text(piece) == "# 甲 | **乙** <b> [丙](http://x)"


def test_raw_html_is_shown_as_words():
    assert block_text(only("<script>alert(1)</script>")) == "<script>alert(1)</script>"
    assert block_text(only("甲<br>乙 &nbsp;")) == "甲<br>乙 &nbsp;"
    assert block_text(only('<div onclick="x">\n甲\n</div>')) == '<div onclick="x">甲</div>'


def test_lines_of_a_paragraph_join_without_a_space_in_chinese_and_with_one_in_latin():
    assert block_text(only("第一行，\n第二行")) == "第一行，第二行"
    assert block_text(only("one\ntwo")) == "one two"


def test_two_spaces_at_the_end_break_the_line():
    assert only("甲  \n乙").inlines == (Text("甲"), Break(), Text("乙"))


def test_indentation_is_no_code():
    assert isinstance(only("        四格以上的缩进"), Paragraph)
    assert block_text(only("　　全角空格的缩进")) == "全角空格的缩进"


def test_an_underline_makes_no_heading_and_no_rule():
    pieces, _ = read("甲\n---\n乙")
    assert [block_text(piece) for piece in pieces] == ["甲", "乙"]


def test_headings_need_no_space_before_chinese_and_stop_at_level_four():
    pieces, _ = read("#标题\n\n###### 最深\n\n# 摘要 {-}")
    assert [(piece.level, block_text(piece), piece.numbered) for piece in pieces] == [
        (1, "标题", True),
        (4, "最深", True),
        (1, "摘要", False),
    ]


@pytest.mark.parametrize("typed", ["一、", "（二）", "1.", "（3）", "第一章 ", "2、"])
def test_a_typed_number_of_a_heading_is_taken_off_and_noted(typed):
    pieces, findings = read(f"甲\n\n## {typed}资金情况")
    heading = pieces[1]
    assert isinstance(heading, Heading)
    assert block_text(heading) == "资金情况"
    assert [(one.severity, str(one.where)) for one in findings] == [("warning", "章.md:3")]


@pytest.mark.parametrize("title", ["2022年情况", "3.5万元的由来", "一是资金", "十九大精神"])
def test_words_that_only_look_like_a_number_stay(title):
    pieces, findings = read(f"## {title}")
    assert (block_text(pieces[0]), findings) == (title, ())


def test_lists_with_and_without_numbers():
    pieces, _ = read("- 甲\n- 乙\n  - 丙\n\n1. 子\n2. 丑")
    assert [(piece.ordered, block_text(piece)) for piece in pieces if isinstance(piece, Items)] == [
        (False, "甲\n乙\n丙"),
        (True, "子\n丑"),
    ]


def test_a_table_takes_its_caption_and_unit_from_the_line_before_it():
    table = only("表：支出明细（单位：万元）\n| 项目 | 金额 |\n|:--|--:|\n| 补贴 | 56.24 |\n| 合计 | 56.24 |")
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == ["left", "right"]
    assert [row.role for row in table.rows] == ["header", "body", "total"]
    assert table.caption is not None
    assert (table.caption.label, table.unit) == ("表:支出明细", "单位：万元")
    assert block_text(table) == "支出明细\n项目\t金额\n补贴\t56.24\n合计\t56.24"


def test_cells_beyond_the_header_are_a_fault_with_the_line():
    _, findings = read("| a | b |\n|---|---|\n| 1 | 2 | 3 |")
    assert [(one.severity, str(one.where)) for one in findings] == [("error", "章.md:3")]


def test_a_table_stands_right_behind_a_paragraph():
    pieces, _ = read("见下表：\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert [type(piece).__name__ for piece in pieces] == ["Paragraph", "Table"]
    assert str(pieces[1].at) == "章.md:2"


def test_footnotes_hang_where_their_mark_stands():
    piece = only("等级为良[^等级]。\n\n[^等级]: 80（含）至90分为**良**。")
    note = piece.inlines[1]
    assert note == Footnote((Text("80（含）至90分为"), Text("良", True), Text("。")))


def test_a_footnote_without_words_is_a_fault():
    _, findings = read("良[^1]")
    assert [one.message for one in findings] == ["脚注“1”没有内容"]


def test_a_picture_with_its_caption():
    picture = only("![现场](attachments/a.png)\n\n图：现场核查照片")
    assert isinstance(picture, Picture)
    assert (picture.file, picture.alt, picture.width_cm) == ("attachments/a.png", "现场", Decimal(14))
    assert picture.caption is not None
    assert picture.caption.label == "图:现场核查照片"


def test_an_exhibit_alone_on_its_line_is_an_exhibit_and_elsewhere_a_fault():
    register = Register()
    mark = register.mark(Insert("得分情况表", (), Where("章.md", "1")))
    pieces, findings = read(mark, register)
    assert (pieces, findings) == ((Insert("得分情况表", (), Where("章.md", "1")),), ())
    _, findings = read(f"见{mark}", register)
    assert [one.message for one in findings] == ["插入“得分情况表”和别的文字写在了一段里"]


def test_a_placeholder_survives_inside_a_cell():
    register = Register()
    mark = register.mark((Placeholder("金额"),))
    table = only(f"| a | b |\n|---|---|\n| 甲 | {mark} |", register)
    assert table.rows[1].cells[1].inlines == (Placeholder("金额"),)
