"""A report on a period that its schedule does not name: compiled by the same rules, on demand alone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flows import deciding, issuing
from flows.compile import compile_reports
from flows.issuing import ReportRef
from models.errors import NotFoundError
from models.periods import parse_period
from models.plan import PlanDocument
from models.reporting import ReportState, find_build
from models.store import Store
from models.versions import active_plan
from reports.building import BuildResult, build_report
from reports.letterhead import subject_of, title_of
from tests.plan_world import World, at, document, obligation
from tests.report_samples import plan_of, report, sample
from tests.report_world import OWN, REPORT, builds, issue, mails, plan_text

QUARTERLY = obligation(period="quarter", due={"after_cutoff": "5wd"})


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path, _plan(QUARTERLY))


def _plan(*duties: dict[str, Any], **own: Any) -> PlanDocument:
    return document(plan_text(), reports=[{**REPORT, **own}], obligations=[*duties, OWN])


def _answer(world: World, period: str, day: str, visits: int) -> None:
    name = f"demo-2015:B-01/so-b/{period}"
    content = json.dumps({"figures": {"visits": visits, "violations": 1}}).encode()
    world.submit(day, name=name, content=content)
    deciding.accept(world.store, [name], world.act(day))


def _build(world: World, period: str, day: str = "2015-12-20", code: str = "half-year") -> BuildResult:
    with world.store.session() as session:
        plan = active_plan(session)
        out = world.settings.home / "reports"
        return build_report(
            session, plan, code, period, as_of=at(day), out=out, formats=("docx", "json"), by="Điều phối"
        )


def _totals(built: BuildResult) -> Mapping[str, object]:
    return {one.indicator: one.total for one in built.figures}


def test_a_period_is_compiled_from_its_own_figures_or_an_exact_partition(world: World) -> None:
    for quarter, day, visits in (("Q1", "2015-03-18", 3), ("Q2", "2015-06-18", 4), ("Q3", "2015-09-18", 5)):
        _answer(world, f"2015-{quarter}", day, visits)

    assert _totals(_build(world, "2015-Q3"))["visits"] == 5
    assert _totals(_build(world, "2015-9M"))["visits"] == 12
    assert _totals(_build(world, "2015"))["visits"] is None, "the fourth quarter is missing"


def test_a_period_that_nothing_makes_up_is_refused_with_those_that_are_reported(world: World) -> None:
    with pytest.raises(NotFoundError, match=r"kỳ 2015-11; các kỳ có báo cáo: 2015-Q.*2015-Q4"):
        _build(world, "2015-11")

    assert not builds(world)


@pytest.mark.parametrize("period", ["2016-H1", "2014", "2010..2014"])
def test_a_period_outside_the_plan_is_refused_with_the_plans_dates(world: World, period: str) -> None:
    with pytest.raises(NotFoundError, match="01/01/2015 đến 31/12/2015"):
        _build(world, period)


def test_it_lives_as_others_do_and_fulfils_nothing(store: Store, tmp_path: Path) -> None:
    once = {**OWN, "period": "once", "due": {"on": "2015-12-25"}, "effective": {"from": "2015-01-01"}}
    world = World(store, tmp_path, document(plan_text(), reports=[REPORT], obligations=[QUARTERLY, once]))
    _answer(world, "2015-Q3", "2015-09-18", 5)
    ref = ReportRef("half-year", "2015-Q3")
    built = _build(world, "2015-Q3", "2015-09-21")
    assert built.compiled.due is None

    issuing.review(store, ref, world.act("2015-09-21"))
    issued = issue(world, "2015-09-22", ref)

    assert issued.fulfilled is None
    assert issued.build.state == ReportState.ISSUED
    assert {mail.subject for mail in mails(world)} == {"Báo cáo kết quả quý III năm 2015"}
    with store.reading() as session:
        build = find_build(session, "demo-2015", "half-year", "2015-Q3")
        assert issuing.verify(store, world.settings, ref).sound, build.digest
    _answer(world, "2015-Q3", "2015-09-23", 6)
    assert _build(world, "2015-Q3", "2015-09-24").compiled.corrections is not None


def test_the_sweep_never_compiles_it(world: World) -> None:
    assert [draft.period for draft in compile_reports(world.store, world.settings, at("2015-06-24")).drafts] == [
        "2015-H1"
    ]
    assert [one.period for one in builds(world)] == ["2015-H1"]


@pytest.mark.parametrize(
    ("title", "about", "period", "said"),
    [
        ("Báo cáo sơ kết 6 tháng đầu năm", "công tác X", "2015-11", "Báo cáo kết quả công tác X tháng 11 năm 2015"),
        (
            "Báo cáo nhanh công tác X 9 tháng",
            "công tác X",
            "2015-Q3",
            "Báo cáo nhanh kết quả công tác X quý III năm 2015",
        ),
        ("Báo cáo kết quả năm 2015", "", "2015-9M", "Báo cáo kết quả 9 tháng đầu năm 2015"),
        ("Báo cáo kết quả giai đoạn 2011-2015", "", "2015", "Báo cáo kết quả năm 2015"),
        ("Báo cáo kết quả 6 tháng đầu năm", "", "2015-H2", "Báo cáo kết quả 6 tháng cuối năm 2015"),
        ("Báo cáo tình hình hằng tháng", "", "2015-Q1", "Báo cáo tình hình quý I năm 2015"),
    ],
)
def test_its_title_names_the_period_that_was_asked_for(title: str, about: str, period: str, said: str) -> None:
    plan = plan_of(reports=[report("bc", title, "half", {"2015-H1": "2015-06-25"})])
    plan = plan.model_copy(update={"plan": plan.plan.model_copy(update={"subject": about or None})})

    assert title_of(plan, plan.reports[0], parse_period(period)) == said


HEADED = {
    "sections": [
        {"code": "muc-tieu", "title": "Kết quả thực hiện mục tiêu", "shows": "targets"},
        {"code": "ket-qua", "title": "Kết quả 6 tháng cuối năm"},
        {"code": "phuong-huong", "title": "Phương hướng, nhiệm vụ năm sau"},
        {"code": "nhiem-vu", "title": "Nhiệm vụ ba tháng cuối năm"},
    ]
}


def _headed(tmp_path: Path, period: str) -> dict[str, list[str]]:
    found = sample(tmp_path, plan_of(reports=[report("year-end", "Báo cáo", "year", {"2015": "2015-12-25"}, **HEADED)]))
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 30, "violations": 3})
    return {one.title: list(one.lines) for one in found.compile(period=period).sections}


def test_its_headings_name_no_time_after_a_period_that_is_not_its_own(tmp_path: Path) -> None:
    titles = ["Kết quả 6 tháng cuối năm", "Phương hướng, nhiệm vụ thời gian tới", "Nhiệm vụ thời gian tới"]

    assert list(_headed(tmp_path, "2015-H1"))[1:4] == titles
    assert list(_headed(tmp_path, "2015"))[1:4] == [section["title"] for section in HEADED["sections"][1:]]


def test_a_part_of_a_year_is_set_beside_the_years_targets_and_not_judged(tmp_path: Path) -> None:
    assert _headed(tmp_path, "2015-H1")["Kết quả thực hiện mục tiêu"] == [
        "Kết quả kỳ này so với mục tiêu cả năm:",
        "- Lượt cơ sở được kiểm tra: 60 lượt, đạt 60% mục tiêu năm (100 lượt).",
    ]


def test_a_month_of_the_schedule_is_named_in_words_too() -> None:
    plan = plan_of(reports=[report("bc", "Báo cáo kết quả tháng", "month", {"2015-11": "2015-12-05"})])

    assert subject_of(plan, plan.reports[0], parse_period("2015-11")) == "Kết quả tháng 11 năm 2015"


def test_a_week_that_the_year_before_had_not_has_nothing_to_be_compared_with() -> None:
    assert parse_period("2015-W53").year_before() is None
