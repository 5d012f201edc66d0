"""One year of the shipped plan, day by day on a virtual clock: rounds, deliveries, answers, decisions, reports."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from importlib.resources import files
from pathlib import Path

from flows.clock import set_clock
from flows.compile import compile_reports
from flows.deliver import deliver
from flows.demo import bodies
from flows.demo.actors import Behaviour, Story, cast_roles
from flows.demo.answers import Author
from flows.demo.earlier import bring_earlier_years
from flows.demo.figures import Province
from flows.demo.office import Office
from flows.demo.pages import DemoResult, write_pages
from flows.demo.sink import Sink, smtp_sink
from flows.demo.world import COORDINATOR, World
from flows.round import run_round
from flows.settings import Settings, load_settings
from models.calendar import WorkCalendar
from models.errors import DondocError
from models.language import _
from models.messages import count_waiting
from models.plan import PlanDocument
from models.store import Store
from models.versions import active_plan
from plans.apply import apply_plan
from plans.loading import load_plan_text

PLAN = "phu-tho-2015.yaml"
FIRST, LAST = date(2015, 1, 5), date(2016, 1, 22)
_ROUND, _COMPILE, _EVENING = time(7, 30), time(8, 30), time(17, 0)
#: Called after each day with the days done and the days there are.
Progress = Callable[[int, int], None]


def run_demo(out: Path, *, seed: int = 2015, progress: Progress | None = None) -> DemoResult:
    """Live the shipped plan's year and leave mails, reports and the state of every assignment under `out`.

    Nothing is mailed outside: the SMTP server is the demo's own, on loopback, and the home that it leaves writes mail
    to a folder.

    Raises:
        DondocError: `out` holds something that is not an earlier demo's.
    """
    _clear(out)
    home = out / "home"
    home.mkdir(parents=True)
    with smtp_sink() as (sink, url):
        settings = load_settings(home, smtp_url=url, mail_from="Đôn đốc <dondoc@soldtbxh.phutho.example>")
        settings = settings.model_copy(update={"database_url": None})
        store = Store(settings.database)
        try:
            world = _begin(store, settings, sink, out, seed)
            _live(world, progress)
            now = world.at(LAST, _EVENING)
            result = write_pages(world, now)
        finally:
            store.close()
    set_clock(home, now, demo=True)
    return result


def _clear(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()):
        if not (out / "home").is_dir():
            said = _("{out} không trống và không phải của lần chạy thử trước: chọn thư mục khác với --out")
            raise DondocError(said.format(out=out))
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)


def _begin(store: Store, settings: Settings, sink: Sink, out: Path, seed: int) -> World:
    """On the year's first working day: apply the plan, bring in the earlier years, deal out the behaviours."""
    text = files("plans").joinpath(PLAN).read_text(encoding="utf-8")
    document = load_plan_text(text, PLAN).document
    store.upgrade()
    zone = WorkCalendar.of(document.calendar)
    with store.session() as session:
        apply_plan(session, document, source=text, now=zone.midnight(FIRST), by=COORDINATOR)
    with store.reading() as session:
        plan = active_plan(session)
    story = cast_roles(plan, seed)
    sink.dead = set(_dead_addresses(document, story))
    author = Author(document, Province(document, seed), seed)
    world = World(store, settings, sink, plan, story, author, out)
    world.earlier = bring_earlier_years(world, zone.midnight(FIRST))
    return world


def _dead_addresses(document: PlanDocument, story: Story) -> Iterator[str]:
    for (agency, _period), behaviour in story.roles.items():
        if behaviour == Behaviour.BOUNCED:
            yield from ((c.email or "").lower() for c in document.contacts_of(agency, "focal"))


def _live(world: World, progress: Progress | None) -> None:
    office = Office(world)
    total = (LAST - FIRST).days + 1
    for number in range(total):
        _one_day(world, office, FIRST + timedelta(days=number))
        if progress:
            progress(number + 1, total)


def _one_day(world: World, office: Office, day: date) -> None:
    """The flows run every day; people work on working days."""
    run_round(world.store, world.at(day, _ROUND))
    _post(world, day, _ROUND)
    compile_reports(world.store, world.settings, world.at(day, _COMPILE))
    if world.plan.calendar.is_working_day(day):
        bodies.live(world, day)
        _post(world, day, time(10, 30))
        office.live(day)
    _post(world, day, _EVENING)


def _post(world: World, day: date, hour: time) -> None:
    with world.store.reading() as session:
        waiting = count_waiting(session)
    if waiting:
        deliver(world.store, world.settings, world.at(day, hour))
