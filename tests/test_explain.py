"""The chain behind a score or a figure, down to file and cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalkit.explain import Explained, explain
from evalkit.model.case import Case
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding, Where
from evalkit.model.scoring import Grade, GradeScheme, Idle, Indicator, Score, Scoresheet, Step

BOOK = "评价底稿.xlsx"
VALUE = Fact(
    "取值.C12", Decimal(59600) / 628, Measure.RATE, 2, "%", "596人 ÷ 628人 × 100% = 94.90%",
    ("实际慰问人数", "计划慰问人数"), sources=(Where(BOOK, "指标!J9"),),
)  # fmt: skip
FACTS = Facts(
    (
        Fact("实际慰问人数", Decimal(596), Measure.COUNT, 0, "人", "发放花名册", sources=(Where(BOOK, "事实!B3"),)),
        Fact("计划慰问人数", Decimal(628), Measure.COUNT, 0, "人", "慰问方案", sources=(Where(BOOK, "事实!B2"),)),
        Fact("资金.预算执行率", Decimal("98.62"), Measure.RATE, 2, "%"),
        VALUE,
        Fact("分值.C12", Decimal(3), Measure.SCORE, None, "分"),
        Fact("得分.C12", Decimal("2.25"), Measure.SCORE, None, "分", inputs=("取值.C12",)),
        Fact("得分.C1", Decimal("2.25"), Measure.SCORE, None, "分", inputs=("得分.C12",)),
        Fact("总分", Decimal("2.25"), Measure.SCORE, None, "分", "2.25 = 2.25", ("得分.C1",)),
    )
)
NODES = (
    Indicator("C1", "产出数量", 1, "", Decimal(3), leaf=False, at=Where(BOOK, "指标!B9")),
    Indicator("C12", "困难职工春节慰问人数", 2, "C1", Decimal(3), at=Where(BOOK, "指标!C9")),
)
SCORES = {
    "C1": Score(
        "C1", Decimal("2.25"), Decimal(3), None, None, (Step("下级得分 2.25", ("得分.C12",)),), (), "", "", None
    ),
    "C12": Score(
        "C12", Decimal("2.25"), Decimal(3), Decimal("2.25"), VALUE,
        (Step("完成率 94.90%，计 5 步：3 − 5 × 5% × 3 = 2.25", ("取值.C12",)),), (), "低于目标", "标准", None,
    ),
}  # fmt: skip
SHEET = Scoresheet(
    NODES, SCORES, Decimal("2.25"), Decimal(3), "差", GradeScheme("方案", "", (Grade("差", Decimal(0)),))
)
CASE = Case(facts=FACTS, scoresheet=SHEET)


def told(name: str, case: Case = CASE) -> Explained:
    found = explain(name, case)
    assert isinstance(found, Explained), found
    return found


def lines(found: Explained) -> list[str]:
    return [
        f"{'  ' * depth}{step.text}" + (f" [{'；'.join(map(str, step.sources))}]" if step.sources else "")
        for depth, step in found.steps
    ]


def test_a_code_is_explained_down_to_file_and_cell() -> None:
    found = told("C12")
    assert (found.name, found.value) == ("C12 困难职工春节慰问人数", "2.25")
    assert lines(found) == [
        "C12 困难职工春节慰问人数：2.25 分（满分 3 分） [评价底稿.xlsx:指标!C9]",
        "  完成率 94.90%，计 5 步：3 − 5 × 5% × 3 = 2.25",
        "    取值.C12 = 94.90%：596人 ÷ 628人 × 100% = 94.90% [评价底稿.xlsx:指标!J9]",
        "      实际慰问人数 = 596人：发放花名册 [评价底稿.xlsx:事实!B3]",
        "      计划慰问人数 = 628人：慰问方案 [评价底稿.xlsx:事实!B2]",
    ]


def test_the_same_by_lower_case_full_width_fact_and_chinese_name() -> None:
    wanted = lines(told("C12"))
    for name in ("c12", "Ｃ12", " C12 ", "困难职工春节慰问人数", "得分.C12"):
        assert lines(told(name)) == wanted, name


def test_the_total_leads_through_the_framework() -> None:
    found = told("总分")
    assert (found.value, found.unit) == ("2.25", "分")
    texts = lines(found)
    assert texts[0] == "总分 = 2.25分：2.25 = 2.25"
    assert texts[1].startswith("  C1 产出数量：2.25 分")
    assert texts[-1].endswith("[评价底稿.xlsx:事实!B2]")


def test_a_typed_fact_and_the_end_of_an_id() -> None:
    assert (told("实际慰问人数").value, told("实际慰问人数").unit) == ("596", "人")
    assert told("预算执行率").name == "资金.预算执行率"


def test_an_unknown_name_gives_the_nearest_ones() -> None:
    found = explain("困难职工慰问人数", CASE)
    assert isinstance(found, tuple)
    assert found[0] == "困难职工春节慰问人数"
    assert explain("毫不相干", CASE) == ()


def test_a_figure_told_once_is_not_told_again() -> None:
    twice = FACTS.plus((Fact("合计", Decimal(3), Measure.COUNT, 0, "人", inputs=("取值.C12", "实际慰问人数")),))
    texts = lines(told("合计", Case(facts=twice)))
    assert sum("发放花名册" in text for text in texts) == 1
    assert texts[-1].strip() == "实际慰问人数 = 596人（来历见前）"


def test_an_undecided_indicator_says_what_it_waits_for() -> None:
    waiting = FACTS.plus(
        (
            replace(VALUE, value=None, how="等“实际慰问人数”填好后计算"),
            replace(FACTS["实际慰问人数"], value=None, how=""),
        )
    )
    case = Case(facts=waiting, scoresheet=replace(SHEET, scores={}, undecided=("C12",)))
    found = told("C12", case)
    texts = lines(found)
    assert texts[0].startswith("C12 困难职工春节慰问人数：还没有评完")
    assert any("实际慰问人数 = （还没有填）" in text for text in texts)


def test_a_circle_of_inputs_or_a_very_long_chain_ends() -> None:
    ring = Facts(
        (Fact("甲", Decimal(1), Measure.NUMBER, inputs=("乙",)), Fact("乙", Decimal(1), Measure.NUMBER, inputs=("甲",)))
    )
    assert len(told("甲", Case(facts=ring)).steps) == 3
    chain = Facts(Fact(f"第{n}步", Decimal(n), Measure.NUMBER, inputs=(f"第{n + 1}步",)) for n in range(3000))
    assert len(told("第0步", Case(facts=chain)).steps) < 200


def test_an_indicator_that_does_not_apply_is_explained_by_its_reason() -> None:
    idle = Idle("C13", "培训覆盖率", Decimal(5), "本年没有培训任务", Where(BOOK, "指标!V10"))
    assert CASE.scoresheet is not None
    found = explain("c13", replace(CASE, scoresheet=replace(CASE.scoresheet, idle=(idle,))))
    assert isinstance(found, Explained)
    assert found.value == "不适用"
    assert found.steps[0][1].text == "本项目不适用：本年没有培训任务。5 分已分摊给其余指标"


def test_an_indicator_nobody_could_score_says_what_it_waits_for() -> None:
    waits = Finding(
        "placeholder", "warning", "C12 困难职工春节慰问人数：要点①还没有判定", Where(BOOK, "要点!E4"), "写判定", "C12"
    )
    assert CASE.scoresheet is not None
    open_sheet = replace(CASE.scoresheet, scores={}, undecided=("C12",))
    found = explain("C12", replace(CASE, scoresheet=open_sheet, findings=(waits,)))
    assert isinstance(found, Explained)
    assert any("要点①还没有判定。办法：写判定" in step.text for _, step in found.steps)
