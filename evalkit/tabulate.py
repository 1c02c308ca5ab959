"""``Survey`` -> ``Facts``: counts, shares, mean scores and intervals by question and group, and ``survey tabulate --json``.

A mean score (题均值, 满意度) is a ``MEAN``, a share of people a ``SHARE``: 87.04 of the one and 92.59 of the other come
from the same answers, and neither may be printed for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evalkit.answers import choosing, coding, counting, gathering, grouping, quoting, satisfied
from evalkit.answers.counting import Counts, Mean
from evalkit.answers.making import Maker, Places
from evalkit.answers.reporting import survey_report
from evalkit.asking import unit_of
from evalkit.codebook import NOTHING, UNCODED
from evalkit.model.facts import Fact, Facts, Measure, label_part
from evalkit.model.places import Finding, Where, fault
from evalkit.model.questionnaire import Option, Question, Survey
from evalkit.numbers import divide, fixed, round_half_up, trimmed
from evalkit.statistics import margin

__all__ = ["survey_report", "tabulate"]

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
    for key, question in coding.open_keys(survey):
        facts += teller.coded(key, question)
    facts += teller.satisfaction()
    for more in (gathering.gathered, grouping.groups, grouping.weighted, grouping.sure, grouping.reliability):
        facts += more(teller)
    return Facts(facts), (*_accounting_faults(survey), *_roster(survey), *gathering.mode_effect(survey))


class _Teller(Maker):
    """Tells what a survey's questions, and the survey as a whole, come to."""

    def accounting(self) -> Iterator[Fact]:
        survey, file = self.survey, tuple(Where(name) for name in self.survey.files)
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
        reach = margin(self.valid, self.form.population) * 100 if self.valid else None
        drawn = f"、总体{self.form.population}人" if self.form.population is not None else "，总体没有写，按很大的总体"
        how = f"有效问卷{self.valid}份{drawn}，95%置信水平，占比为一半（误差最大）时威尔逊区间的半宽"
        yield self.number("抽样误差", reach, how, "个百分点", self.valid)

    # ---- questions ------------------------------------------------------------------------------------------------

    def question(self, question: Question) -> Iterator[Fact]:
        survey = self.survey
        if question.type == "matrix":
            for index in range(1, len(question.rows) + 1):
                key = f"{question.id}.{index}"
                yield from self.options(key, question.options, counting.closed(survey, key, len(question.options)))
            if any(option.score is not None for option in question.options):
                whole = counting.composite(survey, (question,), population=self.form.population)
                yield self.mean(f"{question.id}.均值", whole, "各行均值（未四舍五入）的平均", self.sources(question))
                yield from self.spread(question.id, whole, self.sources(question))
        elif question.type in ("multi", "rank"):
            counts = counting.several(survey, question)
            yield from self.options(question.id, question.options, counts)
            yield from self.ranks(question) if question.type == "rank" else self.ticks(question, counts)
        elif question.options:
            counts = counting.closed(survey, question.id, len(question.options))
            yield from self.options(question.id, question.options, counts)
        else:
            yield from self.open(question)

    def options(self, key: str, options: tuple[Option, ...], counts: Counts) -> Iterator[Fact]:
        """Answers, those without one, the mean, and number and share of each option; ``key`` is Q4, or Q8.1 for a row."""
        where = self.places(key)
        yield self.count(f"{key}.人数", counts.n, "人", f"有效问卷{self.valid}份中作答的", where)
        yield self.count(f"{key}.未答", counts.skipped, "人", "有效问卷中未答或按逻辑跳过的", where)
        if any(option.score is not None for option in options):
            scored = [(o, c) for o, c in zip(options, counts.options, strict=True) if o.score is not None]
            terms = "＋".join(f"{c}人×{trimmed(o.score)}" for o, c in scored if o.score is not None)
            how = f"（{terms}）÷{sum(c for _, c in scored)}人"
            mean = counting.mean(counts, options, self.form.population)
            yield self.mean(f"{key}.均值", mean, how, where)
            yield from self.spread(key, mean, where)
        for option, count in zip(options, counts.options, strict=True):
            name = f"{key}.{label_part(option.label)}"
            yield self.count(f"{name}.人数", count, "人", f"选“{option.label}”的", where)
            yield self.share(name, count, counts.n, where)

    def spread(self, key: str, mean: Mean | None, where: Places) -> Iterator[Fact]:
        """The standard deviation of the scores behind a mean, and its standard error."""
        n = mean.n if mean else 0
        census = "，已作有限总体修正" if self.form.population is not None else ""
        how = f"{n}人得分的样本标准差（除以人数减1）"
        yield self.number(f"{key}.标准差", mean.deviation if mean else None, how, "分", n, where)
        how = f"标准差÷√{n}{census}"
        yield self.number(f"{key}.标准误", mean.error if mean else None, how, "个百分点", n, where)

    def ticks(self, question: Question, counts: Counts) -> Iterator[Fact]:
        """A multiple choice on its other base: of all ticks, which add up to 100 %."""
        whole, where = sum(counts.options), self.places(question.id)
        yield self.count(f"{question.id}.人次", whole, "人次", "各选项人数之和，一人选几项计几次", where)
        for option, count in zip(question.options, counts.options, strict=True):
            name = f"{question.id}.{label_part(option.label)}"
            value = divide(Decimal(count * 100), Decimal(whole)) if whole else None
            inputs = (f"{self.prefix}.{name}.人数", f"{self.prefix}.{question.id}.人次")
            how = f"{count}人次÷{whole}人次" if whole else "没有人作答"
            yield Fact(f"{self.prefix}.{name}.人次比重", value, Measure.RATE, 2, "%", how, inputs, whole, None, where)

    def ranks(self, question: Question) -> Iterator[Fact]:
        """Mean rank, weighted score and first places of every option of a ranking."""
        size, where = len(question.options), self.places(question.id)
        n, ranked = choosing.ranking(self.survey, question)
        for option, one in zip(question.options, ranked, strict=True):
            name = f"{question.id}.{label_part(option.label)}"
            yield self.number(f"{name}.平均名次", one.mean, f"选了它的{one.n}人所排名次的平均", n=one.n, sources=where)
            how = f"排第1得{size}分，依次少1分，没有选的0分；{n}人的平均"
            yield self.number(f"{name}.平均综合得分", one.score, how, "分", n, where)
            yield self.count(f"{name}.首选.人数", one.first, "人", f"把“{option.label}”排在第一的", where)
            yield self.share(f"{name}.首选", one.first, n, where)

    def open(self, question: Question) -> Iterator[Fact]:
        """Open answers: how many there are, and what numbers come to."""
        texts = counting.typed(self.survey, question.id)
        n, where = texts.total(), self.places(question.id)
        yield self.count(f"{question.id}.人数", n, "人", f"有效问卷{self.valid}份中作答的", where)
        yield self.count(f"{question.id}.未答", self.valid - n, "人", "有效问卷中未答或按逻辑跳过的", where)
        if question.type == "number":
            found = choosing.numbers(texts)
            other = f"，另有{found.unread}个答案不是数字" if found.unread else ""
            for name, value, how in (
                ("均值", found.mean, "的平均"),
                ("中位数", found.median, "从小到大排在中间的"),
                ("标准差", found.deviation, "的样本标准差（除以个数减1）"),
                ("最小值", found.least, "中最小的"),
                ("最大值", found.most, "中最大的"),
            ):
                how = f"{found.n}个数{how}{other}"
                # One of the answers, or halfway between two, is printed as they were typed.
                typed = name in ("中位数", "最小值", "最大值") and value is not None
                places = min(len(trimmed(value).partition(".")[2]), 2) if typed and value is not None else 2
                yield self.number(f"{question.id}.{name}", value, how, unit_of(question), found.n, where, places)

    def coded(self, key: str, question: Question) -> Iterator[Fact]:
        """How many open answers fall under each category of the codebook, or of what a person made of it, and quotations.

        What was written behind 其他 has categories only where a person gave it some.
        """
        if key != question.id and key not in self.survey.coded:
            return
        found = coding.coding(self.survey, key, question)
        where = self.places(key) or self.places(question.id)
        for name, keywords in found.categories:
            own, label = found.within(name), f"{key}.{label_part(name)}"
            how = f"意见中出现{'、'.join(keywords)}之一的；一份意见可归入几类" if keywords else "人工归类"
            if not keywords and name == NOTHING:
                how = "只写了“无”“没有意见”一类的话"
            elif keywords and self.survey.coded.get(key):
                how += "，并按人工的归类"
            yield self.count(f"{label}.人数", sum(one.count for one in own), "人", how, where)
            yield self.share(label, sum(one.count for one in own), found.n, where)
            quotes = "".join(f"“{text}”" for text in quoting.quoted(own, found.n)) if name != NOTHING else ""
            how = (
                f"这一类里有代表性的原话，不超过{quoting.MOST}条，可能看出是谁的不引"
                if quotes
                else "没有可以引用的原话"
            )
            yield Fact(f"{self.prefix}.{label}.引语", quotes or None, Measure.TEXT, how=how, sources=where)
        rest = sum(one.count for one in found.uncoded)
        yield self.count(f"{key}.{UNCODED}.人数", rest, "人", "不属于以上任何一类的意见", where)

    def satisfied(self, question: Question) -> Iterator[Fact]:
        """满意率 of a question that asks for satisfaction: the share of those in the base of its mean."""
        scored = any(option.score is not None for option in question.options)
        if not scored or (question.weight is None and question.role != "satisfaction"):
            return
        found = satisfied.share(self.survey, (question,), population=self.form.population)
        how, where = satisfied.words(self.form, (question,)), self.sources(question)
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
        weights = {question.id: question.weight for question in weighed if question.weight is not None}
        told = "、".join(f"{id} 为 {trimmed(weight)}" for id, weight in weights.items())
        equal = len(set(weights.values())) == 1
        average = f"的{'平均' if equal else f'加权平均（权数 {told}）'}，有效问卷{self.valid}份"
        how = f"{_names(weighed)} 各题均值（未四舍五入）{average}"
        inputs = tuple(f"{self.prefix}.{question.id}.均值" for question in weighed)
        where = self.sources(*weighed)
        mean = counting.satisfaction(self.survey, population=self.form.population)
        for name in ("均值", "满意度"):
            yield self.mean(name, mean, how, where, inputs)
        census = "，已作有限总体修正" if self.form.population is not None else ""
        n = mean.n if mean else 0
        how_error = f"{n}份问卷的人均得分，标准差÷√{n}{census}"
        yield self.number("标准误", mean.error if mean else None, how_error, "个百分点", n, where)
        how = f"{_names(weighed)} 各题满意率（未四舍五入）{average}"
        for name, neutral in (("满意率", False), ("含一般满意率", True)):
            found = satisfied.share(self.survey, weighed, neutral, population=self.form.population)
            used = () if neutral else tuple(f"{self.prefix}.{question.id}.满意率" for question in weighed)
            words = f"{how}；{satisfied.words(self.form, weighed, neutral)}"
            yield self.estimate(name, found, Measure.SHARE, words, where, used)


