"""A report's content as plain data: what JSON carries and what the digest is taken of."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import UTC
from decimal import Context, Decimal

import simplejson

from reports.compiled import (
    Attendance,
    CompiledReport,
    Completion,
    Correction,
    Outlier,
    Point,
    Reconciliation,
    SectionContent,
    Series,
)
from reports.departures import hides_departure
from reports.figures import Cell, IndicatorFigure
from reports.over_time import Line, lay_out
from reports.uncollected import uncollected, uncollected_note
from reports.withholding.bodies import is_small, small_bodies, withheld_terms
from reports.withholding.cells import withheld_sum
from reports.wording import round_half_up

Plain = dict[str, object]
_WIDE = Context(prec=200)


def exact(value: Decimal | None, figure: IndicatorFigure | None = None) -> int | Decimal | None:
    """A number as JSON carries it: whole numbers as such; a ratio is rounded to its indicator's decimals."""
    if value is None:
        return None
    if figure is not None and figure.kind == "ratio":
        value = round_half_up(value, figure.decimals)
    return int(value) if value == value.to_integral_value() else _WIDE.normalize(value)


def _percent(value: Decimal | None) -> int | Decimal | None:
    return None if value is None else exact(round_half_up(value, 2))


def canonical_json(content: Plain) -> str:
    """JSON whose text depends on the content alone."""
    text: str = simplejson.dumps(content, use_decimal=True, ensure_ascii=False, sort_keys=True, indent=1)
    return text


def digest_of_content(compiled: CompiledReport) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(canonical_json(content_of(compiled)).encode()).hexdigest()


def digest_of_figures(compiled: CompiledReport) -> str:
    """SHA-256 of the numbers alone: each indicator's total, and its value for each body, whatever is said of them."""
    numbers: Plain = {
        figure.indicator: {
            "total": exact(figure.total, figure),
            "by_agency": {agency: exact(cell.value, figure) for agency, cell in figure.by_agency.items()},
        }
        for figure in compiled.figures
    }
    return hashlib.sha256(canonical_json(numbers).encode()).hexdigest()


def by_agency(figure: IndicatorFigure, withheld: Collection[str]) -> Plain:
    """A value for each body that reported or should have: None where it is missing or withheld (small cells)."""
    return {
        agency: None if agency in withheld else exact(cell.value, figure)
        for agency, cell in figure.by_agency.items()
        if cell.value is not None or cell.missing
    }


def content_of(compiled: CompiledReport) -> Plain:
    """Everything a report says, without its digest."""
    head = compiled.document.plan
    small = small_bodies(compiled.document)
    attendance = compiled.attendance
    summed = compiled.period.kind == "program"
    return {
        "plan": {"code": head.code, "title": head.title, "version": compiled.plan.version},
        "report": {"code": compiled.report.code, "title": compiled.report.title, "from": compiled.report.sender},
        "period": compiled.period.key,
        "window": {"from": compiled.window.first.isoformat(), "to": compiled.window.last.isoformat()},
        "due": compiled.due.isoformat() if compiled.due else None,
        "as_of": compiled.as_of.astimezone(UTC).isoformat(),
        "profile": compiled.report.profile,
        "figures": [
            _figure(figure, compiled.withheld[figure.indicator], compiled.withheld_pieces[figure.indicator])
            for figure in compiled.figures
        ],
        "sections": [_section(section) for section in compiled.sections],
        "missing": _lines(attendance.missing),
        "late": _lines(attendance.late),
        "unreviewed": _lines(attendance.unreviewed),
        "excused": _lines(attendance.excused),
        "others": _lines(attendance.others),
        "completion": _lines(compiled.completion),
        "reconciliation": [_reconciliation(line, small) for line in compiled.reconciliation],
        "years": [_series(one, summed=summed) for one in lay_out(compiled, compiled.years).lines],
        "years_left_out": list(compiled.years_left_out),
        "trend": [_series(one, summed=False) for one in lay_out(compiled, compiled.trend).lines],
        "outliers": [_outlier(compiled, found, small) for found in compiled.outliers],
        "own_texts": dict(compiled.own_texts),
        "pins": [asdict(pin) for pin in compiled.pins],
        "earlier": [asdict(pin) for pin in compiled.earlier_pins],
        **_not_collected(compiled),
    } | ({} if compiled.corrections is None else {"corrections": _correction(compiled.corrections)})


def _not_collected(compiled: CompiledReport) -> Plain:
    note = uncollected_note(compiled)
    return {"not_collected": {"indicators": uncollected(compiled), "said": note}} if note else {}


def _correction(correction: Correction) -> Plain:
    signed = correction.document_date
    return {
        "replaces": correction.number,
        "document_number": correction.document_number,
        "document_date": signed.isoformat() if signed else None,
        "issued_at": correction.issued_at.astimezone(UTC).isoformat(),
        "changes": [asdict(change) for change in correction.changes],
    }


