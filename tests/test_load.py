"""The folder in either form -> the engagement: what is understood, and every line told of what is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from evalkit.cli.show import line
from evalkit.files.folder import read_files
from evalkit.load import load
from evalkit.model.engagement import Engagement
from evalkit.model.facts import Fact, Measure

HERE = Path(__file__).parent
FAULTS = yaml.safe_load((HERE / "load_faults.yaml").read_text(encoding="utf-8"))
WORKBOOKS = yaml.safe_load((HERE / "load_workbooks.yaml").read_text(encoding="utf-8"))


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def told(files: Mapping[str, str | bytes]) -> list[str]:
    """Every line the user is told of a folder."""
    return read(files)[1]


def read(files: Mapping[str, str | bytes]) -> tuple[Engagement | None, list[str]]:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    source = read_files("某项目", contents)
    engagement, findings = load(source)
    return engagement, [line(found) for found in (*source.findings, *findings)]


def swapped(case: dict[str, Any]) -> dict[str, str]:
    files = {path: text for path, text in FAULTS["base"].items() if path not in case.get("drop", ())}
    for path, swaps in case.get("swap", {}).items():
        for old, new in swaps:
            assert old in files[path], f"{old!r} is not in {path}"
            files[path] = files[path].replace(old, new, 1)
    return {**files, **case.get("add", {})}


def workbook(sheets: Mapping[str, str], merge: Mapping[str, list[str]] | None = None) -> bytes:
    """A workbook from Markdown tables; see the head of load_workbooks.yaml."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for y, row in enumerate(table.strip().splitlines(), 1):
            for x, text in enumerate(row.strip().strip("|").split("|"), 1):
                put(sheet.cell(y, x), text.strip())
        for reference in (merge or {}).get(name, ()):
            sheet.merge_cells(reference)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(cell: Any, text: str) -> None:
    if text.startswith("'"):
        cell.value, cell.data_type = text[1:], "s"
    elif re.fullmatch(r"-?\d+(\.\d+)?", text):
        cell.value = float(text)
    elif re.fullmatch(r"-?\d+(\.\d+)?%", text):
        cell.value, cell.number_format = float(Decimal(text[:-1]) / 100), "0.00%"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        cell.value, cell.number_format = date.fromisoformat(text), "yyyy-mm-dd"
    else:
        cell.value = text or None


# ---- what is told -------------------------------------------------------------------------------------------------


def test_the_base_of_the_cases_has_no_fault() -> None:
    assert told(FAULTS["base"]) == []


@pytest.mark.parametrize("case", named(FAULTS["cases"]))
def test_text_form_tells(case: dict[str, Any]) -> None:
    assert told(swapped(case)) == case["told"]


@pytest.mark.parametrize("case", named(WORKBOOKS["cases"]))
def test_workbook_tells(case: dict[str, Any]) -> None:
    kept = {name: table for name, table in WORKBOOKS["base"].items() if name not in case.get("drop", ())}
    data = workbook({**kept, **case.get("sheets", {})}, case.get("merge"))
    assert told({"评价底稿.xlsx": data, **case.get("files", {})}) == case["told"]


def test_every_line_says_how_to_mend_it() -> None:
    lines = [one for case in (*FAULTS["cases"], *WORKBOOKS["cases"]) for one in case["told"]]
    assert len(FAULTS["cases"]) >= 30
    assert [one for one in lines if "办法：" not in one] == []


# ---- what is understood -------------------------------------------------------------------------------------------


def engagement(indicators: str = "", facts: str = "", **more: str) -> Engagement:
    """The base engagement, its indicators or facts (CSV lines below a header) replaced."""
    files: dict[str, str] = dict(FAULTS["base"])
    if indicators:
        head = (
            "一级指标,二级指标,三级指标,四级指标,编码,分值,规则,参数,取值,人工得分,人工理由,底稿号,复核人,编制人,佐证\n"
        )
        files["tables/指标.csv"] = head + indicators
        del files["tables/指标.yaml"]
    if facts:
        files["tables/事实.csv"] = "名称,值,单位,口径,位数,算式,来源,位置\n" + facts
        del files["tables/事实.yaml"]
    made, lines = read({**files, **more})
    assert lines == []
    assert made is not None
    return made


def codes(made: Engagement) -> dict[str, str]:
    return {node.code: node.name for node in made.indicators}


