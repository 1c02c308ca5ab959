"""``sync``: edits made in Word back into the engagement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from evalkit.app.opening import OUTPUTS, Findings, Opened, engagement_folder, home_of, open_engagement, stops
from evalkit.files.outputs import Stopped, put
from evalkit.model.places import Finding, Where, fault

if TYPE_CHECKING:
    from evalkit.model.document import Document
    from evalkit.model.edited import Edited
    from evalkit.model.source import TextFile
    from evalkit.sync import Figure, Outcome, Told
    from evalkit.syncing.adopting import Adopted, Wish

Prefer = Literal["", "theirs", "ours"]

#: Where files of the user's are kept that ``sync`` replaces, under ``build/``.
KEPT = "收回前"


class UnprintableError(ValueError):
    """Chapters that cannot be narrated, with the reasons."""

    def __init__(self, found: Findings) -> None:
        super().__init__(len(found))
        self.found = found


def sync(
    file: Path,
    folder: Path | None,
    prefer: Prefer = "",
    dry: bool = False,
    adopt: tuple[str, ...] = (),
    reason: str = "",
    by: str = "",
    basis: str = "",
    version: str = "",
) -> tuple[dict[str, Any], Findings]:
    """The contract's ``sync``: takes the edits of a report into the chapters, or with ``dry`` only says what they are.

    ``adopt`` are figures to be taken from the report into their sources (``得分.D21=6``; without a value the one the
    report shows), for a reason, by whom and on what paper. Adopted and chapters are written together or not at all.
    """
    from evalkit.sync import ForeignError
    from evalkit.syncing.adopting import Wish

    opened, found = open_engagement(folder or home_of(file) or engagement_folder(None))
    if not file.is_file() and (opened.folder / file).is_file():
        file = opened.folder / file  # as the checks name the report that was built
    edited, more = read_report(file)
    if _public(edited, file):
        message = "这是公开版，姓名已隐去、附件有省略，不能从它收回修改"
        raise Stopped((fault(Where(file.name), message, f"在 build/{OUTPUTS['docx']} 里改，收回后重新出公开版"),))
    try:
        outcome = compared(edited, opened, prefer)
    except ForeignError:
        message = "这份报告和项目里的几乎没有相同的段落，不像是这个项目的报告"
        raise Stopped((fault(Where(file.name), message, "检查文件，或用 -C 写出它是哪个项目的"),)) from None
    wishes = tuple(
        Wish(name.strip(), value.strip() if sign else _shown(name.strip(), outcome), reason, by, basis, version)
        for name, sign, value in (one.replace("＝", "=", 1).partition("=") for one in adopt)
    )
    taken, sources = adoption(wishes, opened)
    made = {} if dry else written(opened.folder, outcome, sources)
    answer = {**shown(outcome, opened), "adopted": [_adopted(one) for one in taken], **made, "dry_run": dry}
    return answer, (*found, *more)


def _public(edited: Edited, file: Path) -> bool:
    """Whether this is a public edition: the file says so, or, where a program dropped what it says, its name does."""
    from evalkit.editions import PUBLIC

    if edited.born:
        return False
    return edited.edition == PUBLIC or (not edited.edition and PUBLIC in file.stem)


def _shown(name: str, outcome: Outcome) -> str:
    """What the report shows for a figure, where it shows one thing."""
    texts = {one.shown for one in outcome.figures if one.fact == name}
    if len(texts) != 1:
        message = "报告里这个数没有改过" if not texts else f"报告里这个数改成了几种：{'、'.join(sorted(texts))}"
        raise Stopped((fault(Where("--adopt", name), message, f"写明要采用的值：--adopt {name}=…"),))
    return texts.pop()


def adoption(wishes: tuple[Wish, ...], opened: Opened) -> tuple[tuple[Adopted, ...], dict[str, bytes]]:
    """The wishes that are carried out and the files they change; Stopped where one of them cannot be."""
    from evalkit.files.folder import read_folder
    from evalkit.files.source_edits import edited_sources
    from evalkit.syncing.adopting import adopted

    if not wishes:
        return (), {}
    source = read_folder(opened.folder)
    taken = []
    told: list[Finding] = []
    for wish in wishes:
        one, found = adopted(wish, opened.case, source)
        told.extend(found)
        if one is not None:
            taken.append(one)
    if told:
        raise Stopped(tuple(told))
    edits = [edit for one in taken for edit in one.edits]
    names = {table.at.file for table in source.tables} | {"评价底稿.xlsx", "tables/版本分.yaml"}
    files = {name: (opened.folder / name).read_bytes() for name in sorted(names) if (opened.folder / name).is_file()}
    made, wrong = edited_sources(files, edits)
    if wrong:
        raise Stopped(wrong)
    return tuple(taken), made


def _adopted(one: Adopted) -> dict[str, Any]:
    return {"name": one.fact, "old": one.old or None, "new": one.new, "where": str(one.at)}


def read_report(file: Path) -> tuple[Edited, Findings]:
    """An edited report; Stopped when there is none or it cannot be read."""
    from evalkit.files.docx_edits import read_edited

    if not file.is_file():
        raise Stopped((fault(Where(str(file)), "没有这个文件", "检查文件名和所在的文件夹"),))
    if file.suffix.lower() not in (".docx", ".docm"):
        cure = "用 Word 或 WPS 打开，另存为 .docx"
        raise Stopped(
            (fault(Where(str(file)), f"只能收回 .docx 报告里的修改，这是 {file.suffix or '没有后缀的'} 文件", cure),)
        )
    edited, found = read_edited(file.read_bytes(), file.name)
    if edited is None:
        raise Stopped(found)
    return edited, found


def compared(edited: Edited, opened: Opened, prefer: Prefer = "") -> Outcome:
    """What an edited report, the main one or the one of the survey, says otherwise than the engagement."""
    from evalkit.app.social import SURVEY_REPORT
    from evalkit.files.docx_edits import read_edited
    from evalkit.narrate import narrate, narrate_survey
    from evalkit.narrative.outline import chapter_keys
    from evalkit.narrative.parts import outline
    from evalkit.sync import nearest
    from evalkit.sync import sync as merged

    template, engagement = opened.template, opened.case.engagement
    assert template is not None
    assert engagement is not None
    survey, _ = narrate_survey(opened.case, template)
    social = survey is not None and nearest(edited, (narrate(opened.case, template)[0], survey)) == 1

    def narrated(chapters: tuple[TextFile, ...]) -> Document:
        case = replace(opened.case, engagement=replace(engagement, chapters=chapters))
        document, found = narrate_survey(case, template) if social else narrate(case, template)
        if document is None or stops(found):
            raise UnprintableError(found)
        return document

    sent = None
    built = opened.folder / "build" / (SURVEY_REPORT if social else OUTPUTS["docx"])
    if not edited.born and built.is_file():
        sent, _ = read_edited(built.read_bytes(), built.name)
    parts, _ = outline(template.survey if social else template.parts, engagement)
    stems = {key: stem for stem, key in chapter_keys(part.chapter for part in parts if part.chapter).items()}
    try:
        return merged(edited, opened.case, narrated, stems, sent, prefer)
    except UnprintableError as wrong:
        raise Stopped((*opened.case.findings, *wrong.found)) from None


def written(folder: Path, outcome: Outcome, sources: dict[str, bytes]) -> dict[str, Any]:
    """Writes chapters and sources, with copies of what is replaced under ``build/收回前``."""
    files: dict[Path, bytes] = {}
    gone = []
    kept: dict[Path, bytes] = {}
    place = 1
    while (folder / "build" / KEPT / str(place)).exists():
        place += 1
    texts = {name: text if text is None else text.encode() for name, text in outcome.files.items()}
    for name, data in sorted({**texts, **sources}.items()):
        path = folder / name
        if path.is_file():
            kept[folder / "build" / KEPT / str(place) / name] = path.read_bytes()
        if data is None:
            gone.append(path)
        else:
            files[path] = data
    put({**kept, **files})
    for path in gone:
        path.unlink(missing_ok=True)
    return {
        "outputs": [str(path) for path in files],
        "removed": [str(path) for path in gone],
        "kept": [str(path) for path in kept],
    }


def shown(outcome: Outcome, opened: Opened) -> dict[str, Any]:
    """The contract's answer."""
    return {
        "changed": [_change(one) for one in outcome.changed],
        "conflicts": [
            {**_change(one), "ours": one.change.ours or None, "why": one.change.why} for one in outcome.conflicts
        ],
        "figures": [_figure(one, opened) for one in outcome.figures],
        "comments": [
            {
                "author": one.author,
                "date": one.day or None,
                "where": str(at),
                "quoted": one.quoted or None,
                "text": one.text,
                "done": one.done,
                "answers": one.answers or None,
                "opinion": {"提出单位": one.author, "位置": at.spot, "意见": one.text},
            }
            for one, at in outcome.remarks
        ],
        "tracked": [
            {"kind": one.kind, "author": one.author, "date": one.day or None, "where": str(at), "text": one.text}
            for one, at in outcome.pending
        ],
    }


def _change(told: Told) -> dict[str, Any]:
    change = told.change
    what = {"改": "changed", "增": "added", "删": "deleted", "移": "moved", "冲突": "conflict"}[change.what]
    return {
        "what": what,
        "where": str(told.where),
        "block": change.id or None,
        "before": change.before or None,
        "after": change.after or None,
    }


def _figure(one: Figure, opened: Opened) -> dict[str, Any]:
    from evalkit.syncing.adopting import source_words

    kind, cure = source_words(opened.case, one.fact)
    return {
        "name": one.fact,
        "right": one.right,
        "shown": one.shown,
        "where": str(one.where),
        "kind": kind,
        "adoptable": kind != "computed",
        "cure": cure,
    }
