"""Who filled in a sheet: the expert's name in a cell of it, else what the file's name says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evalkit.model.places import Where
from evalkit.model.source import Entry, Sheet, Value
from evalkit.numbers import plain

#: What stands before the name, in its own cell or with a colon in the same one.
LABELS = ("专家姓名", "评分专家", "打分专家", "填表专家", "专家", "评委", "填表人", "姓名")
#: A name stands above the table.
WITHIN = 12

_SAME_CELL = re.compile(rf"(?:{'|'.join(LABELS)})\s*[:：]\s*(.*)", re.DOTALL)
_COMMON = re.compile(
    r"专家评分表|专家打分表|评分表|打分表|判断矩阵|专家评分|专家打分|权重|空表|已填|填好|回收|副本|最终|定稿|\d{6,8}"
)
#: Marks nobody sees, which a copied name may hold.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EDGES = " 　-_—－·.、，,（）()[]【】《》~"
#: A name that stands for none.
_BLANK = re.compile(r"[\s_＿—\-.…/（）()]*|（?请?填写.*|.*姓名.*|例[:：].*")


def signature(sheet: Sheet) -> str:
    """The name written into a sheet; empty where there is none."""
    for y in range(min(sheet.height, WITHIN)):
        row = [cell_text(value) for value in sheet.row(y)]
        for x, text in enumerate(row):
            same = _SAME_CELL.fullmatch(text)
            if same:
                name = first_line(same[1])
                if name or not beside(row, x, text):
                    return name
                return first_line(beside(row, x, text))
            if text.strip("*＊") in LABELS and _heads_no_column(sheet, y, x):
                return first_line(beside(row, x, text))
    return ""


def name_of_file(file: str) -> str:
    """What is left of a file's name without its folder, suffix and the words such files share; else the bare name."""
    bare = re.split(r"[\\/]", file)[-1].rpartition(".")[0] or file
    left = re.sub(r"\s+", " ", _COMMON.sub(" ", UNSEEN.sub("", plain(bare)))).strip(_EDGES)
    return left or plain(bare)


def cell_text(value: Value) -> str:
    return Entry(value, Where("")).text.strip()


def beside(row: Sequence[str], x: int, label: str) -> str:
    """The first text right of a label; merged cells repeat the label."""
    return next((text for text in row[x + 1 :] if text and text != label), "")


def first_line(text: str) -> str:
    line = UNSEEN.sub("", text).strip().split("\n")[0].strip()
    return "" if _BLANK.fullmatch(line) else line[:40]


def _heads_no_column(sheet: Sheet, y: int, x: int) -> bool:
    """Whether the label is no column header: a header has headers of a table beside it."""
    filled = {cell_text(value) for value in sheet.row(y)} - {""}
    return len(filled) <= 2 or (x + 1 < sheet.width and not filled & {"编码", "得分", "指标"})
