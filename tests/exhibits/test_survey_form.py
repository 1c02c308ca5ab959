"""The questionnaire as it is printed in a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.exhibits import survey_form
from evalkit.files.templates import read_template
from evalkit.model.questionnaire import Option, Part, Question, Questionnaire, Shown
from tests.exhibits.surveyed import SCALE, of


def test_the_form_is_printed_with_its_letters_parts_and_conditions(case, shown):
    questions = (
        Question("Q1", "去过吗？", "single", (Option("去过"), Option("没去过"))),
        Question(
            "Q2", "看重哪些？", "multi", (Option("便利的交通和停车条件"), Option("整洁的环境与设施"), Option("其他", write_in=True)),
            shown=Shown("Q1", (0,)),
        ),
        Question("Q3", "评价", "matrix", SCALE[:2], ("路面", "排水")),
        Question("Q4", "还有什么？", "text", required=False),
    )  # fmt: skip
    form = Questionnaire("卷", "问卷甲", questions, intro="您好！\n请填写。", parts=(Part("一、基本情况", "", "Q1"),))
    assert shown(survey_form.build(of(case, form))).splitlines() == [
        "问卷甲",
        "您好！请填写。",
        "一、基本情况",
        "1. 去过吗？",
        "A.去过　B.没去过",
        "2. （第1题选“去过”的人回答）看重哪些？（可多选）",
        "A.便利的交通和停车条件　B.整洁的环境与设施",
        "C.其他＿＿＿＿（请写明）",
        "3. 评价（每行选一项）",
        "评价内容\t满意\t一般",
        "路面\t□\t□",
        "排水\t□\t□",
        "4. 还有什么？",
        "＿" * 24,
    ]


def test_an_option_is_not_broken_where_digits_take_more_room(case, shown):
    # 58 half characters are the line; twelve gaps between Chinese and digits do not fit in.
    options = tuple(map(Option, ("不满3年", "3年以上不满5年", "5年以上不满10年", "10年以上")))
    form = Questionnaire("卷", "问卷", (Question("Q1", "工作多少年？", "single", options),))
    assert shown(survey_form.build(of(case, form))).splitlines()[2:] == [
        "A.不满3年　B.3年以上不满5年　C.5年以上不满10年",
        "D.10年以上",
    ]


def test_the_last_option_does_not_stand_alone_where_the_others_can_move_up(case, shown):
    options = tuple(map(Option, ("非常满意", "比较满意", "基本满意", "不太满意", "非常不满意")))
    form = Questionnaire("卷", "问卷", (Question("Q1", "满意吗？", "single", options),))
    assert shown(survey_form.build(of(case, form))).splitlines()[2:] == [
        "\u2002".join(("A.非常满意", "B.比较满意", "C.基本满意", "D.不太满意", "E.非常不满意"))
    ]


@pytest.mark.parametrize(
    ("of_firm", "of_template", "letters"), [("", "公文", 21), ("报告", "公文", 24), ("", "报告", 24)]
)
def test_lines_to_write_on_are_as_long_as_the_look_of_the_report_has_room(case, shown, of_firm, of_template, letters):
    """A line of an official document has three characters fewer; what the firm chose goes before the template."""
    template, _ = read_template("project-expenditure")
    made = of(case, Questionnaire("卷", "问卷", (Question("Q1", "还有什么？", "text"),)))
    assert template is not None
    assert made.engagement is not None
    engagement = replace(made.engagement, firm={"版式": of_firm})
    made = replace(made, engagement=engagement, template=replace(template, style=of_template))
    assert shown(survey_form.build(made)).splitlines()[-1] == "＿" * letters
