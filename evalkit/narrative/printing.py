"""Values of a chapter as inlines: the filters, and what may be printed as what.

A mean score is no share of people and an amount no count: each filter takes its own measure and complains about any
other, with the filter that fits. A complaint travels with the value and is reported where the value is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.runtime import StrictUndefined
from markupsafe import Markup

from evalkit.figures import abridged, clean, figure, prose
from evalkit.model.document import Break, Inline, Num, Placeholder, Text, plain_text
from evalkit.model.facts import Fact, Measure
from evalkit.narrative.marks import MARK, Insert, Register, without_lines
from evalkit.narrative.views import Figure, Node, Printed, View
from evalkit.numbers import chinese_date, parse_date, plain_date


class Missing(StrictUndefined):
    """A name nobody declared. It may be passed on and printed (with a complaint), and nothing else."""

    __slots__ = ()

    @property
    def path(self) -> str:
        """The name as the chapter wrote it, with what it stands under."""
        owner = self._undefined_obj
        name = str(self._undefined_name or self._undefined_hint or "")
        if isinstance(owner, Node):
            return f"{owner.id}.{name}"
        return f"{owner.label}.{name}" if isinstance(owner, View) else name

    @property
    def neighbours(self) -> tuple[str, ...] | None:
        """The names that are there instead, none when it is a bare name."""
        owner = self._undefined_obj
        return owner.names() if isinstance(owner, Node | View) else None

    @property
    def _undefined_message(self) -> str:
        return self.path


def text_of(value: Any, register: Register) -> str:
    """A value as plain text, for arguments such as the advice of a placeholder."""
    if isinstance(value, Markup):
        marked = without_lines(str(value))
        return MARK.sub(lambda found: _plain(register.value(found.group(1))), marked)
    return plain_text(printed(value).inlines)


def _plain(value: tuple[Inline, ...] | Insert) -> str:
    return "" if isinstance(value, Insert) else plain_text(value)


def printed(value: Any) -> Printed:
    """A value as inlines; what cannot be printed gives a placeholder and a complaint."""
    match value:
        case Printed():
            return value
        case Missing():
            return Printed((Placeholder(value.path),), ("", ""))
        case Figure():
            return _fact(value)
        case Fact():
            return Printed((figure(value),), facts=(value,))
        case str():
            return Printed(prose(value))
        case bool() | None:
            return _unprintable(value, "这里的值不是文字也不是数字", "检查花括号里写的名称")
        case int() | float() | Decimal():
            return Printed((Text(str(value)),))
        case View():
            names = "、".join(value.names()[:6])
            return _unprintable(value, f"“{value.label}”是一组内容，不能直接印出", f"在后面加“.”和栏目名，如{names}")
        case list() | tuple():
            return _unprintable(value, "一个列表不能直接印出", "用“| 顿号”把它连起来，或用 {% for %} 逐个写")
    return _unprintable(value, "这里的值印不出来", "检查花括号里写的名称")


def _fact(value: Figure) -> Printed:
    if value.fact is not None:
        return Printed((figure(value.fact),), facts=(value.fact,))
    label = value.id if isinstance(value, Node) else "这一项"
    names = "、".join(value.names()[:6]) if isinstance(value, Node) else ""
    return _unprintable(value, f"“{label}”是一组数，不能直接印出", f"在后面加“.”和名称，如{names}")


def _unprintable(value: Any, message: str, cure: str) -> Printed:
    return Printed((Placeholder("此处的值"),), (message, cure))


# ---- filters --------------------------------------------------------------------------------------------------------

_FITTING = {
    Measure.AMOUNT: "金额",
    Measure.COUNT: "人数",
    Measure.SHARE: "占比",
    Measure.MEAN: "百分比",
    Measure.RATE: "百分比",
    Measure.SCORE: "分",
    Measure.DATE: "日期",
}


def _measured(word: str, measures: tuple[Measure, ...]) -> Callable[[Any], Any]:
    def filter(value: Any) -> Any:
        if isinstance(value, Missing):
            return value
        made = printed(value)
        still_to_come = any(isinstance(inline, Placeholder) for inline in made.inlines)
        if made.complaint or (isinstance(value, Printed) and not made.facts and still_to_come):
            return made
        if not made.facts:
            return replace(made, complaint=(f"“| {word}”只用于事实，这里不是", f"去掉“| {word}”"))
        unfit = next((fact for fact in made.facts if fact.measure not in measures and not fact.empty), None)
        return made if unfit is None else replace(made, complaint=_unfit(unfit, word, measures))

    return filter


def _unfit(fact: Fact, word: str, measures: tuple[Measure, ...]) -> tuple[str, str]:
    fitting = _FITTING.get(fact.measure)
    cure = f"改用“| {fitting}”" if fitting else f"去掉“| {word}”"
    if {fact.measure, *measures} >= {Measure.MEAN, Measure.SHARE}:
        cure += "；平均得分和人数占比不是一回事，要写多少人认可，用选项的占比"
    return f"“{fact.id}”是{fact.measure.value}，不能当作{word}印出", cure


def _fact_behind(value: Any) -> Fact | None:
    return value.fact if isinstance(value, Figure) else value if isinstance(value, Fact) else None


def _day(word: str, form: Callable[[date], str]) -> Callable[[Any], Any]:
    def filter(value: Any) -> Any:
        if isinstance(value, Missing | Printed):
            return value
        fact = _fact_behind(value)
        if fact is None or fact.empty:
            return printed(value)
        day = fact.value if isinstance(fact.value, date) else parse_date(fact.text)
        if day is None:
            complaint = (f"“{fact.id}”不是日期，不能用“| {word}”", f"去掉“| {word}”，或改正这个日期")
            return Printed((figure(fact),), complaint, (fact,))
        return Printed((Num(form(day), fact.id),), facts=(fact,))

    return filter


def _number(value: Any) -> Any:
    """A figure without its unit."""
    fact = _fact_behind(value)
    return Printed((figure(fact, unit=False),), facts=(fact,)) if fact is not None else printed(value)


def _enumerated(values: Any, separator: str = "、", last: str = "") -> Any:
    """Values in one line, parted by 、 or what is asked for; the last by another word if one is given."""
    if isinstance(values, Missing):
        return values
    parts = [value for value in (printed(value) for value in values) if value.inlines]
    inlines: list[Inline] = []
    for index, part in enumerate(parts):
        if index:
            inlines.append(Text(last if last and index == len(parts) - 1 else separator))
        inlines.extend(part.inlines)
    return _together(tuple(inlines), parts)


def _abridged(values: Any) -> Any:
    """Values in one line for a placeholder, of very many the first and their number."""
    if isinstance(values, Missing):
        return values
    return abridged(plain_text(printed(value).inlines) for value in values)


def _together(inlines: tuple[Inline, ...], parts: Iterable[Printed]) -> Printed:
    """Inlines made of several values: all their facts, and the first complaint."""
    parts = list(parts)
    complaint = next((part.complaint for part in parts if part.complaint), None)
    return Printed(inlines, complaint, tuple(fact for part in parts for fact in part.facts))


_ENDS = "。；;，,、. \t\u3000"


def _clause(value: Any) -> Any:
    """A user's text in the middle of a sentence of ours: one line, without its closing full stop or comma."""
    if isinstance(value, Missing):
        return value
    fact = _fact_behind(value)
    if fact is not None and isinstance(fact.value, str) and fact.value and fact.text.rstrip()[-1] in _ENDS:
        value = fact.text  # prose that is cut is no longer the fact as it stands
    own = printed(value)
    runs: list[Inline] = []
    for inline in own.inlines:
        before = runs[-1] if runs else None
        if isinstance(inline, Break):
            if isinstance(before, Text):
                runs[-1] = replace(before, text=before.text.rstrip(_ENDS))
            runs.append(Text("；"))
        else:
            runs.append(inline)
    if runs and isinstance(runs[-1], Text):
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(_ENDS))
    return replace(own, inlines=tuple(run for run in runs if not isinstance(run, Text) or run.text))


