"""Words and paths of a command line, and lists of them, read as they stand.

Newer versions of Typer read every parameter through pydantic, which takes longer to load than a small survey takes to be
counted. A word is itself and a path is a ``Path``: only what is more than that is left to Typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin


def read_plainly(params: Iterable[Any]) -> None:
    """Lets parameters read words and paths by themselves; those of an older Typer, which loads no pydantic, are left alone."""
    for param in params:
        typers = getattr(param, "get_runtime_param", None)
        if typers is not None:
            param.get_runtime_param = partial(_Reading, typers)


class _Reading:
    """Stands for what Typer reads a value with, which it is asked for where a value is no plain word or path."""

    def __init__(self, typers: Callable[[], Any]) -> None:
        self._typers = typers

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        wanted, about = param.type_descriptor.annotation, param.type_descriptor.parameter_info
        if param.nargs == 1 and not param.multiple:
            made: Any = None if value is None else _plain(value, wanted, about)
        else:
            made = _plainly(() if value is None else value, wanted, about)
        if value is None or made is not None:
            return made
        return self._typers().coerce(value, param=param, ctx=ctx)


def _plainly(values: Any, wanted: Any, about: Any) -> list[str | Path] | tuple[()] | None:
    """Several words or paths of one kind; None where any of them is to be something else."""
    if values == ():
        return ()
    if get_origin(wanted) is not list or not isinstance(values, (list, tuple)):
        return None
    each = get_args(wanted)[0]
    made = [one for value in values if (one := _plain(value, each, about)) is not None]
    return made if len(made) == len(values) else None


def _plain(value: Any, wanted: Any, about: Any) -> str | Path | None:
    """A word or a path; None where it is to be something else, or to be looked at further."""
    if not isinstance(value, str) or about.parser is not None:
        return None
    if wanted is str:
        return value
    further = about.exists or about.writable or about.resolve_path or about.path_type is not None
    if wanted is not Path or further or not (about.file_okay and about.dir_okay and about.readable):
        return None
    return Path(value) if os.access(value, os.R_OK) or not os.path.exists(value) else None
