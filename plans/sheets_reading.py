"""Reading a plan's workbook: the data that a YAML file would give, and the cell where each part of it stands."""

import io
import warnings
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from models.language import N_, _
from plans.cells import from_cell, is_blank
from plans.findings import Findings, Mark, Positions, Problem, Route, instead_of, listed, refusal
from plans.merged_cells import merged_cells
from plans.sheet_layout import FIRST_ROW, IDENTITY, IDENTITY_KEYS, MAX_ROWS, OF, SHEETS, Column, Sheet
from plans.sheet_names import codes_for_names
from plans.source import Plain
from plans.workbook_guard import check_workbook

_EXPORT = N_("lấy tệp mới bằng `dondoc plan export ke-hoach.xlsx` rồi sửa trên đó")
_DAYS_BELOW = N_("dòng thêm chỉ ghi ngày ở cột closed hoặc open; hoặc ghi các ngày trong một ô, ngăn bằng dấu phẩy")
#: Far beyond any plan's columns; a cell out there was not meant.
_MAX_COLUMNS = 200


@dataclass
class SheetPositions(Positions):
    """Positions whose lines are rows; a part's name is its sheet and cell: `Nhiệm vụ!F12`."""

    cells: dict[Route, str] = field(default_factory=dict)

    def put(self, route: Route, sheet: Sheet, row: int, column: int) -> None:
        """Say that a part stands in a cell (row and column count from 1)."""
        self.values[route] = Mark(row, column)
        self.cells[route] = f"{sheet.title}!{get_column_letter(column)}{row}"

    def name(self, route: Route) -> str:
        """The cell of the part, or of the nearest part around it that has one."""
        while route and route not in self.cells:
            route = route[:-1]
        return self.cells.get(route, "")

    def order(self, problem: Problem) -> tuple[int, ...]:
        """By sheet, then by row and column."""
        titles = [sheet.title for sheet in SHEETS]
        title = problem.path.rpartition("!")[0]
        return (titles.index(title) if title in titles else -1, problem.line, problem.column)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that says something: the value, and what kind openpyxl takes it for (`f` is a formula, `e` an error)."""

    value: object
    type: str


_Grid = list[list[_Cell | None]]


def read_workbook(content: bytes, found: Findings) -> dict[str, Plain]:
    """The plan that a workbook holds, as plain data; problems with its cells are added to `found`.

    Args:
        content: the bytes of the file.
        found: its positions must be SheetPositions; they are filled in.

    Raises:
        PlanFileError: the file may not be opened, or is no workbook of a plan.
    """
    check_workbook(content, found.file)
    grids = _grids(content, found.file)
    missing = [title for title in (*(sheet.title for sheet in SHEETS), IDENTITY) if title not in grids]
    if missing:
        raise refusal(found.file, _("bảng tính thiếu trang {missing}").format(missing=", ".join(missing)), _(_EXPORT))
    _refuse_merged(content, grids, found.file)
    data, code = _identity(grids[IDENTITY], found.file)
    for sheet in SHEETS:
        _SheetReader(sheet, data, found).read(grids[sheet.title])
    codes_for_names(data)
    head = data.get("plan")
    if isinstance(head, dict) and head.get("code", code) != code:
        hint = _("giữ mã {code}; kế hoạch mới thì bắt đầu từ `dondoc plan roll` hoặc một tệp .yaml").format(code=code)
        found.error(("plan", "code"), _("bảng tính này xuất từ kế hoạch {code}").format(code=code), hint)
    return data


def _refuse_merged(content: bytes, titles: Collection[str], name: str) -> None:
    merged = [f"{title}!{cells}" for title, cells in merged_cells(content, FIRST_ROW) if title in titles]
    if merged:
        message = _("bảng tính có ô gộp, chỉ ô đầu giữ được giá trị: {cells}").format(cells=listed(merged))
        raise refusal(name, message, _("bỏ gộp ô (Unmerge Cells) rồi ghi giá trị vào từng ô"))


def _grids(content: bytes, name: str) -> dict[str, _Grid]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that openpyxl does not keep: nothing is written back
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            known = {sheet.title for sheet in SHEETS} | {IDENTITY}
            return {page.title: _grid(page, name) for page in book.worksheets if page.title in known}
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        zipfile.BadZipFile,
    ) as error:
        raise refusal(name, _("bảng tính hỏng, không đọc được"), _(_EXPORT)) from error


def _grid(page: Any, name: str) -> _Grid:  # noqa: ANN401  # openpyxl's stubs have no common type of pages
    page.reset_dimensions()  # what a file states of its size need not be so
    rows: _Grid = []
    for cells in page.iter_rows(max_col=_MAX_COLUMNS):
        if len(rows) > MAX_ROWS:
            raise refusal(
                name,
                _("trang {page} có hơn {most} dòng").format(page=page.title, most=MAX_ROWS),
                _("xóa các dòng thừa ở cuối trang"),
            )
        rows.append([None if is_blank(cell.value) else _Cell(cell.value, cell.data_type) for cell in cells])
    return rows


def _identity(grid: _Grid, name: str) -> tuple[dict[str, Plain], str]:
    """What the hidden sheet says: the beginnings of the plan's data, and the code of the plan it was made from."""
    said = {str(row[0].value): row[1] for row in grid if len(row) > 1 and row[0] is not None}
    if not said.keys() >= set(IDENTITY_KEYS) or said["plan"] is None or said["schema"] is None:
        raise refusal(name, _("trang ẩn {identity} đã bị sửa").format(identity=IDENTITY), _(_EXPORT))
    data: dict[str, Plain] = {"schema": from_cell(said["schema"].value, "whole")}
    if said["based_on"] is not None:
        data["based_on"] = from_cell(said["based_on"].value, "whole")
    return data, str(said["plan"].value)


