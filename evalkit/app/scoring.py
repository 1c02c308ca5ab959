"""``score`` and ``explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.app.firmness import sensitivity
from evalkit.app.opening import Findings, open_engagement
from evalkit.files.outputs import Stopped
from evalkit.model.places import Where, fault
from evalkit.numbers import trimmed


def score_table(folder: Path | None, firmness: bool = False) -> tuple[dict[str, Any], Findings]:
    """The contract's ``score --json``; with ``firmness`` the key ``sensitivity`` besides."""
    opened, findings = open_engagement(folder)
    case = opened.case
    sheet = case.scoresheet
    assert sheet is not None
    rows = []
    for node in sheet.indicators:
        made = sheet.scores.get(node.code)
        value = case.facts.get(f"取值.{node.code}")
        rows.append(
            {
                "code": node.code,
                "level": node.level,
                "parent": node.parent or None,
                "name": node.name,
                "weight": case.facts[f"分值.{node.code}"].text,
                "score": case.facts[f"得分.{node.code}"].text or None,
                "rate": case.facts[f"得分率.{node.code}"].text or None,
                "value": node.phrase or (value.display if value else "") or None,
                "rule": node.rule.kind if node.rule else None,
                "explanation": "；".join(step.text for step in made.steps) if made else None,
                "evidence": list(node.evidence),
            }
        )
    facts = case.facts
    answer: dict[str, Any] = {
        "total": facts["总分"].text or None,
        "full": facts["满分"].text,
        "grade": facts["等级"].text or None,
        "indicators": rows,
        "adjustments": [
            {
                "kind": one.adjustment.kind,
                "target": one.adjustment.target or None,
                "matter": one.adjustment.matter,
                "holds": one.holds,
                "change": case.facts[f"加减分.{place}"].text or None,
                "effect": one.step.text,
            }
            for place, one in enumerate(sheet.adjustments, start=1)
        ],
        "not_applicable": [
            {"code": one.code, "name": one.name, "weight": trimmed(one.weight), "reason": one.reason}
            for one in sheet.idle
        ],
    }
    if firmness:
        answer["sensitivity"] = sensitivity(case)
    return answer, findings


def explain(name: str, folder: Path | None) -> tuple[dict[str, Any], Findings]:
    """The contract's ``explain``: the chain of a score or of any printed figure down to file and cell."""
    from evalkit.explain import explain as chain

    opened, findings = open_engagement(folder)
    found = chain(name, opened.case)
    if isinstance(found, tuple):
        near = "、".join(found)
        cure = f"是不是：{near}" if near else "用 evalkit score 看编码，用 评价底稿 的“事实”表看名称"
        raise Stopped((fault(Where(name), f"没有叫“{name}”的得分或事实", cure),))
    steps = [
        {"text": step.text, "source": "；".join(map(str, step.sources)) or None, "depth": depth}
        for depth, step in found.steps
    ]
    return {"name": found.name, "value": found.value or None, "unit": found.unit or None, "steps": steps}, findings
