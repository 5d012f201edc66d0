"""What one assignment's form asks: figures, passages, standing duties and, for tasks and hand-overs, a few fields."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from sqlmodel import Session, col, select

from intake.numbers import in_vietnamese
from models.assignments import Assignment
from models.errors import NotFoundError
from models.forms import Form, FormRule, Indicator
from models.language import N_
from models.partners import partners_of
from models.periods import parse_period, periods_of
from models.plan import Contact, Obligation, ObligationKind, PlanDocument
from models.submissions import Submission, SubmissionState, figures_of, submissions_of
from models.versions import ActivePlan

FieldType = Literal["status", "percent", "date", "text", "count"]

#: A standing duty's or a task's status, and what users say.
STATUSES: Mapping[str, str] = {
    "done": "Đã hoàn thành",
    "ongoing": "Đang thực hiện",
    "not-started": "Chưa thực hiện",
    "nil": "Không phát sinh",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One figure asked for. `previous` is the body's own figure of the period before, where there is one.

    `estimated` is its accepted estimate ("ước thực hiện") for this period, which the figure asked for is to replace.
    """

    code: str
    name: str
    unit: str
    type: Literal["integer", "decimal"]
    decimals: int
    min: Decimal | None
    max: Decimal | None
    group: str
    previous: Decimal | None
    estimated: Decimal | None = None

    @property
    def asked(self) -> str:
        """What stands beside the blank: the indicator's name, with the estimate that is to be replaced."""
        return self.name if self.estimated is None else f"{self.name} (đã ước: {in_vietnamese(self.estimated)})"


@dataclass(frozen=True, slots=True)
class PassageQuestion:
    """One passage asked for, in the body's own words."""

    code: str
    title: str
    required: bool
    max_length: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A standing duty of the body on which this form asks for a status and a line; `clauses` as cited in the plan."""

    code: str
    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """A field of a task, a hand-over, or a report that has no form."""

    code: str
    title: str
    type: FieldType
    required: bool
    hint: str


_TASK = (
    FieldQuestion("status", N_("Tình trạng"), "status", True, N_("Chọn trong danh sách")),
    FieldQuestion("percent", N_("Mức hoàn thành (%)"), "percent", False, N_("Số nguyên từ 0 đến 100")),
    FieldQuestion("date", N_("Ngày hoàn thành"), "date", False, N_("Bắt buộc khi đã hoàn thành, ví dụ 15/06/2015")),
    FieldQuestion("number", N_("Số, ký hiệu văn bản"), "text", False, N_("Văn bản hoặc sản phẩm đã ban hành, nếu có")),
    FieldQuestion("note", N_("Ghi chú"), "text", False, N_("Việc còn lại, vướng mắc; không ghi thông tin cá nhân")),
)
# A hand-over goes through the two bodies' own channel: nothing but these three may be said about it here.
_HANDOVER = (
    FieldQuestion("number", N_("Số, ký hiệu văn bản bàn giao"), "text", True, N_("Ví dụ 45/CV-ABC")),
    FieldQuestion("date", N_("Ngày bàn giao"), "date", True, N_("Ví dụ 15/06/2015")),
    FieldQuestion("count", N_("Số lượng bàn giao"), "count", True, N_("Chỉ ghi số lượng, không ghi danh sách")),
)
_DOCUMENT = (
    FieldQuestion("number", N_("Số, ký hiệu văn bản báo cáo"), "text", True, N_("Ví dụ 45/BC-ABC")),
    FieldQuestion("date", N_("Ngày ký"), "date", True, N_("Ví dụ 15/06/2015")),
    FieldQuestion("note", N_("Nội dung chính"), "text", False, N_("Tóm tắt; không ghi thông tin cá nhân")),
)


@dataclass(frozen=True)
class FormSpec:
    """Everything a form says and asks; `revision` is the number that its answer will bear.

    `allowed` holds the official contact data that may stand in the answer (names, addresses and telephone numbers of
    the body and of the standing agency); anybody else's identity is refused. `partners` are the names of the bodies
    that coordinate, `note` the plan's own remark on the duty: both are shown and ask nothing.
    """

    assignment: str
    form: str
    plan: str
    plan_title: str
    plan_version: int
    obligation: str
    title: str
    form_title: str
    agency_name: str
    agency_kind: str
    period: str
    period_title: str
    cutoff_from: date
    cutoff_to: date
    due: date
    kind: ObligationKind
    cumulative: bool
    revision: int
    previous_label: str
    questions: tuple[Question, ...] = ()
    passages: tuple[PassageQuestion, ...] = ()
    duties: tuple[Duty, ...] = ()
    fields: tuple[FieldQuestion, ...] = ()
    rules: tuple[FormRule, ...] = ()
    allowed: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what is asked: a workbook of another digest asks something else and cannot be read as this one.

        Wording, limits and last period's figures are left out: they may change under a form that is already out.
        """
        asked = {
            "cumulative": self.cumulative,
            "figures": [(q.code, q.unit, q.type) for q in self.questions],
            "passages": [q.code for q in self.passages],
            "duties": [duty.code for duty in self.duties],
            "fields": [(q.code, q.type) for q in self.fields],
        }
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def may_be_nil(self) -> bool:
        """Whether one mark may say that nothing at all occurred; a task is done or not, never that."""
        return self.kind in ("report", "handover") and bool(self.questions or self.kind == "handover")


