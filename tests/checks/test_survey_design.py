"""What is wrong with a questionnaire's design: what must be found, and what must be let pass."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from evalkit.checks.survey_design import check, lint, misread, unread
from evalkit.cli.entry import run
from evalkit.files.yaml import parse_yaml
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire

ROOT = Path(__file__).parent.parent.parent
HEAD = "标题: 问卷\n说明: 想了解您的感受，问卷不记名\n题目:\n"
LAST = "  - {题号: Q9, 题干: 您有什么意见？, 题型: 填空, 角色: 意见, 类别: {甲: [乙]}}\n"
FIVE = "选项: {非常满意: 100, 比较满意: 75, 一般: 50, 不太满意: 25, 非常不满意: 0, 不了解: 不计}"


def form(questions: str, head: str = HEAD) -> Questionnaire:
    node, findings = parse_yaml((head + indent(questions.strip("\n") + "\n", "  ") + LAST).encode(), "职工.yaml")
    assert node is not None
    made, more = load_questionnaire("职工", node)
    assert not [one for one in (*findings, *more) if one.severity == "error"], more
    assert made is not None
    return made


def told(found: tuple[Finding, ...]) -> list[str]:
    assert all(one.cure and one.where.spot and one.kind in ("other", "missing_part") for one in found)
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("20岁以下, 20至40岁, 41岁及以上", "“20岁以下”与“20至40岁”都包括 20"),
        ("不满20岁, 20-40岁, 40岁以上", "“20-40岁”与“40岁以上”都包括 40"),
        ("不满20岁, 21至40岁, 41岁及以上", "“不满20岁”与“21至40岁”之间缺了一段"),
        ("20岁及以下, 25至40岁, 41岁及以上", "“20岁及以下”与“25至40岁”之间缺了一段"),
        ("不满20岁, 超过20岁", "“不满20岁”与“超过20岁”都不包括 20"),
        ("18至40岁, 36至60岁, 61岁及以上", "“18至40岁”与“36至60岁”重叠"),
        ("1000元以下, 1000-3000元, 3000元以上", "都包括 1000"),
        ("6个月以下, 半年至1年, 1年以上", "“半年至1年”与“1年以上”都包括 1年"),
        ("一年以内, 一至三年, 三年以上", "“一年以内”与“一至三年”都包括 1年"),
        ("1小时以内, 1至2小时, 3小时及以上", "“1小时以内”与“1至2小时”都包括 1小时"),
        ("不满500米, 500米至1公里, 1公里以上", "“500米至1公里”与“1公里以上”都包括 1公里"),
        ("5万元以下, 5万元（不含）至10万元, 10万元以上", "“5万元（不含）至10万元”与“10万元以上”都包括 10万元"),
        ("不满1年, 1年以上3年以下, 3年以上", "“1年以上3年以下”与“3年以上”都包括 3年"),
    ],
)
def test_intervals_that_overlap_or_leave_a_gap_are_told(options: str, words: str) -> None:
    found = told(lint(form(f"- {{题号: Q1, 题干: 您的情况, 角色: 背景, 选项: [{options}]}}")))
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    "options",
    [
        "不满20岁, 20至39岁, 40岁及以上",
        "35岁以下, 36至50岁, 51岁以上",
        "没有来过, 1次, 2至5次, 6次及以上",
        "不足60%, 60%至不足80%, 80%及以上",
        "不足500元, 500元至不足1万元, 1万元及以上",
        "6个月及以内, 超过6个月至1年, 超过1年",
        "5万元及以下, 5万元至10万元（含）, 超过10万元",
        "不满5万元, 5万元（含）至10万元, 10万元及以上",
        "不满1年, 1年以上不满2年, 2年以上不满3年, 3年以上",
        "男, 女",
        "第一学期, 第二学期",
    ],
)
def test_intervals_that_join_are_let_pass(options: str) -> None:
    assert told(lint(form(f"- {{题号: Q1, 题干: 您的情况, 角色: 背景, 选项: [{options}]}}"))) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (f"- {{题干: 您对服务态度和办事效率是否满意？, 角色: 满意度, 计入满意度: 是, {FIVE}}}", "一题问了两件事：“服务态度”和“办事效率”"),
        (f"- {{题干: 您对下列方面是否满意？, 题型: 矩阵, 行: [服务态度, 卫生与安全], 计入满意度: 是, 角色: 满意度, {FIVE}}}", "有一行问了两件事：“卫生与安全”"),
        (f"- {{题干: 大家都认为服务很好，您满意吗？, 角色: 满意度, 计入满意度: 是, {FIVE}}}", "题干有诱导：“大家都认为”"),
        (f"- {{题干: 项目取得了显著成效，您是否满意？, 角色: 满意度, 计入满意度: 是, {FIVE}}}", "题干有诱导"),
        ("- {题干: 您不认为补贴不够吗？, 选项: [是, 否]}", "双重否定"),
        ("- {题干: 您从哪些途径知道？, 选项: [微信, 电视]}", "题干让人选几项，题型却是单选"),
        ("- {题干: 您的职业, 选项: [教师, 医生, 以上都是]}", "单选题有“以上都是”"),
        ("- {题干: 您用过哪些, 题型: 多选, 选项: [甲, 乙, 以上都没有]}", "“以上都没有”不能与其他项同选"),
        ("- {题干: 有没有改善？, 角色: 效果, 选项: {明显改善: 100, 有所改善: 75, 没有变化: 50, 有所下降: 0, 说不清: 不计}}", "量表不对称：分值高于中点（50）的选项 2 个，低于的 1 个"),
        ("- {题干: 改善大吗？, 角色: 效果, 选项: {大: 100, 没有: 0, 一般: 50, 说不清: 不计}}", "没有按程度排列"),
        ("- {题干: 您对手续是否满意？, 角色: 满意度, 计入满意度: 是, 选项: {非常满意: 100, 一般: 50, 不满意: 0}}", "Q1 没有“不了解”"),
        ("- {题干: 还有什么意见？, 题型: 填空, 角色: 意见}", "没有写意见的类别"),
    ],
)  # fmt: skip
def test_a_fault_of_design_is_told(question: str, words: str) -> None:
    (found,) = told(lint(form(question)))
    assert words in found


@pytest.mark.parametrize(
    "question",
    [
        f"- {{题干: 您对资金拨付的及时性是否满意？, 角色: 满意度, 计入满意度: 是, {FIVE}}}",
        f"- {{题干: 您对公众参与的情况是否满意？, 角色: 满意度, 计入满意度: 是, {FIVE}}}",
        "- {题干: 总的来说，您是否满意？, 角色: 满意度, 计入满意度: 是, 选项: {满意: 100, 一般: 50, 不满意: 0}}",
        "- {题干: 您用过哪些, 题型: 多选, 选项: [甲, 乙, {选项: 以上都没有, 独选: 是}]}",
        "- {题干: 金额一致吗？, 角色: 效果, 选项: {一致: 100, 不一致: 0}}",
    ],
)
def test_a_sound_question_is_let_pass(question: str) -> None:
    assert told(lint(form(question))) == []


def test_an_intro_without_confidentiality_is_told() -> None:
    made = form("- {题干: 性别, 选项: [男, 女]}", "标题: 问卷\n说明: 您好，想了解您的感受\n题目:\n")
    assert [(one.kind, one.message) for one in lint(made)] == [("missing_part", "问卷的说明没有写不记名或保密")]


@pytest.mark.parametrize("path", sorted(ROOT.glob("surveys/*/questionnaire.yaml")), ids=lambda path: path.parent.name)
def test_the_library_is_clean(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "check", path.parent.name]) == 0
    assert capsys.readouterr().out == "错误 0 处，警告 0 处，提示 0 处。\n"


# ---- in an engagement ---------------------------------------------------------------------------------------------

SURVEY = f"""标题: 问卷
说明: 想了解您的感受，问卷不记名
题目:
  - {{题号: Q1, 题干: 您对手续是否满意？, 角色: 满意度, {FIVE}%s}}
  - {{题号: Q2, 题干: 您知道吗, 角色: 知晓度, 选项: {{知道: 100, 不知道: 0}}}}
  - {{题号: Q3, 题干: 您的性别, 角色: 背景, 选项: [男, 女]}}
{LAST}"""


def folder(tmp_path: Path, value: str, weighed: bool = True) -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "engagement.yaml").write_text("项目: {名称: 某项目, 委托单位: 某财政局, 年度: 2025}\n", "utf-8")
    (tmp_path / "tables" / "指标.yaml").write_text(
        f"- {{一级指标: 效益, 二级指标: 满意, 三级指标: 满意度, 分值: 100, 规则: 按比例给分, 取值: {value}}}\n",
        "utf-8",
    )
    text = SURVEY % (", 计入满意度: 是" if weighed else "")
    (tmp_path / "questionnaires" / "职工.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("value", "weighed", "words"),
    [
        ("问卷.职工.Q7.均值", True, "“问卷.职工.Q7.均值”"),
        ("问卷.职工.Q2.听说过.占比", True, "“问卷.职工.Q2.听说过.占比”：问卷给不出这个数"),
        ("问卷.职工.Q3.均值", True, "“问卷.职工.Q3.均值”：Q3 的选项没有分值，没有均值"),
        ("问卷.职工.满意度", False, "“问卷.职工.满意度”：没有一题计入满意度"),
        ("90%", True, "没有指标用到问卷“职工”"),
        ("问卷.职工.有效 / 20", True, "没有指标用到问卷“职工”"),
        ("问卷.职工.满意度", True, "没有指标用到 Q2"),
        ('"最小(问卷.职工.Q1.均值, 问卷.职工.满意度)"', True, "没有指标用到 Q2"),
    ],
)
def test_what_indicators_read_and_no_question_feeds_is_told(
    value: str, weighed: bool, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = folder(tmp_path, value, weighed)
    status = run(["survey", "check", "职工", "-C", str(home)])
    heard = capsys.readouterr().out
    assert words in heard
    assert status == (0 if words.endswith("Q2") else 1)


def test_check_of_an_engagement_tells_the_design_while_it_can_be_mended() -> None:
    from dataclasses import replace

    from evalkit.app import open_engagement

    opened, _ = open_engagement(ROOT / "examples" / "yongxing-2022")
    assert check(opened.case) == ()
    engagement = opened.case.engagement
    assert engagement is not None
    early = replace(opened.case, engagement=replace(engagement, responses={}))
    assert any("量表不对称" in one.message for one in check(early))
    (questionnaire,) = engagement.questionnaires
    assert misread(engagement, questionnaire, {fact.id for fact in opened.case.facts.values()}) == ()
    assert [one.severity for one in unread(engagement, questionnaire)] == ["note"]


def test_a_questionnaire_nobody_knows_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["survey", "check", "enterprise"]) == 2
    assert "enterprises" in capsys.readouterr().err


def test_a_skip_to_nowhere_stops_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(HEAD + "  - {题干: 一, 选项: [是, 否], 显示条件: Q5=是}\n", "utf-8")
    assert run(["survey", "check", str(path)]) == 2
    assert "甲.yaml:4:" in (heard := capsys.readouterr().err)
    assert "看的是 Q5，前面没有这道题" in heard
