"""A survey's figures for a part of its forms, or with its forms weighed: groups, weights, without the suspected, alpha.

A mean of fewer than five people of a group is not shown: it would tell what single ones answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evalkit.answers import counting, satisfied, weighting
from evalkit.answers.consistent import alpha
from evalkit.answers.counting import SURE, Mean, Within
from evalkit.answers.making import Maker, Places
from evalkit.asking import LEAST_SHOWN
from evalkit.model.facts import Fact, Measure, label_part
from evalkit.model.questionnaire import Question
from evalkit.numbers import fixed

_SHARES = (("满意率", False), ("含一般满意率", True))


def groups(maker: Maker) -> Iterator[Fact]:
    """Forms, people and satisfaction of every group the questionnaire's 分组题 makes, question by question."""
    form, weighed = maker.form, maker.weighed()
    if not form.group:
        return
    question, sizes = form.question(form.group), dict(form.populations)
    for code, option in enumerate(question.options):
        within: Within = (question.id, code)
        name, where = f"分组.{label_part(option.label)}", maker.places(question.id)
        forms, people = counting.forms(maker.survey, within=within), sizes.get(option.label)
        yield maker.count(f"{name}.有效", forms, "份", f"{question.id} 选“{option.label}”的有效问卷", where)
        if people is not None:
            yield maker.count(f"{name}.总体", people, "人", "问卷文件所载", (form.at,))
        if sizes:
            yield maker.rate(f"{name}.样本比重", forms, maker.valid, f"{name}.有效", "有效")
        if people is not None:
            yield maker.rate(f"{name}.总体比重", people, form.population, f"{name}.总体", "总体", "人")
        how = f"{question.id} 选“{option.label}”的{forms}份，算法同总体满意度"
        if weighed:
            mean = counting.satisfaction(maker.survey, within=within, population=people)
            for word in ("均值", "满意度"):
                yield _within(maker, f"{name}.{word}", mean, Measure.MEAN, how, where)
            sources, how_share = maker.sources(*weighed), how.replace("满意度", "满意率")
            for word, neutral in _SHARES:
                found = satisfied.share(maker.survey, weighed, neutral, within, people)
                words = f"{how_share}；{satisfied.words(form, weighed, neutral)}"
                yield _within(maker, f"{name}.{word}", found, Measure.SHARE, words, sources)
        for asked in _scored(maker, question):
            mean = counting.composite(maker.survey, (asked,), within=within, population=people)
            how = f"{question.id} 选“{option.label}”的人中 {asked.id} 的均值"
            yield _within(maker, f"{name}.{asked.id}.均值", mean, Measure.MEAN, how, maker.sources(asked))


def weighted(maker: Maker) -> Iterator[Fact]:
    """The satisfaction figures with every group weighed by its share of the people, under names of their own.

    Empty, with the reason, where a group was not asked.
    """
    form, weighed = maker.form, maker.weighed()
    if not form.populations:
        return
    made, why = weighting.strata(maker.survey)
    question = form.question(form.group)
    where = maker.places(question.id)
    if made is not None:
        for group in made.groups:
            how = f"（总体{group.population}人÷{made.population}人）÷（{group.n}份÷{sum(g.n for g in made.groups)}份）"
            yield maker.number(f"加权.权数.{label_part(group.label)}", group.weight, how, n=group.n, sources=where)
        how = "加权后相当于多少份权数相同的问卷：权数之和的平方÷权数平方之和"
        yield maker.number("加权.有效样本量", made.effective, how, "份", sources=where)
        shares = "＋".join(f"“{group.label}”{group.population}人" for group in made.groups)
        why = f"按{question.id}分组，各组按人数（{shares}）加权"
    if weighed:
        mean = weighting.weighted(made, _mean(maker, weighed)) if made else None
        for word in ("均值", "满意度"):
            yield maker.mean(f"加权.{word}", mean, f"各组满意度的平均，{why}" if made else why, maker.sources(*weighed))
        for word, neutral in _SHARES:
            share = weighting.weighted(made, _share(maker, weighed, neutral)) if made else None
            words = f"各组满意率的平均，{why}；{satisfied.words(form, weighed, neutral)}" if made else why
            yield maker.estimate(f"加权.{word}", share, Measure.SHARE, words, maker.sources(*weighed))
    for asked in _scored(maker, question):
        found = weighting.weighted(made, _mean(maker, (asked,))) if made else None
        yield maker.mean(
            f"加权.{asked.id}.均值", found, f"各组均值的平均，{why}" if made else why, maker.sources(asked)
        )


