"""The fonts that pictures are drawn with, and how wide words are in them: the same everywhere, no font of the machine.

Read straight from the font files (tables cmap, hhea and hmtx of the OpenType specification).
"""

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from reports.text import clean

_FOLDER = Path(__file__).parent / "fonts"
REGULAR = _FOLDER / "DejaVuSansCondensed.ttf"
BOLD = _FOLDER / "DejaVuSansCondensed-Bold.ttf"
FAMILY = "DejaVu Sans"
_ELLIPSIS = "…"
#: A page is shown in the fonts of the reader's machine; the widest of them (DejaVu Sans, Verdana) are wider by this.
_WIDEST = 1.13


@lru_cache(maxsize=2)
def _advances(path: Path) -> Mapping[int, float]:
    """The width of each character, as a share of the type size."""
    data = path.read_bytes()
    tables = {}
    for n in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * n)
        tables[tag] = offset
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * n)[0] for n in range(count)]
    return {code: widths[min(glyph, count - 1)] / units for code, glyph in _glyphs(data, tables[b"cmap"]).items()}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code points and their glyphs, from the first subtable of format 4."""
    found: dict[int, int] = {}
    for n in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * n)[0]
        if struct.unpack_from(">H", data, start)[0] != 4 or found:
            continue
        many = struct.unpack_from(">H", data, start + 6)[0] // 2
        ends = struct.unpack_from(f">{many}H", data, start + 14)
        firsts = struct.unpack_from(f">{many}H", data, start + 16 + 2 * many)
        deltas = struct.unpack_from(f">{many}h", data, start + 16 + 4 * many)
        at = start + 16 + 6 * many
        for k, (first, last, delta) in enumerate(zip(firsts, ends, deltas, strict=True)):
            offset = struct.unpack_from(">H", data, at + 2 * k)[0]
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code
                if offset:
                    glyph = struct.unpack_from(">H", data, at + 2 * k + offset + 2 * (code - first))[0]
                found[code] = (glyph + delta) & 0xFFFF
    return found


def one_line(words: str) -> str:
    """Words as a picture carries them: one line, nothing invisible that would turn or hide what follows."""
    return " ".join("".join(c for c in clean(words) if unicodedata.category(c) not in ("Cf", "Co")).split())


@lru_cache(maxsize=8192)
def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is at most at a type size, both in the picture's units, in whichever font it is shown.

    A character that the font lacks counts as square.
    """
    advances = _advances(BOLD if bold else REGULAR)
    return _WIDEST * size * sum(advances.get(ord(character), 1.0) for character in words)


def fit(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """The words, cut with "…" where they are wider than the room."""
    if width(words, size, bold=bold) <= room:
        return words
    for end in range(min(len(words), int(3 * room / size) + 1), 0, -1):
        cut = words[:end].rstrip() + _ELLIPSIS
        if width(cut, size, bold=bold) <= room:
            return cut
    return _ELLIPSIS


def wrap(words: str, room: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """The words on at most so many lines, the last of them cut where they do not fit; hard spaces hold together."""
    found: list[str] = []
    rest = [word for word in words.split(" ") if word]
    while rest and len(found) < lines:
        taken = 1
        while taken < len(rest) and width(" ".join(rest[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        taken = len(rest) if len(found) == lines - 1 else taken
        found.append(fit(" ".join(rest[:taken]), room, size, bold=bold))
        rest = rest[taken:]
    return found


def filled(said: Sequence[str], size: float, room: float) -> list[str]:
    """Sentences on as few lines as hold them, each as a whole."""
    lines: list[str] = []
    for one in said:
        if lines and width(f"{lines[-1]} {one}", size) <= room:
            lines[-1] += f" {one}"
        else:
            lines.append(one)
    return lines


def listed(names: list[str], most: int) -> str:
    """Names with commas, each once; where there are more than `most`, how many more."""
    once = list(dict.fromkeys(names))
    said = ", ".join(once[:most])
    return said if len(once) <= most else f"{said} và {len(once) - most} đơn vị khác"
