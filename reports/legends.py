"""The notes under a report's tables: what each sign in them means, and whose part of the period is not in a figure."""

from collections.abc import Collection, Iterable, Sequence

from reports.compiled import CompiledReport, Series
from reports.parts import full_names
from reports.small_cells import PROTECTED_LEGEND, WITHHELD_LEGEND
from reports.tables import LEGEND, POINT_LEGEND, SPARED
from reports.wording import IN_PART, briefly, period_title

#: So many bodies are named, others only counted: the account of who reported has them all.
_NAMED_AT_MOST = 12
#: So many indicators are named in one line.
_FEW = 5


def legend(compiled: CompiledReport, bodies: Collection[str] | None = None) -> str:
    """The signs in a table of figures, without a full stop; those that seldom stand there only where they do.

    Of a table by body `bodies` are those in it, and no other is named.
    """
    return "; ".join([LEGEND, *_withheld(compiled), *_spared(compiled, bodies)])


def _withheld(compiled: CompiledReport) -> Iterable[str]:
    return [WITHHELD_LEGEND] if any(compiled.withheld.values()) else []


def point_legend(found: Sequence[Series]) -> str:
    """The signs in a table over time, without a full stop."""
    spared = any(point.spared for one in found for point in one.points)
    withheld = any(point.withheld for one in found for point in one.points)
    more = [f"“{SPARED}” {IN_PART}"] if spared else []
    return "; ".join([POINT_LEGEND, *more, *([PROTECTED_LEGEND] if withheld else [])])


def _spared(compiled: CompiledReport, bodies: Collection[str] | None) -> Iterable[str]:
    """The sign of figures that a body is in for a part of the period, with the bodies and what they were excused from.

    Where only last year's are such figures, nobody is named.
    """
    if found := _spared_periods(compiled, bodies):
        named = [f"{body} ({', '.join(periods)})" for body, periods in found]
        more = len(named) - _NAMED_AT_MOST
        said = ", ".join([*named[:_NAMED_AT_MOST], *([f"{more} đơn vị khác"] if more > 0 else [])])
        yield f"“{SPARED}” không gồm phần kỳ được miễn: {said}"
    elif bodies is None and any(figure.previous_spared for figure in compiled.shown_figures):
        yield f"“{SPARED}” {IN_PART}"


def _spared_periods(compiled: CompiledReport, bodies: Collection[str] | None) -> Sequence[tuple[str, Sequence[str]]]:
    """Each body that is in a figure for a part of the report's period, with the periods it was excused from."""
    cells = [(body, cell) for one in compiled.shown_figures for body, cell in one.by_agency.items() if cell.spared]
    found: dict[str, set[str]] = {}
    for body, cell in cells:
        found.setdefault(body, set()).update(one.assignment.rpartition("/")[2] for one in cell.spared)
    order = {agency.code: n for n, agency in enumerate(compiled.document.agencies)}
    year = compiled.period.last.year
    return [
        (compiled.brief(body), [briefly(period_title(key), year) for key in sorted(found[body])])
        for body in sorted(found, key=lambda body: (order.get(body, len(order)), body))
        if bodies is None or body in bodies
    ]


def years_note(compiled: CompiledReport) -> str:
    """Which indicators the table by year leaves out, without a full stop: named where they are few; "" for none."""
    codes = compiled.years_left_out
    if not codes:
        return ""
    names = full_names(compiled.document)
    listed = f" ({'; '.join(names[code] for code in codes)})" if len(codes) <= _FEW else ""
    return (
        f"Không nêu {len(codes)} chỉ tiêu{listed} chỉ có số của các năm trước: theo kế hoạch, các đơn vị không báo cáo "
        f"các chỉ tiêu ấy cho kỳ {compiled.period.title()}"
    )
