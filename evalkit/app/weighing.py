"""``weights`` and ``panel``: what experts judged and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Finding, Where, doubt, fault

if TYPE_CHECKING:
    from evalkit.model.engagement import Engagement
    from evalkit.model.source import RawTable, Sheet, Source
    from evalkit.model.weighing import Judge, Weighing
    from evalkit.panels import Panel

#: Where ``panel merge`` writes, in the engagement.
SCORES = "tables/专家评分.yaml"
#: No score sheet has more rows or columns.
ROWS, COLUMNS = 3000, 200


# ---- weights ------------------------------------------------------------------------------------------------------


def weights(
    files: Sequence[Path], full: str = "100", places: int = 0, half: bool = False
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``weights``: judgement matrices of one or several experts -> weights.

    Beside the contract's keys there is ``names``, the experts' names in order: for the terminal only, never for JSON.
    """
    from evalkit.numbers import parse_decimal, trimmed
    from evalkit.records import short
    from evalkit.weigh import weigh

    total = parse_decimal(full)
    if total is None or total <= 0:
        raise Stopped((fault(Where("--full"), f"总分“{short(full)}”不是大于 0 的数", "写成 --full 100"),))
    if places not in (0, 1, 2):
        raise Stopped((fault(Where("--places"), f"“{places}”不是 0、1 或 2", "0 为整数分，1、2 为小数位数"),))
    if half and places:
        raise Stopped((fault(Where("--half"), "和 --places 只能用一个", "删去一个"),))
    if not files:
        cure = "写出判断矩阵的文件：evalkit weights 判断矩阵.xlsx；画空表用 --form 空表.xlsx"
        raise Stopped((fault(Where("evalkit weights"), "没有写文件", cure),))
    judges, findings = judges_of(files)
    if stops(findings):
        raise Stopped(findings)
    step = Decimal("0.5") if half else Decimal(1).scaleb(-places)
    made, more = weigh(judges, total, step)
    findings = (*findings, *more)
    if made is None or stops(findings):
        raise Stopped(findings)
    step_text = trimmed(step)
    return {**told(made), "step": step_text, "names": [opinion.name for opinion in made.opinions]}, findings


def told(made: Weighing) -> dict[str, Any]:
    """The weights as JSON has them; experts are counted, not named."""
    from evalkit.numbers import fixed, trimmed
    from evalkit.weigh import LIMIT, spelt

    leaves = [node.path for node in made.nodes if node.leaf]
    names = [path[-1] for path in leaves]
    key = {path: path[-1] if names.count(path[-1]) == 1 else "/".join(path) for path in leaves}
    return {
        "weights": {key[node.path]: format(node.points, "f") for node in made.nodes if node.leaf},
        "consistency_ratio": fixed(made.ratio, 4),
        "consistent": made.ratio <= LIMIT,
        "full": trimmed(made.full),
        "nodes": [
            {
                "name": node.path[-1],
                "path": list(node.path),
                "parent": node.path[-2] if len(node.path) > 1 else None,
                "level": len(node.path),
                "weight": fixed(node.weight, 4),
                "share": fixed(node.share, 4),
                "points": format(node.points, "f"),
                "leaf": node.leaf,
            }
            for node in made.nodes
        ],
        "groups": [
            {
                "parent": group.path[-1] if group.path else None,
                "n": len(group.names),
                "lambda_max": fixed(group.priority.largest, 4),
                "ci": fixed(group.priority.index, 4),
                "ri": fixed(group.priority.random, 2),
                "cr": fixed(group.priority.ratio, 4),
            }
            for group in made.groups
        ],
        "experts": [
            {
                "name": f"专家{number}",
                "consistency_ratio": fixed(opinion.ratio, 4),
                "weights": {key[path]: fixed(opinion.shares[path] * made.full, 2) for path in leaves},
                "groups": [
                    {"parent": group.path[-1] if group.path else None, "cr": fixed(group.priority.ratio, 4)}
                    for group in opinion.groups
                ],
            }
            for number, opinion in enumerate(made.opinions, 1)
        ],
        "revise": [
            {
                "expert": None if one.judge is None else f"专家{one.judge + 1}",
                "parent": one.path[-1] if one.path else None,
                "cr": fixed(one.ratio, 4),
                "row": one.row,
                "column": one.column,
                "stated": spelt(one.stated),
                "fitting": spelt(one.fitting),
                "where": str(one.at),
            }
            for one in made.revisions
        ],
    }


