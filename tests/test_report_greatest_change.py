"""What a chart calls the greatest change is the greatest of the percentages that the report prints, and is drawn."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.charts.columns import most_moved
from reports.charts.comparison import comparison_chart
from reports.charts.trend import drawn, findings
from reports.compiled import CompiledReport, Series
from tests.chart_samples import series
from tests.report_samples import sample
from tests.test_report_incomplete import by_year
from tests.test_report_series import figure, take_in

BUDGET = series(705, 980, name="Ngân sách", code="budget")
FINES = series(91, 129, name="Tiền phạt", code="fines")


@pytest.fixture
def small(tmp_path: Path) -> CompiledReport:
    """A year in which the districts reported two indicators, with the year before."""
    found = sample(tmp_path)
    for half, visits, violations in (("H1", 600, 70), ("H2", 380, 59)):
        found.answer(f"B-01/h1/2015-{half}", {"visits": visits, "violations": violations, "teams": 40})
        found.answer(f"B-01/h2/2015-{half}", {"visits": 0, "violations": 0, "teams": 0})
    take_in(found, ("2014", "visits", "", "705"), ("2014", "violations", "", "91"), ("2014", "teams", "", "2"))
    return found.compile()


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([BUDGET, FINES], "thay đổi nhiều nhất: Tiền phạt (tăng 41,8%)"),
        ([BUDGET, FINES, series(3, 90, name="Từ số nhỏ", code="c")], "thay đổi nhiều nhất: Tiền phạt (tăng 41,8%)"),
        ([BUDGET, series(10, 60, name="Tỷ lệ", unit="%", code="r")], "thay đổi nhiều nhất: Ngân sách (tăng 39%)"),
        ([FINES, series(1000, 400, name="Vụ", code="v")], "thay đổi nhiều nhất: Vụ (giảm 60%)"),
        ([series(3, 90), series(10, 60, unit="%", code="r"), series(50, 50, code="same")], ""),
    ],
)
def test_it_is_the_greatest_percentage_that_is_told(found: list[Series], said: str) -> None:
    told = [one for one in findings(found) if "nhiều nhất" in one]

    assert told == ([said] if said else [])


def test_beside_last_year_too(small: CompiledReport) -> None:
    one = comparison_chart(small)

    assert one is not None
    assert figure(small, "teams").previous == 2
    assert f"thay đổi nhiều nhất: {figure(small, 'violations').name} (tăng 41,8%)" in one.finding


def test_what_is_drawn_of_many_are_those_with_the_greatest(small: CompiledReport) -> None:
    first = figure(small, "visits")
    many = [
        replace(first, indicator=f"i{n}", name=f"Chỉ tiêu {n:02}", total=Decimal(1000 + n), previous=Decimal(1000))
        for n in range(12)
    ]
    little = replace(first, indicator="little", name="Từ số nhỏ", total=Decimal(9), previous=Decimal(1))

    one = comparison_chart(replace(small, figures=[little, *many]))

    assert one is not None
    assert "Vẽ 10 chỉ tiêu thay đổi nhiều nhất trong 13." in one.alt
    assert [f"Chỉ tiêu {n:02}" in one.alt for n in range(12)] == [n > 1 for n in range(12)]
    assert "Từ số nhỏ" not in one.alt


def test_what_is_named_is_drawn_though_others_moved_more_until_an_earlier_year() -> None:
    full = [by_year("a", 100, 100, 100, 100, 110), by_year("b", 100, 100, 100, 100, 120)]
    lacking = [by_year(f"x{n}", 100, 100, 100, 900, 5, lacking=("2015",)) for n in range(6)]

    assert "trong số đó thay đổi nhiều nhất: Lượt (tăng 20%)" in findings([*lacking, *full])
    assert [one.indicator for one in drawn([*lacking, *full])] == ["x0", "x1", "x2", "a", "b"]
    assert [one.indicator for one in most_moved([*lacking, *full])] == ["x0", "x1", "x2", "x3", "x4"]
