"""分组比较：按问卷的分组题比较各组的题均值和满意度（率），并用一句话说哪些题差异显著。

说到的题表里都有：计分题、矩阵题各行、数字题列均值，差异显著的其他选择题另列各组的占比（排序题列平均综合得分）。组多的，
列出最高和最低的一组。不到五人的组不列结果。检验方法随数据选定，各题一起校正，总体满意度（率）单独检验。没有写分组题的问卷不比较。选项“问卷”只列一份问卷。
例：{{ 插入("分组比较") }}
"""

from __future__ import annotations

from evalkit.asking import LEAST_SHOWN
from evalkit.exhibits._cells import DASH, columns, header, joined, missing, words
from evalkit.exhibits._survey import called, called_whole, chosen, defined, fact, guarded, owner, shown, titled, weighed
from evalkit.exhibits._survey_contrasts import contrasts, differing, name_of, of_whole, overall, verdict
from evalkit.exhibits._survey_grids import lines_of, room_of
from evalkit.exhibits._survey_limits import FEW
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Num, Paragraph, Ref, Row, Table, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire

ID = "survey_groups"
TITLE = "分组比较"
OPTIONS = ("问卷",)

#: Types of questions whose options may carry scores.
_SCORED = ("single", "scale", "matrix")
#: More groups than these have no column each: the highest and the lowest are told.
_ACROSS = 5

Run = tuple[Inline, ...]


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """Per questionnaire with a group question: what differs in words, and the table."""
    found = chosen(case, options)
    if not found:
        return missing("table", "导入问卷答卷后，这里比较各组的结果")
    blocks: list[Block] = []
    for one in found:
        by = next((question for question in one.questions if question.id == one.group), None)
        groups = [] if by is None else [option.label for option in by.options if _size(case, one, option.label)]
        if by is None or len(groups) < 2:
            blocks.append(Paragraph(f"{one.id}.text", _alone(one, by, groups, len(found) > 1)))
            continue
        blocks.extend(_compared(case, one, by, groups))
    return tuple(blocks)


def _alone(one: Questionnaire, by: Question | None, groups: list[str], several: bool) -> Run:
    owner = f"“{clean(one.title)}”" if several else "问卷"
    if by is None:
        return (Text(f"{owner}没有区分人群的分组题，不作分组比较。"),)
    if not groups:
        return (Text(f"{owner}没有人回答分组题，不作分组比较。"),)
    return (Text(f"有效答卷都来自{listed(groups)}，没有另一组可以比较。"),)


def _size(case: Case, one: Questionnaire, label: str) -> Fact | None:
    found = fact(case, one.id, "分组", label, "有效")
    return found if found is not None and found.value else None


def _compared(case: Case, one: Questionnaire, by: Question, groups: list[str]) -> list[Block]:
    topic = name_of(by)
    label = f"{TITLE}:{one.id}"
    made = _across if len(groups) <= _ACROSS else _ends
    tables = [made(case, one, groups, topic, label), *_choices(case, one, groups, topic)]
    labels = [table.caption.label for table in tables if table.caption is not None]
    head: Run = (
        Text(f"{owner(case, one)}按{topic}比较，各组结果见"),
        *joined([(Ref(one_label),) for one_label in labels], "、"),
        Text("。"),
    )
    return [Paragraph(f"{one.id}.text", (*head, *_highest(case, one, groups), *_told(case, one))), *tables]


def _highest(case: Case, one: Questionnaire, groups: list[str]) -> Run:
    """Which of the groups that may be shown comes out highest and lowest."""
    found = [(group, fact(case, one.id, "分组", group, "满意度")) for group in groups]
    known = [
        (group, result)
        for group, result in found
        if result is not None and guarded(result, _size(case, one, group)).text != "—"
    ]
    if len(known) < 2:
        return ()
    most, least = max(one.printed for _, one in known), min(one.printed for _, one in known)
    if most == least:
        return (Text(f"各组{called(case)}相同，均为"), figure(known[0][1]), Text("。"))
    runs = []
    for edge, word in ((most, "最高"), (least, "最低")):
        those = [(group, result) for group, result in known if result.printed == edge]
        names = listed([group for group, _ in those])
        runs.append((Text(f"{names}的{called(case)}{word}，为"), figure(those[0][1])))
    return (*joined(runs, "；"), Text("。"))


