"""Where a number comes from: every revision, cell, sender and reviewer behind it, and how it was chosen (`trace`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from models.cutoffs import Window, cutoff_window
from models.errors import NotFoundError
from models.forms import Indicator
from models.language import _
from models.near import meant
from models.periods import Period
from models.submissions import Figure, figures_of, revisions_by_assignment
from models.versions import ActivePlan
from reports.compiling import Ground, survey
from reports.figures import Cell, Input, add_up
from reports.filings import Filing
from reports.ledgers import Ledger
from reports.series import compared_periods
from reports.sources import IMPORT, Source, import_piece, import_source, plain, revision_source, source_json

#: How many indicators are named where one is not collected.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class BodyTrace:
    """One body's part of a number. `rule` is exact, partition, rest, latest (of a stock), missing or excused.

    `rest` is a partition of what days the body was not excused from; `why` says the rule in words.

    `bodies` are all that a joint submission serves; a body that is not `counted` reported what another one owns.
    """

    agency: str
    value: Decimal | None
    rule: str
    why: str
    bodies: tuple[str, ...] = ()
    counted: bool = True
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A number of one indicator in one period: its bodies, or for a ratio its two `terms`.

    `known` are imports of the whole, where no more than that is known.
    """

    indicator: str
    name: str
    unit: str
    kind: str
    period: str
    days: Window
    total: Decimal | None
    bodies: tuple[BodyTrace, ...] = ()
    terms: tuple["Trace", ...] = ()
    known: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is behind an indicator in a report: its number, and that of the year before which it is compared with.

    In a programme's report `years` are those of its table over time, made of reports and imports of their own.
    """

    report: str
    as_of: datetime
    plan: str
    plan_version: int
    now: Trace
    before: Trace | None
    years: tuple[Trace, ...] = ()

    @property
    def over_years(self) -> Decimal | None:
        """What the years make up: their sum, of a stock the last; None where one is missing, or for a ratio."""
        totals = [one.total for one in self.years if one.total is not None]
        if self.now.kind == "ratio" or not totals or len(totals) < len(self.years):
            return None
        return totals[-1] if self.now.kind == "stock" else add_up(totals)


def trace_figure(
    session: Session,
    plan: ActivePlan,
    code: str,
    period: str,
    indicator: str,
    as_of: datetime,
    *,
    agency: str | None = None,
) -> Provenance:
    """Everything behind an indicator in the report `code` on a period as of an instant; of one body where it is named.

    Raises:
        NotFoundError: no such report, period, indicator or body.
    """
    asked = plan.document.indicator(indicator)
    if agency is not None:
        plan.document.agency(agency)
    ground = survey(session, plan, code, period, as_of)
    tracer = _Tracer(session, plan, ground, as_of, agency)
    covered = ground.covered
    now = tracer.trace(asked, covered.window, covered.period)
    year_before = covered.period.year_before()
    before = tracer.trace(asked, ground.before, year_before) if ground.before and year_before else None
    years = tuple(tracer.by_year(asked, covered.period)) if covered.period.kind == "program" else ()
    if not (now.bodies or now.terms or now.known):
        said = _("báo cáo {code} kỳ {period} không thu thập chỉ tiêu {indicator}{near}; có: {known}")
        asked_for = [given for given in ground.inputs if given.lies_in(covered.window, covered.period)]
        codes = dict.fromkeys(one for given in asked_for for one in given.indicators)
        known = ", ".join([*list(codes)[:_NAMED], *(["…"] if len(codes) > _NAMED else [])])
        near = meant(indicator, codes)
        raise NotFoundError(said.format(code=code, period=period, indicator=indicator, near=near, known=known))
    return Provenance(code, as_of, plan.code, plan.version, now, before, years)


class _Tracer:
    """Follows numbers back to their cells in one survey of the store."""

    def __init__(self, session: Session, plan: ActivePlan, ground: Ground, as_of: datetime, agency: str | None) -> None:
        self._session = session
        self._plan = plan
        self._ground = ground
        self._as_of = as_of
        self._agency = agency
        self._filings = {one.assignment.name: one for one in (*ground.filings, *ground.previous.filings)}
        self._imports = {source.id or 0: source for _row, source in ground.taken}

    def trace(self, indicator: Indicator, window: Window, period: Period) -> Trace:
        """One number: its bodies, or the terms that it is a ratio of."""
        ledger = Ledger(self._plan, window, period, self._ground.everything)
        found = self._of(indicator, window, period, ledger)
        if found.total is None and (known := self._ground.totals.find(indicator, period.key)) is not None:
            name = f"{IMPORT}-{known.number}/{period.key}"
            source = import_source(name, self._imports[known.number], window, known.cell)
            found = replace(found, total=known.value, known=(replace(source, value=known.value, counts=True),))
        return found

    def by_year(self, indicator: Indicator, program: Period) -> Iterator[Trace]:
        """A programme's years, each with what it is made of."""
        cutoff = self._ground.report.cutoff
        for year in compared_periods(program):
            window = cutoff_window(year, cutoff, self._plan.document.cutoff_profile(cutoff))
            yield self.trace(indicator, window, year)

    def _of(self, indicator: Indicator, window: Window, period: Period, ledger: Ledger) -> Trace:
        total = ledger.tally(indicator).total
        head = (indicator.code, indicator.name, indicator.unit, indicator.kind, period.key, window, total)
        if indicator.kind == "ratio":
            codes = [code for code in (indicator.numerator, indicator.denominator) if code]
            terms = [self._of(self._plan.document.indicator(code), window, period, ledger) for code in codes]
            return Trace(*head, terms=tuple(one for one in terms if one.bodies))
        counted = self._bodies(indicator, window, period, ledger, ledger.tally(indicator).cells.items(), counted=True)
        others = ledger.others(indicator).items() if indicator.owner else ()
        beside = self._bodies(indicator, window, period, ledger, others, counted=False)
        return Trace(*head, bodies=(*counted, *beside))

    def _bodies(
        self,
        indicator: Indicator,
        window: Window,
        period: Period,
        ledger: Ledger,
        cells: Iterable[tuple[str, Cell]],
        *,
        counted: bool,
    ) -> list[BodyTrace]:
        found = []
        for agency, cell in cells:
            inputs = [
                one
                for one in self._ground.everything
                if one.agency == agency
                and indicator.code in one.indicators
                and one.lies_in(window, period)
                and ledger.counts(indicator, one) is counted
            ]
            bodies = next((one.bodies for one in inputs if one.bodies), ())
            if self._agency is None or self._agency in (bodies or (agency,)):
                rule, why = self._rule(indicator, window, cell, inputs)
                sources = self._sources(indicator, cell, inputs)
                found.append(BodyTrace(agency, cell.value, rule, why, bodies, counted, sources))
        return found

    def _rule(self, indicator: Indicator, window: Window, cell: Cell, inputs: Sequence[Input]) -> tuple[str, str]:
        """Rule 9 as it was applied: the period itself, a partition of it, or why there is none."""
        periods = ", ".join(_period_of(piece.assignment) for piece in cell.pieces)
        if cell.spared:
            spared = ", ".join(_period_of(one.assignment) for one in cell.spared)
            said = _("tính phần kỳ đã báo cáo: {periods}; được miễn, không có số liệu: {spared}")
            return "rest", said.format(periods=periods, spared=spared)
        if len(cell.pieces) == 1 and cell.pieces[0].window == window:
            return "exact", _("có báo cáo đã duyệt đúng kỳ: {periods}").format(periods=periods)
        if cell.pieces and indicator.kind == "stock":
            last = _period_of(cell.pieces[-1].assignment)
            said = _("lấy giá trị mới nhất ({last}) trong các kỳ ghép đúng kỳ báo cáo: {periods}")
            return "latest", said.format(last=last, periods=periods)
        if cell.pieces:
            said = _("cộng các kỳ ghép đúng kỳ báo cáo, không trùng, không hở: {periods}")
            return "partition", said.format(periods=periods)
        reasons = "; ".join(self._why_not(indicator, one) for one in inputs)
        if cell.excused and not cell.missing:
            return "excused", reasons or _("được miễn báo cáo")
        return "missing", _("không ghép đủ kỳ báo cáo: {reasons}").format(reasons=reasons)

    def _why_not(self, indicator: Indicator, given: Input) -> str:
        said = self._standing(indicator, given, self._filings.get(given.assignment))
        return f"{_period_of(given.assignment)}: {said}"

    @staticmethod
    def _standing(indicator: Indicator, given: Input, filing: Filing | None) -> str:
        if indicator.code in given.answers:
            return _("đã duyệt, chỉ phủ một phần của kỳ")
        if given.excused:
            return _("được miễn")
        if filing is not None and filing.accepted is not None:
            return _("đã duyệt nhưng không có số liệu của chỉ tiêu này")
        if filing is not None and filing.waiting is not None:
            return _("lần {revision} chờ duyệt").format(revision=filing.waiting.revision)
        if filing is not None and filing.returned:
            return _("đã trả lại, chưa gửi bản sửa")
        return _("không còn được giao") if given.ended else _("chưa gửi")

    def _sources(self, indicator: Indicator, cell: Cell, inputs: Sequence[Input]) -> tuple[Source, ...]:
        """Every revision of the assignments that are in the number, or could have been."""
        pieces = {piece.assignment: piece for piece in cell.pieces}
        involved = {one.assignment: one for one in self._ground.everything if one.assignment in pieces}
        involved |= {one.assignment: one for one in inputs}
        keys = {name: self._filings[name].assignment.key for name in involved if name in self._filings}
        revisions = revisions_by_assignment(self._session, keys.values(), self._as_of)
        ids = [row.id for rows in revisions.values() for row in rows if row.id is not None]
        figures = figures_of(self._session, ids)
        found: list[Source] = []
        for name, given in sorted(involved.items(), key=lambda pair: (pair[1].window.first, pair[0])):
            piece = pieces.get(name)
            if name not in keys:
                number = int(name.partition("/")[0].rpartition("-")[2])
                found.append(import_piece(name, self._imports[number], given, piece, indicator.code))
                continue
            for row in revisions[keys[name]]:
                figure = self._figure_in(figures[row.id or 0], indicator)
                found.append(revision_source(name, row, figure, given.window, piece, self._as_of))
        return tuple(found)

    @staticmethod
    def _figure_in(figures: Sequence[Figure], indicator: Indicator) -> Figure | None:
        """The indicator's figure; in the plan before, it may stand under an older code."""
        codes = (indicator.code, indicator.previous_code)
        return next((one for one in figures if one.indicator in codes), None)


