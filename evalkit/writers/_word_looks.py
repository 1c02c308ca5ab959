"""The typographic presets: measures of the page, of the text and of the tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evalkit.model.firm import House
from evalkit.writers._palette import OWN, palette

#: A4 in twips.
SHORT_EDGE, LONG_EDGE = 11906, 16838


@dataclass(frozen=True, slots=True)
class Face:
    """A kind of type: East Asian font, size in half-points, weight."""

    font: str
    size: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of a page in twips, and how far header and footer stand from its edge."""

    top: int
    right: int
    bottom: int
    left: int
    header: int = 850
    footer: int = 992


@dataclass(frozen=True, slots=True)
class Page:
    """A page in twips."""

    width: int
    height: int
    margins: Margins

    @property
    def text_width(self) -> int:
        return self.width - self.margins.left - self.margins.right

    @property
    def text_height(self) -> int:
        return self.height - self.margins.top - self.margins.bottom


@dataclass(frozen=True, slots=True)
class Look:
    """A preset. ``line`` is the exact line pitch in twips; ``mirrored`` puts page numbers outside on both sides;
    ``tracking`` is what every character of the text is wider than its size, in twips.
    """

    name: str
    body: Face
    line: int
    headings: tuple[Face, Face, Face, Face]
    heading_before: tuple[int, int, int, int]
    appendix: Face
    title: Face
    subtitle: Face
    contents_title: Face
    number: Face
    portrait: Page
    landscape: Page
    mirrored: bool = False
    tracking: int = 0
    latin: str = "Times New Roman"
    shade: str = OWN.shade
    colour: str = ""  # the firm's, if any
    cover: int = 30  # the size of the lines of the cover
    tables: tuple[tuple[int, int], ...] = ((21, 320), (18, 260), (15, 220))  # 五号, 小五, 六号: size and line pitch

    def page(self, landscape: bool) -> Page:
        return self.landscape if landscape else self.portrait


FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"

_WIDE = Page(LONG_EDGE, SHORT_EDGE, Margins(1247, 1134, 1134, 1134, 680, 567))

REPORT = Look(
    name="报告",
    body=Face(FANGSONG, 28),
    line=560,
    headings=(Face(HEITI, 32), Face(KAITI, 30, True), Face(FANGSONG, 28, True), Face(FANGSONG, 28)),
    heading_before=(240, 120, 60, 0),
    appendix=Face(HEITI, 32),
    title=Face(XIAOBIAOSONG, 44),
    subtitle=Face(KAITI, 32),
    contents_title=Face(HEITI, 36),
    number=Face(SONGTI, 21),
    portrait=Page(SHORT_EDGE, LONG_EDGE, Margins(1701, 1474, 1587, 1587)),
    landscape=_WIDE,
)

#: GB/T 9704—2012: type area 156 mm × 225 mm, top 37 mm, gutter edge 28 mm, 22 lines a page, 28 characters a line,
#: page number 7 mm below the type area, outside on both sides.
OFFICIAL = Look(
    name="公文",
    body=Face(FANGSONG, 32),
    line=579,
    headings=(Face(HEITI, 32), Face(KAITI, 32), Face(FANGSONG, 32, True), Face(FANGSONG, 32)),
    heading_before=(0, 0, 0, 0),
    appendix=Face(HEITI, 32),
    title=Face(XIAOBIAOSONG, 44),
    subtitle=Face(KAITI, 32),
    contents_title=Face(HEITI, 32),
    number=Face(SONGTI, 28),
    portrait=Page(SHORT_EDGE, LONG_EDGE, Margins(2098, 1474, 1984, 1588, 1134, 1304)),
    landscape=_WIDE,
    mirrored=True,
    tracking=-5,  # 28 characters of 16 pt in 156 mm
)


def look(name: str) -> Look:
    """The preset of this name; 报告 for any other."""
    return OFFICIAL if name == OFFICIAL.name else REPORT


def dressed(preset: Look, house: House) -> Look:
    """The preset in a firm's colour."""
    return replace(preset, shade=palette(house.colour).shade, colour=house.colour)
