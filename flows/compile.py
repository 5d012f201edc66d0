"""Compiling: each consolidated report whose draft day has come is built once and sent to the coordinator alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from flows.draft_days import undrafted
from flows.drafts import Draft, draft_message
from flows.issued_mails import queue_missed
from flows.settings import Settings
from models.messages import message_with_once
from models.plan import Report
from models.recipients import coordinators
from models.reporting import builds_of
from models.schedule import report_schedule
from models.store import Store
from models.upkeep import note_run
from models.versions import ActivePlan, active_plans
from reports.building import BuildResult, build_report, estimates_of
from reports.compiled import Attendance, CompiledReport
from reports.gaps import gaps_of
from reports.letterhead import title_of
from reports.questions import questions_of

COMPILE = "compile"
_SYSTEM = "dondoc"
#: What a coordinator checks and edits; the other formats can be built at any time.
_FORMATS = ("docx", "xlsx")
#: So many figures to ask about are named in the mail; all are in the workbook.
_ASKED = 10


@dataclass(slots=True)
class CompileResult:
    """What one compilation did: the drafts it built, and how many mails it queued."""

    drafts: list[Draft] = field(default_factory=list)
    queued: int = 0

    def as_json(self) -> dict[str, object]:
        """The result as plain data."""
        return {"drafts": [draft.as_json() for draft in self.drafts], "queued": self.queued}


def compile_reports(store: Store, settings: Settings, now: datetime) -> CompileResult:
    """Build every report whose draft day has come and that was never built, each in a transaction of its own.

    Its draft is queued for the coordinators of its plan and for nobody else. Reports issued within the last month are
    queued for bodies that had no address then and have one now.

    Raises:
        ReportError: a file cannot be written; what was built before it stays.
    """
    result = CompileResult()
    with store.reading() as session:
        due = [(plan, report, key) for plan in active_plans(session) for report, key in _due(session, plan, now)]
    for plan, report, key in due:
        with store.session() as session:
            if not builds_of(session, plan.code, report.code, key):
                _compile(session, plan, report, key, settings.home, now, result)
    with store.session() as session:
        for plan in active_plans(session):
            result.queued += len(queue_missed(session, plan, now))
        note_run(session, COMPILE, now, json.dumps({"drafts": len(result.drafts), "queued": result.queued}))
    return result


def _due(session: Session, plan: ActivePlan, now: datetime) -> Iterator[tuple[Report, str]]:
    """Reports to be drafted by today."""
    for report, key, _day in undrafted(session, plan, plan.calendar.local_date(now)):
        yield report, key


def _compile(
    session: Session, plan: ActivePlan, report: Report, key: str, home: Path, now: datetime, result: CompileResult
) -> None:
    out = home / "reports" / plan.code
    built = build_report(session, plan, report.code, key, as_of=now, out=out, formats=_FORMATS, by=_SYSTEM)
    due = report_schedule(plan.document, report, key, plan.calendar).due.day
    draft = _draft(plan, built, due, home)
    result.drafts.append(draft)
    for contact in coordinators(plan.document):
        message = draft_message(draft, contact, now)
        if message_with_once(session, message.once or "") is None:
            session.add(message)
            session.flush()
            result.queued += 1


def _draft(plan: ActivePlan, built: BuildResult, due: date, home: Path) -> Draft:
    compiled = built.compiled
    return Draft(
        plan=plan.code,
        report=compiled.report.code,
        title=title_of(compiled.document, compiled.report, compiled.period),
        period=compiled.period.key,
        period_title=compiled.period.title(),
        due=due,
        digest=built.digest,
        files=tuple(path.relative_to(home).as_posix() for path in built.files),
        missing=_bodies(plan, compiled.attendance.missing),
        unreviewed=_bodies(plan, compiled.attendance.unreviewed),
        estimates=_estimates(plan, compiled),
        empty=tuple(one.title for one in gaps_of(compiled)),
        questions=tuple(map(str, questions_of(compiled, _ASKED))),
        questions_in_all=len(compiled.outliers),
    )


def _estimates(plan: ActivePlan, compiled: CompiledReport) -> tuple[str, ...]:
    """The bodies that owe final figures, each once, with the indicators it is about."""
    about = ((agency, "; ".join(one.name for one in figures)) for agency, figures in estimates_of(compiled).items())
    return tuple(f"{plan.document.agency(agency).brief}: {names}" for agency, names in about)


def _bodies(plan: ActivePlan, lines: Sequence[Attendance]) -> tuple[str, ...]:
    """The bodies as readers call them, each once, with what of theirs it is about."""
    about: dict[str, list[str]] = {}
    for line in lines:
        about.setdefault(line.agency, []).append(f"{line.title} ({line.period})" if line.period else line.title)
    return tuple(f"{plan.document.agency(agency).brief}: {'; '.join(titles)}" for agency, titles in about.items())
