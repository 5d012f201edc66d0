"""English mails: dates, periods, counts and a server's answer in English, whatever language the run speaks."""

from datetime import date
from pathlib import Path

import pytest

from flows.summaries import summary_of
from models.language import speaking
from models.messages import messages_where
from models.store import Store
from models.versions import active_plan
from notifications.language import language
from notifications.page import render
from notifications.view import digest_page
from tests.mail_samples import digest, in_english, item, parsed
from tests.plan_world import PLAN, World, at, document

ENGLISH = PLAN.replace("email: focal@so-b.example", "email: focal@so-b.example, lang: en").replace(
    "email: dieuphoi@so-a.example", "email: dieuphoi@so-a.example, lang: en"
)


def text_for(world: World, address: str) -> str:
    with world.store.reading() as session:
        contents = [one.content for one in messages_where(session) if one.recipient == address and one.content]
    body = parsed(contents[0]).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_a_mail_has_the_language_of_its_reader(store: Store, tmp_path: Path, spoken: str) -> None:
    world = World(store, tmp_path, document(ENGLISH))
    with speaking(spoken):
        world.live_through("2015-06-08", "2015-06-16")
    english, vietnamese = text_for(world, "focal@so-b.example"), text_for(world, "head@so-b.example")
    assert "Period: first half of 2015 Due: Monday, 15 June 2015" in english
    assert "Kỳ: 6 tháng đầu năm 2015 Hạn: thứ Hai, 15/06/2015" in vietnamese


def test_an_english_summary_has_english_periods(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, document(ENGLISH))
    world.submit("2015-06-09")
    with store.reading() as session:
        found = summary_of(session, active_plan(session), "dieuphoi@so-a.example", "Điều phối", [], at("2015-06-10"))
    assert [entry.period for entry in found.unreviewed] == ["first half of 2015"]


@pytest.mark.parametrize(("days", "said"), [(1, "1 day overdue"), (2, "2 days overdue")])
def test_english_counts_days(days: int, said: str) -> None:
    late = in_english(digest(item(action="chase"), today=date(2015, 6, 15 + days)))
    assert said in render(digest_page(late), language("en")).text


def test_a_date_in_a_subject_is_in_full() -> None:
    assert language("en").short(date(2015, 6, 5)) == "5 June 2015"


def test_a_badge_stays_on_one_line_and_facts_begin_without_a_gap() -> None:
    watched = digest(item(action="escalate", rung=2, own=False), agency="Sở A")
    html = render(digest_page(watched), language("vi")).html
    assert "white-space:nowrap" in html.partition("! Quá hạn")[0].rpartition("<span")[2]
    assert "148" not in html
