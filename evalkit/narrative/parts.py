"""The outline of one report: the template's parts, with those the engagement adds and without those it does not use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from evalkit.likeness import listed, nearest, suggestion
from evalkit.model.document import Block, Inline, Paragraph, Section
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where, doubt
from evalkit.model.source import TextFile
from evalkit.model.template import WRITTEN, Part, Template

ADDED, DROPPED = "加用篇章", "不用篇章"


def outline(parts: Iterable[Part], engagement: Engagement | None) -> tuple[tuple[Part, ...], tuple[Finding, ...]]:
    """The parts to write. A name that is no part of the template is a doubt at its place in the sheet 项目."""
    parts = tuple(parts)
    project = engagement.project if engagement is not None else {}
    findings: list[Finding] = []

    def asked(key: str, candidates: Sequence[Part]) -> set[str]:
        names = {title(part.chapter): part.chapter for part in candidates}
        names.update({part.title: part.chapter for part in candidates if part.title})
        wanted: set[str] = set()
        for name in re.split(r"[、，,；;\n]+", project.get(key, "")):
            found = names.get(title(name.strip())) if name.strip() else None
            if found is not None:
                wanted.add(found)
            elif name.strip():
                findings.append(_unknown(key, name.strip(), list(names), engagement))
        return wanted

    written = [part for part in parts if part.kind in WRITTEN]
    added = asked(ADDED, [part for part in written if part.optional])
    dropped = asked(DROPPED, [part for part in written if not part.optional])
    kept = (part for part in parts if (not part.optional or part.chapter in added) and part.chapter not in dropped)
    return tuple(kept), tuple(findings)


def title(stem: str) -> str:
    """A chapter's name without the number its file begins with: ``附件2-问卷调查报告`` → ``问卷调查报告``."""
    return re.sub(r"^(?:附件|前页)?\d*-", "", stem.removesuffix(".md"))


def unused(chapters: Iterable[TextFile], template: Template) -> tuple[Finding, ...]:
    """A doubt for each chapter file of the engagement that no report of the template is made of.

    What a template knows and does not use, an inherited chapter of another outline, is not used either. A part that
    can be added or was left out may keep its file; one that begins with ``_`` is for others to include.
    """
    chapters = tuple(chapters)
    outlined = dict.fromkeys(part.chapter for part in (*template.parts, *template.survey) if part.chapter)
    found = []
    for own in chapters:
        stem = own.name.rpartition("/")[2].removesuffix(".md")
        others = (other.text for other in (*template.chapters.values(), *chapters) if other is not own)
        if stem in outlined or (stem.startswith("_") and any(stem in text for text in others)):
            continue
        message, cure = f"这份报告的提纲里没有名为“{stem}”的章，这个文件没有用上", _instead(stem, tuple(outlined))
        if stem.startswith("_"):
            message = f"没有哪一章引用“{stem}”，这个文件没有用上"
            cure = f'在用到它的章里写 {{% include "{stem}" %}}，或删去'
        found.append(doubt(own.at, message, cure))
    return tuple(found)


def _instead(stem: str, outlined: tuple[str, ...]) -> str:
    """The chapter a file may be meant for, by its title or else by the number it begins with; or all of them."""
    titles = {title(one): one for one in outlined}
    number = stem.removesuffix(title(stem))
    same = [one for one in outlined if number and one == number + title(one)]
    near = titles.get(nearest(title(stem), titles)) or (same[0] if len(same) == 1 else "")
    return f"改名为“{near}.md”" if near else listed(outlined, "改成提纲里的章名，有")


def _unknown(key: str, name: str, names: list[str], engagement: Engagement | None) -> Finding:
    at = engagement.places.get(f"项目.{key}", engagement.at) if engagement is not None else Where("")
    cure = suggestion(name, names) or "模板里没有这样的篇章"
    return doubt(at, f"“{key}”里的“{name}”不是模板的篇章", cure)


def sections(
    bodies: Iterable[tuple[Part, list[Block]]], header: str, lines: Iterable[tuple[Inline, ...]]
) -> tuple[Section, ...]:
    """Pages of one kind: cover, pages before the contents, contents, summary, body and signatures, appendices.

    Pages are numbered from the summary on, or from the body where there is none; the body begins with the title.
    """
    made: list[Section] = []
    kinds: list[tuple[str, bool]] = []
    for part, blocks in bodies:
        kind = "正文" if part.kind == "签章" else part.kind
        if not blocks:
            continue
        apart = kind == "前页"  # each on a page of its own
        if kinds and kinds[-1] == (kind, part.landscape) and not apart:
            made[-1] = replace(made[-1], blocks=(*made[-1].blocks, *blocks))
            continue
        paged = kind in ("摘要", "正文", "附件")
        numbered = any(seen in ("摘要", "正文") for seen, _ in kinds)
        titled = kind == "正文" and not any(seen == "正文" for seen, _ in kinds)
        words = tuple(inline for line in lines for inline in line)
        head = [Paragraph("标题", words, "title", at=part.at)] if titled else []
        numbering: Literal["none", "start", "continue"] = "none"
        if paged:
            numbering = "continue" if numbered or kind == "附件" else "start"
        made.append(Section((*head, *blocks), part.landscape, header if paged else "", numbering))
        kinds.append((kind, part.landscape))
    return tuple(made)
