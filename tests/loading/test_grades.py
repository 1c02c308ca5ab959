"""Grade schemes of the folder's own: gaps between grades, spellings of one name, cells that are no range."""

from decimal import Decimal

import pytest

from evalkit.files.folder import read_files
from evalkit.loading.grades import load_scheme
from evalkit.model.places import Where
from evalkit.model.scoring import GradeScheme


def read(name: str, rows: str) -> tuple[GradeScheme, list[str]]:
    """The scheme of a name in a folder with these rows, and what is told of them."""
    source = read_files("甲", {"engagement.yaml": "项目: {名称: 甲}\n".encode(), "tables/等级方案.yaml": rows.encode()})
    assert source.findings == ()
    scheme, found = load_scheme(source, name, Where("engagement.yaml"))
    return scheme, [f"{one.severity}: {one.message}。办法：{one.cure}" for one in found]


def test_a_scheme_in_whole_numbers_is_told_how_to_close_its_gaps() -> None:
    rows = "- {方案: 本县, 等级: 优, 下限: 90–100}\n- {等级: 良, 下限: 80–89}\n- {等级: 中, 下限: 60-79分}\n- {等级: 差, 下限: 0, 上限: 60}"
    _, lines = read("本县", rows)
    assert lines == [
        "error: 等级方案“本县”的“良”与“优”之间有空档：上限写 89，应当是 90。办法：上限改成 90（不含），即 [80,90)；照原样，89.5 分这样的得分没有等级",
        "error: 等级方案“本县”的“中”与“良”之间有空档：上限写 79，应当是 80。办法：上限改成 80（不含），即 [60,80)；照原样，79.5 分这样的得分没有等级",
    ]
    rows = rows.replace("80–89", "80–90").replace("60-79分", "60-80分")
    assert read("本县", rows)[1] == []


def test_one_scheme_spelt_with_two_kinds_of_brackets_is_one_scheme() -> None:
    rows = "- {方案: 甲〔1〕, 等级: 优, 下限: 60}\n- {方案: 甲〔1〕, 等级: 差, 下限: 0}\n- {方案: '甲[1]', 等级: 良, 下限: 50}"
    scheme, lines = read("甲〔1〕", rows)
    assert lines == []
    assert [scheme.of(Decimal(total)) for total in (60, 59, 49)] == ["优", "良", "差"]


@pytest.mark.parametrize("text", ["1" + " " * 30000 + "x", "1" * 15000 + "-" + "1" * 15000, "1." * 9000 + "-5"])
def test_a_cell_of_thousands_of_signs_is_no_range_of_scores(text: str) -> None:
    _, lines = read("", f"- {{方案: 甲, 等级: 优, 下限: '{text}'}}")
    assert lines
    assert all(line.startswith("error: “下限”") for line in lines)
