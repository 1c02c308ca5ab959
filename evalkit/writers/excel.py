"""评分底稿：评分汇总、指标评分、一级指标各一张的工作底稿、要点、事实、问卷、扣分对照、佐证目录等，一个 .xlsx。

得分是活的公式：由别的事实算出的事实引用它们的精确值，要点的得分由判定算出，指标得分引用“事实”表的印出数和“要点”表的得分，
小计、加减分、总分、得分率和等级逐级往上算，改一处，处处跟着变。底稿各页引用这些表，不用另填。
公式都带着算好的结果，手机上和预览里打开也看得到数。底稿里的文字一律按文字写入，以等号开头的也不会变成公式。
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from evalkit.model.case import Case
from evalkit.model.document import Document
from evalkit.model.scoring import Indicator
from evalkit.paper import (
    EVIDENCE,
    FACTS,
    OPINIONS,
    POINTS,
    PROBLEMS,
    SCORES,
    SUMMARY,
    SURVEYS,
    VERSIONS,
)
from evalkit.writers._book import Book, Page
from evalkit.writers._package import moment
from evalkit.writers._paper import Paper, plan
from evalkit.writers._paper_facts import write_facts
from evalkit.writers._paper_ground import write_problems, write_surveys
from evalkit.writers._paper_leaves import write_leaves
from evalkit.writers._paper_points import write_points
from evalkit.writers._paper_records import (
    has_evidence,
    has_opinions,
    has_versions,
    write_evidence,
    write_opinions,
    write_versions,
)
from evalkit.writers._paper_scores import write_scores
from evalkit.writers._paper_summary import write_summary

ID = "excel"
SUFFIX = ".xlsx"

Fill = Callable[[Page, Paper], None]

_RESULTS: tuple[tuple[str, Fill], ...] = ((SUMMARY, write_summary), (SCORES, write_scores))
_GROUND: tuple[tuple[str, Fill], ...] = (
    (POINTS, write_points),
    (FACTS, write_facts),
    (SURVEYS, write_surveys),
    (PROBLEMS, write_problems),
)
#: Sheets that are left out while there is nothing to write on them.
_RECORDS: tuple[tuple[str, Callable[[Paper], bool], Fill], ...] = (
    (EVIDENCE, has_evidence, write_evidence),
    (VERSIONS, has_versions, write_versions),
    (OPINIONS, has_opinions, write_opinions),
)


def write(document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
    """The scoring paper of a case; the document lends its author and its date, so that the bytes repeat."""
    paper = plan(case)
    listed = (*_RESULTS, *_papers(paper), *_GROUND, *_records(paper))
    return _made(Book(f"{paper.title}评分底稿", document.author, moment(document.created)), paper, listed)


def write_sheets(case: Case, names: Collection[str]) -> bytes:
    """A scoring paper of these sheets alone, for whoever needs the scores and nothing around them."""
    paper = plan(case)
    listed = tuple(one for one in (*_RESULTS, *_GROUND) if one[0] in names)
    return _made(Book(f"{paper.title}评分底稿", "", moment("")), paper, listed)


def _made(book: Book, paper: Paper, listed: Sequence[tuple[str, Fill]]) -> bytes:
    for name, fill in listed:
        page = book.page(name)
        fill(page, paper)
        page.fit(least=2 if name == SCORES else 1)
        page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return book.finish()


def _papers(paper: Paper) -> Iterator[tuple[str, Fill]]:
    """The sheets of working papers, one a first-level indicator."""
    for line in paper.summary:
        if line.kind == "subtotal" and line.top is not None and line.top.code in paper.spans:
            yield paper.pages[line.top.code], partial(_leaves, top=line.top)


def _leaves(page: Page, paper: Paper, top: Indicator) -> None:
    write_leaves(page, paper, top)


def _records(paper: Paper) -> Iterator[tuple[str, Fill]]:
    return ((name, fill) for name, there, fill in _RECORDS if there(paper))
