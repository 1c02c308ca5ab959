"""Writes examples/yunxiu-2024/responses/: 1,200 invented answers of three groups, in three layouts.

老年人.xlsx is an export of 问卷星 by text, 工作人员.csv one by the numbers of the options, 管理人员.csv one of 腾讯问卷. A
person answers all parts of a battery in one mood, towns and posts really differ, and some forms are what screening is
there for: sent twice, broken off, filled in too fast. Run from the checkout:
``python tests/make_yunxiu_responses.py``. The same bytes every time (tests/test_yunxiu.py compares): the only source of
chance is ``Random.random`` with a fixed seed, which Python promises to keep.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

RESPONSES = Path(__file__).parent.parent / "examples/yunxiu-2024/responses"

FRAME = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
CONTENT = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
SKIPPED, BLANK = "(跳过)", "(空)"


class Chance:
    """What may happen, drawn from one stream."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def normal(self) -> float:
        """Close to the normal distribution: twelve uniform numbers less six."""
        return sum(self.random() for _ in range(12)) - 6

    def of(self, choices: Sequence[str], weights: Sequence[float]) -> str:
        left = self.random() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            left -= weight
            if left < 0:
                return choice
        return choices[-1]

    def some(self, choices: Sequence[str], shares: Sequence[float]) -> list[str]:
        """Those chosen, in order; the likeliest where none is."""
        chosen = [one for one, share in zip(choices, shares, strict=True) if self.random() < share]
        return chosen or [choices[max(range(len(shares)), key=lambda place: shares[place])]]

    def whole(self, least: int, most: int) -> int:
        return least + int(self.random() * (most - least + 1))

    def moment(self, day: int, hours: tuple[int, int]) -> datetime:
        """A time of the day, so many working days after Monday, 10 March 2025."""
        days = day + 2 * (day // 5)
        start = datetime(2025, 3, 10, hours[0])  # noqa: DTZ001 - a platform's local time
        return start + timedelta(days=days, seconds=self.whole(0, (hours[1] - hours[0]) * 3600 - 1))


def level(latent: float) -> int:
    """The place on a scale of five of somebody who feels like this; 0 is the best."""
    return sum(latent < cut for cut in (0.35, -0.45, -1.2, -1.9))


def battery(chance: Chance, mood: float, group: float, parts: Sequence[float], unknown: float) -> list[str]:
    """The answers to a battery, "" for those who cannot say; the mood is the person's, the same in every part."""
    answers = [CONTENT[level(group + part + mood + 0.69 * chance.normal())] for part in parts]
    return ["" if chance.random() < unknown else answer for answer in answers]


# ---- 老年人: 问卷星 by text ----------------------------------------------------------------------------------------

ELDERS = (
    "您住在哪个乡镇？", "您的年龄", "您和谁一起住？", "您平时怎样用助餐服务？", "您是从哪里知道助餐服务的？（可多选）",
    "您对助餐补贴的标准了解多少？", "最近一个月，您多久用一次助餐？", "一顿午饭您自己要付几元？",
)  # fmt: skip
PARTS = ("饭菜口味", "营养搭配", "价格", "就餐环境", "供餐准时", "服务态度")
EASED = ("明显减轻", "有所减轻", "没有变化", "有所加重", "明显加重")
KNOWN = ("很了解", "比较了解", "了解一些", "不太了解", "不了解")
SOURCES = ("村（社区）干部", "公示栏", "子女或邻居", "广播电视", "微信", "其他")
WISHES = ("多换花样", "降低价格", "送餐上门", "少排队", "改善环境")
#: A town: how content it is, how far its people wish what, the meal's own share in yuan.
TOWNS = {
    "东岭镇": (-0.06, (1.0, 1.4, 0.5, 2.2, 0.9), (7, 9)),
    "白石镇": (0.14, (1.1, 1.2, 0.7, 1.6, 0.7), (6, 8)),
    "南坪镇": (0.5, (1.4, 1.0, 1.0, 0.7, 0.6), (5, 7)),
    "西塘乡": (0.82, (1.5, 0.7, 1.6, 0.3, 0.6), (4, 6)),
    "北泉乡": (1.05, (1.3, 0.6, 2.0, 0.2, 0.7), (4, 6)),
}
EVERY_TOWN = 174
SAYINGS = {
    "多换花样": ("菜的花样少，来回就那几样", "希望菜软烂一点", "油和盐放多了，有点咸", "多做点本地口味的菜"),
    "降低价格": ("价钱再便宜一点就好了", "补贴能不能多一点", "一顿九块有点贵"),
    "送餐上门": ("腿脚不好，希望能送餐上门", "下雨天走不了路，希望送到家里", "山上路远，盼着送饭"),
    "少排队": ("中午排队时间太长", "开饭能早一点就好", "人多，等半天才轮到", "希望晚饭也供应"),
    "改善环境": ("座位不够，夏天没有空调", "门口台阶高，进出不方便", "吃饭的地方再干净卫生一点"),
}
PRAISE = ("办得好，希望一直办下去", "很满意，感谢政府", "没有意见")
DUPLICATES, BROKEN_OFF, HASTY = 10, 8, 12


def elder(chance: Chance, town: str) -> list[str]:
    """The answers of one person, as text."""
    content, wishes, (least, most) = TOWNS[town]
    mood = chance.normal()
    age = chance.of(("60至69岁", "70至79岁", "80岁以上"), (38, 44, 18))
    home = chance.of(("独自居住", "和配偶同住", "和子女同住", "其他"), (34, 41, 21, 4))
    away = "主要送餐上门"
    use = chance.of(
        ("主要到助餐点吃", away, "登记了还没有用过"), (72, 30 if age == "80岁以上" else 17, 6 if town[2] == "镇" else 9)
    )
    asked = use != "登记了还没有用过"
    known = KNOWN[level(0.1 + 0.5 * mood + 0.85 * chance.normal())]
    often = chance.of(("每天", "每周4至6天", "每周1至3天", "每月几次"), (31, 34, 25, 10))
    paid = str(chance.whole(least, most))
    marks = battery(
        chance, 0.72 * mood, content, (-0.05, 0.05, -0.28, 0.15, 0.3 if use == away else -0.15, 0.28), 0.012
    )
    eased = chance.of((EASED[level(0.3 + content / 2 + 0.6 * mood + 0.8 * chance.normal())], "说不清"), (97, 3))
    order = sorted(range(5), key=lambda place: chance.random() ** (1 / wishes[place]), reverse=True)
    ranked = [WISHES[place] for place in order]
    said = ""
    if chance.random() < 0.36:
        said = (
            chance.of(PRAISE, (3, 3, 1)) if mood > 0.9 else chance.of(SAYINGS[ranked[0]], [1] * len(SAYINGS[ranked[0]]))
        )
    sources = chance.some(SOURCES, (0.72, 0.24, 0.4, 0.13, 0.09, 0.03))
    heard = "┋".join("其他〖村里广播喇叭〗" if one == "其他" else one for one in sources)
    return [
        town, age, home, use, heard, known, *((often, paid) if asked else (SKIPPED, SKIPPED)),
        *([mark or "说不清" for mark in marks] if asked else [SKIPPED] * len(PARTS)), eased if asked else SKIPPED,
        "→".join(ranked), said or BLANK,
    ]  # fmt: skip


def elders() -> bytes:
    """900 forms: 870 that count, 174 a town, and thirty that do not."""
    chance = Chance(20250310)
    forms = [(town, number, elder(chance, town)) for number in range(EVERY_TOWN) for town in TOWNS]
    lines: list[tuple[datetime, int, int, list[str]]] = []
    for index, (town, number, answers) in enumerate(forms):
        place = list(TOWNS).index(town)
        sent = chance.moment(number // 18, (8, 18))
        device = 10 + place * 3 + number % 3
        lines.append((sent, 150 + chance.whole(0, 330), device, answers))
        if index % 85 == 17 and sum(1 for line in lines if line[1] == 70) < DUPLICATES:
            lines.append((sent + timedelta(minutes=chance.whole(2, 6)), 70, device, answers))
    for number in range(BROKEN_OFF):
        town = list(TOWNS)[number % 5]
        kept = elder(chance, town)[:4]
        kept[3] = "主要到助餐点吃"
        sent = chance.moment(number % 4, (9, 17))
        lines.append((sent, 95 + number, 40 + number, [*kept, *[BLANK] * 13]))
    for number in range(HASTY):
        answers = elder(chance, list(TOWNS)[number % 3])
        sent = chance.moment(number % 5, (16, 18))
        lines.append((sent, 19 + 3 * number, 60 + number, answers))
    lines.sort(key=lambda line: (line[0], line[2]))
    header = [f"{place}、{text}" for place, text in enumerate(ELDERS, 1)]
    header += [f"9、({part})" for part in PARTS]
    header += ["10、有了助餐，您自己或家里人做饭的负担减轻了吗？", "11、下面几件事，您希望先办哪一件？请按先后排序"]
    header += ["12、您对老年助餐还有什么意见或建议？"]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2025, 3, 22, 9, 0, 0)})  # noqa: DTZ001 - a fixed stamp
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, (*FRAME, *header))
        for number, (sent, seconds, device, answers) in enumerate(lines, 1):
            stamp = f"{sent.year}/{sent.month}/{sent.day} {sent.hour}:{sent:%M:%S}"
            frame = (number, stamp, f"{seconds}秒", "手机提交", "直接访问", f"198.51.100.{device}(未知)")
            sheet.write_row(number, 0, (*frame, *answers))
    return out.getvalue()


