"""Word 报告：按版式（报告、公文）或机构的参考样式写成 .docx，交付、修改、签字、打印都用它。

标题用 Word 的多级编号，目录带页码并可更新，表题图题用题注域，跨页表格重复表头，图是可以在 Word 里编辑的原生图表。
每个数字和每一段都带有看不见的标记，报告被改过以后，仍能知道改了哪一个数字、哪一段话。
机构的样式：拿一份做好的报告，在 Word 里改好样式（标题 1、正文缩进、表格文字……），存为参考样式文件即可。
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.model.case import Case
from evalkit.model.document import RECORD_NAMESPACE, Document
from evalkit.writers._word_body import Body
from evalkit.writers._word_fonts import fonts_xml
from evalkit.writers._word_inlines import Inlines
from evalkit.writers._word_looks import dressed
from evalkit.writers._word_looks import look as preset
from evalkit.writers._word_marks import STORE, Marks
from evalkit.writers._word_numbering import numbering_xml
from evalkit.writers._word_package import new_package
from evalkit.writers._word_pages import by_block, displayed_pages, measured
from evalkit.writers._word_plan import plan
from evalkit.writers._word_reference import read_reference
from evalkit.writers._word_sections import settings_xml
from evalkit.writers._word_styles import indents as style_indents
from evalkit.writers._word_styles import styles, styles_xml
from evalkit.writers._word_xml import HEAD, ROOT

ID = "word"
SUFFIX = ".docx"

_MAIN = "word/document.xml"
_NEVER = "2000-01-01T00:00:00Z"
_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RECORD = "customXml/item1.xml"


def write(document: Document, case: Case, files: Mapping[str, bytes]) -> bytes:
    """The document as the bytes of a .docx; the same document gives the same bytes.

    ``files`` holds pictures by name, the firm's reference document under ``document.reference``, and under
    ``pages.json`` the measured pages of ``files.libreoffice.paginate``; without these the contents' page numbers are
    estimated, and the record in the file says so. A named edition is clean: neither controls nor record.
    """
    base = dressed(preset(document.style), document.house)
    reference = read_reference(files[document.reference], base) if files.get(document.reference) else None
    look = reference.look if reference else base
    ids = reference.ids if reference else {style.id: style.id for style in styles(look)}
    indents = reference.indents if reference else style_indents(look)
    planned = plan(document)
    created = document.created if _DAY.fullmatch(document.created) else _NEVER
    package = new_package(document.title, document.author, created, document.edition)
    words = Inlines(planned, Marks(on=not document.edition), ids)
    body = Body(document, look, planned, words, package, files, {False: look.portrait, True: look.landscape}, indents)
    pieces = list(body.parts())
    places, known = measured(files)
    pages = displayed_pages(document, planned, body.ruler, places)
    inside = "".join(piece if isinstance(piece, str) else body.contents(*piece, pages) for piece in pieces)
    package.add(_MAIN, f"{HEAD}<w:document {ROOT}><w:body>{inside}</w:body></w:document>")
    headings = tuple(ids[f"Heading{level}"] for level in range(1, 5))
    numbering = numbering_xml(planned.free_lists, body.ordered, headings, ids["AppendixHeading"], indents)
    package.attach(_MAIN, "word/styles.xml", reference.styles if reference else styles_xml(look), "styles")
    package.attach(_MAIN, "word/numbering.xml", numbering, "numbering")
    package.attach(_MAIN, "word/settings.xml", settings_xml(look), "settings")
    package.attach(_MAIN, "word/fontTable.xml", fonts_xml(), "fontTable")
    package.attach(_MAIN, "word/footnotes.xml", words.footnotes_xml(), "footnotes")
    if reference and reference.theme:
        package.attach(_MAIN, "word/theme/theme1.xml", reference.theme, "theme")
    if not document.edition:
        record = words.marks.record(document.title, *by_block(document, planned, places), measured=known)
        package.attach(_MAIN, _RECORD, record, "customXml")
        package.attach(_RECORD, "customXml/itemProps1.xml", _ITEM, "customXmlProps")
    return package.to_bytes()


_ITEM = (
    f'{HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{STORE}"><ds:schemaRefs><ds:schemaRef ds:uri="{RECORD_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
