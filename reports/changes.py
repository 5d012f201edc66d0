"""What a correction changes against the issued report that it replaces, as data.

A document that was signed is never changed: its correction is a new one, and says what is otherwise in it. Everything
that a reader sees is compared; `reports.changes_in_words` says it.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from models.reporting import ReportBuild
from reports.compiled import Attendances, Change, CompiledReport, Correction, Point, Reconciliation, Series
from reports.content import content_of
from reports.duties import by_status, reported_for
from reports.figures import Cell, IndicatorFigure
from reports.letterhead import addressees, opening, subject
from reports.withholding.bodies import small_bodies
from reports.withholding.cells import withheld_sum
from reports.wording import round_half_up

#: In place of a number that is withheld because it may point at a person.
WITHHELD = "…"
#: Parts of the content that move with the instant, are told elsewhere, or are no part of what is issued.
_NOT_TOLD = frozenset(
    (
        *("plan", "due", "as_of", "completion", "outliers", "pins", "earlier", "corrections"),
        *("missing", "late", "unreviewed", "excused", "others"),
    )
)


def correction_of(issued: ReportBuild, before: CompiledReport, after: CompiledReport) -> Correction:
    """What `after` says otherwise than the issued report `before`."""
    return Correction(
        number=issued.number,
        document_number=issued.document_number or "",
        document_date=issued.document_date,
        issued_at=issued.issued_at or issued.as_of,
        changes=tuple(changes_between(before, after)),
    )


def changes_between(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """Every difference in what a reader sees; nothing where there is none.

    Head and headings, who reported and how, figures with what they are measured against, figures of other periods,
    reconciliation, duties, judged targets and passages. What is otherwise and stands in none of these is one change
    `other`.
    """
    found = [
        *_head(before, after),
        *_bodies(before, after),
        *_figures(before, after),
        *_over_time(before, after),
        *_beside(before, after),
        *_duties(before, after),
        *_passages(before, after),
    ]
    came_in = {one.indicator for one in found if one.kind == "body"}
    found += [one for one in _attendance(before, after) if one.new or one.indicator not in came_in]
    if not found and _rest(before) != _rest(after):
        found = [Change("other", "")]
    yield from found


def _rest(compiled: CompiledReport) -> Mapping[str, object]:
    return {part: said for part, said in content_of(compiled).items() if part not in _NOT_TOLD}


_K = TypeVar("_K")
_V = TypeVar("_V")


def _differing(was: Mapping[_K, _V], became: Mapping[_K, _V]) -> Iterator[tuple[_K, _V | None, _V | None]]:
    """What was added, dropped or is otherwise, by its key: before and after."""
    for key in dict.fromkeys((*became, *was)):
        old, new = was.get(key), became.get(key)
        if old != new:
            yield key, old, new


def _head(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    for part, old, new in _differing(_head_of(before), _head_of(after)):
        yield Change("head", part, "", old, new)
    titles = [{one.title: one.title for one in each.sections} for each in (before, after)]
    for title, old, new in _differing(*titles):
        yield Change("heading", title, "", old, new)


def _head_of(compiled: CompiledReport) -> Mapping[str, str]:
    return {"subject": subject(compiled), "to": "; ".join(addressees(compiled)), "opening": opening(compiled)}


# --- who reported ----------------------------------------------------------------------------------------------------


def _bodies(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    was, became = ({pin.assignment: str(pin.revision) for pin in one.pins} for one in (before, after))
    for name, old, new in sorted(_differing(was, became)):
        yield Change("body", name, _agency(name), old, new)


def _agency(assignment: str) -> str:
    return assignment.split("/")[1]


def _attendance(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """How an assignment stands in the account of who reported.

    Days overdue only grow with the instant, and are no change.
    """
    for name, old, new in _differing(standings(before.attendance), standings(after.attendance)):
        yield Change("standing", name, _agency(name), old, new)


def standings(account: Attendances) -> Mapping[str, str]:
    """By assignment: `missing 2015-06-17` (its date), `returned …`, `late 3` (days), `unreviewed 2`, `excused`."""
    said = [
        *((line, f"{'returned' if line.returned else 'missing'} {line.due}") for line in account.missing),
        *((line, f"other {line.due}") for line in account.others),
        *((line, f"late {line.days}") for line in account.late),
        *((line, f"unreviewed {line.revision}") for line in account.unreviewed),
        *((line, "excused") for line in account.excused),
    ]
    found: dict[str, str] = {}
    for line, standing in said:
        found[line.assignment] = "; ".join([*([found[line.assignment]] if line.assignment in found else []), standing])
    return found


# --- figures ---------------------------------------------------------------------------------------------------------


def _figures(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    was, became = ({one.indicator: one for one in report.figures} for report in (before, after))
    for code in dict.fromkeys((*became, *was)):
        old, new = was.get(code), became.get(code)
        if _total(old) != _total(new):
            yield Change("total", code, "", _total(old), _total(new))
        hidden = {body for report in (before, after) for body in report.withheld.get(code, {})}
        yield from _of_bodies(code, old, new, hidden)
        for kind in ("previous", "target"):
            said, says = (None if one is None else _digits(getattr(one, kind), one) for one in (old, new))
            if said != says:
                told = after.period.key if kind == "previous" else ""
                yield Change("previous" if kind == "previous" else "target", code, "", said, says, told)


def _of_bodies(
    code: str, old: IndicatorFigure | None, new: IndicatorFigure | None, hidden: Iterable[str]
) -> Iterator[Change]:
    cells: tuple[Mapping[str, Cell], Mapping[str, Cell]] = (old.by_agency if old else {}, new.by_agency if new else {})
    for agency in dict.fromkeys((*cells[1], *cells[0])):
        was, became = cells[0].get(agency), cells[1].get(agency)
        hide = agency in hidden
        pair = [_cell(one, cell, hide=hide) for one, cell in ((old, was), (new, became))]
        if pair[0] != pair[1]:
            withheld = any(text == WITHHELD for _, text in pair)
            said, says = (WITHHELD if withheld and text is not None else text for _, text in pair)
            yield Change("figure", code, agency, said, says)
        if not hide and _mark(was) != _mark(became) and (pair[0][0] is None) is (pair[1][0] is None):
            yield Change("mark", code, agency, _mark(was), _mark(became))


def _mark(cell: Cell | None) -> str | None:
    """What is said of a body's figure beside the number itself."""
    if cell is None:
        return None
    known = next((mark for mark in ("missing", "excused", "nil", "estimate") if getattr(cell, mark)), "final")
    return f"{known}+spared" if cell.spared else known


