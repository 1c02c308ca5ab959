"""What all tests share: a test that skips for want of an outside tool fails where the tools are required."""

from __future__ import annotations

import os
from collections.abc import Generator

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