class _SheetReader:
    """Adds what one sheet says to the plan's data."""

    def __init__(self, sheet: Sheet, data: dict[str, Plain], found: Findings) -> None:
        self._sheet = sheet
        self._data = data
        self._found = found

    def read(self, grid: _Grid) -> None:
        columns = self._columns(grid[1] if len(grid) > 1 else [])
        missing = [one.heading for one in self._sheet.columns if one not in columns.values()]
        if missing:
            message = _("trang {title} thiếu cột {missing} (hàng 2 có khóa của từng cột)").format(
                title=self._sheet.title, missing=", ".join(missing)
            )
            raise refusal(self._found.file, message, _(_EXPORT), Mark(2, 1))
        for number, cells in enumerate(grid[FIRST_ROW - 1 :], start=FIRST_ROW):
            if any(cells):
                self._row(number, cells, columns)

    def _columns(self, keys: Sequence[_Cell | None]) -> dict[int, Column]:
        """Columns by their place (from 0), found by the keys in row 2."""
        known = {column.key: column for column in self._sheet.columns}
        found: dict[int, Column] = {}
        for place, cell in enumerate(keys):
            key = "" if cell is None else str(cell.value).strip()
            if key in known and known[key] not in found.values():
                found[place] = known[key]
        return found

    def _row(self, number: int, cells: Sequence[_Cell | None], columns: dict[int, Column]) -> None:
        said = {column: (place, cells[place] if place < len(cells) else None) for place, column in columns.items()}
        stray = [place for place, cell in enumerate(cells) if cell is not None and place not in columns]
        if stray:
            self._complain(number, stray[0], _("cột này không có khóa ở hàng 2"), _("xóa ô này, hoặc bỏ cả cột"))
        if all(cell is None for _, cell in said.values()):
            return
        route = self._place(number, said)
        if route is None:
            return
        self._put(route, number, min(columns))
        part: dict[str, Plain] = {}
        for column, (place, cell) in said.items():
            if column.key != OF:
                self._value(part, route, column, number, place, cell)
        self._store(route, part)

    def _place(self, number: int, said: dict[Column, tuple[int, _Cell | None]]) -> Route | None:
        """Where the row belongs in the plan; None, with a problem, where it cannot be said."""
        sheet = self._sheet
        if sheet.single:
            if sheet.key in self._data:
                if self._continues(number, said):
                    return None
                self._complain(
                    number,
                    0,
                    _("trang {sheet} chỉ có một dòng").format(sheet=sheet.title),
                    _("xóa dòng này") if sheet.key != "calendar" else _(_DAYS_BELOW),
                )
                return None
            return (sheet.key,)
        parts = self._list(self._data, sheet.key)
        if not sheet.child:
            return (sheet.key, len(parts))
        place, cell = next(value for column, value in said.items() if column.key == OF)
        owner = "" if cell is None else str(from_cell(cell.value, "text"))
        codes = [str(part["code"]) for part in parts if isinstance(part, dict) and "code" in part]
        if owner not in codes:
            message = (
                _("không có {owner} trên trang trước").format(owner=owner)
                if owner
                else _("chưa ghi dòng này thuộc về mã nào")
            )
            self._complain(number, place, message, instead_of(owner, codes))
            return None
        index = next(i for i, part in enumerate(parts) if isinstance(part, dict) and str(part.get("code")) == owner)
        above = parts[index]
        children = self._list(above, sheet.child) if isinstance(above, dict) else []
        return (sheet.key, index, sheet.child, len(children))

    def _continues(self, number: int, said: dict[Column, tuple[int, _Cell | None]]) -> bool:
        """Whether a further row only adds days to the lists of the first, one day a row; they are added there."""
        filled = {column: at for column, at in said.items() if at[1] is not None}
        if not filled or any(column.kind != "dates" for column in filled):
            return False
        first = self._data[self._sheet.key]
        if not isinstance(first, dict):
            return False
        for column, (place, cell) in filled.items():
            part: dict[str, Plain] = {}
            before = first.get(column.key) or []
            kept: list[Plain] = list(before) if isinstance(before, list) else [before]
            self._value(part, (self._sheet.key,), column, number, place, cell)
            more = part.get(column.key) or []
            for day in more if isinstance(more, list) else [more]:
                self._put((self._sheet.key, column.key, len(kept)), number, place)
                kept.append(day)
            first[column.key] = kept
        return True

    @staticmethod
    def _list(data: dict[str, Plain], key: str) -> list[Plain]:
        found = data.setdefault(key, [])
        return found if isinstance(found, list) else []

    def _store(self, route: Route, part: dict[str, Plain]) -> None:
        target: Any = self._data
        for step in route[:-1]:
            target = target[step]
        if isinstance(target, list):
            target.append(part)
        else:
            target[route[-1]] = part

    def _value(
        self, part: dict[str, Plain], route: Route, column: Column, number: int, place: int, cell: _Cell | None
    ) -> None:
        *outer, last = column.steps
        around: Route = (*route, *outer)
        if outer and (cell is not None or around not in self._found.positions.values):
            self._put(around, number, place)
        self._put((*around, last), number, place)
        if cell is None:
            return
        if cell.type in ("f", "e"):
            said = _("công thức") if cell.type == "f" else _("giá trị lỗi")
            self._complain(number, place, _("ô này là {said}").format(said=said), _("gõ thẳng giá trị vào ô"))
            return
        inner: Any = part
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[last] = from_cell(cell.value, column.kind)

    def _put(self, route: Route, number: int, place: int) -> None:
        positions = self._found.positions
        if isinstance(positions, SheetPositions):
            positions.put(route, self._sheet, number, place + 1)

    def _complain(self, number: int, place: int, message: str, hint: str) -> None:
        cell = f"{self._sheet.title}!{get_column_letter(place + 1)}{number}"
        self._found.problems.append(Problem(self._found.file, number, place + 1, cell, message, hint))
