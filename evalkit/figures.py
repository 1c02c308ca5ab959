"""Facts as inlines: one place where a fact becomes a printed figure, or a placeholder while it is still empty.

Templates and exhibits print through here, so that a figure carries its fact wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from evalkit.model.case import Case
from evalkit.model.document import Break, Inline, Num, Placeholder, Text
from evalkit.model.engagement import Basis
from evalkit.model.facts import Fact, Measure, label_part
from evalkit.model.scoring import Indicator, Point, PointScore, Score
from evalkit.model.template import Template
from evalkit.numbers import parse_decimal, round_half_up, trimmed
from evalkit.words import FIRM, PROJECT, Field

#: Fact families that follow the framework, and what they measure.
SCORE_FAMILIES = {"得分": Measure.SCORE, "分值": Measure.SCORE, "扣分": Measure.SCORE, "得分率": Measure.RATE}

#: First-level indicators that measure how a project is run, not what it brings about: they have no targets of their own.
PROCESS = ("决策", "过程")

#: So many names stand in a placeholder.
MOST_LISTED = 6

_TOTALS = {
    "总分": ("各指标评完后由程序合计的总分", Measure.SCORE, "分"),
    "满分": ("指标体系的总分值", Measure.SCORE, "分"),
    "总得分率": ("各指标评完后由程序计算的总得分率", Measure.RATE, "%"),
    "等级": ("各指标评完后按总分划定的等级", Measure.TEXT, ""),
    "体系.总扣分": ("各指标评完后由程序合计的扣分", Measure.SCORE, "分"),
    "体系.扣分指标分值": ("各指标评完后由程序合计的扣分指标分值", Measure.SCORE, "分"),
    "体系.扣分指标数": ("各指标评完后由程序统计", Measure.COUNT, "个"),
}

_PRIVATE = re.compile("[\ue000-\uf8ff]+")


def clean(text: str) -> str:
    """Text of a user without the private-use characters that mark figures on their way through Markdown."""
    return _PRIVATE.sub("", text).strip()


def prose(text: str) -> tuple[Inline, ...]:
    """A user's text as inlines, its lines kept as line breaks; nothing in it is interpreted."""
    parts: list[Inline] = []
    for line in clean(text).splitlines():
        if line.strip():
            parts.extend([Break()] if parts else [])
            parts.append(Text(line.strip()))
    return tuple(parts)


def prose_or(text: str, advice: str) -> tuple[Inline, ...]:
    """A user's text, or the placeholder that says what belongs there."""
    return prose(text) or (Placeholder(advice),)


def tied(text: str, facts: Iterable[Fact]) -> tuple[Inline, ...]:
    """A sentence of the program's own (a step, a reason) with the figures it took from these facts tied to them.

    Only the first place where a figure stands with its unit is tied: sentences name what they read first, and what
    follows (a target, the bound of a band, points) only happens to be equal.
    """
    runs = list(prose(text))
    shown: set[str] = set()
    for fact in facts:
        if fact.empty or not fact.display or fact.display in shown:
            continue
        for place, run in enumerate(runs):
            found = _whole(fact).search(run.text) if isinstance(run, Text) else None
            if isinstance(run, Text) and found:
                parts = (Text(run.text[: found.start()]), Num(fact.display, fact.id), Text(run.text[found.end() :]))
                runs[place : place + 1] = [one for one in parts if one.text]
                shown.add(fact.display)
                break
    return tuple(runs)


def _whole(fact: Fact) -> re.Pattern[str]:
    """A fact as printed, where it is no part of a longer figure or of a figure in another unit."""
    if not isinstance(fact.value, Decimal):
        return re.compile(re.escape(fact.display))
    unit = "" if fact.unit else r"|\s*(?:分|步|%|个百分点)"
    return re.compile(rf"(?<![\d.,−-]){re.escape(fact.display)}(?!\d|[.,]\d|%{unit})")


def figure(fact: Fact, unit: bool = True) -> Inline:
    """A fact as printed, with its unit or without (a column that names the unit); a placeholder when it is empty."""
    if fact.empty:
        return Placeholder(advice(fact))
    return Num(clean(fact.display if unit else fact.text).replace("\n", ""), fact.id)


