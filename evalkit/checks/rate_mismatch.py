"""比率算错：得分率、执行率、到位率、占比与印出的分子分母不符；单选题各选项占比之和不是 100%。

查什么：表中的得分率（折合百分制）按印出的得分和分值重算；执行率、到位率按印出的支出、到位、预算重算，自己的报告按口径写明的分母（到位数或
预算数），外来的报告两种分母都认；调查表的占比按人数重算；
正文里“（甲/乙）×100%=某%”和“几人…，占比某%”重算。一律由印出的数相除，四舍五入到印出的位数。
一句话里说同一道单选题的各占比，相加超过 100%（超出尾差）的也在此列。

自己的报告另看文中的公式：预算执行率除以什么，与口径不一致的提出。

例：得分 2.25、分值 3，得分率印作 74.00%（应为 75.00%）；正文说 65.5%、25%、12.5%，相加 103%。

怎样改：用印出的分子分母重算，改错的那一个；分母另有所指的，在表注里写明分母。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from evalkit.checks._grids import Figure, Grid, grids
from evalkit.checks._passages import Passage, finding, passages, sentences
from evalkit.model.case import Case
from evalkit.model.definitions import Definitions
from evalkit.model.places import Finding
from evalkit.numbers import divide, fixed, plain, round_half_up, trimmed

ID = "rate_mismatch"
TITLE = "比率"

_LEVEL = re.compile(r"[一二三四]级")
_FORMULA = re.compile(
    r"[(（]?\s{0,4}(?<![\d.,])(\d[\d,]{0,20}(?:\.\d{1,9})?)\s{0,4}(?:亿元|万元|元|人|户|家|个|份)?\s{0,4}[/÷]\s{0,4}(?<![\d.,])(\d[\d,]{0,20}(?:\.\d{1,9})?)\s{0,4}(?:亿元|万元|元|人|户|家|个|份)?\s{0,4}[)）]?"
    r"\s{0,4}[*×xX]\s{0,4}100\s{0,4}%\s{0,4}[=＝]\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%"
)
_DIVIDED = re.compile(
    r"执行率\s{0,4}(?:=|＝|为|是|：|:)\s{0,4}[(（]?\s{0,4}[^，。；/÷]{0,6}(?:支出|执行|支付)[^，。；/÷]{0,6}\s{0,4}(?:[/÷]|除以)\s{0,4}((?:实际|全年|年度)?(?:到位|预算))"
)
_HUNDREDTHS = re.compile(
    r"(?:满分|权重分值?|权重|分值)\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}分[，,]\s{0,4}(?:实际)?得分?\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}分[，,]\s{0,4}(?:折合百分制|得分率)(?:为)?\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}[%分]"
)
_SHARE = re.compile(
    r"(?<!\d)(\d{1,12})\s{0,4}(?:人|份)[^，。；,;]{0,40}[，,]\s{0,4}(?:约|所)?占(?:比|总数的|受访者的|有效问卷的)?\s{0,4}(?:为|约)?\s{0,4}(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%"
)
_BASE = re.compile(
    r"(?:有效(?:答题数|问卷|样本)?|共(?:收集到|回收|收回))[^，。；\d]{0,12}(?<!\d)(\d{1,12})\s{0,4}(?:份|人)"
)
_SAID = re.compile(
    r"(?<![\d.])(\d{1,12}(?:\.\d{1,9})?)\s{0,4}%\s{0,4}的?(?:受访|被调查|调查对象|被访|受益|职工|群众|居民|学生|家长|人员|企业|服务对象|被试|答卷)[^，。；%\d]{0,6}(?:表示|认为|选择|对)"
)


def check(case: Case) -> tuple[Finding, ...]:
    """Rates recomputed from the printed parts."""
    found: list[Finding] = []
    for grid in grids(case):
        found.extend(_score_rates(grid))
        found.extend(_fund_rates(grid, case))
        found.extend(_shares(grid))
    for passage in passages(case, "body", "cell", "note"):
        found.extend(_formulas(passage))
        if case.engagement is not None:
            found.extend(_denominators(passage, case.engagement.definitions))
        found.extend(_hundredths(passage))
        found.extend(_said_shares(passage))
        found.extend(_single_choice(passage))
    return tuple(found)


def fits(rate: Figure, top: Decimal, bottom: Decimal) -> bool:
    """Whether a printed rate is the half-up rounding of top over bottom."""
    return round_half_up(divide(top * 100, bottom), rate.places) == rate.value


def _off(grid: Grid, row: int, column: int, rate: Figure, top: Figure, bottom: Figure) -> Finding:
    right = fixed(divide(top.value * 100, bottom.value), max(rate.places, 2))
    return Finding(
        ID,
        "error",
        f"“{grid.label(row, column) or grid.total(row)}”的{_short(grid.titles[column])}印作 {rate.text}，{top.text}÷{bottom.text} 是 {right}%",
        grid.where(row, column),
        "按印出的分子分母重算；分母另有所指的，在表注里写明",
        quotes=(grid.quote(row, column),),
        stated=rate.text,
        computed=f"{right}%",
    )


def _short(title: str) -> str:
    return title.rpartition(" ")[2]


def _score_rates(grid: Grid) -> Iterator[Finding]:
    for column in grid.columns(r"得分率|百分制|得分比"):
        level = _LEVEL.search(grid.titles[column])
        scores = [x for x in grid.columns(r"得分$|实际得分|评价得分|自评得分") if x < column]
        weights = [x for x in grid.columns(r"分值$|权重$|分数$|满分|标准分|权重分$") if x < column]
        if level is not None and len(weights) > 1:
            weights = [x for x in weights if _level_at(grid, x) == level[0]]
        if not scores or not weights:
            continue
        for row in grid.body:
            rate, top, bottom = (grid.figure(row, x) for x in (column, scores[-1], weights[-1]))
            if rate is None or top is None or bottom is None or not bottom.value or _repeated(grid, row, column):
                continue
            if not fits(rate, top.value, bottom.value):
                yield _off(grid, row, column, rate, top, bottom)


def _level_at(grid: Grid, column: int) -> str:
    """The level (一级 …) a weight column belongs to: its own title's, or that of the nearest one to its left."""
    for x in range(column, -1, -1):
        found = _LEVEL.search(grid.titles[x])
        if found:
            return found[0]
    return ""


