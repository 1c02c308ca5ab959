"""The documentation says what the program does."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from typer.main import get_command

from evalkit.cli.entry import application

DOCS = Path(__file__).parent.parent / "docs"
PAGES = runpy.run_path(str(DOCS / "make.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_in_step_with_the_code(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name], "run: python docs/make.py"


def test_every_command_of_the_readme_exists() -> None:
    command = get_command(application)
    text = (DOCS.parent / "README.md").read_text("utf-8")
    commands = text.split("## In English")[0]
    named = set(re.findall(r"(?:^|`)evalkit ([a-z]+)", commands, re.MULTILINE))
    assert {"demo", "new", "status", "score", "check", "build", "explain"} <= named
    assert named <= set(command.commands), named - set(command.commands)  # type: ignore[attr-defined]


def test_every_link_between_our_pages_leads_somewhere() -> None:
    root = DOCS.parent
    for page in [*DOCS.glob("*.md"), root / "README.md", root / "CONTRIBUTING.md"]:
        shown = re.sub(r"`[^`]*`", "", page.read_text("utf-8"))  # what is quoted as text is no link
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", shown):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
