"""The examples as data: their own figures, held against each other and against what was typed from the sources."""

from __future__ import annotations

import re
import struct
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from evalkit.derive import derive
from evalkit.files.answers import read_answers
from evalkit.files.folder import read_folder
from evalkit.ingest import ingest
from evalkit.load import load
from evalkit.model.facts import Facts
from evalkit.model.places import Finding
from evalkit.score import score
from evalkit.tabulate import tabulate

EXAMPLE = Path(__file__).parents[1] / "examples" / "yongxing-2022"
LVLIANG = Path(__file__).parents[1] / "examples" / "lvliang-2021"


def _text(name: str, example: Path = EXAMPLE) -> str:
    return (example / name).read_text(encoding="utf-8")


def _read(name: str, example: Path = EXAMPLE) -> Any:
    return yaml.load(_text(name, example), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def engagement() -> dict[str, Any]:
    return _read("engagement.yaml")


@pytest.fixture(scope="module")
def indicators() -> list[dict[str, Any]]:
    return _read("tables/指标.yaml")


@pytest.fixture(scope="module")
def points() -> list[dict[str, Any]]:
    return _read("tables/要点.yaml")


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, str]]:
    return {node["编码"]: node for node in _read("expected/scores.yaml")["指标"]}


def _sum(values: Any) -> Decimal:
    return sum((Decimal(value) for value in values), Decimal(0))


def test_there_are_22_indicators_and_every_code_name_and_weight_is_the_appendix_s(
    indicators: list[dict[str, Any]], expected: dict[str, dict[str, str]]
) -> None:
    leaves = {code: node for code, node in expected.items() if node["级"] == "3"}
    assert [row["编码"] for row in indicators] == list(leaves)
    for row in indicators:
        node = leaves[row["编码"]]
        assert row["三级指标"] == node["名称"]
        assert Decimal(row["分值"]) == Decimal(node["分值"])


def test_bracketed_weights_and_names_of_upper_levels_agree_with_the_expected_nodes(
    indicators: list[dict[str, Any]], expected: dict[str, dict[str, str]]
) -> None:
    written = [row[level] for row in indicators for level in ("一级指标", "二级指标") if row.get(level)]
    upper = [node for node in expected.values() if node["级"] in "12"]
    assert written == [f"{node['名称']}（{node['分值']}分）" for node in upper]


def test_expected_scores_add_up_from_third_level_to_82_75(expected: dict[str, dict[str, str]]) -> None:
    for key in ("得分", "分值"):
        for code, node in expected.items():
            below = [other for other in expected if len(other) == len(code) + 1 and other.startswith(code)]
            if below:
                assert Decimal(node[key]) == _sum(expected[other][key] for other in below), code
    totals = _read("expected/scores.yaml")
    top = [node for node in expected.values() if node["级"] == "1"]
    assert _sum(node["得分"] for node in top) == Decimal(totals["总分"]) == Decimal("82.75")
    assert _sum(node["分值"] for node in top) == Decimal(totals["满分"]) == 100


def test_expected_rates_are_score_over_weight(expected: dict[str, dict[str, str]]) -> None:
    for code, node in expected.items():
        rate = Decimal(node["得分"]) * 100 / Decimal(node["分值"])
        assert node["得分率"] == str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP)), code


def test_points_of_a_checklist_add_up_to_the_weight_and_earn_the_published_score(
    indicators: list[dict[str, Any]], points: list[dict[str, Any]], expected: dict[str, dict[str, str]]
) -> None:
    checklists = [row for row in indicators if row["规则"] == "要点给分"]
    assert len(checklists) == 9
    for row in checklists:
        own = [point for point in points if point["编码"] == row["编码"]]
        assert _sum(point["分值"] for point in own) == Decimal(row["分值"]), row["编码"]
        earned = _sum(point["分值"] for point in own if point["判定"] in ("符合", "优"))
        assert earned == Decimal(expected[row["编码"]]["得分"]), row["编码"]


def test_the_deduction_list_finds_nothing(points: list[dict[str, Any]]) -> None:
    own = [(point["分值"], point["判定"]) for point in points if point["编码"] == "B13"]
    assert own == [("2", "不存在")] * 3


def test_every_point_belongs_to_an_indicator_that_reads_points(
    indicators: list[dict[str, Any]], points: list[dict[str, Any]]
) -> None:
    reading = {row["编码"] for row in indicators if row["规则"] in ("要点给分", "扣分清单")}
    assert {point["编码"] for point in points} == reading
    assert all(point["事实"] for point in points)


