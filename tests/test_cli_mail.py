"""`dondoc deliver` and `dondoc outbox …`: mail in a folder, its states, its content, and sending again."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from models.messages import claim_messages
from models.store import Store
from tests.cli_samples import B01, Office, run

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ENTRY = {"id", "message_id", "to", "kind", "state", "attempts", "assignments"}


def test_mail_goes_into_the_folder(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    assert office.asks("deliver", now="2015-06-08") == {"sent": 1, "deferred": 0, "failed": 0, "remaining": 0}
    assert len(list((office.home / "outgoing").rglob("*.eml"))) == 1
    assert "Đã gửi 0" in office.does("deliver", now="2015-06-08").out


def test_what_a_run_that_was_cut_off_holds_is_told_with_its_time(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08T07:30")
    store = Store(f"sqlite:///{office.home / 'dondoc.db'}")
    with store.session() as session:
        assert len(claim_messages(session, datetime(2015, 6, 8, 8, tzinfo=ZONE), 10)) == 1
    store.close()
    said = office.does("deliver", now="2015-06-08T08:10")
    assert "Đã gửi 0, chờ gửi lại 0, không gửi được 0, còn 1. 1 thư đang do một lượt gửi khác giữ." in said.words
    assert "gửi lại từ 08:15 08/06/2015" in said.words
    said = office.does("deliver", now="2015-06-08T08:15")
    assert "Đã gửi 1," in said.words
    assert "lượt gửi khác" not in said.words


def test_the_outbox_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    before = office.asks("outbox")
    assert [set(one) for one in before] == [ENTRY]
    assert before[0]["message_id"] is None
    assert (before[0]["state"], before[0]["assignments"]) == ("queued", [B01])
    office.does("deliver", now="2015-06-08")
    after = office.asks("outbox", "list")
    assert after[0]["message_id"].startswith("<")
    assert (after[0]["state"], after[0]["attempts"]) == ("sent", 1)


def test_the_outbox_is_filtered(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.day("2015-06-08")
    assert len(office.asks("outbox", "--state", "sent", "--state", "failed")) == 1
    assert office.asks("outbox", "--state", "failed") == []
    assert len(office.asks("outbox", "--to", "FOCAL@so-b.example")) == 1
    assert office.asks("outbox", "--to", "nobody@so-b.example") == []
    assert "bounced" in office.run("outbox", "--state", "lost").refusal


def test_a_mail_is_shown_as_its_reader_sees_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    assert "chưa soạn" in office.does("outbox", "show", "1").out
    office.does("deliver", now="2015-06-08")
    said = office.does("outbox", "show", "1").out
    assert "Đầu mối Sở B <focal@so-b.example>" in said
    assert "Kính gửi" in said
    shown = office.asks("outbox", "show", "1")
    assert set(shown[0]) == ENTRY | {"subject", "detail", "text"}
    assert "không có thư số 9" in office.run("outbox", "show", "9").refusal


def test_what_could_not_go_is_sent_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    assert "không cần gửi lại" in office.run("outbox", "retry", "1").refusal
    closed = {"DONDOC_SMTP_URL": "smtp://127.0.0.1:1?connect_timeout=2"}
    words = ("deliver", "--home", office.home, "--now", "2015-06-08")
    assert "127.0.0.1" in run(*words, environment=closed).refusal
    assert office.asks("outbox")[0]["state"] == "queued"
    assert office.asks("deliver", now="2015-06-08")["sent"] == 1


def test_an_unusable_mail_address_is_one_line_without_the_password(tmp_path: Path) -> None:
    office = Office(tmp_path)
    wrong = {"DONDOC_SMTP_URL": "smtp://me:s3cret@mail.so-a.example:587?tls=maybe"}
    said = run("deliver", "--home", office.home, environment=wrong).refusal
    assert "tls" in said
    assert "s3cret" not in said


def test_what_a_killed_delivery_held_says_when_it_goes_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08T07:30")
    office.does("deliver", now="2015-06-08T07:40")
    with closing(sqlite3.connect(office.home / "dondoc.db")) as connection:
        connection.execute("UPDATE message SET state = 'sending', sent_at = NULL, claimed_at = '2015-06-08 00:40:00'")
        connection.commit()
    for words in (("outbox",), ("outbox", "show", "1"), ("doctor",), ("watch",)):
        said = office.does(*words, now="2015-06-08T07:45").words
        assert "gửi lại từ 07:55 08/06/2015" in said, words
    (office.home / "dondoc.toml").write_text("lease_minutes = 3\n", encoding="utf-8")
    assert "gửi lại từ 07:43 08/06/2015" in office.does("outbox", now="2015-06-08T07:45").words
    assert office.asks("deliver", now="2015-06-08T07:45")["sent"] == 1
