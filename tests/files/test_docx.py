"""Reading .docx: what a person sees in Word is what the Document holds, whoever wrote the file and however it is broken."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from evalkit.files import docx_package
from evalkit.files.docx import read_docx
from evalkit.model.document import (
    Document,
    Footnote,
    Heading,
    Items,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Table,
    Text,
    block_text,
    plain_text,
)

W = nsdecls("w")


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(made: Any) -> Document:
    document, findings = read_docx(saved(made), "报告.docx")
    assert document is not None, findings
    assert findings == ()
    return document


def append(made: Any, xml: str) -> None:
    made.element.body.insert(len(made.element.body) - 1, parse_xml(xml))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with a part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return out.getvalue()


# ---- words -----------------------------------------------------------------------------------------------------------


def test_headings_are_known_by_style_and_their_typed_number_is_split_off() -> None:
    made = docx.Document()
    made.add_heading("三、评价结论", 1)
    made.add_heading("（一）得分情况", 2)
    made.add_heading("1.资金管理 权重分15分", 3)
    made.add_heading("附件 1 指标体系", 1)
    headings = [block for block in read(made).blocks() if isinstance(block, Heading)]
    assert [(one.level, one.number, plain_text(one.inlines), one.appendix) for one in headings] == [
        (1, "三、", "评价结论", False),
        (2, "（一）", "得分情况", False),
        (3, "1.", "资金管理 权重分15分", False),
        (1, "附件1", "指标体系", True),
    ]


def test_a_document_without_heading_styles_is_read_by_how_its_lines_begin() -> None:
    made = docx.Document()
    for line in (
        "一、基本情况",
        "（一）概况",
        "项目由县财政安排资金。",
        "二、说明的是下面这件很长的事情，它以句号结尾。",
    ):
        made.add_paragraph(line)
    blocks = list(read(made).blocks())
    assert [type(block).__name__ for block in blocks] == ["Heading", "Heading", "Paragraph", "Paragraph"]


def test_automatic_numbers_are_printed_where_word_prints_them() -> None:
    made = docx.Document()
    numbering = made.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for words, level in (("概况", 0), ("资金", 1), ("人员", 1), ("结论", 0), ("得分", 1)):
        append(
            made,
            f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{words}</w:t></w:r></w:p>",
        )
    assert [block_text(block) for block in read(made).blocks() if isinstance(block, Paragraph)] == [
        "1.资金",
        "2.人员",
        "1.得分",
    ]
    headings = [block for block in read(made).blocks() if isinstance(block, Heading)]
    assert [(one.number, plain_text(one.inlines)) for one in headings] == [("一、", "概况"), ("二、", "结论")]


def test_insertions_are_text_and_deletions_and_hidden_runs_are_not() -> None:
    made = docx.Document()
    append(
        made,
        f'<w:p {W}><w:r><w:t>得分</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>82.75</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>83.75</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>'
        "<w:hyperlink><w:r><w:t>分</w:t></w:r></w:hyperlink></w:p>",
    )
    (block,) = read(made).blocks()
    assert block_text(block) == "得分83.75分"


def test_the_result_of_a_field_is_text_and_its_instruction_is_not() -> None:
    made = docx.Document()
    append(
        made,
        f'<w:p {W}><w:r><w:t>见表</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> REF _a \\h </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3-1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    )
    (block,) = read(made).blocks()
    assert block_text(block) == "见表3-1"


def test_text_boxes_are_read_once() -> None:
    made = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框中字</w:t></w:r></w:p></w:txbxContent>"
    append(
        made,
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>正文</w:t><mc:AlternateContent>'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert [block_text(block) for block in read(made).blocks()] == ["正文", "框中字"]


def test_placeholders_come_back_as_placeholders() -> None:
    made = docx.Document()
    made.add_paragraph("本项目【待填：立项背景】。")
    (block,) = read(made).blocks()
    assert isinstance(block, Paragraph)
    assert block.inlines == (Text("本项目"), Placeholder("立项背景"), Text("。"))


def test_footnotes_stand_at_their_mark() -> None:
    made = docx.Document()
    append(made, f'<w:p {W}><w:r><w:t>良</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>')
    data = with_part(
        saved(made),
        "word/footnotes.xml",
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="1"><w:p><w:r><w:t>90分为优</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>".encode(),
    )
    rels = zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels").decode()
    link = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    data = with_part(
        data, "word/_rels/document.xml.rels", rels.replace("</Relationships>", f"{link}</Relationships>").encode()
    )
    document, _ = read_docx(data, "报告.docx")
    assert document is not None
    (block,) = document.blocks()
    assert isinstance(block, Paragraph)
    assert block.inlines == (Text("良"), Footnote((Text("90分为优"),)))
    assert block_text(block) == "良"


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_tables_keep_their_merged_cells_caption_and_unit() -> None:
    made = docx.Document()
    made.add_paragraph("表 1-1 资金情况表")
    made.add_paragraph("单位：万元")
    grid = made.add_table(3, 3)
    for y, row in enumerate((("项目", "摘要", "金额"), ("甲", "乙", "1.5"), ("", "合计", "1.5"))):
        for x, text in enumerate(row):
            grid.cell(y, x).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(0, 0).merge(grid.cell(0, 1))
    (table,) = read(made).blocks()
    assert isinstance(table, Table)
    assert table.caption is not None
    assert (table.caption.kind, table.caption.number, plain_text(table.caption.inlines)) == ("表", "1-1", "资金情况表")
    assert table.unit == "单位：万元"
    assert [[(cell.text, cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows] == [
        [("项目\n摘要", 2, 1), ("金额", 1, 1)],
        [("甲", 1, 2), ("乙", 1, 1), ("1.5", 1, 1)],
        [("合计", 1, 1), ("1.5", 1, 1)],
    ]
    assert [row.role for row in table.rows] == ["body", "body", "total"]


def test_a_sentence_that_begins_with_a_table_number_is_no_caption() -> None:
    made = docx.Document()
    made.add_paragraph("表1-1反映了各项资金的安排。")
    made.add_table(1, 1).cell(0, 0).text = "甲"
    blocks = list(read(made).blocks())
    assert isinstance(blocks[0], Paragraph)
    assert isinstance(blocks[1], Table)
    assert blocks[1].caption is None


def test_landscape_pages_are_sections_of_their_own() -> None:
    made = docx.Document()
    made.add_paragraph("正文")
    made.add_section()
    made.sections[1].orientation = WD_ORIENT.LANDSCAPE
    made.add_paragraph("附件")
    assert [(section.landscape, len(section.blocks)) for section in read(made).sections] == [(False, 1), (True, 1)]


# ---- what our own writer left inside -----------------------------------------------------------------------------------


def control(tag: str, inside: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def ours(body: str, record: str) -> Document:
    made = docx.Document()
    root = parse_xml(f"<w:body {W}>{body}</w:body>")
    for element in list(root):
        made.element.body.insert(len(made.element.body) - 1, element)
    part = f'<?xml version="1.0" encoding="UTF-8"?><document xmlns="urn:evalkit:document:1">{record}</document>'
    document, findings = read_docx(with_part(saved(made), "customXml/item1.xml", part.encode()), "报告.docx")
    assert document is not None, findings
    return document


def test_figures_and_blocks_come_back_with_their_identity_and_what_they_said_before() -> None:
    figure = control("ek:f:资金.预算执行率", "<w:r><w:t>98.</w:t></w:r><w:r><w:t>72%</w:t></w:r>")
    body = control("ek:b:01/资金/p1", f"<w:p><w:r><w:t>执行率为</w:t></w:r>{figure}<w:r><w:t>。</w:t></w:r></w:p>")
    record = '<block tag="ek:b:01/资金/p1" id="01/资金/p1" kind="Paragraph" file="chapters/01.md" spot="3:1">执行率为98.62%。</block>'
    (block,) = ours(body, record).blocks()
    assert isinstance(block, Paragraph)
    assert (block.id, block.base, str(block.at)) == ("01/资金/p1", "执行率为98.62%。", "chapters/01.md:3:1")
    assert block.inlines == (Text("执行率为"), Num("98.72%", "资金.预算执行率"), Text("。"))


def test_a_shortened_tag_is_looked_up_in_the_record() -> None:
    body = f"<w:p>{control('ek:f#0123456789ab', '<w:r><w:t>27</w:t></w:r>')}</w:p>"
    (block,) = ours(body, '<fact tag="ek:f#0123456789ab" id="问卷.职工.Q4.非常满意.人数"/>').blocks()
    assert isinstance(block, Paragraph)
    assert block.inlines == (Num("27", "问卷.职工.Q4.非常满意.人数"),)


def test_the_texts_each_fact_was_printed_as_come_back() -> None:
    body = f"<w:p>{control('ek:f:总分', '<w:r><w:t>83.75分</w:t></w:r>')}</w:p>"
    document = ours(body, '<fact tag="ek:f:总分" id="总分"><printed>82.75分</printed><printed>82.75</printed></fact>')
    assert document.printed == {"总分": ("82.75分", "82.75")}


def test_a_paragraph_added_inside_a_control_is_a_block_of_its_own() -> None:
    body = control("ek:b:p1", "<w:p><w:r><w:t>原来的一段</w:t></w:r></w:p><w:p><w:r><w:t>新加的一段</w:t></w:r></w:p>")
    blocks = list(ours(body, '<block tag="ek:b:p1" id="p1" kind="Paragraph">原来的一段</block>').blocks())
    assert [(block.id, block.base) for block in blocks] == [("p1", "原来的一段"), ("p1+1", None)]


def test_a_list_and_a_picture_of_ours_come_back_as_one_block_each() -> None:
    items = "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p>"
    chart = (
        '<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r></w:p>'
        "<w:p><w:r><w:t>图 3-1 得分率</w:t></w:r></w:p>"
    )
    body = control("ek:b:l1", items) + control("ek:b:g1", chart)
    record = '<block tag="ek:b:l1" id="l1" kind="Items">甲\n乙</block><block tag="ek:b:g1" id="g1" kind="Chart">得分率</block>'
    listed, picture = ours(body, record).blocks()
    assert isinstance(listed, Items)
    assert [plain_text(item) for item in listed.items] == ["甲", "乙"]
    assert isinstance(picture, Picture)
    assert picture.caption is not None
    assert picture.caption.number == "3-1"


# ---- hostile and broken files ------------------------------------------------------------------------------------------


def good() -> bytes:
    made = docx.Document()
    made.add_paragraph("正文")
    return saved(made)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
OUTSIDE = BOMB.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')
DEEP = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:ins>" * 5000
    + b"</w:ins>" * 5000
    + b"</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "不是 .docx", id="empty"),
        pytest.param("not a zip, 不是".encode(), "不是 .docx", id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .doc", id="old doc or encrypted"),
        pytest.param(cut(good()), "损坏", id="cut in half"),
        pytest.param(with_part(good(), "word/document.xml", b"<w:document"), "完好的 XML", id="broken xml"),
        pytest.param(with_part(good(), "word/document.xml", b"<a/>"), "没有正文", id="no body"),
        pytest.param(with_part(good(), "word/document.xml", BOMB), "实体", id="entity bomb"),
        pytest.param(with_part(good(), "word/document.xml", OUTSIDE), "实体", id="external entity"),
        pytest.param(with_part(good(), "word/styles.xml", BOMB), "实体", id="bomb in another part"),
        pytest.param(with_part(good(), "word/document.xml", DEEP), "没有读|完好的 XML", id="nested too deep"),
        pytest.param(saved(docx.Document()), "没有文字", id="blank"),
    ],
)
def test_a_broken_or_hostile_file_gives_one_clear_finding(data: bytes, says: str) -> None:
    document, findings = read_docx(data, "来件.docx")
    assert document is None
    (found,) = findings
    assert any(word in found.message for word in says.split("|"))
    assert (found.kind, found.severity, found.where.file) == ("input", "error", "来件.docx")
    assert found.cure


def test_a_workbook_is_no_report() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    document, (found,) = read_docx(out.getvalue(), "表.docx")
    assert document is None
    assert "没有 Word 正文" in found.message


def test_a_part_beyond_all_reason_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "LARGEST_PART", 100)
    document, (found,) = read_docx(good(), "来件.docx")
    assert document is None
    assert "大得不合常理" in found.message


def test_a_package_beyond_all_reason_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "LARGEST_WHOLE", 100)
    document, (found,) = read_docx(good(), "来件.docx")
    assert document is None
    assert "大得不合常理" in found.message


def test_nonsense_in_attributes_is_read_as_if_it_were_not_there() -> None:
    made = docx.Document()
    append(
        made,
        f'<w:tbl {W}><w:tblGrid><w:gridCol w:w="x"/></w:tblGrid><w:tr><w:trPr><w:gridBefore w:val="-1"/></w:trPr>'
        '<w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p><w:pPr><w:outlineLvl w:val="x"/>'
        '<w:numPr><w:ilvl w:val=""/><w:numId w:val="x"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    )
    (table,) = read(made).blocks()
    assert isinstance(table, Table)
    assert [(cell.text, cell.colspan) for cell in table.rows[0].cells] == [("甲", 1)]
