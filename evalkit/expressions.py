"""Expressions over facts (算式): their own small grammar, so that nothing else can be written in them.

Numbers, ``+ − × ÷`` (also ``* /``, full-width signs), brackets, ``100%``, names of facts, and the functions 最小 最大
合计 平均 四舍五入. Names are compared after NFKC; a name with other characters than letters, digits, ``_ · .`` stands
in 「」. There are no powers, calls of anything else, or attributes, and length and depth are limited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

from evalkit.likeness import nearest
from evalkit.model.facts import Fact, Measure
from evalkit.model.places import Finding, Where, fault
from evalkit.quantities import (
    Quantity,
    UnfitError,
    add,
    largest,
    negative,
    of_fact,
    over,
    rounded,
    smallest,
    subtract,
    times,
    to_fact,
)

#: No figure of an evaluation comes near it; beyond it decimals would lose digits.
_BEYOND = Decimal(10) ** 24

_LONGEST, _DEEPEST, _MOST_DIGITS, _MOST_PLACES = 1000, 20, 20, 8

#: A chain of more operators makes a tree too deep to walk.
_MOST_SIGNS = 200

_SIGNS = {"＋": "+", "－": "-", "−": "-", "–": "-", "×": "*", "✕": "*", "＊": "*", "÷": "/", "／": "/", "（": "(",
          "）": ")", "，": ",", "％": "%", "．": "."}  # fmt: skip
_SHOWN = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_TOKEN = re.compile(r"\s*(?:((?:「[^」]*」|[\w·•・]+)(?:\.(?:「[^」]*」|[\w·•・]+))*)|(\*\*|[-+*/(),%]))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FUNCTIONS = {"最小": "最小", "最小值": "最小", "最大": "最大", "最大值": "最大", "合计": "合计", "求和": "合计",
              "平均": "平均", "平均值": "平均", "四舍五入": "四舍五入"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the expression; of ``5%`` the five."""

    value: Decimal
    percent: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, by its name as written."""

    name: str


@dataclass(frozen=True, slots=True)
class Sign:
    """``+ - * /`` on two parts, or ``-`` on one."""

    sign: str
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """最小 最大 合计 平均 四舍五入 on its parts."""

    name: str
    args: tuple[Tree, ...]


Tree = Number | Name | Sign | Function


def fold(name: str) -> str:
    """A fact's name as compared: NFKC, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def parse(text: str) -> Tree:
    """The tree of an expression. UnfitError when it cannot be read."""
    return _Parser(text).whole()


def names(text: str) -> tuple[str, ...]:
    """The facts an expression rests on, folded, each once, in order; none when it cannot be read."""
    try:
        tree = _Parser(text).whole()
    except UnfitError:
        return ()
    return tuple(dict.fromkeys(fold(name) for name in _names(tree)))


def evaluate(text: str, facts: Mapping[str, Fact], at: Where, id: str) -> tuple[Fact | None, tuple[Finding, ...]]:
    """The expression as a fact with this ID, or one fault that says what is wrong and how to mend it.

    Like by like gives a rate in per cent points with two places; money is converted between 元 and 万元; money by a
    count is 元/人. A fact that is still empty gives an empty fact and no fault. ``how`` tells the sum with printed
    figures, ``inputs`` the facts in order, ``expression`` the text. A fact's name alone gives that fact under the new ID, its measure kept.
    """
    alone = facts.get(text.strip())
    if alone is None and not text.strip():
        return None, (fault(at, "算式是空的", "写事实的名称或算式，如“实际人数 / 计划人数”"),)
    try:
        if alone is None:
            tree = _Parser(text).whole()
            if not isinstance(tree, Name):
                return replace(_computed(tree, facts, at, id), expression=text), ()
            alone = _found(tree.name, facts)
    except UnfitError as wrong:
        shown = text.strip() if len(text) <= 60 else text.strip()[:60] + "…"
        return None, (fault(at, f"算式“{shown}”：{wrong.message}", wrong.cure),)
    made = replace(alone, id=id, how=f"取自“{alone.id}”", inputs=(alone.id,), sources=(at,), expression=text)
    return made, ()


