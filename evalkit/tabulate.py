"""``Survey`` -> ``Facts``: counts, shares, mean scores and intervals by question and group, and ``survey tabulate --json``.

A mean score (题均值, 满意度) is a ``MEAN``, a share of people a ``SHARE``: 87.04 of the one and 92.59 of the other come
from the same answers, and neither may be printed for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from evalkit.answers import counting, satisfied
from evalkit.answers.counting import SURE, VALID, Counts, Mean, Within
from evalkit.figures import label_part
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, Where, fault
from evalkit.model.questionnaire import Option, Question, Survey
from evalkit.numbers import divide, fixed, parse_decimal, round_half_up, trimmed
from evalkit.statistics import wilson

Findings = tuple[Finding, ...]

#: A group's shares of the population and of the forms are far apart from this many points on.
FAR_APART = Decimal(20)


def tabulate(survey: Survey) -> tuple[Facts, Findings]:
    """All facts of a survey, ``问卷.<id>.…``; per cent figures in points, 2 places, with n and a 95 % interval.

    Intervals are t for means and Wilson for shares, with the finite population correction when 总体 is known; they
    take the answers for a simple random sample.
    """
    teller = _Teller(survey)
    facts = [*teller.accounting()]
    for question in survey.questionnaire.questions:
        facts += (*teller.question(question), *teller.satisfied(question))
    facts += teller.satisfaction()
    facts += teller.groups()
    return Facts(facts), (*_accounting_faults(survey), *_roster(survey))


class _Teller:
    """Makes the facts of one survey."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.form = survey.questionnaire
        self.prefix = f"问卷.{label_part(self.form.id)}"
        self.valid = counting.forms(survey)

    def count(self, name: str, value: int | None, unit: str, how: str, sources: tuple[Where, ...] = ()) -> Fact:
        exact = None if value is None else Decimal(value)
        return Fact(f"{self.prefix}.{name}", exact, Measure.COUNT, 0, unit, how, sources=sources)

    def rate(self, name: str, top: int, bottom: int | None, above: str, below: str) -> Fact:
        value = divide(Decimal(top * 100), Decimal(bottom)) if bottom else None
        inputs = (f"{self.prefix}.{above}", f"{self.prefix}.{below}")
        how = f"{above}{top}份÷{below}{bottom}份" if bottom else f"没有{below}份数"
        return Fact(f"{self.prefix}.{name}", value, Measure.RATE, 2, "%", how, inputs)

    def mean(self, name: str, mean: Mean | None, how: str, sources: tuple[Where, ...]) -> Fact:
        id = f"{self.prefix}.{name}"
        value, n, interval = (mean.value, mean.n, mean.interval) if mean else (None, 0, None)
        return Fact(id, value, Measure.MEAN, 2, "%", how, n=n, interval=interval, sources=sources)

    def accounting(self) -> Iterator[Fact]:
        survey, file = self.survey, (Where(self.survey.file),)
        invalid = survey.collected - self.valid
        reasons = "；".join(f"{one.reason}的{len(one.rows)}份" for one in survey.screened if one.state == "invalid")
        yield self.count("发放", self.form.issued, "份", "问卷文件所载", (self.form.at,))
        yield self.count("总体", self.form.population, "人", "问卷文件所载", (self.form.at,))
        yield self.count("收回", survey.collected, "份", "答卷文件中的份数", file)
        yield self.count("有效", self.valid, "份", f"收回{survey.collected}份，减去无效{invalid}份", file)
        yield self.count("无效", invalid, "份", f"筛查剔除：{reasons}" if reasons else "筛查没有剔除", file)
        yield self.count("存疑", survey.count("suspected"), "份", "筛查存疑，计入有效", file)
        yield self.rate("回收率", survey.collected, self.form.issued, "收回", "发放")
        yield self.rate("有效率", self.valid, survey.collected, "有效", "收回")

    # ---- questions ------------------------------------------------------------------------------------------------

    def question(self, question: Question) -> Iterator[Fact]:
        survey = self.survey
        if question.type == "matrix":
            for index in range(1, len(question.rows) + 1):
                key = f"{question.id}.{index}"
                yield from self.options(key, question.options, counting.closed(survey, key, len(question.options)))
            if any(option.score is not None for option in question.options):
                whole = counting.composite(survey, (question,), population=self.form.population)
                yield self.mean(f"{question.id}.均值", whole, "各行均值（未四舍五入）的平均", sources(survey, question))
        elif question.type in ("multi", "rank"):
            yield from self.options(question.id, question.options, counting.several(survey, question))
        elif question.options:
            counts = counting.closed(survey, question.id, len(question.options))
            yield from self.options(question.id, question.options, counts)
        else:
            yield from self.open(question)

    def options(self, key: str, options: tuple[Option, ...], counts: Counts) -> Iterator[Fact]:
        """Answers, those without one, the mean, and number and share of each option; ``key`` is Q4, or Q8.1 for a row."""
        where = places(self.survey, key)
        yield self.count(f"{key}.人数", counts.n, "人", f"有效问卷{self.valid}份中作答的", where)
        yield self.count(f"{key}.未答", counts.skipped, "人", "有效问卷中未答或按逻辑跳过的", where)
        if any(option.score is not None for option in options):
            scored = [(o, c) for o, c in zip(options, counts.options, strict=True) if o.score is not None]
            terms = "＋".join(f"{c}人×{trimmed(o.score)}" for o, c in scored if o.score is not None)
            how = f"（{terms}）÷{sum(c for _, c in scored)}人"
            yield self.mean(f"{key}.均值", counting.mean(counts, options, self.form.population), how, where)
        for option, count in zip(options, counts.options, strict=True):
            name = f"{key}.{label_part(option.label)}"
            yield self.count(f"{name}.人数", count, "人", f"选“{option.label}”的", where)
            yield self.share(name, count, counts.n, where)

    def share(self, name: str, count: int, n: int, where: tuple[Where, ...]) -> Fact:
        """The share of those who answered, with its Wilson interval."""
        id, inputs = f"{self.prefix}.{name}.占比", (f"{self.prefix}.{name}.人数",)
        if not n:
            return Fact(id, None, Measure.SHARE, 2, "%", "没有人作答", inputs, n=0, sources=where)
        low, high = wilson(count, n, self.form.population)
        value = divide(Decimal(count * 100), Decimal(n))
        interval = None if low == high else (low * 100, high * 100)
        return Fact(id, value, Measure.SHARE, 2, "%", f"{count}人÷{n}人", inputs, n, interval, where)

    def open(self, question: Question) -> Iterator[Fact]:
        """Open answers: how many, the mean of numbers, and how many fall under each category of the codebook."""
        texts = counting.typed(self.survey, question.id)
        n, where = texts.total(), places(self.survey, question.id)
        yield self.count(f"{question.id}.人数", n, "人", f"有效问卷{self.valid}份中作答的", where)
        yield self.count(f"{question.id}.未答", self.valid - n, "人", "有效问卷中未答或按逻辑跳过的", where)
        if question.type == "number":
            value, base = _average(texts)
            id = f"{self.prefix}.{question.id}.均值"
            yield Fact(id, value, Measure.NUMBER, 2, how=f"{base}个数的平均", n=base, sources=where)
        matched: set[str] = set()
        for name, keywords in question.categories:
            belonging = {text for text in texts if any(keyword in text for keyword in keywords)}
            matched |= belonging
            how = f"意见中出现{'、'.join(keywords)}之一的；一份意见可归入几类"
            amount = sum(texts[text] for text in belonging)
            yield self.count(f"{question.id}.{label_part(name)}.人数", amount, "人", how, where)
            yield self.share(f"{question.id}.{label_part(name)}", amount, n, where)
        if question.categories:
            rest = n - sum(texts[text] for text in matched)
            yield self.count(f"{question.id}.未归类.人数", rest, "人", "不属于以上任何一类的意见", where)

    def satisfied(self, question: Question) -> Iterator[Fact]:
        """满意率 of a question that asks for satisfaction: the share of those in the base of its mean."""
        scored = any(option.score is not None for option in question.options)
        if not scored or (question.weight is None and question.role != "satisfaction"):
            return
        found = satisfied.share(self.survey, (question,), population=self.form.population)
        how, where = satisfied.words(self.form, (question,)), sources(self.survey, question)
        value, n, interval = (found.value, found.n, found.interval) if found else (None, 0, None)
        if value is not None and not question.rows:
            how = f"{trimmed(round_half_up(value * n / 100, 0))}人÷{n}人，{how}"
        yield Fact(f"{self.prefix}.{question.id}.满意率", value, Measure.SHARE, 2, "%", how, (), n, interval, where)

    # ---- the whole and its groups ---------------------------------------------------------------------------------

    def satisfaction(self) -> Iterator[Fact]:
        """The mean score, by its own name and as 满意度 (derive puts another in its place where that is asked), and the shares."""
        weighed = self.weighed()
        if not weighed:
            return
        equal = len({question.weight for question in weighed}) == 1
        average = f"的{'' if equal else '加权'}平均，有效问卷{self.valid}份"
        how = f"{_names(weighed)} 各题均值（未四舍五入）{average}"
        inputs = tuple(f"{self.prefix}.{question.id}.均值" for question in weighed)
        where = tuple(place for question in weighed for place in sources(self.survey, question))
        mean = counting.satisfaction(self.survey, population=self.form.population)
        for name in ("均值", "满意度"):
            made = self.mean(name, mean, how, where)
            yield Fact(made.id, made.value, made.measure, 2, "%", how, inputs, made.n, made.interval, where)
        how = f"{_names(weighed)} 各题满意率（未四舍五入）{average}"
        yield from self.shares("", how)

    def shares(
        self, head: str, how: str, within: Within | None = None, population: int | None = None
    ) -> Iterator[Fact]:
        """满意率, without and with 一般, of all or of a group."""
        weighed = self.weighed()
        where = tuple(place for question in weighed for place in sources(self.survey, question))
        inputs = () if within else tuple(f"{self.prefix}.{question.id}.满意率" for question in weighed)
        size = population if within else self.form.population
        for name, neutral in (("满意率", False), ("含一般满意率", True)):
            found = satisfied.share(self.survey, weighed, neutral, within, size)
            words = f"{how}；{satisfied.words(self.form, weighed, neutral)}"
            value, n, interval = (found.value, found.n, found.interval) if found else (None, 0, None)
            id, used = f"{self.prefix}.{head}{name}", () if neutral else inputs
            yield Fact(id, value, Measure.SHARE, 2, "%", words, used, n, interval, where)

    def weighed(self) -> tuple[Question, ...]:
        return tuple(question for question in self.form.questions if question.weight is not None)

    def groups(self) -> Iterator[Fact]:
        if not self.form.group:
            return
        question, sizes = self.form.question(self.form.group), dict(self.form.populations)
        for code, option in enumerate(question.options):
            within = (question.id, code)
            name, where = f"分组.{label_part(option.label)}", places(self.survey, question.id)
            size = counting.forms(self.survey, within=within)
            yield self.count(f"{name}.有效", size, "份", f"{question.id} 选“{option.label}”的有效问卷", where)
            if option.label in sizes:
                yield self.count(f"{name}.总体", sizes[option.label], "人", "问卷文件所载", (self.form.at,))
            if any(asked.weight is not None for asked in self.form.questions):
                mean = counting.satisfaction(self.survey, within=within, population=sizes.get(option.label))
                how = f"{question.id} 选“{option.label}”的{size}份，算法同总体满意度"
                yield self.mean(f"{name}.均值", mean, how, where)
                yield self.mean(f"{name}.满意度", mean, how, where)
                yield from self.shares(f"{name}.", how.replace("满意度", "满意率"), within, sizes.get(option.label))


