"""What bodies wrote, and how each duty stands, gathered under the headings of a report."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.periods import Period
from models.plan import PlanDocument, Report
from reports.compiled import DutyLine, Quote, SectionContent, Topic
from reports.duties import duty_lines_of, quote_of
from reports.figures import IndicatorFigure
from reports.filings import Filing

#: Where a report names no headings, or something belongs under none of them.
_RESULTS = "Kết quả thực hiện"
_OTHER = "Nội dung khác"
#: Headings on what is to come, and how they end where they name the time: "năm sau", "ba tháng cuối năm".
_PLANNED = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|dự kiến", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:\w+\s+tháng\s+cuối\s+năm|(?:năm|giai đoạn|quý|\w+\s+tháng|tháng|tuần|kỳ)\s+(?:sau|tới|tiếp\s+theo))$",
    re.IGNORECASE,
)


@dataclass
class _Gathering:
    """What is collected for one heading, in the order it was met."""

    figures: list[IndicatorFigure] = field(default_factory=list)
    duties: list[DutyLine] = field(default_factory=list)
    topics: dict[str, list[Quote]] = field(default_factory=dict)

    def content(self, code: str, title: str, level: int) -> SectionContent:
        topics = tuple(Topic(question, tuple(quotes)) for question, quotes in self.topics.items())
        return SectionContent(code, title, level, tuple(self.figures), tuple(self.duties), topics)


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
    for section, question, quote in _quotes(filings):
        places.at(section).topics.setdefault(question, []).append(quote)
    found = [
        places.at(section.code).content(section.code, section.title, _level(report, section.code))
        for section in report.sections
    ]
    rest = places.rest.content("", _OTHER if found else _RESULTS, 1)
    return found if rest.empty and found else [*found, rest]


def without_own_period(sections: Iterable[SectionContent]) -> list[SectionContent]:
    """Headings for a report on demand: what is planned is not for after the period that the report is made for."""
    return [replace(one, title=_neutral(one.title)) for one in sections]


def _neutral(title: str) -> str:
    return _AFTER.sub("thời gian tới", title) if _PLANNED.search(title) else title


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


def _level(report: Report, code: str) -> int:
    parents = {section.code: section.parent for section in report.sections}
    level, at = 1, parents.get(code)
    while at is not None and level < 3:
        level, at = level + 1, parents.get(at)
    return level


def _quotes(filings: Sequence[Filing]) -> Iterable[tuple[str | None, str, Quote]]:
    """Section, question and words of every passage, bodies in the plan's order."""
    for filing in filings:
        if filing.form is None:
            continue
        questions = {passage.code: passage for passage in filing.form.narrative}
        for written in filing.passages:
            question = questions.get(written.code)
            if not written.duty and question is not None and written.text.strip():
                yield question.section, question.title, quote_of(filing, written.text)


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
