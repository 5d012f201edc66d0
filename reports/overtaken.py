"""What came in or was decided after a report was compiled: it holds for its instant, and says less than is known."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlmodel import Session

from models.assignments import Assignment
from models.cutoffs import Window
from models.errors import NotFoundError
from models.language import N_, _
from models.periods import Period, any_period, parse_period
from models.plan import Report
from models.reporting import (
    ReportBuild,
    builds_of,
    imports_after,
    own_texts,
    periods_imported,
    templates_after,
    texts_after,
)
from models.schedule import report_coverage
from models.submissions import accepted_after
from models.versions import ActivePlan, active_plan, plan_version
from reports.building import own_template, template_hash, template_names
from reports.compiling import compile_report, days_to_read, window_before
from reports.decided import Act, decided_since
from reports.series import compared_periods

_NAMED = 3
_SAID = {
    "text": N_("lời dưới đề mục {names}"),
    "import": N_("số liệu năm trước từ {names}"),
    "template": N_("mẫu Word khác ({names})"),
    "issue": N_("bản đã ban hành lần {names}"),
}
#: What was decided: each of these says on which day.
_DECIDED = {
    "plan": N_("kế hoạch sửa đổi (phiên bản {names})"),
    "created": N_("giao thêm {names}"),
    "restored": N_("giao lại {names}"),
    "closed": N_("thôi giao {names}"),
    "moved": N_("dời hạn {names}"),
    "extended": N_("gia hạn {names}"),
    "excused": N_("miễn {names}"),
}


What = Literal["submission", "text", "import", "template", "issue", "plan"] | Act


@dataclass(frozen=True, slots=True)
class Overtaking:
    """Something newer than a report's instant that belongs into it, with the local `day` on which it came.

    `name` is the assignment of a submission accepted since (`revision` numbers it) or of a decision, the heading of an
    own text, the workbook of an import, what the template in use now is called, the number of an amendment's version,
    or the period on which another build was issued (`revision` is its number).
    """

    what: What
    name: str
    at: datetime
    day: date
    revision: int | None = None


def overtaken_by(session: Session, build: ReportBuild) -> list[Overtaking]:
    """What a build would take in if it were compiled again, by when it came.

    Raises:
        NotFoundError: the plan's version that it is pinned to is gone.
    """
    plan = plan_version(session, build.plan, build.plan_version)
    report = plan.document.report(build.report)
    accepted = list(_submissions(session, plan, report, build))
    answered = {one.name for one in accepted}
    found: list[_Newer] = [
        *accepted,
        *_texts(session, report, build),
        *_imports(session, build),
        *_templates(session, report, build),
        *_issues(session, build),
        *(_Newer(*one) for one in decided_since(session, build, plan) if one.name not in answered),
    ]
    ordered = sorted(found, key=lambda one: (one.at, one.what, one.name))
    return [Overtaking(one.what, one.name, one.at, plan.calendar.local_date(one.at), one.revision) for one in ordered]


class _Newer(NamedTuple):
    what: What
    name: str
    at: datetime
    revision: int | None = None


def _imports(session: Session, build: ReportBuild) -> Iterator[_Newer]:
    """Imports since of figures that lie in a period which the report shows or compares with."""
    shown = compared_periods(any_period(build.period))
    for one in imports_after(session, build.plan, build.as_of):
        spans = map(any_period, periods_imported(session, one.id or 0))
        if any(year.first <= span.first and span.last <= year.last for span in spans for year in shown):
            yield _Newer("import", one.source_name, one.at)


def _submissions(session: Session, plan: ActivePlan, report: Report, build: ReportBuild) -> Iterator[_Newer]:
    """Revisions accepted since of what the report rests on, or would rest on now."""
    covered = report_coverage(plan.document, report, build.period, plan.calendar)
    before = window_before(plan.document, report, covered.period)
    days = days_to_read(covered, before)
    own = {one.fulfils for one in plan.document.reports}
    windows = [covered.window, *([before] if before else [])]
    rests_on: Set[str] = {str(pin["assignment"]) for pin in build.pinned}
    found = [
        (submission, row)
        for submission, row in accepted_after(session, plan.code, days.first, days.last, build.as_of)
        if row.obligation not in own and (row.name in rests_on or _belongs(row, windows, covered.period))
    ]
    if previous := plan.document.plan.previous:
        later = accepted_after(session, previous, days.first, days.last, build.as_of)
        found += [pair for pair in later if pair[1].name in rests_on or _belongs(pair[1], windows[1:], None)]
    newer = [submission.reviewed_at for submission, row in found if row.name not in rests_on and submission.reviewed_at]
    if newer:
        rests_on |= _resting_now(session, build, max(newer), {row.name for _, row in found})
    for submission, row in found:
        if submission.reviewed_at is not None and row.name in rests_on:
            yield _Newer("submission", row.name, submission.reviewed_at, submission.revision)


def _resting_now(session: Session, build: ReportBuild, at: datetime, otherwise: Set[str]) -> Set[str]:
    """What the report would rest on at an instant; `otherwise` where the plan in force has no such report."""
    try:
        compiled = compile_report(session, active_plan(session, build.plan), build.report, build.period, at)
    except NotFoundError:
        return otherwise
    return {pin.assignment for pin in compiled.pins}


def _texts(session: Session, report: Report, build: ReportBuild) -> Iterator[_Newer]:
    """Words under a heading of the report that differ from those it carries; a report without headings has one."""
    standing = own_texts(session, build.plan, build.report, build.period, build.as_of)
    titles = {"": report.title, **{one.code: one.title for one in report.sections}}
    for section, row in texts_after(session, build.plan, build.report, build.period, build.as_of).items():
        carried = standing[section].text if section in standing else ""
        if row.text.strip() != carried.strip() and section in titles:
            yield _Newer("text", titles[section], row.at)


def _templates(session: Session, report: Report, build: ReportBuild) -> Iterator[_Newer]:
    later = templates_after(session, build.plan, template_names(report), build.as_of)
    if later:
        now = own_template(session, build.plan, report, later[-1].at)
        if template_hash(report, now) != build.template:
            yield _Newer("template", later[-1].name, later[-1].at)


def _issues(session: Session, build: ReportBuild) -> Iterator[_Newer]:
    for other in builds_of(session, build.plan, build.report, build.period):
        if other.id != build.id and other.issued_at is not None and other.issued_at > build.as_of:
            yield _Newer("issue", other.period, other.issued_at, other.number)


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
    """What is newer as one phrase: reports accepted since (the first few by name), then the rest, decisions last."""
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
    return ", ".join([*parts, *_said_decisions(found)])


def _said_decisions(found: Sequence[Overtaking]) -> Iterator[str]:
    """What was decided and on which day, act by act, the first few by name."""
    for what, said in _DECIDED.items():
        dated = [
            _("{name} ngày {day:%d/%m/%Y}").format(name=one.name, day=one.day) for one in found if one.what == what
        ]
        if dated:
            yield _(said).format(names="; ".join([*dated[:_NAMED], *(["…"] if len(dated) > _NAMED else [])]))
