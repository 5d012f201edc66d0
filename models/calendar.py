"""Working days of a plan: a country's official days off and swapped Saturdays, overridden by the plan's own dates."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from models.language import LANGUAGES, N_, _, spoken
from models.offsets import Offset
from models.plan import CalendarRules

_DAY = timedelta(days=1)
WEEKDAYS = (N_("thứ Hai"), N_("thứ Ba"), N_("thứ Tư"), N_("thứ Năm"), N_("thứ Sáu"), N_("thứ Bảy"), N_("Chủ nhật"))


class NationalCalendar:
    """Official working days of one country, a year at a time.

    The package `holidays` is asked whether a day is a working day: it alone knows the Saturdays that are worked in
    exchange for a bridge day.  Its labels are a help for readers, not law.
    """

    def __init__(self, country: str) -> None:
        self._days = {code: _days_off(country, code) for code in LANGUAGES}

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self._days["vi"].is_working_day(day)

    def label(self, day: date) -> str | None:
        """The holiday's name in the language of the run, None on an ordinary day."""
        return self._days[spoken()].get(day)

    def is_swapped(self, day: date) -> bool:
        """Whether `day` is a weekend day that is worked in exchange for another."""
        return day.weekday() >= 5 and self.is_working_day(day)


def _days_off(country: str, language: str) -> holidays.HolidayBase:
    """A country's days off, named in that language where the package knows their names in it."""
    known = holidays.country_holidays(country).supported_languages
    return holidays.country_holidays(country, language=next((one for one in known if one.startswith(language)), None))


@lru_cache(maxsize=16)
def national_calendar(country: str) -> NationalCalendar:
    """The calendar of a country by its ISO code, kept: its table of a year is costly to build."""
    return NationalCalendar(country)


class WorkCalendar:
    """Which days are worked under a plan, and steps in working days.

    `closed` and `open` are the plan's own dates and win over the country's calendar (future swaps are announced late).
    """

    def __init__(
        self,
        timezone: str = "Asia/Ho_Chi_Minh",
        country: str | None = "VN",
        closed: Collection[date] = (),
        open_days: Collection[date] = (),
    ) -> None:
        self.zone = ZoneInfo(timezone)
        self._national = national_calendar(country) if country else None
        self._closed = frozenset(closed)
        self._open = frozenset(open_days)
        self._known: dict[date, bool] = {}

    @classmethod
    def of(cls, rules: CalendarRules) -> "WorkCalendar":
        """The calendar that a plan file describes."""
        return cls(rules.timezone, rules.holidays, rules.closed, rules.open)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._ask(day)
        return known

    def _ask(self, day: date) -> bool:
        if day in self._open:
            return True
        if day in self._closed:
            return False
        return self._national.is_working_day(day) if self._national else day.weekday() < 5

    def forward(self, day: date) -> date:
        """`day` itself or the next working day (2015 Civil Code, Article 148.5)."""
        return self._seek(day, _DAY)

    def back(self, day: date) -> date:
        """`day` itself or the working day before it."""
        return self._seek(day, -_DAY)

    def _seek(self, day: date, by: timedelta) -> date:
        for _step in range(366):
            if self.is_working_day(day):
                return day
            day += by
        raise ValueError(f"the calendar has no working day within a year of {day}: look at its `closed` dates")

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, where negative); `day` itself is not counted.

        0 gives `day`, working or not (2015 Civil Code, Article 147: the starting day is not counted).
        """
        by = _DAY if count > 0 else -_DAY
        for _step in range(abs(count)):
            day = self._seek(day + by, by)
        return day

    def shift(self, day: date, offset: Offset) -> date:
        """`day` moved by an offset, in calendar or working days, with no rolling."""
        if offset.unit == "wd":
            return self.add_working_days(day, offset.count)
        return day + timedelta(days=offset.count)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 where `end` is not later."""
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def local_date(self, now: datetime) -> date:
        """The date in the plan's own time zone at an instant (aware)."""
        return now.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant at which `day` begins in the plan's time zone."""
        return datetime.combine(day, time(), tzinfo=self.zone)

    def describe(self, day: date) -> str:
        """In the words of the run's language, why a day is worked or not, as `dondoc due` prints it.

        For example "14/02/2015 là ngày làm bù" or "15/02/2015 là Chủ nhật".
        """
        said, weekday = day.strftime("%d/%m/%Y"), _(WEEKDAYS[day.weekday()])
        if day in self._open:
            return _("{day} là ngày làm việc theo lịch của kế hoạch").format(day=said)
        if day in self._closed:
            return _("{day} là ngày nghỉ theo lịch của kế hoạch").format(day=said)
        label = self._national.label(day) if self._national else None
        if self._national and self._national.is_swapped(day):
            return _("{day} là ngày làm bù ({weekday})").format(day=said, weekday=weekday)
        if self.is_working_day(day):
            return _("{day} là ngày làm việc ({weekday})").format(day=said, weekday=weekday)
        return (
            _("{day} là ngày nghỉ: {label}").format(day=said, label=label)
            if label
            else _("{day} là {weekday}").format(day=said, weekday=weekday)
        )


def in_full(day: date) -> str:
    """A date as Vietnamese readers of forms and mails expect it: "thứ Hai, 15/06/2015"."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def in_words(day: date) -> str:
    """A date in the language of the run: "thứ Hai, 15/06/2015", "Monday, 15/06/2015"."""
    return f"{_(WEEKDAYS[day.weekday()])}, {day:%d/%m/%Y}"
