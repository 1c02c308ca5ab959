"""Parts out of prose: ``①定量（6分）：得分=分值×完成率，以分值为限。②定性（4分）：…。各分项得分相加。``"""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit import plugs
from evalkit.model.scoring import Reading
from evalkit.rules._prose import NUMBER, Prose, fold, items, written

_HEAD = re.compile(rf"(?P<name>[^:]+?)\((?:(?P<points>{NUMBER})分|(?:权重|占比?)(?P<share>{NUMBER})(?P<percent>%)?)\):")
_SUM = re.compile("(?:各分项|以上各项|以上各分项|各项)(?:的)?得分(?:之和|相加|合计)(?:为(?:本指标|指标)?得分)?$")
_MEAN = re.compile("(?:各分项|以上各项|各年度|各点位)(?:的)?(?:得分)?按(?:权重|份额|占比)加权平均$")
#: Rules that rest on points of their own cannot be a part.
_NO_PARTS = ("composite", "checklist", "deductions", "panel", "manual")


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """The parts, each read by one rule that explains its words; None where one cannot be read, or by two."""
    whole = fold(text)
    end = len(whole.text.rstrip("。;,"))
    added, meant = _SUM.search(whole.text[:end]), _MEAN.search(whole.text[:end])
    tail = added or meant
    if tail is None:
        return None
    head, parts = items(whole.cut(0, tail.start()))
    if not parts or head.text:
        return None
    rows = []
    doubts: list[str] = []
    for part in parts:
        read = _part(part, weight, shared=meant is not None)
        if read is None:
            return None
        rows.append(read[0])
        doubts.extend(read[1])
    if added and sum(Decimal(row["分值"]) for row in rows) != weight:
        return None
    doubts.append("各分项的取值要自己写")
    return Reading("composite", {"分配": "按比例" if meant else "按分值"}, tuple(rows), tuple(doubts))


def _part(part: Prose, weight: Decimal, *, shared: bool) -> tuple[dict[str, str], tuple[str, ...]] | None:
    found = _HEAD.match(part.text)
    if found is None or bool(found["share"]) is not shared:
        return None
    worth = Decimal(found["share"] or found["points"])
    own = part.typed[found.end() :]
    read = [
        reading
        for name, plug in plugs.rules().items()
        if name not in _NO_PARTS and (reading := plug.read_standard(own, weight if shared else worth)) is not None
    ]
    if len(read) != 1:
        return None
    reading = read[0]
    parameters = "；".join(f"{key}：{text}" for key, text in reading.parameters.items())
    name = part.cut(*found.span("name")).typed
    row = {"要点": name, "分值": written(worth), "规则": plugs.rules()[reading.kind].TITLE, "参数": parameters}
    return row, tuple(f"分项“{name}”：{doubt}" for doubt in reading.doubts)