def _told(case: Case, one: Questionnaire) -> Run:
    """What is significant and what that means."""
    found, whole = contrasts(case, one), overall(case, one)
    seen = len([label for label in _labels(one) if _size(case, one, label) and not _small(case, one, label)]) > 1
    few = listed([clean(label) for label in _labels(one) if _size(case, one, label) and _small(case, one, label)])
    hidden = "" if seen else f"{few}的有效问卷不到五份，不列结果，表里没有可以对照的两组。"
    if not found.differ and not found.alike:
        return (Text(f"{hidden}各题都没有条件作检验，{'只列数字，' if seen else ''}不判断差别是否出于偶然。"),)
    idle = f"{''.join(found.untested)}没有条件作检验。" if found.untested else ""
    if not found.differ and whole != "显著":
        scarce = any(_few(case, one, group) for group in _labels(one))
        why = "样本少的组即使有差别也不易看出，" if scarce else ""
        told = f"{called_whole(case)}和各题" if whole else "各题"
        lead = f"经检验，{told}在各组之间的差异都不显著{'：看到的高低可能出于偶然' if seen else ''}。"
        return (Text(f"{hidden}{lead}{why}差异不显著不等于各组看法一样。{idle}"),)
    return (Text(f"{hidden}经检验，{differing(case, found, whole)}。{idle}"),)


def _few(case: Case, one: Questionnaire, group: str) -> bool:
    n = _size(case, one, group)
    return n is not None and n.printed < FEW


def _labels(one: Questionnaire) -> tuple[str, ...]:
    return tuple(option.label for option in one.question(one.group).options)


# ---- tables -------------------------------------------------------------------------------------------------------------


