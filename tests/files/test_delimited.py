"""A large file is read to the same cells as a small one, however it is written and wherever it is cut."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.answers.clock import read_time, read_times
from evalkit.app.surveying import questionnaire_of
from evalkit.columns import alike, distinct, empty_rows, equal_rows, numbered
from evalkit.files import answers, delimited
from evalkit.files.answers import open_answers, read_answers
from evalkit.ingest import ingest
from evalkit.model.questionnaire import Survey
from evalkit.packed import Texts

EXAMPLES = Path(__file__).parents[2] / "examples"

CELLS = st.one_of(
    st.sampled_from(
        ["", "满意", "比较满意", "非常不满意，因为等得太久", "1", "a,b", 'say "no"', "two\nlines", "x" * 90]
    ),
    st.text(alphabet='ab,;"\n é满😀', max_size=30),
)


def lists(data: bytes) -> tuple[list[list[object]], list[str]]:
    return cells(data, 1 << 30, 1 << 30)


def cells(data: bytes, large: int, piece: int, head: int = delimited.HEAD) -> tuple[list[list[object]], list[str]]:
    patch = pytest.MonkeyPatch()
    with patch.context() as changed:
        changed.setattr(answers, "LARGE_TEXT", large)
        changed.setattr(delimited, "STEP", piece)
        changed.setattr(delimited, "HEAD", head)
        changed.setattr(delimited, "ROWS", piece)
        sheets, findings = read_answers(data, "a.csv")
    said = [found.message for found in findings]
    return [list(column) for sheet in sheets for column in sheet.columns], said


@settings(deadline=None, max_examples=150)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=2, max_size=30),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    always=st.booleans(),
    piece=st.sampled_from([7, 40, 1 << 20]),
)
def test_any_table_is_read_alike(rows: list[list[str]], end: str, encoding: str, always: bool, piece: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL).writerows(rows)
    data = out.getvalue().encode(encoding)
    assert cells(data, 1, piece) == lists(data)


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(alphabet='ab,"\n\r满', min_size=1, max_size=60)
    | st.lists(st.sampled_from(["满", "满,满", "\r", '"满"', '"满"\r满', "", "满,\r"]), max_size=12).map("\n".join),
    piece=st.sampled_from([5, 1 << 20]),
    head=st.sampled_from([30, 60, 1 << 18]),
)
def test_any_text_at_all_is_read_alike_before_and_behind_what_is_looked_at_first(
    text: str, piece: int, head: int
) -> None:
    data = ("题目,意见\n" + text).encode()
    assert cells(data, 1, piece, head) == lists(data)


@pytest.mark.parametrize("quoted", ["a", '"a"'], ids=["no quotes first", "quotes first"])
@pytest.mark.parametrize(
    "odd",
    ['"a"满,1', '"a"\r满,1', '"满,1', "\r,1", "1,\r", "1,\r\r", "满" * 30 + ",1,2"],
    ids=[
        "behind a quote",
        "behind a quote and a return",
        "never closed",
        "return first",
        "return last",
        "returns",
        "long",
    ],
)
def test_what_is_odd_far_behind_is_read_as_the_csv_module_reads_it(odd: str, quoted: str) -> None:
    # polars ends the program over a letter of which it cuts a byte off.
    data = ("题目,意见\n" + f"{quoted},b\n" * 200 + f"{odd}\n" + "a,b\n" * 20).encode()
    assert cells(data, 1, 1 << 12, 200) == lists(data)


def regular(count: int) -> bytes:
    lines = ["序号,时间,答案,意见"]
    lines += [
        f"{row},2025/{row % 12 + 1}/3 9:{row % 60:02}:05,{'满意' if row % 3 else ''},意见{row}号"
        for row in range(count)
    ]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    "odd",
    [
        "7,2025/1/1 9:00:00\n",
        "7,2025/1/1 9:00:00,满意,a,多一格\n",
        '7,2025/1/1 9:00:00,满意,"两行\n的意见，""引号"""\n',
        '7,2025/1/1 9:00:00,满意,半个" 引号\n',
        "\n",
        "7,2025/1/1 9:00:00,满意,a\r\n",
    ],
    ids=["short", "long", "quoted", "stray quote", "blank line", "other line end"],
)
def test_one_odd_row_among_thousands_loses_nothing(odd: str) -> None:
    whole = regular(4000).splitlines(keepends=True)
    data = b"".join([*whole[:2500], odd.encode(), *whole[2500:]])
    assert cells(data, 1, 1 << 14) == lists(data)


def test_a_quote_that_is_never_closed_is_read_as_the_csv_module_reads_it() -> None:
    data = regular(200) + '201,2025/1/1 9:00:00,满意,"没有关\n202,,,\n'.encode()
    assert cells(data, 1, 1 << 12) == lists(data)


