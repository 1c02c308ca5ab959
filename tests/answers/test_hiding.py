"""What a cross table must not tell."""

from __future__ import annotations

from evalkit.answers.hiding import hidden


def test_cells_of_five_and_of_nought_are_shown() -> None:
    assert hidden([[5, 0], [9, 30]]) == frozenset()


def test_a_small_cell_is_not_shown_and_cannot_be_reckoned_from_its_totals() -> None:
    # 3 is small; its row and its column would each give it away, and then the fourth corner would.
    assert hidden([[3, 20, 30], [40, 50, 60], [70, 80, 90]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_two_small_cells_of_a_line_cover_each_other() -> None:
    assert hidden([[3, 4, 30], [2, 1, 60]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_table_without_cells_hides_nothing() -> None:
    assert hidden([]) == frozenset()
    assert hidden([[], []]) == frozenset()
