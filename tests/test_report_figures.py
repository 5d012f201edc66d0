"""Figures of a report: what counts, what adds up, what is nil, missing or excused, and against what it is measured."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.assignments import Workflow
from models.submissions import SubmissionState
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.wording import change, number, round_half_up, sentence
from tests.report_samples import IN_TIME, obligation, plan_of, report, sample

LATER = datetime(2015, 8, 1, 3, 0, tzinfo=UTC)


def figure(compiled: CompiledReport, code: str) -> IndicatorFigure:
    return next(one for one in compiled.figures if one.indicator == code)


def counts(one: IndicatorFigure) -> tuple[object, int, int]:
    return one.total, one.reported, one.expected


def indicator(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "unit": "lượt"} | more


def test_a_flow_adds_over_periods_and_bodies(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for name, count in (("h1/2015-H1", 10), ("h1/2015-H2", 5), ("h2/2015-H1", 7), ("h2/2015-H2", 1)):
        found.answer(f"B-01/{name}", {"visits": count})

    visits = figure(found.compile(), "visits")

    assert counts(visits) == (23, 2, 2)
    assert {code: cell.value for code, cell in visits.by_agency.items()} == {"h1": 15, "h2": 8}
    assert [piece.assignment for piece in visits.by_agency["h1"].pieces] == [
        "mau:B-01/h1/2015-H1",
        "mau:B-01/h1/2015-H2",
    ]


def test_a_stock_is_its_latest_value_and_adds_over_disjoint_bodies(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for name, count in (("h1/2015-H1", 10), ("h1/2015-H2", 4), ("h2/2015-H1", 7), ("h2/2015-H2", 3)):
        found.answer(f"B-01/{name}", {"teams": count})

    assert figure(found.compile(), "teams").total == 7


def test_a_stock_of_overlapping_units_is_not_added(tmp_path: Path) -> None:
    indicators = [indicator("visits"), indicator("violations"), indicator("teams", kind="stock", sum_bodies=False)]
    found = sample(tmp_path, plan_of(indicators=indicators))
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"teams": 4})

    teams = figure(found.compile(), "teams")

    assert counts(teams) == (None, 2, 2)
    assert "không cộng được" in sentence(teams, "2015")


def test_a_ratio_is_a_ratio_of_sums_over_the_bodies_that_gave_both_terms(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for body, visits, violations in (("h1", 10, 1), ("h2", 20, 9)):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": visits, "violations": violations})

    rate = figure(found.compile(), "rate")

    assert rate.total is not None
    assert round_half_up(rate.total, 2) == Decimal("33.33")  # 20 of 60; the mean of the two bodies' rates would be 27.5
    assert rate.by_agency["h1"].value == 10


def test_a_ratio_without_a_denominator_is_no_number(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": None, "violations": None})

    assert figure(found.compile(), "rate").total is None


def test_nil_is_a_reported_nothing_and_missing_is_not(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": None})

    visits, teams = (figure(found.compile(), code) for code in ("visits", "teams"))

    assert counts(visits) == (0, 1, 2)
    assert (visits.by_agency["h1"].nil, visits.by_agency["h1"].missing) == (True, False)
    assert (visits.by_agency["h2"].nil, visits.by_agency["h2"].missing) == (False, True)
    assert counts(teams) == (None, 0, 2)
    assert "chưa có số liệu" in sentence(teams, "2015")


def test_a_whole_nil_return_answers_every_indicator(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", nil=True)

    assert [counts(one) for one in found.compile().figures[:3]] == [(0, 2, 2)] * 3
    assert sentence(found.compile().figures[0], "2015").startswith("Lượt cơ sở được kiểm tra: không phát sinh")


def test_half_a_year_is_not_a_year(tmp_path: Path) -> None:
    found = sample(tmp_path)
    found.answer("B-01/h1/2015-H1", {"visits": 10})

    visits = figure(found.compile(), "visits")

    assert counts(visits) == (None, 0, 2)


def test_exactly_the_year_wins_over_its_halves(tmp_path: Path) -> None:
    document = plan_of(obligations=[obligation("B-01", ["huyen"]), obligation("C-01", ["huyen"], period="year")])
    found = sample(tmp_path, document)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10})
    assert figure(found.compile(), "visits").by_agency["h1"].value == 20

    found.answer("C-01/h1/2015", {"visits": 17})

    visits = figure(found.compile(), "visits")
    assert visits.by_agency["h1"].value == 17
    assert [piece.assignment for piece in visits.by_agency["h1"].pieces] == ["mau:C-01/h1/2015"]


def test_other_days_than_the_report_s_are_missing_and_never_bent_to_fit(tmp_path: Path) -> None:
    found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"], cutoff="calendar")]))
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 10})

    visits = figure(found.compile(), "visits")

    assert counts(visits) == (None, 0, 2)
    assert visits.collected


def test_a_cumulative_form_covers_the_year_from_its_start(tmp_path: Path) -> None:
    forms = [{"code": "f", "cumulative": True, "indicators": ["visits", "violations", "teams"]}]
    found = sample(tmp_path, plan_of(forms=forms))
    for name, count in (("h1/2015-H1", 10), ("h1/2015-H2", 25), ("h2/2015-H1", 4), ("h2/2015-H2", 6)):
        found.answer(f"B-01/{name}", {"visits": count})

    assert figure(found.compile(), "visits").total == 31


def test_excused_bodies_are_neither_expected_nor_missing(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3})
        found.change(f"B-01/h2/2015-{half}", state=Workflow.EXCUSED, decided_at=IN_TIME)

    compiled = found.compile()
    visits = figure(compiled, "visits")

    assert counts(visits) == (6, 1, 1)
    assert (visits.by_agency["h2"].excused, visits.by_agency["h2"].missing) == (True, False)
    assert compiled.attendance.missing == ()
    assert [line.agency for line in compiled.attendance.excused] == ["h2", "h2"]


def test_the_owner_s_figures_count_and_the_others_are_listed_beside_them(tmp_path: Path) -> None:
    indicators = [indicator("visits", owner="so-b"), indicator("violations"), indicator("teams")]
    obligations = [obligation("B-01", ["huyen"]), obligation("D-01", ["so-b"])]
    found = sample(tmp_path, plan_of(obligations=obligations, indicators=indicators))
    for half in ("H1", "H2"):
        found.answer(f"D-01/so-b/2015-{half}", {"visits": 50})
        found.answer(f"B-01/h1/2015-{half}", {"visits": 60})

    compiled = found.compile()
    visits = figure(compiled, "visits")

    assert counts(visits) == (100, 1, 1)
    assert list(visits.by_agency) == ["so-b"]
    (line,) = compiled.reconciliation
    assert line.indicator == "visits"
    assert dict(line.others) == {"h1": 120}
    assert [line.total, line.difference] == [100, 20]


def test_a_joint_submission_counts_once_whoever_of_the_partners_sent_it(tmp_path: Path) -> None:
    document = plan_of(obligations=[obligation("B-01", ["huyen"], joint=True)])
    found = sample(tmp_path, document)
    found.answer("B-01/h1/2015-H1", {"visits": 10})
    found.answer("B-01/h2/2015-H2", {"visits": 5})

    compiled = found.compile()
    visits = figure(compiled, "visits")

    assert counts(visits) == (15, 1, 1)
    assert compiled.attendance.missing == ()


def test_an_indicator_that_no_period_can_answer_is_left_out_of_documents(tmp_path: Path) -> None:
    reports = [report("nine", "Báo cáo nhanh", "nine-months", {"2015-9M": "2015-09-25"})]
    found = sample(tmp_path, plan_of(reports=reports))
    found.answer("B-01/h1/2015-H1", {"visits": 10})

    compiled = found.compile("nine", "2015-9M", LATER)

    assert figure(compiled, "visits").total is None
    assert compiled.shown_figures == []
    assert compiled.attendance.missing == ()


def test_last_year_s_figures_stand_beside_this_year_s(tmp_path: Path) -> None:
    head = {"code": "mau", "title": "Kế hoạch", "issuer": "ubnd", "standing": "so-a", "from": "2014-01-01"}
    found = sample(tmp_path, plan_of(plan=head | {"to": "2015-12-31"}))
    for year, count in ((2014, 40), (2015, 45)):
        for body in ("h1", "h2"):
            for half in ("H1", "H2"):
                found.answer(f"B-01/{body}/{year}-{half}", {"visits": count, "violations": count - 35})

    visits, rate = (figure(found.compile(), code) for code in ("visits", "rate"))

    assert [visits.total, visits.previous, visits.change_percent] == [180, 160, Decimal("12.5")]
    assert [visits.target, visits.percent_of_target] == [100, 180]
    assert change(visits, "2015") == "tăng 12,5% so với năm trước"
    assert change(rate, "2015") == "tăng 9,72 điểm phần trăm so với năm trước"


def test_a_half_year_is_measured_against_the_year_s_target(tmp_path: Path) -> None:
    reports = [report("half-year", "Báo cáo sơ kết", "half", {"2015-H1": "2015-06-25"})]
    found = sample(tmp_path, plan_of(reports=reports))
    for body in ("h1", "h2"):
        found.answer(f"B-01/{body}/2015-H1", {"visits": 26})

    visits = figure(found.compile("half-year", "2015-H1", LATER), "visits")

    assert visits.percent_of_target == 52
    assert visits.target_period == "2015"
    assert "đạt 52% mục tiêu năm (100 lượt)" in sentence(visits, "2015-H1")


def test_estimates_are_marked(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 1}, estimates=("visits",) if half == "H2" else ())

    visits = figure(found.compile(), "visits")

    assert visits.by_agency["h1"].estimate
    assert "(ước thực hiện)" in sentence(visits, "2015")


class TestAsOf:
    """A report compiled again as of an instant finds what was accepted then."""

    def test_what_is_not_accepted_yet_does_not_count(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 3})
            found.answer(f"B-01/h2/2015-{half}", {"visits": 3}, reviewed=None, state=SubmissionState.SUBMITTED)

        compiled = found.compile()

        assert figure(compiled, "visits").total == 6
        assert [line.assignment for line in compiled.attendance.unreviewed] == [
            "mau:B-01/h2/2015-H1",
            "mau:B-01/h2/2015-H2",
        ]
        assert compiled.attendance.missing == ()

    def test_accepted_later_counts_later(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 3}, reviewed=LATER)

        assert figure(found.compile(as_of=IN_TIME), "visits").total is None
        assert figure(found.compile(as_of=LATER), "visits").total == 6

    def test_a_correction_replaces_from_its_acceptance_on(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        first = found.answer("B-01/h1/2015-H1", {"visits": 3})
        found.answer("B-01/h1/2015-H2", {"visits": 1})
        found.change_submission(first, state=SubmissionState.REPLACED)
        found.answer("B-01/h1/2015-H1", {"visits": 30}, received=LATER, reviewed=LATER)

        before, after = found.compile(as_of=IN_TIME), found.compile(as_of=LATER)

        assert figure(before, "visits").total == 4
        assert figure(after, "visits").total == 31
        assert {pin.revision for pin in before.pins} == {1}
        assert {pin.revision for pin in after.pins} == {1, 2}

    def test_a_correction_that_waits_leaves_the_accepted_one_standing(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 3})
        found.answer("B-01/h1/2015-H1", {"visits": 9}, reviewed=None, state=SubmissionState.SUBMITTED)

        compiled = found.compile()

        assert figure(compiled, "visits").total == 6
        assert [(line.agency, line.revision) for line in compiled.attendance.unreviewed] == [("h1", 2)]

    def test_returned_is_owed_again(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        found.answer("B-01/h1/2015-H1", {"visits": 3}, state=SubmissionState.RETURNED)

        (line,) = [one for one in found.compile().attendance.missing if one.assignment == "mau:B-01/h1/2015-H1"]

        assert line.returned


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        ("1234.5", 2, "1.234,5"),
        ("1234567", 0, "1.234.567"),
        ("0.125", 2, "0,13"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("100.00", 2, "100"),
        ("12345678901234567890123456789012.5", 1, "12.345.678.901.234.567.890.123.456.789.012,5"),
    ],
)
def test_numbers_are_written_as_in_vietnam(value: str, decimals: int, said: str) -> None:
    assert number(Decimal(value), decimals) == said
