"""Who reported: bodies down, periods across, one cell one assignment, told apart by sign, word and ground.

Bodies that are asked and not ordered stand in rows of their own below, and are not counted among those in time or late.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.charts.chart import Chart
from reports.charts.drawing import LINE, MUTED, Drawing, rectangle, text
from reports.charts.fonts import fit, listed, width, wrap
from reports.charts.states import HATCH, LOOKS, ON_GREY, Look
from reports.charts.words import briefly
from reports.compiled import CompiledReport, Completion, State
from reports.wording import period_title

_NAMES, _RIGHT, _ROW, _HEAD, _KEY_ROW = 176.0, 596.0, 20.0, 40.0, 17.0
#: More rows than this do not fit a page, and cells narrower than this hold no sign.
_MOST_ROWS, _MOST_COLUMNS, _WIDEST_CELL, _ROOMY = 44, 24, 140.0, 38.0
#: So many cells say in words what they are when the pointer rests on them; more would make a page heavy. Beyond, only
#: those that are not in order do, while they are few.
_ALL_TITLED, _SOME_TITLED = 240, 120
_SMALL = 10.0
_GRAVITY: Mapping[State, int] = {"late": 0, "returned": 1, "late-done": 2, "asked": 3, "wait": 4, "none": 5}
_NOT_JUDGED = frozenset[State](("none", "excused"))
_NOT_SENT = frozenset[State](("none", "late"))


class _Row(NamedTuple):
    """One body, with what it was ordered or with what it was asked."""

    agency: str
    requested: bool


@dataclass(frozen=True)
class _Grid:
    """The picture's cells: columns are periods, each as many cells wide as one body has assignments in it."""

    rows: Sequence[_Row]
    columns: Sequence[tuple[str, int]]
    cells: Mapping[tuple[_Row, str], Sequence[Completion]]
    left_out: Sequence[_Row]

    @property
    def cell(self) -> float:
        return min(_WIDEST_CELL, (_RIGHT - _NAMES) / sum(wide for _, wide in self.columns))


def completion_chart(compiled: CompiledReport) -> Chart | None:
    """How every assignment of the report's period stands; None where there is none."""
    if not compiled.completion:
        return None
    grid = _grid(compiled)
    found = Counter(one.state for one in compiled.completion)
    keys = _keys(found)
    notes = ([_others(compiled, grid)] if grid.left_out else []) + _old_columns(compiled, grid)
    height = _HEAD + _ROW * len(grid.rows) + 12 + _KEY_ROW * (len(keys) + len(notes))
    title = _finding(compiled)
    return Chart(
        "completion", title, _words(compiled, title, found), height, lambda on: _draw(on, compiled, grid, keys, notes)
    )


def _grid(compiled: CompiledReport) -> _Grid:
    cells: dict[tuple[_Row, str], list[Completion]] = {}
    first_due: dict[str, tuple[object, ...]] = {}
    for one in compiled.completion:
        cells.setdefault((_row(one), one.period), []).append(one)
        first_due[one.period] = min(first_due.get(one.period, (one.due, one.period)), (one.due, one.period))
    periods = sorted(first_due, key=lambda period: first_due[period])
    columns = [(period, max(len(each) for (_, held), each in cells.items() if held == period)) for period in periods]
    while len(columns) > 1 and sum(wide for _, wide in columns) > _MOST_COLUMNS:
        columns.pop(0)
    places = {agency.code: n for n, agency in enumerate(compiled.document.agencies)}
    met = {row for row, _ in cells}
    order = sorted(met, key=lambda row: (row.requested, places.get(row.agency, len(places)), row.agency))
    if len(order) <= _MOST_ROWS:
        return _Grid(order, columns, cells, ())
    gravest: dict[_Row, tuple[int, int]] = {}
    for one in compiled.completion:
        gravest[_row(one)] = min(gravest.get(_row(one), _gravity(one)), _gravity(one))
    shown = set(sorted(order, key=lambda row: (gravest[row], order.index(row)))[:_MOST_ROWS])
    return _Grid([one for one in order if one in shown], columns, cells, [one for one in order if one not in shown])


def _row(one: Completion) -> _Row:
    return _Row(one.agency, one.requested)


def _gravity(one: Completion) -> tuple[int, int]:
    return _GRAVITY.get(one.state, 9), -one.days


