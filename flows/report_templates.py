"""Taking a coordinator's own Word template into use: checked before, kept with its hash, and told of in the history."""

import hashlib
from collections.abc import Sequence

from sqlmodel import Session, col, select

from flows.acts import Act
from models.errors import NotFoundError, ReportError
from models.history import record_for_plan
from models.language import _
from models.reporting import ReportTemplate, template_in_use
from models.versions import ActivePlan, lock_plan
from reports.docx.checking import check_template

#: The template of every report for which none is in use under its own code.
ANY_REPORT = "report"


def use_template(
    session: Session, plan: ActivePlan, content: bytes, act: Act, *, report: str | None = None
) -> ReportTemplate:
    """Keep a template and use it from now on for all reports of a plan, or for one of them.

    Raises:
        NotFoundError: the plan has no such report.
        ReportError: the template has faults; the message says the first and how many there are.
    """
    name = _name(plan, report)
    problems = check_template(content)
    if problems:
        said = _("mẫu chưa dùng được, {count} chỗ phải sửa; chỗ đầu: {first} (chạy `dondoc report template check`)")
        raise ReportError(said.format(count=len(problems), first=problems[0]))
    return _keep(session, plan, name, content, act)


def use_shipped(session: Session, plan: ActivePlan, act: Act, *, report: str | None = None) -> None:
    """Put the shipped template back; where it is in use already, nothing changes.

    Raises:
        NotFoundError: the plan has no such report.
    """
    name = _name(plan, report)
    if template_in_use(session, plan.code, name, act.now) is not None:
        _keep(session, plan, name, b"", act)


def _name(plan: ActivePlan, report: str | None) -> str:
    if report is None:
        return ANY_REPORT
    if all(one.code != report for one in plan.document.reports):
        raise NotFoundError(_("kế hoạch không có báo cáo {code!r}").format(code=report))
    return report


def _keep(session: Session, plan: ActivePlan, name: str, content: bytes, act: Act) -> ReportTemplate:
    lock_plan(session, plan.code)
    sha256 = hashlib.sha256(content).hexdigest() if content else ""
    row = ReportTemplate(plan=plan.code, name=name, sha256=sha256, content=content, at=act.now, by=act.by)
    session.add(row)
    record_for_plan(session, plan.code, "template", at=act.now, by=act.by, name=name, sha256=sha256)
    session.flush()
    return row


def templates_of(session: Session, plan: str) -> Sequence[ReportTemplate]:
    """Every template that a plan's reports were given, oldest first; one without content put the shipped one back."""
    return session.exec(
        select(ReportTemplate).where(ReportTemplate.plan == plan).order_by(col(ReportTemplate.id))
    ).all()
