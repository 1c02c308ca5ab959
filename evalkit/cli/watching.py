"""``build --watch`` on a terminal: a line a build, until Ctrl-C."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.cli import show
from evalkit.cli.application import inputs_only

if TYPE_CHECKING:
    from evalkit.app import Rebuilt
    from evalkit.model.places import Finding


def follow(folder: Path | None, kinds: tuple[str, ...]) -> tuple[None, tuple[Finding, ...]]:
    """Builds after each save and says so; Ctrl-C ends it, with one last build that measures the pages."""
    from evalkit import app

    told: frozenset[str] = frozenset()
    try:
        for made in app.watch(folder, kinds):
            told = tell(made, told)
    except KeyboardInterrupt:
        show.out("结束，正在排页码……")
    try:
        made = app.settled(folder, kinds)
        tell(made, told, last=True)
    except KeyboardInterrupt:
        show.out("没有排页码；再运行 evalkit build 即可。")
    return None, ()


def tell(made: Rebuilt, told: frozenset[str], *, last: bool = False) -> frozenset[str]:
    """One line for a build, and its faults; doubts only when they are new. The lines that were told of it."""
    doubts = inputs_only(made.findings)
    lines = frozenset(show.line(found) for found in doubts)
    show.findings([found for found in doubts if made.answer is None or show.line(found) not in told])
    names = "、".join(made.changed[:3]) + (f" 等 {len(made.changed)} 个文件" if len(made.changed) > 3 else "")
    cause = f"（{names}）" if names else ""
    if made.answer is None:
        show.out(f"没有更新{cause}：有 {len(made.findings)} 处错误，改好保存后再试。")
        sys.stdout.flush()
        return told
    score = f"，总得分 {made.answer['total']} 分" if made.answer["total"] else ""
    pages = "" if not last or made.answer["pages"] != "estimated" else "，目录的页码是估计的"
    show.out(f"{'已生成' if not made.changed else '已更新'}{cause}{score}，用时 {made.seconds:.1f} 秒{pages}。")
    if not made.changed and not last:
        for name in made.answer["outputs"]:
            show.out(f"  {name}")
        show.out("保存文件后自动更新，按 Ctrl-C 结束。")
    sys.stdout.flush()
    return lines
