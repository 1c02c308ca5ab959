"""What the end of a page does not part in Word, and which headings the contents leave out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import (
    Block,
    Caption,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Inline,
    Items,
    Paragraph,
    Ref,
    Row,
    Section,
    Signature,
    Table,
    Text,
    block_text,
)
from evalkit.write import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def t(said: str) -> tuple[Inline, ...]:
    return (Text(said),)


def table(rows: int = 3) -> Table:
    body = tuple(Row((Cell(t(f"第{n}行")), Cell(t("1")))) for n in range(1, rows + 1))
    head = Row((Cell(t("名称")), Cell(t("数"))), "header")
    return Table("tab", (Column(), Column()), (head, *body), Caption("表", t("名单"), "表:名单", "1-1"))


def made(word: Any, *blocks: Block) -> Any:
    return word.parts(write(Document("报告", (Section(blocks),)), Case(), "word", {}))


def keeps(element: Any) -> bool:
    found = element.findall(f".//{W}keepNext")
    return any(one.get(f"{W}val") not in ("0", "false") for one in found)


SEEN = (Text("名单见"), Ref("表:名单", "表1-1"), Text("。"))
LEADS = [
    ("提到后面的表", SEEN, table(), True),
    ("说的是别的表", (Text("见"), Ref("表:别的", "表2-1"), Text("。")), table(), False),
    ("没有提到表", t("人员已经到位。"), table(), False),
    ("冒号引出列举", t("包括："), Items("l", (t("甲"), t("乙"))), True),
    ("四行的一段不跟着走", (Text("很长的一段话，" * 20), *SEEN), table(), False),
    ("后面是一段话", SEEN, Paragraph("p2", t("人员已经到位。")), False),
]


@pytest.mark.parametrize(("said", "after", "kept"), [one[1:] for one in LEADS], ids=[one[0] for one in LEADS])
def test_a_lead_turns_the_page_with_what_it_leads_to(
    said: tuple[Inline, ...], after: Block, kept: bool, word: Any
) -> None:
    assert keeps(made(word, Paragraph("p1", said), after).block("p1")) is kept


STEM = Paragraph("p1", t("1. 您是否满意？"), "lead")
HEADS = [
    ("题目和选项", STEM, Paragraph("p2", t("A.是　B.否")), True),
    ("题目和表格", STEM, table(), True),
    ("顶格的几行", STEM, Paragraph("p2", t("2. 您有什么建议？"), "lead"), False),
    ("问卷的标题", Paragraph("p1", t("满意度问卷"), "subtitle"), Paragraph("p2", t("您好！" * 60)), True),
    ("两段正文", Paragraph("p1", t("人员已经到位。")), Paragraph("p2", t("资金已经到位。")), False),
]


@pytest.mark.parametrize(("block", "after", "kept"), [one[1:] for one in HEADS], ids=[one[0] for one in HEADS])
def test_what_heads_a_block_is_not_left_alone_at_the_foot_of_a_page(
    block: Paragraph, after: Block, kept: bool, word: Any
) -> None:
    assert keeps(made(word, block, after).block("p1")) is kept


ENDS: list[Block] = [Paragraph("end", t("正文的最后一段，" * 40)), Items("end", (t("甲"), t("乙"))), table()]


@pytest.mark.parametrize("last", ENDS, ids=["一段话", "列举", "表"])
def test_the_last_words_of_the_report_stay_with_the_signatures(last: Block, word: Any) -> None:
    attached = Paragraph("a", t("附件：1. 名单"), "attachment")
    signed = Signature("s", (("主评人（签字）", ()),), t("某公司"), t("二〇二三年"))
    body = made(word, last, attached, signed).body
    paragraphs = list(body.iter(f"{W}p"))
    at = next(n for n, one in enumerate(paragraphs) if "附件：1." in "".join(one.itertext()))
    assert keeps(paragraphs[at - 1])


def listed(blocks: Any) -> list[tuple[str, str]]:
    """The entries of the contents and the pages they give."""
    return [
        (re.sub(r"\d+$", "", said), re.search(r"\d+$", said).group())  # type: ignore[union-attr]
        for link in blocks.body.iter(f"{W}hyperlink")
        for said in ["".join(one.text or "" for one in link.iter(f"{W}t"))]
    ]


def test_the_page_of_a_heading_is_that_of_the_table_it_leads_to(word: Any) -> None:
    # 20 lines leave room for a heading and a lead, not for a table of 12 rows that is not torn apart.
    lines = tuple(Paragraph(f"p{n}", t("一行")) for n in range(20))

    def page(after: Block) -> str:
        heading = Heading("h", 1, t("名单"), number="一、")
        front = Section((Contents("目录", 2),), numbering="none")
        body = Section((*lines, heading, Paragraph("lead", SEEN), after), numbering="start")
        return listed(word.parts(write(Document("报告", (front, body)), Case(), "word", {})))[0][1]

    assert (page(Paragraph("p", t("一行"))), page(table(12))) == ("1", "2")


def appendices(within: int) -> Document:
    blocks = (
        Heading("h1", 1, t("正文"), number="一、"),
        Heading("h11", 2, t("正文的节"), number="（一）"),
        Paragraph("p", (Text("见"), Ref("附件:名单", "附件1"), Text("。"))),
    )
    attached = (
        Heading("a1", 1, t("人员名单"), appendix=True, number="附件1", label="附件:名单"),
        Heading("a11", 2, t("附件的节"), number="（一）"),
        Heading("a111", 3, t("附件的小节"), number="1."),
    )
    front = Section((Contents("目录", 2, within),), numbering="none")
    return Document("报告", (front, Section(blocks), Section(attached)))


@pytest.mark.parametrize(
    ("within", "entries", "style", "field"),
    [
        (
            1,
            ["一、正文", "（一）正文的节", "附件1 人员名单"],
            "AppendixHeading2",
            r'TOC \o "1-2" \h \z \t "附件标题,1"',
        ),
        (2, ["一、正文", "（一）正文的节", "附件1 人员名单", "（一）附件的节"], "Heading2", r'TOC \o "1-2" \h \z \u'),
    ],
    ids=["附件只印标题", "附件印到节"],
)
def test_contents_go_into_the_appendices_as_far_as_asked_and_so_does_their_field(
    within: int, entries: list[str], style: str, field: str, word: Any
) -> None:
    found = word.parts(write(appendices(within), Case(), "word", {}))
    assert [words for words, _ in listed(found)] == entries
    assert found.block("a11").find(f".//{W}pStyle").get(f"{W}val") == style
    assert found.block("a111").find(f".//{W}pStyle").get(f"{W}val") == "Heading3"
    assert (found.body.find(f".//{W}instrText").text or "").strip() == field


def test_headings_the_contents_leave_out_are_read_as_the_headings_they_are() -> None:
    back, _ = read_docx(write(appendices(1), Case(), "word", {}), "报告.docx")
    heads = [(one.level, one.number, block_text(one)) for one in back.blocks() if isinstance(one, Heading)]
    assert heads[2:] == [(1, "附件1", "人员名单"), (2, "（一）", "附件的节"), (3, "1.", "附件的小节")]


def test_a_reference_to_an_appendix_is_a_field_that_asks_for_its_number(word: Any) -> None:
    element = word.parts(write(appendices(1), Case(), "word", {})).block("p")
    assert "".join(one.text or "" for one in element.iter(f"{W}t")) == "见附件1。"
    assert re.fullmatch(r" REF _Toc\d+ \\n \\h ", element.find(f".//{W}instrText").text)


def test_the_page_goes_as_far_and_links_to_the_appendix() -> None:
    page = write(appendices(1), Case(), "html", {}).decode()
    contents = page[page.index('<div class="contents">') :].partition("</div>")[0]
    assert re.findall(r">([^<>]+)</a>", contents) == ["一、正文", "（一）正文的节", "附件1 人员名单"]
    anchor = re.search(r'<a class="ref" href="#(h\d+)">附件1</a>', page)
    assert anchor is not None
    assert f'id="{anchor[1]}">附件1 人员名单' in page
