"""How firm the result is where it rests on survey figures, as facts a report may print: only when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from evalkit.firmness import Firmness
from evalkit.firmness_words import needed
from evalkit.model.facts import Fact, Measure

_COUNT = "界线数"


def firmness_facts(found: Firmness) -> tuple[Fact, ...]:
    """``敏感性.界线数``, and for every edge of a rule inside a survey figure's interval ``敏感性.<number>.…``.

    An indicator of which several edges lie in one interval is told by the nearest.
    """
    made = tuple(_facts(found))
    count = sum(1 for fact in made if fact.id.endswith(".界线"))
    how = "计分界线落在调查数据95%置信区间里的指标；程序把取值换成区间两端，各评一次"
    return (Fact(f"敏感性.{_COUNT}", Decimal(count), Measure.COUNT, 0, "个", how), *made)


def _facts(found: Firmness) -> Iterator[Fact]:
    order = 0
    for swing in found.swings:
        told: set[str] = set()
        for crossed in swing.crossed:
            code = crossed.node.code
            if code in told:
                continue
            told.add(code)
            order += 1
            head, from_figure = f"敏感性.{order}", (swing.fact.id,)
            how = f"{code} 读“{swing.fact.id}”"
            figure = replace(swing.fact, n=None, interval=None, expression="", inputs=from_figure, sources=())
            yield Fact(f"{head}.指标", f"{code} {crossed.node.name}", Measure.TEXT, how=how)
            yield replace(figure, id=f"{head}.取值", how=f"取自“{swing.fact.id}”")
            yield replace(figure, id=f"{head}.界线", value=crossed.edge.at, how="评分规则的界线", inputs=())
            for word, end in zip(("低端", "高端"), swing.ends, strict=True):
                yield replace(
                    figure, id=f"{head}.{word}", value=end.figure, how=f"“{swing.fact.id}”95%置信区间的{word}"
                )
                why, where = f"取值换成区间的{word}，规则照常评分", (f"{head}.{word}",)
                yield Fact(f"{head}.{word}得分", dict(end.scores)[code], Measure.SCORE, None, "分", why, where)
                yield Fact(f"{head}.{word}总分", end.total, Measure.SCORE, None, "分", why, where)
                yield Fact(f"{head}.{word}等级", end.grade, Measure.TEXT, how=why, inputs=where)
            enough, n = crossed.enough, swing.fact.n
            more = enough.n - n if enough is not None and enough.n is not None and n is not None else None
            how = needed(crossed, swing) or "由这个数推算不出"
            yield Fact(
                f"{head}.再收", None if more is None else Decimal(more), Measure.COUNT, 0, "份", how, from_figure
            )
            yield Fact(f"{head}.说明", how, Measure.TEXT, how="由区间、份数和总体人数推算", inputs=from_figure)