# ---- 工作人员: 问卷星 by number -------------------------------------------------------------------------------------

STAFF = {"站点负责人": (58, 0.35), "厨师": (66, 0.0), "服务员和送餐员": (51, -0.25)}
WORK = ("工资待遇", "厨房设备", "食材供应", "站点管理", "补贴结算")
TROUBLES = ("人手不够", "食材涨价", "设备老旧", "送餐路远", "补贴到账慢", "没有困难")
HELPED = ("很有帮助", "有一些帮助", "一般", "帮助不大", "没有帮助", "说不清")
STAFF_SAYS = (
    "工资待遇再提高一点", "中午人手不够，多配一个帮手", "补贴结算快一些，现在要等两三个月", "蒸柜和消毒柜旧了，该换设备",
    "送餐路远，给一点油费", "食材统一采购能便宜些",
)  # fmt: skip


def worker(chance: Chance, post: str) -> list[str]:
    """The answers of one person, as the numbers of the options."""
    mood = chance.normal()
    trained = chance.random() < 0.84
    helped = "说不清" if chance.random() < 0.03 else HELPED[level(0.45 + 0.5 * mood + 0.8 * chance.normal())]
    marks = battery(chance, 0.9 * mood, 0.2 + STAFF[post][1], (-0.45, 0.05, 0.3, 0.4, -0.55), 0.02)
    years = chance.whole(1, 4)
    troubled = chance.some(TROUBLES[:5], (0.42, 0.55, 0.28, 0.33, 0.47)) if chance.random() < 0.9 else ["没有困难"]
    portions = chance.whole(28, 95)
    said = chance.of(STAFF_SAYS, (3, 3, 4, 2, 2, 1)) if chance.random() < 0.3 else "-2"
    return [
        str(list(STAFF).index(post) + 1), str(years), "1" if trained else "2",
        str(HELPED.index(helped) + 1) if trained else "-3",
        *(str(CONTENT.index(mark) + 1) if mark else "6" for mark in marks),
        *("1" if one in troubled else "0" for one in TROUBLES), str(portions), said,
    ]  # fmt: skip


