"""The questionnaire as an XLSForm, for KoboToolbox, ODK and their likes: sheets survey, choices and settings.

Conditions become ``relevant``, an option that shuts out the others a ``constraint``, a line behind 其他 a question of its
own. A choice is named by its place, its label is what the export says.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from evalkit.forming.wording import OTHER, assurances, paragraphs, parts_before
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.writers._package import moment, pinned
from evalkit.writers._word_xml import short_hash

SURVEY = ("type", "name", "label", "hint", "required", "appearance", "relevant", "constraint", "constraint_message")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version")
_TYPES = {"single": "select_one", "scale": "select_one", "multi": "select_multiple", "rank": "rank"}
_PLAIN = {"text": "text", "number": "decimal", "date": "date"}

Row = dict[str, str]


def write(questionnaire: Questionnaire) -> bytes:
    """The workbook, its bytes depending on nothing but the questionnaire."""
    survey, choices = tuple(_survey(questionnaire)), tuple(_choices(questionnaire))
    version = short_hash(repr((survey, choices)), 8)
    settings = {"form_title": questionnaire.title, "form_id": _form_id(questionnaire.id), "version": version}
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    workbook.set_properties({"title": questionnaire.title, "created": moment("").replace(tzinfo=None)})
    _sheet(workbook, "survey", SURVEY, survey)
    _sheet(workbook, "choices", CHOICES, choices)
    _sheet(workbook, "settings", SETTINGS, (settings,))
    workbook.close()
    return pinned(buffer.getvalue())


def _sheet(workbook: Any, name: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
    sheet = workbook.add_worksheet(name)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header)
        sheet.set_column(column, column, 50 if header in ("label", "hint") else 18)
        for place, row in enumerate(rows, 1):
            if row.get(header):
                sheet.write_string(place, column, row[header])
    sheet.freeze_panes(1, 0)


def _form_id(id: str) -> str:
    """Servers want Latin letters and digits: another name goes by its hash."""
    return id if id.isascii() and id.replace("-", "").replace("_", "").isalnum() else f"survey_{short_hash(id, 8)}"


def _name(question: Question) -> str:
    return question.id.lower()


def _survey(questionnaire: Questionnaire) -> Iterator[Row]:
    said = [*paragraphs(questionnaire.intro), assurances(questionnaire)]
    yield {"type": "note", "name": "intro", "label": "\n".join(line for line in said if line)}
    open_part = 0
    for question in questionnaire.questions:
        for part in parts_before(question, questionnaire):
            if open_part:
                yield {"type": "end_group", "name": f"part{open_part}"}
            open_part += 1
            yield {"type": "begin_group", "name": f"part{open_part}", "label": part.title}
            if part.note:
                yield {"type": "note", "name": f"part{open_part}_note", "label": part.note}
        yield from _question(question, questionnaire)
    if open_part:
        yield {"type": "end_group", "name": f"part{open_part}"}


def _question(question: Question, questionnaire: Questionnaire) -> Iterator[Row]:
    name, relevant = _name(question), _relevant(question, questionnaire)
    required = "yes" if question.required else ""
    if question.type == "matrix":
        yield {
            "type": "begin_group", "name": name, "label": question.text, "appearance": "field-list",
            "relevant": relevant,
        }  # fmt: skip
        yield {"type": f"select_one {name}_list", "name": f"{name}_head", "label": "　", "appearance": "label"}
        for place, row in enumerate(question.rows, 1):
            yield {
                "type": f"select_one {name}_list", "name": f"{name}_{place}", "label": row,
                "required": required, "appearance": "list-nolabel",
            }  # fmt: skip
        yield {"type": "end_group", "name": name}
        return
    kind = f"{_TYPES[question.type]} {name}_list" if question.type in _TYPES else _PLAIN[question.type]
    asked = {"type": kind, "name": name, "label": question.text, "required": required, "relevant": relevant}
    asked["appearance"] = "multiline" if question.type == "text" else ""
    alone = [place for place, option in enumerate(question.options, 1) if option.alone]
    if question.type == "multi" and alone:
        asked["constraint"] = " and ".join(f"(not(selected(., '{n}')) or count-selected(.) = 1)" for n in alone)
        labels = "、".join(question.options[n - 1].label for n in alone)
        asked["constraint_message"] = f"选了“{labels}”，就不能再选其他项"
    yield asked
    for place, option in enumerate(question.options, 1):
        if option.write_in and question.type in ("single", "scale", "multi"):
            yield {
                "type": "text", "name": f"{name}_{place}_text", "label": f"{option.label}：{OTHER}",
                "relevant": _chose(question, place),
            }  # fmt: skip


def _relevant(question: Question, questionnaire: Questionnaire) -> str:
    if question.shown is None:
        return ""
    earlier = questionnaire.question(question.shown.question)
    return " or ".join(_chose(earlier, place + 1) for place in question.shown.options)


def _chose(question: Question, number: int) -> str:
    reference = f"${{{_name(question)}}}"
    return f"selected({reference}, '{number}')" if question.type == "multi" else f"{reference} = '{number}'"


def _choices(questionnaire: Questionnaire) -> Iterator[Row]:
    for question in questionnaire.questions:
        for place, option in enumerate(question.options, 1):
            yield {"list_name": f"{_name(question)}_list", "name": str(place), "label": option.label}
