"""References to appendices in a report that came back from Word."""

from __future__ import annotations

import pytest

from evalkit.model.document import Caption, Heading, Inline, Paragraph, Ref, Table, Text
from evalkit.syncing.captions import captions
from evalkit.syncing.strands import inlines, recovered, strand

# In the edited file the two appendices had changed places since.
OURS = (
    Heading("a1", 1, (Text("社会调查报告"),), appendix=True, number="附件1", label="附件:问卷调查报告"),
    Heading("a2", 1, (Text("指标体系"),), appendix=True, number="附件2", label="附件:指标体系"),
)
THEIRS = (
    Heading("a2", 1, (Text("指标体系"),), appendix=True, number="附件1"),
    Heading("a1", 1, (Text("社会调查报告"),), appendix=True, number="附件2"),
    Heading("a3", 1, (Text("对方新加的"),), appendix=True, number="附件3"),
)


def test_a_number_of_the_edited_file_is_the_appendix_of_that_title() -> None:
    assert captions(THEIRS, OURS) == {"附件1": "附件:指标体系", "附件2": "附件:问卷调查报告"}


def test_a_table_a_figure_and_an_appendix_of_one_title_are_told_apart() -> None:
    title = (Text("满意度调查结果"),)

    def blocks(table: str, figure: str, appendix: str, numbers: tuple[str, str]) -> tuple[Heading | Table, ...]:
        heading = Heading("a", 1, title, appendix=True, number="附件2", label=appendix)
        captions = Caption("附表", title, table, numbers[0]), Caption("图", title, figure, numbers[1])
        return (heading, *(Table(one.kind, (), (), one) for one in captions))

    ours = blocks("表:满意度", "图:满意度", "附件:调查", ("", ""))
    theirs = (*blocks("", "", "", ("2-1", "2-2")), Paragraph("p", (Text("图3-1　满意度调查结果"),), "caption"))
    awaited = {"附件2": "附件:调查", "附表2-1": "表:满意度", "图2-2": "图:满意度", "图3-1": "图:满意度"}
    assert captions(theirs, ours) == awaited


SENT: tuple[Inline, ...] = (Text("结果见"), Ref("附件:问卷调查报告", "附件2"), Text("。"))
CASES = [
    ("旁边的字改了", "调查的结果都见附件2。", Ref("附件:问卷调查报告", "附件2")),
    ("改成了另一个附件", "结果见附件1。", Ref("附件:指标体系", "附件1")),
    ("改成了没有的附件", "结果见附件7。", None),
]


@pytest.mark.parametrize(("said", "found"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_a_reference_is_found_again_in_words_that_were_edited(said: str, found: Ref | None) -> None:
    made = inlines(recovered(strand((Text(said),)), strand(SENT), captions(THEIRS, OURS)))
    assert [one for one in made if isinstance(one, Ref)] == ([found] if found else [])
    assert "".join(getattr(one, "text", "") for one in made) == said
