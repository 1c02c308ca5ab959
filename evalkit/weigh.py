"""Judgement matrices of experts -> weights (the analytic hierarchy process, AHP, 层次分析法).

The weights of a matrix are its principal right eigenvector, its consistency Saaty's CR (T. L. Saaty, *The Analytic
Hierarchy Process*, 1980). Several experts are brought together judgement by judgement, by the geometric mean
(aggregation of individual judgements, AIJ: Aczél and Saaty, 1983), every expert counting the same. All is computed in
decimals of 34 digits, so that the same judgements give the same weights on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.weighing import Group, Judge, Matrix, Node, Opinion, Path, Priority, Revision, Weighing
from evalkit.numbers import EXACT, round_half_up, trimmed

#: The mean CI of random matrices of 1 to 15 rows: Saaty (1980).
RANDOM = tuple(
    Decimal(value)
    for value in "0 0 0.58 0.90 1.12 1.24 1.32 1.41 1.45 1.49 1.51 1.48 1.56 1.57 1.59".split()  # noqa: SIM905 - a table
)
#: The CR up to which judgements are held to be consistent.
LIMIT = Decimal("0.1")

#: Squarings of a matrix before its eigenvector counts as found: as good as 2¹⁴ steps of the power method.
_SQUARINGS = 14
_SETTLED = Decimal("1e-28")
_NOISE = Decimal("1e-15")

Table = Sequence[Sequence[Decimal]]


def weigh(judges: Sequence[Judge], full: Decimal, step: Decimal) -> tuple[Weighing | None, tuple[Finding, ...]]:
    """The weights out of ``full`` in multiples of ``step`` (1, 0.5, 0.1 …), and what each expert's own would be.

    Every expert must have judged the same hierarchy. Points are handed down level by level by largest remainder: the
    children's always add up exactly to their parent's, and all leaves' to ``full``.
    """
    found = unlike(judges)
    if full <= 0 or full % step != 0:
        message = f"总分 {trimmed(full)} 不是 {trimmed(step)} 的整倍数"
        found = (*found, fault(Where("--full"), message, "改总分，或用 --places 多留一位小数"))
    if found or not judges:
        return None, found
    first = judges[0]
    tables = {matrix.path: aggregate([matching(judge, matrix) for judge in judges]) for matrix in first.matrices}
    groups = tuple(Group(m.path, m.names, priority(tables[m.path])) for m in first.matrices)
    nodes = tuple(descend(groups, full, step))
    opinions = tuple(opinion(judge) for judge in judges)
    revisions = []
    for number, (judge, own) in enumerate(zip(judges, opinions, strict=True)):
        for matrix, group in zip(judge.matrices, own.groups, strict=True):
            if group.priority.ratio > LIMIT:
                revisions.append(revision(number, matrix, decimals(matrix), group.priority))
    if len(judges) > 1:
        for matrix, group in zip(first.matrices, groups, strict=True):
            if group.priority.ratio > LIMIT:
                revisions.append(revision(None, matrix, tables[matrix.path], group.priority))
    ratio = max(group.priority.ratio for group in groups)
    made = Weighing(nodes, groups, opinions, tuple(revisions), ratio, full)
    return made, (*(told(one, judges) for one in revisions), *vanished(made, first))


def priority(table: Table) -> Priority:
    """The weights and the consistency of one positive reciprocal matrix of at most 15 rows."""
    count = len(table)
    weights, largest = principal(table)
    if count <= 2:
        return Priority(weights, Decimal(count), Decimal(0), RANDOM[count - 1], Decimal(0))
    with localcontext(EXACT):
        index = max((largest - count) / (count - 1), Decimal(0))
        index = index if index > _NOISE else Decimal(0)
        return Priority(weights, largest, index, RANDOM[count - 1], index / RANDOM[count - 1])


def principal(table: Table) -> tuple[tuple[Decimal, ...], Decimal]:
    """The eigenvector of the largest eigenvalue, adding up to 1, and that eigenvalue; by squaring the matrix."""
    with localcontext(EXACT):
        power = [list(row) for row in table]
        weights = normal([sum(row, Decimal(0)) for row in power])
        for _ in range(_SQUARINGS):
            columns = list(zip(*power, strict=True))
            power = [[dot(row, column) for column in columns] for row in power]
            size = max(map(max, power))
            power = [[value / size for value in row] for row in power]
            before, weights = weights, normal([sum(row, Decimal(0)) for row in power])
            if all(abs(new - old) < _SETTLED for new, old in zip(weights, before, strict=True)):
                break
        return tuple(weights), sum((dot(row, weights) for row in table), Decimal(0))


def aggregate(matrices: Sequence[Matrix]) -> Table:
    """The geometric mean of several experts' judgements, cell by cell; one expert's own as they are."""
    tables = [decimals(matrix) for matrix in matrices]
    if len(tables) == 1:
        return tables[0]
    count = len(matrices[0].names)
    made = [[Decimal(1)] * count for _ in range(count)]
    with localcontext(EXACT):
        for i in range(count):
            for j in range(i + 1, count):
                logs = sum((table[i][j].ln() for table in tables), Decimal(0))
                made[i][j] = (logs / len(tables)).exp()
                made[j][i] = 1 / made[i][j]
    return made


def apportion(shares: Sequence[Decimal], total: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """``total`` shared out in multiples of ``step`` by largest remainder; of equal remainders the earlier is served first."""
    with localcontext(EXACT):
        whole = sum(shares, Decimal(0))
        quotas = [share / whole * total / step for share in shares]
        units = [(quota + _NOISE).to_integral_value(ROUND_FLOOR) for quota in quotas]
        rest = int(total / step - sum(units, Decimal(0)))
        remainders = [round_half_up(quota - unit, 12) for quota, unit in zip(quotas, units, strict=True)]
        for place in sorted(range(len(shares)), key=lambda place: (-remainders[place], place))[:rest]:
            units[place] += 1
        return tuple((unit * step).quantize(step) for unit in units)


def nearest_judgement(value: Decimal) -> Fraction:
    """The judgement of the scale (1 to 9 and their reciprocals) that comes nearest in proportion."""
    scale = [Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]
    with localcontext(EXACT):
        wanted = value.ln()
        return min(scale, key=lambda one: abs((Decimal(one.numerator) / Decimal(one.denominator)).ln() - wanted))


# ---- several experts ----------------------------------------------------------------------------------------------


def unlike(judges: Sequence[Judge]) -> tuple[Finding, ...]:
    """Faults where an expert did not judge what the first one did."""
    found = []
    for judge in judges[1:]:
        wanted = {matrix.path: matrix for matrix in judges[0].matrices}
        own = {matrix.path: matrix for matrix in judge.matrices}
        for path, matrix in wanted.items():
            if path not in own:
                message = f"缺少“{title(path)}”的判断矩阵，另一份里有（{matrix.at}）"
                found.append(fault(judge.at, message, "请这位专家补上；或把他的文件（工作表）全部去掉"))
            elif set(own[path].names) != set(matrix.names):
                mine, other = set(own[path].names), set(matrix.names)
                parts = [f"少了{'、'.join(sorted(other - mine))}" if other - mine else ""]
                parts.append(f"多了{'、'.join(sorted(mine - other))}" if mine - other else "")
                message = f"“{title(path)}”的名称和另一份（{matrix.at}）不同：{'，'.join(filter(None, parts))}"
                found.append(fault(own[path].at, message, "改成一样的名称；大家用同一份空表填写"))
        for path, matrix in own.items():
            if path not in wanted:
                message = f"多出“{title(path)}”的判断矩阵，另一份里没有（{judges[0].at}）"
                found.append(fault(matrix.at, message, "大家用同一份空表填写；或删去这个矩阵"))
    return tuple(found)


def matching(judge: Judge, model: Matrix) -> Matrix:
    """The expert's matrix of the same group, its names in the order of ``model``."""
    own = next(matrix for matrix in judge.matrices if matrix.path == model.path)
    if own.names == model.names:
        return own
    order = [own.names.index(name) for name in model.names]
    back = {old: new for new, old in enumerate(order)}
    cells = {(back[i], back[j]): where for (i, j), where in own.cells.items()}
    values = tuple(tuple(own.values[i][j] for j in order) for i in order)
    return Matrix(own.path, model.names, values, cells, own.at)


