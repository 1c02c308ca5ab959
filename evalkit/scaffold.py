"""A template's skeleton, answers and a firm's profile -> the files of a fresh engagement, in either form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from evalkit import likeness, words
from evalkit.model.firm import Firm
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Source
from evalkit.numbers import no_such_day, parse_date, parse_decimal
from evalkit.records import full_year, is_year
from evalkit.words import Field, TableSpec
from evalkit.workbook import draw_workbook, rows_of

Tables = dict[str, list[dict[str, str]]]

#: Kinds of values that are best shown by an example.
_SHOWN = ("count", "year", "date")

#: What may lie in the folder beside its tables, and what is written there by the program.
_FOLDERS = {
    "questionnaires": "问卷，一份一个 .yaml 文件",
    "responses": "平台导出的答卷，文件名与问卷相同，如 {survey}.xlsx",
    "attachments": "营业执照等图片，本机构的参考样式 .docx",
    "evidence": "佐证材料",
    "interviews": "访谈记录，一份一个 .md 文件",
    "chapters": "与模板不同的章节；没有就用模板的",
}
_BUILT = "生成的报告和底稿；每次生成都会更新，不要在里面存自己的文件"
_TABLES = {
    "评价底稿.xlsx": "项目、资金、团队、指标、要点、事实、佐证、问题建议……都填在这里",
    "engagement.yaml": "项目、机构、资金、团队、进度、依据",
    "tables": "指标、要点、事实、佐证、问题建议等表",
}


def scaffold(
    skeleton: Source,
    kept: Mapping[str, bytes],
    answers: Mapping[str, str],
    firm: Firm | None,
    form: str,
    offers: Mapping[tuple[str, str], Sequence[str]],
    advice: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The fresh engagement as ``{path: bytes}``; ``form`` is ``workbook`` or ``text``.

    ``offers`` are drop-downs of the workbook by table and key. ``kept`` are the skeleton's files that go over as they
    are (questionnaires). ``advice`` is what the template says of a table or key in the place of the schema's words.
    ``answers`` are keyed as ``项目.名称``; an unknown key or a value of the wrong type is a fault that names the
    nearest right one.
    """
    tables: Tables = {name: [dict(row) for row in rows] for name, rows in rows_of(skeleton).items()}
    if firm is not None:
        record = tables.setdefault(words.FIRM.name, [{}]) or [{}]
        tables[words.FIRM.name] = [{**record[0], **firm.record}]
        if firm.staff:
            tables[words.TEAM.name] = [dict(person) for person in firm.staff]
    findings = answered(tables, answers)
    files: dict[str, bytes] = dict(kept)
    if firm is not None:
        files.update({f"attachments/{name}": data for name, data in firm.files.items()})
    if form == "workbook":
        files["评价底稿.xlsx"] = draw_workbook(tables, offers, advice)
    else:
        files.update(texts(tables, advice))
    files["请先读我.txt"] = read_me(tuple(files)).replace("\n", "\r\n").encode("utf-8-sig")
    return files, findings


def read_me(paths: Sequence[str]) -> str:
    """What a fresh folder with these files holds, and which folders are still to be made, by whom."""
    tops = {path.partition("/")[0] for path in paths}
    surveys = [path.split("/")[1].removesuffix(".yaml") for path in sorted(paths) if path.startswith("questionnaires/")]
    folders = {name: text.format(survey=(*surveys, "问卷")[0]) for name, text in _FOLDERS.items()}
    there = {name: text for name, text in {**_TABLES, **folders}.items() if name in tops}
    later = {name: text for name, text in folders.items() if name not in tops}
    parts = (
        ("这个文件夹是一个绩效评价项目。现在有：", there),
        ("下面的文件夹还没有，要放东西时自己建，名称照写：", later),
        ("evalkit build 生成报告时，程序会建：", {"build": _BUILT}),
    )
    listed = [
        f"{head}\n\n" + "\n".join(f"{_padded(name)}{text}" for name, text in rows.items()) for head, rows in parts
    ]
    return "\n\n".join((*listed, "先运行 evalkit status，看下一步做什么。\n"))


def _padded(name: str) -> str:
    """A name filled up to a column of 17, a Chinese character taking two."""
    return name + " " * (17 - sum(2 if ord(letter) > 127 else 1 for letter in name))


