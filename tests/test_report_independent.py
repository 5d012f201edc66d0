"""A second computation, written from the rule alone and sharing no code with the first, agrees on random data."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.assignments import Workflow
from models.cutoffs import cutoff_window
from models.periods import parse_period
from models.reporting import EarlierFigure, EarlierImport
from models.submissions import SubmissionState
from reports.compiled import CompiledReport, Series
from reports.series import ends
from tests.report_samples import YEAR_END, Sample, obligation, plan_of, report, sample

FIRST, LAST = date(2014, 12, 15), date(2015, 12, 14)
ACCEPTED = text(
    """
    SELECT a.agency, a.name, a.cutoff_from, a.cutoff_to, f.indicator, f.value, f.nil
    FROM figure f JOIN submission s ON s.id = f.submission_id JOIN assignment a ON a.id = s.assignment_id
    WHERE s.state IN ('accepted', 'replaced') AND s.reviewed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM submission later WHERE later.assignment_id = s.assignment_id
                      AND later.revision > s.revision AND later.state = 'accepted')
    """
)

Row = tuple[date, date, str, Fraction]


def random_sample(tmp_path: Path, rng: random.Random) -> Sample:
    """Halves, quarters and years side by side, most answered, some returned and some corrected."""
    obligations = [
        obligation("B-01", ["huyen"]),
        obligation("Q-01", ["huyen", "so-b"], period="quarter"),
        obligation("Y-01", ["so-b", "h1"], period="year"),
    ]
    found = sample(tmp_path, plan_of(obligations=obligations))
    for row in found.assignments():
        for _ in range(rng.choice([0, 1, 1, 1, 1, 2])):
            asked: dict[str, Any] = {code: rng.choice([None, *range(30)]) for code in ("visits", "violations", "teams")}
            given = {code: value for code, value in asked.items() if rng.random() < 0.95}
            found.answer(row.name, given, state=rng.choice([SubmissionState.ACCEPTED] * 6 + [SubmissionState.RETURNED]))
    return found


def accepted_rows(found: Sample) -> dict[tuple[str, str], list[Row]]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    with found.store.reading() as session:
        for agency, name, start, end, indicator, value, nil in session.execute(ACCEPTED):
            amount = Fraction(0) if nil else Fraction(value)
            rows[agency, indicator].append((date.fromisoformat(start), date.fromisoformat(end), name, amount))
    return rows


def is_partition(rows: tuple[Row, ...]) -> bool:
    ordered = sorted(rows)
    meets = all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(ordered))
    return meets and ordered[0][0] == FIRST and ordered[-1][1] == LAST


def value_of(rows: list[Row], *, stock: bool) -> Fraction | None:
    for size in range(1, len(rows) + 1):
        covers = [sorted(chosen) for chosen in combinations(rows, size) if is_partition(chosen)]
        if covers:
            best = min(covers, key=lambda cover: [(row[0], -row[1].toordinal(), row[2]) for row in cover])
            return best[-1][3] if stock else sum((row[3] for row in best), Fraction(0))
    return None


@pytest.mark.parametrize("seed", range(6))
def test_totals_agree(tmp_path: Path, seed: int) -> None:
    found = random_sample(tmp_path, random.Random(seed))
    rows = accepted_rows(found)

    compiled = {figure.indicator: figure for figure in found.compile(as_of=YEAR_END).figures}

    totals: dict[str, dict[str, Fraction]] = {}
    for code in ("visits", "violations", "teams"):
        values = {body: value_of(rows[body, code], stock=code == "teams") for body in ("so-b", "h1", "h2")}
        totals[code] = {body: value for body, value in values.items() if value is not None}
        figure = compiled[code]
        assert {body: cell.value for body, cell in figure.by_agency.items() if cell.value is not None} == totals[code]
        assert figure.total == (sum(totals[code].values()) if totals[code] else None)
        assert (figure.reported, figure.expected) == (len(totals[code]), 3)
    both = totals["visits"].keys() & totals["violations"].keys()
    over, under = (sum(totals[code][body] for body in both) for code in ("violations", "visits"))
    rate = compiled["rate"].total
    assert (rate is None) == (not under)
    if rate is not None:
        assert abs(Fraction(rate) - Fraction(100 * over, under)) < Fraction(1, 10**40)


# --- months, cumulative forms, joint answers, excused bodies, late corrections, figures of earlier years --------------

MIDYEAR = datetime(2015, 9, 1, tzinfo=UTC)
EARLIER = {  # the days of the year before, and of its halves
    "2014": (date(2013, 12, 15), date(2014, 12, 14)),
    "2014-H1": (date(2013, 12, 15), date(2014, 6, 14)),
    "2014-H2": (date(2014, 6, 15), date(2014, 12, 14)),
}
CODES = ("visits", "violations", "teams", "sessions")
FORMS = {"f": ("visits", "violations", "teams"), "c": ("sessions", "visits"), "j": ("sessions",)}
#: Obligations by form, bodies, and whether the form counts from the start of the year.
DUTIES: list[tuple[str, str, list[str], str]] = [
    ("M-01", "f", ["so-b", "h1"], "month"),
    ("Q-01", "f", ["huyen"], "quarter"),
    ("H-01", "f", ["huyen"], "half"),
    ("C-01", "c", ["huyen", "so-b"], "quarter"),
    ("J-01", "j", ["huyen"], "half"),
]
EVERYTHING = text(
    """
    SELECT a.id, a.obligation, a.agency, a.name, a.period, a.cutoff_from, a.cutoff_to, a.state,
           s.id, s.revision, s.state, s.reviewed_at, s.nil
    FROM assignment a LEFT JOIN submission s ON s.assignment_id = a.id ORDER BY a.id, s.revision
    """
)
FIGURES = text("SELECT submission_id, indicator, value, nil, estimate FROM figure")
IMPORTED = text(
    """
    SELECT f.period, f.indicator, f.agency, f.value FROM earlier_figure f JOIN earlier_import i ON i.id = f.import_id
    WHERE i.at <= :at ORDER BY i.id
    """
)


def rich_plan() -> Any:
    sessions = {"code": "sessions", "name": "Buổi", "unit": "buổi"}
    own = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators]
    return plan_of(
        obligations=[
            obligation(code, bodies, form=form, period=period, joint=code == "J-01")
            for code, form, bodies, period in DUTIES
        ],
        forms=[{"code": code, "indicators": list(asked), "cumulative": code == "c"} for code, asked in FORMS.items()],
        indicators=[*own, sessions],
        reports=[
            report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"}),
            report("half-year", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"}),
        ],
    )


def rich_sample(tmp_path: Path, rng: random.Random) -> Sample:
    found = sample(tmp_path, rich_plan())
    minutes = iter(range(1, 10_000))
    spared = {(code, body) for code, _form, _bodies, _period in DUTIES for body in ("so-b", "h1") if rng.random() < 0.4}
    for row in found.assignments():
        form = next(form for code, form, _bodies, _period in DUTIES if code == row.obligation)
        excused = row.obligation != "J-01" and ((row.obligation, row.agency) in spared or rng.random() < 0.06)
        usual = [1, 1, 1, 2] if row.obligation == "M-01" else [0, 1, 1, 1, 1, 2, 2]
        for turn in range(rng.choice([0, 0, 1] if excused else usual)):
            answer_at_random(found, row.name, FORMS[form], rng, turn, timedelta(minutes=next(minutes)))
        if excused:
            found.change(row.name, state=Workflow.EXCUSED, decided_at=datetime(2015, 2, 1, tzinfo=UTC))
    take_in_at_random(found, rng)
    return found


def answer_at_random(
    found: Sample, name: str, asked: tuple[str, ...], rng: random.Random, turn: int, later: timedelta
) -> None:
    """A first answer of June or a correction, which comes in June or December and is accepted in December."""
    sure = "/so-b/2015-0" in name or "/so-b/2015-1" in name  # a year of months is seldom whole by chance
    given = {code: rng.choice([None, *range(30)]) for code in asked if sure or rng.random() < 0.95}
    june, december = datetime(2015, 6, 16, tzinfo=UTC) + later, datetime(2015, 12, 1, tzinfo=UTC) + later
    others = [] if sure else [SubmissionState.RETURNED, SubmissionState.SUBMITTED]
    state = rng.choice([SubmissionState.ACCEPTED] * 7 + others)
    reviewed = None if state == SubmissionState.SUBMITTED else (june, december)[turn]
    received = rng.choice([june, december]) if turn else june
    nil = rng.random() < 0.1
    guessed = () if nil else tuple(code for code, value in given.items() if value is not None and rng.random() < 0.1)
    found.answer(
        name, {} if nil else given, nil=nil, estimates=guessed, received=received, reviewed=reviewed, state=state
    )


def take_in_at_random(found: Sample, rng: random.Random) -> None:
    """Two imports of the year before, one after midyear; the second changes some values and takes some back."""
    with found.store.session() as session:
        for number, at in enumerate((datetime(2015, 3, 1, tzinfo=UTC), datetime(2015, 11, 1, tzinfo=UTC))):
            source = EarlierImport(plan=found.plan.code, at=at, by="A", source_name="cu.xlsx", sha256=f"{number}" * 64)
            session.add(source)
            session.flush()
            for period in EARLIER:
                for code in CODES:
                    for agency in ("", "so-b", "h1", "h2"):
                        if rng.random() < 0.5:
                            value = None if number and rng.random() < 0.3 else Decimal(rng.randrange(50))
                            row = EarlierFigure(import_id=source.id or 0, period=period, indicator=code, value=value)
                            row.agency = agency
                            session.add(row)


class Independent:
    """The rule once more, on rows of plain SQL: what was accepted by an instant, by body and indicator."""

    def __init__(self, found: Sample, as_of: datetime, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.owed: set[tuple[str, str]] = set()
        self.spared: set[tuple[str, str]] = set()
        self.free: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.imported: dict[tuple[str, str, str], Fraction | None] = {}
        self.guessed: set[tuple[int, str]] = set()
        self.estimated: set[tuple[str, str]] = set()
        with found.store.reading() as session:
            self.figures: dict[int, dict[str, Fraction]] = defaultdict(dict)
            for key, code, value, nil, estimate in session.execute(FIGURES):
                self.figures[key][code] = Fraction(0) if nil else Fraction(value)
                self.guessed |= {(key, code)} if estimate else set()
            self._gather([tuple(row) for row in session.execute(EVERYTHING)], as_of)
            for period, code, agency, value in session.execute(IMPORTED, {"at": f"{as_of:%Y-%m-%d %H:%M:%S}"}):
                self.imported[period, code, agency] = None if value is None else Fraction(value)

    def _gather(self, rows: list[tuple[Any, ...]], as_of: datetime) -> None:
        accepted: dict[int, tuple[Any, ...]] = {}
        for row in rows:
            reviewed = row[11] and datetime.fromisoformat(row[11]).replace(tzinfo=UTC)
            if row[10] in ("accepted", "replaced") and reviewed and reviewed <= as_of:
                accepted[row[0]] = row  # revisions come in order: the last one stays
        speaking = list(self._speaking(accepted))
        for row in rows:
            self._owe(row)
        for row in speaking:
            self._count(row)
        self._free(rows)

    def _speaking(self, accepted: dict[int, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Of bodies that answer jointly, the one whose answer was accepted last; all others for themselves."""
        joint: dict[str, tuple[Any, ...]] = {}
        for row in accepted.values():
            if row[1] != "J-01":
                yield row
            elif row[4] not in joint or joint[row[4]][11] < row[11]:
                joint[row[4]] = row
        yield from joint.values()

    def _asked(self, row: tuple[Any, ...]) -> tuple[str, str, tuple[str, ...]]:
        """A row's form, the body it counts for, and its indicators."""
        form = next(form for code, form, _bodies, _period in DUTIES if code == row[1])
        return form, "h1" if row[1] == "J-01" else row[2], FORMS[form]

    def _owe(self, row: tuple[Any, ...]) -> None:
        _form, body, codes = self._asked(row)
        if self.first <= date.fromisoformat(row[5]) and date.fromisoformat(row[6]) <= self.last:
            asked = self.spared if row[7] == "excused" else self.owed
            asked |= {(body, code) for code in codes}

    def _free(self, rows: list[tuple[Any, ...]]) -> None:
        """Days that a body was excused from and gave no figure of, unless it owes one for them all the same."""
        excused: dict[tuple[str, str], set[tuple[date, date, str]]] = defaultdict(set)
        owed: dict[tuple[str, str], set[tuple[date, date]]] = defaultdict(set)
        for row in rows:
            form, body, codes = self._asked(row)
            first, last = date.fromisoformat(row[5]), date.fromisoformat(row[6])
            for code in codes if self.first <= first and last <= self.last else ():
                if self._answered(row, body, code):
                    continue
                if row[7] == "excused":
                    excused[body, code].add((first, last, row[3]))
                else:
                    owed[body, code].add((FIRST if form == "c" else first, last))
        for key, spans in excused.items():
            for first, last, name in spans:
                if all(last < start or end < first for start, end in owed[key]):
                    self.free[key].append((first, last, name, Fraction(0)))

    def _answered(self, row: tuple[Any, ...], body: str, code: str) -> bool:
        """Whether a figure of this assignment counts, or of a partner's for the same joint period."""
        names = {one[2] for one in self.rows[body, code]}
        if row[1] == "J-01":
            return any(name.partition(":")[2].split("/")[::2] == ["J-01", row[4]] for name in names)
        return row[3] in names

    def _count(self, row: tuple[Any, ...]) -> None:
        form, body, codes = self._asked(row)
        start = FIRST if form == "c" else date.fromisoformat(row[5])
        said = self.figures[row[8]]
        for code in codes:
            value = said.get(code, Fraction(0) if row[12] else None)
            if value is not None:
                self.rows[body, code].append((start, date.fromisoformat(row[6]), row[3], value))
                self.estimated |= {(row[3], code)} if (row[8], code) in self.guessed else set()

    def values(self, code: str) -> dict[str, Fraction]:
        found = {body: self._covered(body, code) for body in ("so-b", "h1", "h2")}
        return {body: value for body, value in found.items() if value is not None}

    def _covered(self, body: str, code: str) -> Fraction | None:
        best = self._chosen(body, code)
        reported = [one for one in best if one not in self.free[body, code]]
        if not reported or (code == "teams" and best[-1] is not reported[-1]):
            return None
        return reported[-1][3] if code == "teams" else sum((one[3] for one in reported), Fraction(0))

    def _chosen(self, body: str, code: str) -> list[Row]:
        """The cover with the fewest days that nobody reported on, then of the fewest rows."""
        free = self.free[body, code]
        covers = list(covers_of(self.first, self.last, [*self.rows[body, code], *free]))
        order = [
            (
                sum((one[1] - one[0]).days + 1 for one in cover if one in free),
                len(cover),
                [(one[0], -one[1].toordinal(), one[2]) for one in cover],
            )
            for cover in covers
        ]
        return covers[order.index(min(order))] if covers else []

    def lacking(self, code: str) -> dict[str, set[date]]:
        """The days that are not in the figures of bodies which were excused from them."""
        found = {}
        for body in self.values(code):
            spans = [one for one in self._chosen(body, code) if one in self.free[body, code]]
            days = {one[0] + timedelta(days=n) for one in spans for n in range((one[1] - one[0]).days + 1)}
            if days and code != "teams":
                found[body] = days
        return found

    def guesses(self, code: str) -> set[str]:
        """The bodies whose figure is made of an estimate."""
        chosen = {body: self._chosen(body, code) for body in self.values(code)}
        return {body for body, rows in chosen.items() if any((row[2], code) in self.estimated for row in rows)}

    def expected(self, code: str) -> int:
        owing = {body for body in ("so-b", "h1", "h2") if (body, code) in self.owed and not self._chosen(body, code)}
        return len(owing | self.values(code).keys())

    def rate(self) -> Fraction | None:
        """Violations in a hundred visits, over the bodies whose two figures are of the same days."""
        top, bottom = self.values("violations"), self.values("visits")
        lacking = self.lacking("violations"), self.lacking("visits")
        both = [body for body in top.keys() & bottom.keys() if lacking[0].get(body) == lacking[1].get(body)]
        under = sum((bottom[body] for body in both), Fraction(0))
        return 100 * sum((top[body] for body in both), Fraction(0)) / under if under else None

    def previous(self, code: str, period: str) -> tuple[Fraction | None, bool]:
        """Last year's: the bodies' where any is known, else the whole; and whether this year's compares with it."""
        first, last = EARLIER[period]
        bodies: dict[str, Fraction] = {}
        for body in ("so-b", "h1", "h2"):
            known = [(key, self.imported.get((key, code, body))) for key in EARLIER]
            rows = [(*EARLIER[key], key, value) for key, value in known if value is not None]
            covers = sorted(covers_of(first, last, rows), key=len)
            if covers:
                values = [one[3] for one in covers[0]]
                bodies[body] = values[-1] if code == "teams" else sum(values, Fraction(0))
        if bodies:
            alike = bodies.keys() == self.values(code).keys() and not self.lacking(code)
            return sum(bodies.values(), Fraction(0)), alike
        silent = {body for body, asked in self.spared if asked == code} - self.values(code).keys()
        everybody = len(self.values(code)) == self.expected(code) and not silent
        return self.imported.get((period, code, "")), everybody and not self.lacking(code)