def _repeated(grid: Grid, row: int, column: int) -> bool:
    """Whether the cell began in a row above."""
    return row > 0 and grid.cells[row - 1][column] is grid.cells[row][column]


def _fund_rates(grid: Grid, case: Case) -> Iterator[Finding]:
    """Rates of the money against the amounts beside them; 执行率 by the declared denominator, or by either where none is."""
    definitions = case.engagement.definitions if case.engagement is not None else None
    exact = {
        fact.printed
        for id, fact in case.facts.items()
        if id.startswith("资金.") and id.endswith("率") and isinstance(fact.value, Decimal)
    }
    budget = grid.columns(r"预算", without=r"率|比")
    received = grid.columns(r"到位", without=r"率|比")
    spent = grid.columns(r"支出|执行数|支付数|实际支付|使用数", without=r"率|比|预算|预计|计划")
    either = (*budget, *received)
    declared = either if definitions is None else (received if definitions.by_received else budget)
    for pattern, tops, bottoms in (
        (r"执行率|支出率", spent, declared or either),
        (r"到位率", received, budget),
    ):
        for column in grid.columns(pattern):
            for row in grid.body:
                rate = grid.figure(row, column)
                if rate is None or _repeated(grid, row, column) or grid.spans(row, column):
                    continue
                pairs = [
                    (top, bottom)
                    for x in tops
                    for y in bottoms
                    if (top := grid.figure(row, x)) and (bottom := grid.figure(row, y)) and bottom.value
                ]
                if definitions is not None and definitions.capped and rate.value == 100:
                    pairs = [(top, bottom) for top, bottom in pairs if top.value < bottom.value]
                if rate.value in exact and any(_near(rate, top, bottom) for top, bottom in pairs):
                    continue
                if pairs and not any(fits(rate, top.value, bottom.value) for top, bottom in pairs):
                    yield _off(grid, row, column, rate, *pairs[-1])


