"""Writes examples/yongxing-2022/responses/职工.xlsx: rows, in 问卷星's by-text layout, that give the published counts.

The rows are invented; only the counts per question are those of the source. Run from the checkout:
``python tests/make_yongxing_responses.py``. The same bytes every time (tests/test_tabulate.py compares).
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

EXAMPLE = Path(__file__).parent.parent / "examples/yongxing-2022"

HEADER = (
    "序号",
    "提交答卷时间",
    "所用时间",
    "来源",
    "来源详情",
    "来自IP",
    "1、您是否享受过这个项目的补贴或慰问？",
    "2、您享受的是哪一种政策？",
    "3、您对这个项目的政策了解多少？",
    "4、您对资金发放的及时性是否满意？",
    "5、您对资金发放的标准是否满意？",
    "6、您认为项目实施后，领取补贴或慰问的职工生活压力有没有缓解？",
    "7、您对项目促进企业稳定发展的作用是否满意？",
    "8、您对今后做好这项工作有什么意见或建议？",
)
LEFT_BEHIND, GREETING = "国有企业留守人员经费", "困难职工春节慰问"
KNOWN = ("非常了解", "比较了解", "一般了解")
CONTENT = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
EASED = ("有效缓解", "缓解效果一般")

#: Nine forms a line: Q2 to Q7 as places in the options above (L = left behind, G = greeting), in order of arrival.
#: Counts: Q2 23/4, Q3 14/10/3, Q4 15/10/2, Q5 12/11/3/0/1, Q6 18/9, Q7 15/9/3.
FORMS = (
    "L00000 L10000 L01101 L01000 L10100 L00010 L11101 L00100 L01010",
    "L22212 L00000 L10100 L00100 L11011 L00100 L01101 L10010 G11111",
    "L00200 L00101 L12400 L00001 G01000 L11011 L10101 G20012 G21212",
)

OPINIONS = {
    2: "希望标准能提高一些",
    6: "物价涨了，补贴也该增加一点",
    9: "补贴太少，建议提高",
    13: "请适当增加经费，也希望能早点发下来",
    17: "希望多发一点",
    20: "标准几年没有变，应当提高",
    26: "慰问的次数和金额都应增加",
}


def rows() -> list[tuple[object, ...]]:
    """27 forms, the duplicate of the fourteenth after it, and an abandoned form near the end."""
    made: list[tuple[object, ...]] = []
    start = datetime(2023, 10, 12, 9, 5, 33)  # noqa: DTZ001 - a platform's local time
    for index, form in enumerate(" ".join(FORMS).split()):
        known, timely, standard, eased, stable = (int(digit) for digit in form[1:])
        when = start + timedelta(hours=7 * index, minutes=(index * 17) % 60, seconds=(index * 29) % 60)
        seconds = 96 + (index * 37) % 190
        answers = (
            "未享受过" if index == 25 else "享受过",
            LEFT_BEHIND if form[0] == "L" else GREETING,
            KNOWN[known],
            CONTENT[timely],
            CONTENT[standard],
            EASED[eased],
            CONTENT[stable],
            OPINIONS.get(index, "(空)"),
        )
        made.append(sent(when, seconds, index, answers))
        if index == 13:
            made.append(sent(when + timedelta(minutes=4), 61, index, answers))
        if index == 23:
            partial = ("享受过", LEFT_BEHIND, *["(空)"] * 6)
            made.append(sent(when + timedelta(hours=2), 21, 40, partial))
    return [(number, *row) for number, row in enumerate(made, 1)]


def sent(when: datetime, seconds: int, sender: int, answers: tuple[str, ...]) -> tuple[object, ...]:
    """A row without its number. The addresses lie in the ranges kept for documentation (RFC 5737)."""
    address = f"192.0.2.{10 + sender}" if sender % 3 else f"198.51.100.{20 + sender}"
    source = ("微信", "N/A") if sender % 2 else ("链接", "直接访问")
    stamp = f"{when.year}/{when.month}/{when.day} {when.hour}:{when:%M:%S}"
    return (stamp, f"{seconds}秒", *source, f"{address}(湖南-郴州)", *answers)


def workbook() -> bytes:
    """The export as a file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2023, 10, 20, 18, 0, 0)})  # noqa: DTZ001 - a fixed stamp
        sheet = book.add_worksheet("Sheet1")
        for index, row in enumerate((HEADER, *rows())):
            sheet.write_row(index, 0, row)
    return out.getvalue()


if __name__ == "__main__":
    (EXAMPLE / "responses/职工.xlsx").write_bytes(workbook())
