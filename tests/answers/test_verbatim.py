"""What people wrote is kept, counted and printed as they wrote it, through our own table and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.answers.coding import coding
from evalkit.answers.keeping import kept
from evalkit.answers.verbatim import as_typed, guarded, unguarded
from evalkit.files.answers import read_answers, written_answers
from evalkit.files.yaml import parse_yaml
from evalkit.ingest import answered, exported, forms, ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.model.source import Sheet

FORM = """
标题: 问卷
题目:
  - {题号: Q1, 题干: 从哪里知道, 题型: 单选, 选项: [公示, {选项: 其他, 填写: 是}]}
  - {题号: Q2, 题干: 有什么意见, 题型: 填空, 角色: 意见, 类别: {发放: [慢]}}
  - {题号: Q3, 题干: 几口人, 题型: 数字, 必答: 否}
"""


def form() -> Questionnaire:
    node, findings = parse_yaml(FORM.encode(), "甲.yaml")
    assert node is not None, findings
    made, findings = load_questionnaire("甲", node)
    assert made is not None, findings
    return made


def read(rows: list[list[str]]) -> tuple[Survey, bytes]:
    """The answers of an export, and the table that is kept of them."""
    header = ["序号", "提交答卷时间", "1、从哪里知道", "2、有什么意见", "3、几口人"]
    whole = [header, *([str(n), f"2025/3/2 9:{n:02}:00", *row] for n, row in enumerate(rows, 1))]
    columns = tuple(list(column) for column in zip(*whole, strict=True))
    export, findings = exported((Sheet("a.csv", "", columns, len(whole)),), form())
    assert export is not None, findings
    survey, findings = answered(export, form())
    assert survey is not None, findings
    return survey, written_answers(kept(survey, forms(export, form(), survey.answers)))


def again(data: bytes) -> Survey:
    sheets, findings = read_answers(data, "甲.csv")
    assert findings == ()
    survey, findings = ingest(sheets, form())
    assert survey is not None, findings
    return survey


@pytest.mark.parametrize("text", [
    "太慢，请早点发放；“编码表”里没有我！", "（一）手续多？（二）跑得远：来回 40 公里", "ＶＩＰ窗口Ａ区……", "半角,也照写;是吧?", "㎡、①、Ⅱ",
])  # fmt: skip
def test_full_width_signs_are_neither_narrowed_nor_widened(text: str) -> None:
    survey, data = read([["公示", text, ""]])
    assert list(survey.answers["Q2"]) == [text]
    assert list(again(data).answers["Q2"]) == [text]
    assert text in data.decode("utf-8-sig").replace('""', '"')


def test_words_behind_an_option_stay_as_they_were_written_too() -> None:
    survey, data = read(
        [["其他〖亲友，邻居（东头）〗", "", ""], ["其他：听人说，开会；", "", ""], ["其他＿＿＿广播！", "", ""]]
    )
    written = ["亲友，邻居（东头）", "听人说，开会；", "广播！"]
    assert list(survey.answers["Q1.其他"]) == written
    assert list(again(data).answers["Q1.其他"]) == written


def test_what_is_compared_is_folded_all_the_same() -> None:
    survey, _ = read(
        [
            ["公示", "无。", "４"],
            ["公示", "太慢，远", "3"],
            ["公示", "太慢,远", "2"],
            ["公示", "太慢， 远", "2"],
            ["公示", "太慢，远", "2"],
        ]
    )
    assert list(survey.answers["Q3"]) == ["4", "3", "2", "2", "2"]
    made = coding(survey, "Q2", form().question("Q2"))
    # One answer in three writings, as most wrote it.
    assert [(one.text, one.count, one.categories) for one in made.answers] == [
        ("太慢，远", 4, ("发放",)),
        ("无。", 1, ("没有意见",)),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+加工资", "-不好", "@所有人", "＝1+1", "'=1", "''=1", "'慢'", "=", "-3.5分"])
def test_no_answer_is_a_formula_and_each_comes_back_as_it_was(text: str) -> None:
    survey, data = read([["公示", text, ""]])
    cell = data.decode("utf-8-sig").splitlines()[1].split(",")[-2]
    assert cell[0] not in "=+-@＝＋－＠"
    assert list(again(data).answers["Q2"]) == list(survey.answers["Q2"]) == [unguarded(text)]


TEXTS = st.text(st.sampled_from("=+-@'\"＝＋－＠，,；;\n\r\t 　慢好a1〖〗┋_（(*"), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_whatever_is_written_is_read_again_from_the_table_that_is_kept(texts: list[str]) -> None:
    survey, data = read([["公示", text, "1"] for text in texts])
    assert list(again(data).answers["Q2"]) == list(survey.answers["Q2"])


def test_a_number_that_is_none_comes_back_as_it_was_too() -> None:
    survey, data = read([["公示", "无", "-3个"]])
    assert list(again(data).answers["Q3"]) == list(survey.answers["Q3"]) == ["-3个"]


@given(TEXTS)
def test_the_guard_is_taken_off_as_it_was_put_on(text: str) -> None:
    typed = as_typed(text)
    safe = guarded(typed)
    assert unguarded(safe) == typed
    assert safe[:1] not in tuple("=+-@＝＋－＠") or safe.lstrip("+-＋－").replace(".", "").isdigit()
