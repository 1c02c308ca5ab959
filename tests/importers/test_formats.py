"""One export in every kind of file and with everything people do to it, through the command itself."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from evalkit.cli.entry import run

FORM = """
标题: 农户满意度
筛查: {最大缺答率: 0.9}
题目:
  - {题号: Q1, 题干: 您的村, 题型: 单选, 选项: [甲村, 乙村]}
  - {题号: Q2, 题干: 是否满意, 题型: 单选, 选项: {满意: 100, 一般: 50, 不满意: 0}, 计入满意度: 是}
  - {题号: Q6, 题干: 途径, 题型: 多选, 选项: [微信, 公示, 其他]}
  - {题号: Q7, 题干: 各方面如何, 题型: 矩阵, 行: [态度, 效率], 选项: {满意: 100, 一般: 50, 不满意: 0}}
  - {题号: Q8, 题干: 先后, 题型: 排序, 选项: [修路, 修渠, 修桥]}
  - {题号: Q9, 题干: 几口人, 题型: 数字}
"""
OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
HEADER = [*OWN, "1、您的村\n", "2、是否满意", "6、途径", "7、各方面如何—态度", "效率", "8、先后", "9、几口人"]
ANSWERS = [
    ["甲村", "满意", "微信┋其他〖亲友〗", "满意", "一般", "修路→修桥", "4"],
    ["乙村", "一般", "公示", "一般", "(空)", "(跳过)", "５"],
    ["乙村", "(空)", "(跳过)", "nan", "不满意", "修渠→修路→修桥", "-2"],
]


def forms(answers: list[list[str]]) -> list[list[str]]:
    return [
        [str(n), f"2025/3/2 9:{n:02}:00", "96秒", "微信", "N/A", f"192.0.2.{n}", *cells]
        for n, cells in enumerate(answers, 1)
    ]


def told(folder: Path, name: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command says of an export, read by the questionnaire."""
    (folder / "农户.yaml").write_text(FORM, "utf-8")
    (folder / name).write_bytes(data)
    status = run(["survey", "tabulate", str(folder / name), "--questionnaire", str(folder / "农户.yaml"), "--json"])
    said = capsys.readouterr()
    assert status == 0, said.out
    return json.loads(said.out)  # type: ignore[no-any-return]


def counts(answer: dict[str, Any]) -> dict[str, list[int]]:
    made = {}
    for question in answer["questions"]:
        for one in (question, *question["rows"]):
            made[one["id"]] = [option["count"] for option in one["options"]]
    return made


#: Counted by hand from ANSWERS. The ranking counts who ranked the option at all.
EXPECTED = {
    "Q1": [1, 2], "Q2": [1, 1, 0], "Q6": [1, 1, 1], "Q7": [], "Q7.1": [1, 1, 0], "Q7.2": [0, 1, 1], "Q8": [2, 1, 2], "Q9": [],
}  # fmt: skip


def text(rows: list[list[str]], separator: str) -> str:
    return "".join(separator.join(f'"{cell}"' if "\n" in cell else cell for cell in row) + "\r\n" for row in rows)


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [
        (",", "utf-8"),
        (",", "utf-8-sig"),
        (",", "gbk"),
        (";", "gb18030"),
        ("\t", "utf-16"),
        ("\t", "gbk"),
        (";", "utf-8"),
    ],
)
def test_text_in_every_encoding_and_separator(
    separator: str, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[cell.replace("┋", "|") for cell in row] if encoding == "gbk" else row for row in [HEADER, *forms(ANSWERS)]]
    data = text(rows, separator).encode(encoding)
    answer = told(tmp_path, "无后缀的名字", data, capsys)
    assert counts(answer) == EXPECTED
    assert answer["platform"] == "wjx"


def book(*sheets: tuple[str, list[list[str]]], numbers: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": numbers}) as made:
        for name, rows in sheets:
            page = made.add_worksheet(name)
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
    return out.getvalue()


def test_everything_people_do_to_a_workbook_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank = [""] * len(HEADER)
    first, second = forms(ANSWERS[:2]), forms(ANSWERS[2:])
    again = [["1", "2025/3/2 9:30:00", *second[0][2:]]]
    rows = [
        ["某某项目满意度调查（2025年）", *blank[1:]],
        blank,
        [cell.replace("1、", "１、") for cell in HEADER],
        *first,
        HEADER,
        *again,
        blank,
        ["合计", "3", *blank[2:]],
    ]
    data = book(("说明", [["填表说明"], ["请如实填写"]]), ("答卷", rows))
    wrong = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', part)
            new.writestr(name, part)
    assert counts(told(tmp_path, "a.xlsx", wrong.getvalue(), capsys)) == EXPECTED


def test_by_number_skipped_and_blank_are_minus_three_and_minus_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    titles = [
        "1、您的村",
        "2、是否满意",
        "第6题(微信)",
        "第6题(公示)",
        "第6题(其他【请注明】)",
        "7、(态度)",
        "7、(效率)",
    ]
    titles += ["第8题(修路)", "第8题(修渠)", "第8题(修桥)", "9、几口人"]
    answers = [
        ["1", "1.0", "1", "0", "1", "1", "2", "1", "-2", "2", "4"],
        ["2", "2", "0", "1", "0", "2", "-2", "-3", "-3", "-3", "5"],
        ["2", "-2", "-3", "-3", "-3", "-2", "3", "2", "1", "3", "-2"],
    ]
    rows = [[*OWN, *titles], *forms(answers)]
    assert counts(told(tmp_path, "a.csv", text(rows, ",").encode(), capsys)) == EXPECTED


def test_a_real_old_workbook_with_numbers_for_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("LibreOffice 不在")
    titles = ["1、您的村", "2、是否满意", "6、途径", "7、(态度)", "7、(效率)", "8、先后", "9、几口人"]
    codes = [
        ["1", "1", "1┋3", "1", "2", "1→3", "4"],
        ["2", "2", "2", "2", "-2", "-3", "5"],
        ["2", "-2", "-3", "-2", "3", "2→1→3", "-2"],
    ]
    made = tmp_path / "made.xlsx"
    made.write_bytes(book(("Sheet1", [[*OWN, *titles], *forms(codes)]), numbers=True))
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xls",
         "--outdir", str(tmp_path), str(made)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    data = (tmp_path / "made.xls").read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    assert counts(told(tmp_path, "旧.xls", data, capsys)) == EXPECTED
