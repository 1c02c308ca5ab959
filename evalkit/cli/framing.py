"""The commands of indicator frameworks: ``framework import``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, application, run
from evalkit.cli.help import Command, Group
from evalkit.model.places import Finding

frameworks = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None, help="指标体系：从现成的指标表读入")

#: As much of a text as a line of the terminal holds.
ROOM = 60


@frameworks.command("import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(metavar="文件", help="有指标表的 .docx、.xlsx 或 .csv")],
    home: Home = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="文件夹", help="写到这个文件夹，或这个 .xlsx；不写则写进项目的 tables"),
    ] = None,
    table: Annotated[str, typer.Option("--table", metavar="表", help="只读第几个表，或这个名称的工作表")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="盖掉已有的文件；评价底稿.xlsx 换掉指标和要点两张表，原来的另存一份")
    ] = False,
    json: Json = False,
) -> None:
    """把 Word 或 Excel 的指标表读成指标和要点，评价标准读成规则，待确认"""
    from evalkit import app

    def work() -> tuple[Any, tuple[Finding, ...]]:
        made, found = app.framework_imported(file, home, out, force, table)
        return ({**made, "findings": [show.contract(finding) for finding in found]}, ()) if json else (made, found)

    answer, _ = run(json, work)
    if json:
        show.as_json(answer)
        return
    rows = [
        (one["code"], one["name"], one["weight"] or "", one["title"] or "", cut(_rule(one)))
        for one in answer["indicators"]
    ]
    show.table(("编码", "指标", "分值", "规则", "参数"), rows, (2,))
    ruled = [one for one in answer["indicators"] if one["rule"]]
    show.out(f"\n{answer['table']}：{len(rows)} 个末级指标，读出规则 {len(ruled)} 个，都标为“待确认”。")
    doubts = [(one["code"], doubt) for one in ruled for doubt in one["doubts"]]
    if doubts:
        show.out("\n读规则时拿不准的：")
        for code, doubt in doubts:
            show.out(f"  {code}：{doubt}")
    if answer["unsure"]:
        show.out(f"\n没有读懂的 {len(answer['unsure'])} 处，请自己写规则和参数：")
        for one in answer["unsure"]:
            named = f"{one['code'] or ''} {one['name'] or ''}".strip()
            words = f"“{cut(one['text'])}”" if one["text"] else ""
            show.out(f"  {one['where']} {named}：{one['why']}{words}")
    if answer["facts"]:
        show.out("\n规则要看、要在“事实”表填写的：" + "、".join(one["name"] for one in answer["facts"]) + "。")
    if answer["score"] is not None:
        show.out(f"\n表里的得分合计 {answer['score']}，逐项记在“版本分”（初评），评分后可以对照。")
    if answer["outputs"]:
        show.out("\n已写出：" + "、".join(answer["outputs"]))
        show.out("逐条核对规则，改好后删去“规则确认”里的“待确认”；再填取值，运行 evalkit check。")
    else:
        show.out("\n没有写出文件：这里不是项目文件夹。用 -C 写出项目文件夹，或用 --out 写出文件夹或 .xlsx。")


def _rule(one: dict[str, Any]) -> str:
    """The parameters of a rule in short, its points by their worth."""
    points = [point.get("分值", "") for point in one["points"]]
    worth = f"（{'、'.join(points)}）" if all(points) else ""
    parts = [f"{len(points)} 个要点{worth}"] if points else []
    return "；".join([*parts, *([one["parameters"]] if one["parameters"] else [])])


def cut(text: str) -> str:
    """A text on one line, not longer than there is room for."""
    line = " ".join(text.split())
    return line if len(line) <= ROOM else line[:ROOM] + "…"


application.add_typer(frameworks, name="framework")
