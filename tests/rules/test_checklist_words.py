"""The words that are read as a verdict: documented, and said where they count for half."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal

from evalkit.loading.rules import load_rule, spoken
from evalkit.model.places import Where
from evalkit.model.scoring import Indicator, Point
from evalkit.model.source import Entry, RawRow
from evalkit.plugs import rules
from evalkit.records import read_record
from evalkit.rules import checklist
from evalkit.words import INDICATORS

AT = Where("评价底稿.xlsx", "要点!2")


def told(verdict: str, mode: str, earned: str | None = None) -> tuple[list[str], str]:
    """The doubts about a point with this verdict beside one that holds, and how it counted."""
    written = {"三级指标": "依据", "规则": "要点给分", "参数": f"分配：{mode}"}
    row = RawRow({key: Entry(text, AT) for key, text in written.items()}, AT)
    record, _ = read_record(row, tuple(one for one in INDICATORS.fields if one.key in (*written, "取值")), "指标")
    worth = Decimal(2) if mode == "按分值" else Decimal(0)
    given = Decimal(earned) if earned else None
    points = spoken(
        record,
        (
            Point("A1", 1, "有依据", worth, verdict, "缺一份附件", earned=given, at=AT),
            Point("A1", 2, "有程序", worth, "√", "", at=AT),
        ),
    )
    rule, found = load_rule(record, Decimal(4), points)
    assert rule is not None
    shared = checklist.allotted(points, rule.params, Decimal(4))
    made, _ = rules()["checklist"].score(Indicator("A1", "依据", 1, "", Decimal(4), rule=rule, points=shared), None, {})
    assert made is not None
    return [one.message for one in found if one.severity == "warning"], made.steps[0].text


def test_every_word_that_is_read_as_a_verdict_is_documented() -> None:
    page = inspect.getdoc(checklist) or ""
    lines = re.findall(r"^- (\S+?)：(符合|不符合|部分符合|不适用)(?=。|$)", page, re.MULTILINE)
    listed = {word.casefold(): verdict for words, verdict in lines for word in words.split("、")}
    assert listed == {word.casefold(): verdict for word, verdict in checklist.VERDICTS.items()}


def test_mostly_met_counts_for_half_and_says_so() -> None:
    doubts, step = told("基本符合", "等权")
    assert doubts == ["A1 要点①的判定“基本符合”按“部分符合”计，得这一条的一半"]
    assert step == "①有依据：“基本符合”按“部分符合”计（缺一份附件），计分值的 1/2 的一半"


def test_mostly_met_with_points_of_its_own_needs_no_doubt() -> None:
    doubts, step = told("基本符合", "按分值", "1.5")
    assert doubts == []
    assert step == "①有依据：“基本符合”按“部分符合”计（缺一份附件），得 1.5 分（满分 2 分）"


def test_the_rules_own_word_is_not_explained() -> None:
    doubts, step = told("部分符合", "等权")
    assert doubts == []
    assert step == "①有依据：部分符合（缺一份附件），计分值的 1/2 的一半"
