"""Sheets and YAML that experts filled in -> their judgement matrices, complete and reciprocal.

A matrix is found by its shape: names in a row, the same names below its corner. Several may stand on one sheet. The
corner, the line above or the sheet's name says whose children are compared. Reading of one cell is in ``judged``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from evalkit.experts.judged import Cell, complete, judgement, same
from evalkit.experts.signed import cell_text, name_of_file, signature
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Listed, Mapped, Node, Scalar, Sheet
from evalkit.model.weighing import Judge, Matrix, Path
from evalkit.words import fold

Findings = tuple[Finding, ...]

#: No name is longer; what is, is a remark.
LONGEST = 60
#: How far a sheet is looked through: rows and columns.
DEEP, WIDE = 2000, 200
#: Corners that name nobody.
GENERIC = (
    "指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "四级指标",
    "两两比较",
    "判断矩阵",
    "比较",
    "项目",
    "因素",
    "/",
    "\\",
)
#: What people compute beside a matrix; no part of it.
EXTRA = (
    "权重",
    "w",
    "wi",
    "权重系数",
    "特征向量",
    "排序",
    "合计",
    "列和",
    "行和",
    "小计",
    "几何平均",
    "λmax",
    "ci",
    "cr",
    "ri",
)
#: Sheets that only explain.
EXPLAIN = ("说明", "填写说明", "填表说明", "标度", "标度说明", "readme")


@dataclass(eq=False)
class Block:
    """A matrix as it was found: names of rows and columns with their places, cells, and what may say whose it is."""

    rows: list[tuple[str, Where]]
    columns: list[tuple[str, Where]]
    cells: dict[tuple[int, int], Cell]
    titles: list[str]
    at: Where
    path: Path | None = None
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = {same(name) for name, _ in (*self.rows, *self.columns)}

    @property
    def unfilled(self) -> bool:
        """Whether nothing is written but the ones of a form's diagonal."""
        pairs = [(y, x) for (y, x), cell in self.cells.items() if cell.written]
        return all(same(self.rows[y][0]) == same(self.columns[x][0]) for y, x in pairs)


def judges_of_sheets(file: str, sheets: Sequence[Sheet]) -> tuple[tuple[Judge, ...], Findings]:
    """The experts of one workbook.

    A sheet is an expert where two sheets compare the same things; otherwise all sheets are one expert's, a group each.
    A name typed into the sheets decides where there is one.
    """
    read = [(sheet, blocks_of(sheet), signature(sheet)) for sheet in sheets if sheet.height]
    found = [
        doubt(Where(file, f"{sheet.name}!A1"), "这张工作表里没有找到判断矩阵，没有读", "不是判断矩阵的不必管")
        for sheet, blocks, _ in read
        if not blocks and same(sheet.name) not in EXPLAIN
    ]
    filled = [one for one in read if one[1]]
    if not filled:
        message = "没有找到判断矩阵"
        cure = "第一行、第一列写相同的指标名称，中间填 1～9；或用 evalkit weights --form 空表.xlsx 画一份空表"
        return (), (fault(Where(file), message, cure),)
    signed = {name for *_, name in filled if name}
    many = len(signed) > 1 or any(
        alike(one, other)
        for i, (_, blocks, _) in enumerate(filled)
        for _, others, _ in filled[i + 1 :]
        for one in blocks
        for other in others
    )
    hands: dict[str, list[Block]] = {}
    for sheet, blocks, name in filled:
        for block in blocks:
            block.titles.append(sheet.name)
        hand = name or (sheet.name if many else next(iter(signed), name_of_file(file)))
        hands.setdefault(hand, []).extend(blocks)
    judges = []
    for name, blocks in hands.items():
        judge, more = judge_of(name, blocks)
        found.extend(more)
        if judge is not None:
            judges.append(judge)
    return tuple(judges), tuple(found)


def judges_of_node(file: str, node: Node) -> tuple[tuple[Judge, ...], Findings]:
    """The experts of one YAML file: ``组: {行: {列: 值}}``, or that once an expert, or the rows of the only matrix."""
    found: list[Finding] = []
    depth = deep(node)
    cure = "写作“组名:”，下一行缩进写“行名: {列名: 值}”；写法见 docs/weights.md"
    if not isinstance(node, Mapped) or not 2 <= depth <= 4:
        return (), (fault(node.at, "看不出判断矩阵", cure),)
    name = name_of_file(file)
    items = []
    for key, value in node.items:
        if isinstance(value, Scalar) and same(key.text) in ("专家", "专家姓名"):
            name = value.text.strip() or name
        else:
            items.append((key, value))
    hands: list[tuple[str, list[tuple[Scalar, Node]], Where]] = [(name, items, node.at)]
    if depth == 4:
        lone = [key for key, value in items if not isinstance(value, Mapped) or not value.items]
        found.extend(fault(key.at, f"专家“{key.text}”下面没有判断矩阵", cure) for key in lone)
        hands = [(key.text, list(value.items), key.at) for key, value in items if isinstance(value, Mapped)]
    judges = []
    for name, groups, at in hands:
        if depth == 2:
            groups = [(Scalar("", at), Mapped(tuple(groups), at))]
        blocks = []
        for key, value in groups:
            block = block_of(key, value, found)
            if block is not None:
                blocks.append(block)
        judge, more = judge_of(name, blocks) if blocks else (None, ())
        found.extend(more)
        if judge is not None:
            judges.append(judge)
    if not judges and not found:
        found.append(fault(node.at, "看不出判断矩阵", cure))
    return tuple(judges), tuple(found)


