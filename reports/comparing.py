"""Where a file differs from the one it should be: the first places, with what stands there and what should.

Both are documents of one report; the reader is told which figure or line, not which byte.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import islice

from models.language import _

#: Places named for one file; more are only a sign that it is another file altogether.
MOST_PLACES = 10
_LONGEST = 120
#: Of that, so much stands before the first letter that differs.
_BEFORE = 40
#: Spaces by signs that can be told apart, where nothing but they differ.
_SEEN = str.maketrans({" ": "␣", "\u00a0": "⍽", "\n": "⏎", "\t": "⇥"})
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in a file: what stands there, and what should; "" for nothing."""

    place: str
    found: str
    wanted: str


def differences(kind: str, found: bytes, wanted: bytes) -> list[Difference]:
    """The first places in which a file of a format differs from the one wanted; none where their words are the same."""
    readers = {"json": _json, "xlsx": _sheets, "docx": _word, "html": _page, "pdf": _printed}
    reader = readers.get(kind)
    if reader is None:
        return []
    try:
        return list(islice(reader(found, wanted), MOST_PLACES))
    except Exception:  # a damaged file fails in as many ways as there are parsers
        return [Difference(_("cả tệp"), _("hỏng, không đọc được"), "")]


def _printed(found: bytes, wanted: bytes) -> Iterator[Difference]:
    """The words of a PDF page by page: another LibreOffice may space and break them otherwise."""
    from pdfminer.high_level import extract_text  # noqa: PLC0415 - takes long to import

    sides = [" ".join(extract_text(io.BytesIO(content)).split()) for content in (found, wanted)]
    if sides[0] != sides[1]:
        yield _difference(_("chữ"), *sides)


def _difference(place: str, found: str, wanted: str) -> Difference:
    """Both sides cut to where they part: whole where they are short, else from a few words before that."""
    sides = [" ".join(text.split()) for text in (found, wanted)]
    if sides[0] == sides[1]:
        sides = [text.translate(_SEEN) for text in (found, wanted)]
    first = _parting(*sides)
    return Difference(place, *(_cut(text, first) for text in sides))


def _parting(found: str, wanted: str) -> int:
    """How many signs two texts share before they part."""
    return next(
        (n for n, (one, other) in enumerate(zip(found, wanted, strict=False)) if one != other),
        min(len(found), len(wanted)),
    )


def _cut(text: str, first: int) -> str:
    """A text of at most `_LONGEST` signs in which the sign numbered `first` is to be seen; "…" stands for the rest."""
    if len(text) <= _LONGEST:
        return text
    start = max(0, min(first - _BEFORE, len(text) - _LONGEST))
    if start and (space := text.find(" ", start, first)) > 0:
        start = space + 1
    end = start + _LONGEST - 2
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _json(found: bytes, wanted: bytes) -> Iterator[Difference]:
    return _values("", json.loads(found, parse_float=str), json.loads(wanted, parse_float=str))


def _values(place: str, found: object, wanted: object) -> Iterator[Difference]:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in [*wanted, *(key for key in found if key not in wanted)]:
            yield from _values(f"{place}.{key}" if place else key, found.get(key), wanted.get(key))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for number, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from _values(f"{place}[{_label(other, number)}]", one, other)
    elif found != wanted:
        yield _difference(place, _said(found), _said(wanted))


def _label(entry: object, number: int) -> str:
    """An entry by its code where it has one, so that a reader finds it."""
    if isinstance(entry, dict):
        for key in ("indicator", "code", "assignment", "obligation", "period"):
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(number)


def _said(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _sheets(found: bytes, wanted: bytes) -> Iterator[Difference]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    books = [load_workbook(io.BytesIO(data)) for data in (found, wanted)]
    names = list(dict.fromkeys([*books[1].sheetnames, *books[0].sheetnames]))
    for name in names:
        cells = [
            {cell.coordinate: cell.value for row in book[name].iter_rows() for cell in row if cell.value is not None}
            if name in book.sheetnames
            else {}
            for book in books
        ]
        for at in [*cells[1], *(at for at in cells[0] if at not in cells[1])]:
            if cells[0].get(at) != cells[1].get(at):
                yield _difference(f"{name}!{at}", _cell(cells[0].get(at)), _cell(cells[1].get(at)))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _word(found: bytes, wanted: bytes) -> Iterator[Difference]:
    return _lines(_paragraphs(found), _paragraphs(wanted))


def _paragraphs(data: bytes) -> list[str]:
    from docx import Document  # noqa: PLC0415 - slow to import

    body = Document(io.BytesIO(data)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts = ("".join(run.text or "" for run in one.iter(f"{space}t")) for one in body.iter(f"{space}p"))
    return [text for text in texts if text.strip()]


def _page(found: bytes, wanted: bytes) -> Iterator[Difference]:
    return _lines(_text_of(found), _text_of(wanted))


def _text_of(data: bytes) -> list[str]:
    lines = unescape(_TAG.sub("\n", data.decode("utf-8", errors="replace"))).splitlines()
    return [line.strip() for line in lines if line.strip()]


def _lines(found: Sequence[str], wanted: Sequence[str]) -> Iterator[Difference]:
    """Lines that differ, each with the line before it: a number alone in a cell says nothing."""
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            context = _("sau “{line}”").format(line=_cut(wanted[first - 1], 0)) if first else _("đầu tệp")
            yield _difference(context, _joined(found[start:end]), _joined(wanted[first:last]))


def _joined(lines: Iterable[str]) -> str:
    return " / ".join(lines)
