"""What stands beside a picture in its file goes; what is drawn stays."""

from __future__ import annotations

import struct
import zlib

from evalkit.redacting.pictures import bare_picture


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_png_loses_its_words_and_keeps_its_dots() -> None:
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress(b"\0\1\2\3")) + chunk(b"IEND", b"")
    told = chunk(b"tEXt", b"Author\0Zhang San") + chunk(b"eXIf", b"MM\0*Zhang San")
    assert bare_picture(head + told + drawn + b"Zhang San") == head + drawn


def test_a_jpeg_loses_exif_and_comments_and_keeps_tables_and_scan() -> None:
    def segment(marker: int, data: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data

    jfif, table = segment(0xE0, b"JFIF\0"), segment(0xDB, b"\0" * 65)
    scan = segment(0xDA, b"\0" * 10) + b"\x12\xff\x00\xe1\x34\xff\xd9"
    told = segment(0xE1, b"Exif\0\0Zhang San") + segment(0xFE, b"Zhang San")
    assert bare_picture(b"\xff\xd8" + jfif + told + table + scan) == b"\xff\xd8" + jfif + table + scan


def test_what_is_no_picture_comes_back_as_it_is() -> None:
    assert bare_picture(b"%PDF-1.7") == b"%PDF-1.7"
    assert bare_picture(b"\xff\xd8\xff\xe1\x00") == b"\xff\xd8\xff\xe1\x00"
