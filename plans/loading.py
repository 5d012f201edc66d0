"""Reading plan files: bytes to text to a validated plan, with every problem found on the way and where it stands."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.language import N_, _
from models.plan import PlanDocument
from plans.findings import Findings, Mark, PlanFileError, Positions, Problem, Route, refusal
from plans.source import Plain, read_yaml
from plans.wording import KEPT_BY_STORE, add_faults

__all__ = ["LoadedPlan", "PlanFileError", "Positions", "Problem", "load_plan", "load_plan_text", "load_plan_workbook"]

MAX_BYTES = 5_000_000
#: Files that are read as a workbook; one with macros is refused there.
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_SAVE_AS_UTF8 = N_("lưu lại bằng bảng mã UTF-8 (trong Notepad: Save As, Encoding: UTF-8)")
#: Keys that hold dates: a bare number there would pass for seconds since 1970.
_DATE_KEYS = {"from", "to", "date", "signed", "on", "closed", "open"}


@dataclass(frozen=True)
class LoadedPlan:
    """A plan file that could be read: the plan, its text (NFC), the file's name, and where each part stands in it."""

    document: PlanDocument
    text: str
    name: str
    lines: Positions


def load_plan(path: Path) -> LoadedPlan:
    """Read a plan file: YAML in UTF-8 (a byte order mark is allowed), at most MAX_BYTES, or a workbook (.xlsx).

    Raises:
        PlanFileError: it cannot be read, or says something that a plan cannot say; all problems are in `problems`.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise refusal(name, _("đây là một thư mục"), _("chỉ tên tệp kế hoạch, ví dụ ke-hoach.yaml"))
        if path.stat().st_size > MAX_BYTES:
            message = _("tệp lớn hơn {size} MB").format(size=MAX_BYTES // 1_000_000)
            raise refusal(name, message, _("kế hoạch chỉ gồm chữ: bỏ phần không thuộc kế hoạch"))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise refusal(name, _("không có tệp này"), _("xem lại tên tệp và thư mục")) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refusal(
            name, _("không đọc được tệp ({reason})").format(reason=reason), _("xem lại quyền đọc và tên tệp")
        ) from error
    if path.suffix.lower() in WORKBOOKS:
        return load_plan_workbook(data, name)
    return load_plan_text(_decode(data, name), name)


def load_plan_workbook(content: bytes, name: str) -> LoadedPlan:
    """Read a plan from a workbook that `plan export` wrote; its text is the same plan as YAML.

    Raises:
        PlanFileError: it may not be opened, or says something that a plan cannot say; problems name sheet and cell.
    """
    from plans.plan_yaml import plan_yaml  # noqa: PLC0415  # openpyxl costs a third of a second: only for workbooks
    from plans.sheets_reading import SheetPositions, read_workbook  # noqa: PLC0415 - openpyxl

    found = Findings(name, SheetPositions())
    document = _validated(read_workbook(content, found), found)
    return LoadedPlan(document, plan_yaml(document, document.based_on), name, found.positions)


def load_plan_text(text: str, name: str) -> LoadedPlan:
    """Read a plan from text; `name` stands for the file in messages.  The text is normalised to NFC first.

    Raises:
        PlanFileError: it says something that a plan cannot say; all problems are in `problems`.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    found = Findings(name)
    data = read_yaml(text, found)
    if found.problems and not isinstance(data, dict):
        raise PlanFileError(found.in_order())
    if data is None:
        raise refusal(name, _("tệp trống"), _("bắt đầu bằng schema: 1, rồi plan, agencies, obligations"))
    if not isinstance(data, dict):
        raise refusal(
            name,
            _("tệp không phải là kế hoạch: phải gồm các khóa schema, plan, agencies…"),
            _("bắt đầu bằng schema: 1"),
        )
    for key in KEPT_BY_STORE.intersection(data):
        found.error(
            (key,),
            _("khóa {key} do dondoc tự giữ, không viết trong tệp").format(key=key),
            _("xóa cả phần này"),
            key=True,
        )
        del data[key]
    return LoadedPlan(_validated(data, found), text, name, found.positions)


def _validated(data: dict[str, Plain], found: Findings) -> PlanDocument:
    document = None
    try:
        document = PlanDocument.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        add_faults(error, data, found)
    _find_numbers_for_dates(data, (), found)
    if found.problems or document is None:
        raise PlanFileError(found.in_order())
    return document


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(name, _("tệp dùng bảng mã UTF-16"), _(_SAVE_AS_UTF8))
    if data.startswith(b"PK\x03\x04"):
        raise refusal(name, _("đây là tệp Office hoặc tệp nén, không phải YAML"), _("chỉ tên tệp kế hoạch dạng .yaml"))
    if b"\0" in data:
        raise refusal(name, _("tệp không phải văn bản UTF-8"), _(_SAVE_AS_UTF8))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        mark = Mark(before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        raise refusal(
            name,
            _("có byte 0x{byte:02X} không thuộc bảng mã UTF-8").format(byte=data[error.start]),
            _(_SAVE_AS_UTF8),
            mark,
        ) from error


def _find_numbers_for_dates(data: Plain, route: Route, found: Findings) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            _find_numbers_for_dates(value, (*route, key), found)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _find_numbers_for_dates(value, (*route, index), found)
    elif isinstance(data, int) and _DATE_KEYS.intersection(route[-2:]) and not found.stand_at(route):
        found.error(route, _("phải là ngày, ở đây là {value}").format(value=data), _("viết năm-tháng-ngày: 2015-06-30"))
