"""The questionnaire as a Word document to print: options in columns, lines to write on, a table for every matrix.

Drawn as WordprocessingML of its own; a question never breaks over two pages.
"""

from __future__ import annotations

import math

from evalkit.forming._word_frame import EM, TEXT, document
from evalkit.forming.wording import (
    FIELDS,
    OTHER,
    THANKS,
    asked_of,
    assurances,
    label,
    letter,
    number,
    paragraphs,
    parts_before,
    stem,
)
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.writers._word_xml import attribute, ems, paragraph, run, spaced_ems

#: What stands left of the options, and between two of them, in widths of a character.
INDENT, GAP = 2, 2
#: The room behind 其他（请写明）, and of the first column of a matrix at most.
WRITE_IN, FIRST = 9, 16
_KEEP = "<w:keepNext/>"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write(questionnaire: Questionnaire) -> bytes:
    """The .docx, its bytes depending on nothing but the questionnaire."""
    body = [paragraph("Title", run(questionnaire.title)), _fields()]
    intro = [line for line in (*paragraphs(questionnaire.intro), assurances(questionnaire)) if line]
    body += [paragraph("Intro", run(line)) for line in intro]
    for question in questionnaire.questions:
        for part in parts_before(question, questionnaire):
            body.append(paragraph("Part", run(part.title)))
            if part.note:
                body.append(paragraph("Note", run(part.note)))
        body += _question(question, questionnaire)
    body.append(paragraph("End", run(THANKS)))
    return document(questionnaire.title, "".join(body))


def _fields() -> str:
    """The line for the number, the day, the place and the investigator."""
    room = TEXT // len(FIELDS)
    stops = ""
    inside = ""
    for place, name in enumerate(FIELDS, 1):
        end = room * place - (EM if place < len(FIELDS) else 0)
        stops += f'<w:tab w:val="left" w:leader="underscore" w:pos="{end}"/>'
        inside += run(f"{name}：") + "<w:r><w:tab/></w:r>"
        if place < len(FIELDS):
            stops += f'<w:tab w:val="left" w:pos="{room * place}"/>'
            inside += "<w:r><w:tab/></w:r>"
    return paragraph("Fields", inside, f"<w:tabs>{stops}</w:tabs>")


def _question(question: Question, questionnaire: Questionnaire) -> list[str]:
    of = asked_of(question, questionnaire)
    head = run(f"{number(question)}. {stem(question)}", "<w:b/>") + (run(f"（{of}）") if of else "")
    return [paragraph("Stem", head, _KEEP), *_answer(question)]


def _answer(question: Question) -> list[str]:
    if question.type == "matrix":
        return [_matrix(question), paragraph("After", "")]
    if question.options:
        return _options(question)
    if question.type == "date":
        return [paragraph("Option", run("________年____月____日"))]
    if question.type == "number":
        return [_line(TEXT // 2, last=True)]
    return [_line(TEXT, last=place == 2) for place in range(3)]


def _line(end: int, *, last: bool) -> str:
    """A line to write on."""
    tab = f'<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{end}"/></w:tabs>'
    return paragraph("Line", "<w:r><w:tab/></w:r>", ("" if last else _KEEP) + tab)


def _options(question: Question) -> list[str]:
    """The options in as many columns as the widest leaves room for, every line but the last kept with the next."""
    mark = "____" if question.type == "rank" else "□"
    texts = [f"{mark} {letter(place)}. {label(option)}" for place, option in enumerate(question.options)]
    needs = [
        spaced_ems(text) + (WRITE_IN if option.write_in else 0)
        for text, option in zip(texts, question.options, strict=True)
    ]
    fitting = max(1, math.floor((TEXT / EM - INDENT + GAP) / (max(needs) + GAP)))
    rows = math.ceil(len(texts) / fitting)
    columns = math.ceil(len(texts) / rows)
    room = (TEXT - INDENT * EM) // columns
    made = []
    for top in range(0, len(texts), columns):
        stops, inside = "", ""
        for place, text in enumerate(texts[top : top + columns]):
            left = INDENT * EM + room * place
            if place:
                stops += f'<w:tab w:val="left" w:pos="{left}"/>'
                inside += "<w:r><w:tab/></w:r>"
            inside += run(text)
            if question.options[top + place].write_in:
                end = left + int(needs[top + place] * EM) + EM
                end = min(end, left + room - EM if place + 1 < columns else TEXT)
                stops += f'<w:tab w:val="left" w:leader="underscore" w:pos="{end}"/>'
                inside += run(f"（{OTHER}）") + "<w:r><w:tab/></w:r>"
        last = top + columns >= len(texts)
        properties = ("" if last else _KEEP) + (f"<w:tabs>{stops}</w:tabs>" if stops else "")
        made.append(paragraph("Option", inside, properties))
    return made


def _matrix(question: Question) -> str:
    """A row a line of the matrix, a column an option, with a box in every cell."""
    labels = [option.label for option in question.options]
    widest = min(max(ems(row) for row in question.rows) + 2, FIRST)
    least = (TEXT / EM - FIRST) / len(labels)
    first = int(max(widest, min(FIRST, TEXT / EM - 7 * len(labels))) * EM)
    first = min(first, TEXT - int(min(least, 4) * len(labels) * EM))
    other = (TEXT - first) // len(labels)
    widths = [TEXT - other * len(labels), *([other] * len(labels))]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([("", "Cell"), *((text, "Cell") for text in labels)], widths, header=True, keep=True)
    rows = [
        _row([(text, "CellLeft"), *(("□", "Cell") for _ in labels)], widths, keep=place < len(question.rows))
        for place, text in enumerate(question.rows, 1)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblCaption w:val="{attribute(question.text)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{''.join(rows)}</w:tbl>"
    )


def _row(cells: list[tuple[str, str]], widths: list[int], *, header: bool = False, keep: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="ECEFF3"/>' if header else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(style, run(text), _KEEP if keep else '')}</w:tc>"
        for (text, style), width in zip(cells, widths, strict=True)
    )
    mark = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inside}</w:tr>"
