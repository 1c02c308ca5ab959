"""扣分、问题两头对不上：有扣分没有问题说明它，有问题没有扣分反映它。

查什么：得分低于分值的末级指标，“问题建议”表里要有一行的“指标”写着它（写上级指标编码的，算它下面的全部）；
每个问题写的“指标”里至少有一个真的扣了分，没有的要在“说明”里写明为什么不扣分。

例：C12 扣了 0.75 分，问题里没有提到；问题三对应的指标都是满分，又没有说明。

怎样改：补写问题，或在问题的“指标”里写上编码；有问题而不扣分的，在“说明”里写理由。扣分确实不构成问题的，在“认可”表里说明。
"""

from __future__ import annotations

from evalkit.model.case import Case
from evalkit.model.places import Finding
from evalkit.numbers import trimmed

ID = "unexplained_deduction"
TITLE = "扣分与问题"


def check(case: Case) -> tuple[Finding, ...]:
    """Deductions without a problem, problems without a deduction."""
    if case.engagement is None or case.scoresheet is None:
        return ()
    sheet = case.scoresheet
    parents = {node.code: node.parent for node in sheet.indicators}
    leaves = sheet.leaves()
    explained: set[str] = set()
    for problem in case.engagement.problems:
        explained.update(problem.indicators)
    found = []
    for leaf in leaves:
        score = sheet.scores.get(leaf.code)
        if score is None or score.deducted <= 0 or explained & _line(leaf.code, parents):
            continue
        found.append(
            Finding(
                ID,
                "warning",
                f"{leaf.code} {leaf.name}扣了 {trimmed(score.deducted)} 分，没有一个问题说明它",
                leaf.at,
                f"在“问题建议”表补写问题，或在已有问题的“指标”里加上 {leaf.code}",
                leaf.code,
            )
        )
    lost = {leaf.code for leaf in leaves if (score := sheet.scores.get(leaf.code)) is not None and score.deducted > 0}
    undecided = {leaf.code for leaf in leaves if leaf.code not in sheet.scores}
    for number, problem in enumerate(case.engagement.problems, 1):
        named = set(problem.indicators)
        unknown = named - parents.keys()
        below = {leaf.code for leaf in leaves if named & _line(leaf.code, parents)}
        name = f"问题{problem.number or number}“{problem.title}”"
        if unknown:
            message = f"{name}写的指标 {'、'.join(sorted(unknown))} 不在“指标”表里"
            found.append(Finding(ID, "error", message, problem.at, "改为“指标”表里的编码", problem.title))
        elif not below & (lost | undecided) and not problem.remark.strip():
            what = (
                "没有写由哪个指标的扣分反映" if not named else f"对应的指标 {'、'.join(problem.indicators)} 都没有扣分"
            )
            cure = "写上扣分指标的编码；有问题而不扣分的，在“说明”里写理由"
            found.append(Finding(ID, "warning", f"{name}{what}", problem.at, cure, problem.title))
    return tuple(found)


def _line(code: str, parents: dict[str, str]) -> set[str]:
    """A node and everything above it."""
    line: set[str] = set()
    while code and code not in line:
        line.add(code)
        code = parents.get(code, "")
    return line
