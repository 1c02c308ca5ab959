"""Whether a Word file under ``build/`` is as we wrote it, or somebody has saved it in an editor since."""

from __future__ import annotations

import io
import zipfile
import zlib

_OURS = b"<Application>evalkit</Application>"


def saved_elsewhere(data: bytes) -> bool:
    """True for a .docx that names another program as the one that saved it; a file that is none is nobody's work."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _OURS not in package.read("docProps/app.xml")
    except KeyError:
        return True
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return False
