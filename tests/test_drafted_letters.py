"""What is kept of drafted letters: by when each asks for an answer, once for the same draft."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from flows.drafted import doubts, draft_behind, remember_drafts
from flows.letters import letters
from models.assignments import find_assignment
from models.drafted_letters import DraftedLetter, drafted_letters, remember_drafted
from models.store import Store
from models.versions import active_plan
from tests.plan_world import B01, World, at

NOW = at("2015-06-29")


def draft(at_: datetime = NOW, answer_by: date | None = date(2015, 7, 3), *names: str) -> DraftedLetter:
    return DraftedLetter(
        plan="demo-2015",
        addressee="so-b",
        kind="chase",
        drafted_at=at_,
        answer_by=answer_by,
        assignments=json.dumps(list(names or (B01,))),
    )


def kept(store: Store, *names: str) -> list[tuple[date | None, list[str]]]:
    with store.reading() as session:
        found = drafted_letters(session, "demo-2015", "so-b", names or (B01,))
        return [(one.answer_by, list(one.about)) for one in found]


def test_the_same_draft_is_kept_once_and_a_new_date_anew(store: Store) -> None:
    with store.session() as session:
        for one in (draft(), draft(NOW + timedelta(days=1)), draft(NOW + timedelta(days=2), date(2015, 7, 8))):
            remember_drafted(session, one)
    assert kept(store) == [(date(2015, 7, 3), [B01]), (date(2015, 7, 8), [B01])]


def test_only_drafts_about_the_assignments_are_found(store: Store) -> None:
    other = "demo-2015:B-09/so-b/2015-H1"
    with store.session() as session:
        remember_drafted(session, draft())
        remember_drafted(session, draft(NOW, date(2015, 7, 9), other))
    assert kept(store, other) == [(date(2015, 7, 9), [other])]


def test_what_is_drafted_is_kept_with_its_date_for_the_answer(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    world.round("2015-06-16")
    drafts = letters(store, at("2015-06-16"), [B01])
    with store.session() as session:
        remember_drafts(session, drafts, at("2015-06-16"))
    assert kept(store) == [(drafts[0].letter.answer_by, [B01])]


def test_a_reminder_before_the_due_date_asks_for_no_answer(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path)
    world.round("2015-06-08")
    drafts = letters(store, at("2015-06-08"), [B01])
    assert [one.letter.kind for one in drafts] == ["remind"]
    with store.session() as session:
        remember_drafts(session, drafts, at("2015-06-08"))
    assert kept(store) == [(None, [B01])]


def test_the_draft_behind_a_letter_is_the_newest_by_its_day(store: Store, tmp_path: Path) -> None:
    World(store, tmp_path)
    dates = {"2015-06-22": date(2015, 6, 25), "2015-06-29": date(2015, 7, 3), "2015-07-06": date(2015, 7, 9)}
    with store.session() as session:
        for day, answer_by in dates.items():
            remember_drafted(session, draft(at(day), answer_by))
    with store.reading() as session:
        plan, rows = active_plan(session), [find_assignment(session, B01)]
        behind = {
            day: draft_behind(session, plan, rows, "so-b", date.fromisoformat(day))
            for day in ("2015-06-19", "2015-06-30", "2015-07-06")
        }
        assert [one.answer_by if one else None for one in behind.values()] == list(dates.values())
        assert draft_behind(session, plan, rows, "ubnd", date(2015, 7, 6)) is None
    assert [list(doubts(plan, one, date.fromisoformat(day))) != [] for day, one in behind.items()] == [
        True,
        False,
        False,
    ]