def test_codes_follow_the_order_where_none_is_typed() -> None:
    made = engagement("产出,数量,甲,,,30\n,,乙,,,20\n,质量,丙,,,10\n效益,效果,丁,,,40\n")
    assert codes(made) == {
        "A": "产出",
        "A1": "数量",
        "A11": "甲",
        "A12": "乙",
        "A2": "质量",
        "A21": "丙",
        "B": "效益",
        "B1": "效果",
        "B11": "丁",
    }
    assert [str(node.weight) for node in made.indicators] == ["60", "50", "30", "20", "10", "10", "40", "40", "40"]
    assert [node.level for node in made.indicators] == [1, 2, 3, 3, 2, 3, 1, 2, 3]


def test_typed_codes_give_the_levels_above_theirs() -> None:
    made = engagement("产出,数量,甲,,C12,30\n,质量,丙,,C21,30\n效益,效果,丁,,D11,40\n")
    assert list(codes(made)) == ["C", "C1", "C12", "C2", "C21", "D", "D1", "D11"]
    assert {node.code: node.parent for node in made.indicators}["C12"] == "C1"


def test_codes_of_another_kind_stay_as_typed_and_collide_with_none() -> None:
    made = engagement("产出,数量,甲,,A1,60\n效益,效果,丁,,2,40\n")
    assert list(codes(made)) == ["A", "A2", "A1", "B", "B1", "2"]


def test_the_tenth_child_keeps_its_level_apart_from_a_fourth_level() -> None:
    rows = "".join(f"{'产出,数量' if i == 0 else ','},指标{i},,,10\n" for i in range(10))
    assert list(codes(engagement(rows)))[-1] == "A1-10"


def test_a_fourth_level_makes_the_third_a_parent() -> None:
    made = engagement("产出,数量,人数,补贴人数,,35\n,,,慰问人数,,25\n效益,效果,稳定,,,40\n")
    assert codes(made)["A112"] == "慰问人数"
    assert {node.code: node.leaf for node in made.indicators} == {
        "A": False, "A1": False, "A11": False, "A111": True, "A112": True, "B": False, "B1": False, "B11": True,
    }  # fmt: skip


def test_brackets_with_points_are_no_part_of_a_name() -> None:
    made = engagement("产出（60分）,数量(60 分),甲,,,60\n效益（社会）,效果,丁,,,40\n")
    assert [node.name for node in made.indicators if not node.leaf] == ["产出", "数量", "效益（社会）", "效果"]


def test_points_belong_to_their_indicator_in_order_with_their_grades() -> None:
    made = engagement(
        "产出,数量,甲,,,60\n效益,效果,丁,,,40\n",
        **{
            "tables/要点.csv": "编码,序,要点,分值,判定,得分,事实,档次,佐证\n"
            "A11,2,有台账,20,部分符合,5,有一半,,B1、B2\n,1,有制度,40,优,,制度齐全,优→40，差→0,\n丁,,稳定,40,符合,,,,\n"
        },
    )
    first, second = next(node for node in made.indicators if node.code == "A11").points
    assert (first.text, first.points, first.scale) == ("有制度", Decimal(40), (("优", Decimal(40)), ("差", Decimal(0))))
    assert (second.order, second.earned, second.evidence) == (2, Decimal(5), ("B1", "B2"))
    assert [point.code for node in made.indicators for point in node.points] == ["A11", "A11", "B11"]


def test_the_default_reviewer_fills_blanks_of_reviewers() -> None:
    files = dict(FAULTS["base"])
    files["engagement.yaml"] = files["engagement.yaml"].replace("某咨询公司", "某咨询公司\n  默认复核人: 李某")
    files["tables/指标.yaml"] += "  人工得分: 30\n  人工理由: 见纪要\n  底稿号: D1\n  编制人: 赵某\n"
    made, lines = read(files)
    assert (made is not None, lines) == (True, [])
    leaf = made.indicators[-1] if made else None
    assert leaf is not None
    assert leaf.manual is not None
    assert (leaf.manual.points, leaf.manual.reviewer, leaf.reviewed_by) == (Decimal(30), "李某", "李某")


