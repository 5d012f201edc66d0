"""A plan as a workbook: read back without loss, with the sheet and cell of everything wrong, and nothing that runs."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from pydantic import BaseModel

from models.plan import PlanDocument
from models.versions import canonical
from plans.check import check_plan
from plans.loading import PlanFileError, Problem, load_plan, load_plan_text, load_plan_workbook
from plans.plan_yaml import plan_yaml
from plans.sheet_layout import FIRST_ROW, IDENTITY, SHEETS, Sheet
from plans.sheets_writing import MAX_TEXT, plan_workbook
from tests.cli_samples import PLAN as SAMPLE
from tests.plan_drawing import plans
from tests.plan_world import document

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"


def edited(change: Callable[[Workbook], object], plan: PlanDocument | None = None) -> bytes:
    """The workbook of a plan (default: the small one) after a person's changes."""
    book = load_workbook(io.BytesIO(plan_workbook(plan or load_plan_text(SAMPLE, "").document, 3)))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def place(title: str, key: str, row: int = FIRST_ROW) -> str:
    """The cell of a key in a row: `F3`."""
    sheet = next(sheet for sheet in SHEETS if sheet.title == title)
    column = [column.key for column in sheet.columns].index(key)
    letters = chr(65 + column) if column < 26 else "A" + chr(65 + column - 26)
    return f"{letters}{row}"


def put(title: str, key: str, value: str | int | None, row: int = FIRST_ROW) -> Callable[[Workbook], object]:
    def change(book: Workbook) -> None:
        book[title][place(title, key, row)] = value

    return change


def problems(content: bytes) -> list[Problem]:
    try:
        return check_plan(load_plan_workbook(content, "plan.xlsx"))
    except PlanFileError as error:
        return error.problems


# --- nothing is lost -------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_a_workbook_and_yaml_lose_nothing(plan: PlanDocument) -> None:
    said = canonical(plan)
    from_sheets = load_plan_workbook(plan_workbook(plan, 7), "plan.xlsx")
    assert canonical(from_sheets.document) == said
    assert from_sheets.document.based_on == 7
    assert canonical(load_plan_text(from_sheets.text, "plan.yaml").document) == said


@pytest.mark.parametrize("text", [SAMPLE, SHIPPED.read_text(encoding="utf-8")], ids=["sample", "shipped"])
def test_yaml_to_workbook_to_yaml_loses_nothing_but_comments(text: str) -> None:
    plan = load_plan_text(text, "plan.yaml").document
    again = load_plan_workbook(plan_workbook(plan, None), "plan.xlsx")
    assert canonical(again.document) == canonical(plan)
    assert again.document.based_on is None
    assert again.text == plan_yaml(plan, None)
    assert check_plan(again) == []


def test_every_key_of_a_plan_has_its_column() -> None:
    """A key that a sheet did not have would be lost on the way."""
    kept_elsewhere = {"schema", "based_on", "retired"}
    assert {sheet.key for sheet in SHEETS} == set(PlanDocument.model_json_schema()["properties"]) - kept_elsewhere
    for sheet in SHEETS:
        model = model_of(sheet)
        own = {column.steps[0] for column in sheet.own_columns}
        children = {other.child for other in SHEETS if other.key == sheet.key and not sheet.child} - {""}
        assert own | children == {field.alias or name for name, field in model.model_fields.items()}, sheet.title
        for outer in {column.steps[0] for column in sheet.own_columns if len(column.steps) > 1}:
            field = next(field for name, field in model.model_fields.items() if name == outer)
            inner = {column.steps[1] for column in sheet.own_columns if column.steps[0] == outer}
            part = inner_model(field.annotation)
            assert inner == {field.alias or name for name, field in part.model_fields.items()}, outer


def model_of(sheet: Sheet) -> type[BaseModel]:
    model = inner_model(PlanDocument.model_fields[sheet.key].annotation)
    return inner_model(model.model_fields[sheet.child].annotation) if sheet.child else model


def inner_model(annotation: object) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [arg for arg in get_args(annotation) if arg is not type(None) and arg is not ...]
    return inner_model(found[0])


def test_the_shipped_plan_is_written_and_read_in_under_two_seconds() -> None:
    plan = load_plan(SHIPPED).document
    started = perf_counter()
    content = plan_workbook(plan, 1)
    written = perf_counter()
    load_plan_workbook(content, "plan.xlsx")
    assert (written - started < 2, perf_counter() - written < 2) == (True, True)


# --- what people see -------------------------------------------------------------------------------------------------