def staff() -> bytes:
    """180 forms: 175 that count, four of them so fast that one doubts; two sent twice, three broken off."""
    chance = Chance(20250311)
    posts = [post for post, (number, _) in STAFF.items() for _ in range(number)]
    posts.sort(key=lambda _: chance.random())
    lines: list[tuple[datetime, int, int, list[str]]] = []
    times = sorted(chance.moment(chance.whole(0, 5), (7, 22)) for _ in posts)
    for index, (post, sent) in enumerate(zip(posts, times, strict=True)):
        answers = worker(chance, post)
        lines.append(
            (sent, 35 + index % 9 if index in (8, 59, 101, 166) else 62 + chance.whole(0, 200), index, answers)
        )
        if index in (31, 120):
            lines.append((sent + timedelta(minutes=3), 41, index, answers))
        if index in (12, 77, 149):
            given = [*worker(chance, post)[:2], *["-2"] * 15]
            lines.append((sent + timedelta(minutes=9), 37 + index % 7, 200 + index % 50, given))
    lines.sort(key=lambda line: (line[0], line[2]))
    header = [
        "1、您的岗位",
        "2、您在助餐点工作多久了？",
        "3、2024年您参加过县里组织的培训吗？",
        "4、培训对您的工作有没有帮助？",
    ]
    header += [f"5、({part})" for part in WORK]
    header += [f"第6题({trouble})" for trouble in TROUBLES]
    header += ["7、您所在的助餐点一天大约供应多少份午饭？", "8、您对办好助餐点有什么建议？"]
    rows = [
        [
            str(number),
            f"{sent:%Y/%m/%d %H:%M:%S}",
            f"{seconds}秒",
            "微信",
            "N/A",
            f"203.0.113.{sender % 250 + 1}(未知)",
            *given,
        ]
        for number, (sent, seconds, sender, given) in enumerate(lines, 1)
    ]
    return text([[*FRAME, *header], *rows])


# ---- 管理人员: 腾讯问卷 --------------------------------------------------------------------------------------------

