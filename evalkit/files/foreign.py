"""Whether a Word or Excel file under ``build/`` is as we wrote it, or somebody has saved it in an editor since."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib

_OURS = b"<Application>evalkit</Application>"
_DAYS = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")
#: How an OLE file begins: what Word makes of a .docx with a password, or a .doc under its name.
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved_elsewhere(data: bytes) -> bool:
    """True for a file another program saved, or that is locked with a password; what is no such file is nobody's work.

    Ours names evalkit, or (a workbook) says that it was changed when it was made, which every editor moves on.
    """
    if data.startswith(_LOCKED):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if _OURS in package.read("docProps/app.xml"):
                return False
            days = _DAYS.findall(package.read("docProps/core.xml"))
    except KeyError:
        return True
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError):
        return False
    return len(days) != 2 or days[0] != days[1]
