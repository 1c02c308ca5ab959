"""An engagement template: outline, chapters and starting tables, all data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evalkit.model.places import Where
from evalkit.model.source import TextFile


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline. ``chapter`` is the stem of the chapter's file (``03-项目主要绩效及评价结论``), or empty."""

    kind: Literal["封面", "目录", "正文", "签章", "附件"]
    chapter: str = ""
    depth: int = 2
    landscape: bool = False
    at: Where = Where("")


@dataclass(frozen=True, slots=True)
class Template:
    """A folder of ``engagement_templates/``.

    ``questions`` are keys such as ``项目.名称`` that ``new`` asks for; ``analysis_depth`` 2 or 3 is the level of the
    indicator analysis; ``chapters`` by stem; ``skeleton`` the starting files in text form by path; ``report`` what the report
    is called on its cover.
    """

    id: str
    title: str
    purpose: str
    basis: str
    questions: tuple[str, ...]
    style: str
    analysis_depth: int
    parts: tuple[Part, ...]
    chapters: Mapping[str, TextFile]
    skeleton: Mapping[str, bytes]
    at: Where
    report: str = "绩效评价报告"
