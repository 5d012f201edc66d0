"""The round over a whole cycle: who hears what on which day, what waits, and that nothing is said twice."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.approvals import approvals, drop, postpone, release
from models.assignments import Workflow
from models.messages import messages_where
from models.store import Store
from tests.mail_samples import parsed
from tests.plan_world import B01, World, at, document, mails, obligation

FOCAL, HEAD = "focal@so-b.example", "head@so-b.example"
COORDINATOR, STANDING, ISSUER = "dieuphoi@so-a.example", "head@so-a.example", "vp@ubnd.example"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def plain_part(content: bytes) -> EmailMessage:
    part = parsed(content).get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return part


def quiet(world: World, first: str, last: str) -> bool:
    return not any(result.messages for result in world.live_through(first, last))


def test_a_silent_body_is_climbed_rung_by_rung(world: World) -> None:
    """Due Monday 15/06/2015; the days are those of the worked examples."""
    assert quiet(world, "2015-06-03", "2015-06-07")
    assert mails(world.live("2015-06-08")[0]) == [(FOCAL, "remind")]
    assert quiet(world, "2015-06-09", "2015-06-11")
    assert mails(world.live("2015-06-12")[0]) == [(FOCAL, "remind")]
    assert quiet(world, "2015-06-13", "2015-06-15")
    assert mails(world.live("2015-06-16")[0]) == [(FOCAL, "chase"), (HEAD, "inform")]
    assert quiet(world, "2015-06-17", "2015-06-21")
    assert mails(world.live("2015-06-22")[0]) == [(COORDINATOR, "summary"), (HEAD, "escalate")]
    assert quiet(world, "2015-06-23", "2015-06-28")
    result = world.live("2015-06-29")[0]
    assert (result.awaiting, result.escalated) == (1, 0)
    assert mails(result) == [(COORDINATOR, "summary")]
    waiting = approvals(world.store, at("2015-06-29"))
    assert [(one.assignment, one.step, one.to) for one in waiting] == [(B01, "+10wd:escalate", [STANDING])]


def test_the_same_round_twice_queues_nothing_the_second_time(world: World) -> None:
    for day in ("2015-06-08", "2015-06-16", "2015-06-22"):
        assert world.round(day).messages
        again = world.round(day)
        assert again.as_json() == {
            "opened": 0,
            "reminded": 0,
            "chased": 0,
            "escalated": 0,
            "awaiting": 0,
            "superseded": 0,
            "queued": 0,
            "messages": [],
        }
        world.deliver(day)


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(world: World) -> None:
    from flows.round import run_round

    planned = run_round(world.store, at("2015-06-08"), dry_run=True)
    assert mails(planned) == [(FOCAL, "remind")]
    assert world.assignment().state == Workflow.UPCOMING
    assert world.ledger() == []
    assert mails(world.round("2015-06-08")) == mails(planned)


def test_an_outage_of_five_working_days_yields_one_digest_a_recipient(world: World) -> None:
    world.live("2015-06-08", "2015-06-12")
    result = world.live("2015-06-22")[0]
    recipients = [to for to, _ in mails(result)]
    assert sorted(recipients) == sorted(set(recipients))
    assert (FOCAL, "chase") in mails(result)
    assert (HEAD, "escalate") not in mails(result), "the head is not escalated to before the focal point was chased"


def test_after_an_outage_the_latest_step_of_a_rung_stands_for_the_others(world: World) -> None:
    result = world.live("2015-06-17")[0]
    assert (result.reminded, result.chased, result.superseded) == (0, 1, 2)
    superseded = [step for step, _, state in world.told() if state == "superseded"]
    assert superseded == ["-7d:remind", "-1wd:remind"]


def test_the_head_waits_until_the_focal_point_was_told_long_enough_ago(world: World) -> None:
    """Chased late, on the 19th: the head's step of the 22nd waits for two working days, until the 23rd."""
    world.live("2015-06-19")
    assert (HEAD, "escalate") not in mails(world.live("2015-06-22")[0])
    assert (HEAD, "escalate") in mails(world.live("2015-06-23")[0])


def test_undelivered_mail_holds_the_climb(world: World) -> None:
    world.live("2015-06-08", "2015-06-12")
    world.round("2015-06-16")  # queued and never delivered
    assert (HEAD, "escalate") not in mails(world.round("2015-06-22"))
    assert (HEAD, "escalate") not in mails(world.round("2015-06-25"))


