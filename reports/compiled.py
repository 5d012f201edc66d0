"""A compiled report as value objects: everything its documents show, and what it is pinned to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

from models.cutoffs import Window
from models.periods import Period
from models.plan import PlanDocument, Report
from models.versions import ActivePlan
from reports.figures import IndicatorFigure, add_up
from reports.withholding.cells import withheld_cells, withheld_pieces


@dataclass(frozen=True, slots=True)
class Quote:
    """What one body wrote, with the submission it stands in."""

    agency: str
    text: str
    assignment: str
    revision: int
    period: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The bodies' passages under one question."""

    title: str
    quotes: Sequence[Quote]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How a standing duty, task or hand-over stands: bodies by what they said of it, and their words.

    `earlier` names the period that a body's status was said for, where that ends before the report's own.
    """

    obligation: str
    title: str
    requested: bool
    bodies: Mapping[str, Sequence[str]]
    quotes: Sequence[Quote]
    earlier: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A heading (level 1, 2 or 3) with what gathers under it."""

    code: str
    title: str
    level: int
    figures: Sequence[IndicatorFigure] = ()
    duties: Sequence[DutyLine] = ()
    topics: Sequence[Topic] = ()
    #: What the program says there of its own, paragraph by paragraph (`shows` in the plan's file).
    lines: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing came in for it."""
        return not (self.figures or self.duties or self.topics or self.lines)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One assignment in the account of who reported: owed, late, waiting for review or excused.

    `days` counts from the due date: days overdue, or days late of the first submission.
    """

    assignment: str
    agency: str
    title: str
    period: str
    due: date
    requested: bool
    days: int = 0
    returned: bool = False
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Attendances:
    """Who has not reported, who did so late, what waits for review and who was excused.

    `others` are overdue tasks that the report is not made from.
    """

    missing: Sequence[Attendance]
    late: Sequence[Attendance]
    unreviewed: Sequence[Attendance]
    excused: Sequence[Attendance]
    others: Sequence[Attendance] = ()


#: How an assignment stands: filed in time, filed late, overdue, waiting for review, sent back, not filed but not
#: overdue, excused. A requested body's is `answered` or still `asked`: it is never called late or overdue.
State = Literal["done", "late-done", "late", "wait", "returned", "none", "excused", "answered", "asked"]


@dataclass(frozen=True, slots=True)
class Completion:
    """One assignment of the report's period and how it stands: a cell of the picture of who reported.

    `period` is its key; `days` counts days overdue, or how many the first submission was late.
    """

    assignment: str
    agency: str
    title: str
    period: str
    due: date
    state: State
    days: int = 0
    requested: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """An indicator's value in one period of a series: None where it is missing. `imported` marks an earlier figure.

    `reported` of `expected` bodies are in it, `bodies` names them; of a whole that was taken in nobody is named. It
    holds less than such a whole where a body was `excused`, and less than its bodies' whole where one was `spared` a
    part of the period. It is None too where it is `withheld`: it would be a small body's small figure. A sum of periods
    counts their bodies together: of two years with 12/13 and 13/13, 25/26.
    """

    period: str
    title: str
    value: Decimal | None
    estimate: bool = False
    imported: bool = False
    target: Decimal | None = None
    reported: int = 0
    expected: int = 0
    bodies: frozenset[str] = frozenset()
    withheld: bool = False
    excused: bool = False
    spared: bool = False

    @property
    def partial(self) -> bool:
        """Whether it has a value that lacks bodies which should be in it."""
        return self.value is not None and self.reported < self.expected

    @property
    def exempt(self) -> bool:
        """Whether it has a value that a body is not in for all of the period, as it was excused from some or all."""
        return self.value is not None and (self.excused or self.spared)

    @property
    def whole(self) -> bool:
        """Whether it has a value that all bodies are in, for all of the period."""
        return self.value is not None and not self.partial and not self.exempt


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator over several periods, oldest first: years beside each other, or the months within a year."""

    indicator: str
    name: str
    unit: str
    kind: str
    decimals: int
    points: Sequence[Point]


@dataclass(frozen=True)
class Reconciliation:
    """What else is said of an indicator, beside its total that counts.

    `others` are what bodies other than the owner reported; with `by_year` the indicator's own years, of which a
    programme's total is less than the sum.
    """

    indicator: str
    name: str
    unit: str
    owner: str
    total: Decimal | None
    others: Mapping[str, Decimal]
    by_year: bool = False

    @property
    def others_total(self) -> Decimal:
        """The sum of the other figures."""
        return add_up(self.others.values())

    @property
    def difference(self) -> Decimal | None:
        """The others' sum less the total; None where there is no total."""
        return None if self.total is None else add_up((self.others_total, self.total.copy_negate()))


@dataclass(frozen=True, slots=True)
class Departure:
    """The body by which a total lies farthest from what is usual: a figure of its own, and the one before it.

    `mostly` says that it makes up half of the distance or more.
    """

    agency: str
    period: str
    value: Decimal
    period_before: str
    before: Decimal
    mostly: bool


