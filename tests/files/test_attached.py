"""Files shown in whole: a PDF page by page, the words and tables of a .docx, and what cannot be shown."""

from __future__ import annotations

import io
import zipfile
import zlib
from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.shared import Cm

from evalkit.files.attached import attached, png
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
        ("附/附件文件/file", "attachments/a.pdf#1.png", "批复第1页"),
        ("附/附件文件/file+2", "attachments/a.pdf#2.png", "批复第2页"),
    ]
    # 290 points at 150 dots an inch are 604.2 dots, 421 are 877.1; a begun dot counts.
    assert size_and_first_dot(pictures["attachments/a.pdf#1.png"]) == (605, 878, b"\xff\0\0")
    assert size_and_first_dot(pictures["attachments/a.pdf#2.png"])[2] == b"\0\0\xff"


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [("2", [2]), ("1-2", [1, 2]), ("3、1", [3, 1]), ("2-9", [2, 3]), ("1，1", [1]), ("1至2", [1, 2])],
)
def test_some_pages_of_a_pdf(wanted: str, pages: list[int]):
    blocks, _, findings = shown(f"attachments/a.pdf#{wanted}", pdf("1 0 0", "0 1 0", "0 0 1"))
    assert findings == ()
    assert [one.file for one in blocks] == [f"attachments/a.pdf#{page}.png" for page in pages]


def test_pages_that_are_not_there_and_a_file_that_is_no_pdf():
    blocks, _, (finding,) = shown("attachments/a.pdf#7", pdf("1 0 0"))
    assert (str(finding.where), finding.message) == ("chapters/附件.md:3", "attachments/a.pdf 没有第 7 页，共 1 页")
    assert len(blocks) == 1
    _, pictures, (finding,) = shown("attachments/a.pdf", b"%PDF-1.4 broken")
    assert finding.message == "attachments/a.pdf 打不开：已损坏或加了密码，没有放进报告"
    assert pictures == {}


def word() -> bytes:
    document = docx.Document()
    document.add_heading("访谈记录", 1)
    document.add_paragraph("问：何时发放？")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "时间", "3月"
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def dot(colour: bytes, width: int = 1, height: int = 1) -> bytes:
    """A PNG that says it is so wide and high."""
    return png(width, height, 2, b"\0" + colour)


def illustrated() -> bytes:
    """A paragraph with a red picture 5 cm wide, and a table with a blue one, without words of its own, in a cell."""
    document = docx.Document()
    document.add_paragraph("现场情况：").add_run().add_picture(io.BytesIO(dot(b"\xff\0\0")), width=Cm(5))
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "设备"
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(dot(b"\0\0\xff")), width=Cm(40))
    return changed(saved(document), "word/document.xml", b'name="Picture 1"', 'name="1" descr="大门 照片"'.encode())


