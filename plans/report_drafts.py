"""The periodic reports that a draft proposes for a body, from its own clauses and from those for all bodies."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from models.plan import PeriodKind
from plans.cadence import LENGTHS
from plans.deadline_clauses import reported_dues
from plans.duty import Duty, Unit, stretches
from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph
from plans.subjects import GENERAL
from plans.terms import Due
from plans.unread import unread_time

_PERIODS: dict[PeriodKind, str] = {
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "half": "6 tháng",
    "nine-months": "9 tháng",
    "year": "năm",
}

#: Beside a period that only the dates tell.
GUESSED = "kỳ đoán theo các ngày hạn, văn bản không nêu"


def comes_once(paragraph: PlanParagraph) -> bool:
    """Whether a report is wanted on single dates and nothing says that it comes again."""
    dues = reported_dues(paragraph)
    named = {*paragraph.terms.periods} - {due.period for due in paragraph.terms.dues if due.guessed}
    return bool(dues) and not named and all(due.period == "once" for due in dues)


def is_general(unit: Unit) -> bool:
    """Whether a unit is no body but "các sở, ban, ngành"."""
    return bool(unit.codes & GENERAL)


def covers(groups: Sequence[Body], body: Body) -> bool:
    """Whether one of the general groups speaks of a body: departments and branches, unions where it names them."""
    if body.code in ("so-nganh", "don-vi") or body.kind in ("issuer", "ministry", "district", "commune"):
        return False
    union = body.kind == "organisation" or body.code == "doan-the"
    for group in groups:
        if group.code == body.code:
            continue
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


def reports_of(unit: Unit, reading: DocumentReading, of_all: Sequence[PlanParagraph]) -> Iterator[Duty]:
    """The periodic reports of a unit: one per kind of period that the text sets a date for, else one.

    Each cites the clauses on its own period; the longest also those that name none. What all bodies are asked for
    (`of_all`) comes after what the unit's own clauses say of the same period.
    """
    own = [one for one in unit.paragraphs if "report" in one.kinds and not comes_once(one)]
    told = list({one.clause: one for one in (*own, *(one for one in of_all if not comes_once(one)))}.values())
    dated = {due.period: (due, one) for one in reversed(told) for due in reported_dues(one) if due.period != "once"}
    if not dated:
        yield _undated(unit, told)
        return
    kinds = sorted(dated, key=LENGTHS.index)
    for period in kinds:
        due, one = dated[period]
        found = Duty(
            code=f"{unit.code}-{period}" if len(dated) > 1 else unit.code,
            title=f"Báo cáo của {unit.name}",
            clauses=tuple(one.clause for one in told if _speaks_of(one, period, kinds)),
            bodies=unit.bodies,
            kind="report",
            role=unit.role,
            period=period,
            wording=due.said,
            unread=unread_time(one.text, one.terms) if period == kinds[-1] else None,
            questions=_about_period(due, _without_due(told, kinds) if period == kinds[-1] else ()),
        )
        first_half = period == "half" and "year" in kinds and "on" not in due.rule and reading.year
        for rule, span in stretches(due, reading.year):
            effective = (date(first_half, 1, 1), date(first_half, 6, 30)) if first_half else span
            yield replace(found, rule=rule, effective=effective)


def _about_period(due: Due, left: Sequence[PeriodKind]) -> dict[str, str]:
    """What to look at in the period of a report: one that only the dates tell; others named and left without a date."""
    if due.guessed:
        return {"period": GUESSED}
    names = ", ".join(_PERIODS[period] for period in left)
    return {"period": f"văn bản còn nêu kỳ {names} mà không nêu hạn"} if left else {}


def _without_due(told: Sequence[PlanParagraph], kinds: Sequence[PeriodKind]) -> tuple[PeriodKind, ...]:
    """The kinds of periods named where reports are given dates, and not among those that have one."""
    dated = (one for one in told if any(due.period != "once" for due in one.terms.dues))
    return tuple(dict.fromkeys(period for one in dated for period in one.terms.periods if period not in kinds))


def _speaks_of(one: PlanParagraph, period: PeriodKind, kinds: Sequence[PeriodKind]) -> bool:
    said = {*one.terms.periods, *(due.period for due in one.terms.dues)} & set(kinds)
    return period in said if said else period == kinds[-1]


def _undated(unit: Unit, told: Sequence[PlanParagraph]) -> Duty:
    """The one report of a unit for which the text holds no date; what asks it for none is not cited."""
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
        clauses=clauses,
        bodies=unit.bodies,
        kind="report",
        role=unit.role,
        period=usual,
        wording=words,
        by_coordinator=not clauses,
        unread=unread,
        questions=questions,
    )
