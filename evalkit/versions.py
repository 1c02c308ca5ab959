"""Score versions (版本分): the chain of every indicator's adjustments, and what each version came to in all.

A row of the table is one adjustment. Between two rows a score stays; an indicator nobody adjusted has had today's score
from the first version of our own on. The 自评 is the unit's, so there nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evalkit.model.engagement import Engagement, Version
from evalkit.model.facts import Fact, Measure
from evalkit.model.scoring import Indicator, Scoresheet
from evalkit.numbers import trimmed
from evalkit.words import VERSIONS

#: The versions in the order they come about, as the table's column offers them.
ORDER = next(field.choices for field in VERSIONS.fields if field.key == "版本")

SELF, FIRST = ORDER[0], ORDER[1]


@dataclass(frozen=True, slots=True)
class VersionTotal:
    """One version: the scores by code (leaves and the nodes above them) and the total; None where a score is unknown.

    ``lacking`` are the leaves that have none.
    """

    name: str
    scores: Mapping[str, Decimal]
    total: Decimal | None
    lacking: tuple[str, ...]


def chains(versions: tuple[Version, ...]) -> Mapping[str, tuple[Version, ...]]:
    """The adjustments of each indicator by code, in the order of the versions; rows of one version as they stand."""
    by_code: dict[str, list[Version]] = {}
    for one in versions:
        by_code.setdefault(one.code, []).append(one)
    return {code: tuple(sorted(rows, key=_rank)) for code, rows in by_code.items()}


def before(chain: tuple[Version, ...], at: int) -> Decimal | None:
    """The score a row of a chain started from: as typed, else what the row before it came to."""
    typed = chain[at].old
    return typed if typed is not None or at == 0 else chain[at - 1].new


def told(one: Version, old: Decimal | None) -> str:
    """``定稿：2.1 → 2.25 分，理由：…；决定人：…；依据：…；2023-11-28``; what nobody wrote down is said to be missing."""
    change = f"{trimmed(old)} → {trimmed(one.new)} 分" if old is not None else f"{trimmed(one.new)} 分"
    parts = [
        f"{label}：{' '.join(text.split()).rstrip('。；;')}"
        for label, text in (("理由", one.reason), ("决定人", one.decided_by), ("依据", one.paper))
        if text.strip()
    ]
    parts += [one.day.isoformat()] if one.day else []
    return f"{one.version}：{change}" + (f"，{'；'.join(parts)}" if parts else "，没有写理由、决定人和依据")


def totals(engagement: Engagement, sheet: Scoresheet) -> tuple[VersionTotal, ...]:
    """Every version the table names, in order, and the one before the first where its rows say what they changed."""
    known = chains(engagement.versions)
    named = [name for name in ORDER if any(one.version == name for one in engagement.versions)]
    if not named:
        return ()
    leaves = sheet.leaves()
    made = [_version(name, sheet, {leaf.code: _score(leaf, name, known, sheet) for leaf in leaves}) for name in named]
    if named[0] not in (SELF, FIRST):
        # Rows of 定稿 alone still say what the scores were until then.
        scores = {leaf.code: known[leaf.code][0].old if leaf.code in known else _today(leaf, sheet) for leaf in leaves}
        made.insert(0, _version(f"{named[0]}前", sheet, scores))
    return tuple(made)


def added(sheet: Scoresheet) -> Decimal:
    """What 加减分 and 否决 change in today's total beyond the scores themselves; every version of ours has it."""
    if not sheet.adjustments:
        return Decimal(0)
    sums = (sheet.scores[node.code].points for node in sheet.children("") if node.code in sheet.scores)
    return sheet.total - sum(sums, Decimal(0))


def version_facts(engagement: Engagement, sheet: Scoresheet) -> tuple[Fact, ...]:
    """``版本.<版本>.<编码>`` and ``版本.<版本>.总分``, empty while a version is not known throughout."""
    found: list[Fact] = []
    tops = [node.code for node in sheet.children("")]
    for one in totals(engagement, sheet):
        for node in sheet.indicators:
            points = one.scores.get(node.code)
            if points is not None:
                how = f"“{node.name}”在{one.name}的得分"
                found.append(
                    Fact(f"版本.{one.name}.{node.code}", points, Measure.SCORE, None, "分", how, sources=(node.at,))
                )
        inputs = tuple(f"版本.{one.name}.{code}" for code in tops if code in one.scores)
        how = f"{one.name}还没有得分的指标：{'、'.join(one.lacking[:8])}"
        if one.total is not None:
            sums = " + ".join(trimmed(one.scores[code]) for code in tops)
            rest = one.total - sum((one.scores[code] for code in tops), Decimal(0))
            sums += f" {'−' if rest < 0 else '+'} {trimmed(abs(rest))}（加减分）" if rest else ""
            how = f"{sums} = {trimmed(one.total)}"
            how += "，没有调整记录的指标按现在的得分计" if one.name != SELF else ""
        found.append(Fact(f"版本.{one.name}.总分", one.total, Measure.SCORE, None, "分", how, inputs))
    return tuple(found)


def _rank(one: Version) -> int:
    return ORDER.index(one.version) if one.version in ORDER else len(ORDER)


def _today(leaf: Indicator, sheet: Scoresheet) -> Decimal | None:
    made = sheet.scores.get(leaf.code)
    return made.points if made is not None else None


def _score(leaf: Indicator, name: str, known: Mapping[str, tuple[Version, ...]], sheet: Scoresheet) -> Decimal | None:
    """The score of one indicator in a version: its last row up to then, else what its next row started from."""
    rank, chain = ORDER.index(name), known.get(leaf.code, ())
    past = [one for one in chain if _rank(one) <= rank]
    if past:
        return past[-1].new
    if chain:
        # The score before a 初评 is the unit's own; before any later row it is ours.
        following = chain[0].version
        return chain[0].old if name != SELF or following == FIRST else None
    return _today(leaf, sheet) if name != SELF else None


def _version(name: str, sheet: Scoresheet, scores: Mapping[str, Decimal | None]) -> VersionTotal:
    """The leaves' scores summed up the framework; a node with an unknown leaf below it has no sum."""
    found = {code: points for code, points in scores.items() if points is not None}
    below: dict[str, list[str]] = {}
    for node in sheet.indicators:
        below.setdefault(node.parent, []).append(node.code)
    for node in sorted((one for one in sheet.indicators if not one.leaf), key=lambda one: -one.level):
        parts = below.get(node.code, [])
        if all(code in found for code in parts):
            found[node.code] = sum((found[code] for code in parts), Decimal(0))
    lacking = tuple(code for code, points in scores.items() if points is None)
    tops = below.get("", [])
    total = None if lacking else sum((found[code] for code in tops), Decimal(0) if name == SELF else added(sheet))
    return VersionTotal(name, found, total, lacking)
