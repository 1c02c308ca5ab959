"""抽样情况：调查对象有多少人、收到多少份有效问卷、达到怎样的抽样误差，样本与总体构成是否一致。

由数据写成：网上自愿填写的说明不是随机样本；问卷写了总体构成的，列出各类人占总体、占样本的比重，相差很大的直说。
选项“问卷”只列一份问卷。
例：{{ 插入("抽样情况") }}
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.exhibits._cells import columns, header, joined, missing, words
from evalkit.exhibits._survey import chosen, fact, owner, shown, titled
from evalkit.exhibits._survey_limits import DRAWN, self_selected
from evalkit.exhibits._survey_weights import far_apart, told_apart
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Paragraph, Ref, Row, Table, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Questionnaire
from evalkit.surveyed import uses

ID = "survey_sampling"
TITLE = "抽样情况"
OPTIONS = ("问卷",)

Run = tuple[Inline, ...]

_SELF = "在网上由受访者自愿填写，愿意填写的人不一定代表全体，不是随机样本。"
#: How the error is told of a sample drawn by chance, and of another.
_LEADS = {True: "按简单随机抽样计算", False: "假如这些答卷是随机抽取的"}
_ENDS = {True: "。", False: "；不是随机抽取的，实际误差可能更大。"}


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """Paragraphs and, where the groups of the population are known, a table; per questionnaire."""
    found = chosen(case, options)
    if not found:
        return missing("text", "导入问卷答卷后，这里说明样本多少、误差多大、有没有代表性")
    blocks: list[Block] = list(_several(case, found)) if len(found) > 1 else []
    for one in found:
        if len(found) == 1:
            blocks.append(Paragraph(f"{one.id}.reached", _reached(case, one)))
        table = _roster(case, one)
        if table is not None:
            assert table.caption is not None
            blocks.append(
                Paragraph(
                    f"{one.id}.roster",
                    (
                        *_of(case, one, len(found) > 1),
                        *_compared(case, one),
                        *_see(table.caption.label),
                        *_scored(case, one),
                    ),
                )
            )
            blocks.append(table)
    return tuple(blocks)


def _scored(case: Case, one: Questionnaire) -> Run:
    """That an indicator uses the weighted result, which says how the sample was meant."""
    names = [
        name for key in ((), *((question.id,) for question in one.questions)) for name in uses(case, one, "加权", *key)
    ]
    if not names:
        return ()
    told = "”“".join(clean(name) for name in dict.fromkeys(names))
    return (Text(f"“{told}”指标用按各类人的总体人数加权的结果计分，不受各类问卷多少的影响。"),)


def _several(case: Case, found: tuple[Questionnaire, ...]) -> Iterator[Paragraph]:
    """What each questionnaire reached, and once for all of a kind what follows from how it was asked."""
    reached = [(Text(_whose(case, one)), *_counted(case, one, "")) for one in found]
    yield Paragraph("reached", (*joined(reached, "；"), Text("。")))
    asked = [one for one in found if _error(case, one) is not None or self_selected(one)]
    chosen_by_self = [one for one in asked if self_selected(one) and not _census(case, one)]
    if chosen_by_self:
        names = "、".join(_whose(case, one) for one in chosen_by_self)
        yield Paragraph("self_selected", (Text(f"{names}{_SELF}"),))
    for by_chance in (True, False):
        alike = [one for one in asked if _drawn(one) == by_chance and _error(case, one) is not None]
        if alike:
            limits = [
                (Text(f"{_whose(case, one)}不超过"), figure(error)) for one in alike if (error := _error(case, one))
            ]
            told = (Text(f"{_LEADS[by_chance]}，在百分之九十五的置信水平下，占比的抽样误差，"), *joined(limits, "，"))
            yield Paragraph("error.drawn" if by_chance else "error", (*told, Text(_ENDS[by_chance])))


def _whose(case: Case, one: Questionnaire) -> str:
    return owner(case, one) or f"“{clean(one.title)}”"


def _error(case: Case, one: Questionnaire) -> Fact | None:
    """The sampling error, where not everybody was asked."""
    forms = fact(case, one.id, "有效")
    return None if forms is None or not forms.value or _census(case, one) else fact(case, one.id, "抽样误差")


def _census(case: Case, one: Questionnaire) -> bool:
    whole, forms = fact(case, one.id, "总体"), fact(case, one.id, "有效")
    return whole is not None and forms is not None and forms.printed >= whole.printed


def _drawn(one: Questionnaire) -> bool:
    return DRAWN.search(one.method) is not None and not self_selected(one)


def _counted(case: Case, one: Questionnaire, stop: str = "。") -> Run:
    """How many people there are and how many forms came in."""
    whole, forms = fact(case, one.id, "总体"), fact(case, one.id, "有效")
    if forms is None or not forms.value:
        return (Text(f"没有有效问卷，不能推断总体{stop}"),)
    if whole is None:
        return (Text("收到有效问卷"), figure(forms), Text(f"，调查对象的总人数没有登记，按人数很多计算误差{stop}"))
    run: Run = (Text("调查对象共"), figure(whole), Text("，收到有效问卷"), figure(forms))
    return (*run, Text(f"，已全部调查，没有抽样误差{stop}" if _census(case, one) else stop))


def _of(case: Case, one: Questionnaire, several: bool) -> Run:
    return (Text(f"{_whose(case, one)}："),) if several else ()


def _see(label: str) -> Run:
    return (Text("各类人数见"), Ref(label), Text("。"))


def _reached(case: Case, one: Questionnaire) -> Run:
    run = _counted(case, one)
    forms, error = fact(case, one.id, "有效"), _error(case, one)
    if forms is None or not forms.value or _census(case, one):
        return run
    if self_selected(one):
        run = (*run, Text(f"问卷{_SELF}"))
    if error is not None:
        drawn = _drawn(one)
        lead = f"{_LEADS[drawn]}，在百分之九十五的置信水平下，占比的抽样误差不超过"
        run = (*run, Text(lead), figure(error), Text(_ENDS[drawn]))
    return run


def _compared(case: Case, one: Questionnaire) -> Run:
    """How the groups of the forms compare with those of the people, in words."""
    apart = far_apart(case, one)
    if not apart:
        return told_apart(case, one)
    return (
        *joined([_one_apart(case, one, label) for label in apart], "；"),
        Text("。样本与总体构成相差较大，总体结果主要反映"),
        *_heard(case, one),
        Text("的看法。"),
    )


def _one_apart(case: Case, one: Questionnaire, label: str) -> Run:
    whole, forms = (fact(case, one.id, "分组", label, part) for part in ("总体比重", "样本比重"))
    n = fact(case, one.id, "分组", label, "有效")
    if whole is None or forms is None or n is None:
        return ()
    if not n.value:
        return (Text(f"“{clean(label)}”占总体的"), figure(whole), Text("，却没有收到问卷"))
    word = "只占" if forms.printed < whole.printed else "却占"
    return (Text(f"“{clean(label)}”占总体的"), figure(whole), Text(f"，{word}有效问卷的"), figure(forms))


def _heard(case: Case, one: Questionnaire) -> Run:
    """The group that most forms come from."""
    sizes = [(fact(case, one.id, "分组", label, "有效"), label) for label, _ in one.populations]
    known = [(n.printed, label) for n, label in sizes if n is not None]
    most = max(n for n, _ in known)
    return (Text("".join(f"“{clean(label)}”" for n, label in known if n == most)),)


def _roster(case: Case, one: Questionnaire) -> Table | None:
    rows = [header("类别", "总体人数", "占总体", "有效份数", "占有效问卷")]
    parts = ("总体", "总体比重", "有效", "样本比重")
    for label, _ in one.populations:
        rows.append(Row((words(label), *(Cell(shown(case, one.id, "分组", label, part)) for part in parts))))
    if len(rows) == 1:
        return None
    label = f"{TITLE}:{one.id}"
    return Table(
        f"{one.id}.table",
        columns((32, "left"), 17, 17, 17, 17),
        tuple(rows),
        titled(case, one, "样本与总体构成对照表", label=label),
    )