def _names(questions: tuple[Question, ...]) -> str:
    return "、".join(question.id for question in questions)


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
    """A warning where a group is a large part of the people and a small part of the forms, or the reverse.

    A group of few people without forms is noted; that no indicator may rest on it is the check's to say.
    """
    form, valid = survey.questionnaire, counting.forms(survey)
    population = form.population
    if not form.populations or not population or not valid:
        return ()
    question = form.question(form.group)
    labels = [option.label for option in question.options]
    told, unasked = [], []
    for label, size in form.populations:
        n = counting.forms(survey, within=(question.id, labels.index(label)))
        people, asked = Decimal(size * 100) / population, Decimal(n * 100) / valid
        if size and not n and people < FAR_APART:
            unasked.append(f"“{label}”（总体 {size} 人，占 {fixed(people, 2)}%）")
        elif abs(people - asked) >= FAR_APART:
            told.append(
                f"“{label}”占总体的{fixed(people, 2)}%（{size}/{population}人），"
                f"占有效问卷的{fixed(asked, 2)}%（{n}/{valid}份）"
            )
    found, subject = [], f"问卷.{form.id}"
    if told:
        message = f"问卷“{form.id}”的样本与总体构成相差很大：{'；'.join(told)}"
        cure = "补充调查样本偏少的一类；补不了的，在报告里说明，有关这一类人的结论要慎用"
        found.append(Finding("other", "warning", message, form.at, cure, subject=subject))
    if unasked:
        message = f"问卷“{form.id}”没有收到{'、'.join(unasked)}的有效问卷"
        cure = "能补充调查的补上；补不了的，在报告里说明结果不反映这一类人"
        found.append(Finding("other", "note", message, form.at, cure, subject=subject))
    return tuple(found)
