"""Compiling: each report once, when its draft day has come, to the coordinator and to nobody else."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.compile import CompileResult, compile_reports
from models.messages import Message, messages_where
from models.reporting import builds_of
from models.store import Store
from tests.plan_world import World, at, document

REPORT = {
    "code": "half-year",
    "title": "Báo cáo kết quả 6 tháng",
    "period": "half",
    "cutoff": "nd09",
    "due": {"on": {"2015-H1": "2015-06-22"}},
    "draft": "-3wd",
    "from": "so-a",
    "to": ["ubnd"],
}
BEFORE, DRAFT_DAY, WEEK_AFTER = "2015-06-16", "2015-06-17", "2015-06-24"


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return World(store, tmp_path, document(reports=[REPORT]))


def compiled_on(world: World, day: str) -> CompileResult:
    return compile_reports(world.store, world.settings, at(day))


def drafts(world: World) -> list[Message]:
    with world.store.reading() as session:
        return [message for message in messages_where(session) if message.kind == "draft"]


def mail_of(world: World, day: str) -> EmailMessage:
    world.deliver(day)
    (message,) = drafts(world)
    assert message.state == "sent" and message.content
    return email.message_from_bytes(message.content, policy=email.policy.default)


def test_nothing_is_compiled_before_its_draft_day(world: World) -> None:
    assert compiled_on(world, BEFORE).as_json() == {"drafts": [], "queued": 0}


@pytest.mark.parametrize("day", [DRAFT_DAY, WEEK_AFTER], ids=["on the day", "after an outage"])
def test_a_draft_is_compiled_once(world: World, day: str) -> None:
    (draft,) = compiled_on(world, day).drafts
    assert (draft.report, draft.period, draft.due.isoformat()) == ("half-year", "2015-H1", "2015-06-22")
    assert draft.files == ("reports/demo-2015/half-year_2015-H1.docx", "reports/demo-2015/half-year_2015-H1.xlsx")
    assert all((world.settings.home / name).stat().st_size > 0 for name in draft.files)
    assert compiled_on(world, day).drafts == []
    with world.store.reading() as session:
        (build,) = builds_of(session, "demo-2015")
        assert build.state == "draft" and build.digest == draft.digest


def test_a_report_due_before_the_plan_was_in_use_is_left_alone(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(reports=[REPORT]), applied_on="2015-08-03")
    assert compiled_on(world, "2015-08-04").drafts == []


def test_the_draft_goes_to_the_coordinator_alone(world: World) -> None:
    assert compiled_on(world, DRAFT_DAY).queued == 1
    mail = mail_of(world, DRAFT_DAY)
    assert [address.addr_spec for address in mail["To"].addresses] == ["dieuphoi@so-a.example"]
    assert mail["Cc"] is None
    assert mail["Subject"] == "[Dự thảo] Báo cáo kết quả 6 tháng đầu năm 2015 – Sở A"
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert {name: content[:2] for name, content in attached.items()} == {
        "Du-thao-bao-cao-6-thang-dau-nam-2015.docx": b"PK",
        "So-lieu-6-thang-dau-nam-2015.xlsx": b"PK",
    }


def test_the_mail_names_who_is_missing(world: World) -> None:
    (draft,) = compiled_on(world, DRAFT_DAY).drafts
    assert draft.missing == ("Sở B: Báo cáo kết quả kiểm tra (6 tháng đầu năm 2015)",)
    assert draft.unreviewed == ()
    assert "Sở B: Báo cáo kết quả kiểm tra" in text_of(mail_of(world, DRAFT_DAY))


def test_the_mail_names_what_waits_for_review(world: World) -> None:
    world.round("2015-06-08")
    assert world.submit("2015-06-12") == "submitted"
    (draft,) = compiled_on(world, DRAFT_DAY).drafts
    assert draft.unreviewed == ("Sở B: Báo cáo kết quả kiểm tra (6 tháng đầu năm 2015)",)
    assert "Chờ duyệt" in text_of(mail_of(world, DRAFT_DAY))


def test_a_file_that_is_gone_is_said_and_does_not_hold_the_mail(world: World) -> None:
    (draft,) = compiled_on(world, DRAFT_DAY).drafts
    (world.settings.home / draft.files[0]).unlink()
    attached = {part.get_filename(): part.get_content() for part in mail_of(world, DRAFT_DAY).iter_attachments()}
    assert list(attached) == ["So-lieu-6-thang-dau-nam-2015.xlsx", "tep-khong-con.txt"]
    assert "dondoc report build half-year 2015-H1" in attached["tep-khong-con.txt"]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return " ".join(text.split())