def advice(fact: Fact) -> str:
    """What belongs where an empty fact stands: its name, and the help of the key it is typed under."""
    form, _, key = fact.id.partition(".")
    field = field_of(form, key)
    if field is not None:
        told = fact.how or field.help
        return f"{form}{field.key}——{told}" if told else f"{form}{field.key}"
    if form in SCORE_FAMILIES and fact.how:
        return fact.how
    if fact.id in _TOTALS:
        return f"{fact.id}——{_TOTALS[fact.id][0]}"
    return f"{fact.id}——{fact.how}" if fact.how else fact.id


def advised(case: Case, template: Template) -> Case:
    """The case with what the template says belongs under its keys, where these are still empty."""
    told = []
    for key, words in template.advice.items():
        form, _, column = key.partition(".")
        fact = case.facts.get(key, Fact(key, None, Measure.TEXT))
        if fact.empty and column and (field_of(form, column) is not None or key in case.facts):
            told.append(replace(fact, how=words))
    return replace(case, facts=case.facts.plus(told))


def abridged(names: Iterable[str]) -> str:
    """Names in one line; of very many the first, and how many there are."""
    listed = tuple(names)
    if len(listed) <= MOST_LISTED:
        return "、".join(listed)
    return "、".join(listed[:MOST_LISTED]) + f"等{len(listed)}个"


def field_of(form: str, key: str) -> Field | None:
    """The field of the sheets 项目 and 机构 that a fact such as ``项目.名称`` is typed in."""
    spec = {"项目": PROJECT, "机构": FIRM}.get(form)
    return spec.field(key) if spec is not None and key else None


def fact_of(case: Case, id: str) -> Fact:
    """The fact with this ID, or an empty one in its name.

    Totals and scores of a node whose indicators are not all decided are empty too: a part sum is no result.
    """
    family, _, code = id.partition(".")
    if family in SCORE_FAMILIES and code:
        return score_fact(case, family, code)
    found = case.facts.get(id)
    if id in _TOTALS and id != "满分":
        text, measure, unit = _TOTALS[id]
        if found is None or undecided(case):
            return Fact(id, None, measure, unit=unit, how=text)
    if found is not None:
        return found
    form, _, key = id.partition(".")
    typed = ""
    if case.engagement is not None and form in ("项目", "机构"):
        typed = (case.engagement.project if form == "项目" else case.engagement.firm).get(key, "")
    return Fact(id, typed or None, Measure.TEXT)


def score_fact(case: Case, family: str, code: str) -> Fact:
    """得分, 分值, 扣分 or 得分率 of a node; empty while an indicator below it is not decided."""
    id = f"{family}.{code}"
    measure, unit = SCORE_FAMILIES[family], "%" if family == "得分率" else "分"
    node = next((node for node in indicators_of(case) if node.code == code), None)
    if family != "分值" and (node is None or undecided(case, code)):
        name = node.name if node else code
        return Fact(id, None, measure, unit=unit, how=f"{name}的{family}")
    found = case.facts.get(id)
    if found is not None:
        return found
    score = score_of(case, code)
    if family == "得分" and score is not None:
        return Fact(id, score.points, measure, unit=unit)
    if family == "扣分" and score is not None:
        return Fact(id, score.deducted, measure, unit=unit)
    return Fact(id, node.weight if node is not None and family == "分值" else None, measure, unit=unit)


def cited(basis: Basis) -> str:
    """``《名称》（文号）``; a title within the title takes single brackets, as GB/T 15834 has it."""
    name = clean(basis.name)
    if name.startswith("《") and name.endswith("》"):
        name = name[1:-1]
    inner = name.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》" + (f"（{clean(basis.number)}）" if basis.number else "")


def answered(case: Case, questionnaire: str) -> bool:
    """Whether the answers to a questionnaire were tabulated."""
    within = f"问卷.{label_part(questionnaire)}."
    return any(id.startswith(within) for id in case.facts)


