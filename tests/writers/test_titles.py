"""Titles break where an editor of official papers would break them."""

from __future__ import annotations

import pytest

from evalkit.writers._titles import joints, parted

#: 156 mm hold twenty characters of 22 pt.
ROOM = 20.1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("国有企业留守人员经费及困难职工春节慰问项目", ("国有企业留守人员经费及", "困难职工春节慰问项目")),
        (
            "2022年度国有企业留守人员经费及困难职工春节慰问项目绩效评价报告",
            ("2022年度国有企业留守人员经费及", "困难职工春节慰问项目绩效评价报告"),
        ),
        ("2024年某市中小学校舍安全工程专项资金绩效评价报告", ("2024年某市中小学校舍安全工程", "专项资金绩效评价报告")),
    ],
)
def test_a_long_title_turns_behind_a_joint_or_before_its_kind(title: str, lines: tuple[str, ...]) -> None:
    made = parted(title, ROOM)
    assert made is not None
    assert made.lines == lines
    assert made.width <= ROOM


def test_a_title_that_fits_is_left_alone() -> None:
    assert parted("永兴县人民医院绩效评价报告", ROOM) is None


def test_no_word_and_no_year_is_torn_even_over_three_lines() -> None:
    title = "2023年度湖南省郴州市永兴县退役军人事务局退役士兵安置和优抚对象补助经费及春节慰问项目支出绩效评价报告"
    made = parted(title, ROOM)
    assert made is not None
    assert "".join(made.lines) == title
    assert len(made.lines) == 3
    for word in ("2023年度", "退役军人", "事务局", "退役士兵", "优抚对象", "春节", "慰问", "项目", "绩效评价报告"):
        assert any(word in line for line in made.lines)


def test_a_title_of_words_nobody_knows_still_breaks_in_balance() -> None:
    made = parted("甲" * 30, ROOM)
    assert made is not None
    assert [len(line) for line in made.lines] == [15, 15]


def test_joints_never_stand_inside_a_word() -> None:
    title = "困难职工春节慰问项目"
    assert [title[:place] for place in joints(title)] == ["困难职工", "困难职工春节", "困难职工春节慰问"]
