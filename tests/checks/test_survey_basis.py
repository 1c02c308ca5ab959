"""No indicator rests on people who were not asked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evalkit.app import open_engagement
from evalkit.checks.survey_basis import check
from evalkit.model.case import Case
from evalkit.model.facts import Facts

EXAMPLE = Path(__file__).parent.parent.parent / "examples/yongxing-2022"


@pytest.fixture(scope="module")
def case() -> Case:
    return open_engagement(EXAMPLE)[0].case


def counted(case: Case, **forms: str) -> Case:
    """The case with other numbers of forms."""
    changed = [
        replace(case.facts[id], value=Decimal(value))
        for name, value in forms.items()
        for id in case.facts
        if id == f"问卷.职工.{name.replace('__', '.')}.有效"
    ]
    assert len(changed) == len(forms)
    return replace(case, facts=case.facts.plus(changed))


def test_four_forms_of_596_people_are_a_matter_of_the_roster_and_not_of_this_check(case: Case) -> None:
    assert check(case) == ()


def test_an_indicator_that_rests_on_a_group_nobody_asked_is_told(case: Case) -> None:
    found = check(counted(case, 分组__困难职工春节慰问="0"))
    assert found
    assert {one.severity for one in found} == {"warning"}
    assert "“困难职工春节慰问”596 人没有一份有效问卷" in found[0].message
    assert found[0].cure


def test_a_figure_of_a_group_of_four_forms_is_told(case: Case) -> None:
    assert case.engagement is not None
    value = "问卷.职工.分组.困难职工春节慰问.满意度"
    nodes = tuple(
        replace(node, value=value) if node.leaf and "问卷" in node.value else node
        for node in case.engagement.indicators
    )
    facts = Facts(fact for id, fact in case.facts.items() if not id.startswith("取值."))
    changed = replace(case, engagement=replace(case.engagement, indicators=nodes), facts=facts)
    (found, *_) = check(changed)
    assert "“困难职工春节慰问”596 人只有 4 份有效问卷" in found.message


def test_a_report_without_an_engagement_has_nothing_to_check() -> None:
    assert check(Case()) == ()


def test_a_figure_that_is_not_shown_because_few_answered_gives_no_score(tmp_path: Path) -> None:
    home = Path(shutil.copytree(EXAMPLE, tmp_path / "永兴"))
    table = home / "tables/指标.yaml"
    text = table.read_text("utf-8")
    assert text.count("取值: 问卷.职工.满意度") == 1
    table.write_text(text.replace("取值: 问卷.职工.满意度", "取值: 问卷.职工.分组.困难职工春节慰问.满意度"), "utf-8")
    opened, findings = open_engagement(home)
    (found,) = (one for one in findings if one.kind == "placeholder" and one.subject == "D21")
    assert "还是空的，不能评分" in found.message
    assert found.cure == "补充调查，或在“指标”表改用别的数（只有4人作答，不到5人的不列，免得看出个人怎样回答）"
    assert opened.case.scoresheet is not None
    assert "D21" in opened.case.scoresheet.undecided
