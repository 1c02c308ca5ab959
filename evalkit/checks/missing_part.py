"""缺少部分：该有的章节、附件、签字、日期、小组名单没有，标题下面没有内容。

查什么：报告有没有基本情况、评价工作、评价结论、指标分析、问题、建议各部分（财预〔2020〕10号附件3的提纲；各地分章不同，
只看标题里有没有这些内容），有没有指标体系表；标题下面是不是空的；文中“见附件几”有没有那个附件。
项目文件夹另查：评价组成员、签字人、报告日期、机构名称、营业执照。

例：文中“详见附件3”，报告只有两个附件；“（三）相关建议”下面没有内容。

怎样改：补上缺的部分；不需要的删去标题或引用。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.checks._framework import frameworks
from evalkit.checks._passages import finding, passages, placed
from evalkit.model.case import Case
from evalkit.model.document import Document, Heading, PageBreak, plain_text
from evalkit.model.engagement import Engagement
from evalkit.model.places import Finding, Quote, Where
from evalkit.numbers import chinese_number

ID = "missing_part"
TITLE = "缺少部分"

#: What the outline of 财预〔2020〕10号 附件3 asks for, by words a heading of any local outline has.
PARTS = (
    ("项目基本情况", r"基本情况|概况"),
    ("绩效评价工作开展情况", r"评价工作|评价组织|工作开展"),
    ("综合评价情况及评价结论", r"评价结论|综合评价|评价结果"),
    ("绩效评价指标分析", r"指标分析|绩效分析|绩效情况"),
    ("存在的问题", r"问题"),
    ("有关建议", r"建议|改进措施|改进意见"),
)
_REFERENCE = re.compile(r"(?:详见|参见|见)\s*附件\s*([一二三四五六七八九十]+|\d+)")


def check(case: Case) -> tuple[Finding, ...]:
    """Parts that a report and an engagement must have."""
    found: list[Finding] = []
    if case.engagement is not None:
        found.extend(_engagement(case.engagement, case.work))
    if case.document is not None:
        found.extend(_outline(case, case.document))
        found.extend(_empty(case.document))
        found.extend(_references(case, case.document))
    return tuple(found)


def _engagement(engagement: Engagement, work: str) -> Iterator[Finding]:
    def lacks(what: str, cure: str, subject: str, at: Where) -> Finding:
        return Finding(ID, "warning", what, at, cure, subject)

    places = engagement.places
    if not engagement.team:
        yield lacks(f"没有{work}组成员", f"在“团队”表里写{work}组成员", "团队", engagement.at)
    elif not any(member.signs.strip() for member in engagement.team):
        yield lacks("没有人在报告上签字", "在“团队”表给签字人写“签字身份”，如绩效评价师", "签字", engagement.team[0].at)
    if not engagement.project.get("报告日期", "").strip():
        yield lacks("没有报告日期", "在“项目”表里写报告日期", "报告日期", places.get("项目.报告日期", engagement.at))
    if not engagement.firm.get("名称", "").strip():
        yield lacks(f"没有{work}机构名称", "在“机构”表里写名称", "机构名称", places.get("机构.名称", engagement.at))
    licence = engagement.firm.get("营业执照", "").strip()
    at = places.get("机构.营业执照", engagement.at)
    if not licence:
        yield lacks("没有营业执照图片", "把图片放进 attachments 文件夹，在“机构”表写文件名", "营业执照", at)
    elif not {licence, f"attachments/{licence}"} & set(engagement.files):
        yield lacks(
            f"营业执照图片“{licence}”不在 attachments 文件夹里", "把图片放进去，文件名与表中一致", "营业执照", at
        )
    if not engagement.problems:
        yield lacks("“问题建议”表是空的", "把问题和建议写进“问题建议”表", "问题建议", engagement.at)
    if not engagement.bases:
        yield lacks("“依据”表是空的", f"把{work}依据的文件写进“依据”表", "依据", engagement.at)
    for form in engagement.questionnaires:
        if form.id not in engagement.responses:
            yield lacks(
                f"问卷“{form.id}”没有答卷",
                f"把平台导出的文件放进 responses 文件夹，命名为 {form.id}.xlsx",
                form.id,
                form.at,
            )


def _outline(case: Case, document: Document) -> Iterator[Finding]:
    """Only a report of an evaluation has this outline."""
    headings = [
        plain_text(block.inlines) for block in document.blocks() if isinstance(block, Heading) and block.level <= 2
    ]
    if "评价报告" not in document.title or "自评" in document.title or len(headings) < 3:
        return
    place = Where(document.at.file if document.at.file.endswith(".docx") else "报告", "标题")
    for part, words in PARTS:
        if not any(re.search(words, heading) for heading in headings):
            yield Finding(ID, "warning", f"没有“{part}”部分", place, "按提纲补写", part)
    if not any(columns.levels[-1][0] != "一级" for _, columns in frameworks(case)):
        yield Finding(ID, "warning", "没有指标体系或评分表", place, "附上指标体系表和评分表", "指标体系")


def _empty(document: Document) -> Iterator[Finding]:
    """Headings with nothing below them."""
    blocks = [one for one in placed(document) if not isinstance(one.block, PageBreak)]
    for one, after in zip(blocks, [*blocks[1:], None], strict=True):
        heading = one.block
        if not isinstance(heading, Heading) or heading.appendix:
            continue
        if after is None or (isinstance(after.block, Heading) and after.block.level <= heading.level):
            words = plain_text(heading.inlines)
            if re.match(r"附件|附表", words):
                continue  # the list of appendices
            yield Finding(
                ID,
                "warning",
                f"标题“{heading.number}{words}”下面没有内容",
                one.where,
                "补写；不需要的删去标题",
                words,
                (Quote(words, one.where),),
            )


def _references(case: Case, document: Document) -> Iterator[Finding]:
    there: set[str] = set()
    for block in document.blocks():
        if isinstance(block, Heading):
            found = re.match(r"附件\s*([一二三四五六七八九十]+|\d+)", f"{block.number}{plain_text(block.inlines)}")
            if found:
                there.add(_arabic(found[1]))
    if not there:
        return
    for passage in passages(case, "body", "note", "footnote", "cell"):
        for found in _REFERENCE.finditer(passage.text):
            if _arabic(found[1]) not in there:
                yield finding(
                    ID,
                    "warning",
                    f"文中“{found[0]}”，报告里没有附件{found[1]}",
                    passage,
                    "附上这个附件，或改正引用",
                    quotes=(passage.quote(found[0]),),
                )


def _arabic(number: str) -> str:
    if number.isdigit():
        return number
    return next((str(n) for n in range(1, 100) if chinese_number(n) == number), number)