def covers_of(first: date, last: date, rows: list[Row]) -> Iterator[list[Row]]:
    """Every way to cover the days without gap or overlap."""
    for row in rows:
        if row[0] == first and row[1] == last:
            yield [row]
        elif row[0] == first and row[1] < last:
            for rest in covers_of(row[1] + timedelta(days=1), last, rows):
                yield [row, *rest]


def check(compiled: CompiledReport, second: Independent, before: str) -> None:
    figures = {one.indicator: one for one in compiled.figures}
    for code in CODES:
        values, figure = second.values(code), figures[code]
        assert {body: cell.value for body, cell in figure.by_agency.items() if cell.value is not None} == values, code
        assert figure.total == (sum(values.values()) if values else None)
        assert (figure.reported, figure.expected) == (len(values), second.expected(code)), code
        assert (figure.previous, figure.comparable) == second.previous(code, before), code
        assert {body for body, cell in figure.by_agency.items() if cell.estimate} == second.guesses(code), code
        assert figure.spared == second.lacking(code).keys(), code
        assert {body for body, cell in figure.by_agency.items() if cell.spared} == figure.spared, code
        moved = figure.comparable and figure.total is not None and bool(figure.previous)
        assert (figure.change_percent is not None) is moved, code
    rate, other = figures["rate"].total, second.rate()
    assert (rate is None) == (other is None)
    assert rate is None or other is None or abs(Fraction(rate) - other) < Fraction(1, 10**40)