def _keys(found: Mapping[State, int]) -> list[list[tuple[State, str]]]:
    """The signs that are used with their words and how often, in lines."""
    lines: list[list[tuple[State, str]]] = [[]]
    used = 0.0
    for state, look in LOOKS.items():
        if not found.get(state):
            continue
        said = f"{look.word}: {found[state]}"
        needed = width(said, 11) + 44
        if lines[-1] and used + needed > 640:
            lines.append([])
            used = 0.0
        lines[-1].append((state, said))
        used += needed
    return lines


def _others(compiled: CompiledReport, grid: _Grid) -> str:
    hidden = set(grid.left_out)
    good = all(one.state in ("done", "answered", "excused") for one in compiled.completion if _row(one) in hidden)
    state = "đều đã gửi đúng hạn hoặc được miễn" if good else "ít vướng mắc hơn"
    return f"Không vẽ {len(hidden)} đơn vị {state}."


def _old_columns(compiled: CompiledReport, grid: _Grid) -> list[str]:
    periods = len({one.period for one in compiled.completion})
    return [f"Chỉ vẽ {len(grid.columns)} kỳ gần nhất trong {periods} kỳ."] if periods > len(grid.columns) else []


def _draw(
    on: Drawing,
    compiled: CompiledReport,
    grid: _Grid,
    keys: Sequence[Sequence[tuple[State, str]]],
    notes: Sequence[str],
) -> None:
    cell = grid.cell
    _symbols(on, cell)
    right = _heads(on, compiled, grid, cell)
    on.text(right + 44, _HEAD - 8, "đúng hạn", _SMALL, "end", MUTED)
    titled = _titled(compiled)
    for n, row in enumerate(grid.rows):
        top = _HEAD + n * _ROW
        if row.requested and (n == 0 or not grid.rows[n - 1].requested):
            on.line(0, top, right + 44, top, MUTED, 1.6)
        on.text(_NAMES - 8, top + 14, fit(compiled.brief(row.agency), _NAMES - 10, 11), anchor="end")
        on.line(0, top + _ROW, right + 44, top + _ROW)
        x, shown = _NAMES, []
        for period, wide in grid.columns:
            for at, one in enumerate(grid.cells.get((row, period), ())):
                _cell(on, x + at * cell, top, cell, one, _name(compiled, one) if one.state in titled else "")
                shown.append(one)
            x += wide * cell
        judged = _judged(shown)
        if row.requested:
            on.text(right + 44, top + 14, "đề nghị", _SMALL, "end", MUTED)
        elif judged:
            on.text(right + 44, top + 14, f"{sum(map(_in_time, judged))}/{len(judged)}", anchor="end", bold=True)
    _key(on, _HEAD + len(grid.rows) * _ROW + 22, keys, notes)


def _titled(compiled: CompiledReport) -> frozenset[State]:
    """The states whose cells say in words what they are."""
    if len(compiled.completion) <= _ALL_TITLED:
        return frozenset(LOOKS)
    behind = sum(one.state not in ("done", "answered") for one in compiled.completion)
    return frozenset(LOOKS) - {"done", "answered"} if behind <= _SOME_TITLED else frozenset()


def _heads(on: Drawing, compiled: CompiledReport, grid: _Grid, cell: float) -> float:
    """The periods over the columns; where the last column ends."""
    x = _NAMES
    own = compiled.period
    for period, wide in grid.columns:
        room, title = wide * cell, period_title(period)
        said = title if own.kind == "program" else briefly(title, own.last.year)  # of several years each is named
        for n, line in enumerate(wrap(said, room - 4, _SMALL, 3)):
            on.text(x + room / 2, _HEAD - 28 + 12 * n, line, _SMALL, "middle", MUTED)
        on.line(x, _HEAD - 2 if x == _NAMES else 4, x, _HEAD + _ROW * len(grid.rows))
        x += room
    on.line(0, _HEAD, x + 44, _HEAD, MUTED)
    return x


def _symbols(on: Drawing, cell: float) -> None:
    """A ground for each state, and the same with its sign in the middle."""
    wide, high = cell - 3, _ROW - 3
    hatch = on.hatch(HATCH)
    for state, look in LOOKS.items():
        ground = rectangle(
            1.5, 1.5, wide, high, hatch if look.hatched else look.ground, look.ink if look.framed else LINE
        )
        on.symbol(f"{state}-0", ground)
        sign = text(cell / 2, 14.5, look.sign, 12, "middle", _ink(look), bold=True)
        on.symbol(state, ground + sign)


