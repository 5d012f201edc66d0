"""What was decided after a build counts as newer where the report would tell of it, and nowhere else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import acts, deciding, issuing
from flows.urgent import add_task
from models.errors import StateError
from models.plan import Contact, PlanDocument
from models.reporting import builds_of
from models.store import Store
from reports.overtaken import Overtaking, overtaken_by, said_overtaking
from tests.plan_world import World, document, obligation
from tests.report_world import OWN, REF, REPORT, answered, build, issue, plan_text, reviewed

PLAN = "demo-2015"
FIRST, SECOND = (f"{PLAN}:B-02/huyen-{n}/2015-H1" for n in (1, 2))
LATER_HALF = f"{PLAN}:B-02/huyen-1/2015-H2"
ONLY_WINTER = f"{PLAN}:Q-01/so-b/2015-Q1"
DAY = "2015-06-23"
HEADINGS = [{"code": "ket-qua", "title": "Kết quả"}]


def plan(*more: dict[str, Any], winter: str = "2015-03-31", **changes: Any) -> PlanDocument:
    """Two districts and an office that report by half-year; the office's figures of one quarter make up nothing."""
    quarter = {"code": "Q-01", "period": "quarter", "due": {"after_cutoff": "5wd"}, "effective": {"to": winter}}
    duties = [
        obligation(),
        obligation(code="B-02", title="Báo cáo huyện", assigned_to=["huyen"]),
        obligation(**quarter),
    ]
    report = {**REPORT, "sections": HEADINGS}
    parts = {"reports": [report], "obligations": [*duties, OWN, *more]} | changes
    return document(plan_text(), **parts)


def changed(found: PlanDocument, **parts: Any) -> PlanDocument:
    return PlanDocument.model_validate({**found.model_dump(by_alias=True), **parts})


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    found = World(store, tmp_path, plan())
    answered(found, "2015-06-12")
    build(found, "2015-06-22")
    return found


def newer(world: World, number: int = 0) -> list[Overtaking]:
    with world.store.reading() as session:
        return overtaken_by(session, builds_of(session, PLAN)[number])


def extend(world: World, name: str = FIRST, to: str = "2015-06-30") -> None:
    acts.extend(world.store, name, world.act(DAY), date.fromisoformat(to), "Lũ")


def excuse(world: World, name: str = FIRST) -> None:
    acts.excuse(world.store, name, world.act(DAY), "Sáp nhập")


def amend(world: World, found: PlanDocument, since: str = "2015-01-01") -> None:
    world.apply(found, DAY, since)


def drop_a_body(world: World) -> None:
    districts = obligation(code="B-02", title="Báo cáo huyện", assigned_to=["huyen-2"])
    amend(world, plan_with(districts))


def plan_with(districts: dict[str, Any], *more: dict[str, Any]) -> PlanDocument:
    found = plan(*more)
    return changed(found, obligations=[districts if one.code == "B-02" else one for one in found.obligations])


def add_an_obligation(world: World) -> None:
    amend(world, plan(obligation(code="B-03", title="Báo cáo hội", assigned_to=["hoi"])))


def move_a_date(world: World) -> None:
    due = {"on": {"2015-H1": "2015-06-29", "2015-H2": "2015-12-15"}}
    amend(world, plan_with(obligation(code="B-02", title="Báo cáo huyện", assigned_to=["huyen"], due=due)))


def set_a_target(world: World) -> None:
    found = plan()
    indicators = [{**one.model_dump(by_alias=True), "targets": {"2015-H1": "12"}} for one in found.indicators]
    amend(world, changed(found, indicators=indicators))


def rename_a_body(world: World) -> None:
    found = plan()
    bodies = [{**one.model_dump(), "name": "UBND thị xã 1"} if one.code == "huyen-1" else one for one in found.agencies]
    amend(world, changed(found, agencies=bodies))


def rename_a_report(world: World) -> None:
    amend(world, plan(reports=[{**REPORT, "sections": HEADINGS, "title": "Báo cáo sơ kết 6 tháng"}]))


COUNTS: list[tuple[Callable[[World], None], list[tuple[str, str]], str]] = [
    (extend, [("extended", FIRST)], f"gia hạn {FIRST} ngày 23/06/2015"),
    (excuse, [("excused", FIRST)], f"miễn {FIRST} ngày 23/06/2015"),
    (drop_a_body, [("closed", FIRST)], f"thôi giao {FIRST} ngày 23/06/2015"),
    (
        add_an_obligation,
        [("created", f"{PLAN}:B-03/hoi/2015-H1")],
        f"giao thêm {PLAN}:B-03/hoi/2015-H1 ngày 23/06/2015",
    ),
    (
        move_a_date,
        [("moved", FIRST), ("moved", SECOND)],
        f"dời hạn {FIRST} ngày 23/06/2015; {SECOND} ngày 23/06/2015",
    ),
    (set_a_target, [("plan", "2")], "kế hoạch sửa đổi (phiên bản 2 ngày 23/06/2015)"),
    (rename_a_body, [("plan", "2")], "kế hoạch sửa đổi (phiên bản 2 ngày 23/06/2015)"),
    (rename_a_report, [("plan", "2")], "kế hoạch sửa đổi (phiên bản 2 ngày 23/06/2015)"),
]


