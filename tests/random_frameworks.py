"""Frameworks made up by a seed: three or four levels, every kind of rule, figures that lie on boundaries, odd names.

``framework(seed)`` gives what a folder of such an evaluation would hold. Nothing of it is expected of anybody: the same
framework is scored by us and by a spreadsheet program, and both must come to the same.
"""

from __future__ import annotations

import random
from decimal import Decimal

from evalkit.model.places import Where
from evalkit.model.source import Entry, RawRow, RawTable, Source

NAMES = (
    *("立项规范性", "资金到位率", "A&B <项目>", "“引号”指标", "完成率(%)", "=1+1", "补贴　发放", "Ω≥90%的比例"),
    *("及时率/准确率", "C'D 对比", "成本控制!", "满意度①", "制度健全性", "公众参与", "长效机制", "人均面积㎡"),
)
GRADES = (("优", "90", "100"), ("良", "80", "90"), ("中", "60", "80"), ("差", "0", "60"))
#: Figures at and beside boundaries: what rounds up to a band's floor, halves, rates that never end.
EDGES = (
    *("89.995", "89.9949999", "94.904458598726", "100", "0", "90", "60", "59.995", "99.995", "2.345", "79.994999"),
    *("33.335", "66.665", "110", "130.005", "85.0049", "7.125", "95.5", "100.005"),
)
COUNTS = (1, 3, 7, 12, 24, 27, 108, 596, 628, 997, 1000, 4321)
LEVELS = ("有效维护", "一般（维护）", "没有 维护")


