"""LibreOffice, where it is installed: a .docx as PDF, the same bytes each time, and on which pages its bookmarks fall.

Everything happens in a temporary folder with a profile of its own, so that a running LibreOffice is not disturbed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# Of more charts than its cache holds (20, unless told) some are drawn anew in a wrong size.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Cache/Writer"><prop oor:name="OLE_Objects" oor:op="fuse"><value>400</value></prop></item>
</oor:items>
"""
# Bookmarks become named destinations; content controls are printed as what they hold, not as forms to fill in.
_OPTIONS = {"ExportBookmarksToPDFDestination": True, "ExportFormFields": False}

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*)\r?\nendstream", re.DOTALL)
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_UNDERSCORE = rb"(?:#5F|#5f|5F|_)"
_DESTINATION = re.compile(
    rb"/" + _UNDERSCORE + rb"(Toc|ek" + _UNDERSCORE + rb"s" + _UNDERSCORE + rb")(\d+)\s*(?:\[|<<\s*/D\s*\[)\s*(\d+) 0 R"
)


_MAIN = "word/document.xml"
# An enumeration's comma in front of a code with a hyphen that does not break, and the same with a blank of no width.
_CODES = re.compile("(?<=[0-9])、(?=[A-Z]{1,3}[0-9]{0,3}</w:t><w:noBreakHyphen/>)".encode())
_MAY_BREAK = "、\u200b".encode()

# What the clock writes into a PDF; every change keeps its length, or the table of objects would be wrong.
_CLOCK = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})([^)]*)")
_XMP = re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([^<]*)")
_UUID = re.compile(rb"uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IDENTITY = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]{32})(>\s*<)([0-9A-Fa-f]{32})(>)")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]{32})")


def find_soffice() -> str | None:
    """The program, None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def to_pdf(data: bytes, seconds: float = 120) -> bytes | None:
    """A .docx as PDF; None without LibreOffice, when it takes longer than ``seconds``, or when it fails."""
    program = find_soffice()
    if program is None:
        return None
    options = {name: {"type": "boolean", "value": str(value).lower()} for name, value in _OPTIONS.items()}
    with tempfile.TemporaryDirectory(prefix="evalkit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(breakable(data))
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(options)}",
            "--outdir",
            name,
            str(folder / "report.docx"),
        ]
        if not _run(command, seconds):
            return None
        made = folder / "report.pdf"
        return made.read_bytes() if made.is_file() else None


def breakable(data: bytes) -> bytes:
    """A .docx in which LibreOffice may begin a line with the next of several codes (``B3-9、B3-11``), as Word does.

    Behind a hyphen that does not break it either breaks the number or nothing at all, and spreads the line before.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                inside = old.read(entry)
                new.writestr(entry, _CODES.sub(_MAY_BREAK, inside) if entry.filename == _MAIN else inside)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return data
    return made.getvalue()


def stamped(pdf: bytes, source: bytes, created: str) -> bytes:
    """A PDF of LibreOffice without the clock in it: dated ``created`` (``2023-12-02T00:00:00Z``), known by its source.

    Its identity is that of the .docx it was made from, so that ``made_from`` can tell whether it is still up to date.
    """
    name = _identity(source)
    day = re.sub(r"\D", "", created)[:14].ljust(14, "0").encode()
    moment = b"%s-%s-%sT%s:%s:%s" % (day[:4], day[4:6], day[6:8], day[8:10], day[10:12], day[12:14])
    uuid = b"-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:32])).lower()

    def zone(found: bytes) -> bytes:
        return re.sub(rb"\d", b"0", found).replace(b"-", b"+")

    pdf = _CLOCK.sub(lambda found: found[1] + day + zone(found[3]), pdf)
    pdf = _XMP.sub(lambda found: found[1] + moment + zone(found[3]), pdf)
    pdf = _UUID.sub(lambda _: b"uuid:" + uuid, pdf)
    pdf = _IDENTITY.sub(lambda found: found[1] + name + found[3] + name + found[5], pdf)
    return _CHECKSUM.sub(lambda found: found[1] + name, pdf)


