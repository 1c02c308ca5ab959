"""A row of each list table -> its record of the model."""

from __future__ import annotations

from decimal import Decimal

from evalkit.model.engagement import (
    Acceptance,
    Basis,
    Compliance,
    Evidence,
    Member,
    Opinion,
    Phase,
    Problem,
    Version,
)
from evalkit.records import Record


def member(record: Record) -> Member:
    return Member(
        name=record.text("姓名"),
        role=record.text("角色"),
        title=record.text("职称"),
        qualification=record.text("执业资格"),
        certificate=record.text("证书编号"),
        duty=record.text("分工"),
        signs=record.text("签字身份"),
        group=record.text("组别"),
        at=record.at,
    )


def phase(record: Record) -> Phase:
    return Phase(record.text("阶段"), record.day("开始"), record.day("结束"), record.text("工作内容"), record.at)


def basis(record: Record) -> Basis:
    name = record.text("名称")
    if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
        name = name[1:-1]
    return Basis(name, record.text("文号").strip("（）()"), record.text("层级"), record.at)


def evidence(record: Record) -> Evidence:
    return Evidence(
        index=record.text("索引号"),
        name=record.text("名称"),
        reference=record.text("文号或凭证号"),
        date=record.text("日期"),
        pages=record.text("页码"),
        provider=record.text("提供单位"),
        file=record.text("文件"),
        at=record.at,
    )


def problem(record: Record) -> Problem:
    return Problem(
        number=record.text("序号"),
        title=record.text("问题"),
        standard=record.text("标准"),
        fact=record.text("事实"),
        cause=record.text("原因"),
        effect=record.text("影响"),
        amount=record.text("金额"),
        indicators=record.codes("指标"),
        remark=record.text("说明"),
        advice=record.text("建议"),
        measure=record.text("措施"),
        responsible=record.text("责任主体"),
        deadline=record.text("时限"),
        at=record.at,
    )


def version(record: Record) -> Version:
    return Version(
        code=record.text("编码"),
        version=record.text("版本"),
        old=record.number("原得分"),
        new=record.number("得分") or Decimal(0),
        reason=record.text("理由"),
        decided_by=record.text("决定人"),
        paper=record.text("依据"),
        day=record.day("日期"),
        at=record.at,
    )


def opinion(record: Record) -> Opinion:
    return Opinion(
        source=record.text("提出单位"),
        place=record.text("位置"),
        text=record.text("意见"),
        adopted=record.text("采纳"),
        reason=record.text("理由"),
        at=record.at,
    )


def acceptance(record: Record) -> Acceptance:
    return Acceptance(
        kind=record.text("检查项"),
        subject=record.text("对象"),
        by=record.text("认可人"),
        reason=record.text("理由"),
        at=record.at,
    )


def compliance(record: Record) -> Compliance:
    return Compliance(
        aspect=record.text("方面"),
        matter=record.text("检查内容"),
        basis=record.text("依据"),
        method=record.text("检查方式"),
        verdict=record.text("结论"),
        fact=record.text("情况"),
        evidence=record.codes("佐证"),
        at=record.at,
    )
