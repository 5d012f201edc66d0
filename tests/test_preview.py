"""The preview runs the same sweeps on a virtual clock, and touches nothing."""

from datetime import date
from pathlib import Path

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
