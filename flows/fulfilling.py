"""Issuing a report fulfils the standing agency's own obligation: an answer is filed for it and accepted, at once."""

import json
from dataclasses import dataclass

from sqlmodel import Session

from flows.acts import Act
from intake.forms import FormSpec, form_spec
from intake.problems import errors_in
from intake.submitting import submit
from models import decisions
from models.assignments import Assignment, Workflow, assignments_where
from models.decisions import ANSWERABLE
from models.errors import StateError
from models.language import N_, _
from models.periods import any_period
from models.reporting import ReportBuild
from models.schedule import names_period
from models.versions import ActivePlan

FILE_NAME = "bao-cao-da-ban-hanh.json"


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """The obligation that an issued report meets: the revision that was filed for it, or why none was."""

    assignment: str
    revision: int | None
    said: str = ""


def own_assignment(session: Session, plan: ActivePlan, build: ReportBuild) -> Assignment | None:
    """The assignment that issuing a build fulfils: of the same period, else the one that comes once; none on demand."""
    report, owed = plan.document.report(build.report), _owed(plan, build)
    if owed is None:
        return None
    rows = assignments_where(session, plan.code, obligation=owed, agency=report.sender)
    by_period = {row.period: row for row in rows}
    return by_period.get(build.period) or by_period.get("once")


def _owed(plan: ActivePlan, build: ReportBuild) -> str | None:
    """The standing agency's obligation that a build meets; None where it meets none, as whatever is made on demand."""
    report = plan.document.report(build.report)
    return report.fulfils if names_period(plan.document, report, any_period(build.period)) else None


def refuse_unfulfillable(session: Session, plan: ActivePlan, build: ReportBuild, document_number: str) -> None:
    """Refuse to issue without a number where the obligation cannot be met without one.

    Raises:
        StateError: the obligation asks for the number of the document.
    """
    row = own_assignment(session, plan, build)
    if row is None or document_number or _cannot(plan, row):
        return
    spec = form_spec(plan, row, {})
    if any(one.code == "number" and one.required for one in spec.fields):
        said = _("{assignment} cần số văn bản: thêm --number-of-document")
        raise StateError(said.format(assignment=row.name))


def fulfil(session: Session, plan: ActivePlan, build: ReportBuild, act: Act) -> Fulfilled | None:
    """File and accept the answer that the issued build is; None where the report fulfils nothing, or is on demand.

    What cannot be answered by issuing is said, and stays the coordinator's to do.

    Raises:
        StateError: the answer was refused.
    """
    owed = _owed(plan, build)
    if owed is None:
        return None
    row = own_assignment(session, plan, build)
    if row is None:
        said = _("nhiệm vụ {obligation} không có kỳ {period}: không có gì để ghi hoàn thành")
        return Fulfilled(owed, None, said.format(obligation=owed, period=build.period))
    reason = _cannot(plan, row)
    if reason:
        return Fulfilled(row.name, None, reason)
    spec = form_spec(plan, row, {})
    content = json.dumps(_answer(spec, build), ensure_ascii=False).encode()
    taken = submit(session, plan, row, content=content, name=FILE_NAME, now=act.now, by=act.by, channel="file")
    if taken.refused:
        problem = errors_in(taken.problems)[0]
        said = _("không ghi được {assignment} là đã hoàn thành: {where}: {message}")
        raise StateError(said.format(assignment=row.name, where=problem.where, message=problem.message))
    if row.state == Workflow.SUBMITTED:
        reason = N_("đã ban hành: {title}").format(title=plan.document.report(build.report).title)
        decisions.accept(session, plan, row, now=act.now, by=act.by, reason=reason)
    return Fulfilled(row.name, taken.revision)


def _cannot(plan: ActivePlan, row: Assignment) -> str:
    """Why an assignment cannot be answered by issuing a report; "" where it can."""
    if row.state not in ANSWERABLE or (row.state == Workflow.CLOSED and row.decided_at is not None):
        return _("phần việc này đã được miễn hoặc đã kết thúc")
    spec = form_spec(plan, row, {})
    if spec.kind not in ("task", "report"):
        return _("việc bàn giao không hoàn thành bằng báo cáo: nộp bằng `dondoc submit`")
    if spec.questions or spec.passages or spec.duties:
        return _("nhiệm vụ này có biểu mẫu riêng: lấy mẫu bằng `dondoc form`, điền, rồi nộp bằng `dondoc submit`")
    return ""


def _answer(spec: FormSpec, build: ReportBuild) -> dict[str, object]:
    """What the document says of itself, in the fields that the obligation asks for."""
    given: dict[str, object] = {
        "status": "done",
        "percent": 100,
        "date": build.document_date.isoformat() if build.document_date else "",
        "number": build.document_number or "",
        "note": f"Báo cáo {build.report} kỳ {build.period}, lần {build.number}",
    }
    return {one.code: given[one.code] for one in spec.fields if given.get(one.code)}
