"""Sheets of one export that were only parted (by a limit of rows, by group): put below each other again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evalkit.columns import below
from evalkit.importers._headings import squeeze
from evalkit.importers._platform import Platform, top_row
from evalkit.model.places import Finding, doubt
from evalkit.model.source import Sheet

Findings = tuple[Finding, ...]

#: A column of tables that an import wrote. Each numbers its senders anew: of two files, equal numbers are two people.
KEPT = "原文件行号"
#: What was typed a second time, thrown out, or only shows how to fill in, is no more forms.
_APART = re.compile(
    r"第[二2]次|复录|二录|核对|校对|双录|无效|作废|剔除|删除|废卷|不合格|模板|样表|示例|备份|copy|backup", re.IGNORECASE
)


def together(platform: Platform, best: Sheet, sheets: Sequence[Sheet]) -> tuple[Sheet, tuple[Sheet, ...], Findings]:
    """The sheets that have the header of ``best``, as one; which these are, also those left out by their names; what to tell.

    Rows keep their places; the numbers of rows go on from one sheet to the next.
    """
    title = _title(platform, best)
    alike = [
        sheet
        for sheet in sheets
        if sheet is best
        or (title and _title(platform, sheet) == title and (sheet.file == best.file or KEPT not in title))
    ]
    apart = [sheet for sheet in alike if sheet is not best and _APART.search(sheet.name)]
    parts = [sheet for sheet in alike if not any(sheet is other for other in apart)]
    left = tuple(
        doubt(sheet.where(0), f"“{sheet.name}”的标题相同，看表名不是答卷，没有读", "是答卷的，改掉表名")
        for sheet in apart
    )
    if len(parts) < 2:
        return best, (best, *apart), left
    starts, height = [], 0
    for part in parts:
        starts.append(height)
        height += part.height
    cut = [0, *(_last(platform, parts[0], part) + 1 for part in parts[1:])]
    width = max(part.width for part in parts)
    columns = tuple(
        below([part.columns[column] if column < part.width else [None] * part.height for part in parts], cut)
        for column in range(width)
    )
    made = replace(
        parts[0], columns=columns, height=height,
        parts=tuple((start, part.file, part.name) for start, part in zip(starts, parts, strict=True)),
    )  # fmt: skip
    told = "、".join(
        f"“{_name(part, parts)}”从第 {start + 1} 行起" for start, part in zip(starts[1:], parts[1:], strict=True)
    )
    message = f"{len(parts)} 张表的标题相同，接在“{_name(parts[0], parts)}”后面合成一张读，行号接着数：{told}"
    cure = "不是同一次调查的，分开导入；表的名称是分组的，先在每张表里加一列写上"
    # Said at the import, at the count and by ``check``; no other command repeats what is as it should be.
    return made, (*parts, *apart), (Finding("other", "note", message, made.where(0), cure), *left)


def _title(platform: Platform, sheet: Sheet) -> tuple[str, ...]:
    """The header as compared, blank columns at its end left out; nothing for a sheet without rows below it."""
    row = top_row(platform, sheet) if sheet.height else 0
    if row + 1 >= sheet.height:
        return ()
    texts = [squeeze(str(value or "")) for value in sheet.row(row)]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts) if len(texts) > 1 else ()


def _last(platform: Platform, first: Sheet, part: Sheet) -> int:
    """The last row of a later sheet's header: below the platform's own, rows that stand in the first sheet as well."""
    row, top = top_row(platform, part), top_row(platform, first)
    while platform.telling and row + 1 < part.height and top + 1 < first.height:
        above, here = first.row(top + 1), part.row(row + 1)
        filled = [str(value or "") for value in here]
        if above != here or not (any("ImportId" in text for text in filled) or filled[0] == "" or platform.two_rows):
            break
        row, top = row + 1, top + 1
    return row


def _name(part: Sheet, parts: Sequence[Sheet]) -> str:
    several = len({one.file for one in parts}) > 1
    return " ".join(filter(None, (part.file if several or not part.name else "", part.name)))
