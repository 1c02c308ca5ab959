"""评价小组成员表, 营业执照, 佐证材料目录, 进度表, 评价依据, 访谈记录."""

from __future__ import annotations

from dataclasses import replace

from evalkit.exhibits import bases_list, evidence_list, interviews, licence, roster, schedule_table
from evalkit.model.document import Picture
from evalkit.model.places import Where
from evalkit.model.source import TextFile

#: A number of the form of a mobile phone, put together here so that no whole one stands in the file.
PHONE = "138" + "0013" + "8000"


def test_the_team_with_dashes_where_nothing_is_written(case, shown):
    assert shown(roster.build(case)) == "\n".join(
        [
            "评价小组成员表",
            "序号\t姓名\t评价组职务\t职称\t执业资格\t分工",
            "1\t赵甲\t主评人\t高级会计师\t—\t统稿",
        ]
    )


def test_the_licence_is_a_picture_of_the_attachments(case):
    (picture,) = licence.build(case)
    assert isinstance(picture, Picture)
    assert (picture.file, picture.alt) == ("attachments/执照.png", "某评价公司营业执照")


def test_a_licence_that_is_not_there_says_where_it_belongs(case, shown):
    gone = replace(case, engagement=replace(case.engagement, files=()))
    assert shown(licence.build(gone)) == "【待填：营业执照图片“执照.png”不在 attachments 文件夹里】"


def test_a_title_within_a_title_takes_single_brackets(case, shown):
    assert (
        shown(bases_list.build(case)) == "（1）《关于印发〈慰问办法〉的通知》（某财〔2020〕1号）；\n（2）《预算法》。"
    )


def test_the_schedule_with_a_phase_still_open(case, shown):
    assert shown(schedule_table.build(case)) == "\n".join(
        [
            "评价工作进度表",
            "阶段\t时间\t工作内容",
            "前期准备\t2023年3月1日至3月9日\t组建工作组",
            "撰写\t【待填：撰写阶段的起止日期】\t【待填：撰写阶段做了什么】",
        ]
    )


def test_the_evidence(case, shown):
    assert shown(evidence_list.build(case)).splitlines()[-1] == "B1\t批复\t某复〔2021〕2号\t—\t—"


def test_no_phone_number_of_an_interview_is_printed(case, shown):
    told = TextFile("interviews/a.md", f"# 座谈\n- 问：是否知晓？\n联系电话{PHONE}。", Where("interviews/a.md"))
    held = replace(case, engagement=replace(case.engagement, interviews=(told,)))
    assert shown(interviews.build(held)) == "座谈\n问：是否知晓？\n联系电话（电话略）。"


def test_a_fresh_engagement_has_placeholders_everywhere(blank, shown):
    for exhibit in (roster, licence, bases_list, schedule_table, evidence_list, interviews):
        assert shown(exhibit.build(blank)).startswith("【待填："), exhibit.ID