def answered(tables: Tables, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Puts the answers into the tables; returns what is wrong with them, in words for ``--set``."""
    findings = []
    forms = {spec.name: spec for spec in words.TABLES if spec.form}
    for key, value in answers.items():
        where = Where("--set", key)
        name, _, wanted = key.partition(".")
        spec = forms.get(name)
        field = spec.field(wanted) if spec else None
        if spec is None or field is None:
            findings.append(fault(where, f"没有“{key}”这一项", _meant(name, wanted, forms)))
        elif wrong := unfit(field, value):
            message, how = wrong
            findings.append(fault(where, message, f"写成 {key}={how}" if field.kind in _SHOWN else how))
        else:
            rows = tables.setdefault(spec.name, [{}])
            if not rows:
                rows.append({})
            rows[0][field.key] = value.removesuffix("年") if field.kind in ("count", "year") else value
    return tuple(findings)


def unfit(field: Field, value: str) -> tuple[str, str] | None:
    """What is wrong with a value for a key, and how to write it (for a count or a date an example); None when it is good."""
    match field.kind:
        case "count" | "year" if not re.fullmatch(r"\d+", value.removesuffix("年").strip()):
            return f"“{value}”不是整数", field.example or "2025"
        case "year" if not is_year(year := int(value.removesuffix("年"))):
            return f"“{value}”不是四位数字的年份", str(full_year(year))
        case "date" if why := no_such_day(value):
            return f"“{value}”没有这一天：{why}", field.example or "2026-03-20"
        case "date" if parse_date(value) is None:
            return f"“{value}”不是日期", field.example or "2026-03-20"
        case "number" if parse_decimal(value) is None:
            return f"“{value}”不是数字", "只写数字，单位另填"
        case "choice" if value not in field.choices:
            return f"“{value}”不在可选的内容里", "可选 " + "、".join(field.choices)
    return None


def unsuitable(key: str, value: str) -> str:
    """What to tell whoever typed a value when asked for a key such as ``项目.年度``; empty when it is good."""
    name, _, wanted = key.partition(".")
    spec = words.table(name)
    field = spec.field(wanted) if spec else None
    wrong = unfit(field, value) if field else None
    if field is None or wrong is None:
        return ""
    message, how = wrong
    return f"{message}，请再输入一次{'，如 ' if field.kind in _SHOWN else '：'}{how}"


def _meant(name: str, wanted: str, forms: Mapping[str, TableSpec]) -> str:
    spec = forms.get(name)
    if spec is None:
        return likeness.suggestion(name, tuple(forms), "等号前写“表.项”，表有") + "，如 项目.名称"
    near = likeness.nearest_field(wanted, spec.fields)
    return (
        f"是不是 {name}.{near}"
        if near
        else likeness.listed([f"{name}.{one.key}" for one in spec.fields], "可以填写的有")
    )


def texts(
    tables: Mapping[str, Sequence[Mapping[str, str]]], advice: Mapping[str, str] = MappingProxyType({})
) -> dict[str, bytes]:
    """The text form: ``engagement.yaml`` and ``tables/NAME.yaml``, each key explained by a comment where it is empty."""
    whole = []
    files = {}
    specs = (*words.TABLES, *(spec for spec in words.RARE if tables.get(spec.name)))
    for spec in (one.advised(advice) for one in specs):
        rows = tables.get(spec.name, ())
        if spec.form:
            record = rows[0] if rows else {}
            lines = [f"# {spec.help}", f"{spec.name}:"]
            lines += [entry("  ", field, record.get(field.key, "")) for field in spec.fields]
            whole.append("\n".join(lines))
            continue
        listed = [listing(spec, row) for row in rows if any(row.values())]
        if spec.home == "engagement":
            body = "\n".join("  " + line for item in listed for line in item.split("\n"))
            whole.append(f"# {spec.help}\n# 每行：{columns(spec)}\n{spec.name}:" + (f"\n{body}" if listed else " []"))
        else:
            body = "\n".join(listed) if listed else "[]"
            files[f"tables/{spec.name}.yaml"] = f"# {spec.help}\n# 每行：{columns(spec)}\n{body}\n".encode()
    files["engagement.yaml"] = ("\n\n".join(whole) + "\n").encode()
    return files


def columns(spec: words.TableSpec) -> str:
    return "、".join(field.key + ("*" if field.required else "") for field in spec.fields)


def entry(indent: str, field: words.Field, value: str) -> str:
    """One key of a mapping, with its explanation while it is empty."""
    if value:
        return f"{indent}{field.key}: {scalar(value, indent)}"
    return f'{indent}{field.key}: ""' + (f"  # {field.help}" if field.help else "")


def listing(spec: words.TableSpec, row: Mapping[str, str]) -> str:
    """One row as an item of a list; empty columns are left out."""
    pairs = [f"{field.key}: {scalar(row[field.key], '  ')}" for field in spec.fields if row.get(field.key)]
    return "- " + "\n  ".join(pairs)


def scalar(value: str, indent: str) -> str:
    """A text as a YAML scalar that reads back to the same text."""
    if "\n" in value and value == value.strip() and "\r" not in value:
        deeper = "\n".join(f"{indent}  {line}" if line else "" for line in value.split("\n"))
        return f"|-\n{deeper}"
    if (
        re.fullmatch(r"[\w\u4e00-\u9fff（《“〔][\w\u4e00-\u9fff（）()《》“”〔〕，。；、 .%/×+→≥≤-]*", value)
        and value == value.strip()
    ):
        return value
    return json.dumps(value, ensure_ascii=False)
