"""The definitions of an engagement as facts, and what they make of other figures: 口径.*, 满意度, rates above 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from evalkit.asking import every_scored_one, weights_told
from evalkit.figures import clean
from evalkit.model.definitions import DEFAULTS, SHIPPED, Choice, Definitions
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Where
from evalkit.model.questionnaire import Questionnaire

FAMILY = "口径"

#: The page that shows what comes with the program.
_OURS = "程序自带的口径（docs/definitions.md）"

#: Rates of which more than the whole is more than was asked for: what 超百显示 speaks of.
_OF_COMPLETION = re.compile("(完成|到位|执行|达标|及时|合格|准确|覆盖)率$")
_HUNDRED = Decimal(100)

#: Scores are printed without noughts at their end: 18.5 and 18 beside 24.25.
_PLACES = {"2": "最多保留两位小数", "1": "最多保留一位小数", "0": "取整数"}
_MEANS = {
    "均值": "满意度为{}赋值得分的{}平均值",
    "满意率": "满意度为{}表示满意的人数占比的{}平均值（满意率）",
    "含一般满意率": "满意度为{}表示满意和一般的人数占比的{}平均值（含一般的满意率）",
}
_RECKONED = {
    "均值": "由计入的各题均值",
    "满意率": "由计入的各题中选满意的人数占作答人数的比例",
    "含一般满意率": "由计入的各题中选满意和一般的人数占作答人数的比例",
}
_CALLED = {"均值": "总体满意度", "满意率": "总体满意率", "含一般满意率": "总体满意率（含一般）"}


def definition_facts(engagement: Engagement) -> Iterator[Fact]:
    """``口径.评价办法``, one fact a definition with its reason, and what reports print."""
    chosen = engagement.definitions
    title = f"《{chosen.title}》" if chosen.title else ""
    how = title if chosen.at.file else f"“项目”表没有写评价办法，用{title or '财政部的办法'}"
    source = chosen.at if chosen.at.file else Where(_OURS, chosen.document)
    yield Fact(f"{FAMILY}.评价办法", chosen.document, Measure.TEXT, how=how, sources=(source,))
    for key in DEFAULTS:
        yield _fact(key, chosen)
    for key, value in (("评价办法", chosen.document), ("等级方案", engagement.scheme.name)):
        if not engagement.project.get(key, "").strip():
            yield Fact(f"项目.{key}", value, Measure.TEXT, how="没有填写", inputs=(f"{FAMILY}.{key}",))
    yield Fact(
        f"{FAMILY}.执行率公式",
        f"支出数÷{chosen.denominator}",
        Measure.TEXT,
        how="按执行率分母",
        inputs=(f"{FAMILY}.执行率分母",),
    )
    by = (f"{FAMILY}.满意度口径",)
    for key, words in (("满意度名称", _CALLED[chosen.satisfaction]), ("满意度算法", _reckoned(engagement))):
        yield Fact(f"{FAMILY}.{key}", words, Measure.TEXT, how="按满意度口径", inputs=by)
    inputs = tuple(f"{FAMILY}.{key}" for key in DEFAULTS)
    yield Fact(f"{FAMILY}.说明", _sentence(engagement), Measure.TEXT, inputs=inputs)


def _fact(key: str, definitions: Definitions) -> Fact:
    choice = definitions.choice(key)
    id, sources = f"{FAMILY}.{key}", (_source(key, choice),)
    if key == "得分位数":
        return Fact(id, Decimal(choice.value), Measure.NUMBER, 0, "位", choice.why, sources=sources)
    if key == "产出效益下限" and definitions.outcome_floor is not None:
        return Fact(id, definitions.outcome_floor, Measure.RATE, None, "%", choice.why, sources=sources)
    return Fact(id, choice.value, Measure.TEXT, how=choice.why, sources=sources)


def _source(key: str, choice: Choice) -> Where:
    """Where a reader finds a definition: what comes with the program stands in a page of the manual."""
    if choice.at.file and not choice.at.file.startswith(SHIPPED):
        return choice.at
    return Where(_OURS, f"{choice.document or '都没有规定时'} {key}")


def _sentence(engagement: Engagement) -> str:
    """What the report says of its definitions, those of one document together; empty without any."""
    definitions = engagement.definitions
    said: dict[str, list[str]] = {}
    for key, words in _spoken(engagement):
        said.setdefault(_head(definitions.choice(key)), []).append(words)
    return "；".join(f"{head}，{'，'.join(words)}" for head, words in said.items()) + "。"


def _spoken(engagement: Engagement) -> Iterator[tuple[str, str]]:
    definitions = engagement.definitions
    yield "执行率分母", f"预算执行率为支出数除以{definitions.denominator}"
    if engagement.questionnaires:
        yield "满意度口径", _meant(engagement)
    yield "得分位数", f"各指标得分四舍五入，{_PLACES[str(definitions.places)]}"
    if definitions.capped:
        yield "超百显示", "到位率、执行率、完成率超过100%的按100%列示"


def _meant(engagement: Engagement) -> str:
    """What 满意度 is, of which questions and by what kind of mean."""
    forms = _weighing(engagement)
    which = "各计分题" if all(map(every_scored_one, forms)) else "计入的各题"
    weighted = sum(bool(weights_told(form)) for form in forms)
    average = "" if not weighted else "加权" if weighted == len(forms) else "平均值或加权"
    return _MEANS[engagement.definitions.satisfaction].format(which, average)


def _reckoned(engagement: Engagement) -> str:
    """How 满意度 is reckoned from its questions, with their weights where those differ."""
    forms, words = _weighing(engagement), _RECKONED[engagement.definitions.satisfaction]
    told = [(form, clean(weights_told(form))) for form in forms if weights_told(form)]
    if not told:
        return f"{words}平均求得"
    if len(forms) == 1:
        return f"{words}加权平均求得，权数{told[0][1]}"
    each = "；".join(f"“{clean(form.title)}”的各题加权，权数{weights}" for form, weights in told)
    return f"{words}平均求得，其中{each}"


def _weighing(engagement: Engagement) -> tuple[Questionnaire, ...]:
    """The questionnaires that have a 满意度: those with answers, where there are any."""
    forms = [form for form in engagement.questionnaires if any(one.weight is not None for one in form.questions)]
    answered = {id.partition("#")[0] for id in engagement.responses}
    return tuple(form for form in forms if form.id in answered) or tuple(forms)


def _head(choice: Choice) -> str:
    if choice.document:
        return f"按{choice.document}"
    return "按本次评价的约定" if choice.at.file else "其余按通常做法"


# ---- what follows -------------------------------------------------------------------------------------------------


def satisfied(definitions: Definitions, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The 满意度 of each questionnaire and group among some facts, as the definition has it: a mean, or a share of people."""
    known = {fact.id: fact for fact in facts}
    word = definitions.satisfaction
    for id, fact in known.items():
        head, _, last = id.rpartition(".")
        if not id.startswith("问卷.") or last != "满意度":
            continue
        meant = fact if word == "均值" else known.get(f"{head}.{word}")
        if meant is not None:
            inputs = (*(fact.inputs if meant is fact else (meant.id,)), f"{FAMILY}.满意度口径")
            yield replace(meant, id=id, inputs=inputs)


def shown(fact: Fact, definitions: Definitions) -> Fact:
    """A rate of completion above 100 % as 100 %, where the definitions ask for that; any other fact as it is.

    What rules read of it is capped with it; they give no more than full marks either way.
    """
    value = fact.value
    over = isinstance(value, Decimal) and value > _HUNDRED and fact.measure is Measure.RATE and fact.unit == "%"
    if not over or not definitions.capped or not _OF_COMPLETION.search(fact.id):
        return fact
    expression = f"最小({fact.expression}, 100%)" if fact.expression else ""
    how = f"{fact.how}，超过 100%，按口径列示 100%" if fact.how else f"{fact.display}，按口径列示 100%"
    return replace(fact, value=_HUNDRED, how=how, inputs=(*fact.inputs, f"{FAMILY}.超百显示"), expression=expression)
