"""Answers as JSON or YAML, for systems and for people who type figures in on a body's behalf."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from intake.answers import Answer, Answers, DutyAnswer, FieldAnswer, PassageAnswer, clean_text, read_date, read_status
from intake.forms import STATUSES, FieldQuestion, FormSpec, Question
from intake.numbers import NumberError, is_blank, is_nil_word, read_number
from models.errors import SubmissionError
from models.language import _

#: A form of fifty figures and five passages takes some ten kilobytes.
MAX_BYTES = 2_000_000
_MAX_DEPTH = 20

_SECTIONS = ("figures", "narrative", "duties", "nil")
_FIGURE_KEYS = ("value", "nil", "estimate", "note")
_DUTY_KEYS = ("status", "text")
_KEY = re.compile(r"[A-Za-z0-9.-]{1,64}")
#: Half of a sign outside the basic plane: no file and no database can carry it.
_HALF = re.compile("[\ud800-\udfff]")


def load_structured(content: bytes, name: str) -> dict[str, object]:
    """The mapping a JSON or YAML file holds; decimals stay exact in JSON and as written to 15 digits in YAML.

    Raises:
        SubmissionError: not UTF-8, not JSON or YAML, too large, too deep, a key twice, half a sign, or no mapping at
            its top.
    """
    if len(content) > MAX_BYTES:
        raise SubmissionError(
            _("tệp lớn hơn {size} MB: chỉ gửi số liệu và phần lời của biểu mẫu").format(size=MAX_BYTES // 1_000_000)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(_("tệp không phải văn bản UTF-8: lưu lại với mã UTF-8 rồi gửi lại")) from None
    try:
        loaded = _from_json(text) if name.lower().endswith(".json") else _from_yaml(text)
    except RecursionError:
        raise SubmissionError(_("tệp lồng quá nhiều tầng: viết theo mẫu trong tài liệu hướng dẫn")) from None
    if not isinstance(loaded, dict) or not all(isinstance(key, str) for key in loaded):
        raise SubmissionError(_('tệp phải là các cặp khóa: giá trị, ví dụ {"figures": {...}, "narrative": {...}}'))
    _check_depth(loaded)
    if _HALF.search(json.dumps(loaded, ensure_ascii=False, default=str, skipkeys=True)):
        raise SubmissionError(_("có nửa ký tự (surrogate) đứng một mình trong tệp: gõ lại chữ ấy rồi gửi lại"))
    return loaded


def _from_json(text: str) -> object:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise SubmissionError(_("có khóa viết hai lần trong tệp JSON: giữ lại một"))
        return found

    def not_a_number(_token: str) -> NoReturn:
        raise SubmissionError(
            _("có giá trị NaN hoặc Infinity trong tệp JSON: ghi con số, hoặc nil nếu không phát sinh")
        )

    try:
        return json.loads(text, object_pairs_hook=once, parse_float=Decimal, parse_constant=not_a_number)
    except json.JSONDecodeError as error:
        raise SubmissionError(
            _("không phải JSON hợp lệ (dòng {line}, cột {column}): sửa rồi gửi lại").format(
                line=error.lineno, column=error.colno
            )
        ) from None
    except ValueError:  # more digits than Python converts
        raise SubmissionError(_("có con số quá dài trong tệp JSON: xem lại đơn vị tính")) from None


def _from_yaml(text: str) -> object:
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise SubmissionError(_("tệp YAML dùng tham chiếu (*): viết giá trị ra tại chỗ"))
        loaded: object = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = _(" (dòng {line}, cột {column})").format(line=mark.line + 1, column=mark.column + 1) if mark else ""
        raise SubmissionError(_("không phải YAML hợp lệ{place}: sửa rồi gửi lại").format(place=place)) from None
    except ValueError:
        raise SubmissionError(
            _("có giá trị không đọc được trong tệp YAML: đặt ngày trong dấu nháy, ghi số gọn lại")
        ) from None
    return loaded


def _check_depth(loaded: object) -> None:
    level: list[object] = [loaded]
    for _level in range(_MAX_DEPTH):
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise SubmissionError(_("tệp lồng quá nhiều tầng: viết theo mẫu trong tài liệu hướng dẫn"))


def _children(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _place(where: str, key: object, number: int) -> str:
    """A key as part of a place; what is no code is named by its position, for places are kept and content is not."""
    said = key if isinstance(key, str) and _KEY.fullmatch(key) else _("khóa thứ {number}").format(number=number)
    return f"{where}.{said}" if where else said


def read_structured(content: bytes, name: str, spec: FormSpec) -> Answers:
    """An answer from JSON or YAML (by the file's name): `figures`, `narrative`, `duties`, `nil`, and a task's fields.

    A figure is a number, "nil", or `{value, nil, estimate, note}`; a duty is a status or `{status, text}`.  What cannot
    be read, and every unknown key, is among the answer's problems.

    Raises:
        SubmissionError: the file cannot be taken at all.
    """
    return answers_from(load_structured(content, name), spec)


def answers_from(loaded: Mapping[str, object], spec: FormSpec) -> Answers:
    """The answer in a mapping that was already loaded; see `read_structured`."""
    answers = Answers()
    fields = {question.code: question for question in spec.fields}
    _refuse_unknown(answers, "", loaded, (*_SECTIONS, *fields))
    answers.nil, answers.nil_where = _flag(answers, "nil", loaded.get("nil")), "nil"
    questions = {question.code: question for question in spec.questions}
    for code, value in _section(answers, loaded, "figures", questions):
        answers.figures[code] = _figure(answers, questions[code], value, f"figures.{code}")
    for code, value in _section(answers, loaded, "narrative", [p.code for p in spec.passages]):
        answers.passages[code] = PassageAnswer(_text(answers, f"narrative.{code}", value), f"narrative.{code}")
    for code, value in _section(answers, loaded, "duties", [duty.code for duty in spec.duties]):
        answers.duties[code] = _duty(answers, value, f"duties.{code}")
    for code, question in fields.items():
        if not is_blank(loaded.get(code)):
            answers.fields[code] = FieldAnswer(field_value(answers, question, loaded[code], code), code)
    return answers


def _refuse_unknown(answers: Answers, where: str, given: Mapping[str, object], known: Iterable[str]) -> None:
    known = list(known)
    for number, key in enumerate(given, start=1):
        if key in known:
            continue
        near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
        advice = (
            _("có phải {near}?").format(near=near[0])
            if near
            else _("các khóa có thể dùng: {known}").format(known=", ".join(known) or _("không có"))
        )
        answers.unread(
            _place(where, key, number), _("không có khóa này trong biểu mẫu; {advice}").format(advice=advice)
        )


def _section(
    answers: Answers, loaded: Mapping[str, object], name: str, known: Iterable[str]
) -> Iterator[tuple[str, object]]:
    given = loaded.get(name)
    if given is None:
        return
    if not isinstance(given, Mapping):
        answers.unread(name, _("cần các cặp mã: giá trị"))
        return
    known = list(known)
    _refuse_unknown(answers, name, given, known)
    yield from ((code, given[code]) for code in known if code in given)


def _flag(answers: Answers, where: str, value: object) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    answers.unread(where, _("ghi true hoặc false"))
    return False


def _text(answers: Answers, where: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    answers.unread(where, _("cần một đoạn văn bản, đặt trong dấu nháy"))
    return ""


def _figure(answers: Answers, question: Question, given: object, where: str) -> Answer:
    if not isinstance(given, Mapping):
        return Answer(*_value(answers, question, given, where), where=where)
    _refuse_unknown(answers, where, given, _FIGURE_KEYS)
    value, nil = _value(answers, question, given.get("value"), where)
    return Answer(
        value=value,
        nil=nil or _flag(answers, f"{where}.nil", given.get("nil")),
        estimate=_flag(answers, f"{where}.estimate", given.get("estimate")),
        note=_text(answers, f"{where}.note", given.get("note")),
        where=where,
    )


def _value(answers: Answers, question: Question, given: object, where: str) -> tuple[Decimal | None, bool]:
    """The figure and whether it was said to be nil."""
    if is_blank(given):
        return None, False
    if is_nil_word(given):
        return None, True
    try:
        return read_number(given, whole=question.type == "integer", unit=question.unit), False
    except NumberError as error:
        said = _("{why}. Ghi được: con số, nil (không phát sinh), hoặc value kèm estimate: true (ước thực hiện)")
        answers.unread(where, said.format(why=error))
        return None, False


def _duty(answers: Answers, given: object, where: str) -> DutyAnswer:
    if isinstance(given, Mapping):
        _refuse_unknown(answers, where, given, _DUTY_KEYS)
        text = _text(answers, f"{where}.text", given.get("text"))
        return DutyAnswer(_status(answers, where, given.get("status")), text, where)
    return DutyAnswer(_status(answers, where, given), "", where)


def _status(answers: Answers, where: str, value: object) -> str:
    if is_blank(value):
        return ""
    status = read_status(value)
    if status is None:
        answers.unread(
            where,
            _("tình trạng không rõ: chọn {keys} ({words})").format(
                keys=", ".join(STATUSES), words=", ".join(STATUSES.values())
            ),
        )
    return status or ""


def field_value(answers: Answers, question: FieldQuestion, value: object, where: str) -> str:
    """A field's canonical text, "" (and a problem) where it cannot be read as what is asked."""
    if question.type == "status":
        return _status(answers, where, value)
    if question.type == "date":
        day = read_date(value)
        if day is None:
            answers.unread(where, _("cần một ngày có thật, ví dụ 15/06/2015"))
        return day.isoformat() if day else ""
    if question.type == "text":
        return _text(answers, where, value)
    try:
        return format(read_number(value, whole=True, unit="%" if question.type == "percent" else ""), "f")
    except NumberError as error:
        answers.unread(where, str(error))
        return ""
