"""A plan that follows another compares with that one's accepted figures, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from models.plan import PlanDocument
from models.store import Store
from models.submissions import SubmissionState
from models.versions import active_plan
from plans.apply import apply_plan
from plans.rolling import roll_plan
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from tests.report_samples import STARTED, YEAR_END, Sample, obligation, plan_of, report

NEXT_START = datetime(2016, 1, 4, 1, 0, tzinfo=UTC)
NEXT_END = datetime(2016, 12, 22, 3, 0, tzinfo=UTC)


def applied(store: Store, document: PlanDocument, now: datetime) -> Sample:
    with store.session() as session:
        start = date(now.year, 1, 1)
        apply_plan(session, document, source="", now=now, by="Người điều phối", from_date=start)
    with store.reading() as session:
        return Sample(store, active_plan(session, document.plan.code))


def two_years(store: Store, **changes: Any) -> tuple[Sample, Sample]:
    """The plan of 2015, and the one rolled from it for 2016."""
    old = plan_of(plan=plan_of().plan.model_dump(by_alias=True) | {"code": "mau-2015"}, **changes)
    return applied(store, old, STARTED), applied(store, roll_plan(old, 2016).document, NEXT_START)


def fill(sample: Sample, year: int, count: int, at: datetime, code: str = "visits") -> None:
    plan = sample.plan.code
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            given = {code: count, "violations": 5, "teams": 2}
            sample.answer(f"{plan}:B-01/{body}/{year}-{half}", given, received=at, reviewed=at)


def figure(compiled: CompiledReport, code: str) -> IndicatorFigure:
    return next(one for one in compiled.figures if one.indicator == code)


def test_a_rolled_plan_compares_with_the_plan_it_was_made_from(store: Store) -> None:
    last, this = two_years(store)
    fill(last, 2015, 40, YEAR_END)
    fill(this, 2016, 45, NEXT_END)
    compiled = this.compile("year-end", "2016", NEXT_END)
    visits, teams = figure(compiled, "visits"), figure(compiled, "teams")
    assert this.plan.document.plan.previous == "mau-2015"
    assert [visits.total, visits.previous, visits.change_percent] == [180, 160, Decimal("12.5")]
    assert [teams.total, teams.previous] == [4, 4], "a stock is its latest value in either year"
    assert [row.agency for row in compiled.attendance.missing] == []


def test_without_its_name_in_the_head_another_plan_is_not_looked_at(store: Store) -> None:
    last, this = two_years(store)
    fill(last, 2015, 40, YEAR_END)
    fill(this, 2016, 45, NEXT_END)
    head = this.plan.document.plan.model_copy(update={"previous": None})
    alone = applied(store, this.plan.document.model_copy(update={"plan": head}), NEXT_END)
    assert figure(alone.compile("year-end", "2016", NEXT_END), "visits").previous is None


def test_a_previous_plan_that_was_never_applied_here_is_no_error(store: Store) -> None:
    this = applied(store, roll_plan(plan_of(), 2016).document, NEXT_START)
    fill(this, 2016, 45, NEXT_END)
    visits = figure(this.compile("year-end", "2016", NEXT_END), "visits")
    assert [visits.total, visits.previous] == [180, None]


@pytest.mark.parametrize("state", [SubmissionState.SUBMITTED, SubmissionState.RETURNED])
def test_only_what_the_plan_before_accepted_is_compared(store: Store, state: SubmissionState) -> None:
    last, this = two_years(store)
    for half in ("H1", "H2"):
        last.answer(f"mau-2015:B-01/h1/2015-{half}", {"visits": 10}, received=YEAR_END, reviewed=YEAR_END)
    last.answer("mau-2015:B-01/h2/2015-H1", {"visits": 99}, state=state, reviewed=None)
    fill(this, 2016, 45, NEXT_END)
    visits = figure(this.compile("year-end", "2016", NEXT_END), "visits")
    assert [visits.total, visits.previous] == [180, 20]
    assert visits.change_percent is None, "other bodies reported then: that is no growth"


def test_as_of_an_earlier_instant_last_year_is_as_it_was_then(store: Store) -> None:
    last, this = two_years(store)
    fill(last, 2015, 40, YEAR_END)
    fill(last, 2015, 50, datetime(2016, 12, 23, 3, 0, tzinfo=UTC))
    fill(this, 2016, 45, NEXT_END)
    assert figure(this.compile("year-end", "2016", NEXT_END), "visits").previous == 160
    assert figure(this.compile("year-end", "2016", datetime(2016, 12, 24, tzinfo=UTC)), "visits").previous == 200


def test_exact_partitions_of_another_kind_of_period_serve_too(store: Store) -> None:
    """Last year by quarters, this year by halves: the year before is made of four quarters."""
    quarterly = [obligation("B-01", ["huyen"], period="quarter")]
    last, rolled = two_years(store, obligations=quarterly)
    halves = PlanDocument.model_validate(
        rolled.plan.document.model_dump(by_alias=True) | {"obligations": [obligation("B-01", ["huyen"], period="half")]}
    )
    this = applied(store, halves, NEXT_START)
    for body in ("h1", "h2"):
        for quarter in ("Q1", "Q2", "Q3", "Q4"):
            name = f"mau-2015:B-01/{body}/2015-{quarter}"
            last.answer(name, {"visits": 20}, received=YEAR_END, reviewed=YEAR_END)
    fill(this, 2016, 45, NEXT_END)
    visits = figure(this.compile("year-end", "2016", NEXT_END), "visits")
    assert [visits.total, visits.previous] == [180, 160]


def test_an_indicator_keeps_its_past_under_a_new_code(store: Store) -> None:
    last, rolled = two_years(store)
    text = rolled.plan.document.model_dump_json(by_alias=True)
    renamed = PlanDocument.model_validate_json(text.replace('"visits"', '"inspections"'))
    indicators = tuple(
        one.model_copy(update={"previous_code": "visits"}) if one.code == "inspections" else one
        for one in renamed.indicators
    )
    this = applied(store, renamed.model_copy(update={"indicators": indicators}), NEXT_START)
    fill(last, 2015, 40, YEAR_END)
    fill(this, 2016, 45, NEXT_END, code="inspections")
    compiled = this.compile("year-end", "2016", NEXT_END)
    assert figure(compiled, "inspections").previous == 160
    assert figure(compiled, "rate").previous == Decimal("12.5"), "a ratio of last year's sums, 20 of 160"


def test_a_half_year_compares_with_the_same_half(store: Store) -> None:
    reports = [report("half", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"})]
    last, this = two_years(store, reports=reports)
    last.answer("mau-2015:B-01/h1/2015-H1", {"visits": 7}, received=YEAR_END, reviewed=YEAR_END)
    last.answer("mau-2015:B-01/h1/2015-H2", {"visits": 900}, received=YEAR_END, reviewed=YEAR_END)
    fill(this, 2016, 45, NEXT_END)
    assert figure(this.compile("half", "2016-H1", NEXT_END), "visits").previous == 7


def test_rolling_again_names_the_plan_it_is_made_from_and_forgets_older_codes() -> None:
    first = roll_plan(plan_of(), 2016).document
    indicators = tuple(one.model_copy(update={"previous_code": "cu"}) for one in first.indicators)
    second = roll_plan(first.model_copy(update={"indicators": indicators}), 2017).document
    assert second.plan.previous == first.plan.code
    assert {one.previous_code for one in second.indicators} == {None}
