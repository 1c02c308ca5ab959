"""What is awaited of a survey is what tabulating it gives: the same names, measures, places and units."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.awaited import awaited
from evalkit.files.answers import read_answers
from evalkit.files.shipped import shipped
from evalkit.files.yaml import parse_yaml
from evalkit.ingest import ingest
from evalkit.loading.questionnaire import load_questionnaire
from evalkit.model.facts import Fact
from evalkit.model.questionnaire import Questionnaire, Survey
from evalkit.tabulate import tabulate

#: Every type of question, weighed and not, with groups and a roster.
EVERY = """
标题: 各种题型
分组题: Q1
总体构成: {农户: 80, 村干部: 20}
题目:
  - {题干: 您是, 选项: [农户, 村干部], 角色: 背景}
  - {题干: 供水, 选项: {满意: 100, 一般: 50, 不满意: 0, 不了解: 不计}, 角色: 满意度, 计入满意度: 是}
  - {题干: 服务, 题型: 矩阵, 行: [态度, 效率], 选项: {好: 100, 差: 0}, 角色: 满意度, 计入满意度: 2}
  - {题干: 渠道, 题型: 多选, 选项: [村里, 微信, 其他]}
  - {题干: 先后, 题型: 排序, 选项: [水质, 水压]}
  - {题干: 人口, 题型: 数字}
  - {题干: 哪天通水, 题型: 日期}
  - {题干: 意见, 题型: 填空, 角色: 意见, 类别: {水压: [水压], 价格: [贵]}}
  - {题干: 村名, 题型: 填空}
  - {题干: 了解, 题型: 量表, 选项: {很了解: 100, 不了解: 0}, 角色: 知晓度}
  - {题干: 效果, 选项: {明显: 100, 不明显: 0}, 角色: 效果}
"""


def questionnaire(text: str, id: str = "甲") -> Questionnaire:
    node, _ = parse_yaml(text.encode(), f"questionnaires/{id}.yaml")
    assert node is not None
    form, found = load_questionnaire(id, node)
    assert form is not None
    assert [one for one in found if one.severity == "error"] == []
    return form


def answered(form: Questionnaire, forms: int = 8) -> Survey:
    """A survey with the columns every type of question has."""
    answers: dict[str, list[object]] = {}
    for question in form.questions:
        if question.type == "matrix":
            for row in range(1, len(question.rows) + 1):
                answers[f"{question.id}.{row}"] = [at % 2 for at in range(forms)]
        elif question.type in ("multi", "rank"):
            for place in range(1, len(question.options) + 1):
                answers[f"{question.id}={place}"] = [place if question.type == "rank" else 1] * forms
        elif question.options:
            answers[question.id] = [at % 2 for at in range(forms)]
        else:
            answers[question.id] = [str(at) if question.type == "number" else "水压低" for at in range(forms)]
    return Survey(form, "plain", "甲.csv", forms, ["valid"] * forms, (), answers, {})


#: Figures printed with the places in which people typed their answers, which nobody knows beforehand.
AS_TYPED = (".中位数", ".最小值", ".最大值")


def shapes(facts: tuple[Fact, ...]) -> dict[str, tuple[str, int | None, str]]:
    return {
        fact.id: (fact.measure.value, None if fact.id.endswith(AS_TYPED) else fact.places, fact.unit) for fact in facts
    }


def known(survey: Survey) -> dict[str, tuple[str, int | None, str]]:
    return shapes(tuple(tabulate(survey)[0].values()))


def test_every_type_of_question() -> None:
    form = questionnaire(EVERY)
    expected = shapes(awaited((form,), ()))
    assert {"问卷.甲.信度", "问卷.甲.Q5.水质.平均名次", "问卷.甲.Q6.中位数", "问卷.甲.加权.Q2.均值"} <= set(expected)
    assert expected["问卷.甲.Q8.没有意见.人数"] == ("数量", 0, "人")
    assert expected["问卷.甲.Q8.水压.引语"] == ("文字", None, "")
    assert known(answered(form)) == expected


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (shipped("surveys") or Path()).glob("*/*.yaml")))
def test_the_questionnaires_of_the_library(name: str) -> None:
    home = shipped("surveys")
    assert home is not None
    form = questionnaire((home / name / "questionnaire.yaml").read_text("utf-8"), name)
    assert known(answered(form)) == shapes(awaited((form,), ()))


def test_the_example() -> None:
    home = Path(__file__).parent.parent / "examples/yongxing-2022"
    form = questionnaire((home / "questionnaires/职工.yaml").read_text("utf-8"), "职工")
    sheets, _ = read_answers((home / "responses/职工.xlsx").read_bytes(), "responses/职工.xlsx")
    survey, _ = ingest(sheets, form)
    assert survey is not None
    assert known(survey) == shapes(awaited((form,), ()))


def test_a_questionnaire_that_was_answered_awaits_nothing() -> None:
    form = questionnaire(EVERY)
    assert awaited((form,), ("问卷.甲.有效",)) == ()