def survey_fact(case: Case, *parts: str) -> Fact | None:
    """The survey fact with these parts of an ID, none when it is absent or empty."""
    found = case.facts.get(".".join(["问卷", *(label_part(part) for part in parts)]))
    return None if found is None or found.empty else found


# ---- the framework, scored or not ---------------------------------------------------------------------------------


def indicators_of(case: Case) -> tuple[Indicator, ...]:
    """The framework's nodes, whether or not anything is scored yet."""
    if case.scoresheet is not None:
        return case.scoresheet.indicators
    return case.engagement.indicators if case.engagement is not None else ()


def children_of(case: Case, code: str = "") -> tuple[Indicator, ...]:
    """The nodes right under one node; ``""`` gives the first level."""
    return tuple(node for node in indicators_of(case) if node.parent == code)


def top_of(case: Case, node: Indicator) -> Indicator:
    """The first-level node at or above a node."""
    by_code = {one.code: one for one in indicators_of(case)}
    while node.parent in by_code:
        node = by_code[node.parent]
    return node


def leaves_of(case: Case, code: str = "") -> tuple[Indicator, ...]:
    """The indicators that carry rules at or below a node, in order."""
    found: list[Indicator] = []
    for node in indicators_of(case):
        if node.code == code and node.leaf:
            return (node,)
        if node.parent == code:
            found.extend(leaves_of(case, node.code))
    return tuple(found)


def score_of(case: Case, code: str) -> Score | None:
    """The score of a node, none while it is not decided."""
    return None if case.scoresheet is None else case.scoresheet.scores.get(code)


def facts_of(case: Case, score: Score) -> tuple[Fact, ...]:
    """The facts a score rests on: what its rule read, and what its steps name."""
    read = (score.value,) if score.value is not None else ()
    named = (case.facts.get(id) for step in score.steps for id in step.facts)
    return tuple(dict.fromkeys((*read, *(fact for fact in named if fact is not None))))


def lost_on(point: Point, detail: PointScore | None) -> Decimal:
    """What a point of a checklist or a deduction list cost; nought where it cost nothing, or has no verdict."""
    if detail is None or point.verdict in ("", "不适用"):
        return Decimal(0)
    # Of a list of deductions every point earns nought or less; of a checklist, nought or more.
    deducts = detail.earned < 0 or point.verdict == "不存在"
    return -detail.earned if deducts else point.points - detail.earned


def cost_of(point: Point, detail: PointScore | None) -> str:
    """``2分``, or of a point that has a share of the weight ``分值的1/3``; empty where it cost nothing.

    A share is not told in points, because rounded thirds do not add up to what the indicator lost.
    """
    lost = lost_on(point, detail)
    if not lost:
        return ""
    if not point.share:
        return f"{trimmed(lost)}分"
    typed = point.verdict == "部分符合"
    return (
        f"{trimmed(lost)}分"
        if typed and lost == round_half_up(lost, 2)
        else f"分值的{point.share}" + ("的一半" if typed else "")
    )


def fact_besides(point: Point, finding: str) -> str:
    """The fact of a point as a clause; empty where the 核查事实 of its indicator says the same already."""
    fact = clean(point.fact).rstrip("。；;，, ")
    return "" if fact in clean(finding) else fact


def level_named(node: Indicator, score: Score | None) -> str:
    """The level that was chosen where a level is worth a range: its share of the weight is no result of the project."""
    if node.rule is None or node.rule.kind != "levels" or score is None or score.value is None:
        return ""
    head = re.match(r"[^\d，,%]+", node.value)
    return head[0] if head and isinstance(score.value.value, Decimal) and head[0] in score.standard else ""


def happened(verdict: str) -> str:
    """What was found of a case that costs points, as a sentence says it: ``不存在``, ``存在``, ``存在2次``."""
    if not verdict[:1].isdigit():
        return verdict
    return f"存在{verdict}" + ("次" if parse_decimal(verdict) is not None else "")


