"""What stands at the places of a file that comes in, read as a person sees it: shown numbers, joined formulas, keys."""

import re
from collections.abc import Iterator, Mapping

from openpyxl import Workbook

from intake.workbook_layout import OWN_SHEETS
from intake.workbook_package import Written
from models.language import _

KEYS_OF_THE_FORMAT = frozenset({"figures", "narrative", "duties", "nil", "value", "estimate", "note", "status", "text"})
"""Keys of a JSON or YAML answer that no form needs to name."""

_PLAIN_TITLE = re.compile(r"(?:Sheet|Trang tính|Trang|Biểu|Phụ lục) ?[0-9]{0,3}")
_LITERAL = re.compile(r'(?:"([0-9+ ]{1,6})"|\\([0-9+]))')
_FIXED_WIDTH = range(8, 13)
_CARD_WIDTHS = (9, 12)
_AS_TELEPHONE = re.compile("[0#]-[0#]")

_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_JOINT = re.compile(r"""["']?\s{0,3}&\s{0,3}["']?|["']\s{0,3}[,;]\s{0,3}["']""")
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_HEADER_CODE = re.compile(r'&(?:"[^"]{0,80}"|K[0-9A-Fa-f]{6}|[0-9]{1,3}(?![0-9])|[A-Za-z])')
_CAMEL = re.compile(r"(?<=[a-zà-ỹ])(?=[A-ZÀ-Ỹ])")


def shown_cells(book: Workbook) -> Iterator[tuple[str, object]]:
    """Every cell of every sheet, hidden ones too, that holds something: (`Số liệu!E12`, value as it is shown)."""
    for number, sheet in enumerate(book.worksheets, start=1):
        title = screened_title(sheet.title, number)
        # Only the cells there are: walking rows and columns would visit seventeen billion after one stray cell.
        for cell in sheet._cells.values():
            if cell.value is not None:
                yield f"{title}!{cell.coordinate}", as_shown(cell.value, cell.number_format or "")


def screened_title(title: str, number: int) -> str:
    """What a sheet is called while it is screened: its number, unless its name says nothing of anybody."""
    known = title in OWN_SHEETS or _PLAIN_TITLE.fullmatch(title)
    return title if known else _("trang thứ {number}").format(number=number)


def as_shown(value: object, number_format: str) -> object:
    """A number with the zeros or the prefix that its format puts before it; no figure is shown at a fixed width."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e13 or value != int(value):
        return value
    shown, digits = number_format.partition(";")[0], str(int(value))
    literal = _LITERAL.match(shown)
    zeros = 0 if re.search("[.,E%]", shown) else shown.count("0")
    if literal:
        return (literal[1] or literal[2]) + digits.zfill(zeros)
    if zeros in _FIXED_WIDTH:
        word = "CMND" if zeros in _CARD_WIDTHS else "ĐT"
        return f"{word} {digits.zfill(zeros)}"
    return f"ĐT {digits}" if _AS_TELEPHONE.search(shown) and len(digits) > 7 else value


def spelled_out(said: Written) -> Iterator[str]:
    """A text as written and as it is shown: formulas with their pieces joined, headers without their codes."""
    yield said.text
    if said.element in _FORMULAS and ("&" in said.text or '"' in said.text):
        yield _JOINT.sub("", said.text)
    elif said.element in _HEADERS:
        yield _HEADER_CODE.sub(" ", said.text)
    elif said.element == "sheet" and re.fullmatch(r"[^\W\d]+(?: [^\W\d]+){1,3}", said.text):
        # A sheet that bears nothing but a name is the file of one person.
        yield f"{said.text}, 25 tuổi"


def spots_of(loaded: object, known: frozenset[str], where: str = "", key: str = "") -> Iterator[tuple[str, object]]:
    """Every key and scalar of a JSON or YAML answer with its place (`figures.visits.note`), for the screen.

    Keys outside `known` are called by their number, for places are kept and content is not; what stands under such a
    key comes as "key: value" too, and a list also as one text.
    """
    if isinstance(loaded, Mapping):
        for number, (name, value) in enumerate(loaded.items(), start=1):
            own = isinstance(name, str) and name in known
            said = str(name) if own else _("khóa thứ {number}").format(number=number)
            place = f"{where}.{said}" if where else said
            yield _("{place} (tên khóa)").format(place=place), name
            yield from spots_of(value, known, place, "" if own else _CAMEL.sub(" ", str(name)))
    elif isinstance(loaded, list):
        for number, value in enumerate(loaded, start=1):
            yield from spots_of(value, known, f"{where}[{number}]", key)
        yield where, "\n".join(str(value) for value in loaded if isinstance(value, str | int))
    elif loaded is not None and not isinstance(loaded, bool):
        yield where, loaded
        if key:
            yield where, f"{key}: {loaded}"
