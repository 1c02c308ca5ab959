"""YAML -> nodes: text as written, places, slips told and mended."""

from __future__ import annotations

from typing import Any

import pytest

from evalkit.files.yaml import parse_yaml
from evalkit.model.source import Listed, Mapped, Node, Scalar


def plain(node: Node | None) -> Any:
    """The tree without its places."""
    if isinstance(node, Mapped):
        return {key.text: plain(value) for key, value in node.items}
    if isinstance(node, Listed):
        return [plain(item) for item in node.items]
    return node.text if node else None


def parse(text: str | bytes) -> tuple[Any, list[str]]:
    node, findings = parse_yaml(text.encode() if isinstance(text, str) else text, "甲.yaml")
    return plain(node), [f"{found.where} {found.message}" for found in findings]


def test_scalars_stay_the_text_they_were() -> None:
    text = "a: 0010\nb: 12:30\nc: yes\nd: 92.860\ne: 2022-12-03\nf: 1_000\ng: 0x1F\nh: null\ni: ~\nj: ''\nk:\n"
    assert parse(text) == (
        {"a": "0010", "b": "12:30", "c": "yes", "d": "92.860", "e": "2022-12-03", "f": "1_000", "g": "0x1F",
         "h": "", "i": "", "j": "", "k": ""},
        [],
    )  # fmt: skip


def test_places_are_those_an_editor_shows() -> None:
    node, _ = parse_yaml("项目:\n  名称: 慰问\n".encode(), "甲.yaml")
    assert isinstance(node, Mapped)
    inner = node.get("项目")
    assert isinstance(inner, Mapped)
    key, value = inner.items[0]
    assert isinstance(value, Scalar)
    assert (str(key.at), str(value.at)) == ("甲.yaml:2:3", "甲.yaml:2:7")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_on_windows_save_is_read(encoding: str) -> None:
    assert parse("名称: 慰问\r\n年度: 2022\r\n".encode(encoding)) == ({"名称": "慰问", "年度": "2022"}, [])


def test_an_empty_file_is_nothing_and_no_fault() -> None:
    assert parse("# 还没写\n") == (None, [])


def test_full_width_colons_in_prose_are_left_alone() -> None:
    text = "背景: |\n  一是：加强管理\n事实: 文号：湘财绩〔2020〕7号\n说明:\n  - 甲：乙\n"
    assert parse(text) == (
        {"背景": "一是：加强管理\n", "事实": "文号：湘财绩〔2020〕7号", "说明": ["甲：乙"]},
        [],
    )


MENDED = [
    ("a: 1\nb：2\nc: 3\n", {"a": "1", "b": "2", "c": "3"}, ["甲.yaml:2:2 “b”后面用了全角冒号，YAML 认不出"]),
    ("- a：1\n  b: 2\n", [{"a": "1", "b": "2"}], ["甲.yaml:1:4 “a”后面用了全角冒号，YAML 认不出"]),
    ("a：1\nb：2\n", {"a": "1", "b": "2"}, ["甲.yaml:1:2 “a”后面用了全角冒号，YAML 认不出", "甲.yaml:2:2 “b”后面用了全角冒号，YAML 认不出"]),
    ("x: {a：1, b: 2}\n", {"x": {"a": "1", "b": "2"}}, ["甲.yaml:1:5 “a”后面用了全角冒号，YAML 认不出"]),
    ("x:\n\ta: 1\n", {"x": {"a": "1"}}, ["甲.yaml:2:1 这一行用制表符（Tab）缩进，YAML 只认空格"]),
    ("a: %\nb: `x`\n", {"a": "%", "b": "`x`"}, ["甲.yaml:1:4 文字不能以 % 开头", "甲.yaml:2:4 文字不能以 ` 开头"]),
    ("a: [90,100)→8\nb: 1\n", {"a": "[90,100)→8", "b": "1"}, ["甲.yaml:1:4 文字不能以 [ 开头"]),
    ("a: 目标: 提高\n", {"a": "目标: 提高"}, ["甲.yaml:1:4 值里带有冒号和空格，YAML 会当成另一个键"]),
    ("- {a: @甲, b: 2}\n", [{"a": "@甲", "b": "2"}], ["甲.yaml:1:7 文字不能以 @ 开头"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree", "told"), MENDED)
def test_slips_are_told_and_the_rest_is_read(text: str, tree: Any, told: list[str]) -> None:
    assert parse(text) == (tree, told)


REFUSED = [
    ("a: 'x\nb: 1\n", "甲.yaml:1:4 引号没有成对"),
    ("a:\n  - 1\n b: 2\n", "甲.yaml:3:2 这一行的缩进与上下行对不齐"),
    ("[" * 50, "甲.yaml:1:21 嵌套超过 20 层，没有读下去"),
    (b"PK\x03\x04rest", "甲.yaml 这不是文本文件，看起来是Word、Excel 文件或压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "甲.yaml 这不是文本文件，看起来是旧版 Office 文件（.doc、.xls）"),
    (b"a: \x00\x01\x02", "甲.yaml 这不是文本文件，看起来是二进制文件"),
    ("年度: 2022\n名称: 慰问\n".encode("gbk"), "甲.yaml:1:1 文件的编码不是 UTF-8，像是 GBK"),
    ("a: 1\nb: x\x07y\n", "甲.yaml:2:5 这里有看不见的控制字符（编号 07），文件可能已损坏"),
    (b"a" * 2_000_001, "甲.yaml 文件有 2.0 MB，超过 2 MB，没有读"),
]


@pytest.mark.parametrize(("text", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_what_cannot_be_read_is_told_in_one_line(text: str | bytes, told: str) -> None:
    assert parse(text) == (None, [told])


def test_a_bomb_of_aliases_grows_no_further_than_its_text() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    tree, told = parse("\n".join(lines))
    assert tree["i"] == ["*h"] * 9
    assert len(told) == 72
    assert told[0] == "甲.yaml:2:8 YAML 的引用（*a）不支持"


def test_tags_are_refused_and_nothing_is_run() -> None:
    tree, told = parse("a: !!python/object/apply:os.system ['true']\nb: !甲 乙\nc: !!int 3\n")
    assert tree == {"a": ["true"], "b": "!甲 乙", "c": "3"}
    assert told[-2:] == [
        "甲.yaml:1:4 YAML 的标签（!!python/object/apply:os.system）不支持，这里只写文字",
        "甲.yaml:3:4 YAML 的标签（!!int）不支持，这里只写文字",
    ]


def test_duplicate_keys_are_told_at_the_second() -> None:
    assert parse("a: 1\nb: 2\na: 3\n")[1] == ["甲.yaml:3:1 “a”写了两次，前一次在第 1 行"]


def test_a_second_document_is_refused() -> None:
    assert parse("a: 1\n---\nb: 2\n")[1] == ["甲.yaml:2:1 一个文件里只能有一份内容，这里用 --- 又起了一份"]
