"""Counts the answers of examples/yunxiu-2024 with nothing but csv, openpyxl and fractions.

Nothing of the program is used: the files are read, screened and counted here again, exactly, by what docs/surveys.md
and docs/questionnaires.md promise. ``python tests/count_yunxiu.py`` prints the figures as expected/facts.yaml holds
them; tests/test_yunxiu.py compares the three.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl

RESPONSES = Path(__file__).parent.parent / "examples/yunxiu-2024/responses"
FIVE = (100, 75, 50, 25, 0)
CONTENT = dict(zip(("非常满意", "比较满意", "一般", "不太满意", "非常不满意"), FIVE, strict=True))

Figures = dict[str, tuple[str, str]]


def figures() -> Figures:
    """Name, then value as printed and unit, of everything counted."""
    found: Figures = {}
    elders(found)
    staff(found)
    offices(found)
    return found


# ---- 老年人: 问卷星 by text ----------------------------------------------------------------------------------------

TOWNS = {"东岭镇": 1980, "白石镇": 1560, "南坪镇": 1240, "西塘乡": 860, "北泉乡": 600}
PARTS = range(14, 20)


def elders(found: Figures) -> None:
    sheet = openpyxl.load_workbook(RESPONSES / "老年人.xlsx").worksheets[0]
    forms = [[str(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    # Broken off: of the 16 answers that must be given or skipped (all but the opinion), four in ten or more blank.
    broken = [form for form in forms if 10 * form[6:23].count("(空)") >= 4 * 16]
    twice = [
        form
        for number, form in enumerate(forms)
        if form not in broken
        and any(
            other[5:] == form[5:] and when(form[1]) - when(other[1]) <= timedelta(minutes=30)
            for other in forms[:number]
        )
    ]
    hasty = [form for form in forms if int(form[2].removesuffix("秒")) < 60 and form not in [*broken, *twice]]
    valid = [form for form in forms if form not in [*broken, *twice, *hasty]]
    name = "问卷.老年人"
    forms_counted(found, name, 930, len(forms), len(valid))
    for town, people in TOWNS.items():
        found[f"{name}.分组.{town}.有效"] = (str(sum(form[6] == town for form in valid)), "份")
        found[f"{name}.分组.{town}.总体比重"] = (percent(Fraction(people, 6240)), "%")
    for column, question in ((6, "Q1"), (7, "Q2"), (9, "Q4"), (12, "Q7"), (20, "Q10")):
        options(found, f"{name}.{question}", [form[column] for form in valid if form[column] != "(跳过)"])
    several = [one.split("〖")[0] for form in valid for one in form[10].split("┋")]
    for option, count in sorted(Counter(several).items()):
        found[f"{name}.Q5.{option}.人数"] = (str(count), "人")
        found[f"{name}.Q5.{option}.占比"] = (percent(Fraction(count, len(valid))), "%")
        found[f"{name}.Q5.{option}.人次比重"] = (percent(Fraction(count, len(several))), "%")
    paid = sorted(int(form[13]) for form in valid if form[13] != "(跳过)")
    middle = Fraction(paid[len(paid) // 2] + paid[(len(paid) - 1) // 2], 2)
    found[f"{name}.Q8.均值"] = (two(Fraction(sum(paid), len(paid))), "元")
    # A median is printed with the places of the answers themselves, one more where it lies between two of them.
    found[f"{name}.Q8.中位数"] = (str(middle) if middle.denominator == 1 else f"{float(middle):.1f}", "元")

    def content(these: Iterable[Sequence[str]]) -> Fraction:
        return battery([[form[part] for part in PARTS] for form in these])

    def eased(these: Iterable[Sequence[str]]) -> Fraction:
        return mean(EASED[form[20]] for form in these if form[20] in EASED)

    for number, part in enumerate(PARTS, 1):
        found[f"{name}.Q9.{number}.均值"] = (two(mean(scores(form[part] for form in valid))), "%")
    found[f"{name}.满意度"] = (two(content(valid)), "%")
    found[f"{name}.Q10.均值"] = (two(eased(valid)), "%")
    for town in TOWNS:
        found[f"{name}.分组.{town}.满意度"] = (two(content(form for form in valid if form[6] == town)), "%")
    by_town = {town: [form for form in valid if form[6] == town] for town in TOWNS}
    found[f"{name}.加权.满意度"] = (two(weighted(TOWNS, by_town, content)), "%")
    found[f"{name}.加权.Q10.均值"] = (two(weighted(TOWNS, by_town, eased)), "%")
    weights(found, name, TOWNS, {town: len(these) for town, these in by_town.items()})
    found[f"{name}.信度"] = (two(alpha([[form[part] for part in PARTS] for form in valid])), "")
    ranks: dict[str, list[int]] = defaultdict(list)
    for form in valid:
        for place, wish in enumerate(form[21].split("→"), 1):
            ranks[wish].append(place)
    for wish, places in ranks.items():
        found[f"{name}.Q11.{wish}.平均综合得分"] = (two(mean(Fraction(6 - place) for place in places)), "分")
        found[f"{name}.Q11.{wish}.平均名次"] = (two(mean(map(Fraction, places))), "")
        found[f"{name}.Q11.{wish}.首选.人数"] = (str(places.count(1)), "人")
    said = [form[22] for form in valid if form[22] != "(空)"]
    found[f"{name}.Q12.人数"] = (str(len(said)), "人")
    for label, words in KEYWORDS.items():
        found[f"{name}.Q12.{label}.人数"] = (str(sum(any(word in text for word in words) for text in said)), "人")


EASED = dict(zip(("明显减轻", "有所减轻", "没有变化", "有所加重", "明显加重"), FIVE, strict=True))
KEYWORDS = {
    "饭菜花样和软烂咸淡": ("花样", "菜", "咸", "油", "软", "口味"),
    "价格和补贴": ("价", "贵", "便宜", "补贴", "钱"),
    "送餐上门": ("送餐", "送饭", "上门", "送到"),
    "排队和供餐时间": ("排队", "等", "早一点", "晚上", "晚饭"),
    "环境和设施": ("座位", "空调", "环境", "台阶", "卫生"),
}

# ---- 工作人员: 问卷星 by the numbers of the options ---------------------------------------------------------------

POSTS = {"站点负责人": 62, "厨师": 74, "服务员和送餐员": 74}


def staff(found: Figures) -> None:
    forms = list(csv.reader((RESPONSES / "工作人员.csv").read_text("utf-8-sig").splitlines()))[1:]
    broken = [form for form in forms if form[8:22].count("-2") >= 5]
    twice = [form for number, form in enumerate(forms) if any(other[5:] == form[5:] for other in forms[:number])]
    valid = [form for form in forms if form not in [*broken, *twice]]
    hasty = [form for form in valid if int(form[2].removesuffix("秒")) < 45]
    name = "问卷.工作人员"
    forms_counted(found, name, 210, len(forms), len(valid))
    found[f"{name}.存疑"] = (str(len(hasty)), "份")

    def content(these: Iterable[Sequence[str]]) -> Fraction:
        return battery([[NUMBERED[one] for one in form[10:15]] for form in these])

    found[f"{name}.满意度"] = (two(content(valid)), "%")
    found[f"{name}.不含存疑.满意度"] = (two(content(form for form in valid if form not in hasty)), "%")
    for number, column in enumerate(range(10, 15), 1):
        found[f"{name}.Q5.{number}.均值"] = (two(mean(scores(NUMBERED[form[column]] for form in valid))), "%")
    trained = [form[9] for form in valid if form[9] != "-3"]
    found[f"{name}.Q4.人数"] = (str(len(trained)), "人")
    found[f"{name}.Q4.均值"] = (two(mean(Fraction(FIVE[int(one) - 1]) for one in trained if one != "6")), "%")
    by_post = {post: [form for form in valid if form[6] == str(number)] for number, post in enumerate(POSTS, 1)}
    for post, these in by_post.items():
        found[f"{name}.分组.{post}.有效"] = (str(len(these)), "份")
        found[f"{name}.分组.{post}.满意度"] = (two(content(these)), "%")
    found[f"{name}.加权.满意度"] = (two(weighted(POSTS, by_post, content)), "%")
    found[f"{name}.信度"] = (two(alpha([[NUMBERED[one] for one in form[10:15]] for form in valid])), "")
    for number, trouble in enumerate(("人手不够", "食材涨价", "设备老旧", "送餐路远", "补贴到账慢", "没有困难")):
        count = sum(form[15 + number] == "1" for form in valid)
        found[f"{name}.Q6.{trouble}.人数"] = (str(count), "人")
        found[f"{name}.Q6.{trouble}.占比"] = (percent(Fraction(count, len(valid))), "%")


NUMBERED = dict(zip("123456", [*CONTENT, "不了解"], strict=True))

# ---- 管理人员: 腾讯问卷 --------------------------------------------------------------------------------------------

OFFICES = {"县民政部门": 8, "乡镇": 30, "村（社区）": 124}
LASTING = {"完全能": 100, "基本能": 75, "有困难": 40, "不能": 0}


def offices(found: Figures) -> None:
    forms = list(csv.reader((RESPONSES / "管理人员.csv").read_text("utf-8-sig").splitlines()))[1:]
    broken = [form for form in forms if form[12] == ""]
    twice = [form for number, form in enumerate(forms) if any(other[8] == form[8] for other in forms[:number])]
    valid = [form for form in forms if form not in [*broken, *twice]]
    name = "问卷.管理人员"
    forms_counted(found, name, 162, len(forms), len(valid))

    def content(these: Iterable[Sequence[str]]) -> Fraction:
        return battery([form[13:17] for form in these])

    by_office = {office: [form for form in valid if form[11].endswith(f".{office}")] for office in OFFICES}
    for office, these in by_office.items():
        found[f"{name}.分组.{office}.有效"] = (str(len(these)), "份")
        found[f"{name}.分组.{office}.满意度"] = (two(content(these)), "%")
    found[f"{name}.满意度"] = (two(content(valid)), "%")
    found[f"{name}.加权.满意度"] = (two(weighted(OFFICES, by_office, content)), "%")
    found[f"{name}.信度"] = (two(alpha([form[13:17] for form in valid])), "")
    lasting = [form[17][2:] for form in valid]
    options(found, f"{name}.Q4", lasting)
    found[f"{name}.Q4.均值"] = (two(mean(Fraction(LASTING[one]) for one in lasting if one in LASTING)), "%")


# ---- sums ---------------------------------------------------------------------------------------------------------


def forms_counted(found: Figures, name: str, issued: int, collected: int, valid: int) -> None:
    found[f"{name}.发放"] = (str(issued), "份")
    found[f"{name}.收回"] = (str(collected), "份")
    found[f"{name}.有效"] = (str(valid), "份")
    found[f"{name}.无效"] = (str(collected - valid), "份")
    found[f"{name}.回收率"] = (percent(Fraction(collected, issued)), "%")
    found[f"{name}.有效率"] = (percent(Fraction(valid, collected)), "%")


def options(found: Figures, name: str, answers: Sequence[str]) -> None:
    """The count and the share of every option somebody chose; shares are of those who answered."""
    for option, count in sorted(Counter(answers).items()):
        found[f"{name}.{option}.人数"] = (str(count), "人")
        found[f"{name}.{option}.占比"] = (percent(Fraction(count, len(answers))), "%")


def scores(answers: Iterable[str]) -> list[Fraction]:
    """What counts towards a mean: those who cannot say do not."""
    return [Fraction(CONTENT[one]) for one in answers if one in CONTENT]


def mean(values: Iterable[Fraction | int]) -> Fraction:
    listed = [Fraction(value) for value in values]
    return sum(listed, Fraction(0)) / len(listed)


def battery(forms: Sequence[Sequence[str]]) -> Fraction:
    """The mean of the means of the parts, none of them rounded."""
    return mean(mean(scores(answers)) for answers in zip(*forms, strict=True))


def weighted(
    people: dict[str, int], forms: dict[str, list[list[str]]], value: Callable[[Iterable[Sequence[str]]], Fraction]
) -> Fraction:
    """The groups' own values by the number of people they stand for."""
    return sum((number * value(forms[group]) for group, number in people.items()), Fraction(0)) / sum(people.values())


