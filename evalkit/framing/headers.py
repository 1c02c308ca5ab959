"""Which row is the header of an indicator table, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.framing.lattice import Lattice
from evalkit.framing.naming import CODE
from evalkit.numbers import plain
from evalkit.words import fold

#: Titles that may stand above the header, and header rows.
ABOVE, DEEP = 12, 3

#: What a column of explanations holds where it is one of points, or of standards.
_POINTS = re.compile(r"评价要点|评分要点")
_SCORED = re.compile(r"得\s*\d+(?:\.\d+)?\s*分|扣\s*\d+(?:\.\d+)?\s*分|得满分|扣完为止")

_LEVEL = re.compile(r"([一二三四1-4])级(?:评价|绩效)?(?:指标)?(?:名称|内容)?(.*)")
_LEVELS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

#: What a column may hold, by its title without blanks and bracketed remarks; the first that matches counts.
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("ignored", r"序号?|行次|备注|.*得分率|百分制|.*索引号?|偏差(?:率|原因.*)|.*签[字名]|扣分|减分"),
        ("code", r"(?:指标)?(?:编码|代码|编号)"),
        ("ground", r"(?:评分|得分|打分|赋分|扣分)(?:依据|说明|理由|原因|情况|情况说明|简要说明)|核查(?:事实|情况)|评价(?:说明|情况|结论|依据)|事实依据"),
        ("self", r"(?:单位|部门)?自评得?分(?:数|值)?"),
        ("score", r"(?:评价|实际|最终|综合|本次|专家|评分)?得分|评分(?:结果)?|评价分数|评定分数"),
        ("weight", r"(?:指标|评价|标准|权重|末级)?(?:分值|权重|分数|权数)|标准分|满分|权重分|权重\(%\)|分值权重|权重分值"),
        ("explain", r"(?:指标)?(?:解释|说明|释义|内涵|含义|解释说明|定义)|考[察核](?:内容|要点)|评价内容"),
        ("points", r"(?:评价|评分|考核|考察)?要点|评分要素"),
        ("standard", r"(?:评价|评分|计分|打分|赋分|得分|考核|评定|扣分)(?:标准|细则|规则|准则|办法|方法|方式)|(?:评价|评分)标准(?:及|和|与).*|指标(?:评分)?标准|.*(?:评分|评价|计分|打分|扣分)(?:标准|细则|规则|办法)"),
        ("target", r"(?:年度|绩效|预期)?(?:目标值|指标值|标杆值|标准值|计划值|预期值)|绩效目标|评价标杆"),
        ("actual", r"(?:全年|年度)?(?:实际)?完成(?:值|情况)|实际值"),
        ("phrase", r"业绩值"),
        ("source", r"(?:数据|资料|证据|取数|信息|评分依据)来源|证据收集方式|佐证(?:材料|资料)?"),
        ("name", r"(?:评价|具体|考核|末级|绩效|明细)?指标(?:名称|内容)?|评价(?:指标|项目)"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """What one column holds: its role, the level it belongs to (0 where to none) and its words."""

    role: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its rows (``top`` to ``below``, which is the first row under it) and its columns.

    ``levels`` are the columns of names from the first level down, ``codes`` a column of codes. ``weights`` and
    ``scores`` are by level, counted from 0 as in ``levels``; those of the leaves are the last.
    """

    top: int
    below: int
    titles: tuple[Title, ...]
    levels: tuple[int, ...]
    depths: tuple[int, ...]
    code: int | None
    weights: tuple[int | None, ...]
    scores: tuple[int | None, ...]

    def columns(self, *roles: str) -> tuple[int, ...]:
        return tuple(x for x, title in enumerate(self.titles) if title.role in roles)

    @property
    def unread(self) -> tuple[str, ...]:
        """Titles nobody knows."""
        return tuple(dict.fromkeys(title.words for title in self.titles if title.role == "" and title.words))

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(title.words for title in self.titles)


def header_of(lattice: Lattice) -> Header | None:
    """The header of an indicator table; None where the table is none."""
    rows = lattice.rows
    for top in range(min(ABOVE, len(rows))):
        if not _heads(rows[top]):
            continue
        below = top + 1
        while below < len(rows) and below - top < DEEP and _continues(rows[below], rows[below - 1]):
            below += 1
        titles = tuple(_title([rows[y][x] for y in range(top, below)]) for x in range(len(rows[top])))
        settled = _settled(lattice, top, below, titles)
        if settled.levels:
            return settled
    return None


def is_header(row: Sequence[str], lattice: Lattice, header: Header) -> bool:
    """Whether a row further down repeats a row of the header."""
    return any(tuple(row) == lattice.rows[y] for y in range(header.top, header.below)) or _heads(row)