def _period_of(assignment: str) -> str:
    """The period of an assignment, with its obligation; an import is called by its number."""
    if assignment.startswith(f"{IMPORT}-"):
        return assignment
    obligation = assignment.partition(":")[2].partition("/")[0]
    return f"{obligation} {assignment.rpartition('/')[2]}"


# --- as plain data ---------------------------------------------------------------------------------------------------


def provenance_json(found: Provenance) -> dict[str, object]:
    """The document of `dondoc report trace --json`; numbers are int or Decimal, a ratio has all its digits."""
    return {
        "report": found.report,
        "as_of": found.as_of.isoformat(),
        "plan": found.plan,
        "plan_version": found.plan_version,
        **_trace_json(found.now),
        "before": _trace_json(found.before) if found.before else None,
        "years": [_trace_json(one) for one in found.years],
    }


def _trace_json(trace: Trace) -> dict[str, object]:
    return {
        "indicator": trace.indicator,
        "name": trace.name,
        "unit": trace.unit,
        "kind": trace.kind,
        "period": trace.period,
        "from": trace.days.first.isoformat(),
        "to": trace.days.last.isoformat(),
        "total": plain(trace.total),
        "bodies": [_body_json(one) for one in trace.bodies],
        "terms": [_trace_json(one) for one in trace.terms],
        "known": [source_json(one) for one in trace.known],
    }


def _body_json(body: BodyTrace) -> dict[str, object]:
    return {
        "agency": body.agency,
        "joint": list(body.bodies),
        "counted": body.counted,
        "value": plain(body.value),
        "rule": body.rule,
        "why": body.why,
        "sources": [source_json(one) for one in body.sources],
    }
