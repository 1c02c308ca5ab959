"""``framework import``: an indicator table in Word or Excel -> the engagement's 指标 and 要点."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.app.opening import Findings, engagement_folder, stops
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Finding, Where, fault
from evalkit.numbers import trimmed

if TYPE_CHECKING:
    from evalkit.framework import Proposal, Proposed
    from evalkit.framing.lattice import Lattice

#: The engagement's workbook, as ``files.folder`` has it.
WORKBOOK = "评价底稿.xlsx"
TABLES = ("指标", "要点", "版本分", "事实")


def framework_imported(
    file: Path, home: Path | None, out: Path | None, force: bool, table: str = ""
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``framework import``: reads a file, writes the tables it gives, and says what is unsure.

    Written are ``tables/*.yaml`` of the engagement, or by ``force`` the sheets of its workbook, drawn anew beside a copy
    of the old one; with ``out`` instead the files of a folder, or a workbook. Without an engagement and without ``out``
    nothing is written.
    """
    from evalkit.framework import propose
    from evalkit.standards import read_standard

    lattices, findings = read_lattices(file)
    if stops(findings):
        raise Stopped(findings)
    folder = destination(home, out)
    proposal, more = propose(lattices, read_standard, Where(file.name), table)
    if proposal is None:
        raise Stopped((*findings, *more))
    findings = (*findings, *more)
    kept: tuple[str, ...] = ()
    redraw = folder is not None and force and (folder / WORKBOOK).is_file()
    if folder is not None and not redraw:
        kept, more = standing(folder)
        findings = (*findings, *more)
    made = redrawn(proposal, folder) if redraw and folder is not None else written(proposal, folder, out, kept)
    if made:
        root = (out.parent if _workbook(out) else out) if out is not None else folder
        assert root is not None
        refuse_overwriting(root, made, force)
        put({root / name: data for name, data in made.items()})
        outputs = [str(root / name) for name in made]
    else:
        outputs = []
    return {**shown(proposal), "outputs": outputs}, findings


def read_lattices(file: Path) -> tuple[tuple[Lattice, ...], Findings]:
    """The tables of a .docx, or the sheets of a .xlsx or .csv."""
    from evalkit.framing.lattice import document_lattices, sheet_lattices

    if file.is_dir():
        raise Stopped((fault(Where(str(file)), "这是文件夹，不是文件", "写出里面那份指标表的文件名"),))
    if not file.is_file():
        raise Stopped((fault(Where(str(file)), "没有这个文件", "检查文件名和所在的文件夹"),))
    suffix = file.suffix.lower()
    if suffix in (".docx", ".docm"):
        from evalkit.files.docx import read_docx

        document, findings = read_docx(file.read_bytes(), file.name)
        return (document_lattices(document, file.name) if document is not None else ()), findings
    if suffix in (".xlsx", ".xlsm", ".csv", ".tsv"):
        from evalkit.files.sheet import read_tables

        sheets, findings = read_tables(file.read_bytes(), file.name)
        # A cell that cannot be read is told; the rest of the workbook is read all the same.
        softened = (replace(one, severity="warning") if "!" in one.where.spot else one for one in findings)
        return sheet_lattices(sheets), tuple(softened)
    cures = {".doc": "用 Word 或 WPS 打开，另存为 .docx", ".wps": "用 WPS 打开，另存为 .docx"}
    cures |= dict.fromkeys((".xls", ".et"), "用 Excel 或 WPS 打开，另存为 .xlsx")
    cure = cures.get(suffix, "换成 .docx、.xlsx 或 .csv；PDF 先转成 Word")
    raise Stopped((fault(Where(file.name), f"不读 {suffix or '没有后缀的'} 文件", cure),))


def destination(home: Path | None, out: Path | None) -> Path | None:
    """The engagement to write into, None where there is none; Stopped where what was named cannot take it."""
    from evalkit.files.folder import find_engagement

    if out is not None:
        if out.suffix and not _workbook(out):
            cure = "写文件夹的名称，或以 .xlsx 结尾的文件名"
            raise Stopped((fault(Where(str(out)), "只能写成 .xlsx 或文件夹", cure),))
        if not _workbook(out) and out.is_file():
            raise Stopped((fault(Where(str(out)), "这是文件，不是文件夹", "换一个名称"),))
        if not _workbook(out) and find_engagement(out) == out.resolve():
            raise Stopped((fault(Where(str(out)), "这是项目文件夹", f"写进项目用 -C {out}，不用 --out"),))
        return None
    return engagement_folder(home) if home is not None else find_engagement(Path.cwd())


