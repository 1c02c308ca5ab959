"""Writes examples/lvliang-2021/responses/: rows that give the published counts of the two surveys.

The source published 19 valid and 1 invalid form a group and that every answer to a satisfaction question was
非常满意; age, sex, schooling and years of work are invented, and so are the hours. 主管部门.csv is an export of 问卷星,
退养职工.xlsx a sheet somebody typed from paper, answers by letter. Run from the checkout:
``python tests/make_lvliang_responses.py``. The same bytes every time (tests/test_examples.py compares).
"""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

RESPONSES = Path(__file__).parent.parent / "examples/lvliang-2021/responses"

# ---- 主管部门: an export of 问卷星 by text ------------------------------------------------------------------------

DEPARTMENT = (
    "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的年龄,2、您的性别,3、您的文化程度,4、您从事相关工作多少年？,"
    "5、您对专项资金的实施计划与进度是否满意？,6、您对专项资金的实施情况是否满意？,7、您对专项资金的使用效果是否满意？,"
    "8、您对专项资金的实施过程是否满意？,9、您对专项资金推动国企改革的成果是否满意？,10、您对这个项目的工作有什么意见或建议？"
)
AGES = ("20岁以下", "21至40岁", "41至60岁", "61岁以上")
SEXES = ("男", "女")
SCHOOLING = ("大专及以下", "本科及以上", "其他")
YEARS = ("不满3年", "3年以上不满5年", "5年以上不满10年", "10年以上")
#: A form a group of digits: age, sex, schooling, years of work, as places in the lists above.
OFFICIALS = "1010 2112 2013 1111 2013 2103 1010 2113 2012 1110 2103 2013 1011 2112 2113 2003 1111 2013 2113 1012"
#: The sixteenth broke off after the questions about himself.
BROKEN_OFF = 15

# ---- 退养职工: typed from paper, answers by letter ----------------------------------------------------------------

TITLE = "吕梁市国企解困和改革专项资金项目　退养职工问卷录入表"
TYPED = ("问卷编号", "日期", "录入人", *(f"Q{number}" for number in range(1, 11)))
#: Age and sex by letter; the last form came back with nothing else filled in.
RETIRED = "CA CB CA DA CB CA CB CA CA DB CA CB CA CB CA DA CB CA CB CA"


def department() -> bytes:
    """The export, in UTF-8 with a byte order mark as Excel wants it."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(DEPARTMENT.split(","))
    start = datetime(2022, 11, 16, 9, 12, 40)  # noqa: DTZ001 - a platform's local time
    for index, form in enumerate(OFFICIALS.split()):
        sent = start + timedelta(minutes=97 * index + (index * 13) % 31, seconds=(index * 41) % 60)
        who = [answers[int(place)] for answers, place in zip((AGES, SEXES, SCHOOLING, YEARS), form, strict=True)]
        said = ["(空)"] * 6 if index == BROKEN_OFF else [*["非常满意"] * 5, "(空)"]
        # Addresses from the range kept for documentation (RFC 5737).
        frame = [index + 1, f"{sent:%Y/%m/%d %H:%M:%S}", f"{71 + (index * 23) % 120}秒", "微信", "N/A"]
        lines.writerow([*frame, f"192.0.2.{31 + index}(山西-吕梁)", *who, *said])
    return out.getvalue().encode("utf-8-sig")


def retired() -> bytes:
    """The sheet, a title in a merged row above the headings."""
    out = io.BytesIO()
    forms = RETIRED.split()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2022, 11, 18, 17, 30, 0)})  # noqa: DTZ001 - a fixed stamp
        sheet = book.add_worksheet("录入")
        sheet.merge_range(0, 0, 0, len(TYPED) - 1, TITLE)
        sheet.write_row(1, 0, TYPED)
        for index, form in enumerate(forms):
            said = "" if index == len(forms) - 1 else "A"
            frame = (f"T{index + 1:02}", f"2022-11-{16 + index // 7}", "郑九")
            sheet.write_row(2 + index, 0, (*frame, *form, said, "", said, "", said, "", said, ""))
    return out.getvalue()


def files() -> dict[str, bytes]:
    """The responses by name."""
    return {"主管部门.csv": department(), "退养职工.xlsx": retired()}


if __name__ == "__main__":
    for name, data in files().items():
        (RESPONSES / name).write_bytes(data)
