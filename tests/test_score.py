"""From indicators and facts to the scoresheet and the facts of the score."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evalkit import plugs
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, Where
from evalkit.model.questionnaire import Option, Question, Questionnaire
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Manual, Point, Rule, Scoresheet
from evalkit.score import score

AT = Where("评价底稿.xlsx", "指标!A1")

SCHEME = GradeScheme(
    "财预〔2020〕10号",
    "",
    tuple(Grade(name, Decimal(floor)) for name, floor in (("优", 90), ("良", 80), ("中", 60), ("差", 0))),
)


def engagement(indicators: Iterable[Indicator], **parts: Any) -> Engagement:
    blank = Engagement(
        "试点", "项目支出", {}, {}, {}, (), None, (), (), (), (), tuple(indicators), SCHEME,
        (), {}, (), (), (), (), (), (), {}, (), (), (), AT,
    )  # fmt: skip
    return replace(blank, **parts)


def rule(kind: str, weight: str, points: tuple[Point, ...] = (), **written: str) -> Rule:
    plug = plugs.rules()[kind]
    values = {field.key: written.get(field.key, field.default or None) for field in plug.FIELDS}
    places = dict.fromkeys(written, AT)
    params, found = plug.params(values, places, Decimal(weight), points, AT)
    assert not found
    return Rule(kind, params, AT)


def leaf(code: str, name: str, weight: str, kind: str = "", value: str = "", **more: Any) -> Indicator:
    points, written = more.pop("points", ()), more.pop("written", {})
    made = rule(kind, weight, points, **written) if kind else None
    at = Where("评价底稿.xlsx", f"指标!{code}")
    standard = more.pop("standard", "")
    return Indicator(
        code, name, len(code), code[:-1], Decimal(weight), "", standard, made, points, value, at=at, **more
    )


def inner(code: str, name: str, weight: str) -> Indicator:
    return Indicator(code, name, len(code), code[:-1], Decimal(weight), leaf=False, at=AT)


def points(code: str, *rows: tuple[str, str, str]) -> tuple[Point, ...]:
    return tuple(
        Point(code, order, text, Decimal(worth), verdict, f"{text}的事实", at=Where("评价底稿.xlsx", f"要点!A{order}"))
        for order, (text, worth, verdict) in enumerate(rows, start=1)
    )


FACTS = Facts(
    (
        Fact("实际慰问人数", Decimal(596), Measure.COUNT, 0, "人", sources=(Where("评价底稿.xlsx", "事实!B3"),)),
        Fact("计划慰问人数", Decimal(628), Measure.COUNT, 0, "人", sources=(Where("评价底稿.xlsx", "事实!B2"),)),
        Fact("资金.预算执行率", Decimal(9158) / 9286 * 100, Measure.RATE, 2, "%"),
        Fact("空", None, Measure.COUNT, 0, "人"),
    )
)

BANDS = {"档次": "≥100→6；≥90→4；≥85→3；≥80→2；≥75→1；其余→0"}
LEVELS = {"档次": "有效维护→10；一般维护→5；没有→0"}


def tiny(**changes: Indicator) -> list[Indicator]:
    """Three indicators under three branches: 2.25 of 3, 4 of 6, and 2 of 5."""
    healthy = points("B21", ("财务制度", "1", "符合"), ("业务制度", "1", "符合"), ("得到执行", "3", "不符合"))
    nodes = [
        inner("B", "过程", "11"),
        inner("B1", "资金管理", "6"),
        leaf("B11", "预算执行率", "6", "bands", "资金.预算执行率", written=BANDS),
        inner("B2", "组织实施", "5"),
        leaf("B21", "管理制度健全性", "5", "checklist", points=healthy),
        inner("C", "产出", "3"),
        inner("C1", "产出数量", "3"),
        leaf("C11", "困难职工慰问人数", "3", "steps", "实际慰问人数 / 计划慰问人数", written={"扣": "5%"}),
    ]
    return [changes.get(node.code, node) for node in nodes]


def scored(
    indicators: Iterable[Indicator], facts: Facts = FACTS, **parts: Any
) -> tuple[Scoresheet, Facts, tuple[Finding, ...]]:
    return score(engagement(indicators, **parts), facts)


def test_three_indicators_from_facts_to_total() -> None:
    sheet, facts, found = scored(tiny())
    assert not found
    assert {code: str(made.points) for code, made in sheet.scores.items()} == {
        "B": "6.00", "B1": "4.00", "B11": "4.00", "B2": "2.00", "B21": "2.00", "C": "2.25", "C1": "2.25", "C11": "2.25",
    }  # fmt: skip
    assert (sheet.total, sheet.full) == (Decimal("8.25"), Decimal(14))
    assert sheet.undecided == ()
    assert facts["总分"].display == "8.25分"
    assert facts["满分"].display == "14分"
    assert facts["总得分率"].display == "58.93%"
    assert facts["等级"].text == "差"  # 58.93 of a hundred
    assert facts["取值.C11"].display == "94.90%"
    assert facts["取值.C11"].how == "596人 ÷ 628人 × 100% = 94.90%"
    assert facts["取值.B11"].inputs == ("资金.预算执行率",)
    assert facts["得分.C11"].display == "2.25分"
    assert facts["扣分.C11"].display == "0.75分"
    assert facts["得分率.C11"].display == "75.00%"
    assert facts["得分率.B"].display == "54.55%"
    assert facts["分值.B"].display == "11分"
    assert facts["体系.一级指标数"].display == "2个"
    assert facts["体系.二级指标数"].display == "3个"
    assert facts["体系.三级指标数"].display == "3个"
    assert facts["体系.扣分指标数"].display == "3个"
    assert facts["体系.总扣分"].display == "5.75分"
    assert sheet.scores["B"].steps[0].text == "下级得分相加：4 + 2 = 6"
    assert sheet.scores["C11"].value is not None
    assert sheet.scores["B11"].formula is not None


def test_sums_add_the_rounded_points() -> None:
    # Three times 5 × 1 ÷ 3 = 1.666…, printed 1.67 each: 5.01, not 5.00.
    third = {"档次": "≥90→3；≥80→1；其余→0", "满分": Decimal(3)}
    nodes = [inner("A", "甲", "15"), *(leaf(f"A{n}", "率", "5", "bands", "率", written=third) for n in (1, 2, 3))]
    sheet, _, _ = scored(nodes, Facts((Fact("率", Decimal(85), Measure.RATE, 2, "%"),)))
    assert [sheet.scores[f"A{n}"].points for n in (1, 2, 3)] == [Decimal("1.67")] * 3
    assert sheet.total == sheet.scores["A"].points == Decimal("5.01")


def test_the_published_score_outside_its_own_rule_is_a_manual_score() -> None:
    by_hand = Manual(Decimal("7.5"), "问卷显示效果介于两级之间", "D11-1", "王某", Where("评价底稿.xlsx", "指标!P20"))
    node = leaf("D1", "维护企业稳定发展", "10", "levels", "比较维护", written=LEVELS, manual=by_hand)
    sheet, facts, found = scored([inner("D", "效益", "10"), node])
    made = sheet.scores["D1"]
    assert not found
    assert (made.points, made.by_rule) == (Decimal("7.50"), None)
    assert made.steps[-1].text == (
        "规则给不出得分；人工给分 7.5 分（满分 10 分）。理由：问卷显示效果介于两级之间；底稿号：D11-1；复核人：王某"
    )
    assert made.steps[-1].sources == (Where("评价底稿.xlsx", "指标!P20"),)
    assert made.standard == "有效维护，得10分；一般维护，得5分；没有，不得分。"
    assert made.lost == "问卷显示效果介于两级之间"
    assert facts["取值.D1"].text == "比较维护"


def test_without_a_manual_score_a_level_outside_the_rule_is_a_fault_at_its_place() -> None:
    node = leaf("D1", "维护企业稳定发展", "10", "levels", "比较维护", written=LEVELS)
    sheet, _, (found,) = scored([inner("D", "效益", "10"), node])
    assert "D1" not in sheet.scores
    assert found.kind == "input"
    assert found.where == node.at
    assert found.subject == "D1"
    assert "人工得分" in found.cure


def test_a_manual_score_keeps_what_the_rule_says_beside_it() -> None:
    by_hand = Manual(Decimal("5"), "年末追加了支出", "B-3", "王某", AT)
    sheet, _, found = scored(
        tiny(B11=leaf("B11", "预算执行率", "6", "bands", "资金.预算执行率", written=BANDS, manual=by_hand))
    )
    made = sheet.scores["B11"]
    assert not found
    assert (made.points, made.by_rule) == (Decimal("5.00"), Decimal("4.00"))
    assert made.steps[0].text.startswith("预算执行率 98.62%")
    assert made.steps[1].text.startswith("规则得分 4 分，不采用；人工给分 5 分")
    assert sheet.total == Decimal("9.25")


@pytest.mark.parametrize(("given", "words"), [("6.5", "超过了分值 6"), ("-1", "是负数")])
def test_a_manual_score_beyond_the_weight_is_a_fault_at_its_cell(given: str, words: str) -> None:
    cell = Where("评价底稿.xlsx", "指标!P4")
    by_hand = Manual(Decimal(given), "理由", "B-3", "王某", cell)
    node = leaf("B11", "预算执行率", "6", "bands", "资金.预算执行率", written=BANDS, manual=by_hand)
    sheet, _, (found,) = scored(tiny(B11=node))
    assert words in found.message
    assert (found.where, found.severity, found.kind) == (cell, "error", "input")
    assert 0 <= sheet.scores["B11"].points <= 6


def test_a_fresh_engagement_has_no_score_no_grade_and_no_noughts() -> None:
    nodes = tiny(
        B11=leaf("B11", "预算执行率", "6", "bands", "空 / 计划慰问人数", written=BANDS),
        B21=leaf("B21", "管理制度健全性", "5", "checklist", points=points("B21", ("甲", "2", "符合"), ("乙", "3", ""))),
    )
    sheet, facts, found = scored(nodes)
    assert sheet.undecided == ("B11", "B21")
    assert sheet.grade == ""
    assert sheet.total == Decimal("2.25")
    assert sheet.scores["C1"].points == Decimal("2.25")
    assert {one.kind for one in found} == {"placeholder"}
    assert {one.severity for one in found} == {"warning"}
    assert [one.subject for one in found] == ["B11", "B21"]
    assert found[0].cure == "填好“空”"
    assert found[1].message == "B21 管理制度健全性：要点②还没有判定，还不能评分"
    for id in ("总分", "等级", "总得分率", "得分.B", "得分.B1", "得分.B11", "扣分.B", "得分率.B11", "体系.总扣分"):
        assert facts[id].empty, id
    assert facts["得分.C"].display == "2.25分"
    assert facts["满分"].display == "14分"
    assert facts["分值.B11"].display == "6分"


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (leaf("B11", "预算执行率", "6"), "还没有评分规则，也没有人工得分"),
        (leaf("B11", "预算执行率", "6", "manual", standard="酌情"), "没有规则，也还没有人工得分"),
        (leaf("B11", "预算执行率", "6", "bands", written=BANDS), "还没有取值"),
        (leaf("B11", "预算执行率", "6", "bands", "空", written=BANDS), "的取值“空”还是空的"),
    ],
)
def test_what_an_indicator_still_lacks_is_said_with_a_cure(node: Indicator, words: str) -> None:
    sheet, _, (found,) = scored(tiny(B11=node))
    assert words in found.message
    assert found.kind == ("input" if node.rule is None else "placeholder")
    assert found.cure
    assert sheet.undecided == ("B11",)


def test_what_is_scored_by_hand_and_what_measures_outcomes_are_facts_before_all_is_scored() -> None:
    hand = Manual(Decimal(3), "介于两档之间", "B8-1", "李", Where("指标.yaml", "1"))
    nodes = [
        *(inner("A", "决策", "45"), leaf("A1", "依据", "45")),
        *(inner("C", "产出", "25"), leaf("C1", "数量", "25", manual=hand)),
        *(inner("D", "效益", "30"), leaf("D1", "满意度", "30")),
    ]
    _, facts, _ = score(engagement(nodes), Facts())
    assert facts["体系.人工指标数"].display == "1个"
    assert facts["体系.人工指标分值"].display == "25分"
    assert facts["体系.产出效益占比"].display == "55.00%"


def test_the_standard_of_a_rule_is_there_before_its_score() -> None:
    node = leaf("A1", "到位率", "3", "bands", "资金.到位率", written={"档次": "≥90→3；其余→0"})
    sheet, _, _ = score(engagement([inner("A", "过程", "3"), node]), Facts())
    assert "A1" not in sheet.scores
    assert sheet.indicators[1].standard == "到位率达到90%，得3分；低于90%，不得分。"


def test_an_undeclared_fact_is_a_fault_even_under_a_manual_score() -> None:
    by_hand = Manual(Decimal(5), "理由", "B-3", "王某", AT)
    node = leaf("B11", "预算执行率", "6", "bands", "不存在的事实", written=BANDS, manual=by_hand)
    sheet, _, (found,) = scored(tiny(B11=node))
    assert "没有叫“不存在的事实”的事实" in found.message
    assert (found.kind, found.subject, found.where) == ("input", "B11", node.at)
    assert sheet.scores["B11"].points == 5


def test_a_score_by_hand_without_any_standard_is_pointed_out() -> None:
    node = leaf("B11", "预算执行率", "6", "manual", manual=Manual(Decimal(5), "理由", "B-3", "王某", AT))
    _, _, (found,) = scored(tiny(B11=node))
    assert "还没有评价标准" in found.message


def test_a_typed_standard_is_printed_instead_of_the_rule_in_words() -> None:
    node = leaf("B11", "预算执行率", "6", "bands", "资金.预算执行率", written=BANDS, standard="按文件第五条评分。")
    sheet, _, _ = scored(tiny(B11=node))
    assert sheet.scores["B11"].standard == "按文件第五条评分。"


def test_an_indicator_that_waits_for_a_survey_is_undecided_and_a_mistyped_question_a_fault() -> None:
    question = Question("Q1", "是否满意", "single", (Option("满意", Decimal(100)),), weight=Decimal(1))
    form = Questionnaire("职工", "满意度调查", (question,), at=AT)
    node = leaf("B11", "满意度", "6", "bands", "问卷.职工.满意度", written=BANDS)
    sheet, _, (found,) = scored(tiny(B11=node), questionnaires=(form,))
    assert (found.kind, sheet.undecided) == ("placeholder", ("B11",))
    assert found.cure == "导入问卷“职工”的答卷"
    wrong = leaf("B11", "满意度", "6", "bands", "问卷.职工.Q7.均值", written=BANDS)
    _, _, (found,) = scored(tiny(B11=wrong), questionnaires=(form,))
    assert found.kind == "input"


def test_words_where_a_figure_is_needed_are_a_fault() -> None:
    facts = FACTS.plus((Fact("结论", "良好", Measure.TEXT),))
    _, _, (found,) = scored(tiny(B11=leaf("B11", "预算执行率", "6", "bands", "结论", written=BANDS)), facts)
    assert "不是数字" in found.message


@pytest.mark.parametrize(
    ("points_", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("59.99", "差")]
)
def test_a_grade_begins_exactly_at_its_floor(points_: str, grade: str) -> None:
    by_hand = Manual(Decimal(points_), "理由", "1", "王某", AT)
    node = leaf("A1", "总", "100", "manual", standard="酌情", manual=by_hand)
    sheet, facts, _ = scored([inner("A", "甲", "100"), node])
    assert sheet.grade == facts["等级"].text == grade


def test_four_levels_are_only_more_depth() -> None:
    nodes = [
        inner("A", "甲", "6"), inner("A1", "乙", "6"), inner("A11", "丙", "6"),
        leaf("A111", "丁", "6", "bands", "资金.预算执行率", written=BANDS),
    ]  # fmt: skip
    sheet, facts, _ = scored(nodes)
    assert [made.points for made in sheet.scores.values()] == [Decimal(4)] * 4
    assert facts["体系.四级指标数"].display == "1个"
    assert [node.code for node in sheet.leaves()] == ["A111"]


def test_leaves_come_in_the_order_of_the_framework() -> None:
    sheet, _, _ = scored(tiny())
    assert [node.code for node in sheet.leaves()] == ["B11", "B21", "C11"]
    assert [node.code for node in sheet.leaves("B")] == ["B11", "B21"]


def test_two_and_a_half_thousand_indicators_score_in_about_a_second() -> None:
    nodes: list[Indicator] = []
    many = [Fact(f"事实{n}（项）", Decimal(n), Measure.COUNT, 0, "人") for n in range(1, 10_001)]
    for group in range(50):
        nodes.append(replace(inner("A", f"甲{group}", "150"), code=f"G{group}", parent="", level=1))
        for n in range(50):
            node = leaf(
                "A1", "完成率", "3", "steps", f"「事实{group * 50 + n + 1}（项）」 / 事实2501·计", written={"扣": "5%"}
            )
            nodes.append(replace(node, code=f"G{group}.{n}", parent=f"G{group}", level=2))
    many.append(Fact("事实2501·计", Decimal(2501), Measure.COUNT, 0, "人"))
    work, facts = engagement(nodes), Facts(many)
    started = time.process_time()
    sheet, more, found = score(work, facts)
    assert time.process_time() - started < 2
    assert not found
    assert len(sheet.leaves()) == 2500
    assert more["取值.G49.49"].text == "99.96"


def test_indicators_without_a_rule_are_told_once_at_the_column_or_at_the_header_row_where_it_lacks() -> None:
    nodes = [inner("A", "决策", "10"), *(leaf(f"A{i}", f"依据{i}", "1") for i in range(1, 11))]
    first, column = Where("评价底稿.xlsx", "指标!A1"), Where("评价底稿.xlsx", "指标!H1")
    _, _, (found,) = score(engagement(nodes, places={"指标": first}), Facts())
    codes = "A1、A2、A3、A4、A5、A6、A7、A8等"
    lacking = f"10 个指标还没有评分规则，也没有人工得分，评不了分：{codes}"
    assert (found.kind, found.severity, found.where) == ("input", "warning", first)
    assert found.message == f"“指标”表没有“规则”这一列，{lacking}"
    assert [quote.text for quote in found.quotes] == [f"A{i}" for i in range(1, 11)]
    _, _, (found,) = score(engagement(nodes, places={"指标": first, "指标.规则": column}), Facts())
    assert (found.message, found.where) == (f"“指标”表的“规则”都空着，{lacking}", column)


def test_indicators_without_a_rule_beside_others_are_told_at_the_first_of_them() -> None:
    hand = Manual(Decimal(1), "介于两档之间", "B8-1", "李", AT)
    nodes = [
        inner("A", "决策", "4"),
        leaf("A1", "依据", "1", "bands", "资金.预算执行率", written={"档次": "≥90→1；其余→0"}),
        leaf("A2", "程序", "1"),
        leaf("A3", "目标", "1", manual=hand),
        leaf("A4", "指标", "1"),
    ]
    _, _, found = score(engagement(nodes), FACTS)
    told = [one for one in found if one.subject == "规则"]
    assert [one.message for one in told] == ["2 个指标还没有评分规则，也没有人工得分，评不了分：A2、A4"]
    assert told[0].where == Where("评价底稿.xlsx", "指标!A2")
