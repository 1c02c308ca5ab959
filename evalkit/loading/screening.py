"""筛查: the thresholds and rules of a questionnaire's screening, with every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from evalkit.loading.branching import condition, question_id
from evalkit.loading.nodes import NodeReader, near
from evalkit.model.questionnaire import RULES, Conflict, Question, Screening, Shown, Treatment
from evalkit.model.source import Listed, Mapped, Node, Scalar
from evalkit.numbers import parse_decimal, plain

TREATMENTS: Mapping[str, Treatment] = {"提示": "valid", "存疑": "suspected", "无效": "invalid", "不查": "off"}
#: Times written 3/4/2025, by whether the day is first.
DATES: Mapping[str, bool] = {"月日年": False, "日月年": True}

_KEYS = (
    "最短用时秒",
    "相对用时",
    "最大缺答率",
    "重复间隔分钟",
    "近似相同率",
    "近似最少题数",
    "规律份数",
    "规律变异系数",
    "日期次序",
    "矛盾",
    "对象外",
    "处理",
)
_CONFLICT_KEYS = ("如果", "则不应", "处理")
#: Rules with a treatment of their own: that of the others follows from their thresholds.
_TREATED = {name: rule for rule, name in RULES.items() if rule not in ("partial", "duplicate", "too_fast")}
_CONFLICT = "写成：- {如果: Q1=没有领到, 则不应: Q4}；则不应写题号（不应作答）或条件（不应这样选），如 Q4=非常满意"
_OUTSIDE = "写成 {Q1: [没有领到]}：选了这些选项的人不是调查对象"


def read_screening(reader: NodeReader, node: Node | None, questions: Mapping[str, Question]) -> Screening:
    """The screening that a questionnaire asks for; ``questions`` are all its questions by ID."""
    if node is None:
        return Screening()
    keys = reader.mapping(node, _KEYS, "筛查") or {}
    usual = Screening()

    def number(name: str, low: str, high: str, default: Decimal) -> Decimal:
        value = reader.number(keys.get(name), name, Decimal(low), Decimal(high))
        return default if value is None else value

    def whole(name: str, low: int, default: int) -> int:
        value = reader.count(keys.get(name), name)
        if value is not None and value < low:
            reader.fault(keys[name].at, f"“{name}”写的是 {value}，太小", f"写不小于 {low} 的整数")
        return default if value is None else max(value, low)

    return Screening(
        minimum_seconds=reader.number(keys.get("最短用时秒"), "最短用时秒", Decimal(0), Decimal(86400)),
        maximum_blank=number("最大缺答率", "0.01", "1", usual.maximum_blank),
        duplicate_minutes=number("重复间隔分钟", "0", "525600", usual.duplicate_minutes),
        near_share=number("近似相同率", "0.5", "1", usual.near_share),
        near_answers=whole("近似最少题数", 2, usual.near_answers),
        hurry=_hurry(reader, keys.get("相对用时")),
        run_forms=whole("规律份数", 3, usual.run_forms),
        run_spread=number("规律变异系数", "0", "0.5", usual.run_spread),
        conflicts=tuple(_conflicts(reader, keys.get("矛盾"), questions)),
        outside=tuple(_outside(reader, keys.get("对象外"), questions)),
        treatments=tuple(_treatments(reader, keys.get("处理"))),
        day_first=DATES.get(reader.choice(keys.get("日期次序"), "日期次序", tuple(DATES), "")),
    )


def _hurry(reader: NodeReader, node: Node | None) -> tuple[Decimal, Decimal] | None:
    if node is None:
        return None
    shares = [parse_decimal(text) for text in reader.labels(node, "相对用时")]
    known = [share for share in shares if share is not None and 0 < share <= 1]
    if len(known) == len(shares) == 2:
        return known[0], known[1]
    reader.fault(node.at, "“相对用时”应当是两个 0 到 1 的数", "写成 [0.8, 0.6]：第10百分位的几倍，第25百分位的几倍")
    return None


def _conflicts(reader: NodeReader, node: Node | None, questions: Mapping[str, Question]) -> Iterator[Conflict]:
    if node is None:
        return
    if not isinstance(node, Listed):
        reader.fault(node.at, "“矛盾”应当是列表", _CONFLICT)
        return
    for item in node.items:
        keys = reader.mapping(item, _CONFLICT_KEYS, "矛盾")
        if keys is None:
            continue
        missing = [key for key in _CONFLICT_KEYS[:2] if key not in keys]
        if missing:
            reader.fault(item.at, f"矛盾里没有“{missing[0]}”", _CONFLICT)
            continue
        given = _condition(reader, keys["如果"], "矛盾的“如果”", questions)
        asked, barred = _barred(reader, keys["则不应"], questions)
        if given is None or not (asked or barred):
            continue
        text = f"{reader.text(keys['如果'])}，却{_written(asked) if asked else reader.text(keys['则不应'])}"
        yield Conflict(given, asked, barred, _treatment(reader, keys.get("处理")), text)


def _written(asked: tuple[str, ...]) -> str:
    return f"答了{'、'.join(asked)}"


def _barred(reader: NodeReader, node: Node, questions: Mapping[str, Question]) -> tuple[tuple[str, ...], Shown | None]:
    """The questions that should not have been answered, or the choice that should not have been made."""
    if isinstance(node, Scalar) and re.search(r"[=≠]|不是|选|是", plain(node.text)):
        return (), _condition(reader, node, "矛盾的“则不应”", questions)
    named = [
        part for text in reader.labels(node, "矛盾的“则不应”") for part in re.split(r"[、,，;；\s]+", text) if part
    ]
    asked = tuple(question_id(name) for name in named)
    unknown = [name for name, id in zip(named, asked, strict=True) if id not in questions]
    if unknown:
        reader.fault(node.at, f"矛盾的“则不应”里没有“{unknown[0]}”这道题", f"问卷的题有：{'、'.join(questions)}")
        return (), None
    return asked, None


def _outside(reader: NodeReader, node: Node | None, questions: Mapping[str, Question]) -> Iterator[Shown]:
    if node is None:
        return
    if not isinstance(node, Mapped):
        reader.fault(node.at, "“对象外”应当写成“题号: [选项]”", _OUTSIDE)
        return
    for key, value in node.items:
        options: set[int] = set()
        id = question_id(key.text)
        labels = reader.labels(value, f"对象外的 {id}")
        for label in labels:
            found, wrong, cure = condition(f"{id}={label}", questions, value.at, any_order=True)
            if wrong:
                reader.fault(value.at, f"对象外“{id}: {label}”{wrong}", cure)
                break
            options.update(found.options if found else ())
        else:
            if not options or len(options) == len(questions[id].options):
                said = f"{id} 的选项都在对象外" if options else f"对象外的 {id} 没有写选项"
                reader.fault(value.at, said, _OUTSIDE)
                continue
            yield Shown(id, tuple(sorted(options)), key.at)


def _condition(reader: NodeReader, node: Node, what: str, questions: Mapping[str, Question]) -> Shown | None:
    text = reader.text(node)
    found, wrong, cure = condition(text, questions, node.at, any_order=True)
    if wrong:
        reader.fault(node.at, f"{what}“{text}”{wrong}", cure)
    return found


def _treatments(reader: NodeReader, node: Node | None) -> Iterator[tuple[str, Treatment]]:
    for key, value in reader.items(node, "处理"):
        name = plain(key.text)
        if name not in _TREATED:
            cure = f"可以写的规则：{'、'.join(_TREATED)}{near(name, tuple(_TREATED))}"
            reader.fault(key.at, f"“处理”里不认识的规则“{key.text}”", cure)
            continue
        treatment = _treatment(reader, value)
        if treatment is not None:
            yield _TREATED[name], treatment


def _treatment(reader: NodeReader, node: Node | None) -> Treatment | None:
    return TREATMENTS.get(reader.choice(node, "处理", tuple(TREATMENTS), ""))
