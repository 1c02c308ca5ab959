"""Neutral formula trees spelled for a spreadsheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalkit.model.scoring import Call, FactRef, Formula, Literal
from evalkit.writers._spelling import spell

D = Decimal


@pytest.mark.parametrize(
    ("tree", "spelled"),
    [
        (Call("-", (Literal(D(3)), Call("*", (Literal(D("0.15")), Literal(D(-2)))))), "=3-(0.15*(-2))"),
        (Call("-", (Call("-", (Literal(D(9)), Literal(D(1)))), Literal(D(2)))), "=(9-1)-2"),
        (Call("IF", (Call("=", (FactRef("甲"), Literal('"好"'))), Literal(D("1E+2")), Literal(D(0)))), '=IF(X1="""好""",100,0)'),
        (Call("-", (Literal(D(5)),)), "=-5"),
        (FactRef("没有的"), None),
        (Literal("长" * 300), None),
    ],
)  # fmt: skip
def test_a_formula_tree_is_spelled_with_its_brackets(tree: Formula, spelled: str | None) -> None:
    assert spell(tree, {"甲": "X1"}.get, lambda code, order: None) == spelled


def test_a_function_no_spreadsheet_knows_is_a_mistake_of_the_rule() -> None:
    with pytest.raises(ValueError, match="WEBSERVICE"):
        spell(Call("WEBSERVICE", ()), {}.get, lambda code, order: None)
