"""The commands of experts: ``weights``, ``panel``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, application, run
from evalkit.cli.help import Command, Group

panel = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None, help="专家评分：出评分表，合并各人的评分")

Force = Annotated[bool, typer.Option("--force", help="已经有同名文件的，用新的盖掉")]


@application.command(cls=Command)
def weights(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="判断矩阵…", help="判断矩阵 .xlsx、.csv 或 .yaml，几位专家的写几个文件"),
    ] = None,
    full: Annotated[str, typer.Option("--full", metavar="总分", help="各指标分值之和，默认 100")] = "100",
    places: Annotated[int, typer.Option("--places", metavar="位数", help="分值的小数位数：0、1 或 2，默认 0")] = 0,
    half: Annotated[bool, typer.Option("--half", help="分值取到半分（0.5）")] = False,
    form: Annotated[
        Path | None, typer.Option("--form", metavar="空表.xlsx", help="不计算，按项目的指标体系画一份空的判断矩阵")
    ] = None,
    folder: Home = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """层次分析法：由专家的判断矩阵算指标分值"""
    from evalkit import app

    if form is not None:
        drawn, _ = run(json, lambda: app.weights_form(form, folder, force))
        if json:
            show.as_json(drawn)
            return
        show.out(f"{drawn['output']}：{drawn['matrices']} 个判断矩阵，{drawn['indicators']} 个末级指标。")
        show.out("每位专家填一份，收回后：evalkit weights 各份文件")
        return
    answer, _ = run(json, lambda: app.weights(tuple(files or ()), full, places, half))
    names = answer.pop("names")
    if json:
        show.as_json(answer)
        return
    rows = [
        ("　" * (node["level"] - 1) + node["name"], node["weight"], node["share"], node["points"])
        for node in answer["nodes"]
    ]
    show.table(("指标", "层内权重", "总权重", "分值"), rows, (1, 2, 3))
    experts = answer["experts"]
    if len(experts) > 1:
        show.out(f"\n各位专家自己的分值（满分 {answer['full']}）和最大 CR：")
        own = [(name, *(one["weights"][name] for one in experts)) for name in answer["weights"]]
        own.append(("CR", *(one["consistency_ratio"] for one in experts)))
        show.table(("指标", *names), own, tuple(range(1, len(names) + 1)))
    show.out("")
    groups = [
        (one["parent"] or "最上一级", str(one["n"]), one["lambda_max"], one["ci"], one["ri"], one["cr"])
        for one in answer["groups"]
    ]
    show.table(("判断矩阵", "项数", "λmax", "CI", "RI", "CR"), groups, (1, 2, 3, 4, 5))
    verdict = "判断一致" if answer["consistent"] else "超过 0.1，先按上面的提示请专家复核"
    several = f"{len(experts)} 位专家的判断取几何平均；" if len(experts) > 1 else ""
    show.out(
        f"\n{several}最大 CR {answer['consistency_ratio']}，{verdict}。"
        f"分值按 {answer['step']} 分取整，余数大的先进，各级相加正好等于 {answer['full']}。"
    )


@panel.command("form", cls=Command)
def panel_form(
    out: Annotated[Path, typer.Argument(metavar="评分表.xlsx", help="写出的空表")],
    every: Annotated[bool, typer.Option("--all", help="全部末级指标；不写则只有规则是“专家评分”的")] = False,
    folder: Home = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """按项目的指标体系画一份专家评分表"""
    from evalkit import app

    answer, _ = run(json, lambda: app.panel_form(out, folder, every, force))
    if json:
        show.as_json(answer)
        return
    show.out(
        f"{answer['output']}：{len(answer['indicators'])} 个指标。每位专家填一份，收回后：evalkit panel merge 各份文件"
    )


@panel.command("merge", cls=Command)
def panel_merge(
    files: Annotated[list[Path], typer.Argument(metavar="评分表…", help="专家填好的评分表，.xlsx 或 .csv")],
    folder: Home = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """核对并合并各位专家的评分，写进项目的“专家评分”表"""
    from evalkit import app

    answer, _ = run(json, lambda: app.panel_merge(tuple(files), folder, force))
    if json:
        show.as_json(answer)
        return
    headers = ("编码", "指标", "满分", "人数", "平均", "最低", "最高", "极差", "标准差", "")
    show.table(headers, [merged(one) for one in answer["indicators"]], tuple(range(2, 9)))
    disputed = sum(1 for one in answer["indicators"] if one["disputed"])
    if disputed:
        show.out(f"{disputed} 个指标分歧大（极差超过满分的 {answer['disagreement']}%），宜请专家合议。")
    replaced = f"，替换了原来的 {answer['replaced']} 行" if answer["replaced"] else ""
    show.out(f"{answer['experts']} 位专家，{answer['rows']} 行评分写入 {answer['output']}{replaced}。")


def merged(one: dict[str, Any]) -> tuple[str, ...]:
    """An indicator as a row of the terminal's table."""
    return (
        one["code"], one["name"], one["full"], str(one["n"]), one["mean"], one["lowest"], one["highest"], one["range"],
        one["deviation"] or "", "分歧大" if one["disputed"] else "",
    )  # fmt: skip


application.add_typer(panel, name="panel")