def _total(figure: IndicatorFigure | None) -> str | None:
    if figure is not None and figure.withheld:
        return WITHHELD
    return None if figure is None else _digits(figure.total, figure)


def _digits(value: Decimal | None, of: IndicatorFigure | Series) -> str | None:
    if value is None:
        return None
    return format(round_half_up(value, of.decimals if of.kind == "ratio" else 20), "f")


def _cell(figure: IndicatorFigure | None, cell: Cell | None, *, hide: bool) -> tuple[Decimal | None, str | None]:
    """The exact value, to compare; and what may be shown of it."""
    if figure is None or cell is None or cell.value is None:
        return None, None
    shown = WITHHELD if hide else _digits(cell.value, figure)
    return cell.value, shown


class _Shown(NamedTuple):
    """A point of a series as tables show it."""

    digits: str | None
    mark: str


def _over_time(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """Values of other years and of the periods within; what totals and last year's values have told is left out."""
    last_year = after.period.year_before()
    told = {after.period.key, last_year.key if last_year else ""}
    known = {one.indicator for one in after.figures}
    for was, became in ((before.years, after.years), (before.trend, after.trend)):
        old, new = _points(was), _points(became)
        for code, period in dict.fromkeys((*new, *old)):
            one, other = (points.get((code, period), _Shown(None, "")) for points in (old, new))
            if one.digits != other.digits and not (code in known and period in told):
                yield Change("point", code, "", one.digits, other.digits, period)
            elif one.digits == other.digits and one.mark != other.mark and period != after.period.key:
                yield Change("mark", code, "", one.mark, other.mark, period)


def _points(found: Iterable[Series]) -> Mapping[tuple[str, str], _Shown]:
    return {(one.indicator, point.period): _point(point, one) for one in found for point in one.points}


def _point(point: Point, series: Series) -> _Shown:
    if point.value is None:
        return _Shown(WITHHELD if point.withheld else None, "")
    mark = "partial" if point.partial else "estimate" if point.estimate else "final"
    return _Shown(_digits(point.value, series), f"{mark}+spared" if point.spared else mark)


def _beside(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """The sums that stand beside totals in the reconciliation."""
    small = small_bodies(before.document) | small_bodies(after.document)
    was, became = ({(one.indicator, one.by_year): one for one in each.reconciliation} for each in (before, after))
    for key in dict.fromkeys((*became, *was)):
        old, new = was.get(key), became.get(key)
        if (old and old.others) != (new and new.others):
            yield Change("beside", key[0], "", _others(old, small), _others(new, small), "years" if key[1] else "")


def _others(line: Reconciliation | None, small: frozenset[str]) -> str | None:
    if line is None:
        return None
    return WITHHELD if withheld_sum(line.others, small) else format(line.others_total, "f")


# --- words -----------------------------------------------------------------------------------------------------------


def _duties(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    """What each body said of a duty, and the targets that are judged under a heading."""
    for (what, agency), said, says in _differing(_statuses(before), _statuses(after)):
        yield Change("duty", what, agency, said, says)
    judged = [{one.title: "\n".join(one.lines) for one in each.sections if one.lines} for each in (before, after)]
    for title, old, new in _differing(*judged):
        yield Change("judged", title, "", old, new)


def _statuses(compiled: CompiledReport) -> Mapping[tuple[str, str], str]:
    year = compiled.period.last.year
    return {
        (f"{section.title}: {duty.title}", agency): f"{word} {reported_for((period,), year)}".strip()
        for section in compiled.sections
        for duty in section.duties
        for word, period, agencies in by_status(duty)
        for agency in agencies
    }


def _passages(before: CompiledReport, after: CompiledReport) -> Iterator[Change]:
    for (where, agency, period), old, new in _differing(_words_of(before), _words_of(after)):
        said, says = (None if one is None else "\n".join(one) for one in (old, new))
        yield Change("passage", where, agency, said, says, period)


def _words_of(compiled: CompiledReport) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """What bodies wrote, by heading, body and period; and the coordinator's own words by heading, under no body.

    The report's own period, and that of what is owed once, is "".
    """
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for section in compiled.sections:
        duties = [(duty.title, quote) for duty in section.duties for quote in duty.quotes]
        topics = [(topic.title, quote) for topic in section.topics for quote in topic.quotes]
        for title, quote in (*duties, *topics):
            period = quote.assignment.rpartition("/")[2]
            key = (f"{section.title}: {title}", quote.agency, "" if period in (compiled.period.key, "once") else period)
            found[key] = (*found.get(key, ()), quote.text)
        if own := compiled.own_texts.get(section.code):
            found[section.title, "", ""] = (own,)
    return found
