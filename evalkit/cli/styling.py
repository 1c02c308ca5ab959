"""The commands of a firm: ``firm style``."""

from pathlib import Path
from typing import Annotated

import typer

from evalkit.cli import show
from evalkit.cli.application import Json, application, run
from evalkit.cli.help import Command, Group

firms = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None, help="机构：自己的样式")


@firms.callback()
def main() -> None:
    """A group of one command keeps its name."""


@firms.command(cls=Command)
def style(
    out: Annotated[Path, typer.Argument(metavar="文件.docx", help="写到这个文件")] = Path("样式.docx"),
    preset: Annotated[str, typer.Option("--preset", metavar="版式", help="从哪种版式改起：报告、公文")] = "报告",
    force: Annotated[bool, typer.Option("--force", help="盖掉已有的同名文件")] = False,
    json: Json = False,
) -> None:
    """写出样式文件：在 Word 里改字体、字号、颜色，存为本机构的样式"""
    from evalkit import app

    answer, _ = run(json, lambda: app.firm_style(out, preset, force))
    if json:
        show.as_json(answer)
        return
    show.out(f"已写出 {answer['output']}，有 {len(answer['styles'])} 种样式，每种一行，文字就是样式的名称。")
    show.out("用 Word 或 WPS 打开，在“样式”窗格里修改，保存；再在机构档案或“机构”表的“样式文件”一栏写它的文件名。")


application.add_typer(firms, name="firm")