def test_nothing_is_mailed_on_a_day_off_and_the_next_working_day_makes_up(store: Store, tmp_path: Path) -> None:
    plan = document(
        obligations=[obligation(due={"on": {"2015-H1": "2015-04-29", "2015-H2": "2015-12-15"}}, roll="none")]
    )
    world = World(store, tmp_path, plan)
    world.live_through("2015-04-20", "2015-04-27")
    holidays = world.live_through("2015-04-28", "2015-05-03")
    assert not any(result.messages for result in holidays)
    assert holidays[0].day_off == "28/04/2015 là ngày nghỉ: Ngày Giỗ Tổ Hùng Vương"
    assert (FOCAL, "chase") in mails(world.live("2015-05-04")[0])


def test_the_upper_rungs_open_when_the_coordinator_releases(world: World) -> None:
    world.live_through("2015-06-08", "2015-06-29")
    decided = release(world.store, [B01], world.act("2015-06-30"))
    assert [(message.to, message.kind) for message in decided.mails] == [(STANDING, "escalate")]
    world.deliver("2015-06-30")
    results = world.live_through("2015-07-01", "2015-07-06")
    assert sum(result.awaiting for result in results) == 1
    waiting = approvals(world.store, at("2015-07-06"))
    assert [(one.step, one.to) for one in waiting] == [("+15wd:escalate", [ISSUER])]


def test_the_issuer_waits_while_the_rung_below_is_not_released(world: World) -> None:
    world.live_through("2015-06-08", "2015-07-20")
    assert [one.step for one in approvals(world.store, at("2015-07-20"))] == ["+10wd:escalate"]


def test_a_postponed_step_returns_to_the_list_on_its_day(world: World) -> None:
    from datetime import date

    world.live_through("2015-06-08", "2015-06-29")
    postpone(world.store, [B01], date(2015, 7, 3), world.act("2015-06-30"))
    assert approvals(world.store, at("2015-07-02")) == []
    assert [one.step for one in approvals(world.store, at("2015-07-03"))] == ["+10wd:escalate"]


def test_a_dropped_step_ends_the_climb_and_the_coordinator_hears_every_five_working_days(world: World) -> None:
    world.live_through("2015-06-08", "2015-06-29")
    drop(world.store, [B01], world.act("2015-06-30"))
    results = world.live_through("2015-06-30", "2015-07-20")
    assert {to for result in results for to, _ in mails(result)} == {COORDINATOR}
    listed = [step for step, _, _ in world.told() if step.startswith("list:")]
    assert listed == ["list:2015-07-06", "list:2015-07-13", "list:2015-07-20"]


def test_a_requested_body_is_never_reported_above_its_own_head(store: Store, tmp_path: Path) -> None:
    plan = document(obligations=[obligation(assigned_to=["hoi"], role="requested")])
    world = World(store, tmp_path, plan)
    results = world.live_through("2015-06-01", "2015-07-31")
    people = {to for result in results for to, _ in mails(result)}
    assert people == {"focal@hoi.example", "head@hoi.example", COORDINATOR}
    assert approvals(world.store, at("2015-07-31")) == []


def test_a_person_met_on_two_rungs_hears_once(store: Store, tmp_path: Path) -> None:
    """The standing agency's own obligation: its head is also the standing agency's head."""
    plan = document(obligations=[obligation(assigned_to=["so-a"])])
    world = World(store, tmp_path, plan)
    name = "demo-2015:B-01/so-a/2015-H1"
    world.live_through("2015-06-01", "2015-07-10")
    escalations = [line for line in world.told(name) if line[0].endswith("escalate") and line[1] == STANDING]
    assert [step for step, _, _ in escalations] == ["+5wd:escalate"]
    assert ("+10wd:escalate", "?so-a/standing.head", "superseded") in world.told(name)
    assert [one.step for one in approvals(world.store, at("2015-07-10"))] == ["+15wd:escalate"]


def test_a_person_hears_of_all_obligations_in_one_digest(store: Store, tmp_path: Path) -> None:
    plan = document(obligations=[obligation(), obligation(code="B-02"), obligation(code="B-03")])
    world = World(store, tmp_path, plan)
    result = world.live("2015-06-08")[0]
    assert mails(result) == [(FOCAL, "remind")]
    assert len(result.messages[0].assignments) == 3
    assert result.messages[0].subject == "[Nhắc] 3 báo cáo đến hạn 15/06/2015 – Sở B"


def test_what_was_submitted_is_not_chased(world: World) -> None:
    world.live("2015-06-08")
    assert world.submit("2015-06-10") == "submitted"
    world.deliver("2015-06-10")
    results = world.live_through("2015-06-11", "2015-07-08")
    assert {to for result in results for to, _ in mails(result)} == {COORDINATOR}


