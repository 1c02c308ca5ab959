"""The web page: self-contained, every figure leads to its derivation, everything typed is escaped."""

from __future__ import annotations

import re
from decimal import Decimal

import lxml.html
import pytest

from evalkit.model.case import Case
from evalkit.model.document import (
    Block,
    Caption,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Row,
    Section,
    Series,
    Signature,
    Table,
    Text,
)
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import GradeScheme, Score, Scoresheet, Step
from evalkit.writers import html

D = Decimal


def words(*texts: str) -> tuple[Inline, ...]:
    return tuple(Text(text) for text in texts)


FACTS = Facts(
    (
        Fact("计划慰问人数", D(628), Measure.COUNT, 0, "人", sources=(Where("评价底稿.xlsx", "事实!B2"),)),
        Fact("实际慰问人数", D(596), Measure.COUNT, 0, "人"),
        Fact("取值.C12", D(59600) / D(628), Measure.RATE, 2, "%", how="实际慰问人数÷计划慰问人数×100%",
             inputs=("实际慰问人数", "计划慰问人数", "<没有的>")),
        Fact("得分.C12", D("2.25"), Measure.SCORE, None, "分", inputs=("取值.C12",)),
        Fact("问卷.职工.满意度", D(9350) / D(108), Measure.MEAN, 2, "%", n=27, interval=(D("80.678"), D("93.394"))),
        Fact("问卷.职工.Q4.非常满意.占比", D(1500) / D(27), Measure.SHARE, 2, "%"),
        Fact("没人用的", D(1), Measure.COUNT),
    )
)  # fmt: skip

SCORE = Score(
    "C12", D("2.25"), D(3), D("2.25"), FACTS["取值.C12"], (Step("100-94.90=5.10，去尾为5"), Step("3-5×5%×3=2.25<3")),
    (), "少32人", "", None,
)  # fmt: skip
CASE = Case(facts=FACTS, scoresheet=Scoresheet((), {"C12": SCORE}, D("2.25"), D(3), "中", GradeScheme("", "", ())))

TABLE = Table(
    "t",
    (Column(D(1)), Column(D(3), "left"), Column(D(1), "right")),
    (
        Row((Cell(words("一级")), Cell(words("二级")), Cell(words("得分"))), "header"),
        Row((Cell(words("产出"), rowspan=2), Cell(words("数量")), Cell((Num("2.25", "得分.C12"),)))),
        Row((Cell(words("质量")), Cell(words("3"), align="center"))),
        Row((Cell(words("合计"), colspan=2), Cell(words("5.25"))), "total"),
    ),
    Caption("表", words("得分情况"), "表:得分", "3-1"),
    "单位：分",
    (words("注：按印出数计分。"),),
)


def chart(kind: str = "bar", categories: tuple[str, ...] = ("非常满意", "一般"), *more: Series) -> Chart:
    series = Series("占比", (D("55.56"), None), ("问卷.职工.Q4.非常满意.占比",))
    caption = Caption("图", words("满意情况"), "图:满意", "3-1")
    return Chart("c", kind, categories, (series, *more), "%", caption, "过半的人非常满意")  # type: ignore[arg-type]


def page(*blocks: Block, case: Case = CASE, files: dict[str, bytes] | None = None) -> str:
    document = Document("评价报告", (Section(blocks),), author="某公司", created="2023-12-02T00:00:00Z")
    return html.write(document, case, files or {}).decode("utf-8")


def tree(*blocks: Block, **more: Case) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page(*blocks, **more).encode("utf-8"))


def text(element: lxml.html.HtmlElement) -> str:
    return str(element.text_content())


def one(root: lxml.html.HtmlElement, path: str) -> lxml.html.HtmlElement:
    found = root.xpath(path)
    assert isinstance(found, list)
    assert len(found) == 1, (path, found)
    element = found[0]
    assert isinstance(element, lxml.html.HtmlElement)
    return element


EVERYTHING: tuple[Block, ...] = (
    Cover("0", (words("慰问项目"),), words("〔2023〕12号"), (("委托单位", words("某财政局")),), words("2023年12月")),
    Contents("1"),
    Heading("2", 1, words("结论"), number="一、"),
    Paragraph(
        "3", (Text("满意度"), Num("86.57%", "问卷.职工.满意度"), Footnote(words("见附件。")), Ref("表:得分", "表3-1"))
    ),
    TABLE,
    chart(),
    Heading("4", 1, words("问卷"), appendix=True, number="附件1"),
    Signature("5", (("主评人", ()),), words("某公司"), words("二〇二三年")),
)


def test_a_figure_opens_its_derivation_with_the_facts_behind_it() -> None:
    root = tree(Paragraph("p", (Num("2.25", "得分.C12"),)))
    entry = one(root, f"//*[@id='{one(root, '//main//p/a').get('href', '')[1:]}']")
    assert "2.25分" in text(entry)
    assert [text(li) for li in entry.xpath(".//li")] == ["100-94.90=5.10，去尾为5", "3-5×5%×3=2.25<3"]
    value = one(root, f"//*[@id='{one(entry, './/a').get('href', '')[1:]}']")
    assert "未舍入的值94.904458598726…%" in text(value)
    assert "实际慰问人数 596人、计划慰问人数 628人、<没有的>" in text(value)
    assert "出处评价底稿.xlsx:事实!B2" in text(root)
    assert "没人用的" not in text(root)


def test_a_survey_figure_shows_its_forms_and_interval() -> None:
    shown = text(tree(Paragraph("p", (Num("86.57%", "问卷.职工.满意度"),))))
    assert "有效份数27" in shown
    assert "80.68%～93.39%" in shown


