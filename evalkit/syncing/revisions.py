"""The file of a chapter's revisions: what was taken back from Word and is no part of the chapter's own text.

``chapters/03-标题.修改.md`` is Markdown that a person can read and change. Each revision begins with a comment that says
what is done to which block (``<!-- 改 块=… 原文=… -->``), then what the block said; its words follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from evalkit.model.places import Finding, Where, doubt
from evalkit.model.source import TextFile

#: How the stem of such a file ends.
SUFFIX = ".修改"

What = Literal["改", "增", "删", "移", "冲突"]

_MARK = re.compile(r"^<!--\s*(改|增|删|移|冲突)\s+(.*?)\s*-->\s*$")
_WAS = re.compile(r"^<!--\s*(原来|现在|说明)：(.*?)\s*-->\s*$")
_KEYS = ("块", "行", "列", "处", "在", "前", "原文", "人", "日", "自")


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision.

    ``ids`` are the blocks (several where a run of them moves); ``row`` and ``column`` name a cell by the hash of its row
    and its place in it, ``part`` 题注 or 注; ``after`` and ``before`` say where a block goes; ``digest`` is the hash of
    the words it was made for, ``was`` those words.
    """

    what: What
    ids: tuple[str, ...]
    row: str = ""
    column: str = ""
    part: str = ""
    after: str = ""
    before: str = ""
    digest: str = ""
    was: str = ""
    now: str = ""
    note: str = ""
    by: str = ""
    day: str = ""
    source: str = ""
    body: str = ""
    at: Where = Where("")

    @property
    def id(self) -> str:
        return self.ids[0] if self.ids else ""

    @property
    def key(self) -> tuple[str, tuple[str, ...], str, str, str]:
        """What tells a revision from the others of its file."""
        return self.what, self.ids, self.row, self.column, self.part


def revision_file(name: str) -> bool:
    """Whether a file of ``chapters/`` holds revisions and is no chapter."""
    return PurePosixPath(name).stem.endswith(SUFFIX)


def parse_revisions(file: TextFile) -> tuple[tuple[Revision, ...], tuple[Finding, ...]]:
    """The revisions of a file in their order; a mark that says nothing is told."""
    found: list[Finding] = []
    made: list[Revision] = []
    lines = file.text.removeprefix("\ufeff").splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("<!--") and _MARK.match(line)]
    for n, line in enumerate(lines):
        if re.match(r"^<!--\s*(改|增|删|移|冲突)\b", line) and n not in starts:
            cure = "照别处的写法改：<!-- 改 块=… 原文=… -->，一行写完"
            found.append(doubt(Where(file.name, str(n + 1)), "这一行标记看不懂，没有用上", cure))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        mark = _MARK.match(lines[start])
        assert mark is not None
        at = Where(file.name, str(start + 1))
        fields = _fields(mark[2])
        ids = tuple(_decoded(one) for one in fields.get("块", "").split("、") if one)
        if not ids:
            found.append(doubt(at, "这一条修改没有写是哪一块，没有用上", "写上 块=…，或删去这一条"))
            continue
        told = {"原来": "", "现在": "", "说明": ""}
        body_at = start + 1
        while body_at < end and (was := _WAS.match(lines[body_at])):
            told[was[1]] = was[2]
            body_at += 1
        body = "\n".join(lines[body_at:end]).strip("\n")
        what: What = mark[1]  # type: ignore[assignment]
        made.append(
            Revision(
                what,
                ids,
                fields.get("行", ""),
                fields.get("列", ""),
                fields.get("处", ""),
                _decoded(fields.get("在", "")),
                _decoded(fields.get("前", "")),
                fields.get("原文", ""),
                told["原来"],
                told["现在"],
                told["说明"],
                _decoded(fields.get("人", "")),
                _decoded(fields.get("日", "")),
                _decoded(fields.get("自", "")),
                body,
                Where(file.name, str(body_at + 1)),
            )
        )
    return tuple(made), tuple(found)


def _fields(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split())
    return {key: value for key, sign, value in pairs if sign and key in _KEYS}


HEAD = (
    "从 Word 收回的修改，由 evalkit sync 写成，生成报告时按块套用。可以手改正文，也可以删去整条（删去就用回原来的文字）。\n"
    "“冲突”是两边都改了的，没有套用：要用它，把“冲突”改成“改”；不要，删去这一条。"
)


def write_revisions(revisions: Iterable[Revision]) -> str:
    """The file of a chapter's revisions; empty where there are none."""
    parts = []
    for one in revisions:
        fields = {
            "块": "、".join(_encoded(id) for id in one.ids),
            "行": one.row,
            "列": one.column,
            "处": one.part,
            "在": _encoded(one.after),
            "前": _encoded(one.before),
            "原文": one.digest,
            "人": _encoded(one.by),
            "日": _encoded(one.day),
            "自": _encoded(one.source),
        }
        lines = [f"<!-- {one.what} {' '.join(f'{key}={value}' for key, value in fields.items() if value)} -->"]
        for label, text in (("原来", one.was), ("现在", one.now), ("说明", one.note)):
            if text:
                lines.append(f"<!-- {label}：{_harmless(text)} -->")
        parts.append("\n".join([*lines, "", one.body.strip("\n")] if one.body.strip() else lines))
    if not parts:
        return ""
    return f"<!--\n{HEAD}\n-->\n\n" + "\n\n".join(parts) + "\n"


def _harmless(text: str) -> str:
    """Words inside a comment: on one line, and not able to end it."""
    return " ".join(text.split()).replace("--", "－－").replace(">", "＞")


def _encoded(text: str) -> str:
    """A value in a mark: without spaces, and not able to end the comment."""
    made = text.replace("%", "%25")
    for sign in (" ", "\t", "\n", "\r", "\u3000", "\xa0", "=", "、", "<", ">"):
        made = made.replace(sign, "".join(f"%{byte:02X}" for byte in sign.encode()))
    return made.replace("--", "-%2D")


def _decoded(text: str) -> str:
    return unquote(text)