def _lines(one: Questionnaire) -> list[tuple[str, tuple[str, ...]]]:
    """What has a mean in every group, by name and key: scored questions, rows of matrices below theirs, numbers."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for question in one.questions:
        scored = any(option.score is not None for option in question.options)
        if question.id == one.group or not (question.type == "number" or (scored and question.type in _SCORED)):
            continue
        found.append((f"{name_of(question)}（均值）", (question.id,)))
        rows = lines_of(question) if question.rows else ()
        found += [(f"　{row.name}", row.key) for row in rows]
    return found


def _mean(case: Case, one: Questionnaire, group: str, *key: str) -> Cell:
    return guarded(fact(case, one.id, "分组", group, *key, "均值"), _size(case, one, group))


def _across(case: Case, one: Questionnaire, groups: list[str], topic: str, label: str) -> Table:
    """A column a group, a row a question or a row of a matrix; the result of the whole last, unless it was there."""
    rows = [header("项目", *groups, "差异", "p 值")]
    forms = [Cell(shown(case, one.id, "分组", group, "有效")) for group in groups]
    rows.append(Row((words("有效份数"), *forms, DASH, DASH)))
    for name, key in _lines(one):
        means = [_mean(case, one, group, *key) for group in groups]
        if any(one_mean.text != "—" for one_mean in means):
            rows.append(Row((Cell((Text(name),)), *means, *_verdict(case, one, key))))
    whole = [guarded(fact(case, one.id, "分组", group, "满意度"), _size(case, one, group)) for group in groups]
    alone = len(weighed(one)) == 1 and defined(case) == "均值"
    if not alone and any(fact(case, one.id, "分组", group, "满意度") is not None for group in groups):
        rows.append(Row((words(called_whole(case)), *whole, *_verdict(case, one, (of_whole(case),))), "total"))
    widths = [room_of(group) for group in groups]
    wider = max(80 - 32 - sum(widths), 0) // len(
        groups
    )  # a narrow column of figures reads badly beside a wide one of names
    widths = [width + wider for width in widths]
    shape = columns((max(80 - sum(widths), 24), "left"), *widths, 10, 10)
    few = any(_small(case, one, group) for group in groups)
    named = titled(case, one, f"按{topic}比较", label=label)
    return Table(f"{one.id}.table", shape, tuple(rows), named, notes=_notes(case, one, few))


def _ends(case: Case, one: Questionnaire, groups: list[str], topic: str, label: str) -> Table:
    """Of many groups the highest and the lowest, a row a question or a row of a matrix."""
    rows = [header("项目", "最高的一组", "最低的一组", "差异", "p 值")]
    lines = [(name, key, "均值") for name, key in _lines(one)]
    if weighed(one):
        lines.append((called_whole(case), (), "满意度"))
    for name, key, last in lines:
        found = [(group, fact(case, one.id, "分组", group, *key, last)) for group in groups]
        known = [
            (result.printed, group, cell)
            for group, result in found
            if result is not None and (cell := guarded(result, _size(case, one, group))).text != "—"
        ]
        if len(known) > 1:
            ends = [edge(known, key=lambda one_group: one_group[0]) for edge in (max, min)]
            cells = [Cell((Text(f"{clean(group)}，"), *cell.inlines)) for _, group, cell in ends]
            rows.append(
                Row(
                    (Cell((Text(name),)), *cells, *_verdict(case, one, key))
                    if key
                    else (Cell((Text(name),)), *cells, *_verdict(case, one, (of_whole(case),)))
                )
            )
    shape = columns((28, "left"), 26, 26, 10, 10)
    few = any(_small(case, one, group) for group in groups)
    named = titled(case, one, f"按{topic}比较", label=label)
    return Table(f"{one.id}.table", shape, tuple(rows), named, notes=_notes(case, one, few))


def _choices(case: Case, one: Questionnaire, groups: list[str], topic: str) -> list[Table]:
    """The choices without scores that differ: a row an option, or of many groups a row a group."""
    made = []
    for question in one.questions:
        if question.id == one.group or not question.options or verdict(case, one, question.id) != "显著":
            continue
        if question.type in _SCORED and any(option.score is not None for option in question.options):
            continue
        last = "平均综合得分" if question.type == "rank" else "占比"
        options = [option.label for option in question.options]

        def figure_of(option: str, group: str, asked: Question = question, last: str = last) -> Cell:
            found = fact(case, one.id, "分组", group, asked.id, option, last)
            return guarded(found, _size(case, one, group))

        across = len(groups) <= _ACROSS
        top, side = (groups, options) if across else (options, groups)
        rows = [header(f"{'选项' if across else topic}（{last}）", *top)]
        for name in side:
            cells = (figure_of(name, other) if across else figure_of(other, name) for other in top)
            rows.append(Row((words(name), *cells)))
        shape = columns((30, "left"), *[70 // len(top)] * len(top))
        named = titled(case, one, f"按{topic}比较{name_of(question)}", label=f"{TITLE}:{one.id}:{question.id}")
        hidden = any(cell.text == "—" for row in rows[1:] for cell in row.cells[1:])
        notes: tuple[Run, ...] = ((Text("注：人数很少的不列。"),),) if hidden else ()
        made.append(Table(f"{one.id}.{question.id}", shape, tuple(rows), named, notes=notes))
    return made


def _verdict(case: Case, one: Questionnaire, key: tuple[str, ...]) -> tuple[Cell, Cell]:
    said, p = (fact(case, one.id, "比较", one.group, *key, part) for part in ("结论", "p"))
    if said is None or p is None:
        return DASH, DASH
    number = Num("<0.001", p.id) if p.printed == 0 else figure(p)
    return Cell((figure(said),)), Cell((number,))


def _small(case: Case, one: Questionnaire, group: str) -> bool:
    n = _size(case, one, group)
    return n is not None and n.printed < LEAST_SHOWN


def _notes(case: Case, one: Questionnaire, few: bool) -> tuple[Run, ...]:
    whole = f"，{called_whole(case)}单独检验，没有校正" if overall(case, one) else ""
    told = (
        "p 值是各组其实没有差别、只因偶然而看到这样大或更大差别的可能性，"
        f"{'各题的 p 值' if whole else ''}已按比较的题数校正{whole}；小于百分之五的为差异显著。"
    )
    hidden = "不到五人的组不列结果，检验仍用全部答卷。" if few else ""
    return ((Text(f"注：{hidden}{told}"),),)
