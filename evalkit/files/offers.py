"""What the drop-downs of 评价底稿.xlsx offer from what is installed: templates, grade schemes, checks."""

from __future__ import annotations

from evalkit import plugs
from evalkit.files.presets import definition_table, grade_table
from evalkit.files.templates import list_templates


def offers() -> dict[tuple[str, str], list[str]]:
    """What the workbook's drop-downs offer beside the schema's own choices, by table and key."""
    schemes = [row.entries["方案"].text for row in grade_table().rows if "方案" in row.entries]
    documents = [row.entries["文号"].text for row in definition_table().rows if "文号" in row.entries]
    return {
        ("项目", "模板"): [template.title for template in list_templates()],
        ("项目", "评价办法"): [number for number in documents if number],
        ("项目", "等级方案"): [scheme for scheme in schemes if scheme],
        ("认可", "检查项"): [check.TITLE for check in plugs.checks().values()],
    }
