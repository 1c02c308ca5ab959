"""Facts that the words of a report need besides the tables: both ends of a scale together, groups that differ.

``问卷.<id>.Q4.正面合计.占比`` is what “非常满意”和“比较满意” come to together, of all who answered, as the table's own
shares are; ``问卷.<id>.比较.Q2.Q4.p`` is the probability, adjusted for all questions, that groups by Q2 answer Q4 alike, ``比较.Q2.总体均值.p`` that they
are as satisfied on the whole.
They are made where a report is, not in every tabulation: comparing goes through all tables of a small survey. What stands
behind such a probability comes with it: ``分组.村民.Q4.1.均值`` of a row or a number, and of choices that differ
``分组.村民.Q6.微信.占比`` (of a ranking ``.平均综合得分``). ``Q5.其他.填写.人数`` and ``.引语`` are words written behind an option.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evalkit.answers import choosing, coding, counting, quoting, satisfied
from evalkit.answers.comparing import LEVEL, Comparison, banner, overall
from evalkit.answers.making import Maker, Places
from evalkit.answers.writing_in import write_in_key
from evalkit.asking import LEAST_SHOWN, sides, unit_of
from evalkit.codebook import NOTHING
from evalkit.model.facts import Fact, Facts, Measure, label_part
from evalkit.model.questionnaire import Option, Question, Survey

#: The two ends of a scale by the side of its answers.
ENDS = {"for": "正面合计", "against": "负面合计"}

_TESTS = {
    "kruskal_wallis": "Kruskal–Wallis 检验",
    "kruskal_wallis_exact": "Kruskal–Wallis 精确检验",
    "chi_square": "χ² 检验",
    "fisher_exact": "Freeman–Halton 精确检验",
    "by_option": "逐个选项检验，取其中最小的",
}


def described(survey: Survey) -> Facts:
    """The facts, under the head of the survey's own (``问卷.<id>.``)."""
    maker = Maker(survey)
    facts: list[Fact] = []
    for question in survey.questionnaire.questions:
        keys = counting.keys_of(question) if question.type in ("single", "scale", "matrix") else ()
        for key in keys if question.options else ():
            facts += _ends(maker, key, question.options)
        facts += _with_neutral(maker, question)
        facts += _written_in(maker, question)
    facts += _compared(maker)
    return Facts(facts)


def _ends(maker: Maker, key: str, options: tuple[Option, ...]) -> Iterator[Fact]:
    """The favourable answers together, and the unfavourable ones, where there are two or more of them."""
    found = sides(maker.form, options)
    counts = counting.closed(maker.survey, key, len(options))
    for side, name in ENDS.items():
        those = [(option, n) for option, n, at in zip(options, counts.options, found, strict=True) if at == side]
        if len(those) < 2:
            continue
        where = maker.places(key)
        how = "＋".join(f"“{option.label}”{n}人" for option, n in those)
        whole = sum(n for _, n in those)
        yield maker.count(f"{key}.{name}.人数", whole, "人", how, where)
        yield maker.share(f"{key}.{name}", whole, counts.n, where)


def _with_neutral(maker: Maker, question: Question) -> Iterator[Fact]:
    """含一般满意率 of a question, beside its 满意率, for reports that go by it."""
    scored = any(option.score is not None for option in question.options)
    if not scored or (question.weight is None and question.role != "satisfaction"):
        return
    found = satisfied.share(maker.survey, (question,), True, population=maker.form.population)
    how, where = satisfied.words(maker.form, (question,), True), maker.sources(question)
    yield maker.estimate(f"{question.id}.含一般满意率", found, Measure.SHARE, how, where)


def _written_in(maker: Maker, question: Question) -> Iterator[Fact]:
    """What people wrote behind an option; where somebody has put that into categories, they tell what it was."""
    for place, option in enumerate(question.options):
        key = write_in_key(question, place)
        if key not in maker.survey.answers:
            continue
        found = coding.coding(maker.survey, key, question)
        telling = [one for one in found.answers if NOTHING not in one.categories]
        n, where = sum(one.count for one in telling), maker.places(key) or maker.places(question.id)
        yield maker.count(f"{key}.填写.人数", n, "人", f"在“{option.label}”后面写明了内容的", where)
        if key not in maker.survey.coded:
            quotes = "".join(f"“{text}”" for text in quoting.quoted(telling, n))
            how = f"有代表性的原话，不超过{quoting.MOST}条" if quotes else "没有可以引用的原话"
            yield Fact(f"{maker.prefix}.{key}.填写.引语", quotes or None, Measure.TEXT, how=how, sources=where)


