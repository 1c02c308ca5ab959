"""A sheet with a header row, a key-value sheet, a YAML list or mapping -> a table of named entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.likeness import nearest_field
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.source import Entry, Listed, Mapped, Node, RawRow, RawTable, Scalar, Sheet, Value
from evalkit.words import Field, TableSpec

#: A header row stands among the first rows of a sheet.
HEADER_WITHIN = 15
#: First cells of rows that explain and do not count.
EXAMPLE = ("例：", "例:")
NOTES = ("注：", "注:", "说明：", "说明:", "备注：", "备注:", "填表说明", "填写说明")
#: Header of a key-value sheet.
FORM_HEADS = ("项目", "项", "栏目", "字段", "要素", "内容", "填写内容", "填写")

Read = tuple[RawTable, tuple[Finding, ...]]


def sheet_table(sheet: Sheet, spec: TableSpec) -> Read:
    """The rows below the header, blank rows, examples and notes left out. Titles may stand above the header.

    A column the table does not know is a fault when it looks like one it knows, else a doubt; a missing one that is
    required is a fault, and then there are no rows.
    """
    if spec.form:
        return form_sheet(sheet, spec)
    rows = [sheet.row(y) for y in range(sheet.height)]
    head = header_row(rows, spec)
    if head is None:
        filled = next((y for y, row in enumerate(rows) if any(map(text_of, row))), None)
        if filled is None:
            return RawTable(sheet.name or spec.name, (), sheet.where(0)), ()
        needed = "、".join(field.key for field in spec.fields if field.required)
        message = f"“{spec.name}”里没有找到列名一行"
        return RawTable(sheet.name or spec.name, (), sheet.where(filled)), (
            fault(sheet.where(filled), message, f"加一行列名，至少要有：{needed}"),
        )
    columns, findings = header_columns(sheet, rows, head, spec)
    missing = [
        field
        for field in spec.fields
        if field.required and not any(spec.field(name) is field for name in columns.values())
    ]
    for field in missing:
        cure = f"加上这一列；列名可以写：{'、'.join((field.key, *field.synonyms))}"
        findings.append(fault(sheet.where(head), f"“{spec.name}”缺少“{field.key}”这一列", cure))
    kept = []
    for y in range(head + 1, sheet.height) if not missing else ():
        row = rows[y]
        if not passed_over(row, rows[head]):
            entries = {name: Entry(clean(row[x]), sheet.where(y, x)) for x, name in columns.items()}
            if any(entry.text for entry in entries.values()):
                kept.append(RawRow(entries, sheet.where(y)))
        elif typed_over(row, columns, spec):
            message = f"第 {y + 1} 行还带着“例：”，当作举例没有读"
            findings.append(doubt(sheet.where(y), message, "要用这一行，删去“例：”；不用，整行删去"))
    heads = {name: sheet.where(head, x) for x, name in columns.items()}
    return RawTable(sheet.name or spec.name, tuple(kept), sheet.where(head), heads), tuple(findings)


def header_row(rows: Sequence[tuple[Value, ...]], spec: TableSpec) -> int | None:
    """The row among the first that names most columns of the table: two at least, or the only one there is."""
    best, most = None, 0
    for y, row in enumerate(rows[:HEADER_WITHIN]):
        words = {text_of(cell) for cell in row} - {""}
        known = len({field.key for word in words if (field := spec.field(word))})
        if known > most and (known >= 2 or len(words) == 1):
            best, most = y, known
    return best


def header_columns(
    sheet: Sheet, rows: Sequence[tuple[Value, ...]], head: int, spec: TableSpec
) -> tuple[dict[int, str], list[Finding]]:
    """The columns that count with their names, and what is wrong with the header.

    A mistyped name of a required column is told, and the column read as what it must be.
    """
    columns: dict[int, str] = {}
    mistyped: dict[str, int] = {}
    found: list[Finding] = []
    taken: dict[str, int] = {}
    for x, cell in enumerate(rows[head]):
        name = text_of(cell)
        if not name:
            continue
        outer = spec.field(name.partition(".")[0])
        field = spec.field(name) or (outer if outer and outer.kind == "params" else None)
        if field is None:
            near = spec.field(nearest_field(name, spec.fields))
            if near is not None and near.required:
                mistyped.setdefault(near.key, x)
            if near is not None or any(text_of(row[x]) for row in rows[head + 1 :]):
                found.append(unknown_column(sheet.where(head, x), name, near, spec))
        elif field.key in taken and field.kind != "params":
            same = all(row[x] in (row[taken[field.key]], None) for row in rows[head + 1 :])
            if not same:
                first = sheet.where(head, taken[field.key]).spot
                message = f"“{name}”这一列写了两次，前一次在 {first}"
                found.append(fault(sheet.where(head, x), message, "留一列，删去另一列"))
        else:
            taken[field.key] = x
            columns[x] = name
    columns.update({x: key for key, x in mistyped.items() if key not in taken})
    return columns, found


def unknown_column(where: Where, name: str, near: Field | None, spec: TableSpec) -> Finding:
    if near is not None:
        return fault(where, f"“{spec.name}”没有“{name}”这一列", f"是不是“{near.key}”")
    return doubt(where, f"“{spec.name}”没有“{name}”这一列，没有读", "不是给程序用的不必管；否则改成说明里的列名")


def passed_over(row: tuple[Value, ...], head: tuple[Value, ...]) -> bool:
    """Whether a row is an example, a note below the table, or the header once more."""
    words = [text_of(cell) for cell in row]
    first = next((word for word in words if word), "")
    if first.startswith(EXAMPLE) or words == [text_of(cell) for cell in head]:
        return True
    return first.startswith(NOTES) and set(words) <= {first, ""}


def typed_over(row: tuple[Value, ...], columns: Mapping[int, str], spec: TableSpec) -> bool:
    """Whether somebody typed into the row of the example: it holds a number that is not the schema's own example."""
    if not next((text for text in map(text_of, row) if text), "").startswith(EXAMPLE):
        return False
    fields = {x: spec.field(name) for x, name in columns.items()}
    return any(
        field is not None and field.kind in ("number", "count", "year") and text_of(row[x]) not in ("", field.example)
        for x, field in fields.items()
    )


