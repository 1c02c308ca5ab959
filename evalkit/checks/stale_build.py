"""报告不是最新的：build 里的绩效评价报告、社会调查报告与现在的底稿不一致，或生成之后在 Word 里改过。

例：底稿里的支出数改了，报告没有重新生成；又收到几份答卷，社会调查报告还是以前的；有人在报告里把 82.75 分改成了 88.75 分。

怎样改：底稿改过的，重新运行 evalkit build。在 Word 里改过的，先用 evalkit sync 把改动收回到章节里，再生成；直接再生成会盖掉这些改动。
"""

from __future__ import annotations

from evalkit.model.case import Case
from evalkit.model.document import Block, Document, Heading, Items, Paragraph, Table, block_text
from evalkit.model.places import Finding, Quote

ID = "stale_build"
TITLE = "报告不是最新的"


def check(case: Case) -> tuple[Finding, ...]:
    """What differs between the report under ``build/`` and what would be built now."""
    if case.built is None or case.document is None:
        return ()
    # The cover and the signatures come back as plain paragraphs, charts as pictures: their words are not compared.
    whole = {block.id for block in case.document.blocks()} - {block.id for block in worded(case.document)}
    back = [block for block in worded(case.built) if block.id.partition("+")[0] not in whole]
    sent = {block.id: block for block in back if block.base is not None}
    if not sent:
        return ()
    found = []
    edited = [block for block in sent.values() if folded(block_text(block)) != folded(block.base or "")]
    if edited:
        first = edited[0]
        quote = Quote(" ".join(block_text(first).split())[:80], first.at)
        cure = f"先运行 evalkit sync {case.built.at.file} 把改动收回，再运行 evalkit build；直接再生成会盖掉它们"
        message = f"报告生成以后在 Word 里改过 {len(edited)} 处，第一处是“{quote.text[:30]}”"
        found.append(Finding(ID, "warning", message, case.built.at, cure, "改过", (quote,)))
    now = {block.id: folded(block_text(block)) for block in worded(case.document)}
    then = {id: folded(block.base or "") for id, block in sent.items()}
    changed = [id for id in now.keys() | then.keys() if now.get(id) != then.get(id)]
    if changed:
        message = f"报告生成以后底稿又改过，报告里有 {len(changed)} 处是旧的"
        found.append(Finding(ID, "warning", message, case.built.at, "重新运行 evalkit build", "旧的"))
    return tuple(found)


def left_over(report: Document) -> Finding:
    """A report under ``build/`` that the engagement does not give any more."""
    message = "底稿现在不出这份报告，文件夹里的是以前生成的"
    return Finding(ID, "warning", message, report.at, "答卷移走了的，放回来再生成；不要的，删去这个文件", "多余")


def worded(document: Document) -> list[Block]:
    """The blocks whose words come back whole from a .docx."""
    return [block for block in document.blocks() if isinstance(block, Heading | Paragraph | Items | Table)]


def folded(text: str) -> str:
    return "".join(text.split())
