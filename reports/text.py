"""Text that any document format can carry."""

import re
import unicodedata

# XML 1.0 admits no control characters but tab and line breaks, no half surrogates and no non-characters. Marks that
# turn the order of what follows (UAX 9, 2.1-2.4) would make a figure or a name read otherwise than it is; letters that
# run from right to left need none.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
#: How a spreadsheet program recognises a formula, also after it went through a text file; in full
#: width too, as some input methods write.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: str) -> str:
    """`text` in NFC without what XML forbids or turns the order of letters; line breaks become plain ones."""
    plain = unicodedata.normalize("NFC", _ILLEGAL.sub("", text))
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without empty ones."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run `text` instead of showing it."""
    return text.startswith(_FORMULA_STARTS)
