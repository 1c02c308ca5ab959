"""The invented engagement of 1,200 answers: the program against figures counted without it."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit.app import Opened, narrated, open_engagement
from evalkit.check import check

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "yunxiu-2024"


def read(name: str) -> Any:
    return yaml.load((EXAMPLE / name).read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def yunxiu() -> Opened:
    return narrated(open_engagement(EXAMPLE)[0])[0]


def test_the_responses_are_those_the_script_makes_and_small() -> None:
    made = runpy.run_path(str(HERE / "make_yunxiu_responses.py"))["files"]()
    kept = {path.name: path.read_bytes() for path in (EXAMPLE / "responses").iterdir()}
    assert kept == made
    assert all(len(data) < 300_000 for data in kept.values())


def test_the_expected_survey_figures_are_those_counted_without_the_program() -> None:
    counted = runpy.run_path(str(HERE / "count_yunxiu.py"))["figures"]()
    wanted = {fact["名称"]: (fact["值"], fact["单位"]) for fact in read("expected/facts.yaml")["事实"]}
    assert len(counted) > 150
    assert {name: pair for name, pair in wanted.items() if name.startswith("问卷.")} == counted


def test_every_expected_fact_comes_out(yunxiu: Opened) -> None:
    facts = yunxiu.case.facts
    wanted = [(fact["名称"], fact["值"], fact["单位"]) for fact in read("expected/facts.yaml")["事实"]]
    assert [(name, facts[name].text, facts[name].unit) for name, _, _ in wanted] == wanted


def test_every_node_comes_out_as_reckoned_by_hand(yunxiu: Opened) -> None:
    expected = read("expected/scores.yaml")
    nodes = {node["编码"]: node for node in expected["指标"]}
    got = {code: tuple(yunxiu.case.facts[f"{key}.{code}"].text for key in ("分值", "得分", "得分率")) for code in nodes}
    assert got == {code: (node["分值"], node["得分"], node["得分率"]) for code, node in nodes.items()}
    assert sum(Decimal(nodes[code]["得分"]) for code in "ABCD") == Decimal(expected["总分"])
    assert [(row["编码"], row["三级指标"]) for row in read("tables/指标.yaml")] == [
        (code, node["名称"]) for code, node in nodes.items() if node["级"] == "3"
    ]


def test_weighting_by_the_towns_takes_the_satisfaction_below_the_line_the_plain_mean_is_above(yunxiu: Opened) -> None:
    plain, weighted = (yunxiu.case.facts[f"问卷.老年人.{name}"].value for name in ("满意度", "加权.满意度"))
    assert isinstance(plain, Decimal)
    assert isinstance(weighted, Decimal)
    assert weighted < 80 < plain


def test_every_lost_point_is_explained_by_a_problem_with_advice() -> None:
    lost = {
        node["编码"]
        for node in read("expected/scores.yaml")["指标"]
        if node["级"] == "3" and node["分值"] != node["得分"]
    }
    problems = read("tables/问题建议.yaml")
    assert {code for problem in problems for code in problem["指标"].split("、")} == lost
    for problem in problems:
        for key in ("标准", "事实", "原因", "影响", "建议", "措施", "责任主体", "时限"):
            assert problem[key], (problem["问题"], key)


def test_evidence_exists_and_those_who_reckon_do_not_review() -> None:
    indices = [row["索引号"] for row in read("tables/佐证.yaml")]
    assert len(indices) == len(set(indices))
    told = [*read("tables/指标.yaml"), *read("tables/要点.yaml")]
    assert {index for row in told for index in row["佐证"]} <= set(indices)
    firm = read("engagement.yaml")
    team = {member["姓名"] for member in firm["团队"]}
    assert all(name.endswith("示例") for name in team)
    assert {row["编制人"] for row in told if "编制人" in row} < team - {firm["机构"]["默认复核人"]}


def test_check_finds_nothing_wrong(yunxiu: Opened) -> None:
    found = [(one.severity, one.kind, one.message) for one in check(yunxiu.case)]
    assert [one for one in found if one[:2] != ("warning", "input")] == []
    assert [re.search("答案是数字", message) is not None for _, _, message in found] == [True]


def test_the_report_names_no_sender(yunxiu: Opened) -> None:
    report = runpy.run_path(str(HERE / "regold.py"))["report"](EXAMPLE)
    assert not re.search(r"198\.51\.100|203\.0\.113|u-\d{3}", report)


def test_the_report_reads_as_it_did_when_it_was_last_read_by_a_person() -> None:
    golden = (EXAMPLE / "expected" / "报告.txt").read_text("utf-8")
    assert runpy.run_path(str(HERE / "regold.py"))["report"](EXAMPLE) == golden, (
        "read the difference; then python tests/regold.py"
    )