def role_of(text: str) -> Title:
    """What one title says."""
    words = "".join(plain(text).split())
    found = _LEVEL.fullmatch(fold(words)) or _LEVEL.fullmatch(words)
    if found:
        level, rest = _LEVELS[found[1]], fold(found[2]) if found[2] else ""
        if not rest or rest[0] in "及与和、/":
            return Title("level", level, words)
        inner = role_of(rest)
        return Title(inner.role, level, words) if inner.role else Title("", 0, words)
    for shown in (fold(words), words):
        for role, pattern in _ROLES:
            if pattern.fullmatch(shown):
                return Title(role, 0, words)
    return Title("", 0, words)


def _heads(row: Sequence[str]) -> bool:
    """Whether a row names columns of an indicator table."""
    titles = [role_of(text) for text in dict.fromkeys(row) if text and len(text) <= 24]
    roles = [title for title in titles if title.role]
    named = any(title.role in ("level", "name") for title in roles)
    return named and len(roles) >= 2 and 2 * len(roles) >= len({text for text in row if text})


def _continues(row: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row goes on with the header above it: merged cells, and titles below titles."""
    fresh = [text for text, over in zip(row, above, strict=True) if text and text != over]
    merged = any(text and text == over for text, over in zip(row, above, strict=True))
    return bool(fresh) and (merged or len(set(fresh)) >= 2) and all(role_of(text).role for text in fresh)


def _title(parts: Sequence[str]) -> Title:
    """The title of a column out of the texts above each other."""
    titles = [role_of(text) for text in dict.fromkeys(parts) if text]
    words = " ".join(title.words for title in titles)
    level = next((title.level for title in titles if title.level), 0)
    other = [title.role for title in titles if title.role not in ("level", "name", "")]
    if other:
        return Title(other[-1], level, words)
    if level:
        return Title("level", level, words)
    return Title("name" if any(title.role == "name" for title in titles) else "", 0, words)


def _settled(lattice: Lattice, top: int, below: int, titles: tuple[Title, ...]) -> Header:
    """The header with its levels in order and each column of weights and scores given to its level."""
    titles = _explained(lattice, below, titles)
    levels: dict[int, int] = {}
    code: int | None = None
    for x, title in enumerate(titles):
        if title.role == "code":
            code = x if code is None else code
        elif title.role == "level":
            if title.level in levels and _holds_codes(lattice, below, levels[title.level]):
                # One title above a column of codes and one of names.
                code = levels[title.level]
                levels[title.level] = x
            else:
                levels.setdefault(title.level, x)
    names = [x for x, title in enumerate(titles) if title.role == "name"]
    if names:
        levels.setdefault(max(levels, default=0) + 1, names[-1])
    depths = tuple(sorted(levels))
    columns = tuple(levels[depth] for depth in depths)
    weights = _by_level(titles, columns, depths, "weight")
    scores = _by_level(titles, columns, depths, "score")
    return Header(top, below, titles, columns, depths, code, weights, scores)


def _explained(lattice: Lattice, below: int, titles: tuple[Title, ...]) -> tuple[Title, ...]:
    """The titles, with columns 指标说明 that list the points (评价要点：①…) or say how they are given known as such."""
    told = any(title.role in ("standard", "points") for title in titles)
    made = []
    for x, title in enumerate(titles):
        texts = [row[x] for row in lattice.rows[below:] if row[x]] if title.role == "explain" else []
        listed = sum(1 for text in texts if _POINTS.match(plain(text)))
        scored = 0 if told else sum(1 for text in texts if _SCORED.search(plain(text)))
        if texts and 2 * max(listed, scored) > len(texts):
            title = Title("points" if listed else "standard", title.level, title.words)
        made.append(title)
    return tuple(made)


def _by_level(
    titles: tuple[Title, ...], columns: tuple[int, ...], depths: tuple[int, ...], role: str
) -> tuple[int | None, ...]:
    """The column of a role for each level: by its title, else that of the names before it, the leaves' where there are none."""
    found: list[int | None] = [None] * len(columns)
    loose = []
    for x, title in enumerate(titles):
        if title.role != role:
            continue
        if title.level in depths:
            place = depths.index(title.level)
            found[place] = x if found[place] is None else found[place]
        else:
            loose.append(x)
    for x in loose:
        place = max((n for n, column in enumerate(columns) if column < x), default=len(columns) - 1)
        if found and found[place] is None:
            found[place] = x
    return tuple(found)


def _holds_codes(lattice: Lattice, below: int, column: int) -> bool:
    texts = [row[column] for row in lattice.rows[below:] if row[column]]
    return bool(texts) and all(CODE.fullmatch(plain(text)) for text in texts)
