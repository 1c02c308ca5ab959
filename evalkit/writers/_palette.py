"""The colours of charts and tables: from a firm's main colour or our own, told apart on a black-and-white print."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.model.colours import darkened, lightened, lightness, luminance

#: The number of plain tones; what comes after is hatched.
PLAIN = 5
#: Neighbours differ at least so much in lightness (L*, 0 to 100).
STEP = 15.0
#: The lightness of a header's shade: a tint that black words stand on and a copier still shows.
_SHADE = 93.0
#: The darkest tone is so dark that four steps remain to white.
_DARKEST = 38.0


@dataclass(frozen=True, slots=True)
class Tone:
    """A fill, and whether words on it are white."""

    fill: str
    white: bool


@dataclass(frozen=True, slots=True)
class Palette:
    """``main`` is the one colour of a chart of one series and of accents; ``shade`` that of headers of tables.

    ``rows`` are the fills of two to ``PLAIN`` neighbours, ``favourable`` and ``against`` those of one to three answers.
    """

    main: str
    shade: str
    rows: tuple[tuple[str, ...], ...]
    favourable: tuple[tuple[str, ...], ...]
    against: tuple[tuple[str, ...], ...]

    def tones(self, count: int) -> tuple[Tone, ...]:
        """The fills of so many neighbours, from dark to light; of more than ``PLAIN`` the first ones."""
        return (tone(self.main),) if count <= 1 else tuple(map(tone, self.rows[min(count, PLAIN) - 2]))

    def side(self, side: str, count: int) -> tuple[Tone, ...]:
        """The fills of so many favourable (``for``) or unfavourable (``against``) answers; of more than three, three."""
        ramps = self.favourable if side == "for" else self.against
        return tuple(map(tone, ramps[min(count, 3) - 1]))


def tone(fill: str) -> Tone:
    """A fill with the words that are better read on it."""
    return Tone(fill, luminance(fill) < 0.179)  # there black and white words have the same contrast


_BLUES = (("1F4E79",), ("1F4E79", "9DC3E6"), ("1F4E79", "5B9BD5", "BDD7EE"))
_ORANGES = (("C55A11",), ("F8CBAD", "A9440B"), ("FBE5D6", "F2AC7C", "A9440B"))
#: What stands in the middle of a diverging chart.
MIDDLE = tone("E7E6E6")
_ROWS = (
    ("1F3864", "2E75B6"),
    ("1F3864", "2E75B6", "9DC3E6"),
    ("1F3864", "2E75B6", "9DC3E6", "FFFFFF"),
    ("1F3864", "2E75B6", "76A4CF", "B9D1E7", "FFFFFF"),
)
OWN = Palette("2E75B6", "E7ECF2", _ROWS, _BLUES, _ORANGES)


def palette(main: str) -> Palette:
    """The palette of a firm's main colour; our own for none."""
    if not main:
        return OWN
    dark = darkened(main, _DARKEST)
    # Two and three end in a tint, more in white.
    rows = tuple(_spread(dark, count, 80 if count < 4 else 100) for count in range(2, PLAIN + 1))
    ramps = ((dark,), (dark, lightened(dark, 76)), (*_spread(dark, 3, 85),))
    # Answers on the other side are of another kind of colour: blue where the firm's is warm.
    warm = int(main[:2], 16) > int(main[4:], 16) + 40
    against = tuple(tuple(reversed(row)) for row in _BLUES) if warm else _ORANGES
    return Palette(main, lightened(dark, _SHADE), rows, ramps, against)


def _spread(dark: str, count: int, lightest: float) -> tuple[str, ...]:
    """Tints of a colour, in even steps up to a lightness."""
    least = lightness(dark)
    return tuple(lightened(dark, least + (lightest - least) * n / (count - 1)) for n in range(count))
