"""Deadlines for the reader's own calendar (RFC 5545): one all-day entry for each duty he is reminded of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from notifications.digest import Digest, Item
from notifications.identity import event_uid
from notifications.language import Language, language
from notifications.mime import Attachment
from notifications.text import one_line

#: The evening before is too late to act: nine o'clock of the day before.
_BEFORE = timedelta(hours=-15)


def deadline_attachment(digest: Digest, domain: str, stamp: datetime) -> Attachment | None:
    """The deadlines of a digest as a file to attach; None where it reminds of none."""
    if not any(map(_is_deadline, digest.items)):
        return None
    lang = language(digest.masthead.lang)
    content = deadline_ics(digest.items, domain=domain, stamp=stamp, lang=lang)
    return Attachment("han.ics", content, "text", "calendar", (("charset", "utf-8"), ("method", "PUBLISH")))


def deadline_ics(items: Iterable[Item], *, domain: str, stamp: datetime, lang: Language | None = None) -> bytes:
    """An iCalendar object with one all-day event for each of the reader's own duties that the items remind of.

    The UID belongs to the assignment and SEQUENCE to its cycle, so an extension moves the entry instead of adding one.
    `stamp` is the mail's own instant (aware, UTC).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//dondoc//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for item in sorted(filter(_is_deadline, items), key=lambda item: (item.due, item.assignment)):
        calendar.add_component(_event(item, domain, stamp, lang or language("vi")))
    return bytes(calendar.to_ical())


def _is_deadline(item: Item) -> bool:
    return item.own and not item.informed and item.action in ("remind", "extended", "moved")


def _event(item: Item, domain: str, stamp: datetime, lang: Language) -> Event:
    subject = one_line(f"{item.title}, {item.period}" if item.period else item.title)
    summary = lang.gettext("Hạn: %(title)s") % {"title": subject}
    event = Event()
    event.add("uid", event_uid(item.assignment, domain))
    event.add("dtstamp", stamp)
    event.add("sequence", item.cycle)
    event.add("dtstart", item.due)
    event.add("dtend", item.due + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", f"{one_line(item.agency)}\n{item.assignment}")
    event.add("transp", "TRANSPARENT")
    if item.url:
        event.add("url", item.url)
    event.add_component(_alarm(summary))
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _BEFORE)
    return alarm
