"""定稿 is clean, 公开版 tells nobody's name: looked for in every part of what is written."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pytest

from evalkit.app import build
from evalkit.app.publishing import respondents
from evalkit.cli.entry import run
from evalkit.editions import public, without_files
from evalkit.files.attached import png
from evalkit.files.docx import read_docx
from evalkit.model.case import Case
from evalkit.model.document import (
    Caption,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
    Items,
    Num,
    Paragraph,
    Picture,
    Placeholder,
    Ref,
    Row,
    Section,
    Series,
    Signature,
    Table,
    Text,
    block_text,
    inlines_of,
)
from evalkit.model.places import Where
from evalkit.model.source import Sheet
from evalkit.write import write

EXAMPLE = Path(__file__).parents[1] / "examples" / "yongxing-2022"
TEAM = ("张示例", "李示例", "王示例", "赵示例", "陈示例")


def parts(data: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Every part of a package as its words, tags taken out; packages inside packages as well, names of parts among them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            inside = archive.read(part)
            if inside.startswith(b"PK"):
                yield from parts(inside, f"{name}{part}!")
            else:
                text = inside.decode("utf-8", "replace")
                yield f"{name}{part}", f"{part} {unescape(re.sub(r'<[^>]*>', '', text))} {unescape(text)}"


def t(words: str) -> tuple[Text, ...]:
    return (Text(words),)


def told() -> Document:
    """A report with somebody's name wherever a name can stand."""
    table = Table(
        "t",
        (Column(), Column()),
        (
            Row((Cell(t("经办人")), Cell(t("金额（张三丰核）"))), "header"),
            Row((Cell(t("张　三丰")), Cell((Num("56.24", "资金"),)))),
        ),
        Caption("表", t("张三丰经手的资金"), "表:张三丰"),
        "单位：万元（张三丰）",
        (t("注：张三丰提供。"),),
    )
    chart = Chart(
        "g", "bar", ("张三丰组", "其他"), (Series("张三丰", (Decimal("85.19"), Decimal(90))),), "%",
        Caption("图", t("张三丰图")), "张三丰所作的图",
    )  # fmt: skip
    blocks = (
        Cover("c", (t("张三丰项目"),), t("文号张三丰"), (("主评人", t("张三丰")),), t("二〇二三年")),
        Contents("目录"),
        Heading("h", 1, t("张三丰的做法")),
        Paragraph(
            "p1",
            (Text("经办的张"), Text("三丰", bold=True), Text("说，支出"), Num("92.86", "资金.预算数"), Text("万元。")),
        ),
        Paragraph(
            "p2",
            (
                Text("见脚注"),
                Footnote(t("张三丰，电话 139 1234 5678。")),
                Text("。联系人：李红梅；邮箱 lhm@example.com"),
            ),
        ),
        Items("l", (t("李红梅"), t("其他"))),
        table,
        chart,
        Picture("f", "attachments/张三丰.png", "张三丰在现场", Decimal(5)),
        Signature("s", (("复核人", t("张三丰")),), t("某公司"), t("二〇二三年")),
    )
    return Document("张三丰项目报告", (Section(blocks, header="张三丰项目"),), author="张三丰", at=Where("张三丰.yaml"))


def test_no_name_survives_in_any_part_of_the_public_report(tmp_path: Path) -> None:
    png = (EXAMPLE / "attachments" / "营业执照.png").read_bytes()
    made = public(told(), told(), (), ("张三丰",))
    files = dict.fromkeys(made.renamed.values(), png)
    case = Case(document=made.document)
    found = dict(parts(write(made.document, case, "word", files)))
    assert any(name.endswith(".xlsx!xl/sharedStrings.xml") for name in found)
    assert any(name.startswith("word/media/") for name in found)
    found |= {format: write(made.document, case, format, files).decode() for format in ("html", "dump")}
    for name, words in found.items():
        for secret in ("张三丰", "三丰", "张　三丰", "李红梅", "红梅", "139 1234 5678", "lhm@example.com"):
            assert secret not in words, name
    assert "张某某" in found["word/document.xml"]
    assert "李某某" in found["word/document.xml"]
    assert made.masked["李某某"] == 2