def verdicts_in_brief(node: Indicator) -> str:
    """How the points of an indicator came out, in two words, once every one of them is judged; else empty."""
    verdicts = [point.verdict for point in node.points if point.verdict != "不适用"]
    if not verdicts or node.manual is not None or not all(verdicts):
        return ""
    if node.rule is not None and node.rule.kind == "deductions":
        return "未发现扣分情形" if set(verdicts) <= {"不存在"} else "存在扣分情形"
    if not set(verdicts) <= {"符合", "部分符合", "不符合"}:
        return ""
    if len(set(verdicts)) > 1:
        return "部分符合"
    return "均符合" if verdicts[0] == "符合" and len(verdicts) > 1 else verdicts[0]


def targets_of(case: Case, without: Iterable[str] = PROCESS) -> tuple[Indicator, ...]:
    """The indicators with a target or a result, those below first-level nodes named ``without`` left out."""
    words = tuple(without)
    tops = [node for node in children_of(case) if not any(word in node.name for word in words)]
    return tuple(leaf for top in tops for leaf in leaves_of(case, top.code) if leaf.target or leaf.actual)


def without_remarks(text: str) -> str:
    """A target or result without the remarks in brackets that say where it comes from: ``24人（目标表误填）`` → ``24人``."""
    return clean(re.sub(r"（[^（）]*）(?=[；;]|$)", "", clean(text)))


_TARGET = re.compile(
    r"(不超过|不高于|不多于|≤|<=|不低于|不少于|达到|≥|>=)?([\d,]*\.?\d+)([^\d\s]*?)(及以上|以上|以内|以下)?"
)
_AT_MOST = ("不超过", "不高于", "不多于", "≤", "<=", "以内", "以下")


def target_met(case: Case, leaf: Indicator) -> bool | None:
    """Whether the target of an indicator was met: by its figures, else by its score; None where neither can tell.

    A target without a word of direction (``30天``) may mean either; where its score says otherwise, nobody can tell.
    """
    score = score_of(case, leaf.code)
    full = None if score is None else score.deducted == 0
    wanted = _TARGET.fullmatch("".join(without_remarks(leaf.target).split()))
    number = parse_decimal(wanted[2]) if wanted else None
    if wanted is not None and number is not None:
        found = _reached(leaf, score, wanted[3])
        if found is not None:
            words = {wanted[1], wanted[4]} - {None}
            met = found <= number if words & set(_AT_MOST) else found >= number
            return met if words or full is None or met == full else None
    if leaf.target and leaf.target == leaf.actual and full is not False:
        return True
    return full if leaf.target else None


def read_as_result(case: Case, leaf: Indicator) -> Fact | None:
    """What the rule read, where no result is typed and the target is in the same unit (``≥90%`` and 92.31%)."""
    score = score_of(case, leaf.code)
    wanted = _TARGET.fullmatch("".join(without_remarks(leaf.target).split()))
    if leaf.actual or wanted is None or score is None or _reached(leaf, score, wanted[3]) is None:
        return None
    return score.value


def _reached(leaf: Indicator, score: Score | None, unit: str) -> Decimal | None:
    """The result in the unit of the target: as typed, else what the rule read."""
    typed = re.fullmatch(r"([\d,]*\.?\d+)([^\d\s]*)", "".join(without_remarks(leaf.actual).split()))
    if typed is not None and typed[2] == unit:
        return parse_decimal(typed[1])
    value = score.value if score is not None else None
    return value.printed if value is not None and isinstance(value.value, Decimal) and value.unit == unit else None


def undecided(case: Case, code: str = "") -> tuple[Indicator, ...]:
    """The indicators at or below a node that have no score yet."""
    return tuple(leaf for leaf in leaves_of(case, code) if score_of(case, leaf.code) is None)


def problem_numbers(case: Case, codes: Iterable[str]) -> tuple[int, ...]:
    """The running numbers of the problems that explain a deduction at or below one of these nodes."""
    if case.engagement is None:
        return ()
    below = {leaf.code for code in codes for leaf in leaves_of(case, code)} | set(codes)
    return tuple(
        order
        for order, problem in enumerate(case.engagement.problems, start=1)
        if below & set(problem.indicators)
        or any(below & {leaf.code for leaf in leaves_of(case, code)} for code in problem.indicators)
    )