def judges_of(files: Sequence[Path]) -> tuple[tuple[Judge, ...], Findings]:
    """The experts of all files; one name twice is a fault."""
    from evalkit.experts.judgements import judges_of_node, judges_of_sheets
    from evalkit.files.yaml import parse_yaml

    judges: list[Judge] = []
    findings: list[Finding] = []
    for path, name in named(files, findings):
        data = path.read_bytes()
        if path.suffix.lower() in (".yaml", ".yml"):
            node, found = parse_yaml(data, name)
            findings.extend(found)
            if node is None:
                if not found:
                    findings.append(fault(Where(name), "文件是空的", "写法见 docs/weights.md"))
                continue
            made, more = judges_of_node(name, node)
        else:
            sheets, found = sheets_of(data, name)
            findings.extend(found)
            if not sheets:
                continue
            made, more = judges_of_sheets(name, sheets)
        findings.extend(more)
        for judge in made:
            other = next((one for one in judges if one.name == judge.name), None)
            if other is not None:
                message = f"和 {other.at} 是同一位专家的"
                findings.append(fault(judge.at, message, "只留一份；不是同一位的，在各自表上“专家姓名”处写上名字"))
            judges.append(judge)
    return tuple(judges), tuple(findings)


def weights_form(out: Path, folder: Path | None, force: bool) -> tuple[dict[str, Any], Findings]:
    """Writes blank judgement matrices for the engagement's framework; its weights may still be missing."""
    from evalkit.experts.forms import draw_matrices
    from evalkit.files.folder import read_folder
    from evalkit.load import load
    from evalkit.loading.indicators import load_indicators

    workbook_name(out)
    source = read_folder(engagement_folder(folder))
    framework, _ = load_indicators(source, "")
    nodes = framework.indicators
    if not nodes:
        cure = "先在“指标”表写好一级、二级、三级指标；分值可以空着"
        raise Stopped((*source.findings, fault(source.at, "还没有指标体系", cure)))
    engagement, _ = load(source)
    project = engagement.project.get("名称", "") if engagement else ""
    labels = {node.code: f"{node.code} {node.name}".strip() for node in nodes}
    groups = [
        (labels.get(parent, ""), [labels[node.code] for node in nodes if node.parent == parent])
        for parent in ("", *(node.code for node in nodes if not node.leaf))
    ]
    made = draw_matrices(project, groups)
    refuse_overwriting(out.parent, {out.name: made}, force)
    put({out: made})
    return {"output": str(out), "matrices": len(groups), "indicators": sum(node.leaf for node in nodes)}, ()


# ---- panel --------------------------------------------------------------------------------------------------------


def panel_form(out: Path, folder: Path | None, every: bool, force: bool) -> tuple[dict[str, Any], Findings]:
    """Writes the score sheet of one expert."""
    from evalkit.experts.forms import draw_score_sheet
    from evalkit.panels import SHEET, items

    workbook_name(out)
    _, _, engagement, findings = loaded(folder)
    wanted = items(engagement, every)
    if not wanted:
        cure = "在“指标”表把规则写成“专家评分”；要专家给全部指标打分，加 --all"
        raise Stopped((fault(Where(engagement.at.file), "没有规则是“专家评分”的指标", cure),))
    rows = [(item.code, item.name, item.full, item.standard) for item in wanted]
    made = draw_score_sheet(engagement.project.get("名称", ""), SHEET, rows)
    refuse_overwriting(out.parent, {out.name: made}, force)
    put({out: made})
    return {"output": str(out), "indicators": [item.code for item in wanted]}, findings


