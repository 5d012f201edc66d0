"""The headings of a text by their numbers: Phần, I., Điều, 1., 1.1., a)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.conformity.paragraphs import Paragraph
from reports.conformity.spelling import composed
from reports.numbering import roman

#: The Vietnamese alphabet as points are lettered; ă, â, ê, ô, ơ, ư are passed over.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PATTERNS = (
    ("part", re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?P<mark>[IVXLC]+|\w+)\b[.:]?\s*(?P<rest>.*)")),
    ("article", re.compile(r"(?:Điều|ĐIỀU)\s+(?P<mark>\d{1,3})\s*[.:]\s*(?P<rest>.*)")),
    ("section", re.compile(r"(?P<mark>[IVXLC]{1,7})\s*[./):-]\s*(?P<rest>\S.*)")),
    ("sub", re.compile(r"(?P<mark>\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s+(?P<rest>\S.*)")),
    ("number", re.compile(r"(?P<mark>\d{1,2})\s*[.)/]\s*(?P<rest>[^\W\d_].*|[“\"(].*)")),
    ("letter", re.compile(r"(?P<mark>[a-zđ])\s*[).]\s*(?P<rest>\S.*)")),
)
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered paragraph: its level, mark as printed, place in the count, words, and whether it is a title.

    A title heads what follows; a numbered sentence that ends in a full stop is text.
    """

    paragraph: Paragraph
    level: str
    mark: str
    ordinal: int
    words: str
    title: bool


def headings(body: Sequence[Paragraph]) -> list[Heading]:
    """The numbered paragraphs of a text, in order."""
    found = []
    for at, paragraph in enumerate(body):
        following = body[at + 1] if at + 1 < len(body) else None
        if one := heading(paragraph, followed=following is not None):
            found.append(one)
    return found


def heading(paragraph: Paragraph, *, followed: bool = True) -> Heading | None:
    """A paragraph with its number told apart, None where it has none."""
    printed = composed(paragraph.printed)
    for level, pattern in _PATTERNS:
        match = pattern.fullmatch(printed)
        if match is None:
            continue
        ordinal = _ordinal(level, match["mark"])
        if ordinal is None:
            continue
        words = match["rest"]
        title = followed and len(words) <= _LONGEST_TITLE and not words.endswith((".", ";", "./", ":", ","))
        if level in ("part", "section"):
            title = len(words) <= _LONGEST_TITLE * 2
        return Heading(paragraph, level, match["mark"], ordinal, words, title)
    return None


def _ordinal(level: str, mark: str) -> int | None:
    """The count that a mark stands for; None for what is none."""
    if level in ("section", "part"):
        return roman_value(mark) if set(mark) <= set(_ROMAN) else (0 if level == "part" else None)
    if level == "letter":
        return LETTERS.find(mark) + 1
    return int(mark.rpartition(".")[2])


def roman_value(mark: str) -> int | None:
    """The number that Roman capitals stand for; None for a wrong spelling."""
    total = 0
    for sign, following in zip(mark, [*mark[1:], ""], strict=True):
        worth = _ROMAN.get(sign, 0)
        total += -worth if worth < _ROMAN.get(following, 0) else worth
    return total if roman(total) == mark else None
