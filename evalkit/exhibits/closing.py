"""落款：评价机构名称和报告日期，前面可以有几行签字，用在独立性声明、盖章页一类的页上。

选项“签字”写由谁签字，几个身份用顿号隔开。
例：{{ 插入("落款", 签字="法定代表人、主评人") }}
"""

from __future__ import annotations

from evalkit.figures import fact_of, figure
from evalkit.model.case import Case
from evalkit.model.document import Block, Inline, Num, Signature
from evalkit.numbers import chinese_date, parse_date

ID = "closing"
TITLE = "落款"
OPTIONS = ("签字",)


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """One signature block, a line a role."""
    roles = [role.strip() for role in options.get("签字", "").split("、") if role.strip()]
    lines: tuple[tuple[str, tuple[Inline, ...]], ...] = tuple((f"{role}（签字）", ()) for role in roles)
    fact = fact_of(case, "项目.报告日期")
    day = parse_date(fact.text)
    date: Inline = figure(fact) if day is None else Num(chinese_date(day), fact.id)
    return (Signature("closing", lines, (figure(fact_of(case, "机构.名称")),), (date,)),)