def weights(found: Figures, name: str, people: dict[str, int], forms: dict[str, int]) -> None:
    """What a form of each group stands for, and how many equally weighted forms all are worth."""
    each = {group: Fraction(number, forms[group]) for group, number in people.items()}
    average = Fraction(sum(people.values()), sum(forms.values()))
    for group, weight in each.items():
        found[f"{name}.加权.权数.{group}"] = (two(weight / average), "")
    total = sum(weight * forms[group] for group, weight in each.items())
    squares = sum(weight**2 * forms[group] for group, weight in each.items())
    found[f"{name}.加权.有效样本量"] = (two(Fraction(total**2, 1) / squares), "份")


def alpha(forms: Sequence[Sequence[str]]) -> Fraction:
    """Cronbach's alpha of the forms that answer every part; the divisor of the variances cancels out."""
    whole = [scores(form) for form in forms if all(one in CONTENT for one in form)]
    parts = len(whole[0])
    within = sum(spread(answers) for answers in zip(*whole, strict=True))
    return Fraction(parts, parts - 1) * (1 - within / spread([sum(form, Fraction(0)) for form in whole]))


def spread(values: Sequence[Fraction]) -> Fraction:
    middle = mean(values)
    return sum(((value - middle) ** 2 for value in values), Fraction(0))


def two(value: Fraction) -> str:
    """Half up to two places, exactly."""
    exact = (value * 100 + Fraction(1, 2)).__floor__()
    return str((Decimal(exact) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def percent(share: Fraction) -> str:
    return two(share * 100)


def when(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007 - a platform's local time


if __name__ == "__main__":
    for name, (value, unit) in figures().items():
        print(f'  - {{名称: {name}, 值: "{value}", 单位: "{unit}"}}')
