"""What people get wrong in YAML: said in their words, and mended in memory so that the rest can be read, too."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from evalkit.model.places import Finding, Where, fault

_KEY = r"[^\s：:#\"'\[\]{}|>&*!%@`,，。；]{1,20}"
_SLIP = re.compile(rf"(?P<lead>\s*(?:-\s+)*)(?P<key>{_KEY})(?P<colon>：[ \u3000]*|:(?=[^\s]))(?P<rest>.*)")
_PROPER = re.compile(rf"\s*(?:-\s+)*{_KEY}:(?:\s|$)")
_VALUE = re.compile(r"(?P<lead>\s*(?:-\s+)*(?:[^\s#:\"'][^:]*:\s+)?)(?P<value>\S.*?)(?P<tail>\s+#.*)?$")
_TABBED = re.compile(r"^( *\t[ \t]*)", re.MULTILINE)

_WORDS = (
    ("found unexpected end of stream", "引号没有成对", "在文字末尾补上引号"),
    ("found unexpected document separator", "引号没有成对", "在文字末尾补上引号"),
    ("expected ',' or ']'", "方括号没有成对，或方括号里少了逗号", "补上 ] 或逗号；文字以 [ 开头的，两边加引号"),
    ("expected ',' or '}'", "花括号没有成对，或花括号里少了逗号", "补上 } 或逗号；文字以 { 开头的，两边加引号"),
    ("expected <block end>", "这一行的缩进与上下行对不齐", "同一层的各行左端对齐，只用空格"),
    ("expected the node content", "这里少了内容，或多了符号", "检查这一行；文字以符号开头的，两边加引号"),
    ("mapping values are not allowed here", "这里不该有冒号，或缩进不对", "值里带冒号的，两边加引号；并检查缩进"),
    ("could not find expected ':'", "这一行不是“键: 值”的样子", "键后面写半角冒号和空格"),
    ("found unknown escape character", "双引号里的反斜杠认不出", "改用单引号"),
    ("found undefined tag handle", "YAML 的标签不支持", "文字以 ! 开头的，两边加引号"),
)


@dataclass(frozen=True, slots=True)
class Repair:
    """The text with slips mended, the lines touched (from 1), and what was said of each."""

    text: str
    lines: tuple[int, ...]
    findings: tuple[Finding, ...]


def mend(text: str, error: yaml.MarkedYAMLError, file: str) -> Repair | None:
    """The slip behind a parse error, mended; None when none of the known slips is there."""
    if _TABBED.search(text):
        tabbed = [number for number, line in enumerate(text.split("\n"), 1) if _TABBED.match(line)]
        found = tuple(
            fault(
                Where(file, f"{number}:1"),
                "这一行用制表符（Tab）缩进，YAML 只认空格",
                "把 Tab 换成空格，与同一层的行对齐",
            )
            for number in tabbed
        )
        return Repair(_TABBED.sub(lambda tabs: tabs.group().replace("\t", "  "), text), tuple(tabbed), found)
    lines = text.split("\n")
    mark = error.problem_mark
    if (
        mark
        and "cannot start any token" in (error.problem or "")
        and re.search(r"[{\[]", lines[mark.line][: mark.column])
    ):
        return quoted_at(lines, mark.line, mark.column, file)
    for number in suspects(lines, error):
        repair = mend_colon(lines, number, file) or mend_value(lines, number, file)
        if repair is not None:
            return repair
    return None


def mend_lines(text: str, file: str) -> Repair | None:
    """Full-width colons in a file that came out as nothing but a text."""
    lines = text.split("\n")
    touched, found = [], []
    for number, line in enumerate(lines):
        slip = None if line.lstrip().startswith("#") else _SLIP.fullmatch(line)
        if slip:
            lines[number] = f"{slip['lead']}{slip['key']}: {slip['rest']}"
            touched.append(number + 1)
            found.append(colon_fault(slip, number, file))
    return Repair("\n".join(lines), tuple(touched), tuple(found)) if touched else None


def explain(text: str, error: yaml.MarkedYAMLError) -> tuple[tuple[int, int], str, str]:
    """Line and column (from 1), what is wrong, and the cure, for an error that nothing mends."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and ("end of stream" in problem or "expected ':'" in problem or "',' or" in problem):
        mark = error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    for words, message, cure in _WORDS:
        if words in problem:
            return place, message, cure
    return place, "这里不合 YAML 的写法", "检查这一行的冒号、引号、括号和缩进"


