"""A made report that holds everything the writer of Word knows, and Word's view of what comes out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

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
    Num,
    PageBreak,
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
from evalkit.model.places import Where

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG_FACT = "问卷.职工." + "很长的选项名称" * 10 + ".占比"


def t(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x40\x80\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


FILES = {"attachments/现场.png": png(60, 40)}


def funds() -> Table:
    rows = (
        Row((Cell(t("资金构成"), rowspan=2), Cell(t("金额"), colspan=2)), "header"),
        Row((Cell(t("预算数")), Cell(t("支出数"))), "header"),
        Row(
            (Cell(t("生活补贴")), Cell((Num("56.24", "资金.补贴.预算数"),)), Cell((Num("56.24", "资金.补贴.支出数"),)))
        ),
        Row((Cell(t("合计")), Cell((Num("92.86", "资金.预算数"),)), Cell((Num("91.58", "资金.支出数"),))), "total"),
    )
    caption = Caption("表", t("资金支出情况"), "表:资金", "1-1")
    return Table("t-funds", (Column(),) * 3, rows, caption, "单位：万元", (t("注：截至评价基准日。"),))


def scores() -> Table:
    """Eight columns, long words, groups merged over rows: several landscape pages."""
    words = "查阅资金审批表、发放名册和银行回单，并抽查凭证，金额与人数相符；" * 3
    rows = [
        Row(
            tuple(Cell(t(name)) for name in ("一级", "二级", "三级指标", "分值", "评价标准", "业绩值", "得分", "依据")),
            "header",
        )
    ]
    for group in ("决策", "过程", "产出", "效益"):
        for n in range(6):
            lead = (Cell(t(group), rowspan=6),) if n == 0 else ()
            pair = (Cell(t(f"{group}{n // 2}"), rowspan=2),) if n % 2 == 0 else ()
            rest = ("18045373.10元", words, "94.90%", "2.25", words)
            name, weight = Cell(t(f"{group}指标{n}")), Cell(t("3"))
            cells = [Cell(t(text)) for text in (rest[1], rest[0], rest[3], rest[4])]
            rows.append(Row((*lead, *pair, name, weight, *cells)))
    return Table("t-scores", (Column(),) * 8, tuple(rows), Caption("附表", t("评分表"), "附表:评分", "1-1"))


def chart(identity: str, kind: Any, label: str, number: str) -> Chart:
    series = (Series("满意度", (Decimal("85.19"), Decimal("87.04"), None)),)
    if kind in ("column", "stacked"):
        series = (*series, Series("上年", (Decimal("80.00"), Decimal("79.50"), Decimal("3.00"))))
    return Chart(
        identity,
        kind,
        ("Q3 知晓<率>", "Q4 及时", "Q5"),
        series,
        "%",
        Caption("图", t("满意度"), label, number),
        "各题满意度",
    )


def report(style: str = "报告", reference: str = "") -> Document:
    at = Where("chapters/01.md", "3:1")
    body: tuple[Block, ...] = (
        Heading("h-sum", 1, t("摘要"), numbered=False),
        Heading("h-sum1", 2, t("概述")),
        Paragraph("p1", (Text("得分"), Num("82.75", "总分", True), Text("分。")), at=at, base="得分{{ 总分 }}分。"),
        Heading("h1", 1, t("项目情况"), at=at),
        Heading("h11", 2, t("概况")),
        Heading("h111", 3, t("背景")),
        Heading("h1111", 4, t("政策")),
        Paragraph("p2", (*t("说明"), Footnote((Text("支出"), Num("91.58", "资金.支出数")))), at=at),
        Paragraph("p3", (Text("见"), Ref("表:资金"), Text("、"), Ref("图:没有", "图9-9"), Text("。"))),
        funds(),
        Paragraph("p4", (Placeholder("写实施情况"), Num("14.81%", LONG_FACT))),
        Paragraph("p5", t("引号“重点”，A&B <c>，控制符\x07与\ue000私用区\U000f0001结束")),
        Items("i1", (t("甲"), t("乙")), True),
        Items("i2", (t("丙"),), True),
        Items("i3", (t("丁"),)),
        Heading("h2", 1, t("调查结果")),
        Heading("h21", 2, t("满意度")),
        chart("c1", "bar", "图:一", "2-1"),
        chart("c2", "column", "图:二", "2-2"),
        chart("c3", "stacked", "图:三", "2-3"),
        chart("c4", "pie", "图:四", "2-4"),
        PageBreak("br"),
        Picture("pic1", "attachments/现场.png", "发放现场", Decimal(9), Caption("图", t("现场"), "", "2-5")),
        Picture("pic2", "attachments/没有.png", "营业执照"),
        Signature("sig", (("绩效评价师（签字）", ()),), t("某某公司"), t("二〇二三年十二月二日")),
    )
    cover = Cover(
        "cover",
        (t("某项目"), t("绩效评价报告")),
        t("效政评报〔2023〕12号"),
        (("委托单位", t("某县财政局")),),
        t("二〇二三年十二月"),
    )
    sections = (
        Section((cover, Contents("toc", 2)), numbering="none"),
        Section(body, header="某项目绩效评价报告", numbering="start"),
        Section((Heading("a1", 1, t("评分表"), appendix=True), scores()), True, "某项目绩效评价报告"),
        Section((Heading("a2", 1, t("调查报告"), appendix=True), Heading("a21", 2, t("调查对象")))),
    )
    return Document("绩效评价报告", sections, style, reference, "某某公司", "2023-12-02T00:00:00Z")


class Parts:
    """A .docx as its parts."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()
        self.body = self.xml("word/document.xml")[0]

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.archive.read(name))

    def block(self, identity: str) -> Any:
        """The content of a block's control."""
        (found,) = [
            sdt for sdt in self.body.iter(f"{W}sdt") if sdt.findall(f"{W}sdtPr/{W}tag[@{W}val='ek:b:{identity}']")
        ]
        return found.find(f"{W}sdtContent")

    def related(self, relation: str) -> str:
        rows = {row.get("Id"): row.get("Target") for row in self.xml("word/_rels/document.xml.rels")}
        return str(rows[relation]).lstrip("/")


class Bench:
    """The made report, its pictures, and a .docx as its parts."""

    report = staticmethod(report)
    parts = Parts
    files = FILES


@pytest.fixture(scope="session")
def word() -> Bench:
    """What the tests of Word work with."""
    return Bench()
