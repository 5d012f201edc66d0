"""A body that is excused for a part of a report's period: what it did report counts, and is compared with nothing."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.charts.trend import findings
from reports.legends import legend
from reports.provenance import trace_figure
from reports.series import ends, over_all
from reports.tables import figure_rows, point_text
from reports.wording import change, round_half_up
from reports.xlsx.workbook import render_xlsx
from tests.excused_samples import HEAD, cell, excuse, partly_excused, stands
from tests.report_samples import YEAR_END, Sample, obligation, plan_of, sample
from tests.test_report_incomplete import chart
from tests.test_report_series import figure, take_in
from tests.workbook_samples import opened


@pytest.fixture
def partly(tmp_path: Path) -> Sample:
    return partly_excused(tmp_path)


# what the second district reported by half ("M": excused, "": owed), and how its flow, its stock and its ratio stand
HALVES = [
    (("3/1/2", "M"), ("3+M", "excused", "33.33+M")),
    (("M", "3/1/2"), ("3+M", "2", "33.33+M")),
    (("M", "M"), ("excused", "excused", "excused")),
    (("M", ""), ("missing", "missing", "missing")),
    (("", "M"), ("missing", "missing", "missing")),
    (("3/1/2", ""), ("missing", "missing", "missing")),
    (("3/1/2", "1/1/4"), ("4", "4", "50")),
    (("M", "3//2"), ("3+M", "2", "missing")),
]


@pytest.mark.parametrize(("said", "expected"), HALVES)
def test_what_was_reported_counts_and_nothing_is_owed_for_the_rest(
    tmp_path: Path, said: tuple[str, str], expected: tuple[str, str, str]
) -> None:
    found = sample(tmp_path)
    for half, words in zip(("H1", "H2"), said, strict=True):
        if words == "M":
            excuse(found, f"B-01/h2/2015-{half}")
        elif words:
            values = zip(("visits", "violations", "teams"), words.split("/"), strict=True)
            found.answer(f"B-01/h2/2015-{half}", {code: int(value) for code, value in values if value})

    compiled = found.compile()
    rate = cell(compiled, "rate")
    shown = replace(rate, value=None if rate.value is None else round_half_up(rate.value, 2))

    assert (stands(cell(compiled, "visits")), stands(cell(compiled, "teams")), stands(shown)) == expected
    counted = [one for one in ("visits", "teams") if figure(compiled, one).expected != 1 + (expected[0] != "excused")]
    assert counted == (["teams"] if expected[1] == "excused" != expected[0] else [])


CUMULATIVE = [
    (("3", "M"), "3+M"),  # what is known of the year: its first half
    (("M", "3"), "3"),  # the second return holds the year from its start
    (("M", "M"), "excused"),
    (("M", ""), "missing"),
    (("3", ""), "missing"),
]


@pytest.mark.parametrize(("said", "expected"), CUMULATIVE)
def test_a_cumulative_form_lacks_only_the_days_after_its_last_return(
    tmp_path: Path, said: tuple[str, str], expected: str
) -> None:
    forms = [{"code": "f", "cumulative": True, "indicators": ["visits", "violations", "teams"]}]
    found = sample(tmp_path, plan_of(forms=forms))
    for half, words in zip(("H1", "H2"), said, strict=True):
        if words == "M":
            excuse(found, f"B-01/h2/2015-{half}")
        elif words:
            found.answer(f"B-01/h2/2015-{half}", {"visits": int(words)})

    assert stands(cell(found.compile(), "visits")) == expected


def test_what_another_assignment_still_owes_for_the_same_days_is_missing(tmp_path: Path) -> None:
    duties = [obligation("B-01", ["huyen"]), obligation("Q-01", ["h2"], period="quarter")]
    found = sample(tmp_path, plan_of(obligations=duties))
    found.answer("B-01/h2/2015-H1", {"visits": 5})
    excuse(found, "B-01/h2/2015-H2")

    assert stands(cell(found.compile(), "visits")) == "missing", "the third and fourth quarter are owed"

    found.answer("Q-01/h2/2015-Q3", {"visits": 2})
    excuse(found, "Q-01/h2/2015-Q4")

    compiled = found.compile()
    assert stands(cell(compiled, "visits")) == "7+M"
    assert [one.assignment for one in cell(compiled, "visits").spared] == ["mau:Q-01/h2/2015-Q4"]


def test_a_ratio_of_terms_that_lack_different_days_is_none(tmp_path: Path) -> None:
    forms = [{"code": "f", "indicators": ["visits"]}, {"code": "v", "indicators": ["violations"]}]
    duties = [obligation("B-01", ["huyen"]), obligation("V-01", ["huyen"], form="v")]
    indicators = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators if one.code != "teams"]
    found = sample(tmp_path, plan_of(forms=forms, obligations=duties, indicators=indicators))
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 10})
    for name in ("h1/2015-H1", "h1/2015-H2", "h2/2015-H1"):
        found.answer(f"V-01/{name}", {"violations": 1})
    excuse(found, "V-01/h2/2015-H2")

    compiled = found.compile()
    rate = figure(compiled, "rate")

    assert stands(cell(compiled, "violations")) == "1+M"
    assert stands(cell(compiled, "rate")) == "excused"
    assert [rate.total, rate.reported, rate.expected] == [10, 1, 1], "two of twenty, without the half-year's share"
    (row,) = [one for one in opened(render_xlsx(compiled))["Tổng quan"].iter_rows(values_only=True) if one[3] == "rate"]
    assert row[5] == "=ROUND(SUM('Theo huyện'!D6)*100/SUM('Theo huyện'!D5),2)"


def test_the_year_is_the_sum_of_its_halves_wherever_they_meet(partly: Sample) -> None:
    compiled = partly.compile()
    visits = figure(compiled, "visits")
    trend = next(one for one in compiled.trend if one.indicator == "visits")

    assert [visits.total, visits.reported, visits.expected, visits.spared] == [62, 2, 2, {"h2"}]
    assert [point.value for point in trend.points] == [42, 20]
    assert over_all(trend) == visits.total
    assert compiled.attendance.missing == ()


class TestComparison:
    """A part of a year is not measured against a year."""

    def test_with_a_year_that_was_whole(self, partly: Sample) -> None:
        take_in(partly, ("2014", "visits", "h1", "40"), ("2014", "visits", "h2", "40"), ("2014", "violations", "", "9"))

        compiled = partly.compile()

        for code in ("visits", "violations"):
            one = figure(compiled, code)
            assert (one.comparable, one.change_percent) == (False, None)
        assert change(figure(compiled, "visits"), "2015") == "năm trước 80 lượt", "why is said behind it"
        years = next(one for one in compiled.years if one.indicator == "visits")
        assert ends(years) is None
        assert not any(found.indicator == "visits" for found in compiled.outliers)

    def test_with_a_year_that_was_not(self, tmp_path: Path) -> None:
        found = sample(tmp_path, plan_of(plan=HEAD | {"to": "2015-12-31"}))
        for name in ("h1/2014-H1", "h1/2014-H2", "h2/2014-H1"):
            found.answer(f"B-01/{name}", {"visits": 10})
        excuse(found, "B-01/h2/2014-H2")
        for body in ("h1", "h2"):
            for half in ("H1", "H2"):
                found.answer(f"B-01/{body}/2015-{half}", {"visits": 10})

        compiled = found.compile()
        visits = figure(compiled, "visits")

        assert [visits.total, visits.previous, visits.comparable] == [40, 30, False]
        assert change(visits, "2015") == "năm trước 30 lượt (khi đó có đơn vị được miễn một phần kỳ)"
        (row,) = [one for one in figure_rows(compiled) if one[1] == visits.name]
        assert row[4:6] == ("30(M)", "")
        assert legend(compiled).endswith("“(M)” có đơn vị được miễn một phần hoặc cả kỳ")
        assert point_text(compiled.years[0].points[-2], 0) == "30(M)"

    def test_pictures_say_why_they_leave_it_out(self, partly: Sample) -> None:
        take_in(partly, ("2014", "visits", "", "80"), ("2014", "teams", "h1", "4"), ("2013", "visits", "", "70"))
        partly.answer("B-01/h2/2015-H1", {"visits": 12, "violations": 3})
        compiled = partly.compile()
        excuse(partly, "B-01/h2/2015-H1")
        without = partly.compile()

        assert "năm 2015 có đơn vị được miễn một phần kỳ, năm 2014 so với năm 2013" in "; ".join(
            findings(compiled.years)
        )
        assert chart(compiled, "comparison").finding.endswith(
            "1 chỉ tiêu không so sánh vì có đơn vị được miễn một phần kỳ"
        )
        assert "một phần kỳ" in "; ".join(findings(compiled.years)) and figure(without, "visits").spared == {"h2"}

    def test_nobody_is_asked_why_a_part_is_less(self, tmp_path: Path) -> None:
        found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"], period="quarter")]))
        take_in(found, *((str(year), "visits", body, "900") for year in (2012, 2013, 2014) for body in ("h1", "h2")))
        for body in ("h1", "h2"):
            for quarter in ("Q1", "Q2"):
                found.answer(f"B-01/{body}/2015-{quarter}", {"visits": 100})
            excuse(found, *(f"B-01/{body}/2015-{quarter}" for quarter in ("Q3", "Q4")))

        compiled = found.compile()

        assert figure(compiled, "visits").total == 400
        assert compiled.outliers == ()

    def test_nor_why_a_sum_that_one_was_excused_from_is(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 50})
            excuse(found, f"B-01/h2/2015-{half}")
        take_in(found, ("2013", "visits", "", "900"), ("2014", "visits", "", "1000"))

        assert found.compile().outliers == ()

    def test_a_part_is_no_history(self, tmp_path: Path) -> None:
        found = sample(tmp_path, plan_of(plan=HEAD | {"to": "2015-12-31"}))
        take_in(found, ("2013", "visits", "h1", "10"))
        found.answer("B-01/h1/2014-H1", {"visits": 10})
        excuse(found, "B-01/h1/2014-H2")
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 25})

        assert found.compile().outliers == (), "a half-year says nothing of a year"


def test_a_number_is_traced_to_what_was_excused(partly: Sample) -> None:
    with partly.store.reading() as session:
        visits, teams = (
            trace_figure(session, partly.plan, "year-end", "2015", code, YEAR_END).now for code in ("visits", "teams")
        )

    one = next(one for one in visits.bodies if one.agency == "h2")
    assert (one.rule, one.value, visits.total) == ("rest", Decimal(12), Decimal(62))
    assert one.why == "tính phần kỳ đã báo cáo: B-01 2015-H1; được miễn, không có số liệu: B-01 2015-H2"
    assert [source.assignment for source in one.sources if source.counts] == ["mau:B-01/h2/2015-H1"]
    assert next(one for one in teams.bodies if one.agency == "h2").rule == "excused"


def test_a_stock_after_an_excused_half_is_the_latest_and_no_exact_period(tmp_path: Path) -> None:
    found = sample(tmp_path)
    found.answer("B-01/h2/2015-H2", {"teams": 3})
    excuse(found, "B-01/h2/2015-H1")
    with found.store.reading() as session:
        (_, one) = trace_figure(session, found.plan, "year-end", "2015", "teams", YEAR_END).now.bodies

    assert (one.rule, one.value) == ("latest", Decimal(3))
