"""Whether a plan asks too much of a body or writes too often to a person: limits that a coordinator may set."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.language import _
from models.schedule import agencies_in
from plans.filings import Filing
from plans.findings import Findings, Route, listed
from plans.references import Names
from plans.timing import Dates

#: A mail that somebody would get: the address and the local day.
MailDay = tuple[str, date]
_When = TypeVar("_When", date, str)


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many on a check warns, all being the most that is still fine.

    `same_day`: obligations of one body due on one day; `filings`: filings of one body for one period; `mails`: mails to
    one address in one calendar month when nobody reports (by the policies that the plan has, digests counted once).
    """

    same_day: int = 3
    filings: int = 4
    mails: int = 12


def check_pile_ups(names: Names, dates: Dates, limits: Limits, found: Findings) -> None:
    """Warn of days on which more obligations of one body are due than it will send well."""
    piles: dict[tuple[str, date], list[str]] = defaultdict(list)
    for obligation in names.document.obligations:
        for scheduled in dates.obligations.get(obligation.code, ()):
            for body in agencies_in(names.document, obligation, scheduled.period):
                piles[body, scheduled.due.day].append(obligation.code)
    for codes, (bodies, days) in _alike(piles, limits.same_day).items():
        said = _("{bodies} có {count} việc cùng đến hạn {day:%d/%m/%Y}{more}: {codes}")
        message = said.format(
            bodies=listed(bodies), count=len(codes), day=days[0], more=_more(len(days)), codes=", ".join(codes)
        )
        hint = _("dời hạn cho giãn ra, hoặc gộp vào một báo cáo (kind: standing, via)")
        found.warning((*_at(names, codes[0]), "due"), message, hint)


def check_filings(names: Names, filed: Iterable[Filing], limits: Limits, found: Findings) -> None:
    """Warn of periods for which a body owes more filings than the limit."""
    owed = {(filing.agency, filing.period): list(filing.obligations) for filing in filed if filing.period != "once"}
    for codes, (bodies, periods) in _alike(owed, limits.filings).items():
        said = _("{bodies} phải nộp {count} báo cáo cho kỳ {period}{more}: {codes}")
        message = said.format(
            bodies=listed(bodies), count=len(codes), period=periods[0], more=_more(len(periods)), codes=", ".join(codes)
        )
        hint = _("gộp vào một báo cáo: đổi việc thường xuyên thành kind: standing, via báo cáo ấy")
        found.warning((*_at(names, codes[0]), "period"), message, hint)


def _alike(
    owed: Mapping[tuple[str, _When], Sequence[str]], most: int
) -> dict[tuple[str, ...], tuple[list[str], list[_When]]]:
    """What exceeds the limit, told once for all the bodies and times that share the same obligations."""
    told: dict[tuple[str, ...], tuple[list[str], list[_When]]] = {}
    for (body, when), codes in owed.items():
        if len(codes) > most:
            bodies, times = told.setdefault(tuple(codes), ([], []))
            bodies += [body] if body not in bodies else []
            times += [when] if when not in times else []
    return told


def _more(times: int) -> str:
    return _(" và {count} lần khác").format(count=times - 1) if times > 1 else ""


def _at(names: Names, code: str) -> Route:
    codes = [obligation.code for obligation in names.document.obligations]
    return ("obligations", codes.index(code))


def check_mails(names: Names, mails: Iterable[MailDay], limits: Limits, found: Findings) -> None:
    """Warn of addresses that would get more mails in a month than the limit; `mails` come from a preview."""
    months = Counter((address.lower(), day.replace(day=1)) for address, day in mails)
    worst: dict[str, date] = {}
    for (address, month), count in months.items():
        if count > limits.mails and count > months.get((address, worst.get(address, date.min)), 0):
            worst[address] = month
    for index, contact in enumerate(names.document.contacts):
        address = (contact.email or "").lower()
        if address not in worst:
            continue
        month = worst.pop(address)  # an address that holds two roles is told of once
        said = _("{address} sẽ nhận {count} thư trong tháng {month:%m/%Y} nếu không ai báo cáo")
        count = months[address, month]
        hint = _("bớt bước trong policy, để các hạn trùng ngày nhau, hoặc chia việc cho đầu mối khác")
        found.warning(("contacts", index, "email"), said.format(address=contact.email, count=count, month=month), hint)