def sure(maker: Maker) -> Iterator[Fact]:
    """The satisfaction figures once more without the suspected forms."""
    survey, weighed, form = maker.survey, maker.weighed(), maker.form
    n, suspected = counting.forms(survey, SURE), survey.count("suspected")
    yield maker.count("不含存疑.有效", n, "份", f"有效{maker.valid}份，减去存疑{suspected}份")
    if not weighed:
        return
    mean = counting.satisfaction(survey, SURE, population=form.population)
    how, where = f"不含存疑{suspected}份的{n}份，算法同总体满意度", maker.sources(*weighed)
    for word in ("均值", "满意度"):
        yield maker.mean(f"不含存疑.{word}", mean, how, where)
    for word, neutral in _SHARES:
        share = satisfied.share(survey, weighed, neutral, population=form.population, keep=SURE)
        words = f"{how.replace('满意度', '满意率')}；{satisfied.words(form, weighed, neutral)}"
        yield maker.estimate(f"不含存疑.{word}", share, Measure.SHARE, words, where)


def reliability(maker: Maker) -> Iterator[Fact]:
    """Cronbach's alpha of the questions that make the satisfaction figure, where there are two or more."""
    weighed = maker.weighed()
    if sum(len(question.rows) or 1 for question in weighed) < 2:
        return
    found = alpha(maker.survey)
    id, where = f"{maker.prefix}.信度", maker.sources(*weighed)
    if found is None:
        how = "全部作答的问卷太少，或各份得分都一样，算不出信度"
        yield Fact(id, None, Measure.NUMBER, 2, how=how, n=0, sources=where)
        return
    names = "、".join(question.id for question in weighed)
    how = (
        f"{names} 共{found.items}项、{found.n}份全部作答的问卷的克隆巴赫 α 系数，"
        f"95%置信区间 {fixed(found.interval[0], 2)}—{fixed(found.interval[1], 2)}"
    )
    yield Fact(id, found.value, Measure.NUMBER, 2, "", how, (), found.n, found.interval, where)


def _within(maker: Maker, name: str, found: Mean | None, measure: Measure, how: str, sources: Places) -> Fact:
    """A figure of one group; of a few people only how many they are."""
    if found is None or found.n >= LEAST_SHOWN:
        return maker.estimate(name, found, measure, how, sources)
    how = f"只有{found.n}人作答，不到{LEAST_SHOWN}人的不列，免得看出个人怎样回答"
    return replace(maker.estimate(name, None, measure, how, sources), n=found.n)


def _scored(maker: Maker, group: Question) -> Iterator[Question]:
    for question in maker.form.questions:
        closed = question != group and question.type in ("single", "scale", "matrix")
        if closed and any(option.score is not None for option in question.options):
            yield question


def _mean(maker: Maker, questions: tuple[Question, ...]) -> weighting.MeanOf:
    def within(group: Within, people: int) -> Mean | None:
        return counting.composite(maker.survey, questions, within=group, population=people)

    return within


def _share(maker: Maker, questions: tuple[Question, ...], neutral: bool) -> weighting.MeanOf:
    def within(group: Within, people: int) -> Mean | None:
        return satisfied.share(maker.survey, questions, neutral, group, people)

    return within
