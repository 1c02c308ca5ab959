"""The command of edited reports: ``sync``."""

from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, application, inputs_only, run
from evalkit.cli.help import Command

_KINDS = {"changed": "改", "added": "增", "deleted": "删", "moved": "移", "conflict": "冲突"}
#: As much of a text as a line of the terminal holds.
ROOM = 40


@application.command(cls=Command)
def sync(
    file: Annotated[Path, typer.Argument(metavar="改过的.docx", help="在 Word、WPS 里改过的报告")],
    home: Home = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="只说改了什么，不写文件")] = False,
    prefer: Annotated[
        str, typer.Option("--prefer", metavar="theirs|ours", help="两边都改了同一句时：用改过的报告，或用项目里的")
    ] = "",
    adopt: Annotated[
        list[str] | None,
        typer.Option("--adopt", metavar="名称=值", help="采用报告里的数：得分写成人工得分，填写的数改底稿；可用多次"),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么采用")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁决定的")] = "",
    basis: Annotated[str, typer.Option("--basis", metavar="底稿号", help="依据哪份底稿")] = "",
    version: Annotated[
        str, typer.Option("--version-of", metavar="定稿", help="人工得分记在哪个版本，不写则用最近的版本")
    ] = "",
    json: Json = False,
) -> None:
    """把在 Word 里改过的报告收回到章节里，列出改过的数、批注和修订"""
    from evalkit import app
    from evalkit.model.places import Where, fault

    def work() -> Any:
        if prefer not in ("", "theirs", "ours"):
            raise app.Stopped((fault(Where("--prefer", prefer), "只能是 theirs 或 ours", "写 --prefer theirs"),))
        side = cast(Literal["", "theirs", "ours"], prefer)
        return app.sync(file, home, side, dry, tuple(adopt or ()), reason, by, basis, version)

    answer, _ = run(json, work, inputs_only)
    if json:
        show.as_json(answer)
        return
    told(answer)


def told(answer: dict[str, Any]) -> None:
    """What was changed, what waits for a decision, which figures were altered, what was written in the margin."""
    from evalkit.syncing.changes import around

    parts = ("changed", "conflicts", "figures", "comments", "tracked", "adopted")
    if not any(answer[part] for part in parts):
        show.out("没有改动。")
        return
    for title, key in (("收回的修改", "changed"), ("两边都改了，等您决定", "conflicts")):
        if answer[key]:
            show.out(f"{title}（{len(answer[key])} 处）：")
        for one in answer[key]:
            words = " → ".join(around(one["before"], one["after"], ROOM)) if one["before"] and one["after"] else ""
            why = f"；{one['why']}" if one.get("why") else ""
            now = around(one["before"] or "", one["ours"], ROOM)[1] if one.get("ours") else ""
            ours = f"；项目里现在是“{now}”" if now else ""
            emptied = " → （清空）" if one["what"] == "changed" and not one["after"] else ""
            text = words or cut(one["after"] or one["before"]) + emptied
            show.out(f"  {_KINDS[one['what']]}　{one['where']}：{text}{ours}{why}")
    if answer["figures"]:
        show.out(f"改过的数（{len(answer['figures'])} 处），重新生成就改回：")
    for one in answer["figures"]:
        show.out(f"  {one['where']}：{one['name']} 应是 {one['right']}，报告里是 {one['shown']}。{one['cure']}")
    for one in answer["adopted"]:
        show.out(f"已采用：{one['name']} {one['old'] or '未定'} → {one['new']}（{one['where']}）")
    if answer["tracked"]:
        show.out(f"还没有接受或拒绝的修订（{len(answer['tracked'])} 处），按已经接受读：")
    for one in answer["tracked"]:
        show.out(f"  {one['where']}：{one['author']} {one['date'] or ''} {one['kind']}“{cut(one['text'])}”")
    if answer["comments"]:
        show.out(f"批注（{len(answer['comments'])} 条）：")
    for one in answer["comments"]:
        on = f"“{cut(one['quoted'])}”" if one["quoted"] else ""
        done = "（已解决）" if one["done"] else ""
        show.out(f"  {one['where']}：{one['author']} {one['date'] or ''}{done} {on} {cut(one['text'])}")
    if answer["dry_run"]:
        show.out("没有写任何文件。去掉 --dry-run 再运行，就收回到章节里。")
        return
    for name in answer["outputs"]:
        show.out(f"已写 {name}")
    for name in answer["removed"]:
        show.out(f"已删 {name}（里面的修改都不再需要）")
    if answer["kept"]:
        show.out(f"改之前的文件留在 build/收回前（{len(answer['kept'])} 个）。")
    if answer["outputs"] or answer["removed"] or answer["figures"]:
        show.out("下一步：evalkit build 重新生成报告。")


def cut(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= ROOM else f"{line[:ROOM]}…"
