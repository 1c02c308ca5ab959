"""An experts' panel out of prose: ``由专家组评分，去掉一个最高分和一个最低分，取其余的平均分``."""

from __future__ import annotations

import re
from decimal import Decimal

from evalkit.model.scoring import Reading
from evalkit.rules._prose import NUMBER, WEIGHT, fold, written

_SCALE = re.compile(rf"(?:均|都)?按(?:照)?(?:(?P<full>{NUMBER})分制?|百分制)(?=评|打|,|;|$|。)")
_METHODS = (
    (
        re.compile(
            "去(?:掉|除)一?个?最高分(?:和|、|及|,)?(?:去(?:掉|除))?一?个?最低分(?:后|,)*(?:取|计算|按)?(?:其余|剩余)?"
            "(?:各位|的)?(?:专家)?(?:评分|打分)?的?(?:算术)?平均(?:分|值|数)?"
        ),
        "去极值平均",
    ),
    (re.compile("(?:取|按|计算)?(?:各位|各)?(?:专家)?的?(?:评分|打分)?的?加权平均(?:分|值)?"), "加权平均"),
    (
        re.compile("(?:取|以|按|计算)?(?:各位|各|所有|全部)?(?:专家)?的?(?:评分|打分)?的?(?:算术)?平均(?:分|值|数)?"),
        "平均",
    ),
)
_EXPERTS = re.compile(
    "(?:由|请|邀请|组织|聘请)?(?:评价组)?(?:各位|各|几位|多名|多位|相关|行业|有关)?专家(?:组|们)?(?:成员)?"
    "(?:独立|分别|现场|集体|背对背)*(?:进行)?(?:评分|打分|评定|评审)?(?:评分|打分)?"
)
_IDLE = re.compile(
    rf"(?:折算成{WEIGHT}|按比例折算(?:成|为)?(?:{WEIGHT})?|(?:作为|为|确定)(?:本指标|该指标|指标)?(?:最终)?得分|为准|确定)"
)


def read_standard(text: str, weight: Decimal) -> Reading | None:
    """How the experts' scores are put together; None of a text that says more."""
    rest = fold(text).text
    if "专家" not in rest:
        return None
    parameters: dict[str, str] = {}
    if scale := _SCALE.search(rest):
        full = Decimal(scale["full"] or 100)
        rest = rest[: scale.start()] + rest[scale.end() :]
        if full != weight:
            parameters["满分"] = written(full)
    for pattern, method in _METHODS:
        if found := pattern.search(rest):
            parameters["方法"] = method
            rest = f"{rest[: found.start()]},{rest[found.end() :]}"
            break
    else:
        return None
    rest = _IDLE.sub("", _EXPERTS.sub("", rest))
    return None if rest.strip(",;。") else Reading("panel", parameters)
