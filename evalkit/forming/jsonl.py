"""The questionnaire as the JSONL 问卷星's interface takes: a JSON object a line, the first one about the whole."""

from __future__ import annotations

import json
from typing import Any

from evalkit.forming.wording import assurances, paragraphs, parts_before
from evalkit.model.questionnaire import Question, Questionnaire, QuestionType

_KINDS: dict[QuestionType, str] = {
    "single": "单选", "multi": "多选", "scale": "量表题", "matrix": "矩阵单选",
    "text": "简答题", "number": "单项填空", "date": "日期", "rank": "排序",
}  # fmt: skip


def write(questionnaire: Questionnaire) -> bytes:
    """UTF-8, one object a line; sections are 段落说明."""
    intro = "".join([*paragraphs(questionnaire.intro), assurances(questionnaire)])
    rows: list[dict[str, Any]] = [
        {"qtype": "问卷基础信息", "title": questionnaire.title, "introduction": intro, "language": "zh", "atype": 1}
    ]
    for question in questionnaire.questions:
        for part in parts_before(question, questionnaire):
            rows.append({"qtype": "段落说明", "title": part.title + (f"：{part.note}" if part.note else "")})
        rows.append(_row(question))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def _row(question: Question) -> dict[str, Any]:
    scored = all(option.score is not None for option in question.options)
    kind = _KINDS["single"] if question.type == "scale" and not scored else _KINDS[question.type]
    row: dict[str, Any] = {"qtype": kind, "title": question.text}
    if question.rows:
        row["rowtitle"] = list(question.rows)
    if question.options:
        row["select"] = [option.label + ("____" if option.write_in else "") for option in question.options]
    if not question.required:
        row["requir"] = False
    return row