def _near(rate: Figure, top: Figure, bottom: Figure) -> bool:
    """Whether a rate lies within what the rounding of the printed amounts leaves open: it was reckoned from 元."""
    half, other = (Decimal(5).scaleb(-one.places - 1) for one in (top, bottom))
    slack = Decimal(5).scaleb(-rate.places - 1)
    least = divide((top.value - half) * 100, bottom.value + other) - slack
    return least <= rate.value <= divide((top.value + half) * 100, bottom.value - other) + slack


def _shares(grid: Grid) -> Iterator[Finding]:
    """Counts beside shares: the base is the total row, the sum, or what most rows imply; the odd rows are wrong."""
    for column in grid.columns(r"占比|比例|百分比|比重", without=r"分组|满意"):
        counts = [
            x
            for x in grid.columns(r"人数|份数|数量|小计|频数|户数|金额|选择", without=r"占比|比例|百分比")
            if x < column
        ]
        if not counts:
            continue
        x = counts[-1]
        rows = [
            (row, count, share)
            for row in grid.items()
            if (count := grid.figure(row, x)) and (share := grid.figure(row, column))
        ]
        if len(rows) < 2:
            continue
        bases = [one.value for row in grid.body if grid.total(row) and (one := grid.figure(row, x)) and one.value]
        bases.append(sum((count.value for _, count, _ in rows), Decimal(0)))
        bases.extend(_implied([(count.value, share.value) for _, count, share in rows]))
        base = max(
            (one for one in bases if one), key=lambda one: sum(fits(s, c.value, one) for _, c, s in rows), default=None
        )
        if base is None or 2 * sum(fits(s, c.value, base) for _, c, s in rows) <= len(rows):
            continue
        for row, count, share in rows:
            if not fits(share, count.value, base) and not _own_base(grid, row, rows):
                yield _off(grid, row, column, share, count, Figure(base, 0, "", trimmed(base)))


def _own_base(grid: Grid, row: int, rows: list[tuple[int, Figure, Figure]]) -> bool:
    """Whether the rows under one merged first cell, the options of one question, agree on a base of their own."""
    group = [(count.value, share) for other, count, share in rows if grid.cells[other][0] is grid.cells[row][0]]
    bases = [
        sum((count for count, _ in group), Decimal(0)),
        *_implied([(count, share.value) for count, share in group]),
    ]
    return len(group) > 1 and any(base and all(fits(share, count, base) for count, share in group) for base in bases)


def _implied(pairs: list[tuple[Decimal, Decimal]]) -> list[Decimal]:
    bases = Counter(round_half_up(divide(count * 100, share), 0) for count, share in pairs if count and share)
    return [base for base, _ in bases.most_common(1)]


# ---- text ------------------------------------------------------------------------------------------------------------


def _formulas(passage: Passage) -> Iterator[Finding]:
    for found in _FORMULA.finditer(passage.text):
        top, bottom = (Decimal(found[n].replace(",", "")) for n in (1, 2))
        rate = _printed(found[3])
        if bottom and not fits(rate, top, bottom):
            right = fixed(divide(top * 100, bottom), max(2, rate.places))
            yield finding(
                ID,
                "error",
                f"算式的结果印作 {found[3]}%，重算是 {right}%",
                passage,
                "用印出的分子分母重算",
                quotes=(passage.quote(found[0]),),
                stated=f"{found[3]}%",
                computed=f"{right}%",
            )


