"""A digest: what one person is told in one mail, and how grave it is. Values and pure questions about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Action = Literal[
    "remind",
    "chase",
    "escalate",
    "receipt",
    "returned",
    "confirm",
    "accepted",
    "extended",
    "not-extended",
    "excused",
    "moved",
    "closed",
]
#: A step of the climb by whom it reaches: what was already done, or what happens next.
StepCode = Literal["remind", "chase", "escalate-head", "escalate-standing", "escalate-issuer"]
DigestKind = Literal["inform"] | Action
State = Literal["late", "soon", "none", "wait", "done"]

#: The steps of the ladder from mild to grave; a digest is named after its gravest item.
LADDER: tuple[Action, ...] = ("remind", "chase", "escalate")
#: Answers to what a body did or asked for, and the question to who receives it, most urgent for the reader first.
ANSWERS: tuple[Action, ...] = (
    "returned",
    "confirm",
    "not-extended",
    "moved",
    "extended",
    "excused",
    "closed",
    "accepted",
    "receipt",
)
#: "Sắp đến hạn": so many days or fewer are left.
SOON_DAYS = 3


#: Why those a step was addressed to were not told: no address, or a mail that did not arrive.
Unheard = Literal["", "missing", "unreached"]


@dataclass(frozen=True)
class Handed:
    """What is said here of a hand-over, and nothing more: the number and date of its document, and how many.

    `nil` says that in this period there was nothing to hand over.
    """

    number: str = ""
    on: date | None = None
    count: str = ""
    nil: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a mail: one notice about one assignment.

    `agency` is the display name of the body that owes, `period` the period's title ("6 tháng đầu năm 2015", empty for a
    duty that comes once). `rung` says whom the step addresses, for those informed of it too: 0 the body's focal point,
    1 its head, 2 the standing agency, 3 the issuer. `own` says that the reader belongs to the body that owes. `told` is
    what was done before, oldest first; a text that is no `StepCode` is shown as it is. `until` is the correction date
    of a return, or the new date of an extension or of a moved deadline, `before` the date that a moved one had.
    `attachment` names the attached workbook.
    `receiver` is the display name of the body that receives a hand-over, `handed` what was said of it. `partners` are
    the bodies that coordinate, `note` is the plan's own remark; `letter` says that a letter to be signed goes with the
    step, `questions` are figures of an answer that are far from what the body reported before. `unheard` says that
    those whom an informed reader reads about were not told themselves. `fresh` says that the task was set just now, and
    that this is the first word of it.
    """

    assignment: str
    title: str
    agency: str
    due: date
    original_due: date
    action: Action
    kind: Literal["report", "task", "handover"] = "report"
    period: str = ""
    requested: bool = False
    informed: bool = False
    rung: int = 0
    own: bool = True
    cycle: int = 0
    told: tuple[tuple[str, date], ...] = ()
    next_step: tuple[StepCode, date] | None = None
    wording: str | None = None
    clauses: tuple[str, ...] = ()
    reason: str = ""
    until: date | None = None
    before: date | None = None
    revision: int | None = None
    by: str = ""
    url: str | None = None
    attachment: str | None = None
    receiver: str = ""
    handed: Handed | None = None
    partners: tuple[str, ...] = ()
    note: str = ""
    letter: bool = False
    questions: tuple[str, ...] = ()
    unheard: Unheard = ""
    fresh: bool = False

    @property
    def confirms(self) -> bool:
        """Whether this asks the receiving body of a hand-over to confirm that it arrived."""
        return self.action == "confirm"

    @property
    def awaits_receiver(self) -> bool:
        """Whether this is a hand-over that its receiving body confirms; one of nothing is just taken note of."""
        return self.kind == "handover" and bool(self.receiver) and not (self.handed and self.handed.nil)

    @property
    def answers(self) -> bool:
        """Whether this answers something the body did, rather than being a step of the ladder."""
        return self.action not in LADDER

    def days_late(self, today: date) -> int:
        """Calendar days past the due day, which itself lasts until 24:00; negative while days are left."""
        return (today - self.due).days

    def state(self, today: date) -> State:
        """The state a reader sees, by the colours and signs of the house."""
        settled: dict[Action, State] = {
            "receipt": "wait",
            "confirm": "wait",
            "accepted": "done",
            "excused": "none",
            "closed": "none",
        }
        if self.action in settled:
            return settled[self.action]
        late = self.days_late(today)
        if late > 0 and self.action not in ("returned", "extended", "moved"):
            return "late"
        return "soon" if self.action == "returned" or -SOON_DAYS <= late <= 0 else "none"


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """What every mail of a plan says about its sender: the plan, the standing agency, and whom to call.

    The coordinator's address and telephone are left out of a mail where they are empty.
    """

    plan_title: str
    plan_code: str
    year: str
    sender_agency: str
    coordinator_name: str
    coordinator_email: str
    coordinator_phone: str = ""
    lang: str = "vi"
    public_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What one person is told in one round.

    `agency` is the reader's own body by its short name, for subjects; `body` the same in full, for sentences; `leads`
    says that the reader leads it.
    """

    to_name: str
    to_email: str
    agency: str
    items: tuple[Item, ...]
    today: date
    masthead: Masthead
    body: str = ""
    leads: bool = False

    @property
    def for_action(self) -> tuple[Item, ...]:
        """The items that ask something of the reader or answer him; the others are "để biết"."""
        return tuple(item for item in self.items if not item.informed)

    @property
    def leading(self) -> tuple[Item, ...]:
        """The items that give the mail its kind: those the subject and the first sentence speak of."""
        kind = kind_of(self.items)
        return self.items if kind == "inform" else tuple(item for item in self.for_action if item.action == kind)

    @property
    def requested(self) -> bool:
        """Whether the reader's body is asked and not ordered: then the whole mail asks."""
        return any(item.requested and (item.own or item.confirms) for item in self.items)

    @property
    def rung(self) -> int:
        """The highest rung of the items that give the mail its kind."""
        return max((item.rung for item in self.leading), default=0)

    @property
    def of_others(self) -> bool:
        """Whether the reader watches over other bodies: then the mail is ordered by body."""
        return not any(item.own for item in self.for_action or self.items)


def kind_of(items: Iterable[Item]) -> DigestKind:
    """The gravest part of a digest gives its kind: `remind < chase < escalate`, answers after these.

    A digest of nothing but items "để biết" is `inform`.
    """
    actions = {item.action for item in items if not item.informed}
    for action in (*reversed(LADDER), *ANSWERS):
        if action in actions:
            return action
    return "inform"