class Maker:
    """One framework in the making: the rows of its tables."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.indicators: list[dict[str, str]] = []
        self.points: list[dict[str, str]] = []
        self.experts: list[dict[str, str]] = []
        self.facts: list[dict[str, str]] = []
        self.adjustments: list[dict[str, str]] = []

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    # ---- facts ----------------------------------------------------------------------------------------------------

    def fact(self, value: str, unit: str, measure: str = "", expression: str = "") -> str:
        name = f"{self.pick('数', '实际-数', '甲（乙）数', '数A')}{len(self.facts) + 1}"
        row = {"名称": name, "值": value, "单位": unit, "口径": measure, "算式": expression}
        if self.random.random() < 0.15 and measure == "比率":
            row["位数"] = self.pick("0", "1", "3")
        self.facts.append({key: text for key, text in row.items() if text})
        return f"「{name}」"

    def rate(self) -> str:
        """What a rule reads: a fact of a boundary's figure, a quotient, a sum of money, or an expression."""
        way = self.random.randrange(6)
        if way == 0:
            return self.fact(self.pick(*EDGES), "%", "比率")
        top, bottom = self.random.choice(COUNTS), self.random.choice(COUNTS)
        if way == 1:
            bottom = max(bottom, top)
        if way in (1, 2):
            return f"{self.fact(str(top), '人')} / {self.fact(str(bottom), '人')}"
        if way == 3:
            spent = self.fact(str(Decimal(top) * Decimal("1234.5")), "元")
            return f"{spent} / {self.fact(str(Decimal(bottom) * Decimal('0.12')), '万元')}"
        if way == 4:
            parts = [self.fact(str(self.random.choice(COUNTS)), "户") for _ in range(3)]
            return self.fact("", "", "比率", f"({parts[0]} + {parts[1]}) / ({parts[2]} + {parts[0]})")
        one, other = (self.fact(self.pick(*EDGES), "%", "比率") for _ in range(2))
        return f"{one} × 0.6 + {other} × 0.4" if self.random.random() < 0.5 else f"最小({one}, {other})"

    def condition(self) -> str:
        done = self.fact(self.pick("是", "否", "已完成", "未完成"), "", "文字")
        spent, budget = (self.fact(str(self.random.choice(COUNTS)), unit) for unit in ("万元", "万元"))
        sign = self.pick(">=", "<=", "<", ">")
        both, either = f"{done} 且 {spent} {sign} {budget}", f"{done} 或 {spent} + {budget} {sign} {budget}"
        return self.pick(done, both, either)

    # ---- rules ----------------------------------------------------------------------------------------------------

    def rule(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        makers = (
            self.checklist, self.deductions, self.bands, self.steps, self.ratio, self.levels, self.composite,
            self.panel, self.manual,
        )  # fmt: skip
        self.random.choice(makers)(code, weight, row)
        if row["规则"] not in ("人工给分",) and self.random.random() < 0.06:
            self.by_hand(weight, row)

    def by_hand(self, weight: Decimal, row: dict[str, str]) -> None:
        given = (weight * Decimal(self.random.randrange(101)) / 100).quantize(Decimal("0.01"))
        row |= {"人工得分": str(given), "人工理由": "另行评定", "底稿号": "D-1", "复核人": "乙"}

    def manual(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        row |= {"规则": "人工给分", "评价标准": "综合评定"}
        self.by_hand(weight, row)

    def checklist(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        mode = self.pick("按分值", "等权", "按比例")
        count = self.random.randrange(1, 6)
        idle = self.pick("折算", "折算", "得分", "不得分")
        gate = "；门槛：①" if self.random.random() < 0.2 else ""
        row |= {"规则": "要点给分", "参数": f"分配：{mode}；不适用：{idle}{gate}"}
        worths = self.split(weight, count)
        for order in range(count):
            verdict = self.pick("符合", "符合", "不符合", "部分符合", "不适用")
            if order == 0 and verdict == "不适用":
                verdict = "符合"
            point = {"编码": code, "要点": f"要点{order + 1}", "判定": verdict, "事实": "查到的事实"}
            if mode == "按分值":
                point["分值"] = str(worths[order])
                if verdict == "部分符合":
                    half = (worths[order] / 2).quantize(Decimal("0.001"))
                    point["得分"] = str(half)
                elif self.random.random() < 0.15:
                    best, half = worths[order], (worths[order] / 3).quantize(Decimal("0.01"))
                    point |= {"档次": f"优→{best}，良→{half}，差→0", "判定": self.pick("优", "良", "差")}
            elif mode == "按比例":
                point["分值"] = self.pick("40", "20", "15", "7.5", "3")
            self.points.append(point)

    def deductions(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        row["规则"] = "扣分清单"
        for order in range(self.random.randrange(1, 4)):
            cost = max((weight / self.random.choice((2, 3, 7))).quantize(Decimal("0.01")), Decimal("0.01"))
            verdict = self.pick("存在", "不存在", "2次", "3", "不存在")
            point = {"编码": code, "要点": f"情形{order + 1}", "分值": str(cost), "判定": verdict, "事实": "查到的事实"}
            if self.random.random() < 0.3:
                point["上限"] = str(min(cost * 2, weight))
            self.points.append(point)

    def gates(self) -> str:
        if self.random.random() > 0.2:
            return ""
        return f"；{self.pick('满分条件', '零分条件')}：{self.condition()}"

    def bands(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        scale = self.pick(
            "≥100→100；≥90→80；≥60→50；其余→0",
            "[95,∞)→100；[90,95)→66.67；[80,90)→33.33；<80→0",
            "<60→100；[60,90)→60；≥90→0",
        )
        row |= {"规则": "分档给分", "参数": f"{scale}；满分：100{self.gates()}", "取值": self.rate()}

    def steps(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        part, each = self.pick("去尾", "照算", "进位"), self.pick("1%", "0.5%", "1.4%", "5%")
        aim = self.pick("目标：100%；方向：不足", "目标：90%；方向：不足", "目标：100%；方向：超出", "目标：90%~110%")
        cut = self.pick("5%", "3%", "10%", "0.1分")
        row |= {
            "规则": "逐步扣分",
            "参数": f"{aim}；每：{each}；扣：{cut}；舍入：{part}{self.gates()}",
            "取值": self.rate(),
        }
        if weight < Decimal("0.1"):
            row["参数"] = row["参数"].replace("0.1分", "5%")

    def ratio(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        way = self.pick("正向", "反向", "反向递减", "偏离")
        more = {"正向": self.pick("", "；起点：60%"), "偏离": self.pick("", "；容许：5%")}.get(way, "")
        aim = self.pick("100%", "95%")
        row |= {"规则": "按比例给分", "参数": f"目标：{aim}；方向：{way}{more}{self.gates()}", "取值": self.rate()}

    def levels(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        row["规则"] = "分级给分"
        if self.random.random() < 0.5:
            scale = "；".join(f"{name}→{worth}" for name, worth in zip(LEVELS, ("10", "6.5", "0"), strict=True))
            row |= {"参数": f"{scale}；满分：10", "取值": self.pick(*LEVELS)}
            return
        row |= {
            "参数": "达成→80%~100%；部分达成→60%~80%；未达成→0~60%",
            "取值": self.pick("达成，90%", "部分达成，66.5%", "未达成，12.5%", "达成，100%"),
            "核查事实": "按完成的程度评定",
        }

    def composite(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        mode, count = self.pick("按分值", "按比例"), self.random.randrange(2, 4)
        row |= {"规则": "分项计分", "参数": f"分配：{mode}"}
        for order, worth in enumerate(self.split(weight, count), 1):
            share = str(worth) if mode == "按分值" else self.pick("300", "100", "7", "0.5")
            part: dict[str, str] = {}
            self.random.choice((self.bands, self.ratio, self.levels))(code, weight, part)
            fact = part.pop("核查事实", "查到的事实")
            self.points.append({"编码": code, "要点": f"分项{order}", "分值": share, "事实": fact, **part})

    def panel(self, code: str, weight: Decimal, row: dict[str, str]) -> None:
        way = self.pick("平均", "去极值平均", "加权平均")
        row |= {"规则": "专家评分", "参数": f"方法：{way}；满分：10"}
        for order in range(self.random.randrange(5, 8)):
            given = Decimal(self.random.randrange(60, 101)) / 10
            expert = {"编码": code, "专家": f"专家{order + 1}", "得分": str(given)}
            self.experts.append(expert | ({"权重": self.pick("1", "2", "1.5")} if way == "加权平均" else {}))

    # ---- the whole ------------------------------------------------------------------------------------------------

    def split(self, weight: Decimal, count: int) -> list[Decimal]:
        """A weight in parts of two decimals, none of them nought."""
        cents = int(weight * 100)
        count = min(count, cents)
        cuts = sorted(self.random.sample(range(1, cents), count - 1)) if count > 1 else []
        return [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, cents], strict=True)]

    def make(self) -> None:
        count = self.random.randrange(3, 9)
        deep = self.random.random() < 0.25
        for order, weight in enumerate(self.split(Decimal(100), count)):
            top = self.random.randrange(1, 4) if order else 1
            code = f"X{order + 1}"
            row = {
                "一级指标": f"{('决策', '过程', '产出 [一]')[top - 1]}",
                "二级指标": f"{self.pick('立项', '管理')}{top}",
                "三级指标": f"{self.pick(*NAMES)} {order + 1}",
                "编码": code,
                "分值": str(weight),
            }
            if deep and self.random.random() < 0.6:
                row["四级指标"] = f"明细 {order + 1}"
            self.rule(code, weight, row)
            self.indicators.append(row)
        self.indicators.sort(key=lambda row: ("决策", "过程", "产出 [一]").index(row["一级指标"]))
        self.idle()
        self.adjust()

    def idle(self) -> None:
        """Now and then one that does not apply, beside another under the same first level."""
        for top in {row["一级指标"] for row in self.indicators}:
            below = [row for row in self.indicators if row["一级指标"] == top]
            plain = [row for row in below if "人工得分" not in row]
            if len(below) > 2 and plain and self.random.random() < 0.15:
                self.random.choice(plain)["不适用原因"] = "本项目没有这项内容"

    def adjust(self) -> None:
        if self.random.random() > 0.25:
            return
        codes = [row["编码"] for row in self.indicators if "不适用原因" not in row]
        for _ in range(self.random.randrange(1, 4)):
            happened = self.pick("是", "否", self.condition())
            row = {"事项": f"事项{len(self.adjustments) + 1}", "是否发生": happened, "底稿号": "D-9", "复核人": "乙"}
            kind = self.pick("加分", "减分", "否决")
            row |= {"类型": kind, "理由": "查到的事实"}
            if kind != "否决":
                row |= {"分值": self.pick("1", "2.5", "0.33"), "对象": self.pick("", self.random.choice(codes))}
            else:
                effect = self.pick("得零分", "总分封顶", "等级降一档")
                row["后果"] = effect
                if effect == "总分封顶":
                    row["封顶"] = self.pick("59.99", "80")
                elif effect == "得零分":
                    row["对象"] = self.random.choice(codes)
            self.adjustments.append({key: text for key, text in row.items() if text})


def framework(seed: int) -> Source:
    """The tables of one made-up evaluation."""
    maker = Maker(seed)
    maker.make()
    whole = maker.pick("同级分摊", "全体分摊")
    project = {"名称": f"项目{seed}", "年度": "2025", "委托单位": "某县财政局", "不适用指标": whole, "等级方案": "四档"}
    tables = {
        "项目": [project],
        "机构": [{"名称": "某咨询公司"}],
        "指标": maker.indicators,
        "要点": maker.points,
        "专家评分": maker.experts,
        "事实": maker.facts,
        "加减分": maker.adjustments,
        "等级方案": [{"方案": "四档", "等级": name, "下限": low, "上限": high} for name, low, high in GRADES],
    }
    made = tuple(
        RawTable(name, tuple(row_of(name, place, row) for place, row in enumerate(rows, 1)), Where(f"{name}.yaml"))
        for name, rows in tables.items()
        if rows
    )
    return Source(f"framework-{seed}", made, (), (), (), (), (), Where("."))


def row_of(name: str, place: int, row: dict[str, str]) -> RawRow:
    at = Where(f"{name}.yaml", f"{place}:1")
    return RawRow({key: Entry(text, Where(f"{name}.yaml", f"{place}:{key}")) for key, text in row.items()}, at)
