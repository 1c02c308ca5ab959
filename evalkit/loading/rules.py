"""The columns 规则 and 参数 of an indicator -> its rule, through the plug's own fields and faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from evalkit import plugs
from evalkit.likeness import likest, nearest_field
from evalkit.model.places import Finding, Where, fault
from evalkit.model.scoring import Point, Rule
from evalkit.model.source import Entry, RawRow
from evalkit.numbers import parse_decimal, plain
from evalkit.records import Record, read_record
from evalkit.words import TableSpec, fold

_ARROW = re.compile(r"→|⇒|->|=>|—>")
_KEYED = re.compile(r"\s*([^：:=＝]{1,12}?)\s*[：:=＝]\s*(.*)", re.DOTALL)


def load_rule(
    record: Record,
    weight: Decimal | None,
    points: tuple[Point, ...],
    defaults: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Rule | None, tuple[Finding, ...]]:
    """The rule of one leaf; None where none is written, it is unknown, or its parameters are wrong.

    ``defaults`` are what the definitions of the engagement say of parameters that are not written (舍入).
    """
    word = record.text("规则")
    if not word:
        return None, ()
    plug = named_rule(word)
    at = record.where("规则")
    if plug is None:
        rules = plugs.rules().values()
        titles = {name: rule.TITLE for rule in rules for name in (rule.TITLE, rule.ID, *rule.SYNONYMS)}
        near = likest(word, titles)
        listed = "可用的规则：" + "、".join(rule.TITLE for rule in rules)
        cure = f"是不是“{near}”；{listed}" if near else listed
        return None, (fault(at, f"不认识的规则“{word}”", cure),)
    entries, found = parameters(record.values["参数"], plug)
    row = RawRow(entries, record.where("参数"))
    values, more = read_record(row, plug.FIELDS, f"{plug.TITLE}的参数", form=True)
    findings = (*found, *more)
    if weight is None or any(one.severity == "error" for one in findings):
        return None, findings
    unwritten = {key: word for key, word in defaults.items() if key in values.values and key not in values.places}
    params, more = plug.params({**values.values, **unwritten}, values.places, weight, points, row.at)
    findings = (*findings, *more)
    if any(one.severity == "error" for one in more):
        return None, findings
    return Rule(plug.ID, params, at), findings


def spoken(record: Record, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points with what people write for a verdict (√, 是, ×) as the rule's own word; a graded point keeps its own."""
    plug = named_rule(record.text("规则")) if record.text("规则") else None
    words: Mapping[str, str] = getattr(plug, "VERDICTS", {})
    return tuple(
        replace(point, verdict=words[plain(point.verdict)], said=point.verdict)
        if not point.scale and plain(point.verdict) in words
        else point
        for point in points
    )


def allotted(points: tuple[Point, ...], rule: Rule, weight: Decimal) -> tuple[Point, ...]:
    """The points with what each is worth, where the rule shares the weight out among them."""
    share = getattr(plugs.rules()[rule.kind], "allotted", None)
    made: tuple[Point, ...] = points if share is None else share(points, rule.params, weight)
    return made


def shared_out(record: Record) -> bool:
    """Whether a rule of parts takes the mean of parts scored on the whole weight (分配：按比例)."""
    plug = named_rule(record.text("规则"))
    if plug is None:
        return False
    entries, _ = parameters(record.values["参数"], plug)
    return any(fold(key) == "分配" and plain(entry.text) == "按比例" for key, entry in entries.items())


def reads_figure(record: Record) -> bool:
    """Whether the column 取值 of a leaf holds a fact or an expression, as its rule has it."""
    plug = named_rule(record.text("规则")) if record.text("规则") else None
    return plug is not None and plug.READS == "figure"


def named_rule(word: str) -> plugs.RulePlug | None:
    """The rule kind by its word, a synonym or its ID."""
    return _by_word().get(fold(plain(word)))


