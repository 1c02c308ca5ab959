"""What keeps the results of a survey from being taken for more than they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.asking import LEAST_SHOWN
from evalkit.exhibits._cells import joined
from evalkit.exhibits._survey import called_whole, fact
from evalkit.exhibits._survey_weights import caution, far_apart
from evalkit.figures import clean, figure
from evalkit.model.case import Case
from evalkit.model.document import Inline, Text, plain_text
from evalkit.model.questionnaire import Questionnaire

#: Ways of asking in which whoever likes fills in the form.
_ONLINE = re.compile("网络|网上|线上|在线|电子问卷|扫码|二维码|微信|问卷星|链接")
#: Ways of asking in which somebody goes to the respondents, and words of a sample drawn.
_BROUGHT = re.compile("现场|入户|上门|当面|面对面|电话|走访|随机|抽样|抽取")
#: What a method says of respondents drawn by chance.
DRAWN = re.compile("随机|抽样|抽取|分层|等距")
#: Fewer forms than these are called few.
FEW = 30

Run = tuple[Inline, ...]


def self_selected(one: Questionnaire) -> bool:
    """Whether anybody who liked could fill in the form, as far as the method tells."""
    return _ONLINE.search(one.method) is not None and _BROUGHT.search(one.method) is None


def shared(case: Case, found: Sequence[Questionnaire]) -> list[tuple[tuple[Questionnaire, ...], tuple[Run, ...]]]:
    """The cautions of several questionnaires by those they go for: what is word for word the same is said once."""
    told: dict[str, tuple[list[Questionnaire], Run]] = {}
    for one in found:
        for run in limits(case, one):
            told.setdefault(plain_text(run), ([], run))[0].append(one)
    groups: dict[tuple[str, ...], tuple[tuple[Questionnaire, ...], list[Run]]] = {}
    for those, run in told.values():
        groups.setdefault(tuple(one.id for one in those), (tuple(those), []))[1].append(run)
    return [(those, tuple(runs)) for those, runs in groups.values()]


def limits(case: Case, one: Questionnaire) -> Iterator[Run]:
    """The cautions that apply to a questionnaire, a sentence or two each."""
    forms, whole = fact(case, one.id, "有效"), fact(case, one.id, "总体")
    if forms is None or not forms.value:
        return
    census = whole is not None and forms.printed >= whole.printed
    if self_selected(one) and not census:
        yield (Text("问卷由受访者在网上自愿填写，不是随机样本，结果只说明填写者的看法，推及全体时应慎重。"),)
    if forms.printed < FEW and not census:
        yield (Text("有效问卷只有"), figure(forms), Text("，一两份答卷就会使占比有明显变动，不宜比较细小的差别。"))
    under = [label for label in far_apart(case, one) if _under(case, one, label)]
    if under:
        names = "".join(f"“{clean(label)}”" for label in under)
        yield (Text(f"{names}的样本比重远低于其占总体的比重，有关这一类人的结论缺少依据，需要时应补充调查。"),)
    weighed = caution(case, one)
    if weighed:
        yield weighed
    few = [label for label in _groups(one) if _small(case, one, label)]
    if few:
        names = "".join(f"“{clean(label)}”" for label in few)
        yield (Text(f"{names}的问卷不到五份，不单独列出满意程度。"),)
    result, sure = fact(case, one.id, "满意度"), fact(case, one.id, "不含存疑", "满意度")
    suspected = fact(case, one.id, "存疑")
    doubted = suspected is not None and bool(suspected.value)
    if doubted and result is not None and sure is not None and result.text != sure.text:
        parts: list[Run] = [(Text("含存疑答卷时为"), figure(result)), (Text("去掉后为"), figure(sure))]
        yield (Text(called_whole(case)), *joined(parts, "，"), Text("，引用时应注明用的是哪一个。"))
    if _unanimous(case, one):
        yield (Text("计入满意度的各题，全部受访者都选择了最高一档。回答如此一致，应结合访谈和其他证据判断。"),)


def _under(case: Case, one: Questionnaire, label: str) -> bool:
    whole, forms = (fact(case, one.id, "分组", label, part) for part in ("总体比重", "样本比重"))
    return whole is not None and forms is not None and forms.printed < whole.printed


def _groups(one: Questionnaire) -> tuple[str, ...]:
    question = next((question for question in one.questions if question.id == one.group), None)
    return tuple(option.label for option in question.options) if question is not None else ()


def _small(case: Case, one: Questionnaire, label: str) -> bool:
    n = fact(case, one.id, "分组", label, "有效")
    return n is not None and 0 < n.printed < LEAST_SHOWN


def _unanimous(case: Case, one: Questionnaire) -> bool:
    forms, mean = fact(case, one.id, "有效"), fact(case, one.id, "均值")
    return forms is not None and forms.printed > 1 and mean is not None and mean.value == 100