def judge_of(name: str, blocks: Sequence[Block]) -> tuple[Judge | None, Findings]:
    """One expert: every block as a matrix in its place of the hierarchy; None with faults where something is wrong."""
    compared = [block for block in blocks if len(block.rows) > 1]
    if compared and all(block.unfilled for block in compared):
        message = f"判断矩阵还没有填（共 {len(blocks)} 个）" if len(blocks) > 1 else "判断矩阵还没有填"
        return None, (fault(blocks[0].at, message, "填右上半边就够了，左下半边由程序取倒数"),)
    found = list(placed(blocks))
    matrices = []
    for block in blocks:
        values, more = complete(block.rows, block.columns, block.cells, block.at)
        found.extend(more)
        if values is not None and block.path is not None:
            names = tuple(name for name, _ in block.rows)
            order = {same(name): x for x, (name, _) in enumerate(block.columns)}
            back = {order[same(name)]: y for y, name in enumerate(names)}
            cells = {(y, back[x]): cell.at for (y, x), cell in block.cells.items() if cell.written}
            matrices.append(Matrix(block.path, names, values, cells, block.at))
    if any(one.severity == "error" for one in found):
        return None, tuple(found)
    return Judge(name, tuple(sorted(matrices, key=lambda one: len(one.path))), blocks[0].at), tuple(found)


# ---- sheets -------------------------------------------------------------------------------------------------------


def blocks_of(sheet: Sheet) -> list[Block]:
    """The matrices of a sheet, from the top."""
    height, width = min(sheet.height, DEEP), min(sheet.width, WIDE)
    words = [[name_in(value) for value in sheet.row(y)[:width]] for y in range(height)]
    blocks: list[Block] = []
    taken: set[tuple[int, int]] = set()
    for y in range(height - 1):
        for x in range(width - 1):
            if (y, x) in taken or not words[y][x + 1] or not words[y + 1][x]:
                continue
            block = block_at(sheet, words, taken, y, x)
            if block is not None:
                blocks.append(block)
                high, wide = len(block.rows) + 1, len(block.columns) + 1
                taken.update((y + down, x + right) for down in range(high) for right in range(wide))
    return blocks


def block_at(
    sheet: Sheet, words: Sequence[Sequence[str]], taken: Set[tuple[int, int]], top: int, left: int
) -> Block | None:
    """The matrix whose corner is here; None where there is none. What is ``taken`` belongs to those above."""
    header = []
    if all(words[top + 1][left + 1 : left + 3]):
        return None  # a list of words
    for x in range(left + 1, len(words[top])):
        word = words[top][x]
        if not word or extra(word):
            break
        header.append((word, sheet.where(top, x)))
    known = {same(name) for name, _ in header}
    if len(known) < len(header) and len(known) <= 1:
        return None  # a merged title
    rows: list[tuple[str, Where]] = []
    for y in range(top + 1, len(words)):
        word = words[y][left]
        if not word or extra(word):
            break
        inside = same(word) in known and all(same(word) != same(name) for name, _ in rows)
        right = [cell_text(value) for value in sheet.row(y)[left + 1 : left + 1 + len(header)]]
        judged = [text for x, text in enumerate(right) if text and not words[y][left + 1 + x]]
        if not inside and not judged:
            break
        rows.append((word, sheet.where(y, left)))
    shared = known & {same(name) for name, _ in rows}
    if not shared or 2 * len(shared) < max(len(header), len(rows)):
        return None
    if len(header) == 1 and (len(rows) > 1 or judgement(sheet.columns[left + 1][top + 1]) not in (None, 1)):
        return None  # two columns of a list that has nothing to do with it
    cells = {
        (y, x): Cell(sheet.columns[left + 1 + x][top + 1 + y], sheet.where(top + 1 + y, left + 1 + x))
        for y in range(len(rows))
        for x in range(len(header))
    }
    titles = [words[top][left]]
    for y in range(top - 1, max(top - 4, -1), -1):
        above = next((word for word in words[y][left:] if word), "")
        if (y, left) in taken:
            break
        if above:
            titles.append(above)
            break
    return Block(
        rows, header, cells, [one for one in titles if same(one) not in ("", *GENERIC)], sheet.where(top, left)
    )


def name_in(value: object) -> str:
    """The name a cell holds; empty where it holds a judgement, a date or nothing."""
    if not isinstance(value, str) or judgement(value) is not None:
        return ""
    word = " ".join(value.split())
    return word if len(word) <= LONGEST else ""


