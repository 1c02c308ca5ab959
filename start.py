"""Makes the environment and runs: ``python start.py demo`` for the example report, ``python start.py test`` for all tests.

Needs nothing but Python 3.11 or newer. Everything is put into ``.venv`` beside this file.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def call(*words: str | Path, cwd: Path | None = HERE) -> None:
    """Runs a command and ends with its status when it fails."""
    status = subprocess.call([str(word) for word in words], cwd=cwd)
    if status:
        sys.exit(status)


def prepare(extra: str) -> None:
    """Creates the environment and installs this checkout into it, unless that was done for this pyproject.toml."""
    done = VENV / f"installed{extra}"
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and done.exists() and done.read_text() == wanted:
        return
    if not PYTHON.exists():
        print("正在建立运行环境 .venv …", flush=True)
        try:
            call(sys.executable, "-m", "venv", VENV)
        except SystemExit:
            print("建不了运行环境：Debian、Ubuntu 上请先安装 python3-venv，再运行一次。", file=sys.stderr)
            raise
    print("正在安装 evalkit（只有第一次需要联网）…", flush=True)
    try:
        call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", f".{extra}")
    except SystemExit:
        print("没有装上：检查网络，或用 pip 的 --index-url 设置单位内部的镜像，再运行一次。", file=sys.stderr)
        raise
    done.write_text(wanted)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is installed
        sys.exit("evalkit 需要 Python 3.11 或更新的版本，现在是 " + sys.version.split()[0])
    words = sys.argv[1:] or ["demo"]
    if words[0] != "test":
        prepare("")
        call(PYTHON, "-m", "evalkit", *words, cwd=None)
        return
    prepare("[dev]")
    call(PYTHON, "-m", "ruff", "check", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", ".")
    call(PYTHON, "-m", "mypy")
    call(BIN / ("lint-imports.exe" if os.name == "nt" else "lint-imports"))
    call(PYTHON, "-m", "pytest", *words[1:])


if __name__ == "__main__":
    main()
