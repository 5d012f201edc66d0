"""Numbers as officials write them, read exactly or not at all: nothing is guessed and nothing is rounded in silence."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from models.language import _

#: A spreadsheet keeps 15 significant digits; a figure with more could not come back unchanged, and none is needed.
MAX_DIGITS = 15

_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+", re.ASCII)
_BY_SPACE = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_BY_DOT = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_BY_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_GROUPS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+", re.ASCII)
_ONE_MARK = re.compile(r"(\d+)([.,])(\d+)", re.ASCII)

NIL_WORDS = frozenset({"không phát sinh", "khong phat sinh", "kps", "nil"})
_UNSURE_NIL = frozenset({"không", "khong", "không có", "khong co", "-", "–", "—", "n/a", "na"})


class NumberError(ValueError):
    """A value that is no clear number; the message says how to write it and does not repeat it."""


def is_blank(value: object) -> bool:
    """Whether nothing was written: an empty cell, or spaces only."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_nil_word(value: object) -> bool:
    """Whether the words say that nothing occurred ("không phát sinh")."""
    return isinstance(value, str) and _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip().lower() in NIL_WORDS


def read_number(value: object, *, whole: bool, unit: str = "") -> Decimal:
    """The number a cell or key says.

    Whole numbers and decimals come as they are; text may be written the Vietnamese way ("1.234,5", "1 234", "12,5") or
    the English one where it can mean only one thing, with the indicator's own `unit` after it.

    Raises:
        NumberError: no number, or one that can be read in two ways.
    """
    if isinstance(value, bool):
        raise NumberError(_("cần một con số, không phải đúng/sai"))
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return _from_float(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NumberError(_("cần một con số hữu hạn"))
        return plain(value)
    if isinstance(value, datetime | date | time):
        raise NumberError(_("ô đang chứa ngày tháng: định dạng lại ô thành số rồi ghi con số"))
    if isinstance(value, str):
        return plain(_from_text(value, whole=whole, unit=unit))
    raise NumberError(_("cần một con số"))


def _from_float(value: float) -> Decimal:
    """A binary fraction as the spreadsheet shows it: 15 significant digits, so that 0.1+0.2 is 0.3."""
    read = Decimal(format(value, f".{MAX_DIGITS}g"))
    if not read.is_finite():
        raise NumberError(_("cần một con số hữu hạn"))
    return plain(read)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: one way to write each."""
    if not value:
        return Decimal(0)
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or abs(exponent) > 60:
        raise NumberError(_("số có quá {most} chữ số: xem lại đơn vị tính").format(most=MAX_DIGITS))
    kept = list(digits)
    while exponent < 0 and len(kept) > 1 and kept[-1] == 0:
        kept.pop()
        exponent += 1
    if exponent > 0:
        kept += [0] * exponent
        exponent = 0
    return Decimal((sign, tuple(kept), exponent))


def digit_count(value: Decimal) -> int:
    """Digits of a number that `plain` gave, without leading zeros."""
    return len(format(abs(value), "f").replace(".", "").lstrip("0")) or 1


def decimal_places(value: Decimal) -> int:
    """Digits after the decimal mark."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _from_text(text: str, *, whole: bool, unit: str) -> Decimal:
    said = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    if said.lower() in _UNSURE_NIL:
        raise NumberError(_('ghi số 0, hoặc chọn x ở cột "Không phát sinh"'))
    said = _without_unit(said, unit).replace("−", "-")
    sign = said[0] if said[:1] in ("+", "-") else ""
    digits = said[len(sign) :].strip()
    if not digits or len(digits) > 40:
        raise NumberError(_("cần một con số, ví dụ 1234 hoặc 1234,5"))
    value = _unsigned(digits, whole=whole)
    return -value if sign == "-" else value


def _without_unit(said: str, unit: str) -> str:
    if unit and said.casefold().endswith(unit.casefold()):
        return said[: len(said) - len(unit)].rstrip()
    if said.endswith("%"):
        raise NumberError(
            _("chỉ tiêu này tính bằng {unit}, không phải %").format(unit=unit)
            if unit
            else _("chỉ ghi con số, bỏ dấu %")
        )
    return said


def _unsigned(digits: str, *, whole: bool) -> Decimal:
    if _DIGITS.fullmatch(digits):
        return Decimal(digits)
    if _BY_SPACE.fullmatch(digits):
        return Decimal(digits.replace(" ", "").replace(",", "."))
    if _BY_DOT.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _BY_COMMA.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _GROUPS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", ""))
    return _with_one_mark(digits, whole=whole)


def _with_one_mark(digits: str, *, whole: bool) -> Decimal:
    """One mark only: `12,5` and `12.5` are clear; three digits behind it may be thousands or a fraction."""
    match = _ONE_MARK.fullmatch(digits)
    if match is None:
        raise NumberError(_("cần một con số, ví dụ 1234 hoặc 1234,5"))
    front, mark, behind = match.groups()
    if len(behind) == 3 and len(front) <= 3 and not front.startswith("0"):
        # In Vietnamese the dot groups thousands; an indicator in whole units leaves no second reading.
        if whole and mark == ".":
            return Decimal(front + behind)
        raise NumberError(_("không rõ dấu ngăn nghìn hay dấu thập phân: ghi liền các chữ số, ví dụ 1234 hoặc 1234,5"))
    return Decimal(f"{front}.{behind}")


def in_vietnamese(value: Decimal) -> str:
    """A number for readers: dot between thousands, decimal comma (`1.234,5`)."""
    return f"{plain(value):,f}".translate(str.maketrans(",.", ".,"))
