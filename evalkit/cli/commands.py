"""The commands of an engagement as a whole: what each takes, and how its answer is shown."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from evalkit.cli import show, watching
from evalkit.cli.application import Folder, Json, application, inputs_only, run
from evalkit.cli.help import Command
from evalkit.model.places import Finding


@application.command(cls=Command)
def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="放样例的文件夹")] = Path("evalkit-demo"),
    force: Annotated[bool, typer.Option("--force", help="盖掉已有的同名文件")] = False,
    json: Json = False,
) -> None:
    """复制永兴县样例并生成报告，看看能做出什么"""
    from evalkit import app

    answer, _ = run(json, lambda: app.demo(folder, force), inputs_only)
    if json:
        show.as_json(answer)
        return
    show.out(f"样例已放在 {answer['dir']}，总得分 {answer['total']} 分（{answer['grade']}）。生成了：")
    for name in answer["outputs"]:
        show.out(f"  {name}")
    show.out(f"用 Word 或 WPS 打开报告看看；再试试 evalkit score {answer['dir']} 和 evalkit check {answer['dir']}。")


@application.command(cls=Command)
def new(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新项目的文件夹")],
    template: Annotated[
        str, typer.Option("--template", "-t", metavar="模板", help="报告模板，见 evalkit templates")
    ] = "项目支出",
    put: Annotated[
        list[str] | None, typer.Option("--set", metavar="项目.名称=…", help="直接填写一项，可用多次")
    ] = None,
    firm: Annotated[
        Path | None, typer.Option("--firm", metavar="FIRM.yaml", help="机构档案：名称、执照、人员、复核人")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="用文本文件，不用评价底稿.xlsx")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="不提问")] = False,
    force: Annotated[bool, typer.Option("--force", help="盖掉已有的同名文件")] = False,
    json: Json = False,
) -> None:
    """从模板新建一个评价项目"""
    from evalkit import app
    from evalkit.model.places import Where, fault

    def work() -> tuple[Any, tuple[Finding, ...]]:
        answers: dict[str, str] = {}
        wrong = []
        for given in put or []:
            key, sign, value = given.replace("＝", "=", 1).partition("=")
            if sign:
                answers[key.strip()] = value.strip()
            else:
                wrong.append(fault(Where("--set", given), "没有等号", "写成 --set 项目.名称=某某项目"))
        if wrong:
            raise app.Stopped(tuple(wrong))
        wanted = app.questions(template)
        if not no_input and not json and sys.stdin.isatty():
            for key in wanted:
                while key not in answers:
                    value = typer.prompt(f"{key}（可直接回车，以后再填）", default="", show_default=False, err=True)
                    if value and (told := app.unsuitable(key, value)):
                        show.say(told)
                    else:
                        answers[key] = value
        return app.new(folder, template, {k: v for k, v in answers.items() if v}, firm, text, force)

    answer, _ = run(json, work, inputs_only)
    if json:
        show.as_json(answer)
        return
    show.out(f"已在 {answer['dir']} 新建项目，共 {len(answer['files'])} 个文件：")
    for name in answer["files"]:
        show.out(f"  {name}")
    show.out(f"下一步：evalkit status {answer['dir']}")


@application.command(cls=Command)
def templates(json: Json = False) -> None:
    """列出报告模板"""
    from evalkit import app

    rows, _ = run(json, app.templates)
    if json:
        show.as_json(rows)
    else:
        show.table(("名称", "代号", "适用"), [(row["title"], row["name"], row["for"]) for row in rows])


@application.command(cls=Command)
def status(folder: Folder = None, json: Json = False) -> None:
    """看项目做到哪一步，下一步做什么"""
    from evalkit import app

    answer, _ = run(json, lambda: app.status(folder), inputs_only)
    if json:
        show.as_json(answer)
        return
    marks = {"done": "✓", "partial": "…", "todo": "○"}
    show.table(("", "步骤", "情况"), [(marks[s["state"]], s["title"], s["detail"]) for s in answer["steps"]])
    ahead = next((s for s in answer["steps"] if s["state"] != "done"), None)
    show.out(
        f"下一步：{ahead['title']}——{ahead['detail']}"
        if ahead
        else "都齐了：evalkit check 检查，evalkit build 出报告。"
    )


@application.command(cls=Command)
def check(
    target: Annotated[
        Path | None, typer.Argument(metavar="文件夹或报告.docx", help="项目文件夹，或一份报告；不写则用当前文件夹")
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--dir", "-C", metavar="文件夹", help="报告不在项目里时，写出它是哪个项目的")
    ] = None,
    json: Json = False,
) -> None:
    """出报告前检查：数字对不对得上，有没有缺漏"""
    from evalkit import app
    from evalkit.check import blocking

    found, _ = run(json, lambda: (app.check(target, home), ()))
    if json:
        show.as_json({"findings": [show.contract(finding) for finding in found]})
    else:
        for finding in found:
            show.out(show.line(finding))
        count = {
            severity: sum(1 for f in found if f.severity == severity and not f.accepted) for severity in show.SEVERITY
        }
        accepted = sum(1 for f in found if f.accepted)
        show.out(
            f"错误 {count['error']} 处，警告 {count['warning']} 处，提示 {count['note']} 处，已认可 {accepted} 处。"
        )
    if blocking(found):
        raise typer.Exit(1)


@application.command(cls=Command)
def build(
    folder: Folder = None,
    only: Annotated[
        str,
        typer.Option("--only", metavar="docx,html,xlsx,pdf,dump", help="只生成这几种，用逗号隔开；不写则生成前三种"),
    ] = "",
    edition: Annotated[
        str, typer.Option("--edition", metavar="定稿|公开版", help="定稿：不带标记；公开版：隐去姓名和不公开的附件")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="还有【待填】也出定稿、公开版")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="边写边看：保存一次就重新生成一次，按 Ctrl-C 结束，结束时排页码")
    ] = False,
    json: Json = False,
) -> None:
    """生成 Word 报告、评分底稿和网页，也可以生成 PDF"""
    from evalkit import app
    from evalkit.model.places import Where, fault

    kinds = tuple(kind.strip().lower().lstrip(".") for kind in only.replace("，", ",").split(",") if kind.strip())

    def asked() -> None:
        wrong = [
            fault(Where("--only", kind), "没有这种输出", f"可用的有 {'、'.join(app.OUTPUTS)}")
            for kind in kinds
            if kind not in app.OUTPUTS
        ]
        for given, name in ((json, "--json"), (edition, "--edition")):
            if watch and given:
                wrong.append(fault(Where("--watch"), f"不能和 {name} 一起用", f"去掉 --watch 或 {name}"))
        if wrong:
            raise app.Stopped(tuple(wrong))

    def work() -> tuple[Any, tuple[Finding, ...]]:
        asked()
        return (None, ()) if watch else app.build(folder, kinds, edition, force)

    began = time.perf_counter()
    answer, _ = run(json, work, inputs_only)
    if watch:
        run(json, lambda: watching.follow(folder, kinds))
        return
    answer["seconds"] = round(time.perf_counter() - began, 2)
    if json:
        show.as_json(answer)
        return
    for name in answer["outputs"]:
        show.out(f"已生成 {name}")
    if "dropped" in answer:
        show.out(f"略去：{'、'.join(answer['dropped']) or '没有要略去的附件'}。")
        if answer["left_out"]:
            words = "里面的姓名隐不去；可以公开的，移到 attachments/公开 文件夹，照放"
            show.out(f"没有放进去的文件：{'、'.join(answer['left_out'])}。{words}。")
        names = "、".join(f"{one['as']}（{one['count']} 处）" for one in answer["masked"])
        show.out(f"隐去姓名：{names or '没有找到'}。姓名不一定找得全，图片里的也隐不去，发布前请再看一遍。")
    grade = f"（{answer['grade']}）" if answer["grade"] else ""
    show.out(
        f"总得分 {answer['total']} 分{grade}。"
        if answer["total"]
        else "还有指标没有评分，总分未定；报告中待写的部分标为【待填：…】。"
    )
    if answer["pages"] == "estimated":
        show.out("目录的页码是估计的：这台电脑没有 LibreOffice。在 Word 里右键目录选“更新域”可得实际页码。")
    if not edition:
        show.out("出报告前请运行 evalkit check。")
