"""An answer as it was read, from whatever file: figures, passages, duties and fields, each with the place it stood."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from intake.forms import STATUSES, FormSpec
from intake.problems import Problem

# Control characters say nothing and no document format carries them; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure: a value, or `nil` (nothing occurred), which is not the same as missing."""

    value: Decimal | None = None
    nil: bool = False
    estimate: bool = False
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """What the body wrote under one passage."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """The status of a standing duty (a key of `STATUSES`, "" where none was chosen) and a line about it."""

    status: str
    text: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """One field of a task or hand-over as canonical text: a status key, digits, an ISO date, or words."""

    value: str
    where: str = ""


@dataclass(slots=True)
class Answers:
    """A whole answer. `nil`: nothing at all occurred. `problems`: what could not be read, found on the way."""

    figures: dict[str, Answer] = field(default_factory=dict)
    passages: dict[str, PassageAnswer] = field(default_factory=dict)
    duties: dict[str, DutyAnswer] = field(default_factory=dict)
    fields: dict[str, FieldAnswer] = field(default_factory=dict)
    nil: bool = False
    nil_where: str = ""
    problems: list[Problem] = field(default_factory=list)

    def unread(self, where: str, message: str) -> None:
        """Note that something at `where` could not be read."""
        self.problems.append(Problem(where, message))


def clean_text(value: str) -> str:
    """Text as it is kept: NFC, line breaks as `\\n`, no control characters, no spaces around it."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def read_status(value: object) -> str | None:
    """The key of a status given by key or by its Vietnamese words, None where it is neither."""
    if not isinstance(value, str):
        return None
    said = clean_text(value).casefold()
    return next((key for key, words in STATUSES.items() if said in (key, words.casefold())), None)


def read_date(value: object) -> date | None:
    """A date given as such, as `2015-06-15` or as `15/06/2015` (also with dots or dashes); None where it is none."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    said = value.strip()
    try:
        if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", said, re.ASCII):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
        return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said, re.ASCII) else None
    except ValueError:
        return None


def completed(spec: FormSpec, answers: Answers) -> Answers:
    """The answer as it is kept: blanks left out, an overall "không phát sinh" spelled out for every figure and duty.

    The same content gives the same answer, whether its blanks came as empty cells or were not there at all.
    """
    figures = answers.figures
    duties = {code: duty for code, duty in answers.duties.items() if duty.status}
    if answers.nil:
        figures = {q.code: _nil(figures.get(q.code), answers.nil_where) for q in spec.questions}
        duties = {duty.code: duties.get(duty.code, DutyAnswer("nil", "", answers.nil_where)) for duty in spec.duties}
    return Answers(
        figures=figures,
        passages={code: passage for code, passage in answers.passages.items() if passage.text},
        duties=duties,
        fields={code: given for code, given in answers.fields.items() if given.value},
        nil=answers.nil,
        nil_where=answers.nil_where,
        problems=answers.problems,
    )


def _nil(given: Answer | None, where: str) -> Answer:
    return Answer(nil=True, note=given.note, where=given.where) if given else Answer(nil=True, where=where)


def digest_of(answers: Answers) -> str:
    """SHA-256 of what an answer says, whatever file it came in: reports are pinned to it."""
    said = {
        "nil": answers.nil,
        "figures": {
            code: {"value": _digits(a.value), "nil": a.nil, "estimate": a.estimate, "note": a.note}
            for code, a in answers.figures.items()
        },
        "passages": {code: a.text for code, a in answers.passages.items()},
        "duties": {code: {"status": a.status, "text": a.text} for code, a in answers.duties.items()},
        "fields": spoken_fields(answers.fields),
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def spoken_fields(fields: Mapping[str, FieldAnswer]) -> dict[str, str]:
    """Field codes with their canonical text."""
    return {code: answer.value for code, answer in fields.items()}


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
