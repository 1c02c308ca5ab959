"""``score --sensitivity``: how firm the result is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalkit.firmness import Bound, Crossed, Firmness, Span, Swing
    from evalkit.model.case import Case


def sensitivity(case: Case) -> dict[str, Any]:
    """The key ``sensitivity`` of ``score --json``; see docs/json.md."""
    from evalkit.firmness import firmness
    from evalkit.firmness_words import ASSUMPTIONS, after, how, rises, sentences
    from evalkit.numbers import trimmed

    assert case.scoresheet is not None
    found = firmness(case.scoresheet, case.facts)
    moves = [
        {
            "code": move.node.code,
            "name": move.node.name,
            "weight": trimmed(move.node.weight),
            "score": trimmed(move.today),
            "direction": "better" if rises(move, found) else "worse",
            "grade": move.grade,
            "points": trimmed(move.points),
            "after": trimmed(after(move, found)),
            "value": move.change.value.display if move.change and move.change.value else None,
            "how": how(move, found),
        }
        for move in found.moves
    ]
    return {
        "better": _bound(found.better),
        "worse": _bound(found.worse),
        "indicators": moves,
        "together": list(found.together),
        "manual": _span(found.by_rule),
        "undecided": _span(found.undecided),
        "survey": _surveys(found),
        "weights": [
            {
                "code": one.node.code,
                "name": one.node.name,
                "weight": trimmed(one.node.weight),
                "better": _signed(one.better),
                "worse": _signed(one.worse),
            }
            for one in found.shifts
        ],
        "sentences": list(sentences(found)),
        "assumptions": list(ASSUMPTIONS),
    }


def _signed(shift: Decimal | None) -> str | None:
    from evalkit.numbers import trimmed

    return None if shift is None else trimmed(shift)


def _bound(bound: Bound | None) -> dict[str, Any] | None:
    if bound is None:
        return None
    return {"grade": bound.grade, "floor": _signed(bound.floor), "points": _signed(bound.points)}


def _span(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "codes": list(span.codes),
        "low": _signed(span.low),
        "high": _signed(span.high),
        "low_grade": span.low_grade,
        "high_grade": span.high_grade,
    }


def _surveys(found: Firmness) -> list[dict[str, Any]]:
    from evalkit.numbers import fixed, trimmed

    def printed(swing: Swing, figure: Decimal) -> str:
        return trimmed(figure) if swing.fact.places is None else fixed(figure, swing.fact.places)

    told = []
    for one in found.swings:
        ends = [
            {
                "value": printed(one, end.figure),
                "scores": {code: trimmed(points) for code, points in end.scores},
                "total": trimmed(end.total),
                "grade": end.grade,
            }
            for end in one.ends
        ]
        told.append(
            {
                "fact": one.fact.id,
                "value": one.fact.text,
                "ci": [end["value"] for end in ends],
                **(_span(one.span) or {}),
                "n": one.fact.n,
                "group": one.group or None,
                "population": one.population,
                "ends": ends,
                "edges": [{"at": printed(one, crossed.edge.at), **_crossed(crossed, one)} for crossed in one.crossed],
            }
        )
    return told


def _crossed(crossed: Crossed, swing: Swing) -> dict[str, Any]:
    from evalkit.firmness_words import needed

    enough = crossed.enough
    n = enough.n if enough is not None else None
    return {
        "code": crossed.node.code,
        "below": _signed(crossed.edge.below),
        "above": _signed(crossed.edge.above),
        "n": n,
        "more": n - swing.fact.n if n is not None and swing.fact.n is not None else None,
        "census": enough is not None and enough.census,
        "on_edge": enough is not None and enough.on_edge,
        "how": needed(crossed, swing) or None,
    }
