"""The diverging chart: what stands where, in Word with its workbook and in HTML."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest

from evalkit.model.case import Case
from evalkit.model.document import Caption, Chart, Document, Section, Series, Text
from evalkit.writers import html, word
from evalkit.writers._diverging import diverged
from evalkit.writers._svg import chart_svg
from evalkit.writers._word_charts import chart_xml, workbook_bytes


def series(name: str, side: str, *values: str) -> Series:
    return Series(name, tuple(Decimal(value) for value in values), (), side)  # type: ignore[arg-type]


SIDES = (
    series("非常满意", "for", "50", "40"),
    series("比较满意", "for", "30", "20"),
    series("一般", "middle", "10", "20"),
    series("不太满意", "against", "6", "15"),
    series("非常不满意", "against", "4", "5"),
)
CHART = Chart("图", "diverging", ("及时", "标准"), SIDES, "%", Caption("图", (Text("对比"),)), "对比图")


def test_each_side_has_a_line_of_its_own_to_begin_on():
    layout = diverged(CHART)
    # 80 at most to the right, 20 to the left, 20 between: 120 in all, of which 4 % is the gap before the middle.
    assert (layout.low, layout.high) == (Decimal(-20), Decimal("104.80"))
    by_name = {one.name: one.values for one in layout.chart.series}
    assert by_name["不太满意"] == (Decimal(-6), Decimal(-15))
    assert by_name["一般"] == (Decimal(10), Decimal(20))
    assert layout.spacer == 2
    # The spacer fills each bar up to 84.80, where the middle begins.
    assert layout.chart.series[2].values == (Decimal("4.80"), Decimal("24.80"))


def test_the_order_of_the_legend_is_that_of_the_options():
    names = [one.name.strip() for one in diverged(CHART).chart.series]
    assert [name for name in names if name] == ["非常满意", "比较满意", "一般", "不太满意", "非常不满意"]


def test_without_answers_in_between_there_is_no_spacer():
    layout = diverged(Chart("图", "diverging", ("及时",), (series("是", "for", "90"), series("否", "against", "10"))))
    assert layout.spacer is None
    assert (layout.low, layout.high) == (Decimal(-10), Decimal(90))


def test_word_shows_unfavourable_answers_to_the_left_without_a_minus_sign():
    xml = chart_xml(CHART, "rId1")
    assert '<c:grouping val="stacked"/>' in xml
    assert "<c:v>-15</c:v>" in xml
    forms = set(re.findall(r'<c:numFmt formatCode="([^"]*)"', xml)) - {"General"}
    assert forms == {"0&quot;%&quot;;0&quot;%&quot;"}
    # 4, 5 and 6 of 124.8 are too narrow for their figures.
    hidden = re.search(r"非常不满意.*?<c:dLbls>(.*?)<c:numFmt", xml, re.DOTALL)
    assert hidden is not None
    assert hidden[1].count("<c:delete") == 2


def test_the_workbook_behind_it_holds_what_is_drawn():
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(CHART))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2] == ["标准", 40, 20, 24.8, 20, -15, -5]


def test_the_drawing_in_html_has_all_sides_and_no_minus_sign():
    drawn = chart_svg(CHART, lambda index, place: f"{CHART.series[index].values[place]}%")
    assert drawn.count("<rect") == 5 + 10  # the legend, and five parts of two bars
    assert ">50%<" in drawn
    assert ">-" not in drawn
    left = [Decimal(x) for x in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="[\d.]+" height="28"', drawn)]
    (line,) = (Decimal(x) for x in re.findall(r'<line x1="([\d.]+)"', drawn))
    assert sum(x < line for x in left) == 4  # two unfavourable answers in each of two bars


@pytest.fixture
def document() -> Document:
    return Document("报告", (Section((CHART,)),))


def test_a_document_with_it_is_valid_and_the_same_each_time(document, complaints):
    made = word.write(document, Case(), {})
    assert made == word.write(document, Case(), {})
    assert complaints(made) == []


def test_a_page_with_it_lists_the_figures_as_they_are(document):
    page = html.write(document, Case(), {}).decode()
    assert "<td>标准</td><td>40%</td><td>20%</td><td>20%</td><td>15%</td><td>5%</td>" in page


def test_the_axis_of_shares_is_marked_per_cent_and_that_of_other_figures_is_not():
    def axis(unit: str) -> str:
        shares = Chart("图", "bar", ("甲", "乙"), (series("占比", "", "60", "40"),), unit, None, "图")
        found = re.search(r'<c:valAx>.*?<c:numFmt formatCode="([^"]*)"', chart_xml(shares, "rId1"), re.DOTALL)
        assert found is not None
        return found[1]

    assert axis("%") == "General&quot;%&quot;"
    assert axis("分") == "General"
