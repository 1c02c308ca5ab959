"""The sample beside the people: groups that are over- or under-represented, and the result with groups weighed by them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evalkit.asking import LEAST_SHOWN
from evalkit.exhibits._cells import joined
from evalkit.exhibits._survey import called_whole, fact
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Inline, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Questionnaire
from evalkit.surveyed import uses

#: A group's shares of the people and of the forms are far apart from this many points on.
_FAR = Decimal(20)
#: They differ from this many points on, or where one is so many times the other and they are a point apart or more.
_APART, _TIMES, _POINT = Decimal(5), Decimal("1.5"), Decimal(1)

Run = tuple[Inline, ...]


def far_apart(case: Case, one: Questionnaire) -> tuple[str, ...]:
    """The groups whose share of the forms is nothing like their share of the people, or that nobody answered from."""
    return tuple(
        label
        for label, size in one.populations
        if (pair := shares(case, one, label)) is not None
        and (abs(pair[0].printed - pair[1].printed) >= _FAR or (size and not pair[1].value))
    )


def represented(case: Case, one: Questionnaire) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups with clearly fewer forms than their share of the people, and those with clearly more."""
    ends: tuple[list[str], list[str]] = ([], [])
    for label, _ in one.populations:
        pair = shares(case, one, label)
        if pair is None:
            continue
        whole, forms = pair[0].printed, pair[1].printed
        apart = abs(whole - forms)
        least = min(whole, forms)
        if apart >= _APART or (apart >= _POINT and max(whole, forms) >= least * _TIMES):
            ends[forms > whole].append(label)
    return tuple(ends[0]), tuple(ends[1])


def shares(case: Case, one: Questionnaire, label: str) -> tuple[Fact, Fact] | None:
    """A group's share of the people, and of the forms."""
    whole, forms = (fact(case, one.id, "分组", label, part) for part in ("总体比重", "样本比重"))
    return None if whole is None or forms is None else (whole, forms)


def told_apart(case: Case, one: Questionnaire) -> Run:
    """Which groups are over- and which under-represented, with both shares; or that there is none."""
    few, many = represented(case, one)
    if not few and not many:
        return (Text("样本中各类人的比重与总体相近。"),)
    parts = [
        (*joined([_both(case, one, label) for label in labels], "、"), Text(word))
        for labels, word in ((few, "偏少"), (many, "偏多"))
        if labels
    ]
    rest = len(one.populations) > len(few) + len(many)
    return (
        *(Text("与占总体的比重相比，有效问卷中"), *joined(parts, "，")),
        Text("，其余各类相近。" if rest else "。"),
    )


def _both(case: Case, one: Questionnaire, label: str) -> Run:
    pair = shares(case, one, label)
    assert pair is not None
    whole, forms = pair
    name = Text(f"“{clean(label)}”（占总体的")
    return (name, figure(whole), Text("，占有效问卷的"), figure(forms), Text("）"))


# ---- the weighted result --------------------------------------------------------------------------------------------------


def beside(case: Case, one: Questionnaire, *key: str, explained: bool = False) -> Run:
    """The weighted figure beside the plain one, where an indicator uses it: what it is, who uses it, and why.

    Without a key the result of the whole, else that of a question (``Q4``). What has been ``explained`` is left out.
    """
    names, found = uses(case, one, "加权", *key), fact(case, one.id, "加权", *key, "均值" if key else "满意度")
    if not names or found is None:
        return ()
    few, many = represented(case, one)
    why = "样本与总体的构成不一致，" if (few or many) and not explained else ""
    used = f"{why}“{'”“'.join(clean(name) for name in names)}”指标用加权的结果计分。"
    return (Text("按各类人的总体人数加权后为"), figure(found), Text(f"。{used}"))


def caution(case: Case, one: Questionnaire) -> Run:
    """That the sample is not made up as the people are, the result both ways, and which of them the indicators use."""
    few, many = represented(case, one)
    weighted, plain = fact(case, one.id, "加权", "满意度"), fact(case, one.id, "满意度")
    by_weight = uses(case, one, "加权")
    if weighted is None or plain is None or not (few or many or by_weight):
        return ()
    sizes = [fact(case, one.id, "分组", label, "有效") for label, _ in one.populations]
    if not by_weight and any(size is None or size.printed < LEAST_SHOWN for size in sizes):
        return ()
    why = f"样本与总体的构成不一致，{_named(few, many)}" if few or many else ""
    figures = (
        *(Text(f"{why}{called_whole(case)}不加权为"), figure(plain)),
        *(Text("，按各类人的总体人数加权为"), figure(weighted)),
    )
    if by_weight:
        names = "”“".join(clean(name) for name in by_weight)
        return (*figures, Text(f"；“{names}”指标用加权的结果，不加权的只供对照。"))
    by_plain = uses(case, one)
    names = "”“".join(clean(name) for name in by_plain)
    return (*figures, Text(f"；“{names}”指标用不加权的结果。" if by_plain else "。"))


def _named(few: Sequence[str], many: Sequence[str]) -> str:
    ends = [
        f"{listed([clean(label) for label in those])}{word}" for those, word in ((few, "偏少"), (many, "偏多")) if those
    ]
    return f"{'，'.join(ends)}："
