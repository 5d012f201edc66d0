"""The coordinator's summary: what several bodies have in common said once, with one command; nothing counted twice."""

import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flows.deliver import DeliverResult, settle
from flows.summaries import summary_of
from models.messages import messages_where
from models.store import Store
from models.versions import active_plan
from notifications.envelopes import Disposition, Outcome
from notifications.language import language
from notifications.page import Page, Row, render
from notifications.summary import Summary, summary_page, summary_subject
from notifications.summary_rows import Entry, MissingContact, Unreached
from tests.cli_samples import Office
from tests.mail_samples import TODAY, entry, summary
from tests.plan_world import World, at, document, obligation

NAMES = [f"demo-2015:B-01/huyen-{number}/2015-H1" for number in range(1, 10)]


def many(**changes: Any) -> tuple[Entry, ...]:
    """The same report of nine bodies; the last two came earlier."""
    return tuple(
        entry(
            assignment=name,
            agency=f"UBND huyện {number}",
            brief=f"Huyện {number}",
            since=date(2015, 6, 22 if number < 8 else 19),
            **changes,
        )
        for number, name in enumerate(NAMES, start=1)
    )


def quiet(**changes: Any) -> Summary:
    """A summary with nothing in it but the changes."""
    empty = {name: () for name, value in vars(summary()).items() if isinstance(value, tuple)}
    return replace(summary(), **{**empty, **changes})


def rows(page: Page) -> list[Row]:
    return [row for section in page.sections for group in section.groups for row in group.rows]


def test_one_report_of_nine_bodies_is_one_row_with_one_command() -> None:
    (row,) = rows(summary_page(quiet(unreviewed=many())))
    facts = dict(row.facts)
    assert row.badge == "Chờ 3 ngày"
    assert facts["9 đơn vị"].startswith("Huyện 8 (chờ 3 ngày), Huyện 9 (chờ 3 ngày), Huyện 1 (từ hôm nay)")
    program, command, *names = shlex.split(facts["Lệnh"])
    assert (program, command) == ("dondoc", "accept") and sorted(names) == NAMES


def test_bodies_that_wait_alike_are_only_named() -> None:
    alike = tuple(replace(one, since=TODAY) for one in many())
    (row,) = rows(summary_page(quiet(unreviewed=alike)))
    assert dict(row.facts)["9 đơn vị"] == ", ".join(f"Huyện {number}" for number in range(1, 10))


def test_what_differs_stays_apart() -> None:
    page = summary_page(quiet(unreviewed=(*many(), entry(period="6 tháng cuối năm 2015", since=TODAY))))
    assert len(rows(page)) == 2
    assert dict(rows(page)[1].facts)["Đơn vị"] == "Sở B"


def test_a_decision_on_one_assignment_is_no_command_for_many() -> None:
    (row,) = rows(summary_page(quiet(undecided=(entry(),))))
    assert dict(row.facts)["Lệnh"].startswith("dondoc extend demo-2015:B-01/so-b/2015-H1 --to ")
    (row,) = rows(summary_page(quiet(undecided=many())))
    assert "Lệnh" not in dict(row.facts) and NAMES[0] in dict(row.facts)["Mã"]


def test_a_letter_s_command_says_to_whom_it_went() -> None:
    letters = many(step="escalate-standing", letter="cong-van.docx", letter_to="ubnd")
    (row,) = rows(summary_page(quiet(letters=letters)))
    assert " --to ubnd --number " in dict(row.facts)["Lệnh"]


def test_with_a_portal_there_are_buttons_and_no_commands() -> None:
    masthead = replace(summary().masthead, public_url="https://dondoc.example")
    page = summary_page(replace(summary(unreviewed=(entry(url="https://dondoc.example/a"),)), masthead=masthead))
    assert not any(label == "Lệnh" for row in rows(page) for label, _value in row.facts)
    assert "https://dondoc.example/a" in [row.button.url for row in rows(page) if row.button]


def test_what_is_only_to_know_is_short() -> None:
    (row,) = rows(summary_page(quiet(due_today=tuple(replace(one, since=None, due=TODAY) for one in many()))))
    assert [label for label, _value in row.facts] == ["9 đơn vị"]


def test_one_matter_counts_once() -> None:
    missing = (MissingContact("UBND huyện 2", "lãnh đạo đơn vị", tuple(NAMES[:2])),)
    letters = tuple(entry(assignment=name) for name in NAMES[:3])
    bounced = Unreached(who="Đầu mối", address="sai@so-b.example", assignments=tuple(NAMES))
    assert quiet(missing=missing, letters=letters, unreached=(bounced,)).to_decide == 3
    assert summary_subject(quiet(unreached=(bounced,))).startswith("[Việc hôm nay] 1 việc cần xử lý")


def test_an_address_that_bounced_is_one_matter_said_in_plain_words(store: Store, tmp_path: Path) -> None:
    second = obligation(code="B-02", title="Báo cáo bổ sung")
    world = World(store, tmp_path, document(obligations=[obligation(), second]))
    world.round("2015-06-08")
    with store.session() as session:
        (message,) = [one for one in messages_where(session) if one.recipient == "focal@so-b.example"]
        outcome = Outcome(message.key, Disposition.BOUNCED, "550 5.1.1 no such user")
        settle(session, message, outcome, world.settings, at("2015-06-08"), DeliverResult())
    world.round("2015-06-09")
    with store.reading() as session:
        found = summary_of(session, active_plan(session), "dieuphoi@so-a.example", "Điều phối", [], at("2015-06-09"))
    (one,) = found.unreached
    assert (one.address, len(one.assignments), found.stalled, found.to_decide) == ("focal@so-b.example", 2, (), 1)
    assert one.detail == 'không có hộp thư này (máy chủ thư trả lời "550 5.1.1 no such user")'
    (row,) = rows(summary_page(found))
    assert dict(row.facts)["Lệnh"] == "dondoc contact replace focal@so-b.example địa-chỉ-mới"


def test_the_command_of_the_mail_can_be_given_as_it_stands(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    mails = office.asks("outbox", now=day)
    last = [mail for mail in mails if mail["kind"] == "summary"][-1]
    office.does("deliver", now=day)
    said = office.does("outbox", "show", str(last["id"]), now=day).out
    line = next(line for line in said.splitlines() if "dondoc release" in line)
    words = shlex.split(line.partition("dondoc ")[2])
    office.does(*words, now=day)
    assert office.asks("approvals", now=day) == []


def test_a_row_without_a_date_begins_with_its_first_fact() -> None:
    bounced = Unreached(who="Đầu mối", address="sai@so-b.example")
    html = render(summary_page(quiet(unreached=(bounced,))), language("vi")).html
    assert "<br>" not in html.partition("Địa chỉ: sai@so-b.example")[0].rpartition("<td")[2]
