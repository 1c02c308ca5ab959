"""The commands of questionnaires: ``survey form``, ``survey check``."""

from pathlib import Path
from typing import Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, run, surveys
from evalkit.cli.help import Command

Survey = Annotated[str, typer.Argument(metavar="问卷", help="问卷的 .yaml 文件，或项目里的、现成的问卷的名称")]


@surveys.command(cls=Command)
def form(
    survey: Survey,
    only: Annotated[
        str, typer.Option("--only", metavar="种类", help="只出这几种：word,html,xlsform,wjx,jsonl,entry")
    ] = "",
    home: Home = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="文件夹", help="写到这个文件夹；不写则写进项目的 build/问卷")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已经有同名文件的，用新的盖掉")] = False,
    json: Json = False,
) -> None:
    """把问卷做成表：打印用的 Word 和网页、XLSForm、问卷星的文本、纸质问卷的录入表"""
    from evalkit import app

    kinds = tuple(word.strip().lower() for word in only.replace("，", ",").split(",") if word.strip())
    answer, _ = run(json, lambda: app.survey_forms(survey, kinds, home, out, force))
    if json:
        show.as_json(answer)
        return
    for output in answer["outputs"]:
        show.out(output)


@surveys.command(cls=Command)
def check(survey: Survey, home: Home = None, json: Json = False) -> None:
    """检查问卷的设计：选项、措辞、跳题、说明，以及指标有没有用到"""
    from evalkit import app

    found, _ = run(json, lambda: (app.survey_checked(survey, home), ()))
    counts = {name: sum(1 for one in found if one.severity == name) for name in show.SEVERITY}
    if json:
        show.as_json({"findings": [show.contract(one) for one in found]})
    else:
        for one in found:
            show.out(show.line(one))
        show.out(f"错误 {counts['error']} 处，警告 {counts['warning']} 处，提示 {counts['note']} 处。")
    if counts["error"] or counts["warning"]:
        raise typer.Exit(1)
