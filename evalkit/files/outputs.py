"""The edge, out: files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evalkit.model.places import Finding, Where, fault


class Stopped(Exception):  # noqa: N818 - an ordinary end of the work, not a bug
    """The input is wrong: the findings say where and how to mend it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(len(findings))
        self.findings = findings


def put(made: Mapping[Path, bytes]) -> None:
    """Writes files whole: to a neighbour first, then moved into place. Stopped, with nothing lost, when one is open."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".evalkit-", suffix=path.suffix)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.chmod(name, 0o644)
            ready.append((Path(name), path))
        blocked = tuple(
            fault(Where(str(path)), "文件正在 Word、WPS 或 Excel 中打开，不能更新", "关闭它再运行一次")
            for path in made
            if locked(path)
        )
        if blocked:
            raise Stopped(blocked)
        while ready:
            temporary, path = ready[0]
            os.replace(temporary, path)
            ready.pop(0)
    except PermissionError as refused:
        place = Where(str(refused.filename2 or refused.filename))
        raise Stopped(
            (
                fault(
                    place, "不能写这个文件：没有权限，或它正在别的程序中打开", "关闭打开它的程序，或换一个能写的文件夹"
                ),
            )
        ) from None
    except OSError as refused:
        place = Where(str(refused.filename2 or refused.filename or ""))
        raise Stopped((fault(place, f"写不进去：{refused.strerror}", "检查磁盘空间和文件夹名称"),)) from None
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def locked(path: Path) -> bool:
    """Whether another program holds an output open so that it cannot be replaced (Windows)."""
    if os.name != "nt" or not path.exists():
        return False
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return True
