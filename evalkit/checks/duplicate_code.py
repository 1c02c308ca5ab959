"""指标编码重复：同一张表里两个不同的指标用了一个编码。

例：D11 解决下岗职工退休问题、D11 解决退养职工养老保险金及时性。

怎样改：按先后顺序重新编号，并改正文和附件里引用的编码。
"""

from __future__ import annotations

from evalkit.checks._framework import frameworks, lines
from evalkit.model.case import Case
from evalkit.model.places import Finding

ID = "duplicate_code"
TITLE = "编码重复"


def check(case: Case) -> tuple[Finding, ...]:
    """Codes that stand for two indicators in one table."""
    found = []
    for grid, columns in frameworks(case):
        column = columns.levels[-1][1]
        firsts: dict[str, tuple[int, str]] = {}
        for line in lines(grid, columns):
            if not line.code:
                continue
            row, name = firsts.setdefault(line.code, (line.row, line.name))
            if name != line.name:
                found.append(
                    Finding(
                        ID,
                        "error",
                        f"编码 {line.code} 用了两次：“{name}”和“{line.name}”",
                        grid.where(line.row, column),
                        "按先后顺序重新编号，引用处一并改正",
                        line.code,
                        (grid.quote(row, column), grid.quote(line.row, column)),
                    )
                )
    return tuple(found)
