"""An engagement template: outline, chapters and starting tables, all data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from evalkit.model.places import Where
from evalkit.model.source import TextFile

#: 前页 are pages without a number before the body (a declaration), 摘要 is the summary with which the numbers begin.
PartKind = Literal["封面", "前页", "目录", "摘要", "正文", "签章", "附件"]
KINDS: tuple[PartKind, ...] = get_args(PartKind)
#: The parts that are written in a chapter's file.
WRITTEN = ("前页", "摘要", "正文", "附件")
#: What a cover can show below its title.
FIRM_LINE, SURVEYOR, CHIEF = "评价机构", "调查机构", "主评人"
USUAL_LINES = ("主管部门", "实施单位", "委托单位", FIRM_LINE, CHIEF)
COVER_LINES = (*USUAL_LINES, SURVEYOR)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline. ``chapter`` is the stem of the chapter's file (``03-项目主要绩效及评价结论``), or empty.

    An ``optional`` part is left out unless the engagement asks for it; one that is not ``public`` is left out of the
    edition for everybody. ``lines`` are what a cover shows below its title (of ``COVER_LINES``, one under another name as
    ``项目单位：实施单位``), () for the usual ones. ``title`` stands in
    the place of the chapter's own heading. Contents go down to ``depth``, of the appendices to ``appendix_depth``.
    """

    kind: PartKind
    chapter: str = ""
    depth: int = 2
    landscape: bool = False
    optional: bool = False
    at: Where = Where("")
    public: bool = True
    lines: tuple[str, ...] = ()
    title: str = ""
    appendix_depth: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """A folder of ``engagement_templates/``.

    ``questions`` are keys such as ``项目.名称`` that ``new`` asks for; ``analysis_depth`` 2 or 3 is the level of the
    indicator analysis; ``chapters`` by stem; ``skeleton`` the starting files in text form by path; ``report`` what the report
    is called on its cover. ``survey`` is the outline of the social survey report, () where none is written, and
    ``survey_report`` what that one is called; ``survey_batteries`` is how its
    questions with the same options stand, 合并 or 逐题. ``cover`` is the form of the cover where the firm chooses none.
    ``work`` is what the work is called, 评价 or 评估. ``advice`` says what belongs under a key (``项目.背景``) or in a table
    (``资金``) where the words of the schema do not fit; ``unasked`` are keys that this kind of report does without.
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
    survey: tuple[Part, ...] = ()
    survey_report: str = "社会调查报告"
    cover: str = ""
    survey_batteries: str = ""
    work: str = "评价"
    advice: Mapping[str, str] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()
