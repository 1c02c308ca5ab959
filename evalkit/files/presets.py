"""The data that comes with the program: grade schemes and definitions by the number of the document that set them."""

from __future__ import annotations

from importlib.resources import files

from evalkit.files.tables import node_table
from evalkit.files.yaml import parse_yaml
from evalkit.model.definitions import SHIPPED
from evalkit.model.places import Where
from evalkit.model.source import RawTable
from evalkit.words import DOCUMENTS, GRADES, TableSpec

GRADE_FILE = f"{SHIPPED}grades.yaml"
DEFINITION_FILE = f"{SHIPPED}definitions.yaml"


def grade_table() -> RawTable:
    """The shipped schemes, as rows of the table 等级方案."""
    return _table(GRADE_FILE, GRADES)


def definition_table() -> RawTable:
    """What the shipped documents say of each definition, as rows of the table 评价办法."""
    return _table(DEFINITION_FILE, DOCUMENTS)


def _table(path: str, spec: TableSpec) -> RawTable:
    data = files("evalkit").joinpath(*path.split("/")).read_bytes()
    node, findings = parse_yaml(data, path)
    if node is None or findings:
        raise ValueError(findings)
    read, findings = node_table(node, spec)
    if findings:
        raise ValueError(findings)
    return RawTable(spec.name, read.rows, Where(path))
