"""Hand-overs: the receiving body is asked once whether it arrived, and its confirmation is written down."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from flows import deciding
from flows.acts import Act
from flows.letter_acts import letter_sent
from flows.review import outstanding
from flows.status import status
from flows.summaries import summary_of
from flows.watch import watch
from models.history import history_of
from models.messages import Message, MessageState, messages_where
from models.plan import Contact
from models.store import Store
from models.submissions import latest_submission
from models.versions import active_plan
from notifications.summary import Summary
from tests.mail_samples import parsed, visible
from tests.plan_world import World, at, document, obligation

H01 = "demo-2015:H-01/so-b/2015-H1"
RECEIVER = "focal@huyen-1.example"
SAID: dict[str, Any] = {"number": "45/CV-SB", "date": "2015-06-10", "count": 12}


def handover(**changes: Any) -> dict[str, Any]:
    values = {"code": "H-01", "title": "Bàn giao qua kênh riêng", "kind": "handover", "to": "huyen-1", "form": None}
    return obligation(**{**values, **changes})


def world_of(store: Store, home: Path, without: str = "", lang: str = "vi", **changes: Any) -> World:
    """A plan whose hand-over goes to `to`; the contacts of the body `without` have no address."""
    plan = document(obligations=[handover(**changes)])
    contacts = tuple(
        one.model_copy(update={"email": None if one.agency == without else one.email, "lang": lang})
        for one in plan.contacts
    )
    return World(store, home, plan.model_copy(update={"contacts": contacts}))


@dataclass(frozen=True)
class Sent:
    """A mail as it went out, both parts as their reader sees them."""

    to: str
    kind: str
    subject: str
    text: str
    html: str


def hand_over(world: World, day: str, name: str = H01, **changes: Any) -> str:
    content = json.dumps({**SAID, **changes} if "nil" not in changes else {"nil": True}).encode()
    return world.submit(day, name, content)


def queued(world: World) -> list[tuple[str, str]]:
    with world.store.reading() as session:
        return [(one.recipient, one.kind) for one in messages_where(session)]


def sent(world: World, kind: str = "confirm") -> list[Sent]:
    """What went out of a kind."""
    found = []
    with world.store.reading() as session:
        for message in messages_where(session, states=(MessageState.SENT,)):
            if message.kind == kind and message.content is not None:
                found.append(_sent(message, message.content))
    return found


def _sent(message: Message, content: bytes) -> Sent:
    mail = parsed(content)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    shown = " ".join(visible(html.get_content()))
    return Sent(message.recipient, message.kind, message.subject, " ".join(plain.get_content().split()), shown)


def summary_on(world: World, day: str) -> Summary:
    with world.store.reading() as session:
        plan = active_plan(session)
        return summary_of(session, plan, "dieuphoi@so-a.example", "Điều phối", [], at(day))


# --- the question to the receiving body ------------------------------------------------------------------------------


def test_the_receiving_body_is_asked_by_a_mail_of_its_own(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    assert hand_over(world, "2015-06-10") == "submitted"
    assert queued(world) == [("focal@so-b.example", "receipt"), (RECEIVER, "confirm")]
    world.deliver("2015-06-10")
    (mail,) = sent(world)
    assert mail.to == RECEIVER
    assert mail.subject.startswith("[Xác nhận] Bàn giao qua kênh… 6 tháng đầu năm 2015")
    wanted = ["Sở B báo đã bàn giao cho UBND huyện 1", "Bên giao: Sở B", "Bên nhận: UBND huyện 1", "45/CV-SB"]
    wanted += ["thứ Tư, 10/06/2015", "Số lượng: 12", "Hạn bàn giao: thứ Hai, 15/06/2015", "dieuphoi@so-a.example"]
    for said in (*wanted, "Không gửi danh sách, không nêu họ tên"):
        assert said in mail.text
        assert said.replace(": ", " : ") in mail.html.replace(": ", " : ")


def test_each_revision_is_asked_about_once(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    assert hand_over(world, "2015-06-10") == "submitted"  # the same again is no revision
    assert [kind for _, kind in queued(world)].count("confirm") == 1
    world.deliver("2015-06-10")
    hand_over(world, "2015-06-11", count=13)
    world.live("2015-06-11", "2015-06-12", "2015-06-15")
    assert ["Số lượng: 12" in mail.text for mail in sent(world)] == [True, False]
    assert "Số lượng: 13" in sent(world)[1].text


@pytest.mark.parametrize("decide", ["accept", "return", "again"])
def test_what_was_decided_meanwhile_is_no_longer_asked(store: Store, tmp_path: Path, decide: str) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    if decide == "accept":
        deciding.accept(store, [H01], world.act("2015-06-10"))
    elif decide == "return":
        deciding.send_back(store, [H01], world.act("2015-06-10"), "Chưa nhận được")
    else:
        hand_over(world, "2015-06-10", count=13)
    world.deliver("2015-06-10")
    assert [("Số lượng: 13" in mail.text) for mail in sent(world)] == ([True] if decide == "again" else [])


def test_nothing_handed_over_is_asked_of_nobody(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10", nil=True)
    world.deliver("2015-06-10")
    assert queued(world) == [("focal@so-b.example", "receipt")]
    assert "xác nhận" not in sent(world, "receipt")[0].text
    waits = summary_on(world, "2015-06-11")
    assert (len(waits.unreviewed), len(waits.handovers)) == (1, 0)
    deciding.accept(store, [H01], world.act("2015-06-11"))
    with store.reading() as session:
        assert "confirmed_for" not in json.loads(history_of(session, H01)[-1].detail)


def test_a_joint_hand_over_is_asked_about_once_and_names_all(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, assigned_to=["so-b", "huyen-2"], joint=True)
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    (mail,) = sent(world)
    assert "Bên giao: Sở B; UBND huyện 2" in mail.text


def test_a_mail_in_english(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, lang="en")
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    (mail,) = sent(world)
    assert mail.subject.startswith("[Please confirm]")
    assert "Number handed over: 12" in mail.text


@pytest.mark.parametrize(("to", "soft"), [("huyen-1", False), ("hoi", True), ("ubnd", True)])
def test_who_is_not_ordered_is_asked_softly(store: Store, tmp_path: Path, to: str, soft: bool) -> None:
    world = World(store, tmp_path, document(obligations=[handover(to=to)]).model_copy())
    if to == "ubnd":
        plan = document(obligations=[handover(to=to)])
        focal = Contact(agency="ubnd", role="focal", name="Văn phòng", email="dau-moi@ubnd.example")
        world.apply(plan.model_copy(update={"contacts": (*plan.contacts, focal)}), "2015-01-06")
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    (mail,) = sent(world)
    assert mail.subject.startswith("[Đề nghị] Xác nhận" if soft else "[Xác nhận]")
    assert ("Trân trọng đề nghị" in mail.text) == soft


# --- the standing agency, and a receiver without an address ----------------------------------------------------------


def test_the_standing_agency_reads_of_it_in_the_summary_once(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, to="so-a")
    hand_over(world, "2015-06-10")
    world.live("2015-06-10", "2015-06-11")
    assert [kind for _, kind in queued(world)] == ["receipt", "summary"]
    (mail,) = sent(world, "summary")
    assert mail.text.count(H01) == 1
    assert "Bàn giao chờ xác nhận" in mail.text
    assert "Số văn bản: 45/CV-SB" in mail.text
    assert "1 việc cần xử lý" in mail.subject


def test_the_coordinator_reads_whom_was_asked_and_when(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    (entry,) = summary_on(world, "2015-06-11").handovers
    assert (entry.receiver, entry.unheard) == ("UBND huyện 1", "")
    assert entry.asked is not None
    assert entry.asked.isoformat() == "2015-06-10"


def test_a_receiver_without_an_address_is_to_be_asked_by_telephone(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, without="huyen-1")
    hand_over(world, "2015-06-10")
    world.live("2015-06-10", "2015-06-11")
    assert sent(world) == []
    (mail,) = sent(world, "summary")
    assert "Bên nhận chưa có địa chỉ thư: hỏi qua điện thoại hoặc công văn." in mail.text
    assert "Công văn cần in" not in mail.text
    missing = summary_on(world, "2015-06-11").missing
    assert [(one.agency, one.role) for one in missing] == [("UBND huyện 1", "đầu mối")]
    assert watch(store, at("2015-06-11")).missing == ["huyen-1: focal"]


def test_a_letter_to_the_receiver_can_be_recorded(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, without="huyen-1")
    hand_over(world, "2015-06-10")
    letter_sent(store, [H01], world.act("2015-06-11"), number="9/SA-VP", sent_on=at("2015-06-11").date())
    (entry,) = summary_on(world, "2015-06-12").handovers
    assert (entry.unheard, entry.asked is None) == ("", False)
    assert world.assignment(H01).next_action_at is None


def test_a_new_address_gets_the_question(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, without="huyen-1")
    hand_over(world, "2015-06-10")
    again = document(obligations=[handover()])
    assert world.apply(again, "2015-06-11").rearmed == [H01]
    world.live("2015-06-11")
    assert [mail.to for mail in sent(world)] == [RECEIVER]


def test_what_was_confirmed_no_longer_waits_for_an_address(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path, without="huyen-1")
    hand_over(world, "2015-06-10")
    deciding.accept(store, [H01], world.act("2015-06-11"))
    with store.reading() as session:
        assert not outstanding(session, active_plan(session), at("2015-06-12")).anything()
    assert watch(store, at("2015-06-12")).missing == []


# --- the answer ------------------------------------------------------------------------------------------------------


def test_the_confirmation_is_in_the_history_and_in_the_status(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    (row,) = status(store, at("2015-06-10"), period="2015-H1")
    assert (row.as_json()["to"], row.as_json()["confirmed"]) == ("huyen-1", None)
    deciding.accept(store, [H01], Act("Văn thư Sở A", at("2015-06-11")), reason="UBND huyện 1 trả lời thư")
    with store.reading() as session:
        entry = history_of(session, H01)[-1]
    assert (entry.by, json.loads(entry.detail)["confirmed_for"]) == ("Văn thư Sở A", "huyen-1")
    (row,) = status(store, at("2015-06-12"), period="2015-H1")
    assert row.as_json()["confirmed"] == {
        "for": "huyen-1",
        "by": "Văn thư Sở A",
        "at": at("2015-06-11").isoformat(),
    }


def test_a_further_answer_takes_the_confirmation_back(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    deciding.accept(store, [H01], world.act("2015-06-11"))
    hand_over(world, "2015-06-12", count=13)
    (row,) = status(store, at("2015-06-12"), period="2015-H1")
    assert row.confirmed is None
    deciding.accept(store, [H01], Act("Người khác", at("2015-06-15")))
    (row,) = status(store, at("2015-06-15"), period="2015-H1")
    assert row.confirmed is not None
    assert row.confirmed.by == "Người khác"


@pytest.mark.parametrize(("role", "subject"), [("lead", "[Trả lại]"), ("requested", "[Đề nghị] Làm rõ")])
def test_a_hand_over_that_did_not_arrive_goes_back(store: Store, tmp_path: Path, role: str, subject: str) -> None:
    world = world_of(store, tmp_path, role=role)
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    deciding.send_back(store, [H01], world.act("2015-06-11"), "Chưa nhận được")
    world.deliver("2015-06-11")
    (mail,) = sent(world, "returned")
    assert mail.subject.startswith(subject)
    assert "UBND huyện 1" in mail.text
    assert "Chưa nhận được" in mail.text
    hand_over(world, "2015-06-12", number="46/CV-SB")
    world.deliver("2015-06-12")
    assert len(sent(world)) == 2


def test_the_receipt_says_who_confirms(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    hand_over(world, "2015-06-10")
    world.deliver("2015-06-10")
    (mail,) = sent(world, "receipt")
    assert "Việc bàn giao đang chờ UBND huyện 1 xác nhận đã đến nơi" in mail.text
    assert "Chờ xác nhận" in mail.text


def test_a_refused_hand_over_asks_nobody_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    world = world_of(store, tmp_path)
    assert hand_over(world, "2015-06-10", count="hai") == "refused"
    assert queued(world) == []
    assert _nothing_kept(store, world)


def _nothing_kept(store: Store, world: World) -> bool:
    with store.reading() as session:
        return _latest(session, world) is None


def _latest(session: Session, world: World) -> object:
    return latest_submission(session, world.assignment(H01).key)
