"""What screening found, line by line: the rule, the rows, what became of them, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evalkit.cli import show

STATES = {"valid": "仍有效", "suspected": "存疑，计入有效", "invalid": "无效，不计"}
#: So many rows are listed.
ROWS = 20


def screened(found: Iterable[dict[str, Any]]) -> None:
    """A line a rule of the ``screening`` of the JSON."""
    from evalkit.model.questionnaire import RULES

    for one in found:
        more = "等" if len(one["rows"]) > ROWS else ""
        rows = f"第 {'、'.join(str(row) for row in one['rows'][:ROWS])}{more} 行"
        if "places" in one:
            rows = "、".join(one["places"][:ROWS]) + more
        count = f"{len(one['rows'])} 份，" if len(one["rows"]) > 1 else ""
        show.out(f"  {RULES[one['rule']]}：{count}{rows}（{STATES[one['state']]}）。{one['reason']}")


def sources(found: Iterable[dict[str, Any]]) -> None:
    """A line of the ``sources`` of the JSON, where there are several."""
    told = "、".join(f"{one['name']} {one['collected']} 份（有效 {one['valid']} 份）" for one in found)
    if told:
        show.out(f"其中{told}。")