def test_a_figure_nobody_knows_is_printed_without_a_link() -> None:
    root = tree(Paragraph("p", (Num("5", "没有"),)))
    assert root.xpath("//main//a") == []
    assert text(one(root, "//main//p")) == "5"


def test_every_link_leads_somewhere_and_no_anchor_stands_twice() -> None:
    root = tree(*EVERYTHING)
    ids = [str(one_id) for one_id in root.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {str(link).removeprefix("#") for link in root.xpath("//@href")} <= set(ids)


def test_nothing_is_fetched_from_elsewhere() -> None:
    shown = page(*EVERYTHING)
    assert set(re.findall(r"https?://[^\"' <]+", shown)) == {"http://www.w3.org/2000/svg"}
    assert re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", shown) is None


def test_everything_typed_is_escaped() -> None:
    evil = '<script>alert("1")</script>&'
    blocks = (
        Heading("h", 1, words(evil), number=evil),
        Paragraph("p", (Text(evil), Num(evil, "没有"), Placeholder(evil), Ref(evil), Footnote(words(evil)))),
        Table("t", (), (Row((Cell(words(evil)),)),), Caption("表", words(evil), evil, evil), evil, (words(evil),)),
        Chart("c", "bar", (evil,), (Series(evil, (D(1),)), Series(evil, (D(1),))), evil, None, evil),
        Picture("i", evil, evil),
        Cover("v", (words(evil),), words(evil), ((evil, words(evil)),), words(evil)),
        Signature("s", ((evil, words(evil)),), words(evil), words(evil)),
    )
    assert "<script>alert" not in page(*blocks)
    assert page(*blocks).count("<script>") == 1


def test_merged_cells_stay_merged_and_headers_repeat_in_print() -> None:
    table = one(tree(TABLE), "//main//table")
    assert len(table.xpath("./thead/tr/th")) == 3
    assert [cell.get("rowspan") for cell in table.xpath(".//td[@rowspan]")] == ["2"]
    assert one(table, ".//tr[@class='total']/td[@colspan='2']").text == "合计"
    assert [str(style) for style in table.xpath(".//col/@style")] == ["width:20.0%", "width:60.0%", "width:20.0%"]
    aligned = [(cell.get("class") or "").split() for cell in table.xpath(".//tbody/tr[2]/td")]
    assert aligned == [["left", "short"], ["short"]]


def test_captions_have_numbers_and_references_lead_to_them() -> None:
    root = tree(TABLE, Paragraph("p", (Ref("表:得分", "表3-1"),)))
    caption = one(root, "//main//figcaption")
    assert text(caption) == "表3-1 得分情况"
    assert one(root, "//main//p[@class='body']/a").get("href") == "#" + str(caption.get("id"))


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "pie"])
def test_a_chart_is_drawn_with_its_printed_figures_and_says_what_it_shows(kind: str) -> None:
    root = tree(chart(kind))
    svg = one(root, "//*[local-name()='svg']")
    assert svg.get("aria-label") == "过半的人非常满意"
    assert "55.56%" in text(svg)
    assert text(one(root, "//details[@class='data']//td/a")) == "55.56%"


def test_the_bars_of_a_chart_are_as_long_as_their_figures() -> None:
    block = Chart("c", "bar", ("甲", "乙"), (Series("分", (D(80), D(20))),), maximum=D(100))
    widths = [D(str(width)) for width in tree(block).xpath("//*[local-name()='svg']/*[local-name()='rect']/@width")]
    assert widths[0] == 4 * widths[1] > 0


def test_charts_scale_and_figures_hold_together_on_a_narrow_screen() -> None:
    page = html.write(Document("报告", (Section((TABLE,)),)), CASE, {}).decode()
    style = page[page.index("<style>") : page.index("</style>")]
    assert "svg{width:100%;height:auto" in style
    assert "min-width:34rem" not in style
    assert "overflow-wrap:anywhere;text-align:center" not in style
    assert ".short,a.ref,td a.num:not(.word){white-space:nowrap}" in style


def test_a_title_offers_breaks_between_words_only() -> None:
    title = Paragraph("t", (Text("困难职工春节"), Text("慰问项目")), "title")
    page = html.write(Document("报告", (Section((title,)),)), CASE, {}).decode()
    assert '<p class="title">困难职工<wbr>春节<wbr>慰问<wbr>项目</p>' in page


def test_a_share_of_all_is_a_whole_circle() -> None:
    block = Chart("c", "pie", ("是", "否"), (Series("占比", (D(100), D(0))),))
    assert len(tree(block).xpath("//*[local-name()='circle']")) == 1


def test_pictures_are_embedded_and_a_missing_one_is_seen() -> None:
    shown = page(Picture("i", "attachments/a.png", "执照"), files={"attachments/a.png": b"\x89PNG"})
    assert 'src="data:image/png;base64,iVBORw=="' in shown
    assert "【缺图片：attachments/a.png】" in page(Picture("i", "attachments/a.png", "执照"))


def test_the_page_is_chinese_and_the_same_each_time() -> None:
    assert '<html lang="zh-CN">' in page(*EVERYTHING)
    assert page(*EVERYTHING) == page(*EVERYTHING)


def test_landscape_pages_stay_landscape_in_print() -> None:
    document = Document("甲", (Section((TABLE,), landscape=True),))
    assert '<section class="wide">' in html.write(document, Case(), {}).decode("utf-8")
