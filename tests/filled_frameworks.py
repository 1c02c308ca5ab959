"""The reference frameworks as cases: as they come, filled at their best, or with what a test changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from evalkit.derive import derive
from evalkit.files.folder import read_files
from evalkit.files.templates import read_template
from evalkit.load import load
from evalkit.model.case import Case
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.template import Template
from evalkit.scaffold import Tables, texts
from evalkit.score import score
from evalkit.workbook import rows_of

#: Facts that must not be 100 for full marks: nothing adjusted, nothing left over, income that covers the debt.
BEST = {"预算调整数": "0", "年末结转结余": "0", "预期收益": "120", "实际测算收益": "120"}


@cache
def shipped(id: str) -> Template:
    made, findings = read_template(id)
    assert findings == ()
    assert made is not None
    return made


def skeleton(id: str) -> Tables:
    template = shipped(id)
    source = read_files(id, template.skeleton)
    assert source.findings == ()
    return {name: [dict(row) for row in rows] for name, rows in rows_of(source).items()}


def best(tables: Tables, changes: Mapping[str, str] | None = None) -> Tables:
    """The starting tables with every value and verdict at its best, then what a case changes.

    ``changes`` are keyed by a fact, by ``A11`` for what stands in 取值, by ``A11①`` for a verdict, by ``D12专家一``.
    """
    changed = dict(changes or {})
    rules = {row["编码"]: row for row in tables["指标"]}
    for row in tables["指标"]:
        if row["规则"] == "分级给分":
            name, _, worth = row["参数"].split("；")[0].partition("→")
            row["取值"] = changed.pop(row["编码"], f"{name}，100%" if "%" in worth else name)
            row["核查事实"] = "与目标和上年对照，有验收和统计资料。"
    for row in tables["要点"]:
        rule = rules[row["编码"]]["规则"]
        if rule != "分项计分":
            order = "①②③④⑤⑥"[int(row["序"]) - 1]
            row["判定"] = changed.pop(f"{row['编码']}{order}", "不存在" if rule == "扣分清单" else "符合")
    for row in tables.get("专家评分", []):
        row["得分"] = changed.pop(f"{row['编码']}{row['专家']}", "5")
    for row in tables["事实"]:
        if row.get("算式"):
            continue
        row["值"] = changed.pop(row["名称"], BEST.get(row["名称"], "100"))
    tables["资金"] = [{"子项": "全部资金", "预算数": "100", "到位数": "100", "支出数": "100", "单位": "万元"}]
    assert not changed
    return tables


def carried(id: str, tables: Tables, *surveyed: Fact) -> Case:
    forms = {name: data for name, data in shipped(id).skeleton.items() if name.startswith("questionnaires/")}
    engagement, findings = load(read_files(id, {**texts(tables), **forms}))
    assert [one for one in findings if one.severity == "error"] == []
    assert engagement is not None
    facts, findings = derive(engagement, Facts(surveyed))
    assert [one for one in findings if one.severity == "error"] == []
    sheet, facts, findings = score(engagement, facts)
    assert [one for one in findings if one.severity == "error"] == []
    return Case(engagement, {}, facts, sheet)


def surveyed(id: str) -> list[Fact]:
    """Full satisfaction, as the questionnaires of a template would give it."""
    tables = skeleton(id)
    read = (*(row.get("取值", "") for row in tables["指标"]), *(row.get("算式", "") for row in tables["事实"]))
    names = [text for text in read if text.startswith("问卷.")]
    return [Fact(name, Decimal(100), Measure.MEAN, 2, "%") for name in dict.fromkeys(names)]


@cache
def fresh(id: str) -> Case:
    return carried(id, skeleton(id))


@cache
def filled(id: str) -> Case:
    return carried(id, best(skeleton(id)), *surveyed(id))


def unasked(case: Case) -> Case:
    """The case as a report without a chapter on its survey needs it: full satisfaction, but no answers to tell of."""
    assert case.engagement is not None
    return replace(case, engagement=replace(case.engagement, questionnaires=()))
