"""Engagement templates: ``engagement_templates/<id>/`` -> ``Template``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evalkit.files.folder import listing
from evalkit.files.shipped import shipped
from evalkit.files.text import decode
from evalkit.files.yaml import parse_yaml
from evalkit.likeness import suggestion
from evalkit.model.firm import COVER_FORMS
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Entry, Listed, Mapped, Node, RawRow, Scalar, TextFile
from evalkit.model.template import COVER_LINES, KINDS, WRITTEN, Part, Template
from evalkit.numbers import plain
from evalkit.records import Record, read_record
from evalkit.words import TABLES, Field, table

FOLDER = "engagement_templates"
DESCRIPTION = "template.yaml"
#: The outline of the social survey report; a template without one has that of the template it goes on from.
SURVEY = "survey.yaml"

HEAD = (
    Field("名称", "text", "模板的名称", True),
    Field("适用", "prose", "用于哪种评价"),
    Field("依据", "prose", "提纲出自哪份文件"),
    Field("沿用", "text", "另一个模板的文件夹名：这里没有的章节和起始表格用它的"),
    Field("问题", "codes", "新建项目时要问的，如 项目.名称"),
    Field("版式", "choice", "", choices=("报告", "公文"), default="报告"),
    Field("封面", "choice", "机构没有选封面时用的", choices=COVER_FORMS),
    Field("报告名称", "text", "封面上项目名称之后的字", default="绩效评价报告"),
    Field("分析层级", "count", "指标分析写到第几级，2 或 3", default="2"),
    Field("活动", "choice", "做的是评价还是评估", choices=("评价", "评估"), default="评价"),
    Field("不填", "codes", "这种报告用不着的，如 资金.支出数"),
)
#: What a description holds beside its head: the outline, and what belongs under a key of the engagement.
OUTLINE, ADVICE = "篇章", "填写"
OF_SURVEY = (
    Field("报告名称", "text", "封面上项目名称之后的字", default="社会调查报告"),
    Field(
        "同类题",
        "choice",
        "选项相同的几道计分题合成一张表、一张图，还是逐题列",
        choices=("合并", "逐题"),
        default="合并",
    ),
)
PART = (
    Field("篇", "choice", "", True, choices=KINDS),
    Field("章", "text", "chapters 里的文件名，不写 .md"),
    Field("标题", "text", "这一章在报告里叫什么，不写的按章节文件的标题"),
    Field("层级", "count", "目录印到第几级", default="2"),
    Field("附件层级", "count", "目录里附件印到第几级", default="1"),
    Field("横向", "choice", "", choices=("是", "否"), default="否"),
    Field("栏", "codes", f"封面印哪几栏（{'、'.join(COVER_LINES)}），换个叫法的写“叫法：栏名”；不写的按评价报告"),
    Field("可选", "choice", "写“是”的，项目表“加用篇章”写了才有", choices=("是", "否"), default="否"),
    Field("公开", "choice", "写“否”的，公开版里没有；不写的，看篇章的名称", choices=("是", "否")),
)
#: Words in the name of a part that keep it from the public unless the template says otherwise.
WITHHELD = ("访谈", "成员", "营业执照", "佐证", "交换意见")


def list_templates() -> tuple[Template, ...]:
    """The templates that can be read, by ID."""
    read = (read_template_folder(folder) for folder in folders())
    return tuple(template for template, _ in read if template is not None)


def read_template(name: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """The template with this ID or 名称; None with a fault that names the nearest, or says what is wrong with it."""
    wanted = plain(name)
    titles: list[str] = []
    # The one that bears the name is read first; the others only to name the nearest.
    for folder in sorted(folders(), key=lambda one: one.name != wanted and not named(one, wanted)):
        template, findings = read_template_folder(folder)
        title = template.title if template else folder.name
        if wanted in (folder.name, plain(title)):
            return template, findings
        titles += [title, folder.name]
    cure = suggestion(name, titles, "现有的模板")
    return None, (fault(Where(FOLDER), f"没有叫“{name}”的报告模板", f"{cure}；用 evalkit templates 看全部"),)


def named(folder: Path, wanted: str) -> bool:
    """Whether a line of a description gives the template this name: looked at without reading the whole of it."""
    lines = (folder / DESCRIPTION).read_text("utf-8", "replace").splitlines()
    return any(plain(line.partition(":")[2].strip(" \"'")) == wanted for line in lines if line.startswith("名称"))


def folders() -> list[Path]:
    root = shipped(FOLDER)
    return sorted(path.parent for path in root.glob(f"*/{DESCRIPTION}")) if root else []


def read_template_folder(folder: Path) -> tuple[Template | None, tuple[Finding, ...]]:
    """One template from its folder; file names in findings are relative to it.

    A template that goes on from another (沿用) has that one's chapters and starting tables where it has none itself.
    """
    contents: dict[str, bytes] = {}
    here, seen = folder, [folder.name]
    while True:
        contents = {**{name: (here / name).read_bytes() for name in listing(here)}, **contents}
        base = base_of((here / DESCRIPTION).read_bytes())
        if base is None or not base.text:
            return template_of(folder.name, contents)
        there = folder.parent / base.text
        if base.text in seen or not (there / DESCRIPTION).is_file():
            template, findings = template_of(folder.name, contents)
            others = [path.name for path in folders() if path.name not in seen]
            why = "不能沿用自己" if base.text in seen else f"没有叫“{base.text}”的模板可以沿用"
            return template, (fault(base.at, why, suggestion(base.text, others, "现有的模板")), *findings)
        here = there
        seen.append(base.text)


def base_of(data: bytes) -> Scalar | None:
    """What a description says in 沿用."""
    node, _ = parse_yaml(data, DESCRIPTION)
    base = node.get("沿用") if isinstance(node, Mapped) else None
    return base if isinstance(base, Scalar) else None


def template_of(id: str, contents: Mapping[str, bytes]) -> tuple[Template | None, tuple[Finding, ...]]:
    """A template out of its files by path."""
    file = DESCRIPTION
    node, parsed = parse_yaml(contents.get(file, b""), file)
    found = list(parsed)
    if not isinstance(node, Mapped):
        found.append(fault(Where(file), "模板说明应当写成“键: 值”，有 名称、篇章 等键", "写法见 CONTRIBUTING.md"))
        return None, tuple(found)
    head = plain_record(node, HEAD, "模板", found, but=(OUTLINE, ADVICE))
    chapters: dict[str, TextFile] = {}
    for path in sorted(contents):
        if path.startswith("chapters/") and path.endswith(".md"):
            text, more = decode(contents[path], path)
            found.extend(more)
            if text is not None:
                chapters[path.removeprefix("chapters/").removesuffix(".md")] = TextFile(path, text, Where(path))
    depth = head.count("分析层级") or 2
    if depth not in (2, 3):
        found.append(fault(head.where("分析层级"), f"分析层级只能是 2 或 3，这里是 {depth}", "写 2 或 3"))
    skeleton = {path.removeprefix("skeleton/"): data for path, data in contents.items() if path.startswith("skeleton/")}
    survey, survey_report, together = survey_outline(contents, chapters, found)
    template = Template(
        id,
        head.text("名称"),
        head.text("适用"),
        head.text("依据"),
        head.codes("问题"),
        head.text("版式"),
        depth,
        parts(node.get(OUTLINE), chapters, node.at, found),
        chapters,
        skeleton,
        Where(file),
        head.text("报告名称") or "绩效评价报告",
        survey,
        survey_report,
        cover=head.text("封面"),
        survey_batteries=together,
        work=head.text("活动") or "评价",
        advice=advice(node.get(ADVICE), found),
        unasked=head.codes("不填"),
    )
    return template, tuple(found)


def survey_outline(
    contents: Mapping[str, bytes], chapters: Mapping[str, TextFile], found: list[Finding]
) -> tuple[tuple[Part, ...], str, str]:
    """The parts of the social survey report, what it is called and its 同类题; no parts where there is no ``survey.yaml``."""
    if SURVEY not in contents:
        return (), "", ""
    node, parsed = parse_yaml(contents[SURVEY], SURVEY)
    found.extend(parsed)
    if not isinstance(node, Mapped):
        found.append(
            fault(
                Where(SURVEY),
                "调查报告的提纲应当写成“键: 值”，有 报告名称、同类题、篇章 几个键",
                "写法同 template.yaml",
            )
        )
        return (), "", ""
    head = plain_record(node, OF_SURVEY, "调查报告提纲", found, but=(OUTLINE,))
    made = parts(node.get(OUTLINE), chapters, node.at, found)
    return made, head.text("报告名称") or "社会调查报告", head.text("同类题")


def parts(node: Node | None, chapters: Mapping[str, TextFile], at: Where, found: list[Finding]) -> tuple[Part, ...]:
    """The outline; a chapter that has no file is a fault that names the nearest."""
    if not isinstance(node, Listed) or not node.items:
        found.append(fault(node.at if node else at, "模板缺少“篇章”", "写成列表，如“- {篇: 正文, 章: 01-项目概况}”"))
        return ()
    made = []
    for item in node.items:
        if not isinstance(item, Mapped):
            found.append(fault(item.at, "篇章的每一项应当写成“{篇: …, 章: …}”", "如“- {篇: 正文, 章: 01-项目概况}”"))
            continue
        record = plain_record(item, PART, "篇章", found)
        kind, chapter = record.text("篇"), record.text("章").removesuffix(".md")
        if kind in WRITTEN and not chapter:
            found.append(fault(item.at, f"{kind}没有写“章”", "写上 chapters 里的文件名"))
        elif chapter and chapter not in chapters:
            cure = suggestion(chapter, sorted(chapters), "有的章")
            found.append(fault(record.where("章"), f"chapters 里没有“{chapter}.md”", cure))
        depth, wide, optional = record.count("层级") or 2, record.text("横向") == "是", record.text("可选") == "是"
        for known in KINDS:
            if kind == known:
                open_to_all = public(record.text("公开"), chapter)
                lines, titled = cover_lines(record, found), record.text("标题")
                within = record.count("附件层级") or 1
                made.append(Part(known, chapter, depth, wide, optional, item.at, open_to_all, lines, titled, within))
    return tuple(made)


def cover_lines(record: Record, found: list[Finding]) -> tuple[str, ...]:
    """What a cover shows; a line that no cover has is a fault that names the nearest."""
    lines = record.codes("栏")
    for line in lines:
        name = line.rpartition("：")[2]
        if name not in COVER_LINES:
            found.append(fault(record.where("栏"), f"封面没有“{name}”这一栏", suggestion(name, COVER_LINES, "可写的")))
    return lines


def advice(node: Node | None, found: list[Finding]) -> dict[str, str]:
    """What belongs under each key or in each table; a name that the folder does not have is a fault."""
    if node is None:
        return {}
    if not isinstance(node, Mapped):
        found.append(fault(node.at, f"“{ADVICE}”应当写成“键: 值”", "如“项目.背景: 部门的主要职责和机构”"))
        return {}
    told: dict[str, str] = {}
    for key, value in node.items:
        name, _, column = key.text.partition(".")
        spec = table(name)
        if spec is None or (column and spec.field(column) is None):
            near = suggestion(key.text, [f"{one.name}.{each.key}" for one in TABLES for each in one.fields], "可写的")
            found.append(fault(key.at, f"没有“{key.text}”这一项", near))
        elif isinstance(value, Scalar):
            told[key.text] = value.text
        else:
            found.append(fault(value.at, f"“{key.text}”只能写文字", ""))
    return told


def public(said: str, chapter: str) -> bool:
    """Whether a part is for everybody: as the template says, else by the name of its chapter."""
    return said == "是" or (not said and not any(word in chapter for word in WITHHELD))


def plain_record(
    node: Mapped, fields: tuple[Field, ...], name: str, found: list[Finding], but: tuple[str, ...] = ()
) -> Record:
    """A mapping of texts and lists of texts as a record."""
    entries = {}
    for key, value in node.items:
        if key.text in but:
            continue
        if isinstance(value, Listed) and all(isinstance(item, Scalar) for item in value.items):
            text = "\n".join(item.text for item in value.items if isinstance(item, Scalar))
        elif isinstance(value, Scalar):
            text = value.text
        else:
            found.append(fault(value.at, f"“{key.text}”只能写文字或文字的列表", ""))
            text = ""
        entries[key.text] = Entry(text, value.at)
    record, more = read_record(RawRow(entries, node.at), fields, name)
    found.extend(more)
    return record
