"""A questionnaire's YAML -> ``Questionnaire``, with every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from evalkit.loading.branching import condition, question_id
from evalkit.loading.nodes import NO, YES, NodeReader, near
from evalkit.loading.screening import read_screening
from evalkit.model.places import Finding, Where, doubt
from evalkit.model.questionnaire import Option, Part, Question, Questionnaire, QuestionType, Role, Shown
from evalkit.model.source import Listed, Mapped, Node, Scalar
from evalkit.numbers import parse_decimal, plain

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

_KEYS = (
    "标题",
    "简称",
    "适用",
    "发放",
    "总体",
    "分组题",
    "总体构成",
    "调查时间",
    "方式",
    "说明",
    "筛查",
    "满意线",
    "一般线",
    "题目",
)
_QUESTION_KEYS = (
    "题号",
    "题干",
    "题型",
    "选项",
    "行",
    "角色",
    "主题",
    "计入满意度",
    "必答",
    "显示条件",
    "单位",
    "类别",
)
_OPTION_KEYS = ("选项", "分值", "同义", "填写", "独选")
_PART_KEYS = ("分节", "说明")
_SYNONYMS = {
    "调查日期": "调查时间",
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
    "附言": "填写",
    "显示逻辑": "显示条件",
    "跳题": "显示条件",
    "互斥": "独选",
    "章节": "分节",
}
_UNSCORED = ("", "不计", "不计分", "无", "-", "—", "null", "~")
#: A label that begins so asks for words of one's own, unless 填写 says no.
_OTHERS = ("其他", "其它")


def load_questionnaire(id: str, node: Node) -> tuple[Questionnaire | None, Findings]:
    """The questionnaire, or None when a fault makes answers uncountable. ``id`` is its file's name without suffix.

    Options are scored 0–100; an option without a score stays outside the base of means. A question without 题号 is
    numbered by its order. 计入满意度 is a weight, 是 meaning 1.
    """
    reader = _Reader(_SYNONYMS)
    made = reader.questionnaire(id, node)
    findings = tuple(reader.findings)
    return (None if any(found.severity == "error" for found in findings) else made), findings


class _Reader(NodeReader):
    # ---- the whole ------------------------------------------------------------------------------------------------

    def questionnaire(self, id: str, node: Node) -> Questionnaire | None:
        keys = self.mapping(node, _KEYS, "问卷")
        if keys is None:
            return None
        title = self.text(keys.get("标题"))
        if not title:
            self.fault(node.at, "问卷没有“标题”", "在第一行写：标题: 某项目满意度调查问卷")
        questions, parts = self.questions(keys.get("题目"), node.at)
        made = Questionnaire(
            id=id,
            title=title,
            questions=questions,
            issued=self.count(keys.get("发放"), "发放"),
            population=self.count(keys.get("总体"), "总体"),
            period=self.text(keys.get("调查时间")),
            method=self.text(keys.get("方式")),
            screening=read_screening(self, keys.get("筛查"), {question.id: question for question in questions}),
            intro=self.text(keys.get("说明")),
            satisfied=self.number(keys.get("满意线"), "满意线", Decimal(0), Decimal(100)),
            neutral=self.number(keys.get("一般线"), "一般线", Decimal(0), Decimal(100)),
            at=node.at,
            parts=parts,
            short=self.text(keys.get("简称")),
            audience=self.text(keys.get("适用")),
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
        asked = question_id(self.text(group))
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
                cure = f"按 {asked} 的选项来写：{'、'.join(labels)}{near(label.text, labels)}"
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

    # ---- questions ------------------------------------------------------------------------------------------------

    def questions(self, node: Node | None, at: Where) -> tuple[tuple[Question, ...], tuple[Part, ...]]:
        """The questions in order, and the sections that stand between them."""
        if not isinstance(node, Listed) or not node.items:
            cure = "写成列表：题目: 下面一题一项，以“- 题号: Q1”开头"
            self.fault(node.at if node else at, "问卷没有题目" if node is None else "“题目”应当是列表", cure)
            return (), ()
        made: dict[str, Question] = {}
        parts: list[Part] = []
        order = 0
        for item in node.items:
            part = self.part(item)
            if part is not None:
                parts.append(part)
                continue
            order += 1
            question = self.question(item, order, made)
            if question is None:
                continue
            if question.id in made:
                message = f"题号 {question.id} 用了两次，第一次在 {made[question.id].at.spot or '前面'}"
                self.fault(question.at, message, "给其中一题另编题号")
            made[question.id] = question
            parts = [replace(one, first=one.first or question.id) for one in parts]
        for empty in (one for one in parts if not one.first):
            self.fault(empty.at, f"分节“{empty.title}”后面没有题目", "把这一节的题目写在它后面，或删去这一节")
        return tuple(made.values()), tuple(parts)

    def part(self, node: Node) -> Part | None:
        """A section, where the item of the list is one."""
        if not isinstance(node, Mapped) or not any(self.named(key) == "分节" for key, _ in node.items):
            return None
        keys = self.mapping(node, _PART_KEYS, "分节") or {}
        title = self.text(keys.get("分节"))
        if not title:
            self.fault(node.at, "“分节”没有名称", "写成：- 分节: 基本情况")
        return Part(title, self.text(keys.get("说明")), "", node.at)

    def question(self, node: Node, order: int, before: Mapping[str, Question]) -> Question | None:
        """A question; ``before`` are those asked earlier, by ID."""
        keys = self.mapping(node, _QUESTION_KEYS, f"第 {order} 题")
        if keys is None:
            return None
        stated = self.text(keys.get("题号"))
        id = question_id(stated) if stated else f"Q{order}"
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
            required=self.yes(keys.get("必答"), type != "text", "必答"),
            categories=self.categories(keys.get("类别")),
            at=node.at,
            shown=self.shown(keys.get("显示条件"), id, before),
            unit=self.text(keys.get("单位")),
        )
        if kind in TYPES:
            self.consistent(made, keys)
        return made

    def shown(self, node: Node | None, id: str, before: Mapping[str, Question]) -> Shown | None:
        """显示条件 as the options of an earlier question."""
        text = self.text(node)
        if node is None or not text:
            return None
        made, wrong, cure = condition(text, before, node.at)
        if wrong:
            self.fault(node.at, f"{id} 的显示条件“{text}”{wrong}", cure)
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
        if question.unit and question.type != "number":
            self.fault(keys["单位"].at, f"{id} 不是数字题，不用“单位”", "删去“单位”，或把题型改为“数字”")
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
            made = [self.option(key, self.score(value)) for key, value in node.items]
        elif isinstance(node, Listed):
            for item in node.items:
                if isinstance(item, Scalar):
                    made.append(self.option(item, None))
                    continue
                keys = self.mapping(item, _OPTION_KEYS, f"{id} 的选项") or {}
                synonyms = self.labels(keys.get("同义"), f"{id} 选项的“同义”")
                label = self.text(keys.get("选项"))
                own = self.yes(keys.get("填写"), label.startswith(_OTHERS), "填写")
                alone = self.yes(keys.get("独选"), False, "独选")
                made.append(Option(label, self.score(keys.get("分值")), synonyms, item.at, own, alone))
        elif node is not None:
            cure = "写成 {非常满意: 100, 比较满意: 75} 或 [男, 女]"
            self.fault(node.at, f"{id} 的选项应当是列表，或“选项: 分值”的映射", cure)
        self.apart(made, id)
        return tuple(made)

    def option(self, label: Scalar, score: Decimal | None) -> Option:
        """An option of which only the label and the score are written."""
        text = label.text.strip()
        return Option(text, score, at=label.at, write_in=text.startswith(_OTHERS))

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
        if node is None or text in NO:
            return None
        if text in YES:
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


def fold(text: str) -> str:
    """A label as compared: NFKC, without spaces, small letters."""
    return "".join(plain(text).split()).lower()


def _dotless(text: str) -> str:
    """A label as facts are named by it: full stops are middle dots there."""
    return fold(text).replace(".", "·")
