"""Who reported: bodies down, periods across, one cell one assignment, told apart by sign, word and ground.

Bodies that are asked and not ordered stand in rows of their own below, and are not counted among those in time or late.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reports.charts.cells import KEY_ROW, ROW, draw_cell, draw_key, keys_of, symbols
from reports.charts.chart import Chart
from reports.charts.drawing import MUTED, PLAIN, SMALL, WIDTH, Drawing
from reports.charts.fonts import filled, fit, listed, wrap
from reports.charts.states import LOOKS
from reports.charts.words import briefly
from reports.compiled import CompiledReport, Completion, State
from reports.wording import period_title

_NAMES, _SHARE, _LINE = 184.0, 62.0, 14.0
#: More rows than this do not fit a page in type of 8 points, and cells of more columns hold no sign.
_MOST_ROWS, _MOST_COLUMNS = 36, 24
#: So many cells say in words what they are when the pointer rests on them; more would make a page heavy. Beyond, only
#: those that are not in order do, while they are few.
_ALL_TITLED, _SOME_TITLED = 240, 120
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
    #: What stands over each column, by lines.
    heads: Sequence[Sequence[str]] = ()

    @property
    def top(self) -> float:
        """Where the rows begin."""
        return _LINE * max([1, *map(len, self.heads)]) + 10

    @property
    def cell(self) -> float:
        return (WIDTH - _SHARE - _NAMES) / sum(wide for _, wide in self.columns)


def completion_chart(compiled: CompiledReport) -> Chart | None:
    """How every assignment of the report's period stands; None where there is none."""
    if not compiled.completion:
        return None
    grid = _headed(compiled, _grid(compiled))
    found = Counter(one.state for one in compiled.completion)
    keys = keys_of(found)
    notes = filled([*_others(compiled, grid), *_old_columns(compiled, grid)], PLAIN, WIDTH)
    height = grid.top + ROW * len(grid.rows) + 12 + KEY_ROW * (len(keys) + len(notes))
    title, *details = said = _findings(compiled)
    alt = _words(compiled, "; ".join(said), found)
    return Chart("completion", title, details, alt, height, lambda on: _draw(on, compiled, grid, keys, notes))


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


def _headed(compiled: CompiledReport, grid: _Grid) -> _Grid:
    """The grid with the periods over its columns, without the year of the report; of several years each is named."""
    own = compiled.period
    titles = [(period_title(period), wide * grid.cell - 4) for period, wide in grid.columns]
    said = [(title if own.kind == "program" else briefly(title, own.last.year), room) for title, room in titles]
    return replace(grid, heads=[wrap(title, room, SMALL, 3) for title, room in said])


def _row(one: Completion) -> _Row:
    return _Row(one.agency, one.requested)


def _gravity(one: Completion) -> tuple[int, int]:
    return _GRAVITY.get(one.state, 9), -one.days


def _others(compiled: CompiledReport, grid: _Grid) -> list[str]:
    if not grid.left_out:
        return []
    hidden = set(grid.left_out)
    good = all(one.state in ("done", "answered", "excused") for one in compiled.completion if _row(one) in hidden)
    state = "đều đã gửi đúng hạn hoặc được miễn" if good else "ít vướng mắc hơn"
    return [f"Không vẽ {len(hidden)} đơn vị {state}."]


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
    symbols(on, cell)
    _heads(on, grid, cell)
    on.text(WIDTH, grid.top - 8, "đúng hạn", SMALL, "end")
    titled = _titled(compiled)
    for n, row in enumerate(grid.rows):
        top = grid.top + n * ROW
        if row.requested and (n == 0 or not grid.rows[n - 1].requested):
            on.line(0, top, WIDTH, top, MUTED, 1.6)
        on.text(_NAMES - 8, top + 14.5, fit(compiled.brief(row.agency), _NAMES - 10, PLAIN), anchor="end")
        on.line(0, top + ROW, WIDTH, top + ROW)
        x, shown = _NAMES, []
        for period, wide in grid.columns:
            for at, one in enumerate(grid.cells.get((row, period), ())):
                draw_cell(on, x + at * cell, top, cell, one, _name(compiled, one) if one.state in titled else "")
                shown.append(one)
            x += wide * cell
        judged = _judged(shown)
        if row.requested:
            on.text(WIDTH, top + 14.5, "đề nghị", SMALL, "end")
        elif judged:
            on.text(WIDTH, top + 14.5, f"{sum(map(_in_time, judged))}/{len(judged)}", anchor="end", bold=True)
    draw_key(on, grid.top + len(grid.rows) * ROW + 22, keys, notes)


