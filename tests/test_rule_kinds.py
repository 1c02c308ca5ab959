"""The examples of ``docs/rule-kinds.md``, every row of its table run as it stands there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from evalkit import app

ROOT = Path(__file__).resolve().parent.parent
LINES = [line for line in (ROOT / "docs" / "rule-kinds.md").read_text("utf-8").splitlines() if line.startswith("|")]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


ROWS = [dict(zip(cells(LINES[0]), cells(line), strict=True)) for line in LINES[2:]]


def test_the_page_has_thirty_five_kinds() -> None:
    assert [row["序"] for row in ROWS] == [str(order) for order in range(1, 36)]
    assert len({row["办法"] for row in ROWS}) == 35


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['序']} {row['办法']}" for row in ROWS])
def test_the_example_of_a_row_gives_its_score(row: Mapping[str, str], tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, str]]] = {"指标": [], "要点": [], "专家评分": [], "事实": [], "加减分": []}
    place = {"一级指标": "产出", "二级指标": "数量"}
    own = {"三级指标": "示例指标", "编码": "A11", **{key: row[key] for key in ("分值", "规则", "参数", "取值")}}
    for line in filter(None, row["材料"].split("<br>")):
        table, entries = materials(line)
        if table == "指标" and "三级指标" not in entries:
            own |= entries
        else:
            tables[table].append((place if table == "指标" else {"编码": "A11"}) | entries)
    for record in (*tables["事实"], *tables["加减分"]):
        del record["编码"]
    tables["指标"].insert(0, place | own)
    rest = Decimal(100) - sum(Decimal(record["分值"]) for record in tables["指标"])
    other = {"一级指标": "效益", "二级指标": "社会", "三级指标": "受益率", "规则": "按比例给分", "取值": "100%"}
    tables["指标"].append({**other, "分值": str(rest)})
    (tmp_path / "tables").mkdir()
    project = {"名称": "试点项目", "年度": "2022", "委托单位": "某县财政局"}
    written(tmp_path / "engagement.yaml", {"项目": project, "机构": {"名称": "某咨询公司"}})
    for name, records in tables.items():
        if records:
            written(tmp_path / "tables" / f"{name}.yaml", records)
    opened, findings = app.open_engagement(tmp_path)
    # Nothing of an example may be ignored, doubted or left open.
    assert not [one.message for one in findings if one.kind in ("input", "placeholder")]
    what, _, figure = row["得分"].rpartition(" ")
    assert opened.case.facts[what or "得分.A11"].text == figure


@pytest.mark.parametrize("row", ROWS, ids=[row["序"] for row in ROWS])
def test_the_case_a_row_names_is_there(row: Mapping[str, str]) -> None:
    file, _, name = row["测试"].partition("：")
    folder = ROOT / "tests" / ("" if file == "score_folders" else "rules")
    cases = yaml.load((folder / f"{file}.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert any(case["name"].startswith(name) for case in cases)


def materials(line: str) -> tuple[str, dict[str, str]]:
    """``要点：要点 有目标，分值 40，判定 符合`` as its table and columns."""
    table, _, rest = line.partition("：")
    pairs = (piece.partition(" ") for piece in rest.split("，"))
    return table, {key: value for key, _, value in pairs}


def written(path: Path, content: object) -> None:
    """JSON is YAML, and keeps every text as it was written."""
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