@dataclass(frozen=True, slots=True)
class Outlier:
    """A body's figure far from its own history: for the coordinator to ask about, never changed by the program.

    `usual` is the median of the earlier values, `low` and `high` the span that would not have been flagged; the last of
    `periods` is the figure's own. A figure of the whole is under no body; `mainly` then names the one it comes from.
    """

    indicator: str
    agency: str
    value: Decimal
    usual: Decimal
    low: Decimal
    high: Decimal
    periods: Sequence[str]
    mainly: Departure | None = None

    @property
    def against_last(self) -> bool:
        """Whether it was measured against one earlier figure alone."""
        return len(self.periods) == 2


@dataclass(frozen=True, slots=True, order=True)
class EarlierPin:
    """An import of earlier years' figures that a report rests on, held by the hash of its file."""

    number: int
    sha256: str
    source_name: str


#: What a submission serves in a report: its figures; passages, the state of duties; the account of who reported; the
#: tables through the period (`parts`) and of a programme's years; the reconciliation; or only the comparison with
#: earlier years.
Serves = Literal["figures", "words", "duties", "account", "parts", "years", "beside", "compared"]


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A submission revision that a report rests on, held by the hash of its content, and what it serves there."""

    assignment: str
    revision: int
    sha256: str
    serves: tuple[Serves, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether nothing but the comparison with earlier years rests on it."""
        return self.serves == ("compared",)

    def kept(self) -> dict[str, object]:
        """What a build keeps of it."""
        return {"assignment": self.assignment, "revision": self.revision, "sha256": self.sha256}


#: What a change is of; see `Change`.
ChangeKind = Literal[
    "total",
    "figure",
    "previous",
    "target",
    "point",
    "beside",
    "mark",
    "body",
    "standing",
    "passage",
    "duty",
    "judged",
    "head",
    "heading",
    "other",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a correction says otherwise than the issued report it replaces.

    Of an indicator (its code; numbers are digits without grouping): total, figure (of one body), previous (the total of
    the year before `period`), target, point (of `period` in a series), beside (a sum in the reconciliation) and mark
    (of a body or period: final, estimate, nil, missing, excused, partial, spared; `estimate+spared` is both). Of an
    assignment (`indicator` names it): body (another revision counts: `old` and `new` number it) and standing (in the
    account of who reported). Of a heading: passage (of `period`, where that is not the report's own), duty (what a body
    said of it) and judged (targets). Of the document: head, heading and other. None where there was nothing.
    """

    kind: ChangeKind
    indicator: str
    agency: str = ""
    old: str | None = None
    new: str | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The issued report that this one replaces, and what changed since."""

    number: int
    document_number: str
    document_date: date | None
    issued_at: datetime
    changes: Sequence[Change]


@dataclass(frozen=True)
class CompiledReport:
    """A report as of an instant: the same pins, plan version and instant always give the same content and digest.

    `years` sets the indicators beside those of other years (`years_left_out` names those of which the plan asks nothing
    for this period, so that they could only show what was), `trend` follows them through the report's own period;
    `own_texts` are the coordinator's words by section, `earlier_pins` the imports that earlier figures come from,
    `corrections` what changed since the report on this period that was issued last, `completion` every assignment with
    its state. A report on demand has no `due` day.
    """

    plan: ActivePlan
    report: Report
    period: Period
    window: Window
    before: Window | None
    due: date | None
    as_of: datetime
    figures: Sequence[IndicatorFigure]
    sections: Sequence[SectionContent]
    attendance: Attendances
    reconciliation: Sequence[Reconciliation]
    pins: Sequence[Pin]
    years: Sequence[Series] = ()
    years_left_out: Sequence[str] = ()
    trend: Sequence[Series] = ()
    guarded: Collection[str] = ()
    outliers: Sequence[Outlier] = ()
    own_texts: Mapping[str, str] = field(default_factory=dict)
    earlier_pins: Sequence[EarlierPin] = ()
    corrections: Correction | None = None
    completion: Sequence[Completion] = ()
    digest: str = ""

    @property
    def document(self) -> PlanDocument:
        """The plan's document."""
        return self.plan.document

    @property
    def shown_figures(self) -> list[IndicatorFigure]:
        """The figures that this period's reports collect; the others have no place in a document."""
        return [figure for figure in self.figures if figure.collected]

    @cached_property
    def withheld(self) -> Mapping[str, Mapping[str, str]]:
        """By indicator and body, the sign published in place of a small figure or of one that would give it away."""
        return withheld_cells(self.document, self.figures)

    @cached_property
    def withheld_pieces(self) -> Mapping[str, Collection[str]]:
        """By indicator, the bodies whose figures are not published by their parts."""
        return withheld_pieces(self.document, self.figures, self.withheld, self.guarded)

    def brief(self, agency: str) -> str:
        """A body's short name; its code where the plan in force no longer knows it."""
        return self._briefs.get(agency, agency)

    @cached_property
    def _briefs(self) -> dict[str, str]:
        return {agency.code: agency.brief for agency in self.document.agencies}
