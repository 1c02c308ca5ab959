"""Survey figures by questionnaire: which questionnaires an exhibit shows, and the facts of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from evalkit.asking import LEAST_SHOWN
from evalkit.exhibits._cells import caption, joined
from evalkit.figures import answered, clean, fact_of, figure, survey_fact
from evalkit.model.case import Case
from evalkit.model.document import Caption, Cell, Chart, Inline, Ref, Table, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.surveyed import audience, in_order

#: The remark on shares that do not add up as printed.
ROUNDED = "占比经四舍五入，各项相加与100%略有出入。"


def chosen(case: Case, options: Mapping[str, str]) -> tuple[Questionnaire, ...]:
    """The questionnaires with answers, the main one first; or the one the option 问卷 names."""
    found = {one.id: one for one in (case.engagement.questionnaires if case.engagement is not None else ())}
    found.update({id: survey.questionnaire for id, survey in case.surveys.items()})
    name = options.get("问卷", "")
    return in_order(case, (one for one in found.values() if answered(case, one.id) and (not name or one.id == name)))


def profiled(one: Questionnaire) -> tuple[Question, ...]:
    """The questions that say who a respondent is, one answer each: those a table of the respondents is made up of."""
    return tuple(
        question
        for question in one.questions
        if question.options
        and question.type in ("single", "scale")
        and (question.role == "profile" or question.id == one.group)
    )


def numbered(one: Questionnaire, questions: Iterable[Question]) -> str:
    """``第3、5题``, ``第1至4题``: where questions stand in the questionnaire, from 1."""
    wanted = {question.id for question in questions}
    runs: list[list[int]] = []
    for place, question in enumerate(one.questions, start=1):
        if question.id in wanted:
            if runs and runs[-1][-1] == place - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
    told = (f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(str(place) for place in run) for run in runs)
    return f"第{'、'.join(told)}题"


def asked_about(question: Question) -> str:
    """What a question is about, in few words: its 主题, else the question itself without the sign at its end."""
    return clean(question.topic or question.text).rstrip("？?：:。")


def owner(case: Case, one: Questionnaire) -> str:
    """``老年人问卷``, where there are several questionnaires and a sentence must say which; else empty."""
    if not _several(case):
        return ""
    name = audience(one)
    return f"{clean(name)}问卷" if name else f"“{clean(one.title)}”"


def _several(case: Case) -> bool:
    ids = {one.id for one in (case.engagement.questionnaires if case.engagement is not None else ())} | set(
        case.surveys
    )
    return sum(answered(case, id) for id in ids) > 1


def titled(case: Case, one: Questionnaire, title: str, kind: str = "表", label: str = "") -> Caption:
    """A caption that says whose answers it is about, where there are several questionnaires."""
    several = _several(case)
    return caption(f"{title}（{clean(audience(one) or one.title)}）" if several else title, kind, label)


def seen(what: str, table: Table | None, chart: Chart | None, more: tuple[Inline, ...] = ()) -> tuple[Inline, ...]:
    """``各选项的占比见表3-2和图3-1。``: the sentence that refers to a table, a chart or both; ``more`` stands before its end."""
    shown_in = [one.caption.label for one in (table, chart) if one is not None and one.caption is not None]
    if not shown_in:
        return ()
    return (Text(f"{what}见"), *joined([(Ref(label),) for label in shown_in], "和"), *more, Text("。"))


def fact(case: Case, *parts: str) -> Fact | None:
    """The survey fact with these parts of an ID, none when it is absent or empty."""
    return survey_fact(case, *parts)


def shown(case: Case, *parts: str) -> tuple[Inline, ...]:
    """A survey fact with its unit, a dash where it is absent."""
    found = fact(case, *parts)
    return (Text("—"),) if found is None else (figure(found),)


def value(found: Fact | None) -> Decimal | None:
    """The printed figure for a chart."""
    return None if found is None else found.printed


def counted(case: Case, *parts: str) -> bool:
    """Whether a count is there and not nought."""
    found = fact(case, *parts, "人数")
    return found is not None and found.value != 0


def defined(case: Case) -> str:
    """What 满意度 is by the definitions of the engagement: 均值, 满意率 or 含一般满意率."""
    return case.engagement.definitions.satisfaction if case.engagement is not None else "均值"


def called(case: Case) -> str:
    """What the satisfaction figure is called at the head of a column: a mean is 满意度, a share of people 满意率."""
    return {"均值": "满意度", "满意率": "满意率", "含一般满意率": "满意率（含一般）"}[defined(case)]


def called_whole(case: Case) -> str:
    """What the satisfaction figure of a whole questionnaire is called in a sentence."""
    return f"总体{called(case)}"


def weighed(one: Questionnaire) -> tuple[Question, ...]:
    """The questions that make the satisfaction figure."""
    return tuple(question for question in one.questions if question.weight is not None)


def result(case: Case, one: Questionnaire, question: Question) -> Fact | None:
    """What a scored question came to: its mean, or its 满意率 where the definitions go by shares and it asks for that."""
    meant = defined(case)
    if meant != "均值" and (question.weight is not None or question.role == "satisfaction"):
        return fact(case, one.id, question.id, meant)
    return fact(case, one.id, question.id, "均值")


def guarded(found: Fact | None, size: Fact | None = None) -> Cell:
    """A mean or share of a group as a cell; a dash where it is absent, or would tell about fewer than five people.

    ``size`` is how many forms the group has.
    """
    known = [n for n in (found.n if found else None, size.printed if size else None) if n is not None]
    if found is None or not known or min(known) < LEAST_SHOWN:
        return Cell((Text("—"),))
    return Cell((figure(found),))


def within(case: Case, found: Fact | None, options: Mapping[str, str]) -> tuple[Inline, ...]:
    """``（95%置信区间80.68%—93.39%）`` behind a figure, where the engagement or the chapter asks for intervals."""
    wanted = options.get("区间") or fact_of(case, "项目.调查区间").text
    span = found.span if found is not None and wanted == "列出" else None
    return (Text("（95%置信区间"), figure(span), Text("）")) if span is not None else ()


def rounded(shares: Iterable[Fact | None]) -> tuple[tuple[Inline, ...], ...]:
    """The note under shares of one whole that do not add up as printed."""
    return noted([(Text(ROUNDED),)]) if off(shares) else ()


def off(shares: Iterable[Fact | None]) -> bool:
    """Whether shares of one whole do not add up as printed."""
    known = [share.printed for share in shares if share is not None]
    return bool(known) and sum(known) != 100


def noted(remarks: Iterable[tuple[Inline, ...]]) -> tuple[tuple[Inline, ...], ...]:
    """The remarks below a table in one note; none where there is none."""
    told = [inline for remark in remarks for inline in remark]
    return ((Text("注："), *told),) if told else ()


# 政策知晓情况 + 知晓度 would say it twice.
_MEASURE_WORDS = re.compile(r"(?:知晓|了解|满意)(?:情况|程度|度)?$")


def measured_as(case: Case, question: Question) -> str:
    """What the result of a question is called in a sentence: a mean 满意度, a share of people 满意率."""
    topic = _MEASURE_WORDS.sub("", clean(question.topic))
    match question.role:
        case "satisfaction":
            return f"{topic}{called(case)}" if topic else f"本题{called(case)}"
        case "awareness":
            return f"{topic}知晓度" if topic else "知晓度"
        case "effect":
            name = called(case) if question.weight is not None and defined(case) != "均值" else "评价均值"
            return f"{topic}的{name}" if topic else f"本题{name}"
    return f"{topic}的平均得分率" if topic else "本题平均得分率"
