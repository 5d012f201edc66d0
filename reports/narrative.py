"""What bodies wrote, and how each duty stands, gathered under the headings of a report."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.plan import Obligation, PlanDocument, Report
from reports.compiled import DutyLine, Quote, SectionContent, Topic
from reports.figures import IndicatorFigure
from reports.filings import Filing
from reports.text import clean
from reports.wording import STATUS_WORDS, briefly, official_date, period_title, status_word

_NOT_REPORTED = "chưa báo cáo"
_EXCUSED = "được miễn"
#: What an agency said of a duty, agencies in the order they were met.
_Said = dict[str, str]
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
    document: PlanDocument, report: Report, figures: Iterable[IndicatorFigure], filings: Sequence[Filing]
) -> list[SectionContent]:
    """The report's headings in order, each with its figures, duty lines and passages; what belongs nowhere comes last.

    What stands under a heading that other reports of the plan have and this one has not is left out on purpose.
    """
    places = _Places(document, report)
    for figure in figures:
        if figure.collected:
            places.at(figure.section).figures.append(figure)
    for section, line in _duty_lines(document, filings):
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


def _quote(filing: Filing, text: str) -> Quote:
    submission = filing.accepted
    revision = submission.revision if submission else 0
    row = filing.assignment
    return Quote(filing.agency, clean(text).strip(), row.name, revision, period_title(row.period))


def _quotes(filings: Sequence[Filing]) -> Iterable[tuple[str | None, str, Quote]]:
    """Section, question and words of every passage, bodies in the plan's order."""
    for filing in filings:
        if filing.form is None:
            continue
        questions = {passage.code: passage for passage in filing.form.narrative}
        for written in filing.passages:
            question = questions.get(written.code)
            if not written.duty and question is not None and written.text.strip():
                yield question.section, question.title, _quote(filing, written.text)


def _duty_lines(document: PlanDocument, filings: Sequence[Filing]) -> Iterable[tuple[str | None, DutyLine]]:
    by_obligation: dict[str, list[Filing]] = {}
    for filing in filings:
        by_obligation.setdefault(filing.obligation.code, []).append(filing)
    for obligation in document.obligations:
        if obligation.kind == "standing" and obligation.via in by_obligation:
            bodies = document.members(obligation.assigned_to)
            asked = [filing for filing in by_obligation[obligation.via] if filing.agency in bodies]
            yield obligation.section, _standing(obligation, asked)
        elif obligation.kind in ("task", "handover") and obligation.code in by_obligation:
            yield obligation.section, _single(obligation, by_obligation[obligation.code])


def _standing(obligation: Obligation, filings: Sequence[Filing]) -> DutyLine:
    said: _Said = {}
    quotes: list[Quote] = []
    for filing in filings:
        written = next((one for one in filing.passages if one.duty == obligation.code), None)
        if written is not None:
            said[filing.agency] = status_word(written.status)
            quotes += [_quote(filing, written.text)] if written.text.strip() else []
        else:
            _say_nothing(said, filing, filings)
    return DutyLine(obligation.code, obligation.title, obligation.role == "requested", _by_word(said), tuple(quotes))


def _single(obligation: Obligation, filings: Sequence[Filing]) -> DutyLine:
    """A task's status, or that a hand-over happened: its number, date and count, and nothing else."""
    said: _Said = {}
    quotes: list[Quote] = []
    for filing in filings:
        if filing.accepted is not None:
            answers = filing.accepted.answers
            said[filing.agency] = status_word(answers.get("status") or "done")
            words = _answer_in_words(answers)
            quotes += [_quote(filing, words)] if words else []
        else:
            _say_nothing(said, filing, filings)
    return DutyLine(obligation.code, obligation.title, obligation.role == "requested", _by_word(said), tuple(quotes))


def _say_nothing(said: _Said, filing: Filing, filings: Sequence[Filing]) -> None:
    """Record that a body did not answer for a period: what it said of an earlier one is not how the duty stands now.

    A body that never answered has not reported; of one that did, the period it is silent on is named.
    """
    if filing.served_by is not None or filing.ended:
        return
    word = _EXCUSED if filing.excused else _NOT_REPORTED
    before = said.get(filing.agency)
    if before is None or before in (_EXCUSED, _NOT_REPORTED):
        said[filing.agency] = word
    else:
        year = max(one.nominal.last.year for one in filings)
        said[filing.agency] = f"{word} {briefly(period_title(filing.assignment.period), year)}"


def _answer_in_words(answers: Mapping[str, str]) -> str:
    parts = (("percent", "đạt {}%"), ("number", "văn bản số {}"), ("date", "ngày {}"), ("count", "số lượng {}"))
    given = dict(answers)
    if given.get("date"):
        given["date"] = official_date(date.fromisoformat(given["date"]))
    found = ", ".join(words.format(given[key]) for key, words in parts if given.get(key))
    return "; ".join(part for part in (found, given.get("note", "")) if part)


def _by_word(said: dict[str, str]) -> dict[str, tuple[str, ...]]:
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