def places(survey: Survey, key: str) -> tuple[Where, ...]:
    """The columns an answer key was read from; several for a multiple choice with a column an option."""
    if key in survey.columns:
        return (survey.columns[key],)
    return tuple(place for name, place in survey.columns.items() if name.startswith(f"{key}="))


def sources(survey: Survey, question: Question) -> tuple[Where, ...]:
    """All columns of a question."""
    rows = range(1, len(question.rows) + 1)
    keys = [f"{question.id}.{row}" for row in rows] or [question.id]
    return tuple(place for key in keys for place in places(survey, key))


def _names(questions: tuple[Question, ...]) -> str:
    return "、".join(question.id for question in questions)


def _average(texts: Any) -> tuple[Decimal | None, int]:
    total, base = Decimal(0), 0
    for text, count in texts.items():
        value = parse_decimal(text)
        if value is not None:
            total, base = total + value * count, base + count
    return (divide(total, Decimal(base)) if base else None), base


def _accounting_faults(survey: Survey) -> Findings:
    form, found = survey.questionnaire, []
    if form.issued is not None and form.issued < survey.collected:
        message = f"问卷“{form.id}”发放 {form.issued} 份，却收回 {survey.collected} 份"
        found.append(fault(form.at, message, "核对发放数，或看看答卷里有没有不属于这次调查的"))
    valid = counting.forms(survey)
    if form.population is not None and form.population < valid:
        message = f"问卷“{form.id}”的总体只有 {form.population} 人，有效问卷却有 {valid} 份"
        found.append(fault(form.at, message, "核对“总体”的人数，或看看答卷里有没有重复的"))
    return tuple(found)