def test_points_are_numbered_from_one(points: list[dict[str, Any]]) -> None:
    seen: Counter[str] = Counter()
    for point in points:
        seen[point["编码"]] += 1
        assert point["序"] == str(seen[point["编码"]])


def test_manual_scores_name_reason_paper_and_another_person_as_reviewer(indicators: list[dict[str, Any]]) -> None:
    manual = {row["编码"]: row["人工得分"] for row in indicators if "人工得分" in row}
    assert manual == {"D11": "7.5", "D12": "8"}
    for row in indicators:
        assert row["编制人"] != row["复核人"]
        assert row["底稿号"]
        if row["编码"] in manual:
            assert row["人工理由"]


def test_both_manual_scores_come_from_the_survey_by_one_method(indicators: list[dict[str, Any]]) -> None:
    counts = {
        fact["名称"]: Decimal(fact["值"]) for fact in _read("expected/facts.yaml")["事实"] if fact["单位"] == "人"
    }
    manual = {row["编码"]: row for row in indicators if "人工得分" in row}
    for code, question, best in (("D11", "Q7", "非常满意"), ("D12", "Q6", "有效缓解")):
        options = {name.split(".")[3]: n for name, n in counts.items() if name.startswith(f"问卷.职工.{question}.")}
        answered = sum(options.values())
        assert answered == 27
        mean = (options[best] * 10 + (answered - options[best]) * 5) / answered
        assert Decimal(manual[code]["人工得分"]) == mean * 2 // 1 / 2, code
        reason = manual[code]["人工理由"]
        assert f"平均{mean.quantize(Decimal('0.01'), ROUND_HALF_UP)}分" in reason
        assert "没有10分与5分之间的档次" in reason
        assert "32人" not in reason, "the shortfall has cost its points in B12 and C12"


def test_a_target_that_the_approved_table_lacks_says_where_it_comes_from(indicators: list[dict[str, Any]]) -> None:
    targets = {row["编码"]: row["目标值"] for row in indicators if "目标值" in row}
    assert set(targets) == {"B11", "B12", *(row["编码"] for row in indicators if row["编码"][0] in "CD")}
    assert targets["C11"] == "24人（目标表误填3人）"
    assert targets["C12"] == "628人（预算申报数，目标表未设）"
    for code, target in targets.items():
        assert any(origin in target for origin in ("年度目标", "预算", "评价标准", "目标表")), code


def test_every_point_states_a_fact_of_its_own(points: list[dict[str, Any]]) -> None:
    facts = [point["事实"] for point in points]
    assert len(facts) == len(set(facts))
    for point in points:
        assert re.search(r"\d|《", point["事实"]), (point["编码"], point["序"])
        assert point["要点"] not in point["事实"]


def test_the_visited_firm_has_one_name_and_is_introduced_once() -> None:
    told = [_text("engagement.yaml"), *(_text(f"tables/{path.name}") for path in (EXAMPLE / "tables").glob("*.yaml"))]
    whole = "".join(told)
    assert whole.count("县乡镇企业服务公司") == whole.count("县乡企公司（县乡镇企业服务公司）") == 1
    assert whole.count("县乡企公司") > 5


def test_nobody_has_accepted_the_manual_scores_beforehand() -> None:
    assert not (EXAMPLE / "tables" / "认可.yaml").exists()


def test_every_lost_point_is_explained_by_a_problem_and_every_problem_has_advice(
    expected: dict[str, dict[str, str]],
) -> None:
    problems = _read("tables/问题建议.yaml")
    explained = {code for problem in problems for code in problem["指标"].split("、")}
    lost = {code for code, node in expected.items() if node["级"] == "3" and node["分值"] != node["得分"]}
    assert explained == lost
    assert _sum(expected[code]["分值"] for code in lost) - _sum(expected[code]["得分"] for code in lost) == Decimal(
        "17.25"
    )
    for problem in problems:
        for key in ("标准", "事实", "原因", "影响", "建议", "措施", "责任主体", "时限"):
            assert problem[key], (problem["问题"], key)
        assert re.search(r"《|财预〔", problem["标准"]), problem["问题"]
        assert re.search(r"20\d\d年", problem["措施"]), problem["问题"]


def test_evidence_referred_to_exists_and_files_named_are_there(
    indicators: list[dict[str, Any]], points: list[dict[str, Any]]
) -> None:
    evidence = _read("tables/佐证.yaml")
    indices = [row["索引号"] for row in evidence]
    assert len(indices) == len(set(indices))
    assert {index for row in (*indicators, *points) for index in row["佐证"]} <= set(indices)
    for row in evidence:
        if "文件" in row:
            assert (EXAMPLE / "evidence" / row["文件"]).is_file()


