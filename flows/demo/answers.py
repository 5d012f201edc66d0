"""What the bodies of the demo answer: figures that agree with each other, words on each topic; all of it invented."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import simplejson

from flows.demo.figures import Province
from flows.demo.passages import Voice
from intake.forms import FormSpec
from intake.numbers import in_vietnamese
from intake.structured import answers_from
from intake.workbook_writing import write_workbook
from models.assignments import Assignment
from models.periods import Period, parse_period, periods_of
from models.plan import PlanDocument

#: In a list of bodies of one kind each fifth one copies from the one before it.
_COPIES_EACH = 5


@dataclass(frozen=True, slots=True)
class Author:
    """Writes the answers of all bodies of a plan, the same ones for the same seed."""

    document: PlanDocument
    province: Province
    seed: int

    def answer(self, spec: FormSpec, assignment: Assignment, today: date, *, flawed: bool = False) -> dict[str, Any]:
        """A whole answer to a form, in the shape `submit` reads from JSON.

        `flawed` answers say too little: the coordinator has a reason to return them.
        """
        if spec.fields:
            body = self.document.agency(assignment.agency).brief
            return _fields(spec, body, Random(f"{self.seed}/{assignment.name}"), today)  # noqa: S311 - a story, not a secret
        voice, figures = self._voice(assignment), self._figures(spec, assignment)
        words = self._words(parse_period(assignment.period), figures)
        passages = voice.passages(spec, words.__getitem__)
        return {
            "figures": {code: "nil" if value == 0 else value for code, value in figures.items()},
            "narrative": dict.fromkeys(passages, "Đã làm.") if flawed else passages,
            "duties": {duty.code: self._duty(duty.code, assignment, voice) for duty in spec.duties},
        }

    def _figures(self, spec: FormSpec, assignment: Assignment) -> dict[str, Decimal]:
        body, period = self._speaker(assignment), parse_period(assignment.period)
        return {question.code: self.province.figure(question.code, body, period) for question in spec.questions}

    def _words(self, period: Period, figures: Mapping[str, Decimal]) -> dict[str, str]:
        """What stands for each blank of a passage."""
        told = {code: in_vietnamese(value) for code, value in figures.items()}
        return {**told, "ky": period.title(), "ky-sau": _after(period).title()}

    def _voice(self, assignment: Assignment) -> Voice:
        kind = self.document.agency(assignment.agency).kind
        alike = [agency.code for agency in self.document.agencies if agency.kind == kind]
        number = alike.index(assignment.agency)
        copies = kind != "department" and number % _COPIES_EACH == _COPIES_EACH - 1
        return Voice(f"{self.seed}/{alike[number - copies]}/{assignment.period}", copies)

    def _duty(self, code: str, assignment: Assignment, voice: Voice) -> dict[str, str]:
        """Most of what is lasting is under way in the first half of a year, and done for the year at its end.

        One draw holds for all periods, so that what a body called done stays done.
        """
        random = Random(f"{self.seed}/{assignment.obligation}/{self._speaker(assignment)}/{code}")  # noqa: S311 - a story
        ended = parse_period(assignment.period).last == self.document.plan.end
        done = random.randint(1, 4) <= (3 if ended else 1)
        section = self.document.obligation(code).section or ""
        return {"status": "done" if done else "ongoing", "text": voice.duty(code, section)}

    def _speaker(self, assignment: Assignment) -> str:
        """Whose figures and duties an answer tells: of bodies that answer together the first, whoever sends it."""
        obligation = self.document.obligation(assignment.obligation)
        return self.document.members(obligation.assigned_to)[0] if obligation.joint else assignment.agency


def _after(period: Period) -> Period:
    """The period of the same kind that follows."""
    if period.kind == "program":
        return period
    year = period.last.year
    following = periods_of(period.kind, date(year, 1, 1), date(year + 1, 12, 31))
    return next((one for one in following if one.first > period.first), period)


def document_number(number: int, body: str, *, report: bool) -> str:
    """The number of a body's paper as its office writes it: "209/BC-CAT" of a report, "209/CAT-VP" of a công văn.

    `body` is the body's short name; of each word its first letter counts, of an abbreviation all of it.
    """
    sign = "".join(word if word.isupper() else word[0].upper() for word in re.findall(r"\w+", body))
    return f"{number}/BC-{sign}" if report else f"{number}/{sign}-VP"


def _fields(spec: FormSpec, body: str, random: Random, today: date) -> dict[str, Any]:
    number = document_number(random.randint(11, 340), body, report=spec.kind == "task")
    values: dict[str, Any] = {
        "status": "done",
        "percent": 100,
        "date": today.isoformat(),
        "number": number,
        "count": random.randint(60, 75),
        "note": "Đã hoàn thành theo phân công.",
    }
    return {field.code: values[field.code] for field in spec.fields}


def as_json(answer: Mapping[str, Any]) -> bytes:
    """The answer as a JSON file."""
    text = simplejson.dumps(answer, use_decimal=True, ensure_ascii=False, indent=1)
    return text.encode()


def filled_workbook(spec: FormSpec, answer: Mapping[str, Any]) -> bytes:
    """The body's own workbook with the answer filled in, as it comes back."""
    loaded = simplejson.loads(as_json(answer), use_decimal=True)
    return write_workbook(spec, answers_from(loaded, spec))
