"""Who is named in a text, and what a name becomes."""

from __future__ import annotations

import pytest

from evalkit.redacting.names import hidden, labelled, names_a_person, pattern, written


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某"),
        ("李四光", "李某某"),
        ("张　三", "张某"),
        ("欧阳修", "欧阳某"),
        ("司马相如", "司马某某"),
        ("买买提·艾力", "买某某"),
        ("Smith", "S***"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert hidden(name) == masked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- 访谈人：郑九、周七", ["郑九", "周七"]),
        ("受访人:王建国（局长），地点：会议室", ["王建国"]),
        ("联系人：李明主任；电话：略", ["李明"]),
        ("- **受访人**：陈红梅", ["陈红梅"]),
        ("受访人：吕梁市工业和信息化局分管负责人", []),
        ("负责人：财政局", []),
        ("访谈对象：职工代表、村民", []),
        ("负责人要求按时拨付。", []),
        ("项目负责人：欧阳雪", ["欧阳雪"]),
    ],
)
def test_a_name_behind_a_label_is_found_and_an_office_is_none(text: str, names: list[str]) -> None:
    assert list(labelled(text)) == names


def test_a_cell_of_names_is_parted() -> None:
    assert list(written("张三、李四（组长），王　五")) == ["张三", "李四", "王　五"]
    assert list(written("张　三")) == ["张三"]


def test_a_key_that_ends_in_a_person_holds_one() -> None:
    assert names_a_person("默认复核人")
    assert names_a_person("项目.项目负责人")
    assert not names_a_person("慰问人数")
    assert not names_a_person("留守人员")


def test_names_are_found_with_blanks_between_and_the_longer_first() -> None:
    found = pattern(["李明", "李明华"])
    assert found is not None
    assert found.findall("李明华和李　明") == ["李明华", "李　明"]
    assert pattern([]) is None


def test_two_characters_of_a_respondent_count_only_when_they_stand_alone() -> None:
    found = pattern([], ["高峰", "欧阳娜娜"])
    assert found is not None
    assert found.findall("客流高峰期，受访者“高峰”、欧阳娜娜说") == ["高峰", "欧阳娜娜"]