def panel_merge(files: Sequence[Path], folder: Path | None, force: bool) -> tuple[dict[str, Any], Findings]:
    """Reads the experts' score sheets, checks them, and writes the engagement's table 专家评分."""
    from evalkit.panels import items, merge, rows
    from evalkit.scaffold import texts
    from evalkit.words import PANEL

    root, source, engagement, _ = loaded(folder)
    findings: list[Finding] = []
    leaves = items(engagement, every=True)
    sheets = []
    for path, name in named(files, findings):
        read, found = sheets_of(path.read_bytes(), name)
        findings.extend(found)
        if read:
            made, more = score_sheets(name, read)
            findings.extend(more)
            sheets.extend(made)
    panel, more = merge(sheets, items(engagement, every=False), leaves)
    findings.extend(more)
    before, elsewhere = scores_before(source)
    findings.extend(elsewhere)
    if panel is None or stops(tuple(findings)):
        raise Stopped(unnamed(findings, [name for name, _ in sheets]))
    weights = {(row["编码"], row["专家"]): row["权重"] for row in before if row.get("权重")}
    made_rows = rows(panel, weights)
    made_table = texts({PANEL.name: made_rows})[SCORES]
    if before and not force and (root / SCORES).read_bytes() != made_table:
        message = f"已经有专家评分（{len({row['专家'] for row in before})} 位专家，{len(before)} 行），没有动它"
        raise Stopped((fault(Where(SCORES), message, "确实要用这次的全部替换，加 --force；专家的权重会保留"),))
    refuse_overwriting(root, {SCORES: made_table}, force or blank(source))
    lost = {row["专家"] for row in before} - set(panel.experts)
    if lost:
        message = f"原来的专家评分里有 {len(lost)} 位专家不在这次的文件里，已一并替换"
        findings.append(doubt(Where(SCORES), message, "要保留他们的评分，把他们的评分表也加进来再运行"))
    put({root / SCORES: made_table})
    return {**tallied(panel), "output": str(root / SCORES), "rows": len(made_rows), "replaced": len(before)}, tuple(
        findings
    )


def tallied(panel: Panel) -> dict[str, Any]:
    """The scores as JSON has them; experts are counted, not named."""
    from evalkit.numbers import fixed, trimmed
    from evalkit.panels import APART

    return {
        "experts": len(panel.experts),
        "disagreement": fixed(APART * 100, 0),
        "indicators": [
            {
                "code": one.item.code,
                "name": one.item.name,
                "full": trimmed(one.item.full),
                "n": len(one.ballots),
                "mean": fixed(one.mean, 2),
                "lowest": trimmed(one.lowest),
                "highest": trimmed(one.highest),
                "range": trimmed(one.range),
                "deviation": None if one.deviation is None else fixed(one.deviation, 2),
                "disputed": one.disputed,
                "scores": [
                    {"expert": f"专家{ballot.expert + 1}", "score": trimmed(ballot.points)} for ballot in one.ballots
                ],
            }
            for one in panel.tallies
        ],
    }


def scores_before(source: Source) -> tuple[list[dict[str, str]], Findings]:
    """The rows that ``merge`` replaces; a fault where the folder has them in another place, which it cannot write."""
    from evalkit.records import table_rows
    from evalkit.words import PANEL
    from evalkit.workbook import rows_of

    table = table_rows(source, PANEL)
    if table is None or not table.rows:
        return [], ()
    if table.at.file != SCORES:
        cure = "两处只能留一处：清空那里的专家评分，再运行"
        return [], (fault(table.at, f"专家评分已经写在这里，不能再写 {SCORES}", cure),)
    rows = [row for row in rows_of(source).get(PANEL.name, []) if row.get("专家") and row.get("编码")]
    return rows, ()


