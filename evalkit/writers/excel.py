"""评分底稿：指标体系、要点、事实、问卷、扣分对照、佐证目录、得分调整和征求意见，一个 .xlsx。

得分是活的公式：指标得分引用“事实”表的印出数和“要点”表的得分，小计、合计、得分率和等级逐级往上算，改一处，处处跟着变。
公式都带着算好的结果，手机上和预览里打开也看得到数。底稿里的文字一律按文字写入，以等号开头的也不会变成公式。
"""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.model.case import Case
from evalkit.model.document import Document
from evalkit.writers._book import Book
from evalkit.writers._package import moment
from evalkit.writers._paper import (
    EVIDENCE,
    FACTS,
    OPINIONS,
    POINTS,
    PROBLEMS,
    SCORES,
    SUMMARY,
    SURVEYS,
    VERSIONS,
    plan,
)
from evalkit.writers._paper_ground import write_facts, write_points, write_problems, write_surveys
from evalkit.writers._paper_records import (
    has_evidence,
    has_opinions,
    has_versions,
    write_evidence,
    write_opinions,
    write_versions,
)
from evalkit.writers._paper_scores import write_scores, write_summary

ID = "excel"
SUFFIX = ".xlsx"

_SHEETS = (
    (SUMMARY, write_summary),
    (SCORES, write_scores),
    (POINTS, write_points),
    (FACTS, write_facts),
    (SURVEYS, write_surveys),
    (PROBLEMS, write_problems),
)
#: Sheets that are left out while there is nothing to write on them.
_RECORDS = (
    (EVIDENCE, has_evidence, write_evidence),
    (VERSIONS, has_versions, write_versions),
    (OPINIONS, has_opinions, write_opinions),
)


def write(document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
    """The scoring paper of a case; the document lends its author and its date, so that the bytes repeat."""
    paper = plan(case)
    book = Book(f"{paper.title}评分底稿", document.author, moment(document.created))
    for name, fill in (*_SHEETS, *((name, fill) for name, there, fill in _RECORDS if there(paper))):
        page = book.page(name)
        fill(page, paper)
        page.fit(least=2 if name == SCORES else 1)
        page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return book.finish()