def check_trend(found: Sample, compiled: CompiledReport, as_of: datetime) -> int:
    """Every point of the periods within, with how many bodies are in it; how many of them lack one."""
    profile = found.plan.document.cutoff_profile("nd09")
    seconds: dict[str, Independent] = {}
    lacking = 0
    for series in compiled.trend:
        for point in series.points if series.indicator in CODES else ():
            if point.period not in seconds:
                days = cutoff_window(parse_period(point.period), "nd09", profile)
                seconds[point.period] = Independent(found, as_of, days.first, days.last)
            values, expected = (
                seconds[point.period].values(series.indicator),
                seconds[point.period].expected(series.indicator),
            )
            assert point.value == (sum(values.values()) if values else None), (series.indicator, point.period)
            assert (point.reported, point.expected, set(point.bodies)) == (len(values), expected, set(values))
            assert point.partial is (0 < len(values) < expected)
            assert point.estimate is bool(seconds[point.period].guesses(series.indicator))
            assert point.spared is bool(seconds[point.period].lacking(series.indicator))
            lacking += point.partial
        assert_compares_like_with_like(series)
    return lacking


def assert_compares_like_with_like(series: Series) -> None:
    """Of two points that a finding compares, every body of one is in the other, and none is missing."""
    both = ends(series)
    if both is not None:
        assert both[0].bodies == both[1].bodies
        assert not any(one.reported < one.expected or one.spared for one in both)


@pytest.mark.parametrize("seed", range(8))
def test_everything_at_once_agrees(tmp_path: Path, seed: int) -> None:
    found = rich_sample(tmp_path, random.Random(seed))
    for as_of in (MIDYEAR, YEAR_END):
        half = Independent(found, as_of, FIRST, date(2015, 6, 14))
        check(found.compile("half-year", "2015-H1", as_of), half, "2014-H1")
        whole = found.compile("year-end", "2015", as_of)
        check(whole, Independent(found, as_of, FIRST, LAST), "2014")
        assert check_trend(found, whole, as_of), "the random data have sums that lack bodies"
