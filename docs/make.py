"""Writes the generated pages of ``docs/`` from the code: ``python docs/make.py``. A test keeps them in step."""

from __future__ import annotations

import inspect
from pathlib import Path

from evalkit import plugs, words

HERE = Path(__file__).resolve().parent
KINDS = {
    "text": "文字", "prose": "文字，可多行", "number": "数字", "count": "整数", "date": "日期", "choice": "选一个",
    "codes": "编码，多个用顿号隔开", "params": "规则参数",
}  # fmt: skip
GENERATED = "<!-- 由 docs/make.py 从程序生成，不要手改 -->"


def fields(table: tuple[words.Field, ...]) -> list[str]:
    lines = ["| 键（列名） | 内容 | 说明 | 也可写作 |", "| --- | --- | --- | --- |"]
    for field in table:
        kind = KINDS[field.kind] + (f"：{'、'.join(field.choices)}" if field.choices else "")
        text = field.help + (f"（默认 {field.default}）" if field.default else "")
        lines.append(f"| {field.key}{'*' if field.required else ''} | {kind} | {text} | {'、'.join(field.synonyms)} |")
    return lines


def tables_page() -> str:
    """``tables.md``: every table of the engagement folder."""
    parts = [
        GENERATED,
        "# 评价底稿的各张表",
        "带 * 的必填。工作簿里一张表一个工作表；文本形式见 [files.md](files.md)。",
    ]
    for spec in words.TABLES:
        parts.append(f"## {spec.name}\n\n{spec.help}。\n\n" + "\n".join(fields(spec.fields)))
    return "\n\n".join(parts) + "\n"


def plug_page(title: str, lead: str, folder: str) -> str:
    """A page with the manual page of every plug of a folder."""
    parts = [GENERATED, f"# {title}", lead]
    for name in plugs.names(folder):
        module = plugs.plug(folder, name)
        parts.append(f"## {module.TITLE}（`{name}`）\n\n{inspect.getdoc(module)}")
        if getattr(module, "FIELDS", ()):
            parts.append("\n".join(fields(module.FIELDS)))
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    rules = "“指标”表的“规则”列写名称，“参数”列写参数：`键：值；键：值`；只写一个值的，属于第一个参数。"
    checks = "`evalkit check` 逐项检查；错误和没有认可的警告都要处理。认可写在“认可”表：检查项写括号里的代号。"
    exhibits = '章节里写 `{{ 插入("名称") }}`，单独占一行。'
    return {
        "tables.md": tables_page(),
        "rules.md": plug_page("评分规则", rules, "rules"),
        "checks.md": plug_page("检查项", checks, "checks"),
        "exhibits.md": plug_page("表、图和页件", exhibits, "exhibits"),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8", newline="\n")