def _computed(tree: Tree, facts: Mapping[str, Fact], at: Where, id: str) -> Fact:
    used = {name: _found(name, facts) for name in dict.fromkeys(_names(tree))}
    inputs = tuple(dict.fromkeys(fact.id for fact in used.values()))
    missing = [fact.id for fact in used.values() if fact.empty]
    if missing:
        return Fact(
            id,
            None,
            *_shape(tree, used),
            how=f"等“{'”“'.join(missing)}”填好后计算",
            inputs=inputs,
            sources=(at,),
        )
    fact = to_fact(_value(tree, used), id)
    shown = _spelled(tree, used)
    if fact.unit == "%" and isinstance(tree, Sign) and tree.sign == "/":
        shown += " × 100%"
    return replace(fact, how=f"{shown} = {fact.display}", inputs=inputs, sources=(at,))


def _shape(tree: Tree, used: Mapping[str, Fact]) -> tuple[Measure, int | None, str]:
    """Measure, places and unit a result will have once the empty facts are filled: as if they were one."""
    filled = {
        name: replace(fact, value=Decimal(1)) if fact.empty or fact.value == 0 else fact for name, fact in used.items()
    }
    if any(fact.measure in (Measure.TEXT, Measure.DATE) for fact in used.values()):
        return Measure.NUMBER, None, ""
    try:
        fact = to_fact(_value(tree, filled), "")
    except UnfitError:
        return Measure.NUMBER, None, ""
    return fact.measure, fact.places, fact.unit


def _found(name: str, facts: Mapping[str, Fact]) -> Fact:
    """The fact of this name as written or folded. UnfitError when nobody declared it."""
    found = facts.get(name) or facts.get(fold(name))
    if found is not None:
        return found
    folded = fold(name)
    for id, fact in facts.items():
        if fold(id) == folded:
            return fact
    near = nearest(folded, [id for id in facts if abs(len(id) - len(folded)) <= 3][:2000], inside=False)
    cure = f"是不是“{near}”？" if near else ""
    raise UnfitError(f"没有叫“{name}”的事实", f"{cure}在“事实”表填上它，或改正名称")


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Name):
        yield tree.name
    elif isinstance(tree, Sign | Function):
        for arg in tree.args:
            yield from _names(arg)


# ---- value and words ----------------------------------------------------------------------------------------------


def _value(tree: Tree, used: Mapping[str, Fact]) -> Quantity:
    match tree:
        case Number(value, percent):
            return Quantity(value / 100 if percent else value, Measure.RATE if percent else Measure.NUMBER, typed=True)
        case Name(name):
            return of_fact(used[name])
        case Sign("-", (only,)):
            return negative(_value(only, used))
        case Sign(sign, (first, second)):
            left, right = _value(first, used), _value(second, used)
            made = {"*": times, "/": over, "+": add, "-": subtract}[sign](left, right)
            if abs(made.value) >= _BEYOND:
                raise UnfitError("算出的数大得不合情理", "检查算式和它用到的事实")
            return made
        case Function(name, args):
            return _applied(name, args, used)
    raise AssertionError(tree)  # pragma: no cover - the parser makes no other trees


def _applied(name: str, args: tuple[Tree, ...], used: Mapping[str, Fact]) -> Quantity:
    if name == "四舍五入":
        places = args[1] if len(args) == 2 else None
        if not isinstance(places, Number) or places.percent or places.value not in range(_MOST_PLACES + 1):
            raise UnfitError("“四舍五入”要写两项：一个数，和保留的位数", "如“四舍五入(支出数 / 人数, 2)”")
        return rounded(_value(args[0], used), int(places.value))
    if not args:
        raise UnfitError(f"“{name}”的括号里没有内容", f"如“{name}(甲, 乙)”")
    values = [_value(arg, used) for arg in args]
    if name in ("最大", "最小"):
        return reduce(largest if name == "最大" else smallest, values)
    total = reduce(add, values)
    if name == "合计":
        return total
    return over(total, Quantity(Decimal(len(values)), Measure.NUMBER))


def _spelled(tree: Tree, used: Mapping[str, Fact]) -> str:
    """The sum in words, with the printed figures of its facts."""
    match tree:
        case Number(value, percent):
            return f"{value}%" if percent else f"{value}"
        case Name(name):
            return used[name].display
        case Function(name, args):
            return f"{name}（{'，'.join(_spelled(arg, used) for arg in args)}）"
        case Sign(sign, args):
            parts = [_spelled(arg, used) for arg in args]
            for place, arg in enumerate(args):
                if not isinstance(arg, Sign):
                    continue
                weak = arg.sign in "+-"
                if (weak and (sign in "*/" or place == 1 or len(args) == 1)) or (place == 1 and sign == "/"):
                    parts[place] = f"（{parts[place]}）"
            return f"−{parts[0]}" if len(parts) == 1 else f" {_SHOWN[sign]} ".join(parts)
    raise AssertionError(tree)  # pragma: no cover - the parser makes no other trees