def test_a_manual_score_without_a_reason_loads_as_it_is() -> None:
    made = engagement("产出,数量,甲,,,60,,,,50\n效益,效果,丁,,,40\n")
    manual = made.indicators[2].manual
    assert manual is not None
    assert (manual.points, manual.reason, manual.paper, manual.reviewer) == (Decimal(50), "", "", "")


FACTS = [
    ("人数,596,人", Fact("人数", Decimal(596), Measure.COUNT, 0, "人")),
    ("费用,92.8,万元", Fact("费用", Decimal("92.8"), Measure.AMOUNT, 2, "万元")),
    ("标准,400,元,金额,0", Fact("标准", Decimal(400), Measure.AMOUNT, 0, "元")),
    ("到位率,98.62%", Fact("到位率", Decimal("98.62"), Measure.RATE, 2, "%")),
    ("占比,85.185,%,占比", Fact("占比", Decimal("85.185"), Measure.SHARE, 2, "%")),
    ("慰问人数,596人", Fact("慰问人数", Decimal(596), Measure.COUNT, 0, "人")),
    ("系数,0.75", Fact("系数", Decimal("0.75"), Measure.NUMBER, 2, "")),
    ("自评得分,96.5,分", Fact("自评得分", Decimal("96.5"), Measure.SCORE, 1, "分")),
    ("批复日,2022-01-18", Fact("批复日", date(2022, 1, 18), Measure.DATE, None, "")),
    ("评审等级,优", Fact("评审等级", "优", Measure.TEXT, None, "")),
    ("凭证,0010,,文字", Fact("凭证", "0010", Measure.TEXT, None, "")),
    ("还没查到", Fact("还没查到", None, Measure.TEXT, None, "")),
    ("结余,,万元", Fact("结余", None, Measure.AMOUNT, 2, "万元")),
    ("完成率,,,比率,,人数 / 人数", Fact("完成率", None, Measure.RATE, 2, "%")),
    ("版本.一,3,次", Fact("版本·一", Decimal(3), Measure.COUNT, 0, "次")),
]


@pytest.mark.parametrize(("row", "expected"), FACTS, ids=[row for row, _ in FACTS])
def test_a_fact_takes_its_measure_and_places_from_what_is_written(row: str, expected: Fact) -> None:
    extra = "" if row.startswith("人数") else "人数,1,人\n"
    made = engagement("产出,数量,甲,,,60\n效益,效果,丁,,,40\n", f"{extra}{row}\n")
    fact = made.typed[-1]
    found = (fact.id, fact.value, fact.measure, fact.places, fact.unit)
    assert found == (expected.id, expected.value, expected.measure, expected.places, expected.unit)


def test_a_fact_knows_its_place_and_its_source() -> None:
    made = engagement("产出,数量,甲,,,60\n效益,效果,丁,,,40\n", "人数,596,人,,,,发放名单,第3页\n")
    assert (str(made.typed[0].sources[0]), made.typed[0].how) == ("tables/事实.csv:B2", "发放名单，第3页")


def test_an_expression_is_kept_with_its_place() -> None:
    made = engagement("产出,数量,甲,,,60\n效益,效果,丁,,,40\n", "人数,2,人\n一半,,,,,人数 / 2\n")
    text, place = made.expressions["一半"]
    assert (text, str(place)) == ("人数 / 2", "tables/事实.csv:F3")


def test_the_sum_row_of_the_money_is_kept_as_stated() -> None:
    files = dict(FAULTS["base"])
    files["engagement.yaml"] = files["engagement.yaml"].replace(
        "资金测算:", "  - {子项: 合计, 支出数: 80.08}\n资金测算:"
    )
    made, lines = read(files)
    assert lines == []
    assert made is not None
    assert made.stated_funds is not None
    assert ([fund.name for fund in made.funds], made.stated_funds.spent) == (["补贴", "慰问"], Decimal("80.08"))
    assert (made.costings[0].periods, made.costings[0].unit) == (Decimal(1), "元")