def opinion(judge: Judge) -> Opinion:
    groups = tuple(Group(m.path, m.names, priority(decimals(m))) for m in judge.matrices)
    shares = {path: share for path, _, share, leaf in parts(groups) if leaf}
    return Opinion(judge.name, groups, shares, max(group.priority.ratio for group in groups))


# ---- the hierarchy ------------------------------------------------------------------------------------------------


def parts(groups: Sequence[Group]) -> list[tuple[Path, Decimal, Decimal, bool]]:
    """Path, weight among siblings, share of the whole, whether a leaf: of every node, parents before children."""
    by_path: Mapping[Path, Group] = {group.path: group for group in groups}
    made: list[tuple[Path, Decimal, Decimal, bool]] = []

    def below(path: Path, share: Decimal) -> None:
        group = by_path[path]
        for name, weight in zip(group.names, group.priority.weights, strict=True):
            child = (*path, name)
            part = EXACT.multiply(share, weight)
            made.append((child, weight, part, child not in by_path))
            if child in by_path:
                below(child, part)

    below((), Decimal(1))
    return made


def descend(groups: Sequence[Group], full: Decimal, step: Decimal) -> list[Node]:
    """The nodes with their points, handed down from each parent to its children."""
    points: dict[Path, Decimal] = {(): full}
    by_path = {group.path: group for group in groups}
    made = []
    for path, weight, share, leaf in parts(groups):
        if path not in points:
            group = by_path[path[:-1]]
            shared = apportion(group.priority.weights, points[path[:-1]], step)
            points.update({(*group.path, name): part for name, part in zip(group.names, shared, strict=True)})
        made.append(Node(path, weight, share, points[path], leaf))
    return made


