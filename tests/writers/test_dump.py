"""The text dump: everything a reader sees, one line each, and the same each time."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.case import Case
from evalkit.model.document import (
    Break,
    Caption,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
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
from evalkit.writers import dump

TABLE = Table(
    "t1",
    (Column(), Column(), Column()),
    (
        Row((Cell((Text("一级指标"),)), Cell((Text("二级指标"),)), Cell((Text("得分"),))), "header"),
        Row((Cell((Text("产出"),), rowspan=2), Cell((Text("产出数量"),)), Cell((Num("5.25", "得分.C1"),)))),
        Row((Cell((Text("产出质量"), Break(), Text("含时效|成本"))), Cell((Text("12"),)))),
        Row((Cell((Text("合计"),), colspan=2), Cell((Num("82.75", "总分"),))), "total"),
    ),
    Caption("表", (Text("得分情况"),), "表:得分", "3-1"),
    "单位：分",
    ((Text("注：按打印数计分。"),),),
)

DOCUMENT = Document(
    "绩效评价报告",
    (
        Section(
            (
                Cover(
                    "c",
                    ((Text("慰问项目"),), (Text("绩效评价报告"),)),
                    (Text("效政评报〔2023〕12号"),),
                    (("委托单位", (Text("某县财政局"),)),),
                    (Text("2023年12月2日"),),
                ),
                PageBreak("p"),
                Contents("m", 2),
            ),
            numbering="none",
        ),
        Section(
            (
                Heading("h1", 1, (Text("综合评价结论"),), number="三、"),
                Paragraph(
                    "p1",
                    (
                        Text("满意度为"),
                        Num("86.57%", "问卷.职工.满意度"),
                        Footnote((Text("见附件2。"),)),
                        Text("，见"),
                        Ref("表:得分", "表3-1"),
                        Text("。"),
                    ),
                ),
                TABLE,
                Items("i", ((Text("其一"),), (Placeholder("写明措施"),)), ordered=True),
                Chart(
                    "ch",
                    "pie",
                    ("满意", "一般"),
                    (Series("占比", (Decimal("75.00"), None), ("问卷.职工.Q4.满意.占比", "")),),
                    "%",
                    Caption("图", (Text("满意情况"),), "图:满意", "3-1"),
                    "四分之三的人满意",
                ),
                Picture("pic", "attachments/执照.png", "营业执照"),
                Signature("s", (("主评人", ()),), (Text("某评价公司"),), (Text("二〇二三年十二月二日"),)),
            ),
            landscape=True,
            header="绩效评价报告",
            numbering="start",
        ),
    ),
)

EXPECTED = """\
《绩效评价报告》 样式：报告

──── 竖向 · 不编页码 ────

［封面］
慰问项目
绩效评价报告
效政评报〔2023〕12号
委托单位：某县财政局
2023年12月2日

［分页］

［目录，到第2级］

──── 横向 · 页码从1起 · 页眉：绩效评价报告 ────

# 三、综合评价结论

满意度为86.57%[^1]，见表3-1。
[^1]: 见附件2。

表3-1 得分情况
（单位：分）
| 一级指标 | 二级指标 | 得分 |
| --- | --- | --- |
| 产出 | 产出数量 | 5.25 |
| ↑ | 产出质量<br>含时效\\|成本 | 12 |
| 合计 | ← | 82.75 |
〈note〉注：按打印数计分。

1. 其一
2. 【待填：写明措施】

图3-1 满意情况
［饼图　单位：%］四分之三的人满意
|  | 占比 |
| --- | --- |
| 满意 | 75 |
| 一般 |  |

［图片 attachments/执照.png］营业执照

［签章］
主评人：
某评价公司
二〇二三年十二月二日
"""


def test_the_dump_shows_everything_a_reader_sees() -> None:
    assert dump.write(DOCUMENT, Case(), {}).decode("utf-8") == EXPECTED


def test_the_variant_with_facts_names_the_fact_of_every_figure() -> None:
    text = dump.dump_text(DOCUMENT, facts=True)
    assert "满意度为[86.57%|问卷.职工.满意度][^1]" in text
    assert "| 合计 | ← | [82.75\\|总分] |" in text
    assert "表3-1 得分情况 〔表:得分〕" in text


def test_a_reference_nobody_numbered_shows_its_target() -> None:
    document = Document("甲", (Section((Paragraph("p", (Ref("表:乙"),)),)),))
    assert "〔表:乙〕" in dump.dump_text(document)


def test_a_cell_merged_over_rows_and_columns_is_shown_once() -> None:
    table = Table(
        "t",
        (Column(), Column(), Column()),
        (
            Row((Cell((Text("大"),), colspan=2, rowspan=2), Cell((Text("a"),)))),
            Row((Cell((Text("b"),)),)),
        ),
    )
    text = dump.dump_text(Document("甲", (Section((table,)),)))
    assert "| 大 | ← | a |\n| ↑ | ← | b |" in text