def _titled(compiled: CompiledReport) -> frozenset[State]:
    """The states whose cells say in words what they are."""
    if len(compiled.completion) <= _ALL_TITLED:
        return frozenset(LOOKS)
    behind = sum(one.state not in ("done", "answered") for one in compiled.completion)
    return frozenset(LOOKS) - {"done", "answered"} if behind <= _SOME_TITLED else frozenset()


def _heads(on: Drawing, grid: _Grid, cell: float) -> None:
    """The periods over the columns, down to the rows."""
    x = _NAMES
    for (_, wide), lines in zip(grid.columns, grid.heads, strict=True):
        for n, line in enumerate(reversed(lines)):
            on.text(x + wide * cell / 2, grid.top - 8 - _LINE * n, line, SMALL, "middle")
        on.line(x, grid.top - 2 if x == _NAMES else 4, x, grid.top + ROW * len(grid.rows))
        x += wide * cell
    on.line(0, grid.top, WIDTH, grid.top, MUTED)


def _in_time(one: Completion) -> bool:
    """Whether it came in by its due day, reviewed or not."""
    return one.state == "done" or (one.state == "wait" and one.days == 0)


def _judged(found: Iterable[Completion]) -> list[Completion]:
    """Those that are in time or late: of bodies that were ordered, and whose day has come."""
    return [one for one in found if not one.requested and one.state not in _NOT_JUDGED]


def _findings(compiled: CompiledReport) -> list[str]:
    """How many of all bodies that owed something sent it in time, how many did not send all of it, and the latest."""
    owed = [one for one in compiled.completion if not one.requested and one.state != "excused"]
    if not _judged(owed):
        return [f"Chưa đơn vị nào đến hạn gửi báo cáo ({len({one.agency for one in compiled.completion})} đơn vị)"]
    bodies = {one.agency for one in owed}
    in_time = bodies - {one.agency for one in owed if not _in_time(one)}
    said = [f"{len(in_time)}/{len(bodies)} đơn vị gửi đúng hạn"]
    lacking = {one.agency for one in owed if one.state in _NOT_SENT}
    if lacking:
        sent = any(one.agency in lacking and one.state not in _NOT_SENT for one in owed)
        said.append(f"{len(lacking)} đơn vị chưa gửi{' đủ' if sent else ''}")
    for state, word in (("late", "quá hạn lâu nhất"), ("late-done", "chậm nhất")):
        some = [one for one in owed if one.state == state]
        if some:
            most = max(one.days for one in some)
            names = listed([compiled.brief(one.agency) for one in some if one.days == most], 2)
            return [*said, f"{word}: {names} ({most} ngày)"]
    return said


def _name(compiled: CompiledReport, one: Completion) -> str:
    """What a cell says in words."""
    word = LOOKS[one.state].word.partition(" (")[0]
    days = f" {one.days} ngày" if one.days else ""
    return f"{compiled.brief(one.agency)}: {one.title} ({period_title(one.period)}): {word}{days}"


def _words(compiled: CompiledReport, finding: str, found: Mapping[State, int]) -> str:
    """The picture in words: the finding, how many of each state, and which bodies are not in order."""
    counts = "; ".join(
        f"{look.word.partition(' (')[0]} {found[state]}" for state, look in LOOKS.items() if found.get(state)
    )
    parts = [
        f"Biểu đồ ô, mỗi ô một báo cáo của một đơn vị. {finding}.",
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