def extra(word: str) -> bool:
    """Whether a header or a row name is one of what people compute beside a matrix."""
    return fold(word).lower() in EXTRA


def alike(one: Block, other: Block) -> bool:
    """Whether two matrices compare the same things, as far as slips of writing allow."""
    return one.names == other.names or len(one.names & other.names) >= 2


# ---- YAML ---------------------------------------------------------------------------------------------------------


def deep(node: Node) -> int:
    if isinstance(node, Scalar):
        return 0
    inner: Iterable[Node] = node.items if isinstance(node, Listed) else (value for _, value in node.items)
    return 1 + max(map(deep, inner), default=0)


def block_of(key: Scalar, node: Node, found: list[Finding]) -> Block | None:
    """A mapping of rows as a matrix: each row a mapping by column, or a list in the order of the rows."""
    if not isinstance(node, Mapped) or not node.items:
        found.append(fault(node.at, f"“{key.text or '判断矩阵'}”下面应当是一行一行的判断", "写作“行名: {列名: 值}”"))
        return None
    rows = [(name.text.strip(), name.at) for name, _ in node.items]
    columns = list(rows)
    for _, row in node.items:
        if isinstance(row, Mapped):
            known = {same(name) for name, _ in columns}
            columns += [(one.text.strip(), one.at) for one, _ in row.items if same(one.text) not in known]
    cells: dict[tuple[int, int], Cell] = {}
    for y, (name, row) in enumerate(node.items):
        if isinstance(row, Listed):
            if len(row.items) != len(columns):
                message = f"“{name.text}”这一行有 {len(row.items)} 个值，应当是 {len(columns)} 个"
                found.append(fault(row.at, message, "一列一个值，先后和行相同"))
                return None
            pairs = list(enumerate(row.items))
        elif isinstance(row, Mapped):
            places = {same(name): x for x, (name, _) in enumerate(columns)}
            pairs = [(places[same(one.text)], value) for one, value in row.items]
        else:
            if row.text.strip():
                found.append(fault(row.at, f"“{name.text}”这一行应当写各列的值", "写作“行名: {列名: 值}”"))
                return None
            pairs = []
        for x, value in pairs:
            cells[y, x] = Cell(value.text if isinstance(value, Scalar) else "？", value.at)
    rows = [*rows, *columns[len(rows) :]]
    titles = [key.text.strip()] if same(key.text) not in ("", *GENERIC) else []
    return Block(rows, columns, cells, titles, key.at)


# ---- the hierarchy ------------------------------------------------------------------------------------------------


def placed(blocks: Sequence[Block]) -> Findings:
    """Gives every block of one expert its path; faults where whose children it compares cannot be told."""
    parents = {id(block): parent_of(block, blocks, exact=True) for block in blocks}
    loose = [block for block in blocks if not parents[id(block)]]
    if len(loose) > 1:
        guessed = {id(block): parent_of(block, blocks, exact=False) for block in loose}
        if all(guessed.values()):
            guessed[id(loose[0])] = []
        parents.update(guessed)
        loose = [block for block in blocks if not parents[id(block)]]
    found: list[Finding] = []
    choices = "、".join(dict.fromkeys(name for block in blocks for name, _ in block.rows))[:60]
    for block in loose[1:]:
        message = "看不出这个矩阵比较的是谁的下级"
        found.append(fault(block.at, message, f"在它的左上角写上级指标的名称（{choices} 之一）"))
    for block in blocks:
        if len(parents[id(block)]) > 1:
            word = parents[id(block)][0][1]
            found.append(fault(block.at, f"“{word}”在几个矩阵里都有，不知道是哪一个的下级", "名称写得不同，如带上编码"))
    if found:
        return tuple(found)
    taken: dict[Path, Block] = {}
    for block in blocks:
        path: list[str] = []
        here, steps = block, 0
        while parents[id(here)] and steps <= len(blocks):
            above, name = parents[id(here)][0]
            path.insert(0, name)
            here, steps = above, steps + 1
        if steps > len(blocks):
            found.append(fault(block.at, "几个矩阵互为上级，找不到最上一级", "检查左上角写的上级指标名称"))
            return tuple(found)
        block.path = tuple(path)
        other = taken.setdefault(block.path, block)
        if other is not block:
            name = path[-1] if path else "最上一级"
            found.append(
                fault(
                    block.at, f"“{name}”的判断矩阵写了两份，另一份在 {other.at}", "留一份；不同专家的放在不同的工作表"
                )
            )
    return tuple(found)


def parent_of(block: Block, blocks: Sequence[Block], exact: bool) -> list[tuple[Block, str]]:
    """The blocks with a member that this one's titles name, with the member; the longest name where it is only contained."""
    for text in block.titles:
        wanted = same(text)
        fits = [
            (other, name)
            for other in blocks
            if other is not block
            for name, _ in other.rows
            if same(name) == wanted or (not exact and len(same(name)) > 1 and same(name) in wanted)
        ]
        longest = max((len(same(name)) for _, name in fits), default=0)
        fits = [(other, name) for other, name in fits if len(same(name)) == longest]
        if fits:
            return fits
    return []
