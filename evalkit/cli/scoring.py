"""The commands of scoring: ``score``, ``explain``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evalkit.cli import show
from evalkit.cli.application import Folder, Home, Json, application, inputs_only, run
from evalkit.cli.help import Command

Sensitivity = Annotated[bool, typer.Option("--sensitivity", help="结果稳不稳：哪些指标变多少，等级就变")]
Edited = Annotated[
    Path | None,
    typer.Option("--from", metavar="工作簿", help="改过的评分底稿.xlsx：只列出改了什么、得分怎样变，不写文件"),
]


@application.command(cls=Command)
def score(folder: Folder = None, edited: Edited = None, sensitivity: Sensitivity = False, json: Json = False) -> None:
    """按指标体系和规则评分"""
    from evalkit import app

    if edited is not None:
        answer, _ = run(json, lambda: app.score_from(edited, folder), inputs_only)
        if json:
            show.as_json(answer)
        else:
            changed(answer)
        return
    answer, _ = run(json, lambda: app.score_table(folder, sensitivity), inputs_only)
    if json:
        show.as_json(answer)
        return
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
    for one in answer["not_applicable"]:
        show.out(f"不适用：{one['code']} {one['name']}（{one['weight']} 分），{one['reason']}；分值已分摊给其余指标")
    for one in answer["adjustments"]:
        show.out(one["effect"])
    show.out(
        f"总分 {answer['total'] or '未定'}（满分 {answer['full']}），等级 {answer['grade'] or '未定'}。某项怎样得来：evalkit explain 编码"
    )
    if sensitivity:
        firm(answer["sensitivity"])


def changed(answer: dict[str, Any]) -> None:
    """What an edited scoring paper says otherwise, and what follows for the scores."""
    if not answer["changes"]:
        show.out("和项目文件夹一致，没有改动。")
        return
    rows = []
    for one in answer["changes"]:
        mark = "；".join(part for part in ("" if one["taken"] else "没有采用", one["note"] or "") if part)
        old, new = (one[key] or "" if len(one[key] or "") <= 24 else one[key][:24] + "…" for key in ("old", "new"))
        rows.append((one["where"], one["subject"], one["what"], old, new, one["home"] or "", mark))
    show.table(("工作簿", "对象", "栏", "原来", "改为", "项目里的位置", "说明"), rows)
    if answer["scores"]:
        show.out("")
        moved = [
            (one["code"], "　" * (one["level"] - 1) + one["name"], one["before"] or "未定", one["after"] or "未定")
            for one in answer["scores"]
        ]
        show.table(("编码", "指标", "原得分", "改后得分"), moved, (2, 3))
    total, grade = answer["total"], answer["grade"]
    show.out(
        f"总分 {total['before'] or '未定'} → {total['after'] or '未定'}，"
        f"等级 {grade['before'] or '未定'} → {grade['after'] or '未定'}。没有写任何文件；要采用的，改到项目里再运行一次"
    )


def firm(told: dict[str, Any]) -> None:
    """How firm the result is: the sentences, the indicators that alone change the grade, what was held still."""
    show.out("\n结果稳不稳")
    for sentence in told["sentences"]:
        show.out(sentence)
    keys = ("code", "name", "weight", "score", "grade", "how", "after")
    if told["indicators"]:
        show.out("")
        heads = ("编码", "指标", "分值", "得分", "等级变为", "怎样变", "变后得分")
        show.table(heads, [tuple(one[key] for key in keys) for one in told["indicators"]], (2, 3, 6))
    for assumption in told["assumptions"]:
        show.out(f"说明：{assumption}")


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

    answer, _ = run(json, lambda: app.explain(name, folder), inputs_only)
    if json:
        show.as_json(answer)
        return
    show.out(f"{answer['name']} = {answer['value'] + (answer['unit'] or '') if answer['value'] else '未定'}")
    for step in answer["steps"]:
        show.out("  " + "　" * step["depth"] + step["text"] + (f"　〔{step['source']}〕" if step["source"] else ""))
