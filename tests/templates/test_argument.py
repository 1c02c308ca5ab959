"""The argument of an indicator: another sentence for every way it can come out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from evalkit.model.document import block_text
from evalkit.model.scoring import Rule
from evalkit.narrate import narrate
from tests.templates.cases import (
    AT,
    BASE,
    CLEAN,
    HALF,
    IDS,
    MANUAL,
    MET,
    MISSED,
    MORE,
    RATE,
    case_of,
    checklist,
    fresh,
    scored,
    shipped,
    written,
)

OUTCOMES = [
    (
        "满分的要点",
        replace(checklist(MET), evidence=("B3-1", "B3-2")),
        scored("4", (MET,)),
        "审批齐全。对照评价要点，有批复：县府批复，符合。该指标分值4分，得4分（佐证B3-1、B3-2）。",
    ),
    (
        "满分的比率",
        BASE,
        replace(scored("4", value=RATE), met="完成率为94.90%，达到目标90%"),
        "审批齐全。完成率为94.90%，达到目标90%。该指标分值4分，得4分。",
    ),
    (
        "核查事实已经说过的要点事实不再重复",
        replace(checklist(MET), finding="2021年有县府批复，手续齐全。"),
        scored("4", (MET,)),
        "2021年有县府批复，手续齐全。对照评价要点，有批复：符合。该指标分值4分，得4分。",
    ),
    (
        "扣分清单逐项说明不存在",
        replace(checklist(CLEAN), rule=Rule("deductions", None, AT)),
        scored("4", (CLEAN,)),
        "审批齐全。逐项核对扣分情形，挤占挪用：核对凭证未见，不存在。该指标分值4分，得4分。",
    ),
    (
        "五条要点只写明失分的",
        checklist(MET, MISSED, *MORE),
        scored("2", (MET, MISSED, *MORE)),
        "审批齐全。对照评价要点，②经过论证：没有论证记录，不符合，扣2分；"
        "其余各条（①有批复；④要点四；⑤要点五；⑥要点六）均未扣分。该指标分值4分，扣2分，得2分，见问题1。",
    ),
    (
        "一个要点不符合",
        replace(checklist(MET, MISSED), paper="A12"),
        scored("2", (MET, MISSED), "没有论证记录"),
        "审批齐全。对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分。"
        "该指标分值4分，扣2分，得2分，见问题1（底稿A12）。",
    ),
    (
        "两个要点失分，各说扣多少",
        checklist(MET, MISSED, HALF),
        scored("1.5", (MET, MISSED, HALF), "没有论证记录；缺一份签字"),
        "审批齐全。对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分；"
        "③手续完备：缺一份签字，部分符合，扣0.5分。该指标分值4分，扣2.5分，得1.5分，见问题1。",
    ),
    (
        "没写核查事实的用要点的事实",
        replace(checklist(MET, MISSED), finding=""),
        scored("2", (MET, MISSED), "没有论证记录"),
        "对照评价要点，①有批复：县府批复，符合；②经过论证：没有论证记录，不符合，扣2分。"
        "该指标分值4分，扣2分，得2分，见问题1。",
    ),
    (
        "逐步扣分写明怎样算出",
        replace(BASE, rule=Rule("steps", None, AT)),
        scored("3", (), "完成率为94.90%，比目标100%低5.10个百分点，按5个百分点计，扣4×5%×5=1分", RATE),
        "审批齐全。按评价标准，完成率为94.90%，比目标100%低5.10个百分点，按5个百分点计，扣4×5%×5=1分。"
        "该指标分值4分，扣1分，得3分，见问题1。",
    ),
    (
        "分档扣分写明属于哪一档，得分不说两遍",
        replace(BASE, rule=Rule("bands", None, AT)),
        scored("3", (), "完成率为94.90%，属于“90%（含）至100%”一档，得3分", RATE),
        "审批齐全。按评价标准，完成率为94.90%，属于“90%（含）至100%”一档，得3分。该指标分值4分，扣1分，见问题1。",
    ),
    (
        "零分",
        BASE,
        scored("0", (), "没有开展。"),
        "审批齐全。按评价标准，没有开展。该指标分值4分，全部扣除，得0分，见问题1。",
    ),
    (
        "人工给分而规则另有得分",
        MANUAL,
        replace(scored("3"), by_rule=Decimal(2)),
        "审批齐全。按评价标准应得2分，评价组综合判断给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "人工给分而规则给不出",
        replace(MANUAL, rule=Rule("levels", None, AT)),
        replace(scored("3"), by_rule=None),
        "审批齐全。评价标准未设相应档次，评价组综合判断给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "人工给分而没有规则",
        replace(MANUAL, rule=Rule("manual", None, AT)),
        replace(scored("3"), by_rule=None),
        "审批齐全。该指标由评价组综合评定，给3分，扣1分，见问题1，由李复核复核（底稿B8-1）。给分理由：介于两档之间。",
    ),
    (
        "还没有评分",
        replace(BASE, finding=""),
        None,
        "【待填：“程序规范性”查到了什么：文号、凭证、金额、日期】"
        "【待填：“程序规范性”的得分：填好取值或要点判定后由程序评出】",
    ),
]


@pytest.mark.parametrize(("leaf", "made", "told"), [one[1:] for one in OUTCOMES], ids=[one[0] for one in OUTCOMES])
def test_each_outcome_is_argued_in_its_own_way(leaf, made, told):
    found = written('{% from "_论证" import 论证 %}\n{{ 论证(末级指标[0]) }}', case_of(leaf, made))
    assert found == [told]


def test_a_deduction_without_a_problem_asks_for_one():
    (found,) = written(
        '{% from "_论证" import 论证 %}\n{{ 论证(末级指标[0]) }}', case_of(BASE, scored("3", (), "不足"), ())
    )
    assert "得3分，【待填：说明“程序规范性”扣分的问题，写在问题建议表】。" in found


@pytest.mark.parametrize("id", IDS)
def test_no_sentence_ends_twice(id):
    for case in (fresh(), *(case_of(leaf, made) for _, leaf, made, _ in OUTCOMES)):
        document, _ = narrate(case, shipped(id))
        for block in document.blocks():
            assert not re.search(r"[。；，、：]{2,}|^[。；，、]", block_text(block)), block_text(block)