def made_from(pdf: bytes, source: bytes) -> bool:
    """Whether a PDF was made by ``stamped`` from this very .docx."""
    found = _IDENTITY.search(pdf, max(len(pdf) - 4096, 0))
    return found is not None and found[2] == _identity(source)


def _identity(source: bytes) -> bytes:
    return hashlib.sha256(source).hexdigest()[:32].upper().encode()


def paginate(data: bytes, seconds: float = 120) -> Mapping[str, int] | None:
    """The page of the file, counted from 1, on which each heading and section of a report of ours begins.

    Keys are the bookmarks the writer of Word gave them; hand the mapping to ``write.write`` for the second pass. None
    when there is no LibreOffice or it is too old to tell.
    """
    pdf = to_pdf(data, seconds)
    return bookmark_pages(pdf) or None if pdf is not None else None


def bookmark_pages(pdf: bytes) -> dict[str, int]:
    """The named destinations of a PDF that are bookmarks of ours, and their pages; empty where there are none."""
    objects = dict(_objects(pdf))
    pages = {number: page for page, number in enumerate(_pages(objects), 1)}
    found: dict[str, int] = {}
    for body in objects.values():
        for kind, number, page in _DESTINATION.findall(body):
            name = f"_Toc{int(number)}" if kind == b"Toc" else f"_ek_s_{int(number)}"
            if int(page) in pages:
                found[name] = pages[int(page)]
    return found


def _run(command: list[str], seconds: float) -> bool:
    fonts = Path(__file__).parent.parent / "presets" / "fonts.conf"
    environment = dict(os.environ)
    # The map builds on the system's own; where there is none (Windows, macOS) LibreOffice finds fonts by other ways.
    if sys.platform.startswith("linux") and fonts.is_file() and Path("/etc/fonts/fonts.conf").is_file():
        environment["FONTCONFIG_FILE"] = str(fonts)
    posix = os.name == "posix"
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=posix,
        )
    except OSError:
        return False
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            # The program starts another one, which must go too.
            with contextlib.suppress(ProcessLookupError):
                if sys.platform != "win32":
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _objects(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    for number, body in _OBJECT.findall(pdf):
        if b"/ObjStm" in body[:400]:
            yield from _packed(body)
        yield int(number), _STREAM.sub(b"", body)


def _packed(body: bytes) -> Iterator[tuple[int, bytes]]:
    stream, first, count = _STREAM.search(body), re.search(rb"/First\s+(\d+)", body), re.search(rb"/N\s+(\d+)", body)
    if not (stream and first and count):
        return
    try:
        inside = zlib.decompressobj().decompress(stream.group(1))
    except zlib.error:
        return
    start = int(first.group(1))
    numbers = [int(word) for word in inside[:start].split()[: 2 * int(count.group(1))]]
    ends = [*numbers[3::2], len(inside) - start]
    for number, begin, end in zip(numbers[::2], numbers[1::2], ends, strict=False):
        yield number, inside[start + begin : start + end]


def _pages(objects: Mapping[int, bytes]) -> list[int]:
    """The numbers of the page objects in reading order."""
    trees = {
        number: _kids(body)
        for number, body in objects.items()
        if b"/Kids" in body and re.search(rb"/Type\s*/Pages\b", body)
    }
    below = {kid for kids in trees.values() for kid in kids}
    order: list[int] = []
    waiting = sorted((number for number in trees if number not in below), reverse=True)
    while waiting:
        number = waiting.pop()
        if number in trees:
            waiting += reversed(trees.pop(number))
        elif number in objects:
            order.append(number)
    return order


def _kids(body: bytes) -> list[int]:
    found = _KIDS.search(body)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", found.group(1))] if found else []
