"""问卷回收情况表：每份问卷的发放、收回、有效、无效份数和回收率、有效率，表下写明无效、存疑的原因和份数。

有效份数含存疑的，并写出去掉存疑的再算一遍的结果；线上、纸质几种方式都有的，写出各收回多少；发放份数没有登记的显示“—”。选项“问卷”只列一份问卷。
例：{{ 插入("问卷回收情况表") }}
"""

from __future__ import annotations

from evalkit.exhibits._cells import caption, columns, header, missing, words
from evalkit.exhibits._survey import called_whole, chosen, fact, shown
from evalkit.figures import figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Cell, Inline, Row, Table, Text
from evalkit.model.questionnaire import RULES, State

ID = "survey_accounting"
TITLE = "问卷回收情况表"
OPTIONS = ("问卷",)

Run = tuple[Inline, ...]


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One table, a row a questionnaire; the notes name why forms were left out or are in doubt."""
    found = chosen(case, options)
    if not found:
        return missing("table", "导入问卷答卷后，这里是发放、收回和有效份数")
    rows = [header("问卷", "发放", "收回", "回收率", "有效", "无效", "有效率")]
    parts = ("发放", "收回", "回收率", "有效", "无效", "有效率")
    for one in found:
        rows.append(Row((words(one.title), *(Cell(shown(case, one.id, part)) for part in parts))))
    several = len(found) > 1
    tellers = (_gathered, _left_out, _doubted)
    notes = [note for one in found for tell in tellers for note in (tell(case, one.id, several),)]
    lines = [note for note in notes if note]
    shape = columns((28, "left"), *[12] * 6)
    return (Table("table", shape, tuple(rows), caption(TITLE), notes=tuple(_numbered(lines))),)


def _numbered(notes: list[Run]) -> list[Run]:
    """``注：`` before a single note, ``注：1.`` … before several."""
    if len(notes) < 2:
        return [(Text("注："), *note) for note in notes]
    return [(Text(f"注：{n}. " if n == 1 else f"　　{n}. "), *note) for n, note in enumerate(notes, start=1)]


def _gathered(case: Case, id: str, several: bool) -> Run:
    """How many forms came in each way, where they came in several."""
    survey = case.surveys.get(id)
    told: list[Inline] = []
    for way in survey.ways if survey is not None and survey.way is not None else ():
        whole, valid = fact(case, id, "来源", way.name, "收回"), fact(case, id, "来源", way.name, "有效")
        if whole is not None and valid is not None:
            told += [
                Text(f"{'、' if told else ''}{way.name}"),
                figure(whole),
                Text("（有效"),
                figure(valid),
                Text("）"),
            ]
    return (Text(f"{_owner(case, id, several)}收回的答卷中，"), *told, Text("。")) if told else ()


def _left_out(case: Case, id: str, several: bool) -> Run:
    """Every reason with its number of forms; the numbers add up to the invalid forms."""
    counts = _reasons(case, id, "invalid")
    if not counts:
        return ()
    told = "、".join(f"{name}{count}份" for name, count in counts.items())
    why = f"其中{told}" if len(counts) > 1 else f"原因是{next(iter(counts))}"
    return (Text(f"{_owner(case, id, several)}无效答卷{sum(counts.values())}份，{why}，未计入统计。"),)


def _doubted(case: Case, id: str, several: bool) -> Run:
    """The forms in doubt, which count as valid, and the result without them."""
    suspected, sure = fact(case, id, "存疑"), fact(case, id, "不含存疑", "有效")
    if suspected is None or not suspected.value:
        return ()
    reasons = _reasons(case, id, "suspected")
    told = "、".join(f"{name}{count}份" if len(reasons) > 1 else name for name, count in reasons.items())
    head: Run = (Text(f"{_owner(case, id, several)}有效答卷中有"), figure(suspected), Text("存疑"))
    why: Run = (Text(f"（{told}）"),) if told else ()
    result, whole = fact(case, id, "不含存疑", "满意度"), fact(case, id, "满意度")
    if sure is None or result is None or whole is None:
        return (*head, *why, Text("，计入统计。"))
    same = "，与含存疑的结果相同" if result.text == whole.text else ""
    name = called_whole(case)
    rest: Run = (Text("，计入统计；不含存疑的"), figure(sure), Text(f"，{name}为"), figure(result), Text(f"{same}。"))
    return (*head, *why, *rest)


def _reasons(case: Case, id: str, state: State) -> dict[str, int]:
    """The reasons of a state by name, each form under the first rule that met it."""
    survey = case.surveys.get(id)
    counts: dict[str, int] = {}
    seen: set[int] = set()
    for one in survey.screened if survey is not None else ():
        rows = set(one.rows) - seen
        if one.state == state and rows:
            seen |= rows
            name = RULES.get(one.rule, one.reason)
            counts[name] = counts.get(name, 0) + len(rows)
    return counts


def _owner(case: Case, id: str, several: bool) -> str:
    return f"{case.surveys[id].questionnaire.title}的" if several and id in case.surveys else ""
