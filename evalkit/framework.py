"""An indicator table somebody already has -> the rows of 指标, 要点, 版本分 and 事实, and what of it is unsure.

A rule is proposed for each prose standard and marked 待确认. Nothing is scored here: scores of the table become rows of
版本分, so that ours can be held against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evalkit.expressions import names
from evalkit.framing.coding import coded
from evalkit.framing.joining import Frame, chosen, frames, joined
from evalkit.framing.lattice import Lattice
from evalkit.framing.lines import Line
from evalkit.framing.naming import weight_of
from evalkit.framing.standards import LONGEST, Reader, RuleProposed, Standard, rule_of, standard_of
from evalkit.loading.indicators import load_indicators
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Entry, RawRow, RawTable, Source
from evalkit.numbers import trimmed
from evalkit.records import LINE
from evalkit.words import FACTS, INDICATORS, POINTS, VERSIONS

#: What stands in 规则确认 of a rule that was read out of prose.
OPEN = "待确认"
#: The versions that scores of the table are entered as, and the unit's own (自评得分).
VERSION, SELF = "初评", "自评"
LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标")

#: How the loader says that a row lacks its weight; here it is told with the name of the indicator.
_NO_WEIGHT = "没有写“分值”"

_KEPT = {
    "explain": "指标解释",
    "source": "数据来源",
    "actual": "实际完成值",
    "phrase": "业绩值",
    "ground": "核查事实",
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A leaf of the framework with its code, its standard and the rule proposed for it, if any."""

    line: Line
    code: str
    standard: Standard
    rule: RuleProposed | None


@dataclass(frozen=True, slots=True)
class Unsure:
    """What could not be understood: its place, the indicator it belongs to (empty where to none), its words and why."""

    at: Where
    code: str
    name: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The framework as read: ``tables`` are rows by the keys of the engagement's tables, ready to be written.

    ``title`` says which table of the file it is, ``score`` is the total of the stated scores, None where there are none.
    ``facts`` are names that conditions of the rules read and that the table 事实 must have, each with the codes.
    """

    title: str
    indicators: tuple[Proposed, ...]
    unsure: tuple[Unsure, ...]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    score: Decimal | None
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def propose(
    lattices: Sequence[Lattice], read: Reader, at: Where, only: str = ""
) -> tuple[Proposal | None, tuple[Finding, ...]]:
    """The framework of a file's tables. ``only`` names the table to read: its number from 1, or the name of its sheet."""
    looked = tuple(one for one in lattices if not only or only in (str(one.order), one.name))
    if only and not looked:
        names = "、".join(one.name or str(one.order) for one in lattices[:20])
        return None, (fault(at, f"文件里没有“{only}”这个表", f"可以写的有：{names}" if names else "文件里没有表"),)
    found = frames(looked)
    main = chosen(found)
    if main is None:
        return None, (_none(lattices, found, at),)
    others = [frame for frame in found if frame is not main]
    lines, findings = joined(main, others)
    lines, more = coded(lines, others)
    findings = (*main.reading.findings, *findings, *more)
    lines, more = scaled(lines)
    findings = (*findings, *more, *_sums(main, lines), *_titles(main), *_scores(lines))
    proposed = tuple(_proposed(line, read) for line in lines)
    proposed, troubled, more, facts = settled(proposed, main)
    unsure = tuple(
        sorted(
            (*troubled, *(Unsure(one.at, "", "", one.text, one.why) for one in main.reading.strays)),
            key=lambda one: [int(number) for number in re.findall(r"\d+", one.at.spot)],
        )
    )
    scores = [one.line.score for one in proposed if one.line.score is not None]
    total = sum(scores, Decimal(0)) if scores else None
    return Proposal(main.title, proposed, unsure, tables(proposed, facts), total, facts), (*findings, *more)


