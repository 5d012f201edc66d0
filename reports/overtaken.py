"""What came in after a report was compiled: it still holds for its instant, and says less than is known now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from models.assignments import Assignment
from models.cutoffs import Window
from models.language import N_, _
from models.periods import Period, parse_period
from models.plan import Report
from models.reporting import ReportBuild, builds_of, imports_after, own_texts, templates_after, texts_after
from models.schedule import report_coverage
from models.submissions import accepted_after
from models.versions import ActivePlan, plan_version
from reports.building import own_template, template_hash, template_names
from reports.compiling import days_to_read, window_before

_NAMED = 3
_SAID = {
    "text": N_("lời dưới đề mục {names}"),
    "import": N_("số liệu năm trước từ {names}"),
    "template": N_("mẫu Word khác ({names})"),
    "issue": N_("bản đã ban hành lần {names}"),
}


@dataclass(frozen=True, slots=True)
class Overtaking:
    """Something newer than a report's instant that belongs into it.

    `name` is the assignment of a submission accepted since (`revision` numbers it), the heading of an own text, the
    workbook of an import, what the template in use now is called, or the period on which another build was issued
    (`revision` is its number).
    """

    what: Literal["submission", "text", "import", "template", "issue"]
    name: str
    at: datetime
    revision: int | None = None


def overtaken_by(session: Session, build: ReportBuild) -> list[Overtaking]:
    """What a build would take in if it were compiled again, by when it came.

    Raises:
        NotFoundError: the plan's version that it is pinned to is gone.
    """
    plan = plan_version(session, build.plan, build.plan_version)
    report = plan.document.report(build.report)
    found = [
        *_submissions(session, plan, report, build),
        *_texts(session, report, build),
        *(Overtaking("import", one.source_name, one.at) for one in imports_after(session, build.plan, build.as_of)),
        *_templates(session, report, build),
        *_issues(session, build),
    ]
    return sorted(found, key=lambda one: (one.at, one.what, one.name))


def _submissions(session: Session, plan: ActivePlan, report: Report, build: ReportBuild) -> Iterator[Overtaking]:
    document = plan.document
    covered = report_coverage(document, report, build.period, plan.calendar)
    before = window_before(document, report, covered.period)
    days = days_to_read(covered, before)
    own = {one.fulfils for one in document.reports}
    pinned = {pin["assignment"] for pin in build.pinned}
    windows = [covered.window, *([before] if before else [])]
    found = [
        (submission, row)
        for submission, row in accepted_after(session, plan.code, days.first, days.last, build.as_of)
        if row.obligation not in own and (row.name in pinned or _belongs(row, windows, covered.period))
    ]
    if document.plan.previous:
        later = accepted_after(session, document.plan.previous, days.first, days.last, build.as_of)
        found += [pair for pair in later if pair[1].name in pinned or _belongs(pair[1], windows[1:], None)]
    for submission, row in found:
        if submission.reviewed_at is not None:
            yield Overtaking("submission", row.name, submission.reviewed_at, submission.revision)


def _texts(session: Session, report: Report, build: ReportBuild) -> Iterator[Overtaking]:
    """Words under a heading of the report that differ from those it carries; a report without headings has one."""
    standing = own_texts(session, build.plan, build.report, build.period, build.as_of)
    titles = {"": report.title, **{one.code: one.title for one in report.sections}}
    for section, row in texts_after(session, build.plan, build.report, build.period, build.as_of).items():
        carried = standing[section].text if section in standing else ""
        if row.text.strip() != carried.strip() and section in titles:
            yield Overtaking("text", titles[section], row.at)


def _templates(session: Session, report: Report, build: ReportBuild) -> Iterator[Overtaking]:
    later = templates_after(session, build.plan, template_names(report), build.as_of)
    if later:
        now = own_template(session, build.plan, report, later[-1].at)
        if template_hash(report, now) != build.template:
            yield Overtaking("template", later[-1].name, later[-1].at)


def _issues(session: Session, build: ReportBuild) -> Iterator[Overtaking]:
    for other in builds_of(session, build.plan, build.report, build.period):
        if other.id != build.id and other.issued_at is not None and other.issued_at > build.as_of:
            yield Overtaking("issue", other.period, other.issued_at, other.number)


def _belongs(row: Assignment, windows: Sequence[Window], period: Period | None) -> bool:
    """Whether a report is made from an assignment: by its days of data, or by its nominal period."""
    if any(one.first <= row.cutoff_from and row.cutoff_to <= one.last for one in windows):
        return True
    if period is None or row.period == "once":
        return False
    nominal = parse_period(row.period)
    return period.first <= nominal.first and nominal.last <= period.last


# --- in words --------------------------------------------------------------------------------------------------------


def said_overtaking(found: Sequence[Overtaking]) -> str:
    """What is newer as one phrase: reports accepted since (the first few by name), then the rest kind by kind."""
    accepted = [
        _("{name} lần {revision}").format(name=one.name, revision=one.revision)
        for one in found
        if one.what == "submission"
    ]
    parts = []
    if accepted:
        named = "; ".join([*accepted[:_NAMED], *(["…"] if len(accepted) > _NAMED else [])])
        parts.append(_("{count} báo cáo được duyệt ({names})").format(count=len(accepted), names=named))
    for what, said in _SAID.items():
        names = dict.fromkeys(str(one.revision or one.name) for one in found if one.what == what)
        if names:
            parts.append(_(said).format(names="; ".join(names)))
    return ", ".join(parts)
