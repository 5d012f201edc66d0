"""How each standing duty, task and hand-over stands at the end of a report's period, by what bodies said of it last."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from models.periods import Period
from models.plan import Obligation, PlanDocument
from reports.compiled import DutyLine, Quote
from reports.filings import Filing
from reports.text import clean
from reports.wording import STATUS_WORDS, briefly, official_date, period_title, status_word

_NOT_REPORTED = "chưa báo cáo"
_EXCUSED = "được miễn"
#: The status of an answer that somebody else sent for several bodies, by obligation, period and sender.
_Sent = Mapping[tuple[str, str, str], Filing]


def duty_lines_of(
    document: PlanDocument, period: Period, filings: Sequence[Filing]
) -> Iterable[tuple[str | None, DutyLine]]:
    """Every duty that these filings tell of, in the plan's order, under the section where it belongs."""
    by_obligation: dict[str, list[Filing]] = {}
    for filing in filings:
        by_obligation.setdefault(filing.obligation.code, []).append(filing)
    sent = {(one.obligation.code, one.assignment.period, one.agency): one for one in filings}
    for obligation in document.obligations:
        if obligation.kind == "standing" and obligation.via in by_obligation:
            bodies = document.members(obligation.assigned_to)
            asked = [filing for filing in by_obligation[obligation.via] if filing.agency in bodies]
        elif obligation.kind in ("task", "handover"):
            asked = by_obligation.get(obligation.code, [])
        else:
            continue
        if asked or obligation.kind == "standing":
            yield obligation.section, _Telling(obligation, period, sent).line(asked)


class _Telling:
    """What bodies said of one duty, the latest of each; agencies in the order they were met."""

    def __init__(self, obligation: Obligation, period: Period, sent: _Sent) -> None:
        self._obligation, self._period, self._sent = obligation, period, sent
        self._said: dict[str, str] = {}
        self._earlier: dict[str, str] = {}
        self._quotes: list[Quote] = []

    def line(self, filings: Sequence[Filing]) -> DutyLine:
        """How it stands, from the filings by body and in order of time."""
        year = max((one.nominal.last.year for one in filings), default=self._period.last.year)
        for filing in filings:
            self._hear(filing, year)
        duty = self._obligation
        requested = duty.role == "requested"
        return DutyLine(duty.code, duty.title, requested, _by_word(self._said), tuple(self._quotes), self._earlier)

    def _hear(self, filing: Filing, year: int) -> None:
        """A filing's status; of one that a partner's answer serves, that answer's. Its words are quoted once."""
        answer = filing
        if filing.served_by is not None and not filing.excused and not filing.ended:
            key = (filing.obligation.code, filing.assignment.period, filing.served_by)
            answer = self._sent.get(key, filing)
        told = self._told(answer)
        if told is None:
            if not filing.ended:
                self._say(filing, self._silence(filing, year))
            return
        status, words = told
        self._say(filing, status)
        if words.strip() and answer is filing:
            self._quotes.append(quote_of(filing, words))

    def _told(self, answer: Filing) -> tuple[str, str] | None:
        """Status and words; of a hand-over that it happened: its number, date and count, and nothing else."""
        if self._obligation.kind == "standing":
            written = next((one for one in answer.passages if one.duty == self._obligation.code), None)
            return (status_word(written.status), written.text) if written is not None else None
        if answer.accepted is None:
            return None
        answers = answer.accepted.answers
        return status_word(answers.get("status") or "done"), _answer_in_words(answers)

    def _silence(self, filing: Filing, year: int) -> str:
        """What is said of a body that did not answer for a period.

        What it said of an earlier one is not how the duty stands now: the period that it is silent on is named. A body
        that never answered has not reported at all.
        """
        word = _EXCUSED if filing.excused else _NOT_REPORTED
        before = self._said.get(filing.agency)
        if before is None or before in (_EXCUSED, _NOT_REPORTED):
            return word
        return f"{word} {briefly(period_title(filing.assignment.period), year)}"

    def _say(self, filing: Filing, word: str) -> None:
        self._said[filing.agency] = word
        self._earlier.pop(filing.agency, None)
        once = filing.assignment.period == "once"  # what is done once stays so
        if not once and filing.nominal.last < self._period.last and word_rank(word) <= len(STATUS_WORDS):
            self._earlier[filing.agency] = filing.assignment.period


def by_status(duty: DutyLine) -> list[tuple[str, str, Sequence[str]]]:
    """Statuses with the key of the period they were said for ("" for the report's own) and the bodies that said so."""
    found: dict[tuple[str, str], list[str]] = {}
    for word, agencies in duty.bodies.items():
        for agency in agencies:
            found.setdefault((word, duty.earlier.get(agency, "")), []).append(agency)
    return [(word, period, agencies) for (word, period), agencies in found.items()]


def reported_for(periods: Iterable[str], year: int) -> str:
    """Which reports a status is taken from, in a report on `year`: "theo báo cáo 6 tháng đầu năm"; "" for its own."""
    told = [briefly(period_title(period), year) for period in dict.fromkeys(periods) if period]
    return f"theo báo cáo {', '.join(told)}" if told else ""


def quote_of(filing: Filing, text: str) -> Quote:
    """What a body wrote, with the revision that it stands in."""
    submission = filing.accepted
    revision = submission.revision if submission else 0
    row = filing.assignment
    return Quote(filing.agency, clean(text).strip(), row.name, revision, period_title(row.period))


def _answer_in_words(answers: Mapping[str, str]) -> str:
    parts = (("percent", "đạt {}%"), ("number", "văn bản số {}"), ("date", "ngày {}"), ("count", "số lượng {}"))
    given = dict(answers)
    if given.get("date"):
        given["date"] = official_date(date.fromisoformat(given["date"]))
    found = ", ".join(words.format(given[key]) for key, words in parts if given.get(key))
    return "; ".join(part for part in (found, given.get("note", "")) if part)


def _by_word(said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for agency, word in said.items():
        grouped[word] = (*grouped.get(word, ()), agency)
    return {word: grouped[word] for word in sorted(grouped, key=word_rank)}


def word_rank(word: str) -> int:
    """Done first, what is owed last; a wording of a body's own between them."""
    known = [*STATUS_WORDS.values()]
    for n, last in enumerate((_EXCUSED, _NOT_REPORTED), 1):
        if word.startswith(last):
            return len(known) + n
    return known.index(word) if word in known else len(known)