def _ink(look: Look) -> str:
    return ON_GREY if look.ground == LINE else look.ink


def _cell(on: Drawing, x: float, y: float, cell: float, one: Completion, title: str) -> None:
    if not one.days or cell < _ROOMY:
        on.use(one.state, x, y, title)
        return
    look = LOOKS[one.state]
    on.use(f"{one.state}-0", x, y, title)
    said = f"{look.sign}{one.days}" if look.sign.endswith("+") else f"{look.sign} {one.days}"
    on.text(x + cell / 2, y + 14.5, said, 11, "middle", look.ink, bold=True)


def _key(on: Drawing, y: float, keys: Sequence[Sequence[tuple[State, str]]], notes: Sequence[str]) -> None:
    for line in keys:
        x = 0.0
        for state, said in line:
            look = LOOKS[state]
            fill = on.hatch(HATCH) if look.hatched else look.ground
            on.rect(x, y - 11, 24, 14, fill, look.ink if look.framed else LINE)
            on.text(x + 12, y, look.sign, 11, "middle", _ink(look), bold=True)
            on.text(x + 29, y, said)
            x += width(said, 11) + 44
        y += _KEY_ROW
    for note in notes:
        on.text(0, y, note, colour=MUTED)
        y += _KEY_ROW


def _in_time(one: Completion) -> bool:
    """Whether it came in by its due day, reviewed or not."""
    return one.state == "done" or (one.state == "wait" and one.days == 0)


def _judged(found: Iterable[Completion]) -> list[Completion]:
    """Those that are in time or late: of bodies that were ordered, and whose day has come."""
    return [one for one in found if not one.requested and one.state not in _NOT_JUDGED]


def _finding(compiled: CompiledReport) -> str:
    """How many of all bodies that owed something sent it in time, how many did not send all of it, and the latest."""
    owed = [one for one in compiled.completion if not one.requested and one.state != "excused"]
    if not _judged(owed):
        return f"Chưa đơn vị nào đến hạn gửi báo cáo ({len({one.agency for one in compiled.completion})} đơn vị)"
    bodies = {one.agency for one in owed}
    in_time = bodies - {one.agency for one in owed if not _in_time(one)}
    head = f"{len(in_time)}/{len(bodies)} đơn vị gửi đúng hạn"
    lacking = {one.agency for one in owed if one.state in _NOT_SENT}
    if lacking:
        sent = any(one.agency in lacking and one.state not in _NOT_SENT for one in owed)
        head += f"; {len(lacking)} đơn vị chưa gửi{' đủ' if sent else ''}"
    for state, word in (("late", "quá hạn lâu nhất"), ("late-done", "chậm nhất")):
        some = [one for one in owed if one.state == state]
        if some:
            most = max(one.days for one in some)
            names = listed([compiled.brief(one.agency) for one in some if one.days == most], 2)
            return f"{head}; {word}: {names} ({most} ngày)"
    return head


def _name(compiled: CompiledReport, one: Completion) -> str:
    """What a cell says in words."""
    word = LOOKS[one.state].word.partition(" (")[0]
    days = f" {one.days} ngày" if one.days else ""
    return f"{compiled.brief(one.agency)}: {one.title} ({period_title(one.period)}): {word}{days}"


def _words(compiled: CompiledReport, title: str, found: Mapping[State, int]) -> str:
    """The picture in words: the finding, how many of each state, and which bodies are not in order."""
    counts = "; ".join(
        f"{look.word.partition(' (')[0]} {found[state]}" for state, look in LOOKS.items() if found.get(state)
    )
    parts = [
        f"Biểu đồ ô, mỗi ô một báo cáo của một đơn vị. {title}.",
        f"Trong {len(compiled.completion)} báo cáo: {counts}.",
    ]
    for state, look in LOOKS.items():
        if state in ("done", "none", "answered"):
            continue
        some = sorted((one for one in compiled.completion if one.state == state), key=lambda one: -one.days)
        if some:
            names = [f"{compiled.brief(one.agency)}{f' ({one.days} ngày)' if one.days else ''}" for one in some]
            word = look.word.partition(" (")[0]
            parts.append(f"{word[0].upper()}{word[1:]}: {listed(names, 12)}.")
    return " ".join(parts)
