"""The record that our writer leaves in a .docx: every block as it was born, every fact as it was printed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.files.docx_package import Package, local
from evalkit.model.document import RECORD_NAMESPACE
from evalkit.model.edited import Born
from evalkit.model.places import Where


def read_record(package: Package) -> tuple[Mapping[str, Born], Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """The blocks by ID in the order they were written, the texts printed for each fact, and the IDs by tag."""
    born: dict[str, Born] = {}
    printed: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for name in sorted(package.sizes):
        if not re.fullmatch(r"customXml/item\d*\.xml", name):
            continue
        root = package.xml(name)
        if root is None or not root.tag.startswith("{" + RECORD_NAMESPACE + "}"):
            continue
        for element in root.iter():
            id, tag = element.get("id"), element.get("tag")
            if id is not None and tag is not None:
                names[tag] = id
                if local(element) == "block":
                    place = Where(element.get("file") or "", element.get("spot") or "")
                    born[id] = Born(id, element.get("kind") or "", place, element.text or "")
                elif local(element) == "fact":
                    texts = tuple(one.text or "" for one in element if local(one) == "printed")
                    printed[id] = (*printed.get(id, ()), *texts)
    return born, printed, names