# ---- reading ------------------------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent over the tokens; anything outside the grammar is UnfitError."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise UnfitError(f"算式太长（超过 {_LONGEST} 个字符）", "在“事实”表分几步算")
        self.tokens = list(_tokens("".join(_SIGNS.get(char, char) for char in _outside_quotes(text))))
        if sum(token in "+-*/" for token in self.tokens) > _MOST_SIGNS:
            raise UnfitError(f"算式太长（超过 {_MOST_SIGNS} 个运算符）", "在“事实”表分几步算")
        self.place = 0
        self.depth = 0

    def whole(self) -> Tree:
        tree = self.sum()
        if self.place < len(self.tokens):
            raise self.stray()
        return tree

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnfitError("括号层数太多", "在“事实”表分几步算")
        tree = self.product()
        while self.peek() in ("+", "-"):
            tree = Sign(self.take(), (tree, self.product()))
        self.depth -= 1
        return tree

    def product(self) -> Tree:
        tree = self.single()
        while self.peek() in ("*", "/"):
            tree = Sign(self.take(), (tree, self.single()))
        return tree

    def single(self) -> Tree:
        token = self.peek()
        if token in ("+", "-"):
            self.take()
            if self.peek() in ("+", "-"):
                raise UnfitError("连着写了两个正负号", "去掉多余的符号")
            tree = self.single()
            return Sign("-", (tree,)) if token == "-" else tree
        if token == "(":
            self.take()
            tree = self.sum()
            self.close()
            return tree
        if token is None or token in "**/,)%":
            raise self.stray()
        self.take()
        if _NUMBER.fullmatch(token):
            if len(token) > _MOST_DIGITS:
                raise UnfitError(f"数字“{token[:12]}…”太长", f"最多 {_MOST_DIGITS} 位")
            percent = self.peek() == "%"
            if percent:
                self.take()
            return Number(Decimal(unicodedata.normalize("NFKC", token)), percent)
        if self.peek() == "(":
            return self.function(token)
        return Name(re.sub("[「」]", "", token))

    def function(self, token: str) -> Tree:
        name = _FUNCTIONS.get(fold(token))
        if name is None:
            known = "、".join(dict.fromkeys(_FUNCTIONS.values()))
            cure = f"可用的函数有{known}；事实名称里带括号的，用「」括起来，如「{token}（…）」"
            raise UnfitError(f"没有“{token}”这个函数", cure)
        self.take()
        args: list[Tree] = []
        while self.peek() != ")":
            args.append(self.sum())
            if self.peek() != ",":
                break
            self.take()
        self.close()
        return Function(name, tuple(args))

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def close(self) -> None:
        if self.peek() is None:
            raise UnfitError("括号没有成对", "补上右括号")
        if self.take() != ")":
            self.place -= 1
            raise self.stray()

    def stray(self) -> UnfitError:
        token = self.peek()
        if token is None:
            return UnfitError("没有写完", "补上运算符后面的数或名称")
        if token == "**":
            return UnfitError("算式里没有乘方", "写成连乘，或者把结果填成事实")
        if token == ",":
            return UnfitError("逗号的位置不对", "数字里不写千分位逗号；逗号只用来隔开函数的各项")
        if token == ")":
            return UnfitError("右括号的位置不对", "检查括号是否成对、括号里是否有内容")
        shown = _SHOWN.get(token, token)
        return UnfitError(f"“{shown}”的位置不对", "两个名称或数之间要有一个运算符；名称里带空格或符号的，用「」括起来")


def _outside_quotes(text: str) -> Iterator[str]:
    """Characters; a quoted name goes through in one piece so that its signs stay."""
    for part in re.split(r"(「[^」]*」)", text):
        if part.startswith("「"):
            yield part
        else:
            yield from part


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if not found:
            stray = text[place:].strip()[0]
            raise UnfitError(f"看不懂“{stray}”", "算式只用名称、数字、+ − × ÷ 和括号；名称里带符号的，用「」括起来")
        yield (found[1] or found[2]).strip()
        place = found.end()
