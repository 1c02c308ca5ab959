"""The one place that prints: findings, tables, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from evalkit.cli.help import wide
from evalkit.cli.locating import located
from evalkit.model.places import Finding

SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}


def say(text: str) -> None:
    """A message for the person: stderr."""
    print(located(text), file=sys.stderr)


def out(text: str) -> None:
    """The result: stdout."""
    print(located(text))


def line(finding: Finding) -> str:
    """``file:spot: severity: message``, then the cure."""
    words = f"{finding.where}: {SEVERITY[finding.severity]}: {finding.message.rstrip('。')}。"
    if finding.cure:
        words += f"办法：{finding.cure.rstrip('。')}。"
    if finding.accepted:
        words += f"（已认可——{finding.accepted}）"
    return " ".join(words.splitlines())


def findings(found: Iterable[Finding]) -> None:
    """Findings, a line each, on stderr."""
    for finding in found:
        say(line(finding))


def contract(finding: Finding) -> dict[str, Any]:
    """A finding as the contract has it."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message,
        "where": str(finding.where),
        "cure": located(finding.cure),
        "subject": finding.subject or None,
        "quotes": [{"text": quote.text, "where": str(quote.where)} for quote in finding.quotes],
        "stated": finding.stated,
        "computed": finding.computed,
        "accepted": finding.accepted,
    }


def as_json(answer: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table for the terminal, its columns aligned by display width; ``right`` columns are right-aligned."""
    edges = [
        max(wide(headers[i]), *(wide(row[i]) for row in rows), 0) if rows else wide(headers[i])
        for i in range(len(headers))
    ]
    for row in (headers, *rows):
        cells = []
        for i, cell in enumerate(row):
            room = " " * (edges[i] - wide(cell))
            cells.append(room + cell if i in right and row is not headers else cell + room)
        out("  ".join(cells).rstrip())
