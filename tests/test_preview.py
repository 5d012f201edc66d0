"""The preview runs the same sweeps on a virtual clock, and touches nothing."""

from datetime import date
from pathlib import Path

from flows.approvals import postpone
from flows.preview import preview
from models.messages import messages_where
from models.store import Store
from tests.plan_world import B01, World, at, document, mails, obligation


def test_a_preview_is_what_a_silent_body_will_get(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    foreseen = preview(store, at("2015-06-01"), date(2015, 7, 6))
    assert [(mail.at.date().isoformat(), mail.to, mail.kind) for mail in foreseen if mail.kind != "summary"] == [
        ("2015-06-08", "focal@so-b.example", "remind"),
        ("2015-06-12", "focal@so-b.example", "remind"),
        ("2015-06-16", "focal@so-b.example", "chase"),
        ("2015-06-16", "head@so-b.example", "inform"),
        ("2015-06-22", "head@so-b.example", "escalate"),
        ("2015-06-29", "head@so-a.example", "escalate"),
        ("2015-07-06", "vp@ubnd.example", "escalate"),
    ]
    real = world.live_through("2015-06-01", "2015-06-22")
    really = [mail for result in real for mail in mails(result) if mail[1] != "summary"]
    assert really == [(mail.to, mail.kind) for mail in foreseen if mail.kind != "summary"][:5]


def test_a_preview_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    world.live("2015-06-08")
    before = world.told()
    preview(store, at("2015-06-09"), date(2015, 12, 31))
    assert world.told() == before
    assert world.assignment(B01).state == "open"
    with store.reading() as session:
        assert len(messages_where(session)) == 1


def test_what_waits_in_the_outbox_is_not_foreseen_twice(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(obligations=[obligation(), obligation(code="B-02")]))
    world.round("2015-06-08")
    foreseen = preview(store, at("2015-06-08", 9), date(2015, 6, 11))
    assert [mail.kind for mail in foreseen] == []


def test_what_waits_for_release_is_marked_and_the_coordinator_hears_first(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    world.live_through("2015-06-01", "2015-06-22")
    foreseen = preview(store, at("2015-06-29"), date(2015, 6, 29))
    assert [(mail.to, mail.kind, mail.needs_release) for mail in foreseen] == [
        ("dieuphoi@so-a.example", "summary", False),
        ("head@so-a.example", "escalate", True),
    ]
    really = mails(world.round("2015-06-29"))
    assert really == [(mail.to, mail.kind) for mail in foreseen if not mail.needs_release]


def test_nothing_climbs_that_is_held(store: Store, tmp_path: Path) -> None:
    World(store, tmp_path)
    foreseen = preview(store, at("2015-06-01"), date(2015, 7, 31), held=True)
    assert "head@so-b.example" in {mail.to for mail in foreseen}
    assert not {"head@so-a.example", "vp@ubnd.example"} & {mail.to for mail in foreseen}
    assert not any(mail.needs_release for mail in foreseen)


def test_a_postponed_step_is_released_on_its_day(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    world.live_through("2015-06-01", "2015-06-29")
    postpone(store, [B01], date(2015, 7, 2), world.act("2015-06-29"))
    foreseen = preview(store, at("2015-06-30"), date(2015, 7, 3))
    assert [(mail.to, mail.at.date()) for mail in foreseen if mail.needs_release] == [
        ("head@so-a.example", date(2015, 7, 2))
    ]


def test_the_coordinator_s_own_mail_says_what_it_is_about(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    foreseen = preview(store, at("2015-06-01"), date(2015, 7, 20), held=True)
    summaries = [mail for mail in foreseen if mail.kind == "summary"]
    assert [(mail.at.date().isoformat(), mail.assignments, mail.informed) for mail in summaries] == [
        ("2015-06-22", [], [B01]),
        ("2015-06-29", [B01], []),
        ("2015-07-06", [B01], []),
        ("2015-07-13", [B01], []),
        ("2015-07-20", [B01], []),
    ]
    really = [one for result in world.live_through("2015-06-01", "2015-06-29") for one in result.messages]
    assert [(one.assignments, one.informed) for one in really if one.kind == "summary"] == [([], [B01]), ([B01], [])]