def _headed(value: Any, words: str) -> Any:
    """A user's text behind the words of ours that begin its sentence, unless it begins so itself."""
    if isinstance(value, Missing):
        return value
    fact = _fact_behind(value)
    if fact is not None and not isinstance(fact.value, str | None):
        return Printed((Text(words), figure(fact)), facts=(fact,))
    text = fact.text if fact is not None else value
    if not isinstance(text, str) or not text.strip():
        return value
    text = clean(text)
    return text if text.startswith(words.rstrip("为是：，")) else words + text


#: Stars behind a character are no bold: they hide a part of a name (职工王**、李**).
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])((?:(?!\*\*).)+?)(?<=\S)\*\*(?!\*)")


def _emboldened(line: str) -> tuple[Inline, ...]:
    """A line of a user's prose, what stands between two pairs of stars in bold."""
    words = _BOLD.split(line)
    return tuple(Text(word, bool(place % 2)) for place, word in enumerate(words) if word)


def filters(register: Register) -> Mapping[str, Callable[..., Any]]:
    """The filters of a chapter by name."""

    def paragraphs(value: Any) -> Any:
        """A user's prose, a paragraph a line, ``**…**`` in bold; its placeholder when it is empty."""
        if isinstance(value, Missing):
            return value
        fact = _fact_behind(value)
        figures = isinstance(value, Printed) and value.facts
        if figures or (fact is not None and not (isinstance(fact.value, str) and fact.value)):
            return printed(value)
        text = fact.text if fact is not None else text_of(value, register)
        lines = (clean(line) for line in text.splitlines())
        return Markup("\n\n".join(register.mark(_emboldened(line)) for line in lines if line))

    return {
        "百分比": _measured("百分比", (Measure.RATE, Measure.MEAN)),
        "占比": _measured("占比", (Measure.SHARE,)),
        "金额": _measured("金额", (Measure.AMOUNT,)),
        "人数": _measured("人数", (Measure.COUNT,)),
        "分": _measured("分", (Measure.SCORE,)),
        "日期": _day("日期", plain_date),
        "中文日期": _day("中文日期", chinese_date),
        "数值": _number,
        "顿号": _enumerated,
        "略举": _abridged,
        "句": _clause,
        "冠以": _headed,
        "段落": paragraphs,
    }


def concatenated(parts: Iterable[Any], register: Register) -> Any:
    """``a ~ b``: values side by side, each still printed as what it is."""
    parts = list(parts)
    if any(isinstance(part, Markup) for part in parts):
        return Markup(
            "".join(part if isinstance(part, Markup) else register.mark(printed(part).inlines) for part in parts)
        )
    made = [printed(part) for part in parts]
    return _together(tuple(inline for part in made for inline in part.inlines), made)
