"""The demo's invented figures: whatever the seed, no two of them contradict each other."""

from decimal import Decimal
from importlib.resources import files

import pytest

from flows.demo.answers import document_number
from flows.demo.figures import Province
from flows.demo.magnitudes import MAGNITUDES, PartOf, ShareOf, Units
from models.periods import parse_period
from models.plan import PlanDocument
from plans.loading import load_plan_text

PLAN = "phu-tho-2015.yaml"
STOCKS = {code for code, one in MAGNITUDES.items() if type(one).__name__ in ("Stock", "ShareOf", "Budget", "Units")}


@pytest.fixture(scope="module")
def document() -> PlanDocument:
    return load_plan_text(files("plans").joinpath(PLAN).read_text(encoding="utf-8"), PLAN).document


@pytest.fixture(scope="module", params=[2015, 7])
def province(document: PlanDocument, request: pytest.FixtureRequest) -> Province:
    return Province(document, request.param)


def values(province: Province, code: str, period: str) -> dict[str, Decimal]:
    return {body: province.figure(code, body, parse_period(period)) for body in province.bodies(code)}


def test_every_figure_that_is_asked_for_has_a_magnitude(document: PlanDocument) -> None:
    asked = {one.code: one.kind for one in document.indicators if one.kind != "ratio"}
    assert set(MAGNITUDES) == set(asked)
    assert {code for code, kind in asked.items() if kind == "stock"} == STOCKS


def test_halves_make_the_year_and_years_the_programme(province: Province) -> None:
    for code in MAGNITUDES.keys() - STOCKS:
        first, second, quarter, nine, year = (
            values(province, code, period) for period in ("2015-H1", "2015-H2", "2015-Q3", "2015-9M", "2015")
        )
        assert {body: first[body] + second[body] for body in year} == year, code
        assert {body: first[body] + quarter[body] for body in year} == nine, code
        years = [province.total(code, parse_period(str(one))) for one in range(2011, 2016)]
        assert sum(years) == province.total(code, parse_period("2011..2015")), code


def test_no_part_exceeds_its_whole(province: Province) -> None:
    for code, magnitude in MAGNITUDES.items():
        wholes = magnitude.whole if isinstance(magnitude, PartOf) else ()
        wholes = (magnitude.whole,) if isinstance(magnitude, ShareOf) else wholes
        for period in ("2012", "2015-H1", "2015-H2", "2015") if wholes else ():
            for body, value in values(province, code, period).items():
                assert value <= sum(values(province, one, period)[body] for one in wholes), (code, body, period)


def test_every_form_s_own_rules_hold(province: Province, document: PlanDocument) -> None:
    for obligation in (one for one in document.obligations if one.form):
        period = "2011..2015" if obligation.period == "program" else "2015-H1"
        for rule in document.form(obligation.form or "").rules:
            left, right = values(province, rule.left, period), values(province, str(rule.right), period)
            assert rule.op == "<=" and all(left[body] <= right[body] for body in left.keys() & right.keys()), rule


def test_stocks_change_slowly(province: Province) -> None:
    for code in STOCKS:
        for body, before in values(province, code, "2015-H1").items():
            after = province.figure(code, body, parse_period("2015-H2"))
            assert abs(after - before) <= max(Decimal(2), before / 10), (code, body)


def test_a_district_is_as_large_as_its_communes(province: Province, document: PlanDocument) -> None:
    assert isinstance(MAGNITUDES["xa-tong"], Units)
    assert province.total("xa-tong", parse_period("2015")) == 277
    year = parse_period("2015")
    large, small = (province.figure("tt-buoi", body, year) for body in ("ha-hoa", "tx-phu-tho"))
    assert large > small


def test_money_spent_stays_within_the_budget(province: Province) -> None:
    for year in range(2011, 2016):
        period = parse_period(str(year))
        budget = province.total("tc-du-toan", period)
        sources = (province.total(code, period) for code in ("tc-ngan-sach-tinh", "tc-trung-uong"))
        assert sum(sources) <= budget
        assert Decimal("0.85") * budget <= province.total("tc-giai-ngan", period) <= budget


def test_the_same_seed_gives_the_same_figures(document: PlanDocument) -> None:
    period = parse_period("2014")
    first, again, other = (Province(document, seed).total("tt-luot-nguoi", period) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize(
    ("body", "report", "number"),
    [
        ("Công an tỉnh", False, "209/CAT-VP"),
        ("Sở LĐTBXH", True, "209/BC-SLĐTBXH"),
        ("Sở KH&ĐT", False, "209/SKHĐT-VP"),
    ],
)
def test_a_paper_is_numbered_as_its_office_would(body: str, report: bool, number: str) -> None:
    assert document_number(209, body, report=report) == number
