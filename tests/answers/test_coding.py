"""Open answers: categories by keywords and by hand, quotations that tell nobody apart, keywords worth adding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from evalkit.answers.coding import coding, suggestions
from evalkit.answers.quoting import quoted
from evalkit.codebook import says_nothing
from evalkit.coding import SPEC, recoded, written
from evalkit.files.sheet import read_tables
from evalkit.files.tables import sheet_table
from evalkit.model.facts import Facts
from evalkit.model.questionnaire import Coded, Option, Question, Questionnaire, Survey
from evalkit.privacy import tells_nobody
from evalkit.tabulate import survey_report, tabulate

ASKED = Question(
    "Q1", "有什么意见？", "text", role="open", categories=(("水压", ("水压", "水小")), ("水价", ("贵", "水价")))
)


def survey(texts: Iterable[str], question: Question = ASKED, coded: dict[str, Coded] | None = None) -> Survey:
    answers = list(texts)
    form = Questionnaire("甲", "问卷", (question,))
    states = ["valid"] * len(answers)
    made = {"Q1": coded} if coded else {}
    return Survey(form, "plain", "甲.csv", len(answers), states, (), {"Q1": answers}, {}, coded=made)  # type: ignore[arg-type]


def counts(made: Survey) -> dict[str, str]:
    """How many are in each category."""
    facts = facts_of(made)
    names = [id.split(".")[3] for id in facts if id.startswith("问卷.甲.Q1.") and id.count(".") == 4]
    return {name: facts[f"问卷.甲.Q1.{name}.人数"].text for name in names}


def facts_of(made: Survey) -> Facts:
    return tabulate(made)[0]


# ---- categories -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["无", "没有", "暂无", "没有意见", "没有什么意见和建议", "无意见。", "我没有意见", "没啥建议", "没有了", "N/A", "none", "-", "没有建议，谢谢！"],
)  # fmt: skip
def test_that_there_is_nothing_to_say(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["没有自来水", "无法报销", "无障碍设施不足", "没有路灯", "不错", "没有按时发放", "没人管"]
)
def test_that_something_is_lacking_is_an_opinion(text: str) -> None:
    assert not says_nothing(text)


def test_answers_are_counted_by_category_and_those_without_one_too() -> None:
    made = survey(["水压低", "水小又贵", "无", "没有意见", "修路", "", "水价高"])
    # 水小又贵 belongs to both.
    assert counts(made) == {"水压": "2", "水价": "2", "没有意见": "2", "未归类": "1"}
    facts = facts_of(made)
    assert facts["问卷.甲.Q1.人数"].text == "6"
    assert facts["问卷.甲.Q1.没有意见.占比"].display == "33.33%"


def test_a_codebook_may_have_its_own_name_for_nothing() -> None:
    question = Question("Q1", "意见", "text", role="open", categories=(("无意见", ("满意",)), ("水价", ("贵",))))
    assert counts(survey(["无", "都很满意", "贵"], question)) == {"无意见": "2", "水价": "1", "未归类": "0"}


def test_an_opinion_without_a_codebook_still_has_those_with_nothing_to_say() -> None:
    question = Question("Q1", "意见", "text", role="open")
    assert counts(survey(["无", "修路"], question)) == {"没有意见": "1", "未归类": "1"}
    # What is no opinion has no categories: nobody's village is “无”.
    assert counts(survey(["无", "王家湾"], Question("Q1", "哪个村", "text"))) == {}


def test_a_person_goes_before_the_keywords() -> None:
    by_hand = {
        "水压不低": Coded(("没有意见",)), "修路": Coded(("道路",)), "路灯 坏了": Coded(("道路", "照明")), "水价贵": Coded(()),
    }  # fmt: skip
    made = survey(["水压不低", "修路", "路灯坏了", "水价贵", "水压低"], coded=by_hand)
    assert counts(made) == {"水压": "1", "水价": "0", "道路": "2", "照明": "1", "没有意见": "1", "未归类": "1"}
    assert "按人工的归类" in facts_of(made)["问卷.甲.Q1.水压.人数"].how


def test_words_behind_an_option_are_coded_when_a_person_does_it() -> None:
    question = Question("Q1", "渠道", "multi", (Option("村里"), Option("其他", write_in=True)))
    form = Questionnaire("甲", "问卷", (question,))
    answers = {"Q1=1": [1, 0, 0], "Q1=2": [0, 1, 1], "Q1.其他": ["", "亲友说的", "广播"]}
    made = Survey(form, "plain", "甲.csv", 3, ["valid"] * 3, (), answers, {})
    assert "问卷.甲.Q1.其他.亲友.人数" not in facts_of(made)
    by_hand = {"Q1.其他": {"亲友说的": Coded(("亲友",))}}
    facts = facts_of(Survey(form, "plain", "甲.csv", 3, ["valid"] * 3, (), answers, {}, coded=by_hand))
    assert (facts["问卷.甲.Q1.其他.亲友.人数"].text, facts["问卷.甲.Q1.其他.未归类.人数"].text) == ("1", "1")
    assert facts["问卷.甲.Q1.其他.人数"].text == "2"


def test_the_json_has_the_categories_and_repeats_no_answer() -> None:
    made = survey(["水压低", "修一修路", "路该修了修路", "无"])
    facts, _ = tabulate(made)
    asked = survey_report(made, facts)[0]["questions"][0]
    assert asked["categories"] == [
        {"label": "水压", "count": 1, "percent": "25.00"},
        {"label": "水价", "count": 0, "percent": "0.00"},
        {"label": "没有意见", "count": 1, "percent": "25.00"},
    ]
    assert asked["uncoded"] == 2
    assert "修一修路" not in str(asked)


# ---- keywords -------------------------------------------------------------------------------------------------------


def words(*texts: str) -> list[tuple[str, int]]:
    return list(suggestions(coding(survey(texts), "Q1", ASKED).uncoded))


def test_words_of_several_answers_are_proposed_the_longest_that_says_the_same() -> None:
    # 路灯 stands in three answers, 路灯太暗 in two; 灯太 and 太暗 say no more than 路灯太暗.
    assert words("路灯太暗", "村口路灯太暗了", "多装路灯", "办事慢") == [("路灯", 3), ("路灯太暗", 2)]


def test_people_count_and_not_how_often_they_say_it() -> None:
    assert words("路灯路灯路灯", "厕所", "厕所") == [("厕所", 2)]


def test_names_of_people_are_not_proposed() -> None:
    assert not any("张主任" in word for word, _ in words("找张主任要", "要找张主任", "张主任"))


# ---- quotations -----------------------------------------------------------------------------------------------------


def quotes(*texts: str, **coded: Coded) -> tuple[str, ...]:
    found = coding(survey(texts, coded=coded), "Q1", ASKED)
    return quoted(found.within("水压"), found.n)


def test_what_many_say_is_quoted_before_what_one_says() -> None:
    found = quotes("水压太低了", "早上水压太低", "水压太低，洗澡没水", "水小得像线一样细", "无")
    assert len(found) <= 3
    assert "水压太低" in found[0]
    # 水压太低了 and 早上水压太低 say the same: only one of the three is quoted, then the other opinion.
    assert sum("水压太低" in one for one in found) < 3


@pytest.mark.parametrize(
    "text",
    [
        "水压低，打我电话***", "水压低，找张主任没用", "我叫王小明，水压低", "水压低，3组12号", "水压低，李某知道", "水压低2023",
        "水压" + "低" * 60, "水压低，电话138" + "12345678", "本人姓赵，水压低",
    ],
)  # fmt: skip
def test_what_may_tell_who_it_was_is_not_quoted(text: str) -> None:
    assert quotes(text, "水压忽高忽低", "无", "无", "无") == ("水压忽高忽低",)


def test_common_words_with_a_surname_in_them_tell_nobody() -> None:
    for text in ("高温天水压低", "方便的话加压", "何时加压", "希望老师多讲", "要求经理多来", "马路上漏水"):
        assert tells_nobody(text), text


def test_of_fewer_than_five_answers_none_is_quoted() -> None:
    assert quotes("水压忽高忽低", "无", "无", "无") == ()
    facts = facts_of(survey(["水压忽高忽低", "无", "无", "无"]))
    assert facts["问卷.甲.Q1.水压.引语"].empty


def test_a_person_forbids_a_quotation_or_chooses_it() -> None:
    texts = ("水压太低", "水压不稳，三天两头没水", "水小", "无", "无")
    assert quotes(*texts, 水压太低=Coded(quote=False)) == ("水压不稳，三天两头没水",)
    assert quotes(*texts, 水小=Coded(quote=True))[0] == "水小"
    # What was masked is not quoted, whoever wishes it.
    assert quotes("水压低***", "无", "无", "无", "无", **{"水压低***": Coded(quote=True)}) == ()


def test_the_fact_has_quotation_marks_and_chinese_signs() -> None:
    made = survey(["水压低,常停水。", "无", "无", "无", "无"])
    assert facts_of(made)["问卷.甲.Q1.水压.引语"].text == "“水压低，常停水”"
    assert facts_of(made)["问卷.甲.Q1.没有意见.引语"].empty


def test_the_same_answers_in_another_order_give_the_same_quotations() -> None:
    texts = ["水压太低了", "早上水压低", "水小得很", "水压不稳", "晚上没有水压", "无"]
    assert quotes(*texts) == quotes(*reversed(texts))


def test_shares_are_of_those_who_answered() -> None:
    facts = facts_of(survey(["水压低", "水压低", "修路", ""]))
    assert facts["问卷.甲.Q1.水压.占比"].display == "66.67%"


def test_the_sheet_brings_back_whatever_people_write() -> None:
    odd = [
        "=1+1",
        "第一行\n第二行",
        "例：水压",
        "合计",
        "注：水压低",
        "'引号",
        "5",
        "3.10",
        "TRUE",
        "😀好",
        " 前后空格 ",
        "水压\t低",
        "a、b",
        "#N/A!",
    ]
    made = survey(odd)
    sheets, found = read_tables(written(made), "甲.编码.xlsx")
    assert found == ()
    (sheet,) = (one for one in sheets if one.name == "编码")
    table, found = sheet_table(sheet, SPEC)
    assert found == ()
    read, found = recoded(made, table)
    assert found == ()
    assert read.coded == {}  # nothing was changed
    assert len(table.rows) == len(odd)


def test_a_sheet_of_other_answers_may_speak_of_words_behind_an_option_that_nobody_wrote_now() -> None:
    source = Question("Q2", "从哪里知道？", "single", (Option("广播"), Option("其他", write_in=True)))
    form = Questionnaire("甲", "问卷", (ASKED, source))
    before = Survey(
        form, "plain", "甲.csv", 2, ["valid"] * 2, (), {"Q1": ["水压低", "修路"], "Q2.其他": ["亲友", ""]}, {}
    )
    sheets, _ = read_tables(written(before), "甲.编码.xlsx")
    table, _ = sheet_table(sheets[0], SPEC)
    assert {row.entries["题号"].text for row in table.rows} == {"Q1", "Q2.其他"}
    now = Survey(form, "plain", "甲.csv", 2, ["valid"] * 2, (), {"Q1": ["水压低", "修路"]}, {})
    (found,) = recoded(now, table)[1]
    assert found.severity == "warning"
    assert found.message == "编码表里有 1 种答案不在答卷里，没有用"
    assert "evalkit survey code 甲 --force" in found.cure
    # Behind an option that the questionnaire has not.
    other = Survey(replace(form, questions=(ASKED,)), "plain", "甲.csv", 2, ["valid"] * 2, (), now.answers, {})
    (found,) = recoded(other, table)[1]
    assert found.severity == "error"
    assert "题号“Q2.其他”不是可以归类的意见题" in found.message
    assert "evalkit survey code 甲 --force" in found.cure
