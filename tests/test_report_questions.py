"""One rule for what to ask about: ten times the last comparable period counts too, and a total names its culprit."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows import deciding, issuing
from flows.questions import questions_of
from models.cutoffs import Window
from models.store import Store
from reports.compiled import CompiledReport, Departure, Outlier
from reports.content import content_of
from reports.figures import Answer, Input
from reports.html.page import render_html
from reports.json import render_json
from reports.outliers import find_outliers
from reports.questions import questions_of as questions_in
from reports.xlsx.workbook import render_xlsx
from tests.cli_samples import Office
from tests.plan_world import World, at, document, obligation
from tests.report_samples import Sample, plan_of, sample
from tests.report_world import REF, answered, build, issue, take_in, text_of, world_with
from tests.report_world import sent as mails_of
from tests.test_report_series import compiled
from tests.test_report_series import take_in as take_in_years
from tests.test_report_workbook import rows_of

MONTHLY: dict[str, Any] = {"code": "B-01", "period": "month", "due": {"day": 20}, "cutoff": "calendar"}
FEBRUARY = "demo-2015:B-01/so-b/2015-02"


def monthly(store: Store, home: Path, january: int, february: int, *, accepted: bool = True) -> World:
    world = World(store, home, document(obligations=[obligation(**MONTHLY)]))
    for month, value in ((1, january), (2, february)):
        name = f"demo-2015:B-01/so-b/2015-{month:02}"
        content = json.dumps({"figures": {"visits": value, "violations": 2}}).encode()
        world.submit(f"2015-{month + 1:02}-03", name, content)
        if accepted and month == 1:
            deciding.accept(store, [name], world.act("2015-02-04"))
    return world


@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "waiting"])
def test_ten_times_the_month_before_is_asked_about(store: Store, tmp_path: Path, accepted: bool) -> None:
    world = monthly(store, tmp_path, 46, 4600, accepted=accepted)
    assert list(map(str, questions_of(world.store, FEBRUARY, at("2015-03-03")))) == [
        "Lượt cơ sở được kiểm tra, tháng 2/2015: 4.600 lượt (tháng 1/2015: 46)"
    ]


def test_ten_times_itself_is_not(store: Store, tmp_path: Path) -> None:
    world = monthly(store, tmp_path, 46, 460)
    assert questions_of(world.store, FEBRUARY, at("2015-03-03")) == []


def test_the_summary_and_the_receipt_tell_it_once(store: Store, tmp_path: Path) -> None:
    world = monthly(store, tmp_path, 46, 4600)
    world.round("2015-03-03")
    for kind in ("summary", "receipt"):
        said = [text_of(one) for one in mails_of(world, "2015-03-03", kind)]
        assert [text.count("4.600 lượt (tháng 1/2015: 46)") for text in said if "4.600" in text] == [1], kind


# value now, what was reported in the periods before, whether somebody should ask
LEAPS = [
    (460, [46], False),
    (461, [46], True),
    (11, [1], False),
    (12, [1], True),
    (4600, [0], False),
    (60, [1000, 5], True),
    (60, [70, 50, 5], False),
]


def yearly(values: list[int], code: str) -> list[Input]:
    first = 2015 - len(values) + 1
    years = [Window(date(first + n, 1, 1), date(first + n, 12, 31)) for n in range(len(values))]
    return [
        Input(f"mau:B/h1/{year.first.year}", "h1", year, year, (code,), {code: Answer(Decimal(value))})
        for year, value in zip(years, values, strict=True)
    ]


@pytest.mark.parametrize(("now", "before", "asked"), LEAPS)
def test_the_last_period_is_a_measure_while_there_is_little_history(
    tmp_path: Path, now: int, before: list[int], asked: bool
) -> None:
    found = find_outliers(
        sample(tmp_path).plan, Window(date(2015, 1, 1), date(2015, 12, 31)), yearly([*before, now], "visits")
    )
    expected = [(now, before[-1], max(before[-1] * 10, before[-1] + 10))] if asked else []
    assert [(int(one.value), int(one.usual), int(one.high)) for one in found] == expected
    assert all(tuple(one.periods) == ("2014", "2015") for one in found)


def test_a_stock_may_grow(tmp_path: Path) -> None:
    plan = sample(tmp_path).plan
    assert plan.document.indicator("teams").kind == "stock"
    assert find_outliers(plan, Window(date(2015, 1, 1), date(2015, 12, 31)), yearly([2, 60], "teams")) == []


# --- by whom a total is far off --------------------------------------------------------------------------------------


def far_off(tmp_path: Path, second: int = 900, **parts: Any) -> Sample:
    """Two bodies by halves, one of which wrote something else in the second; the wholes of two years were taken in."""
    found = sample(tmp_path, plan_of(**parts))
    for half, visits in (("H1", 10), ("H2", second)):
        found.answer(f"B-01/h1/2015-{half}", {"visits": visits})
        found.answer(f"B-01/h2/2015-{half}", {"visits": 30})
    take_in_years(found, ("2013", "visits", "", "80"), ("2014", "visits", "", "90"))
    return found


def whole(report: CompiledReport) -> Outlier:
    (found,) = [one for one in report.outliers if not one.agency]
    return found


def test_a_total_names_the_body_it_is_far_off_by(tmp_path: Path) -> None:
    report = compiled(far_off(tmp_path))
    assert whole(report).mainly == Departure("h1", "2015-H2", Decimal(900), "2015-H1", Decimal(10), mostly=True)

    due = "chủ yếu do UBND huyện Một, 6 tháng cuối năm 2015: 900; 6 tháng đầu năm 2015: 10"
    assert f"Tổng số ({due})" in render_html(report).decode()
    assert due in [row[-1] for row in rows_of(render_xlsx(report), "Cần hỏi lại")]
    (asked,) = [one for one in questions_in(report, 9) if one.body == "Tổng số"]
    assert asked.mainly == due and str(asked).endswith(f"; {due})")
    said = json.loads(render_json(report))["outliers"]
    assert [one["mainly"]["agency"] for one in said if "mainly" in one] == ["h1"]


def test_a_bodys_own_last_year_comes_before_its_parts(tmp_path: Path) -> None:
    found = far_off(tmp_path, 300)
    take_in_years(found, ("2014", "visits", "h1", "290"), ("2014", "visits", "h2", "3"), ("2014", "visits", "", "90"))
    one = whole(compiled(found)).mainly
    assert one == Departure("h2", "2015", Decimal(60), "2014", Decimal(3), mostly=False)


def test_a_body_that_moved_the_other_way_is_not_to_blame(tmp_path: Path) -> None:
    found = far_off(tmp_path, 0)
    take_in_years(found, ("2012", "visits", "", "9"), ("2013", "visits", "", "8"), ("2014", "visits", "", "7"))
    assert whole(compiled(found)).mainly is None


def test_small_figures_of_a_commune_stay_out_of_it(tmp_path: Path) -> None:
    document_ = plan_of()
    kinds = [one.model_dump() | ({"kind": "commune"} if one.code == "h1" else {}) for one in document_.agencies]
    found = far_off(tmp_path, agencies=kinds)
    found.answer("B-01/h1/2015-H1", {"visits": 2})
    report = compiled(found)
    mainly = whole(report).mainly
    assert mainly is not None and (mainly.agency, int(mainly.before)) == ("h1", 2)
    (asked,) = [one for one in questions_in(report, 9) if one.body == "Tổng số"]
    assert asked.mainly == "chủ yếu do UBND huyện Một"
    (said,) = [one for one in content_of(report)["outliers"] if not one["agency"]]  # type: ignore[attr-defined]
    assert (said["mainly"]["value"], said["mainly"]["before"]) == (None, None)


# --- when it is issued -----------------------------------------------------------------------------------------------


def test_issuing_repeats_how_many_there_are(store: Store, tmp_path: Path) -> None:
    world = world_with(store, tmp_path)
    take_in(store, 900)
    answered(world, "2015-06-12")
    build(world, "2015-06-24")
    issuing.review(store, REF, world.act("2015-06-24"))
    done = issue(world, "2015-06-25", anyway=True)
    assert [one.value for one in done.asked] == [9]
    (page,) = [path for path in done.files if path.suffix == ".json"]
    assert json.loads(page.read_bytes())["outliers"] == [], "no file that goes out has them"


def test_the_commands_tell_a_leap_once(tmp_path: Path) -> None:
    office = Office(tmp_path)
    store = Store(f"sqlite:///{office.home / 'dondoc.db'}")
    take_in(store, 4)
    store.close()
    done = office.asks(*office.answer(visits=400), now="2015-06-10")
    assert (done["problems"], len(done["questions"])) == ([], 1)
    office.does("accept", "demo-2015:B-01/so-b/2015-H1", now="2015-06-11")
    for act in ("build", "review"):
        office.does("report", act, "half-year", "2015-H1", now="2015-06-24")
    issued = office.does("report", "issue", "half-year", "2015-H1", "--anyway", now="2015-06-25")
    assert 'Lưu ý: 1 số cần hỏi lại, xem trang "Cần hỏi lại" của bản dự thảo half-year_2015-H1.xlsx' in issued.words
