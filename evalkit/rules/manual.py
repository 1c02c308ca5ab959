"""人工给分：没有可以计算的规则，由人评定得分。

没有参数。“人工得分”“人工理由”“底稿号”“复核人”都要填写，“评价标准”也要自己写，因为没有规则可以转写成文字。
复核人不写的，用“机构”的默认复核人；复核人和编制人不能是同一个人。

例：人工得分 8，人工理由“根据访谈记录和问卷的开放题综合评定”，底稿号 D1-2，复核人 王某。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalkit.model.facts import Fact
from evalkit.model.places import Finding, Where
from evalkit.model.scoring import Formula, Indicator, Point, Reading, Score
from evalkit.rules._result import awaited
from evalkit.words import Field

ID = "manual"
TITLE = "人工给分"
SYNONYMS = ("人工", "人工评定", "手工给分")
FIELDS: tuple[Field, ...] = ()
DEFAULT = ""
READS = ""


@dataclass(frozen=True, slots=True)
class Params:
    """Nothing to set."""


def params(
    values: Mapping[str, Any], places: Mapping[str, Where], weight: Decimal, points: tuple[Point, ...], at: Where
) -> tuple[Any, tuple[Finding, ...]]:
    """Nothing to read, nothing to complain about."""
    return Params(), ()


def score(
    indicator: Indicator, value: Fact | None, more: Mapping[str, Fact]
) -> tuple[Score | None, tuple[Finding, ...]]:
    """Never a score of its own; complains as long as nobody has given one."""
    if indicator.manual is not None:
        return None, ()
    cure = "在“指标”表填写人工得分、人工理由、底稿号和复核人"
    return None, (awaited(indicator, "没有规则，也还没有人工得分", cure),)


def standard(indicator: Indicator) -> str:
    """What was typed; there is no rule to put into words."""
    return indicator.standard


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """None: no words say that a score is given by hand."""
    return None


def formula(indicator: Indicator, value: Fact | None) -> Formula | None:
    """None: nothing is computed."""
    return None
