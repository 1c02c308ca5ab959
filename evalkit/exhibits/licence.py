"""营业执照：评价机构营业执照的图片，文件名写在机构表，图片放在 attachments 文件夹。

例：{{ 插入("营业执照") }}
"""

from __future__ import annotations

from decimal import Decimal

from evalkit.exhibits._cells import missing
from evalkit.model.case import Case
from evalkit.model.document import Block, Picture

ID = "licence"
TITLE = "营业执照"


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """The picture, its file relative to the engagement's folder."""
    name = case.engagement.firm.get("营业执照", "").strip() if case.engagement is not None else ""
    if not name or case.engagement is None:
        return missing("picture", f"{case.work}机构的营业执照图片，放在 attachments 文件夹，文件名写在机构表")
    path = case.engagement.attachment("营业执照")
    if path not in case.engagement.files:
        return missing("picture", f"营业执照图片“{name}”不在 attachments 文件夹里")
    firm = case.engagement.firm.get("名称", "")
    return (Picture("picture", path, f"{firm}营业执照", Decimal(14)),)
