"""``firm style``: a sheet of all styles that a firm changes in Word and names as its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.app.opening import Findings
from evalkit.files.outputs import Stopped, put, refuse_overwriting
from evalkit.model.places import Where, fault


def firm_style(out: Path, preset: str, force: bool) -> tuple[dict[str, Any], Findings]:
    """Writes the styles of a preset (报告, 公文) as a .docx: ``output``, ``preset`` and the names of its ``styles``."""
    from evalkit.model.case import Case
    from evalkit.specimen import specimen
    from evalkit.write import STYLES, style_names, write

    if preset not in STYLES:
        cure = f"写 {'、'.join(STYLES)}"
        raise Stopped((fault(Where("--preset", preset), f"没有叫“{preset}”的版式", cure),))
    if out.suffix.lower() != ".docx":
        raise Stopped((fault(Where(str(out)), "样式文件应当是 .docx", "写成 样式.docx 一类的文件名"),))
    data = write(specimen(preset), Case(), "word", {})
    refuse_overwriting(out.parent, {out.name: data}, force)
    put({out: data})
    return {"output": str(out), "preset": preset, "styles": list(style_names(preset))}, ()
