"""Which obligations to propose for a document: a periodic report per body, and everything else it is charged with."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.cadence import LENGTHS
from plans.deadline_clauses import clauses_of
from plans.duty import Duty, Unit, stretches, title_of
from plans.gazetteer import Body
from plans.groups_draft import addressed, members_of
from plans.reading import DocumentReading, PlanParagraph
from plans.report_drafts import GUESSED, asked_of_all, covers, is_general, reports_of
from plans.spelling import slug
from plans.subjects import GENERAL
from plans.unread import unread_time


def duties_of(reading: DocumentReading, standing: Body) -> list[Duty]:
    """The obligations of a document, by body in the order of the document: its reports first."""
    found: list[Duty] = []
    for unit in _units(reading):
        if is_general(unit) and members_of(unit.bodies[0], reading):
            found.extend(_of_group(unit, standing, reading))
            continue
        of_all = asked_of_all(unit, reading, standing)
        reports = list(reports_of(unit, reading, of_all))
        reports[-1] = _citing(reports[-1], unit, reading)
        found.extend(reports)
        via = max(reports, key=lambda duty: LENGTHS.index(duty.period or "half")).code
        for paragraph in unit.paragraphs:
            found.extend(_others(unit, paragraph, via, standing, reading))
    return _distinct(found)


def _of_group(unit: Unit, standing: Body, reading: DocumentReading) -> Iterator[Duty]:
    """What a general group is asked for beside its reports, which its members file: it has none of its own.

    Its standing duties are lines in their reports too (`_citing`); a report wanted once is asked of them all.
    """
    group = unit.bodies[0]
    for paragraph in unit.paragraphs:
        to = {body.code for body in paragraph.receivers} or {standing.code}
        filing = addressed(group, paragraph, reading, to)
        for duty in _others(unit, paragraph, "", standing, reading):
            if duty.kind == "report" and filing:
                yield replace(duty, bodies=filing)
            elif duty.kind != "standing":
                yield duty


def _citing(report: Duty, unit: Unit, reading: DocumentReading) -> Duty:
    """A report that also tells of what the whole group is to do at all times, where the group files none itself."""
    more = []
    for one in reading.paragraphs:
        groups = [body for body in one.bodies if body.code in GENERAL]
        named = unit.codes & {body.code for body in one.bodies}
        if "standing" in one.kinds and not named and any(covers(groups, body) for body in unit.bodies):
            more.append(one.clause)
    return replace(report, clauses=tuple(dict.fromkeys((*report.clauses, *more)))) if more else report


def _units(reading: DocumentReading) -> list[Unit]:
    """Bodies put together that the document only ever charges together; a general group ("các sở, ngành") is alone."""
    charged = [one for one in reading.paragraphs if one.bodies and one.part_of is None]
    general = [body for one in charged for body in one.bodies if body.code in GENERAL]
    placed: dict[str, tuple[Body, ...]] = {}
    for one in sorted(charged, key=lambda one: len(one.bodies)):
        new = [body for body in one.bodies if body.code not in placed]
        placed.update({body.code: together for together in _alike(new, general) for body in together})
    order = {body.code: None for one in charged for body in one.bodies}
    sets = dict.fromkeys(placed[code] for code in order)
    return [
        Unit(
            bodies, tuple(one for one in charged if {body.code for body in bodies} & {body.code for body in one.bodies})
        )
        for bodies in sets
    ]


def _alike(bodies: Sequence[Body], general: Sequence[Body]) -> list[tuple[Body, ...]]:
    """Bodies parted by which general groups speak of them, so that one order to a group is one to the whole unit."""
    found: dict[tuple[str, ...], tuple[Body, ...]] = {}
    for body in bodies:
        groups = (group.code for group in general if covers([group], body))
        of = (body.code, "itself") if body.code in GENERAL else tuple(groups)
        found[of] = (*found.get(of, ()), body)
    return list(found.values())


def _others(unit: Unit, paragraph: PlanParagraph, via: str, standing: Body, reading: DocumentReading) -> Iterator[Duty]:
    """What a paragraph asks of a unit beside reports."""
    bodies = tuple(body for body in paragraph.bodies if body.code in unit.codes)
    suffix = "" if len(bodies) == len(paragraph.bodies) else f"-{slug(bodies[0].code)}"
    code = f"{_code(paragraph.clause)}{suffix}"[:60].strip("-.")
    helpers = tuple(body for body in paragraph.helpers if body.code not in {one.code for one in bodies})
    title, role = title_of(paragraph.subject or paragraph.text), paragraph.role or "lead"
    clauses = _clauses(paragraph, reading)
    for kind in paragraph.kinds:
        if kind == "standing":
            unread = unread_time(paragraph.text, paragraph.terms)
            yield Duty(code, title, clauses, bodies, kind, role, helpers=helpers, via=via, unread=unread)
        elif kind == "handover":
            yield _handover(f"{code}-BG", paragraph, bodies, (standing, reading.issuer), reading.year)
    if {"task", "report"} & set(paragraph.kinds):
        yield from _dated(Duty(code, title, clauses, bodies, "task", role, helpers=helpers), paragraph, reading.year)


def _clauses(paragraph: PlanParagraph, reading: DocumentReading) -> tuple[str, ...]:
    """Its own reference, and those of the lines that say who and when."""
    return (paragraph.clause, *(one.clause for one in reading.paragraphs if one.part_of == paragraph.clause))


def _dated(task: Duty, paragraph: PlanParagraph, year: int | None) -> Iterator[Duty]:
    """What is done or reported once, for each date of the text with the words of its own; and tasks without a date.

    What is reported in every period is left to the body's periodic reports.
    """
    terms = paragraph.terms
    unread = unread_time(paragraph.text, terms)
    if not terms.dues:
        if "task" in paragraph.kinds:
            yield replace(task, period="once", wording=terms.deadline, unread=unread)
        return
    found: list[Duty] = []
    clauses = clauses_of(paragraph)
    for clause in clauses:
        dated = replace(task, kind=clause.kind, title=title_of(clause.text) if len(clauses) > 1 else task.title)
        for due in clause.dues if clause.kind == "task" else (due for due in clause.dues if due.period == "once"):
            found.extend(
                replace(
                    dated,
                    period=due.period,
                    rule=rule,
                    wording=due.said,
                    effective=effective,
                    questions={"period": GUESSED} if due.guessed else {},
                )
                for rule, effective in stretches(due, year)
            )
    for number, duty in enumerate(found, start=1):
        single = len(found) == 1 and duty.kind == "task"
        code = task.code if single else f"{task.code}-{number}"
        yield replace(duty, code=code, unread=unread if number == 1 else None)


def _handover(
    code: str, paragraph: PlanParagraph, bodies: tuple[Body, ...], others: Sequence[Body], year: int | None
) -> Duty:
    """A handing over to the body that the text names, else to the first of `others`, for a person to confirm."""
    period = paragraph.terms.periods[0] if paragraph.terms.periods else "half" if paragraph.terms.cadence else "once"
    charged = {body.code for body in bodies}
    able = (body for body in (*paragraph.receivers, *others) if body.code not in charged and not body.is_group)
    to = next(able, None)
    due = next((due for due in paragraph.terms.dues if due.period == period), None)
    dated = stretches(due, year) if due else []
    rule, effective = dated[0] if len(dated) == 1 else (None, None)
    questions = {} if to is None or to in paragraph.receivers else {"to": "văn bản không nêu rõ nơi nhận"}
    return Duty(
        code,
        f"Bàn giao theo kênh riêng: {title_of(paragraph.text)}",
        (paragraph.clause,),
        bodies,
        "handover",
        paragraph.role or "lead",
        period,
        to=(to,) if to else (),
        rule=rule,
        wording=due.said if due else paragraph.terms.deadline or paragraph.terms.cadence,
        effective=effective,
        unread=paragraph.terms.deadline if due and not rule else unread_time(paragraph.text, paragraph.terms),
        questions=questions,
    )


def _code(clause: str) -> str:
    """`V.2-4` for `V.2#4`, `V-end`, `PL1-2` for `PL1#r2`."""
    return clause.replace("#r", "-").replace("#", "-").replace("đ", "dd")


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
