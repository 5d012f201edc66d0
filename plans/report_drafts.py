"""The periodic reports that a draft proposes for a body, from its own clauses and from those for all bodies."""

from collections.abc import Iterator, Sequence

from models.plan import PeriodKind
from plans.cadence import LENGTHS
from plans.duty import Duty, Unit, fitting
from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph
from plans.subjects import GENERAL
from plans.unread import unread_time


def comes_once(paragraph: PlanParagraph) -> bool:
    """Whether a report is wanted on single dates and nothing says that it comes again."""
    dues = paragraph.terms.dues
    return bool(dues) and not paragraph.terms.periods and all(due.period == "once" for due in dues)


def is_general(unit: Unit) -> bool:
    """Whether a unit is no body but "các sở, ban, ngành"."""
    return bool(unit.codes & GENERAL)


def covers(groups: Sequence[Body], body: Body) -> bool:
    """Whether one of the general groups speaks of a body: departments and branches, unions where it names them."""
    if body.code in GENERAL or body.kind in ("issuer", "ministry", "district", "commune"):
        return False
    union = body.kind == "organisation"
    for group in groups:
        if group.code == "don-vi" or (union if group.code == "doan-the" else not union and not body.is_group):
            return True
        if union and group.code == "so-nganh" and "đoàn thể" in group.name.casefold():
            return True
    return False


def asks_all(paragraph: PlanParagraph) -> bool:
    """Whether a paragraph asks a general group for reports."""
    return "report" in paragraph.kinds and any(body.code in GENERAL for body in paragraph.bodies)


def asked_of_all(unit: Unit, reading: DocumentReading, standing: Body) -> list[PlanParagraph]:
    """The paragraphs that ask a group for reports to which the unit belongs, but not those it receives itself."""
    found = []
    for one in reading.paragraphs:
        groups = [body for body in one.bodies if body.code in GENERAL]
        receiving = {body.code for body in one.receivers} or {standing.code}
        if asks_all(one) and not receiving & unit.codes and all(covers(groups, body) for body in unit.bodies):
            found.append(one)
    return found


def reports_of(
    unit: Unit, reading: DocumentReading, collecting: PlanParagraph | None, of_all: Sequence[PlanParagraph]
) -> Iterator[Duty]:
    """The periodic reports of a unit: one per kind of period that the text sets a date for, else one.

    Each cites the clauses on its own period; the longest also those that name none. What all bodies are asked for
    (`of_all`) comes after what the unit's own clauses say of the same period.
    """
    own = [one for one in unit.paragraphs if "report" in one.kinds and not comes_once(one)]
    told = list({one.clause: one for one in (*own, *(one for one in of_all if not comes_once(one)))}.values())
    dated = {due.period: (due, one) for one in reversed(told) for due in one.terms.dues if due.period != "once"}
    if not dated:
        yield _undated(unit, told, collecting)
        return
    kinds = sorted(dated, key=LENGTHS.index)
    for period in kinds:
        due, one = dated[period]
        rule, effective, incomplete = fitting(due, reading.year)
        cited = [one.clause for one in told if _speaks_of(one, period, kinds)]
        yield Duty(
            code=f"{unit.code}-{period}" if len(dated) > 1 else unit.code,
            title=f"Báo cáo của {unit.name}",
            clauses=tuple(cited),
            bodies=unit.bodies,
            kind="report",
            role=unit.role,
            period=period,
            rule=rule,
            wording=one.terms.deadline,
            effective=effective,
            unread=one.terms.deadline if incomplete else None,
            questions={"due": "văn bản không nêu hạn cho mọi kỳ"} if incomplete else {},
        )


def _speaks_of(one: PlanParagraph, period: PeriodKind, kinds: Sequence[PeriodKind]) -> bool:
    said = {*one.terms.periods, *(due.period for due in one.terms.dues)} & set(kinds)
    return period in said if said else period == kinds[-1]


def _undated(unit: Unit, told: Sequence[PlanParagraph], collecting: PlanParagraph | None) -> Duty:
    """The one report of a unit for which the text holds no date."""
    named = [period for one in told for period in one.terms.periods]
    usual: PeriodKind = min(named, key=LENGTHS.index, default="half")
    words = next((one.terms.cadence for one in told if one.terms.cadence), None)
    clauses = tuple(one.clause for one in told)
    questions = {} if named else {"period": "văn bản không nêu kỳ báo cáo"}
    if len(set(named)) > 1:
        questions["period"] = f"văn bản ghi “{words}”"
    unread = next((found for one in told if (found := unread_time(one.text, one.terms))), None)
    return Duty(
        code=unit.code,
        title=f"Báo cáo của {unit.name}",
        clauses=clauses or ((collecting.clause,) if collecting else ()),
        bodies=unit.bodies,
        kind="report",
        role=unit.role,
        period=usual,
        wording=words,
        by_coordinator=not clauses,
        unread=unread,
        questions=questions,
    )
