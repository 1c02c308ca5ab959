"""Expressions and conditions as formulas over exact values: units carried, per cent as ratios, days left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from evalkit.conditions import holds
from evalkit.expression_formulas import by_name, condition_formula, value_formula
from evalkit.expressions import evaluate
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.writers._spelling import spell

HERE = Where("tables/事实.yaml", "1:1")
FACTS: Mapping[str, Fact] = {
    fact.id: fact
    for fact in (
        Fact("实际", Decimal(596), Measure.COUNT, 0, "人"),
        Fact("计划", Decimal(628), Measure.COUNT, 0, "人"),
        Fact("支出", Decimal(915800), Measure.AMOUNT, 2, "元"),
        Fact("预算", Decimal("92.86"), Measure.AMOUNT, 2, "万元"),
        Fact("执行率", Decimal("98.625"), Measure.RATE, 2, "%"),
        Fact("已完成", "是", Measure.TEXT),
        Fact("开工", date(2022, 1, 18), Measure.DATE),
        Fact("完工", date(2022, 2, 1), Measure.DATE),
        Fact("未填", None, Measure.COUNT, 0, "人"),
    )
}


def spelled(text: str, *, condition: bool = False) -> str | None:
    """The formula with the facts' own names for cells."""
    fact, found = (holds if condition else evaluate)(text, FACTS, HERE, "结果")
    assert fact is not None, found
    tree = (condition_formula if condition else value_formula)(fact, by_name(FACTS))
    return spell(tree, lambda id: id, lambda code, order, title="": None) if tree else None


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("实际 / 计划", "=(实际/计划)*100"),
        ("计划 - 实际", "=计划-实际"),
        ("支出 / 预算", "=((支出/10000)/预算)*100"),
        ("预算 - 支出", "=预算-(支出/10000)"),
        ("预算 / 实际", "=(预算*10000)/实际"),
        ("执行率 × 0.6 + 执行率 × 40%", "=(((执行率/100)*0.6)+((执行率/100)*0.4))*100"),
        ("最大(实际, 计划)", "=MAX(实际,计划)"),
        ("平均(实际, 计划)", "=(实际+计划)/2"),
        ("实际", "=实际"),
        ("未填 / 计划", "=(未填/计划)*100"),
        ("完工 - 开工", None),
    ],
)
def test_an_expression_is_a_formula_over_exact_values(text: str, formula: str | None) -> None:
    assert spelled(text) == formula


def test_a_condition_compares_printed_figures_in_one_unit() -> None:
    found = spelled("已完成 且 支出 <= 预算", condition=True)
    assert found is not None
    assert 'EXACT(已完成,"是")' in found
    assert "ROUND(ROUND(支出,10),2)-(ROUND(ROUND(预算,10),2)*10000)" in found
    assert found.endswith(',"是","否")')
    # 98.625 prints as 98.63, which is what is compared.
    assert spelled("执行率 >= 98.63%", condition=True) is not None
    assert spelled("完工 <= 2022年3月1日", condition=True) is None