def form_spec(plan: ActivePlan, assignment: Assignment, previous: Mapping[str, Decimal]) -> FormSpec:
    """The form of an assignment under a version of its plan; `previous` gives last period's figures by indicator.

    Raises:
        NotFoundError: the plan no longer has this obligation, or the form it names.
    """
    document = plan.document
    obligation = document.obligation(assignment.obligation)
    agency = document.agency(assignment.agency)
    form = document.form(obligation.form) if obligation.form else Form(code=obligation.code)
    duties = tuple(
        Duty(duty.code, duty.title, duty.clauses) for duty in document.duties_via(obligation.code, agency.code)
    )
    questions = tuple(_questions(document, form, previous))
    passages = tuple(PassageQuestion(p.code, p.title, p.required, p.max_length) for p in form.narrative)
    title, label = _period_titles(assignment.period)
    return FormSpec(
        assignment=assignment.name,
        form=form.code,
        plan=plan.code,
        plan_title=document.plan.title,
        plan_version=plan.version,
        obligation=obligation.code,
        title=obligation.title,
        form_title=form.title or obligation.title,
        agency_name=agency.name,
        agency_kind=agency.kind,
        period=assignment.period,
        period_title=title,
        cutoff_from=assignment.cutoff_from,
        cutoff_to=assignment.cutoff_to,
        due=assignment.acting_due,
        kind=obligation.kind,
        cumulative=form.cumulative,
        revision=assignment.revision + 1,
        previous_label=label,
        questions=questions,
        passages=passages,
        duties=duties,
        fields=_fields(obligation, asked=bool(questions or passages or duties)),
        rules=form.rules,
        allowed=_official_data(document, agency.code),
        help=_help(document),
        partners=partners_of(document, obligation),
        note=obligation.note or "",
    )


def _fields(obligation: Obligation, *, asked: bool) -> tuple[FieldQuestion, ...]:
    if obligation.kind == "task":
        return _TASK
    if obligation.kind == "handover":
        return _HANDOVER
    return () if asked else _DOCUMENT


def _questions(document: PlanDocument, form: Form, previous: Mapping[str, Decimal]) -> Iterator[Question]:
    """The figures a body states, those of one group together; a ratio is derived from sums and never asked."""
    asked = [document.indicator(code) for code in form.indicators]
    titles = {section.code: section.title for report in document.reports for section in report.sections}
    groups: dict[str, list[Indicator]] = {}
    for indicator in asked:
        if indicator.kind != "ratio":
            groups.setdefault(indicator.group or titles.get(indicator.section or "", ""), []).append(indicator)
    for group, members in groups.items():
        for indicator in members:
            yield Question(
                code=indicator.code,
                name=indicator.name,
                unit=indicator.unit,
                type=indicator.type,
                decimals=indicator.decimals if indicator.type == "decimal" else 0,
                min=indicator.min,
                max=indicator.max,
                group=group,
                previous=previous.get(indicator.code),
            )


def _period_titles(key: str) -> tuple[str, str]:
    """What readers call a period and the one before it ("" where there is none)."""
    try:
        period = parse_period(key)
    except NotFoundError:
        return "một lần", ""
    day_before = period.first - timedelta(days=1)
    earlier = periods_of(period.kind, period.first.replace(year=period.first.year - 1, day=1), day_before)
    return period.title(), earlier[-1].title() if earlier else ""


def _official_data(document: PlanDocument, agency: str) -> tuple[str, ...]:
    """Contact data of the body and of the standing agency, which a form may carry (they are offices, not cases)."""
    found: dict[str, None] = {}
    for code in (agency, document.plan.standing):
        contacts = [contact for contact in document.contacts if contact.agency == code]
        for text in (*_texts(contacts), document.agency(code).phone):
            if text:
                found.setdefault(text)
    return tuple(found)


def _texts(contacts: Iterable[Contact]) -> Iterator[str | None]:
    for contact in contacts:
        yield from (contact.name, contact.email, contact.phone)


def _help(document: PlanDocument) -> tuple[str, ...]:
    """Whom to ask about a form: the coordinator's name, address and telephone number."""
    for contact in document.contacts_of(document.plan.standing, "coordinator"):
        return tuple(text for text in _texts([contact]) if text)
    return ()


def previous_figures(session: Session, plan: ActivePlan, assignment: Assignment) -> dict[str, Decimal]:
    """Last period's figures of the same obligation by indicator: the accepted ones, else those that wait for review.

    Nothing occurred counts as 0; {} where the body had no earlier period or did not answer it.
    """
    query = select(Assignment).where(
        Assignment.plan == plan.code,
        Assignment.obligation == assignment.obligation,
        col(Assignment.cutoff_to) < assignment.cutoff_from,
    )
    if not plan.document.obligation(assignment.obligation).joint:
        query = query.where(Assignment.agency == assignment.agency)
    earlier = session.exec(query.order_by(col(Assignment.cutoff_to).desc(), col(Assignment.id))).all()
    for row in earlier:
        if row.cutoff_to != earlier[0].cutoff_to:
            break
        counted = _counted(submissions_of(session, row.key))
        if counted is not None and counted.id is not None:
            figures = figures_of(session, [counted.id])[counted.id]
            return {f.indicator: f.value if f.value is not None else Decimal(0) for f in figures}
    return {}


def _counted(revisions: Iterable[Submission]) -> Submission | None:
    newest = list(revisions)[::-1]
    for state in (SubmissionState.ACCEPTED, SubmissionState.SUBMITTED):
        found = next((row for row in newest if row.state == state), None)
        if found is not None:
            return found
    return None
