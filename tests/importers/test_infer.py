"""Answers without a questionnaire: types and options read off the columns, and said to be a guess."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.cli.entry import run
from evalkit.infer import infer
from evalkit.ingest import answered
from evalkit.model.questionnaire import Question, Survey
from evalkit.model.source import Sheet

OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
PHONE = "138" + "0013" + "8000"


def read(*rows: list[str]) -> tuple[dict[str, Question], Survey, str]:
    """The questions by ID, the survey, and the last thing said."""
    columns = tuple([cell or None for cell in column] for column in zip(*rows, strict=True))
    form, export, findings = infer((Sheet("a.xlsx", "", columns, len(rows)),), "a")
    assert form is not None
    assert export is not None
    survey, more = answered(export, form, inferred=True)
    assert survey is not None
    assert more == ()
    return {question.id: question for question in form.questions}, survey, findings[-1].message


def wjx(titles: list[str], *answers: list[str]) -> list[list[str]]:
    forms = [
        [str(n), f"2025/3/2 9:{n:02}:00", "90秒", "微信", "小李", f"192.0.2.{n}", *cells]
        for n, cells in enumerate(answers, 1)
    ]
    return [[*OWN, *titles], *forms]


def labels(question: Question) -> list[str]:
    return [option.label for option in question.options]


def test_a_known_scale_stands_in_its_order_and_others_by_frequency() -> None:
    titles = ["1、是否满意(单选题 *必答)", "2、您来自"]
    cells = [
        ["一般", "乙村"],
        ["非常满意", "甲村"],
        ["不了解", "乙村"],
        ["一般", "乙村"],
        ["非常满意", "甲村"],
        ["不太满意", "乙村"],
    ]
    questions, _, said = read(*wjx(titles, *cells))
    assert questions["Q1"].text == "是否满意"
    assert (questions["Q1"].type, labels(questions["Q1"])) == ("scale", ["非常满意", "一般", "不太满意", "不了解"])
    assert (questions["Q2"].type, labels(questions["Q2"])) == ("single", ["乙村", "甲村"])
    assert "Q1 量表、Q2 单选" in said
    assert "推断" in said


def test_several_choices_numbers_dates_and_words_are_told_apart() -> None:
    titles = ["1、途径", "2、几口人", "3、日期", "4、意见", "5、先后"]
    cells = [
        ["微信┋公示", "12", "2025-3-1", "早点发", "甲→乙"],
        ["公示", "3.5", "2025/3/2", "多发点", "乙→甲"],
        ["公示┋其他〖亲友〗", "40", "2025年3月3日", "很好", "甲"],
    ]
    questions, survey, _ = read(*wjx(titles, *cells))
    assert [question.type for question in questions.values()] == ["multi", "number", "date", "text", "rank"]
    assert labels(questions["Q1"]) == ["公示", "微信", "其他"]
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2, 3)] == [[1, 1, 1], [1, 0, 0], [0, 0, 1]]


def test_columns_of_one_question_are_a_matrix_or_a_multiple_choice() -> None:
    titles = ["1、(态度)", "1、(效率)", "第2题(微信)", "第2题(公示)"]
    questions, survey, _ = read(*wjx(titles, ["满意", "一般", "1", "0"], ["一般", "不满意", "0", "1"]))
    assert (questions["Q1"].type, questions["Q1"].rows) == ("matrix", ("态度", "效率"))
    assert labels(questions["Q1"]) == ["满意", "一般", "不满意"]
    assert (questions["Q2"].type, labels(questions["Q2"])) == ("multi", ["微信", "公示"])
    assert list(survey.answers["Q2=2"]) == [0, 1]


def test_numbers_are_their_own_labels_and_never_places_of_options() -> None:
    questions, survey, _ = read(*wjx(["1、打分"], ["4"], ["5"], ["-3"], ["4"], ["5"]))
    assert labels(questions["Q1"]) == ["4", "5"]
    assert list(survey.answers["Q1"]) == [0, 1, -2, 0, 1]


def test_an_export_by_number_makes_choices_of_its_numbers_and_says_so() -> None:
    titles = ["1、性别", "2、年龄", "第3题(微信)", "第3题(公示)"]
    rows = wjx(titles, ["1", "3", "1", "0"], ["2", "5", "0", "1"], ["-3", "12", "0", "1"])
    questions, survey, _ = read(*rows)
    assert [question.type for question in questions.values()] == ["single", "single", "multi"]
    assert labels(questions["Q2"]) == ["3", "5", "12"]
    assert list(survey.answers["Q1"]) == [0, 1, -2]
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    _, _, findings = infer((Sheet("a.xlsx", "", columns, len(rows)),), "a")
    assert any("答案是选项的序号" in found.message for found in findings)


def test_places_in_columns_are_a_ranking_and_marks_in_columns_are_not() -> None:
    titles = ["1、(甲)", "1、(乙)", "1、(丙)", "2、(甲)", "2、(乙)", "2、(丙)"]
    cells = [["1", "2", "3", "3", "3", "2"], ["3", "1", "2", "1", "3", "3"], ["2", "-2", "1", "2", "2", "1"]]
    questions, survey, _ = read(*wjx(titles, *cells))
    assert [question.type for question in questions.values()] == ["rank", "matrix"]
    assert list(survey.answers["Q1=2"]) == [2, 1, 0]


def test_choices_parted_by_a_comma_are_told_from_options_that_have_one() -> None:
    header = ["Timestamp", "Symptoms", "Activity"]
    both = [
        ("Cold, Dry skin (hands, lips)", "Light (walking, chores)"),
        ("Cold", "Sedentary (sitting, studying)"),
        ("Dry skin (hands, lips)", "Light (walking, chores)"),
        ("Fatigue, Cold", "Light (walking, chores)"),
        ("Fatigue, Dry skin (hands, lips)", "Sedentary (sitting, studying)"),
    ]
    questions, survey, _ = read(header, *([f"1/3/2026 17:{n}:50", *cells] for n, cells in enumerate(both, 10)))
    first, second = questions.values()
    assert (first.type, labels(first)) == ("multi", ["Cold", "Dry skin (hands, lips)", "Fatigue"])
    assert (second.type, len(second.options)) == ("single", 2)
    assert list(survey.answers["Q1=2"]) == [1, 0, 1, 0, 1]


def test_titles_over_several_columns_part_the_columns_by_how_they_are_answered() -> None:
    questions, _, _ = read(
        ["背景（多选）", "", "", "各方面如何：请评价", "", ""],
        ["机械", "信息", "其他", "服务/态度", "效率", "补充"],
        *[["否", "是", "物理", "经常", "偶尔", ""], ["是", "否", "", "从不", "经常", "再快些"]] * 2,
    )
    told = [(question.type, question.text, question.rows or tuple(labels(question))) for question in questions.values()]
    assert told == [
        ("multi", "背景", ("机械", "信息", "其他")),
        ("matrix", "各方面如何：请评价", ("服务/态度", "效率")),
        ("text", "各方面如何：请评价—补充", ()),
    ]


SEVERAL = {
    "tencent": (
        "编号 | 开始答题时间 | 结束答题时间 | 用户类型 | 昵称 | 1.您的村 | 2.途径:微信 | 2.途径:其他 | 3.评价:态度 | 3.评价:效率",
        "{n} | 2025-10-12 09:03:57 | 2025-10-12 09:05:33 | 微信 | 小甲 | {village} | {a:A.微信} | {b:B.其他___亲友} | {one} | {two}",
    ),
    "surveymonkey": (
        "Respondent ID | Collector ID | Start Date | 您的村 | 途径 | | 评价 |",
        "| | | Response | 微信 | 其他（请注明） | 态度 | 效率",
        "{n} | 1 | 10/12/2025 09:03:57 AM | {village} | {a:微信} | {b:村里开会} | {one} | {two}",
    ),
    "limesurvey": (
        "id. Response ID | submitdate. Date submitted | lastpage. Last page | startlanguage. Start language | G01Q01. 您的村"
        " | G01Q03[SQ001]. 途径 [微信] | G01Q03[SQ002]. 途径 [其他] | G02Q04[SQ001]. 评价 [态度] | G02Q04[SQ002]. 评价 [效率]",
        "{n} | 2025-10-12 09:05:33 | 3 | zh-Hans | {village} | {a:是} | {b:否} | {one} | {two}",
    ),
    "qualtrics": (
        "StartDate | EndDate | ResponseId | Q1 | Q2_1 | Q2_2 | Q4_1 | Q4_2",
        "Start Date | End Date | Response ID | 您的村 | 途径 - 微信 | 途径 - 其他 | 评价 - 态度 | 评价 - 效率",
        '{{"ImportId":"a"}} | {{"ImportId":"b"}} | {{"ImportId":"c"}} | {{"ImportId":"d"}} | {{"ImportId":"e"}} | {{"ImportId":"f"}} | {{"ImportId":"g"}} | {{"ImportId":"h"}}',
        "2025-10-12 09:03:57 | 2025-10-12 09:05:33 | R_{n} | {village} | {a:1} | {b:1} | {one} | {two}",
    ),
    "kobo": (
        "start | end | 您的村 | 途径 | 途径/微信 | 途径/其他 | 评价/态度 | 评价/效率 | _id | _uuid | _submission_time",
        "2025-10-12T09:03:57 | 2025-10-12T09:05:33 | {village} | {a:微信} | {a:1} | {b:1} | {one} | {two} | {n} | u-{n} | 2025-10-12",
    ),
    "jinshuju": (
        "序号 | 您的村 | 途径-微信 | 途径-其他 | 评价-态度 | 评价-效率 | 提交人 | 提交时间 | IP",
        "{n} | {village} | {a:1} | {b:1} | {one} | {two} | 小甲 | 2025-10-12 09:05:33 | 192.0.2.{n}",
    ),
}  # fmt: skip


class _When:
    """Writes the text behind the colon in every form, or in every second one, and nothing in the others."""

    def __init__(self, chosen: bool) -> None:
        self.chosen = chosen

    def __format__(self, text: str) -> str:
        return text if self.chosen else ""


@pytest.mark.parametrize("platform", SEVERAL)
def test_columns_of_options_and_rows_are_grouped_as_each_platform_writes_them(platform: str) -> None:
    *header, form = SEVERAL[platform]
    lines = [line.replace("{{", "{").replace("}}", "}") for line in header]
    for n in range(8):
        odd = n % 2 == 1
        village = "甲村" if n < 3 else "乙村"
        one, two = ("满意", "一般") if odd else ("一般", "满意")
        lines.append(form.format(n=n + 1, village=village, a=_When(odd), b=_When(not odd), one=one, two=two))
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    questions, _, _ = read(*([*row, *[""] * (len(rows[-1]) - len(row))] for row in rows))
    village, ways, marks = questions.values()
    assert (village.type, village.text, labels(village)) == ("single", "您的村", ["乙村", "甲村"])
    assert (ways.type, ways.text, [label[:2] for label in labels(ways)]) == ("multi", "途径", ["微信", "其他"])
    assert (marks.type, marks.text, marks.rows, labels(marks)) == ("matrix", "评价", ("态度", "效率"), ["满意", "一般"])


def test_letters_before_options_give_their_order_and_letters_alone_are_options() -> None:
    titles = ["1、年龄", "2、态度", "3、途径", "4、方式"]
    cells = [
        ["B.20-40岁", "C.一般", "AB", "B.短信;A.微信"],
        ["A.20岁以下", "A.满意", "B", "A.微信"],
        ["B.20-40岁", "A.满意", "A", "C.其他"],
        ["C.40岁以上", "C.一般", "BC", "C.其他;A.微信"],
        ["A.20岁以下", "A.满意", "A", "B.短信"],
        ["C.40岁以上", "B.还行", "C", "B.短信"],
    ]
    questions, survey, _ = read(*wjx(titles, *cells))
    assert [(question.type, labels(question)) for question in questions.values()] == [
        ("single", ["20岁以下", "20-40岁", "40岁以上"]),
        ("scale", ["满意", "还行", "一般"]),
        ("multi", ["A", "B", "C"]),
        ("multi", ["微信", "短信", "其他"]),
    ]
    assert list(survey.answers["Q3=2"]) == [1, 1, 0, 1, 0, 0]
    assert list(survey.answers["Q1"]) == [1, 0, 1, 2, 0, 2]


def test_what_a_column_says_twice_is_asked_once() -> None:
    questions, _, _ = read(
        ["性别", "性别_代码", "途径", "途径/微信", "途径/公示", "意见"],
        ["男", "1", "微信 公示", "1", "1", "好"],
        ["女", "2", "微信", "1", "0", "再快些"],
        ["女", "2", "公示", "0", "1", "无"],
        ["男", "1", "公示", "0", "1", "没有"],
    )
    assert [(question.type, question.text) for question in questions.values()] == [
        ("single", "性别"), ("multi", "途径"), ("text", "意见"),
    ]  # fmt: skip


def test_a_question_about_telephones_is_no_telephone() -> None:
    questions, _, _ = read(
        ["编号", "对电话回访是否满意", "获知渠道", "所在城市", "填表人", "住址"],
        *[[str(n), "满意", "微信", "郴州", "李某某", f"幸福村{n}组"] for n in range(1, 4)],
        *[[str(n), "一般", "公示", "株洲", "李某某", f"幸福村{n}组"] for n in range(4, 7)],
    )
    assert [question.text for question in questions.values()] == ["对电话回访是否满意", "获知渠道", "所在城市"]


def test_writings_that_differ_in_spaces_and_capitals_are_one_option() -> None:
    questions, survey, _ = read(*wjx(["1、方式"], ["HTTP/REST┋RPC"], ["HTTP / REST"], ["http/rest"], ["HTTP/REST;RPC"]))
    assert labels(questions["Q1"]) == ["HTTP/REST", "RPC"]
    assert list(survey.answers["Q1=1"]) == [1, 1, 1, 1]


def test_questions_keep_the_platforms_numbers() -> None:
    questions, _, _ = read(*wjx(["3、意见", "7、建议"], ["好", "无"]))
    assert list(questions) == ["Q3", "Q7"]


def test_nothing_is_scored_and_nobody_is_named() -> None:
    questions, survey, _ = read(*wjx(["1、您的姓名", "2、是否满意"], ["李某某", "满意"], ["李某某", "一般"]))
    assert all(option.score is None for option in questions["Q2"].options)
    for personal in ("李某某", "小李", "192.0.2"):
        assert personal not in repr(survey)


def test_a_table_of_no_platform_is_read_below_its_title_and_leaves_out_who_answered() -> None:
    questions, _, _ = read(
        ["2025年满意度调查", "", "", ""],
        ["编号", "联系电话", "是否满意", "意见"],
        ["1", PHONE, "满意", "好"],
        ["2", PHONE, "一般", "再快些"],
    )
    assert [question.text for question in questions.values()] == ["是否满意", "意见"]


def test_the_command_counts_an_export_without_a_questionnaire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "导出.csv"
    file.write_text("时间戳记,是否满意\n2025/3/2 9:00:00,满意\n2025/3/2 9:10:00,一般\n2025/3/2 9:20:00,满意\n", "utf-8")
    assert run(["survey", "tabulate", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["platform"], answer["collected"], answer["satisfaction"]) == ("googleforms", 3, None)
    (question,) = answer["questions"]
    assert [(one["label"], one["count"], one["percent"]) for one in question["options"]] == [
        ("满意", 2, "66.67"),
        ("一般", 1, "33.33"),
    ]
    assert run(["survey", "tabulate", str(file)]) == 0
    assert "推断" in capsys.readouterr().err


@pytest.mark.parametrize(
    "title", ["户主", "受访者", "签名", "答题人", "法定代表人", "学生（姓名）", "工号", "username", "Full Name"]
)
@pytest.mark.parametrize("number", ["", "2、"])
def test_names_in_a_column_for_who_answers_become_no_options(title: str, number: str) -> None:
    people = ["高伟", "万娟", "凌云", "高伟", "万娟", "凌云"]
    questions, survey, said = read(
        *wjx(["1、是否满意", number + title], *([["满意", "一般"][n % 2], who] for n, who in enumerate(people)))
    )
    assert labels(questions["Q1"]) == ["满意", "一般"]
    told = f"{questions} {survey} {said}"
    assert not [who for who in people if who in told]


def test_a_question_about_the_kind_of_those_who_answer_keeps_its_options() -> None:
    kinds = ["学生", "家长", "学生", "家长", "学生", "学生"]
    questions, _, _ = read(
        *wjx(["1、是否满意", "2、受访者类型", "3、户主身份"], *(["满意", who, who] for who in kinds))
    )
    assert [labels(questions[id]) for id in ("Q2", "Q3")] == [["学生", "家长"]] * 2


def test_the_name_of_a_row_may_hold_a_slash() -> None:
    titles = ["7、各方面重要吗—外观设计", "无线/数据上网连接速度", "2G/3G/4G信号"]
    questions, _, _ = read(*wjx(titles, ["重要", "一般", "重要"], ["一般", "重要", "重要"]))
    assert questions["Q7"].rows == ("外观设计", "无线/数据上网连接速度", "2G/3G/4G信号")


def test_long_choices_that_end_in_a_full_stop_are_the_options_made_of_them() -> None:
    cells = [
        ["单元测试：验证最小的部分。┋压力测试：模拟很大的负荷。"],
        ["压力测试：模拟很大的负荷。"],
        ["单元测试：验证最小的部分。"],
    ]
    questions, survey, _ = read(*wjx(["1、哪些测试？"], *cells))
    assert (questions["Q1"].text, labels(questions["Q1"])) == (
        "哪些测试？",
        ["单元测试：验证最小的部分", "压力测试：模拟很大的负荷"],
    )
    assert [list(survey.answers[f"Q1={place}"]) for place in (1, 2)] == [[1, 0, 1], [1, 1, 0]]
