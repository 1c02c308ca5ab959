"""The application itself: its groups, the options commands share, and how a command runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evalkit import __version__
from evalkit.cli import show
from evalkit.cli.help import Group

if TYPE_CHECKING:
    from evalkit.model.places import Finding

    Findings = tuple[Finding, ...]

application = typer.Typer(
    cls=Group, add_completion=False, no_args_is_help=True, rich_markup_mode=None,
    help="第三方预算绩效评价工具箱：底稿、问卷、评分、报告、检查。\n\n第一次使用：evalkit demo 看样例，evalkit new 新建项目。",
)  # fmt: skip
surveys = typer.Typer(
    cls=Group, no_args_is_help=True, rich_markup_mode=None, help="问卷：设计、出表、导入、筛查、统计、抽样"
)


Folder = Annotated[Path | None, typer.Argument(metavar="文件夹", help="项目文件夹；不写则用当前文件夹")]
Json = Annotated[bool, typer.Option("--json", help="在标准输出上给出 JSON")]
Home = Annotated[Path | None, typer.Option("--dir", "-C", metavar="文件夹", help="项目文件夹；不写则用当前文件夹")]


def version(wanted: bool) -> None:
    if wanted:
        show.out(f"evalkit {__version__}")
        raise typer.Exit


@application.callback()
def common(
    _: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="显示版本号")] = False,
) -> None:
    pass


def all_found(found: Findings) -> Findings:
    """All that was found, where ``check`` does not tell it."""
    return found


def inputs_only(found: Findings) -> Findings:
    """Doubts about the input and files that lack: what any command tells beside its answer; the rest is for ``check``."""
    return tuple(finding for finding in found if finding.kind in ("input", "missing_part"))


def run(
    json: bool, work: Callable[[], tuple[Any, Findings]], told: Callable[[Findings], Findings] = all_found
) -> tuple[Any, Findings]:
    """Does the work, and says on stderr what of its findings is ``told`` beside the answer, with ``--json`` as without.

    Faults of the input are shown and end the command with status 2.
    """
    from evalkit import app

    try:
        answer, found = work()
    except app.Stopped as stopped:
        if json:
            show.as_json({"faults": [show.contract(finding) for finding in stopped.findings]})
        else:
            show.findings(stopped.findings)
            errors = sum(1 for finding in stopped.findings if finding.severity == "error")
            show.say(f"共 {errors} 处错误，改好后再运行。")
        raise typer.Exit(2) from None
    show.findings(told(found))
    return answer, found


application.add_typer(surveys, name="survey")
