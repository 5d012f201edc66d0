"""Passages that say the same: told once, with the names of all who wrote it.

Same means the same words in the same order but for a few, whatever the capitals, marks and spaces; a number, or a word
that denies, is never "but for a few".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reports.compiled import Quote

_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|\w+")
_DENIALS = frozenset({"không", "chưa", "chẳng", "không có", "hết", "ngừng", "dừng"})
#: Of the overlapping groups of three words in either passage, this share must stand in both.
_ALIKE = 0.8
_SHORT = 6


@dataclass
class Fold:
    """Passages told as one: the first as it was written, and those that say the same in nearly the same words."""

    first: Quote
    same: list[Quote] = field(default_factory=list)
    alike: list[Quote] = field(default_factory=list)

    @property
    def quotes(self) -> list[Quote]:
        """All of them, those with the very words of the first before the others."""
        return [self.first, *self.same, *self.alike]


@dataclass(frozen=True)
class _Print:
    """What two passages are compared by."""

    words: tuple[str, ...]
    facts: tuple[str, ...]
    groups: frozenset[tuple[str, ...]]


def fold_quotes(quotes: Sequence[Quote]) -> list[Fold]:
    """Group passages that say the same, in the order in which each was first said."""
    return list(_folded(tuple(quotes)))


@lru_cache(maxsize=256)  # a report's body, its annexes and its other formats fold the same passages
def _folded(quotes: tuple[Quote, ...]) -> tuple[Fold, ...]:
    folds: list[tuple[_Print, Fold]] = []
    exact: dict[tuple[str, ...], Fold] = {}
    for quote in quotes:
        found = _print_of(quote.text)
        fold = exact.get(found.words)
        if fold is not None:
            fold.same.append(quote)
            continue
        near = next((fold for known, fold in folds if _nearly(known, found)), None)
        if near is not None:
            near.alike.append(quote)
        else:
            fold = Fold(quote)
            exact[found.words] = fold
            folds.append((found, fold))
    return tuple(fold for _, fold in folds)


def _print_of(text: str) -> _Print:
    words = tuple(_WORD.findall(text.casefold()))
    facts = tuple(word for word in words if any(map(str.isdigit, word)) or word in _DENIALS)
    return _Print(words, facts, frozenset(zip(words, words[1:], words[2:], strict=False)))


def _nearly(one: _Print, other: _Print) -> bool:
    if one.facts != other.facts or min(len(one.words), len(other.words)) < _SHORT:
        return False
    shared = len(one.groups & other.groups)
    return shared >= _ALIKE * max(len(one.groups), len(other.groups))
