"""Tables of assignments: which column holds the task, the lead, those who help, the product and the deadline."""

import re
from dataclasses import dataclass
from typing import Literal

from plans.documents import Table
from plans.spelling import clean

Column = Literal["number", "task", "lead", "with", "to", "product", "deadline", "other"]

#: Words of a heading cell, the most telling first.
_COLUMNS: tuple[tuple[Column, str], ...] = (
    ("number", r"(?:số\s+)?(?:tt|stt|thứ\s+tự)\.?"),
    (
        "other",
        r"(?:đơn\s+vị\s+tính|(?:nguồn\s+)?(?:kinh\s+phí|vốn|lực)|dự\s+toán|địa\s+(?:điểm|bàn)|cách\s+thức|phương\s+pháp|"
        r"hình\s+thức\s+(?:thực|triển)|căn\s+cứ|đối\s+tượng|phạm\s+vi|ghi\s+chú)\b.*",
    ),
    ("lead", r".*chủ\s+trì\b.*phối\s+hợp.*"),
    ("with", r".*phối\s+hợp.*"),
    ("to", r"(?:cơ\s+quan|đơn\s+vị|nơi)\s+(?:tiếp\s+)?nhận(?:\s+báo\s+cáo)?|nơi\s+gửi"),
    ("deadline", r".*(?:thời\s+gian|thời\s+hạn|thời\s+điểm|tiến\s+độ|hoàn\s+thành|\bhạn\b|lộ\s+trình).*|quý|tháng"),
    ("product", r"(?:kết\s+quả|sản\s+phẩm|đầu\s+ra)\b.*"),
    (
        "task",
        r"(?:(?:danh\s+mục|tên|các)\s+)?(?:nhiệm\s+vụ|nội\s+dung|(?:công|đầu)\s+việc|hoạt\s+động|giải\s+pháp)\b.*",
    ),
    (
        "lead",
        r".*(?:chủ\s+trì|thực\s+hiện|trách\s+nhiệm|phụ\s+trách|đầu\s+mối|phân\s+công|tham\s+mưu)\b.*|giao(?:\s+cho)?",
    ),
    ("product", r".*(?:sản\s+phẩm|kết\s+quả|đầu\s+ra|hình\s+thức\s+văn\s+bản).*"),
    ("task", r".*(?:nhiệm\s+vụ|nội\s+dung|công\s+việc|hoạt\s+động|giải\s+pháp|chỉ\s+tiêu|mục\s+tiêu|tên).*"),
    ("lead", r".*(?:cơ\s+quan|đơn\s+vị).*"),
)
_FORMAL = re.compile(r"cộng\s+h[oòóô]\S*\s+xã\s+hội|nơi\s+nhận\s*:|độc\s+lập", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data: its reference and the cells by column, those of one column joined."""

    clause: str
    cells: dict[Column, str]
    heading: str

    @property
    def text(self) -> str:
        """What the row says is to be done."""
        return self.cells.get("task") or self.cells.get("other") or self.cells.get("product", "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data: its number in the document, its headings and rows."""

    number: int
    columns: tuple[str, ...]
    kinds: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def assigns(self) -> bool:
        """Whether it says who does what."""
        return "lead" in self.kinds and ("task" in self.kinds or "product" in self.kinds)


def grid_of(table: Table, number: int, in_annex: bool) -> Grid | None:
    """A table of data with its rows, None for a table that only lays text out (letterhead, signature)."""
    rows = [row for row in table.rows if any(row)]
    if len(rows) < 2 or len(rows[0]) < 2 or any(_FORMAL.search(cell) for row in rows for cell in row):
        return None
    first, depth = _heading_rows(rows)
    columns = tuple(_heading(rows[first : first + depth], column) for column in range(len(rows[0])))
    kinds = tuple(column_kind(heading) for heading in columns)
    telling = {kind for kind in kinds if kind not in ("other", "number")}
    if len(telling) < 2 and not (in_annex and len(columns) >= 3):
        return None
    found: list[Row] = []
    heading = ""
    for row in rows[first + depth :]:
        if _numbers_columns(row):
            continue
        if title := _spanning(row, kinds):
            heading = title
            continue
        found.append(Row(f"PL{number}#r{len(found) + 1}", _cells(row, kinds), heading))
    return Grid(number, columns, kinds, tuple(found))


def _heading_rows(rows: list[tuple[str, ...]]) -> tuple[int, int]:
    """Where the heading begins (after a title row) and how many rows it takes (two where cells are split below it)."""
    known = [len({column_kind(cell) for cell in row} - {"other"}) for row in rows[:3]]
    first = next((at for at, count in enumerate(known) if count >= 2), 0)
    depth = 1
    heads = rows[first]
    while first + depth < len(rows) - 1 and depth < 3:
        if not _is_second_heading(heads, rows[first + depth]):
            break
        depth += 1
    return first, depth


def _is_second_heading(heads: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether a row goes on with the heading: cells merged downwards, and others split ("Phân công" in two)."""
    if row == heads:
        return False
    merged = any(cell and cell == head for cell, head in zip(row, heads, strict=False))
    split = {column_kind(cell) for cell in row if len(cell.split()) <= 4} - {"other", "number"}
    return merged or (not row[0] and len(split) >= 2)


def _heading(rows: list[tuple[str, ...]], column: int) -> str:
    return clean(" ".join(dict.fromkeys(row[column] for row in rows if row[column])))


def column_kind(heading: str) -> Column:
    """What a column holds, by its heading."""
    text = clean(heading)
    return next((kind for kind, pattern in _COLUMNS if re.fullmatch(pattern, text, re.IGNORECASE)), "other")


def _numbers_columns(row: tuple[str, ...]) -> bool:
    """(1) (2) (3): a row that numbers the columns."""
    filled = [cell for cell in row if cell]
    return len(filled) > 2 and all(re.fullmatch(r"\(?(?:\d{1,2}|[A-Z])\)?", cell) for cell in filled)


def _spanning(row: tuple[str, ...], kinds: tuple[Column, ...]) -> str:
    """The words of a row that heads a group of rows: one cell across, or a task that nobody leads."""
    written = [cell for cell in row if cell]
    if len(written) > 2 and len(set(written)) == 1:
        return clean(written[0])  # one cell across, read once for each column it covers
    texts = {cell for place, cell in enumerate(row) if cell and kinds[place] != "number"}
    numbers = {cell for place, cell in enumerate(row) if cell and kinds[place] == "number"}
    if len(texts - numbers) == 1 and len(row) > 2:
        (text,) = texts - numbers
        filled = [place for place, cell in enumerate(row) if cell == text]
        alone = all(kinds[place] in ("task", "other", "number") for place in filled) or len(filled) > 1
        if alone:
            return clean(text)
    return "" if texts else clean(" ".join(numbers))


def _cells(row: tuple[str, ...], kinds: tuple[Column, ...]) -> dict[Column, str]:
    cells: dict[Column, str] = {}
    for cell, kind in zip(row, kinds, strict=False):
        text = clean(cell.replace("\n", " "))
        if text and text not in cells.get(kind, ""):
            cells[kind] = f"{cells[kind]} {text}" if kind in cells else text
    return cells
