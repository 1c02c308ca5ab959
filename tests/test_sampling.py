"""Sample sizes as published, and their allocation by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evalkit import app
from evalkit.cli.entry import application
from evalkit.sampling import allocate, sample, size

FIVE, TEN, SURE = Decimal("0.05"), Decimal("0.1"), Decimal("0.95")


@pytest.mark.parametrize(
    ("population", "n"),
    [
        # The usual table of sample sizes (95 %, p = 0.5, 5 %), after Cochran.
        (20, 20), (50, 45), (100, 80), (200, 132), (500, 218), (1000, 278), (2000, 323), (5000, 357),
        (10000, 370), (100000, 383), (None, 385),
    ],
)  # fmt: skip
def test_five_per_cent_needs_the_published_sizes(population: int | None, n: int) -> None:
    assert size(population, FIVE, SURE) == n


@pytest.mark.parametrize(("population", "n"), [(100, 50), (500, 81), (1000, 88), (None, 97)])
def test_ten_per_cent_needs_the_published_sizes(population: int | None, n: int) -> None:
    assert size(population, TEN, SURE) == n


def test_largest_remainders_get_what_is_left() -> None:
    # Quotas 4.6, 3.1, 2.3: floors 4, 3, 2; the one left goes to .6.
    assert allocate(10, [46, 31, 23]) == [5, 3, 2]
    # Equal remainders: the first.
    assert allocate(3, [10, 10], 1) == [2, 1]


def test_a_small_group_gets_the_least_and_the_others_share_the_rest() -> None:
    # 98.04, 0.98, 0.98 of 100: both small ones are raised to 2, and 96 are left for the large one.
    assert allocate(100, [1000, 10, 10], 2) == [96, 2, 2]
    # Raised to 20 of 238, 620 people: 24 people give 9.2.
    assert allocate(238, [24, 596], 20) == [20, 218]


def test_nobody_is_asked_twice_and_a_group_of_one_is_asked_whole() -> None:
    assert allocate(238, [24, 596], 30) == [24, 214]
    assert allocate(5, [1, 4], 2) == [1, 4]
    assert allocate(50, [3, 4], 2) == [3, 4]
    assert allocate(4, [0, 50], 2) == [0, 4]


def test_the_least_of_many_groups_may_need_more_than_cochran() -> None:
    made, (found,) = sample(200, TEN, SURE, [(f"镇{i}", 20) for i in range(10)], least=10)
    assert size(200, TEN, SURE) == 66  # 96.04 / (1 + 95.04/200) = 65.1
    assert made.n == sum(one.n for one in made.strata) == 100
    assert "从 66 份增到 100 份" in found.message


def test_forms_that_do_not_come_back_are_given_out_too() -> None:
    made, found = sample(620, FIVE, SURE, returned=Decimal("0.8"))
    assert (made.n, made.issue, found) == (238, 298, ())  # 238 / 0.8 = 297.5


def test_more_forms_than_people_cannot_be_given_out() -> None:
    made, found = sample(50, FIVE, SURE, returned=Decimal("0.8"))
    assert (made.n, made.issue) == (45, 50)  # 45 / 0.8 = 56.25
    assert ["总体只有 50 人" in found[0].message, "收不够" in found[1].message] == [True, True]


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_answer_has_the_contracts_shape(tmp_path: Path) -> None:
    table = tmp_path / "总体构成.csv"
    table.write_text("类别,人数\n留守人员,24\n慰问对象,596\n", "utf-8")
    answer, found = app.sampled("620", "5%", "0.95", table, "2", "1")
    assert found == ()
    assert answer == {
        "n": 238,
        "margin": "0.05",
        "confidence": "0.95",
        "population": 620,
        "issue": 238,
        "strata": [
            {"label": "留守人员", "population": 24, "n": 9, "issue": 9},
            {"label": "慰问对象", "population": 596, "n": 229, "issue": 229},
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "没有写总体人数"),
        (["--population", "六百"], "“六百”不是 1 以上的整数"),
        (["--population", "620", "--margin", "5"], "“5”不在 0 和 1 之间"),
        (["--population", "620", "--confidence", "1"], "“1”不在 0 和 1 之间"),
        (["--population", "600", "--strata", "表.csv"], "而 表.csv 里各类合计 620 人"),
        (["--strata", "无.csv"], "没有这个文件"),
        (["--strata", "坏.csv"], "“乙”的人数不是整数"),
        (["--strata", "双.csv"], "类别“甲”写了两次"),
    ],
)
def test_what_cannot_be_reckoned_with_is_told(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("表.csv").write_text("分组,总人数\n甲,24\n乙,596\n", "utf-8")
    Path("坏.csv").write_text("类别,人数\n甲,24\n乙,很多\n", "utf-8")
    Path("双.csv").write_text("类别,人数\n甲,24\n甲,2\n", "utf-8")
    result = CliRunner().invoke(application, ["survey", "sample", *arguments])
    assert result.exit_code == 2
    assert said in result.output


def test_a_questionnaire_has_its_groups() -> None:
    form = Path(__file__).parent.parent / "examples/yongxing-2022/questionnaires/职工.yaml"
    answer, _ = app.sampled("", "0.05", "0.95", form, "30", "1")
    assert [(one["label"], one["n"]) for one in answer["strata"]] == [
        ("国有企业留守人员经费", 24),
        ("困难职工春节慰问", 214),
    ]
