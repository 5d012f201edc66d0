"""Full names that identify somebody: tied to a person by what stands beside them, or in a list of names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.privacy_fold import Folded
from intake.privacy_names import FULL, Name, names_in
from intake.privacy_patterns import CERTAIN_SURNAMES, GIVEN_NAMES, PLACES, PUBLIC_PEOPLE, Allowed
from intake.privacy_ties import is_an_official, is_tied_to_a_person, names_something_else

_LIST_GAP = re.compile(
    r"[\s,;:/&+|*.()0-9\"'-]{0,12}"
    r"(?:(?:va|cung|voi|hoac|chi|anh|ong|ba|em|chau|co|bi can|bi cao|doi tuong)[\s.:]{1,3}){0,3}"
)
_LIST_MARK = re.compile(r"[,;/&+|\n-]|[0-9][.)]|\b(?:va|cung|voi)\b")
_WIDEST_GAP = 40
_ITEM_START = re.compile(r"(?:(?:\A|\n)[\s0-9.)*+|(-]{0,8}|[\s;,:][0-9]{1,3}[.)] ?)\Z")


def find_names(folded: Folded, allowed: Allowed) -> Iterator[str]:
    """Reason codes "name" (a name tied to one person) and "name-list" in `folded`, each once at most."""
    listing = _Listing()
    tied = listed = False
    for name in names_in(folded):
        if name.folded in allowed.names or name.folded in PLACES:
            continue
        if not tied and is_tied_to_a_person(name, folded):
            tied = True
            yield "name"
        elif not listed and _can_be_listed(name, folded):
            listed = listing.grows_to_a_list(name, folded.low)
            if listed:
                yield "name-list"


def _can_be_listed(name: Name, folded: Folded) -> bool:
    return (
        name.certain
        and (name.syllables >= FULL or _is_a_short_full_name(name, folded))
        and name.folded not in PUBLIC_PEOPLE
        and not is_an_official(name, folded)
        and not names_something_else(name, folded)
    )


def _is_a_short_full_name(name: Name, folded: Folded) -> bool:
    """Two syllables, both at home in names, in a text that bears marks ("Trần Lan")."""
    surname, _, given = folded.text[name.start : name.end].lower().partition(" ")
    return name.marked and surname in CERTAIN_SURNAMES and given in GIVEN_NAMES


@dataclass
class _Listing:
    """Names met so far that may be a list of persons."""

    previous: Name | None = None
    marked: int = 0
    """How many stand beside each other with a list's marks between them."""
    full: int = 0
    """How many of those beside each other have three syllables or more."""
    plain: int = 0
    """How many stand beside each other with or without marks."""
    items: int = 0
    """How many begin a line or a numbered item."""

    def grows_to_a_list(self, name: Name, low: str) -> bool:
        """Whether, with `name`, there are two names with a list's marks, three without, or two that begin items."""
        gap = "?"
        if self.previous is not None and name.start - self.previous.end <= _WIDEST_GAP:
            gap = low[self.previous.end : name.start]
        beside = _LIST_GAP.fullmatch(gap) is not None
        self.plain = self.plain + 1 if beside else 1
        self.marked = self.marked + 1 if beside and _LIST_MARK.search(gap) else 1
        self.full = (self.full if beside else 0) + (name.syllables >= FULL)
        self.items += _ITEM_START.search(low[max(0, name.start - 12) : name.start]) is not None
        self.previous = name
        return (self.marked >= 2 and self.full >= 1) or self.plain >= 3 or (self.items >= 2 and self.full >= 1)
