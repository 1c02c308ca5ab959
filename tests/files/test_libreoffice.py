"""Pages of bookmarks in a PDF, as the versions of LibreOffice write them."""

from __future__ import annotations

import zlib

import pytest

from evalkit.files import libreoffice


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
