"""Where a title may be parted: after 及 and the like, before 项目 and the like, never inside a word that is known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from evalkit.writers._word_xml import spaced_ems

#: Words of titles in this trade; a break inside one is the last resort.
_NAMED = """
绩效评价报告 绩效评估报告 事前绩效评估 政策绩效评价 专项债券 部门整体支出绩效评价 绩效评价 评价报告 绩效目标 绩效管理 部门整体支出 整体支出 项目支出 专项资金 专项经费
财政资金 预算执行 国有企业 国有资产 留守人员 困难职工 困难群众 困难家庭 农村公路 农村环境 高标准农田
义务教育 学前教育 职业教育 公共卫生 基本公共服务 社会保险 社会保障 养老保险 医疗保险 医疗救助
最低生活保障 乡村振兴 科技创新 人居环境 污水处理 垃圾处理 政府购买服务 地方政府 以奖代补 以工代赈
退役军人 残疾人 未成年人 中小企业 中小学 新能源 信息化 现代化 一体化 数字化 标准化 专业化 机关 单位
部门 企业 国有 人员 职工 群众 家庭 学生 教师 农民 居民 村民 经费 资金 资产 项目 专项 工程 工作
补助 补贴 奖励 救助 救济 慰问 春节 生活 困难 留守 建设 改造 维修 维护 整治 治理 管理 服务 保障
保险 运行 运营 运转 购置 采购 培训 教育 卫生 医疗 养老 就业 创业 创新 科技 产业 农业 工业 林业
水利 交通 公路 道路 桥梁 城市 城乡 城镇 农村 乡村 乡镇 社区 街道 环境 生态 污染 防治 保护 土地
耕地 粮食 住房 房屋 公共 基础 设施 设备 信息 系统 平台 网络 数据 文化 旅游 体育 宣传 安全 生产
应急 消防 防汛 抗旱 灾害 疫情 防控 监测 检测 检查 监督 执法 司法 公安 民政 财政 税务 预算 支出
收入 政府 地方 中央 省级 市级 县级 年度 绩效 评价 报告 实施 发展 改革 事务 人事 对象 退役 士兵
安置 优抚 试点 示范 推广 贷款 贴息 债券 投资 融资 扶贫 振兴 及时 以及 参与 和谐 和平 与会 目的
标的
"""
_WORDS = frozenset(_NAMED.split())
_AFTER = frozenset("及和与的、，：—”》）】")
_BEFORE = ("项目", "专项", "绩效评价", "部门整体", "整体支出")
_REGIONS = frozenset("省市县区镇乡局厅委办")
_LONGEST = max(map(len, _WORDS))

#: What a break costs: at a joint, between words, where nothing is known, inside a word, inside a number or a Latin word.
_JOINT, _BETWEEN, _UNKNOWN, _INSIDE, _TORN = 0.0, 0.6, 1.6, 8.0, 50.0
#: A title of more lines than these is left to the program that shows it.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Parted:
    """A title in lines that fit a width in characters; ``spread`` is what each line lacks to the longest, last excepted."""

    lines: tuple[str, ...]
    width: float
    spread: tuple[float, ...]


def parted(title: str, room: float) -> Parted | None:
    """The title in balanced lines no wider than ``room`` characters; None where it needs no break or too many."""
    whole = spaced_ems(title)
    if whole <= room or "\n" in title:
        return None
    costs = _costs(title)
    best: tuple[float, Parted] | None = None
    least = int(-(-whole // room))
    for count in range(least, min(least + 1, _MOST) + 1):
        for most in (_INSIDE, _TORN):
            places = [place for place, cost in costs.items() if cost < most]
            for cut in combinations(places, count - 1):
                made = _made(title, cut, room)
                if made is None:
                    continue
                cost = sum(costs[place] for place in cut) + _shape(made) + 2.0 * (count - least)
                if best is None or cost < best[0]:
                    best = cost, made
            if best is not None:
                break  # no need to look inside words
    return best[1] if best else None


def joints(title: str) -> Iterator[int]:
    """The places, as characters before them, where a reader would break the title."""
    return (place for place, cost in _costs(title).items() if cost <= _BETWEEN)


def _made(title: str, cut: tuple[int, ...], room: float) -> Parted | None:
    lines = tuple(title[start:stop] for start, stop in pairwise((0, *cut, len(title))))
    widths = [spaced_ems(line) for line in lines]
    longest = max(widths)
    if longest > room:
        return None
    # Half a character of slack on either side of where a line turns: fonts differ a little.
    spread = tuple(max(longest - width, 0.0) if longest - width > 0.5 else 0.0 for width in widths[:-1])
    return Parted(lines, min(longest + 0.5, room), (*spread, 0.0))


def _shape(made: Parted) -> float:
    """How uneven the lines are: trapezium and lozenge are the shapes of GB/T 9704, an hourglass is none."""
    widths = [spaced_ems(line) for line in made.lines]
    longest = max(widths)
    uneven = sum(((longest - width) / longest) ** 2 for width in widths) * 6
    waist = any(before > here < after for before, here, after in zip(widths, widths[1:], widths[2:], strict=False))
    apart = sum((gap / len(line) / 0.08) ** 2 for gap, line in zip(made.spread, made.lines, strict=True))
    return uneven + apart + (3.0 if waist else 0.0)


def _costs(title: str) -> dict[int, float]:
    costs = dict.fromkeys(range(1, len(title)), _UNKNOWN)
    place = 0
    while place < len(title):
        size = next(
            (n for n in range(min(_LONGEST, len(title) - place), 1, -1) if title[place : place + n] in _WORDS), 1
        )
        if size > 1:
            for inside in range(place + 1, place + size):
                costs[inside] = _INSIDE
            for edge in (place, place + size):
                if edge in costs:
                    costs[edge] = min(costs[edge], _BETWEEN)
        place += size
    for place, cost in costs.items():
        before, after = title[place - 1], title[place]
        latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if latin or before.isdecimal() or before in "（《“【" or after in "、，：。；）》”】":
            costs[place] = _TORN
        elif after in _REGIONS:
            costs[place] = _INSIDE  # 事务局, 永兴县
        elif cost < _INSIDE and after not in _AFTER:
            if before in _AFTER or title.startswith(_BEFORE, place):
                costs[place] = _JOINT
            elif before in _REGIONS or title.endswith("年度", 0, place):
                costs[place] = min(cost, _BETWEEN)
        elif cost < _INSIDE:  # before 及 or 和
            costs[place] = _UNKNOWN
    return costs
