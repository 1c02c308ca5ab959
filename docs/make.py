"""Writes the generated pages of ``docs/`` from the code: ``python docs/make.py``. A test keeps them in step."""

from __future__ import annotations

import inspect
from pathlib import Path

from evalkit import plugs, words
from evalkit.files.presets import definition_table, grade_table
from evalkit.model.definitions import DEFAULTS

HERE = Path(__file__).resolve().parent
KINDS = {
    "text": "文字", "prose": "文字，可多行", "number": "数字", "count": "整数", "year": "四位数字", "date": "日期", "choice": "选一个",
    "codes": "编码，多个用顿号隔开", "params": "规则参数",
}  # fmt: skip
GENERATED = "<!-- 由 docs/make.py 从程序生成，不要手改 -->"


def fields(table: tuple[words.Field, ...]) -> list[str]:
    lines = ["| 键（列名） | 内容 | 说明 | 也可写作 |", "| --- | --- | --- | --- |"]
    for field in table:
        kind = KINDS[field.kind] + (f"：{'、'.join(field.choices)}" if field.choices else "")
        text = field.help + (f"（默认 {field.default}）" if field.default else "")
        if field.means:
            read = {option: "、".join(word for word, of in field.means if of == option) for _, option in field.means}
            text = "；".join(filter(None, (text, *(f"{said} 读作{option}" for option, said in read.items()))))
        lines.append(f"| {field.key}{'*' if field.required else ''} | {kind} | {text} | {'、'.join(field.synonyms)} |")
    return lines


def tables_page() -> str:
    """``tables.md``: every table of the engagement folder."""
    parts = [
        GENERATED,
        "# 评价底稿的各张表",
        "带 * 的必填。工作簿里一张表一个工作表；文本形式见 [files.md](files.md)。",
    ]
    for spec in words.TABLES:
        parts.append(f"## {spec.name}\n\n{spec.help}。\n\n" + "\n".join(fields(spec.fields)))
    parts.append(
        "# 需要时才加的表\n\n新建的工作簿里没有，要用时自己加一个同名的工作表，第一行写列名；文本形式写 `tables/表名.yaml`。"
    )
    for spec in words.RARE:
        parts.append(f"## {spec.name}\n\n{spec.help}。\n\n" + "\n".join(fields(spec.fields)))
    return "\n\n".join(parts) + "\n"


DEFINITIONS_LEAD = """各地文件对同一个指标的算法规定不一。“项目”表的“评价办法”写文号，就按那份文件；不写的按财预〔2020〕10号。
只改一两项的，在“口径”表（`engagement.yaml` 的“口径:”一段，或工作簿的同名工作表）写那一项，它优先。文件没有规定的一项，先按
财预〔2020〕10号，再按程序的默认。`evalkit explain 口径.执行率分母` 说明一项是怎样定的；`{{ 口径.说明 }}` 在报告里印出用了哪些口径。

没有列出的文件，在项目文件夹写 `tables/评价办法.yaml`，列名与下面“评价办法”表相同。评价办法和等级方案都写而不一致的，按等级方案。

- **执行率分母**：全年预算数就是“资金”表的预算数（有调整的填调整后的）。
- **超百显示**：只管资金的到位率、执行率和“事实”表里算出的完成率一类；写封顶100的，规则读到的也是100，要看超额多少的指标
  （超额线、成本）在“取值”里直接写算式。计分总以满分为限。
- **满意度口径**：均值是赋值得分的平均，满意率是选满意的人数占比，两个数不是一回事：`问卷.<名称>.满意度` 按这里选的，
  `问卷.<名称>.均值`、`问卷.<名称>.满意率`、`问卷.<名称>.含一般满意率` 总是都有。选项分值不低于75的算满意（文字是“一般”“基本”的
  不算），不低于50的算一般；问卷的赋值不同的，在问卷文件里写 `满意线: 80`、`一般线: 60`。
- **步长舍入**：“逐步扣分”没有写“舍入”的指标用它。
- **产出效益下限**：写“不设”的不查；专项债项目不足的只作提示。"""


def definitions_page() -> str:
    """``definitions.md``: the definitions that differ by place, and what the shipped documents say of them."""
    said = [
        dict(zip(row.entries, (one.text for one in row.entries.values()), strict=True))
        for row in definition_table().rows
    ]
    above: dict[str, str] = {}
    lines = ["| 文号 | 口径 | 取值 | 依据 |", "| --- | --- | --- | --- |"]
    for row in said:
        above |= {key: row[key] for key in ("文号", "名称") if row.get(key)}
        document = f"{above['文号']}《{above['名称']}》" if row.get("文号") else ""
        lines.append(f"| {document} | {row['口径']} | {row['取值']} | {row['依据']} |")
    schemes = ["| 方案 | 等级（下限含，上限不含） | 依据 |", "| --- | --- | --- |"]
    parts: dict[str, tuple[list[str], str]] = {}
    name = ""
    for entries in (row.entries for row in grade_table().rows):
        name = entries["方案"].text if "方案" in entries else name
        grades, _ = parts.setdefault(name, ([], entries["依据"].text if "依据" in entries else ""))
        grades.append(f"{entries['等级'].text} [{entries['下限'].text},{entries['上限'].text})")
    schemes += [f"| {name} | {'、'.join(grades)} | {basis} |" for name, (grades, basis) in parts.items()]
    defaults = ["| 口径 | 默认 |", "| --- | --- |", *(f"| {key} | {value} |" for key, value in DEFAULTS.items())]
    return "\n\n".join(
        (
            GENERATED, "# 口径：各地不同的算法", DEFINITIONS_LEAD,
            "## 口径\n\n" + "\n".join(fields(words.DEFINITIONS.fields)),
            "## 评价办法\n\n" + "\n".join(fields(words.DOCUMENTS.fields)),
            "## 程序带有的文件\n\n" + "\n".join(lines),
            "## 程序带有的等级方案\n\n最高一等含100分。\n\n" + "\n".join(schemes),
            "## 都没有规定时\n\n" + "\n".join(defaults),
        )
    ) + "\n"  # fmt: skip


def plug_page(title: str, lead: str, folder: str) -> str:
    """A page with the manual page of every plug of a folder."""
    parts = [GENERATED, f"# {title}", lead]
    for name in plugs.names(folder):
        module = plugs.plug(folder, name)
        parts.append(f"## {module.TITLE}（`{name}`）\n\n{inspect.getdoc(module)}")
        if getattr(module, "FIELDS", ()):
            parts.append("\n".join(fields(module.FIELDS)))
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    rules = "“指标”表的“规则”列写名称，“参数”列写参数：`键：值；键：值`；只写一个值的，属于第一个参数。"
    rules += "\n\n常见的三十五种给分办法各用哪种规则、怎样写，见 [rule-kinds.md](rule-kinds.md)。"
    checks = "`evalkit check` 逐项检查；错误和没有认可的警告都要处理。认可写在“认可”表：检查项写括号里的代号。"
    exhibits = '章节里写 `{{ 插入("名称") }}`，单独占一行。'
    return {
        "tables.md": tables_page(),
        "definitions.md": definitions_page(),
        "rules.md": plug_page("评分规则", rules, "rules"),
        "checks.md": plug_page("检查项", checks, "checks"),
        "exhibits.md": plug_page("表、图和页件", exhibits, "exhibits"),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8", newline="\n")
