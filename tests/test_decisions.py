"""Decisions: what each does to state, dates and cycle, what it leaves in the history, and what it refuses."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows import acts, deciding
from flows.letter_acts import letter_sent
from flows.status import status
from flows.urgent import add_task
from models.assignments import Workflow
from models.errors import StateError
from models.history import broken_chains, history_of
from models.store import Store
from models.submissions import latest_submission, submissions_of
from tests.plan_world import B01, World, at, mails

FOCAL, COORDINATOR = "focal@so-b.example", "dieuphoi@so-a.example"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    world = World(store, tmp_path)
    world.live("2015-06-08")
    return world


def entries(world: World) -> list[str]:
    with world.store.reading() as session:
        return [entry.act for entry in history_of(session, B01)]


def test_an_answer_waits_for_review_and_is_acknowledged(world: World) -> None:
    assert world.submit("2015-06-10") == "submitted"
    row = world.assignment()
    assert (row.state, row.revision, row.next_action_at) == (Workflow.SUBMITTED, 1, None)
    assert ("receipt:1", FOCAL, "queued") in world.told()
    assert entries(world) == ["created", "opened", "remind", "submitted"]


def test_an_accepted_answer_is_done(world: World) -> None:
    world.submit("2015-06-10")
    deciding.accept(world.store, [B01], world.act("2015-06-11"))
    (row,) = status(world.store, at("2015-06-20"), period="2015-H1")
    assert (row.workflow, row.timeliness) == ("accepted", "on-time")


def test_lateness_counts_from_the_first_submission(world: World) -> None:
    world.submit("2015-06-16")
    deciding.send_back(world.store, [B01], world.act("2015-06-17"), "Thiếu số liệu xã")
    world.submit("2015-06-19", content=b'{"figures": {"visits": 10, "violations": 2}}')
    deciding.accept(world.store, [B01], world.act("2015-06-19"))
    row = world.assignment()
    assert row.first_submitted_at == at("2015-06-16")
    assert [one.timeliness for one in status(world.store, at("2015-06-30"), period="2015-H1")] == ["late"]
    with world.store.reading() as session:
        dues = [submission.due_then for submission in submissions_of(session, row.key)]
    assert dues == [date(2015, 6, 15), date(2015, 6, 22)], "the correction is judged by its own date"


def test_an_answer_on_the_due_day_is_on_time_until_midnight(world: World) -> None:
    acts.answer(
        world.store,
        B01,
        acts.Act("focal@so-b.example", at("2015-06-15", 23)),
        content=b'{"figures": {"visits": 9, "violations": 2}}',
        file_name="a.json",
    )
    assert [one.timeliness for one in status(world.store, at("2015-06-30"), period="2015-H1")] == ["on-time"]


def test_a_return_starts_a_new_cycle_with_its_own_date(world: World) -> None:
    world.submit("2015-06-10")
    deciding.send_back(world.store, [B01], world.act("2015-06-11"), "Thiếu số liệu xã")
    row = world.assignment()
    assert (row.state, row.cycle, row.due) == ("returned", 1, date(2015, 6, 15))
    assert row.correction_due == date(2015, 6, 16), "three working days"
    assert ("returned", FOCAL, "queued") in world.told()
    world.deliver("2015-06-11")
    assert mails(world.live("2015-06-12")[0]) == [], "the return itself stands for the steps before it"
    assert mails(world.live("2015-06-15")[0]) == [(FOCAL, "remind")]
    assert (FOCAL, "chase") in mails(world.live("2015-06-17")[0])
    (line,) = status(world.store, at("2015-06-17"), period="2015-H1")
    assert (line.timeliness, line.correction) == ("on-time", "overdue")


def test_an_extension_keeps_the_original_date_beside_the_new_one(world: World) -> None:
    acts.extend(world.store, B01, world.act("2015-06-12"), date(2015, 6, 19), "Đang tổng hợp")
    row = world.assignment()
    assert (row.original_due, row.due, row.cycle) == (date(2015, 6, 15), date(2015, 6, 19), 1)
    world.deliver("2015-06-12")
    assert mails(world.live("2015-06-16")[0]) == []
    assert mails(world.live("2015-06-18")[0]) == [(FOCAL, "remind")]
    assert [one.timeliness for one in status(world.store, at("2015-06-19"), period="2015-H1")] == ["due-today"]


def test_a_refused_extension_is_answered_and_changes_no_date(world: World) -> None:
    acts.refuse_extension(world.store, B01, world.act("2015-06-12"), "Báo cáo tỉnh phải trình đúng hạn")
    row = world.assignment()
    assert (row.due, row.cycle) == (date(2015, 6, 15), 0)
    assert ("not-extended:4", FOCAL, "queued") in world.told()


def test_an_excused_body_owes_nothing(world: World) -> None:
    acts.excuse(world.store, B01, world.act("2015-06-12"), "Đang sáp nhập")
    assert [one.timeliness for one in status(world.store, at("2015-07-12"), period="2015-H1")] == ["excused"]
    results = world.live_through("2015-06-13", "2015-06-30")
    assert not any(result.messages for result in results)
    assert world.submit("2015-06-14") == "refused"


@pytest.mark.parametrize("reason", ["", "   "])
def test_every_decision_that_needs_one_asks_for_a_reason(world: World, reason: str) -> None:
    act = world.act("2015-06-12")
    for decide in (
        lambda: acts.excuse(world.store, B01, act, reason),
        lambda: acts.extend(world.store, B01, act, date(2015, 7, 1), reason),
        lambda: acts.refuse_extension(world.store, B01, act, reason),
        lambda: acts.pause(world.store, "so-b", act, reason=reason),
    ):
        with pytest.raises(StateError, match="phải nêu lý do"):
            decide()
    assert entries(world) == ["created", "opened", "remind"]


def test_what_does_not_fit_the_state_is_refused_and_leaves_no_trace(world: World) -> None:
    act = world.act("2015-06-12")
    with pytest.raises(StateError, match="không chờ duyệt"):
        deciding.accept(world.store, [B01], act)
    with pytest.raises(StateError, match="không chờ duyệt"):
        deciding.send_back(world.store, [B01], act, "Thiếu")
    with pytest.raises(StateError, match="phải sau hạn hiện tại"):
        acts.extend(world.store, B01, act, date(2015, 6, 15), "Xin thêm")
    world.submit("2015-06-12")
    deciding.accept(world.store, [B01], act)
    with pytest.raises(StateError, match="không thể gia hạn"):
        acts.extend(world.store, B01, act, date(2015, 7, 1), "Xin thêm")
    assert entries(world) == ["created", "opened", "remind", "submitted", "accepted"]


def test_a_late_correction_counts_only_when_it_is_accepted(world: World) -> None:
    world.submit("2015-06-10")
    deciding.accept(world.store, [B01], world.act("2015-06-11"))
    world.submit("2015-07-10", content=b'{"figures": {"visits": 12, "violations": 2}}')
    with world.store.reading() as session:
        kept = [str(one.state) for one in submissions_of(session, world.assignment().key)]
    assert kept == ["accepted", "submitted"]
    deciding.accept(world.store, [B01], world.act("2015-07-11"))
    with world.store.reading() as session:
        kept = [str(one.state) for one in submissions_of(session, world.assignment().key)]
    assert kept == ["replaced", "accepted"]


def test_the_standing_agency_may_accept_its_own_work_and_the_history_shows_it(store: Store, tmp_path: Path) -> None:
    from tests.plan_world import document, obligation

    own = World(store, tmp_path, document(obligations=[obligation(assigned_to=["so-a"])]))
    name = "demo-2015:B-01/so-a/2015-H1"
    own.submit("2015-06-10", name)
    deciding.accept(store, [name], own.act("2015-06-10"))
    with store.reading() as session:
        accepted = history_of(session, name)[-1]
    assert json.loads(accepted.detail)["own_work"] is True


def test_figures_by_telephone_are_marked_so(world: World) -> None:
    acts.answer(
        world.store,
        B01,
        world.act("2015-06-12"),
        content=b'{"figures": {"visits": 9, "violations": "nil"}}',
        file_name="a.json",
        channel="phone",
        on_behalf=True,
    )
    with world.store.reading() as session:
        submission = latest_submission(session, world.assignment().key)
    assert submission is not None
    assert (submission.channel, submission.on_behalf, submission.received_from) == ("phone", True, "Điều phối")


def test_a_letter_counts_as_telling_so_that_the_climb_goes_on(store: Store, tmp_path: Path) -> None:
    from tests.plan_world import document

    plan = document()
    silent = tuple(c for c in plan.contacts if not (c.agency == "so-b" and c.role == "focal"))
    world = World(store, tmp_path, plan.model_copy(update={"contacts": silent}))
    results = world.live_through("2015-06-08", "2015-06-24")
    assert {to for result in results for to, _ in mails(result)} <= {COORDINATOR, "head@so-b.example"}
    assert not any(kind == "escalate" for result in results for _, kind in mails(result))
    letter_sent(store, [B01], world.act("2015-06-25"), number="12/SA-ĐĐ", sent_on=date(2015, 6, 25))
    later = world.live_through("2015-06-25", "2015-07-03")
    assert ("head@so-b.example", "escalate") in [mail for result in later for mail in mails(result)]


def test_histories_verify_and_a_changed_entry_is_found(world: World) -> None:
    from sqlmodel import update

    from models.history import History

    world.submit("2015-06-10")
    with world.store.reading() as session:
        assert broken_chains(session) == []
    with world.store.session() as session:
        session.execute(update(History).where(History.act == "submitted").values(by="ai khác"))  # type: ignore[arg-type]
    with world.store.reading() as session:
        assert broken_chains(session) == [f"{B01}: mục 4 đã bị sửa sau khi ghi"]


def test_a_cut_off_history_is_found(world: World) -> None:
    from sqlmodel import delete

    from models.history import History

    world.submit("2015-06-10")
    with world.store.session() as session:
        session.execute(delete(History).where(History.act == "submitted"))  # type: ignore[arg-type]
    with world.store.reading() as session:
        assert broken_chains(session) == [f"{B01}: lịch sử có 3 mục, lẽ ra có 4 mục và kết thúc bằng đúng mục đã ghi"]


def test_one_decision_decides_a_joint_obligation_for_all_its_bodies(store: Store, tmp_path: Path) -> None:
    from tests.plan_world import document, obligation

    world = World(store, tmp_path, document(obligations=[obligation(assigned_to=["huyen"], joint=True)]))
    first, second = (f"demo-2015:B-01/huyen-{n}/2015-H1" for n in (1, 2))
    world.submit("2015-06-10", second)
    assert {world.assignment(name).state for name in (first, second)} == {"submitted"}
    deciding.send_back(store, [second], world.act("2015-06-11"), "Thiếu số liệu xã")
    assert {world.assignment(name).state for name in (first, second)} == {"returned"}
    world.submit("2015-06-12", first, b'{"figures": {"visits": 10, "violations": 2}}')
    deciding.accept(store, [second], world.act("2015-06-12"))
    assert {world.assignment(name).state for name in (first, second)} == {"accepted"}


def test_the_form_for_a_correction_comes_filled_in(world: World) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from flows.composing import form_of
    from models.versions import active_plan

    world.submit("2015-06-10", content=b'{"figures": {"visits": 4711, "violations": 2}}')
    deciding.send_back(world.store, [B01], world.act("2015-06-11"), "Thiếu số liệu xã")
    with world.store.reading() as session:
        content = form_of(session, active_plan(session), world.assignment())
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert 4711 in [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize("reason", ["chị Nguyễn Thị Hoa, sinh năm 1990", "CCCD 025190001234", "gọi 0912345678"])
def test_a_coordinator_s_words_are_screened_too(world: World, reason: str) -> None:
    world.submit("2015-06-10")
    for decide in (
        lambda: deciding.send_back(world.store, [B01], world.act("2015-06-11"), reason),
        lambda: add_task(world.store, world.act("2015-06-11"), title=reason, bodies=["so-b"], due=date(2015, 6, 30)),
    ):
        with pytest.raises(StateError) as caught:
            decide()
        assert "1234" not in str(caught.value)
    assert entries(world)[-1] == "submitted"


def test_accepting_a_hand_over_is_the_receiving_body_s_confirmation(store: Store, tmp_path: Path) -> None:
    from tests.plan_world import document, obligation

    handover = obligation(kind="handover", to="so-a", form=None)
    world = World(store, tmp_path, document(obligations=[handover]))
    assert (
        world.submit("2015-06-10", content=b'{"number": "45/CV-SB", "date": "2015-06-10", "count": 12}') == "submitted"
    )
    deciding.accept(store, [B01], world.act("2015-06-11"))
    with store.reading() as session:
        assert json.loads(history_of(session, B01)[-1].detail)["confirmed_for"] == "so-a"
