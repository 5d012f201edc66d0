"""An obligation that a draft proposes, and the bodies it is proposed to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from models.cutoffs import ND09, cutoff_window, day_of_month
from models.periods import Period, parse_period, periods_of
from models.plan import CutoffEdge, CutoffProfile, ObligationKind, ObligationRole, PeriodKind
from plans.gazetteer import Body
from plans.reading import PlanParagraph
from plans.spelling import slug
from plans.terms import Due, Rule

_MOST_TITLE = 90
_NO_DUE = "văn bản không nêu ngày hạn; thêm due"


def cutoff_before(rule: Rule | None) -> CutoffProfile:
    """The cut-off of Nghị định 09/2019/NĐ-CP where it ends before the due day; else the end of a month before that.

    A document may well ask for six months' figures on 5 June: then those of June belong to the next report.
    """
    return _cutoff_for(_due_days(rule))


def _cutoff_for(due_days: Sequence[tuple[Period, date]]) -> CutoffProfile:
    for months in range(5):
        profile = ND09 if not months else _end_of_month(months)
        if all(day > cutoff_window(period, profile.code, profile).last for period, day in due_days):
            return profile
    return ND09


def _end_of_month(before: int) -> CutoffProfile:
    """Up to the last day (31, or the month's own) of so many months before the period's last; from the day after."""
    code = "cuoi-thang-truoc" if before == 1 else f"cuoi-{before}-thang-truoc"
    return CutoffProfile(
        code=code, starts=CutoffEdge(day=1, month_offset=-before), ends=CutoffEdge(day=31, month_offset=-before)
    )


def _due_days(rule: Rule | None) -> list[tuple[Period, date]]:
    """The periods a rule has days for, with those; one month stands for all where the day is of every month."""
    if rule is None:
        return []
    if isinstance(day := rule.get("day"), int):
        offset = rule.get("month_offset", 0)
        month = parse_period("2015-06")
        return [(month, day_of_month(2015, 6 + (offset if isinstance(offset, int) else 0), day))]
    table = rule.get("on")
    return [(parse_period(key), day) for key, day in table.items()] if isinstance(table, dict) else []


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation to propose; `questions` are comments by key, `open_due` the comment where a deadline is missing.

    `unread` holds words of time in its text that no deadline was read from.
    """

    code: str
    title: str
    clauses: tuple[str, ...]
    bodies: tuple[Body, ...]
    kind: ObligationKind
    role: ObligationRole
    period: PeriodKind | None = None
    helpers: tuple[Body, ...] = ()
    to: tuple[Body, ...] = ()
    via: str | None = None
    rule: Rule | None = None
    wording: str | None = None
    effective: tuple[date, date] | None = None
    by_coordinator: bool = False
    unread: str | None = None
    questions: dict[str, str] = field(default_factory=dict)

    @property
    def open_due(self) -> str | None:
        """What to decide about the deadline, None where nothing in the text speaks of one in vain."""
        if self.rule is not None:
            return f"văn bản còn nêu thời gian mà máy chưa hiểu: '{self.unread}'" if self.unread else None
        if self.unread:
            then = "nếu là hạn thì đổi thành kind: task" if self.kind == "standing" else "xem lại lời văn rồi thêm due"
            return f"văn bản có nêu thời gian mà máy chưa hiểu: '{self.unread}'; {then}"
        if self.kind == "standing":
            return None
        return f"{_NO_DUE} (văn bản chỉ ghi “{self.wording}”)" if self.wording else _NO_DUE

    @property
    def cutoff(self) -> CutoffProfile | None:
        """Up to when its figures are counted; None for what is done once or holds none of a period."""
        if self.kind == "standing" or self.period in (None, "once"):
            return None
        return cutoff_before(self.rule)

    @property
    def comments(self) -> dict[str, str]:
        """What to look at, by the key it stands beside: `questions`, and a cut-off that only one of its dates needs."""
        days = _due_days(self.rule)
        if self.kind != "report" or self.cutoff is None or all(_cutoff_for([one]) == self.cutoff for one in days):
            return self.questions
        first = next(day for period, day in days if _cutoff_for([(period, day)]) == self.cutoff)
        words = f"chốt sớm vì có hạn {first:%d/%m/%Y}; các kỳ khác cũng chốt như vậy để số liệu nối tiếp nhau"
        return {**self.questions, "cutoff": words}

    def as_yaml(self) -> dict[str, object]:
        """The keys of the obligation in a plan file, in order."""
        found: dict[str, object] = {"code": self.code, "title": self.title, "clauses": list(self.clauses)}
        if self.by_coordinator:
            found["source"] = "coordinator"
        found["assigned_to"] = [body.code for body in self.bodies]
        if self.helpers:
            found["with"] = [body.code for body in self.helpers]
        if self.to:
            found["to"] = self.to[0].code
        if self.role != "lead":
            found["role"] = self.role
        found["kind"] = self.kind
        if self.kind == "standing":
            return {**found, "via": self.via}
        found["period"] = self.period or "once"
        if self.cutoff is not None:
            found["cutoff"] = self.cutoff.code
        if self.rule is not None:
            found["due"] = {**self.rule, **({"wording": self.wording} if self.wording else {})}
        if self.effective:
            found["effective"] = {"from": self.effective[0], "to": self.effective[1]}
        if self.role == "requested":
            found["policy"] = "request"
        if self.kind == "report":
            found["form"] = "bao-cao"
        return found


@dataclass(frozen=True, slots=True)
class Unit:
    """Bodies that are charged together and file alike."""

    bodies: tuple[Body, ...]
    paragraphs: tuple[PlanParagraph, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its bodies."""
        return frozenset(body.code for body in self.bodies)

    @property
    def role(self) -> ObligationRole:
        """Asked only where every paragraph asks."""
        return "requested" if all(one.role == "requested" for one in self.paragraphs) else "lead"

    @property
    def code(self) -> str:
        """The code of its report, at most 56 characters."""
        return f"BC-{slug(self.bodies[0].code).upper()}"[:56].strip("-")

    @property
    def name(self) -> str:
        """Its bodies' names in one line."""
        return ", ".join(body.short or body.name for body in self.bodies)


def stretches(due: Due, year: int | None) -> list[tuple[Rule, tuple[date, date] | None]]:
    """A rule cut into runs of periods that it has dates for, each with its span; None for a span of the whole year."""
    table = due.rule.get("on")
    if not isinstance(table, dict) or year is None:
        return [(due.rule, None)]
    periods = periods_of(due.period, date(year, 1, 1), date(year, 12, 31), None)
    runs = [list(run) for dated, run in groupby(periods, lambda period: period.key in table) if dated]
    if runs and len(runs[0]) == len(periods):
        return [(due.rule, None)]
    return [({"on": {one.key: table[one.key] for one in run}}, (run[0].first, run[-1].last)) for run in runs]


def title_of(text: str) -> str:
    """The first words of a paragraph, up to a joint of the sentence."""
    first = re.split(r"[.;:]\s", text, maxsplit=1)[0].strip(" .;:,/")
    if len(first) <= _MOST_TITLE:
        return first
    return first[:_MOST_TITLE].rsplit(" ", 1)[0].rstrip(",;") + "…"
