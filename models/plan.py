"""A plan as value objects: what `schema: 1` of a plan file can say, with every key's default.

These models hold what a plan file says and answer look-ups; whether its parts fit together is checked in `plans.check`,
where lines of the file are known.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from models.errors import NotFoundError
from models.forms import Form, Indicator
from models.language import N_, _
from models.near import meant
from models.offsets import Offset, SignedOffset, Span
from models.parts import Code, Part, PeriodKey, Text

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$", max_length=254)]

ContactRole = Literal["focal", "head", "office", "coordinator"]
#: Whom a step reaches: a role in the body itself, or in the standing agency or the issuer of the plan.
Addressee = Literal[
    "focal",
    "head",
    "office",
    "standing.coordinator",
    "standing.focal",
    "standing.office",
    "standing.head",
    "issuer.focal",
    "issuer.office",
    "issuer.head",
]
Action = Literal["remind", "chase", "escalate"]
PeriodKind = Literal["week", "month", "quarter", "half", "nine-months", "year", "program", "once"]
ObligationKind = Literal["report", "task", "standing", "handover"]
ObligationRole = Literal["lead", "coordinate", "requested"]
Roll = Literal["forward", "none"]


class Validity(Part):
    """A span of dates, both ends included; an open end takes the plan's."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"ends ({self.end}) before it begins ({self.start}): swap `from` and `to`")
        return self

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the span."""
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)


class PlanHead(Part):
    """Which plan this is and which it follows (`previous`: last year's figures), who issued it, when it is in force."""

    code: Code
    title: Text
    issuer: Code
    standing: Code
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    number: str | None = None
    signed: date | None = None
    place: str | None = None
    subject: str | None = None
    previous: Code | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the plan ends ({self.end}) before it begins ({self.start}): swap `from` and `to`")
        return self


class LegalBasis(Part):
    """A document on which the plan rests, such as 679/QĐ-TTg of 10/5/2011."""

    number: Text
    title: Text
    signed: date | None = Field(default=None, alias="date")
    kind: str | None = None
    issuer: str | None = None


class CalendarRules(Part):
    """Which days are working days: a country's calendar, and dates that override it."""

    timezone: str = "Asia/Ho_Chi_Minh"
    holidays: str | None = "VN"
    closed: tuple[date, ...] = ()
    open: tuple[date, ...] = ()


class Agency(Part):
    """A body (cơ quan, đơn vị): owes reports, issues the plan, or receives what is compiled."""

    code: Code
    name: Text
    kind: Literal["issuer", "ministry", "department", "district", "commune", "organisation", "other"] = "department"
    short: str | None = None
    parent: Code | None = None
    phone: str | None = None
    units: Annotated[int, Field(ge=0)] | None = None
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")

    @property
    def brief(self) -> str:
        """The short name where there is one."""
        return self.short or self.name


class Group(Part):
    """Several agencies under one name, such as UBND các huyện, thành, thị."""

    code: Code
    name: Text
    members: tuple[Code, ...] = Field(min_length=1)


class Contact(Part):
    """An official address of an agency in one of its roles."""

    agency: Code
    role: ContactRole
    name: Text
    email: Email | None = None
    phone: str | None = None
    lang: Literal["vi", "en"] = "vi"


class Step(Part):
    """One step of a policy: at a distance from the due date, who is told and who is informed."""

    at: SignedOffset
    action: Action
    to: tuple[Addressee, ...] = Field(min_length=1)
    inform: tuple[Addressee, ...] = ()
    letter: bool = False
    approve: Literal["coordinator", "none"] | None = None

    @property
    def name(self) -> str:
        """Named by offset and action, so that inserting another step renames nothing: `+5wd:escalate`."""
        return f"{self.at.signed}:{self.action}"


class Policy(Part):
    """How an obligation is reminded of, chased and escalated."""

    code: Code
    steps: tuple[Step, ...] = ()
    min_notice: Span = Offset(2, "wd")
    correction: Span = Offset(3, "wd")
    recheck: Span = Offset(5, "wd")

    @model_validator(mode="after")
    def _steps_are_distinct(self) -> Self:
        names = [step.name for step in self.steps]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two steps are named {twice[0]}: a step is named by its offset and action; merge them")
        return self


class CutoffEdge(Part):
    """A day of the month, counted in months from the period's first or last month."""

    day: Annotated[int, Field(ge=1, le=31)]
    month_offset: Annotated[int, Field(ge=-12, le=12)] = 0


class CutoffProfile(Part):
    """A plan's own cut-off: the window of data runs from `starts` (of the first month) to `ends` (of the last)."""

    code: Code
    starts: CutoffEdge
    ends: CutoffEdge


class DueRule(Part):
    """When something is due: exactly one of `after_cutoff`, `day` and `on`; `wording` holds the plan's own words."""

    after_cutoff: Span | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    month_offset: Annotated[int, Field(ge=0, le=24)] = 0
    on: date | dict[PeriodKey, date] | None = None
    wording: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in ("after_cutoff", "day", "on") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "nothing"
            raise ValueError(f"a due rule says one of after_cutoff, day, on (here: {said}); for example {{day: 15}}")
        if self.month_offset and self.day is None:
            raise ValueError("month_offset goes with day: write for example {day: 15, month_offset: 1}")
        return self


class Obligation(Part):
    """What some bodies owe, once or in every period (nhiệm vụ được giao)."""

    code: Code
    title: Text
    clauses: tuple[str, ...] = ()
    source: Literal["plan", "coordinator"] = "plan"
    assigned_to: tuple[Code, ...] = Field(min_length=1)
    coordinating: tuple[Code, ...] = Field(default=(), alias="with")
    to: Code | None = None
    joint: bool = False
    role: ObligationRole = "lead"
    kind: ObligationKind = "report"
    via: Code | None = None
    period: PeriodKind = "half"
    span: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\.\d{4}$")] | None = None
    cutoff: Code = "calendar"
    due: DueRule | None = None
    roll: Roll = "forward"
    policy: Code = "standard"
    form: Code | None = None
    section: Code | None = None
    effective: Validity = Validity()
    note: str | None = None


class Section(Part):
    """A heading of a consolidated report under which figures and passages gather."""

    code: Code
    title: Text
    parent: Code | None = None
    #: What the program says under it of its own: which targets were met and which not.
    shows: Literal["targets"] | None = None


class Report(Part):
    """A consolidated report: what period it covers, from whom to whom, when it is drafted and due."""

    code: Code
    title: Text
    period: PeriodKind
    span: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\.\d{4}$")] | None = None
    cutoff: Code = "calendar"
    due: DueRule
    roll: Roll = "forward"
    draft: SignedOffset = Offset(-3, "wd")
    start: Code = Field(alias="from")
    to: tuple[Code, ...] = Field(min_length=1)
    fulfils: Code | None = None
    profile: Literal["ND30", "TT01-2011"] = "ND30"
    #: Abbreviation of the unit that drafts it, as the last line of "Nơi nhận" names it: "- Lưu: VT, PCTNXH."
    unit: Text | None = None
    sections: tuple[Section, ...] = ()

    @property
    def sender(self) -> str:
        """The agency that signs it (`from` in the file)."""
        return self.start


class Context(Part):
    """A paragraph of the document that obliges nobody, and why."""

    clause: Text
    reason: Text


_P = TypeVar("_P", bound=Part)


class PlanDocument(Part):
    """A whole plan file."""

    version_of_schema: Literal[1] = Field(alias="schema")
    based_on: Annotated[int, Field(ge=1)] | None = None
    plan: PlanHead
    legal_bases: tuple[LegalBasis, ...] = ()
    calendar: CalendarRules = CalendarRules()
    agencies: tuple[Agency, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    contacts: tuple[Contact, ...] = ()
    policies: tuple[Policy, ...] = ()
    cutoffs: tuple[CutoffProfile, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    reports: tuple[Report, ...] = ()
    context: tuple[Context, ...] = ()
    #: Obligations that an amendment took out: never written by people, kept so that what they left can be named.
    retired: tuple[Obligation, ...] = ()

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {part.code: part for part in self.agencies}

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return {part.code: part for part in self.groups}

    @cached_property
    def _obligations(self) -> dict[str, Obligation]:
        return {part.code: part for part in (*self.retired, *self.obligations)}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {part.code: part for part in self.indicators}

    def agency(self, code: str) -> Agency:
        """The agency of that code; NotFoundError where there is none (so with the look-ups below)."""
        return self._found(self._agencies, code, N_("cơ quan"))

    def obligation(self, code: str) -> Obligation:
        """The obligation of that code."""
        return self._found(self._obligations, code, N_("nhiệm vụ"))

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code."""
        return self._found(self._indicators, code, N_("chỉ tiêu"))

    def policy(self, code: str) -> Policy:
        """The policy of that code."""
        return self._found({part.code: part for part in self.policies}, code, N_("cách đôn đốc"))

    def form(self, code: str) -> Form:
        """The form of that code."""
        return self._found({part.code: part for part in self.forms}, code, N_("biểu mẫu"))

    def report(self, code: str) -> Report:
        """The consolidated report of that code."""
        return self._found({part.code: part for part in self.reports}, code, N_("báo cáo"))

    def cutoff_profile(self, code: str) -> CutoffProfile | None:
        """The plan's own cut-off profile of that code, None for the built-in ones."""
        return next((part for part in self.cutoffs if part.code == code), None)

    def _found(self, parts: Mapping[str, _P], code: str, word: str) -> _P:
        if code in parts:
            return parts[code]
        said = _("kế hoạch {plan} không có {word} {code!r}{near}; xem `dondoc plan show`")
        raise NotFoundError(said.format(plan=self.plan.code, word=_(word), code=code, near=meant(code, parts)))

    def members(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Agency codes with every group opened up, in order, each once."""
        seen: dict[str, None] = {}
        for code in codes:
            group = self._groups.get(code)
            for member in group.members if group else (code,):
                seen.setdefault(member)
        return tuple(seen)

    def contacts_of(self, agency: str, role: ContactRole) -> tuple[Contact, ...]:
        """Contacts of an agency in a role; a coordinator is its focal point unless one is named."""
        found = tuple(c for c in self._contacts_by_agency.get(agency, ()) if c.role == role)
        if not found and role == "coordinator":
            return self.contacts_of(agency, "focal")
        return found

    @cached_property
    def _contacts_by_agency(self) -> Mapping[str, tuple[Contact, ...]]:
        grouped: dict[str, tuple[Contact, ...]] = {}
        for contact in self.contacts:
            grouped[contact.agency] = (*grouped.get(contact.agency, ()), contact)
        return grouped

    def duties_via(self, code: str, agency: str) -> Iterator[Obligation]:
        """Standing duties of `agency` whose status and narrative line stands in the report obligation `code`."""
        for obligation in self.obligations:
            hangs_here = obligation.kind == "standing" and obligation.via == code
            if hangs_here and agency in self.members(obligation.assigned_to):
                yield obligation
