"""Case + chapter text -> Document: blocks keep their names, parts their places, and one case gives one report."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalkit.model.document import Contents, Cover, Heading, Num, Paragraph, Signature, Table, block_text, plain_text
from evalkit.model.facts import Fact, Facts, Measure
from evalkit.model.places import Where
from evalkit.model.source import TextFile
from evalkit.model.template import Part
from evalkit.narrate import narrate
from tests.narrative.small import CASE, ENGAGEMENT, FACTS, template, told, write

# ---- IDs ------------------------------------------------------------------------------------------------------------

PARAGRAPHS = "# 甲\n\n一\n\n## 子\n\n{}二\n\n三\n\n## 丑\n\n四\n\n- 五\n\n{{{{ 插入('得分情况表') }}}}"


def ids(text: str) -> dict[str, str]:
    return {block.id: block_text(block) for block in write(text)[0]}


def test_ids_say_chapter_heading_and_kind():
    shapes = [re.sub(r"[0-9a-f]{6}$", "#", id) for id in ids(PARAGRAPHS.format(""))]
    assert shapes == [
        *("01/h", "01/p#", "01/子", "01/子/p#", "01/子/p#", "01/丑", "01/丑/p#", "01/丑/l#"),
        "01/丑/score_summary/table",
    ]


def test_what_is_inserted_renames_nothing():
    before, after = ids(PARAGRAPHS.format("")), ids(PARAGRAPHS.format("新的一段\n\n### 寅\n\n- 新\n\n## 卯\n\n"))
    moved = {id for id, text in before.items() if text in ("二", "三")}  # they stand under 卯 now
    assert {id: after.get(id) for id in before.keys() - moved} == {id: before[id] for id in before.keys() - moved}
    after = ids(PARAGRAPHS.format("新的一段\n\n- 新\n\n"))
    assert after.items() > before.items()


def test_a_changed_figure_renames_nothing_and_a_reworded_paragraph_only_itself():
    text = "# 甲\n\n## 子（{{ 计划人数 }}）\n\n共{{ 计划人数 }}\n\n末"
    other = replace(CASE, facts=FACTS.plus([replace(FACTS["计划人数"], value=Decimal(7))]))
    before = ids(text)
    assert [block.id for block in write(text, case=other)[0]] == list(before)
    reworded = ids(text.replace("共{{", "合计{{"))
    assert len(before.keys() - reworded.keys()) == 1


def test_long_headings_that_begin_alike_are_told_apart_and_ids_fit_their_tag():
    heads = [f"慰问金的发放不够及时的问题之{n}" for n in "甲乙"]
    text = "# 章\n\n" + "\n\n".join(
        f"## {head}\n\n### {head}\n\n#### {head}\n\n段\n\n{{{{ 插入('得分情况表') }}}}" for head in heads
    )
    before, swapped = ids(text), ids(text.replace("之甲", "之丙").replace("之乙", "之甲").replace("之丙", "之乙"))
    assert set(before) == set(swapped)
    assert max(len(f"ek:b:{id}") for id in before) <= 64


def test_ids_are_unique_even_under_headings_of_one_name():
    found = ids("# 甲\n\n## 同名\n\n一\n\n## 同名\n\n二\n\n{{ 插入('得分情况表') }}\n\n{{ 插入('得分情况表') }}")
    assert len(set(found)) == len(found)


# ---- the parts of a report ------------------------------------------------------------------------------------------


def whole():
    parts = (
        *(Part("封面"), Part("目录", depth=2), Part("正文", "01-一"), Part("正文", "02-二"), Part("签章")),
        *(Part("附件", "附件1-表", landscape=True), Part("附件", "附件2-名单")),
    )
    chapters = {
        "01-一": "# 一",
        "02-二": "# 二",
        "附件1-表": "# 体系\n\n{{ 插入('指标体系表') }}",
        "附件2-名单": "# 名单",
    }
    facts = FACTS.plus(
        [
            Fact("项目.年度", Decimal(2022), Measure.NUMBER),
            Fact("项目.报告日期", date(2023, 12, 2), Measure.DATE),
            Fact("机构.名称", "某公司", Measure.TEXT),
        ]
    )
    return narrate(replace(CASE, facts=facts), template(chapters, parts))


def test_sections_part_where_pages_change():
    document, findings = whole()
    assert findings == ()
    assert [(section.landscape, section.numbering) for section in document.sections] == [
        *((False, "none"), (False, "none"), (False, "start"), (True, "continue"), (False, "continue")),
    ]
    assert document.sections[2].header == "2022年度慰问项目绩效评价报告"


def test_the_cover():
    document, _ = whole()
    cover = document.sections[0].blocks[0]
    assert isinstance(cover, Cover)
    assert [plain_text(line) for line in cover.title] == ["2022年度", "慰问项目", "绩效评价报告"]
    assert [(label, plain_text(value)) for label, value in cover.lines] == [
        ("主管部门", "【待填：项目主管部门——项目主管部门全称】"),
        ("实施单位", "【待填：项目实施单位——项目实施单位全称】"),
        ("委托单位", "【待填：项目委托单位——委托评价的财政部门】"),
        ("评价机构", "某公司"),
        ("主评人（签字）", ""),
    ]
    assert cover.date == (Num("二〇二三年十二月二日", "项目.报告日期"),)


def test_the_contents_and_the_title_of_the_body():
    document, _ = whole()
    assert document.sections[1].blocks == (Contents("目录", 2, 1, base=""),)
    title = document.sections[2].blocks[0]
    assert isinstance(title, Paragraph)
    assert (title.role, plain_text(title.inlines)) == ("title", "2022年度慰问项目绩效评价报告")
    assert Num("慰问项目", "项目.名称") in title.inlines


def test_who_signs_and_the_list_of_appendices():
    document, _ = whole()
    *_, first, second, signature = document.sections[2].blocks
    assert [block_text(first), block_text(second)] == ["附件：1. 体系", "　　　2. 名单"]
    assert isinstance(signature, Signature)
    assert [label for label, _ in signature.lines] == ["绩效评价师（签字）", "注册会计师（签字）"]
    assert plain_text(signature.firm) == "某公司"
    assert plain_text(signature.date) == "二〇二三年十二月二日"


def test_appendices_count_and_so_do_their_captions():
    document, _ = whole()
    headings = [block.number for block in document.blocks() if isinstance(block, Heading)]
    assert headings == ["一、", "二、", "附件1", "附件2"]
    table = document.sections[3].blocks[1]
    assert isinstance(table, Table)
    assert table.caption is not None
    assert (table.caption.kind, table.caption.number) == ("附表", "1-1")


def test_the_stamp_comes_from_the_engagement_and_not_from_the_clock():
    document, _ = whole()
    assert (document.created, document.author) == ("2023-12-02T00:00:00Z", "某公司")


def test_the_same_case_gives_the_same_document():
    assert whole() == whole()


def test_a_year_that_the_name_has_already_is_not_said_twice():
    facts = FACTS.plus(
        [Fact("项目.年度", Decimal(2022), Measure.NUMBER), Fact("项目.名称", "2022年慰问项目", Measure.TEXT)]
    )
    document, _ = narrate(replace(CASE, facts=facts), template({"01-一": "# 一"}))
    assert document.title == "2022年慰问项目绩效评价报告"


def test_a_chapter_of_the_engagement_takes_the_place_of_the_templates():
    own = TextFile("chapters/01-试.md", "自己的话", Where("chapters/01-试.md"))
    case = replace(CASE, engagement=replace(ENGAGEMENT, chapters=(own,)))
    assert told("模板的话", case) == "自己的话"


def test_a_chapter_nobody_asked_for_is_told():
    own = TextFile("chapters/1-试.md", "自己的话", Where("chapters/1-试.md"))
    _, (finding,) = write("模板的话", replace(CASE, engagement=replace(ENGAGEMENT, chapters=(own,))))
    assert (finding.severity, str(finding.where)) == ("warning", "chapters/1-试.md")
    assert "01-试" in finding.cure


@pytest.mark.parametrize(
    ("of_firm", "of_template", "form", "foot"),
    [
        ("", "", "标准", ""),
        ("", "简洁", "简洁", "某公司"),
        ("公文", "简洁", "公文", "某公司"),
        ("标准", "简洁", "标准", ""),
    ],
)
def test_the_firm_chooses_its_cover_before_the_template(of_firm: str, of_template: str, form: str, foot: str) -> None:
    facts = Facts(
        [*FACTS.values(), Fact("机构.名称", "某公司", Measure.TEXT), Fact("项目.密级", "内部资料", Measure.TEXT)]
    )
    engagement = replace(ENGAGEMENT, firm={"名称": "某公司", "封面": of_firm, "页眉": "某公司 报告", "主色": "墨绿"})
    parts = (Part("封面"), Part("正文", "01-一"))
    made, _ = narrate(
        replace(CASE, engagement=engagement, facts=facts),
        replace(template({"01-一": "# 甲"}, parts), cover=of_template),
    )
    cover = made.sections[0].blocks[0]
    assert isinstance(cover, Cover)
    assert (cover.form, plain_text(cover.firm), plain_text(cover.mark)) == (form, foot, "内部资料")
    labels = [label for label, _ in cover.lines]
    assert ("评价机构" in labels) == (form == "标准")
    assert bool(labels) == (form != "公文")
    assert [section.header for section in made.sections] == ["", "某公司 报告"]
    assert made.house.colour == "1E5945"


@pytest.mark.parametrize(("of_firm", "of_template", "style"), [("", "公文", "公文"), ("报告", "公文", "报告")])
def test_the_firm_chooses_its_look_before_the_template(of_firm: str, of_template: str, style: str) -> None:
    case = replace(CASE, engagement=replace(ENGAGEMENT, firm={"名称": "某公司", "版式": of_firm}))
    made, _ = narrate(case, replace(template({"01-一": "# 甲"}), style=of_template))
    assert made.style == style