def vanished(made: Weighing, first: Judge) -> tuple[Finding, ...]:
    """A doubt where rounding leaves a leaf without points."""
    names = [node.path[-1] for node in made.nodes if node.leaf and node.points == 0]
    if not names:
        return ()
    message = f"取整后没有分值：{'、'.join(names)}"
    return (doubt(Where(first.at.file), message, "用 --places 1 或 --half 再算，或把这几项并入别的指标"),)


# ---- consistency --------------------------------------------------------------------------------------------------


def revision(judge: int | None, matrix: Matrix, table: Table, made: Priority) -> Revision:
    """The judgement farthest from w_i/w_j, and what it would be if only the others counted.

    What the others come to is Saaty's and Harker's way with a missing judgement: its two cells are left out (0) and the
    two rows' diagonals made 2 (P. T. Harker, 1987).
    """
    count = len(matrix.names)
    with localcontext(EXACT):
        pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
        i, j = max(pairs, key=lambda pair: distance(table, made, *pair))
        if (i, j) not in matrix.cells and (j, i) in matrix.cells:
            i, j = j, i
        without = [list(row) for row in table]
        without[i][j] = without[j][i] = Decimal(0)
        without[i][i] = without[j][j] = Decimal(2)
        weights, _ = principal(without)
        fitting = nearest_judgement(weights[i] / weights[j])
    stated = matrix.values[i][j] if judge is not None else Fraction(round_half_up(table[i][j], 2))
    where = matrix.cells.get((i, j), matrix.at) if judge is not None else Where(matrix.at.file)
    return Revision(judge, matrix.path, made.ratio, matrix.names[i], matrix.names[j], stated, fitting, where)


def distance(table: Table, made: Priority, i: int, j: int) -> Decimal:
    """How far, in proportion, a judgement is from the weights; of three names all three are equally far."""
    return round_half_up(abs((table[i][j] * made.weights[j] / made.weights[i]).ln()), 12)


def told(one: Revision, judges: Sequence[Judge]) -> Finding:
    """The revision in words."""
    about = f"“{title(one.path)}”的 CR 是 {round_half_up(one.ratio, 4)}，超过 {LIMIT}"
    pair = f"{one.row} 比 {one.column}"
    if one.judge is None:
        message = f"{len(judges)} 位专家合并后{about}；最不合的是 {pair}，合并得 {spelt(one.stated)}"
        return doubt(one.at, message, f"按其余判断约为 {spelt(one.fitting)}；请专家们就这一对再议")
    message = f"{about}；最不合的是 {pair} 填了 {spelt(one.stated)}，按其余判断约为 {spelt(one.fitting)}"
    return doubt(one.at, message, "请这位专家先重新考虑这一格，改了再算")


def title(path: Path) -> str:
    """A group as a message names it."""
    return path[-1] if path else "最上一级"


def spelt(value: Fraction) -> str:
    """A judgement as people write it: ``5``, ``1/3``, ``2.5``."""
    if value.denominator == 1 or value.numerator == 1:
        return str(value)
    return trimmed(round_half_up(EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)), 2))


# ---- numbers ------------------------------------------------------------------------------------------------------


def decimals(matrix: Matrix) -> Table:
    """The judgements as decimals of 34 digits."""
    return [
        [EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)) for value in row] for row in matrix.values
    ]


def dot(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    return sum((a * b for a, b in zip(one, other, strict=True)), Decimal(0))


def normal(values: Sequence[Decimal]) -> list[Decimal]:
    whole = sum(values, Decimal(0))
    return [value / whole for value in values]
