"""A template's skeleton, answers and a firm's profile -> the files of a fresh engagement, in either form."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from evalkit import words
from evalkit.model.firm import Firm
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import Source
from evalkit.numbers import parse_date, parse_decimal
from evalkit.workbook import draw_workbook, rows_of

Tables = dict[str, list[dict[str, str]]]

READ_ME = """这个文件夹是一个绩效评价项目。

{main}
questionnaires  问卷，一份一个 .yaml 文件
responses       平台导出的答卷，文件名与问卷相同，如 {survey}.xlsx
attachments     营业执照等图片，本机构的参考样式 .docx
evidence        佐证材料
interviews      访谈记录，一份一个 .md 文件
chapters        与模板不同的章节；没有就用模板的
build           生成的报告和底稿；每次生成都会更新，不要在里面存自己的文件

先运行 evalkit status，看下一步做什么。
"""


def scaffold(
    skeleton: Source,
    kept: Mapping[str, bytes],
    answers: Mapping[str, str],
    firm: Firm | None,
    form: str,
    offers: Mapping[tuple[str, str], Sequence[str]],
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The fresh engagement as ``{path: bytes}``; ``form`` is ``workbook`` or ``text``.

    ``offers`` are drop-downs of the workbook by table and key. ``kept`` are the skeleton's files that go over as they are (questionnaires). ``answers`` are keyed as
    ``项目.名称``; an unknown key or a value of the wrong type is a fault that names the nearest right one.
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
    surveys = [name.split("/")[-1].removesuffix(".yaml") for name in kept if name.startswith("questionnaires/")]
    survey = surveys[0] if surveys else "问卷"
    if form == "workbook":
        files["评价底稿.xlsx"] = draw_workbook(tables, offers)
        main = "评价底稿.xlsx    项目、资金、团队、指标、要点、事实、佐证、问题建议……都填在这里"
    else:
        files.update(texts(tables))
        main = (
            "engagement.yaml  项目、机构、资金、团队、进度、依据\ntables           指标、要点、事实、佐证、问题建议等表"
        )
    files["请先读我.txt"] = READ_ME.format(main=main, survey=survey).replace("\n", "\r\n").encode("utf-8-sig")
    return files, findings


def answered(tables: Tables, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Puts the answers into the tables; returns what is wrong with them."""
    findings = []
    forms = {spec.name: spec for spec in words.TABLES if spec.form}
    known = tuple(f"{spec.name}.{field.key}" for spec in forms.values() for field in spec.fields)
    for key, value in answers.items():
        where = Where("--set", key)
        name, _, wanted = key.partition(".")
        spec = forms.get(name)
        field = spec.field(wanted) if spec else None
        if spec is None or field is None:
            near = get_close_matches(key, known, 1)
            cure = f"是不是 {near[0]}" if near else "可以填写的有 " + "、".join(known[:8]) + " 等"
            findings.append(fault(where, f"没有“{key}”这一项", cure))
        elif field.kind == "count" and not re.fullmatch(r"\d+", value.removesuffix("年").strip()):
            findings.append(fault(where, f"“{value}”不是整数", f"写成 {key}={field.example or '2025'}"))
        elif field.kind == "date" and parse_date(value) is None:
            findings.append(fault(where, f"“{value}”不是日期", f"写成 {key}=2026-03-20"))
        elif field.kind == "number" and parse_decimal(value) is None:
            findings.append(fault(where, f"“{value}”不是数字", "只写数字，单位另填"))
        elif field.kind == "choice" and value not in field.choices:
            findings.append(fault(where, f"“{value}”不在可选的内容里", "可选 " + "、".join(field.choices)))
        else:
            rows = tables.setdefault(spec.name, [{}])
            if not rows:
                rows.append({})
            rows[0][field.key] = value.removesuffix("年") if field.kind == "count" else value
    return tuple(findings)


def texts(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, bytes]:
    """The text form: ``engagement.yaml`` and ``tables/NAME.yaml``, each key explained by a comment where it is empty."""
    whole = []
    files = {}
    for spec in (*words.TABLES, *(spec for spec in words.RARE if tables.get(spec.name))):
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
