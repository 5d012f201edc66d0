"""The notes under a report's tables: what each sign in them means, and whose part of the period is not in a figure."""

from collections.abc import Collection, Iterable, Sequence

from reports.compiled import CompiledReport
from reports.over_time import OverTime
from reports.parts import full_names
from reports.tables import ESTIMATE, LEGEND, MISSING, PARTIAL, SPARED
from reports.withholding.cells import PROTECTED_LEGEND, WITHHELD_LEGEND
from reports.wording import EXEMPT, briefly, period_title

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


def point_legend(table: OverTime, *, summed: str = "") -> str:
    """The signs in a table over time, without a full stop; `summed` heads its column of all periods, if it has one."""
    shown = [point for line in table.lines for point in line.series.points]
    shown += [line.whole for line in table.lines if summed and line.whole is not None]
    untold = summed and any(line.whole is None for line in table.lines)
    said = [
        f"“{MISSING}” chưa có số liệu" + (f", ở cột “{summed}” là chưa đủ số liệu để tính" if untold else ""),
        f"“{ESTIMATE}” ước thực hiện",
        f"“{PARTIAL}” còn thiếu đơn vị phải báo cáo",
    ]
    said += [f"“{SPARED}” {EXEMPT}"] if any(point.exempt for point in shown) else []
    return "; ".join([*said, *([PROTECTED_LEGEND] if any(point.withheld for point in shown) else [])])


def _spared(compiled: CompiledReport, bodies: Collection[str] | None) -> Iterable[str]:
    """The sign of figures that lack what a body was excused from, with the bodies and the periods.

    Where only last year's are such figures, nobody is named.
    """
    if found := _spared_periods(compiled, bodies):
        named = [f"{body} ({', '.join(periods)})" if periods else body for body, periods in found]
        more = len(named) - _NAMED_AT_MOST
        said = ", ".join([*named[:_NAMED_AT_MOST], *([f"{more} đơn vị khác"] if more > 0 else [])])
        yield f"“{SPARED}” không gồm phần kỳ được miễn: {said}"
    elif bodies is None and any(one.exempt or one.previous_exempt for one in compiled.shown_figures):
        yield f"“{SPARED}” {EXEMPT}"


def _spared_periods(compiled: CompiledReport, bodies: Collection[str] | None) -> Sequence[tuple[str, Sequence[str]]]:
    """Each body that a figure lacks for some of the report's period or all, with the periods it was excused from.

    In a table by body those that have no part in a figure need no name: what stands in their own cell says so.
    """
    found: dict[str, set[str]] = {}
    for figure in compiled.shown_figures:
        for body, cell in figure.by_agency.items():
            if cell.spared:
                found.setdefault(body, set()).update(_period_of(one.assignment) for one in cell.spared)
            elif cell.excused and bodies is None and figure.exempt:
                found.setdefault(body, set()).update(_excused_from(compiled, body, figure.indicator))
    order = {agency.code: n for n, agency in enumerate(compiled.document.agencies)}
    year = compiled.period.last.year
    return [
        (compiled.brief(body), [_told(compiled, key, year) for key in sorted(found[body])])
        for body in sorted(found, key=lambda body: (order.get(body, len(order)), body))
        if bodies is None or body in bodies
    ]


def _period_of(assignment: str) -> str:
    return assignment.rpartition("/")[2]


def _told(compiled: CompiledReport, key: str, year: int) -> str:
    return "cả kỳ" if key == compiled.period.key else briefly(period_title(key), year)


def _excused_from(compiled: CompiledReport, body: str, indicator: str) -> Iterable[str]:
    """The periods that a body was excused from, of what asks for an indicator; a ratio's are those of its terms."""
    forms = {form.code: form.indicators for form in compiled.document.forms}
    asking = {one.code for one in compiled.document.obligations if one.form and indicator in forms.get(one.form, ())}
    for line in compiled.attendance.excused:
        obligation, agency, period = line.assignment.partition(":")[2].split("/")
        if agency == body and obligation in asking:
            yield period


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
