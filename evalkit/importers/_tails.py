"""Lines below the forms that hold none: totals and means, and who made the table, when, with what remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from evalkit.model.source import Sheet, Value
from evalkit.numbers import parse_date, parse_decimal, plain

Tail = Literal["total", "note"]
#: What each kind is called in a message: never by its own words, which may be somebody's name.
TAILS: Mapping[Tail, str] = {"total": "合计、平均", "note": "制表人、备注"}

_SUMS = "合计|共计|总计|总和|小计|汇总"
_SHARES = "平均(?:值|分|数|得分)?|占比|比例|百分比|有效填写人次|total|sum|average"
_UNIT = "份|人|户|个|张|条|分|元|%"
_TOTAL = re.compile(rf"(?:以上|本页|本表|全部)?(?:{_SUMS}|{_SHARES})(?:\((?:{_UNIT})\))?:?")
#: Words that might as well be an answer: of a total where nothing but figures stands behind them.
_RATES = re.compile(r"(?:总体|综合)?(?:满意度|满意率|均值|得分率?)(?:\((?:分|%)\))?:?")
#: ``合计(40份)``, ``共计40份``, ``有效问卷:40份``: a word of sums and a count behind it.
_COUNTED = re.compile(
    rf"(?:以上|本页|本表|全部)?(?:{_SUMS}|共|有效|收回|回收|total|sum)(?:问卷|答卷|份数|人数)?"
    rf"[:(\[]*(?:共|有效|n=)*\d[\d,]*(?:\.\d+)?(?:{_UNIT})?(?:有效)?(?:问卷|答卷)?[)\]]?"
)
_ROLE = "制表|填表|填报|审核|复核|校对|录入|统计|编制|经办|负责|联系|调查|核对"
#: A label with what is said behind it, perhaps in the next cell.
_NOTE = re.compile(
    rf"(?:(?:{_ROLE})(?:人员|人|员|单位|机构|部门|日期|时间|电话)?|备?注\d*|说明|数据来源|资料来源|日期|时间|单位)\s*:(.*)",
    re.DOTALL,
)
#: The same without a colon, where the label itself leaves no doubt.
_LABEL = re.compile(r"(?:制表|填表|填报|审核|复核|编制|统计)(?:人|单位|日期|时间)(.{0,20})")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: So many rows above tell whether a column holds running numbers.
_ABOVE = 5


def tail(sheet: Sheet, first: int, row: int) -> Tail | None:
    """What a row (from 0) that is not blank holds instead of a form; None for a form. ``first`` is the first form's."""
    cells = [(column, text) for column, value in enumerate(sheet.row(row)) if (text := _bare(value))]
    lead = [(column, text) for column, text in cells if column < 2]
    if any(_TOTAL.fullmatch(text) for _, text in lead):
        return "total"
    if not cells:
        return None
    place, text = cells[0]
    rest = [text for _, text in cells[1:]]
    running = _running(sheet, place, first, row)
    # Somebody may have answered 共4人: a total has nothing beside it, or stands under running numbers beside figures.
    beside = running and all(map(_figure, rest))
    if (_COUNTED.fullmatch(text) and (not rest or beside)) or (_RATES.fullmatch(text) and rest and beside):
        return "total"
    # A sentence where numbers stand, and no answer beside it, is no form either.
    said = len(_CHINESE.findall(text)) >= 6 or not any(sign.isdigit() for sign in text)
    if _notes(sheet.row(row)) or (running and not rest and said and sheet.width > 2):
        return "note"
    return None


def _bare(value: Value) -> str:
    return "".join(plain(str(value or "")).split()).lower()


def _figure(text: str) -> bool:
    return parse_decimal(text.removesuffix("%").removesuffix("份").removesuffix("分")) is not None


def _running(sheet: Sheet, column: int, first: int, row: int) -> bool:
    """Whether numbers that all differ stand above, as forms are numbered."""
    above = [_bare(value) for value in sheet.columns[column][max(first, row - _ABOVE) : row]]
    filled = [text for text in above if text and not any(one.fullmatch(text) for one in (_TOTAL, _COUNTED, _RATES))]
    return bool(filled) and all(map(_figure, filled)) and len(set(filled)) == len(filled)


def _notes(cells: Sequence[Value]) -> bool:
    """Whether a row holds only labels of who, when and why, with what belongs to each behind it or in the next cell."""
    texts = [plain(str(value or "")) for value in cells]
    filled = [text for text in texts if text]
    waiting, labels = False, 0
    for text in filled:
        bare = "".join(text.split())
        found = _NOTE.fullmatch(bare) or _LABEL.fullmatch(bare)
        if found:
            waiting, labels = not found[1], labels + 1
        elif labels and (waiting or parse_date(text) is not None):
            waiting = False
        else:
            return False
    # A form of one answer and a form under its number begin otherwise.
    return labels > 0
