"""How wide words are in Times New Roman, whose widths are stated here: no font of the machine is asked."""

import unicodedata
from functools import lru_cache

from reports.docx.styles import TABLE_SIZE

_MM_PER_POINT = 25.4 / 72
#: Thousandths of the type size; letters with marks are as wide as without, but for ơ and ư.
_REGULAR = {
    250: "., ",
    278: "ijlt;:/",
    333: "frI()-[]!",
    389: "s",
    400: "°",
    444: "acez“”",
    556: "PSơư",
    564: "+",
    611: "ELT",
    667: "BCR",
    722: "wADGHKNOQUVXYĐƠ",
    778: "mƯ",
    833: "%",
    889: "MW",
    1000: "…",
}
_BOLD = {
    250: "., ",
    278: "il/",
    333: "fjt;:()-[]!",
    389: "sI",
    444: "cerz",
    556: "bdhknpquđSơ",
    600: "ư",
    611: "P",
    667: "BELT",
    722: "wACDNRUVXYĐ",
    778: "GHKOQƠ",
    833: "mƯ",
    944: "M",
    1000: "%…W",
}
_OTHER = 500
_TABLES = [{letter: width for width, letters in table.items() for letter in letters} for table in (_REGULAR, _BOLD)]


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> int:
    table = _TABLES[bold]
    if letter in table:
        return table[letter]
    apart = unicodedata.normalize("NFD", letter)
    base = apart[0]
    if "\u031b" in apart:  # the horn of ơ and ư
        base = unicodedata.normalize("NFC", f"{base}\u031b")
    wide = unicodedata.east_asian_width(letter) in "WF"
    return 1000 if wide else table.get(base, _OTHER)


@lru_cache(maxsize=8192)
def millimetres(text: str, *, bold: bool = False, size: float = TABLE_SIZE) -> float:
    """How wide a line of text is."""
    return sum([_letter(letter, bold) for letter in text]) * size * _MM_PER_POINT / 1000
