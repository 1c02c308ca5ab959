"""The list tables of the engagement as chapters see them: team, schedule, bases, evidence, money, opinions, inspection."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from evalkit.figures import cited, fact_of
from evalkit.model.case import Case
from evalkit.model.engagement import Basis, Compliance, Engagement, Evidence, Fund, Member, Opinion, Phase
from evalkit.model.facts import label_part
from evalkit.narrative.views import Figure, View
from evalkit.numbers import plain_date


def listed(case: Case) -> Mapping[str, Any]:
    """The views by the name a chapter uses; empty lists where the engagement has nothing."""
    engagement = case.engagement
    if engagement is None:
        return dict.fromkeys(_NAMES, ())
    made = (
        [_member(member) for member in engagement.team],
        list(dict.fromkeys(member.group for member in engagement.team if member.group)),
        [_phase(phase) for phase in engagement.schedule],
        [_basis(basis) for basis in engagement.bases],
        [_evidence(piece) for piece in engagement.evidence],
        _funds(case, engagement),
        [_opinion(opinion) for opinion in engagement.opinions],
        _inspection(engagement),
        [item.name for item in engagement.interviews],
    )
    return dict(zip(_NAMES, made, strict=True))


_NAMES = ("团队", "团队组别", "进度", "依据", "佐证目录", "资金构成", "意见清单", "合规检查", "访谈清单")


def _member(member: Member) -> View:
    fields = {"姓名": member.name, "角色": member.role, "职称": member.title, "执业资格": member.qualification}
    return View(member.name, {**fields, "分工": member.duty, "签字身份": member.signs, "组别": member.group})


def _phase(phase: Phase) -> View:
    start, end = (plain_date(day) if day is not None else "" for day in (phase.start, phase.end))
    return View(phase.name, {"阶段": phase.name, "开始": start, "结束": end, "工作内容": phase.work})


def _basis(basis: Basis) -> View:
    return View(basis.name, {"名称": basis.name, "文号": basis.number, "层级": basis.level, "全称": cited(basis)})


def _evidence(piece: Evidence) -> View:
    fields = {"索引号": piece.index, "名称": piece.name, "文号或凭证号": piece.reference, "日期": piece.date}
    return View(piece.index, {**fields, "页码": piece.pages, "提供单位": piece.provider})


def _funds(case: Case, engagement: Engagement) -> list[View]:
    def part(name: str, column: str) -> Any:
        return lambda: Figure(fact_of(case, f"资金.{label_part(name)}.{column}"))

    columns = ("预算数", "到位数", "支出数", "结余", "到位率", "预算执行率")
    return [
        View(
            fund.name,
            {
                "子项": fund.name,
                "备注": fund.note,
                "未足额": _short(fund),
                **{name: part(fund.name, name) for name in columns},
            },
        )
        for fund in engagement.funds
    ]


def _short(fund: Fund) -> bool:
    """Whether less came in than the budget promised."""
    return fund.budget is not None and fund.received is not None and fund.received < fund.budget


def _opinion(opinion: Opinion) -> View:
    fields = {"提出单位": opinion.source, "位置": opinion.place, "意见": opinion.text, "采纳": opinion.adopted}
    return View(opinion.source, {**fields, "理由": opinion.reason})


def _inspection(engagement: Engagement) -> list[View]:
    """The aspects that were inspected, each with its matters and those among them that were not wholly in order."""
    made = []
    for aspect, group in groupby(engagement.compliance, key=lambda one: one.aspect):
        matters = [_matter(one) for one in group]
        failed = [one for one in matters if one.get("结论") in ("不符合", "基本符合")]
        waiting = [one for one in matters if not one.get("结论")]
        made.append(View(aspect, {"方面": aspect, "事项": matters, "不符": failed, "未查": waiting}))
    return made


def _matter(one: Compliance) -> View:
    fields = {"检查内容": one.matter, "依据": one.basis, "检查方式": one.method, "结论": one.verdict, "情况": one.fact}
    return View(one.matter, {**fields, "佐证": list(one.evidence)})
