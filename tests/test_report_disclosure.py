"""From all that a report publishes no equation leads to a small body's small figure: neither by sums nor by ratios."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cutoffs import cutoff_window
from models.periods import Period, parse_period
from reports.compiled import CompiledReport, Point
from reports.content import content_of
from reports.figures import Answer, Input
from reports.ledgers import Ledgers, Tally
from reports.measuring import compile_figures
from reports.series import period_series
from reports.tables import total_text
from reports.withholding.bodies import is_small
from reports.withholding.parts import guarded
from reports.withholding.series import protected
from reports.wording import sentence
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import plan_of, sample
from tests.test_report_small_cells import BODIES, COMMUNES, with_communes
from tests.workbook_samples import opened

YEAR, HALVES = parse_period("2015"), (parse_period("2015-H1"), parse_period("2015-H2"))
#: By indicator and assignment's part: how often a figure of a body in a half-year enters what is published.
Row = dict[tuple[str, str], int]
Table = Mapping[str, Mapping[str, Mapping[str, int | None]]]
_PRIME = 2**61 - 1


def ratio(code: str, top: str, bottom: str) -> dict[str, Any]:
    return {"code": code, "name": code, "unit": "%", "kind": "ratio", "numerator": top, "denominator": bottom}


@cache
def base(*unsummed: str) -> CompiledReport:
    """A report on a year in which nobody has reported anything, with three ratios of three counts."""
    indicators = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators if one.code != "rate"]
    indicators = [one | {"kind": "flow", "sum_bodies": one["code"] not in unsummed} for one in indicators]
    indicators += [ratio("r1", "violations", "visits"), ratio("r2", "violations", "teams")]
    with TemporaryDirectory() as scratch:
        found = sample(Path(scratch), with_communes(indicators=[*indicators, ratio("r3", "teams", "visits")]))
        compiled = found.compile()
        found.store.close()
        return compiled


def published(table: Table, *unsummed: str) -> tuple[CompiledReport, Ledgers]:
    """The report with these figures, by body, half-year and indicator; and the tallies that it was made from."""
    bare = base(*unsummed)
    cutoff = bare.report.cutoff
    inputs = []
    for body, halves in table.items():
        for half in HALVES:
            said = halves[half.key.removeprefix("2015-")]
            days = cutoff_window(half, cutoff, bare.document.cutoff_profile(cutoff))
            answers = {code: Answer(Decimal(value)) for code, value in said.items() if value is not None}
            inputs.append(Input(f"mau:B-01/{body}/{half.key}", body, days, days, tuple(said), answers))
    ledgers = Ledgers(bare.plan, bare.report, inputs)
    figures = compile_figures(bare.plan, YEAR, ledgers.of(YEAR))
    trend, secret = guarded(bare.document, YEAR, ledgers, figures, period_series(bare.plan, YEAR, ledgers))
    return replace(bare, figures=tuple(figures), trend=tuple(trend), guarded=secret), ledgers


# --- what is known, as equations ------------------------------------------------------------------------------------


class Equations:
    """Whether a combination of unknowns follows from those that are known; by elimination, modulo a prime."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Row] = {}

    def add(self, row: Row) -> None:
        if left := self._reduced(row):
            lead = min(left)
            inverse = pow(left[lead], -1, _PRIME)
            self._rows[lead] = {cell: by * inverse % _PRIME for cell, by in left.items()}

    def give(self, row: Row) -> bool:
        return not self._reduced(row)

    def _reduced(self, row: Row) -> Row:
        row = {cell: by % _PRIME for cell, by in row.items() if by % _PRIME}
        while known := next((cell for cell in sorted(row) if cell in self._rows), None):
            times, other = row[known], self._rows[known]
            row = {one: (row.get(one, 0) - times * other.get(one, 0)) % _PRIME for one in {*row, *other}}
            row = {cell: by for cell, by in row.items() if by}
        return row


def of_body(tally: Tally, code: str, body: str) -> Row:
    return {(code, piece.assignment): 1 for piece in tally.cells[body].pieces}


def together(rows: Sequence[Row], times: int = 1) -> Row:
    found: Row = {}
    for row in rows:
        for cell, by in row.items():
            found[cell] = found.get(cell, 0) + by * times
    return found


def of_ratio(top: tuple[str, Tally], bottom: tuple[str, Tally], bodies: Sequence[str]) -> Row:
    """A ratio says that its numerator less so many times its denominator is nothing."""
    over, under = (sum(int(tally.cells[body].value or 0) for body in bodies) for _, tally in (top, bottom))
    rows = [
        together([of_body(tally, code, body) for body in bodies], by)
        for (code, tally), by in ((top, under), (bottom, -over))
    ]
    return together(rows)