def _roster(survey: Survey) -> Findings:
    """A warning where a group is a large part of the people and a small part of the forms, or the reverse."""
    form, valid = survey.questionnaire, counting.forms(survey)
    population = form.population
    if not form.populations or not population or not valid:
        return ()
    question = form.question(form.group)
    labels = [option.label for option in question.options]
    told = []
    for label, size in form.populations:
        n = counting.forms(survey, within=(question.id, labels.index(label)))
        people, asked = Decimal(size * 100) / population, Decimal(n * 100) / valid
        if abs(people - asked) >= FAR_APART or (size and not n):
            told.append(
                f"“{label}”占总体的{fixed(people, 2)}%（{size}/{population}人），"
                f"占有效问卷的{fixed(asked, 2)}%（{n}/{valid}份）"
            )
    if not told:
        return ()
    message = f"问卷“{form.id}”的样本与总体构成相差很大：{'；'.join(told)}"
    cure = "补充调查样本偏少的一类；补不了的，在报告里说明，有关这一类人的结论要慎用"
    return (Finding("other", "warning", message, form.at, cure, subject=f"问卷.{form.id}"),)


# ---- survey tabulate --json -----------------------------------------------------------------------------------------


def survey_report(survey: Survey, facts: Facts, by: tuple[str, ...] = ()) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey tabulate --json``; ``by`` are question IDs or texts, an unknown one is a fault."""
    teller = _Reporter(survey, facts)
    form = survey.questionnaire
    groups, findings = [], []
    for name in by:
        question = next((asked for asked in form.questions if name in (asked.id, asked.text, asked.topic)), None)
        if question is None or question.type not in ("single", "scale"):
            known = "、".join(asked.id for asked in form.questions if asked.type in ("single", "scale"))
            message = f"不能按“{name}”分组：{'不是单选题' if question else '问卷里没有这一题'}"
            findings.append(fault(form.at, message, f"可以分组的题：{known}"))
            continue
        groups += [teller.group(question, asked) for asked in form.questions if asked.options and asked != question]
    weighed = [question.id for question in form.questions if question.weight is not None]
    overall = facts.get(f"{teller.prefix}.满意度")
    sure = counting.satisfaction(survey, SURE, population=form.population)
    return {
        "platform": survey.platform,
        "collected": survey.collected,
        "valid": counting.forms(survey),
        "suspected": survey.count("suspected"),
        "invalid": survey.count("invalid"),
        "screening": [{"rule": one.rule, "state": one.state, "rows": list(one.rows)} for one in survey.screened],
        "questions": [teller.question(question) for question in form.questions],
        "satisfaction": overall
        and {"value": overall.text or None, "of": weighed, "ci": _ends(overall.interval), "n": overall.n},
        "without_suspected": {
            "valid": counting.forms(survey, SURE),
            "satisfaction": fixed(sure.value, 2) if sure else None,
        },
        "reliability": None,
        "groups": groups,
    }, tuple(findings)


class _Reporter:
    """Facts and counts as the contract's JSON."""

    def __init__(self, survey: Survey, facts: Facts) -> None:
        self.survey, self.facts = survey, facts
        self.prefix = f"问卷.{label_part(survey.questionnaire.id)}"

    def question(self, question: Question) -> dict[str, Any]:
        survey, options = self.survey, question.options
        head = {"id": question.id, "text": question.text, "type": question.type}
        if question.type == "matrix":
            rows = []
            for index, text in enumerate(question.rows, 1):
                key = f"{question.id}.{index}"
                counts = counting.closed(survey, key, len(options))
                rows.append({"id": key, "text": text, "type": "matrix", **self.counted(key, options, counts)})
            n = counting.answered(survey, question)
            skipped = counting.forms(survey) - n
            return {**head, "n": n, "skipped": skipped, "options": [], **self.mean(question.id), "rows": rows}
        if not options:
            texts = counting.typed(survey, question.id)
            skipped = counting.forms(survey) - texts.total()
            return {**head, "n": texts.total(), "skipped": skipped, "options": [], **self.mean(question.id), "rows": []}
        if question.type in ("multi", "rank"):
            counts = counting.several(survey, question)
        else:
            counts = counting.closed(survey, question.id, len(options))
        return {**head, **self.counted(question.id, options, counts), "rows": []}

    def counted(self, key: str, options: tuple[Option, ...], counts: Counts) -> dict[str, Any]:
        listed = _listed(options, counts)
        return {"n": counts.n, "skipped": counts.skipped, "options": listed, **self.mean(key)}

    def mean(self, key: str) -> dict[str, Any]:
        fact = self.facts.get(f"{self.prefix}.{key}.均值")
        return {"mean": (fact.text or None) if fact else None, "ci": _ends(fact.interval) if fact else None}

    def group(self, by: Question, question: Question) -> dict[str, Any]:
        """One question by the options of another."""
        levels = []
        for code, option in enumerate(by.options):
            within: Within = (by.id, code)
            if question.type == "matrix":
                mean = counting.composite(self.survey, (question,), VALID, within)
                n, listed = counting.answered(self.survey, question, within), []
            else:
                many = question.type in ("multi", "rank")
                counts = (
                    counting.several(self.survey, question, VALID, within)
                    if many
                    else counting.closed(self.survey, question.id, len(question.options), VALID, within)
                )
                mean = None if many else counting.mean(counts, question.options)
                n, listed = counts.n, _listed(question.options, counts)
            shown = fixed(mean.value, 2) if mean else None
            levels.append({"label": option.label, "n": n, "mean": shown, "options": listed})
        return {"by": by.id, "question": question.id, "levels": levels, "test": None}


def _listed(options: tuple[Option, ...], counts: Counts) -> list[dict[str, Any]]:
    return [
        {
            "label": option.label,
            "score": None if option.score is None else trimmed(option.score),
            "count": count,
            "percent": fixed(divide(Decimal(count * 100), Decimal(counts.n)), 2) if counts.n else None,
        }
        for option, count in zip(options, counts.options, strict=True)
    ]


def _ends(interval: tuple[Decimal, Decimal] | None) -> list[str] | None:
    return [fixed(end, 2) for end in interval] if interval else None
