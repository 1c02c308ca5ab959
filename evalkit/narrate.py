"""Case + chapter text -> Document: the report as a tree, every figure tied to its fact.

The outline is the template's; a chapter of the engagement of the same name takes the place of the template's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from evalkit.figures import advised, answered, fact_of, figure
from evalkit.likeness import likest
from evalkit.model.case import Case
from evalkit.model.colours import colour as main_colour
from evalkit.model.document import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Inline,
    Num,
    Paragraph,
    Placeholder,
    Signature,
    Text,
    plain_text,
)
from evalkit.model.facts import Fact
from evalkit.model.firm import COVER_FORMS, House
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import TextFile
from evalkit.model.template import CHIEF, FIRM_LINE, SURVEYOR, USUAL_LINES, Part, Template
from evalkit.narrative.argument import views_of
from evalkit.narrative.chapters import Chapters
from evalkit.narrative.marks import Insert
from evalkit.narrative.outline import Identifier, chapter_keys, numbered
from evalkit.narrative.parts import ADDED, DROPPED, outline, sections, title, unused
from evalkit.narrative.shares import means_as_shares
from evalkit.narrative.views import FactTree, Figure
from evalkit.numbers import chinese_date, parse_date
from evalkit.plugs import ExhibitPlug, exhibits
from evalkit.syncing.revisions import Revision, parse_revisions, revision_file


def narrate(case: Case, template: Template) -> tuple[Document, tuple[Finding, ...]]:
    """The report of a case in the outline of a template.

    Faults, each with chapter and line: a name nobody declared, a template's syntax, a figure printed as a measure it
    is not, a mean score written as a share of people, a reference to a caption that is not there.
    """
    report = _Report(advised(replace(case, template=template), template), template)
    bodies = report.revised([(part, report.part(part)) for part in report.parts])
    listed = [_appendix_title(blocks) for part, blocks in bodies if part.kind == "附件"]
    bodies = [(part, report.signature(listed) if part.kind == "签章" else blocks) for part, blocks in bodies]
    paged = sections(bodies, report.header(), report.title_lines())
    finished, unresolved = numbered(paged, report.awaited)
    document = replace(report.document(), sections=finished)
    findings = [*report.findings, *unresolved, *means_as_shares(document, case.facts)]
    return document, tuple(dict.fromkeys(findings))


def narrate_survey(case: Case, template: Template) -> tuple[Document | None, tuple[Finding, ...]]:
    """The social survey report of a case; none without answered questionnaires, or without an outline of it.

    Which parts the engagement adds or leaves out is said of the main report and not of this one.
    """
    engagement = case.engagement
    asked = () if engagement is None else engagement.questionnaires
    if engagement is None or not template.survey or not any(answered(case, one.id) for one in asked):
        return None, ()
    project = {key: text for key, text in engagement.project.items() if key not in (ADDED, DROPPED)}
    whole = replace(case, engagement=replace(engagement, project=project))
    return narrate(whole, replace(template, parts=template.survey, report=template.survey_report))


class _Report:
    """The parts of one report."""

    def __init__(self, case: Case, template: Template) -> None:
        self.case = case
        self.template = template
        self.parts, found = outline(template.parts, case.engagement)
        self.findings: list[Finding] = list(found)
        self.awaited: set[str] = set()  # titles of exhibits that have nothing to show yet
        self.plugs: Mapping[str, ExhibitPlug] = {
            name: plug for id, plug in exhibits().items() for name in (id, plug.TITLE)
        }
        self.keys = chapter_keys(part.chapter for part in self.parts if part.chapter)
        self.texts = self._texts()
        self.revisions = self._revisions()
        self.chapters = Chapters(self.texts, self._names(), self._fact, self.plugs)
        self.title = self._title_text()

    # ---- what chapters are made of ------------------------------------------------------------------------------

    def _texts(self) -> dict[str, TextFile]:
        own = self.case.engagement.chapters if self.case.engagement is not None else ()
        own = tuple(one for one in own if not revision_file(one.name))
        if self.template.parts is not self.template.survey:  # the main report speaks for both
            self.findings.extend(unused(own, self.template))
        return {**self.template.chapters, **{PurePosixPath(one.name).stem: one for one in own}}

    def _revisions(self) -> dict[str, Revision]:
        """What was taken back from Word for the chapters of this report, by the name its words are rendered under."""
        made = {}
        for own in self.case.engagement.chapters if self.case.engagement is not None else ():
            if revision_file(own.name):
                parsed, found = parse_revisions(own)
                self.findings.extend(found)
                for order, one in enumerate(parsed):
                    if one.id.partition("/")[0] in self.keys.values():
                        name = f"{own.name}#{order}"
                        made[name] = one
                        before = "\n" * (int(one.at.spot) - 1)
                        self.texts[name] = TextFile(own.name, before + one.body, Where(own.name))
        return made

    def _names(self) -> dict[str, Any]:
        tree = FactTree(self.case)
        depth = "二" if self.template.analysis_depth == 2 else "三"
        return {**dict(tree.top()), **views_of(self.case), "分析层级": depth, **self._about()}

    def _about(self) -> dict[str, Any]:
        """What chapters may know of the report itself: its title and its parts."""
        parts = [name for part in self.parts for name in (title(part.chapter), part.title) if name]
        batteries = self.template.survey_batteries or "合并"
        return {"报告标题": self._title_text(), "篇章": parts, "调查同类题": batteries}

    def _fact(self, id: str) -> Figure | None:
        return Figure(self.case.facts[id]) if id in self.case.facts else None

    def fact(self, id: str) -> Fact:
        return fact_of(self.case, id)

    # ---- parts --------------------------------------------------------------------------------------------------

    def part(self, part: Part) -> list[Block]:
        match part.kind:
            case "封面":
                return [self.cover(part)]
            case "目录":
                return [Contents("目录", part.depth, part.appendix_depth)]
            case "签章":
                return []
        return self.chapter(part)

    def chapter(self, part: Part) -> list[Block]:
        stem = part.chapter
        if stem not in self.texts:
            near = likest(title(stem), {title(one): one for one in self.texts})
            hint = f"是不是“{near}”" if near else f"在 chapters 文件夹里加上“{stem}.md”"
            self.findings.append(fault(part.at, f"提纲里的“{stem}”没有对应的章节文件", hint))
            return []
        pieces, findings = self.chapters.render(stem)
        self.findings.extend(findings)
        identifier = Identifier(self.keys[stem])
        blocks: list[Block] = []
        for piece in pieces:
            if isinstance(piece, Heading) and piece.level == 1 and part.title:
                piece = replace(piece, inlines=(Text(part.title),))
            if isinstance(piece, Insert):
                blocks.extend(self.exhibit(piece, identifier))
            elif isinstance(piece, Heading) and piece.level == 1 and part.kind == "附件":
                labelled = replace(piece, appendix=True, label=f"附件:{title(stem)}")
                blocks.append(identifier.name(labelled))
            elif isinstance(piece, Heading) and part.kind == "前页":  # pages before the contents are not listed there
                blocks.append(identifier.name(Paragraph("", piece.inlines, "title", at=piece.at)))
            else:
                blocks.append(identifier.name(piece))
        return blocks

    def revised(self, bodies: list[tuple[Part, list[Block]]]) -> list[tuple[Part, list[Block]]]:
        """The parts with the revisions in them; what is to be decided about one is told."""
        if not self.revisions:
            return bodies
        from evalkit.syncing.applying import apply, told

        rendered = {one: self._blocks_of(name, one) for name, one in self.revisions.items() if one.body.strip()}
        generated = {block.id: block for _, blocks in bodies for block in blocks}
        made, applied = apply([blocks for _, blocks in bodies], tuple(self.revisions.values()), rendered)
        self.findings.extend(told(applied, generated))
        return [(part, blocks) for (part, _), blocks in zip(bodies, made, strict=True)]

    def _blocks_of(self, name: str, revision: Revision) -> tuple[Block, ...]:
        pieces, findings = self.chapters.render(name)
        if revision.what != "冲突":
            self.findings.extend(findings)
        blocks: list[Block] = []
        for piece in pieces:
            blocks.extend(self.exhibit(piece, Identifier(revision.id)) if isinstance(piece, Insert) else [piece])
        return tuple(blocks)

    def exhibit(self, insert: Insert, identifier: Identifier) -> list[Block]:
        plug = self.plugs[insert.name]
        allowed: tuple[str, ...] = getattr(plug, "OPTIONS", ())
        options = {}
        for name, value in insert.options:
            if name in allowed:
                options[name] = value
            else:
                hint = f"可用的选项有{'、'.join(allowed)}" if allowed else "去掉这个选项"
                self.findings.append(fault(insert.at, f"“{plug.TITLE}”没有选项“{name}”", hint))
        blocks = plug.build(self.case, **options)
        if all(getattr(block, "caption", None) is None for block in blocks):
            self.awaited.add(plug.TITLE)
        name = "-".join([plug.ID, *options.values()])
        return [replace(block, at=insert.at) for block in identifier.exhibit(name, blocks)]

    def title_lines(self) -> list[tuple[Inline, ...]]:
        year, name = self.fact("项目.年度"), self.fact("项目.名称")
        named = () if not year.empty and year.text in name.text else (figure(year), Text("年度"))
        lines: list[tuple[Inline, ...]] = [named] if named else []
        report = self.template.report
        # “…部门整体支出” is followed by 绩效评价报告, not by 部门整体支出绩效评价报告 once more.
        said = next((size for size in range(len(report), 1, -1) if name.text.endswith(report[:size])), 0)
        return [*lines, (figure(name),), (Text(report[said:] or "报告"),)]

    def _title_text(self) -> str:
        """The title in one line, for headers and file properties: what is still to be filled in is left out."""
        runs = (inline for line in self.title_lines() for inline in line if not isinstance(inline, Placeholder))
        return plain_text(tuple(runs)).removeprefix("年度")

    def cover(self, part: Part) -> Cover:
        number = self.fact("项目.报告文号")
        chosen = self._firm().get("封面") or self.template.cover
        form = next((one for one in COVER_FORMS if one == chosen), COVER_FORMS[0])
        firm = figure(self.fact("机构.名称"))
        lines = self.cover_lines(part.lines or USUAL_LINES)
        filed = () if number.empty or SURVEYOR in part.lines else (figure(number),)
        if form != "标准":  # the firm stands at the foot
            lines = [line for line in lines if form == "简洁" and line[1] and line[1] != (firm,)]
        secret = self.fact("项目.密级")
        return Cover(
            "封面",
            tuple(self.title_lines()),
            filed,
            tuple(lines),
            self.date(),
            at=part.at,
            firm=() if form == "标准" else (firm,),
            mark=() if secret.empty else (figure(secret),),
            form=form,
        )

    def cover_lines(self, lines: Iterable[str]) -> list[tuple[str, tuple[Inline, ...]]]:
        """The lines below the title, each under its own name or the one that the template gives it."""
        made: list[tuple[str, tuple[Inline, ...]]] = []
        for line in lines:
            called, _, name = line.rpartition("：")
            if name == CHIEF:
                made.append((f"{called or name}（签字）", ()))
            elif name in (FIRM_LINE, SURVEYOR):
                usual = name.replace("评价", self.template.work)
                made.append((called or usual, (figure(self.fact("机构.名称")),)))
            else:
                made.append((called or name, (figure(self.fact(f"项目.{name}")),)))
        return made

    def header(self) -> str:
        """The words of the header: the firm's, otherwise the title."""
        return " ".join(self._firm().get("页眉", "").split()) or self.title

    def _firm(self) -> Mapping[str, str]:
        return self.case.engagement.firm if self.case.engagement is not None else {}

    def date(self) -> tuple[Inline, ...]:
        fact = self.fact("项目.报告日期")
        day = parse_date(fact.text)
        return (figure(fact),) if day is None else (Num(chinese_date(day), fact.id),)

    def signature(self, appendices: Iterable[tuple[Inline, ...]]) -> list[Block]:
        """The list of appendices, then room for everybody who signs."""
        blocks: list[Block] = []
        identifier = Identifier("签章")
        for order, named in enumerate(appendices, start=1):
            head = Text(f"附件：{order}. " if order == 1 else f"　　　{order}. ")
            id = identifier.name(Paragraph("", named)).id
            blocks.append(Paragraph(id, (head, *named), "attachment"))
        team = self.case.engagement.team if self.case.engagement is not None else ()
        signing = [(member.signs, ()) for member in team if member.signs]
        lines: list[tuple[str, tuple[Inline, ...]]] = [(f"{role}（签字）", value) for role, value in signing]
        if not lines:
            lines = [("主评人（签字）", (Placeholder("签字成员"),))]
        blocks.append(Signature("签章", tuple(lines), (figure(self.fact("机构.名称")),), self.date()))
        return blocks

    def document(self) -> Document:
        engagement = self.case.engagement
        day = parse_date(self.fact("项目.报告日期").text)
        firm = self._firm()
        colour = main_colour(firm.get("主色", ""))
        return Document(
            self.title,
            (),
            style=firm.get("版式") or self.template.style or "报告",
            reference=engagement.attachment("样式文件") if engagement is not None else "",
            author=firm.get("名称", ""),
            house=House(
                engagement.attachment("标志") if engagement is not None else "",
                colour or "",
                firm.get("标志位置") == "封面和页眉",
            ),
            created=f"{day.isoformat()}T00:00:00Z" if day is not None else "2000-01-01T00:00:00Z",
            at=engagement.at if engagement is not None else Where(""),
        )


def _appendix_title(blocks: Iterable[Block]) -> tuple[Inline, ...]:
    return next((block.inlines for block in blocks if isinstance(block, Heading) and block.level == 1), (Text("附件"),))