def equations(compiled: CompiledReport, ledgers: Ledgers) -> Equations:
    """All that the machine-readable form says, which holds every number of the others."""
    content: Any = content_of(compiled)
    known = Equations()
    for said in content["figures"]:
        for row in rows_of(compiled, ledgers, YEAR, said["indicator"], said["total"], said["by_agency"]):
            known.add(row)
    for said in content["trend"]:
        for point in said["points"]:
            for row in rows_of(compiled, ledgers, parse_period(point["period"]), said["indicator"], point["value"], {}):
                known.add(row)
    return known


def rows_of(
    compiled: CompiledReport, ledgers: Ledgers, period: Period, code: str, total: object, cells: Mapping[str, Any]
) -> Iterator[Row]:
    indicator = compiled.document.indicator(code)
    shown = [body for body, cell in cells.items() if cell["value"] is not None]
    if indicator.kind == "ratio":
        top, bottom = (
            (one, ledgers.of(period).tally(compiled.document.indicator(one))) for one in terms(compiled, code)
        )
        both = [one for one in top[1].cells if is_in(top[1], one) and is_in(bottom[1], one)]
        yield from (of_ratio(top, bottom, [body]) for body in shown)
        yield from [of_ratio(top, bottom, both)] if total is not None else []
        return
    tally = ledgers.of(period).tally(indicator)
    yield from (of_body(tally, code, body) for body in shown)
    yield from ({(code, one["assignment"]): 1} for cell in cells.values() for one in cell["pieces"] if "value" in one)
    if total is not None:
        yield together([of_body(tally, code, body) for body in tally.cells])


def terms(compiled: CompiledReport, code: str) -> tuple[str, str]:
    one = compiled.document.indicator(code)
    return one.numerator or "", one.denominator or ""


def is_in(tally: Tally, body: str) -> bool:
    return body in tally.cells and tally.cells[body].value is not None


def secrets(ledgers: Ledgers, compiled: CompiledReport) -> Iterator[Row]:
    """The small figures of small bodies, of the year and of its halves."""
    for code in ("visits", "violations", "teams"):
        for period in (YEAR, *HALVES):
            tally = ledgers.of(period).tally(compiled.document.indicator(code))
            for body in COMMUNES:
                if body in tally.cells and is_small(tally.cells[body].value or Decimal(0)):
                    yield of_body(tally, code, body)


# --- the law --------------------------------------------------------------------------------------------------------

numbers = st.one_of(st.none(), st.integers(0, 6), st.sampled_from([40, 900]))
said = st.fixed_dictionaries(dict.fromkeys(("visits", "violations", "teams"), numbers))
halves = st.fixed_dictionaries({"H1": said, "H2": said})
tables = st.fixed_dictionaries(dict.fromkeys(BODIES, halves))


@settings(deadline=None, max_examples=100)
@given(tables, st.sampled_from([(), ("violations",), ("visits", "teams")]))
def test_no_small_figure_follows_from_what_is_published(table: Table, unsummed: tuple[str, ...]) -> None:
    compiled, ledgers = published(table, *unsummed)
    known = equations(compiled, ledgers)

    for row in secrets(ledgers, compiled):
        assert not known.give(row), row


@settings(deadline=None, max_examples=25)
@given(tables)
def test_the_workbook_shows_no_number_that_the_machine_readable_form_hides(table: Table) -> None:
    compiled, _ = published(table)
    content: Any = content_of(compiled)
    names = {one.code: one.name for one in compiled.document.indicators}
    book = opened(render_xlsx(compiled))

    cells = {
        (row[0], head): value
        for sheet in ("Theo huyện", "Diễn biến trong kỳ")
        if sheet in book
        for heads, *rows in [list(book[sheet].iter_rows(min_row=4, values_only=True))]
        for row in rows
        for head, value in zip(heads, row, strict=True)
    }
    for said in content["figures"]:
        for body, cell in said["by_agency"].items():
            shown = cells.get(
                (names[said["indicator"]], compiled.brief(body).removeprefix("UBND ").removeprefix("huyện "))
            )
            assert cell["value"] is not None or not is_number(shown), (said["indicator"], body, shown)
    for said in content["trend"]:
        for point in said["points"]:
            title = parse_period(point["period"]).title()
            shown = cells[names[said["indicator"]], title[0].upper() + title[1:]]
            assert point["value"] is not None or not is_number(shown), (said["indicator"], title, shown)


def is_number(shown: object) -> bool:
    return isinstance(shown, int | float) or (isinstance(shown, str) and shown.startswith("="))


# --- worked cases ---------------------------------------------------------------------------------------------------


