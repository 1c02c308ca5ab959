"""访谈记录：interviews 文件夹里的访谈记录，一份一段；手机号码不印出。

例：{{ 插入("访谈记录") }}
"""

from __future__ import annotations

import re

from evalkit.exhibits._cells import missing
from evalkit.figures import clean
from evalkit.model.case import Case
from evalkit.model.document import Block, Paragraph, Text

# A phone number of whoever was asked has no place in a report.
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")

ID = "interviews"
TITLE = "访谈记录"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A paragraph a line; a line that begins with ``#`` is a title."""
    if case.engagement is None or not case.engagement.interviews:
        return missing("text", "访谈记录，放在 interviews 文件夹，一份一个文件")
    blocks: list[Block] = []
    for order, interview in enumerate(case.engagement.interviews, start=1):
        lines = (_PHONE.sub("（电话略）", clean(line)) for line in interview.text.splitlines())
        for number, line in enumerate((line for line in lines if line), start=1):
            titled = line.startswith("#")
            run = Text(line.lstrip("# ") if titled else line.removeprefix("- "), bold=titled)
            blocks.append(Paragraph(f"{order}.{number}", (run,), "lead" if titled else "body"))
    return tuple(blocks)
