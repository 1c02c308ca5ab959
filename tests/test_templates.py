"""The shipped templates: complete, silent on figures, and different sentences for different outcomes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from evalkit.derive import derive
from evalkit.files.folder import read_folder
from evalkit.files.templates import list_templates, read_template
from evalkit.load import load
from evalkit.model.case import Case
from evalkit.model.document import Heading, Placeholder, block_text, inlines_of
from evalkit.model.engagement import Engagement, Problem
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.scoring import Grade, GradeScheme, Indicator, Manual, Point, PointScore, Rule, Score, Scoresheet
from evalkit.model.source import TextFile
from evalkit.model.template import Part, Template
from evalkit.narrate import narrate
from evalkit.narrative.outline import chapter_key
from evalkit.score import score

ROOT = Path(__file__).parent.parent / "engagement_templates"
IDS = ("project-expenditure", "project-expenditure-six", "project-expenditure-nine")


@cache
def shipped(id: str) -> Template:
    made, findings = read_template(id)
    assert findings == ()
    assert made is not None
    return made


# ---- the outlines ---------------------------------------------------------------------------------------------------

# 财预〔2020〕10号 附件3 has seven parts; the county's outline (Yongxing) has six.
CHAPTERS = {
    "project-expenditure": [
        *("一、基本情况", "二、绩效评价工作开展情况", "三、综合评价情况及评价结论", "四、绩效评价指标分析"),
        *("五、主要经验及做法、存在的问题及原因分析", "六、有关建议", "七、其他需要说明的问题"),
        *("附件1绩效评价指标体系及评分", "附件2问卷调查报告", "附件3佐证材料目录"),
        *("附件4评价小组成员", "附件5评价机构营业执照"),
    ],
    "project-expenditure-six": [
        *("一、预算支出基本情况", "二、绩效评价工作情况", "三、项目主要绩效及评价结论", "四、绩效评价指标分析"),
        *("五、主要经验及做法、存在的问题及原因分析", "六、有关建议"),
        *("附件1绩效评价指标体系及评分", "附件2问卷调查报告", "附件3佐证材料目录"),
        *("附件4评价小组成员", "附件5评价机构营业执照"),
    ],
    # The outline of a city's reports (Lvliang): a summary, nine chapters, six appendices.
    "project-expenditure-nine": [
        *("摘要", "一、项目基本情况", "二、绩效评价工作情况", "三、综合评价情况及评价结论", "四、绩效评价指标分析"),
        *("五、项目主要绩效及经验做法", "六、存在的问题及原因分析", "七、改进意见及政策建议"),
        *("八、绩效评价结果应用建议", "九、其他需要说明的问题"),
        *("附件1绩效评价指标体系", "附件2绩效评价指标评分表", "附件3社会调查报告", "附件4项目合规性检查报告"),
        *("附件5评价小组成员", "附件6评价机构营业执照"),
    ],
}
WIDE = {
    "project-expenditure-nine": [False, False, False, False, True, False],
}


def fresh() -> Case:
    source = read_folder(ROOT / "project-expenditure" / "skeleton")
    assert source.findings == ()
    engagement, findings = load(source)
    assert [one for one in findings if one.severity == "error"] == []
    assert engagement is not None
    facts, findings = derive(engagement, Facts())
    assert [one for one in findings if one.severity == "error"] == []
    sheet, facts, findings = score(engagement, facts)
    assert [one for one in findings if one.severity == "error"] == []
    return Case(engagement, {}, facts, sheet)


@pytest.mark.parametrize("id", IDS)
def test_the_outline_is_the_one_of_its_basis(id):
    document, findings = narrate(fresh(), shipped(id))
    assert findings == ()
    heads = [block for block in document.blocks() if isinstance(block, Heading) and block.level == 1]
    titles = [head.number + re.sub("【待填：.*?】", "", block_text(head)) for head in heads]
    assert titles == CHAPTERS[id]
    assert [section.landscape for section in document.sections] == WIDE.get(id, [False, False, False, True, False])


def test_the_skeleton_is_the_reference_framework_and_scores_nothing():
    case = fresh()
    assert case.engagement is not None
    assert case.scoresheet is not None
    levels = [sum(1 for node in case.engagement.indicators if node.level == level) for level in (1, 2, 3)]
    assert levels == [4, 10, 17]
    tops = [(node.name, node.weight) for node in case.scoresheet.children("")]
    assert tops == [("决策", 20), ("过程", 20), ("产出", 30), ("效益", 30)]
    assert case.scoresheet.full == 100
    assert case.scoresheet.scores.keys() & {leaf.code for leaf in case.scoresheet.leaves()} == set()


def test_the_points_of_the_framework_add_up_to_their_weights():
    for leaf in fresh().scoresheet.leaves():
        if leaf.points:
            assert sum(point.points for point in leaf.points) == leaf.weight, leaf.code


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_asks_for_what_only_the_evaluator_knows(id):
    document, _ = narrate(fresh(), shipped(id))
    asked = {
        inline.advice.partition("——")[0]
        for block in document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
        if isinstance(inline, Placeholder)
    }
    assert {"项目名称", "项目背景", "项目总体目标", "项目评价范围", "项目主要做法", "机构名称", "资金.预算数"} <= asked
    assert "“立项依据充分性”查到了什么：文号、凭证、金额、日期" in asked


@pytest.mark.parametrize("id", IDS)
def test_the_words_of_a_template_hold_no_figure(id):
    for path in sorted((ROOT / id / "chapters").glob("*.md")):
        words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"\d", words) == [], path.name


# ---- the argument of an indicator -----------------------------------------------------------------------------------

AT = Where("评价底稿.xlsx", "指标!A1")
SCHEME = GradeScheme("试", "试", (Grade("优", Decimal(90)), Grade("差", Decimal(0))))


def point(order: int, text: str, points: str, verdict: str, fact: str = "") -> Point:
    return Point("A11", order, text, Decimal(points), verdict, fact)


MET = PointScore(point(1, "有批复。", "1", "符合", "县府批复"), Decimal(1), "")
MISSED = PointScore(point(2, "经过论证", "2", "不符合", "没有论证记录。"), Decimal(0), "")
CLEAN = PointScore(point(1, "挤占挪用", "2", "不存在", "核对凭证未见"), Decimal(0), "")
MORE = tuple(
    PointScore(point(order, f"要点{name}", "1", "符合"), Decimal(1), "") for order, name in enumerate("四五六", start=4)
)
HALF = PointScore(point(3, "手续完备", "1", "部分符合", "缺一份签字"), Decimal("0.5"), "")
RATE = Fact("取值.A11", Decimal("94.9045"), Measure.RATE, 2, "%")
BASE = Indicator("A11", "程序规范性", 3, "A1", Decimal(4), finding="审批齐全。", at=AT)


def scored(points: str, details: tuple[PointScore, ...] = (), lost: str = "", value: Fact | None = None) -> Score:
    return Score(
        "A11", Decimal(points), Decimal(4), Decimal(points), value, (), details, lost, "达到100%得满分。", None
    )


def checklist(*details: PointScore) -> Indicator:
    return replace(BASE, points=tuple(detail.point for detail in details), rule=Rule("checklist", None, AT))


MANUAL = replace(BASE, manual=Manual(Decimal(3), "介于两档之间。", "B8-1", "李复核", AT))

OUTCOMES = [
    (
        "满分的要点",
        replace(checklist(MET), evidence=("B3-1", "B3-2")),
        scored("4", (MET,)),
        "审批齐全。对照评价要点，有批复：县府批复，符合。该指标分值4分，得4分（佐证B3-1、B3-2）。",
    ),
    (
        "满分的比率",
        BASE,
        replace(scored("4", value=RATE), met="完成率为94.90%，达到目标90%"),
        "审批齐全。完成率为94.90%，达到目标90%。该指标分值4分，得4分。",
    ),
    (
        "核查事实已经说过的要点事实不再重复",
        replace(checklist(MET), finding="2021年有县府批复，手续齐全。"),
        scored("4", (MET,)),
        "2021年有县府批复，手续齐全。对照评价要点，有批复：符合。该指标分值4分，得4分。",
    ),
    (
        "扣分清单逐项说明不存在",
        replace(checklist(CLEAN), rule=Rule("deductions", None, AT)),
        scored("4", (CLEAN,)),
        "审批齐全。逐项核对扣分情形，挤占挪用：核对凭证未见，不存在。该指标分值4分，得4分。",
    ),
    (
        "五条要点只写明失分的",
        checklist(MET, MISSED, *MORE),
        scored("2", (MET, MISSED, *MORE)),
        "审批齐全。对照评价要点，②经过论证：没有论证记录，不符合，扣2分；"
        "其余各条（①有批复；④要点四；⑤要点五；⑥要点六）均未扣分。该指标分值4分，扣2分，得2分，见问题1。",
    ),
    (
        "一个要点不符合",
        replace(checklist(MET, MISSED), paper="A12"),
        scored("2", (MET, MISSED), "没有论证记录"),
        "审批齐全。对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分。"
        "该指标分值4分，扣2分，得2分，见问题1（底稿A12）。",
    ),
    (
        "两个要点失分，各说扣多少",
        checklist(MET, MISSED, HALF),
        scored("1.5", (MET, MISSED, HALF), "没有论证记录；缺一份签字"),
        "审批齐全。对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分；"
        "③手续完备：缺一份签字，部分符合，扣0.5分。该指标分值4分，扣2.5分，得1.5分，见问题1。",
    ),
    (
        "没写核查事实的用要点的事实",
        replace(checklist(MET, MISSED), finding=""),
        scored("2", (MET, MISSED), "没有论证记录"),
        "对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分。"
        "该指标分值4分，扣2分，得2分，见问题1。",
    ),
    (
        "逐步扣分写明怎样算出",
        replace(BASE, rule=Rule("steps", None, AT)),
        scored("3", (), "完成率为94.90%，比目标100%低5.10个百分点，按5个百分点计，扣4×5%×5=1分", RATE),
        "审批齐全。按评价标准，完成率为94.90%，比目标100%低5.10个百分点，按5个百分点计，扣4×5%×5=1分。"
        "该指标分值4分，扣1分，得3分，见问题1。",
    ),
    (
        "分档扣分写明属于哪一档，得分不说两遍",
        replace(BASE, rule=Rule("bands", None, AT)),
        scored("3", (), "完成率为94.90%，属于“90%（含）至100%”一档，得3分", RATE),
        "审批齐全。按评价标准，完成率为94.90%，属于“90%（含）至100%”一档，得3分。该指标分值4分，扣1分，见问题1。",
    ),
    (
        "零分",
        BASE,
        scored("0", (), "没有开展。"),
        "审批齐全。按评价标准，没有开展。该指标分值4分，全部扣除，得0分，见问题1。",
    ),
    (
        "人工给分而规则另有得分",
        MANUAL,
        replace(scored("3"), by_rule=Decimal(2)),
        "审批齐全。按评价标准应得2分，评价组综合判断给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "人工给分而规则给不出",
        replace(MANUAL, rule=Rule("levels", None, AT)),
        replace(scored("3"), by_rule=None),
        "审批齐全。评价标准未设相应档次，评价组综合判断给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "人工给分而没有规则",
        replace(MANUAL, rule=Rule("manual", None, AT)),
        replace(scored("3"), by_rule=None),
        "审批齐全。该指标由评价组综合评定，给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "还没有评分",
        replace(BASE, finding=""),
        None,
        "【待填：“程序规范性”查到了什么：文号、凭证、金额、日期】"
        "【待填：“程序规范性”的得分：填好取值或要点判定后由程序评出】",
    ),
]


def problem(**more: str) -> Problem:
    told = {"standard": "", "fact": "没有论证。", "cause": "", "effect": "", "amount": "", "remark": ""}
    told |= {"advice": "", "measure": "", "responsible": "", "deadline": ""} | more
    return Problem("", "论证不足", indicators=("A11",), at=AT, **told)  # type: ignore[arg-type]


def case_of(leaf: Indicator, made: Score | None, problems: tuple[Problem, ...] = (problem(),)) -> Case:
    nodes = (
        Indicator("A", "决策", 1, "", Decimal(4), leaf=False),
        Indicator("A1", "立项", 2, "A", Decimal(4), leaf=False),
        leaf,
    )
    scores = {code: replace(made, code=code) for code in ("A", "A1", "A11")} if made is not None else {}
    sheet = Scoresheet(nodes, scores, Decimal(0), Decimal(4), "差", SCHEME)
    engagement = Engagement(
        *("试", "项目支出", {}, {}, {}, (), None, (), (), (), (), nodes, SCHEME, (), {}, (), problems),
        *((), (), (), (), {}, (), (), (), AT),
    )
    facts = Facts(
        [
            RATE,
            Fact("总分", Decimal(0), Measure.SCORE, unit="分"),
            Fact("体系.总扣分", Decimal(2), Measure.SCORE, unit="分"),
        ]
    )
    return Case(engagement, {}, facts, sheet)


def written(text: str, case: Case) -> list[str]:
    """What a chapter of this text says with the macros of the shipped template."""
    base = shipped("project-expenditure")
    chapters = {**base.chapters, "试": TextFile("试.md", text, Where("试.md"))}
    document, findings = narrate(case, replace(base, chapters=chapters, parts=(Part("正文", "试"),)))
    assert findings == ()
    return [block_text(block) for block in document.blocks()][1:]


def chapter(stem: str, case: Case) -> list[str]:
    base = shipped("project-expenditure")
    document, findings = narrate(case, replace(base, parts=(Part("正文", stem),)))
    assert findings == ()
    return [block_text(block) for block in document.blocks()][1:]


@pytest.mark.parametrize(("leaf", "made", "told"), [one[1:] for one in OUTCOMES], ids=[one[0] for one in OUTCOMES])
def test_each_outcome_is_argued_in_its_own_way(leaf, made, told):
    found = written('{% from "_论证" import 论证 %}\n{{ 论证(末级指标[0]) }}', case_of(leaf, made))
    assert found == [told]


def test_a_deduction_without_a_problem_asks_for_one():
    (found,) = written(
        '{% from "_论证" import 论证 %}\n{{ 论证(末级指标[0]) }}', case_of(BASE, scored("3", (), "不足"), ())
    )
    assert "得3分，【待填：说明“程序规范性”扣分的问题，写在问题建议表】。" in found


# ---- problems and advice --------------------------------------------------------------------------------------------


def test_a_problem_is_standard_fact_cause_and_effect_tied_to_its_deduction():
    whole = problem(standard="办法第三条。", cause="没有人管", effect="无从查证。", amount="2万元", advice="补做论证")
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足"), (whole,)))
    assert found[4:] == [
        "评价共扣2分，扣分反映的问题如下。",
        "论证不足",
        "规定要求。办法第三条。",
        "核查情况。没有论证。涉及金额2万元。",
        "原因分析。没有人管。",
        "影响。无从查证。",
        "对应扣分。程序规范性扣2分。",
    ]


def test_what_a_problem_lacks_is_asked_for():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足")))
    assert found[6] == "规定要求。【待填：违反了什么规定，写出文件和条款】"
    assert found[8] == "原因分析。【待填：为什么会这样】"


def test_full_marks_and_no_problem_say_so():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("4"), ()))
    assert found[-1] == "各指标都没有扣分，本次评价未发现需要整改的问题。"
    found = chapter("06-有关建议", case_of(BASE, scored("4"), ()))
    assert found[1].startswith("项目绩效目标全部实现")


def test_deductions_without_any_problem_are_asked_about():
    found = chapter("05-经验做法与问题原因", case_of(BASE, scored("2", (), "不足"), ()))
    assert found[-1] == "【待填：有扣分而没有写问题：程序规范性】"


def test_one_piece_of_advice_may_answer_several_problems():
    first = problem(advice="补做论证", measure="请专家评审。", responsible="县局", deadline="2023年底前")
    other = replace(
        problem(advice="补做论证", measure="补签字", responsible="乡镇", deadline="月底前"), title="手续不全"
    )
    found = chapter("06-有关建议", case_of(BASE, scored("2", (), "不足"), (first, other)))
    assert found[1:4] == [
        "补做论证",
        "针对问题1“论证不足”，建议县局：请专家评审。完成时限：2023年底前。",
        "针对问题2“手续不全”，建议乡镇：补签字。完成时限：月底前。",
    ]


# ---- achievements, limits, the use of the result --------------------------------------------------------------------


def graded(grade: str, balance: str = "0") -> Case:
    case = case_of(BASE, scored("4"), ())
    more = [Fact("等级", grade, Measure.TEXT), Fact("资金.结余", Decimal(balance), Measure.AMOUNT, 2, "万元")]
    return replace(case, facts=case.facts.plus([*more, Fact("项目.委托单位", "县财政局", Measure.TEXT)]))


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        *(("优", "继续支持"), ("良", "总体予以支持"), ("中", "适当核减"), ("较差", "适当核减")),
        *(("差", "调整或取消"), ("合格", "【待填：按这一等级")),
    ],
)
def test_the_use_of_the_result_follows_the_grade(grade, words):
    assert words in chapter("06-有关建议", graded(grade))[-1]


def test_a_balance_is_to_be_returned_or_used_next_year_and_none_is_not_mentioned():
    assert "项目结余1.28万元，建议按规定收回" in chapter("06-有关建议", graded("良", "1.28"))[-1]
    assert "结余" not in chapter("06-有关建议", graded("良"))[-1]


def test_scores_by_hand_and_a_small_share_of_outcomes_are_told_as_limits():
    case = case_of(MANUAL, replace(scored("3"), by_rule=None))
    facts = [
        Fact("体系.人工指标数", Decimal(1), Measure.COUNT, 0, "个"),
        Fact("体系.人工指标分值", Decimal(4), Measure.SCORE, unit="分"),
        Fact("体系.产出效益占比", Decimal(55), Measure.RATE, 2, "%"),
        Fact("口径.产出效益下限", Decimal(60), Measure.RATE, 0, "%"),
    ]
    found = chapter("07-其他需要说明的问题", replace(case, facts=case.facts.plus(facts)))
    assert found[1].startswith("人工评分。有1个指标")
    assert "分值合计4分：程序规范性（分值4分，得3分，底稿B8-1，李复核复核）" in found[1]
    assert found[2].startswith("指标分值。产出、效益两类指标的分值占总分值的55.00%")


def test_without_anything_to_say_of_limits_there_is_no_such_section():
    document, _ = narrate(fresh(), shipped("project-expenditure-six"))
    assert not any("局限" in block_text(block) for block in document.blocks())


def test_achievements_are_targets_met_beside_their_results():
    leaf = replace(BASE, target="24人（预算）", actual="24人")
    top = Indicator("A", "产出", 1, "", Decimal(4), leaf=False)
    case = case_of(leaf, scored("4"), ())
    assert case.scoresheet is not None
    sheet = replace(case.scoresheet, indicators=(top, *case.scoresheet.indicators[1:]))
    case = replace(case, scoresheet=sheet)
    found = written('{% from "_成效" import 主要绩效, 目标对照 %}\n{{ 主要绩效() }}\n\n{{ 目标对照() }}', case)
    assert found == [
        "目标完成情况。列入对照的1个绩效目标完成1个：程序规范性（目标24人，实际24人）。",
        "列入对照的绩效目标共1个，完成1个。",
    ]


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_claims_no_work_that_is_not_recorded(id):
    document, _ = narrate(fresh(), shipped(id))
    text = "\n".join(block_text(block) for block in document.blocks())
    for claim in ("核查了项目资料", "开展了问卷调查", "访谈了", "建议县"):
        assert claim not in text


@pytest.mark.parametrize("id", IDS)
def test_a_fresh_report_prints_the_standards_that_rules_have_already(id):
    document, _ = narrate(fresh(), shipped(id))
    text = "\n".join(block_text(block) for block in document.blocks())
    assert "预算执行率达到95%，得4分；90%（含）至95%，得3分" in text
    assert "成本节约率达到0%的得满分，每低1个百分点扣分值的5%" in text
    assert "评价标准】" not in text


@pytest.mark.parametrize("id", IDS)
def test_no_sentence_ends_twice(id):
    for case in (fresh(), *(case_of(leaf, made) for _, leaf, made, _ in OUTCOMES)):
        document, _ = narrate(case, shipped(id))
        for block in document.blocks():
            assert not re.search(r"[。；，、：]{2,}|^[。；，、]", block_text(block)), block_text(block)


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.id)
def test_no_two_chapters_of_a_template_share_the_short_name_of_their_blocks(template: Template):
    keys = [chapter_key(part.chapter) for part in (*template.parts, *template.survey) if part.chapter]
    assert sorted(keys) == sorted(set(keys))
