"""A firm's profile, kept once and brought into every engagement, and what of it is seen in a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evalkit.model.colours import LEAST_CONTRAST, NAMES, colour, contrast, dark_enough
from evalkit.model.places import Finding, Where, fault

CoverForm = Literal["标准", "简洁", "公文"]
COVER_FORMS: tuple[CoverForm, ...] = get_args(CoverForm)


@dataclass(frozen=True, slots=True)
class House:
    """What a firm adds to a preset: its logo by file name, its main colour (``1F4E79``; empty: the preset's own).

    The logo stands on the cover, in the header too where ``heads``.
    """

    logo: str = ""
    colour: str = ""
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """``record`` is the sheet 机构 by key, ``staff`` rows of the sheet 团队, ``files`` the pictures and documents it names."""

    record: Mapping[str, str]
    staff: tuple[Mapping[str, str], ...]
    files: Mapping[str, bytes]
    at: Where


def colour_faults(text: str | None, at: Where) -> tuple[Finding, ...]:
    """What is wrong with a firm's main colour; nothing where it names none."""
    if text is None:
        return ()
    if not text:
        why = "“主色”是空的：没有引号的 # 后面算注释"
        return (fault(at, why, "写不带 # 的色值，如 1F4E79，或加引号；不用主色的，删去这一项"),)
    made = colour(text)
    if made is None:
        cure = f"写颜色名称（{'、'.join(NAMES)}），或六位色值如 1F4E79，或 Word 里的三个数如 31,78,121"
        return (fault(at, f"“主色”看不懂：{text}", cure),)
    if contrast(made) < LEAST_CONTRAST:
        why = f"“主色”{text} 太浅：印在白纸上看不清，黑白打印时分不出来"
        return (fault(at, why, f"选深一些的，同一色调可以写 {dark_enough(made)}"),)
    return ()
