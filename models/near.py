"""The name that was probably meant: of those there are, the one spelled most like one that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches

from models.language import _


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` probably meant, whatever its case; None where none is like it."""
    by_folded = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def meant(word: str, known: Iterable[str]) -> str:
    """The same as the end of a refusal, ", có phải so-b?"; "" where none is like it."""
    close = nearest(word, known)
    return _(", có phải {near}?").format(near=close) if close else ""
