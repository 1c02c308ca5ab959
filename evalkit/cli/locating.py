"""Commands that are printed to be run next, with the engagement's folder in them where the person had to name it."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.model.places import typed

#: How the help of a parameter begins that names the engagement's folder.
FOLDER = "项目文件夹"

_COMMAND = re.compile(r"evalkit((?: [a-z]+)+)(?! *文件夹| -C)")


@dataclass(frozen=True, slots=True)
class _Named:
    """The folder a command was given, as it was written, and the application whose commands may be printed."""

    folder: Path
    application: Any


_named: ContextVar[_Named | None] = ContextVar("named", default=None)


def remember(context: Any) -> None:
    """Takes note of the folder that the command of a parser's context was given; none forgets the last."""
    given = (context.params.get(param.name) for param in context.command.params if _option(param) or _argument(param))
    folder = next((one for one in given if isinstance(one, Path) and not one.is_file()), None)
    _named.set(None if folder is None else _Named(folder, context.find_root().command))


def forget() -> None:
    """No folder was named yet."""
    _named.set(None)


def located(text: str) -> str:
    """The text, its commands of the engagement with the folder that was named; as it is where none was."""
    named = _named.get()
    if named is None or "evalkit " not in text:
        return text
    application, folder = named.application, typed(named.folder)
    return _COMMAND.sub(lambda found: _with_folder(found[0], found[1].split(), application, folder), text)


def _with_folder(text: str, words: list[str], application: Any, folder: str) -> str:
    command, taken = application, []
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
        taken.append(words.pop(0))
    params = command.params
    sign = "-C " if any(_option(one) for one in params) else ""
    if not taken or not (sign or any(_argument(one) for one in params)):
        return text
    return " ".join(["evalkit", *taken, sign + folder, *words])


def _option(param: Any) -> bool:
    return "--dir" in param.opts


def _argument(param: Any) -> bool:
    return param.param_type_name == "argument" and (getattr(param, "help", "") or "").startswith(FOLDER)
