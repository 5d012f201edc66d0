"""Which obligations to propose for a document: a periodic report per body, and everything else it is charged with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.periods import periods_of
from models.plan import ObligationKind, ObligationRole, PeriodKind
from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph
from plans.spelling import slug
from plans.terms import Due, Rule

_COLLECTS = re.compile(r"tổng\s+hợp[^.;]{0,60}báo\s+cáo|tổng\s+hợp\s+kết\s+quả|đầu\s+mối", re.IGNORECASE)
_MOST_TITLE = 90
_NO_DUE = "văn bản không nêu ngày hạn; thêm due"
#: From the finest to the longest: the report that covers most takes the standing duties.
_LENGTHS: tuple[PeriodKind, ...] = ("week", "month", "quarter", "half", "nine-months", "year", "program", "once")


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation to propose; `questions` are comments by key, `open_due` the comment where a deadline is missing."""

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
    questions: dict[str, str] = field(default_factory=dict)

    @property
    def open_due(self) -> str | None:
        """What to decide about the deadline, None where there is one or none is needed."""
        if self.kind == "standing" or self.rule is not None:
            return None
        return f"{_NO_DUE} (văn bản chỉ ghi “{self.wording}”)" if self.wording else _NO_DUE

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
        if self.period not in (None, "once"):
            found["cutoff"] = "nd09"
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
class _Unit:
    """Bodies that are charged together and file alike."""

    bodies: tuple[Body, ...]
    paragraphs: tuple[PlanParagraph, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(body.code for body in self.bodies)

    @property
    def role(self) -> ObligationRole:
        """Asked only where every paragraph asks."""
        return "requested" if all(one.role == "requested" for one in self.paragraphs) else "lead"

    @property
    def code(self) -> str:
        return f"BC-{slug(self.bodies[0].code).upper()}"[:56].strip("-")

    @property
    def name(self) -> str:
        return ", ".join(body.short or body.name for body in self.bodies)


def duties_of(reading: DocumentReading, standing: Body) -> list[Duty]:
    """The obligations of a document, by body in the order of the document: its reports first."""
    units = _units(reading)
    collecting = next((one for one in reading.paragraphs if one.bodies and _COLLECTS.search(one.text)), None)
    found: list[Duty] = []
    for unit in units:
        reports = list(_reports(unit, reading, collecting))
        found.extend(reports)
        via = max(reports, key=lambda duty: _LENGTHS.index(duty.period or "half")).code
        for paragraph in unit.paragraphs:
            found.extend(_others(unit, paragraph, via, standing, reading))
    return _distinct(found)


def _units(reading: DocumentReading) -> list[_Unit]:
    """Bodies put together that the document only ever charges together; a body charged alone stands alone."""
    charged = [one for one in reading.paragraphs if one.bodies and one.part_of is None]
    placed: dict[str, tuple[Body, ...]] = {}
    for one in sorted(charged, key=lambda one: len(one.bodies)):
        new = tuple(body for body in one.bodies if body.code not in placed)
        placed.update({body.code: new for body in new})
    order = {body.code: None for one in charged for body in one.bodies}
    sets = dict.fromkeys(placed[code] for code in order)
    return [
        _Unit(
            bodies, tuple(one for one in charged if {body.code for body in bodies} & {body.code for body in one.bodies})
        )
        for bodies in sets
    ]


def _reports(unit: _Unit, reading: DocumentReading, collecting: PlanParagraph | None) -> Iterator[Duty]:
    """The periodic reports of a unit: one per kind of period that the text sets a date for, else one."""
    told = [one for one in unit.paragraphs if "report" in one.kinds and not _comes_once(one)]
    dated = {due.period: (due, one) for one in reversed(told) for due in one.terms.dues if due.period != "once"}
    clauses = tuple(one.clause for one in told)
    title = f"Báo cáo của {unit.name}"
    if dated:
        many = len(dated) > 1
        for period in sorted(dated, key=_LENGTHS.index):
            due, one = dated[period]
            rule, effective, incomplete = _fitting(due, reading.year)
            code = f"{unit.code}-{period}" if many else unit.code
            questions = {"due": "văn bản không nêu hạn cho mọi kỳ"} if incomplete else {}
            yield Duty(code, title, clauses, unit.bodies, "report", unit.role, period, rule=rule,
                       wording=one.terms.deadline, effective=effective, questions=questions)  # fmt: skip
        return
    named = [period for one in told for period in one.terms.periods]
    usual: PeriodKind = min(named, key=_LENGTHS.index, default="half")
    words = next((one.terms.cadence for one in told if one.terms.cadence), None)
    source = clauses or ((collecting.clause,) if collecting else ())
    questions = {} if named else {"period": "văn bản không nêu kỳ báo cáo"}
    if named and len(set(named)) > 1:
        questions["period"] = f"văn bản ghi “{words}”"
    yield Duty(code=unit.code, title=title, clauses=source, bodies=unit.bodies, kind="report", role=unit.role,
               period=usual, wording=words, by_coordinator=not clauses, questions=questions)  # fmt: skip


def _fitting(due: Due, year: int | None) -> tuple[Rule | None, tuple[date, date] | None, bool]:
    """A rule with the span of the periods it has dates for; no rule where it leaves out one in between."""
    table = due.rule.get("on")
    if not isinstance(table, dict) or year is None:
        return due.rule, None, False
    periods = periods_of(due.period, date(year, 1, 1), date(year, 12, 31), None)
    places = [place for place, period in enumerate(periods) if period.key in table]
    if not places or places[-1] - places[0] + 1 != len(places):
        return None, None, True
    if len(places) == len(periods):
        return due.rule, None, False
    return due.rule, (periods[places[0]].first, periods[places[-1]].last), False


def _others(
    unit: _Unit, paragraph: PlanParagraph, via: str, standing: Body, reading: DocumentReading
) -> Iterator[Duty]:
    """What a paragraph asks of a unit beside reports."""
    bodies = tuple(body for body in paragraph.bodies if body.code in unit.codes)
    suffix = "" if len(bodies) == len(paragraph.bodies) else f"-{slug(bodies[0].code)}"
    code = f"{_code(paragraph.clause)}{suffix}"[:60].strip("-.")
    helpers = tuple(body for body in paragraph.helpers if body.code not in {one.code for one in bodies})
    title, role = _title(paragraph.subject or paragraph.text), paragraph.role or "lead"
    clauses = _clauses(paragraph, reading)
    for kind in paragraph.kinds:
        if kind == "standing":
            yield Duty(code, title, clauses, bodies, kind, role, helpers=helpers, via=via)
        elif kind == "handover":
            yield _handover(f"{code}-BG", paragraph, bodies, standing, reading.year)
        elif kind == "task":
            yield from _tasks(Duty(code, title, clauses, bodies, kind, role, helpers=helpers), paragraph, reading.year)
        elif kind == "report":
            for number, due in enumerate(_once(paragraph), start=1):
                yield Duty(f"{code}-{number}", title, clauses, bodies, kind, role, "once", helpers, rule=due.rule,
                           wording=paragraph.terms.deadline)  # fmt: skip


def _clauses(paragraph: PlanParagraph, reading: DocumentReading) -> tuple[str, ...]:
    """Its own reference, and those of the lines that say who and when."""
    return (paragraph.clause, *(one.clause for one in reading.paragraphs if one.part_of == paragraph.clause))


def _comes_once(paragraph: PlanParagraph) -> bool:
    """Whether a report is wanted on single dates and nothing says that it comes again."""
    dues = paragraph.terms.dues
    return bool(dues) and not paragraph.terms.periods and all(due.period == "once" for due in dues)


def _once(paragraph: PlanParagraph) -> list[Due]:
    return [due for due in paragraph.terms.dues if due.period == "once"]


def _tasks(task: Duty, paragraph: PlanParagraph, year: int | None) -> Iterator[Duty]:
    """A task, once per date that the text has for it; without a date its deadline stays open."""
    dues: Sequence[Due | None] = paragraph.terms.dues or (None,)
    for number, due in enumerate(dues, start=1):
        rule, effective, incomplete = _fitting(due, year) if due else (None, None, False)
        yield replace(
            task,
            code=task.code if len(dues) == 1 else f"{task.code}-{number}",
            period=due.period if due else "once",
            rule=rule,
            wording=paragraph.terms.deadline,
            effective=effective,
            questions={"period": "văn bản không nêu hạn cho mọi kỳ"} if incomplete else {},
        )


def _handover(code: str, paragraph: PlanParagraph, bodies: tuple[Body, ...], standing: Body, year: int | None) -> Duty:
    """A handing over to the body that the text names, else to the standing agency, for a person to confirm."""
    period = paragraph.terms.periods[0] if paragraph.terms.periods else "half" if paragraph.terms.cadence else "once"
    charged = {body.code for body in bodies}
    to = next((body for body in (*paragraph.receivers, standing) if body.code not in charged), None)
    due = next((due for due in paragraph.terms.dues if due.period == period), None)
    rule, effective, _ = _fitting(due, year) if due else (None, None, False)
    questions = {} if to is None or to in paragraph.receivers else {"to": "văn bản không nêu rõ nơi nhận"}
    return Duty(
        code,
        f"Bàn giao theo kênh riêng: {_title(paragraph.text)}",
        (paragraph.clause,),
        bodies,
        "handover",
        paragraph.role or "lead",
        period,
        to=(to,) if to else (),
        rule=rule,
        wording=paragraph.terms.deadline or paragraph.terms.cadence,
        effective=effective,
        questions=questions,
    )


def _code(clause: str) -> str:
    """`V.2-4` for `V.2#4`, `V-end`, `PL1-2` for `PL1#r2`."""
    return clause.replace("#r", "-").replace("#", "-").replace("đ", "dd")


def _title(text: str) -> str:
    """The first words of a paragraph, up to a joint of the sentence."""
    first = re.split(r"[.;:]\s", text, maxsplit=1)[0].strip(" .;:,/")
    if len(first) <= _MOST_TITLE:
        return first
    return first[:_MOST_TITLE].rsplit(" ", 1)[0].rstrip(",;") + "…"


def _distinct(duties: Sequence[Duty]) -> list[Duty]:
    """Codes made distinct, whatever their case."""
    seen: set[str] = set()
    found = []
    for duty in duties:
        code, number = duty.code, 1
        while code.casefold() in seen:
            number += 1
            code = f"{duty.code}-{number}"
        seen.add(code.casefold())
        found.append(replace(duty, code=code) if code != duty.code else duty)
    return found
