"""Files shown in whole: a PDF page by page, the words and tables of a .docx, and what cannot be shown."""

from __future__ import annotations

import io
import zlib
from decimal import Decimal

import docx
import pytest

from evalkit.files.attached import attached
from evalkit.model.document import Document, Paragraph, Picture, Section, Table, block_text
from evalkit.model.places import Where

AT = Where("chapters/附件.md", "3")


def pdf(*pages: str) -> bytes:
    """A PDF of A6 pages (290 × 421 points), each painted in one colour (``1 0 0`` is red)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for colour in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        content = f"{colour} rg 0 0 290 421 re f"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 290 421] /Contents {len(objects) + 2} 0 R /Resources << >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")


def shown(file: str, data: bytes | None):
    picture = Picture("附/附件文件/file", file, "批复", Decimal(14), at=AT)
    document = Document("报告", (Section((Paragraph("p", ()), picture)),))
    made, pictures, findings = attached(document, lambda name: data if name == file.partition("#")[0] else None)
    return list(made.blocks())[1:], pictures, findings


def size_and_first_dot(png: bytes) -> tuple[int, int, bytes]:
    """Read back by hand: IHDR at 16, the only IDAT behind it."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    length = int.from_bytes(png[33:37], "big")
    return width, height, zlib.decompress(png[41 : 41 + length])[1:4]


def test_a_pdf_is_a_picture_a_page():
    blocks, pictures, findings = shown("attachments/a.pdf", pdf("1 0 0", "0 0 1"))
    assert findings == ()
    assert [(one.id, one.file, one.alt) for one in blocks] == [
        ("附/附件文件/file", "attachments/a.pdf#1", "批复第1页"),
        ("附/附件文件/file+2", "attachments/a.pdf#2", "批复第2页"),
    ]
    # 290 points at 150 dots an inch are 604.2 dots, 421 are 877.1; a begun dot counts.
    assert size_and_first_dot(pictures["attachments/a.pdf#1"]) == (605, 878, b"\xff\0\0")
    assert size_and_first_dot(pictures["attachments/a.pdf#2"])[2] == b"\0\0\xff"


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [("2", [2]), ("1-2", [1, 2]), ("3、1", [3, 1]), ("2-9", [2, 3]), ("1，1", [1]), ("1至2", [1, 2])],
)
def test_some_pages_of_a_pdf(wanted: str, pages: list[int]):
    blocks, _, findings = shown(f"attachments/a.pdf#{wanted}", pdf("1 0 0", "0 1 0", "0 0 1"))
    assert findings == ()
    assert [one.file for one in blocks] == [f"attachments/a.pdf#{page}" for page in pages]


def test_pages_that_are_not_there_and_a_file_that_is_no_pdf():
    blocks, _, (finding,) = shown("attachments/a.pdf#7", pdf("1 0 0"))
    assert (str(finding.where), finding.message) == ("chapters/附件.md:3", "attachments/a.pdf 没有第 7 页，共 1 页")
    assert len(blocks) == 1
    _, pictures, (finding,) = shown("attachments/a.pdf", b"%PDF-1.4 broken")
    assert finding.message == "attachments/a.pdf 打不开：已损坏或加了密码，没有放进报告"
    assert pictures == {}


def word(*, picture: bytes | None = None) -> bytes:
    document = docx.Document()
    document.add_heading("访谈记录", 1)
    document.add_paragraph("问：何时发放？")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "时间", "3月"
    if picture:
        document.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_words_and_tables_of_a_docx_without_numbers_of_their_own():
    blocks, _, findings = shown("attachments/访谈.docx", word())
    assert findings == ()
    assert [(type(one).__name__, block_text(one)) for one in blocks] == [
        *(("Paragraph", "访谈记录"), ("Paragraph", "问：何时发放？"), ("Table", "时间\t3月")),
    ]
    assert [one.role for one in blocks if isinstance(one, Paragraph)] == ["lead", "body"]
    assert isinstance(blocks[2], Table)
    assert blocks[2].caption is None
    assert all(one.base == block_text(one) and one.at == AT for one in blocks)


def test_pictures_in_a_docx_are_told():
    _, drawn, _ = shown("attachments/a.pdf", pdf("1 0 0"))
    _, _, (finding,) = shown("attachments/访谈.docx", word(picture=drawn["attachments/a.pdf#1"]))
    assert finding.message == "attachments/访谈.docx 里有 1 处图片没有放进报告"


def test_a_docx_that_cannot_be_read_is_told_at_the_chapter():
    blocks, _, (finding,) = shown("attachments/访谈.docx", b"not a zip")
    assert (str(finding.where), finding.severity) == ("chapters/附件.md:3", "warning")
    assert finding.message == "attachments/访谈.docx 没有放进报告：文件损坏，或不是 .docx"
    assert len(blocks) == 1