def test_funds_add_up_and_each_amount_is_rate_times_number_times_periods(engagement: dict[str, Any]) -> None:
    *parts, total = engagement["资金"]
    assert total["子项"] == "合计"
    for key, stated in (("预算数", "92.86"), ("到位数", "92.86"), ("支出数", "91.58")):
        assert _sum(part[key] for part in parts) == Decimal(total[key]) == Decimal(stated)
    in_ten_thousands = {"元": Decimal("0.0001"), "万元": Decimal(1)}
    for part in parts:
        for basis, key in (("预算", "预算数"), ("支出", "支出数")):
            computed = sum(
                Decimal(row["标准"]) * in_ten_thousands[row["单位"]] * Decimal(row["数量"]) * Decimal(row["期数"])
                for row in engagement["资金测算"]
                if (row["子项"], row["口径"]) == (part["子项"], basis)
            )
            assert Decimal(computed).quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(part[key]), part["子项"]


def test_phases_follow_each_other_before_the_day_of_the_report(engagement: dict[str, Any]) -> None:
    days = [phase[key] for phase in engagement["进度"] for key in ("开始", "结束")]
    days.append(engagement["项目"]["报告日期"])
    assert days == sorted(days)
    assert len(set(days)) == len(days)


def test_the_team_is_visibly_fictional_and_signs_in_two_roles(engagement: dict[str, Any]) -> None:
    team = engagement["团队"]
    assert all(member["姓名"].endswith("示例") for member in team)
    assert [member["签字身份"] for member in team if "签字身份" in member] == ["绩效评价师", "注册会计师"]
    assert engagement["机构"]["默认复核人"] in {member["姓名"] for member in team}


def test_document_numbers_use_hexagonal_brackets(engagement: dict[str, Any]) -> None:
    numbers = [basis["文号"] for basis in engagement["依据"] if "文号" in basis]
    assert len(numbers) == 7
    for number in numbers:
        head, _, tail = number.partition("〔")
        year, _, rest = tail.partition("〕")
        assert head
        assert len(year) == 4
        assert year.isdigit()
        assert rest.endswith("号")


def test_typed_facts_have_one_name_each_and_those_expected_have_the_expected_value() -> None:
    facts = _read("tables/事实.yaml")
    names = [fact["名称"] for fact in facts]
    assert len(names) == len(set(names))
    wanted = {fact["名称"]: fact["值"] for fact in _read("expected/facts.yaml")["事实"]}
    typed = {fact["名称"]: fact["值"] for fact in facts if "值" in fact}
    shared = typed.keys() & wanted.keys()
    assert len(shared) >= 5
    for name in shared:
        assert typed[name] == wanted[name], name
    for fact in facts:
        assert ("值" in fact) != ("算式" in fact), fact["名称"]


def test_the_licence_is_a_png_that_fits_a_page() -> None:
    data = (EXAMPLE / "attachments" / "营业执照.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert 800 <= width <= 2000
    assert 500 <= height <= 2000


@pytest.fixture(scope="module")
def carried() -> tuple[Facts, tuple[Finding, ...]]:
    return carry(EXAMPLE)


def carry(example: Path) -> tuple[Facts, tuple[Finding, ...]]:
    """All facts of the example, carried from the folder to the scores, and what the stages found."""
    source = read_folder(example)
    loaded, findings = load(source)
    assert loaded is not None, findings
    findings = (*source.findings, *findings)
    surveyed = Facts()
    for questionnaire in loaded.questionnaires:
        name = loaded.responses[questionnaire.id]
        sheets, found = read_answers((example / name).read_bytes(), name)
        survey, more = ingest(sheets, questionnaire)
        assert survey is not None, more
        facts, still = tabulate(survey)
        surveyed = surveyed.plus(facts.values())
        findings = (*findings, *found, *more, *still)
    facts, found = derive(loaded, surveyed)
    _, facts, more = score(loaded, facts)
    return facts, (*findings, *found, *more)


def test_the_example_loads_and_scores_without_an_error(carried: tuple[Facts, tuple[Finding, ...]]) -> None:
    assert [found for found in carried[1] if found.severity == "error"] == []


def test_every_expected_fact_comes_out_as_typed_from_the_source(carried: tuple[Facts, tuple[Finding, ...]]) -> None:
    facts = carried[0]
    wanted = [(fact["名称"], fact["值"], fact["单位"]) for fact in _read("expected/facts.yaml")["事实"]]
    got = [(name, facts[name].text, facts[name].unit) if name in facts else (name, "", "") for name, _, _ in wanted]
    assert got == wanted


def test_every_node_comes_out_with_the_published_weight_score_and_rate(
    carried: tuple[Facts, tuple[Finding, ...]], expected: dict[str, dict[str, str]]
) -> None:
    facts = carried[0]
    for code, node in expected.items():
        assert [facts[f"{key}.{code}"].text for key in ("分值", "得分", "得分率")] == [
            node["分值"],
            node["得分"],
            node["得分率"],
        ], code


# ---- Lvliang ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lvliang() -> dict[str, dict[str, str]]:
    return {node["编码"]: node for node in _read("expected/scores.yaml", LVLIANG)["指标"]}


def test_lvliang_comes_to_92_67_from_rounded_scores_and_its_rates_are_score_over_weight(
    lvliang: dict[str, dict[str, str]],
) -> None:
    for code, node in lvliang.items():
        below = [other for other in lvliang if len(other) == len(code) + 1 and other.startswith(code)]
        for key in ("得分", "分值"):
            assert not below or Decimal(node[key]) == _sum(lvliang[other][key] for other in below), code
        rate = Decimal(node["得分"]) * 100 / Decimal(node["分值"])
        assert node["得分率"] == str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP)), code
    assert [lvliang[code]["得分"] for code in "ABCD"] == ["18", "20", "29", "25.67"]
    assert _sum(lvliang[code]["得分"] for code in "ABCD") == Decimal(_read("expected/scores.yaml", LVLIANG)["总分"])


