"""Persons in tables: columns under a header such as "Họ và tên", fields with their value beside, names over cells.

A cell alone may say nothing ("Hoa", 1992, 131234567); its header or its neighbours make it a person's.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from intake.privacy_fold import Folded, read
from intake.privacy_names import is_full_name
from intake.privacy_patterns import BARE_SURNAMES, SIGNATORY, Allowed, national_phone

_PLACE = re.compile(r"(?:(?P<sheet>.*)!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})", re.DOTALL)
_NO_SHEET = "\0"
"""Sheet of the cells whose place is no cell address; they stand below one another in one column."""

_ROWS_BELOW_HEADER = 40
_COLUMNS_BESIDE_LABEL = 3
_ROWS_ABOVE_SUM = 60
_ROW_GAP = 2
_LONGEST_HEADER = 48
_LONGEST_NAME = 40

_HEADERS = {
    "name-list": r"ho ?(?:(?:va|,|&|/) ?)?ten(?: [a-z ]+)?|ho|ho (?:ten )?(?:chu )?dem(?: va ten)?|danh tinh"
    r"|ten (?:doi tuong|nan nhan|hoc vien|benh nhan|nguoi [a-z ]+)",
    "birth-year": r"(?:ngay,? ?)?(?:thang,? ?)?(?:nam )?sinh|sinh (?:nam|ngay)|(?:ngay|nam)(?:/nam|/ngay)? sinh",
    "card": r"(?:so )?(?:the )?(?:cmnd|cmtnd|cmt|cccd|can cuoc|chung minh|dinh danh)(?:[ /,-][a-z/ ,-]*)?",
    "phone": r"(?:so )?(?:dien thoai|dt|sdt|dtdd|di dong|phone|tel|mobile|zalo)(?:[ /][a-z/ ]*)?",
    "address": r"(?:noi|cho) o(?: [a-z ]+)?|hktt|(?:noi )?(?:dang ky )?(?:ho khau(?: [a-z ]+)?|thuong tru)"
    r"|que quan|tru quan|noi cu tru|noi tam tru",
}
_HEADER = re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{pattern})" for kind, pattern in _HEADERS.items()))
_IN_PARENTHESES = re.compile(r"\([^()]*\)")

_YEAR_OR_DAY = re.compile(r"(?<![0-9])(?:19[2-9][0-9]|20[0-4][0-9]|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4})(?![0-9])")
_NO_PERSON = re.compile(r"tong(?: so| cong)?|cong|khong(?: co)?|so luong|ghi chu|nam|nu|stt|x+|-+")
_PART_OF_NAME = re.compile(r" ?[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){0,2} ?")
_SUM_HEADER = re.compile(
    r"(?<!cong )(?<!hop )(?<!hoi )\bdong\b|\b(?:vnd|kinh phi|tien|ngan sach|von|chi phi|du toan)\b"
)


@dataclass(frozen=True)
class Cell:
    """One cell as the screen reads it."""

    order: int
    """Its place in the order given."""
    where: str
    sheet: str
    column: int
    row: int
    text: Folded | None
    number: int | None
    is_date: bool

    @property
    def header(self) -> str | None:
        """What the values below or beside are, if the cell is the header of personal data: a key of `_HEADERS`."""
        if self.text is None or len(self.text.low) > _LONGEST_HEADER:
            return None
        label = _IN_PARENTHESES.sub("", self.text.low.replace("\n", " ")).strip(" :.*")
        match = _HEADER.fullmatch(label)
        if match is None or match.lastgroup is None or SIGNATORY.search(label):
            return None
        return match.lastgroup.replace("_", "-")

    @property
    def digits(self) -> str:
        """Its digits, if it holds nothing but a number and separators."""
        written = str(self.number) if self.number is not None else self.text.low if self.text is not None else ""
        return re.sub(r"[ .()+-]", "", written) if re.fullmatch(r"[0-9 .()+-]+", written) else ""


@dataclass(frozen=True)
class Table:
    """Cells in the order given and by their place."""

    cells: list[Cell] = field(default_factory=list)
    grid: dict[tuple[str, int, int], Cell] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, object]]) -> "Table":
        """The table of (where, value) pairs; values are what a workbook reader gives (text, numbers, dates, None)."""
        table = cls()
        for order, (where, value) in enumerate(pairs):
            cell = _cell(order, where, value)
            table.cells.append(cell)
            table.grid[cell.sheet, cell.column, cell.row] = cell
        return table

    def below(self, cell: Cell) -> Iterator[Cell]:
        """The filled cells under `cell`, as far as its column can belong to it."""
        rows = _ROWS_BELOW_HEADER if cell.sheet != _NO_SHEET else 1
        return self._along(cell, ((0, step) for step in range(1, rows + 1)))

    def beside(self, cell: Cell) -> Iterator[Cell]:
        """The first filled cell to the right of `cell`, if it is near."""
        nearest = next(self._along(cell, ((step, 0) for step in range(1, _COLUMNS_BESIDE_LABEL + 1))), None)
        return iter(() if nearest is None else (nearest,))

    def is_money(self, cell: Cell) -> bool:
        """Whether the nearest text above or to the left says that the number is a sum."""
        above = self._along(cell, ((0, -step) for step in range(1, _ROWS_ABOVE_SUM + 1)))
        left = self._along(cell, ((-step, 0) for step in range(1, cell.column)))
        headers = (next((each.text for each in line if each.text is not None), None) for line in (above, left))
        return any(header is not None and _SUM_HEADER.search(header.low) for header in headers)

    def _along(self, cell: Cell, steps: Iterable[tuple[int, int]]) -> Iterator[Cell]:
        for columns, rows in steps:
            other = self.grid.get((cell.sheet, cell.column + columns, cell.row + rows))
            if other is not None and (other.text is not None or other.number is not None or other.is_date):
                yield other


def find_in_table(table: Table, allowed: Allowed) -> Iterator[tuple[Cell, str]]:
    """Cells that identify persons through their header or their neighbours, with the reason code."""
    for cell in table.cells:
        kind = cell.header
        if kind is not None:
            yield from _values_of(cell, kind, table, allowed)
    names = [cell for cell in table.cells if _is_name(cell.text, allowed)]
    yield from _name_columns(names)
    yield from ((cell, "name") for cell in names if any(map(_is_personal_number, table.beside(cell))))
    yield from _name_columns(cell for cell in table.cells if _begins_spread_name(cell, table, allowed))


def whole_number(value: object) -> int | None:
    """`value` as an int if it is a whole number that an identity could have become, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= 10**12 or number != int(number):
        return None
    return int(number)


