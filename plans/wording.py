"""What Pydantic finds wrong with a plan, in the coordinator's words and with what to write instead."""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models.language import N_, _
from models.near import nearest
from models.plan import PlanDocument
from plans.findings import Findings, Route, instead_of
from plans.source import Plain

#: An example for each key that must be written.
_EXAMPLES: Mapping[str, str] = {
    "schema": "1",
    "plan": "{code: ke-hoach-2015, title: …, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}",
    "agencies": N_("[{code: so-a, name: Sở A}]"),
    "code": "so-a",
    "issuer": "ubnd",
    "standing": "so-a",
    "agency": "so-a",
    "assigned_to": "[so-a]",
    "members": "[huyen-1, huyen-2]",
    "from": "2015-01-01",
    "to": "2015-12-31",
    "at": "-7d",
    "action": "remind",
    "role": "focal",
    "number": "679/QĐ-TTg",
    "unit": "lượt",
    "day": "15",
    "starts": "{day: 15, month_offset: -1}",
    "ends": "{day: 14}",
    "left": "violations",
    "op": '"<="',
    "right": "visits",
    "period": "half",
    "due": "{after_cutoff: 5wd}",
    "clause": "I.1#1",
}
_EXAMPLES_IN: Mapping[tuple[str, str], str] = {
    ("reports", "from"): "so-a",
    ("reports", "to"): "[ubnd]",
    ("steps", "to"): "[focal]",
}

#: Keys that only dondoc itself writes, into the versions it keeps.
KEPT_BY_STORE = frozenset({"retired"})

#: By Pydantic's kind of error: what is wrong and what to write. `value` is what was written, the rest is Pydantic's.
_KINDS: Mapping[str, tuple[str, str]] = {
    "string_type": (N_("phải là chữ, ở đây là {value}"), N_('đặt trong dấu nháy: "{value}"')),
    "device_name": (N_("{value} là tên mà Windows dành cho thiết bị, không đặt tên tệp được"), N_("viết mã khác")),
    "string_too_short": (N_("đang để trống"), N_("viết nội dung, hoặc xóa dòng này nếu không bắt buộc")),
    "string_unicode": (N_("có nửa ký tự (surrogate) đứng một mình"), N_("gõ lại chữ ấy")),
    "string_too_long": (N_("dài quá {max_length} ký tự"), N_("viết ngắn lại")),
    "too_short": (N_("danh sách đang trống"), N_("viết ít nhất một mục")),
    "model_type": (N_("phải là một nhóm khóa, ở đây là {value}"), N_("viết dạng {{khóa: giá trị}}")),
    "dict_type": (N_("phải là một nhóm khóa, ở đây là {value}"), N_("viết dạng {{khóa: giá trị}}")),
    "int_type": (N_("phải là số nguyên, ở đây là {value}"), N_("viết số, ví dụ 15")),
    "int_parsing": (N_("phải là số nguyên, ở đây là {value}"), N_("viết số, ví dụ 15")),
    "int_from_float": (N_("phải là số nguyên, ở đây là {value}"), N_("bỏ phần thập phân")),
    "bool_type": (N_("phải là true hoặc false, ở đây là {value}"), N_("viết true hoặc false")),
    "bool_parsing": (N_("phải là true hoặc false, ở đây là {value}"), N_("viết true hoặc false")),
    "decimal_type": (N_("phải là số, ở đây là {value}"), N_("viết số, dấu thập phân là dấu chấm, ví dụ 12.5")),
    "decimal_parsing": (N_("phải là số, ở đây là {value}"), N_("viết số, dấu thập phân là dấu chấm, ví dụ 12.5")),
    "finite_number": (N_("phải là số, ở đây là {value}"), N_("viết một số hữu hạn")),
    "greater_than_equal": (N_("{value} nhỏ quá"), N_("viết số từ {ge} trở lên")),
    "less_than_equal": (N_("{value} lớn quá"), N_("viết số không quá {le}")),
}

#: By the start of a pattern in `models.plan`: what the text should be.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        "^[A-Za-z0-9]",
        N_("mã {value} không hợp lệ"),
        N_("chỉ dùng chữ không dấu, số, gạch nối và dấu chấm, ví dụ so-y-te hoặc B-01"),
    ),
    ("^[^@", N_("{value} không phải địa chỉ thư"), N_("viết dạng dau-moi@so-b.example")),
    (r"^\d{4}\.\.", N_("giai đoạn {value} không hợp lệ"), N_("viết dạng 2011..2015")),
)

