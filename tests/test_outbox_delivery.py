"""Delivery against a real SMTP server: every message ends in a visible state, and the climb knows of it."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows import acts
from flows.deliver import DeliverResult, delay_after, deliver, retry
from flows.settings import Settings
from models.errors import DeliveryError
from models.messages import Message, messages_where
from models.plan import Contact
from models.store import Store
from tests.plan_world import B01, World, at, mails
from tests.smtp_server import ScriptedServer

FOCAL, HEAD, COORDINATOR = "focal@so-b.example", "head@so-b.example", "dieuphoi@so-a.example"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path)


def send(world: World, server: ScriptedServer, day: str, hour: int = 8) -> DeliverResult:
    world.settings = Settings(home=world.settings.home, smtp_url=SecretStr(server.url("timeout=2")))
    return deliver(world.store, world.settings, at(day, hour))


def outbox(world: World) -> list[Message]:
    with world.store.reading() as session:
        return list(messages_where(session))


def states(world: World) -> list[tuple[str, str, int]]:
    return [(message.recipient, str(message.state), message.attempts) for message in outbox(world)]


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def test_a_reminder_arrives_with_its_form_its_deadline_and_its_headers(world: World) -> None:
    world.round("2015-06-08")
    with ScriptedServer() as server:
        assert send(world, server, "2015-06-08").as_json() == {"sent": 1, "deferred": 0, "failed": 0, "remaining": 0}
        (arrived,) = server.messages
    mail = parsed(arrived.content)
    assert mail["Subject"] == "[Nhắc] 1 báo cáo đến hạn 15/06/2015 – Sở B"
    assert mail["To"].addresses[0].addr_spec == FOCAL
    assert mail["Reply-To"].addresses[0].addr_spec == COORDINATOR
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<demo-2015.localhost.example>"
    assert mail["Date"].datetime == at("2015-06-08")
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["demo-2015_B-01_so-b_2015-H1.xlsx", "han.ics"]
    assert outbox(world)[0].message_id == mail["Message-ID"]
    assert outbox(world)[0].content == arrived.content


def test_mails_about_one_assignment_thread(world: World) -> None:
    with ScriptedServer() as server:
        for day in ("2015-06-08", "2015-06-12"):
            world.round(day)
            send(world, server, day)
        first, second = (parsed(arrived.content) for arrived in server.messages)
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


def test_a_temporary_refusal_is_tried_again_later_with_the_same_bytes(world: World) -> None:
    world.round("2015-06-08")
    with ScriptedServer() as server:
        server.answer("RCPT", "451 4.7.1 greylisted", times=1)
        assert send(world, server, "2015-06-08").as_json() == {"sent": 0, "deferred": 1, "failed": 0, "remaining": 1}
        frozen = outbox(world)[0].content
        assert send(world, server, "2015-06-08").as_json() == {"sent": 0, "deferred": 0, "failed": 0, "remaining": 1}
        assert send(world, server, "2015-06-08", hour=9).sent == 1
        assert server.messages[0].content == frozen
    assert states(world) == [(FOCAL, "sent", 2)]


def test_delays_grow_to_a_day_at_most() -> None:
    minutes = [delay_after(n, 5).total_seconds() / 60 for n in range(1, 12)]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_a_message_that_never_gets_through_fails_visibly_and_stops_the_climb(world: World) -> None:
    world.settings = Settings(home=world.settings.home, attempts=2)
    world.round("2015-06-16")
    with ScriptedServer() as server:
        server.answer("RCPT", "450 4.2.0 mailbox busy", about=FOCAL)
        world.settings = Settings(home=world.settings.home, attempts=2, smtp_url=SecretStr(server.url()))
        deliver(world.store, world.settings, at("2015-06-16"))
        deliver(world.store, world.settings, at("2015-06-16", 9))
    assert (FOCAL, "failed", 2) in states(world)
    assert world.assignment().stalled == "+1wd:chase: 450 4.2.0 mailbox busy"


def test_nobody_is_escalated_to_when_the_focal_point_was_not_reached(world: World) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user", about=FOCAL)
        for day in ("2015-06-08", "2015-06-12", "2015-06-16", "2015-06-22", "2015-06-29", "2015-07-06"):
            result = world.round(day)
            send(world, server, day)
            assert (HEAD, "escalate") not in mails(result), day
    assert (FOCAL, "bounced", 1) in states(world)
    assert world.assignment().stalled


def test_the_coordinator_hears_of_a_bounce_the_next_morning(world: World) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user", about=FOCAL)
        world.round("2015-06-08")
        send(world, server, "2015-06-08")
        assert mails(world.round("2015-06-09")) == [(COORDINATOR, "summary")]
        send(world, server, "2015-06-09")
        text = parsed(server.messages[-1].content).get_body(("plain",))
        assert text is not None
        assert "550 5.1.1 no such user" in text.get_content()


def test_a_corrected_address_gets_the_mail_and_the_climb_goes_on(world: World) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user", about=FOCAL)
        world.round("2015-06-16")
        send(world, server, "2015-06-16")
        fresh = Contact(agency="so-b", role="focal", name="Đầu mối mới", email="moi@so-b.example")
        applied, readdressed = acts.replace_contact(world.store, FOCAL, fresh, world.act("2015-06-17"))
        assert (applied.rearmed, readdressed) == ([B01], 0)
        send(world, server, "2015-06-17")
        assert server.messages[-1].recipient == "moi@so-b.example"
        assert world.assignment().stalled is None
        assert (HEAD, "escalate") in mails(world.round("2015-06-22"))


def test_queued_mail_follows_a_replaced_contact(world: World) -> None:
    world.round("2015-06-08")
    fresh = Contact(agency="so-b", role="focal", name="Đầu mối mới", email="moi@so-b.example")
    _, readdressed = acts.replace_contact(world.store, FOCAL, fresh, world.act("2015-06-08"))
    assert readdressed == 1
    with ScriptedServer() as server:
        send(world, server, "2015-06-08")
        assert [arrived.recipient for arrived in server.messages] == ["moi@so-b.example"]


def test_a_server_that_refuses_as_a_whole_leaves_everything_as_it_was(world: World) -> None:
    world.round("2015-06-08")
    with ScriptedServer() as server:
        server.answer("greeting", "554 5.3.2 closed for today")
        with pytest.raises(DeliveryError, match=r"127\.0\.0\.1"):
            send(world, server, "2015-06-08")
    assert states(world) == [(FOCAL, "queued", 0)]
    assert outbox(world)[0].content is None, "nothing was handed over, so it may still be composed anew"
    with ScriptedServer() as server:
        assert send(world, server, "2015-06-08").sent == 1


def test_a_dropped_connection_after_the_content_may_repeat_one_message_with_the_same_id(world: World) -> None:
    world.round("2015-06-08")
    with ScriptedServer() as server:
        server.drop("content", times=1)
        first = send(world, server, "2015-06-08")
        send(world, server, "2015-06-08", hour=9)
        ids = {parsed(arrived.content)["Message-ID"] for arrived in server.messages}
        assert len(ids) == 1
        assert len({arrived.content for arrived in server.messages}) == 1
    assert first.deferred + first.sent == 1
    assert states(world)[0][:2] == (FOCAL, "sent")


def test_a_claim_of_a_dead_process_is_taken_over_after_its_lease(world: World) -> None:
    from models.messages import claim_messages

    world.round("2015-06-08")
    with world.store.session() as session:
        assert len(claim_messages(session, at("2015-06-08"), 10)) == 1
    with world.store.session() as session:
        assert claim_messages(session, at("2015-06-08"), 10) == []
    with world.store.session() as session:
        assert len(claim_messages(session, at("2015-06-08", 9), 10)) == 1


def test_a_failed_message_can_be_sent_again(world: World) -> None:
    world.round("2015-06-08")
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.7.1 we do not like you", times=1)
        assert send(world, server, "2015-06-08").failed == 1
        with world.store.session() as session:
            retry(session, messages_where(session)[0], at("2015-06-09"))
        assert send(world, server, "2015-06-09").sent == 1
    assert world.assignment().stalled is None


def test_an_address_that_cannot_be_mailed_fails_alone(store: Store, tmp_path: Path) -> None:
    from tests.plan_world import document

    plan = document()
    contacts = [
        contact.model_copy(update={"email": "đầu.mối@so-b.example"}) if contact.email == FOCAL else contact
        for contact in plan.contacts
    ]
    world = World(store, tmp_path, plan.model_copy(update={"contacts": tuple(contacts)}))
    world.round("2015-06-08")
    assert world.deliver("2015-06-08").failed == 1
    assert world.assignment().stalled


def test_mail_that_a_server_put_off_becomes_one_digest_with_the_latest_step(world: World) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "451 4.3.0 try later", times=2)
        for day in ("2015-06-08", "2015-06-12"):
            world.round(day)
            send(world, server, day)
        world.round("2015-06-16")
        send(world, server, "2015-06-16")
        to_focal = [parsed(m.content)["Subject"] for m in server.messages if m.recipient == FOCAL]
    assert to_focal == ["[Đôn đốc] 1 báo cáo quá hạn (hạn 15/06/2015) – Sở B"]


def test_a_dead_address_is_not_written_to_again(world: World) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user", about=FOCAL)
        for day in ("2015-06-08", "2015-06-12", "2015-06-16", "2015-06-22"):
            world.round(day)
            send(world, server, day)
        assert {m.recipient for m in server.messages} == {COORDINATOR}, "nor is the head informed"
    assert [state for state in states(world) if state[0] == FOCAL] == [(FOCAL, "bounced", 1)]
