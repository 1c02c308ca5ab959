"""Colours as a firm names them: by a Chinese name, as hexadecimal digits, or as the three numbers Word shows."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable

#: Names a firm may use; every one is dark enough for white paper.
NAMES = {
    "藏青": "1F2A5A",
    "深蓝": "1F4E79",
    "蓝": "1F5FA8",
    "青": "0B6E7F",
    "墨绿": "1E5945",
    "绿": "2E6B3E",
    "中国红": "C8102E",
    "红": "C00000",
    "深红": "8B1A1A",
    "酒红": "722F37",
    "紫": "5B2C83",
    "棕": "6B4423",
    "橙": "A9440B",
    "深灰": "404040",
    "黑": "000000",
}
#: The least contrast with white paper at which letters and thin bars are still seen (WCAG 2.1, 1.4.3).
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.I)
_NUMBERS = re.compile(r"(?:rgb)?\(?(\d{1,3}),(\d{1,3}),(\d{1,3})\)?", re.I)


def colour(text: str) -> str | None:
    """The six hexadecimal digits of a colour (``1F4E79``), None when the text names none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("、", ",")
    named = NAMES.get(plain) or NAMES.get(plain.removesuffix("色"))
    if named:
        return named
    if found := _HEX.fullmatch(plain):
        digits = found[1].upper()
        return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    if found := _NUMBERS.fullmatch(plain):
        parts = [int(part) for part in found.groups()]
        return _digits(parts) if max(parts) <= 255 else None
    return None


def luminance(digits: str) -> float:
    """The relative luminance of a colour, 0 black to 1 white (WCAG 2.1)."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _parts(digits)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(digits: str) -> float:
    """How light a colour looks, 0 black to 100 white (CIE L*): what is left of it on a black-and-white print."""
    found = luminance(digits)
    return 116 * found ** (1 / 3) - 16 if found > 0.008856 else found * 903.3


def contrast(digits: str) -> float:
    """The contrast of a colour with white, 1 to 21 (WCAG 2.1)."""
    return 1.05 / (luminance(digits) + 0.05)


def lightened(digits: str, wanted: float) -> str:
    """The colour mixed with white until it is at least as light as wanted (L*); itself where it is."""
    return _mixed(digits, _first(lambda n: lightness(_mixed(digits, n, 255)) >= wanted), 255)


def darkened(digits: str, wanted: float) -> str:
    """The colour mixed with black until it is at most as light as wanted (L*); itself where it is."""
    return _mixed(digits, _first(lambda n: lightness(_mixed(digits, n, 0)) <= wanted), 0)


def dark_enough(digits: str) -> str:
    """The colour, mixed with black as far as white paper needs it."""
    return _mixed(digits, _first(lambda n: contrast(_mixed(digits, n, 0)) >= LEAST_CONTRAST), 0)


def _first(holds: Callable[[int], bool]) -> int:
    """The first of 256 shares for which something holds that holds for all behind it; the last where it never does."""
    return min(bisect_left(range(256), True, key=holds), 255)


def _parts(digits: str) -> list[float]:
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def _mixed(digits: str, share: int, end: int) -> str:
    """A colour and black (0) or white (255), the latter ``share`` of 255 parts."""
    return _digits([(int(digits[at : at + 2], 16) * (255 - share) + end * share + 127) // 255 for at in (0, 2, 4)])


def _digits(parts: list[int]) -> str:
    return "".join(f"{part:02X}" for part in parts)
