"""The edge, out: files are written whole or not at all."""

from __future__ import annotations

import errno
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
    strayed = tuple(
        fault(Where(str(folder)), "这个文件夹是链接，指到了项目文件夹外面，没有写", "删去这个链接，程序会新建文件夹")
        for folder in dict.fromkeys(path.parent for path in made)
        if folder.is_symlink() and not folder.resolve().is_relative_to(folder.parent.resolve())
    )
    if strayed:
        raise Stopped(strayed)
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
    except OSError as refused:
        raise Stopped((refusal(refused, path),)) from None
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def content(path: Path) -> bytes:
    """What an earlier run left; nothing where there is none or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def refuse_overwriting(folder: Path, made: Mapping[str, bytes], force: bool) -> None:
    """Stopped when a file of another content stands where one is to be written, unless forced."""
    if force:
        return
    there = [name for name, data in made.items() if (folder / name).exists() and (folder / name).read_bytes() != data]
    if there:
        cure = "换一个文件夹；确实要用新的盖掉旧的，加 --force"
        raise Stopped(tuple(fault(Where(str(folder / name)), "已经有这个文件，没有动它", cure) for name in there))


def locked(path: Path) -> bool:
    """Whether another program holds an output open so that it cannot be replaced (Windows)."""
    if os.name != "nt" or not path.exists():
        return False
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return True


def refusal(error: OSError, path: Path | None = None) -> Finding:
    """What the disk refused, in the evaluator's words; ``path`` is what was wanted, where the error names none."""
    message, cure = _REFUSALS.get(error.errno or 0, ("读写不了", "检查文件夹是否存在、磁盘是否可用"))
    return fault(Where(str(path or error.filename2 or error.filename or "")), message, cure)


_REFUSALS = {
    errno.EACCES: ("没有权限，或它正在别的程序中打开", "关闭打开它的程序，或换一个能读写的文件夹"),
    errno.EPERM: ("没有权限，或它正在别的程序中打开", "关闭打开它的程序，或换一个能读写的文件夹"),
    errno.EROFS: ("这个磁盘是只读的", "把文件夹复制到能写的磁盘"),
    errno.ENOSPC: ("磁盘满了", "腾出空间再运行一次"),
    errno.ENAMETOOLONG: ("文件夹或文件的名称太长", "把名称改短，或移到上层的文件夹"),
    errno.EEXIST: ("这里应当是文件夹，却有一个同名的文件", "把那个文件改名或删去"),
    errno.ENOTDIR: ("这里应当是文件夹，却有一个同名的文件", "把那个文件改名或删去"),
    errno.EISDIR: ("这里应当是文件，却有一个同名的文件夹", "把那个文件夹改名或删去"),
    errno.ENOENT: ("没有这个文件或文件夹", "检查名称和所在的位置"),
}
