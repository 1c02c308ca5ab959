"""The tables that follow a report on its way out: versions of scores, opinions, acceptances; read through ``words``."""

from __future__ import annotations

from evalkit.fields import Field, TableSpec

VERSIONS = TableSpec(
    "版本分",
    (
        Field("编码", "text", "", True, ("指标编码",), width=8),
        Field("版本", "choice", "", True, choices=("自评", "初评", "征求意见", "专家", "定稿")),
        Field("原得分", "number", "", synonyms=("原分",)),
        Field("得分", "number", "", True, ("新得分", "新分")),
        Field("理由", "prose", "", width=36),
        Field("决定人", "text", ""),
        Field("依据", "text", "会议纪要或底稿号", width=24),
        Field("日期", "date", ""),
    ),
    "得分从自评到定稿的每次调整",
)

OPINIONS = TableSpec(
    "意见",
    (
        Field("提出单位", "text", "", True, ("单位",), width=22),
        Field("位置", "text", "报告的章节或指标", width=22),
        Field("意见", "prose", "", True, width=44),
        Field("采纳", "choice", "", choices=("采纳", "部分采纳", "不采纳"), synonyms=("采纳情况",)),
        Field("理由", "prose", "", width=36, synonyms=("说明",)),
    ),
    "征求意见及采纳情况",
    synonyms=("意见采纳",),
)

ACCEPTANCES = TableSpec(
    "认可",
    (
        Field("检查项", "text", "检查结果的类别，如 manual_score", True, ("类别",), width=20),
        Field("对象", "text", "检查结果所指的编码或名称，如 D11", True, width=16),
        Field("认可人", "text", "", True),
        Field("理由", "prose", "为什么可以接受", True, width=44),
    ),
    "有人具名认可的检查结果；认可后检查不再拦下",
)
