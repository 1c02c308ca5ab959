"""``survey import``."""

from pathlib import Path
from typing import Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, run, surveys
from evalkit.cli.help import Command
from evalkit.cli.screening import screened, sources
from evalkit.model.places import typed


@surveys.command("import", cls=Command)
def import_(
    survey: Annotated[str, typer.Argument(metavar="问卷", help="问卷的名称：questionnaires 里的文件名，不带 .yaml")],
    file: Annotated[Path, typer.Argument(metavar="答卷文件", help="平台导出的答卷，.xlsx .xls .sav 或 .csv")],
    home: Home = None,
    force: Annotated[bool, typer.Option("--force", help="换掉这份问卷先前导入的全部答卷，--add 加上的也在内")] = False,
    add: Annotated[
        bool, typer.Option("--add", help="项目里已有答卷的，把这一份（纸质的、别的平台的）加在旁边，合成一次调查")
    ] = False,
    json: Json = False,
) -> None:
    """把平台导出的答卷放进项目：认平台，去掉个人信息，筛查"""
    from evalkit import app

    answer, _ = run(json, lambda: app.survey_imported(survey, file, home, force, add))
    if json:
        show.as_json(answer)
        return
    show.out(f"按{answer['platform_title']}的格式读，写出 {answer['output']}。原件没有改动。")
    if answer["removed"]:
        gone = "、".join(Path(one).name for one in answer["removed"])
        show.out(f"先前导入的已经换掉，这几个文件不再要，已删去：{gone}。平台导出的原件没有动。")
    if answer["dropped"]:
        kinds = "、".join(f"{one['kind']} {one['columns']} 列" for one in answer["dropped"])
        show.out(f"没有带进项目的列：{kinds}。")
    if answer["masked"]:
        show.out(f"文字答案里的姓名、电话一类已遮去：{answer['masked']} 处。")
    show.out(
        f"收回 {answer['collected']} 份，有效 {answer['valid']} 份（其中存疑 {answer['suspected']} 份），无效 {answer['invalid']} 份。"
    )
    sources(answer["sources"])
    screened(answer["screening"])
    if answer.get("satisfaction"):
        show.out(f"总体满意度 {answer['satisfaction']['value']}%。")
    show.out(f"各题的统计：evalkit survey tabulate {typed(Path(survey))}")
