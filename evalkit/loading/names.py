"""Names of facts in expressions: one that nobody declared, or an expression nobody can read, is a fault at once."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.expressions import evaluate, fold, names
from evalkit.likeness import nearest
from evalkit.model.definitions import NAMES
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where, fault
from evalkit.model.questionnaire import Questionnaire
from evalkit.words import FIRM, PROJECT

MONEY = ("预算数", "到位数", "支出数", "结余", "到位率", "预算执行率")
FORMS = (
    *("发放", "总体", "收回", "有效", "无效", "存疑", "回收率", "有效率", "抽样误差"),
    *("满意度", "均值", "满意率", "含一般满意率", "标准误", "信度", "分组", "加权", "不含存疑", "来源"),
)
SCORED = ("得分", "分值", "扣分", "得分率", "取值", "体系", "加减分", "调整前总分", "总分", "满分", "总得分率", "等级")


def unknown_names(
    engagement: Engagement, figures: tuple[tuple[str, str, Where], ...], ids: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Faults in the expressions of facts and of indicators (``figures``: code, text, place).

    ``ids`` are all questionnaires of the folder, those included that could not be read. Of survey figures the
    questionnaire and the question are checked here; the rest shows when they are counted.
    """
    known = {fold(name): name for name in declared(engagement)}
    surveys = {one.id: one for one in engagement.questionnaires}
    found: list[Finding] = []
    uses = [*figures, *((name, text, at) for name, (text, at) in engagement.expressions.items())]
    for subject, text, at in uses:
        if fold(text) in known:
            continue
        used = names(text)
        if not used:
            found.extend(evaluate(text, {}, at, subject)[1])
        for name in used:
            if name not in known:
                found.extend(unknown(name, known, surveys, ids, at))
    return tuple(found)


def declared(engagement: Engagement) -> Iterator[str]:
    """The names known before any answer is counted."""
    yield from (fact.id for fact in engagement.typed)
    yield from (f"{PROJECT.name}.{field.key}" for field in PROJECT.fields)
    yield from (f"{FIRM.name}.{field.key}" for field in FIRM.fields)
    yield from (f"口径.{key}" for key in NAMES)
    yield from (f"资金.{key}" for key in MONEY)
    for fund in engagement.funds:
        yield from (f"资金.{fund.name.replace('.', '·')}.{key}" for key in MONEY)


def unknown(
    name: str, known: dict[str, str], surveys: dict[str, Questionnaire], ids: tuple[str, ...], at: Where
) -> Iterator[Finding]:
    root, _, rest = name.partition(".")
    if root in SCORED:
        message = f"算式里用了“{name}”，得分要在算式之后才有"
        yield fault(at, message, "换成事实；得分之间的关系由程序合计")
    elif root == "问卷" and rest:
        yield from unknown_survey(name, rest.split("."), surveys, ids, at)
    else:
        near = nearest(name, known.values(), 0.6)
        cure = f"是不是“{near}”；不是的话，" if near else ""
        if near and any(word in near for word in "且或"):
            cure = f"是不是“{near}”，名称里有“且”“或”的，写成「{near}」；不是的话，"
        yield fault(at, f"没有叫“{name}”的事实", f"{cure}在“事实”表加上它，或改正名称")


def unknown_survey(
    name: str, parts: list[str], surveys: dict[str, Questionnaire], ids: tuple[str, ...], at: Where
) -> Iterator[Finding]:
    by_folded = {fold(id): id for id in ids}
    if parts[0] not in by_folded:
        near = nearest(parts[0], ids)
        listed = f"已有的问卷：{'、'.join(ids)}" if ids else "questionnaires 里还没有问卷"
        yield fault(at, f"“{name}”里的问卷“{parts[0]}”不存在", f"是不是“{near}”" if near else listed)
        return
    survey = surveys.get(by_folded[parts[0]])
    if survey is None or len(parts) < 2:
        if len(parts) < 2:
            yield fault(at, f"“{name}”没有写完", f"如“{name}.满意度”")
        return
    keys = (*FORMS, *(question.id for question in survey.questions))
    if parts[1] not in {fold(key) for key in keys}:
        near = nearest(parts[1], keys)
        cure = f"是不是“{near}”" if near else "题号有：" + "、".join(question.id for question in survey.questions)
        yield fault(at, f"“{name}”：问卷“{survey.id}”没有“{parts[1]}”", cure)
