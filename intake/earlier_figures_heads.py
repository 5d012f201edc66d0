"""The heads of a table of earlier years' figures: which column is what, also in a workbook made by hand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from intake.earlier_figures_form import BODY, BODY_CODE, CODE, ESTIMATE, NAME, SOURCE
from models.errors import NotFoundError
from models.periods import Period, parse_period

#: Rows in which the heads are looked for, above them stand titles.
HEAD_ROWS = 30
_NAMES = {
    BODY_CODE: ("mã cơ quan", "mã đơn vị"),
    BODY: ("cơ quan", "địa phương", "cơ quan, đơn vị"),
    CODE: ("mã chỉ tiêu", "mã"),
    NAME: ("chỉ tiêu", "tên chỉ tiêu", "nội dung"),
    SOURCE: ("nguồn số liệu", "nguồn"),
    ESTIMATE: ("ước", "ước tính", "ước thực hiện", "ước th"),
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names}
#: Columns that say what is known from the plan, or nothing.
_PLAIN = frozenset({"tt", "stt", "số tt", "đơn vị tính", "đvt", "cách tính", "loại", "ghi chú"})
_ESTIMATED = re.compile(r"ước(?: tính| thực hiện| th)? (?=\S)")
_TITLED = (
    (re.compile(r"(?:năm )?(\d{4})(?:\.0)?"), "{0}"),
    (re.compile(r"6 tháng đầu năm (\d{4})"), "{0}-H1"),
    (re.compile(r"6 tháng cuối năm (\d{4})"), "{0}-H2"),
    (re.compile(r"9 tháng(?: đầu)? năm (\d{4})"), "{0}-9M"),
    (re.compile(r"tháng (1[0-2]|0?[1-9])[/-](\d{4})"), "{1}-{0:0>2}"),
)
_QUARTER = re.compile(r"quý (iv|i{1,3}|[1-4]) năm (\d{4})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column of values: its period, whether all of it is estimated, and the column in which estimates are marked."""

    column: int
    period: Period
    estimated: bool
    mark: int | None = None


@dataclass(slots=True)
class Heads:
    """The columns of a table by what they hold; `unknown` are those whose head says nothing that is known."""

    row: int
    roles: dict[str, int] = field(default_factory=dict)
    periods: list[PeriodColumn] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)

    @property
    def by_body(self) -> bool:
        """Whether the table names bodies."""
        return BODY in self.roles or BODY_CODE in self.roles


def folded(text: object) -> str:
    """A text as it is compared: NFC, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def read_heads(row: int, cells: Iterable[tuple[int, object]]) -> Heads | None:
    """The heads in a row, given as (column, value) from left to right; None where it is no row of heads.

    A row of heads names the indicator, by code or name, and at least one period.
    """
    heads = Heads(row)
    for column, value in cells:
        _take(heads, column, folded(value))
    named = CODE in heads.roles or NAME in heads.roles
    return heads if named and heads.periods else None


def _take(heads: Heads, column: int, said: str) -> None:
    role = _ROLES.get(said)
    if role == ESTIMATE:
        last = heads.periods[-1] if heads.periods else None
        if last is None or last.mark is not None:
            heads.unknown.append(column)
        else:
            heads.periods[-1] = PeriodColumn(last.column, last.period, last.estimated, column)
    elif role is not None and role not in heads.roles:
        heads.roles[role] = column
    elif said not in _PLAIN:
        estimated = _ESTIMATED.match(said)
        period = period_named(said[estimated.end() :] if estimated else said)
        if period is None:
            heads.unknown.append(column)
        else:
            heads.periods.append(PeriodColumn(column, period, bool(estimated)))


def period_named(said: str) -> Period | None:
    """The period that a head names: by its key ("2014-H1") or as readers call it ("6 tháng đầu năm 2014")."""
    key = said.upper()
    for pattern, form in _TITLED:
        if (match := pattern.fullmatch(said)) is not None:
            key = form.format(*match.groups())
    if (match := _QUARTER.fullmatch(said)) is not None:
        key = f"{match[2]}-Q{_ROMAN.get(match[1], match[1])}"
    try:
        return parse_period(key)
    except NotFoundError:
        return None


def by_name(names: Iterable[tuple[str, str | None]]) -> Mapping[str, str]:
    """Codes by folded name; a name that several have leads nowhere."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for code, name in names:
        if name is not None:
            key = folded(name)
            twice |= {key} if found.get(key, code) != code else set()
            found[key] = code
    return {key: code for key, code in found.items() if key not in twice}