def blank(source: Source) -> bool:
    """Whether the file ``merge`` replaces was read and has no rows."""
    from evalkit.records import table_rows
    from evalkit.words import PANEL

    table = table_rows(source, PANEL)
    wrong = any(one.where.file == SCORES for one in source.findings)
    return table is not None and table.at.file == SCORES and not table.rows and not wrong


def unnamed(findings: Sequence[Finding], names: Sequence[str]) -> Findings:
    """The findings with the experts counted, not named, where a cell that is quoted holds a name."""
    made = []
    for one in findings:
        message = one.message
        for number, name in enumerate(names, 1):
            if len(name) > 1:
                message = message.replace(name, f"专家{number}")
        made.append(replace(one, message=message))
    return tuple(made)


def score_sheets(file: str, sheets: Sequence[Sheet]) -> tuple[list[tuple[str, RawTable]], Findings]:
    """The score sheets of one workbook, each with its expert's name."""
    from evalkit.experts.signed import name_of_file, signature
    from evalkit.files.tables import HEADER_WITHIN, header_row, sheet_table
    from evalkit.panels import SHEET

    scored = [
        sheet
        for sheet in sheets
        if header_row([sheet.row(y) for y in range(min(sheet.height, HEADER_WITHIN))], SHEET) is not None
    ]
    if not scored:
        cure = "要有“编码”“得分”两列；空表用 evalkit panel form 评分表.xlsx 画"
        return [], (fault(Where(file), "没有找到评分表", cure),)
    made = []
    findings: list[Finding] = []
    for sheet in scored:
        if sheet.height > ROWS or sheet.width > COLUMNS:
            message = f"这张表有 {sheet.height} 行、{sheet.width} 列，不像一份评分表"
            findings.append(fault(sheet.where(0), message, "检查是否放错了文件；删去多余的行和列"))
            continue
        table, found = sheet_table(sheet, SHEET)
        findings.extend(found)
        name = signature(sheet) or (sheet.name if len(scored) > 1 else name_of_file(file))
        made.append((name, table))
    return made, tuple(findings)


# ---- both ---------------------------------------------------------------------------------------------------------


def named(files: Sequence[Path], findings: list[Finding]) -> list[tuple[Path, str]]:
    """The files that are there, each with the name messages use; a file given twice counts once."""
    made: list[tuple[Path, str]] = []
    for path in dict.fromkeys(files):
        if path.is_file():
            made.append((path, path.name if [one.name for one in files].count(path.name) == 1 else str(path)))
        elif path.is_dir():
            findings.append(fault(Where(str(path)), "这是文件夹，不是文件", "写出里面各份文件的名称"))
        else:
            findings.append(fault(Where(str(path)), "没有这个文件", "检查文件名和所在的文件夹"))
    return made


def sheets_of(data: bytes, name: str) -> tuple[tuple[Sheet, ...], Findings]:
    from evalkit.files.sheet import read_tables

    return read_tables(data, name)


def workbook_name(out: Path) -> None:
    """Stopped unless the form's name is one of an .xlsx."""
    if out.suffix.lower() != ".xlsx":
        raise Stopped((fault(Where(str(out)), "空表是 Excel 工作簿，文件名要以 .xlsx 结尾", f"写成 {out.stem}.xlsx"),))


def loaded(folder: Path | None) -> tuple[Path, Source, Engagement, Findings]:
    """The engagement as far as its framework; faults of the table ``panel merge`` is about to replace do not count."""
    from evalkit.files.folder import read_folder
    from evalkit.load import load

    root = engagement_folder(folder)
    source = read_folder(root)
    engagement, findings = load(source)
    findings = tuple(one for one in (*source.findings, *findings) if one.where.file != SCORES)
    if engagement is None or stops(findings):
        raise Stopped(findings)
    return root, source, engagement, findings
