"""Office files are zips: the same parts give the same bytes, whatever the clock says."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

#: The first moment a zip can hold, and the stamp of every part.
STAMP = (1980, 1, 1, 0, 0, 0)


def pinned(data: bytes) -> bytes:
    """The same zip with its parts sorted and every stamp and system mark fixed; the content types come first."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, source.read(name))
    return made.getvalue()


def moment(created: str) -> datetime:
    """``Document.created`` as a moment in UTC; the start of 2000 when it is none."""
    try:
        read = datetime.fromisoformat(created)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
