"""What one place reckons otherwise than the next: the definitions an evaluation goes by, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from evalkit.model.places import Severity, Where
from evalkit.numbers import parse_decimal, plain, trimmed

#: The document that holds where nobody names another: 《项目支出绩效评价管理办法》.
NATIONAL = "财预〔2020〕10号"

#: What holds where neither the document chosen nor the national one says anything.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "执行率分母": "到位数",
        "超百显示": "真值",
        "满意度口径": "均值",
        "步长舍入": "去尾",
        "得分位数": "2",
        "产出效益下限": "60%",
        "下限强度": "警告",
        "等级方案": NATIONAL,
    }
)

#: The facts ``口径.…``: the definitions, and what reports print of them.
NAMES = (*DEFAULTS, "评价办法", "执行率公式", "满意度名称", "满意度算法", "说明")

#: Where tables that come with the program say they are from; they are nobody's to fill in.
SHIPPED = "presets/"

#: What a lower bound says that is none.
NO_FLOOR = "不设"

_STRENGTH: Mapping[str, Severity] = MappingProxyType({"错误": "error", "警告": "warning", "提示": "note"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One definition as chosen: the word, why (in words), the document that says so (empty where none does), and where."""

    value: str
    why: str
    document: str = ""
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of one evaluation, by the Chinese names they have in the files; ``document`` is the 评价办法."""

    document: str = NATIONAL
    title: str = ""
    choices: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    at: Where = Where("")

    def choice(self, key: str) -> Choice:
        """What was chosen for a definition, and why. KeyError when there is no such definition."""
        return self.choices.get(key) or Choice(DEFAULTS[key], "程序默认的做法")

    def value(self, key: str) -> str:
        """The word chosen for a definition. KeyError when there is no such definition."""
        return self.choice(key).value

    @property
    def denominator(self) -> str:
        """What 预算执行率 divides the money spent by, in words: 到位数, 预算数 or 全年预算数."""
        return self.value("执行率分母")

    @property
    def by_received(self) -> bool:
        """Whether 预算执行率 divides by the money received, and not by the budget."""
        return self.denominator == "到位数"

    @property
    def capped(self) -> bool:
        """Whether rates of completion above 100 % are shown as 100 %."""
        return self.value("超百显示") == "封顶100"

    @property
    def satisfaction(self) -> str:
        """What 满意度 of a questionnaire is: 均值, 满意率 or 含一般满意率."""
        return self.value("满意度口径")

    @property
    def rounding(self) -> str:
        """How a part of a step counts where a rule does not say: 去尾, 照算 or 进位."""
        return self.value("步长舍入")

    @property
    def parameters(self) -> Mapping[str, str]:
        """What holds for parameters of rules that are not written, by their keys."""
        return {"舍入": self.rounding}

    @property
    def places(self) -> int:
        """The decimals scores of indicators are rounded to."""
        return int(self.value("得分位数"))

    @property
    def outcome_floor(self) -> Decimal | None:
        """The least share of output and benefit in the weights, in per cent points; None where none is asked for."""
        return floor_of(self.value("产出效益下限"))

    @property
    def strength(self) -> Severity:
        """How a framework below that share is told."""
        return _STRENGTH[self.value("下限强度")]

    @property
    def scheme(self) -> str:
        """The name of the grade scheme."""
        return self.value("等级方案")


def floor_of(text: str) -> Decimal | None:
    """``60%`` and ``60`` are 60; 不设 is None. ValueError for what is no share of a hundred."""
    folded = plain(text)
    if folded == NO_FLOOR:
        return None
    number = parse_decimal(folded.removesuffix("%"))
    if number is None or not 0 < number <= 100:
        raise ValueError(text)
    return number


def floor_text(text: str) -> str:
    """A lower bound as it is printed: ``60%``, or 不设. ValueError as in ``floor_of``."""
    number = floor_of(text)
    return NO_FLOOR if number is None else f"{trimmed(number)}%"
