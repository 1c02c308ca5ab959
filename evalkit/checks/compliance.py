"""执业要求：主评人、签字、独立、复核、征求意见，按《第三方机构预算绩效评价业务监督管理暂行办法》（财监〔2021〕4号）查。

查什么：评价组有没有主评人，主评人有没有职称或执业资格、在不在报告上签字；评价机构是不是委托单位、主管部门或实施单位自己；
编制和复核是不是同一个人；征求来的意见有没有逐条答复，不采纳的有没有理由；报告定稿前有没有征求意见的记录。

例：团队表里没有人的角色是主评人；编制人和复核人都是同一个人；一条意见没有写是否采纳。

怎样改：在“团队”“指标”“意见”表补上；有特殊情况的，在“认可”表写明理由，由人具名认可。
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.model.case import Case
from evalkit.model.engagement import Engagement, Member
from evalkit.model.places import Finding, Severity, Where
from evalkit.numbers import plain

ID = "compliance"
TITLE = "执业要求"

_BASIS = "财监〔2021〕4号"
_LEAD = "主评人"
#: What stands in the table of opinions for somebody who was asked and had none.
_NONE = ("无", "无意见", "没有意见", "无异议", "无修改意见")


def check(case: Case) -> tuple[Finding, ...]:
    """What the rules of the trade ask of an engagement; a stranger's report is not held to them."""
    if case.engagement is None:
        return ()
    found = (*_team(case.engagement), *_independent(case.engagement), *_reviewed(case.engagement))
    return (*found, *_opinions(case.engagement))


def _told(severity: Severity, message: str, at: Where, cure: str, subject: str) -> Finding:
    return Finding(ID, severity, message, at, cure, subject=subject)


def _team(engagement: Engagement) -> Iterator[Finding]:
    if not engagement.team:
        return
    leads = [member for member in engagement.team if _LEAD in member.role or _LEAD in member.signs]
    if not leads:
        message = f"团队里没有主评人，{_BASIS}要求报告由主评人签名"
        yield _told("error", message, engagement.team[0].at, "在“团队”表把一个人的角色写为主评人", _LEAD)
    for lead in leads:
        if not (lead.title.strip() or lead.qualification.strip()):
            message = f"主评人{lead.name}没有写职称和执业资格"
            yield _told("warning", message, lead.at, "在“团队”表写上中级以上职称，或注册会计师等执业资格", lead.name)
    if leads and not any(_signs(lead) for lead in leads) and any(_signs(one) for one in engagement.team):
        message = f"在报告上签字的人里没有主评人，{_BASIS}要求报告由主评人签名"
        yield _told("warning", message, leads[0].at, "在“团队”表给主评人写上“签字身份”", leads[0].name)


def _signs(member: Member) -> bool:
    return bool(member.signs.strip())


def _independent(engagement: Engagement) -> Iterator[Finding]:
    """The firm may be neither who commissions nor who is evaluated."""
    firm = _squeezed(engagement.firm.get("名称", ""))
    for key in ("委托单位", "主管部门", "实施单位"):
        if firm and _squeezed(engagement.project.get(key, "")) == firm:
            message = f"评价机构与{key}是同一个单位“{firm}”，不是独立的第三方"
            place = engagement.places.get("机构.名称", engagement.at)
            yield _told("error", message, place, f"改正“机构”表的名称，或“项目”表的{key}", key)


def _reviewed(engagement: Engagement) -> Iterator[Finding]:
    alone = [node for node in engagement.indicators if node.leaf and node.prepared_by.strip()]
    alone = [node for node in alone if plain(node.prepared_by) == plain(node.reviewed_by)]
    if alone:
        codes = "、".join(node.code for node in alone[:8]) + ("等" if len(alone) > 8 else "")
        message = f"有 {len(alone)} 个指标的编制人和复核人是同一个人：{codes}"
        yield _told("warning", message, alone[0].at, "由编制人以外的人复核，改“指标”表的复核人", "复核")


def _opinions(engagement: Engagement) -> Iterator[Finding]:
    for order, one in enumerate(engagement.opinions, start=1):
        if not one.adopted and plain(one.text).rstrip("。") not in _NONE:
            message = f"第 {order} 条意见（{one.source}）没有写是否采纳"
            yield _told("warning", message, one.at, "在“意见”表写采纳、部分采纳或不采纳", f"意见{order}")
        elif one.adopted not in ("", "采纳") and not one.reason.strip():
            message = f"第 {order} 条意见（{one.source}）{one.adopted}，没有写理由"
            yield _told("warning", message, one.at, "在“意见”表写明理由", f"意见{order}")
    if not engagement.opinions and any(one.version == "定稿" for one in engagement.versions):
        message = "得分已经定稿，没有征求意见的记录"
        yield _told("note", message, engagement.at, "收到的意见填进“意见”表；对方没有意见的，写一行“无意见”", "意见")


def _squeezed(name: str) -> str:
    return "".join(plain(name).split())
