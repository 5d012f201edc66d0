"""An answer to fill in as JSON or YAML: every key that a form asks for, ready to be handed to `submit`."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.answers import Answer, Answers
    from intake.forms import FieldQuestion, FormSpec

#: Keys that YAML reads as text without quotes.
_PLAIN_KEY = re.compile(r"(?!(?:null|true|false)$)[A-Za-z][A-Za-z0-9.-]*", re.IGNORECASE)
#: What may stand behind a figure's key.
_FIGURES = (
    "con số: 40 hoặc 12.5",
    "nil: không phát sinh (khác với để trống là chưa có số)",
    "{value: 40, estimate: true}: số ước thực hiện, sẽ thay bằng số chính thức",
    '{value: 40, note: "…"}: số kèm ghi chú',
)

#: A key, its value as JSON (None: blank), and what is asked.
Line = tuple[str, object, str]


def _sections(spec: "FormSpec", said: "Answers") -> Iterator[tuple[str, list[Line]]]:
    """The parts of an answer that this form has; fields stand at the top, under no section."""
    from intake.answers import DutyAnswer

    texts = {code: one.text for code, one in said.passages.items()}
    given = {code: one.value for code, one in said.fields.items()}
    duties = [(duty, said.duties.get(duty.code, DutyAnswer(""))) for duty in spec.duties]
    yield "", [(one.code, given.get(one.code), f"{one.title}. {_hint(one)}") for one in spec.fields]
    yield "figures", [(q.code, _figure(said.figures.get(q.code)), f"{q.asked} ({q.unit})") for q in spec.questions]
    yield "narrative", [(one.code, texts.get(one.code, ""), one.title) for one in spec.passages]
    yield "duties", [(duty.code, {"status": one.status, "text": one.text}, duty.title) for duty, one in duties]


def _hint(field: "FieldQuestion") -> str:
    return f"Một trong: {_statuses()}" if field.type == "status" else field.hint


def _statuses() -> str:
    from intake.forms import STATUSES

    return ", ".join(f"{key} ({words})" for key, words in STATUSES.items())


def _figure(given: "Answer | None") -> object:
    """A figure as short as it can be written: blank, a number, `nil`, or a number with what is said about it."""
    if given is None:
        return None
    if not (given.estimate or given.note):
        return "nil" if given.nil else given.value
    said: dict[str, object] = {"nil": True} if given.nil else {"value": given.value}
    if given.estimate:
        said["estimate"] = True
    return {**said, "note": given.note} if given.note else said


def _written(value: object, indent: int | None = None) -> str:
    """A value as JSON, which YAML reads too; decimals stay exact."""
    import simplejson

    return str(simplejson.dumps(value, ensure_ascii=False, use_decimal=True, indent=indent))


def as_json(spec: "FormSpec", filled: "Answers | None" = None) -> str:
    """The answer to fill in as JSON."""
    from intake.answers import Answers

    answers = filled or Answers()
    said: dict[str, object] = {"nil": answers.nil} if spec.may_be_nil else {}
    for section, lines in _sections(spec, answers):
        values = {key: value for key, value, _asked in lines}
        if section and values:
            said[section] = values
        else:
            said.update(values)
    return _written(said, 2) + "\n"


def as_yaml(spec: "FormSpec", filled: "Answers | None" = None) -> str:
    """The answer to fill in as YAML, with what is asked beside each key and what may be written above each part."""
    from intake.answers import Answers

    answers = filled or Answers()
    out = [f"# {spec.title}", f"# {spec.agency_name}, {spec.period_title}", f"# {spec.assignment}"]
    if spec.may_be_nil:
        out.append(
            f"nil: {_written(answers.nil)}  # true: cả kỳ không phát sinh gì, không cần ghi gì thêm; không thì false"
        )
    for section, lines in _sections(spec, answers):
        if section and lines:
            out += [*_explained(section), f"{section}:"]
        indent = "  " if section else ""
        for key, value, asked in lines:
            shown = "" if value is None else f" {_written(value)}"
            out.append(f"{indent}{_key(key)}:{shown}  # {' '.join(asked.split())}")
    return "\n".join(out) + "\n"


def _explained(section: str) -> list[str]:
    """What the values of a part may be, as comments above it."""
    if section == "figures":
        return ["", "# figures, mỗi chỉ tiêu ghi một trong:", *(f"#   {said}" for said in _FIGURES)]
    if section == "duties":
        return ["", f"# duties, status là một trong: {_statuses()}", "#   text: kết quả chính, một hai câu"]
    return ["", "# narrative: lời của đơn vị, trong dấu nháy kép; xuống dòng bằng \\n"]


def _key(code: str) -> str:
    return code if _PLAIN_KEY.fullmatch(code) else _written(code)
