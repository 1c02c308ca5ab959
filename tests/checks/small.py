"""A small engagement, its indicators, scores and problems, for the checks to look at."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import Any

from evalkit.model.case import Case
from evalkit.model.engagement import Basis, Costing, Engagement, Fund, Member, Problem
from evalkit.model.places import Finding, Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Score, Scoresheet

AT = Where("评价底稿.xlsx", "指标!A2")
SCHEME = GradeScheme(
    "财预〔2020〕10号",
    "财预〔2020〕10号",
    (Grade("优", Decimal(90)), Grade("良", Decimal(80)), Grade("中", Decimal(60)), Grade("差", Decimal(0))),
)


def run(kind: str, case: Case) -> tuple[Finding, ...]:
    found = import_module(f"evalkit.checks.{kind}").check(case)
    assert all(one.kind == kind and one.cure for one in found)
    return tuple(found)


def engagement(**given: Any) -> Engagement:
    whole: dict[str, Any] = {
        "name": "某项目",
        "template": "项目支出",
        "project": {"名称": "某项目", "年度": "2022", "报告日期": "2023-12-02"},
        "firm": {"名称": "某咨询公司", "营业执照": "执照.png"},
        "places": {},
        "funds": (),
        "stated_funds": None,
        "costings": (),
        "team": (Member("甲", "主评人", "", "", "", "", "绩效评价师", AT),),
        "schedule": (),
        "bases": (Basis("项目支出绩效评价管理办法", "财预〔2020〕10号", "国家", AT),),
        "indicators": (),
        "scheme": SCHEME,
        "typed": (),
        "expressions": {},
        "evidence": (),
        "problems": (),
        "versions": (),
        "opinions": (),
        "acceptances": (),
        "questionnaires": (),
        "responses": {},
        "chapters": (),
        "interviews": (),
        "files": ("attachments/执照.png",),
        "at": Where("评价底稿.xlsx"),
    }
    return Engagement(**{**whole, **given})


def leaf(code: str, weight: str, **given: Any) -> Indicator:
    whole: dict[str, Any] = {
        "name": f"指标{code}",
        "level": 2,
        "parent": code[:-1],
        "finding": "查见批复文件3份",
        "at": AT,
    }
    return Indicator(code, weight=Decimal(weight), **{**whole, **given})


def top(code: str, weight: str, name: str) -> Indicator:
    return Indicator(code, name, 1, "", Decimal(weight), leaf=False, at=AT)


def scored(indicators: tuple[Indicator, ...], points: dict[str, str], standard: str = "") -> Scoresheet:
    scores = {
        node.code: Score(
            node.code,
            Decimal(points[node.code]),
            node.weight,
            None if node.manual else Decimal(points[node.code]),
            None,
            (),
            (),
            "",
            standard,
            None,
        )
        for node in indicators
        if node.code in points
    }
    total = sum((score.points for score in scores.values()), Decimal(0))
    return Scoresheet(indicators, scores, total, Decimal(100), SCHEME.of(total), SCHEME)


def problem(**given: Any) -> Problem:
    whole: dict[str, Any] = dict.fromkeys(
        ("standard", "fact", "cause", "effect", "amount", "remark", "advice", "measure", "responsible", "deadline"),
        "写了",
    )
    whole |= {"number": "1", "title": "目标不全", "indicators": ("A1",), "remark": "", "at": AT}
    return Problem(**{**whole, **given})


def fund(name: str, budget: str, spent: str) -> Fund:
    return Fund(name, Decimal(budget), Decimal(budget), Decimal(spent), "万元", "", AT)


def cost(name: str, basis: str, rate: str, quantity: str, periods: str) -> Costing:
    return Costing(name, basis, "", Decimal(rate), "元", Decimal(quantity), Decimal(periods), AT)