def _cell(order: int, where: str, value: object) -> Cell:
    place = _PLACE.fullmatch(where)
    sheet, column, row = _NO_SHEET, 0, order
    if place is not None:
        sheet, column, row = place["sheet"] or "", _column_number(place["column"]), int(place["row"])
    text = read(value) if isinstance(value, str) and value.strip() else None
    number = whole_number(value)
    if text is not None and re.fullmatch(r"[1-9][0-9]{0,11}", text.low.strip()):
        number = int(text.low)
    return Cell(order, where, sheet, column, row, text, number, isinstance(value, date))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _values_of(cell: Cell, kind: str, table: Table, allowed: Allowed) -> Iterator[tuple[Cell, str]]:
    """The first value below and the one beside the header `cell`."""
    for line in (table.below(cell), table.beside(cell)):
        for other in line:
            reason = None if other.header else _VALUES[kind](other, allowed)
            if reason is not None:
                yield other, reason
                break


def _name_value(cell: Cell, allowed: Allowed) -> str | None:
    if cell.text is None or len(cell.text.low) > _LONGEST_NAME:
        return None
    low, bare = cell.text.low.strip(" .*"), cell.text.bare.strip(" .*")
    words = re.findall("[A-Za-z]+", bare)
    if not words or low in allowed.names or _NO_PERSON.fullmatch(low) or re.search("[0-9]", low):
        return None
    is_name = words[0].lower() in BARE_SURNAMES or all(word[0].isupper() for word in words)
    return "name-list" if is_name else None


def _birth_value(cell: Cell, _allowed: Allowed) -> str | None:
    year = cell.number is not None and 1920 <= cell.number < 2050
    written = cell.text is not None and _YEAR_OR_DAY.search(cell.text.low)
    return "birth-year" if cell.is_date or year or written else None


def _card_value(cell: Cell, _allowed: Allowed) -> str | None:
    digits = cell.digits
    if not 7 <= len(digits) <= 12:
        return None
    return "cccd" if len(digits) >= 10 else "cmnd"


def _phone_value(cell: Cell, allowed: Allowed) -> str | None:
    digits = cell.digits
    return "phone" if 8 <= len(digits) <= 14 and national_phone(digits) not in allowed.phones else None


def _address_value(cell: Cell, _allowed: Allowed) -> str | None:
    if cell.text is None or _NO_PERSON.fullmatch(cell.text.low.strip()):
        return None
    words = re.findall("[A-Za-z]+", cell.text.bare)
    return "address" if len(words) > 1 and any(word[0].isupper() for word in words) else None


_VALUES: dict[str, Callable[[Cell, Allowed], str | None]] = {
    "name-list": _name_value,
    "birth-year": _birth_value,
    "card": _card_value,
    "phone": _phone_value,
    "address": _address_value,
}


def _is_name(text: Folded | None, allowed: Allowed) -> bool:
    return text is not None and len(text.low) <= _LONGEST_NAME and is_full_name(text, allowed)


def _is_personal_number(cell: Cell) -> bool:
    """Whether a number beside a name can only be a year of birth or the number of a card."""
    return cell.number is not None and (1920 <= cell.number < 2050 or len(cell.digits) in {9, 11, 12})


def _begins_spread_name(cell: Cell, table: Table, allowed: Allowed) -> bool:
    """Whether `cell` and one or two cells to its right make one full name ("Nguyễn Thị" | "Hoa")."""
    if cell.text is None or _is_name(cell.text, allowed) or not _is_part_of_name(cell):
        return False
    words = [cell.text.text]
    for step in (1, 2):
        other = table.grid.get((cell.sheet, cell.column + step, cell.row))
        if other is None or other.text is None or not _is_part_of_name(other) or cell.sheet == _NO_SHEET:
            return False
        words.append(other.text.text)
        if _is_name(read(" ".join(words)), allowed):
            return True
    return False


def _is_part_of_name(cell: Cell) -> bool:
    return cell.text is not None and _PART_OF_NAME.fullmatch(cell.text.bare) is not None


def _name_columns(cells: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """The first of two or more `cells` that stand below one another, nearly without a gap."""
    columns: dict[tuple[str, int], Cell] = {}
    for cell in sorted(cells, key=lambda cell: cell.row):
        above = columns.get((cell.sheet, cell.column))
        if above is not None and cell.row - above.row <= _ROW_GAP:
            yield above, "name-list"
        columns[cell.sheet, cell.column] = cell
