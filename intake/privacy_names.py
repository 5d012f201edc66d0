"""Full Vietnamese names in a text: a surname and one to three syllables, in capitals or not, with marks or without.

Whether a name identifies a person is decided elsewhere, by what stands beside it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from intake.privacy_fold import Folded, fold
from intake.privacy_patterns import (
    BARE_SURNAMES,
    CERTAIN_SURNAMES,
    DOUBTFUL_SURNAMES,
    ORDINARY_MARKED,
    ORDINARY_UNMARKED,
    PLACES,
    PUBLIC_PEOPLE,
    SURNAMES,
    Allowed,
    words,
)

_CAPITALISED = re.compile(r"[A-Z](?<![A-Za-z0-9][A-Z])[A-Za-z]{0,7}(?: [A-Z][A-Za-z]{0,7})+(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+")
_MAX_SYLLABLES = 4
FULL = 3
"""Syllables of a name that is hardly anything else: two ("Trần Phú", "Lâm Thao") are streets and districts as often."""

# Written small ("nguyễn thị lan") a name needs its middle word; without marks, a surname that is no everyday word.
_SMALL = re.compile(r"[a-z](?<![A-Za-z0-9][a-z])[a-z]{1,6} (?:thi|van) [a-z]{1,7}(?![A-Za-z])")
_SMALL_MIDDLES = words("thị văn")
_SMALL_BARE = words("nguyen tran pham le hoang bui ngo dinh dang huynh trinh")
# "Xa Thị Mai" is a person whatever the first word is, unless the two make a word ("Đô Thị", "Chỉ Thị").
_BEFORE_THI = words("đô siêu chỉ thành tiếp phụ kỳ thẩm cận viễn loạn yết giám biểu hiển quản cũ mới khu chợ xã")


class Name(NamedTuple):
    """Where a name stands and how it is written."""

    start: int
    end: int
    syllables: int
    folded: str
    marked: bool
    """Whether it is written with its marks, so that the words before it can be taken at their spelling."""
    certain: bool
    """Whether the surname is no everyday word as well."""


def is_full_name(folded: Folded, allowed: Allowed) -> bool:
    """Whether the text is nothing but the full name of a person who is no contact of an agency."""
    whole = folded.low.strip(" 0123456789.)-")
    return any(
        name.folded == whole and name.certain and name.syllables >= FULL
        for name in names_in(folded)
        if name.folded not in allowed.names | PUBLIC_PEOPLE | PLACES
    )


def names_in(folded: Folded) -> Iterator[Name]:
    """The names in `folded`, those in capitals first."""
    for run in _CAPITALISED.finditer(folded.bare):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in _WORD.finditer(run[0])]
        first = 0
        while first < len(words) - 1:
            name = _name_at(words[first : first + _MAX_SYLLABLES + 1], folded)
            if name is not None:
                yield name
            first += name.syllables if name is not None else 1
    for small in _SMALL.finditer(folded.bare):
        if _is_a_small_name(folded.text[slice(*small.span())], small[0]):
            marked = folded.text[slice(*small.span())] != small[0]
            yield Name(*small.span(), FULL, small[0], marked, certain=True)


def _is_a_small_name(written: str, bare: str) -> bool:
    surname, middle, _given = written.split(" ")
    if written == bare:
        return surname in _SMALL_BARE
    return surname in CERTAIN_SURNAMES and middle in _SMALL_MIDDLES


def _name_at(words: list[tuple[int, int]], folded: Folded) -> Name | None:
    """The name beginning with the first of `words`, if that is a surname and the others can be given names."""
    if folded.low[slice(*words[0])] not in BARE_SURNAMES:
        return _woman_at(words, folded)
    taken = words[: _syllables(words, folded)]
    start, end = taken[0][0], taken[-1][1]
    marked = folded.text[start:end] != folded.bare[start:end]
    surname = folded.text[slice(*words[0])].lower()
    known = CERTAIN_SURNAMES if folded.bare[slice(*words[0])].isupper() else SURNAMES
    ordinary = (
        ORDINARY_MARKED.match(folded.text[start : start + 40].lower())
        if marked
        else ORDINARY_UNMARKED.match(folded.low, start)
    )
    if len(taken) == 1 or ordinary or surname not in (known if marked else _bare(known)):
        return _woman_at(words, folded)
    certain = surname not in (DOUBTFUL_SURNAMES if marked else _bare(DOUBTFUL_SURNAMES))
    return Name(start, end, len(taken), folded.low[start:end], marked, certain)


def _woman_at(words: list[tuple[int, int]], folded: Folded) -> Name | None:
    """The name of a woman with a rare surname, told by its middle word."""
    if len(words) < FULL or folded.text[slice(*words[1])] != "Thị" or not folded.bare[slice(*words[2])].istitle():
        return None
    surname = folded.text[slice(*words[0])]
    if surname.isupper() or surname.lower() in _BEFORE_THI or folded.low[slice(*words[2])] in {"xa", "tran", "uy"}:
        return None
    start, end = words[0][0], words[2][1]
    return Name(start, end, FULL, folded.low[start:end], marked=True, certain=True)


@cache
def _bare(surnames: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(surname) for surname in surnames)


def _syllables(words: list[tuple[int, int]], folded: Folded) -> int:
    """How many of `words` make one name: no change of case, at most four, and not into the next name."""
    shouted = folded.bare[slice(*words[0])].isupper()
    spelled = [folded.low[slice(*word)] for word in words]
    for index in range(1, min(len(words), _MAX_SYLLABLES)):
        written = folded.bare[slice(*words[index])]
        begins_next = (
            index > 1 and spelled[index] in BARE_SURNAMES and spelled[index + 1 : index + 2] in (["thi"], ["van"])
        )
        if begins_next or (len(written) > 1 and written.isupper() != shouted):
            return index
    return min(len(words), _MAX_SYLLABLES)
