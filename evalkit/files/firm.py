"""A firm's profile: ``FIRM.yaml`` and the pictures beside it."""

from __future__ import annotations

from pathlib import Path

from evalkit import words
from evalkit.files.yaml import parse_yaml
from evalkit.model.firm import Firm, colour_faults
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Listed, Mapped, Node, Scalar

#: Keys of the record that name files.
FILES = ("营业执照", "样式文件", "标志")


def read_firm(path: Path) -> tuple[Firm | None, tuple[Finding, ...]]:
    """The profile with the bytes of the files it names, looked for beside it.

    The file holds 机构 (the keys of the sheet 机构) and 团队 (people by the keys of the sheet 团队).
    """
    if not path.is_file():
        return None, (fault(Where(str(path)), "没有这个机构档案", "检查文件名；写法见 docs/files.md 的“机构档案”"),)
    node, findings = parse_yaml(path.read_bytes(), path.name)
    if node is None:
        return None, findings
    if not isinstance(node, Mapped):
        return None, (
            *findings,
            fault(node.at, "机构档案应当分“机构”和“团队”两段", "写法见 docs/files.md 的“机构档案”"),
        )
    record = mapping(node.get(words.FIRM.name), words.FIRM)
    people = node.get(words.TEAM.name, "人员")
    staff = tuple(mapping(item, words.TEAM) for item in (people.items if isinstance(people, Listed) else ()))
    found = list(findings)
    files = {}
    for key in FILES:
        name = record.get(key, "")
        if not name:
            continue
        place = path.parent / name
        if Path(name).name != name or not place.is_file():
            found.append(fault(Where(path.name, key), f"找不到文件“{name}”", "把它放在机构档案旁边，只写文件名"))
        elif not place.resolve().is_relative_to(path.parent.resolve()):
            message = f"“{name}”是链接，指到了机构档案所在的文件夹外面，没有读"
            found.append(fault(Where(path.name, key), message, "把文件复制到机构档案旁边"))
        else:
            files[name] = place.read_bytes()
    found += colour_faults(record.get("主色"), place_of(node, "主色"))
    for named, _ in node.items:
        if named.text not in (words.FIRM.name, words.TEAM.name, "人员"):
            found.append(fault(named.at, f"机构档案里没有“{named.text}”这一段", "只写“机构”和“团队”"))
    for section, spec in ((node.get(words.FIRM.name), words.FIRM), (people, words.TEAM)):
        for part in section.items if isinstance(section, Listed) else (section,):
            if isinstance(part, Mapped):
                found += [
                    fault(
                        key.at,
                        f"“{spec.name}”里没有“{key.text}”这一项",
                        "可以写 " + "、".join(f.key for f in spec.fields),
                    )
                    for key, _ in part.items
                    if spec.field(key.text) is None
                ]
    return Firm(record, staff, files, node.at), tuple(found)


def place_of(node: Mapped, key: str) -> Where:
    """Where a key of 机构 stands."""
    record = node.get(words.FIRM.name)
    found = (
        record.get(key, *(words.FIRM.field(key) or words.FIRM.fields[0]).synonyms)
        if isinstance(record, Mapped)
        else None
    )
    return found.at if found is not None else node.at


def mapping(node: Node | None, spec: words.TableSpec) -> dict[str, str]:
    """A YAML mapping as text by the table's own keys; what the table does not know is left out."""
    record = {}
    if isinstance(node, Mapped):
        for key, value in node.items:
            field = spec.field(key.text)
            if field is not None and isinstance(value, Scalar):
                record[field.key] = value.text
    return record
