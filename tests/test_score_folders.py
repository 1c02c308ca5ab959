"""Whole engagements in small, from their tables to scores, total and grade: ``tests/score_folders.yaml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit import app

CASES = yaml.load((Path(__file__).parent / "score_folders.yaml").read_text("utf-8"), yaml.BaseLoader)


def written(folder: Path, case: Mapping[str, Any]) -> None:
    """The case as a folder; JSON is YAML, and keeps every text as it was written."""
    project = {"名称": "试点项目", "年度": "2022", "委托单位": "某县财政局", **case.get("项目", {})}
    whole = {"项目": project, "机构": {"名称": "某咨询公司"}, **({"口径": case["口径"]} if "口径" in case else {})}
    (folder / "tables").mkdir()
    (folder / "engagement.yaml").write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    for key, name in (
        ("指标", "指标"),
        ("要点", "要点"),
        ("事实表", "事实"),
        ("加减分", "加减分"),
        ("专家评分", "专家评分"),
    ):
        if key in case:
            (folder / "tables" / f"{name}.yaml").write_text(json.dumps(case[key], ensure_ascii=False), "utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_folder_is_scored(case: Mapping[str, Any], tmp_path: Path) -> None:
    written(tmp_path, case)
    if "错误" in case:
        with pytest.raises(app.Stopped) as stopped:
            app.open_engagement(tmp_path)
        told = [found for found in stopped.value.findings if found.severity == "error"]
        assert len(told) == len(case["错误"]), [found.message for found in told]
        for found, words in zip(told, case["错误"], strict=True):
            assert words in found.message
            assert found.cure
            assert found.where.file
        return
    opened, findings = app.open_engagement(tmp_path)
    sheet, facts = opened.case.scoresheet, opened.case.facts
    assert sheet is not None
    assert {code: facts[f"得分.{code}"].text for code in case.get("得分", {})} == case.get("得分", {})
    assert {code: facts[f"分值.{code}"].text for code in case.get("分值", {})} == case.get("分值", {})
    assert facts["总分"].text == case["总分"]
    assert facts["等级"].text == case.get("等级", facts["等级"].text)
    assert {id: facts[id].text for id in case.get("事实", {})} == case.get("事实", {})
    for code, words in case.get("步骤", {}).items():
        assert any(words in step.text for step in sheet.scores[code].steps), [
            one.text for one in sheet.scores[code].steps
        ]
    for code, words in case.get("失分", {}).items():
        assert sheet.scores[code].lost == words
    if "加减" in case:
        assert [one.step.text for one in sheet.adjustments] == case["加减"]
    if "提醒" in case:
        assert [one.message for one in findings if one.kind == "input"] == case["提醒"]
    warned = [found.message for found in findings if found.kind == "placeholder"]
    assert len(warned) == len(case.get("提示", []))
    for message, words in zip(warned, case.get("提示", []), strict=True):
        assert words in message


def test_experts_names_stay_in_their_table(tmp_path: Path) -> None:
    names = ("欧阳某", "慕容某", "司马某")
    case = dict(next(case for case in CASES if case["name"] == "三位专家的分取平均"))
    case["专家评分"] = [row | {"专家": name} for row, name in zip(case["专家评分"], names, strict=True)]
    written(tmp_path, case)
    opened, findings = app.open_engagement(tmp_path)
    sheet = opened.case.scoresheet
    assert sheet is not None
    score = sheet.scores["A11"]
    told = [score.lost, score.met, score.standard, *(step.text for step in score.steps)]
    told += [detail.note for detail in score.details] + [one.message for one in findings]
    told += [f"{fact.text}{fact.how}" for fact in opened.case.facts.values()]
    assert not [text for text in told if any(name in text for name in names)]