def test_amounts_beside_each_other_in_a_table_are_not_counted_as_numbers_masked() -> None:
    row = Row(tuple(Cell((Num(one, "资金"),)) for one in ("192.00", "180.00", "176.00", "4.00")))
    table = Table("t", (Column(),) * 4, (row,))
    whole = Document("报告", (Section((replace(table, base=block_text(table)),)),))
    made = public(whole, whole, (), ())
    assert made.numbers == 0
    (kept,) = made.document.blocks()
    assert block_text(kept) == block_text(table)


def test_amounts_and_scores_stay(tmp_path: Path) -> None:
    made = public(told(), told(), (), ("张三丰",))
    words = write(made.document, Case(), "dump", {}).decode()
    for figure in ("92.86", "56.24", "85.19", "90"):
        assert figure in words


def test_a_reference_into_an_appendix_kept_back_says_so() -> None:
    whole = Document("报告", (Section((Paragraph("p", (Text("见"), Placeholder("年度目标"))),)),))
    kept = Document(
        "报告", (Section((Paragraph("p", (Placeholder("引用表:佐证材料目录"), Placeholder("年度目标"))),)),)
    )
    made = public(whole, kept, ("佐证材料目录",), ())
    block = made.document.sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.inlines == (Text("佐证材料目录（公开版略）"), Placeholder("年度目标"))


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "项目"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("expected", "build"))
    return folder