#: What the models themselves say (`models.plan`, `models.offsets`).
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        r"'(.*)' is not a distance in time",
        N_("“{0}” không phải khoảng cách thời gian"),
        N_("viết ví dụ -7d (ngày) hoặc +5wd (ngày làm việc)"),
    ),
    (
        r"a distance in time as text",
        N_("phải là khoảng cách thời gian"),
        N_("viết ví dụ -7d (ngày) hoặc +5wd (ngày làm việc)"),
    ),
    (r"-(\w+) lies before the day", N_("khoảng cách ở đây không được âm"), N_("viết {0}")),
    (
        r"two steps are named ([^:]+:\w+)",
        N_("hai bước cùng tên {0} (cùng ngày, cùng hành động)"),
        N_("gộp hai bước làm một"),
    ),
    (
        r"ends \(([\d-]+)\) before it begins \(([\d-]+)\)",
        N_("kết thúc ({0}) trước khi bắt đầu ({1})"),
        N_("đổi chỗ from và to, hoặc sửa ngày"),
    ),
    (
        r"one of after_cutoff, day, on \(here: nothing\)",
        N_("quy tắc hạn chưa nói ngày nào"),
        N_("viết một trong {{after_cutoff: 5wd}}, {{day: 15}}, {{on: 2015-11-15}}"),
    ),
    (
        r"one of after_cutoff, day, on \(here: (.+)\)",
        N_("quy tắc hạn chỉ được có một cách tính (ở đây: {0})"),
        N_("giữ một trong after_cutoff, day, on"),
    ),
    (r"month_offset goes with day", N_("month_offset chỉ đi cùng day"), N_("viết ví dụ {{day: 15, month_offset: 1}}")),
    (r"a ratio names", N_("tỷ lệ cần cả tử số và mẫu số"), N_("viết numerator và denominator là mã hai chỉ tiêu")),
    (
        r"a (\w+) has neither",
        N_("chỉ tiêu kind: {0} không có tử số, mẫu số"),
        N_("viết kind: ratio, hoặc bỏ numerator và denominator"),
    ),
)

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LOOSE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class _Fault:
    """One of Pydantic's errors, at a part of the plan; `branch` is the alternative of a union that it belongs to."""

    route: Route
    error: ErrorDetails
    branch: str | None
    union: Route


def add_faults(error: ValidationError, data: Plain, found: Findings) -> None:
    """Put each of Pydantic's errors into `found`, once for values that may be of several types."""
    faults = [_locate(details, data) for details in error.errors(include_url=False)]
    for fault in faults:
        if _is_spoken_for(fault, faults, data):
            continue
        message, hint = _explain(fault)
        found.error(fault.route, message, hint, key=fault.error["type"] == "extra_forbidden")


def _locate(error: ErrorDetails, data: Plain) -> _Fault:
    """Pydantic's place without the names of alternatives, which are no part of the file."""
    route: Route = ()
    branch: str | None = None
    union: Route = ()
    for step in error["loc"]:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int)):
            route = (*route, step)
            data = data[step]  # type: ignore[index]  # a key of a dict or an index of a list, as just seen
        elif error["type"] == "missing":
            route = (*route, step)
        else:
            branch, union = str(step), route
    return _Fault(route, error, branch, union)


def _is_spoken_for(fault: _Fault, faults: list[_Fault], data: Plain) -> bool:
    """Whether another fault explains better what is wrong: an alternative of the same value, an item of a list."""
    below = (other for other in faults if other.route[: len(fault.route)] == fault.route and other.route != fault.route)
    if fault.error["type"] == "too_short" and any(below):
        return True  # of a list whose every item is wrong Pydantic says that it is empty
    if fault.branch is None:
        return False
    rivals = [other for other in faults if other.union == fault.union and other.branch is not None]
    is_group = isinstance(_value_at(data, fault.union), dict)
    fitting = [other for other in rivals if (other.branch or "").startswith("dict") == is_group]
    best = (fitting or rivals)[0].branch
    return fault.branch != best


def _value_at(data: Plain, route: Route) -> Any:  # noqa: ANN401  # whatever the file says there
    value: Any = data
    for step in route:
        value = value[step]
    return value


def _explain(fault: _Fault) -> tuple[str, str]:
    """What is wrong, and what to write instead."""
    kind, value = fault.error["type"], fault.error["input"]
    if value is None and kind != "extra_forbidden":
        return _("đang để trống"), _("viết giá trị, hoặc xóa cả dòng này nếu không bắt buộc")
    special = _SPECIAL.get("date" if kind.startswith("date") else kind)
    if special:
        return special(fault)
    message, hint = _KINDS.get(kind, (N_("giá trị không dùng được ({said})"), ""))
    words = {**fault.error.get("ctx", {}), "value": _shown(value), "said": fault.error["msg"]}
    return _(message).format(**words), _(hint).format(**words)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return _("một nhóm khóa")
    if isinstance(value, list):
        return _("một danh sách")
    if isinstance(value, bool):
        return str(value).lower()
    said = " ".join(str(value).split())
    return said if len(said) <= 40 else f"{said[:40]}…"


