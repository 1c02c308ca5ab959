"""附件文件：把 attachments 文件夹里的图片、PDF 或 Word 文件放进报告，可以是一个文件，也可以是一个子文件夹里的全部文件。

图片照放，PDF 一页一张（选项“页”只放几页，如 1-3、5），Word 文件放进文字、表格和里面的图片（PNG、JPEG；其他格式、裁剪过的、
只是链接的不放，会说明）。放一个子文件夹的，图片的标题用文件名。公开版只放“公开”文件夹里的文件，如 文件="公开/项目批复.pdf"。
选项“文件”写 attachments 里的名称，选项“标题”是图片的标题。
例：{{ 插入("附件文件", 文件="项目批复.pdf", 页="1-2") }}
例：{{ 插入("附件文件", 文件="现场照片") }}
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath

from evalkit.exhibits._cells import caption, missing
from evalkit.model.case import Case
from evalkit.model.document import Block, Picture

ID = "attachment_file"
TITLE = "附件文件"
OPTIONS = ("文件", "页", "标题")

_PICTURES = (".png", ".jpg", ".jpeg")
_SHOWN = (*_PICTURES, ".pdf", ".docx")


def build(case: Case, **options: str) -> tuple[Block, ...]:
    """A picture a file; the edge opens what is no picture."""
    name = options.get("文件", "").strip().strip("/")
    if not name:
        return missing("file", "附件的文件名，写在选项“文件”里，文件放在 attachments 文件夹")
    path = name if name.startswith("attachments/") else f"attachments/{name}"
    files = case.engagement.files if case.engagement is not None else ()
    inside = sorted(one for one in files if one.startswith(f"{path}/") and one.lower().endswith(_SHOWN))
    if path not in files and not inside:
        return missing("file", f"attachments 文件夹里的“{name}”")
    if path in files:
        pages = options.get("页", "").strip()
        return (_shown("file", path, f"#{pages}" if pages else "", options.get("标题", "").strip()),)
    return tuple(_shown(f"file{order}", one, "", _stem(one)) for order, one in enumerate(inside, start=1))


def _shown(id: str, path: str, pages: str, title: str) -> Picture:
    drawn = path.lower().endswith(_PICTURES)
    label = f"附件文件:{PurePosixPath(path).name}"
    head = caption(title, "图", label) if title and drawn else None
    return Picture(id, f"{path}{pages}", title or _stem(path), Decimal(14), head)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem
