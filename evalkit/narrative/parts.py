"""The outline of one report: the template's parts, with those the engagement adds and without those it does not use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Literal

from evalkit.model.document import Block, Inline, Paragraph, Section
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Where, doubt
from evalkit.model.template import WRITTEN, Part

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


def _unknown(key: str, name: str, names: list[str], engagement: Engagement | None) -> Finding:
    at = engagement.places.get(f"项目.{key}", engagement.at) if engagement is not None else Where("")
    close = get_close_matches(name, names, n=1, cutoff=0.3)
    cure = f"是不是“{close[0]}”" if close else f"可以写的有：{'、'.join(names)}" if names else "模板里没有这样的篇章"
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
