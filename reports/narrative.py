"""What bodies wrote, and how each duty stands, gathered under the headings of a report.

What they plan and what they propose is for the time after the period they wrote it for: see `reports.to_come`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from models.periods import Period
from models.plan import PlanDocument, Report
from reports.compiled import DutyLine, Quote, SectionContent, Topic
from reports.duties import duty_lines_of, quote_of
from reports.figures import IndicatorFigure
from reports.filings import Filing
from reports.to_come import is_on_proposals, is_on_what_is_to_come, still_planned, without_time

#: Where a report names no headings, or something belongs under none of them.
_RESULTS = "Kết quả thực hiện"
_OTHER = "Nội dung khác"
#: The last level of headings: those below stand on it.
_DEEPEST = 3


class _Passage(NamedTuple):
    """What one filing says to one question."""

    question: str
    quote: Quote
    filing: Filing


@dataclass
class _Gathering:
    """What is collected for one heading, in the order it was met."""

    figures: list[IndicatorFigure] = field(default_factory=list)
    duties: list[DutyLine] = field(default_factory=list)
    passages: list[_Passage] = field(default_factory=list)

    def content(self, code: str, titles: Sequence[str], period: Period) -> SectionContent:
        """The heading with what is told under it in a report on `period`; `titles` are its own and those above it."""
        told: dict[str, list[_Passage]] = {}
        for one in self._told(titles, period):
            told.setdefault(one.question, []).append(one)
        topics = tuple(Topic(question, _in_order(titles, question, found)) for question, found in told.items())
        return SectionContent(code, titles[0], len(titles), tuple(self.figures), tuple(self.duties), topics)

    def _told(self, titles: Sequence[str], period: Period) -> list[_Passage]:
        """The passages without plans for a time that is over."""
        year = period.last.year
        ahead = any(is_on_what_is_to_come(title, year) for title in titles)
        questions = {one.question for one in self.passages if ahead or is_on_what_is_to_come(one.question, year)}
        current = still_planned([one.filing for one in self.passages if one.question in questions], period)
        return [one for one in self.passages if one.question not in questions or one.filing.assignment.name in current]


def _in_order(titles: Sequence[str], question: str, found: Sequence[_Passage]) -> tuple[Quote, ...]:
    """The words of passages on one question: in the plan's order, but of proposals the latest first."""
    if is_on_proposals(titles[0]) or is_on_proposals(question):
        found = sorted(found, key=lambda one: one.filing.nominal.last, reverse=True)  # stable
    return tuple(one.quote for one in found)


def gather_sections(
    document: PlanDocument,
    report: Report,
    period: Period,
    figures: Iterable[IndicatorFigure],
    filings: Sequence[Filing],
) -> list[SectionContent]:
    """The report's headings in order, each with its figures, duty lines and passages; what belongs nowhere comes last.

    What stands under a heading that other reports of the plan have and this one has not is left out on purpose.
    """
    places = _Places(document, report)
    for figure in figures:
        if figure.collected:
            places.at(figure.section).figures.append(figure)
    for section, line in duty_lines_of(document, period, filings):
        places.at(section).duties.append(line)
    for section, passage in _passages(filings):
        places.at(section).passages.append(passage)
    found = [
        places.at(section.code).content(section.code, _titles(report, section.code), period)
        for section in report.sections
    ]
    rest = places.rest.content("", [_OTHER if found else _RESULTS], period)
    return found if rest.empty and found else [*found, rest]


def without_own_period(sections: Iterable[SectionContent]) -> list[SectionContent]:
    """Headings for a report on demand: what is planned is not for after the period that the report is made for."""
    return [replace(one, title=without_time(one.title)) for one in sections]


class _Places:
    """Where things gather: under the report's own headings, in the rest, or nowhere."""

    def __init__(self, document: PlanDocument, report: Report) -> None:
        self._own = {section.code: _Gathering() for section in report.sections}
        self._elsewhere = {section.code for one in document.reports if report.sections for section in one.sections}
        self.rest = _Gathering()

    def at(self, section: str | None) -> _Gathering:
        if section is not None and section in self._own:
            return self._own[section]
        return _Gathering() if section in self._elsewhere else self.rest


def _titles(report: Report, code: str) -> list[str]:
    """The title of a heading, and of those that it stands under, from the nearest up."""
    sections = {section.code: section for section in report.sections}
    found: list[str] = []
    at: str | None = code
    while at is not None and len(found) < _DEEPEST:
        found.append(sections[at].title)
        at = sections[at].parent
    return found


def _passages(filings: Sequence[Filing]) -> Iterable[tuple[str | None, _Passage]]:
    """Every passage with the section it belongs under, bodies in the plan's order."""
    for filing in filings:
        if filing.form is None:
            continue
        questions = {passage.code: passage for passage in filing.form.narrative}
        for written in filing.passages:
            question = questions.get(written.code)
            if not written.duty and question is not None and written.text.strip():
                yield question.section, _Passage(question.title, quote_of(filing, written.text), filing)


def in_plan_order(document: PlanDocument, filings: Iterable[Filing]) -> list[Filing]:
    """Filings by obligation and body as the plan lists them, then by period: the order readers know."""
    obligations = {obligation.code: n for n, obligation in enumerate(document.obligations)}
    agencies = {agency.code: n for n, agency in enumerate(document.agencies)}
    far = len(obligations) + len(agencies)
    return sorted(
        filings,
        key=lambda filing: (
            obligations.get(filing.obligation.code, far),
            agencies.get(filing.agency, far),
            filing.nominal.first,
            filing.assignment.name,
        ),
    )
