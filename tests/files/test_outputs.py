"""Outputs stay inside the folder they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.files.outputs import Stopped, put


def test_a_build_folder_that_is_a_link_leading_out_is_not_written_to(tmp_path: Path) -> None:
    outside, home = tmp_path / "outside", tmp_path / "home"
    outside.mkdir()
    home.mkdir()
    (home / "build").symlink_to(outside)
    with pytest.raises(Stopped) as stopped:
        put({home / "build" / "a.html": b"x"})
    assert "指到了项目文件夹外面" in stopped.value.findings[0].message
    assert not list(outside.iterdir())
