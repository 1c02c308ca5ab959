"""A questionnaire's YAML -> ``Questionnaire``, with every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import get_args

from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Option, Question, Questionnaire, QuestionType, Role, Screening
from evalkit.model.source import Listed, Mapped, Node, Scalar
from evalkit.numbers import parse_decimal, plain, trimmed

Findings = tuple[Finding, ...]

TYPES: Mapping[str, QuestionType] = dict(
    zip(("单选", "多选", "量表", "矩阵", "填空", "数字", "日期", "排序"), get_args(QuestionType), strict=True)
)
ROLES: Mapping[str, Role] = {
    "满意度": "satisfaction",
    "知晓度": "awareness",
    "效果": "effect",
    "背景": "profile",
    "意见": "open",
}
#: Types whose answers are chosen from options.
CHOSEN = ("single", "multi", "scale", "matrix", "rank")

_KEYS = ("标题", "发放", "总体", "分组题", "总体构成", "调查时间", "方式", "说明", "筛查", "满意线", "一般线", "题目")
_SCREENING_KEYS = ("最短用时秒", "最大缺答率", "重复间隔分钟")
_QUESTION_KEYS = ("题号", "题干", "题型", "选项", "行", "角色", "主题", "计入满意度", "必答", "类别")
_OPTION_KEYS = ("选项", "分值", "同义")
_SYNONYMS = {
    "问题": "题目",
    "导语": "说明",
    "发放数": "发放",
    "发放份数": "发放",
    "总体人数": "总体",
    "调查方式": "方式",
    "题目内容": "题干",
    "类型": "题型",
    "矩阵行": "行",
    "同义词": "同义",
}
_UNSCORED = ("", "不计", "不计分", "无", "-", "—", "null", "~")
_YES, _NO = ("是", "true", "yes", "计入"), ("否", "false", "no", "不计入", "")
_YES_NO = "写“是”或“否”"


def load_questionnaire(id: str, node: Node) -> tuple[Questionnaire | None, Findings]:
    """The questionnaire, or None when a fault makes answers uncountable. ``id`` is its file's name without suffix.

    Options are scored 0–100; an option without a score stays outside the base of means. A question without 题号 is
    numbered by its order. 计入满意度 is a weight, 是 meaning 1.
    """
    reader = _Reader()
    made = reader.questionnaire(id, node)
    findings = tuple(reader.findings)
    return (None if any(found.severity == "error" for found in findings) else made), findings


class _Reader:
    """Collects faults while it reads, so that all are told at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, where: Where, message: str, cure: str = "") -> None:
        self.findings.append(fault(where, message, cure))

    # ---- the whole ------------------------------------------------------------------------------------------------

    def questionnaire(self, id: str, node: Node) -> Questionnaire | None:
        keys = self.mapping(node, _KEYS, "问卷")
        if keys is None:
            return None
        title = self.text(keys.get("标题"))
        if not title:
            self.fault(node.at, "问卷没有“标题”", "在第一行写：标题: 某项目满意度调查问卷")
        questions = self.questions(keys.get("题目"), node.at)
        made = Questionnaire(
            id=id,
            title=title,
            questions=questions,
            issued=self.count(keys.get("发放"), "发放"),
            population=self.count(keys.get("总体"), "总体"),
            period=self.text(keys.get("调查时间")),
            method=self.text(keys.get("方式")),
            screening=self.screening(keys.get("筛查")),
            intro=self.text(keys.get("说明")),
            satisfied=self.number(keys.get("满意线"), "满意线", Decimal(0), Decimal(100)),
            neutral=self.number(keys.get("一般线"), "一般线", Decimal(0), Decimal(100)),
            at=node.at,
        )
        if made.satisfied is not None and made.neutral is not None and made.neutral >= made.satisfied:
            self.fault(keys["一般线"].at, "“一般线”应当低于“满意线”", "分值不低于满意线的算满意，不低于一般线的算一般")
        self.satisfaction(questions)
        return self.groups(made, keys.get("分组题"), keys.get("总体构成"))

    def groups(self, made: Questionnaire, group: Node | None, populations: Node | None) -> Questionnaire:
        """The question that parts respondents into groups, and how many people each group has."""
        if group is None:
            if populations is not None:
                self.fault(populations.at, "写了“总体构成”，没有写“分组题”", "加一行“分组题: Q2”，写出哪一题分组")
            return made
        asked = _question_id(self.text(group))
        question = next((question for question in made.questions if question.id == asked), None)
        if question is None or question.type != "single":
            why = "不是单选题" if question else "不在题目里"
            self.fault(group.at, f"分组题“{self.text(group)}”{why}", "写一道单选题的题号，如 Q2")
            return made
        labels = [option.label for option in question.options]
        sizes: list[tuple[str, int]] = []
        for label, value in self.items(populations, "总体构成"):
            size = self.count(value, f"总体构成里“{label.text}”的人数")
            if label.text not in labels:
                cure = f"按 {asked} 的选项来写：{'、'.join(labels)}{_near(label.text, labels)}"
                self.fault(label.at, f"“{label.text}”不是分组题 {asked} 的选项", cure)
            elif size is not None:
                sizes.append((label.text, size))
        total = sum(size for _, size in sizes)
        if populations is not None and made.population is not None and total != made.population:
            message = f"总体构成合计 {total} 人，与总体 {made.population} 人不一致"
            self.fault(populations.at, message, "改“总体”或“总体构成”，使两者相等；没有分在各组的人也要列出来")
        population = made.population if made.population is not None else (total or None)
        return replace(made, group=question.id, populations=tuple(sizes), population=population)

    def satisfaction(self, questions: tuple[Question, ...]) -> None:
        satisfied = [question for question in questions if question.role == "satisfaction"]
        if satisfied and all(question.weight is None for question in questions):
            cure = "在构成总体满意度的题目下加一行“计入满意度: 是”"
            self.findings.append(doubt(satisfied[0].at, "有满意度题，但没有一题计入总体满意度", cure))

    def screening(self, node: Node | None) -> Screening:
        if node is None:
            return Screening()
        keys = self.mapping(node, _SCREENING_KEYS, "筛查") or {}
        default = Screening()
        seconds = self.number(keys.get("最短用时秒"), "最短用时秒", Decimal(0), Decimal(86400))
        blank = self.number(keys.get("最大缺答率"), "最大缺答率", Decimal("0.01"), Decimal(1))
        minutes = self.number(keys.get("重复间隔分钟"), "重复间隔分钟", Decimal(0), Decimal(525600))
        return Screening(
            seconds,
            default.maximum_blank if blank is None else blank,
            default.duplicate_minutes if minutes is None else minutes,
        )

    # ---- questions ------------------------------------------------------------------------------------------------

    def questions(self, node: Node | None, at: Where) -> tuple[Question, ...]:
        if not isinstance(node, Listed) or not node.items:
            cure = "写成列表：题目: 下面一题一项，以“- 题号: Q1”开头"
            self.fault(node.at if node else at, "问卷没有题目" if node is None else "“题目”应当是列表", cure)
            return ()
        made: dict[str, Question] = {}
        for order, item in enumerate(node.items, 1):
            question = self.question(item, order)
            if question is None:
                continue
            if question.id in made:
                message = f"题号 {question.id} 用了两次，第一次在 {made[question.id].at.spot or '前面'}"
                self.fault(question.at, message, "给其中一题另编题号")
            made[question.id] = question
        return tuple(made.values())

    def question(self, node: Node, order: int) -> Question | None:
        keys = self.mapping(node, _QUESTION_KEYS, f"第 {order} 题")
        if keys is None:
            return None
        stated = self.text(keys.get("题号"))
        id = _question_id(stated) if stated else f"Q{order}"
        if not re.fullmatch(r"Q[1-9]\d*", id):
            self.fault(keys["题号"].at, f"题号“{stated}”认不出来", "写成 Q1、Q2 ……")
        text = self.text(keys.get("题干"))
        if not text:
            self.fault(node.at, f"{id} 没有“题干”", "加一行“题干: 问题的全文”，与平台上的题目一致")
        kind = self.choice(keys.get("题型"), "题型", tuple(TYPES), "单选")
        type = TYPES.get(kind, "single")
        role = self.choice(keys.get("角色"), "角色", tuple(ROLES), "")
        options = self.options(keys.get("选项"), id)
        rows = self.labels(keys.get("行"), f"{id} 的“行”")
        made = Question(
            id=id,
            text=text,
            type=type,
            options=options,
            rows=rows,
            role=ROLES.get(role, ""),
            topic=self.text(keys.get("主题")),
            weight=self.weight(keys.get("计入满意度")),
            required=self.yes(keys.get("必答"), type != "text"),
            categories=self.categories(keys.get("类别")),
            at=node.at,
        )
        if kind in TYPES:
            self.consistent(made, keys)
        return made

    def consistent(self, question: Question, keys: Mapping[str, Node]) -> None:
        """Faults of a question whose parts do not fit each other."""
        id = question.id
        if question.type in CHOSEN and "选项" not in keys:
            self.fault(question.at, f"{id} 没有“选项”", "加上选项；由人自己填写的，题型写“填空”或“数字”")
        elif question.type in CHOSEN and len(question.options) == 1:
            self.fault(keys["选项"].at, f"{id} 只有一个选项", "至少写两个选项")
        elif question.type not in CHOSEN and "选项" in keys:
            self.fault(keys["选项"].at, f"{id} 的题型不用选项", "删去选项，或把题型改为“单选”")
        if question.type == "matrix" and not question.rows:
            self.fault(question.at, f"{id} 是矩阵题，没有“行”", "加一行“行: [服务态度, 办事效率]”")
        elif question.type != "matrix" and question.rows:
            self.fault(keys["行"].at, f"{id} 不是矩阵题，不用“行”", "删去“行”，或把题型改为“矩阵”")
        if question.categories and question.type != "text":
            self.fault(keys["类别"].at, f"{id} 不是填空题，不用“类别”", "删去“类别”，或把题型改为“填空”")
        if question.weight is None:
            return
        if question.type not in ("single", "scale", "matrix"):
            cure = "删去“计入满意度”；只有单选、量表和矩阵题可以计入"
            self.fault(keys["计入满意度"].at, f"{id} 的题型不能计入满意度", cure)
        elif question.options and all(option.score is None for option in question.options):
            cure = "给选项写分值，如 {非常满意: 100, 比较满意: 75, 一般: 50, 不太满意: 25, 非常不满意: 0}"
            self.fault(question.at, f"{id} 计入满意度，但选项没有分值", cure)

    def options(self, node: Node | None, id: str) -> tuple[Option, ...]:
        """Options as ``{label: score}``, as a list of labels, or as a list of ``{选项, 分值, 同义}``."""
        made: list[Option] = []
        if isinstance(node, Mapped):
            made = [Option(key.text.strip(), self.score(value), at=key.at) for key, value in node.items]
        elif isinstance(node, Listed):
            for item in node.items:
                if isinstance(item, Scalar):
                    made.append(Option(item.text.strip(), at=item.at))
                    continue
                keys = self.mapping(item, _OPTION_KEYS, f"{id} 的选项") or {}
                synonyms = self.labels(keys.get("同义"), f"{id} 选项的“同义”")
                made.append(Option(self.text(keys.get("选项")), self.score(keys.get("分值")), synonyms, item.at))
        elif node is not None:
            cure = "写成 {非常满意: 100, 比较满意: 75} 或 [男, 女]"
            self.fault(node.at, f"{id} 的选项应当是列表，或“选项: 分值”的映射", cure)
        self.apart(made, id)
        return tuple(made)

    def apart(self, options: list[Option], id: str) -> None:
        """Faults where two options would claim the same answer."""
        seen: dict[str, int] = {}
        for index, option in enumerate(options):
            if not option.label:
                self.fault(option.at, f"{id} 有一个选项没有文字", "写出选项的文字，与平台上的一致")
                continue
            for name in (option.label, *option.synonyms):
                owner = seen.setdefault(_dotless(name), index)
                if owner != index:
                    message = f"{id} 的选项“{name}”与前面的“{options[owner].label}”分不开"
                    self.fault(option.at, message, "改其中一个的文字，或删去重复的")

    def score(self, node: Node | None) -> Decimal | None:
        if node is None or (isinstance(node, Scalar) and plain(node.text) in _UNSCORED):
            return None
        return self.number(node, "选项的分值", Decimal(0), Decimal(100), "分值是 0 到 100 的数；不计分的写“不计”")

    def weight(self, node: Node | None) -> Decimal | None:
        text = plain(self.text(node)).lower()
        if node is None or text in _NO:
            return None
        if text in _YES:
            return Decimal(1)
        weight = parse_decimal(text)
        if weight is None or weight <= 0:
            self.fault(node.at, f"“计入满意度”写的是“{text}”", "写“是”，或大于 0 的权重，如 0.3")
            return None
        return weight

    def categories(self, node: Node | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
        made: list[tuple[str, tuple[str, ...]]] = []
        for name, words in self.items(node, "类别"):
            keywords = tuple(word for word in self.labels(words, f"类别“{name.text}”的关键词") if word)
            if not keywords:
                self.fault(name.at, f"类别“{name.text}”没有关键词", "写成：希望提高标准: [提高, 增加]")
            if _dotless(name.text) in [_dotless(one) for one, _ in made]:
                self.fault(name.at, f"类别“{name.text}”与前面的类别分不开", "改其中一个的名称，或并成一类")
            made.append((name.text.strip(), keywords))
        return tuple(made)

    # ---- the small ------------------------------------------------------------------------------------------------

    def mapping(self, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node] | None:
        """The values by key, synonyms resolved; unknown keys are faults. None when the node is no mapping."""
        if not isinstance(node, Mapped):
            self.fault(node.at, f"{what}应当写成“键: 值”", f"可用的键：{'、'.join(known)}")
            return None
        found: dict[str, Node] = {}
        for key, value in node.items:
            name = plain(key.text)
            name = _SYNONYMS.get(name, name)
            if name not in known:
                cure = _near(name, known).strip("；") or f"可用的键：{'、'.join(known)}"
                self.fault(key.at, f"{what}里不认识的键“{key.text}”", cure)
            elif name in found:
                self.fault(key.at, f"{what}里的键“{name}”写了两次", "只留一个")
            elif not (isinstance(value, Scalar) and not value.text.strip()):
                found[name] = value
        return found

    def items(self, node: Node | None, what: str) -> Iterator[tuple[Scalar, Node]]:
        if isinstance(node, Mapped):
            yield from node.items
        elif node is not None:
            self.fault(node.at, f"“{what}”应当写成 {{名称: 值}}", "例如 {甲类人员: 24, 乙类人员: 596}")

    def labels(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text.strip(),)
        if isinstance(node, Listed) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
        self.fault(node.at, f"{what}应当是文字的列表", "写成 [甲, 乙, 丙]")
        return ()

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text.strip()
        self.fault(node.at, "这里应当是一段文字", "含冒号的文字用英文双引号括起来")
        return ""

    def number(self, node: Node | None, what: str, low: Decimal, high: Decimal, cure: str = "") -> Decimal | None:
        text = self.text(node)
        if node is None or not text:
            return None
        value = parse_decimal(text.rstrip("分秒"))
        if value is None or not low <= value <= high:
            cure = cure or f"写 {trimmed(low)} 到 {trimmed(high)} 的数"
            self.fault(node.at, f"{what}写的是“{text}”", cure)
            return None
        return value

    def count(self, node: Node | None, what: str) -> int | None:
        text = self.text(node)
        if node is None or not text:
            return None
        value = parse_decimal(text.rstrip("份人户"))
        if value is None or value < 0 or value != value.to_integral_value():
            self.fault(node.at, f"“{what}”写的是“{text}”，应当是整数", "只写整数，如 29")
            return None
        return int(value)

    def choice(self, node: Node | None, what: str, known: tuple[str, ...], default: str) -> str:
        text = self.text(node).removesuffix("题")
        if node is None or not text:
            return default
        if text not in known:
            self.fault(node.at, f"不认识的{what}“{text}”", f"可用的{what}：{'、'.join(known)}{_near(text, known)}")
        return text

    def yes(self, node: Node | None, default: bool) -> bool:
        text = plain(self.text(node)).lower()
        if node is None:
            return default
        if text not in (*_YES, *_NO):
            self.fault(node.at, f"“必答”写的是“{text}”", _YES_NO)
        return text in _YES


def fold(text: str) -> str:
    """A label as compared: NFKC, without spaces, small letters."""
    return "".join(plain(text).split()).lower()


def _dotless(text: str) -> str:
    """A label as facts are named by it: full stops are middle dots there."""
    return fold(text).replace(".", "·")


def _question_id(text: str) -> str:
    """``4``, ``q4``, ``第4题`` are Q4; other text comes back as it is."""
    found = re.fullmatch(r"(?:Q|第)?\s*0*(\d+)\s*(?:题)?", plain(text), re.IGNORECASE)
    return f"Q{found[1]}" if found else text


def _near(text: str, known: tuple[str, ...] | list[str]) -> str:
    close = get_close_matches(text, known, 1, 0.4)
    return f"；是不是“{close[0]}”" if close else ""
