"""What people and programs do to a .docx, by surgery on its XML: retype, move, delete, comment, track, strip."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "word/document.xml"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class Docx:
    """A .docx being edited: ``body`` is its XML; ``bytes()`` what is saved."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts[MAIN])
        self.body = self.root.find(w("body"))

    def bytes(self) -> bytes:
        self.parts[MAIN] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return out.getvalue()

    # ---- finding ----------------------------------------------------------------------------------------------------

    def paragraph(self, begins: str) -> Any:
        """The paragraph whose words begin so (not the contents' line of a heading)."""
        for one in self.root.iter(w("p")):
            style = one.find(f"{w('pPr')}/{w('pStyle')}")
            toc = style is not None and "toc" in style.get(w("val"), "").lower()
            if not toc and words(one).strip().startswith(begins):
                return one
        raise AssertionError(f"没有以“{begins}”开头的段落")

    def control(self, paragraph: Any) -> Any:
        """The block a paragraph stands in: its control, or itself where there is none."""
        for up in paragraph.iterancestors():
            if up.tag == w("sdt"):
                tag = up.find(f"{w('sdtPr')}/{w('tag')}")
                if tag is not None and tag.get(w("val")).startswith("ek:b"):
                    return up
        return paragraph

    def figure(self, text: str, within: Any) -> Any:
        """The control of a figure that prints so."""
        for one in within.iter(w("sdt")):
            tag = one.find(f"{w('sdtPr')}/{w('tag')}")
            if tag is not None and tag.get(w("val")).startswith("ek:f") and words(one) == text:
                return one
        raise AssertionError(f"没有印作“{text}”的数")

    # ---- editing ----------------------------------------------------------------------------------------------------

    def replace(self, begins: str, old: str, new: str) -> None:
        """Words retyped inside one paragraph, figures and runs round them left alone."""
        paragraph = self.paragraph(begins)
        for text in paragraph.iter(w("t")):
            if old in (text.text or ""):
                text.text = text.text.replace(old, new)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                return
        raise AssertionError(f"“{old}”不在一个片段里")

    def retype(self, begins: str, text: str) -> None:
        """The whole paragraph typed anew: every figure's control goes with the old words."""
        paragraph = self.paragraph(begins)
        for one in list(paragraph):
            if one.tag != w("pPr"):
                paragraph.remove(one)
        paragraph.append(run(text))

    def add(self, behind: str, text: str) -> None:
        """A paragraph typed behind another, outside its control, in its style."""
        paragraph = self.paragraph(behind)
        made = etree.Element(w("p"))
        look = paragraph.find(w("pPr"))
        if look is not None:
            made.append(copy.deepcopy(look))
        made.append(run(text))
        self.control(paragraph).addnext(made)

    def delete(self, begins: str) -> None:
        control = self.control(self.paragraph(begins))
        control.getparent().remove(control)

    def move(self, first: str, last: str, behind: str) -> None:
        """The blocks from one paragraph to another (both meant) cut and pasted behind a third."""
        start, end = (self.control(self.paragraph(one)) for one in (first, last))
        goal = self.control(self.paragraph(behind))
        blocks = [start]
        while blocks[-1] is not end:
            blocks.append(blocks[-1].getnext())
        for block in blocks:
            block.getparent().remove(block)
        for block in reversed(blocks):
            goal.addnext(block)

    def delete_row(self, cell: str) -> None:
        row = next(one for one in self.root.iter(w("tr")) if any(words(tc) == cell for tc in one.iter(w("tc"))))
        row.getparent().remove(row)

    def set_cell(self, old: str, new: str) -> None:
        cell = next(one for one in self.root.iter(w("tc")) if words(one) == old)
        texts = list(cell.iter(w("t")))
        texts[0].text = new
        for text in texts[1:]:
            text.text = ""

    def set_figure(self, begins: str, old: str, *runs: str) -> None:
        """A figure retyped in its control, as one run or split over several."""
        self.fill_figure(self.figure(old, self.paragraph(begins)), *runs)

    def fill_figure(self, control: Any, *runs: str) -> None:
        inside = control.find(w("sdtContent"))
        for one in list(inside):
            inside.remove(one)
        for text in runs:
            inside.append(run(text))

    # ---- the margin -------------------------------------------------------------------------------------------------

    def track(self, begins: str, old: str, new: str, author: str, accepted: bool = False) -> None:
        """Words replaced with tracking on: still pending, or accepted afterwards."""
        paragraph = self.paragraph(begins)
        for one in list(paragraph.iter(w("r"))):
            text = one.find(w("t"))
            if text is not None and old in (text.text or ""):
                before, after = text.text.split(old, 1)
                made = [run(before), tracked("del", old, author), tracked("ins", new, author), run(after)]
                if accepted:
                    made = [run(before), run(new), run(after)]
                for piece in reversed(made):
                    one.addnext(piece)
                one.getparent().remove(one)
                return
        raise AssertionError(f"“{old}”不在一个片段里")

    def track_paragraph(self, begins: str, author: str) -> None:
        """A whole paragraph deleted with tracking on."""
        for one in list(self.paragraph(begins).iter(w("r"))):
            for text in one.iter(w("t")):
                text.tag = w("delText")
            gone = tracked("del", "", author)
            gone.remove(gone[0])
            one.addprevious(gone)
            gone.append(one)

    def add_item(self, begins: str, text: str) -> None:
        """An item typed behind another of a list, inside its control."""
        item = self.paragraph(begins)
        made = copy.deepcopy(item)
        for one in list(made):
            if one.tag != w("pPr"):
                made.remove(one)
        made.append(run(text))
        item.addnext(made)

    def relevel(self, begins: str, like: str) -> None:
        """A heading given the style of another."""
        style, other = (self.paragraph(one).find(f"{w('pPr')}/{w('pStyle')}") for one in (begins, like))
        style.set(w("val"), other.get(w("val")))

    def add_table(self, behind: str, cell: str) -> None:
        """A copy of the table with this cell behind a paragraph, without controls and with other words."""
        table = next(one for one in self.root.iter(w("tbl")) if any(words(tc) == cell for tc in one.iter(w("tc"))))
        made = copy.deepcopy(table)
        for place, text in enumerate(made.iter(w("t"))):
            text.text = f"格{place}|*"
        self.control(self.paragraph(behind)).addnext(made)

    def comment(self, begins: str, author: str, text: str) -> None:
        """A comment on a whole paragraph."""
        paragraph = self.paragraph(begins)
        number = "0"
        start, end = etree.Element(w("commentRangeStart")), etree.Element(w("commentRangeEnd"))
        for one in (start, end):
            one.set(w("id"), number)
        first = next((one for one in paragraph if one.tag != w("pPr")), None)
        assert first is not None
        first.addprevious(start)
        paragraph.append(end)
        mark = etree.SubElement(etree.SubElement(paragraph, w("r")), w("commentReference"))
        mark.set(w("id"), number)
        root = etree.Element(w("comments"), nsmap={"w": W})
        made = etree.SubElement(root, w("comment"))
        made.set(w("id"), number)
        made.set(w("author"), author)
        made.set(w("date"), "2023-12-06T09:00:00Z")
        etree.SubElement(made, w("p")).append(run(text))
        self.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self.relate(
            "comments", "comments.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
        )

    def relate(self, kind: str, target: str, content: str) -> None:
        name = "word/_rels/document.xml.rels"
        relations = etree.fromstring(self.parts[name])
        one = etree.SubElement(relations, f"{{{RELATIONS}}}Relationship")
        one.set("Id", f"rIdX{kind}")
        one.set("Type", f"{R}/{kind}")
        one.set("Target", target)
        self.parts[name] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        override = etree.SubElement(types, f"{{{TYPES}}}Override")
        override.set("PartName", f"/word/{target}")
        override.set("ContentType", content)
        self.parts["[Content_Types].xml"] = etree.tostring(
            types, xml_declaration=True, encoding="UTF-8", standalone=True
        )

    def saved_by(self, author: str, day: str) -> None:
        core = etree.fromstring(self.parts["docProps/core.xml"])
        for one in list(core):
            if etree.QName(one).localname in ("lastModifiedBy", "modified"):
                core.remove(one)
        space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        etree.SubElement(core, f"{{{space}}}lastModifiedBy").text = author
        etree.SubElement(core, "{http://purl.org/dc/terms/}modified").text = f"{day}T08:00:00Z"
        self.parts["docProps/core.xml"] = etree.tostring(core)

    # ---- what programs leave ------------------------------------------------------------------------------------------

    def strip(self) -> None:
        """All controls and the record taken out, their contents left: what some editors save."""
        while True:
            control = next(self.root.iter(w("sdt")), None)
            if control is None:
                break
            inside = control.find(w("sdtContent"))
            for one in list(inside) if inside is not None else []:
                control.addprevious(one)
            control.getparent().remove(control)
        self.forget()

    def forget(self) -> None:
        """The record alone taken out."""
        self.parts = {name: data for name, data in self.parts.items() if not name.startswith("customXml/")}
        for name in ("[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"):
            root = etree.fromstring(self.parts[name])
            for one in list(root):
                if "customXml" in (one.get("PartName") or one.get("Target") or ""):
                    root.remove(one)
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def split_runs(self) -> None:
        """Every run of more than four letters cut in two with revision marks between, as Word leaves them."""
        for one in list(self.root.iter(w("r"))):
            text = one.find(w("t"))
            if text is None or len(text.text or "") < 5 or len(one.findall(w("t"))) != 1:
                continue
            other = copy.deepcopy(one)
            half = len(text.text) // 2
            other.find(w("t")).text = text.text[half:]
            text.text = text.text[:half]
            for piece in (text, other.find(w("t"))):
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            one.addnext(other)
            proof = etree.Element(w("proofErr"))
            proof.set(w("type"), "spellStart")
            one.addnext(proof)


def words(element: Any) -> str:
    gone = {w("del"), w("moveFrom")}
    return "".join(
        one.text or "" for one in element.iter(w("t")) if not any(up.tag in gone for up in one.iterancestors())
    )


def run(text: str) -> Any:
    made = etree.Element(w("r"))
    inside = etree.SubElement(made, w("t"))
    inside.text = text
    inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def tracked(kind: str, text: str, author: str) -> Any:
    made = etree.Element(w(kind))
    made.set(w("id"), "900")
    made.set(w("author"), author)
    made.set(w("date"), "2023-12-05T10:00:00Z")
    inside = etree.SubElement(made, w("r"))
    words_ = etree.SubElement(inside, w("delText" if kind == "del" else "t"))
    words_.text = text
    words_.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def edited(data: bytes, *edits: Callable[[Docx], None]) -> bytes:
    """The file after some edits."""
    made = Docx(data)
    for one in edits:
        one(made)
    return made.bytes()
