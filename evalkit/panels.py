"""Score sheets that several experts filled in -> the table 专家评分, with what shows how far they agree.

The names of the experts stay in the engagement's table; whatever else comes out of here counts them (专家1, 专家2 …) in
the order in which their sheets were given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from evalkit import plugs
from evalkit.likeness import suggestion
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.scoring import Indicator
from evalkit.model.source import RawTable
from evalkit.numbers import EXACT, divide, mean, plain, trimmed
from evalkit.records import Record, read_table
from evalkit.words import Field, TableSpec, fold

#: The ID of the rule that scores by experts.
RULE = "panel"
#: Scores of one indicator that lie farther apart than this share of its full marks are marked as a strong disagreement.
APART = Decimal("0.3")

#: The sheet one expert fills in.
SHEET = TableSpec(
    "专家评分表",
    (
        Field("编码", "text", "指标的编码，不要改", True, ("指标编码",), width=10),
        Field("指标", "text", "", synonyms=("三级指标", "指标名称", "四级指标"), width=26),
        Field("分值", "number", "满分", synonyms=("满分", "权重", "标准分值"), width=8),
        Field("评价标准", "prose", "", synonyms=("评分标准", "评分细则"), width=50),
        Field("得分", "number", "0 到分值之间；回避或无法判断的留空", True, ("评分", "打分", "专家得分"), width=10),
        Field("理由", "prose", "扣分的写明原因", synonyms=("评分理由", "意见", "说明", "备注"), width=40),
    ),
    "一位专家的评分",
)
#: The same for reading: a blank score is told apart from a wrong one here, not by the reader.
_READ = TableSpec(
    SHEET.name,
    tuple(Field(f.key, f.kind, f.help, f.key == "编码", f.synonyms) if f.key == "得分" else f for f in SHEET.fields),
    SHEET.help,
)


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator to be scored, ``full`` being what an expert may give at most."""

    code: str
    name: str
    full: Decimal
    standard: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """One expert's score for one indicator; ``expert`` is her place among the sheets, from 0."""

    expert: int
    code: str
    points: Decimal
    reason: str
    at: Where


@dataclass(frozen=True, slots=True)
class Tally:
    """The scores of one indicator. ``deviation`` is the sample standard deviation, None for fewer than two scores."""

    item: Item
    ballots: tuple[Ballot, ...]
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    deviation: Decimal | None

    @property
    def range(self) -> Decimal:
        return self.highest - self.lowest

    @property
    def disputed(self) -> bool:
        """Whether the scores lie farther apart than ``APART`` of the full marks."""
        return self.range > APART * self.item.full


@dataclass(frozen=True, slots=True)
class Panel:
    """All sheets together: the experts' names in order, the indicators somebody scored in the framework's order."""

    experts: tuple[str, ...]
    tallies: tuple[Tally, ...]


def items(engagement: Engagement, every: bool) -> tuple[Item, ...]:
    """The indicators scored by experts, or (``every``) all leaves."""
    return tuple(
        Item(node.code, node.name, full_marks(node), standard(node))
        for node in engagement.indicators
        if node.leaf and (every or (node.rule is not None and node.rule.kind == RULE))
    )


def standard(node: Indicator) -> str:
    """The 评价标准 as written, else that of the rule in words."""
    if node.standard or node.rule is None:
        return node.standard
    return plugs.rules()[node.rule.kind].standard(node)


def full_marks(node: Indicator) -> Decimal:
    """The most an expert may give: the scale the rule names, else the weight."""
    stated = getattr(node.rule.params, "full", None) if node.rule and node.rule.kind == RULE else None
    return stated if isinstance(stated, Decimal) else node.weight


def merge(
    sheets: Sequence[tuple[str, RawTable]], wanted: Sequence[Item], leaves: Sequence[Item]
) -> tuple[Panel | None, tuple[Finding, ...]]:
    """The sheets, each with its expert's name, checked and brought together.

    ``wanted`` are the indicators every sheet should score, ``leaves`` all that may be. None with faults among the
    findings; a score left blank is a doubt, and the expert does not count for that indicator.
    """
    found: list[Finding] = []
    first: dict[str, RawTable] = {}
    for name, table in sheets:
        other = first.setdefault(fold(plain(name)), table)
        if other is not table:
            message = f"这份和 {other.at} 是同一位专家的"
            found.append(fault(table.at, message, "只留一份；不是同一位的，在各自表上“专家姓名”处写上名字"))
    ballots: list[Ballot] = []
    for number, (_, table) in enumerate(sheets):
        made, more = ballots_of(number, table, wanted, leaves)
        ballots.extend(made)
        found.extend(more)
    tallies = []
    for item in leaves:
        own = tuple(ballot for ballot in ballots if ballot.code == item.code)
        if own:
            tallies.append(tally(item, own))
        elif item in wanted and sheets and not any(one.severity == "error" for one in found):
            message = f"{item.code} {item.name} 没有一位专家给分"
            found.append(doubt(Where(sheets[0][1].at.file), message, "请专家补上，否则这一项没有得分"))
    if not sheets or any(one.severity == "error" for one in found):
        return None, tuple(found)
    return Panel(tuple(name for name, _ in sheets), tuple(tallies)), tuple(found)


