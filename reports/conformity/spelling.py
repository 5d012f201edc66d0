"""Vietnamese words compared whatever their case, their marks and the way their letters are composed."""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans("đĐ–—", "dD--")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=1024)
def bare(sign: str) -> str:
    """A letter without its marks: `a` for `ậ`, `d` for `đ`; "" for a mark that stands alone."""
    plain = "".join(one for one in unicodedata.normalize("NFD", sign) if not unicodedata.combining(one))
    return plain.replace("đ", "d").replace("Đ", "D")


def folded(text: str) -> str:
    """Words without marks, in capitals, one space apart, every dash a hyphen."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_PLAIN).upper()
    return " ".join(plain.split())


def composed(text: str) -> str:
    """Words in composed Unicode, one space apart."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same_words(text: str, right: str) -> bool:
    """Whether a text is these words, whichever vowel of `oa`, `oe`, `uy` carries the tone (HÒA, HOÀ)."""
    return _tones_apart(text) == _tones_apart(right)


def _tones_apart(text: str) -> list[tuple[str, list[str]]]:
    """Each word with its letters and, apart, its marks."""
    words = unicodedata.normalize("NFD", composed(text).replace("–", "-")).split()
    return [
        (
            "".join(one for one in word if one not in _TONES),
            sorted(one for one in word if one in _TONES),
        )
        for word in words
    ]
