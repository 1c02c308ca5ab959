"""A report that shows every style in its own name: what a firm opens in Word to make its own look."""

from __future__ import annotations

from decimal import Decimal

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
    Items,
    Paragraph,
    Placeholder,
    Row,
    Section,
    Series,
    Signature,
    Table,
    Text,
)

TITLE = "报告样式"
#: A copy without controls and record: nothing in it is a report.
EDITION = "样式"
_HOW = (
    "这份文件里的每一行，文字就是它的样式名称。在 Word 或 WPS 里改样式（不是改这一行）：在“样式”窗格里右击名称，选“修改”，"
    "改字体、字号、颜色、行距、缩进，再保存。页边距、页眉页脚的距离在“页面设置”里改，纵向的和横向的各改一节。"
)
_THEN = (
    "改好后把文件放进项目的 attachments 文件夹，在“机构”表的“样式文件”一栏写文件名；或放在机构档案 FIRM.yaml 旁边，在那里写。"
    "样式的名称不要改；标题的编号由程序加，不用改。文字怎样写都不影响报告。"
)


def specimen(style: str) -> Document:
    """The sheet of styles of a preset (报告, 公文)."""
    front = Section((_cover(), Contents("目录", 3, 1)), numbering="none")
    body = Section((*_words(), *_tables(), *_ends()), header="页眉", numbering="start")
    heads = [Heading(f"附件标题{level}", level, _t(f"附件标题 {level}")) for level in (2, 3)]
    wide = Section((Heading("横向", 1, _t("附件标题（横向的一节）"), appendix=True), *heads, _small()), True, "页眉")
    return Document(TITLE, (front, body, wide), style=style, edition=EDITION)


def _t(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def _cover() -> Cover:
    lines = (("封面栏目", _t("封面文字")), ("封面栏目", ()))
    return Cover("封面", (_t("题名"),), _t("封面文号"), lines, _t("封面日期"), firm=_t("封面机构"), mark=_t("封面密级"))


def _words() -> list[Block]:
    note = Footnote(_t("脚注文本"))
    blocks: list[Block] = [Paragraph("题名", _t("题名"), "title"), Paragraph("副题名", _t("副题名"), "subtitle")]
    blocks += [Heading(f"标题{level}", level, _t(f"标题 {level}")) for level in range(1, 5)]
    blocks += [
        Paragraph("正文缩进", (Text(f"正文缩进：{_HOW}"), note)),
        Paragraph("正文缩进二", _t(f"正文缩进：{_THEN}")),
        Paragraph("正文顶格", _t("正文顶格：不缩进的段落。"), "lead"),
        Paragraph("引文", _t("引文：引用文件原文的段落。"), "quote"),
        Items("列表", (_t("列表：编号的"), _t("列表：编号的")), True),
        Items("列表二", (_t("列表：不编号的"),)),
        Paragraph("待填", (Text("正文缩进："), Placeholder("待填"))),
    ]
    return blocks


def _tables() -> list[Block]:
    def cells(*words: str) -> tuple[Cell, ...]:
        return tuple(Cell(_t(word)) for word in words)

    def table(id: str, words: str, compact: bool) -> Table:
        rows = (Row(cells(words, "表头"), "header"), Row(cells(words, "100.00")), Row(cells("合计", "100.00"), "total"))
        return Table(
            id, (Column(), Column()), rows, Caption("表", _t("图表标题")), "表格单位", (_t("表格附注"),), compact
        )

    bars = Series("一", (Decimal(90), Decimal(80))), Series("二", (Decimal(70), Decimal(60)))
    chart = Chart("图", "bar", ("图", "图"), bars, "%", Caption("图", _t("图表标题")), "两组横条")
    return [table("表格文字", "表格文字", False), table("表格文字小", "表格文字小", True), chart]


def _small() -> Table:
    """So many long figures that only the smallest type holds them."""
    figures = tuple(Cell(_t("123456789.00")) for _ in range(14))
    head = tuple(Cell(_t("表格文字特小")) for _ in figures)
    return Table("表格文字特小", (Column(),) * len(figures), (Row(head, "header"), Row(figures)))


def _ends() -> list[Block]:
    attached = Paragraph("附件说明", _t("附件：1. 附件说明"), "attachment")
    signed = Signature("落款", (("落款", ()),), _t("落款：机构名称"), _t("落款：日期"))
    return [attached, signed]