def whole_year(**bodies: tuple[int | None, int | None]) -> dict[str, dict[str, dict[str, int | None]]]:
    """Visits and violations, which the first half-year has; nothing occurred in the second."""
    none: dict[str, int | None] = {"visits": None, "violations": None, "teams": None}
    table: dict[str, dict[str, dict[str, int | None]]] = {}
    for body in BODIES:
        first = dict(zip(("visits", "violations"), bodies.get(body, (None, None)), strict=True))
        second = {code: None if value is None else 0 for code, value in first.items()}
        table[body] = {"H1": none | first, "H2": none | second}
    return table


# visits and violations of the bodies: whether the ratio of the totals may be said
RATIOS = [
    # x0's 2 violations and h1's 40 are withheld, h1 has no visits: the ratio of the others is that of x0 and h2
    ({"x0": (5, 2), "h1": (None, 40), "h2": (60, 50)}, False),
    # x0 has no visits: the ratio says what h1 and h2 have together, and so what is left for x0
    ({"x0": (None, 2), "h1": (60, 40), "h2": (60, 50)}, False),
    # visits withheld, solved by the ratio from violations
    ({"x0": (2, 5), "h1": (40, None), "h2": (50, 60)}, False),
    # all have both: the ratio is that of two totals that are published
    ({"x0": (5, 2), "h1": (60, 40), "h2": (60, 50)}, True),
    # a body that only has visits changes nothing: no violations are told by it
    ({"x0": (5, 2), "h1": (60, 40), "h2": (60, None)}, True),
    # nothing is small
    ({"x0": (5, 3), "h1": (None, 40), "h2": (60, 50)}, True),
]


@pytest.mark.parametrize(("bodies", "told"), RATIOS)
def test_a_ratio_is_withheld_only_where_it_solves(bodies: dict[str, tuple[int | None, int | None]], told: bool) -> None:
    compiled, _ = published(whole_year(**bodies))
    figures = {one.indicator: one for one in compiled.figures}

    assert (figures["r1"].total is not None) is told
    assert figures["r1"].withheld is not told
    assert None not in (figures["visits"].total, figures["violations"].total), "a sum that solves nothing stays"


def test_a_withheld_ratio_is_told_as_such_and_not_as_small() -> None:
    compiled, _ = published(whole_year(x0=(5, 2), h1=(None, 40), h2=(60, 50)))
    rate = next(one for one in compiled.figures if one.indicator == "r1")

    assert total_text(rate) == "x"
    assert sentence(rate, "2015") == "r1: không công bố, để không suy ra được số nhỏ hơn 3"


def test_a_half_year_is_withheld_where_the_year_less_it_is_small() -> None:
    table = whole_year(x1=(None, 9), x2=(3, 9))
    table["x1"]["H2"]["visits"], table["x2"]["H2"]["visits"] = 3, 1

    compiled, _ = published(table)
    content: Any = content_of(compiled)
    trend = {one["indicator"]: [point["value"] for point in one["points"]] for one in content["trend"]}

    visits = next(one for one in content["figures"] if one["indicator"] == "visits")
    assert visits["by_agency"]["x2"]["value"] == 4, "the year's figure is not small"
    assert trend["visits"] == [None, 4], "3 of x2 alone would leave 1 for its second half-year"
    assert trend["violations"] == [18, 0], "nothing in it is small"


def test_parts_of_figures_are_not_told_where_one_would_follow() -> None:
    one, other = ({"visits": n, "violations": 9, "teams": None} for n in (2, 8))
    table = {body: {"H1": one | {"visits": 40}, "H2": other | {"visits": 50}} for body in BODIES}
    compiled, _ = published(table | {"x0": {"H1": one, "H2": other}})
    content: Any = content_of(compiled)
    pieces = {
        said["indicator"]: ["value" in one for cell in said["by_agency"].values() for one in cell["pieces"]]
        for said in content["figures"]
    }

    assert not any(pieces["visits"]), "the half-year's total less the others' parts is x0's 2"
    visits = next(one for one in content["figures"] if one["indicator"] == "visits")
    assert (visits["total"], visits["by_agency"]["x0"]["value"]) == (370, 10), "the year's figures are told"
    assert [point.value for point in next(one for one in compiled.trend if one.indicator == "visits").points] == [
        162,
        208,
    ]


def test_the_least_other_year_of_a_programme_goes_with_one_that_is_withheld() -> None:
    years = [Point(str(year), f"năm {year}", Decimal(value)) for year, value in ((2011, 9), (2012, 5), (2013, 2))]
    hidden = [*years[:2], replace(years[2], value=None, withheld=True)]
    totals = [Decimal(9), Decimal(5), Decimal(2)]

    assert [point.value for point in protected(hidden, totals, Decimal(16))] == [9, None, None]
    assert [point.value for point in protected(hidden, totals, Decimal(20))] == [9, 5, None], "it is not their sum"
    assert [point.value for point in protected(hidden, totals, None)] == [9, 5, None]
    assert protected(years, totals, Decimal(16)) == years
