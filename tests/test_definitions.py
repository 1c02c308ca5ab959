"""Definitions that differ by place: which document says what, what an engagement says for itself, and what follows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalkit.app import open_engagement
from evalkit.checks import rate_mismatch, weight_mismatch
from evalkit.derive import derive
from evalkit.explain import Explained, explain
from evalkit.files.folder import read_files
from evalkit.files.presets import definition_table, grade_table
from evalkit.load import load
from evalkit.loading.definitions import load_documents
from evalkit.loading.docnums import folded
from evalkit.model.case import Case
from evalkit.model.definitions import DEFAULTS, floor_of
from evalkit.model.document import Cell, Column, Document, Paragraph, Row, Section, Table, Text
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Finding
from evalkit.model.source import Source
from evalkit.words import DEFINITIONS

YONGXING = Path(__file__).parent.parent / "examples" / "yongxing-2022"
DOCUMENTS = ("财预〔2020〕10号", "财预〔2021〕101号", "湘财绩〔2020〕7号", "吕财绩〔2022〕11号")

ENGAGEMENT = """
项目:
  名称: {name}
  年度: 2025
  委托单位: 某县财政局
{project}
机构:
  名称: 某咨询公司
资金:
  - {{子项: 补贴, 预算数: 100, 到位数: 80, 支出数: {spent}}}
{more}
"""

INDICATORS = """
- {一级指标: 决策, 二级指标: 立项, 三级指标: 依据, 分值: 45}
- {一级指标: 产出, 二级指标: 数量, 三级指标: 慰问人数, 分值: 25, 规则: 逐步扣分, 参数: "每：1%；扣：5%", 取值: 实际 / 计划}
- {一级指标: 产出, 二级指标: 质量, 三级指标: 准确率, 分值: 15, 规则: 逐步扣分, 参数: "扣：5%；舍入：进位", 取值: 完成率}
- {一级指标: 效益, 二级指标: 社会效益, 三级指标: 稳定, 分值: 15}
"""

FACTS = """
- {名称: 计划, 值: 100, 单位: 人}
- {名称: 实际, 值: 130, 单位: 人}
- {名称: 完成率, 算式: 实际 / 计划}
- {名称: 增长率, 算式: 实际 / 计划}
"""


def read(
    project: str = "", more: str = "", name: str = "慰问项目", spent: str = "72", **tables: str
) -> tuple[Engagement, list[str]]:
    """A small engagement with these lines added, and its faults and doubts as they are told."""
    text = ENGAGEMENT.format(name=name, project=project, more=more, spent=spent)
    tree = {"engagement.yaml": text, "tables/指标.yaml": INDICATORS, "tables/事实.yaml": FACTS}
    tree |= {f"tables/{table}.yaml": rows for table, rows in tables.items()}
    source = read_files("慰问", {path: text.encode() for path, text in tree.items()})
    engagement, found = load(source)
    assert engagement is not None
    return engagement, [f"{one.severity}: {one.message}。办法：{one.cure}" for one in (*source.findings, *found)]


def facts_of(*args: Any, **kwargs: Any) -> Facts:
    engagement, lines = read(*args, **kwargs)
    assert lines == []
    facts, found = derive(engagement, Facts())
    assert not found
    return facts


# ---- presets ------------------------------------------------------------------------------------------------------


def shipped() -> dict[str, Any]:
    found: list[Finding] = []
    source = Source("甲", (definition_table(),), (), (), (), (), (), definition_table().at)
    documents = load_documents(source, found)
    assert found == []
    return {one.number: one for one in documents.values()}


def test_each_shipped_document_says_what_it_says_with_its_basis_and_names_a_shipped_scheme() -> None:
    documents = shipped()
    assert tuple(sorted(documents)) == tuple(sorted(DOCUMENTS))
    schemes = {row.entries["方案"].text for row in grade_table().rows if "方案" in row.entries}
    assert schemes == set(DOCUMENTS)
    for document in documents.values():
        assert document.title
        assert all(basis for _, basis, _ in document.says.values())
        assert document.says["等级方案"][0] in schemes


def test_what_the_two_reports_did_is_what_their_documents_say() -> None:
    says = {number: {key: word for key, (word, _, _) in one.says.items()} for number, one in shipped().items()}
    # Yongxing prints (实际支出数/预算数)×100%, 2.25 of 3 points for 94.90 %, and 86.57 % as the mean of four questions.
    assert says["湘财绩〔2020〕7号"]["执行率分母"] == "预算数"
    assert says["湘财绩〔2020〕7号"]["步长舍入"] == "去尾"
    assert says["湘财绩〔2020〕7号"]["满意度口径"] == "均值"
    # Lvliang prints (实际支出资金/实际到位资金)*100% and 1.67 points; everybody was 非常满意, so it cannot be told what it took.
    assert says["吕财绩〔2022〕11号"]["执行率分母"] == "到位数"
    assert "满意度口径" not in says["吕财绩〔2022〕11号"]
    assert "步长舍入" not in says["财预〔2020〕10号"]


def test_every_default_is_a_word_of_its_definition() -> None:
    for field in DEFINITIONS.fields:
        assert DEFAULTS[field.key] in field.choices or floor_of(DEFAULTS[field.key]) == 60
    assert set(DEFAULTS) == {*(field.key for field in DEFINITIONS.fields), "等级方案"}


# ---- choosing -----------------------------------------------------------------------------------------------------


def test_without_a_document_the_national_one_holds_and_says_so() -> None:
    facts = facts_of()
    assert facts["口径.评价办法"].text == facts["项目.评价办法"].text == "财预〔2020〕10号"
    assert "没有写评价办法" in facts["口径.评价办法"].how
    assert facts["口径.执行率分母"].text == "到位数"
    assert facts["口径.步长舍入"].how == "财预〔2020〕10号未规定，按程序默认的做法"
    assert facts["项目.等级方案"].text == "财预〔2020〕10号"


def test_a_document_that_is_silent_leaves_it_to_the_national_one_and_says_so() -> None:
    facts = facts_of("  评价办法: 湘财绩[2020]7号")
    assert facts["口径.评价办法"].text == "湘财绩〔2020〕7号"
    assert facts["口径.执行率分母"].text == "预算数"
    assert facts["口径.产出效益下限"].display == "60%"
    assert facts["口径.产出效益下限"].how.startswith("湘财绩〔2020〕7号未规定，按财预〔2020〕10号：")
    assert facts["口径.等级方案"].text == "湘财绩〔2020〕7号"


def test_the_table_of_definitions_goes_before_the_document_and_keeps_its_place() -> None:
    engagement, lines = read("  评价办法: 湘财绩〔2020〕7号", "口径:\n  步长舍入: 照算\n  得分位数: 1")
    assert lines == []
    choice = engagement.definitions.choice("步长舍入")
    assert (choice.value, choice.why) == ("照算", "“口径”表写明；湘财绩〔2020〕7号是去尾")
    assert str(choice.at).startswith("engagement.yaml:")
    assert {node.places for node in engagement.indicators} == {1}
    assert engagement.definitions.denominator == "预算数"


def test_a_rule_without_a_rounding_of_its_own_takes_the_defined_one() -> None:
    engagement, _ = read(more="口径: {步长舍入: 照算}")
    parts = {node.name: node.rule.params.part for node in engagement.indicators if node.rule is not None}
    assert parts == {"慰问人数": "exact", "准确率": "ceil"}


def test_the_sheet_of_definitions_is_drawn_where_it_is_used_and_read_back_with_its_cells() -> None:
    from evalkit.workbook import workbook_from_source

    text = ENGAGEMENT.format(name="甲", project="", more="口径: {步长舍入: 进位, 得分位数: 1}", spent="72")
    tree = {"engagement.yaml": text.encode(), "tables/指标.yaml": INDICATORS.encode()}
    drawn = workbook_from_source(read_files("甲", tree))
    engagement, _ = load(read_files("甲", {"评价底稿.xlsx": drawn}))
    assert engagement is not None
    assert (engagement.definitions.rounding, engagement.definitions.places) == ("进位", 1)
    assert str(engagement.definitions.choice("步长舍入").at) == "评价底稿.xlsx:口径!B5"


def test_an_unknown_document_or_word_is_told_with_the_nearest() -> None:
    _, lines = read("  评价办法: 湘财绩〔2020〕8号")
    assert lines == [
        "error: 没有“湘财绩〔2020〕8号”这份评价办法的口径。办法：是不是“湘财绩〔2020〕7号”（《湖南省预算支出绩效评价管理办法》）；"
        "别的文件写在 tables/评价办法.yaml，列名见 docs/tables.md"
    ]
    _, lines = read(more="口径: {执行率分母: 到位, 产出效益下限: 六成}")
    assert [line.partition("。")[0] for line in lines] == [
        "error: “执行率分母”不能写“到位”",
        "error: “产出效益下限”不能写“六成”",
    ]


def test_two_keys_that_name_different_schemes_are_told_and_the_scheme_holds() -> None:
    both = "  评价办法: 湘财绩〔2020〕7号\n  等级方案: 财预〔2020〕10号"
    engagement, lines = read(both)
    (line,) = lines
    assert line.startswith(
        "warning: 评价办法湘财绩〔2020〕7号用的等级方案是“湘财绩〔2020〕7号”，等级方案写的是“财预〔2020〕10号”"
    )
    assert engagement.scheme.of(Decimal(70)) == "中"
    for one, third in (
        ("  评价办法: 湘财绩〔2020〕7号", "较差"),
        ("  等级方案: 湘财绩〔2020〕7号", "较差"),
        ("", "中"),
    ):
        engagement, lines = read(one)
        assert (lines, engagement.scheme.of(Decimal(70))) == ([], third)


def test_a_folder_may_bring_a_document_of_its_own() -> None:
    rows = "- {文号: 永财绩〔2022〕65号, 名称: 某县办法, 年度: 2022, 口径: 执行率分母, 取值: 预算数, 依据: 第九条}\n- {口径: 得分位数, 取值: 1, 依据: 第十条}"
    engagement, lines = read("  评价办法: 永财绩〔2022〕65号", 评价办法=rows)
    assert lines == []
    assert (engagement.definitions.denominator, engagement.definitions.places) == ("预算数", 1)
    assert engagement.definitions.choice("得分位数").why == "永财绩〔2022〕65号：第十条"
    _, lines = read(评价办法="- {文号: 甲, 口径: 分母, 取值: 预算数}")
    assert lines == ["error: “甲”里没有叫“分母”的口径。办法：是不是“执行率分母”"]


@pytest.mark.parametrize("number", DOCUMENTS)
def test_a_total_between_two_whole_numbers_has_a_grade_in_every_shipped_scheme(number: str) -> None:
    engagement, lines = read(f"  评价办法: {number}")
    assert lines == []
    third = "较差" if number.startswith("湘") else "中"
    grades = [engagement.scheme.of(Decimal(total)) for total in ("100", "90", "89.5", "80", "79.5", "60", "59.5", "0")]
    assert grades == ["优", "优", "良", "良", third, third, "差", "差"]
    assert folded(number) in folded(engagement.scheme.basis)


def test_an_unknown_document_is_told_once_and_in_short() -> None:
    _, lines = read("  评价办法: 某办法\n  等级方案: 湘财绩〔2020〕7号")
    assert [line.partition("。")[0] for line in lines] == ["error: 没有“某办法”这份评价办法的口径"]


# ---- what follows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "rate", "how"),
    [
        ("到位数", "90.00%", "支出数÷到位数：72.00万元 ÷ 80.00万元 × 100% = 90.00%"),
        ("预算数", "72.00%", "支出数÷预算数：72.00万元 ÷ 100.00万元 × 100% = 72.00%"),
        ("全年预算数", "72.00%", "支出数÷全年预算数：72.00万元 ÷ 100.00万元 × 100% = 72.00%"),
    ],
)
def test_the_rate_of_execution_divides_by_what_is_defined_and_says_which(word: str, rate: str, how: str) -> None:
    facts = facts_of(more=f"口径: {{执行率分母: {word}}}")
    for id in ("资金.预算执行率", "资金.补贴.预算执行率"):
        assert (facts[id].display, facts[id].how) == (rate, how)
        assert facts[id].inputs[-1] == "口径.执行率分母"
    assert facts["资金.到位率"].display == "80.00%"
    assert facts["口径.执行率公式"].text == f"支出数÷{word}"


def test_a_rate_above_the_whole_is_shown_as_it_is_or_as_the_whole() -> None:
    facts = facts_of(spent="88")
    assert facts["资金.预算执行率"].display == "110.00%"
    assert facts["完成率"].display == "130.00%"
    facts = facts_of(more="口径: {超百显示: 封顶100}", spent="88")
    assert facts["资金.预算执行率"].display == "100.00%"
    assert facts["资金.预算执行率"].how.endswith("= 110.00%，超过 100%，按口径列示 100%")
    assert facts["完成率"].display == "100.00%"
    assert facts["增长率"].display == "130.00%"  # no rate of completion


def test_the_report_can_say_which_definitions_it_used() -> None:
    facts = facts_of(more="口径: {得分位数: 1}")
    assert facts["口径.说明"].text == (
        "按财预〔2020〕10号，预算执行率为支出数除以到位数；按本次评价的约定，各指标得分四舍五入，最多保留一位小数。"
    )


def sources(told: Explained | tuple[str, ...]) -> list[str]:
    assert isinstance(told, Explained)
    return [str(place) for _, step in told.steps for place in step.sources]


def test_a_reader_may_ask_how_a_definition_came_about_and_where_it_stands_in_the_manual() -> None:
    engagement, _ = read("  评价办法: 吕财绩〔2022〕11号")
    facts, _ = derive(engagement, Facts())
    told = explain("口径.执行率分母", Case(engagement, facts=facts))
    assert isinstance(told, Explained)
    assert told.value == "到位数"
    assert "吕财绩〔2022〕11号" in told.steps[0][1].text
    assert sources(told) == ["程序自带的口径（docs/definitions.md）:吕财绩〔2022〕11号 执行率分母"]
    told = explain("口径.超百显示", Case(engagement, facts=facts))
    assert sources(told) == ["程序自带的口径（docs/definitions.md）:都没有规定时 超百显示"]


# ---- satisfaction -------------------------------------------------------------------------------------------------


def yongxing_with(tmp_path: Path, more: str) -> Facts:
    import shutil

    folder = tmp_path / "甲"
    shutil.copytree(YONGXING, folder)
    page = folder / "engagement.yaml"
    page.write_text(page.read_text("utf-8") + more, "utf-8")
    opened, _ = open_engagement(folder)
    return opened.case.facts


def test_a_mean_and_a_share_of_the_satisfied_are_two_figures_of_two_measures(tmp_path: Path) -> None:
    facts = yongxing_with(tmp_path, "")
    # Q4: 15 非常满意 and 10 比较满意 of 27; Q5: 12 and 11; Q6: 18 有效缓解; Q7: 15 and 9.
    assert [facts[f"问卷.职工.{q}.满意率"].display for q in ("Q4", "Q5", "Q6", "Q7")] == [
        "92.59%", "85.19%", "66.67%", "88.89%",
    ]  # fmt: skip
    assert facts["问卷.职工.Q4.满意率"].how == "25人÷27人，选“非常满意”“比较满意”的计入"
    assert facts["问卷.职工.Q4.均值"].display == "87.04%"
    # (25+23+18+24)/108, and with the middle answers (27+26+27+27)/108.
    assert facts["问卷.职工.满意率"].display == "83.33%"
    assert facts["问卷.职工.含一般满意率"].display == "99.07%"
    assert facts["问卷.职工.满意度"].display == facts["问卷.职工.均值"].display == "86.57%"
    assert facts["问卷.职工.满意度"].measure is Measure.MEAN
    assert facts["问卷.职工.满意率"].measure is Measure.SHARE


def test_the_satisfaction_of_a_questionnaire_is_what_is_defined(tmp_path: Path) -> None:
    facts = yongxing_with(tmp_path, "\n口径:\n  满意度口径: 满意率\n")
    assert facts["问卷.职工.满意度"].display == "83.33%"
    assert facts["问卷.职工.满意度"].measure is Measure.SHARE
    assert facts["问卷.职工.均值"].display == "86.57%"
    assert facts["口径.满意度名称"].text == "总体满意率"
    # 80 % (included) to 90 % earns 6 of 10 either way.
    assert facts["得分.D21"].value == 6
    groups = [id for id in facts if id.startswith("问卷.职工.分组.") and id.endswith(".满意度")]
    assert len(groups) == 2
    assert all(facts[id].measure is Measure.SHARE for id in groups)


# ---- checks -------------------------------------------------------------------------------------------------------


def outcome(*args: Any, **kwargs: Any) -> list[tuple[str, str | None]]:
    engagement, lines = read(*args, **kwargs)
    assert lines == []
    return [(one.severity, one.computed) for one in weight_mismatch.check(Case(engagement))]


def test_the_least_weight_of_output_and_benefit_and_its_strength_are_the_definitions() -> None:
    assert outcome() == [("warning", "≥60%")]  # 40 + 15 of 100
    assert outcome(more="口径: {产出效益下限: 55%}") == []
    assert outcome(more="口径: {产出效益下限: 70, 下限强度: 错误}") == [("error", "≥70%")]
    assert outcome(more="口径: {下限强度: 提示}") == [("note", "≥60%")]
    assert outcome(more="口径: {产出效益下限: 不设}") == []


def test_a_special_bond_below_it_is_only_noted() -> None:
    assert outcome(name="某县污水处理专项债券项目") == [("note", "≥60%")]
    assert outcome("  资金性质: 地方政府专项债券资金") == [("note", "≥60%")]


def report(rate: str) -> Document:
    titles, figures = (
        ("资金名称", "预算数", "到位数", "支出数", "预算执行率"),
        ("补贴", "100.00", "80.00", "72.00", rate),
    )
    rows = [Row(tuple(Cell((Text(word),)) for word in titles), "header"), Row(tuple(Cell((Text(f),)) for f in figures))]
    return Document("某项目绩效评价报告", (Section((Table("表", tuple(Column(20) for _ in titles), tuple(rows)),)),))


def test_a_rate_of_execution_is_held_against_the_declared_denominator() -> None:
    def found(rate: str, word: str) -> list[str | None]:
        engagement, _ = read(more=f"口径: {{执行率分母: {word}}}")
        return [one.computed for one in rate_mismatch.check(Case(engagement, document=report(rate)))]

    assert found("90.00%", "到位数") == found("72.00%", "预算数") == []
    assert found("72.00%", "到位数") == ["90.00%"]
    assert found("90.00%", "全年预算数") == ["72.00%"]
    # A stranger's report may go by either.
    for rate, count in (("90.00%", 0), ("72.00%", 0), ("75.00%", 1)):
        assert len(rate_mismatch.check(Case(document=report(rate)))) == count


def test_a_formula_in_the_report_that_divides_by_something_else_is_told() -> None:
    def found(text: str, word: str) -> list[str | None]:
        engagement, _ = read(more=f"口径: {{执行率分母: {word}}}")
        document = Document("某项目绩效评价报告", (Section((Paragraph("甲", (Text(text),)),)),))
        return [one.stated for one in rate_mismatch.check(Case(engagement, document=document))]

    by_budget = "预算执行率＝（实际支出数/预算数）×100%，反映项目预算执行的进度。"
    by_received = "预算执行率=(实际支出资金/实际到位资金)*100%。"
    assert found(by_budget, "预算数") == found(by_budget, "全年预算数") == found(by_received, "到位数") == []
    assert found(by_budget, "到位数") == ["预算数"]
    assert found(by_received, "预算数") == ["到位数"]
    assert found("资金到位率＝实际到位资金÷预算资金×100%。", "到位数") == []


def test_no_fact_may_be_typed_under_the_name_of_a_definition() -> None:
    _, lines = read(事实="- {名称: 口径.执行率分母, 值: 预算数}")
    assert lines[0].startswith("error: 事实不能叫“口径.执行率分母”")
    assert Fact("口径.执行率分母", "到位数", Measure.TEXT).display == "到位数"
