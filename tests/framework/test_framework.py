"""Indicator tables of other people become rows of 指标 and 要点."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit.files.docx import read_docx
from evalkit.files.sheet import read_tables
from evalkit.framework import OPEN, Proposal, propose
from evalkit.framing.lattice import document_lattices, sheet_lattices
from evalkit.framing.naming import split_name
from evalkit.model.places import Finding, Where
from evalkit.model.scoring import Reading

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
YONGXING = yaml.load((HERE.parents[1] / "examples/yongxing-2022/tables/指标.yaml").read_text("utf-8"), yaml.BaseLoader)


def drawn() -> Any:
    import importlib.util

    spec = importlib.util.spec_from_file_location("drawn", HERE / "drawn.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWN = drawn()


def understood(text: str, weight: Decimal) -> Reading | None:
    """A reader of three forms, instead of the real one: points, a band, steps."""
    points = re.findall(r"[①②③④⑤]([^，]+)，得(\d+)分", text)
    if points:
        return Reading("checklist", {}, tuple({"要点": words, "分值": worth} for words, worth in points))
    band = re.search(r"(\d+)%以上，得(\d+)分", text)
    if band:
        return Reading("bands", {"档次": f"≥{band[1]}→{band[2]}；其余→0"})
    if "每减少1%扣" in text:
        return Reading("steps", {"目标": "100", "方向": "不足", "每": "1%", "扣": "5%"}, doubts=("目标按100%读",))
    return None


def proposed(case: dict[str, Any]) -> tuple[Proposal | None, tuple[Finding, ...]]:
    if "tables" in case:
        document, found = read_docx(DRAWN.docx(case["tables"]), "表.docx")
        assert document is not None
        lattices = document_lattices(document, "表.docx")
    elif "sheets" in case:
        sheets, found = read_tables(DRAWN.xlsx(case["sheets"]), "表.xlsx")
        lattices = sheet_lattices(sheets)
    else:
        sheets, found = read_tables(DRAWN.comma(case["text"]), "表.csv")
        lattices = sheet_lattices(sheets)
    assert found == ()
    return propose(lattices, understood, Where("表"), case.get("only", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_table_becomes_these_rows_and_tells_this(case: dict[str, Any]) -> None:
    proposal, found = proposed(case)
    messages = [one.message for one in found]
    if "fault" in case:
        assert proposal is None
        assert [case["fault"] in message for message in messages] == [True]
        assert found[0].cure
        return
    assert proposal is not None
    rows = [
        "|".join(
            (
                one.code,
                "/".join(dict.fromkeys(one.line.names)) if len(one.line.names) == 4 else "/".join(one.line.names),
                format(one.line.weight, "f") if one.line.weight is not None else "",
                one.rule.title if one.rule else "",
            )
        )
        for one in proposal.indicators
    ]
    assert [weights_trimmed(row) for row in rows] == case["rows"]
    if "told" in case:
        for words in case["told"]:
            assert any(words in message for message in messages), (words, messages)
        if not case["told"]:
            assert messages == []
    if "unsure" in case:
        told = [f"{one.at.spot} {one.why}" for one in proposal.unsure]
        assert len(told) == len(case["unsure"]), told
        for words, said in zip(case["unsure"], told, strict=True):
            assert all(part in said for part in words.split(" ")), (words, said)
    if "score" in case:
        assert format(proposal.score, "f") == case["score"]
    records = {row.get("编码", ""): row for row in proposal.tables["指标"]}
    for column, key in (("核查事实", "facts"), ("目标值", "targets"), ("数据来源", "data")):
        for code, text in case.get(key, {}).items():
            assert records[code][column] == text
    for code, levels in case.get("levels", {}).items():
        assert [records[code]["一级指标"], records[code]["二级指标"]] == levels
    if "versions" in case:
        assert {row["编码"]: row["得分"] for row in proposal.tables["版本分"]} == case["versions"]
        assert {row["版本"] for row in proposal.tables["版本分"]} == {"初评"}
    for code, worths in case.get("points", {}).items():
        assert [row["分值"] for row in proposal.tables["要点"] if row["编码"] == code] == worths
    for row in proposal.tables["指标"]:
        assert (row.get("规则确认") == OPEN) is ("规则" in row)


def weights_trimmed(row: str) -> str:
    code, path, weight, rule = row.split("|")
    return "|".join((code, path, weight.rstrip("0").rstrip(".") if "." in weight else weight, rule))


YONGXING_TABLE = """
一级指标|二级指标|三级指标|指标解释|分数|评价标准|得分|评分依据
决策<br>（20分）|项目立项<br>（8分）|项目立项充分性|甲|3|①甲，得3分|3|乙
^|^|立项程序规范性|甲|5|①甲，得5分|5|乙
^|绩效目标<br>（6分）|绩效目标合理性|甲|2|①甲，得2分|2|乙
^|^|绩效指标明确性|甲|4|①甲，得4分|2|乙
^|资金投入<br>（6分）|预算编制科学性|甲|2|①甲，得2分|2|乙
^|^|资金分配合理性|甲|4|①甲，得4分|4|乙
过程<br>（25分）|资金管理<br>（15分）|资金到位率|甲|3|资金到位率90%以上，得3分|3|乙
^|^|预算执行率|甲|6|预算执行率90%以上，得6分|4|乙
^|^|资金使用合规性|甲|6|看情况|6|乙
^|组织实施<br>（10分）|管理制度健全性|甲|5|①甲，得5分|2|乙
^|^|制度执行有效性|甲|2|①甲，得2分|1|乙
^|^|绩效自评情况|甲|3|①甲，得3分|3|乙
产出<br>（25分）|产出数量<br>（6分）|国有企业留守人员补贴发放人数|甲|3|每减少1%扣5%|3|乙
^|^|困难职工春节慰问人数|甲|3|每减少1%扣5%|2.25|乙
^|产出质量<br>（8分）|国有企业留守人员补贴发放准确性|甲|4|每减少1%扣5%|4|乙
^|^|困难职工慰问补贴发放准确性|甲|4|每减少1%扣5%|4|乙
^|产出时效<br>（6分）|国有企业留守人员补贴发放及时率|甲|3|每减少1%扣5%|3|乙
^|^|困难职工慰问及时率|甲|3|每减少1%扣5%|3|乙
^|产出成本<br>（5分）|预算成本控制情况|甲|5|看情况|5|乙
效益<br>（30分）|实施效益<br>（20分）|维护企业稳定发展|甲|10|看情况|7.5|乙
^|^|缓解困难职工经济压力|甲|10|看情况|8|乙
^|工作人员满意度|<|甲|10|满意度60%以上，得10分|6|乙
总计|<|<|<|100||82.75|
"""


@pytest.mark.parametrize("form", ["tables", "sheets"])
def test_the_appendix_of_yongxing_gives_the_framework_of_the_example(form: str) -> None:
    case = {"tables": [YONGXING_TABLE]} if form == "tables" else {"sheets": {"附件1": YONGXING_TABLE}}
    proposal, found = proposed(case)
    assert proposal is not None
    assert found == ()
    rows = proposal.tables["指标"]
    keys = ("三级指标", "编码", "分值")
    assert [[row[key] for key in keys] for row in rows] == [[row[key] for key in keys] for row in YONGXING]
    assert proposal.score == Decimal("82.75")
    mine = [split_name(row.get("二级指标", "")).name for row in rows]
    assert mine == [split_name(row.get("二级指标", "")).name for row in YONGXING]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("决策（20分）", ("决策", "", "20")),
        ("A1 项目立项 (7)", ("项目立项", "A1", "7")),
        ("B2 组织实施（10）", ("组织实施", "B2", "10")),
        ("C3 产出时效(10)", ("产出时效", "C3", "10")),
        ("Ａ１１　立项依据", ("立项依据", "A11", None)),
        ("D决策", ("决策", "D", None)),
        ("项目\n立项\n（8分）", ("项目立项", "", "8")),
        ("2021年完成率（2021）", ("2021年完成率（2021）", "", None)),
        ("1.1.2 资金到位率", ("资金到位率", "1.1.2", None)),
        ("（一）过程", ("过程", "", None)),
        ("B超检查完成率", ("B超检查完成率", "", None)),
        ("GDP增长率", ("GDP增长率", "", None)),
        ("3.5吨货车报废数", ("3.5吨货车报废数", "", None)),
    ],
)
def test_a_name_is_taken_apart(text: str, parts: tuple[str, str, str | None]) -> None:
    named = split_name(text, first=len(text) == 3)
    weight = None if named.weight is None else format(named.weight, "f")
    assert (named.name, named.code, weight) == parts
