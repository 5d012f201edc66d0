"""The phrases of letters: duties, dates, what was done before, in the Vietnamese of official correspondence.

Dates by Nghị định 30/2020/NĐ-CP, Phụ lục I. No due date is said to be the plan's: the standing agency sets them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from models.calendar import WEEKDAYS
from reports.letters.matters import Letter, Matter, Notified
from reports.wording import ONCE, official_date, period_title

_CLAUSE = re.compile(r"(?P<section>[IVXLC]+)(?:\.(?P<entry>\d+))?(?:#.*)?")
_REPORTS = ("report", "standing")
_WAYS = {
    "remind": "nhắc các ngày {days}",
    "chase": "đôn đốc các ngày {days}",
    "head": "thông báo đến lãnh đạo đơn vị các ngày {days}",
}

_SHORT_WAYS = {"remind": "nhắc", "chase": "đôn đốc", "head": "thông báo lãnh đạo"}


def full_date(day: date) -> str:
    """A date with its weekday: `thứ Tư, ngày 17/6/2015`."""
    return f"{WEEKDAYS[day.weekday()]}, ngày {official_date(day)}"


def clause_in_words(clauses: Iterable[str]) -> str:
    """Where a plan orders a duty: `điểm 2 mục V; mục VI`; what is not numbered by sections is left out."""
    found: dict[str, None] = {}
    for clause in clauses:
        match = _CLAUSE.fullmatch(clause)
        if match:
            entry = f"điểm {match['entry']} " if match["entry"] else ""
            found[f"{entry}mục {match['section']}"] = None
    return "; ".join(found)


def period_of(matter: Matter) -> str:
    """The period as readers call it, "" for what comes once."""
    said = period_title(matter.period)
    return "" if said == ONCE else said


def shared_period(matters: Sequence[Matter]) -> str:
    """The period of all of them, "" where they differ."""
    periods = {period_of(matter) for matter in matters}
    return periods.pop() if len(periods) == 1 else ""


def all_reports(matters: Iterable[Matter]) -> bool:
    """Whether nothing but reports is owed."""
    return all(matter.kind in _REPORTS for matter in matters)


def named(matter: Matter) -> str:
    """A duty in a sentence: “Báo cáo kết quả kiểm tra” 6 tháng đầu năm 2015 (điểm 2 mục V Kế hoạch)."""
    period = period_of(matter)
    where = f"({matter.clause} Kế hoạch)" if matter.clause else ""
    title = matter.title if matter.kind in _REPORTS else f"kết quả thực hiện nhiệm vụ “{matter.title}”"
    said = f"“{title}”" if matter.kind in _REPORTS else title
    return " ".join(part for part in (said, "" if period and period in matter.title else period, where) if part)


def cell_name(matter: Matter) -> str:
    """A duty in a cell of a table, the period on a line of its own."""
    lines = [matter.title, period_of(matter), f"({matter.clause} Kế hoạch)" if matter.clause else ""]
    return "\n".join(line for line in lines if line)


def due_sentence(matter: Matter) -> str:
    """The due date with what became of it, and how late it is."""
    late = f"; đến nay đã quá hạn {matter.days_late} ngày" if matter.days_late else ""
    if matter.returned:
        sent = f"gửi ngày {official_date(matter.returned.sent)}, " if matter.returned.sent else ""
        why = f" ({_bare(matter.returned.reason)})" if matter.returned.reason else ""
        back = f"Nội dung đã {sent}được trả lại ngày {official_date(matter.returned.back)} để hoàn thiện{why}"
        return f"{back}; hạn gửi lại là {full_date(matter.due)}{late}."
    if matter.due != matter.original_due:
        moved = "được gia hạn" if matter.extended else "được điều chỉnh"
        return f"Hạn gửi ban đầu là {full_date(matter.original_due)}, đã {moved} đến {full_date(matter.due)}{late}."
    return f"Hạn gửi là {full_date(matter.due)}{late}."


def due_cell(matter: Matter, *, weekday: bool = True) -> str:
    """The due date in a cell, with the one before where it moved, or that an answer was returned."""
    lines = [full_date(matter.due).replace("ngày ", "ngày\u00a0") if weekday else official_date(matter.due)]
    if matter.returned:
        why = f": {_bare(matter.returned.reason)}" if matter.returned.reason else ""
        lines.append(f"(trả lại ngày {official_date(matter.returned.back)} để hoàn thiện{why})")
    elif matter.due != matter.original_due:
        moved = "đã gia hạn" if matter.extended else "đã điều chỉnh"
        lines.append(f"({moved}; hạn ban đầu {official_date(matter.original_due)})")
    return "\n".join(lines)


def notified_phrase(notified: Sequence[Notified]) -> str:
    """What was done before: `nhắc các ngày 08/6/2015 và 12/6/2015, đôn đốc ngày 16/6/2015`; "" where nothing was."""
    said = []
    for way, days in _by_way(notified):
        if way == "letter":
            said.append(f"gửi {_and([f'Công văn số {number} ngày {day}' for number, day in days])}")
            continue
        words = _WAYS[way] if len(days) > 1 else _WAYS[way].replace("các ngày", "ngày")
        said.append(words.format(days=_and([day for _number, day in days])))
    return ", ".join(said)


def notified_cell(notified: Sequence[Notified]) -> str:
    """The same in a cell: `Nhắc 08/6/2015, 12/6/2015; đôn đốc 16/6/2015`."""
    said = []
    for way, days in _by_way(notified):
        if way == "letter":
            said += [f"Công văn số {number} ngày {day}" for number, day in days]
        else:
            said.append(f"{_SHORT_WAYS[way]} {', '.join(day for _number, day in days)}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:] if text else "Chưa có"


def _by_way(notified: Sequence[Notified]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each way with its numbers and days, each once, in order."""
    for way, same in groupby(sorted(notified, key=_order), key=lambda one: one.way):
        yield way, list(dict.fromkeys((one.number, official_date(one.day)) for one in same))


def _order(one: Notified) -> tuple[int, date]:
    return ("remind", "chase", "head", "letter").index(one.way), one.day


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def _bare(reason: str) -> str:
    """A reason within a sentence, on one line and without its full stop."""
    return " ".join(reason.split()).rstrip(".")


def about(letter: Letter) -> str:
    """What the letter is about (trích yếu): `V/v đôn đốc gửi báo cáo … 6 tháng đầu năm 2015`."""
    head = letter.document.plan
    subject = head.subject or ""
    period = shared_period(letter.matters)
    if all_reports(letter.matters):
        what = f"gửi báo cáo {subject} {period}"
    else:
        plan = f"Kế hoạch về {subject}" if subject else "Kế hoạch"
        what = f"thực hiện nhiệm vụ theo {plan} năm {head.end.year}"
    return " ".join(f"V/v {_VERBS[letter.kind]} {what}".split())


_VERBS = {"chase": "đôn đốc", "remind": "thời hạn", "request": "đề nghị phối hợp", "note": "tình hình"}
