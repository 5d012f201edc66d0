"""Sums that lack bodies are never told as sums of all: in series, comparisons, targets and pictures."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.assignments import Workflow
from models.forms import Indicator
from reports.charts import Chart, charts_of
from reports.charts.trend import findings
from reports.charts.words import moved
from reports.compiled import CompiledReport, Point, Series
from reports.content import content_of
from reports.figures import IndicatorFigure
from reports.html.page import render_html
from reports.html.tables import over_time
from reports.series import ends, moves, over_all
from reports.tables import figure_heads, figure_rows, point_text
from reports.targets import verdict
from reports.wording import against_target, change, change_cell, sentence, year_before
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import IN_TIME, Sample, plan_of, report, sample
from tests.test_report_series import compiled, figure, take_in
from tests.workbook_samples import opened

SILENT_HALF = datetime(2015, 12, 22, tzinfo=UTC)


def point(period: str, value: int | None, reported: int = 2, expected: int = 2, bodies: str = "ab") -> Point:
    number = None if value is None else Decimal(value)
    return Point(period, period, number, reported=reported, expected=expected, bodies=frozenset(bodies))


def series(*points: Point, kind: str = "flow") -> Series:
    return Series("visits", "Lượt", "lượt", kind, 0, points)


@pytest.fixture
def partly(tmp_path: Path) -> Sample:
    """Both districts reported the first half-year, one the second."""
    found = sample(tmp_path, plan_of())
    for name, visits in (("h1/2015-H1", 10), ("h2/2015-H1", 30), ("h1/2015-H2", 20)):
        found.answer(f"B-01/{name}", {"visits": visits, "violations": 1, "teams": 1})
    return found


def chart(report_: CompiledReport, code: str) -> Chart:
    return next(one for one in charts_of(report_) if one.code == code)


def test_each_point_says_how_many_bodies_are_in_it(partly: Sample) -> None:
    first, second = next(one for one in compiled(partly).trend if one.indicator == "visits").points

    assert [first.value, first.reported, first.expected, first.partial] == [40, 2, 2, False]
    assert [second.value, second.reported, second.expected, second.partial] == [20, 1, 2, True]
    assert point_text(second, 0) == "20°"


def test_the_machine_readable_content_says_so_too(partly: Sample) -> None:
    trend: Any = content_of(compiled(partly))["trend"]

    second = trend[0]["points"][1]
    assert (second["reported"], second["expected"], second["partial"]) == (1, 2, True)


def test_a_sum_over_all_periods_needs_every_period(partly: Sample) -> None:
    whole, lacking = point("2014", 3), point("2015", 4, reported=1)

    assert over_all(series(whole, point("2015", 4))) == 7
    assert over_all(series(whole, lacking)) == 7, "what it lacks is marked"
    assert over_all(series(point("2013", None), whole, lacking)) is None
    assert over_all(series(lacking, whole, kind="stock")) == 3, "a stock is its last value"
    assert over_all(series(whole, point("2015", None), kind="stock")) is None
    assert over_all(series(point("2015", 4)), addable=False) is None
    table = over_time(compiled(partly), compiled(partly).trend, summed=True)
    assert [row[-1] for row in table.rows if row[0] == "Lượt cơ sở được kiểm tra"] == ["30°"]


# what stands in a series, and between which of its periods it may be compared
COMPARED = [
    ([point("1", 5), point("2", 6)], ("1", "2")),
    ([point("1", 5), point("2", 6, reported=1)], None),
    ([point("1", 5), point("2", 6, reported=1), point("3", 7)], ("1", "3")),
    ([point("1", 5, bodies="ac"), point("2", 6)], None),
    ([point("1", 5, bodies="ac"), point("2", 6), point("3", 7)], ("2", "3")),
    ([point("1", 5, bodies=""), point("2", 6)], ("1", "2")),
    ([point("1", None), point("2", 6)], None),
]


@pytest.mark.parametrize(("points", "between"), COMPARED)
def test_only_what_holds_the_same_bodies_is_compared(points: list[Point], between: tuple[str, str] | None) -> None:
    found = ends(series(*points))

    assert (None if found is None else (found[0].period, found[1].period)) == between


def test_a_body_that_was_excused_in_one_half_makes_the_halves_unlike(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for name in ("h1/2015-H1", "h2/2015-H1", "h1/2015-H2"):
        found.answer(f"B-01/{name}", {"visits": 10})
    found.change("B-01/h2/2015-H2", state=Workflow.EXCUSED, decided_at=IN_TIME)

    visits = next(one for one in compiled(found).trend if one.indicator == "visits")

    assert not any(one.partial for one in visits.points)
    assert ends(visits) is None


def test_a_whole_that_was_taken_in_is_not_compared_with_a_sum_that_an_excused_body_left(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10})
        found.change(f"B-01/h2/2015-{half}", state=Workflow.EXCUSED, decided_at=IN_TIME)
    take_in(found, ("2014", "visits", "", "400"))

    report_ = compiled(found)
    visits = figure(report_, "visits")
    years = next(one for one in report_.years if one.indicator == "visits")

    assert [visits.total, visits.previous, visits.reported, visits.expected] == [20, 400, 1, 1]
    assert not visits.comparable
    assert ends(years) is None


def test_the_trend_finds_nothing_in_sums_that_lack_bodies(partly: Sample) -> None:
    one = chart(compiled(partly), "trend")

    assert one.title == "Diễn biến theo kỳ: 4 chỉ tiêu không so sánh vì chưa đủ đơn vị báo cáo"
    assert "6 tháng cuối năm 2015 20 (1/2 đơn vị)" in one.alt
    assert "Cột rỗng, dấu ° là chưa đủ đơn vị báo cáo, không so sánh." in one.svg
    assert ">20°<" in one.svg


def test_what_is_whole_is_still_compared(partly: Sample) -> None:
    both = series(point("2015-H1", 10), point("2015-H2", 30))
    one = chart(replace(compiled(partly), trend=[*compiled(partly).trend, replace(both, indicator="b")]), "trend")

    assert one.finding.endswith(
        "1 chỉ tiêu tăng; trong số đó thay đổi nhiều nhất: Lượt (tăng 200%); "
        "4 chỉ tiêu không so sánh vì chưa đủ đơn vị báo cáo"
    )


def test_last_year_is_no_measure_for_other_bodies(partly: Sample) -> None:
    take_in(partly, ("2014", "visits", "h1", "20"), ("2014", "visits", "h2", "20"), ("2014", "violations", "h1", "2"))

    report_ = compiled(partly)
    visits, violations = figure(report_, "visits"), figure(report_, "violations")

    assert [visits.total, visits.previous, visits.comparable, visits.change_percent] == [30, 40, False, None]
    assert change(visits, "2015") == "năm trước 40 lượt", "how many reported is said behind it"
    assert [violations.total, violations.previous, violations.comparable] == [2, 2, True]
    assert "1 chỉ tiêu không so sánh vì không cùng đơn vị báo cáo" in chart(report_, "comparison").finding
    one = chart(report_, "comparison")
    assert "Lượt cơ sở được kiểm tra" not in one.alt
    assert "Cơ sở vi phạm (cơ sở): năm 2014 2; năm 2015 2 (1/2 đơn vị), không đổi." in one.alt
    assert ">2015: 2°<" in one.svg
    assert "° (thanh rỗng) chưa đủ đơn vị báo cáo." in one.svg
    assert re.search(r'fill="#ffffff"[^>]*stroke="#0b4f8a"', one.svg), "hollow, as in the other pictures"


def test_a_ratio_of_different_bodies_lacks_what_its_terms_lack(tmp_path: Path) -> None:
    forms = [{"code": "f", "indicators": ["visits"]}, {"code": "v", "indicators": ["violations"]}]
    duties = [
        {
            "code": code,
            "title": code,
            "assigned_to": [body],
            "form": form,
            "cutoff": "nd09",
            "due": {"after_cutoff": "3wd"},
        }
        for code, body, form in (("B-01", "huyen", "f"), ("V-01", "so-b", "v"))
    ]
    indicators = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators if one.code != "teams"]
    found = sample(tmp_path, plan_of(forms=forms, obligations=duties, indicators=indicators))
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10})
        found.answer(f"V-01/so-b/2015-{half}", {"violations": 1}, estimates=("violations",))

    rate = figure(compiled(found), "rate")

    assert [rate.total, rate.reported, rate.expected, rate.estimate] == [10, 2, 3, True]
    assert "theo số liệu của 2/3 đơn vị" in sentence(rate, "2015")


class TestTargets:
    """A target is met or missed only where the bodies that are missing cannot change that."""

    @pytest.mark.parametrize(
        ("aim", "kind", "value", "met"),
        [
            ("at-least", "flow", 100, True),
            ("at-least", "flow", 99, None),
            ("at-most", "flow", 101, False),
            ("at-most", "flow", 100, None),
            ("at-least", "ratio", 100, None),
            ("at-most", "ratio", 101, None),
        ],
    )
    def test_verdict(self, aim: str, kind: str, value: int, met: bool | None) -> None:
        terms = {"numerator": "a", "denominator": "b"} if kind == "ratio" else {}
        one = Indicator.model_validate({"code": "i", "name": "I", "unit": "lượt", "kind": kind, "aim": aim} | terms)

        assert verdict(one, Decimal(value), Decimal(100), whole=False) is met
        assert verdict(one, Decimal(value), Decimal(100), whole=True) is (
            value >= 100 if aim == "at-least" else value <= 100
        )

    def test_in_words_and_in_the_picture(self, tmp_path: Path) -> None:
        shown = report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"})
        found = sample(
            tmp_path, plan_of(reports=[shown | {"sections": [{"code": "m", "title": "Mục tiêu", "shows": "targets"}]}])
        )
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 40})

        report_ = compiled(found)
        section = next(one for one in report_.sections if one.code == "m")

        assert section.lines[0] == "Các mục tiêu chưa đủ số liệu để đánh giá:"
        assert section.lines[1].endswith("theo số liệu của 1/2 đơn vị.")
        assert (
            chart(report_, "target").title == "Lượt cơ sở được kiểm tra: đạt 80% mục tiêu, theo số liệu của 1/2 đơn vị"
        )
        assert ">80%°<" in chart(report_, "target").svg


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (4, 1, "tăng 3 lượt so với năm trước (1 lượt)"),
        (0, 9, "giảm 9 lượt so với năm trước (9 lượt)"),
        (7, 0, "tăng 7 lượt so với năm trước (0 lượt)"),
        (15, 10, "tăng 50% so với năm trước"),
        (3, 3, "bằng năm trước"),
    ],
)
def test_changes_from_small_numbers_are_told_as_numbers(tmp_path: Path, now: int, before: int, said: str) -> None:
    found = sample(tmp_path)
    for half, visits in (("H1", now), ("H2", 0)):
        for body in ("h1", "h2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": visits if body == "h1" else 0})
    take_in(found, ("2014", "visits", "", str(before)))

    assert change(figure(compiled(found), "visits"), "2015") == said


def test_pages_mark_and_explain_them(partly: Sample) -> None:
    page = render_html(compiled(partly)).decode()

    assert "20°" in page
    assert "“°” còn thiếu đơn vị phải báo cáo" in page


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(16, 9, "+7 lượt"), (4, 9, "-5 lượt"), (9, 9, "0 lượt"), (15, 10, "+50"), (9, 12, "-25")],
)
def test_tables_leave_small_bases_out_of_percentages_too(tmp_path: Path, now: int, before: int, said: str) -> None:
    found = sample(tmp_path)
    for half, visits in (("H1", now), ("H2", 0)):
        for body in ("h1", "h2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": visits if body == "h1" else 0, "violations": 0})
    take_in(found, ("2014", "visits", "", str(before)))
    report_ = compiled(found)

    (row,) = [one for one in figure_rows(report_) if one[1] == "Lượt cơ sở được kiểm tra"]
    *_, cells = [
        one for one in opened(render_xlsx(report_))["Tổng quan"].iter_rows(values_only=True) if one[3] == "visits"
    ]

    assert figure_heads(report_)[4:6] == ["Năm trước", "Tăng, giảm (%)"]
    assert row[4:6] == (str(before), said)
    assert cells[7] == (said if before < 10 else "=ROUND((F5-G5)*100/ABS(G5),2)")
    assert "số năm trước dưới 10 thì ghi mức tăng, giảm." in render_html(report_).decode()


def test_the_distance_of_two_percentages_is_the_same_wherever_it_is_told(small_rate: IndicatorFigure) -> None:
    assert change(small_rate, "2015") == "giảm 4,44 điểm phần trăm so với năm trước"
    assert change(small_rate, "2015-H1") == "giảm 4,44 điểm phần trăm so với cùng kỳ năm trước"
    assert change_cell(small_rate) == "-4,44 điểm"
    assert moved(Decimal(100), Decimal("95.5555"), "%", 2) == "giảm 4,44 điểm %"
    assert (against_target(small_rate, "2015") or "").endswith("4,44 điểm phần trăm")


@pytest.fixture
def small_rate() -> IndicatorFigure:
    """A rate of 95,5555… % after 100 %, with a target of 100 %."""
    now, full = Decimal("95.5555"), Decimal(100)
    found = IndicatorFigure("r", "Tỷ lệ", "%", "ratio", "s", None, 2, now, 2, 2, by_agency={})
    return replace(
        found, previous=full, change_percent=now - full, target=full, target_period="2015", percent_of_target=now
    )


# a period, and what it is compared with, without and with the year's number
COMPARED_WITH = [
    ("2015", "năm trước", "năm 2014"),
    ("2015-H1", "cùng kỳ năm trước", "cùng kỳ năm 2014"),
    ("2015-9M", "cùng kỳ năm trước", "cùng kỳ năm 2014"),
    ("2015-Q3", "cùng kỳ năm trước", "cùng kỳ năm 2014"),
    ("2011..2015", "", ""),
    ("once", "", ""),
]


@pytest.mark.parametrize(("period", "said", "named"), COMPARED_WITH)
def test_a_year_is_compared_with_the_year_before_and_a_part_with_the_same_part(
    period: str, said: str, named: str
) -> None:
    assert (year_before(period), year_before(period, named=True)) == (said, named)


YEARS = ("2011", "2012", "2013", "2014", "2015")


def by_year(code: str, *values: int | None, lacking: tuple[str, ...] = ()) -> Series:
    points = [point(year, one, reported=1 if year in lacking else 2) for year, one in zip(YEARS, values, strict=True)]
    return replace(series(*points), indicator=code)


class TestSpans:
    """What rose and fell is counted by the periods between which it is compared: up to the latest that can be."""

    FULL = (by_year("a", 20, 20, 20, 20, 10), by_year("b", 20, 20, 20, 20, 40))

    def test_each_indicator_is_compared_over_its_own_widest_span(self) -> None:
        late, early = by_year("c", None, 10, 10, 10, 30), by_year("d", 20, 20, 20, 60, 90, lacking=("2015",))

        assert "; ".join(findings([*self.FULL, late, early])) == (
            "2015 so với 2011: 1 chỉ tiêu tăng, 1 giảm; trong số đó thay đổi nhiều nhất: Lượt (tăng 100%); "
            "2015 so với 2012: 1 chỉ tiêu tăng; "
            "với các chỉ tiêu chưa đủ số liệu 2015, 2014 so với 2011: 1 chỉ tiêu tăng"
        )
        assert [(one.series.indicator, one.first.period, one.last.period) for one in moves([late, early])] == [
            ("c", "2012", "2015"),
            ("d", "2011", "2014"),
        ]

    def test_however_many_lack_the_last_period_those_that_have_it_are_told_by_it_and_first(self) -> None:
        most = [by_year(f"x{n}", 20, 20, 20, 60, 90, lacking=("2015",)) for n in range(4)]

        said = "; ".join(findings([*most, *self.FULL]))

        assert said.startswith("2015 so với 2011: 1 chỉ tiêu tăng, 1 giảm;")
        assert said.endswith("với các chỉ tiêu chưa đủ số liệu 2015, 2014 so với 2011: 4 chỉ tiêu tăng")

    def test_more_spans_than_a_sentence_holds_are_counted(self) -> None:
        spans = [by_year(str(n), *[None] * n, *[20] * (5 - n)) for n in range(4)]

        assert "; ".join(findings(spans)).endswith(
            "2015 so với 2012: 1 chỉ tiêu không đổi; 2015 so với 2013: 1 chỉ tiêu không đổi; "
            "1 chỉ tiêu so sánh giữa các kỳ khác"
        )

    def test_the_reason_is_said_of_what_is_not_compared(self) -> None:
        lacking = by_year("c", 20, 20, 20, 20, 20, lacking=YEARS[1:])
        others = by_year("d", None, None, None, 20, 20)
        unlike = replace(others, points=(*others.points[:-1], point("2015", 20, bodies="ac")))

        assert "; ".join(findings([*self.FULL, lacking, unlike, by_year("e", None, None, None, None, 3)])).endswith(
            "3 chỉ tiêu không so sánh (1 chưa đủ đơn vị báo cáo, 1 không cùng đơn vị báo cáo, "
            "1 chưa có số liệu của hai kỳ)"
        )
        assert "; ".join(findings([*self.FULL, lacking])).endswith("1 chỉ tiêu không so sánh vì chưa đủ đơn vị báo cáo")

    def test_a_last_period_of_other_bodies_gives_way_to_the_one_before(self) -> None:
        one = by_year("a", 20, 20, 20, 40, 50)
        unlike = replace(one, points=(*one.points[:-1], point("2015", 20, bodies="ac")))

        assert "; ".join(findings([unlike])) == (
            "Với các chỉ tiêu mà 2015 không cùng đơn vị báo cáo, 2014 so với 2011: 1 chỉ tiêu tăng; "
            "thay đổi nhiều nhất: Lượt (tăng 100%)"
        )

    def test_nothing_is_compared_with_nothing(self) -> None:
        assert moves([by_year("a", 20, None, None, None, None)]) == []
