"""The data that comes with the program: grade schemes by the number of the document that set them."""

from __future__ import annotations

from importlib.resources import files

from evalkit.files.tables import node_table
from evalkit.files.yaml import parse_yaml
from evalkit.model.places import Where
from evalkit.model.source import RawTable
from evalkit.words import GRADES

PRESETS = "presets/grades.yaml"


def grade_table() -> RawTable:
    """The shipped schemes, as rows of the table 等级方案."""
    data = files("evalkit").joinpath(*PRESETS.split("/")).read_bytes()
    node, findings = parse_yaml(data, PRESETS)
    if node is None or findings:
        raise ValueError(findings)
    read, findings = node_table(node, GRADES)
    if findings:
        raise ValueError(findings)
    return RawTable(GRADES.name, read.rows, Where(PRESETS))
