"""A 评价标准 in prose -> the rule that says the same, as a user would write it, to be confirmed by her.

Every rule plug is asked for a reading of the words. A reading stands only where its own plug accepts the parameters
without a fault, so nothing is proposed that could not be loaded. What was guessed is told in its ``doubts``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from evalkit import plugs
from evalkit.loading.rules import named_rule, parameters, parse_scale
from evalkit.model.places import Where
from evalkit.model.scoring import Point, Reading, Rule
from evalkit.model.source import Entry, RawRow
from evalkit.numbers import parse_decimal
from evalkit.records import read_record

_AT = Where("")
_LEAD = r"(?P<lead>^|[。；;\n：:])\s*"
#: ``资金到位率=实际到位资金/预算资金×100%``: how a figure is worked out, which belongs to 取值.
_DEFINITION = re.compile(
    rf"{_LEAD}(?P<remark>(?!得分)[^=＝，,。；;\n：:]{{2,20}}[=＝][^=＝，,。；;\n]{{3,60}}[×xX*]\s*100\s*[%％])\s*(?:[，,。；;\n]|$)"
)
_NOTE = re.compile(
    rf"{_LEAD}(?P<remark>[（(]?(?:注|备注|说明|数据来源|资料来源|取值来源|指标解释|指标说明|计算公式)\s*[：:][^。；;\n]*[)）]?)\s*(?:[。；;\n]|$)"
)
_WEIGHT = re.compile(
    rf"{_LEAD}(?:本|该|此)?(?:项|指标)?(?:的)?(?:满分|分值|权重|权重分|标准分)(?:为|是|：|:)?\s*(?P<weight>\d+(?:\.\d+)?)\s*分?\s*[，,。；;\n]"
)


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The reading that explains the whole text with the fewest doubts; None where there is none, or no single one."""
    found = sorted(readings(text, weight), key=lambda one: len(one.doubts))
    if not found or (len(found) > 1 and len(found[0].doubts) == len(found[1].doubts)):
        return None
    return found[0]


def readings(text: str, weight: Decimal) -> tuple[Reading, ...]:
    """Every reading that a rule gives and accepts; more than one says that the words mean more than one thing."""
    if weight <= 0 or not text.strip():
        return ()
    found = _read(text, weight)
    if found:
        return found
    rest, told = _remarks(text, weight)
    return tuple(replace(one, doubts=(*told, *one.doubts)) for one in _read(rest, weight)) if rest != text else ()


def _read(text: str, weight: Decimal) -> tuple[Reading, ...]:
    read = (plug.read_standard(text, weight) for plug in plugs.rules().values())
    return tuple(one for one in read if one is not None and rule(one, weight) is not None)


def _remarks(text: str, weight: Decimal) -> tuple[str, tuple[str, ...]]:
    """The text without its definitions, notes and the statement of its weight, and a doubt for each left out."""
    told: list[str] = []

    def leave_out(match: re.Match[str]) -> str:
        told.append(f"“{match['remark'].strip()}”没有写进规则")
        return match["lead"] or ""

    def weigh(match: re.Match[str]) -> str:
        return match["lead"] if parse_decimal(match["weight"]) == weight else match[0]

    rest = _WEIGHT.sub(weigh, text)
    for pattern in (_DEFINITION, _NOTE):
        rest = pattern.sub(leave_out, rest)
    return rest, tuple(told)


def written(reading: Reading) -> str:
    """The parameters as the column 参数 has them: ``档次：≥90→3；其余→0；满分：10``."""
    return "；".join(f"{key}：{text}" for key, text in reading.parameters.items())


def rule(reading: Reading, weight: Decimal) -> Rule | None:
    """The rule that a reading's parameters and points make; None where its plug finds a fault with them."""
    plug = plugs.rules()[reading.kind]
    return _rule(plug, reading.parameters, weight, points(reading, weight))


def points(reading: Reading, weight: Decimal) -> tuple[Point, ...]:
    """The rows of 要点 as points, without verdicts; a part has its own rule."""
    made = []
    for order, row in enumerate(reading.points, 1):
        worth, limit = parse_decimal(row.get("分值", "")), parse_decimal(row.get("上限", ""))
        scale, _ = parse_scale(row.get("档次", ""), _AT)
        own = None
        if plug := named_rule(row["规则"]) if row.get("规则") else None:
            entries, _ = parameters({"": Entry(row.get("参数", ""), _AT)}, plug)
            shared = reading.parameters.get("分配") == "按比例"
            texts = {key: entry.text for key, entry in entries.items()}
            own = _rule(plug, texts, weight if shared else worth or weight, ())
        made.append(Point("", order, row["要点"], worth or Decimal(0), "", "", scale, limit=limit, rule=own))
    return tuple(made)


def _rule(plug: plugs.RulePlug, texts: Mapping[str, str], weight: Decimal, rows: tuple[Point, ...]) -> Rule | None:
    entries = {key: Entry(text, _AT) for key, text in texts.items()}
    record, found = read_record(RawRow(entries, _AT), plug.FIELDS, plug.TITLE, form=True)
    if any(one.severity == "error" for one in found):
        return None
    params: Any
    params, more = plug.params(record.values, record.places, weight, rows, _AT)
    return None if any(one.severity == "error" for one in more) else Rule(plug.ID, params, _AT)