def test_sheets_have_headings_drop_downs_and_a_frozen_head() -> None:
    book = load_workbook(io.BytesIO(plan_workbook(document(), 1)))
    assert [page.title for page in book.worksheets] == [*(sheet.title for sheet in SHEETS), IDENTITY]
    assert book[IDENTITY].sheet_state == "hidden"
    page = book["Nhiệm vụ"]
    assert [page["A1"].value, page["B1"].value] == ["Mã", "Tên nhiệm vụ"]
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == ("C3", "$1:$1", "landscape")
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert offered[place("Nhiệm vụ", "kind")] == '"report,task,standing,handover"'
    assert offered[place("Nhiệm vụ", "policy")].startswith("'Chính sách'!$A$3:")


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example")', "+84", "-1", "@SUM(A1)"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    agencies = [{"code": code, "name": text} for code in ("ubnd", "so-a")]
    content = plan_workbook(document(agencies=agencies, groups=[], contacts=[], obligations=[], indicators=[]), 1)
    cell = load_workbook(io.BytesIO(content))["Cơ quan"][place("Cơ quan", "name")]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut() -> None:
    plan = document(context=[{"clause": "I#1", "reason": "a" * (MAX_TEXT + 1)}])
    with pytest.raises(Exception, match=r"xuất ra tệp \.yaml"):
        plan_workbook(plan, 1)


# --- what people write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (put("Nhiệm vụ", "due.on", "15/6/2015"), "2015-06-15"),
        (put("Nhiệm vụ", "due.on", "2015-H1: 16/6/2015\n2015-H2: 2015-12-16"), "2015-06-16"),
        (put("Nhiệm vụ", "assigned_to", "so-b; huyen"), '["so-b","huyen"]'),
        (put("Nhiệm vụ", "joint", "X"), '"joint":true'),
        (put("Chỉ tiêu", "max", "99,5"), '"max":"99.5"'),
        (put("Chỉ tiêu", "targets", "2015: 80,5; 2016: 90"), '"targets":{"2015":"80.5","2016":"90"}'),
        (put("Chỉ tiêu", "name", 2015), '"name":"2015"'),
        (put("Cơ quan", "units", "23"), '"units":23'),
        (put("Nhiệm vụ", "note", "[Dự thảo] chưa duyệt"), "[Dự thảo] chưa duyệt"),
    ],
)
def test_values_are_read_as_people_write_them(change: Callable[[Workbook], object], read: str) -> None:
    assert read in canonical(load_plan_workbook(edited(change), "plan.xlsx").document)


def test_rows_left_blank_and_columns_moved_do_no_harm() -> None:
    def change(book: Workbook) -> None:
        book["Cơ quan"].insert_rows(FIRST_ROW + 1, 2)
        book["Cơ quan"].move_range("B1:B20", cols=20)

    assert canonical(load_plan_workbook(edited(change), "x").document) == canonical(load_plan_text(SAMPLE, "").document)


def test_what_people_add_for_their_own_eyes_does_no_harm() -> None:
    """Headings in other words, a merged title, hidden sheets, rows and columns, a sheet of notes."""

    def change(book: Workbook) -> None:
        book["Cơ quan"].cell(1, 2, "Tên cơ quan, đơn vị")
        book["Cơ quan"].merge_cells("B1:C1")
        book["Đầu mối"].sheet_state = "hidden"
        book["Cơ quan"].row_dimensions[FIRST_ROW].hidden = True
        book["Nhiệm vụ"].column_dimensions["B"].hidden = True
        book.create_sheet("Ghi chú").merge_cells("A3:B9")

    assert canonical(load_plan_workbook(edited(change), "x").document) == canonical(load_plan_text(SAMPLE, "").document)


@pytest.mark.parametrize(
    ("change", "cell", "said"),
    [
        (put("Nhiệm vụ", "kind", "bao-cao"), "Nhiệm vụ!J3", "không có giá trị bao-cao"),
        (put("Nhiệm vụ", "title", None), "Nhiệm vụ!B3", "thiếu khóa title"),
        (put("Nhiệm vụ", "assigned_to", "so-x"), "Nhiệm vụ!E3", "so-x"),
        (put("Nhiệm vụ", "due.on", "31/6/2015"), "Nhiệm vụ!R3", ""),
        (put("Kế hoạch", "from", "hôm nay"), "Kế hoạch!E3", "phải là ngày"),
        (put("Cơ quan", "units", "nhiều"), "Cơ quan!G3", ""),
        (put("Nhiệm vụ", "title", "=A1"), "Nhiệm vụ!B3", "công thức"),
        (put("Bước đôn đốc", "of", "khac"), "Bước đôn đốc!A3", "không có khac"),
        (put("Bước đôn đốc", "at", "7 ngày"), "Bước đôn đốc!B3", ""),
        (put("Kế hoạch", "code", "ke-hoach-khac"), "Kế hoạch!A3", "demo-2015"),
        (lambda book: book["Cơ quan"].cell(FIRST_ROW, 15, "ghi chú"), "Cơ quan!O3", "không có khóa"),
        (lambda book: book["Kế hoạch"].cell(FIRST_ROW + 1, 1, "b"), "Kế hoạch!A4", "chỉ có một dòng"),
    ],
)
def test_what_is_wrong_has_its_sheet_and_cell(change: Callable[[Workbook], object], cell: str, said: str) -> None:
    found = problems(edited(change))
    wrong = [problem for problem in found if problem.path == cell and said in problem.message]
    assert wrong, [str(problem) for problem in found]
    column, row = cell.rpartition("!")[2][0], int(cell.rpartition("!")[2][1:])
    assert (wrong[0].line, wrong[0].column) == (row, ord(column) - 64)