def ballots_of(
    expert: int, table: RawTable, wanted: Sequence[Item], leaves: Sequence[Item]
) -> tuple[list[Ballot], tuple[Finding, ...]]:
    """One sheet."""
    records, more = read_table(table, _READ)
    found = list(more)
    known = {item.code: item for item in leaves}
    made: list[Ballot] = []
    seen: dict[str, Where] = {}
    blank: list[Record] = []
    for record in records:
        code = plain(record.text("编码"))
        at = record.where("编码")
        if "编码" in record.faulty or code in ("合计", "总分", "小计"):
            continue
        item = known.get(code)
        if item is None:
            found.append(fault(at, f"没有编码是“{code}”的指标", suggestion(code, tuple(known), "末级指标的编码有")))
            continue
        called = plain(record.text("指标"))
        if called and fold(called) != fold(plain(item.name)):
            owner = next((one for one in leaves if fold(plain(one.name)) == fold(called)), None)
            cure = f"“{called}”的编码是 {owner.code}，改正编码" if owner else "改正编码或指标的名称，两栏要是同一个指标"
            found.append(fault(at, f"编码“{code}”是“{item.name}”，这一行写的是“{called}”", cure))
            continue
        if code in seen:
            found.append(fault(at, f"“{code}”评了两次，前一次在 {seen[code].spot}", "留一行，删去另一行"))
            continue
        seen[code] = at
        stated = record.number("分值")
        if stated is not None and stated != item.full:
            message = f"{code} 的分值是 {trimmed(stated)}，指标体系里是 {trimmed(item.full)}"
            found.append(
                fault(record.where("分值"), message, "指标体系改过，用 evalkit panel form 重出评分表请专家再评")
            )
        points = record.number("得分")
        place = record.where("得分")
        if points is None:
            if "得分" not in record.faulty:
                blank.append(record)
        elif points < 0 or points > item.full:
            wrong = "小于 0" if points < 0 else f"超过分值 {trimmed(item.full)}"
            message = f"{code} 的得分 {trimmed(points)} {wrong}"
            found.append(fault(place, message, f"改成 0 到 {trimmed(item.full)} 之间的数"))
        else:
            made.append(Ballot(expert, code, points, record.text("理由"), place))
    if not seen and all(one.severity != "error" for one in found):
        cure = "要有“编码”“得分”两列，一行一个指标；空表用 evalkit panel form 画"
        return [], (*found, fault(table.at, "这份评分表一个指标也没有", cure))
    if seen and len(blank) == len(seen):
        return [], (*found, fault(table.at, "这份评分表一个得分也没有填", "请这位专家填好“得分”一列"))
    for record in blank:
        message = f"{plain(record.text('编码'))} 没有给分，这一项不计这位专家"
        found.append(doubt(record.where("得分"), message, "回避的不必管；漏填的请专家补上"))
    lacking = [item for item in wanted if item.code not in seen]
    if lacking:
        message = f"没有这几项：{'、'.join(item.code for item in lacking)}"
        found.append(doubt(table.at, message, "行被删去了的，用 evalkit panel form 重出评分表请专家补评"))
    return made, tuple(found)


def tally(item: Item, ballots: tuple[Ballot, ...]) -> Tally:
    """The figures of one indicator, unrounded."""
    points = [ballot.points for ballot in ballots]
    middle = mean(points)
    deviation = None
    if len(points) > 1:
        with localcontext(EXACT):
            squares = sum(((one - middle) ** 2 for one in points), Decimal(0))
            deviation = divide(squares, Decimal(len(points) - 1)).sqrt()
    return Tally(item, ballots, middle, min(points), max(points), deviation)


def rows(panel: Panel, weights: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
    """The table 专家评分, by indicator; ``weights`` are experts' weights kept from before, by code and name."""
    made = []
    for tallied in panel.tallies:
        for ballot in tallied.ballots:
            name = panel.experts[ballot.expert]
            row = {"编码": ballot.code, "专家": name, "得分": trimmed(ballot.points), "理由": ballot.reason}
            weight = weights.get((ballot.code, name), "")
            made.append({**row, "权重": weight} if weight else row)
    return made
