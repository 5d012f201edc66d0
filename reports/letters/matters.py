"""What a letter is made from: the kind, the addressee and the duties it is about. Pure values; nothing is looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.plan import ObligationKind, PlanDocument

#: To a body: chase (đôn đốc), remind (nhắc, before the due day), request (đề nghị phối hợp, to those who are asked and
#: not ordered). To the plan's issuer: note (who still owes what).
LetterKind = Literal["chase", "remind", "request", "note"]
Profile = Literal["ND30", "TT01-2011"]
#: How a body heard before: by mail to its focal point (remind, chase) or its head, or by a letter.
Way = Literal["remind", "chase", "head", "letter"]


@dataclass(frozen=True, slots=True)
class Notified:
    """One earlier notice to the body; of a letter also its number."""

    way: Way
    day: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """That what the body sent was given back for correction: when it came, when it went back, and why."""

    sent: date | None
    back: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One duty of one body in one period.

    `due` is the date that holds (of a returned answer the correction date), `days_late` counts calendar days from it
    and is 0 before it has passed; `clause` is where the plan orders it, in words, "" where the coordinator chose it.
    """

    assignment: str
    agency: str
    title: str
    kind: ObligationKind
    period: str
    due: date
    original_due: date
    clause: str = ""
    extended: bool = False
    returned: Returned | None = None
    days_late: int = 0
    notified: Sequence[Notified] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter of the standing agency, as of a local date.

    `to` is the code of the addressee; `answer_by` the day by which an answer is asked for; `goes_up` whether the issuer
    is told next; `unreachable` whether the addressee's focal point has no address for mail; `unit` the short name of
    the drafting unit, which belongs into the number and the archive's line.
    """

    kind: LetterKind
    document: PlanDocument
    to: str
    matters: Sequence[Matter]
    as_of: date
    answer_by: date
    goes_up: bool = False
    unreachable: bool = False
    profile: Profile = "ND30"
    unit: str = ""

    @property
    def overdue(self) -> list[Matter]:
        """What is late, the longest first as given."""
        return [matter for matter in self.matters if matter.days_late]

    @property
    def coming(self) -> list[Matter]:
        """What is not late yet."""
        return [matter for matter in self.matters if not matter.days_late]

    @property
    def file_name(self) -> str:
        """The name of its file: kind, plan, addressee and day."""
        stem = {
            "chase": "cong-van-don-doc",
            "remind": "cong-van-nhac",
            "request": "cong-van-de-nghi",
            "note": "cong-van-bao-cao",
        }[self.kind]
        return f"{stem}_{self.document.plan.code}_{self.to}_{self.as_of.isoformat()}.docx"