def _denominators(passage: Passage, definitions: Definitions) -> Iterator[Finding]:
    """A 执行率 said to be divided by something else than the definitions have it."""
    for found in _DIVIDED.finditer(passage.text):
        if ("到位" in found[1]) is definitions.by_received or "口径为准" in passage.text:
            continue
        said = "到位数" if "到位" in found[1] else "预算数"
        yield finding(
            ID,
            "warning",
            f"文中的预算执行率除以{said}，口径的分母是{definitions.denominator}",
            passage,
            "改文中的公式；口径选错了的，改“项目”表的评价办法，或在“口径”表写明执行率分母",
            quotes=(passage.quote(found[0]),),
            stated=said,
            computed=definitions.denominator,
        )


def _hundredths(passage: Passage) -> Iterator[Finding]:
    for found in _HUNDREDTHS.finditer(passage.text):
        full, got, rate = Decimal(found[1]), Decimal(found[2]), _printed(found[3])
        if full and not fits(rate, got, full):
            right = trimmed(Decimal(fixed(divide(got * 100, full), max(2, rate.places))))
            yield finding(
                ID,
                "error",
                f"{found[2]} 分除以 {found[1]} 分是 {right}%，文中折合 {found[3]}",
                passage,
                "按得分除以分值重算",
                quotes=(passage.quote(found[0]),),
                stated=found[3],
                computed=right,
            )


def _said_shares(passage: Passage) -> Iterator[Finding]:
    base = _BASE.search(passage.text)
    pairs = list(_SHARE.finditer(passage.text))
    if base is None or len(pairs) < 2 or not int(base[1]):
        return
    n = Decimal(base[1])
    right = [
        fits(_printed(pair[2]), Decimal(pair[1]), n) or _trimmed_fits(pair[2], Decimal(pair[1]), n) for pair in pairs
    ]
    if 2 * sum(right) <= len(pairs):
        return  # the base found is not theirs
    for pair, fine in zip(pairs, right, strict=True):
        if not fine:
            computed = fixed(divide(Decimal(pair[1]) * 100, n), 2)
            yield finding(
                ID,
                "error",
                f"{pair[1]} 人在 {base[1]} 人中占 {computed}%，文中写 {pair[2]}%",
                passage,
                "按人数重算占比",
                quotes=(passage.quote(pair[0]),),
                stated=f"{pair[2]}%",
                computed=f"{computed}%",
            )


def _trimmed_fits(text: str, top: Decimal, bottom: Decimal) -> bool:
    """``3.7%`` for 3.70 % is right, if untidy."""
    return round_half_up(divide(top * 100, bottom), 2) == Decimal(text)


def _single_choice(passage: Passage) -> Iterator[Finding]:
    """Several shares of respondents in one sentence, together beyond 100 %."""
    if "多选" in passage.text:
        return
    for _, sentence in sentences(passage.text):
        said = list(_SAID.finditer(sentence))
        values = [Decimal(one[1]) for one in said]
        sum_ = sum(values, Decimal(0))
        coarse = min((_printed(one[1]).places for one in said), default=0)
        if (
            len(values) > 1
            and sum_ > 100 + Decimal(len(values)) * Decimal(5).scaleb(-coarse - 1)
            and len(set(_labels(sentence, said))) == len(said)
        ):
            yield finding(
                ID,
                "error",
                f"同一题各选项的占比相加是 {trimmed(sum_)}%，超过 100%",
                passage,
                "按问卷统计表核对各占比；若是多选题，写明“多选”",
                quotes=(passage.quote(sentence[said[0].start() :].strip()),),
                stated=f"{trimmed(sum_)}%",
                computed="100%",
            )


def _labels(sentence: str, said: list[re.Match[str]]) -> list[str]:
    return [re.split(r"[，,。；]", sentence[one.end() :])[0] for one in said]


def _printed(text: str) -> Figure:
    value = Decimal(plain(text))
    return Figure(value, max(0, -int(value.as_tuple().exponent)), "%", text)