def test_lvliang_has_23_indicators_with_the_appendix_s_codes_names_and_weights(
    lvliang: dict[str, dict[str, str]],
) -> None:
    rows = _read("tables/指标.yaml", LVLIANG)
    assert len(rows) == 23
    leaves = [node for node in lvliang.values() if node["级"] == "3"]
    assert [(row["编码"], row["三级指标"], row["分值"]) for row in rows] == [
        (node["编码"], node["名称"], node["分值"]) for node in leaves
    ]
    assert [row["编码"] for row in rows if "人工得分" in row] == ["D12"]
    for row in rows:
        assert row["编制人"] != row["复核人"]
        assert row["底稿号"]


def test_lvliang_loads_without_an_error_and_every_typed_fact_and_score_comes_out(
    lvliang: dict[str, dict[str, str]],
) -> None:
    facts, findings = carry(LVLIANG)
    assert [found for found in findings if found.severity == "error"] == []
    for fact in _read("expected/facts.yaml", LVLIANG)["事实"]:
        assert (facts[fact["名称"]].text, facts[fact["名称"]].unit) == (fact["值"], fact["单位"]), fact["名称"]
    for code, node in lvliang.items():
        printed = [facts[f"{key}.{code}"].text for key in ("分值", "得分", "得分率")]
        assert printed == [node["分值"], node["得分"], node["得分率"]], code


def test_lvliang_explains_every_lost_point_by_a_problem_with_advice(lvliang: dict[str, dict[str, str]]) -> None:
    problems = _read("tables/问题建议.yaml", LVLIANG)
    lost = {code for code, node in lvliang.items() if node["级"] == "3" and node["分值"] != node["得分"]}
    assert {code for problem in problems for code in problem["指标"].split("、")} == lost
    for problem in problems:
        for key in ("标准", "事实", "原因", "影响", "建议", "措施", "责任主体", "时限"):
            assert problem[key], (problem["问题"], key)


def test_lvliang_s_evidence_exists_and_its_people_are_the_source_s_own_five() -> None:
    indices = [row["索引号"] for row in _read("tables/佐证.yaml", LVLIANG)]
    assert len(indices) == len(set(indices))
    told = [*_read("tables/指标.yaml", LVLIANG), *_read("tables/要点.yaml", LVLIANG)]
    assert {index for row in told for index in row["佐证"]} <= set(indices)
    team = {member["姓名"] for member in _read("engagement.yaml", LVLIANG)["团队"]}
    assert team == {"钱五", "孙六", "周七", "吴八", "郑九"}
    assert {row[key] for row in told if "编制人" in row for key in ("编制人", "复核人")} <= team


def test_lvliang_s_money_is_the_table_in_yuan() -> None:
    *parts, total = _read("engagement.yaml", LVLIANG)["资金"]
    assert _sum(part["支出数"] for part in parts) == Decimal(total["支出数"]) == Decimal("19728973.10")
    assert Decimal(total["预算数"]) - Decimal(total["支出数"]) == Decimal("271026.90")
    assert {part["单位"] for part in (*parts, total)} == {"元"}