def test_problems_come_in_the_order_of_the_sheets() -> None:
    def change(book: Workbook) -> None:
        put("Chỉ tiêu", "kind", "x")(book)
        put("Cơ quan", "kind", "x", FIRST_ROW + 3)(book)
        put("Nhiệm vụ", "kind", "x")(book)

    assert [one.path.partition("!")[0] for one in problems(edited(change))] == ["Cơ quan", "Nhiệm vụ", "Chỉ tiêu"]


# --- what is no workbook of a plan -----------------------------------------------------------------------------------


def repacked(change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plan_workbook(document(), 1))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def delete(title: str) -> Callable[[Workbook], object]:
    return lambda book: book.remove(book[title])


def rename(title: str, to: str) -> Callable[[Workbook], object]:
    return lambda book: setattr(book[title], "title", to)


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải bảng tính"),
        (b"schema: 1", "không phải bảng tính"),
        (b"PK\x03\x04rest", "hỏng"),
        (plan_workbook(document(), 1)[:4000], "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kiểu cũ"),
        (ENCRYPTED, "mật khẩu"),
        (b"PK" + bytes(10_000_000), "lớn hơn 10 MB"),
        (repacked(lambda parts: parts.update({"xl/vbaProject.bin": b"x"})), "macro"),
        (repacked(lambda parts: parts.update({"xl/styles.xml": b"<!DOCTYPE a><a/>"})), "định nghĩa XML"),
        (repacked(lambda parts: parts.update({"xl/big.xml": bytes(20_000_000)})), "nén bất thường"),
        (repacked(lambda parts: parts.update({"xl/workbook.xml": b"<a/>"})), "hỏng|thiếu trang"),
        (repacked(lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<a"})), "hỏng"),
        (edited(delete("Nhiệm vụ")), "thiếu trang Nhiệm vụ"),
        (edited(delete(IDENTITY)), "thiếu trang"),
        (edited(lambda book: book[IDENTITY].delete_rows(1, 3)), "trang ẩn"),
        (edited(lambda book: book["Nhiệm vụ"].delete_cols(2)), "thiếu cột Tên nhiệm vụ"),
        (edited(lambda book: book["Cơ quan"].cell(20_000, 1, "x")), "hơn 10000 dòng"),
        (edited(lambda book: book["Cơ quan"].merge_cells("B3:B5")), "ô gộp.*Cơ quan!B3:B5"),
        (edited(lambda book: book["Nhiệm vụ"].cell(2, 2, "tên")), "thiếu cột Tên nhiệm vụ"),
        (edited(rename("Đầu mối", "Liên hệ")), "thiếu trang Đầu mối"),
    ],
)
def test_what_is_no_workbook_of_a_plan_is_refused_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(PlanFileError, match=said) as refused:
        load_plan_workbook(content, "plan.xlsx")
    assert "\n" not in str(refused.value)
    assert refused.value.problems[0].hint


# --- several days off, one a row -------------------------------------------------------------------------------------


def days_below(book: Workbook) -> None:
    put("Lịch", "closed", "02/05/2015")(book)
    put("Lịch", "closed", "03/05/2015", FIRST_ROW + 1)(book)
    put("Lịch", "closed", "04/05/2015, 05/05/2015", FIRST_ROW + 2)(book)
    put("Lịch", "open", "16/05/2015", FIRST_ROW + 2)(book)


def test_days_of_the_calendar_may_stand_one_a_row() -> None:
    calendar = load_plan_workbook(edited(days_below), "plan.xlsx").document.calendar
    assert [day.day for day in calendar.closed] == [2, 3, 4, 5]
    assert [day.isoformat() for day in calendar.open] == ["2015-05-16"]


def test_a_wrong_day_below_is_named_by_its_own_cell() -> None:
    def change(book: Workbook) -> None:
        days_below(book)
        put("Lịch", "closed", "nghỉ lễ", FIRST_ROW + 1)(book)

    (first, *_rest) = problems(edited(change))
    assert first.path == f"Lịch!{place('Lịch', 'closed', FIRST_ROW + 1)}"


def test_another_calendar_below_says_how_to_write_days() -> None:
    def change(book: Workbook) -> None:
        days_below(book)
        put("Lịch", "timezone", "Asia/Ho_Chi_Minh", FIRST_ROW + 1)(book)

    (problem,) = problems(edited(change))
    assert "chỉ có một dòng" in problem.message
    assert "ngăn bằng dấu phẩy" in problem.hint


@pytest.mark.parametrize("said", ["Sở B", "sở  b", "so-b", "SỞ B"])
def test_a_body_may_be_given_by_its_name(said: str) -> None:
    read = load_plan_workbook(edited(put("Nhiệm vụ", "assigned_to", said)), "x.xlsx").document
    assert read.obligations[0].assigned_to == ("so-b",)


def test_a_name_that_no_body_has_is_one_problem_and_not_an_empty_list_too() -> None:
    (problem,) = problems(edited(put("Nhiệm vụ", "assigned_to", "Sở Không Có")))
    assert "mã" in problem.message
    assert "Sở Không Có" in problem.message