def test_figures_of_cells_keep_their_digits_and_codes_their_noughts() -> None:
    sheets = dict(WORKBOOKS["base"])
    sheets["资金"] = "| 子项 | 预算数 |\n| 补贴 | 18045373.1 |\n"
    sheets["佐证"] = "| 索引号 | 名称 | 页码 |\n| '0010 | 批复 | 12 |\n"
    sheets["事实"] += "| 到位率 | 98.62% |  |\n| 批复日 | 2022-01-18 |  |\n"
    made, lines = read({"评价底稿.xlsx": workbook(sheets)})
    assert lines == []
    assert made is not None
    assert made.funds[0].budget == Decimal("18045373.1")
    assert (made.evidence[0].index, made.evidence[0].pages) == ("0010", "12")
    facts = {fact.id: fact for fact in made.typed}
    assert (facts["到位率"].value, facts["到位率"].display) == (Decimal("98.62"), "98.62%")
    assert facts["批复日"].value == date(2022, 1, 18)


def test_both_forms_of_yongxing_are_the_same_engagement() -> None:
    from evalkit.files.folder import read_folder
    from evalkit.workbook import workbook_from_source

    folder = HERE.parent / "examples" / "yongxing-2022"
    text = read_folder(folder)
    contents = {"评价底稿.xlsx": workbook_from_source(text)}
    for path in sorted((folder / "questionnaires").glob("*.yaml")):
        contents[f"questionnaires/{path.name}"] = path.read_bytes()
    book = read_files(text.name, contents, text.files)
    one, findings = load(text)
    other, more = load(book)
    assert (text.findings, findings, book.findings, more) == ((), (), (), ())
    assert one is not None
    assert other is not None
    assert [len([node for node in one.indicators if node.level == level]) for level in (1, 2, 3)] == [4, 11, 22]
    for part in ("project", "firm", "scheme", "responses"):
        assert getattr(one, part) == getattr(other, part), part
    for part in ("funds", "costings", "team", "schedule", "bases", "indicators", "evidence", "problems", "versions"):
        assert bare(getattr(one, part)) == bare(getattr(other, part)), part
    assert bare(one.typed) == bare(other.typed)
    assert {name: text for name, (text, _) in one.expressions.items()} == {
        name: text for name, (text, _) in other.expressions.items()
    }


def bare(value: Any) -> Any:
    """A record without its places."""
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    slots = getattr(value, "__dataclass_fields__", None)
    if slots is None:
        return value
    return {name: bare(getattr(value, name)) for name in slots if name not in ("at", "sources")}


def test_grade_schemes_come_with_their_basis_and_reach_without_a_gap() -> None:
    for name, third in (("财预〔2020〕10号", "中"), ("湘财绩〔2020〕7号", "较差")):
        files = dict(FAULTS["base"])
        # Brackets of another kind are the same document.
        typed = name.replace("〔", "[").replace("〕", "]")
        files["engagement.yaml"] = files["engagement.yaml"].replace("年度: 2022", f"年度: 2022\n  等级方案: '{typed}'")
        made, lines = read(files)
        assert (lines, made is not None) == ([], True)
        assert made is not None
        grades = [made.scheme.of(Decimal(total)) for total in ("90", "89.99", "80", "79.99", "60", "59.99")]
        assert grades == ["优", "良", "良", third, third, "差"]
        assert name in made.scheme.basis


def test_what_people_write_for_a_verdict_is_read_as_the_rules_own_word() -> None:
    def verdicts(rule: str, *written: str) -> list[str]:
        rows = "\n".join(f"- {{编码: A11, 要点: 要点{n}, 分值: 2, 判定: '{word}'}}" for n, word in enumerate(written))
        weight = 2 * len(written)
        tree = {
            "engagement.yaml": "项目:\n  名称: 甲\n  年度: 2025\n  委托单位: 乙\n机构:\n  名称: 丙\n".encode(),
            "tables/指标.yaml": (
                f"- {{一级指标: 决策, 二级指标: 立项, 三级指标: 依据, 分值: {weight}, 规则: {rule}}}\n"
                f"- {{一级指标: 过程, 二级指标: 管理, 三级指标: 制度, 分值: {100 - weight}}}\n"
            ).encode(),
            "tables/要点.yaml": rows.encode(),
        }
        engagement, found = load(read_files("甲", tree))
        assert engagement is not None, found
        (leaf,) = [node for node in engagement.indicators if node.code == "A11"]
        return [point.verdict for point in leaf.points]

    assert verdicts("要点给分", "√", "是", "×", "否", "符合") == ["符合", "符合", "不符合", "不符合", "符合"]
    assert verdicts("扣分清单", "√", "有", "×", "无", "2") == ["存在", "存在", "不存在", "不存在", "2"]
