"""Whether what bodies are asked for reaches a consolidated report: what nobody reads is soon reported badly."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from models.calendar import WorkCalendar
from models.errors import NotFoundError, PlanError
from models.forms import Form
from models.language import _
from models.plan import Obligation, PlanDocument, Report
from models.schedule import Scheduled, report_periods, report_schedule
from plans.findings import Findings, Route, listed
from plans.references import Names
from plans.timing import Dates


@dataclass(frozen=True, slots=True)
class _Reading:
    """A consolidated report, the windows it reads, and the headings under which it takes what came in."""

    report: Report
    dates: tuple[Scheduled, ...]
    headings: frozenset[str]
    elsewhere: frozenset[str]

    def takes(self, section: str | None) -> bool:
        """Whether what belongs under a heading stands in it: what has none does, what only others have does not."""
        return section is None or section in self.headings or section not in self.elsewhere

    def covers(self, filed: Scheduled) -> bool:
        """Whether a filing's data, or its nominal period, lie in one of the report's."""
        return any(
            (own.window.first <= filed.window.first and filed.window.last <= own.window.last)
            or (own.period.first <= filed.period.first and filed.period.last <= own.period.last)
            for own in self.dates
        )


def check_usage(names: Names, dates: Dates, found: Findings) -> None:
    """Warn of reports and standing duties that stand in no consolidated report; a plan without any is left alone."""
    readings = list(_readings(names.document, dates.calendar))
    if not readings:
        return
    headings = _headings(names.document)
    for index, obligation in enumerate(names.document.obligations):
        route: Route = ("obligations", index)
        filed = names.obligations.get(obligation.via or "") if obligation.kind == "standing" else obligation
        if filed is None or filed.kind != "report" or not dates.obligations.get(filed.code):
            continue
        covering = [one for one in readings if any(one.covers(each) for each in dates.obligations[filed.code])]
        if obligation.kind == "standing":
            _check_duty(route, obligation, covering, found)
        elif filed.form is not None:
            _check_filing(route, obligation, headings[filed.code], covering, found)


def _readings(document: PlanDocument, calendar: WorkCalendar) -> Iterator[_Reading]:
    elsewhere = frozenset(section.code for report in document.reports for section in report.sections)
    for report in document.reports:
        if report.period == "once":
            continue
        try:
            periods = report_periods(document, report)
            scheduled = tuple(report_schedule(document, report, period.key, calendar) for period in periods)
        except (PlanError, NotFoundError, ValueError, OverflowError):
            continue  # that its dates cannot be worked out is said where they are checked
        # Without headings of its own a report takes whatever there is.
        own = frozenset(section.code for section in report.sections)
        yield _Reading(report, scheduled, own, elsewhere if own else frozenset())


def _check_duty(route: Route, duty: Obligation, covering: list[_Reading], found: Findings) -> None:
    if any(one.takes(duty.section) for one in covering):
        return
    message = _("không báo cáo tổng hợp nào có dòng của nhiệm vụ này")
    if covering and duty.section is not None:
        said = _("mục {section} không có trong {reports}, nơi dùng báo cáo {via}")
        message = said.format(section=duty.section, reports=_codes(covering), via=duty.via)
    hint = _("ghi section của một báo cáo tổng hợp cùng kỳ, hoặc thêm báo cáo tổng hợp cho kỳ này")
    found.warning((*route, "section" if covering else "via"), message, hint)


def _check_filing(
    route: Route, obligation: Obligation, headings: Collection[str | None], covering: list[_Reading], found: Findings
) -> None:
    if not covering:
        message = _("không kỳ nào nằm trong kỳ của một báo cáo tổng hợp, nên không báo cáo nào dùng đến")
        hint = _("thêm báo cáo tổng hợp bao trùm kỳ này, đổi period hoặc cutoff, hoặc bỏ nhiệm vụ")
        found.warning((*route, "period"), message, hint)
    elif headings and not any(one.takes(section) for one in covering for section in headings):
        said = _("không mục nào của {reports} lấy số liệu hay nội dung từ biểu {form}")
        hint = _("ghi section của các báo cáo này cho chỉ tiêu và nội dung trong biểu, hoặc bỏ nhiệm vụ")
        found.warning((*route, "form"), said.format(reports=_codes(covering), form=obligation.form), hint)


def _headings(document: PlanDocument) -> dict[str, set[str | None]]:
    """By obligation, the headings (None: no particular one) of what its form asks and of the duties in it."""
    of_form = {form.code: _headings_of(form, document) for form in document.forms}
    found = {one.code: set(of_form.get(one.form or "", ())) for one in document.obligations}
    for duty in document.obligations:
        if duty.kind == "standing" and duty.via in found:
            found[duty.via].add(duty.section)
    return found


def _headings_of(form: Form, document: PlanDocument) -> set[str | None]:
    """A term of a ratio stands under the ratio's heading too."""
    asked = set(form.indicators)
    shown = (one for one in document.indicators if asked & {one.code, one.numerator, one.denominator})
    return {*(one.section for one in shown), *(passage.section for passage in form.narrative)}


def _codes(readings: Iterable[_Reading]) -> str:
    return listed([one.report.code for one in readings])
