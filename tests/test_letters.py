"""Letters from the store: which are to be written, to whom, about what; in the mail; and on the record."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from flows import acts, approvals, deciding
from flows.letter_acts import letter_sent
from flows.letters import Draft, letters, rendered
from flows.summaries import summary_of
from models.errors import StateError
from models.history import history_of
from models.messages import MessageState, messages_where
from models.plan import PlanDocument
from models.store import Store
from models.versions import active_plan
from reports.letters.text import text_of
from tests.mail_samples import parsed
from tests.plan_world import B01, World, at, document, obligation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: The days on which the standing agency's head and the issuer's office are due, for what is due on 15/6.
STANDING_DAY, ISSUER_DAY = "2015-06-29", "2015-07-06"
#: A body that is asked and not ordered.
ASKED = obligation(code="D-01", title="Báo cáo vận động", assigned_to=["hoi"], role="requested", form=None, kind="task")


def due_on(day: str, **changes: Any) -> dict[str, Any]:
    return obligation(due={"on": {"2015-H1": day, "2015-H2": "2015-12-15"}}, **changes)


def without_mail(plan: PlanDocument, agency: str, *roles: str) -> PlanDocument:
    kept = tuple(c for c in plan.contacts if not (c.agency == agency and (not roles or c.role in roles)))
    return plan.model_copy(update={"contacts": kept})


def world_of(store: Store, home: Path, *duties: dict[str, Any], silent: str = "", **changes: Any) -> World:
    plan = document(obligations=list(duties) or [obligation()], **changes)
    return World(store, home, without_mail(plan, silent) if silent else plan)


def drafts(world: World, day: str, *names: str, **said: Any) -> list[Draft]:
    return letters(world.store, at(day), names, **said)


def gist(found: list[Draft]) -> list[tuple[str, str, list[str], str]]:
    """Kind, addressee, assignments and standing of each letter."""
    short = [[name.partition(":")[2] for name in draft.assignments] for draft in found]
    return [(one.letter.kind, one.letter.to, rows, one.standing) for one, rows in zip(found, short, strict=True)]


def shown(draft: Draft) -> str:
    """What a letter says, from its file."""
    paper = docx.Document(io.BytesIO(rendered(draft)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def release(world: World, day: str, *names: str) -> None:
    approvals.release(world.store, names, world.act(day))
    world.deliver(day, hour=9)


def summaries(world: World) -> list[list[tuple[str, str]]]:
    """The attachments of each summary that went out: their type and name, as a mail program sees them."""
    with world.store.reading() as session:
        sent = [one for one in messages_where(session, states=(MessageState.SENT,)) if one.kind == "summary"]
        mails = [parsed(one.content or b"") for one in sent]
    return [
        [(part.get_content_type(), part.get_filename() or "") for part in mail.iter_attachments()] for mail in mails
    ]


class TestWhichLetters:
    """One letter for a body, one note for all; who is asked is in neither."""

    def test_a_step_with_a_letter_drafts_one_to_the_body(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", "2015-06-28")
        assert drafts(world, "2015-06-28") == []
        world.live(STANDING_DAY)
        (draft,) = drafts(world, STANDING_DAY)
        assert gist([draft]) == [("chase", "so-b", ["B-01/so-b/2015-H1"], "awaiting")]
        assert draft.steps == {B01: ["+10wd:escalate"]}
        assert draft.file_name == "cong-van-don-doc_demo-2015_so-b_2015-06-29.docx"
        text = shown(draft)
        assert "đến nay đã quá hạn 14 ngày" in text
        assert "đã nhắc các ngày 08/6/2015 và 12/6/2015, đôn đốc ngày 16/6/2015" in text
        assert "chậm nhất là thứ Sáu, ngày 03/7/2015" in text, "before the issuer would hear"
        assert "báo cáo UBND tỉnh xem xét" in text

    def test_a_body_gets_one_letter_for_all_that_it_owes(self, store: Store, tmp_path: Path) -> None:
        duties = [obligation(), obligation(code="B-02", title="Báo cáo hai"), due_on("2015-06-26", code="B-03")]
        world = world_of(store, tmp_path, *duties)
        world.live_through("2015-06-08", STANDING_DAY)
        rows = [f"{code}/so-b/2015-H1" for code in ("B-01", "B-02", "B-03")]
        assert gist(drafts(world, STANDING_DAY)) == [("chase", "so-b", rows, "awaiting")]

    def test_each_body_of_a_group_gets_its_own_and_the_issuer_one_for_all(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, obligation(assigned_to=["huyen"]))
        world.live_through("2015-06-08", STANDING_DAY)
        assert [one[:2] for one in gist(drafts(world, STANDING_DAY))] == [("chase", "huyen-1"), ("chase", "huyen-2")]
        release(world, STANDING_DAY)
        world.live_through("2015-06-30", ISSUER_DAY)
        (note, *_others) = found = drafts(world, ISSUER_DAY)
        rows = ["B-01/huyen-1/2015-H1", "B-01/huyen-2/2015-H1"]
        assert gist([note]) == [("note", "ubnd", rows, "awaiting")]
        assert [one.standing for one in found] == ["awaiting", "released", "released"]
        assert "UBND huyện 2" in shown(note)

    def test_who_is_asked_is_in_no_chase_and_no_note(self, store: Store, tmp_path: Path) -> None:
        policies = [policy.model_dump(mode="json") for policy in document().policies]
        for step in policies[0]["steps"]:
            step["letter"] = step["action"] == "escalate"
        world = world_of(store, tmp_path, obligation(assigned_to=["huyen-1"]), ASKED, policies=policies)
        for day in range(8, 31):
            world.live(f"2015-06-{day:02}")
            assert all(draft.letter.to != "hoi" for draft in drafts(world, f"2015-06-{day:02}"))
        release(world, "2015-06-30")
        world.live_through("2015-07-01", ISSUER_DAY)
        found = drafts(world, ISSUER_DAY)
        assert {draft.letter.kind for draft in found} == {"chase", "note"}
        for draft in found:
            assert "Hội C" not in shown(draft)
            assert not any("D-01" in name for name in draft.assignments)

    def test_who_is_asked_and_has_no_address_gets_a_softer_letter(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, ASKED, silent="hoi")
        world.live_through("2015-06-08", "2015-06-18")
        (draft,) = drafts(world, "2015-06-18")
        assert gist([draft]) == [("request", "hoi", ["D-01/hoi/2015-H1"], "missing")]
        assert not any(word in shown(draft) for word in ("đôn đốc", "quá hạn", "ấn định"))

    def test_a_body_without_an_address_is_reminded_by_letter_and_then_chased(
        self, store: Store, tmp_path: Path
    ) -> None:
        world = world_of(store, tmp_path, silent="so-b")
        world.live("2015-06-08")
        (draft,) = drafts(world, "2015-06-08")
        assert gist([draft]) == [("remind", "so-b", ["B-01/so-b/2015-H1"], "missing")]
        assert "địa chỉ thư điện tử công vụ" in shown(draft)
        world.live_through("2015-06-09", "2015-06-16")
        (later,) = drafts(world, "2015-06-16")
        assert later.letter.kind == "chase"
        assert "đã nhắc" not in shown(later), "nothing reached the body"

    def test_an_extension_and_a_return_are_told(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, obligation(), obligation(code="B-02", title="Báo cáo hai"))
        world.live_through("2015-06-08", "2015-06-12")
        acts.extend(store, B01, world.act("2015-06-12"), date(2015, 6, 17), "Đang tổng hợp")
        second = B01.replace("B-01", "B-02")
        world.submit("2015-06-12", second)
        deciding.send_back(store, [second], world.act("2015-06-15"), "Thiếu số liệu xã", date(2015, 6, 17))
        world.live_through("2015-06-15", "2015-07-01")
        (draft,) = drafts(world, "2015-07-01")
        text = shown(draft).replace("\u00a0", " ")
        assert "(đã gia hạn; hạn ban đầu 15/6/2015)" in text
        assert "(trả lại ngày 15/6/2015 để hoàn thiện: Thiếu số liệu xã)" in text

    def test_the_standing_agency_writes_no_letter_to_itself(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, obligation(assigned_to=["so-a"]))
        world.live_through("2015-06-08", "2015-06-22")
        with pytest.raises(StateError, match="chính cơ quan thường trực"):
            drafts(world, "2015-06-22", "demo-2015:B-01/so-a/2015-H1")
        world.live_through("2015-06-23", ISSUER_DAY)
        assert all(draft.letter.kind == "note" for draft in drafts(world, ISSUER_DAY))

    def test_what_is_postponed_or_paused_waits(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, obligation(assigned_to=["huyen"]))
        world.live_through("2015-06-08", STANDING_DAY)
        first, _second = (f"demo-2015:B-01/huyen-{n}/2015-H1" for n in (1, 2))
        approvals.postpone(store, [first], date(2015, 7, 1), world.act(STANDING_DAY))
        acts.pause(store, "huyen-2", world.act(STANDING_DAY), reason="Sắp xếp đơn vị")
        assert drafts(world, STANDING_DAY) == []
        assert [one.letter.to for one in drafts(world, STANDING_DAY, first)] == ["huyen-1"], "asked for by name"
        assert [one.letter.to for one in drafts(world, "2015-07-01")] == ["huyen-1"]

    def test_any_duty_that_is_owed_may_be_named(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live("2015-06-08")
        (draft,) = drafts(world, "2015-06-08", B01, unit="VP", answer_by=date(2015, 6, 12), profile="TT01-2011")
        assert (draft.letter.kind, draft.letter.profile, draft.since) == ("remind", "TT01-2011", None)
        assert text_of(draft.letter).number.endswith("/SA-VP")
        world.submit("2015-06-09")
        with pytest.raises(StateError, match="không còn nợ gì"):
            drafts(world, "2015-06-09", B01)

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2015, 6, 5), r"quá gấp: đặt từ 11/06/2015"),
            (date(2015, 6, 10), r"quá gấp: đặt từ 11/06/2015"),
            (date(2015, 6, 13), r"là ngày nghỉ: đặt vào ngày làm việc, ví dụ 15/06/2015"),
        ],
    )
    def test_an_answer_is_asked_for_on_a_working_day_with_time_to_write_it(
        self, store: Store, tmp_path: Path, day: date, said: str
    ) -> None:
        world = world_of(store, tmp_path)
        world.live("2015-06-08")
        with pytest.raises(StateError, match=said):
            drafts(world, "2015-06-08", B01, answer_by=day)
        assert drafts(world, "2015-06-08", B01, answer_by=date(2015, 6, 11))

    def test_however_late_it_is_drafted_three_working_days_are_left(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        (draft,) = drafts(world, "2015-07-02")
        assert draft.letter.answer_by == date(2015, 7, 7), "though the issuer is due on 6/7"

    def test_an_answer_takes_the_letter_off_the_list(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        release(world, STANDING_DAY)
        assert gist(drafts(world, "2015-06-30")) == [("chase", "so-b", ["B-01/so-b/2015-H1"], "released")]
        world.submit("2015-06-30")
        assert drafts(world, "2015-06-30") == []

    def test_the_same_state_gives_the_same_bytes(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        first, second = (drafts(world, STANDING_DAY)[0] for _ in range(2))
        assert rendered(first) == rendered(second)


class TestInTheMail:
    """The coordinator's summary carries the drafts, and `approvals` names them."""

    def test_the_letter_travels_with_the_summary(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        name = "cong-van-don-doc_demo-2015_so-b_2015-06-29.docx"
        assert summaries(world)[-1] == [(WORD, name)]
        assert all(not one for one in summaries(world)[:-1])
        with store.reading() as session:
            message = [one for one in messages_where(session) if one.kind == "summary"][-1]
        mail = parsed(message.content or b"")
        (attached,) = mail.iter_attachments()
        assert attached.get_content() == rendered(drafts(world, STANDING_DAY)[0])
        plain = mail.get_body(("plain",))
        assert plain is not None
        words = " ".join(plain.get_content().split())
        assert f"{name}: dự thảo công văn đôn đốc Sở B" in words
        assert f"Dự thảo công văn: {name}" in words

    def test_a_letter_to_print_names_whom_it_is_for_and_not_who_hears_of_the_step(
        self, store: Store, tmp_path: Path
    ) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        release(world, STANDING_DAY)
        with store.reading() as session:
            plan = active_plan(session)
            (entry,) = summary_of(session, plan, "dieuphoi@so-a.example", "", [], at(STANDING_DAY, 9)).letters
        assert (entry.to, entry.letter_to) == ("Sở B", "so-b")

    def test_nobody_else_gets_a_letter(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        release(world, STANDING_DAY)
        world.live_through("2015-06-30", ISSUER_DAY)
        with store.reading() as session:
            others = [one for one in messages_where(session) if one.kind != "summary" and one.content]
        names = [part.get_filename() or "" for one in others for part in parsed(one.content or b"").iter_attachments()]
        assert not any("cong-van" in name for name in names)

    def test_a_body_without_an_address_brings_its_letter_to_print(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, silent="so-b")
        world.live("2015-06-08")
        assert summaries(world) == [[(WORD, "cong-van-nhac_demo-2015_so-b_2015-06-08.docx")]]

    def test_approvals_name_the_draft(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        (step,) = approvals.approvals(store, at(STANDING_DAY))
        assert (step.letter, step.letter_file) == (True, "cong-van-don-doc_demo-2015_so-b_2015-06-29.docx")
        approvals.postpone(store, [B01], date(2015, 7, 1), world.act(STANDING_DAY))
        (step,) = approvals.approvals(store, at(STANDING_DAY), postponed=True)
        assert (step.letter, step.letter_file) == (True, None)


class TestOnTheRecord:
    """One number and date for all the assignments of a letter."""

    def test_a_letter_in_place_of_the_mail_lets_the_climb_go_on(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        done = letter_sent(store, [B01], world.act(STANDING_DAY), number="45/SA-VP", sent_on=date(2015, 6, 29))
        assert (done.assignments, done.told) == ([B01], 1)
        assert drafts(world, STANDING_DAY) == []
        world.live_through("2015-06-30", ISSUER_DAY)
        (note,) = drafts(world, ISSUER_DAY)
        assert note.letter.kind == "note"
        assert "Công văn số 45/SA-VP ngày 29/6/2015" in shown(note)

    def test_a_released_step_keeps_its_mail_and_gets_the_number(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        release(world, STANDING_DAY)
        before = world.told()
        done = letter_sent(store, [B01], world.act("2015-07-01"), number="46/SA-VP", sent_on=date(2015, 6, 30))
        assert done.told == 0
        assert world.told() == before
        assert drafts(world, "2015-07-01") == []
        with pytest.raises(StateError, match="46/SA-VP đã được ghi"):
            letter_sent(store, [B01], world.act("2015-07-01"), number="46/SA-VP", sent_on=date(2015, 6, 30))

    def test_a_letter_drafted_on_demand_is_recorded_and_told_of_later(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", "2015-06-17")
        assert drafts(world, "2015-06-17", B01)[0].since is None, "no step asks for it"
        done = letter_sent(store, [B01], world.act("2015-06-17"), number="40/SA-VP", sent_on=date(2015, 6, 17))
        assert (done.to, done.assignments, done.told) == ("so-b", [B01], 0)
        (again,) = drafts(world, "2015-06-18", B01)
        assert "gửi Công văn số 40/SA-VP ngày 17/6/2015" in shown(again)
        with pytest.raises(StateError, match="không có công văn nào gửi ubnd"):
            letter_sent(store, [B01], world.act("2015-06-18"), number="41/SA", sent_on=date(2015, 6, 18), to="ubnd")

    def test_the_reminder_letter_to_a_body_without_an_address_is_recorded(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, silent="so-b")
        world.live("2015-06-08")
        done = letter_sent(store, [B01], world.act("2015-06-08"), number="41/SA-VP", sent_on=date(2015, 6, 8))
        assert (done.to, done.told) == ("so-b", 1)
        assert drafts(world, "2015-06-08") == []
        world.live_through("2015-06-09", "2015-06-16")
        (chase,) = drafts(world, "2015-06-16")
        assert "Công văn số 41/SA-VP ngày 08/6/2015" in shown(chase)

    def test_one_letter_is_recorded_for_all_that_it_lists(self, store: Store, tmp_path: Path) -> None:
        late = due_on("2015-06-26", code="B-03")
        world = world_of(store, tmp_path, obligation(), obligation(code="B-02", title="Báo cáo hai"), late)
        world.live_through("2015-06-08", STANDING_DAY)
        (draft,) = drafts(world, STANDING_DAY)
        letter_sent(store, draft.assignments, world.act(STANDING_DAY), number="45/SA-VP", sent_on=date(2015, 6, 29))
        with store.reading() as session:
            last = [history_of(session, name)[-1] for name in draft.assignments]
        assert [entry.act for entry in last] == ["letter-sent"] * 3
        (again,) = drafts(world, "2015-06-30", draft.assignments[2])
        assert "45/SA-VP" in shown(again), "of the duty that was only listed too"

    def test_all_or_nothing(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path, obligation(), due_on("2015-07-30", code="B-02"))
        world.live_through("2015-06-08", STANDING_DAY)
        names = [B01, B01.replace("B-01", "B-02")]
        world.submit(STANDING_DAY, names[1])
        with pytest.raises(StateError, match="không cần công văn này"):
            letter_sent(store, names, world.act(STANDING_DAY), number="45/SA-VP", sent_on=date(2015, 6, 29))
        assert len(drafts(world, STANDING_DAY)) == 1

    def test_a_letter_of_tomorrow_is_not_recorded(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        with pytest.raises(StateError, match="chưa đến"):
            letter_sent(store, [B01], world.act(STANDING_DAY), number="45/SA-VP", sent_on=date(2015, 6, 30))

    def test_a_note_to_the_issuer_is_no_letter_to_the_body(self, store: Store, tmp_path: Path) -> None:
        world = world_of(store, tmp_path)
        world.live_through("2015-06-08", STANDING_DAY)
        release(world, STANDING_DAY)
        world.live_through("2015-06-30", ISSUER_DAY)
        act, day = world.act(ISSUER_DAY), date(2015, 7, 6)
        with pytest.raises(StateError, match=r"thêm --to và mã nơi nhận \(so-b, ubnd\)"):
            letter_sent(store, [B01], act, number="50/SA-VP", sent_on=day)
        assert letter_sent(store, [B01], act, number="50/SA-VP", sent_on=day, to="ubnd").told == 1
        (draft,) = drafts(world, "2015-07-07")
        assert draft.letter.kind == "chase"
        assert "50/SA-VP" not in shown(draft)
