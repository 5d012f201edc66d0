"""One spelling for all the ways a text can be written, so that the privacy screen compares like with like.

A name stays a name in full width, decomposed, without its marks, or with zero-width characters between its letters.
"""

import re
import unicodedata
from typing import NamedTuple

# Characters that take no space on the page (soft hyphen, joiners, direction marks, variation selectors, tags, fillers),
# and the Arabic words in one character (U+FDF0 on), which NFKC would make eighteen times as long.
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufdf0-\ufdfd\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# Line ends and tabs are kept: they divide rows and columns of what was pasted from a table.
_OTHER_SPACE = re.compile("[\r\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_SPACES = re.compile("  +")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")

_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_DASHES = (*range(0x2010, 0x2016), 0x2212, 0x2043)
_STRUCK = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
# Letters of other scripts that look like Latin ones: a name half in Cyrillic reads like any other.
_LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03b1\u03bf\u03bd",
    "ABEKMHOPCTXaeopcyxiABEHIKMNOPTXaov",
)


def _bare_letters() -> dict[int, str]:
    """The letter under each marked Latin letter, and one dash for all dashes."""
    decomposed = {code: unicodedata.normalize("NFKD", chr(code))[0] for code in _LATIN}
    letters = {code: base for code, base in decomposed.items() if base.isascii() and base.isalpha()}
    letters.update((ord(struck), base) for struck, base in _STRUCK.items())
    return letters | dict.fromkeys(_DASHES, "-")


_BARE = _bare_letters()


class Folded(NamedTuple):
    """The same text three times, index by index: a place found in one is the same place in the others."""

    text: str
    """Composed, without invisible characters, marks and case kept."""
    bare: str
    """Without marks, case kept, digits of every script as 0-9."""
    low: str
    """Without marks, in lower case."""


def fold(text: str) -> str:
    """`text` reduced to what it says: composed, lower case, no marks (đ is d), one space where there were several.

    Zero-width characters disappear, full-width ones and digits of other scripts become plain; tabs and line ends stay.
    Folding twice changes nothing more.
    """
    folded = _without_marks(_composed(text)).casefold()
    if folded.isascii():
        return folded
    # What lost an invisible neighbour or was expanded by casefold can compose again: settle it.
    again = _without_marks(_composed(folded)).casefold()
    return folded if again == folded else fold(again)


def read(text: str) -> Folded:
    """`text` in the three parallel forms the detectors read; underscores divide words there, as in file names."""
    text = _composed(text.replace("_", " "))
    bare = _without_marks(text)
    return Folded(text, bare, bare.lower())


def _without_marks(text: str) -> str:
    return text if text.isascii() else _NON_ASCII.sub(_ascii_digit, text.translate(_BARE))


def _composed(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _DROPPED.sub("", text))
        text = _COMBINING.sub("", _DROPPED.sub("", text)).translate(_LOOKALIKES)
    return _SPACES.sub(" ", _OTHER_SPACE.sub(" ", text))


def _ascii_digit(match: re.Match[str]) -> str:
    value = unicodedata.digit(match[0], None)
    return match[0] if value is None else str(value)
