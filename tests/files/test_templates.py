"""Templates: those that come with the program, and what is told of a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.files import templates
from evalkit.files.folder import read_files
from evalkit.files.templates import list_templates, read_template, template_of
from evalkit.load import load

GOOD = "名称: 甲\n篇章:\n  - {篇: 封面}\n  - {篇: 正文, 章: 01-概况}\n  - {篇: 附件, 章: 附件1-表, 横向: 是}\n"
FILES = {"chapters/01-概况.md": b"# x", "chapters/附件1-表.md": b"# y"}


def told(text: str) -> list[str]:
    _, findings = template_of("a", {"template.yaml": text.encode(), **FILES})
    return [f"{found.where} {found.message}；{found.cure}" for found in findings]


def test_the_shipped_templates_are_whole() -> None:
    shipped = {template.id: template for template in list_templates()}
    assert {"project-expenditure", "project-expenditure-six"} <= set(shipped)
    for id, template in shipped.items():
        assert read_template(id) == (template, ())
        assert read_template(template.title) == (template, ())


@pytest.mark.parametrize("id", ["project-expenditure", "project-expenditure-six"])
def test_the_starting_tables_of_a_template_load(id: str) -> None:
    template, _ = read_template(id)
    assert template is not None
    source = read_files(id, template.skeleton)
    engagement, findings = load(source)
    assert (source.findings, findings) == ((), ())
    assert engagement is not None
    assert sum(node.weight for node in engagement.indicators if node.level == 1) == 100


def test_a_new_engagement_leaves_the_look_to_its_template() -> None:
    for template in list_templates():
        engagement, _ = load(read_files(template.id, template.skeleton))
        assert engagement is not None
        assert engagement.firm.get("版式", "") == "", template.id


def test_parts_keep_their_chapter_and_their_page() -> None:
    template, findings = template_of("a", {"template.yaml": GOOD.encode(), **FILES, "skeleton/engagement.yaml": b"x"})
    assert findings == ()
    assert template is not None
    assert [(part.kind, part.chapter, part.landscape) for part in template.parts] == [
        ("封面", "", False), ("正文", "01-概况", False), ("附件", "附件1-表", True),
    ]  # fmt: skip
    assert (template.style, template.analysis_depth, dict(template.skeleton)) == ("报告", 2, {"engagement.yaml": b"x"})


def test_the_outline_of_the_survey_report_says_how_questions_with_the_same_options_stand() -> None:
    def read(words: str) -> tuple[str, list[str]]:
        outline = f"{words}篇章:\n  - {{篇: 正文, 章: 01-概况}}\n".encode()
        template, findings = template_of("a", {"template.yaml": GOOD.encode(), "survey.yaml": outline, **FILES})
        return template.survey_batteries if template else "", [f"{found.message}；{found.cure}" for found in findings]

    assert read("") == ("合并", [])
    assert read("同类题: 逐题\n") == ("逐题", [])
    assert read("同类题: 分开\n")[1] == ["“同类题”不能写“分开”；可以选的有：合并、逐题"]


def test_a_template_says_what_belongs_where_and_what_its_cover_shows() -> None:
    text = GOOD.replace("封面}", "封面, 栏: [申报单位：实施单位, 主评人]}")
    text += "活动: 评估\n不填: [资金.支出数]\n填写:\n  资金: 只填申请数\n  项目.背景: 为什么立项\n"
    template, findings = template_of("a", {"template.yaml": text.encode(), **FILES})
    assert findings == ()
    assert template is not None
    assert template.parts[0].lines == ("申报单位：实施单位", "主评人")
    assert (template.work, template.unasked) == ("评估", ("资金.支出数",))
    assert template.advice == {"资金": "只填申请数", "项目.背景": "为什么立项"}


def test_an_unknown_template_is_answered_with_the_nearest() -> None:
    template, findings = read_template("项目支处")
    assert template is None
    assert (findings[0].message, findings[0].cure[:12]) == ("没有叫“项目支处”的报告模板", "是不是“项目支出”；用 ")


BROKEN = [
    (GOOD.replace("章: 01-概况", "章: 01-慨况"), ["template.yaml:4:16 chapters 里没有“01-慨况.md”；是不是“01-概况”"]),
    (GOOD.replace("篇: 封面", "篇: 封皮"), ["template.yaml:3:9 “篇”不能写“封皮”；可以选的有：封面、前页、目录、摘要、正文、签章、附件"]),
    (GOOD.replace("篇: 正文, 章: 01-概况", "篇: 正文"), ["template.yaml:4:5 正文没有写“章”；写上 chapters 里的文件名"]),
    (GOOD + "分析层级: 4\n", ["template.yaml:6:7 分析层级只能是 2 或 3，这里是 4；写 2 或 3"]),
    (GOOD.replace("封面}", "封面, 栏: [委托方]}"), ["template.yaml:3:16 封面没有“委托方”这一栏；是不是“委托单位”"]),
    (GOOD + "填写:\n  项目.背竟: 什么\n", ["template.yaml:7:3 没有“项目.背竟”这一项；是不是“项目.背景”"]),
    ("名称: 甲\n", ["template.yaml:1:1 模板缺少“篇章”；写成列表，如“- {篇: 正文, 章: 01-项目概况}”"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), BROKEN, ids=[lines[0] for _, lines in BROKEN])
def test_what_is_wrong_with_a_template_is_told(text: str, lines: list[str]) -> None:
    assert told(text) == lines


def test_a_template_goes_on_from_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for id, files in {
        "a": {"template.yaml": GOOD.encode(), **FILES, "skeleton/tables/指标.yaml": b"[]"},
        "b": {
            "template.yaml": GOOD.replace("甲", "乙").encode() + "沿用: a\n".encode(),
            "chapters/01-概况.md": b"# own",
        },
        "c": {"template.yaml": GOOD.replace("甲", "丙").encode() + "沿用: d\n".encode(), **FILES},
        "e": {"template.yaml": GOOD.replace("甲", "戊").encode() + "沿用: e\n".encode(), **FILES},
    }.items():
        for name, data in files.items():
            (tmp_path / id / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / id / name).write_bytes(data)
    monkeypatch.setattr(templates, "shipped", lambda _: tmp_path)
    template, findings = read_template("b")
    assert findings == ()
    assert template is not None
    assert {name: text.text for name, text in template.chapters.items()} == {"01-概况": "# own", "附件1-表": "# y"}
    assert list(template.skeleton) == ["tables/指标.yaml"]
    assert [found.message for found in read_template("c")[1]] == ["没有叫“d”的模板可以沿用"]
    assert [found.message for found in read_template("e")[1]] == ["不能沿用自己"]
