"""Native charts: the chart part by hand, with the workbook behind it, so that Word and WPS can edit them."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

from evalkit.model.document import Chart, Series
from evalkit.numbers import trimmed
from evalkit.writers._diverging import Layout, diverged
from evalkit.writers._palette import OWN, PLAIN, Palette
from evalkit.writers._word_xml import EMU_PER_CM, EMU_PER_TWIP, HEAD, ems, escape, lines_of

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#: What comes after the plain tones is hatched.
_HATCHES = ("wdUpDiag", "dkDnDiag", "pct50", "smGrid", "dotGrid")
#: Of a diverging chart, the share of its width below which a bar has no label.
_NARROW = Decimal("0.085")
_EDGE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln>'
_QUIET = '<a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln>'


def chart_size(chart: Chart, room: int) -> tuple[int, int]:
    """Width and height in EMU that fit a text ``room`` twips wide."""
    width = room * EMU_PER_TWIP
    if chart.kind in ("bar", "stacked", "diverging"):
        series = 1 if chart.kind != "bar" else max(len(chart.series), 1)
        # Two categories are 3.2 cm high, five 5.5 cm; a name of two lines needs its room.
        bands = sum(max(0.35 + 0.42 * series, 0.4 * lines_of(name, 14) + 0.25) for name in chart.categories)
        height = min(max(bands + 1.65 + (0.9 if len(chart.series) > 1 else 0), 3.0), 18)
    else:
        height = 6.5
        width = min(width, int(13 * EMU_PER_CM)) if chart.kind == "pie" else width
    return width, int(height * EMU_PER_CM)


def chart_xml(chart: Chart, workbook: str, palette: Palette = OWN) -> str:
    """The chart part; ``workbook`` is the relationship ID of the embedded workbook."""
    layout = diverged(chart, palette) if chart.kind == "diverging" else None
    plot = _both_sides(layout) if layout else _pie(chart, palette) if chart.kind == "pie" else _bars(chart, palette)
    shown = len(chart.series) > 1 or layout is not None
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters(900)}</c:legend>' if shown else ""
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_letters(900)}<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _letters(size: int, colour: str = "000000") -> str:
    face = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{size}" b="0">{fill}{face}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _fill(index: int, count: int, palette: Palette) -> str:
    """The shape of one of so many neighbours."""
    if index < PLAIN:
        inside = f'<a:solidFill><a:srgbClr val="{palette.tones(count)[index].fill}"/></a:solidFill>'
    else:
        hatch = _HATCHES[(index - PLAIN) % len(_HATCHES)]
        dark = palette.tones(count)[0].fill
        inside = f'<a:pattFill prst="{hatch}"><a:fgClr><a:srgbClr val="{dark}"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    return f"<c:spPr>{inside}{_EDGE}</c:spPr>"


def _places(chart: Chart) -> set[int]:
    values = [value for series in chart.series for value in series.values if value is not None]
    return {max(-int(value.as_tuple().exponent), 0) for value in values}


def _form(chart: Chart) -> str:
    """The number format of the labels: the places the figures have in common, and the unit."""
    found = _places(chart)
    form = "General" if len(found) > 1 else "0." + "0" * max(found) if max(found, default=0) else "0"
    return f'{form}"{chart.unit}"' if chart.unit else form


def _small(chart: Chart, index: int) -> list[int]:
    """The bands of a stacked bar that are too narrow for a label."""
    found = []
    for n, value in enumerate(chart.series[index].values[: len(chart.categories)]):
        column = [series.values[n] for series in chart.series if n < len(series.values)]
        total = sum((part for part in column if part is not None), Decimal(0))
        if value is not None and (not total or value / total < Decimal("0.07")):
            found.append(n)
    return found


def _both_sides(layout: Layout) -> str:
    """The bars of a diverging chart; the axis of categories stands at nought, its names at the left."""
    chart, rows = layout.chart, []
    form = f"{_form(layout.given)};{_form(layout.given)}"  # the second of the two is that of negative values
    for n, series in enumerate(chart.series):
        tone = layout.fills[n]
        if tone is None:
            shape = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
            labels = '<c:dLbls><c:delete val="1"/></c:dLbls>'
        else:
            shape = f'<c:spPr><a:solidFill><a:srgbClr val="{tone.fill}"/></a:solidFill>{_EDGE}</c:spPr>'
            narrow = [
                place
                for place, value in enumerate(series.values[: len(chart.categories)])
                if value is not None and abs(value) < layout.span * _NARROW
            ]
            labels = _label_set(form, narrow, "ctr", "FFFFFF" if tone.white else "000000")
        rows.append(
            f'<c:ser>{_title(n, series)}{shape}<c:invertIfNegative val="0"/>{labels}{_data(chart, n, series)}</c:ser>'
        )
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>{"".join(rows)}'
        '<c:gapWidth val="50"/><c:overlap val="100"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_EDGE}</c:spPr>{_letters(900)}'
        '<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:max val="{trimmed(layout.high)}"/>'
        f'<c:min val="{trimmed(layout.low)}"/></c:scaling><c:delete val="1"/><c:axPos val="t"/>'
        f'<c:numFmt formatCode="{escape(form)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _labels(chart: Chart, index: int, palette: Palette, *, pie: bool = False) -> str:
    inside = chart.kind == "stacked"
    white = inside and index < PLAIN and palette.tones(len(chart.series))[index].white
    small = _small(chart, index) if inside else []
    return _label_set(_form(chart), small, "ctr" if inside else "outEnd", "FFFFFF" if white else "000000", pie=pie)


def _label_set(form: str, hidden: list[int], place: str, colour: str, *, pie: bool = False) -> str:
    """The labels of a series, without those of some places."""
    gone = "".join(f'<c:dLbl><c:idx val="{n}"/><c:delete val="1"/></c:dLbl>' for n in hidden)
    category = "1" if pie else "0"
    separator = '<c:separator>\n</c:separator><c:showLeaderLines val="1"/>' if pie else ""
    return (
        f'<c:dLbls>{gone}<c:numFmt formatCode="{escape(form)}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_letters(900, colour)}<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        f'<c:showCatName val="{category}"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>{separator}</c:dLbls>'
    )


def _data(chart: Chart, index: int, series: Series) -> str:
    column, last = _letter(index + 1), len(chart.categories) + 1
    names = "".join(f'<c:pt idx="{n}"><c:v>{escape(name)}</c:v></c:pt>' for n, name in enumerate(chart.categories))
    values = "".join(
        f'<c:pt idx="{n}"><c:v>{trimmed(value)}</c:v></c:pt>'
        for n, value in enumerate(series.values[: len(chart.categories)])
        if value is not None
    )
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    return (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{count}{values}</c:numCache></c:numRef></c:val>"
    )


def _title(index: int, series: Series) -> str:
    cache = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache>'
    head = f'<c:idx val="{index}"/><c:order val="{index}"/>'
    return f"{head}<c:tx><c:strRef><c:f>Sheet1!${_letter(index + 1)}$1</c:f>{cache}</c:strRef></c:tx>"


def _bars(chart: Chart, palette: Palette) -> str:
    level = chart.kind in ("bar", "stacked")
    stacked = chart.kind == "stacked"
    rows = "".join(
        f'<c:ser>{_title(n, series)}{_fill(n, len(chart.series), palette)}<c:invertIfNegative val="0"/>'
        f"{_labels(chart, n, palette)}{_data(chart, n, series)}</c:ser>"
        for n, series in enumerate(chart.series)
    )
    grouping = "percentStacked" if stacked else "clustered"
    overlap = '<c:overlap val="100"/>' if stacked else ""
    top = f'<c:max val="{trimmed(chart.maximum)}"/>' if chart.maximum is not None and not stacked else ""
    values = [value for series in chart.series for value in series.values if value is not None]
    bottom = '<c:min val="0"/>' if not any(value < 0 for value in values) else ""
    order = "maxMin" if level else "minMax"  # the first category on top
    category_at, value_at = ("l", "t" if level else "l") if level else ("b", "l")
    hidden = "1" if stacked else "0"
    axis_form = "0%" if stacked else 'General"%"' if chart.unit == "%" else "General"
    return (
        f'<c:barChart><c:barDir val="{"bar" if level else "col"}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{rows}'
        f'<c:gapWidth val="{60 if level else 80}"/>{overlap}<c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        f'<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{category_at}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_EDGE}</c:spPr>{_letters(900)}<c:crossAx val="222222222"/>'
        '<c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>{top}{bottom}</c:scaling><c:delete val="{hidden}"/>'
        f'<c:axPos val="{value_at}"/><c:majorGridlines><c:spPr>{_QUIET}</c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode="{escape(axis_form)}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"high" if level else "nextTo"}"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_letters(800)}'
        '<c:crossAx val="111111111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _pie(chart: Chart, palette: Palette) -> str:
    series = chart.series[0] if chart.series else Series("", ())
    count = len(chart.categories)
    points = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/>{_fill(n, count, palette)}</c:dPt>' for n in range(count)
    )
    return (
        f'<c:pieChart><c:varyColors val="1"/><c:ser>{_title(0, series)}{points}{_labels(chart, 0, palette, pie=True)}'
        f'{_data(chart, 0, series)}</c:ser><c:firstSliceAng val="0"/></c:pieChart>'
    )


def _letter(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def workbook_bytes(chart: Chart) -> bytes:
    """The workbook behind the chart: categories in column A, one series a column; the same bytes each time."""
    chart = diverged(chart).chart if chart.kind == "diverging" else chart
    strings: dict[str, int] = {}

    def words(place: str, text: str) -> str:
        return f'<c r="{place}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'

    head = "".join(words(f"{_letter(n + 1)}1", series.name) for n, series in enumerate(chart.series))
    rows = [f'<row r="1">{words("A1", "类别")}{head}</row>']
    for y, name in enumerate(chart.categories):
        cells = [words(f"A{y + 2}", name)]
        for n, series in enumerate(chart.series):
            value: Decimal | None = series.values[y] if y < len(series.values) else None
            if value is not None:
                cells.append(f'<c r="{_letter(n + 1)}{y + 2}"><v>{trimmed(value)}</v></c>')
        rows.append(f'<row r="{y + 2}">{"".join(cells)}</row>')
    width = min(max((ems(name) for name in chart.categories), default=4) * 2 + 2, 60)
    sheet = (
        f'{HEAD}<worksheet xmlns="{_S}"><cols><col min="1" max="1" width="{width:.0f}" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    shared = f'{HEAD}<sst xmlns="{_S}" uniqueCount="{len(strings)}">{items}</sst>'
    parts = {**_WORKBOOK, "xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": sheet}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name].encode("utf-8"))
    return buffer.getvalue()


_P = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="{_P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET}.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": (
        f'{HEAD}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_R}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{HEAD}<styleSheet xmlns="{_S}"><fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
