"""The commands of scoring: ``score``, ``explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Folder, Home, Json, application, inputs_only, run
from evalkit.cli.help import Command

if TYPE_CHECKING:
    pass


@application.command(cls=Command)
def score(folder: Folder = None, json: Json = False) -> None:
    """按指标体系和规则评分"""
    from evalkit import app

    answer, found = run(json, lambda: app.score_table(folder))
    if json:
        show.as_json(answer)
        return
    show.findings(inputs_only(found))
    rows = []
    for node in answer["indicators"]:
        name = "　" * (node["level"] - 1) + node["name"]
        rows.append(
            (
                node["code"],
                name,
                node["weight"],
                node["score"] or "未定",
                f"{node['rate']}%" if node["rate"] else "",
                node["value"] or "",
            )
        )
    show.table(("编码", "指标", "分值", "得分", "得分率", "业绩值"), rows, (2, 3, 4))
    show.out(
        f"总分 {answer['total'] or '未定'}（满分 {answer['full']}），等级 {answer['grade'] or '未定'}。某项怎样得来：evalkit explain 编码"
    )


@application.command(cls=Command)
def explain(
    name: Annotated[
        str, typer.Argument(metavar="名称", help="指标编码（C12）或报告中任一数字的名称（资金.预算执行率）")
    ],
    folder: Home = None,
    json: Json = False,
) -> None:
    """说明一个得分或数字是怎样得来的，直到文件和单元格"""
    from evalkit import app

    answer, _ = run(json, lambda: app.explain(name, folder))
    if json:
        show.as_json(answer)
        return
    show.out(f"{answer['name']} = {answer['value'] + (answer['unit'] or '') if answer['value'] else '未定'}")
    for step in answer["steps"]:
        show.out("  " + "　" * step["depth"] + step["text"] + (f"　〔{step['source']}〕" if step["source"] else ""))
