"""The commands of surveys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Json, run, surveys
from evalkit.cli.help import Command

if TYPE_CHECKING:
    pass


SCREENING = {"duplicate": "重复提交", "partial": "大面积未答", "too_fast": "用时过短", "straight_line": "各题答案相同"}
STATES = {"valid": "仍有效", "suspected": "存疑，计入有效", "invalid": "无效，不计"}


@surveys.command(cls=Command)
def tabulate(
    file: Annotated[Path, typer.Argument(metavar="答卷文件", help="平台导出的答卷，.xlsx .xls 或 .csv")],
    questionnaire: Annotated[
        Path | None, typer.Option("--questionnaire", "-q", metavar="问卷.yaml", help="问卷文件；答卷在项目里的可不写")
    ] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="题号", help="按这道题分组比较，可用多次")] = None,
    json: Json = False,
) -> None:
    """筛查并统计一份答卷"""
    from evalkit import app

    answer, found = run(json, lambda: app.tabulated(file, questionnaire, tuple(by or ())))
    if json:
        show.as_json(answer)
        return
    show.findings(found)
    show.out(
        f"收回 {answer['collected']} 份，有效 {answer['valid']} 份（其中存疑 {answer['suspected']} 份），无效 {answer['invalid']} 份。"
    )
    for rule in answer["screening"]:
        rows = "、".join(str(row) for row in rule["rows"][:20]) + ("等" if len(rule["rows"]) > 20 else "")
        show.out(f"  {SCREENING.get(rule['rule'], rule['rule'])}：第 {rows} 行（{STATES[rule['state']]}）")
    for question in answer["questions"]:
        mean = f"，得分 {question['mean']}" if question.get("mean") else ""
        show.out(f"\n{question['id']} {question['text']}（{question['n']} 人作答{mean}）")
        if question.get("options"):
            show.table(
                ("选项", "人数", "占比"),
                [(o["label"], str(o["count"]), f"{o['percent']}%") for o in question["options"]],
                (1, 2),
            )
    if answer.get("satisfaction"):
        show.out(f"\n总体满意度 {answer['satisfaction']['value']}%（{'、'.join(answer['satisfaction']['of'])} 的均值）")
