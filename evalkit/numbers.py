"""The one door through which figures pass: exact decimals, one half-up rounding, units, Chinese numerals.

Every figure is a ``Decimal`` made from the text of its cell. It is computed from unrounded parts and rounded
once, half up (四舍五入), to the places it is printed with.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

#: Quotients keep 34 significant digits, far beyond any printed place, so that the one rounding is the only one seen.
EXACT = Context(prec=34, rounding=ROUND_HALF_UP)
_ROOM = Context(prec=60)

#: How many 元 one unit of money is.
MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}

#: The longest figure that is read: digits in all (of which Excel itself keeps 15), and digits after the point.
DIGITS = 24
DECIMALS = 15

_DIGITS = "〇一二三四五六七八九"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]0?0:00(?::00)?)?")
_DAY_IN_WORDS = re.compile(r"(?<!\d)\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")


def plain(text: str) -> str:
    """The text with full-width digits, letters, signs and spaces made half-width (NFKC) and its ends trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_decimal(text: str) -> Decimal | None:
    """A number as people type it (``1,234.5``, ``９２．８６``, ``+3``), exactly.

    None when the text is no number, or is ``overlong``.
    """
    folded = _folded(text)
    if not _NUMBER.fullmatch(folded) or _overlong(folded):
        return None
    return Decimal(folded.replace(",", ""))


def overlong(text: str) -> bool:
    """Whether a text is a number of more than ``DIGITS`` digits, or of more than ``DECIMALS`` after the point."""
    folded = _folded(text)
    return bool(_NUMBER.fullmatch(folded)) and _overlong(folded)


def _folded(text: str) -> str:
    return plain(text).replace(" ", "").replace("，", ",").replace("−", "-")


def _overlong(folded: str) -> bool:
    digits = folded.lstrip("+-").replace(",", "").lstrip("0")
    return len(digits.replace(".", "")) > DIGITS or len(digits.partition(".")[2]) > DECIMALS


def from_cell(value: float | int) -> Decimal:
    """A numeric cell of a workbook to 15 significant digits, which is what Excel itself keeps and shows.

    What lies beyond the 15th decimal is the noise of a formula (``0.3-3*0.1``) and is dropped. ValueError for what is
    not finite or has more than ``DIGITS`` digits before the point.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite() or number.adjusted() >= DIGITS:
        raise ValueError(f"no figure: {value!r}")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS:
        number = round_half_up(number, DECIMALS).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() and abs(number) < 10**15 else number


def divide(top: Decimal, bottom: Decimal) -> Decimal:
    """``top / bottom`` to 34 significant digits; ZeroDivisionError when the bottom is nought."""
    if bottom == 0:
        raise ZeroDivisionError
    return EXACT.divide(top, bottom)


def mean(values: list[Decimal]) -> Decimal:
    """The arithmetic mean of at least one unrounded value."""
    return divide(sum(values, Decimal(0)), Decimal(len(values)))


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入 to ``places`` decimals; the result keeps its trailing zeros."""
    digits = value.adjusted() + places + 2
    room = _ROOM if digits <= _ROOM.prec else Context(prec=digits)
    return value.quantize(Decimal((0, (1,), -places)), rounding=ROUND_HALF_UP, context=room)


def whole(value: Decimal, how: str) -> Decimal:
    """A count of steps made whole: ``floor`` drops the part step, ``ceil`` counts it full, ``exact`` keeps it."""
    if how == "floor":
        return value.to_integral_value(rounding=ROUND_FLOOR)
    if how == "ceil":
        return value.to_integral_value(rounding=ROUND_CEILING)
    if how == "exact":
        return value
    raise ValueError(how)


def trimmed(value: Decimal) -> str:
    """A figure without needless zeros and never in powers of ten: ``18``, ``2.25``, ``0.5``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(value: Decimal, places: int) -> str:
    """A figure rounded half up and printed with exactly ``places`` decimals."""
    text = format(round_half_up(value, places), "f")
    return text.removeprefix("-") if not text.strip("-0.") else text


def money(value: Decimal, unit: str, to: str) -> Decimal:
    """An amount carried from one unit of money to another, exactly. KeyError when either is no unit of money."""
    return value * MONEY[unit] / MONEY[to]


def chinese_number(n: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 105 → 一百零五; for 0 ≤ n < 1000, as headings and appendices count."""
    if not 0 <= n < 1000:
        raise ValueError(n)
    if n < 10:
        return _DIGITS[n]
    if n < 20:
        return "十" + (_DIGITS[n - 10] if n > 10 else "")
    if n < 100:
        return _DIGITS[n // 10] + "十" + (_DIGITS[n % 10] if n % 10 else "")
    rest = n % 100
    head = _DIGITS[n // 100] + "百"
    if not rest:
        return head
    return head + ("零" + _DIGITS[rest] if rest < 10 else ("一" if rest < 20 else "") + chinese_number(rest))


def circled(n: int) -> str:
    """①…⑳ and （21） beyond."""
    return chr(0x2460 + n - 1) if 1 <= n <= 20 else f"（{n}）"


def chinese_date(day: date) -> str:
    """二〇二三年十二月二日, the form of a signature block."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def plain_date(day: date) -> str:
    """2023年12月2日, the form of running text (GB/T 9704: no padding noughts)."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_date(text: str) -> date | None:
    """A day as people type it: ``2022-12-03``, ``2022/12/3``, ``2022.12.3``, ``2022年12月3日``; None when it is none."""
    found = _DAY.fullmatch(plain(text))
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def no_such_day(text: str) -> str:
    """Why a text that is written like a day names none (``2025年4月31日``: 2025年4月只有30天); empty for any other text."""
    found = _DAY.fullmatch(plain(text))
    if not found or parse_date(text) is not None:
        return ""
    year, month, day = (int(part) for part in found.groups())
    if not year or not 1 <= month <= 12:
        return f"没有{month}月" if year else "没有公元0年"
    return f"{year}年{month}月只有{monthrange(year, month)[1]}天" if day else "没有0日"


def no_such_days(text: str) -> tuple[tuple[str, str], ...]:
    """The days in a running text (``2025年4月31日``) that there are not, each with why."""
    if "年" not in text:
        return ()
    named = dict.fromkeys(found[0] for found in _DAY_IN_WORDS.finditer(text))
    return tuple((one, why) for one in named if (why := no_such_day(one)))


def parse_chinese_date(text: str) -> date | None:
    """A day in Chinese numerals, ``二〇二三年十二月二日`` (also with ○ or 零); None when it is none."""
    shown = "".join(text.split()).replace("○", "〇").replace("零", "〇")
    found = re.fullmatch(
        r"([〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日", shown
    )
    if not found:
        return None
    numbers = {chinese_number(n): n for n in range(1, 32)}
    year = int("".join(str("〇一二三四五六七八九".index(digit)) for digit in found[1]))
    month, day = numbers.get(found[2], 0), numbers.get(found[3], 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None
