"""The engagement folder -> ``Source``: tables of either form, questionnaires, chapters, and the names of all else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from evalkit.files.presets import definition_table, grade_table
from evalkit.files.sheet import read_tables
from evalkit.files.tables import node_table, sheet_table
from evalkit.files.text import decode
from evalkit.files.yaml import parse_yaml
from evalkit.likeness import nearest, suggestion
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Mapped, Node, RawTable, Sheet, Source, TextFile
from evalkit.words import NOT_TABLES, RARE, TABLES, TableSpec, fold, table

WORKBOOK = "评价底稿.xlsx"
TEXT = "engagement.yaml"
#: Folders whose files are read, and those of which only the names are kept.
READ = ("tables", "questionnaires", "chapters", "interviews")
LISTED = ("responses", "attachments", "evidence", "interviews")

_IGNORED = ("thumbs.db", "desktop.ini")


def find_engagement(start: Path) -> Path | None:
    """The folder itself or its nearest parent that holds 评价底稿.xlsx or engagement.yaml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / WORKBOOK).is_file() or (folder / TEXT).is_file():
            return folder
    return None


def read_folder(path: Path) -> Source:
    """Reads what belongs to an engagement; mistakes are in ``Source.findings``. ``build/`` and hidden files are not looked at.

    Links that lead out of the folder are passed over.
    """
    contents: dict[str, bytes] = {}
    names: list[str] = []
    findings: list[Finding] = []
    for name in listing(path, (*READ, *LISTED)):
        top = name.partition("/")[0]
        if top in LISTED:
            names.append(name)
        if name in (WORKBOOK, TEXT) or (top in READ and "/" in name and read_suffix(name)):
            try:
                contents[name] = (path / name).read_bytes()
            except OSError as refused:
                cure = "关闭打开它的程序，或检查文件的权限"
                findings.append(fault(Where(name), f"打不开文件：{refused.strerror}", cure))
    return read_files(path.resolve().name, contents, names, findings)


def read_files(
    name: str, contents: Mapping[str, bytes], names: Iterable[str] = (), findings: Iterable[Finding] = ()
) -> Source:
    """A ``Source`` out of files by their path in the folder; ``names`` are those of files that are only listed."""
    reading = _Reading(list(findings))
    for path in sorted(contents, key=lambda path: (path != WORKBOOK, path != TEXT, path)):
        reading.file(path, contents[path])
    reading.tables.extend((grade_table(), definition_table()))
    listed = {path for path in contents if path.partition("/")[0] in LISTED}
    return Source(
        name,
        tuple(reading.tables),
        tuple(reading.questionnaires),
        tuple(reading.chapters),
        tuple(reading.interviews),
        tuple(sorted({*names, *listed})),
        tuple(reading.findings),
        Where(reading.home or name),
    )


def listing(root: Path, only: tuple[str, ...] = ()) -> list[str]:
    """The files below a folder by their path in it, sorted; ``only`` these of its own folders, or all.

    Hidden files, lock files of Office and links that lead out of the folder are left out.
    """
    base = root.resolve()
    names = []
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        skipped = {one for one in folders if one.startswith((".", "__")) or (here / one).is_symlink()}
        if here == root and only:
            skipped |= set(folders) - set(only)
        folders[:] = sorted(set(folders) - skipped)
        for file in files:
            place = here / file
            if file.startswith((".", "~$")) or file.lower() in _IGNORED:
                continue
            if place.is_symlink() and not (place.is_file() and place.resolve().is_relative_to(base)):
                continue
            if not place.is_file():  # a pipe or a device, on which reading would wait for ever
                continue
            names.append(place.relative_to(root).as_posix())
    return sorted(names)


def read_suffix(name: str) -> bool:
    return not name.lower().endswith((".png", ".jpg", ".jpeg", ".docx", ".pdf", ".mp3", ".m4a", ".wav", ".mp4"))


