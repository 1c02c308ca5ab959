"""What a question of a survey came to, in sentences that vary with the answers and the place of the question.

A sentence says nothing its table does not bear out: who is most, whether that is a majority, who stands level, which
options nobody chose, what both ends of a scale come to together. Questions in a row take turns at three wordings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalkit.asking import Side, sides
from evalkit.exhibits._cells import joined
from evalkit.exhibits._survey import fact, shown
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Inline, Text
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Question, Questionnaire

#: How many options a sentence names one by one; of more, those chosen most.
_NAMED = 5
_ENDS = {"for": "正面合计", "against": "负面合计"}

Run = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An option with how many chose it, and their share."""

    label: str
    count: Fact
    share: Fact | None
    side: Side

    @property
    def name(self) -> Run:
        return (Text(f"“{self.label}”"),)

    @property
    def n(self) -> Decimal:
        return self.count.printed

    def told(self) -> Run:
        """``“非常满意”15人，占55.56%``."""
        part: Run = () if self.share is None else (Text("，占"), figure(self.share))
        return (*self.name, figure(self.count), *part)

    def brief(self) -> Run:
        """``“非常满意”15人（55.56%）``."""
        part: Run = () if self.share is None else (Text("（"), figure(self.share), Text("）"))
        return (*self.name, figure(self.count), *part)


def answers_of(case: Case, one: Questionnaire, question: Question, key: tuple[str, ...]) -> tuple[Answer, ...]:
    """The options of a question (or row of a matrix) in the questionnaire's order."""
    found = []
    for option, side in zip(question.options, sides(one, question.options), strict=True):
        count = fact(case, one.id, *key, option.label, "人数")
        if count is not None:
            share = fact(case, one.id, *key, option.label, "占比")
            found.append(Answer(clean(option.label), count, share, side))
    return tuple(found)


def told(case: Case, one: Questionnaire, question: Question, key: tuple[str, ...], place: int) -> Run:
    """The sentences on a single choice or a row of a matrix; ``place`` is its turn among its like."""
    n = fact(case, one.id, *key, "人数")
    answers = answers_of(case, one, question, key)
    given = [answer for answer in answers if answer.n]
    if n is None or not n.value or not given:
        return (Text("本题没有人作答。"),)
    if n.value == 1:
        return (Text("本题只有"), figure(n), Text("作答，选择"), *given[0].name, Text("。"))
    if len(given) == 1:
        return _alike(n, given[0], place)
    up = [answer for answer in given if answer.side == "for"]
    # One favourable answer that fewer gave than another is no headline.
    leads = len(up) != 1 or up[0].n >= max(answer.n for answer in given)
    if leads and {"for", "against"} <= {answer.side for answer in answers}:
        return _of_scale(case, one, key, answers, place)
    return _of_kinds(answers, place)