def test_texts_that_nearly_all_differ_keep_their_bytes_and_answer_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    data = regular(400) + "5,2025/6/3 9:05:05,满意,意见5号\n,,,\n".encode()
    (sheet,), _ = read_answers(data, "a.csv")
    assert [isinstance(column, Texts) for column in sheet.columns] == [True, False, False, True]
    listed = [list(column) for column in sheet.columns]
    assert distinct(sheet.columns[3]) == distinct(listed[3])
    assert empty_rows(sheet.columns) == [402]
    assert alike([sheet.columns[0], sheet.columns[3]]) == [[6, 401]]
    assert equal_rows(sheet.columns[0], "5") == [6, 401]
    codes = list(numbered(sheet.columns[3], bool))
    assert codes[6] == codes[401] != codes[7]
    assert codes[402] == -1


def test_a_quote_somewhere_in_a_large_file_is_mostly_seen_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "答卷.csv"
    path.write_bytes(regular(9000))
    assert delimited.Reading(path, ",").begun is not None
    with path.open("ab") as file:
        file.write('7,2025/1/1 9:00:00,满意,"a,b"\n'.encode() * 2000)
    reading = delimited.Reading(path, ",")
    assert reading.begun is None
    assert reading.columns()[1] == 11_001


def test_brackets_in_a_name_are_no_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "答卷1.csv").write_bytes(regular(100))
    path = tmp_path / "答卷[1].csv"
    path.write_bytes(regular(300))
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    (sheet,), _ = open_answers(path, path.name)
    assert sheet.height == 301


def test_a_file_on_the_disk_is_read_as_its_bytes_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "答卷.csv"
    path.write_bytes(regular(300))
    (small,), _ = open_answers(path, "答卷.csv")
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    (large,), _ = open_answers(path, "答卷.csv")
    assert [list(column) for column in large.columns] == [list(column) for column in small.columns]


def test_a_large_file_of_no_known_encoding_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    sheets, (found,) = read_answers(b"a,b\n1,\xff\xff\xff\n", "a.csv")
    assert (sheets, "认不出文件的编码" in found.message) == ((), True)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "2023/10/12 9:05:33", "2024-02-29 00:00:00", "2023-02-29 00:00:00", "2023.1.2 23:59:59", "", "昨天",
                    "2023/10/12 9:05", "2023/10/12 下午 1:05:00", "10/12/2023 9:05:33 AM", "2023-10-12T09:05:33+08:00",
                    "2023/10/12 24:00:00", "2023/13/12 9:05:33", "2023/10/12  9:05:33", "２０２３/10/12 9:05:33", "0000-01-01 00:00:00",
                ]
            ),
            st.from_regex(r"[12]\d{3}[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}:\d{2}:\d{2}", fullmatch=True),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_times_read_all_at_once_are_those_read_one_by_one(texts: list[str]) -> None:
    column = Texts(polars.Series(texts, dtype=polars.String))
    assert list(read_times(column)) == [read_time(text) for text in texts]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/responses/*.*")), ids=lambda path: path.stem)
def test_the_examples_are_screened_alike_when_large(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = sorted(path.parent.parent.glob(f"questionnaires/{path.stem}.yaml"))
    if not forms:
        pytest.skip("no questionnaire of this name")
    form, _ = questionnaire_of(forms[0])

    def taken() -> Survey:
        sheets, _ = open_answers(path, path.name)
        survey, _ = ingest(sheets, form)
        assert survey is not None
        return survey

    small = taken()
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    monkeypatch.setattr(answers, "LARGE_WORKBOOK", 1)
    large = taken()
    assert list(large.states) == list(small.states)
    assert large.screened == small.screened
    assert {key: list(column) for key, column in large.answers.items()} == {
        key: list(column) for key, column in small.answers.items()
    }


def test_a_first_line_that_is_no_utf8_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    (sheet,), _ = read_answers("满意\n1\n2\n".encode("gb18030"), "a.csv")
    assert [list(column) for column in sheet.columns] == [["满意", "1", "2"]]


def test_an_answer_that_comes_late_is_read_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    monkeypatch.setattr(delimited, "HEAD", 2000)
    rows = ["满意吗", *["满意", "一般"] * 500, "不满意", "", "满意"]
    (sheet,), _ = read_answers("".join(f"1,{row}\n" for row in rows).encode(), "a.csv")
    assert [row or "" for row in sheet.columns[1]] == rows


@pytest.mark.parametrize("above", ["满意度调查", "满意度调查,,,,"])
def test_a_title_above_few_answers_that_come_again_and_again_is_read(
    monkeypatch: pytest.MonkeyPatch, above: str
) -> None:
    monkeypatch.setattr(answers, "LARGE_TEXT", 1)
    data = f"{above}\n来源,满意吗\n".encode() + "微信,满意\n电脑,一般\n".encode() * 50
    (sheet,), told = read_answers(data, "a.csv")
    assert not told
    assert (sheet.height, sheet.row(0)[:2], sheet.row(101)[:2]) == (102, ("满意度调查", None), ("电脑", "一般"))
