"""The order of options that nobody declared: degrees of one thing, magnitudes, steps of a ladder."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from evalkit.numbers import plain

#: Adverbs from the most to the least, as they stand before what is judged: 非常满意, 比较满意, 基本满意.
_ADVERBS = (
    ("极其", "极为", "极", "完全", "十分", "非常", "特别", "绝对", "高度", "显著", "明显", "extremely", "completely", "totally", "strongly"),
    ("很", "相当", "大部分", "基本上都", "very", "highly", "mostly"),
    ("",),
    ("比较", "较为", "较", "还算", "fairly", "quite", "somewhat", "rather", "moderately"),
    ("基本", "基本上", "大致", "有些", "有点", "有一定", "部分", "略", "稍", "偏", "有所", "slightly", "a little"),
)  # fmt: skip
_NOT = ("不是", "不", "没有", "没", "无", "未", "dis", "un", "in", "not at all ", "not ")
_MILD = ("太", "大", "怎么", "够", "很", "甚", "是很", "very ", "so ", "really ")
_MIDDLE = (
    "一般", "一般般", "中立", "中等", "中", "普通", "适中", "说不清", "不确定", "还行", "还可以", "尚可", "无所谓", "不在意", "没意见", "不好说", "没有变化", "不变",
    "neutral", "average", "okay", "fair", "undecided", "unsure", "neither", "so-so", "moderate",
)  # fmt: skip
#: What stands outside a scale, at its end.
_OUTSIDE = (
    "不了解", "不清楚", "不知道", "不适用", "无法评价", "无法判断", "未接触", "没接触过", "没有接触过", "没用过", "未使用", "拒答", "不愿回答", "未涉及",
    "don't know", "do not know", "dont know", "not sure", "n/a", "not applicable", "no opinion", "keine angabe",
)  # fmt: skip
#: Words that are the opposite of one another: 好 and 差 are the two ends of one scale.
_OPPOSITES = {
    "差": "好", "坏": "好", "糟": "好", "糟糕": "好", "低": "高", "少": "多", "小": "大", "慢": "快", "弱": "强", "远": "近", "难": "易", "困难": "容易",
    "贵": "便宜", "复杂": "简单", "麻烦": "方便", "轻": "重", "松": "紧", "短": "长", "窄": "宽", "冷": "热", "脏": "干净", "下降": "上升",
    "减少": "增加", "降低": "提高", "恶化": "改善", "变差": "变好", "反对": "支持", "劣": "优", "失望": "满意", "多余": "必要", "poor": "good",
    "bad": "good", "low": "high", "unlikely": "likely", "rarely": "often", "disagree": "agree", "dissatisfied": "satisfied",
}  # fmt: skip
_SAME = {"良好": "好", "佳": "好", "优秀": "好", "赞同": "同意", "认可": "同意", "赞成": "同意"}
_JUDGED = frozenset(
    [
        "满意",
        "了解",
        "同意",
        "及时",
        "清楚",
        "好",
        "高",
        "合理",
        "方便",
        "重要",
        "公平",
        "公正",
        "规范",
        "信任",
        "支持",
        "认可",
        "必要",
        "完善",
        "有效",
        "satisfied",
        "agree",
        "important",
    ]
)
#: Ladders that no adverb makes, best or first first; a step is known by what its label holds.
_LADDERS: tuple[tuple[str, ...], ...] = (
    ("效果显著", "非常有效", "效果明显", "有效", "比较有效", "有一定效果", "基本有效", "一般", "效果一般", "效果不明显", "不太有效", "无效", "没有效果"),
    ("非常了解", "很了解", "比较了解", "了解", "基本了解", "一般", "了解一些", "了解一点", "听说过", "不太了解", "不了解", "完全不了解", "没听说过"),
    ("优秀", "优", "良好", "良", "中等", "中", "一般", "合格", "及格", "较差", "差", "不合格", "不及格"),
    ("全部", "大部分", "多数", "一半", "部分", "少数", "少部分", "小部分", "个别", "没有", "无"),
    ("总是", "每次都", "一直", "经常", "常常", "时常", "有时", "有时候", "偶尔", "很少", "极少", "几乎不", "几乎没有", "从不", "从来不", "从来没有", "从未"),
    ("每天", "每周", "每月", "每季度", "每半年", "每年", "几年"),
    ("always", "very often", "often", "sometimes", "seldom", "rarely", "never"),
    ("sehr häufig", "häufig", "eher häufig", "manchmal", "eher selten", "selten", "sehr selten", "gar nicht", "nie"),
    ("stimme vollständig zu", "stimme voll zu", "stimme zu", "stimme eher zu", "teils/teils", "teils teils", "stimme eher nicht zu",
     "stimme nicht zu", "stimme gar nicht zu"),
    ("excellent", "very good", "good", "average", "fair", "poor", "very poor", "terrible"),
    ("提高很多", "明显提高", "明显改善", "有所提高", "有所改善", "没有变化", "没变化", "不变", "有所下降", "明显下降"),
)  # fmt: skip
#: What a person is or has, from the least up; label and step need only begin alike or hold one another.
_STEPS: tuple[tuple[str, ...], ...] = (
    ("未上过学", "文盲", "小学", "初中", "高中", "中专", "职高", "技校", "大专", "专科", "本科", "大学", "硕士", "研究生", "博士"),
    ("办事员", "科员", "副科", "正科", "科级", "副处", "正处", "处级", "副厅", "正厅", "厅级"),
    ("初级", "中级", "副高", "高级", "正高"),
    ("员级", "助理级", "中级", "副高级", "正高级"),
    ("小班", "中班", "大班", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级", "高一", "高二", "高三"),
    ("大一", "大二", "大三", "大四"),
)  # fmt: skip
_ANSWERS: tuple[tuple[str, ...], ...] = (
    ("是", "有", "会", "愿意", "知道", "需要", "可以", "及时", "部分", "部分是", "不一定", "看情况", "否", "不是", "没有", "无", "不会", "不愿意", "不知道", "不需要", "不可以",
     "不及时", "不清楚", "不了解", "说不清"),
    ("yes", "partly", "no", "don't know", "not sure"),
    ("ja", "teils", "nein", "weiß nicht"),
    ("男", "女"), ("male", "female", "other"),
)  # fmt: skip
_LESS = re.compile(r"以下|不足|不到|小于|少于|低于|以内|未满|≤|＜|<|below|less|under|up to|fewer", re.IGNORECASE)
_MORE = re.compile(r"以上|超过|大于|多于|高于|及更|≥|＞|>|\+|above|more|over|at least", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_ELSE = re.compile(r"^(?:其他|其它|以上都|都不|均不|other|none of)", re.IGNORECASE)


def scale(labels: Collection[str]) -> list[str] | None:
    """The labels as degrees of one thing from the best to the worst, what is outside at the end; None when they are none."""
    ladder = _on(labels, _LADDERS)
    if ladder is not None and len([label for label in labels if _fold(label) not in _OUTSIDE]) > 1:
        return ladder
    placed = {label: _degree(_fold(label)) for label in labels}
    inner = {label: one for label, one in placed.items() if one is not None}
    if len({stem for stem, _ in inner.values() if stem}) > 1:
        # 不了解 is a degree where 了解 is asked for, and outside the scale everywhere else.
        inner = {label: one for label, one in inner.items() if _fold(label) not in _OUTSIDE}
    outer = [label for label in labels if label not in inner]
    stems = {stem for stem, _ in inner.values() if stem}
    if len(stems) != 1 or len(inner) < 2:
        return None
    stem = next(iter(stems))
    if len([label for label, (judged, _) in inner.items() if judged]) < 2 and stem not in _JUDGED:
        return None
    known = stem in _JUDGED or any(len(_fold(label)) > len(stem) or _fold(label) in _OPPOSITES for label in inner)
    if not known or any(_fold(label) not in _OUTSIDE for label in outer):
        return None
    return [*sorted(inner, key=lambda label: inner[label][1]), *sorted(outer)]


def plain_answers(labels: Collection[str]) -> list[str] | None:
    """Yes before no, with what lies between and beside them; None when the labels are something else."""
    return _on(labels, _ANSWERS, outside=False)


def ladder(labels: Collection[str]) -> list[str] | None:
    """Magnitudes (20岁以下, 20—40岁, 40岁以上) and steps (初中, 高中, 本科) from the least up; None when they are neither."""
    inner = [label for label in labels if not _ELSE.match(label) and _fold(label) not in _OUTSIDE]
    outer = [label for label in labels if label not in inner]
    if len(inner) < 2:
        return None
    sizes = {label: _size(label) for label in inner}
    if None not in sizes.values() and len(set(sizes.values())) == len(inner):
        return [*sorted(inner, key=lambda label: sizes[label] or (Decimal(), 0)), *outer]
    for steps in _STEPS:
        at = {label: next((place for place, step in enumerate(steps) if step in label), None) for label in inner}
        if None not in at.values():
            return [*sorted(inner, key=lambda label: (at[label] or 0, "以下" not in label, "以上" in label)), *outer]
    return None


def beside(label: str) -> bool:
    """Whether an option stands at the end whatever its number: 其他, 不清楚."""
    return bool(_ELSE.match(label)) or _fold(label) in _OUTSIDE


def _degree(text: str) -> tuple[str, Decimal] | None:
    """What is judged and how far from the best: 比较满意 → 满意, 2; 不太满意 → 满意, 7; the middle has no stem."""
    if text in _MIDDLE:
        return "", Decimal(5)
    for depth, adverbs in enumerate(_ADVERBS):
        for adverb in sorted(adverbs, key=len, reverse=True):
            rest = text.removeprefix(adverb).strip()
            if adverb and (rest == text or not rest):
                continue
            worse = _negated(rest)
            if worse is not None:
                return worse, Decimal(10 - depth)
            if rest in _OPPOSITES:
                return _OPPOSITES[rest], Decimal(10 - depth)
            if adverb:
                return _SAME.get(rest, rest), Decimal(depth)
    mild = next((text.removeprefix(no + much) for no in _NOT for much in _MILD if text.startswith(no + much)), None)
    if mild:
        return _SAME.get(mild.strip(), mild.strip()), Decimal(6)
    return (_SAME.get(text, text), Decimal(2)) if text and text not in _OUTSIDE else None


def _negated(text: str) -> str | None:
    for no in _NOT:
        rest = text.removeprefix(no)
        if (
            rest != text
            and rest
            and not any(rest.startswith(much.strip()) and rest != much.strip() for much in _MILD if much.strip())
        ):
            return _SAME.get(rest, rest)
    return None


def _on(labels: Collection[str], ladders: Sequence[tuple[str, ...]], outside: bool = True) -> list[str] | None:
    folded = {label: _fold(label) for label in labels}
    for steps in ladders:
        out = [label for label, text in folded.items() if outside and text in _OUTSIDE and text not in steps]
        if all(text in steps for label, text in folded.items() if label not in out):
            return [*sorted(set(folded) - set(out), key=lambda label: steps.index(folded[label])), *sorted(out)]
    return None


def _size(label: str) -> tuple[Decimal, int] | None:
    text = plain(label).replace(",", "")
    found = _FIGURE.search(text)
    if not found:
        return None
    figure = Decimal(found[0]) * (10000 if "万" in text and "元" in text else 1)
    return figure, -1 if _LESS.search(text) and len(_FIGURE.findall(text)) == 1 else 1 if _MORE.search(text) else 0


def _fold(label: str) -> str:
    return " ".join(plain(label).lower().split())
