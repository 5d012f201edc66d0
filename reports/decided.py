"""What people decided after a report was compiled and that changes what it says: on assignments, and on the plan.

An assignment counts where it stands otherwise in the account of who reported, an amendment where the report would say
something else under it. A pause changes no date and no state: it only silences the chasing, and reports do not tell it.
What came in and waits, or was sent back, is named to whoever reviews and issues (`reports.expecting`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sqlmodel import Session

from models.errors import NotFoundError
from models.history import History, acts_after
from models.plan import PlanDocument, Report
from models.reporting import ReportBuild
from models.schedule import report_coverage, schedule
from models.versions import ActivePlan, PlanVersion, activate, plan_versions
from reports.changes import changes_between, standings
from reports.compiled import CompiledReport
from reports.compiling import account_of, compile_build, days_to_read, survey, window_before
from reports.filings import relevant_to

Act = Literal["excused", "extended", "moved", "created", "restored", "closed"]
#: Parts of a report's own entry in the plan that say when it is made, and not what it says.
_WHEN = {"due", "draft", "roll", "fulfils"}


class Decided(NamedTuple):
    """An act on an assignment, or an amendment (`plan`, named by the number of its version)."""

    act: Act | Literal["plan"]
    name: str
    at: datetime


def decided_since(session: Session, build: ReportBuild, plan: ActivePlan) -> Iterator[Decided]:
    """The decisions since a build that it would tell of if it were compiled again; `plan` is what it is pinned to."""
    later = [one for one in plan_versions(session, build.plan) if one.version > plan.version]
    in_force = activate(later[-1]) if later else plan
    yield from _on_assignments(session, build, plan, in_force)
    yield from _on_the_plan(session, build, plan, later)


# --- assignments -----------------------------------------------------------------------------------------------------


def _on_assignments(session: Session, build: ReportBuild, plan: ActivePlan, in_force: ActivePlan) -> Iterator[Decided]:
    last: dict[str, History] = {}
    for entry in acts_after(session, build.plan, get_args(Act), build.as_of):
        last[entry.subject] = entry
    if not last:
        return
    try:
        before = _standings(session, plan, build, build.as_of)
        after = _standings(session, in_force, build, max(entry.at for entry in last.values()))
    except NotFoundError:  # the plan has no such report any more: nothing can be compiled again
        return
    for name, entry in last.items():
        if before.get(name) != after.get(name):
            yield Decided(_act(entry.act), name, entry.at)


def _act(said: str) -> Act:
    return next(one for one in get_args(Act) if one == said)


def _standings(session: Session, plan: ActivePlan, build: ReportBuild, as_of: datetime) -> Mapping[str, str]:
    """How each assignment stands in the account; "" where nothing is said of it there, but how it stands as a duty."""
    ground = survey(session, plan, build.report, build.period, as_of)
    relevant = relevant_to(ground.covered.period, ground.covered.window, ground.filings)
    duties = {one.assignment.name: "" for one in relevant if one.obligation.kind in ("task", "handover")}
    return duties | dict(standings(account_of(plan, ground, relevant, as_of)))


# --- the plan --------------------------------------------------------------------------------------------------------


def _on_the_plan(
    session: Session, build: ReportBuild, plan: ActivePlan, later: Sequence[PlanVersion]
) -> Iterator[Decided]:
    """Amendments of what a report is made from, where the last of them makes it say something else."""
    touching, before = [], plan
    for row in later:
        after = activate(row)
        if _read_from(before, build) != _read_from(after, build):
            touching.append(row)
        before = after
    if touching and _says_otherwise(session, build, plan, before):
        yield from (Decided("plan", str(row.version), row.applied_at) for row in touching)


def _read_from(plan: ActivePlan, build: ReportBuild) -> Mapping[str, object] | None:
    """The parts of a plan that a report on the build's period may be made from; None where it has no such report."""
    document = plan.document
    try:
        report = document.report(build.report)
        covered = report_coverage(document, report, build.period, plan.calendar)
    except NotFoundError:
        return None
    days = days_to_read(covered, window_before(document, report, covered.period))
    filed = {
        one.code
        for one in document.obligations
        if any(
            days.first <= each.window.first and each.window.last <= days.last
            for each in schedule(document, one, plan.calendar)
        )
    }
    read = [one for one in document.obligations if one.code in filed or one.via in filed]
    forms = [one for one in document.forms if one.code in {duty.form for duty in read}]
    return {
        "head": (document.plan, document.legal_bases, document.calendar, document.cutoffs),
        "bodies": (document.agencies, document.groups),
        "report": _content_of(report),
        "asked": (read, forms, _indicators(document, {code for form in forms for code in form.indicators})),
    }


def _indicators(document: PlanDocument, asked: set[str]) -> list[object]:
    """Those that forms ask for, and rates of them."""
    return [one for one in document.indicators if {one.code, one.numerator, one.denominator} & asked]


def _content_of(report: Report) -> object:
    return report.model_dump(exclude=_WHEN)


def _says_otherwise(session: Session, build: ReportBuild, plan: ActivePlan, in_force: ActivePlan) -> bool:
    """Whether a build's report reads differently under another version, from what was known when it was compiled."""
    try:
        before, after = (compile_build(session, one, build) for one in (plan, in_force))
    except NotFoundError:
        return True
    same = _content_of(before.report) == _content_of(after.report) and _names(before) == _names(after)
    return not same or any(True for _ in changes_between(before, after))


def _names(compiled: CompiledReport) -> Mapping[str, str]:
    """What the bodies and assignments are called of which a report tells."""
    duties = [duty for section in compiled.sections for duty in section.duties]
    bodies = {
        *(agency for figure in compiled.figures for agency in figure.by_agency),
        *(agency for duty in duties for agencies in duty.bodies.values() for agency in agencies),
        *(one.agency for one in compiled.completion),
    }
    titles = {one.assignment: one.title for one in compiled.completion}
    return {agency: compiled.brief(agency) for agency in bodies} | titles
