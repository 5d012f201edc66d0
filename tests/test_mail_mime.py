"""The bytes of a mail: read back by the standard library's parser as what was meant, the same every time."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.calendar_entries import deadline_attachment, deadline_ics
from notifications.composing import compose_digest, render_digest
from notifications.drafts import compose_report_notice
from notifications.identity import MOST_REFERENCES, message_id_for, references_for, root_id
from notifications.mime import AddressError, Attachment, Mailbox
from notifications.summary import compose_summary
from tests.mail_samples import PLAN, digest, digests, headers, item, notice, parsed, requested_digests, summary

XLSX = Attachment(
    "Biểu kết quả kiểm tra.xlsx",
    bytes(range(256)) * 40,
    "application",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
STAMP = datetime(2015, 6, 8, 0, 30, tzinfo=UTC)
DOMAIN = "so-a.example"


def test_headers_read_back_as_they_were_meant() -> None:
    made = digests()["chase"]
    mail = parsed(compose_digest(made, headers(made)))
    assert mail["From"] == "Sở A – Đôn đốc <dondoc@so-a.example>"
    assert mail["To"] == "Đầu mối Sở B <focal@so-b.example>"
    assert mail["Reply-To"] == "Phòng Tổng hợp Sở A <dieuphoi@so-a.example>"
    assert mail["Subject"] == "[Đôn đốc] 1 báo cáo quá hạn (hạn 15/06/2015) – Sở B"
    assert mail["Date"] == "Mon, 22 Jun 2015 00:30:00 +0000"
    assert mail["Message-ID"] == message_id_for("demo-2015 1", DOMAIN)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == f"{PLAN} <demo-2015.so-a.example>"
    assert mail["Content-Language"] == "vi"
    assert mail["References"].split() == [root_id("demo-2015:B-01/so-b/2015-H1", DOMAIN)]
    assert mail["In-Reply-To"] == mail["References"]
    assert mail.get_all("X-Dondoc-Assignment") == ["demo-2015:B-01/so-b/2015-H1"]
    assert not {"Cc", "Bcc", "List-Unsubscribe", "Precedence"} & set(mail.keys())
    assert not any(part.defects for part in mail.walk())


def test_text_and_html_are_alternatives_and_files_stand_beside_them() -> None:
    made = digest(item(attachment=XLSX.name), today=date(2015, 6, 8))
    ics = deadline_attachment(made, DOMAIN, STAMP)
    assert ics
    mail = parsed(compose_digest(made, headers(made), [XLSX, ics]))
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/calendar",
    ]
    first, second = mail.iter_attachments()
    assert (first.get_filename(), first.get_payload(decode=True)) == (XLSX.name, XLSX.content)
    assert (second.get_filename(), second.get_payload(decode=True)) == ("han.ics", ics.content)
    assert second.get_param("method") == "PUBLISH"
    rendered = render_digest(made, [XLSX.name, "han.ics"])
    texts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    assert [part.get_content().replace("\r\n", "\n") for part in texts if part] == [rendered.text, rendered.html]


def all_mails() -> dict[str, bytes]:
    asked = {f"request-{name}": made for name, made in requested_digests().items()}
    mails = {name: compose_digest(made, headers(made), [XLSX]) for name, made in {**digests(), **asked}.items()}
    return {
        **mails,
        "summary": compose_summary(summary(), headers()),
        "draft": compose_report_notice(notice(), headers(), [XLSX]),
    }


def test_the_same_input_gives_the_same_bytes() -> None:
    assert all_mails() == all_mails()


def test_every_mail_is_seven_bit_in_short_lines_that_end_with_crlf() -> None:
    for name, content in all_mails().items():
        assert content.isascii(), name
        lines = content.split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) <= 998, name
        assert not any(b"\n" in line or b"\r" in line for line in lines), name


def test_header_lines_stay_within_what_is_recommended() -> None:
    made = digest(item(), to_name="Phòng Lao động - Thương binh và Xã hội, Ủy ban nhân dân huyện " * 3)
    head, _, _body = compose_digest(made, headers(made)).partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert parsed(head + b"\r\n\r\n")["To"].addresses[0].addr_spec == "focal@so-b.example"


def test_boundaries_differ_between_messages() -> None:
    made = digests()["remind"]
    other = headers(made, message_id=message_id_for("demo-2015 2", DOMAIN))
    found = [re.findall(rb'boundary="([^"]+)"', compose_digest(made, one, [XLSX])) for one in (headers(made), other)]
    assert len({*found[0], *found[1]}) == 4


INJECTIONS = ["Sở B\r\nBcc: x@evil.example", "Sở B\nSubject: x", "a\r\n\r\n<b>", "tab\tnull\x00", "\u2028Bcc: x"]


@pytest.mark.parametrize("text", INJECTIONS)
def test_line_breaks_in_names_and_titles_add_no_header(text: str) -> None:
    made = digest(item(action="receipt", title=text, agency=text, reason=text), to_name=text, agency=text)
    named = headers(made, sender=Mailbox(text, "dondoc@so-a.example"), list_name=text)
    attachment = replace(XLSX, name=f"{text}.xlsx")
    mail = parsed(compose_digest(made, named, [attachment]))
    plain = parsed(compose_digest(digest(item(action="receipt")), headers(made), [XLSX]))
    assert list(mail.keys()) == list(plain.keys())
    assert [part.keys() for part in mail.walk()][1:] == [part.keys() for part in plain.walk()][1:]
    assert mail["To"].addresses[0].addr_spec == "focal@so-b.example"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_name_and_title_survive_the_way(name: str, title: str) -> None:
    made = digest(item(title=title, action="accepted"), to_name=name)
    mail = parsed(compose_digest(made, headers(made)))
    assert mail["To"].addresses[0].addr_spec == "focal@so-b.example"
    assert len(str(mail["Subject"])) < 70
    assert set(mail.keys()) == set(parsed(compose_digest(digests()["accepted"], headers(made))).keys())


def test_markup_in_a_title_is_shown_and_not_obeyed() -> None:
    html = render_digest(digest(item(title="<script>alert(1)</script> & “x”"))).html
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “x”" in html


@pytest.mark.parametrize(
    "address",
    [
        "",
        "so-b.example",
        "a b@so-b.example",
        "a@so-b.example\r\nBcc: x@y.example",
        "ở@b.example",
        "a@-b.example",
        "<a@b.example>",
        "a..b@b.example",
    ],
)
def test_an_address_that_cannot_be_mailed_is_refused(address: str) -> None:
    with pytest.raises(AddressError, match="sửa đầu mối trong kế hoạch"):
        Mailbox("Sở B", address)


def test_a_mailbox_is_read_as_settings_hold_it() -> None:
    assert Mailbox.parse("Sở A <dondoc@so-a.example>") == Mailbox("Sở A", "dondoc@so-a.example")
    assert Mailbox.parse("dondoc@so-a.example").domain == DOMAIN


def test_ids_depend_on_nothing_but_their_seed() -> None:
    assert message_id_for("a", DOMAIN) == message_id_for("a", DOMAIN) != message_id_for("b", DOMAIN)
    assert re.fullmatch(r"<[0-9a-f]{32}\.root@so-a\.example>", root_id("demo-2015:B-01/so-b/2015-H1", DOMAIN))


def test_references_are_bounded_and_each_named_once() -> None:
    names = [f"demo-2015:B-{n}/so-b/2015" for n in range(100)]
    assert references_for([names[0], names[1], names[0]], DOMAIN) == references_for(names[:2], DOMAIN)
    assert len(references_for(names, DOMAIN)) == MOST_REFERENCES


def entries(content: bytes) -> list[Any]:
    """The events of an iCalendar object, read back."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_deadlines_are_all_day_entries_of_what_the_reader_owes() -> None:
    items = [
        item(cycle=2),
        item(assignment="demo-2015:B-02/so-b/2015-H1", due=date(2015, 6, 30), url="https://dondoc.example/2"),
        item(assignment="demo-2015:B-03/so-b/2015-H1", action="chase"),
        item(assignment="demo-2015:B-04/so-c/2015-H1", own=False),
        item(assignment="demo-2015:B-05/so-b/2015-H1", informed=True),
    ]
    content = deadline_ics(items, domain=DOMAIN, stamp=STAMP)
    assert b"METHOD:PUBLISH\r\n" in content
    first, second = entries(content)
    assert first["SUMMARY"] == "Hạn: Báo cáo kết quả kiểm tra, 6 tháng đầu năm 2015"
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2015, 6, 15), date(2015, 6, 16))
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (2, 0)
    assert first["DTSTAMP"].dt == STAMP
    assert second["URL"] == "https://dondoc.example/2"
    assert len(first.walk("VALARM")) == 1


def test_a_new_date_replaces_the_old_entry() -> None:
    before, after = (
        entries(deadline_ics([one], domain=DOMAIN, stamp=STAMP))[0]
        for one in (item(), item(action="extended", cycle=1, due=date(2015, 6, 30)))
    )
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_deadlines_are_the_same_bytes_in_short_lines() -> None:
    content = deadline_ics([item(title="Báo cáo " * 20)], domain=DOMAIN, stamp=STAMP)
    assert content == deadline_ics([item(title="Báo cáo " * 20)], domain=DOMAIN, stamp=STAMP)
    assert max(map(len, content.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("name", ["chase", "inform", "accepted"])
def test_no_calendar_where_nothing_is_reminded_of(name: str) -> None:
    made = digest(*(one for one in digests()[name].items if one.action != "remind"))
    assert deadline_attachment(made, DOMAIN, STAMP) is None
