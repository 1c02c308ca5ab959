"""Codes of the leaves: those of the table, those another table has instead, and free ones where a code came twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from evalkit.framing.joining import Frame, other_code
from evalkit.framing.lines import Line
from evalkit.model.places import Finding, doubt

_FIT = re.compile(r"[A-Z]+\d*(?:-\d+)*")


def coded(lines: Sequence[Line], others: Sequence[Frame]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The leaves with codes that came twice made different; blanks stay, the loader numbers them.

    So it does where codes are bare numbers (``1.2.3``), which no expression could name (``得分.1.2.3``).
    """
    findings: list[Finding] = []
    numbered = [line for line in lines if line.code and not _FIT.fullmatch(line.code)]
    if numbered:
        message = f"{len(numbered)} 个编码是“{numbered[0].code}”这样的，底稿里改编为 A11 一类"
        cure = "算式和报告里要用字母开头、没有点号的编码"
        findings.append(Finding("input", "note", message, numbered[0].where("name"), cure))
        lines = [replace(line, code="") if line.code and not _FIT.fullmatch(line.code) else line for line in lines]
    taken = {line.code for line in lines if line.code}
    seen: dict[str, Line] = {}
    made: list[Line] = []
    for line in lines:
        before = seen.get(line.code) if line.code else None
        if before is not None:
            elsewhere = other_code(line, others)
            code = elsewhere if elsewhere and elsewhere not in taken else _next(line.code, taken)
            ground = "（评分表里是这个编码）" if code == elsewhere else ""
            message = f"编码“{line.code}”写了两次：“{before.name}”和“{line.name}”，后一个先编为 {code}{ground}"
            findings.append(doubt(line.where("name"), message, f"核对后一个的编码；不是 {code} 的，在“指标”表里改"))
            taken.add(code)
            line = replace(line, code=code)
        if line.code:
            seen.setdefault(line.code, line)
        made.append(line)
    return tuple(made), tuple(findings)


def _next(code: str, taken: set[str]) -> str:
    """The first code behind this one that nobody has: D11 → D12."""
    found = re.fullmatch(r"(.*?)(\d+)", code)
    if not found:
        return next(f"{code}{n}" for n in count(2) if f"{code}{n}" not in taken)
    stem, digits = found[1], found[2]
    if len(digits) > 1 and not stem.endswith((".", "-")):
        stem, digits = stem + digits[:-1], digits[-1]
    return next(f"{stem}{n}" for n in count(int(digits) + 1) if f"{stem}{n}" not in taken)
