"""Questionnaires as people write them, and every fault at its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from evalkit.files.yaml import parse_yaml
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire

ROOT = Path(__file__).parent.parent.parent


def load(text: str) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    node, findings = parse_yaml(dedent(text).encode(), "职工.yaml")
    assert findings == ()
    assert node is not None
    return load_questionnaire("职工", node)


def loaded(text: str) -> Questionnaire:
    made, findings = load(text)
    assert findings == ()
    assert made is not None
    return made


HEAD = "标题: 问卷\n题目:\n"
SATISFIED = "{非常满意: 100, 比较满意: 75, 一般: 50, 不太满意: 25, 非常不满意: 0}"


def test_all_that_a_questionnaire_may_say_is_read() -> None:
    made = loaded("""
        标题: 满意度问卷
        发放: 29份
        总体: ６２０
        分组题: 第1题
        总体构成: {甲: 24, 乙: 596}
        调查时间: 2023年10月
        方式: 网络问卷
        说明: 您好
        筛查: {最短用时秒: 45, 最大缺答率: 0.5, 重复间隔分钟: 10}
        题目:
          - {题号: 1, 题干: 您属于哪一类？, 选项: [甲, 乙], 角色: 背景}
          - {题号: Q2, 题干: 您满意吗？, 题型: 单选题, 角色: 满意度, 主题: 标准, 计入满意度: 0.3, 选项: {满意: 100, 不满意: 0, 不了解: 不计}}
          - {题号: Q3, 题干: 各方面, 题型: 矩阵, 行: [态度, 效率], 选项: {好: 100, 差: 0}, 计入满意度: 是}
          - {题号: Q4, 题干: 途径, 题型: 多选, 必答: 否, 选项: [{选项: 微信, 同义: [weixin, WX]}, 其他]}
          - {题号: Q5, 题干: 建议, 题型: 填空, 角色: 意见, 类别: {提高标准: [提高, 增加], 其他: 其他}}
          - {题号: Q6, 题干: 离家多远, 题型: 数字, 单位: 公里}
    """)
    assert (made.issued, made.population, made.group) == (29, 620, "Q1")
    assert made.populations == (("甲", 24), ("乙", 596))
    assert (made.screening.minimum_seconds, made.screening.maximum_blank) == (Decimal(45), Decimal("0.5"))
    assert made.screening.duplicate_minutes == 10
    second = made.question("Q2")
    assert [(option.label, option.score) for option in second.options] == [
        ("满意", Decimal(100)),
        ("不满意", Decimal(0)),
        ("不了解", None),
    ]
    assert (second.type, second.role, second.topic, second.weight) == ("single", "satisfaction", "标准", Decimal("0.3"))
    assert made.question("Q3").rows == ("态度", "效率")
    assert made.question("Q3").weight == 1
    assert made.question("Q4").options[0].synonyms == ("weixin", "WX")
    assert not made.question("Q4").required
    assert made.question("Q5").categories == (("提高标准", ("提高", "增加")), ("其他", ("其他",)))
    assert not made.question("Q5").required
    assert made.question("Q6").unit == "公里"


def test_a_unit_belongs_to_a_number() -> None:
    _, findings = load(HEAD + "  - {题干: 满意吗, 选项: [是, 否], 单位: 元}\n")
    assert [one.message for one in findings] == ["Q1 不是数字题，不用“单位”"]


def test_questions_without_a_number_are_numbered_in_order() -> None:
    made = loaded(HEAD + "  - {题干: 一, 选项: [是, 否]}\n  - {题干: 二, 题型: 填空}\n")
    assert [question.id for question in made.questions] == ["Q1", "Q2"]


def test_the_population_is_the_sum_of_its_parts_when_only_they_are_written() -> None:
    made = loaded("标题: 问卷\n分组题: Q1\n总体构成: {甲: 24, 乙: 596}\n题目:\n  - {题干: 一, 选项: [甲, 乙]}\n")
    assert made.population == 620


@pytest.mark.parametrize(
    ("text", "spot", "words"),
    [
        ("题目:\n  - {题干: 一, 选项: [是, 否]}\n", "1:1", ["没有“标题”"]),
        ("标题: 问卷\n", "1:1", ["没有题目"]),
        ("标题: 问卷\n题目: 无\n", "2:5", ["应当是列表"]),
        ("标题: 问卷\n调查实间: 10月\n题目:\n  - {题干: 一, 题型: 填空}\n", "2:1", ["调查实间", "是不是“调查时间”"]),
        ("标题: 问卷\n发放: 二十九\n题目:\n  - {题干: 一, 题型: 填空}\n", "2:5", ["二十九", "整数"]),
        (
            "标题: 问卷\n筛查: {最大缺答率: 40}\n题目:\n  - {题干: 一, 题型: 填空}\n",
            "2:13",
            ["最大缺答率", "0.01 到 1"],
        ),
        (
            "标题: 问卷\n满意线: 60\n一般线: 60\n题目:\n  - {题干: 一, 题型: 填空}\n",
            "3:6",
            ["“一般线”应当低于“满意线”"],
        ),
        (HEAD + "  - {选项: [是, 否]}\n", "3:5", ["Q1 没有“题干”"]),
        (HEAD + "  - {题号: 甲, 题干: 一, 题型: 填空}\n", "3:10", ["题号“甲”"]),
        (
            HEAD + "  - {题号: Q1, 题干: 一, 题型: 填空}\n  - {题号: 1, 题干: 二, 题型: 填空}\n",
            "4:5",
            ["Q1 用了两次", "3:5"],
        ),
        (HEAD + "  - {题干: 一, 题型: 单项}\n", "3:17", ["不认识的题型“单项”"]),
        (HEAD + "  - {题干: 一, 题型: 填空, 角色: 满意}\n", "3:25", ["不认识的角色“满意”", "是不是“满意度”"]),
        (HEAD + "  - {题干: 一}\n", "3:5", ["没有“选项”"]),
        (HEAD + "  - {题干: 一, 选项: [是]}\n", "3:17", ["只有一个选项"]),
        (HEAD + "  - {题干: 一, 选项: {是: 101, 否: 0}}\n", "3:21", ["101", "0 到 100"]),
        (HEAD + "  - {题干: 一, 选项: {是: 好, 否: 0}}\n", "3:21", ["好", "0 到 100"]),
        (HEAD + "  - {题干: 一, 选项: [享.受过, 享·受过]}\n", "3:24", ["“享·受过”", "“享.受过”", "分不开"]),
        (HEAD + "  - {题干: 一, 选项: [是, 否, 是 ]}\n", "3:24", ["“是”", "分不开"]),
        (HEAD + "  - {题干: 一, 选项: [{选项: 满意, 同义: [好]}, 好]}\n", "3:37", ["“好”", "“满意”", "分不开"]),
        (HEAD + "  - {题干: 一, 题型: 填空, 选项: [是, 否]}\n", "3:25", ["不用选项"]),
        (HEAD + "  - {题干: 一, 题型: 矩阵, 选项: [是, 否]}\n", "3:5", ["没有“行”"]),
        (HEAD + "  - {题干: 一, 选项: [是, 否], 行: [甲]}\n", "3:28", ["不是矩阵题"]),
        (HEAD + "  - {题干: 一, 选项: [是, 否], 计入满意度: 是}\n", "3:5", ["没有分值"]),
        (HEAD + "  - {题干: 一, 题型: 填空, 计入满意度: 是}\n", "3:28", ["不能计入满意度"]),
        (HEAD + f"  - {{题干: 一, 选项: {SATISFIED}, 计入满意度: 大概}}\n", None, ["大概", "0.3"]),
        (HEAD + "  - {题干: 一, 选项: [是, 否], 类别: {甲: [乙]}}\n", "3:29", ["不是填空题"]),
        ("标题: 问卷\n分组题: Q9\n题目:\n  - {题干: 一, 选项: [是, 否]}\n", "2:6", ["Q9", "不在题目里"]),
        ("标题: 问卷\n分组题: Q1\n题目:\n  - {题干: 一, 题型: 填空}\n", "2:6", ["不是单选题"]),
        ("标题: 问卷\n总体构成: {甲: 1}\n题目:\n  - {题干: 一, 选项: [甲, 乙]}\n", "2:7", ["没有写“分组题”"]),
        (
            "标题: 问卷\n分组题: Q1\n总体构成: {甲人: 1, 乙: 2}\n题目:\n  - {题干: 一, 选项: [甲人员, 乙]}\n",
            "3:8",
            ["“甲人”不是", "是不是“甲人员”"],
        ),
        (
            "标题: 问卷\n总体: 621\n分组题: Q1\n总体构成: {甲: 24, 乙: 596}\n题目:\n  - {题干: 一, 选项: [甲, 乙]}\n",
            "4:7",
            ["合计 620 人", "621 人"],
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_cure(text: str, spot: str | None, words: list[str]) -> None:
    made, findings = load(text)
    assert made is None
    (found,) = [finding for finding in findings if finding.severity == "error"]
    assert found.kind == "input"
    if spot is not None:
        assert found.where.spot == spot
    for word in words:
        assert word in found.message + found.cure
    assert found.cure


def test_all_faults_are_told_at_once() -> None:
    _, findings = load("发方: 1\n题目:\n  - {题型: 单选}\n  - {题干: 一, 题型: 选择}\n")
    assert len(findings) >= 5


def test_satisfaction_questions_that_nobody_counts_are_doubted() -> None:
    made, findings = load(HEAD + f"  - {{题干: 一, 角色: 满意度, 选项: {SATISFIED}}}\n")
    assert made is not None
    assert [finding.severity for finding in findings] == ["warning"]
    assert "计入满意度: 是" in findings[0].cure


WAITING = """
        标题: 问卷
        题目:
          - {题号: Q1, 题干: 来过吗, 选项: [来过, 没来过, 记不清]}
          - {题号: Q2, 题干: 从哪里知道, 题型: 多选, 选项: [微信、QQ, 网站, 其他]}
          - {题号: Q3, 题干: 满意吗, 选项: [满意, 不满意], 显示条件: %s}
