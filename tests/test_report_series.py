"""Beside other years and within the year: series, earlier figures, outliers, and passages that say the same."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.cutoffs import Window
from models.reporting import EarlierFigure, EarlierImport
from reports.accounts import folded
from reports.compiled import CompiledReport, Quote
from reports.compiling import compile_report
from reports.figures import Answer, IndicatorFigure, Input
from reports.folding import fold_quotes
from reports.html.page import render_html
from reports.outliers import find_outliers
from reports.series import over_all
from tests.report_samples import YEAR_END, Sample, plan_of, report, sample

TAKEN = datetime(2015, 12, 1, tzinfo=UTC)


def take_in(found: Sample, *rows: tuple[str, str, str, str | None], at: datetime = TAKEN) -> None:
    """An import of earlier figures: period, indicator, body ("" for the whole), value."""
    with found.store.session() as session:
        source = EarlierImport(plan=found.plan.code, at=at, by="A", source_name="cu.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        for period, indicator, agency, value in rows:
            number = None if value is None else Decimal(value)
            key = source.id or 0
            session.add(EarlierFigure(import_id=key, period=period, indicator=indicator, agency=agency, value=number))


def compiled(found: Sample, code: str = "year-end", period: str = "2015", at: datetime = YEAR_END) -> CompiledReport:
    with found.store.reading() as session:
        return compile_report(session, found.plan, code, period, at)


def answered(tmp_path: Path, **parts: Any) -> Sample:
    found = sample(tmp_path, plan_of(**parts))
    for agency, first, second in (("h1", 10, 20), ("h2", 30, 40)):
        for half, visits in (("H1", first), ("H2", second)):
            found.answer(f"B-01/{agency}/2015-{half}", {"visits": visits, "violations": 1, "teams": half == "H2"})
    return found


def figure(report: CompiledReport, code: str) -> IndicatorFigure:
    return next(one for one in report.figures if one.indicator == code)


def compared(figure: IndicatorFigure) -> tuple[int | None, ...]:
    """This year's total, last year's, and the change in per cent."""
    numbers = (figure.total, figure.previous, figure.change_percent)
    return tuple(None if number is None else int(number) for number in numbers)


def test_a_whole_of_last_year_is_compared_with_a_whole_of_this(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2014", "visits", "", "80"))

    visits = figure(compiled(found), "visits")

    assert compared(visits) == (100, 80, 25)


def test_a_whole_is_no_measure_for_a_part(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10, "violations": 0, "teams": 1})
    take_in(found, ("2014", "visits", "", "80"))

    visits = figure(compiled(found), "visits")

    assert compared(visits) == (20, 80, None)


def test_bodies_of_last_year_are_compared_body_by_body(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2014", "visits", "h1", "20"), ("2014", "visits", "h2", "30"), ("2014", "violations", "h1", "9"))

    report = compiled(found)

    assert compared(figure(report, "visits")) == (100, 50, 100)
    assert compared(figure(report, "violations")) == (4, 9, None)


def test_a_later_import_replaces_a_value_and_an_empty_one_takes_it_back(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2014", "visits", "", "80"), ("2014", "violations", "", "8"))
    between = datetime(2015, 12, 10, tzinfo=UTC)
    take_in(found, ("2014", "visits", "", "50"), ("2014", "violations", "", None), at=between)

    assert figure(compiled(found), "visits").previous == 50
    assert figure(compiled(found), "violations").previous is None
    before = compiled(found, at=datetime(2015, 12, 5, tzinfo=UTC))
    assert figure(before, "visits").previous == 80
    assert [pin.number for pin in before.earlier_pins] == [1]


def test_a_ratio_of_last_year_comes_from_its_terms(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2014", "visits", "", "80"), ("2014", "violations", "", "20"))

    assert figure(compiled(found), "rate").previous == 25


def test_a_programme_sets_its_years_beside_each_other(tmp_path: Path) -> None:
    five = report("five-year", "Báo cáo tổng kết", "program", {"2011..2015": "2015-12-31"}) | {"span": "2011..2015"}
    found = answered(tmp_path, reports=[five])
    take_in(found, *((str(year), "visits", "", str(year)) for year in range(2011, 2015)), ("2012", "teams", "", "4"))

    report_ = compiled(found, "five-year", "2011..2015")

    years = {one.indicator: one for one in report_.years}
    assert [point.value for point in years["visits"].points] == [2011, 2012, 2013, 2014, 100]
    assert [point.imported for point in years["visits"].points] == [True] * 4 + [False]
    assert over_all(years["visits"]) == 2011 + 2012 + 2013 + 2014 + 100
    assert [point.value for point in years["teams"].points] == [None, 4, None, None, 2]
    assert over_all(years["violations"]) is None, "a missing year is missing"


def test_the_year_is_followed_by_its_halves(tmp_path: Path) -> None:
    trend = {one.indicator: one for one in compiled(answered(tmp_path)).trend}

    assert [point.period for point in trend["visits"].points] == ["2015-H1", "2015-H2"]
    assert [point.value for point in trend["visits"].points] == [40, 60]


def test_years_before_anybody_counted_are_no_gaps(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2013", "visits", "", "5"))

    (visits,) = compiled(found).years

    assert [point.period for point in visits.points] == ["2013", "2014", "2015"]
    assert [point.value for point in visits.points] == [5, None, 100]


# value now, what was reported in the periods before, whether somebody should ask
HISTORIES = [
    (100, [], False),
    (400, [90], False),
    (94, [0], False),
    (100, [90, 80], False),
    (400, [90, 80], True),
    (5, [90, 80], True),
    (9, [0, 0], False),
    (11, [0, 0], True),
    (100, [90, 95, 105], False),
    (150, [90, 95, 105], True),
    (40, [90, 95, 105], True),
    (200, [10, 100, 200, 300], False),
    (100, [100, 100, 100, 1000], False),
    (1000, [100, 100, 100, 1000], True),
]


@pytest.mark.parametrize(("now", "before", "asked"), HISTORIES)
def test_a_figure_far_from_its_own_history_is_flagged(tmp_path: Path, now: int, before: list[int], asked: bool) -> None:
    plan = sample(tmp_path).plan
    values = [*before, now]
    first = 2015 - len(before)
    inputs = [
        Input(
            f"mau:B/h1/{first + n}",
            "h1",
            year := Window(date(first + n, 1, 1), date(first + n, 12, 31)),
            year,
            ("visits",),
            {"visits": Answer(Decimal(value))},
        )
        for n, value in enumerate(values)
    ]

    found = find_outliers(plan, Window(date(2015, 1, 1), date(2015, 12, 31)), inputs)

    assert bool(found) is asked
    assert all(one.value == now and 0 <= one.low <= one.usual <= one.high for one in found)


def asked_about(found: Sample) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [(one.indicator, one.agency, int(one.value), tuple(one.periods)) for one in compiled(found).outliers]


def test_a_year_made_of_halves_is_measured_against_years_that_were_taken_in(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2013", "visits", "h1", "200"), ("2014", "visits", "h1", "220"), ("2014", "visits", "h2", "60"))

    assert asked_about(found) == [("visits", "h1", 30, ("2013", "2014", "2015"))]


def test_a_whole_is_measured_against_wholes_that_were_taken_in(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(found, ("2013", "visits", "", "900"), ("2014", "visits", "", "1000"), ("2014", "violations", "", "5"))

    assert asked_about(found) == [("visits", "", 100, ("2013", "2014", "2015"))]


def test_a_whole_that_lacks_a_body_is_not_asked_about(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10})
    take_in(found, ("2013", "visits", "", "900"), ("2014", "visits", "", "1000"))

    assert asked_about(found) == []


def test_rates_over_a_hundred_per_cent_that_were_taken_in_are_asked_about(tmp_path: Path) -> None:
    found = answered(tmp_path)
    take_in(
        found,
        *(("2013", "rate", "", "120"), ("2013", "rate", "h1", "100.5"), ("2012", "rate", "", "99")),
        *(("2014", "visits", "", "90"), ("2014", "violations", "", "99"), ("2009", "rate", "", "300")),
    )

    rates = [
        [one.agency, one.value, one.high, *one.periods] for one in compiled(found).outliers if one.indicator == "rate"
    ]

    assert rates == [
        ["", 120, 100, "2013"],
        ["h1", Decimal("100.5"), 100, "2013"],
        ["", 110, 100, "2014"],
    ]
    page = render_html(compiled(found)).decode()
    assert "Tổng số" in page


def quote(agency: str, text: str) -> Quote:
    return Quote(agency, text, f"mau:B/{agency}/2015", 1, "năm 2015")


SAME = "Công tác kiểm tra được duy trì thường xuyên, các cơ sở chấp hành tốt quy định của pháp luật"
# what a second body wrote, and how it is told: the same words, nearly the same, or apart
PASSAGES = [
    (SAME, "same"),
    (SAME.upper() + ".", "same"),
    ("  " + SAME.replace(", ", " ; ") + "!", "same"),
    (SAME + " hiện hành", "alike"),
    (SAME.replace("tốt", "nghiêm"), "alike"),
    (SAME.replace("được", "không được"), "apart"),
    (SAME + " 15 cơ sở", "apart"),
    ("Kinh phí còn hạn chế", "apart"),
    ("Không", "apart"),
]


@pytest.mark.parametrize(("text", "told"), PASSAGES)
def test_what_bodies_say_alike_is_told_once(text: str, told: str) -> None:
    folds = fold_quotes([quote("h1", SAME), quote("h2", text)])

    assert len(folds) == (2 if told == "apart" else 1)
    assert [len(folds[0].same), len(folds[0].alike)] == [told == "same", told == "alike"]


def test_numbers_are_never_folded_away() -> None:
    texts = [f"Đã kiểm tra {n} lượt cơ sở, các cơ sở chấp hành tốt quy định của pháp luật hiện hành" for n in (15, 16)]

    assert len(fold_quotes([quote("h1", texts[0]), quote("h2", texts[1])])) == 2


# aim, target and what the year came to: how the target is told
TARGETS = [
    ("at-least", 100, 100, "Các mục tiêu đạt:"),
    ("at-least", 101, 100, "Các mục tiêu chưa đạt:"),
    ("at-most", 100, 100, "Các mục tiêu đạt:"),
    ("at-most", 99, 100, "Các mục tiêu chưa đạt:"),
]


@pytest.mark.parametrize(("aim", "target", "total", "told"), TARGETS)
def test_targets_are_told_as_met_or_missed(tmp_path: Path, aim: str, target: int, total: int, told: str) -> None:
    visits = {"code": "visits", "name": "Lượt kiểm tra", "unit": "lượt", "targets": {"2015": target}, "aim": aim}
    others = [{"code": code, "name": code, "unit": "cơ sở"} for code in ("violations", "teams")]
    shown = report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"})
    shown |= {"sections": [{"code": "m", "title": "Mục tiêu", "shows": "targets"}]}
    found = answered(tmp_path, indicators=[visits, *others], reports=[shown])

    section = next(one for one in compiled(found).sections if one.code == "m")

    assert section.lines[0] == told
    assert f"{total} lượt, mục tiêu" in section.lines[1]


def test_a_long_list_of_sources_is_counted_rather_than_told(tmp_path: Path) -> None:
    report_ = compiled(answered(tmp_path))
    texts = [f"{SAME} {word}" for word in ("nay", "hiện nay", "hiện hành")]
    few = folded(report_, [quote("h1", SAME), quote("h2", texts[0])])
    same = folded(report_, [quote(code, SAME) for code in ("h1", "h2", "so-a", "so-b")])
    many = folded(
        report_, [quote("h1", SAME), *(quote(f"x{n}", texts[n % 3]) for n in range(8)), quote("h1", texts[0])]
    )

    assert [who for who, _ in few] == ["UBND huyện Một (và UBND huyện Hai báo cáo tương tự)"]
    assert [who for who, _ in same] == ["UBND huyện Một, UBND huyện Hai, Sở LĐ, Sở B"]
    assert [who for who, _ in many] == ["UBND huyện Một (và 8 đơn vị báo cáo tương tự)"]
