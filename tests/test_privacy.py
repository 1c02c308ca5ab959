"""What tells a person apart never reaches a report or a message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit import privacy
from evalkit.privacy import asks_who, evened, kind, masked, named, quotable, tells_nobody

#: Put together here so that no whole phone or identity number stands in the file.
PHONE = "138" + "12345678"

TOLD = [
    "138 1234 5678",
    "138-1234-5678",
    PHONE,
    "+86 138 1234 5678",
    "0731-88887777",
    "430123" + "199001011234",
    "43012319" + "900101123X",
    "zhang.san@example.com",
    "QQ 123456789",
    "微信号：wx_zhang123",
    "10.2.3.4",
    "622202" + "1234567890123",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_tells_a_person_apart_is_masked(text: str) -> None:
    assert masked(f"请联系{text}，谢谢").removeprefix("请联系").removeprefix("+") == "***，谢谢"


@pytest.mark.parametrize("label", ["电话", "手机：", "电话 ", "联系电话是", "号码:", "tel "])
@pytest.mark.parametrize(
    "number", ["138 1234 5678", "138-1234-5678", "1381234 5678", "138.1234.5678", "0731 8888 7777", "(0731)88887777"]
)
def test_a_number_behind_its_label_is_masked_to_its_end(label: str, number: str) -> None:
    assert not re.search(r"\d", masked(f"请打{label}{number}，谢谢"))


@given(
    st.lists(
        st.sampled_from(
            [*TOLD, *"我叫是名本人姓联系户主电话微信找号栋路组湘京一幺三八〇零０１ａＱ１①٣-_@.：:， ", "护照", "五六七", "wxid_ab12", "QQ", "王", "欧阳", "13", "fe80:"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_what_is_let_through_at_a_glance_is_let_through_by_a_closer_look(words: list[str]) -> None:
    text = "".join(words)
    closer = re.sub(privacy._PERSONAL, "***", evened(text))
    assert (masked(text) == text) == (closer == evened(text))


@pytest.mark.parametrize("text", ["希望2023年提高到1234.5元", "看微信公众号", "一共 20231012 份", "希望QQ群多发通知"])
def test_figures_and_words_that_tell_nobody_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫尤桂磊，住得远", "我叫***，住得远"),
        ("我叫褚伟涛住在松原岭镇幸福路", "我叫***住在松原岭镇幸福路"),
        ("我名叫欧阳海涛。", "我名叫***。"),
        ("我是郑磊超", "我是***"),
        ("你好，我是尤桂磊，有事请教", "你好，我是***，有事请教"),
        ("姓名：尤桂磊", "姓名：***"),
    ],
)
def test_whoever_says_his_name_is_masked_by_any_surname(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize(
    "text", ["我是农户", "我是管理员，", "我是单位职工", "我是王家村的村民", "我叫了三次没人来", "我是时常来办事的人"]
)
def test_whoever_says_what_he_is_is_not(text: str) -> None:
    assert masked(text) == text


#: A fixed line as people write it to neighbours, put together for the same reason.
LINE = "8888" + "7777"


@pytest.mark.parametrize("text", [
    f"请打{LINE}", f"有事找我{LINE}。", f"联系 {LINE[:7]}，谢谢", f"村部{LINE}没人接", f"不方便，{LINE}",
])  # fmt: skip
def test_a_short_line_without_its_area_and_without_a_label_is_masked(text: str) -> None:
    assert LINE[:7] not in masked(text)
    assert "***" in masked(text)


@pytest.mark.parametrize("text", [
    "花了2500000", "补贴2500000元", "种了 3500000 棵", "在20240315那天", "一共2500000多元", "共2500000", "2500000", "编号20250301001",
])  # fmt: skip
def test_amounts_days_and_bare_numbers_are_no_telephones(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", [
    f"(0731){LINE}", f"（0731）{LINE[:4]} {LINE[4:]}", f"电话：{LINE[:4]}-{LINE[4:]}", f"联系我 {LINE[:4]} {LINE[4:]}",
    "卡号6222 " + "0212 3456 7890 123",
])  # fmt: skip
def test_numbers_in_groups_and_areas_in_brackets_hide_nothing(text: str) -> None:
    assert not any(part in masked(text) for part in (LINE[:4], LINE[4:], "0731", "6222", "0123", "7890"))


@pytest.mark.parametrize("text", ["2020 2021 2022 2023年", "找3000-5000元的工作", "联系2000—3000人", "电话访问2000人"])
def test_years_and_ranges_are_no_telephones(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", ["村主任王大海", "有事就找王大海", "感谢李梅，帮了我"])
def test_a_name_behind_a_title_or_a_word_of_thanks_is_not_quoted(text: str) -> None:
    assert not tells_nobody(text)


def test_a_bare_number_is_a_telephone_where_words_were_asked_for() -> None:
    assert masked(LINE, words=True) == "***"
    assert masked("20240315", words=True) == "20240315"
    assert masked("12", words=True) == "12"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("比较满义", True),
        ("其他：张三", False),
        (f"张三{PHONE}", False),
        ("审核人：李四", False),
        ("王小明 农户", False),
    ],
)
def test_only_a_short_answer_without_words_added_is_quoted(text: str, quoted: bool) -> None:
    assert quotable(text, ["比较满意", "其他"]) is quoted


def test_a_long_answer_is_not_quoted() -> None:
    assert not quotable("我住在三楼的张家，去年才搬来", ["其他"])


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("来自IP", "IP 地址"), ("2、您的姓名", "姓名"), ("联系电话（选填）", "电话"), ("微信昵称", "昵称、账号"), ("身份证号码", "身份证号"),
        ("Email Address", "邮箱"), ("LocationLatitude", "住址、位置"), ("来源详情", "来源"), ("2、您是否满意", None), ("description", None),
    ],
)  # fmt: skip
def test_what_a_column_tells_of_a_person_follows_from_its_header(header: str, told: str | None) -> None:
    assert kind(header) == told


@pytest.mark.parametrize("question", ["您的姓名", "姓名：", "请留下您的联系电话（选填）", "您的姓名和电话", "联系方式"])
def test_a_question_that_asks_for_nothing_but_who_answers_is_known(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize("question", ["您对电话服务有什么意见", "您的单位名称", "您的建议", "您认为住址登记是否方便"])
def test_a_question_that_only_speaks_of_such_things_is_not_taken_for_one(question: str) -> None:
    assert not asks_who(question)


@pytest.mark.parametrize(("text", "alone", "within"), [
    ("王小明", True, False), ("王主任态度好", False, True), ("我叫华某", False, True), ("褚老师讲得清楚", False, True),
    ("肖老师讲得清楚", False, True), ("发放及时", False, False), ("内容丰富", False, False), ("住在3组", False, True),
])  # fmt: skip
def test_a_name_alone_and_a_name_among_words_are_told_apart(text: str, alone: bool, within: bool) -> None:
    assert (named(text), named(text, within=True)) == (alone, within)
    assert tells_nobody(text) is not (alone or within)


@pytest.mark.parametrize(("text", "clean"), [
    ("请拨１３８１２３４５６７８，谢谢", "请拨***，谢谢"), ("写信到abc＠qq．com。", "写信到***。"), ("见①" + PHONE, "见①***"),
    ("支出１２３４．５万元（含税）", "支出１２３４．５万元（含税）"),
])  # fmt: skip
def test_full_width_characters_hide_no_number_and_other_words_stay_as_typed(text: str, clean: str) -> None:
    assert masked(text) == clean


@pytest.mark.parametrize("title", [
    "户主", "受访者", "被访人", "被访者", "签名", "受访者签字", "答题人", "填写人：", "经办人", "联系人", "法人代表", "法定代表人", "学生（姓名）",
    "家长姓名", "您的户主姓名（必填）", "员工编号", "工号", "user", "username", "name", "Full Name", "客户名称",
])  # fmt: skip
def test_a_title_that_is_who_answers_and_nothing_else_asks_for_it(title: str) -> None:
    assert asks_who(title)
    assert kind(title) is not None
    assert kind(f"3、{title}") is not None


@pytest.mark.parametrize("title", [
    "您是学生吗", "受访者类型", "户主身份", "受访者（类型）", "学生", "家长", "户主是否为党员", "被访人性别", "经办人态度", "用户满意度", "您是否为户主", "受访者是",
])  # fmt: skip
def test_a_question_about_those_who_answer_is_kept(title: str) -> None:
    assert not asks_who(title)
    assert kind(title) is None


@pytest.mark.parametrize("text", ["高伟", "万娟", "凌云", "王强书记", "老张", "刘姐", "王麻子", "高总", "我是林小燕"])
def test_who_is_named_is_neither_quoted_in_a_message_nor_in_a_report(text: str) -> None:
    assert not quotable(text, ["高", "很高", "满意"])
    assert not tells_nobody(text)


@pytest.mark.parametrize(
    ("text", "labels"), [("高伟", ["高级", "中级"]), ("高小级", ["高级"]), ("方伟", ["方便"]), ("方便吗", ["方便"])]
)
def test_what_may_be_a_name_is_not_quoted_however_like_an_option(text: str, labels: list[str]) -> None:
    assert not quotable(text, labels)


def test_a_word_that_begins_like_a_name_may_be_quoted_when_a_person_chose_it() -> None:
    assert not tells_nobody("高效")
    assert tells_nobody("高效", chosen=True)
    assert not tells_nobody("张主任", chosen=True)
    assert not tells_nobody(f"找我{LINE}", chosen=True)


@pytest.mark.parametrize("text", ["小于五十元", "我是高中生", "大小程度", "小康生活", "单位老师多"])
def test_words_that_begin_like_a_name_are_quoted(text: str) -> None:
    assert tells_nobody(text)
