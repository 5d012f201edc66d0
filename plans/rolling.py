"""Next year's plan from this year's: dates, periods and targets move on, and what a person must look at is marked.

The years in texts are a guess: they are changed where they stand alone, and marked for review either way.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.calendar import WorkCalendar, in_full
from models.errors import PlanError
from models.language import _
from models.plan import PlanDocument
from models.schedule import Scheduled, report_periods, report_schedule, schedule
from plans.kept_text import annotated, plan_text
from plans.programmes import Place, drop_finished

_TEXTS = frozenset({"title", "name", "subject", "note", "wording", "message", "group", "reason"})
_SPANNED = ("obligations", "reports")
_KEY = re.compile(r"(\d{4})(?:\.\.(\d{4})|(-.+)?)")
#: What an earlier roll left to look at; the file it stood in has been looked at since.
_OLD_NOTES = re.compile(r"^ *# xem lại: .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rolled:
    """Next year's plan: its file's text, and what a person must look at (`notes`, as the text has it in comments)."""

    document: PlanDocument
    text: str
    notes: list[str]


@dataclass
class _Review:
    """What to look at, by the part of the file it concerns: a list and the code of its item, or a key of the head."""

    notes: dict[Place, list[str]] = field(default_factory=dict)
    #: Parts of programmes that are over, with what the file says above them: left out until somebody decides.
    aside: dict[Place, str] = field(default_factory=dict)

    def add(self, section: str, name: str, note: str) -> None:
        self.notes.setdefault((section, name), []).append(note)


def roll_plan(document: PlanDocument, year: int, source: str = "") -> Rolled:
    """The plan for `year`, made from one that begins in an earlier year.

    `source` is the text that the plan was read from: the new file is that text with what moves on changed in it. What a
    programme of several years asked for is left out where it ended before `year`, and stays as it is where it runs on.

    Raises:
        PlanError: the year is not later than the plan's own, or nothing is left once bodies that ended are taken out.
    """
    old = document.plan.start.year
    if not old < year <= old + 50:
        said = _("kế hoạch {code} bắt đầu năm {old}: lập cho một năm sau đó, ví dụ {next}")
        raise PlanError(said.format(code=document.plan.code, old=old, next=old + 1))
    review = _Review()
    data = document.model_dump(by_alias=True, exclude_defaults=True, exclude={"based_on", "retired"})
    _drop_ended(data, document, date(year, 1, 1), review)
    finished, lost = drop_finished(data, year)
    for (section, code), note in (*finished.items(), *lost):
        review.add(section, code, note)
    review.aside = {place: f"xem lại, cần quyết định: {note}" for place, note in finished.items()}
    _roll_head(data, old, year, review)
    _roll_calendar(data, review)
    for section in ("agencies", "groups", "forms", "indicators", *_SPANNED):
        for part in data.get(section, ()):
            _roll_part(section, part, old, year, review)
    for basis in data.get("legal_bases", ()):
        if _names_year(f"{basis['number']} {basis['title']}", old):
            review.add("legal_bases", basis["number"], f"căn cứ nêu năm {old}, còn hiệu lực không")
    rolled = PlanDocument.model_validate(data, by_alias=True, by_name=False)
    _find_days_off(rolled, review)
    notes = [f"{name}: {note}" for (_, name), said in review.notes.items() for note in said]
    return Rolled(rolled, _commented(rolled, source, review), notes)


def shifted(day: date, years: int, *, month_end: bool = False) -> date:
    """The same day of another year, where 29 February becomes the 28th.

    With `month_end`, a month's last day stays its last.
    """
    last = monthrange(day.year + years, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if month_end and is_last else min(day.day, last))


def shifted_key(key: str, years: int) -> str:
    """A period's key moved on: `2015-H1` to `2016-H1`, `2011..2015` to `2012..2016`; any other text as it is."""
    match = _KEY.fullmatch(key)
    if match is None:
        return key
    first = f"{int(match[1]) + years:04}"
    return f"{first}..{int(match[2]) + years:04}" if match[2] else f"{first}{match[3] or ''}"


