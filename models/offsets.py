"""Distances in time as a plan writes them: `-7d`, `+5wd`, `2wd`."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

Unit = Literal["d", "wd"]

_OFFSET = re.compile(r"([+-]?)(\d{1,4})(wd|d)")


@dataclass(frozen=True, slots=True, order=True)
class Offset:
    """A signed number of calendar days (`d`) or working days (`wd`)."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Offset":
        """Read `-7d`, `+1wd` or `10d`.

        Raises:
            ValueError: the text is none of these; the message shows the forms.
        """
        match = _OFFSET.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a distance in time: write for example -7d (days) or +5wd (working days)")
        sign, digits, unit = match.groups()
        return cls(-int(digits) if sign == "-" else int(digits), "wd" if unit == "wd" else "d")

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def signed(self) -> str:
        """The form that names a step: `-7d`, `+0d`, `+5wd`."""
        return f"{self.count:+d}{self.unit}"

    @property
    def before(self) -> bool:
        """Whether it points before the day it is counted from."""
        return self.count < 0


def _read(value: object) -> Offset:
    if isinstance(value, Offset):
        return value
    if isinstance(value, str):
        return Offset.parse(value)
    raise ValueError("write a distance in time as text, for example -7d (days) or +5wd (working days)")


def _read_positive(value: object) -> Offset:
    offset = _read(value)
    if offset.count < 0:
        raise ValueError(f"{offset} lies before the day it is counted from: write it without the minus")
    return offset


_AS_TEXT = WithJsonSchema({"type": "string", "pattern": r"^[+-]?\d{1,4}(wd|d)$"})

#: A policy step's `at`, a report's `draft`.
SignedOffset = Annotated[Offset, BeforeValidator(_read), PlainSerializer(lambda o: o.signed, str), _AS_TEXT]
#: `after_cutoff`, `min_notice`: zero or more.
Span = Annotated[Offset, BeforeValidator(_read_positive), PlainSerializer(str, str), _AS_TEXT]