def scaled(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """Weights that are shares of one made points of a hundred, and those of points in rows of their own added up."""
    gathered = tuple(_gathered(line) for line in lines)
    # Alike weights in the rows of one leaf: one merged cell, unless only their sums make up the whole.
    lines = gathered if _whole(lines) != 100 == _whole(gathered) else tuple(_merged(line) for line in lines)
    weights = [line.weight for line in lines if line.weight is not None]
    if len(weights) < 3 or len(weights) != len(lines) or sum(weights) != 1:
        return lines, ()
    message = "权重是小数，合计为 1，按 100 分折算"
    made = tuple(replace(line, weight=line.weight * 100 if line.weight else line.weight) for line in lines)
    return made, (Finding("input", "note", message, lines[0].where("weight"), "核对各指标的分值"),)


def _gathered(line: Line) -> Line:
    """A leaf whose further rows each have a weight and a score of their own."""
    if line.weight is None or not line.repeated:
        return line
    weight = line.weight + sum((weight for weight, _ in line.repeated), Decimal(0))
    return replace(line, weight=weight, score=_added(line))


def _merged(line: Line) -> Line:
    """A leaf whose further rows repeat its one weight; scores that differ are of its points, else one merged cell."""
    return replace(line, score=_added(line)) if any(score != line.score for _, score in line.repeated) else line


def _added(line: Line) -> Decimal | None:
    return None if line.score is None else line.score + sum((score for _, score in line.repeated), Decimal(0))


def _whole(lines: Sequence[Line]) -> Decimal:
    return sum((line.weight for line in lines if line.weight is not None), Decimal(0))


def settled(
    proposed: tuple[Proposed, ...], main: Frame
) -> tuple[tuple[Proposed, ...], tuple[Unsure, ...], tuple[Finding, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The leaves as the loader takes them: with its codes, without the rules it would refuse; what it says of the rest,
    and the facts the rules read."""
    framework, _ = load_indicators(_source(tuple(replace(one, rule=None) for one in proposed), main), "")
    codes = {node.at: node.code for node in framework.indicators if node.leaf}
    # A leaf that the loader has no place for (its name came before) has no code, and nothing can be entered for it.
    proposed = tuple(
        replace(one, code=codes[one.line.at]) if one.line.at in codes else replace(one, code="", rule=None)
        for one in proposed
    )
    _, told = load_indicators(_source(proposed, main), "")
    refused: dict[Where, list[str]] = {}
    for finding in told:
        if finding.severity == "error":
            refused.setdefault(finding.where, []).append(finding.message)
    made: list[Proposed] = []
    unsure: list[Unsure] = []
    for one in proposed:
        wrong = refused.get(_rule_place(one), []) if one.rule is not None else []
        if one.rule is not None and wrong:
            why = f"按“{one.rule.title}”读出来不合用：{'；'.join(wrong)}"
            unsure.append(Unsure(_rule_place(one), one.code, one.line.name, one.standard.words, why))
            one = replace(one, rule=None)
        elif one.rule is None:
            unsure.append(Unsure(_rule_place(one), one.code, one.line.name, one.standard.words, _why_none(one)))
        made.append(one)
    framework, told = load_indicators(_source(tuple(made), main), "")
    read: dict[str, list[str]] = {}
    for code, text, _ in framework.figures:
        for name in names(text) or (text,):
            if "." not in name and code not in read.setdefault(name, []):
                read[name].append(code)
    rest = tuple(_softened(one) for one in told if _NO_WEIGHT not in one.message)
    facts = tuple((name, tuple(codes)) for name, codes in read.items())
    return tuple(made), tuple(unsure), (*_unweighed(made), *rest), facts


def tables(
    proposed: Sequence[Proposed], facts: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[dict[str, str], ...]]:
    """The rows of 指标, 要点, 版本分 and 事实; the last three only where there are any."""
    made: dict[str, list[dict[str, str]]] = {spec.name: [] for spec in (INDICATORS, POINTS, VERSIONS, FACTS)}
    for name, codes in facts:
        made[FACTS.name].append({"名称": name, "备注": f"{'、'.join(codes)} 的规则要看，填是或否，或填数"})
    above: tuple[str, ...] = ()
    for one in proposed:
        record = _record(one)
        path = tuple(record.get(level, "") for level in LEVELS[:2])
        # As people write it: what is the same as above is left blank.
        for n, level in enumerate(LEVELS[:2]):
            if path[: n + 1] == above[: n + 1]:
                record[level] = ""
        above = path
        made[INDICATORS.name].append(record)
        if one.rule is not None:
            made[POINTS.name].extend({"编码": one.code, **point} for point in one.rule.points)
        if one.code:
            made[VERSIONS.name].extend(_versions(one))
    return {name: tuple(rows) for name, rows in made.items() if rows or name == INDICATORS.name}


def _versions(one: Proposed) -> Iterator[dict[str, str]]:
    """The scores of a row that can be, as versions of ours and of the unit's."""
    line = one.line
    own = weight_of(line.texts.get("self", ""))
    for version, score, key in ((SELF, own, "self"), (VERSION, line.score, "score")):
        if score is not None and (line.weight is None or 0 <= score <= line.weight):
            place = line.where(key)
            reason = f"原表的得分（{place.file} {place.spot}）"
            yield {"编码": one.code, "版本": version, "得分": trimmed(score), "理由": reason}


def _proposed(line: Line, read: Reader) -> Proposed:
    standard = standard_of(line)
    rule = rule_of(standard, line.weight, read) if line.weight is not None and line.weight > 0 else None
    return Proposed(line, line.code, standard, rule)


def _record(one: Proposed) -> dict[str, str]:
    """A leaf as a row of 指标, every level written."""
    line = one.line
    record = {}
    for n, (level, name) in enumerate(zip(LEVELS, line.names, strict=False)):
        stated = line.above[n] if n < len(line.above) else None
        record[level] = f"{name}（{trimmed(stated)}分）" if stated is not None and n < 2 else name
    record["编码"] = one.code
    record["分值"] = trimmed(line.weight) if line.weight is not None else line.weight_text
    for key, column in _KEPT.items():
        record[column] = line.texts.get(key, "")
    record["目标值"] = " ".join(one.standard.target.split())[:LINE]
    record["评价标准"] = one.standard.words
    if one.rule is not None:
        record |= {"规则": one.rule.title, "参数": one.rule.parameters, "规则确认": OPEN}
    return {key: text for key, text in record.items() if text}


def _rule_place(one: Proposed) -> Where:
    """The place of a leaf's standard, where faults of its rule are told and nothing else of it stands."""
    line = one.line
    columns = (one.standard.column, *(title for title, _ in line.standards))
    place = next((line.places[title] for title in columns if title in line.places), line.at)
    return place if place != line.at or one.rule is None else Where(place.file, f"{place.spot} 评价标准")


def _source(proposed: Sequence[Proposed], main: Frame) -> Source:
    """The rows as a folder would hold them, each value at its place in the file."""
    indicators: list[RawRow] = []
    points: list[RawRow] = []
    for one in proposed:
        line = one.line
        places = {"分值": line.where("weight"), **dict.fromkeys(LEVELS, line.where("name"))}
        places |= dict.fromkeys(("规则", "参数"), _rule_place(one))
        record = _record(one)
        record["编码"] = one.code
        entries = {key: Entry(text, places.get(key, line.at)) for key, text in record.items() if key != "规则确认"}
        indicators.append(RawRow(entries, line.at))
        for point in one.rule.points if one.rule is not None else ():
            texts = {"编码": one.code, **point}
            place = _rule_place(one)
            points.append(RawRow({key: Entry(text, place) for key, text in texts.items()}, place))
    raw = [RawTable(INDICATORS.name, tuple(indicators), main.place)]
    if points:
        raw.append(RawTable(POINTS.name, tuple(points), main.place))
    return Source("", tuple(raw), (), (), (), (), (), main.place)


def _softened(finding: Finding) -> Finding:
    """What would stop an engagement is only told here: the table may be mended before or after."""
    return replace(finding, severity="warning") if finding.severity == "error" else finding


def _unweighed(proposed: Sequence[Proposed]) -> tuple[Finding, ...]:
    return tuple(
        doubt(one.line.where("weight"), f"{one.code} {one.line.name} 没有写分值", "在“指标”表补上分值")
        for one in proposed
        if one.line.weight is None and not one.line.weight_text
    )


def _why_none(one: Proposed) -> str:
    if not one.code:
        return "和前面的指标重名，或缺少上级，没有编码；改好名称再读一次，或在“指标”表改"
    if one.line.weight is None:
        return "没有分值，评价标准没有读成规则"
    if len(one.standard.words) > LONGEST:
        return f"评价标准有 {len(one.standard.words)} 个字，没有读成规则"
    if one.standard.words:
        return "没有认出评分规则，评价标准照原样保留"
    if one.standard.target:
        return f"评价标准一栏只写了“{one.standard.target[:20]}”，没有写怎样给分"
    return "没有评价标准"


def _sums(main: Frame, lines: Sequence[Line]) -> tuple[Finding, ...]:
    """Rows 合计 and 小计 that do not agree with the leaves above them."""
    findings = []
    start = 0
    for one in main.reading.sums:
        parts = lines[: one.count]
        if one.word == "小计":
            options = [parts[start:], *(_below(parts, parts[-1].names[: n + 1]) for n in range(2))] if parts else []
            start = one.count
        else:
            options = [parts]
        for what, stated, key in (("分值", one.weight, "weight"), ("得分", one.score, "score")):
            sums = [sum((getattr(line, key) or Decimal(0) for line in part), Decimal(0)) for part in options]
            if stated is None or not sums or stated in sums or not any(sums):
                continue
            message = f"{one.word}的{what}写 {trimmed(stated)}，上面各指标相加是 {trimmed(sums[0])}"
            findings.append(doubt(one.at, message, f"核对各指标的{what}；合计由程序计算，不用写进底稿"))
    return tuple(findings)


def _below(lines: Sequence[Line], path: tuple[str, ...]) -> Sequence[Line]:
    return [line for line in lines if line.names[: len(path)] == path]


def _titles(main: Frame) -> tuple[Finding, ...]:
    """Columns that have no place in the engagement's tables."""
    titles = [title for header in main.headers for title in header.unread]
    if not titles:
        return ()
    named = "、".join(f"“{title}”" for title in dict.fromkeys(titles))
    message = f"{named}这几列底稿里没有对应的列，没有写进去"
    return (Finding("input", "note", message, main.place, "需要的内容另填进“指标解释”或“佐证”"),)


def _scores(lines: Sequence[Line]) -> tuple[Finding, ...]:
    found = []
    for line in lines:
        if line.score is not None and line.weight is not None and not 0 <= line.score <= line.weight:
            message = (
                f"“{line.name}”的得分 {trimmed(line.score)} 不在 0 到分值 {trimmed(line.weight)} 之间，没有写进版本分"
            )
            found.append(doubt(line.where("score"), message, "核对这一项的得分"))
    return tuple(found)


def _none(lattices: Sequence[Lattice], found: Sequence[Frame], at: Where) -> Finding:
    cure = "表头要有“一级指标”“二级指标”“三级指标”，并有“分值”或“评价标准”；检查是不是放错了文件，或表头改过名"
    if not lattices:
        return fault(at, "文件里没有表格", "指标表是图片的，换成可以选中文字的表格；" + cure)
    if found:
        return fault(found[0].place, "找到的指标表既没有分值，也没有评价标准", cure)
    return fault(at, f"文件里有 {len(lattices)} 个表，没有一个是指标表", cure)