def suspects(lines: list[str], error: yaml.MarkedYAMLError) -> list[int]:
    """The lines (from 0) where the slip may stand, likeliest first."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark and mark.line < len(lines)]
    if error.problem and "mapping values" in error.problem and error.problem_mark:
        # The text that swallowed this key began some lines above, after the last proper key.
        line = error.problem_mark.line - 1
        while line >= 0 and not _PROPER.match(lines[line]):
            marks.insert(0, line)
            line -= 1
    return list(dict.fromkeys(marks))


def mend_colon(lines: list[str], number: int, file: str) -> Repair | None:
    slip = _SLIP.fullmatch(lines[number])
    if slip is None or _PROPER.match(lines[number]):
        return None
    mended = [*lines]
    mended[number] = f"{slip['lead']}{slip['key']}: {slip['rest']}"
    return Repair("\n".join(mended), (number + 1,), (colon_fault(slip, number, file),))


def colon_fault(slip: re.Match[str], number: int, file: str) -> Finding:
    where = Where(file, f"{number + 1}:{slip.start('colon') + 1}")
    written = f"{slip['key']}: {slip['rest']}".strip()
    written = written if len(written) <= 30 else written[:30] + "…"
    if slip["colon"].startswith("："):
        return fault(where, f"“{slip['key']}”后面用了全角冒号，YAML 认不出", f"改成半角冒号加空格，写作“{written}”")
    return fault(where, f"“{slip['key']}”的冒号后面少了空格", f"写作“{written}”")


def mend_value(lines: list[str], number: int, file: str) -> Repair | None:
    """A value that begins with a sign YAML keeps for itself, or holds ``: ``."""
    found = _VALUE.fullmatch(lines[number])
    if found is None:
        return None
    value = found["value"]
    if value[0] in "%@`*&!" and re.search(r"[{\[]", found["lead"]):
        return quoted_at(lines, number, found.start("value"), file)
    if value[0] in "%@`*&![{":
        message = f"文字不能以 {value[0]} 开头"
    elif re.search(r":(?:\s|$)", value) and found["lead"].rstrip().endswith(":") and value[0] not in "\"'|>":
        message = "值里带有冒号和空格，YAML 会当成另一个键"
    else:
        return None
    mended = [*lines]
    quoted = single_quoted(value)
    mended[number] = f"{found['lead']}{quoted}{found['tail'] or ''}"
    where = Where(file, f"{number + 1}:{found.start('value') + 1}")
    return Repair("\n".join(mended), (number + 1,), (fault(where, message, quoting(quoted)),))


def quoted_at(lines: list[str], number: int, column: int, file: str) -> Repair | None:
    """A value inside braces or brackets put in quotes: it ends at the next comma or bracket."""
    line = lines[number]
    value = re.match(r"[^,\]}]*", line[column:])
    if value is None or not value.group().strip():
        return None
    text = value.group().rstrip()
    mended = [*lines]
    mended[number] = f"{line[:column]}{single_quoted(text)}{line[column + len(text) :]}"
    message = f"文字不能以 {text[0]} 开头"
    found = fault(Where(file, f"{number + 1}:{column + 1}"), message, quoting(single_quoted(text)))
    return Repair("\n".join(mended), (number + 1,), (found,))


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quoting(quoted: str) -> str:
    return f"两边加引号，写作 {quoted}" if len(quoted) <= 30 else "两边加引号"
