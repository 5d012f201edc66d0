"""Whether an answer is complete and plausible: every problem at once, each with its cell or key and what to write."""

import operator
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from intake.answers import Answer, Answers
from intake.forms import FieldQuestion, FormSpec, Question
from intake.numbers import MAX_DIGITS, decimal_places, digit_count, in_vietnamese
from intake.problems import Problem, Severity, errors_in
from models.forms import FormRule
from models.language import N_, _

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
#: Fewer than this of anything in one commune may point to a person.
_SMALL_CELL = 3
_MAX_NOTE = 2_000

_NOT_GIVEN = N_('chưa có số liệu: ghi số (kể cả 0), hoặc chọn x ở cột "Không phát sinh"')


def check_answers(spec: FormSpec, answers: Answers, *, today: date | None = None) -> list[Problem]:
    """All that is wrong with or striking about an answer, in the order of the form.

    Completeness, types, ranges, the form's rules, and contradictions are errors; small cells below district level are
    warnings. What is far from earlier periods is asked about elsewhere, once the answer is in. `today` (local) refuses
    dates still to come; None leaves them.
    """
    problems = list(answers.problems)
    read_badly = {problem.where for problem in problems}
    problems += _check_nil(spec, answers)
    for question in spec.questions:
        given = answers.figures.get(question.code, Answer(where=f"figures.{question.code}"))
        if given.where not in read_badly:
            problems += _check_figure(spec, question, given, answers.nil)
    problems += _check_rules(spec, answers)
    problems += _check_passages(spec, answers)
    problems += _check_duties(spec, answers, read_badly)
    problems += _check_fields(spec, answers, read_badly, today)
    return problems


def _check_nil(spec: FormSpec, answers: Answers) -> Iterator[Problem]:
    if not answers.nil:
        return
    if not spec.may_be_nil:
        yield Problem(answers.nil_where, _("việc này không thể không phát sinh: bỏ dấu này và trả lời từng ô"))
    for duty in answers.duties.values():
        if duty.status in ("done", "ongoing"):
            yield Problem(
                duty.where, _("đã đánh dấu cả kỳ không phát sinh mà nhiệm vụ này lại có kết quả: bỏ một trong hai")
            )


def _check_figure(spec: FormSpec, question: Question, given: Answer, nil_form: bool) -> Iterator[Problem]:
    if len(given.note) > _MAX_NOTE:
        yield Problem(
            given.where,
            _("ghi chú dài quá {most} ký tự: rút gọn hoặc chuyển sang phần lời").format(most=_MAX_NOTE),
        )
    if given.value is None:
        if not given.nil and not nil_form:
            yield Problem(given.where, f"{question.name}: {_(_NOT_GIVEN)}")
        return
    if (given.nil or nil_form) and given.value != 0:
        yield Problem(given.where, _("vừa có số liệu vừa đánh dấu không phát sinh: giữ một trong hai"))
    wrong = check_value(question, given.value, given.where)
    yield from wrong or _look_twice(spec, given.value, given.where)


def check_value(question: Question, value: Decimal, where: str) -> list[Problem]:
    """What is wrong with a figure's type, its number of digits and its range."""
    return [*_check_type(question, value, where), *_check_range(question, value, where)]


def _check_type(question: Question, value: Decimal, where: str) -> Iterator[Problem]:
    places = decimal_places(value)
    if digit_count(value) > MAX_DIGITS:
        yield Problem(
            where,
            _("số có quá {most} chữ số: xem lại đơn vị tính ({unit})").format(most=MAX_DIGITS, unit=question.unit),
        )
    elif question.type == "integer" and places:
        yield Problem(where, _("cần số nguyên ({unit})").format(unit=question.unit))
    elif places > question.decimals and question.type == "decimal":
        yield Problem(
            where,
            _("tối đa {decimals} chữ số thập phân: làm tròn rồi ghi lại ({unit})").format(
                decimals=question.decimals, unit=question.unit
            ),
        )


def _check_range(question: Question, value: Decimal, where: str) -> Iterator[Problem]:
    if question.min is not None and value < question.min:
        yield Problem(
            where, _("không được nhỏ hơn {min} ({unit})").format(min=in_vietnamese(question.min), unit=question.unit)
        )
    if question.max is not None and value > question.max:
        yield Problem(
            where, _("không được lớn hơn {max} ({unit})").format(max=in_vietnamese(question.max), unit=question.unit)
        )


def _look_twice(spec: FormSpec, value: Decimal, where: str) -> Iterator[Problem]:
    if spec.agency_kind == "commune" and 0 < value < _SMALL_CELL:
        said = _("số nhỏ hơn {least} ở cấp xã có thể làm lộ một người cụ thể: sẽ không công bố riêng").format(
            least=_SMALL_CELL
        )
        yield Problem(where, said, "warning")