@pytest.mark.usefixtures("without_libreoffice")
def test_the_example_for_everybody_names_nobody_and_keeps_its_amounts(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(example), "--edition", "公开版", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    names = [Path(name).name for name in answer["outputs"]]
    assert names == ["绩效评价报告（公开版）.docx", "绩效评价报告（公开版）.html"]
    assert {"佐证材料目录", "评价小组成员", "评价机构营业执照"} <= set(answer["dropped"])
    docx = (example / "build" / names[0]).read_bytes()
    page = (example / "build" / names[1]).read_text("utf-8")
    found = {**dict(parts(docx)), "html": page}
    for name, words in found.items():
        for secret in (*TEAM, "示例-0001"):
            assert secret not in words, name
    assert "92.86" in found["word/document.xml"]
    assert "92.86" in page
    assert "customXml/item1.xml" not in found
    assert "<w:sdt>" not in found["word/document.xml"]
    assert 'class="why"' not in page
    assert "营业执照" not in page


@pytest.mark.usefixtures("without_libreoffice")
def test_the_final_report_reads_like_the_working_copy_without_its_marks(example: Path) -> None:
    assert run(["build", str(example), "--only", "docx"]) == 0
    assert run(["build", str(example), "--edition", "定稿"]) == 0
    working = dict(parts((example / "build" / "绩效评价报告.docx").read_bytes()))
    final = dict(parts((example / "build" / "绩效评价报告（定稿）.docx").read_bytes()))
    assert set(working) - set(final) == {
        "customXml/item1.xml", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels",
    }  # fmt: skip
    assert "<w:sdt>" in working["word/document.xml"]
    assert "<w:sdt" not in final["word/document.xml"]

    def read(package: dict[str, str]) -> str:
        return package["word/document.xml"].partition("<?xml")[0]

    assert read(final) == read(working)


@pytest.mark.usefixtures("without_libreoffice")
def test_a_report_with_parts_to_be_written_stays_in_the_house_unless_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "新项目"
    assert run(["new", str(folder), "--no-input", "--text"]) == 0
    capsys.readouterr()
    for edition in ("定稿", "公开版"):
        assert run(["build", str(folder), "--edition", edition]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert any("还没有写：" in line and "--force" in line for line in lines)
        assert any("办法：在“项目”表填写“背景”；确实要先出，加 --force。" in line for line in lines)
        # None of the chapters is hers.
        assert not [line for line in lines if "chapters/" in line]
        assert not (folder / "build").exists()
    assert run(["build", str(folder), "--edition", "定稿", "--force"]) == 0
    assert (folder / "build" / "绩效评价报告（定稿）.docx").is_file()


def attach(folder: Path, words: str, **files: bytes) -> None:
    """A chapter of these words, and the files it shows."""
    for name, data in files.items():
        path = folder / "attachments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "chapters").mkdir(exist_ok=True)
    (folder / "chapters" / "06-有关建议.md").write_text(f"# 有关建议\n\n{words}\n", "utf-8")


def letter(picture: bytes) -> bytes:
    document = docx.Document()
    document.add_paragraph("联系人：张不凡。")
    document.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.usefixtures("without_libreoffice")
def test_what_cannot_be_masked_is_left_out_of_the_public_report_unless_it_was_declared_open(example: Path) -> None:
    inside, outside, within = (png(1, 1, 2, b"\0" + colour) for colour in (b"abc", b"def", b"ghi"))
    words = """![食堂里的张不凡](attachments/食堂.png)

![大门](attachments/大门.png)

{{ 插入("附件文件", 文件="花名册.docx") }}

{{ 插入("附件文件", 文件="公开") }}
"""
    files = {
        "食堂.png": inside,
        "大门.png": inside,
        "花名册.docx": letter(inside),
        "公开/来函.docx": letter(within),
        "公开/牌匾.png": outside,
    }
    attach(example, words, **files)
    answer, _ = build(example, only=("docx", "html"), edition="公开版", force=True)
    assert answer["left_out"] == ["食堂里的张某某", "大门", "花名册"]
    public = (example / "build" / "绩效评价报告（公开版）.docx").read_bytes()
    document, _ = read_docx(public, "公开版")
    assert document is not None
    text = "\n".join(block_text(block) for block in document.blocks())
    assert "（附件“食堂里的张某某”“大门”“花名册”，公开版略）" in text.splitlines()
    assert text.count("联系人：***。") == 1  # the words of the one that was declared, and no others
    assert "张不凡" not in text
    with zipfile.ZipFile(io.BytesIO(public)) as archive:
        media = {archive.read(name) for name in archive.namelist() if "/media/" in name}
    assert {outside, within} <= media
    assert inside not in media
    page = (example / "build" / "绩效评价报告（公开版）.html").read_text("utf-8")
    assert "缺图片" not in page
    assert base64.b64encode(within).decode() in page
    assert base64.b64encode(inside).decode() not in page


def test_a_reference_to_a_picture_left_out_keeps_its_number() -> None:
    caption = Caption("图", t("大门"), "图:大门", "2-1")
    blocks = (
        Paragraph("p", (Text("见"), Ref("图:大门", "图2-1"))),
        Picture("f", "attachments/大门.png", "", caption=caption),
    )
    made, titles = without_files(Document("报告", (Section(blocks),)), frozenset())
    assert titles == ("图2-1 大门",)
    assert [block_text(block) for block in made.blocks()] == ["见图2-1", "（附件“图2-1 大门”，公开版略）"]
    assert not [one for block in made.blocks() for run in inlines_of(block) for one in run if isinstance(one, Ref)]
    same, none = without_files(Document("报告", (Section(blocks),)), {"attachments/大门.png"})
    assert (same.sections[0].blocks, none) == (blocks, ())


def test_many_files_left_out_in_one_place_share_a_line() -> None:
    blocks = tuple(Picture(f"f{n}", f"attachments/{n}.png", f"照片{n}") for n in range(5))
    made, titles = without_files(Document("报告", (Section(blocks),)), frozenset())
    assert [block_text(block) for block in made.blocks()] == ["（附件“照片0”“照片1”“照片2”等5个文件，公开版略）"]
    assert len(titles) == 5


@pytest.mark.usefixtures("without_libreoffice")
def test_an_attached_file_that_cannot_be_opened_keeps_the_final_report_back_and_is_told_once(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (example / "attachments" / "批复.pdf").write_bytes(b"%PDF-1.4 broken")
    workbook = io.BytesIO()
    openpyxl.Workbook().save(workbook)
    (example / "attachments" / "纪要.docx").write_bytes(workbook.getvalue())
    (example / "chapters").mkdir(exist_ok=True)
    chapter = example / "chapters" / "06-有关建议.md"
    files = ("批复.pdf", "纪要.docx")
    inserted = "\n\n".join(f'{{{{ 插入("附件文件", 文件="{name}") }}}}' for name in files)
    chapter.write_text(f"# 有关建议\n\n{inserted}\n", "utf-8")
    assert run(["build", str(example), "--edition", "定稿"]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if "attachments/" in line]
    assert len(lines) == 2
    assert "06-有关建议.md:3: 错误: attachments/批复.pdf 打不开：已损坏" in lines[0]
    assert "06-有关建议.md:5: 错误: attachments/纪要.docx 没有放进报告：文件里没有正文" in lines[1]


@pytest.mark.usefixtures("without_libreoffice")
def test_both_editions_pass_microsofts_validator(example: Path, complaints: Callable[..., list[object]]) -> None:
    for edition in ("定稿", "公开版"):
        assert run(["build", str(example), "--edition", edition, "--only", "docx"]) == 0
        assert complaints((example / "build" / f"绩效评价报告（{edition}）.docx").read_bytes()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--edition", "终稿"], "--edition:终稿: 错误: 没有这种版本。办法：可用的有 定稿、公开版。"),
        (["--edition", "公开版", "--only", "xlsx"], "--only:xlsx: 错误: 公开版没有这种输出。"),
        (["--edition", "定稿", "--watch"], "--watch: 错误: 不能和 --edition 一起用。"),
        (["--json", "--watch"], "不能和 --json 一起用"),
    ],
)
def test_what_does_not_go_together_is_told(
    words: list[str], said: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(example), *words]) == 2
    heard = capsys.readouterr()
    assert said in heard.err + heard.out


def test_a_telephone_number_is_masked_however_it_is_parted_and_figures_beside_each_other_stay() -> None:
    phone = "139" + "0000" + "1111"
    blocks = (
        Paragraph("p1", (Text("请拨138"), Text("12345" + "678", bold=True), Text("或0735-552"), Text("9111", bold=True))),
        Paragraph("p2", (Text("手机"), Num(phone, "联系手机"), Text("，"), Num("１３８" + "１２３４５６７８", "手机"))),
        Paragraph("p3", (Num("15000", "下限"), Text("-"), Num("200000", "上限"), Text("元，共"), Num("150000000.00", "总额"))),
        Paragraph("p4", (Num(phone, "总额"), Text("元"))),
    )  # fmt: skip
    document = Document("报告", (Section(blocks),))
    made = public(document, document, (), ())
    words = ["".join(one.text for one in block.inlines) for block in made.document.sections[0].blocks]  # type: ignore[union-attr]
    assert words == ["请拨***或***", "手机***，***", "15000-200000元，共150000000.00", phone + "元"]
    assert made.numbers == 4


@pytest.mark.parametrize(
    "above", [[], [["满意度调查登记表（姓名保密）", None, None]], [["调查表", None, None], [None, None, None]]]
)
def test_the_names_of_those_who_answered_are_found_below_a_title_as_well(above: list[list[str | None]]) -> None:
    rows = [
        *above,
        ["序号", "户主", "是否满意"],
        ["1", "高伟", "满意"],
        ["2", "欧阳小凌", "一般"],
        ["3", "不详", "满意"],
    ]
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    assert list(respondents(Sheet("a.xlsx", "", columns, len(rows)))) == ["高伟", "欧阳小凌"]
