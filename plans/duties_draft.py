"""Which obligations to propose for a document: a periodic report per body, and everything else it is charged with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.cadence import LENGTHS
from plans.duty import Duty, Unit, fitting, title_of
from plans.gazetteer import Body
from plans.reading import DocumentReading, PlanParagraph
from plans.report_drafts import asked_of_all, covers, is_general, reports_of
from plans.spelling import slug
from plans.subjects import GENERAL
from plans.terms import Due
from plans.unread import unread_time

_COLLECTS = re.compile(r"tổng\s+hợp[^.;]{0,60}báo\s+cáo|tổng\s+hợp\s+kết\s+quả|đầu\s+mối", re.IGNORECASE)


def duties_of(reading: DocumentReading, standing: Body) -> list[Duty]:
    """The obligations of a document, by body in the order of the document: its reports first."""
    units = _units(reading)
    collecting = next((one for one in reading.paragraphs if one.bodies and _COLLECTS.search(one.text)), None)
    found: list[Duty] = []
    for unit in units:
        of_all = asked_of_all(unit, reading, standing)
        members = _members(unit, units) if is_general(unit) else ()
        if members:
            found.extend(_of_group(unit, members, standing, reading))
            continue
        reports = list(reports_of(unit, reading, collecting, of_all))
        reports[-1] = _citing(reports[-1], unit, reading)
        found.extend(reports)
        via = max(reports, key=lambda duty: LENGTHS.index(duty.period or "half")).code
        for paragraph in unit.paragraphs:
            found.extend(_others(unit, paragraph, via, standing, reading))
    return _distinct(found)


def _members(group: Unit, units: Sequence[Unit]) -> tuple[Body, ...]:
    """The bodies, charged elsewhere in the document, that belong to a general group."""
    return tuple(body for unit in units for body in unit.bodies if covers(group.bodies, body))


def _of_group(group: Unit, members: tuple[Body, ...], standing: Body, reading: DocumentReading) -> Iterator[Duty]:
    """What a general group is asked for beside its reports, which its members file: it has none of its own.

    Its standing duties are lines in their reports too (`_citing`); a report wanted once is asked of them all.
    """
    for paragraph in group.paragraphs:
        to = {body.code for body in paragraph.receivers} or {standing.code}
        filing = tuple(body for body in members if body.code not in to)
        for duty in _others(group, paragraph, "", standing, reading):
            if duty.kind == "report" and filing:
                yield replace(duty, bodies=filing)
            elif duty.kind != "standing":
                yield duty


def _citing(report: Duty, unit: Unit, reading: DocumentReading) -> Duty:
    """A report that also tells of what the whole group is to do at all times, where the group files none itself."""
    more = []
    for one in reading.paragraphs:
        groups = [body for body in one.bodies if body.code in GENERAL]
        if "standing" in one.kinds and groups and any(covers(groups, body) for body in unit.bodies):
            more.append(one.clause)
    return replace(report, clauses=tuple(dict.fromkeys((*report.clauses, *more)))) if more else report


def _units(reading: DocumentReading) -> list[Unit]:
    """Bodies put together that the document only ever charges together; a body charged alone stands alone."""
    charged = [one for one in reading.paragraphs if one.bodies and one.part_of is None]
    placed: dict[str, tuple[Body, ...]] = {}
    for one in sorted(charged, key=lambda one: len(one.bodies)):
        new = [body for body in one.bodies if body.code not in placed]
        for group in (tuple(body for body in new if (body.code in GENERAL) is general) for general in (True, False)):
            placed.update({body.code: group for body in group})
    order = {body.code: None for one in charged for body in one.bodies}
    sets = dict.fromkeys(placed[code] for code in order)
    return [
        Unit(
            bodies, tuple(one for one in charged if {body.code for body in bodies} & {body.code for body in one.bodies})
        )
        for bodies in sets
    ]


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
        elif kind == "task":
            yield from _tasks(Duty(code, title, clauses, bodies, kind, role, helpers=helpers), paragraph, reading.year)
        elif kind == "report":
            for number, due in enumerate(_once(paragraph), start=1):
                yield Duty(f"{code}-{number}", title, clauses, bodies, kind, role, "once", helpers, rule=due.rule,
                           wording=paragraph.terms.deadline)  # fmt: skip


def _clauses(paragraph: PlanParagraph, reading: DocumentReading) -> tuple[str, ...]:
    """Its own reference, and those of the lines that say who and when."""
    return (paragraph.clause, *(one.clause for one in reading.paragraphs if one.part_of == paragraph.clause))


def _once(paragraph: PlanParagraph) -> list[Due]:
    return [due for due in paragraph.terms.dues if due.period == "once"]


def _tasks(task: Duty, paragraph: PlanParagraph, year: int | None) -> Iterator[Duty]:
    """A task, once per date that the text has for it; without a date its deadline stays open."""
    dues: Sequence[Due | None] = paragraph.terms.dues or (None,)
    for number, due in enumerate(dues, start=1):
        rule, effective, incomplete = fitting(due, year) if due else (None, None, False)
        yield replace(
            task,
            code=task.code if len(dues) == 1 else f"{task.code}-{number}",
            period=due.period if due else "once",
            rule=rule,
            wording=paragraph.terms.deadline,
            effective=effective,
            unread=paragraph.terms.deadline if due else unread_time(paragraph.text, paragraph.terms),
            questions={"period": "văn bản không nêu hạn cho mọi kỳ"} if incomplete else {},
        )


def _handover(
    code: str, paragraph: PlanParagraph, bodies: tuple[Body, ...], others: Sequence[Body], year: int | None
) -> Duty:
    """A handing over to the body that the text names, else to the first of `others`, for a person to confirm."""
    period = paragraph.terms.periods[0] if paragraph.terms.periods else "half" if paragraph.terms.cadence else "once"
    charged = {body.code for body in bodies}
    able = (body for body in (*paragraph.receivers, *others) if body.code not in charged and not body.is_group)
    to = next(able, None)
    due = next((due for due in paragraph.terms.dues if due.period == period), None)
    rule, effective, _ = fitting(due, year) if due else (None, None, False)
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
        wording=paragraph.terms.deadline or paragraph.terms.cadence,
        effective=effective,
        unread=unread_time(paragraph.text, paragraph.terms) if due is None else paragraph.terms.deadline,
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