def chosen_most(answers: Sequence[Answer]) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Those chosen most (more than one where they stand level), and the others that anybody chose, by number."""
    given = sorted((answer for answer in answers if answer.n), key=lambda answer: -answer.n)
    top = tuple(answer for answer in given if answer.n == given[0].n)
    return top, tuple(given[len(top) :])


def listed(labels: Sequence[str], last: str = "和") -> str:
    """``“甲”``, ``“甲”和“乙”``, ``“甲”“乙”和“丙”``."""
    quoted = [f"“{label}”" for label in labels]
    return "".join(quoted[:-1]) + last + quoted[-1] if len(quoted) > 1 else "".join(quoted)


def weight_of(share: Fact | None) -> str:
    """How much of the whole a share is, in a word; empty where there is none to be said."""
    if share is None or not isinstance(share.value, Decimal):
        return ""
    value = share.value
    if value == 50:
        return "正好一半"
    if value >= 90:
        return "属绝大多数"
    if value * 3 >= 200:
        return "属大多数"
    return "超过半数" if value > 50 else "不到半数"


# ---- one answer for all -------------------------------------------------------------------------------------------------


def _alike(n: Fact, only: Answer, place: int) -> Run:
    number = (figure(n),)
    return (
        (Text("作答的"), *number, Text("全部选择"), *only.name, Text("，没有人选择其他选项。")),
        (*number, Text("的回答完全一致，都选择"), *only.name, Text("。")),
        (Text("本题没有不同意见，"), *number, Text("均选择"), *only.name, Text("。")),
    )[place % 3]


# ---- a scale ------------------------------------------------------------------------------------------------------------


def _of_scale(case: Case, one: Questionnaire, key: tuple[str, ...], answers: Sequence[Answer], place: int) -> Run:
    """Both ends of a scale with what they come to, and what lies between."""
    up = [answer for answer in answers if answer.side == "for" and answer.n]
    rest = [answer for answer in answers if answer.side != "for" and answer.n]
    nobody = [answer.label for answer in answers if not answer.n]
    both = fact(case, one.id, *key, _ENDS["for"], "占比") if len(up) > 1 else up[0].share if up else None
    if not up:
        wanted = [answer.label for answer in answers if answer.side == "for"]
        return (Text(f"没有人选择{listed(wanted, '或')}。"), *joined([one.told() for one in rest], "；"), Text("。"))
    if not rest:
        head: Run = (Text(f"作答者都选择{listed([one.label for one in up], '或')}，其中"),)
        return (*head, *joined([one.told() for one in up], "，"), Text("。"), *_nobody(nobody))
    word = weight_of(both)
    labels = listed([answer.label for answer in up])
    together = shown(case, one.id, *key, _ENDS["for"], "人数") if len(up) > 1 else ()
    sum_of: Run = () if both is None else (figure(both),)
    turn = place % 3
    if len(up) == 1:
        return (
            *(Text("选择"), *up[0].name, Text("的"), figure(up[0].count), Text("，占"), *sum_of, Text(f"，{word}；")),
            *joined([one.brief() for one in rest], "、"),
            *(Text("。"), *_nobody(nobody)),
        )
    if turn == 0:
        return (
            *(Text(f"选择{labels}的合计"), *together, Text("，占"), *sum_of, Text(f"，{word}，其中")),
            *joined([one.brief() for one in up], "、"),
            *(Text("；"), *joined([one.told() for one in rest], "，"), Text("。"), *_nobody(nobody)),
        )
    if turn == 1:
        return (
            *joined([one.told() for one in up], "，"),
            *(Text("，" + ("两" if len(up) == 2 else "几") + "项合计占"), *sum_of, Text(f"，{word}。选择")),
            *joined([(*one.name, Text("的有"), *_behind(one)) for one in rest], "、"),
            *(Text("。"), *_nobody(nobody)),
        )
    return (
        *(Text("从回答看，"), *joined([one.brief() for one in [*up, *rest]], "、"), Text(f"。{labels}合计")),
        *(*together, Text("，占作答人数的"), *sum_of, Text(f"，{word}。"), *_nobody(nobody)),
    )


def _behind(answer: Answer) -> Run:
    part: Run = () if answer.share is None else (Text("（"), figure(answer.share), Text("）"))
    return (figure(answer.count), *part)


def _nobody(labels: Sequence[str]) -> Run:
    """Which options nobody chose."""
    return (Text(f"没有人选择{listed(labels, '或')}。"),) if labels else ()


# ---- kinds --------------------------------------------------------------------------------------------------------------


def _of_kinds(answers: Sequence[Answer], place: int) -> Run:
    """Options that are no scale: who is most, who comes next."""
    top, rest = chosen_most(answers)
    nobody = [answer.label for answer in answers if not answer.n]
    left: Run = _nobody(nobody) if len(nobody) <= _NAMED else (Text("其余选项没有人选择。"),)
    if len(top) > 1:
        return (*_level(top, rest), *_others(rest, "其余为"), *left)
    first, word = top[0], weight_of(top[0].share)
    # Of a lead without a majority only the lead is said.
    told_word = f"，{word}" if word and word != "不到半数" else ""
    turn = place % 3
    if turn == 0:
        head: Run = (Text("选择"), *first.name, Text("的最多，有"), figure(first.count))
        part: Run = () if first.share is None else (Text("，占"), figure(first.share))
        return (*head, *part, Text(f"{told_word}"), *_others(rest, "其次为"), *left)
    if turn == 1:
        return (*first.told(), Text(told_word or "，人数最多"), *_others(rest, "其余为"), *left)
    return (*(Text("人数最多的是"), *first.brief()), Text(told_word), *_others(rest, "随后是"), *left)


def _level(top: Sequence[Answer], rest: Sequence[Answer]) -> Run:
    """Options chosen by as many people each."""
    labels = listed([answer.label for answer in top])
    part: Run = () if top[0].share is None else (Text("，各占"), figure(top[0].share))
    most = "，并列最多" if rest else ""
    return (Text(f"选择{labels}的人数相同，各"), figure(top[0].count), *part, Text(most))


def _others(rest: Sequence[Answer], words: str) -> Run:
    if not rest:
        return (Text("。"),)
    named = rest[:_NAMED]
    more = "等" if len(rest) > len(named) else ""
    return (Text(f"；{words}"), *joined([one.brief() for one in named], "、"), Text(f"{more}。"))


# ---- several choices, ranks, numbers --------------------------------------------------------------------------------------


def told_several(case: Case, one: Questionnaire, question: Question, place: int) -> Run:
    """A multiple choice: how many answered, how much they ticked, and what most."""
    n = fact(case, one.id, question.id, "人数")
    answers = answers_of(case, one, question, (question.id,))
    if n is None or not n.value or not any(answer.n for answer in answers):
        return (Text("本题可以多选，没有人作答。"),)
    ticks = fact(case, one.id, question.id, "人次")
    unanswered = fact(case, one.id, question.id, "未答")
    left: Run = ()
    if unanswered is not None and unanswered.value:
        left = (Text("（另有"), figure(unanswered), Text("未作答）"))
    head: Run = (Text("本题可以多选，"), figure(n), Text("作答"), *left)
    if ticks is not None:
        head = (*head, Text("，共选择"), figure(ticks))
    top, rest = chosen_most(answers)
    nobody = [answer.label for answer in answers if not answer.n]
    if len(top) > 1:
        most: Run = (Text("。"), *_level(top, rest))
    else:
        first = top[0]
        part: Run = () if first.share is None else (Text("，占作答人数的"), figure(first.share))
        most = (Text("。选择"), *first.name, Text("的最多，有"), figure(first.count), *part)
    words = ("其次为", "其余为", "随后是")[place % 3]
    return (*head, *most, *_others(rest, words), *_nobody(nobody))


def told_ranks(case: Case, one: Questionnaire, question: Question) -> Run:
    """A ranking by the weighted score, and what was put first most."""
    n = fact(case, one.id, question.id, "人数")
    if n is None or not n.value:
        return (Text("本题没有人作答。"),)
    scores = [(clean(o.label), fact(case, one.id, question.id, o.label, "平均综合得分")) for o in question.options]
    ranked = sorted(((name, score) for name, score in scores if score is not None), key=lambda pair: -pair[1].printed)
    parts: list[Run] = [(Text(f"“{name}”（"), figure(score), Text("）")) for name, score in ranked[:_NAMED]]
    head: Run = (figure(n), Text("对选项排了先后。按平均综合得分由高到低为"), *joined(parts, "、"), Text("。"))
    firsts = [(clean(o.label), fact(case, one.id, question.id, o.label, "首选", "人数")) for o in question.options]
    known = [(name, first) for name, first in firsts if first is not None and first.value]
    if not known:
        return head
    most = max(first.printed for _, first in known)
    best = [(name, first) for name, first in known if first.printed == most]
    level = "各" if len(best) > 1 else ""
    return (
        *head,
        Text(f"排在第一位最多的是{listed([name for name, _ in best])}，{level}有"),
        figure(best[0][1]),
        Text("。"),
    )