def form_sheet(sheet: Sheet, spec: TableSpec) -> Read:
    """A key-value sheet as one row: keys in the column that holds most of them, values at their right.

    A second pair of columns that holds keys, too, counts as well; further columns are explanations.
    """
    rows = [sheet.row(y) for y in range(sheet.height)]
    counts = [sum(1 for row in rows if spec.field(text_of(row[x]))) for x in range(sheet.width)]
    name, place = sheet.name or spec.name, sheet.where(0)
    if not any(map(any, ([text_of(cell) for cell in row] for row in rows))):
        return RawTable(name, (), place), ()
    if max(counts) == 0:
        cure = f"第一列写项目，第二列写内容，如“{spec.fields[0].key}”"
        return RawTable(name, (), place), (fault(place, f"“{spec.name}”里没有认得的内容", cure),)
    main = counts.index(max(counts))
    pairs = [main, *(x for x in range(main + 2, sheet.width) if counts[x] >= 2)]
    begun = min(y for y, row in enumerate(rows) for x in pairs if spec.field(text_of(row[x])))
    entries: dict[str, Entry] = {}
    found: list[Finding] = []
    for y, row in enumerate(rows):
        for x in pairs:
            key = text_of(row[x])
            value = clean(row[x + 1]) if x + 1 < sheet.width else None
            if not key or key.startswith((*EXAMPLE, *NOTES)):
                continue
            if isinstance(value, str) and value.startswith(EXAMPLE):
                value = None
            if spec.field(key) is None:
                title = y < begun and (value is None or value == key)
                heads = key in FORM_HEADS and text_of(value) in FORM_HEADS
                if x == main and not title and not heads and (value is not None or nearest_field(key, spec.fields)):
                    entries.setdefault(key, Entry(value, sheet.where(y, x)))
            elif key in entries:
                first = entries[key].at.spot
                found.append(fault(sheet.where(y, x), f"“{key}”写了两次，前一次在 {first}", "留一个，删去另一个"))
            elif not (value == key and y < begun):
                entries[key] = Entry(value, sheet.where(y, x + 1))
    return RawTable(name, (RawRow(entries, place),), place), tuple(found)


