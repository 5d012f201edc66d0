"""Departures from the official form, and the rules that find them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from models.language import N_, _
from reports.conformity.elements import Elements
from reports.conformity.paper import Paper

Profile = Literal["ND30", "TT01-2011"]
Severity = Literal["departure", "advice"]
DEPARTURE: Severity = "departure"
ADVICE: Severity = "advice"
PROFILES: tuple[Profile, ...] = ("ND30", "TT01-2011")

#: What is good practice and not in the law.
PRACTICE = N_("thông lệ, ngoài quy định")
_SOURCES: Mapping[Profile, str] = {
    "ND30": N_("NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, {point}"),
    "TT01-2011": N_("TT 01/2011/TT-BNV, {point}"),
}


@dataclass(frozen=True, slots=True)
class Departure:
    """What a rule finds: where, what is there, what should be."""

    place: str
    found: str
    wanted: str


@dataclass(frozen=True)
class Reading:
    """A document read and recognised, and the profile it is held against."""

    paper: Paper
    parts: Elements
    profile: Profile


@dataclass(frozen=True, slots=True)
class Points:
    """Where a rule stands: the point of Phụ lục I of Nghị định 30/2020 and the article of Thông tư 01/2011.

    An empty one means that this source does not have the rule; it is then good practice.
    """

    nd30: str
    tt01: str

    def basis(self, profile: Profile) -> str:
        """The source as it is cited, in the language of the run."""
        point = self.nd30 if profile == "ND30" else self.tt01
        return _(_SOURCES[profile]).format(point=_(point)) if point else _(PRACTICE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its source, how much it weighs, and the function that finds what departs from it."""

    code: str
    points: Points
    severity: Severity
    check: Callable[[Reading], Iterator[Departure]]
    profiles: tuple[Profile, ...] = PROFILES


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure as it is reported."""

    rule: str
    severity: Severity
    place: str
    found: str
    wanted: str
    basis: str


PAGE = Points(N_("mục I"), N_("Điều 5"))
PAGE_NUMBER = Points(N_("mục I, khoản 7"), N_("Điều 15"))
FONT = Points(N_("mục I, khoản 4"), N_("Điều 4"))
NATION = Points(N_("mục II, khoản 1"), N_("Điều 6"))
ISSUER = Points(N_("mục II, khoản 2"), N_("Điều 7"))
NUMBER = Points(N_("mục II, khoản 3"), N_("Điều 8"))
DATE = Points(N_("mục II, khoản 4"), N_("Điều 9"))
KIND = Points(N_("mục II, khoản 5"), N_("Điều 10"))
TEXT = Points(N_("mục II, khoản 6"), N_("Điều 11"))
SIGNATURE = Points(N_("mục II, khoản 7"), N_("Điều 12"))
RECIPIENTS = Points(N_("mục II, khoản 9"), N_("Điều 14"))
ANNEX = Points(N_("mục III, khoản 1"), N_("Điều 15"))
HABIT = Points("", "")