@dataclass
class _Reading:
    """What has been read so far."""

    findings: list[Finding]
    tables: list[RawTable] = field(default_factory=list)
    questionnaires: list[tuple[str, Node]] = field(default_factory=list)
    chapters: list[TextFile] = field(default_factory=list)
    interviews: list[TextFile] = field(default_factory=list)
    home: str = ""

    def file(self, path: str, data: bytes) -> None:
        parts = PurePosixPath(path)
        top, suffix = parts.parts[0], parts.suffix.lower()
        if path == WORKBOOK:
            self.home = path
            self.workbook(path, data)
        elif path == TEXT:
            self.home = self.home or path
            self.engagement(path, data)
        elif top == "tables":
            self.table_file(path, data, parts.stem, suffix)
        elif top == "questionnaires":
            self.questionnaire(path, data, parts.stem, suffix)
        elif top in ("chapters", "interviews") and suffix == ".md":
            text, found = decode(data, path)
            self.findings.extend(found)
            if text is not None:
                (self.chapters if top == "chapters" else self.interviews).append(TextFile(path, text, Where(path)))

    def workbook(self, path: str, data: bytes) -> None:
        sheets, found = read_tables(data, path)
        self.findings.extend(one for one in found if "!" not in one.where.spot)
        for sheet in sheets:
            spec = named_table(sheet.name)
            if spec is None:
                self.unknown_sheet(sheet)
                continue
            self.findings.extend(one for one in found if one.where.spot.startswith(f"{sheet.name}!"))
            read, more = sheet_table(sheet, spec)
            self.findings.extend(more)
            self.add(read, spec)

    def unknown_sheet(self, sheet: Sheet) -> None:
        near = nearest(sheet.name, [spec.name for spec in (*TABLES, *RARE)])
        if near and sheet.height and fold(sheet.name) not in NOT_TABLES:
            message = f"不认识的工作表“{sheet.name}”，没有读"
            self.findings.append(doubt(Where(sheet.file, f"{sheet.name}!A1"), message, f"是不是“{near}”"))

    def engagement(self, path: str, data: bytes) -> None:
        node, found = parse_yaml(data, path)
        self.findings.extend(found)
        if node is None:
            return
        if not isinstance(node, Mapped):
            names = "、".join(spec.name for spec in TABLES if spec.home == "engagement")
            self.findings.append(
                fault(node.at, f"{TEXT} 应当分段写，段名有：{names}", "写作“项目:”，下一行缩进两格写内容")
            )
            return
        for key, value in node.items:
            spec = named_table(key.text)
            if spec is None:
                cure = suggestion(key.text, [spec.name for spec in (*TABLES, *RARE)], "可以写的段名有")
                self.findings.append(fault(key.at, f"不认识的段名“{key.text}”", cure))
                continue
            read, more = node_table(value, spec)
            self.findings.extend(more)
            self.add(RawTable(key.text, read.rows, key.at), spec)

    def table_file(self, path: str, data: bytes, stem: str, suffix: str) -> None:
        spec = named_table(stem)
        if spec is None:
            cure = suggestion(stem, [spec.name for spec in (*TABLES, *RARE)], "表的名称有")
            self.findings.append(fault(Where(path), f"不认识的表“{stem}”", cure))
        elif suffix in (".yaml", ".yml"):
            node, found = parse_yaml(data, path)
            self.findings.extend(found)
            if node is not None:
                read, more = node_table(node, spec)
                self.findings.extend(more)
                self.add(read, spec)
        elif suffix == ".csv":
            sheets, found = read_tables(data, path)
            self.findings.extend(found)
            for sheet in sheets:
                read, more = sheet_table(sheet, spec)
                self.findings.extend(more)
                self.add(read, spec)
        else:
            cure = "存成 .csv 或 .yaml，或把表放进 评价底稿.xlsx"
            self.findings.append(fault(Where(path), "tables 里只读 .yaml 和 .csv，没有读这个文件", cure))

    def questionnaire(self, path: str, data: bytes, stem: str, suffix: str) -> None:
        if suffix not in (".yaml", ".yml"):
            cure = "问卷写成 .yaml；平台导出的答卷放在 responses"
            self.findings.append(doubt(Where(path), "questionnaires 里只读 .yaml，没有读这个文件", cure))
            return
        if "." in stem or any(letter.isspace() for letter in stem):
            cure = "改一个文件名，如“职工.yaml”；答卷也用这个名称"
            self.findings.append(fault(Where(path), f"问卷的文件名“{stem}”里有点号或空格，报告里没法引用", cure))
            return
        node, found = parse_yaml(data, path)
        self.findings.extend(found)
        if node is not None:
            self.questionnaires.append((stem, node))
        elif not found:
            self.findings.append(fault(Where(path), "问卷文件是空的", "写上标题和题目；写法见 docs/files.md"))

    def add(self, read: RawTable, spec: TableSpec) -> None:
        """Keeps a table; one that is there already is a fault, unless one of the two has no rows."""
        for place, other in enumerate(self.tables):
            if named_table(other.name) is spec:
                if not written(other):
                    self.tables[place] = read
                elif written(read):
                    message = f"“{spec.name}”写了两份，另一份在 {other.at}"
                    self.findings.append(fault(read.at, message, "留一份，删去另一份"))
                return
        self.tables.append(read)


def written(read: RawTable) -> bool:
    """Whether anything at all is filled in."""
    return any(entry.text for row in read.rows for entry in row.entries.values())


def named_table(name: str) -> TableSpec | None:
    """The schema of a sheet, section or file by its name; a 表 at its end does not count."""
    return table(name) or (table(name.removesuffix("表")) if name.endswith("表") else None)