def _names_year(text: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", text) is not None


def _in_new_year(text: str, old: int, year: int) -> str:
    """The text with the old year changed where it stands alone, not within a span, a date or a document's number."""
    return re.sub(rf"(?<![\d/–.-]){old}(?![\d/–-]|\.\.)", str(year), text)


# --- the parts -------------------------------------------------------------------------------------------------------


def _roll_head(data: dict[str, Any], old: int, year: int, review: _Review) -> None:
    """Its own code, dates and title; reports compare with the plan that it is made from."""
    head, years = data["plan"], year - old
    code = str(head["code"])
    head["previous"] = code
    head["code"] = code.replace(str(old), str(year)) if _names_year(code, old) else f"{code[: 64 - 5]}-{year}"
    head["from"], head["to"] = shifted(head["from"], years), shifted(head["to"], years, month_end=True)
    own = [key for key in ("number", "signed") if head.pop(key, None) is not None]
    if own:
        review.add("plan", "code", f"ghi {' và '.join(own)} của kế hoạch mới")
    for key in ("title", "subject"):
        if key in head and _names_year(head[key], old):
            head[key] = _reviewed(head[key], key, old, year, ("plan", key), review)


def _reviewed(text: str, key: str, old: int, year: int, place: tuple[str, str], review: _Review) -> str:
    changed = _in_new_year(text, old, year)
    left = f" vẫn nêu năm {old}" if _names_year(changed, old) else f" đã đổi năm {old} thành {year}"
    review.add(*place, f"{key}{left}")
    return changed


def _roll_calendar(data: dict[str, Any], review: _Review) -> None:
    """The plan's own days off and worked days belong to one year: the next year's are not known."""
    rules = data.get("calendar", {})
    dropped = [key for key in ("closed", "open") if rules.pop(key, None)]
    if dropped:
        review.add("plan", "to", f"đã bỏ calendar.{', calendar.'.join(dropped)} của năm cũ, ghi ngày của năm mới")


def _roll_part(section: str, part: dict[str, Any], old: int, year: int, review: _Review) -> None:
    place, years = (section, str(part["code"])), year - old
    for holder, key in _texts(part):
        if _names_year(holder[key], old):
            holder[key] = _reviewed(holder[key], key, old, year, place, review)
    part.pop("previous_code", None)  # it named a code of the plan before this one's
    if "targets" in part:
        part["targets"] = _targets(part["targets"], years, year, place, review)
    if "span" in part:
        review.add(*place, f"chương trình {part['span']} chưa kết thúc: span, hạn và hiệu lực giữ nguyên")
        return
    effective = part.get("effective", {})
    for key in effective:
        effective[key] = shifted(effective[key], years, month_end=key == "to")
    on = part.get("due", {}).get("on")
    if isinstance(on, dict):
        part["due"]["on"] = {shifted_key(key, years): shifted(day, years) for key, day in on.items()}
    elif on is not None:
        part["due"]["on"] = shifted(on, years)


def _targets(targets: Mapping[str, Any], years: int, year: int, place: Place, review: _Review) -> dict[str, Any]:
    """The targets of years move on; those of a programme stay until it ends, and end with it."""
    found = {}
    for key, value in targets.items():
        first, _, last = key.partition("..")
        if first == last or not last:
            found[shifted_key(key, years)] = value
        elif int(last) >= year:
            found[key] = value
        else:
            review.add(*place, f"đã bỏ mục tiêu {key}: chương trình kết thúc năm {last}")
    return found


def _texts(part: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Every text of a part that people read, with the mapping that holds it."""
    for key, value in part.items():
        if key in _TEXTS and isinstance(value, str):
            yield part, key
        elif isinstance(value, dict):
            yield from _texts(value)
        elif isinstance(value, list | tuple):
            for item in value:
                if isinstance(item, dict):
                    yield from _texts(item)


# --- bodies that are no more -----------------------------------------------------------------------------------------


def _drop_ended(data: dict[str, Any], document: PlanDocument, start: date, review: _Review) -> None:
    gone = {agency.code for agency in document.agencies if agency.end is not None and agency.end < start}
    for code in sorted(gone & {document.plan.issuer, document.plan.standing}):
        said = _("{code} đã kết thúc trước năm {year}: đổi issuer hoặc standing trong kế hoạch trước")
        raise PlanError(said.format(code=code, year=start.year))
    if not gone:
        return
    review.add("plan", "standing", f"đã bỏ cơ quan kết thúc trước năm {start.year}: {', '.join(sorted(gone))}")
    data["agencies"] = [part for part in data["agencies"] if part["code"] not in gone]
    data["contacts"] = [part for part in data.get("contacts", ()) if part["agency"] not in gone]
    emptied = _without(data, "groups", "members", gone, review)
    gone |= emptied
    emptied_obligations = _without(data, "obligations", "assigned_to", gone, review)
    _without(data, "reports", "to", gone, review)
    lost = gone | emptied_obligations
    for part in (
        *data["agencies"],
        *data.get("obligations", ()),
        *data.get("indicators", ()),
        *data.get("reports", ()),
    ):
        for key in ("parent", "owner", "via", "fulfils"):
            if part.get(key) in lost:
                del part[key]
        if "with" in part:
            part["with"] = [code for code in part["with"] if code not in gone]


def _without(data: dict[str, Any], section: str, key: str, gone: set[str], review: _Review) -> set[str]:
    """Take bodies out of a list of each part; parts that are left with none are dropped, and their codes returned."""
    emptied: set[str] = set()
    kept = []
    for part in data.get(section, ()):
        part[key] = [code for code in part[key] if code not in gone]
        if part[key]:
            kept.append(part)
        else:
            emptied.add(part["code"])
            review.add("plan", "standing", f"đã bỏ {section} {part['code']}: không còn cơ quan nào")
    data[section] = kept
    return emptied


# --- what the new year makes of it -----------------------------------------------------------------------------------


def _find_days_off(document: PlanDocument, review: _Review) -> None:
    calendar = WorkCalendar.of(document.calendar)
    for obligation in document.obligations:
        if obligation.kind == "standing" or obligation.due is not None:
            for scheduled in schedule(document, obligation, calendar):
                _tell_day_off("obligations", obligation.code, scheduled, calendar, review)
    for report in document.reports:
        for period in report_periods(document, report):
            scheduled = report_schedule(document, report, period.key, calendar)
            _tell_day_off("reports", report.code, scheduled, calendar, review)


def _tell_day_off(section: str, code: str, scheduled: Scheduled, calendar: WorkCalendar, review: _Review) -> None:
    due = scheduled.due
    if not calendar.is_working_day(due.nominal):
        moved = f", hạn thành {in_full(due.day)}" if due.day != due.nominal else ", hạn vẫn giữ ngày nghỉ này"
        review.add(section, code, f"kỳ {scheduled.period.key}: {calendar.describe(due.nominal)}{moved}")


def _commented(document: PlanDocument, source: str, review: _Review) -> str:
    text = plan_text(_OLD_NOTES.sub("", source), document, None, review.aside)
    comments: dict[Place, list[str]] = {}
    for place, notes in review.notes.items():
        if place in review.aside:
            said = [review.aside[place]]
            comments[place] = [one for one in said if f"# {one}" not in text]  # else it stands above the part set aside
        else:
            comments[place] = [f"xem lại: {note}" for note in notes]
    return annotated(text, comments)
