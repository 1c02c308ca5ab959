"""Names that stand in an export's own column for them are masked where answers repeat them."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest import mock

import pytest

from evalkit.cli.entry import run
from evalkit.files import answers as files

EXAMPLE = Path(__file__).parents[2] / "examples" / "yongxing-2022"
FORM = """
标题: 农户满意度
题目:
  - {题号: Q1, 题干: 是否满意, 题型: 单选, 选项: {满意: 100, 一般: 50, 不满意: 0}, 角色: 满意度, 计入满意度: 是}
  - {题号: Q2, 题干: 途径, 题型: 多选, 选项: [微信, 公示, 其他]}
  - {题号: Q3, 题干: 意见, 题型: 填空, 角色: 意见}
"""
HEADER = "序号,提交答卷时间,所用时间,来自IP,1、是否满意,2、途径,3、意见,姓名"
#: Which ways, which opinion, who: names of the same form, of another form, and words that begin like names.
ROWS = [
    ("微信┋其他〖王艳强告诉我的〗", "找李平明经理了解情况", "王艳强"),
    ("公示", "李平明帮了大忙，阿依古丽·买买提也来了", "李平明"),
    ("公示", "办事方便", "方便"),
    ("公示", "办理很方便，不方便的是停车", "满意"),
    ("微信", "褚伟住得远，欧阳海涛也是", "褚 伟"),
    ("微信", "张榜公布，尤其要快", "欧阳海涛（代）"),
    ("微信", "希望多开会", "阿依古丽·买买提"),
]


@pytest.fixture(params=[None, 0], ids=["lists", "packed"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What an import writes of these answers, read as small files are and as large ones are."""
    home = tmp_path / "项目"
    shutil.copytree(EXAMPLE, home, ignore=shutil.ignore_patterns("expected", "responses", "questionnaires"))
    (home / "questionnaires").mkdir()
    (home / "questionnaires" / "农户.yaml").write_text(FORM, "utf-8")
    lines = [
        f"{place},2025/3/2 9:{place:02}:00,90秒,192.0.2.{place},满意,{ways},{words},{who}"
        for place, (ways, words, who) in enumerate(ROWS, 1)
    ]
    (tmp_path / "下载.csv").write_text("\n".join([HEADER, *lines]), "utf-8")
    with mock.patch.object(files, "LARGE_TEXT", files.LARGE_TEXT if request.param is None else request.param):
        assert run(["survey", "import", "农户", str(tmp_path / "下载.csv"), "-C", str(home)]) == 0
    capsys.readouterr()
    return (home / "responses" / "农户.csv").read_text("utf-8-sig")


def test_names_of_the_column_are_masked_in_every_answer(kept: str) -> None:
    for name in ("王艳强", "李平明", "褚伟", "欧阳海涛", "阿依古丽", "买买提"):
        assert name not in kept
    for words in ("其他〖***告诉我的〗", "找***经理了解情况", "***帮了大忙，***也来了", "***住得远，***也是"):
        assert words in kept


def test_a_word_somebody_gave_for_a_name_stays_a_word(kept: str) -> None:
    for words in ("办事方便", "办理很方便，不方便的是停车", "张榜公布，尤其要快"):
        assert words in kept
