"""``Questionnaire`` -> the blank forms to hand out, by kind."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire

#: Kinds of forms by the word for ``--only``, with what stands behind the questionnaire's name in the file's name.
KINDS: Mapping[str, str] = {
    "word": ".docx",
    "html": ".html",
    "xlsform": "-XLSForm.xlsx",
    "wjx": "-问卷星.txt",
    "jsonl": "-问卷星.jsonl",
    "entry": "-录入.xlsx",
}


class _Writer(Protocol):
    def write(self, questionnaire: Questionnaire) -> bytes: ...


def forms(questionnaire: Questionnaire, kinds: Iterable[str]) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The bytes by file name, and what a form cannot say and has to be set by hand. KeyError for an unknown kind."""
    kinds = tuple(kinds)
    made = {f"{questionnaire.id}{KINDS[kind]}": _writer(kind).write(questionnaire) for kind in kinds}
    found: list[Finding] = []
    if {"wjx", "jsonl"}.intersection(kinds):
        from evalkit.forming.wjx import by_hand

        told = by_hand(questionnaire)
        if told:
            message = f"问卷星的文本不带显示条件和“独选”，有 {len(told)} 道题要在导入后自己设置"
            found.append(Finding("input", "note", message, questionnaire.at, "；".join(told)))
    return made, tuple(found)


def _writer(kind: str) -> _Writer:
    """Only the module of the kind is imported: some pull in heavy libraries."""
    return cast(_Writer, importlib.import_module(f"evalkit.forming.{kind}"))
