"""How Vietnamese words are compared: whatever their case, composition, place of the tone mark, or y for i."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Grave, acute, tilde, hook above, dot below: the marks that wander between the vowels of a syllable (hoà, hòa).
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: Capital letters, for a character class.
UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
#: Icelandic letters that old keyboards left where đ belongs (QÐ-TTg).
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ"})
_WORD = re.compile(r"[^\W_]+")
_JOINING = re.compile(r"[\s,\-–—&]*")


def clean(text: str) -> str:
    """NFC, one space between words, no invisible characters, no look-alikes of đ."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_LOOKALIKES)))
    return " ".join(composed.split())


@lru_cache(maxsize=20_000)
def syllable(word: str) -> str:
    """The form in which two spellings of one syllable are equal: Uỷ, Ủy and UỶ give one form."""
    letters = unicodedata.normalize("NFD", word.casefold())
    tone = "".join(mark for mark in letters if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))
    return base.replace("y", "i") + tone


def fold(text: str) -> str:
    """A text as its syllables, for comparing titles and headings."""
    return " ".join(syllable(word) for word in _WORD.findall(text))


def slug(text: str) -> str:
    """A code: `so-noi-vu` for `Sở Nội vụ`."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(mark for mark in letters if not unicodedata.combining(mark))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its folded form, where it stands, and what stands between it and the word before.

    `gap` is `space`, `join` (a comma, a dash, `&` or `và`, as between parts of a name) or `break`.
    """

    folded: str
    start: int
    end: int
    gap: str
    is_upper: bool


def tokens(text: str) -> list[Token]:
    """The words of a text without `và`, which counts as a joint between its neighbours."""
    found: list[Token] = []
    joined = False
    last = 0
    for match in _WORD.finditer(text):
        word, between = match.group(), text[last : match.start()]
        last = match.end()
        joined = joined or bool(between.strip())
        if word.casefold() == "và":
            joined = True
            continue
        start_of_gap = found[-1].end if found else 0
        gap = "space" if between == " " and not joined else _gap(text[start_of_gap : match.start()], joined)
        found.append(Token(syllable(word), match.start(), match.end(), gap, word.isupper()))
        joined = False
    return found


def _gap(between: str, joined: bool) -> str:
    without = re.sub(r"\bvà\b", " ", between, flags=re.IGNORECASE)
    if not _JOINING.fullmatch(without):
        return "break"
    return "join" if joined else "space"