@pytest.mark.parametrize(("decide", "found", "said"), COUNTS, ids=[one[0].__name__ for one in COUNTS])
def test_what_the_report_would_tell_of_is_newer_until_it_is_compiled_again(
    world: World, decide: Callable[[World], None], found: list[tuple[str, str]], said: str
) -> None:
    decide(world)

    later = newer(world)
    assert [(one.what, one.name) for one in later] == found
    assert said_overtaking(later) == said
    with pytest.raises(StateError, match=r"ngày 23/06/2015.*dondoc report build"):
        issuing.review(world.store, REF, world.act("2015-06-24"))

    build(world, "2015-06-24")
    assert newer(world, -1) == []


def pause(world: World) -> None:
    acts.pause(world.store, "huyen-1", world.act(DAY), reason="Lũ")


def excuse_from_the_second_half(world: World) -> None:
    excuse(world, LATER_HALF)


def extend_the_second_half(world: World) -> None:
    extend(world, LATER_HALF, "2015-12-31")


def replace_a_contact(world: World) -> None:
    contact = Contact(agency="so-b", role="focal", name="Đầu mối mới", email="moi@so-b.example")
    acts.replace_contact(world.store, "focal@so-b.example", contact, world.act(DAY))


def ask_for_something_in_july(world: World) -> None:
    add_task(world.store, world.act(DAY), title="Rà soát đột xuất", bodies=["huyen-1"], due=date(2015, 7, 10))


def move_the_second_half(world: World) -> None:
    due = {"on": {"2015-H1": "2015-06-15", "2015-H2": "2015-12-17"}}
    amend(world, plan_with(obligation(code="B-02", title="Báo cáo huyện", assigned_to=["huyen"], due=due)))


def aim_at_the_second_half(world: World) -> None:
    found = plan()
    indicators = [{**one.model_dump(by_alias=True), "targets": {"2015-H2": "12"}} for one in found.indicators]
    amend(world, changed(found, indicators=indicators))


def report_on_more(world: World) -> None:
    more = {**REPORT, "code": "other", "fulfils": None, "title": "Báo cáo khác"}
    amend(world, plan(reports=[{**REPORT, "sections": HEADINGS}, more]))


OUTSIDE = [
    *(pause, excuse_from_the_second_half, extend_the_second_half, replace_a_contact, ask_for_something_in_july),
    *(move_the_second_half, aim_at_the_second_half, report_on_more),
]


@pytest.mark.parametrize("decide", OUTSIDE)
def test_what_the_report_would_not_tell_of_is_no_news(world: World, decide: Callable[[World], None]) -> None:
    decide(world)

    assert newer(world) == []


def test_a_pause_changes_nothing_that_a_report_says(world: World) -> None:
    before = build(world, "2015-06-24").digest
    pause(world)

    assert build(world, "2015-06-24").digest == before


def test_an_answer_accepted_since_is_told_once(world: World) -> None:
    extend(world)
    world.submit("2015-06-24", FIRST, b'{"figures": {"visits": 3, "violations": 1}}')
    deciding.accept(world.store, [FIRST], world.act("2015-06-24"))

    assert [(one.what, one.name) for one in newer(world)] == [("submission", FIRST)]


def test_what_the_report_does_not_rest_on_is_no_news(world: World) -> None:
    """Figures of one quarter alone make up no half-year, stand in no table, and nobody waits for them."""
    world.submit(DAY, ONLY_WINTER)
    deciding.accept(world.store, [ONLY_WINTER], world.act(DAY))

    assert newer(world) == []
    again = build(world, "2015-06-24").compiled
    assert [pin.assignment for pin in again.pins] == [f"{PLAN}:B-01/so-b/2015-H1"]


def test_issuing_anyway_keeps_in_the_history_what_was_decided(world: World) -> None:
    reviewed(world, "2015-06-22")
    excuse(world)

    done = issue(world, "2015-06-24", anyway=True)
    assert [(one.what, one.name, one.day) for one in done.overtaken] == [("excused", FIRST, date(2015, 6, 23))]
    assert issuing.verify(world.store, world.settings, REF).sound


def test_a_build_from_before_an_amendment_can_be_reviewed_anyway_and_waits_for_what_it_added(world: World) -> None:
    add_an_obligation(world)

    found = issuing.review(world.store, REF, world.act("2015-06-24"), anyway=True)
    assert f"{PLAN}:B-03/hoi/2015-H1" in {one.assignment for one in found.expected.missing}
