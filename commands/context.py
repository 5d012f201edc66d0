"""What one run of the command knows: its home, its database, its clock, who acts, and how it prints."""

import getpass
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commands.language import _, speak
from models.errors import DondocError

if TYPE_CHECKING:
    from sqlmodel import Session

    from commands.values import Moment
    from flows.acts import Act
    from flows.settings import Settings
    from models.store import Store
    from models.versions import ActivePlan

#: Local time where no plan says another: `--now` before a plan is applied.
USUAL_ZONE = "Asia/Ho_Chi_Minh"


class RefusedError(DondocError):
    """The command line refuses, and says what to do."""


@dataclass
class Invocation:
    """One run. Everything costly is made at its first use and given back by `close`."""

    home_given: Path | None = None
    database: str | None = None
    now_given: "Moment | None" = None
    by_given: str | None = None
    json: bool = False
    debug: bool = False
    _opened: "list[Store]" = field(default_factory=list)

    def take(
        self,
        *,
        home: Path | None,
        database: str | None,
        now: "Moment | None",
        by: str | None,
        lang: str | None,
        json: bool,
        debug: bool,
    ) -> None:
        """Take over the shared options given at one place of the command line; what was given before stays."""
        self.home_given = home or self.home_given
        self.database = database or self.database
        self.now_given = now or self.now_given
        self.by_given = by or self.by_given
        self.json = self.json or json
        self.debug = self.debug or debug
        if lang:
            speak(lang)

    def close(self) -> None:
        """Give back the connections."""
        while self._opened:
            self._opened.pop().close()

    @cached_property
    def settings(self) -> "Settings":
        """The settings of this run, those of the command line first."""
        from flows.settings import load_settings

        return load_settings(self.home_given, database_url=self.database)

    @property
    def home(self) -> Path:
        """The folder that holds this installation's files."""
        return self.settings.home

    @property
    def mailing(self) -> "Settings":
        """The settings for a command that sends mail.

        Raises:
            RefusedError: a demo's home would mail to another computer.
        """
        from flows.clock import is_demo

        if is_demo(self.home) and _leaves_this_computer(self.settings):
            said = _(
                "{home} là dữ liệu trình diễn, không gửi thư ra ngoài: bỏ DONDOC_SMTP_URL hoặc dùng maildir:outgoing"
            )
            raise RefusedError(said.format(home=self.home))
        return self.settings

    def new_store(self) -> "Store":
        """The database as it is, migrated or not."""
        from models.store import Store

        store = Store(self.settings.database)
        self._opened.append(store)
        return store

    @cached_property
    def store(self) -> "Store":
        """The database of an installation that was set up.

        Raises:
            RefusedError: there is none yet, or it has to be upgraded first.
            StoreError: it cannot be reached.
        """
        from models.store import HEAD

        store = self.new_store()
        at = None if self._no_file(store) else store.revision()
        if at is None:
            where = self.home if self.settings.database_url is None else store.where
            said = _("chưa có dữ liệu ở {where}: chạy `dondoc init --plan phu-tho-2015` hoặc `dondoc init --plan TỆP`")
            raise RefusedError(said.format(where=where))
        if at != HEAD:
            said = _("cơ sở dữ liệu ở bản {at}, chương trình dùng bản {head}: sao lưu rồi chạy `dondoc init`")
            raise RefusedError(said.format(at=at, head=HEAD))
        return store

    @staticmethod
    def _no_file(store: "Store") -> bool:
        """Whether it is a SQLite database whose file is not there; asking the driver would create it."""
        path = store.url.database
        return store.url.get_backend_name() == "sqlite" and not (path and Path(path).is_file())

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the plans here where they agree on one, else that of Việt Nam."""
        from models.versions import active_plans

        try:
            with self.store.reading() as session:
                zones = {plan.calendar.zone.key for plan in active_plans(session)}
        except Exception:  # whatever it is, the command says so itself when it needs the plan
            zones = set()
        return ZoneInfo(zones.pop() if len(zones) == 1 else USUAL_ZONE)

    @cached_property
    def now(self) -> datetime:
        """The instant at which this command acts (aware, UTC): as said, else the home's clock."""
        if self.now_given is not None:
            return self.now_given.within(self.zone).astimezone(UTC)
        from flows.clock import clock_now

        return clock_now(self.home).replace(microsecond=0)

    @property
    def today(self) -> date:
        """The local date at which this command acts."""
        return self.now.astimezone(self.zone).date()

    def local(self, instant: datetime | None) -> str:
        """An instant for a table, in local time; "" for none."""
        return f"{instant.astimezone(self.zone):%H:%M %d/%m/%Y}" if instant else ""

    @property
    def by(self) -> str:
        """Who decides: as said, else the user of this computer."""
        if self.by_given:
            return self.by_given
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # no such user in the system's list, or no names at all on Windows
            return "dondoc"

    @property
    def act(self) -> "Act":
        """Who acts and when, as decisions take it."""
        from flows.acts import Act

        return Act(self.by, self.now)

    def plan(self, session: "Session", code: str | None = None) -> "ActivePlan":
        """The plan in force of that code; it may be left out where there is one.

        Raises:
            NotFoundError: there is none, or several.
        """
        from models.versions import active_plan

        return active_plan(session, code)


def _leaves_this_computer(settings: "Settings") -> bool:
    from notifications.transports import parse_smtp_url

    url = settings.smtp_url.get_secret_value()
    if url.strip().lower().startswith("maildir:"):
        return False
    host = parse_smtp_url(url, home=settings.home).host
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