OFFICES = {"县民政部门": (7, 0.75), "乡镇": (28, 0.45), "村（社区）": (83, 0.1)}
POLICY = ("政策宣传", "站点布局", "资金拨付", "监督检查")
AWARE = ("非常了解", "比较了解", "了解一些", "不太了解", "完全不了解")
LASTING = ("完全能", "基本能", "有困难", "不能", "说不清")
LACKING = ("稳定的补助", "场地", "用餐人数", "厨师和送餐员", "社会捐助", "什么都不缺")
OFFICE_SAYS = (
    "山区和平地的成本不同，补助要有差别", "补助希望按季拨付到村", "发动企业和社会捐助一点", "偏远村单独设标准",
    "组织志愿者帮助送餐", "审批材料再少一点",
)  # fmt: skip


def official(chance: Chance, office: str) -> list[str]:
    """The answers of one person, a column an option, with the letter the platform puts before a choice."""
    mood = chance.normal()
    aware = level(0.5 + OFFICES[office][1] + 0.4 * mood + 0.8 * chance.normal())
    marks = battery(chance, 0.95 * mood, 0.05 + OFFICES[office][1], (0.3, -0.1, -0.5, 0.25), 0.02)
    lasting = chance.of(LASTING, (26, 42, 23, 4, 5) if office != "村（社区）" else (17, 40, 32, 6, 5))
    lacking = ["什么都不缺"] if chance.random() < 0.06 else chance.some(LACKING[:5], (0.62, 0.2, 0.34, 0.45, 0.22))
    said = chance.of(OFFICE_SAYS, (4, 4, 2, 2, 2, 1)) if chance.random() < 0.34 else ""
    return [
        choice(list(OFFICES), office), choice(AWARE, AWARE[aware]), *(mark or "不了解" for mark in marks),
        choice(LASTING, lasting), *(choice(LACKING, one) if one in lacking else "" for one in LACKING), said,
    ]  # fmt: skip


def choice(options: Sequence[str], chosen: str) -> str:
    return f"{'ABCDEF'[options.index(chosen)]}.{chosen}"


def offices() -> bytes:
    """120 forms: 118 that count, one sent a second time by the same person, one broken off."""
    chance = Chance(20250312)
    people = [office for office, (number, _) in OFFICES.items() for _ in range(number)]
    people.sort(key=lambda _: chance.random())
    lines: list[tuple[datetime, int, str, list[str]]] = []
    times = sorted(chance.moment(chance.whole(0, 5), (8, 20)) for _ in people)
    for index, (office, sent) in enumerate(zip(people, times, strict=True)):
        lines.append((sent, 58 + chance.whole(0, 170), f"u-{index + 1:03}", official(chance, office)))
        if index == 52:
            lines.append((sent + timedelta(hours=5), 66, "u-053", official(chance, office)))
        if index == 95:
            lines.append((sent + timedelta(minutes=20), 34, "u-400", [choice(list(OFFICES), office), *[""] * 13]))
    lines.sort(key=lambda line: (line[0], line[2]))
    header = [
        "编号",
        "开始答题时间",
        "结束答题时间",
        "答题时长",
        "地理位置国家和地区",
        "地理位置省",
        "地理位置市",
        "用户类型",
    ]
    header += ["用户标识", "昵称", "自定义字段", "1.您在哪里工作？", "2.您对老年助餐的政策了解多少？"]
    header += [f"3.您对老年助餐的下列工作是否满意？:{part}" for part in POLICY]
    header += ["4.照现在的条件，您那里的助餐点能不能长期办下去？"]
    header += [f"5.助餐点长期运行最缺什么？（可多选）:{one}" for one in LACKING]
    header += ["6.您对改进这项政策有什么建议？"]
    rows = []
    for number, (sent, seconds, person, given) in enumerate(lines, 1):
        began = sent - timedelta(seconds=seconds)
        took = f"{seconds // 60}分{seconds % 60}秒" if seconds >= 60 else f"{seconds}秒"
        frame = [
            str(number),
            f"{began:%Y-%m-%d %H:%M:%S}",
            f"{sent:%Y-%m-%d %H:%M:%S}",
            took,
            "中国",
            "",
            "",
            "微信用户",
        ]
        rows.append([*frame, person, "示例", "", *given])
    return text([header, *rows])


def text(rows: Sequence[Sequence[str]]) -> bytes:
    """Comma-separated, in UTF-8 with a byte order mark as Excel wants it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def files() -> dict[str, bytes]:
    """The responses by name."""
    return {"老年人.xlsx": elders(), "工作人员.csv": staff(), "管理人员.csv": offices()}


if __name__ == "__main__":
    RESPONSES.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (RESPONSES / name).write_bytes(data)
