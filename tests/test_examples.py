"""The example engagements whole: what their reports print against what was typed from the sources by hand."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalkit.app import Opened, narrated, open_engagement
from evalkit.check import check
from evalkit.model.document import Heading, Num, Table, inlines_of, plain_text
from evalkit.model.facts import Measure

HERE = Path(__file__).parent
TEXT = HERE.parent / "examples" / "yongxing-2022"
LVLIANG = HERE.parent / "examples" / "lvliang-2021"
WORKBOOK = HERE.parent / "examples" / "yongxing-2022-workbook"
REGOLD = runpy.run_path(str(HERE / "regold.py"))


def opened(folder: Path) -> Opened:
    made, _ = open_engagement(folder)
    made, _ = narrated(made)
    return made


@pytest.fixture(scope="module")
def yongxing() -> Opened:
    return opened(TEXT)


@pytest.fixture(scope="module")
def lvliang() -> Opened:
    return opened(LVLIANG)


def expected_tables(folder: Path = TEXT) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables typed by hand: title and rows, the header first."""
    page = (folder / "expected" / "tables.md").read_text("utf-8")
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        lines = [line for line in part.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        yield part.splitlines()[0].strip(), [row for row in rows if set(row) - {"---"}]


def printed_tables(made: Opened) -> dict[str, list[list[str]]]:
    assert made.case.document is not None
    return {
        f"{block.caption.kind}{block.caption.number}": [["".join(c.text.split()) for c in row] for row in block.grid()]
        for block in made.case.document.blocks()
        if isinstance(block, Table) and block.caption
    }


@pytest.mark.parametrize(
    ("example", "title"),
    [
        (example, title)
        for example, folder in (("yongxing", TEXT), ("lvliang", LVLIANG))
        for title, _ in expected_tables(folder)
        if not title.startswith("问卷统计")
    ],
)
def test_a_table_prints_what_the_source_published(example: str, title: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(example)
    wanted = dict(expected_tables(TEXT if example == "yongxing" else LVLIANG))[title]
    number = re.match(r"附?表\d+-\d+", title)
    assert number is not None
    printed = printed_tables(made)[number.group()]
    columns = [printed[0].index(name) for name in wanted[0]]
    got = [[row[column] for column in columns] for row in printed[1:]]
    assert len(got) == len(wanted) - 1
    for mine, theirs in zip(got, wanted[1:], strict=True):
        assert [cell for cell, typed in zip(mine, theirs, strict=True) if typed] == [t for t in theirs if t]


def test_the_survey_appendix_prints_the_published_counts_and_shares(yongxing: Opened) -> None:
    wanted = dict(expected_tables())["问卷统计（附件2）"][1:]
    facts = yongxing.case.facts
    assert len(wanted) >= 20
    document = yongxing.case.document
    assert document is not None
    # They stand in a table of its own question, of several or of the respondents, or in a sentence.
    printed = {
        inline.fact: inline.text
        for block in document.blocks()
        for run in inlines_of(block)
        for inline in run
        if isinstance(inline, Num)
    }
    for question, option, count, share, mean in wanted:
        if share:
            head = f"问卷.职工.{question}.{option}"
            assert (printed[f"{head}.人数"], printed[f"{head}.占比"]) == (f"{count}人", share)
        if mean:
            assert facts[f"问卷.职工.{question}.均值"].display == mean


def test_the_outline_is_the_six_chapters_and_five_appendices(yongxing: Opened) -> None:
    assert yongxing.case.document is not None
    chapters = [
        block.number + plain_text(block.inlines)
        for block in yongxing.case.document.blocks()
        if isinstance(block, Heading) and block.level == 1
    ]
    assert [chapter[:2] for chapter in chapters[:6]] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert [chapter[:3] for chapter in chapters[6:]] == ["附件1", "附件2", "附件3", "附件4", "附件5"]


@pytest.mark.parametrize("example", ["yongxing", "lvliang"])
def test_every_score_rate_amount_and_share_in_the_report_is_a_fact_as_printed(
    example: str, request: pytest.FixtureRequest
) -> None:
    made = request.getfixturevalue(example)
    assert made.case.document is not None
    numbers = [
        inline
        for block in made.case.document.blocks()
        for inlines in inlines_of(block)
        for inline in inlines
        if isinstance(inline, Num)
    ]
    facts = made.case.facts
    assert len(numbers) > 200
    assert [n for n in numbers if n.fact not in facts] == []
    shown = [(n.text, facts[n.fact]) for n in numbers if facts[n.fact].measure is not Measure.DATE]
    assert [text for text, fact in shown if text not in (fact.display, fact.text)] == []


def test_the_report_reads_as_it_did_when_it_was_last_read_by_a_person(yongxing: Opened) -> None:
    golden = (TEXT / "expected" / "报告.txt").read_text("utf-8")
    assert REGOLD["report"](TEXT) == golden, "read the difference; then python tests/regold.py"


def test_the_workbook_form_is_the_text_form_drawn_and_gives_the_same_report() -> None:
    for name, data in REGOLD["workbook_form"]().items():
        assert (WORKBOOK / name).read_bytes() == data, f"{name}: python tests/regold.py"
    assert REGOLD["report"](WORKBOOK) == (TEXT / "expected" / "报告.txt").read_text("utf-8")


def test_the_lvliang_outline_is_a_summary_nine_chapters_and_six_appendices(lvliang: Opened) -> None:
    assert lvliang.case.document is not None
    chapters = [
        block.number + plain_text(block.inlines)
        for block in lvliang.case.document.blocks()
        if isinstance(block, Heading) and block.level == 1
    ]
    assert chapters[0] == "摘要"
    assert [chapter[:2] for chapter in chapters[1:10]] == [f"{number}、" for number in "一二三四五六七八九"]
    assert chapters[10:] == [
        *("附件1绩效评价指标体系", "附件2绩效评价指标评分表", "附件3社会调查报告", "附件4项目合规性检查报告"),
        *("附件5评价小组成员", "附件6评价机构营业执照"),
    ]


def test_the_lvliang_report_reads_as_it_did_when_it_was_last_read_by_a_person() -> None:
    golden = (LVLIANG / "expected" / "报告.txt").read_text("utf-8")
    assert REGOLD["report"](LVLIANG) == golden, "read the difference; then python tests/regold.py"


def test_check_lists_the_one_lvliang_score_that_breaks_its_rule_and_the_survey_no_score_rests_on(
    lvliang: Opened,
) -> None:
    found = check(lvliang.case)
    assert sorted((f.severity, f.kind, f.subject, bool(f.accepted)) for f in found if f.kind != "input") == [
        ("warning", "manual_score", "D12", False),
        ("warning", "other", "问卷.主管部门", True),
        ("warning", "score_off_rule", "D12", False),
    ]
    assert ["字母" in f.message for f in found if f.kind == "input"] == [True]


def test_the_lvliang_responses_are_those_the_script_makes() -> None:
    made = runpy.run_path(str(HERE / "make_lvliang_responses.py"))["files"]()
    assert {path.name: path.read_bytes() for path in (LVLIANG / "responses").iterdir()} == made


def test_check_lists_what_is_true_of_the_source_and_nothing_else(yongxing: Opened) -> None:
    found = check(yongxing.case)
    assert sorted((f.severity, f.kind, f.subject) for f in found) == [
        ("warning", "manual_score", "D11"),
        ("warning", "manual_score", "D12"),
        ("warning", "other", "问卷.职工"),
        ("warning", "score_off_rule", "D11"),
        ("warning", "score_off_rule", "D12"),
        ("warning", "weight_mismatch", "产出+效益"),
    ]
