"""What people wrote and typed: numbers, opinions by category, and what may be quoted of them without a name."""

from __future__ import annotations

from decimal import Decimal

from evalkit.codebook import NOTHING, UNCODED, nothing_of
from evalkit.exhibits._cells import joined
from evalkit.exhibits._survey import fact, shown
from evalkit.exhibits._survey_words import listed
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Paragraph, Ref, Text
from evalkit.model.facts import Fact, label_part
from evalkit.model.questionnaire import Question, Questionnaire

Run = tuple[Inline, ...]

_NUMBERS = (("均值", "平均为"), ("中位数", "中位数为"), ("最小值", "最小为"), ("最大值", "最大为"))


def opinions(case: Case, one: Questionnaire, question: Question, head: str, table: str = "") -> list[Block]:
    """An open question: how many answered, of what kind their answers are, and quotations.

    With the label of a ``table`` of the kinds the words name only the one that most people gave.
    """
    n = fact(case, one.id, question.id, "人数")
    if n is None or not n.value:
        return [Paragraph(f"{head}.text", (Text("本题没有人填写。"),))]
    blocks: list[Block] = [Paragraph(f"{head}.text", _said(case, one, question, n, table))]
    quoted = _quotations(case, one, question)
    if quoted:
        blocks.append(
            Paragraph(f"{head}.quotes", (Text("摘录部分原话（不署名）："), *joined(quoted, "；"), Text("。")))
        )
    return blocks


def written_in(case: Case, one: Questionnaire, question: Question, head: str) -> list[Block]:
    """What people wrote behind options such as 其他: by category where somebody coded it, else as they wrote it."""
    blocks: list[Block] = []
    for option in question.options:
        key = (question.id, option.label)
        n = fact(case, one.id, *key, "填写", "人数")
        if n is None or not n.value:
            continue
        run: list[Inline] = [figure(n), Text(f"在“{clean(option.label)}”后面写明了内容")]
        known = categories(case, one, question, option.label)
        if known:
            parts = [_counted(case, one, key, name, count) for name, count in known]
            run += [Text("，归类如下："), *joined(parts, "，")]
        quotes = fact(case, one.id, *key, "填写", "引语")
        if quotes is not None:
            run += [Text("，如"), figure(quotes)]
        blocks.append(Paragraph(f"{head}.{option.label}", (*run, Text("。"))))
        quoted = _quotations(case, one, question, option.label) if known else []
        if quoted:
            words = (Text("摘录部分原话（不署名）："), *joined(quoted, "；"), Text("。"))
            blocks.append(Paragraph(f"{head}.{option.label}.quotes", words))
    return blocks


def categories(case: Case, one: Questionnaire, question: Question, option: str = "") -> list[tuple[str, Fact]]:
    """The categories anybody's answer falls under, the largest first; that of answers which say nothing is left out.

    With an ``option`` those of what was written behind it.
    """
    key = (question.id, option) if option else (question.id,)
    names = {} if option else dict.fromkeys(label_part(name) for name, _ in question.categories)
    head = ".".join(label_part(part) for part in ("问卷", one.id, *key)) + "."
    coded = (id.removeprefix(head).removesuffix(".引语") for id in case.facts if id.startswith(head))
    names.update(dict.fromkeys(name for name in coded if "." not in name and f"{head}{name}.引语" in case.facts))
    names.pop("填写", None)
    found = []
    for name in names:
        count = fact(case, one.id, *key, name, "人数")
        if count is not None and count.value and name != label_part(NOTHING if option else nothing_of(question)):
            found.append((name, count))
    return sorted(found, key=lambda pair: -pair[1].printed)


def remainder(case: Case, one: Questionnaire, question: Question) -> list[tuple[str, Fact]]:
    """Answers that say there is nothing to say, and those of no category, where there are any."""
    names = (nothing_of(question), UNCODED)
    counts = ((name, fact(case, one.id, question.id, name, "人数")) for name in names)
    return [(name, count) for name, count in counts if count is not None and count.value]


def _said(case: Case, one: Questionnaire, question: Question, n: Fact, table: str) -> Run:
    run: list[Inline] = [figure(n), Text("填写了本题。")]
    figures = [
        (Text(words), *shown(case, one.id, question.id, name))
        for name, words in _NUMBERS
        if fact(case, one.id, question.id, name) is not None
    ]
    if figures:
        run.extend([Text("所填的数"), *joined(figures, "，"), Text("。")])
    known, rest = categories(case, one, question), remainder(case, one, question)
    total = sum((count.printed for _, count in (*known, *rest)), Decimal(0))
    several = "一份意见可以归入几类。" if total > n.printed else ""
    if known and table:
        top = [name for name, count in known if count.printed == known[0][1].printed]
        level = "各" if len(top) > 1 else ""
        run.extend([Text(f"提得最多的是{listed(top)}，{level}"), figure(known[0][1])])
        return (*run, Text("，各类意见见"), Ref(table), Text(f"。{several}"))
    parts = [_counted(case, one, (question.id,), name, count) for name, count in (*known, *rest)]
    if not parts:
        return tuple(run)
    return (*run, Text("意见归类如下："), *joined(parts, "，"), Text(f"。{several}"))


def _counted(case: Case, one: Questionnaire, key: tuple[str, ...], name: str, count: Fact) -> Run:
    share = fact(case, one.id, *key, name, "占比")
    part: Run = () if share is None else (Text("（"), figure(share), Text("）"))
    words = "未能归类的" if name == UNCODED else f"归入“{clean(name)}”的"
    return (Text(words), figure(count), *part)


def _quotations(case: Case, one: Questionnaire, question: Question, option: str = "") -> list[Run]:
    """What may be quoted, a category at a time."""
    found: list[Run] = []
    key = (question.id, option) if option else (question.id,)
    for name, _ in categories(case, one, question, option):
        quotes = fact(case, one.id, *key, name, "引语")
        if quotes is not None:
            found.append((Text(f"归入“{clean(name)}”的，如"), figure(quotes)))
    return found
