"""WordprocessingML as the other modules look at it: names, values, on-off switches and lengths.

Lengths are twentieths of a point (twips), the unit that Word stores, so that nothing is rounded before it is compared.
"""

import re
from decimal import Decimal
from typing import Any

#: An element of lxml, which has no types.
Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWIPS_PER_MM = Decimal(7200) / 127
_EMU_PER_TWIP = 635
_TWIPS_PER_POINT = 20
_OFF = frozenset({"0", "false", "off"})
_UNITS = {"pt": Decimal(20), "in": Decimal(1440), "mm": _TWIPS_PER_MM, "cm": _TWIPS_PER_MM * 10, "pc": Decimal(240)}


def twips(millimetres: Decimal | int | str) -> int:
    """A length in millimetres as twips."""
    return int((Decimal(millimetres) * _TWIPS_PER_MM).to_integral_value())


def millimetres(length: int) -> str:
    """A length as a reader expects it: whole millimetres, or one decimal behind a comma."""
    return _plain((Decimal(length) / _TWIPS_PER_MM).quantize(Decimal("0.1")))


def points(length: int) -> str:
    """A length in points, as Word shows it."""
    return _plain((Decimal(length) / _TWIPS_PER_POINT).quantize(Decimal("0.1")))


def size_in_points(half_points: int) -> str:
    """A type size, which is stored in half points."""
    return _plain(Decimal(half_points) / 2)


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return (str(whole) if whole == value else f"{value.normalize():f}").replace(".", ",")


def from_emu(text: str | None) -> int:
    """A length in English Metric Units, which drawings use, as twips."""
    return (number(text) or 0) // _EMU_PER_TWIP


def number(text: str | None) -> int | None:
    """A whole number as other programs write it too (`28`, `28.0`, `14pt`); None for what is none."""
    match = re.fullmatch(r"\s*(-?\d{1,9}(?:\.\d{1,6})?)\s*(pt|in|mm|cm|pc)?\s*", text or "")
    return None if match is None else int(Decimal(match[1]) * _UNITS.get(match[2], Decimal(1)))


def value(parent: Element | None, name: str, attribute: str = "val") -> str | None:
    """An attribute of a child in Word's own namespace."""
    child = parent.find(W + name) if parent is not None else None
    found = child.get(W + attribute) if child is not None else None
    return None if found is None else str(found)


def switch(parent: Element | None, name: str) -> bool | None:
    """An on-off property; None where it is not said."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(W + "val", "1") not in _OFF


def local(element: Element) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