def changed(data: bytes, part: str, *swaps: bytes, also: dict[str, bytes] | None = None) -> bytes:
    """A package with words of one part replaced, by pairs, and other parts put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                for before, after in zip(swaps[::2], swaps[1::2], strict=True):
                    assert before in text
                    text = text.replace(before, after, 1)
            new.writestr(name, (also or {}).get(name, text))
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


def test_pictures_of_a_docx_stand_behind_their_paragraph_or_table():
    blocks, pictures, findings = shown("attachments/访谈.docx", illustrated())
    assert findings == ()
    assert [type(one).__name__ for one in blocks] == ["Paragraph", "Picture", "Table", "Picture"]
    first, second = (one for one in blocks if isinstance(one, Picture))
    assert (first.alt, first.width_cm, first.at) == ("大门 照片", 5, AT)
    assert (second.alt, second.width_cm) == ("批复图2", 16)  # 40 cm are wider than a page
    assert (pictures[first.file], pictures[second.file]) == (dot(b"\xff\0\0"), dot(b"\0\0\xff"))
    assert [one.file for one in (first, second)] == ["attachments/访谈.docx#1.png", "attachments/访谈.docx#2.png"]
    assert len({one.id for one in blocks}) == 4


NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<w:footnote w:id="2"><w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def test_pictures_in_headers_and_footnotes_are_told() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    for part in (document.sections[0].header, document.sections[0].footer):
        part.paragraphs[0].add_run().add_picture(io.BytesIO(dot(b"\xff\0\0")))  # the same mark twice
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    related = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    file = io.BytesIO(changed(saved(document), RELATIONS, b"</Relationships>", related))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/footnotes.xml", NOTES)
    blocks, pictures, findings = shown("attachments/访谈.docx", file.getvalue())
    assert [block_text(one) for one in blocks] == ["正文"]
    assert pictures == {}
    assert [(one.severity, one.message) for one in findings] == [
        ("warning", "attachments/访谈.docx 里有 1 处图没有放进报告：脚注、尾注里的"),
        ("note", "attachments/访谈.docx 里有 1 处图没有放进报告：页眉、页脚里的"),
    ]
    assert str(findings[0].where) == "chapters/附件.md:3"


RELATIONS = "word/_rels/document.xml.rels"
OUTSIDE = (b'Target="media/image1.png"', b'Target="http://127.0.0.1:9/a.png" TargetMode="External"')


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            changed(
                illustrated(), "", also={"word/media/image1.png": b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60}
            ),
            "EMF 格式的",
        ),
        (
            changed(illustrated(), "", also={"word/media/image1.png": b"\xd7\xcd\xc6\x9a" + b"\0" * 60}),
            "WMF 格式的",
        ),
        (changed(illustrated(), "", also={"word/media/image1.png": b"GIF89a" + b"\0" * 60}), "GIF 格式的"),
        (changed(illustrated(), "", also={"word/media/image1.png": b"?" * 60}), "认不出格式的"),
        (
            changed(illustrated(), "", also={"word/media/image1.png": dot(b"\xff\0\0", 20_000, 20_000)}),
            "超过 10000 万像素的",
        ),
        (
            changed(illustrated(), "", also={"word/media/image1.png": bytes(21 * 2**20)}),
            "太大的（一张超过 20 MB，或合计超过 100 MB）",
        ),
        (changed(illustrated(), RELATIONS, *OUTSIDE), "只是链接、没有存在文件里的"),
        (
            changed(illustrated(), RELATIONS, b"media/image1.png", b"media/none.png"),
            "文件里找不到或已损坏的",
        ),
        (
            changed(illustrated(), "word/document.xml", b"<a:stretch>", b'<a:srcRect l="25000"/><a:stretch>'),
            "裁剪过的（原图里还有裁掉的内容）",
        ),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_and_the_others_are_shown(file: bytes, message: str):
    blocks, pictures, (finding,) = shown("attachments/访谈.docx", file)
    assert finding.message == f"attachments/访谈.docx 里有 1 处图没有放进报告：{message}"
    assert (str(finding.where), finding.severity) == ("chapters/附件.md:3", "warning")
    assert finding.cure
    assert [type(one).__name__ for one in blocks] == ["Paragraph", "Table", "Picture"]
    assert list(pictures.values()) == [dot(b"\0\0\xff")]


def test_a_chart_drawn_by_word_is_told():
    chart = b'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId9"/>'
    document = illustrated()
    blocks, _, (finding,) = shown(
        "attachments/访谈.docx", changed(document, "word/document.xml", b"<pic:pic", chart + b"<pic:pic")
    )
    assert finding.message == "attachments/访谈.docx 里有 1 处图没有放进报告：Word 画的图表"
    assert sum(isinstance(one, Picture) for one in blocks) == 2


def test_of_very_many_pictures_the_first_sixty_are_shown():
    document = docx.Document()
    for place in range(62):
        document.add_picture(io.BytesIO(dot(bytes((place, 0, 0)))))
    blocks, pictures, (finding,) = shown("attachments/照片.docx", saved(document))
    assert (len(blocks), len(pictures)) == (60, 60)
    assert finding.message == "attachments/照片.docx 里有 2 处图没有放进报告：第 60 张以后的"


def test_a_docx_that_cannot_be_read_is_told_at_the_chapter():
    blocks, _, (finding,) = shown("attachments/访谈.docx", b"not a zip")
    assert (str(finding.where), finding.severity) == ("chapters/附件.md:3", "warning")
    assert finding.message == "attachments/访谈.docx 没有放进报告：文件损坏，或不是 .docx"
    assert len(blocks) == 1
