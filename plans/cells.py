"""One cell of a plan's workbook: how a value of the plan is written for people, and read back without loss.

A value that its plain form would not bring back (a text with spaces at its ends, a list whose item has a comma) is
written as JSON, which people hardly ever see.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeAlias

from plans.source import Plain

Kind = Literal["text", "whole", "number", "code_or_number", "date", "flag", "codes", "dates", "dated", "numbers"]
CellValue: TypeAlias = "str | int | Decimal | date | None"

YES, NO = "có", "không"
_YES, _NO = {YES, "x", "true", "1", "yes"}, {NO, "false", "0", "no"}
#: What Excel cannot hold in a cell, and what it or openpyxl would take for an escape of such a character.
_UNSAFE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|x[0-9A-Fa-f]{4}_")
_NUMBER = re.compile(r"[+-]?\d{1,60}([.,]\d{1,60})?([eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LIST_SEPARATOR, _MAP_SEPARATOR = re.compile(r"[,;\n]"), re.compile(r"[;\n]")
#: Excel counts days from 1900 and takes that year for a leap year.
_FIRST_YEAR = 1901
#: A spreadsheet keeps this many digits of a number.
_DIGITS = 15
#: Says that there is nothing, where an empty cell would mean the default.
NULL = "null"


def to_cell(value: object, kind: Kind) -> CellValue:
    """A value that a plan says, as a cell shows it; what the plan leaves to its default has an empty cell instead."""
    match value:
        case None:
            return NULL
        case bool():
            return YES if value else NO
        case date() if value.year >= _FIRST_YEAR:
            return value
        case int() | Decimal():
            return _number_cell(Decimal(value))
    plain = _plain(value)
    comes_back = not _UNSAFE.search(plain) and from_cell(plain, kind) == _listed(value)
    return plain if comes_back and plain != "" else _json(value)


def _number_cell(value: Decimal) -> CellValue:
    """A number where a spreadsheet brings it back digit by digit, else its text."""
    shown = str(value)
    comes_back = len(value.as_tuple().digits) <= _DIGITS and shown == _as_text(float(value))
    return value if comes_back else shown


def _plain(value: object) -> str:
    """The form that people write."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _json(value: object) -> str:
    """JSON in ASCII, with no underscore that could be taken for the end of an escape."""
    return json.dumps(value, default=str).replace("_", "\\u005f")


def is_blank(value: object) -> bool:
    """Whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def from_cell(value: object, kind: Kind) -> Plain:
    """What a cell that is not blank says, as the data that a YAML file would give.

    What is not of the column's kind is handed on as text, so that the plan's own rules say what is wrong with it.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value if kind in ("date", "dated") else [value] if kind == "dates" else value.isoformat()
    text = unicodedata.normalize("NFC", _as_text(value).strip())
    if text == NULL:
        return None
    if text[:1] == '"' or (kind != "text" and text[:1] in ("[", "{")):
        return _from_json(text)
    return _from_text(text, kind)


def _from_json(text: str) -> Plain:
    """A value that was written as JSON; a text that merely begins like it is itself."""
    try:
        found: Plain = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found


def _as_text(value: object) -> str:
    """A number as a person wrote it: a spreadsheet keeps whole numbers as floats at times."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _from_text(text: str, kind: Kind) -> Plain:
    reader = _READERS.get(kind)
    return reader(text) if reader else text


def _whole(text: str) -> Plain:
    return int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else text


def _flag(text: str) -> Plain:
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else text


def _number(text: str) -> Plain:
    if not _NUMBER.fullmatch(text):
        return text
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text


def _date(text: str) -> Plain:
    slashed, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    parts = (slashed[3], slashed[2], slashed[1]) if slashed else iso.groups() if iso else None
    try:
        return date(*(int(part) for part in parts)) if parts else text
    except ValueError:
        return text


def _dated(text: str) -> Plain:
    return _mapping(text, _date) if ":" in text else _date(text)


def _mapping(text: str, reader: Callable[[str], Plain]) -> Plain:
    found: dict[str, Plain] = {}
    for pair in _split(text, _MAP_SEPARATOR):
        key, colon, said = pair.partition(":")
        if not colon or key.strip() in found:
            return text
        found[key.strip()] = reader(said.strip())
    return found


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    return [one.strip() for one in separator.split(text) if one.strip()]


_READERS: Mapping[Kind, Callable[[str], Plain]] = {
    "flag": _flag,
    "whole": _whole,
    "number": _number,
    "code_or_number": _number,
    "date": _date,
    "dated": _dated,
    "codes": lambda text: [*_split(text, _LIST_SEPARATOR)],
    "dates": lambda text: [_date(one) for one in _split(text, _LIST_SEPARATOR)],
    "numbers": lambda text: _mapping(text, _number),
}