def standing(folder: Path) -> tuple[tuple[str, ...], Findings]:
    """What the engagement has of 版本分 and 事实, which stays as it is, and a note on each.

    Stopped where it has 指标 or 要点 in a place other than the file to be written: one table may stand in one place only.
    """
    from evalkit.files.folder import named_table, read_folder
    from evalkit.files.folder import written as filled

    told = []
    kept = []
    for read in read_folder(folder).tables:
        spec = named_table(read.name)
        if spec is None or spec.name not in TABLES or not filled(read):
            continue
        where = Where(str(folder / read.at.file), read.at.spot)
        if spec.name in TABLES[2:]:
            kept.append((spec.name, where))
        elif read.at.file != f"tables/{spec.name}.yaml":
            what = "工作表" if read.at.file == WORKBOOK else "表"
            cure = "加 --force 换掉它（原来的工作簿另存一份），或用 --out 写成 .xlsx 再复制过去"
            told.append(fault(where, f"{what}“{spec.name}”已经填了，没有动它", cure))
    if told:
        raise Stopped(tuple(told))
    cures = {"版本分": "要对照原表的得分，用 --out 写成 .xlsx 再复制过去", "事实": "规则要看的事实，缺的自己加上"}
    notes = tuple(
        Finding("input", "note", f"“{name}”已经有内容，没有写进去", where, cures[name]) for name, where in kept
    )
    return tuple(name for name, _ in kept), notes


def redrawn(proposal: Proposal, folder: Path) -> dict[str, bytes]:
    """The engagement's workbook with the sheets 指标 and 要点 replaced, and the old one under another name.

    Facts that rules ask for and stated scores are put below what is there. Stopped where the workbook cannot be read.
    """
    from evalkit.files.folder import read_folder
    from evalkit.files.offers import offers
    from evalkit.workbook import draw_workbook, rows_of

    source = read_folder(folder)
    if stops(source.findings):
        raise Stopped(source.findings)
    apart = [read for read in source.tables if read.name in TABLES[:2] and read.at.file.startswith("tables/")]
    if apart:
        raise Stopped(
            tuple(
                fault(Where(str(folder / one.at.file)), f"“{one.name}”另有一份", "删去这个文件，再导入")
                for one in apart
            )
        )
    rows = rows_of(source)
    for name in TABLES:
        new = [dict(row) for row in proposal.tables.get(name, ())]
        if name in TABLES[:2]:
            rows[name] = new
            continue
        key = "名称" if name == "事实" else "编码"
        there = {row.get(key, "") for row in rows.get(name, [])}
        rows[name] = [*rows.get(name, []), *(row for row in new if row.get(key, "") not in there)]
    old, place = folder / WORKBOOK, 1
    while (copy := folder / f"{old.stem}-导入前{place if place > 1 else ''}.xlsx").exists():
        place += 1
    return {copy.name: old.read_bytes(), WORKBOOK: draw_workbook(rows, offers())}


def written(proposal: Proposal, folder: Path | None, out: Path | None, kept: tuple[str, ...]) -> dict[str, bytes]:
    """The files to write by name below the place they go to, the tables in ``kept`` left out."""
    from evalkit.scaffold import texts

    names = [name for name in TABLES if name in proposal.tables and name not in kept]
    rows = {name: [dict(row) for row in proposal.tables[name]] for name in names}
    if out is not None and _workbook(out):
        from evalkit.files.offers import offers
        from evalkit.workbook import draw_workbook

        return {out.name: draw_workbook(rows, offers())}
    if out is None and folder is None:
        return {}
    made = texts(rows)
    prefix = "tables/" if out is None else ""
    root = out if out is not None else folder
    if "要点" not in names and root is not None and (root / f"{prefix}要点.yaml").exists():
        # Points of a framework that is being replaced would be left without their indicators.
        names.append("要点")
    return {f"{prefix}{name}.yaml": made[f"tables/{name}.yaml"] for name in names}


def shown(proposal: Proposal) -> dict[str, Any]:
    """The contract's answer."""
    return {
        "table": proposal.title,
        "indicators": [indicator(one) for one in proposal.indicators],
        "unsure": [
            {"where": str(one.at), "code": one.code or None, "name": one.name or None, "text": one.text, "why": one.why}
            for one in proposal.unsure
        ],
        "facts": [{"name": name, "codes": list(codes)} for name, codes in proposal.facts],
        "score": trimmed(proposal.score) if proposal.score is not None else None,
    }


def indicator(one: Proposed) -> dict[str, Any]:
    line, rule = one.line, one.rule
    return {
        "code": one.code,
        "levels": list(line.names),
        "name": line.name,
        "weight": trimmed(line.weight) if line.weight is not None else None,
        "explanation": line.texts.get("explain") or None,
        "standard": one.standard.words or None,
        "target": one.standard.target or None,
        "rule": rule.kind if rule else None,
        "title": rule.title if rule else None,
        "parameters": rule.parameters if rule else None,
        "points": [dict(point) for point in rule.points] if rule else [],
        "confirmed": False if rule else None,
        "doubts": list(rule.doubts) if rule else [],
        "source": line.texts.get("source") or None,
        "score": trimmed(line.score) if line.score is not None else None,
        "ground": line.texts.get("ground") or None,
        "where": str(line.at),
    }


def _workbook(out: Path) -> bool:
    return out.suffix.lower() == ".xlsx"
