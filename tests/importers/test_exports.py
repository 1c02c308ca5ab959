"""The same two forms as every platform exports them: recognised by content, and read alike."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit import plugs
from evalkit.answers.keeping import kept
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.source import Sheet

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "exports.yaml").read_text("utf-8"))
SCALE = tuple(
    Option(label, score and Decimal(score))
    for label, score in (
        ("非常满意", "100"), ("比较满意", "75"), ("一般", "50"), ("不太满意", "25"), ("非常不满意", "0"), ("不了解", None),
    )
)  # fmt: skip
FORM = Questionnaire(
    "农户",
    "农户满意度调查",
    (
        Question("Q1", "您的单位", "text"),
        Question("Q2", "您对发放是否满意？", "single", SCALE),
        Question("Q3", "获知途径（可多选）", "multi", (Option("微信"), Option("公示"), Option("其他"))),
        Question("Q4", "各方面是否满意", "matrix", SCALE, rows=("服务态度", "办事效率")),
        Question("Q5", "您的建议", "text", required=False),
    ),
)


def sheet(text: str) -> Sheet:
    rows = [
        [cell.strip().replace("¦", "|").replace("⏎", "\n") or None for cell in line.split("|")]
        for line in text.strip("\n").splitlines()
    ]
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return Sheet("随便什么名字.bin", "", tuple(list(column) for column in zip(*padded, strict=True)), len(rows))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_two_forms_are_read_the_same_from_every_export(case: dict[str, Any]) -> None:
    survey, findings = ingest((sheet(case["sheet"]),), FORM)
    assert survey is not None, findings
    assert survey.platform == case["platform"]
    answers = {key: list(column) for key, column in survey.answers.items()}
    assert answers.pop("Q3.其他", None) == (["", case["write_in"]] if "write_in" in case else None)
    assert answers.pop("Q5")[0] == "好"
    assert [answers.pop(f"Q3={place}") for place in (1, 2, 3)] == [[1, 0], [1, 0], [0, 1]]
    assert answers == {"Q1": ["甲村", "乙村"], "Q2": [0, 2], "Q4.1": [0, 1], "Q4.2": [1, 2]}
    warned = [found.message for found in findings if found.severity != "note"]
    if "said" in case:
        assert any(case["said"] in message for message in warned), warned
    elif "合计" not in case["sheet"]:
        assert warned == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_kept_reads_back_the_same_and_names_nobody(case: dict[str, Any]) -> None:
    export, _ = exported((sheet(case["sheet"]),), FORM)
    assert export is not None
    survey, _ = answered(export, FORM)
    assert survey is not None
    rows = kept(survey, forms(export, FORM, survey.answers))
    said = "\n".join("|".join(row) for row in rows)
    for personal in ("192.0.2", "小甲", "o-1", "u-1", "example.com", "赵", "郴州", "25.7", "员一", "118001"):
        assert personal not in said
    columns = tuple([cell or None for cell in column] for column in zip(*rows, strict=True))
    again, findings = ingest((Sheet("responses/农户.csv", "", columns, len(rows)),), FORM)
    assert again is not None, findings
    assert {key: list(column) for key, column in again.answers.items()} == {
        key: list(column) for key, column in survey.answers.items()
    }
    assert list(again.states) == list(survey.states)


def test_every_platform_has_an_export_here() -> None:
    assert {case["platform"] for case in CASES} == set(plugs.names("importers"))
