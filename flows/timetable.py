"""When each sweep runs: the one timetable behind `dondoc up` and prefect.yaml. Knows nothing of Prefect."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.settings import Settings

TIMEZONE = "Asia/Ho_Chi_Minh"
#: Runs at intervals are counted from here, so that they fall on the same minutes after every start.
ANCHOR = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A flow and when it runs: by a cron line in a time zone, or every so many seconds."""

    flow: str
    timezone: str
    cron: str | None = None
    seconds: int | None = None


def timetable(settings: Settings, timezone: str = TIMEZONE) -> tuple[Entry, ...]:
    """The four flows. Hours are those of the plan's time zone: without one, Prefect would take them as UTC."""
    return (
        Entry("daily_round", timezone, cron=settings.round_cron),
        Entry("deliver_mail", timezone, seconds=settings.deliver_seconds),
        Entry("compile_reports", timezone, cron=settings.compile_cron),
        Entry("watch", timezone, cron=settings.watch_cron),
    )
