"""Pages of bookmarks in a PDF, as the versions of LibreOffice write them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest

from evalkit.files import libreoffice
from evalkit.model.case import Case
from evalkit.model.document import Document, Paragraph, Section, Text
from evalkit.write import write


def test_destinations_are_found_on_the_pages_of_a_nested_tree() -> None:
    pdf = b"""%PDF-1.6
1 0 obj <</Type/Catalog/Pages 2 0 R/Dests 9 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R 6 0 R]/Count 3>> endobj
3 0 obj <</Type/Pages/Parent 2 0 R/Kids[ 5 0 R
4 0 R ]/Count 2>> endobj
4 0 obj <</Type/Page/Parent 3 0 R>> endobj
5 0 obj <</Type/Page/Parent 3 0 R>> endobj
6 0 obj <</Type/Page/Parent 2 0 R>> endobj
9 0 obj <</5FToc10000002[5 0 R/XYZ 1 2 0]/#5FToc10000007[4 0 R/XYZ 1 2 0]
/_ek_s_2[6 0 R/XYZ 1 2 0]/5FRefab12[6 0 R/XYZ 1 2 0]/5FToc10000009[77 0 R/XYZ 1 2 0]>> endobj
"""
    assert libreoffice.bookmark_pages(pdf) == {"_Toc10000002": 1, "_Toc10000007": 2, "_ek_s_2": 3}


def test_objects_packed_into_a_stream_are_read_too() -> None:
    inner = [b"<</Type/Pages/Kids[12 0 R]/Count 1>>", b"<</Type/Page/Parent 11 0 R>>", b"<</5FToc5[12 0 R/XYZ 0 0 0]>>"]
    offsets = [sum(len(part) + 1 for part in inner[:n]) for n in range(3)]
    head = b" ".join(b"%d %d" % (11 + n, offset) for n, offset in enumerate(offsets)) + b" "
    packed = zlib.compress(head + b" ".join(inner))
    pdf = b"%%PDF-1.7\n20 0 obj\n<</Type/ObjStm/N 3/First %d/Length %d/Filter/FlateDecode>>\nstream\n" % (
        len(head),
        len(packed),
    )
    assert libreoffice.bookmark_pages(pdf + packed + b"\nendstream\nendobj\n") == {"_Toc5": 1}


def test_a_pdf_without_destinations_tells_nothing() -> None:
    assert libreoffice.bookmark_pages(b"%PDF-1.6\n1 0 obj <</Type/Catalog>> endobj") == {}


def test_without_libreoffice_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    assert libreoffice.to_pdf(b"anything") is None
    assert libreoffice.paginate(b"anything") is None


def test_what_takes_too_long_is_ended(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        libreoffice, "find_soffice", lambda: "/bin/sleep" if libreoffice.os.name == "posix" else "timeout"
    )
    assert libreoffice.to_pdf(b"anything", 0.2) is None


def test_a_file_that_is_no_document_gives_no_pdf() -> None:
    if libreoffice.find_soffice() is None:
        pytest.skip("需要 LibreOffice")
    assert libreoffice.bookmark_pages(libreoffice.to_pdf(b"\x00\x01 no document", 60) or b"") == {}


def test_the_clock_in_a_pdf_is_overwritten_in_place() -> None:
    def made(day: bytes, number: bytes) -> bytes:
        return (
            b"%PDF-1.7\n1 0 obj <</CreationDate(D:" + day + b"+08'00')/ModDate (D:" + day + b"Z')>> endobj\n"
            b"<xmp:CreateDate>2026-01-02T03:04:05+08:00</xmp:CreateDate>"
            b"trailer <</ID [ <" + number + b">\n<" + number + b"> ]\n/DocChecksum /" + number + b">>"
        )

    first, second = made(b"20260102030405", b"A" * 32), made(b"20271112131415", b"B" * 32)
    done = libreoffice.stamped(first, b"docx", "2023-12-02T00:00:00Z")
    assert done == libreoffice.stamped(second, b"docx", "2023-12-02T00:00:00Z")
    assert len(done) == len(first)
    assert b"/CreationDate(D:20231202000000+00'00')" in done
    assert b"<xmp:CreateDate>2023-12-02T00:00:00+00:00<" in done
    assert libreoffice.made_from(done, b"docx")
    assert not libreoffice.made_from(done, b"another")
    assert not libreoffice.made_from(first, b"docx")


def test_the_profile_keeps_more_charts_than_a_long_report_has(monkeypatch: pytest.MonkeyPatch) -> None:
    # LibreOffice keeps 20 unless told; those beyond are squashed. Three surveys of twelve questions have 40 and more.
    seen: list[str] = []

    def look(command: list[str], seconds: float) -> bool:
        profile = next(
            Path(url2pathname(urlparse(word.partition("=")[2]).path)) for word in command if "UserInst" in word
        )
        seen.append((profile / "user" / "registrymodifications.xcu").read_text("utf-8"))
        return False

    monkeypatch.setattr(libreoffice, "find_soffice", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "_run", look)
    libreoffice.to_pdf(b"anything")
    found = re.search(r'Cache/Writer"><prop oor:name="OLE_Objects"[^>]*><value>(\d+)<', seen[0])
    assert found is not None
    assert int(found[1]) >= 100


CODES = [
    ("连着的编号", "佐证B3-9、B3-11、C1-2。", "佐证B3-9、|B3-11、|C1-2。"),
    ("编号后面是文字", "底稿B8-02、访谈记录。", "底稿B8-02、访谈记录。"),
    ("日期和数不动", "2022-11、12、13-14", "2022-11、12、13-14"),
]


@pytest.mark.parametrize(("said", "seen"), [one[1:] for one in CODES], ids=[one[0] for one in CODES])
def test_a_line_may_begin_with_the_next_of_several_codes(said: str, seen: str) -> None:
    data = write(Document("报告", (Section((Paragraph("p", (Text(said),)),)),)), Case(), "word", {})
    with zipfile.ZipFile(io.BytesIO(libreoffice.breakable(data))) as made:
        xml = made.read("word/document.xml").decode()
    words = re.sub(r"<[^>]+>", "", xml.replace("<w:noBreakHyphen/>", "-"))
    assert words.replace("\u200b", "|").strip() == seen


def test_what_is_no_docx_goes_to_libreoffice_as_it_is() -> None:
    assert libreoffice.breakable(b"not a file of Word") == b"not a file of Word"
