"""The commands of the library of questionnaires, and of open answers: ``survey list``, ``copy``, ``code``."""

from pathlib import Path
from typing import Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, run, surveys
from evalkit.cli.help import Command


@surveys.command("list", cls=Command)
def listed(json: Json = False) -> None:
    """列出现成的问卷"""
    from evalkit import app

    answer, _ = run(json, lambda: (app.library(), ()))
    if json:
        show.as_json(answer)
        return
    rows = [(one["name"], one["copy"], str(one["questions"]), one["for"] or one["title"]) for one in answer]
    show.table(("名称", "复制后叫", "题数", "适用"), rows, (2,))
    show.out("复制到项目里：evalkit survey copy 名称")


@surveys.command(cls=Command)
def copy(
    name: Annotated[str, typer.Argument(metavar="名称", help="现成问卷的名称，见 evalkit survey list")],
    folder: Annotated[Path | None, typer.Argument(metavar="文件夹", help="项目文件夹；不写则用当前文件夹")] = None,
    home: Home = None,
    called: Annotated[str, typer.Option("--as", metavar="新名称", help="复制后叫什么，也是报告里引用的名称")] = "",
    force: Annotated[bool, typer.Option("--force", help="已经有同名问卷的，用新的盖掉")] = False,
    json: Json = False,
) -> None:
    """把现成的问卷复制到项目里"""
    from evalkit import app

    answer, _ = run(json, lambda: app.survey_copied(name, folder or home, called, force))
    if json:
        show.as_json(answer)
        return
    show.out(f"已复制到 {answer['output']}")
    show.out(f"改好题目和选项后：evalkit survey check {answer['id']}")


@surveys.command(cls=Command)
def code(
    survey: Annotated[str, typer.Argument(metavar="问卷", help="项目里的问卷的名称")],
    home: Home = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件.xlsx", help="写到这个文件；不写则写成 responses/问卷.编码.xlsx"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已经有编码表的，重新做；改过的归类保留")] = False,
    json: Json = False,
) -> None:
    """把意见题的答案列成编码表，供人工归类"""
    from evalkit import app

    answer, _ = run(json, lambda: app.survey_coded(survey, home, out, force))
    if json:
        show.as_json(answer)
        return
    for question in answer["questions"]:
        show.out(f"\n{question['id']} {question['text']}（{question['n']} 人作答，{question['answers']} 种答案）")
        rows = [(one["label"], str(one["count"]), "、".join(one["keywords"])) for one in question["categories"]]
        show.table(("类别", "人数", "关键词"), [*rows, ("未归类", str(question["uncoded"]), "")], (1,))
        if question["suggestions"]:
            words = "、".join(f"{one['word']}（{one['count']}）" for one in question["suggestions"])
            show.out(f"未归类的答案里常见的词：{words}")
    show.out(f"\n编码表：{answer['output']}。改好“类别”一列后保存，统计和报告就按它")
