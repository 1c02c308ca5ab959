"""The chapters of our own templates as Jinja compiled them, kept where Python keeps our compiled modules.

They are part of the program and compiling them takes a fifth of a build, so they are treated as its modules are: beside
them, under Python's own rules for ``__pycache__``, and not at all where nobody may write there. The chapters of an
engagement are compiled each time: what a client's report says stays in the engagement's folder.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

import jinja2

from evalkit.files.outputs import Stopped, content, put
from evalkit.model.template import Template
from evalkit.narrative import chapters, marks


@contextmanager
def compiled_before(template: Template) -> Iterator[None]:
    """Within it, no chapter of the template is compiled that was compiled before; what has to be is kept at its end."""
    ours, known = template.chapters.values(), chapters.compiled()
    beside = Path(cache_from_source(chapters.__file__))
    path = beside.with_name(f"chapters-{template.id}{''.join(beside.suffixes)}")
    held = known.of(ours) or read(path)
    known.add(held)
    yield
    made = {**held, **known.of(ours)}
    if made != held and not sys.dont_write_bytecode:
        with suppress(Stopped):  # installed by somebody else for everybody
            put({path: origin() + marshal.dumps(made)})


def read(path: Path) -> chapters.Codes:
    """What was kept by this Python, this Jinja and these modules; nothing where another one did, or nobody."""
    data, own = content(path), origin()
    if not data.startswith(own):
        return {}
    try:
        kept: chapters.Codes = marshal.loads(data[len(own) :])
    except (ValueError, EOFError, TypeError):  # cut off
        return {}
    return kept


def origin() -> bytes:
    """What compiled chapters depend on besides their words."""
    made = sha256(jinja2.__version__.encode())
    for source in (chapters.__file__, marks.__file__):
        made.update(content(Path(source)))
    return MAGIC_NUMBER + made.digest()