def test_a_digest_in_the_queue_is_cancelled_when_the_report_arrives_first(world: World) -> None:
    world.round("2015-06-08")
    world.submit("2015-06-08")
    assert world.deliver("2015-06-08").as_json() == {"sent": 1, "deferred": 0, "failed": 0, "remaining": 0}
    assert world.told()[0] == ("-7d:remind", FOCAL, "cancelled")


def test_uncomposed_mail_of_an_earlier_round_is_taken_along(world: World) -> None:
    """The mail server was away for a week: one mail goes, with the gravest step, not three."""
    world.round("2015-06-08")
    world.round("2015-06-12")
    world.round("2015-06-16")
    result = world.deliver("2015-06-16")
    assert result.sent == 2, "one to the focal point, one to the head for information"
    assert [state for step, to, state in world.told() if to == FOCAL] == ["superseded", "superseded", "sent"]


def test_a_plan_applied_in_august_chases_nothing_from_before(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, applied_on="2015-08-10")
    assert world.applied.created_closed == [B01]
    assert world.assignment().state == Workflow.CLOSED
    results = world.live_through("2015-08-10", "2015-09-10")
    assert not any(result.messages for result in results)
    assert world.submit("2015-09-01") == "submitted", "it can still be filled in"


def test_a_paused_body_is_left_alone_and_caught_up_in_one_digest(world: World) -> None:
    from datetime import date

    from flows import acts

    world.live("2015-06-08")
    acts.pause(world.store, "so-b", world.act("2015-06-09"), reason="lũ lụt", until=date(2015, 6, 19))
    assert not any(result.messages for result in world.live_through("2015-06-09", "2015-06-19"))
    result = world.live("2015-06-22")[0]
    assert [mail for mail in mails(result) if mail[0] == FOCAL] == [(FOCAL, "chase")]


def test_a_round_reads_only_what_is_due(world: World) -> None:
    world.live("2015-06-08")
    row = world.assignment()
    assert row.next_action_at == at("2015-06-12", 0)
    assert world.assignment("demo-2015:B-01/so-b/2015-H2").next_action_at == at("2015-12-08", 0)


def test_what_was_queued_before_a_pause_waits_for_its_end(world: World) -> None:
    from datetime import date

    from flows import acts

    world.round("2015-06-08")
    acts.pause(world.store, "so-b", world.act("2015-06-08"), reason="lũ lụt", until=date(2015, 6, 17))
    assert world.deliver("2015-06-08").sent == 0
    assert not any(result.messages for result in world.live_through("2015-06-09", "2015-06-17"))
    assert [mail for mail in mails(world.round("2015-06-18")) if mail[0] == FOCAL] == [(FOCAL, "chase")]
    assert world.deliver("2015-06-18").sent == 2


def test_a_postponed_step_is_news_on_its_day(world: World) -> None:
    from datetime import date

    world.live_through("2015-06-08", "2015-06-29")
    postpone(world.store, [B01], date(2015, 7, 2), world.act("2015-06-30"))
    assert mails(world.live("2015-07-01")[0]) == []
    assert mails(world.live("2015-07-02")[0]) == [(COORDINATOR, "summary")]


def test_rounds_at_the_same_time_do_no_harm(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(world.round, ["2015-06-08"] * 3))
    assert sorted(len(result.messages) for result in results) == [0, 0, 1]
    assert world.told() == [("-7d:remind", FOCAL, "queued")]


def test_an_informed_reader_learns_that_nobody_could_be_told(store: Store, tmp_path: Path) -> None:
    plan = document()
    contacts = [c.model_copy(update={"email": None}) if c.email == "head@so-b.example" else c for c in plan.contacts]
    world = World(store, tmp_path, plan.model_copy(update={"contacts": tuple(contacts)}))
    world.live_through("2015-06-08", "2015-06-22")
    assert ("+5wd:escalate", "missing") in [(step, state) for step, _, state in world.told()]
    with store.reading() as session:
        sent = [m.content or b"" for m in messages_where(session) if m.kind == "summary"]
    texts = [part.get_content() for part in map(plain_part, sent)]
    assert any("Chưa báo được ai: lãnh đạo đơn vị chưa có địa chỉ nhận thư." in text for text in texts)
    assert not any("Lãnh đạo đơn vị được báo hôm nay." in text for text in texts)


def test_a_duty_names_who_coordinates_and_its_remark(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(obligations=[obligation(**{"with": ["so-a", "huyen"]}, note="Kèm bản ký")]))
    world.live_through("2015-06-08", "2015-06-16")
    with store.reading() as session:
        texts = {m.kind: plain_part(m.content or b"").get_content() for m in messages_where(session)}
    assert all("Phối hợp: Sở A; UBND các huyện" in text for text in texts.values())
    assert {kind for kind, text in texts.items() if "Ghi chú: Kèm bản ký" in text} == {"remind", "chase"}