def _compared(maker: Maker) -> Iterator[Fact]:
    """Whether the groups of the questionnaire differ, a question at a time."""
    by = next((one for one in maker.form.questions if one.id == maker.form.group), None)
    if by is None or by.type != "single":
        return
    for made in banner(maker.survey, by):
        yield from _told(maker, made)
        yield from _by_group(maker, by, made)
    yield from _whole(maker, by)


def _whole(maker: Maker, by: Question) -> Iterator[Fact]:
    """Whether the groups differ in the satisfaction figure, by mean scores and by shares.

    The mean of a single question is tested as a question.
    """
    weighed = maker.weighed()
    marked = {
        word: tuple(satisfied.marked_as(maker.form, question, neutral) for question in weighed)
        for word, neutral in (("满意率", False), ("含一般满意率", True))
    }
    for word, questions in {"均值": weighed if len(weighed) > 1 else (), **marked}.items():
        test = overall(maker.survey, by, questions) if questions else None
        if test is None:
            continue
        head = f"比较.{by.id}.总体{word}"
        where = (*maker.places(by.id), *maker.sources(*weighed))
        how = f"{_TESTS[test.name]}，比较各人在计入满意度的各题上的平均，单独检验"
        yield Fact(f"{maker.prefix}.{head}.p", test.p, Measure.NUMBER, 3, "", how, sources=where)
        yield _verdict(maker, head, test.p, where)


def _by_group(maker: Maker, by: Question, made: Comparison) -> Iterator[Fact]:
    """The figures of the groups that are no tabulation's: rows of a matrix, numbers, choices that differ."""
    id, _, row = made.key.partition(".")
    question = maker.form.question(id)
    scored = any(option.score is not None for option in question.options)
    where = maker.sources(question)
    differs = made.test is not None and made.test.adjusted is not None and made.test.adjusted < LEVEL
    for place, (option, level) in enumerate(zip(by.options, made.levels, strict=True)):
        name = f"分组.{label_part(option.label)}.{made.key}"
        how = f"{by.id} 选“{option.label}”的人中"
        if question.type == "number" and level.mean is not None:
            yield maker.number(f"{name}.均值", level.mean.value, f"{how}各数的平均", unit_of(question), level.n, where)
        elif row and level.mean is not None:
            yield maker.mean(f"{name}.均值", level.mean, f"{how} {made.key} 的均值", where)
        elif differs and not scored and level.n >= LEAST_SHOWN:
            ranks = (
                choosing.ranking(maker.survey, question, within=(by.id, place))[1] if question.type == "rank" else ()
            )
            for order, (one, cell) in enumerate(zip(made.options, level.cells, strict=True)):
                of_option = f"{name}.{label_part(one.label)}"
                if ranks:
                    words = f"{how}的平均综合得分"
                    yield maker.number(f"{of_option}.平均综合得分", ranks[order].score, words, "分", level.n, where)
                elif cell.count is not None:
                    yield maker.count(f"{of_option}.人数", cell.count, "人", f"{how}选“{one.label}”的", where)
                    yield maker.share(of_option, cell.count, level.n, where)


def _told(maker: Maker, made: Comparison) -> Iterator[Fact]:
    head = f"比较.{made.by}.{made.key}"
    where = (*maker.places(made.by), *maker.places(made.key.partition(".")[0]))
    test = made.test
    if test is None or test.adjusted is None:
        yield Fact(f"{maker.prefix}.{head}.结论", "没有检验", Measure.TEXT, how=made.note, sources=where)
        return
    how = f"{_TESTS[test.name]}，按 {made.by} 分组的各题一起作 Holm 校正{'；' + made.note if made.note else ''}"
    n = sum(level.n for level in made.levels)
    yield Fact(f"{maker.prefix}.{head}.p", test.adjusted, Measure.NUMBER, 3, "", how, (), n, None, where)
    yield _verdict(maker, head, test.adjusted, where)


def _verdict(maker: Maker, head: str, p: Decimal, where: Places) -> Fact:
    word = "显著" if p < LEVEL else "不显著"
    inputs = (f"{maker.prefix}.{head}.p",)
    line = f"p 小于 {LEVEL} 的为显著"
    return Fact(f"{maker.prefix}.{head}.结论", word, Measure.TEXT, how=line, inputs=inputs, sources=where)