"""


@pytest.mark.parametrize(
    ("written", "question", "options"),
    [
        ("Q1=来过", "Q1", (0,)),
        ("第1题选来过或记不清", "Q1", (0, 2)),
        ("Q1 = 来过、记不清", "Q1", (0, 2)),
        ("Q1≠没来过", "Q1", (0, 2)),
        ("1不是没来过", "Q1", (0, 2)),
        ("Q2=微信、QQ", "Q2", (0,)),
        ("Q2=网站、其他", "Q2", (1, 2)),
    ],
)
def test_a_question_may_wait_for_answers_to_an_earlier_one(
    written: str, question: str, options: tuple[int, ...]
) -> None:
    shown = loaded(WAITING % written).question("Q3").shown
    assert shown is not None
    assert (shown.question, shown.options) == (question, options)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Q9=来过", ["看的是 Q9，前面没有这道题", "Q1、Q2"]),
        ("Q3=满意", ["看的是 Q3，前面没有这道题"]),
        ("Q1=来过了", ["“来过了”不是 Q1 的选项", "是不是“来过”"]),
        ("来过的人", ["认不出来", "Q2=是"]),
        ("Q2≠网站", ["对多选题 Q2 用了“不是”"]),
        ("Q1=来过、没来过、记不清", ["人人都会问到"]),
    ],
)
def test_a_condition_that_leads_nowhere_is_a_fault(written: str, words: list[str]) -> None:
    made, findings = load(WAITING % written)
    assert made is None
    (found,) = findings
    assert found.where.spot.startswith("6:")
    for word in words:
        assert word in found.message + found.cure


def test_sections_stand_between_the_questions_and_are_not_numbered() -> None:
    made = loaded("""
        标题: 问卷
        题目:
          - 分节: 一、基本情况
          - {题干: 一, 题型: 填空}
          - {题干: 二, 题型: 填空}
          - {分节: 二、评价, 说明: 请按实际情况选择}
          - {题干: 三, 题型: 填空}
    """)
    assert [(part.title, part.note, part.first) for part in made.parts] == [
        ("一、基本情况", "", "Q1"),
        ("二、评价", "请按实际情况选择", "Q3"),
    ]
    assert [question.id for question in made.questions] == ["Q1", "Q2", "Q3"]


def test_a_section_without_questions_is_a_fault() -> None:
    _, findings = load(HEAD + "  - {题干: 一, 题型: 填空}\n  - 分节: 二、评价\n")
    assert [found.message for found in findings] == ["分节“二、评价”后面没有题目"]


def test_other_asks_for_words_of_ones_own_unless_told_not_to() -> None:
    made = loaded(
        HEAD
        + "  - {题干: 一, 题型: 多选, 选项: [甲, 其他, {选项: 其他单位, 填写: 否}, {选项: 乙, 填写: 是}, {选项: 都没有, 独选: 是}]}\n"
    )
    options = made.question("Q1").options
    assert [option.label for option in options if option.write_in] == ["其他", "乙"]
    assert [option.label for option in options if option.alone] == ["都没有"]


SHIPPED = sorted([*ROOT.glob("surveys/*/questionnaire.yaml"), *ROOT.glob("examples/*/questionnaires/*.yaml")])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_questionnaire_loads_without_a_word(path: Path) -> None:
    node, findings = parse_yaml(path.read_bytes(), path.name)
    assert node is not None
    made, more = load_questionnaire(path.stem, node)
    assert (*findings, *more) == ()
    assert made is not None
    assert any(question.weight for question in made.questions)
    assert any(question.role == "open" and question.type == "text" for question in made.questions)


LIBRARY = (
    "department",
    "enterprises",
    "facility-users",
    "residents",
    "service-recipients",
    "staff",
    "subsidy-recipients",
    "trainees",
)


def test_the_library_has_a_questionnaire_for_each_kind_of_respondent() -> None:
    assert {path.parent.name for path in ROOT.glob("surveys/*/questionnaire.yaml")} >= set(LIBRARY)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_questionnaire_of_the_library_has_what_a_good_one_has(name: str) -> None:
    data = (ROOT / "surveys" / name / "questionnaire.yaml").read_bytes()
    made = load_questionnaire(name, parse_yaml(data, name)[0])[0]  # type: ignore[arg-type]
    assert made is not None
    assert 8 <= len(made.questions) <= 15
    assert len(made.parts) >= 3
    assert made.parts[0].first == "Q1"
    assert [question.id for question in made.questions] == [f"Q{n}" for n in range(1, len(made.questions) + 1)]
    for question in made.questions:
        scores = [None if option.score is None else int(option.score) for option in question.options]
        if question.role == "satisfaction":
            assert scores == [100, 75, 50, 25, 0, None]
            assert question.weight == 1
    assert {"satisfaction", "awareness", "effect", "profile", "open"} <= {question.role for question in made.questions}
    assert made.questions[-1].categories
