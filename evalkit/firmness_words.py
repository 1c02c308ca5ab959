"""How firm the result is, in sentences for the evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from evalkit.firmness import Crossed, End, Firmness, Move, Shift, Span, Swing
from evalkit.numbers import trimmed

#: What was held still, so that a reader knows what the figures do not say.
ASSUMPTIONS = (
    "每次只动一个指标，其余指标、加减分和否决都不变；同一问卷数字被几个指标用到的，一起变。",
    "取值按印出的位数逐个试，规则照常评分；“部分符合”和“不适用”由人判断，不替您改判。",
    "指标按变动的远近排列：有取值的，比取值要变动百分之几；没有取值的，比要变动分值的百分之几。",
    "问卷的区间只反映抽样的误差；还要多少份，按现在的均值和离散程度推算，写了总体的作有限总体修正，收回后重新统计。",
    "权重：一级指标的得分率不变，其余一级指标按原来的比例让出或分得分值，得分不重新舍入。",
)

_SHOWN = 8


def rises(move: Move, found: Firmness) -> bool:
    return found.better is not None and move.grade == found.better.grade


def after(move: Move, found: Firmness) -> Decimal:
    """The score the indicator would have."""
    if move.change is not None:
        return move.change.points
    return move.today + move.points if rises(move, found) else move.today - move.points


def how(move: Move, found: Firmness) -> str:
    """``执行率由 98.62% 升到 100.00%``, ``再得 0.5 分（人工得分）``."""
    if move.change is not None:
        return move.change.words
    by_hand = "（人工得分）" if move.node.manual is not None else ""
    return f"{'再得' if rises(move, found) else '再失'} {trimmed(move.points)} 分{by_hand}"


def sentences(found: Firmness) -> tuple[str, ...]:
    """Everything there is to say, a sentence each, the most important first."""
    return tuple(_sentences(found))


def _sentences(found: Firmness) -> Iterator[str]:
    if found.undecided is not None:
        codes = _listed(found.undecided.codes)
        yield f"还有 {len(found.undecided.codes)} 个指标没有评分（{codes}）：全部不得分是 {_ends(found.undecided)}。"
    if not found.grade:
        return
    yield f"总分 {trimmed(found.total)} 分，等级“{found.grade}”：{_side(found, True)}，{_side(found, False)}。"
    yield from _alone(found)
    if found.together and found.better is not None:
        codes = _listed(found.together)
        yield f"没有哪个指标单独能升为“{found.better.grade}”，至少要 {len(found.together)} 个指标都得满分，如 {codes}。"
    if found.by_rule is not None:
        yield from _manual(found, found.by_rule)
    for swing in found.swings:
        fact, span = swing.fact, swing.span
        assert fact.interval is not None
        low, high = (replace(fact, value=end).display for end in fact.interval)
        yield (
            f"“{fact.id}”{fact.display}，95% 置信区间 {low}—{high}（用于 {_listed(span.codes)}）："
            f"总分在 {_range(span)} 分之间，{_held(found, span)}。"
        )
        yield from _edges(swing)
    yield from _weights(found)


def _edges(swing: Swing) -> Iterator[str]:
    """The edges inside the interval, an indicator a sentence: the nearest, the scores at either end, the forms it takes."""
    for code in dict.fromkeys(one.node.code for one in swing.crossed):
        own = [one for one in swing.crossed if one.node.code == code]
        first, node = own[0], own[0].node
        more = f"（共 {len(own)} 条，这条最近）" if len(own) > 1 else ""
        yield (
            f"{node.code} {node.name}的界线 {edge(first, swing)}{more}在这个区间里：{at_end(swing, swing.ends[0], code)}；"
            f"{at_end(swing, swing.ends[1], code)}。{needed(first, swing)}"
        )


def edge(crossed: Crossed, swing: Swing) -> str:
    """``90.00%（低于它得 6 分，达到得 10 分）``."""
    low, high = trimmed(crossed.edge.below), trimmed(crossed.edge.above)
    return f"{replace(swing.fact, value=crossed.edge.at).display}（低于它得 {low} 分，达到得 {high} 分）"


def at_end(swing: Swing, end: End, code: str) -> str:
    """``取 82.30% 得 6 分，总分 80 分、等级“良”``."""
    figure = replace(swing.fact, value=end.figure).display
    return f"取 {figure} 得 {trimmed(dict(end.scores)[code])} 分，总分 {trimmed(end.total)} 分、等级“{end.grade}”"


def needed(crossed: Crossed, swing: Swing) -> str:
    """How many more forms would settle the side of an edge, as a sentence; empty where it cannot be told."""
    found, fact = crossed.enough, swing.fact
    if found is None or fact.n is None:
        return ""
    weighed = ".加权." in fact.id
    people = f"“{swing.group}”" if swing.group else ""
    everybody = f"{people}的 {found.n} 人" if people else f"总体的 {found.n} 人"
    if found.on_edge:
        only = f"，只有{everybody}都调查了才知道" if found.n is not None else ""
        return f"这个数正好在界线上，抽样调查收多少份也分不清{only}。"
    if found.census and weighed:
        return f"各类按现在的比例增加，要接近{everybody}都调查了才分得清。"
    if found.census:
        return f"要{everybody}都调查了才分得清。"
    assert found.n is not None
    same = "、各类按现在的比例增加" if weighed else ""
    more = f"作答的{people}有效问卷{'至多' if weighed else ''}要有 {found.n} 份，再收 {found.n - fact.n} 份"
    return f"均值和离散程度不变{same}的话，{more}，区间就不含这条界线。"


def _side(found: Firmness, up: bool) -> str:
    bound = found.better if up else found.worse
    if bound is None:
        return "不会再高" if up else "不会再低"
    floor = ("" if found.full == 100 else "百分制 ") + trimmed(bound.floor)
    if up:
        return f"再得 {trimmed(bound.points)} 分升为“{bound.grade}”（{floor} 分起）"
    return f"再失 {trimmed(bound.points)} 分降为“{bound.grade}”（低于 {floor} 分）"


def _alone(found: Firmness) -> Iterator[str]:
    if not found.moves:
        yield "没有哪个指标单独变动就能改变等级。"
        return
    for bound, word in ((found.better, "升为"), (found.worse, "降为")):
        if bound is None:
            continue
        moves = [move for move in found.moves if move.grade == bound.grade]
        if moves:
            first = moves[0]
            told = f"最近的是 {first.node.code} {first.node.name}：{how(first, found)}"
            yield f"单独变动就使等级{word}“{bound.grade}”的指标有 {len(moves)} 个，{told}。"
        elif not (found.together and word == "升为"):
            yield f"没有哪个指标单独变动就使等级{word}“{bound.grade}”。"


def _manual(found: Firmness, span: Span) -> Iterator[str]:
    codes = _listed(span.codes)
    if span.low == span.high:
        yield f"人工给分的 {codes} 都改按规则给分，总分是 {trimmed(span.low)} 分，{_held(found, span)}。"
    else:
        yield (
            f"人工给分的 {codes} 都改按规则给分（规则给不出的从 0 到满分），总分在 {_range(span)} 分之间，"
            f"{_held(found, span)}。"
        )


def _held(found: Firmness, span: Span) -> str:
    if span.low_grade == span.high_grade == found.grade:
        return f"等级都是“{found.grade}”"
    if span.low_grade == span.high_grade:
        return f"等级变为“{span.low_grade}”"
    return f"等级从“{span.low_grade}”到“{span.high_grade}”"


def _weights(found: Firmness) -> Iterator[str]:
    if not found.shifts:
        return
    told = []
    for shift in found.shifts:
        parts = list(_shifted(shift, found))
        if parts:
            told.append(f"{shift.node.code} {shift.node.name}（{trimmed(shift.node.weight)} 分）{'，'.join(parts)}")
    if told:
        yield f"一级指标的分值怎样调会改变等级：{'；'.join(told)}；其他调法等级不变。"
    else:
        yield "一级指标的分值不论怎样调，等级都不变。"


def _shifted(shift: Shift, found: Firmness) -> Iterator[str]:
    if shift.better is not None and found.better is not None:
        word = "调高" if shift.above else "调低"
        yield f"{word} {trimmed(abs(shift.better))} 分升为“{found.better.grade}”"
    if shift.worse is not None and found.worse is not None:
        word = "调低" if shift.above else "调高"
        yield f"{word}超过 {trimmed(abs(shift.worse))} 分降为“{found.worse.grade}”"


def _ends(span: Span) -> str:
    grades = f"（{span.low_grade}）", f"（{span.high_grade}）"
    return f"{trimmed(span.low)} 分{grades[0]}，全部得满分是 {trimmed(span.high)} 分{grades[1]}"


def _range(span: Span) -> str:
    return f"{trimmed(span.low)}—{trimmed(span.high)}"


def _listed(codes: tuple[str, ...]) -> str:
    return "、".join(codes[:_SHOWN]) + (f"等 {len(codes)} 个" if len(codes) > _SHOWN else "")