def _figure(figure: IndicatorFigure, withheld: Collection[str], pieces: Collection[str]) -> Plain:
    return {
        "indicator": figure.indicator,
        "name": figure.name,
        "unit": figure.unit,
        "kind": figure.kind,
        "section": figure.section,
        "group": figure.group,
        "total": exact(figure.total, figure),
        "reported": figure.reported,
        "expected": figure.expected,
        "collected": figure.collected,
        "estimate": figure.estimate,
        "target": exact(figure.target),
        "target_period": figure.target_period,
        "percent_of_target": _percent(figure.percent_of_target),
        "previous": exact(figure.previous, figure),
        "change_percent": _percent(figure.change_percent),
        "comparable": figure.comparable,
        "withheld": figure.withheld,
        **spared_in(figure),
        "by_agency": {
            agency: _cell(figure, cell, agency in withheld, agency in pieces)
            for agency, cell in figure.by_agency.items()
        },
    }


def spared_in(figure: IndicatorFigure) -> Plain:
    """The bodies that are in a figure for a part of the period or, excused, not at all; whether last year's had any."""
    found: Plain = {name: sorted(bodies) for name in ("spared", "excused") if (bodies := getattr(figure, name))}
    return found | {flag: True for flag in ("previous_spared", "previous_exempt") if getattr(figure, flag)}


def _cell(figure: IndicatorFigure, cell: Cell, suppressed: bool, small_parts: bool) -> Plain:
    pieces = [
        {"assignment": piece.assignment, "revision": piece.revision, "cell": piece.cell}
        | ({} if suppressed or small_parts else {"value": exact(piece.value)})
        for piece in cell.pieces
    ]
    flags = ("nil", "missing", "estimate", "excused")
    said: Plain = {flag: True for flag in flags if getattr(cell, flag)}
    if suppressed:
        said["suppressed"] = True
    if cell.spared:
        said["spared"] = [one.assignment for one in cell.spared]
    return {"value": None if suppressed else exact(cell.value, figure), **said, "pieces": pieces}


def _section(section: SectionContent) -> Plain:
    return {
        "code": section.code,
        "title": section.title,
        "level": section.level,
        "figures": [figure.indicator for figure in section.figures],
        "duties": [asdict(duty) for duty in section.duties],
        "topics": [asdict(topic) for topic in section.topics],
        "lines": list(section.lines),
    }


def _series(line: Line, *, summed: bool) -> Plain:
    """An indicator's points, and for a programme (`summed`) all of them together, as the tables show it."""
    series = line.series
    points = [_point(point, series) | {"target": exact(point.target)} for point in series.points]
    said: Plain = {"indicator": series.indicator, "unit": series.unit, "points": points}
    return said | ({"whole": None if line.whole is None else _point(line.whole, series)} if summed else {})


def _point(point: Point, series: Series) -> Plain:
    value = point.value
    if value is not None and series.kind == "ratio":
        value = round_half_up(value, series.decimals)
    flags = ("estimate", "imported", "partial", "excused", "spared", "withheld")
    said: Plain = {"period": point.period, "value": exact(value)}
    lacks: Plain = {"reported": point.reported, "expected": point.expected} if point.partial else {}
    return said | lacks | {flag: True for flag in flags if getattr(point, flag)}


def outlier_json(found: Outlier) -> Plain:
    """A figure to ask about as plain data."""
    numbers = {name: exact(getattr(found, name)) for name in ("value", "usual", "low", "high")}
    said: Plain = {"indicator": found.indicator, "agency": found.agency, **numbers, "periods": list(found.periods)}
    if (one := found.mainly) is None:
        return said
    return said | {"mainly": {**asdict(one), "value": exact(one.value), "before": exact(one.before)}}


def _outlier(compiled: CompiledReport, found: Outlier, small: frozenset[str]) -> Plain:
    """A figure to ask about, without its numbers where the figure or a part of it is withheld, or one is small."""
    numbers = (found.value, found.usual, found.low, found.high)
    hidden = found.agency in compiled.withheld_pieces.get(found.indicator, ())
    said = outlier_json(found)
    if found.mainly is not None and hides_departure(compiled, found):
        said["mainly"] = asdict(found.mainly) | dict.fromkeys(("value", "before"))
    if not hidden and not (found.agency in small and any(map(is_small, numbers))):
        return said
    return said | dict.fromkeys(("value", "usual", "low", "high"))


def _lines(lines: Sequence[Attendance | Completion]) -> list[Plain]:
    return [{**asdict(line), "due": line.due.isoformat()} for line in lines]


def _reconciliation(line: Reconciliation, small: frozenset[str]) -> Plain:
    hidden = withheld_sum(line.others, small)
    withheld = withheld_terms(line.others, small, summed=not hidden)
    said: Plain = {
        "indicator": line.indicator,
        "owner": line.owner,
        "total": exact(line.total),
        "others": {agency: None if agency in withheld else exact(value) for agency, value in line.others.items()},
        "others_total": None if hidden else exact(line.others_total),
        "difference": None if hidden else exact(line.difference),
    }
    return said | ({"by_year": True} if line.by_year else {})
