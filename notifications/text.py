"""Single lines of text: what stands in headers, subjects and lists of a mail."""

import unicodedata


def one_line(text: str) -> str:
    """`text` in NFC on one line: line breaks and other control characters become single spaces.

    A name or a title with a line break in it can thus add no header to a mail.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(char if char.isprintable() else " " for char in composed).split())


def shorten(text: str, width: int) -> str:
    """`text` cut between words to at most `width` characters, ending in "…" where something is missing."""
    if len(text) <= width:
        return text
    if width < 2:
        return ""
    cut = text[: width - 1]
    if text[width - 1] != " " and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–-(") + "…"


def shown_clause(reference: str) -> tuple[str, str]:
    """A clause reference in its two parts: `V.2#4` is section entry "V.2" and paragraph "4"."""
    place, _, paragraph = reference.partition("#")
    return place, paragraph