def _check_rules(spec: FormSpec, answers: Answers) -> Iterator[Problem]:
    for rule in spec.rules:
        left, right = _term(answers, rule.left), _term(answers, rule.right)
        if left is None or right is None or _COMPARE[rule.op](left[0], right[0]):
            continue
        yield Problem(left[1], _broken(rule, right[1]))


def _broken(rule: FormRule, right_place: str) -> str:
    return (
        _("{message} (so với {place})").format(message=rule.message, place=right_place) if right_place else rule.message
    )


def _term(answers: Answers, term: str | Decimal) -> tuple[Decimal, str] | None:
    """A side of a rule: its value (nothing occurred counts as 0) and place; None where it was not given."""
    if isinstance(term, Decimal):
        return term, ""
    given = answers.figures.get(term)
    if given is None or (given.value is None and not given.nil):
        return None
    return given.value if given.value is not None else Decimal(0), given.where


def _check_passages(spec: FormSpec, answers: Answers) -> Iterator[Problem]:
    for passage in spec.passages:
        given = answers.passages.get(passage.code)
        where = given.where if given else f"narrative.{passage.code}"
        if passage.required and not answers.nil and not (given and given.text):
            yield Problem(
                where,
                _("{passage}: bắt buộc có nội dung (nếu không có, ghi rõ là không có)").format(passage=passage.title),
            )
        elif given and len(given.text) > passage.max_length:
            yield Problem(
                where,
                _("{passage}: dài quá {most} ký tự, cần rút gọn").format(
                    passage=passage.title, most=passage.max_length
                ),
            )


def _check_duties(spec: FormSpec, answers: Answers, read_badly: set[str]) -> Iterator[Problem]:
    for duty in spec.duties:
        given = answers.duties.get(duty.code)
        where = given.where if given else f"duties.{duty.code}"
        if where in read_badly:
            continue
        if not answers.nil and not (given and given.status):
            yield Problem(where, _("chưa chọn tình trạng thực hiện nhiệm vụ này"))
        elif given and len(given.text) > _MAX_NOTE:
            yield Problem(
                where,
                _("nội dung dài quá {most} ký tự: rút gọn hoặc chuyển sang phần lời").format(most=_MAX_NOTE),
            )


def _check_fields(spec: FormSpec, answers: Answers, read_badly: set[str], today: date | None) -> Iterator[Problem]:
    values = {code: given.value for code, given in answers.fields.items()}
    nil = answers.nil and spec.may_be_nil
    for question in spec.fields:
        given = answers.fields.get(question.code)
        where = given.where if given else question.code
        if where in read_badly:
            continue
        if not (given and given.value):
            if not nil and (question.required or _date_is_needed(question, values)):
                yield Problem(
                    where,
                    _("{question}: chưa có ({hint})").format(question=_(question.title), hint=_(question.hint).lower()),
                )
        elif nil:
            yield Problem(where, _("vừa có nội dung vừa đánh dấu không phát sinh: giữ một trong hai"))
        else:
            yield from _check_field(question, given.value, where, today)
    yield from _check_progress(values, answers)


def _date_is_needed(question: FieldQuestion, values: dict[str, str]) -> bool:
    return question.code == "date" and values.get("status") == "done"


def _check_field(question: FieldQuestion, value: str, where: str, today: date | None) -> Iterator[Problem]:
    if question.type == "date" and today is not None and date.fromisoformat(value) > today:
        yield Problem(where, _("{question}: ngày này chưa đến").format(question=_(question.title)))
    if question.type in ("percent", "count"):
        number = Decimal(value)
        limit = Decimal(100) if question.type == "percent" else None
        if number != number.to_integral_value() or number < 0 or (limit is not None and number > limit):
            yield Problem(
                where,
                (
                    _("{question}: cần số nguyên từ 0 đến 100")
                    if limit
                    else _("{question}: cần số nguyên từ 0 trở lên")
                ).format(question=_(question.title)),
            )
    if question.type == "text" and len(value) > _MAX_NOTE:
        yield Problem(
            where,
            _("{question}: dài quá {most} ký tự, cần rút gọn").format(question=_(question.title), most=_MAX_NOTE),
        )


def _check_progress(values: dict[str, str], answers: Answers) -> Iterator[Problem]:
    """A status and a percentage that cannot both be true."""
    status, percent = values.get("status"), values.get("percent")
    if not status or not percent:
        return
    if (status == "done") != (percent == "100") or (status == "not-started" and percent != "0"):
        yield Problem(answers.fields["percent"].where, _("mức hoàn thành không khớp với tình trạng: sửa một trong hai"))


__all__ = ["Problem", "Severity", "check_answers", "check_value", "errors_in"]