def _unknown_key(fault: _Fault) -> tuple[str, str]:
    key = str(fault.route[-1])
    model = _model_at(fault.route[:-1])
    names = {field.alias or name: name for name, field in model.model_fields.items() if name not in KEPT_BY_STORE}
    meant = next((alias for alias, name in names.items() if name == key), None) or nearest(key, names)
    hint = _("viết {meant}; ").format(meant=meant) if meant else ""
    if key.isdecimal():
        hint = _("nếu là số thập phân, viết dấu chấm: 0.{key}; ").format(key=key)
    return _("không có khóa {key}").format(key=_shown(key)), _("{hint}các khóa được dùng: {names}").format(
        hint=hint, names=", ".join(names)
    )


def _missing(fault: _Fault) -> tuple[str, str]:
    key = str(fault.route[-1])
    around = next((str(step) for step in reversed(fault.route[:-1]) if isinstance(step, str)), "")
    example = _(_EXAMPLES_IN.get((around, key)) or _EXAMPLES.get(key, "…"))
    return _("thiếu khóa {key}").format(key=key), _("thêm {key}: {example}").format(key=key, example=example)


def _unknown_value(fault: _Fault) -> tuple[str, str]:
    value = str(fault.error["input"])
    if fault.route == ("schema",):
        return (
            _("bản dondoc này chỉ đọc schema: 1, tệp ghi {value}").format(value=_shown(value)),
            _("viết schema: 1, hoặc dùng bản dondoc mới hơn"),
        )
    allowed = re.findall(r"'([^']*)'", fault.error["ctx"]["expected"])
    return _("không có giá trị {value}").format(value=_shown(value)), instead_of(value, allowed)


def _not_a_list(fault: _Fault) -> tuple[str, str]:
    value = fault.error["input"]
    single = f": [{_shown(value)}]" if isinstance(value, str) else _(", mỗi mục một dòng bắt đầu bằng dấu -")
    return _("phải là danh sách, ở đây là {value}").format(value=_shown(value)), _(
        "viết trong ngoặc vuông{single}"
    ).format(single=single)


def _mismatch(fault: _Fault) -> tuple[str, str]:
    value, pattern = fault.error["input"], fault.error["ctx"]["pattern"]
    for start, message, hint in _PATTERNS:
        if pattern.startswith(start):
            return _(message).format(value=f"“{_shown(value)}”"), _(hint)
    return _("“{value}” không đúng dạng").format(value=_shown(value)), _("viết theo dạng {pattern}").format(
        pattern=pattern
    )


def _rule(fault: _Fault) -> tuple[str, str]:
    said = str(fault.error["ctx"]["error"])
    for pattern, message, hint in _RULES:
        match = re.search(pattern, said)
        if match:
            groups = [group.replace(" and ", f" {_('và')} ") for group in match.groups()]
            return _(message).format(*groups), _(hint).format(*groups)
    return said, ""


def _no_date(fault: _Fault) -> tuple[str, str]:
    value = fault.error["input"]
    text = str(value)
    slashed, loose = _SLASHED.fullmatch(text), _LOOSE.fullmatch(text)
    meant = (slashed[3], slashed[2], slashed[1]) if slashed else loose.groups() if loose else None
    try:
        day = date(*(int(part) for part in meant)) if meant else None
    except ValueError:
        return _("không có ngày {value}").format(value=_shown(value)), _(
            "viết một ngày có thật, dạng năm-tháng-ngày: 2015-06-30"
        )
    return _("phải là ngày, ở đây là {value}").format(value=_shown(value)), _("viết năm-tháng-ngày: {day}").format(
        day=day or "2015-06-30"
    )


#: Kinds of errors that need more than a sentence.
_SPECIAL: Mapping[str, Callable[[_Fault], tuple[str, str]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _unknown_value,
    "tuple_type": _not_a_list,
    "string_pattern_mismatch": _mismatch,
    "value_error": _rule,
    "date": _no_date,
}


def _model_at(route: Route) -> type[BaseModel]:
    """The model of the part that `route` leads to."""
    model: type[BaseModel] = PlanDocument
    for step in route:
        if isinstance(step, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(fields[step].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  # annotations have no common type
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model), None)