def text_of(value: Value) -> str:
    """A cell as text without blanks at its ends, line breaks inside a header left out by ``fold``."""
    return Entry(value, Where("")).text.strip()


def clean(value: Value) -> Value:
    return (value.strip() or None) if isinstance(value, str) else value


# ---- YAML ---------------------------------------------------------------------------------------------------------


def node_table(node: Node, spec: TableSpec) -> Read:
    """A YAML list of mappings, or for a form the one mapping, as a table."""
    found: list[Finding] = []
    if isinstance(node, Scalar) and not node.text.strip():
        return RawTable(spec.name, (), node.at), ()
    if spec.form:
        if isinstance(node, Listed) and len(node.items) == 1:
            node = node.items[0]
        if not isinstance(node, Mapped):
            return RawTable(spec.name, (), node.at), (no_mapping(node, spec),)
        return RawTable(spec.name, (mapped_row(node, spec, found),), node.at), tuple(found)
    if isinstance(node, Mapped):
        inner = node.get(spec.name, *spec.synonyms)
        if inner is not None and len(node.items) == 1:
            return node_table(inner, spec)
        message = f"“{spec.name}”应当是列表，一行一个 - 开头的条目"
        return RawTable(spec.name, (), node.at), (fault(node.at, message, f"写作“- {spec.fields[0].key}: …”"),)
    if isinstance(node, Scalar):
        return RawTable(spec.name, (), node.at), (no_mapping(node, spec),)
    rows = []
    for item in node.items:
        if isinstance(item, Mapped):
            rows.append(mapped_row(item, spec, found))
        elif isinstance(item, Listed) or item.text.strip():
            found.append(no_mapping(item, spec))
    return RawTable(spec.name, tuple(rows), node.at), tuple(found)


def no_mapping(node: Node, spec: TableSpec) -> Finding:
    """A text (or a list) where keys with values were expected."""
    if isinstance(node, Scalar):
        for colon, name in (("：", "全角冒号"), (":", "没有空格的冒号")):
            key, found, rest = node.text.partition(colon)
            if found and spec.field(key) is not None:
                cure = f"改成半角冒号加空格，写作“{key}: {rest.split()[0] if rest.split() else ''}”"
                return fault(node.at, f"“{key}”后面用了{name}，YAML 认不出", cure)
    example = "、".join(field.key for field in spec.fields[:3])
    return fault(node.at, f"“{spec.name}”这里应当写成“键: 值”，有 {example} 等键", f"写作“{spec.fields[0].key}: …”")


def mapped_row(node: Mapped, spec: TableSpec, found: list[Finding]) -> RawRow:
    """A mapping as a row. Lists are joined (codes, prose, parameters), a mapping of parameters becomes dotted keys."""
    entries: dict[str, Entry] = {}
    for key, value in node.items:
        field = spec.field(key.text)
        if isinstance(value, Mapped) and field is not None and field.kind == "params":
            # Once as a sheet would hold it, once in parts that keep their own places.
            pairs = "\n".join(f"{inner.text}：{flat(content)}" for inner, content in value.items)
            entries[key.text] = Entry(pairs or None, value.at)
            for inner, content in value.items:
                entries[f"{key.text}.{inner.text}"] = Entry(flat(content), content.at)
        elif isinstance(value, Mapped) or (isinstance(value, Listed) and not joins(field, value)):
            what = "列表" if isinstance(value, Listed) else "几个键"
            found.append(
                fault(value.at, f"“{key.text}”只能写一个值，这里是{what}", "写成一个值；文字以 [、{ 开头的，两边加引号")
            )
            entries[key.text] = Entry(None, value.at)
        else:
            entries[key.text] = Entry(flat(value) or None, value.at)
    return RawRow(entries, node.at)


def joins(field: Field | None, value: Listed) -> bool:
    """Whether a list is one of the ways to write this field."""
    plain = all(isinstance(item, Scalar) for item in value.items)
    return field is None or (plain and field.kind in ("codes", "prose", "params")) or not value.items


def flat(node: Node) -> str:
    """A value as text: a list in lines, a mapping as ``键→值`` pairs, which is how scales are written."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listed):
        return "\n".join(flat(item) for item in node.items)
    return "；".join(f"{key.text}→{flat(value)}" for key, value in node.items)
