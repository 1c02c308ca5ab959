"""The house rules that a program can see."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from evalkit import plugs

PACKAGE = Path(plugs.__file__).parent
FOLDERS = ("rules", "importers", "exhibits", "checks", "writers")
PLUGS = [(folder, name) for folder in FOLDERS for name in plugs.names(folder)]
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The modules a file imports, by full name, ``from x import y`` also as ``x.y``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize(("folder", "name"), PLUGS)
def test_a_plug_is_named_as_its_file_and_has_a_manual_page_in_chinese(folder: str, name: str) -> None:
    module = plugs.plug(folder, name)
    assert name == module.ID
    page = inspect.getdoc(module) or ""
    if folder in ("rules", "exhibits", "checks"):
        assert module.TITLE
        assert any("\u4e00" <= char <= "\u9fff" for char in page)
    assert len(page) > 20


@pytest.mark.parametrize("folder", FOLDERS)
def test_plugs_of_one_folder_do_not_import_each_other(folder: str) -> None:
    own = {f"evalkit.{folder}.{name}" for name in plugs.names(folder)}
    for path in (PACKAGE / folder).glob("*.py"):
        assert not imported(path) & own, path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_has_one_subject_and_says_which(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    limit = 400 if path.name != "words.py" else 500  # the one long table of the files' words
    assert text.count("\n") <= limit


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_edge_touches_the_disk(path: Path) -> None:
    room = path.relative_to(PACKAGE).as_posix()
    if room.startswith(("files/", "cli/", "app/")) or room == "plugs.py":
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)} & {"open"}
    verbs = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert not names | verbs & {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"}
