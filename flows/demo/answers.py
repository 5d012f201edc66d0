"""What the bodies of the demo answer: seeded figures that fit together, and plain sentences; all of it invented."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import simplejson

from intake.forms import FormSpec, Question
from intake.structured import answers_from
from intake.workbook_writing import write_workbook

#: Plausible half-year values of one body, by unit: (lowest, highest).
_RANGES: Mapping[str, tuple[int, int]] = {
    "văn bản": (3, 12),
    "buổi": (12, 60),
    "lượt người": (250, 2800),
    "bài": (15, 90),
    "bản": (2000, 9000),
    "cơ sở": (8, 110),
    "điểm": (3, 9),
    "người": (6, 58),
    "vụ": (4, 18),
    "triệu đồng": (12, 240),
    "lượt cơ sở": (25, 150),
    "đội": (3, 15),
    "giấy phép": (0, 3),
    "mô hình": (1, 6),
    "lớp": (2, 9),
    "lượt": (5, 40),
}
#: What flows in half a year is drawn; a programme of five years has ten halves.
_HALVES_OF_PROGRAM = 10
_RESULTS = (
    "Đã ban hành kế hoạch triển khai và phân công cụ thể cho từng bộ phận; duy trì giao ban hằng quý.",
    "Công tác tuyên truyền được lồng ghép vào sinh hoạt cộng đồng, hệ thống truyền thanh cơ sở và trường học.",
    "Phối hợp giữa các ngành được duy trì, thông tin hai chiều kịp thời hơn cùng kỳ.",
    "Các mô hình tại cơ sở hoạt động ổn định, được chính quyền và người dân ủng hộ.",
    "Kiểm tra liên ngành được tiến hành theo kế hoạch, tập trung vào địa bàn giáp ranh và dọc quốc lộ.",
)
_DIFFICULTIES = (
    "Kinh phí bố trí cho cơ sở còn hạn chế, chủ yếu lồng ghép từ các chương trình khác.",
    "Cán bộ làm công tác này ở cấp xã kiêm nhiệm nhiều việc, thường xuyên thay đổi.",
    "Hình thức hoạt động ngày càng kín đáo, việc phát hiện gặp nhiều khó khăn.",
    "Chế độ hỗ trợ học nghề, vay vốn còn thấp nên ít người tham gia.",
)
_PROPOSALS = (
    "Đề nghị mở thêm lớp tập huấn nghiệp vụ cho Đội kiểm tra liên ngành 178 cấp xã.",
    "Đề nghị bố trí kinh phí riêng cho các mô hình tại cộng đồng trong dự toán năm sau.",
    "Đề nghị cấp thêm tài liệu truyền thông phù hợp với lao động trẻ ở khu công nghiệp.",
)
_NEXT = (
    "Tiếp tục tuyên truyền theo nhóm đối tượng, tăng cường kiểm tra các cơ sở kinh doanh dịch vụ có điều kiện.",
    "Củng cố đội công tác xã hội tình nguyện, nhân rộng mô hình đã có hiệu quả.",
)
_DUTY_LINES = (
    "Thực hiện thường xuyên, lồng ghép trong kế hoạch công tác của đơn vị.",
    "Đã triển khai đến cơ sở, duy trì nền nếp.",
    "Đang thực hiện theo tiến độ, chưa phát sinh vướng mắc lớn.",
)


def answer_of(spec: FormSpec, units: int, seed: str, today: date, *, flawed: bool = False) -> dict[str, Any]:
    """A whole answer to a form, in the shape `submit` reads from JSON; the same seed gives the same answer.

    `flawed` answers say too little: their passages are one word, so that the coordinator has a reason to return them.
    """
    random = Random(seed)  # noqa: S311 - a story, not a secret
    if spec.fields:
        return _fields(spec, random, today)
    return {
        "figures": _figures(spec, units, random),
        "narrative": {p.code: "Đã làm." if flawed else _passage(p.code, random) for p in spec.passages},
        "duties": {duty.code: _duty(random) for duty in spec.duties},
    }


def _fields(spec: FormSpec, random: Random, today: date) -> dict[str, Any]:
    number = f"{random.randint(11, 340)}/{'BC' if spec.kind == 'task' else 'CV'}-{spec.obligation}"
    values: dict[str, Any] = {
        "status": "done",
        "percent": 100,
        "date": today.isoformat(),
        "number": number,
        "count": random.randint(12, 90),
        "note": "Đã hoàn thành theo phân công.",
    }
    return {field.code: values[field.code] for field in spec.fields}


def _figures(spec: FormSpec, units: int, random: Random) -> dict[str, Any]:
    questions = {question.code: question for question in spec.questions}
    scale = _HALVES_OF_PROGRAM if ".." in spec.period else 1
    values = {code: _value(question, units, random, scale) for code, question in questions.items()}
    for rule in spec.rules:
        part, whole = questions.get(rule.left), questions.get(str(rule.right))
        if rule.op in ("<=", "<") and part is not None and whole is not None:
            values[part.code] = _part_of(values[whole.code], part, whole, random)
    return {code: "nil" if value == 0 else value for code, value in values.items()}


def _part_of(value: Decimal, part: Question, whole: Question, random: Random) -> Decimal:
    """Most of a whole of the same unit, a few of a whole of another; under half a year's money in half a year."""
    if part.unit != whole.unit:
        share = random.randint(8, 25)
    else:
        share = random.randint(30, 48) if part.flow and not whole.flow else random.randint(84, 100)
    exact = value * share / 100
    return exact.to_integral_value() if part.type == "integer" else exact.quantize(Decimal("0.1"))


def _value(question: Question, units: int, random: Random, scale: int) -> Decimal:
    if question.unit == "xã":
        return Decimal(units)
    low, high = _RANGES.get(question.unit, (1, 50))
    drawn = Decimal(random.randint(low, high)) * (scale if question.flow else 1)
    if question.previous is not None:
        change = Decimal(random.randint(85, 122)) / 100 if question.flow else Decimal(random.randint(97, 105)) / 100
        drawn = question.previous * change
    if question.type == "integer":
        return drawn.to_integral_value()
    return (drawn + Decimal(random.randint(0, 9)) / 10).quantize(Decimal("0.1"))


def _passage(code: str, random: Random) -> str:
    choices: dict[str, Sequence[str]] = {
        "kho-khan": _DIFFICULTIES,
        "kien-nghi": _PROPOSALS,
        "ky-toi": _NEXT,
    }
    lines = choices.get(code, _RESULTS)
    return " ".join(random.sample(lines, k=min(2, len(lines))))


def _duty(random: Random) -> dict[str, str]:
    said = random.choice(_DUTY_LINES) if random.randint(1, 4) == 1 else ""
    return {"status": random.choice(("ongoing", "ongoing", "done")), "text": said}


def as_json(answer: Mapping[str, Any]) -> bytes:
    """The answer as a JSON file."""
    text = simplejson.dumps(answer, use_decimal=True, ensure_ascii=False, indent=1)
    return text.encode()


def filled_workbook(spec: FormSpec, answer: Mapping[str, Any]) -> bytes:
    """The body's own workbook with the answer filled in, as it comes back."""
    loaded = simplejson.loads(as_json(answer), use_decimal=True)
    return write_workbook(spec, answers_from(loaded, spec))