@cache
def _by_word() -> Mapping[str, plugs.RulePlug]:
    """The rule kinds by every word that names them; the first one keeps a word."""
    found: dict[str, plugs.RulePlug] = {}
    for plug in plugs.rules().values():
        for name in (plug.TITLE, plug.ID, *plug.SYNONYMS):
            found.setdefault(fold(plain(name)), plug)
    return found


def parameters(written: Mapping[str, Entry], plug: plugs.RulePlug) -> tuple[dict[str, Entry], tuple[Finding, ...]]:
    """The parameters by key. A text is ``键：值；键：值``; what stands without a key belongs to the plug's default key.

    A piece that has no known key goes on with the value before it (the steps of a scale are parted by ；, too),
    unless it looks like a key somebody mistyped.
    """
    if "" not in written:
        return dict(written), ()
    entry = written[""]
    fields = TableSpec(plug.TITLE, tuple(plug.FIELDS), "")
    texts: dict[str, str] = {}
    found: list[Finding] = []
    current = ""
    for piece in re.split(r"[；;\n]", entry.text):
        keyed = _KEYED.fullmatch(piece.strip())
        field = fields.field(keyed[1]) if keyed else None
        if keyed and field is not None:
            current = field.key
            if current in texts:
                found.append(fault(entry.at, f"参数“{current}”写了两次", "留一个，删去另一个"))
            texts[current] = keyed[2].strip()
        elif not piece.strip():
            continue
        elif keyed and mistyped(keyed, plug, current):
            found.append(unknown_key(keyed[1], plug, entry.at))
        else:
            naming = [one.key for one in plug.FIELDS if plain(piece) in (plain(word) for word in one.choices)]
            current = naming[0] if len(naming) == 1 and naming[0] not in texts else plug.DEFAULT
            if not current:
                message = f"“{plug.TITLE}”不用参数，这里写了“{piece.strip()}”"
                found.append(fault(entry.at, message, "删去参数，或换一种规则"))
                break
            texts[current] = f"{texts[current]}；{piece.strip()}" if texts.get(current) else piece.strip()
    return {key: Entry(text, entry.at) for key, text in texts.items()}, tuple(found)


def mistyped(keyed: re.Match[str], plug: plugs.RulePlug, current: str) -> bool:
    """Whether a piece ``键：值`` with an unknown key is a mistyped key, and not a step of a scale (``有效：10``)."""
    if _ARROW.search(keyed[1]):
        return False
    if _ARROW.search(keyed[2]):
        return bool(nearest_field(keyed[1], plug.FIELDS))
    # The help of a parameter that is a scale shows the arrow.
    scale = any(field.key == plug.DEFAULT and "→" in field.help for field in plug.FIELDS)
    return not scale or current not in ("", plug.DEFAULT)


def unknown_key(key: str, plug: plugs.RulePlug, at: Where) -> Finding:
    near = nearest_field(key, plug.FIELDS)
    listed = "可以写的参数：" + "、".join(field.key for field in plug.FIELDS)
    return fault(at, f"“{plug.TITLE}”没有参数“{key}”", f"是不是“{near}”" if near else listed)


def parse_scale(text: str, at: Where) -> tuple[tuple[tuple[str, Decimal], ...], tuple[Finding, ...]]:
    """The grades of a point, ``优→1，良→0.5，中→0.3，差→0``."""
    steps: list[tuple[str, Decimal]] = []
    for piece in re.split(r"[，,；;、\n]", text):
        if not piece.strip():
            continue
        parts = re.split(r"→|⇒|->|=>|—>|：|:|=", piece.strip())
        points = parse_decimal(parts[-1].strip().removesuffix("分")) if len(parts) == 2 else None
        if points is None:
            cure = "写成“优→1，良→0.5，中→0.3，差→0”"
            return (), (fault(at, f"要点的档次“{piece.strip()}”没有写清得几分", cure),)
        steps.append((parts[0].strip(), points))
    return tuple(steps), ()
