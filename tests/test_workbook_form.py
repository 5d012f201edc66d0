"""The workbook form: what it shows, what its cells let in, and that what is typed into it comes back exactly."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation

from intake.answers import Answer, Answers, DutyAnswer, FieldAnswer, PassageAnswer, completed, digest_of
from intake.forms import form_spec
from intake.problems import errors_in
from intake.screening import screen_workbook
from intake.structured import answers_from
from intake.validation import check_answers
from intake.workbook import read_workbook, write_workbook
from intake.workbook_reading import open_workbook
from models.assignments import file_stem
from models.calendar import WorkCalendar
from models.versions import ActivePlan
from plans.loading import load_plan
from tests.intake_samples import GOOD, SHEET, fill, good_workbook, new_assignment, opened, row_of, sample_spec, saved

SPEC = sample_spec(previous={"visits": Decimal(1234), "fines": Decimal("12.5")})
BLANK = write_workbook(SPEC)


def limits_of(column_and_key: str) -> DataValidation:
    """The rule on an input cell named `figure:visits/E`."""
    book = opened(BLANK)
    key, _, column = column_and_key.rpartition("/")
    place = f"{column}{row_of(book, key)}"
    rules: list[DataValidation] = book[SHEET].data_validations.dataValidation
    return next(rule for rule in rules if place in rule.sqref)


def words_on(content: bytes) -> list[str]:
    return [str(cell.value) for row in opened(content)[SHEET].iter_rows() for cell in row if cell.value is not None]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert write_workbook(SPEC) == BLANK


def test_the_head_names_form_body_period_and_due_date_in_full() -> None:
    said = "\n".join(words_on(BLANK))
    for words in (
        "Biểu kết quả kiểm tra",
        "Đơn vị: Sở B",
        "6 tháng đầu năm 2015 (số liệu từ 15/12/2014 đến 14/06/2015)",
        "Hạn gửi: thứ Tư, 17/06/2015",
        "Kỳ trước (6 tháng cuối năm 2014)",
        "Đầu mối Sở A, focal@so-a.example",
    ):
        assert words in said


def test_last_periods_figures_stand_beside() -> None:
    book = opened(BLANK)
    assert [book[SHEET][f"D{row_of(book, f'figure:{code}')}"].value for code in ("visits", "violations", "fines")] == [
        1234,
        None,
        12.5,
    ]


def test_a_form_asks_only_what_the_body_answers() -> None:
    said = words_on(BLANK)
    assert "figure:violation-rate" not in said  # derived from two sums
    assert "duty:D-3" not in said  # another body's duty
    assert "duty:D-1" in said


@pytest.mark.parametrize(
    ("cell", "kind", "low", "high"),
    [
        ("figure:visits/E", "whole", "0", "100000"),
        ("figure:violations/E", "whole", "0", None),
        ("figure:fines/E", "decimal", "0", None),
        ("figure:share/E", "decimal", "0", "100"),
        ("figure:visits/F", "list", '"x"', None),
        ("figure:visits/G", "list", '"x"', None),
        ("duty:D-1/D", "list", '"Đã hoàn thành,Đang thực hiện,Chưa thực hiện,Không phát sinh"', None),
    ],
)
def test_cells_let_in_what_is_asked(cell: str, kind: str, low: str, high: str | None) -> None:
    rule = limits_of(cell)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, low, high)
    assert rule.showErrorMessage and rule.error and len(rule.error) <= 225 and len(rule.errorTitle or "") <= 32


def test_only_input_cells_are_open_and_there_is_no_password() -> None:
    book = opened(BLANK)
    sheet = book[SHEET]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    visits = row_of(book, "figure:visits")
    assert {f"{column}{visits}" for column in "EFGH"} <= unlocked
    assert not {f"{column}{visits}" for column in "ABCDI"} & unlocked
    assert sheet.protection.sheet and sheet.protection.password is None


def test_the_identity_sheet_cannot_be_shown_by_hand() -> None:
    book = opened(BLANK)
    said = {row[0].value: row[1].value for row in book["dondoc"].iter_rows(max_col=2)}
    assert book["dondoc"].sheet_state == "veryHidden"
    assert (said["assignment"], said["revision"], said["plan_version"]) == ("mau-2015:B-01/so-b/2015-H1", "1", "1")
    assert said["digest"] == SPEC.digest
    assert book[SHEET].column_dimensions["I"].hidden


def test_it_prints_on_a4_landscape_and_its_head_stays_in_sight() -> None:
    sheet = opened(BLANK)[SHEET]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (int(sheet.PAPERSIZE_A4), "landscape")
    assert sheet.print_area.endswith(f"$H${sheet.max_row}")
    assert sheet.freeze_panes == f"C{row_of(opened(BLANK), 'figure:visits') - 1}"


def test_a_filled_form_says_what_the_json_says() -> None:
    typed = read_workbook(good_workbook(SPEC), SPEC)
    assert check_answers(SPEC, typed) == []
    assert digest_of(completed(SPEC, typed)) == digest_of(completed(SPEC, answers_from(GOOD, SPEC)))


def test_a_blank_form_names_every_cell_that_is_owed() -> None:
    problems = check_answers(SPEC, read_workbook(BLANK, SPEC))
    book = opened(BLANK)
    owed = [f"E{row_of(book, f'figure:{code}')}" for code in ("visits", "violations", "fines", "share")]
    owed += [f"A{row_of(book, 'passage:difficulties')}"]
    owed += [f"D{row_of(book, f'duty:{code}')}" for code in ("D-1", "D-2")]
    assert [problem.where for problem in problems] == [f"{SHEET}!{place}" for place in owed]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"figure:visits/E": 12.5}, "số nguyên"),
        ({"figure:visits/E": -1}, "nhỏ hơn 0"),
        ({"figure:visits/E": 100001}, "lớn hơn 100.000"),
        ({"figure:visits/E": "mười hai"}, "cần một con số"),
        ({"figure:fines/E": 1.234}, "2 chữ số thập phân"),
        ({"figure:fines/E": "1.234.567.890.123.456"}, "quá 15 chữ số"),
        ({"figure:violations/E": 13}, "vượt số lượt kiểm tra"),
        ({"figure:visits/E": None}, "chưa có số liệu"),
        ({"figure:visits/E": "   "}, "chưa có số liệu"),
        ({"figure:visits/F": "x"}, "giữ một trong hai"),
        ({"figure:visits/G": "đúng"}, "chỉ chọn x"),
        ({"figure:visits/E": "=6+6"}, "công thức chưa tính"),
        ({"figure:visits/E": "#DIV/0!"}, "báo lỗi"),
        ({"passage:difficulties/A": None}, "bắt buộc"),
        ({"passage:proposals/A": "x" * 201}, "dài quá 200"),
        ({"duty:D-2/D": "Xong rồi"}, "chọn một trong các tình trạng"),
        ({"nil/E": "x"}, "bỏ một trong hai"),
    ],
)
def test_a_problem_names_sheet_and_cell(cells: dict[str, object], words: str) -> None:
    content = fill(good_workbook(SPEC), cells)
    found = {p.where: p.message for p in errors_in(check_answers(SPEC, read_workbook(content, SPEC)))}
    key, _, column = next(iter(cells)).rpartition("/")
    row = row_of(opened(content), "duty:D-1" if key == "nil" else key)
    column = {"F": "E", "E": "D" if key == "nil" else "E"}.get(column, column)  # a contradiction is said of the answer
    assert words in found[f"{SHEET}!{column}{row}"]


def test_percentages_are_read_as_they_are_shown() -> None:
    book = opened(good_workbook(SPEC))
    cell = book[SHEET][f"E{row_of(book, 'figure:share')}"]
    cell.value, cell.number_format = 0.125, "0.0%"
    assert read_workbook(saved(book), SPEC).figures["share"].value == Decimal("12.5")


def test_rows_sorted_by_hand_are_still_read() -> None:
    book = opened(good_workbook(SPEC))
    sheet, visits, fines = book[SHEET], row_of(book, "figure:visits"), row_of(book, "figure:fines")
    for column in "ABCDEFGHI":
        above, below = sheet[f"{column}{visits}"], sheet[f"{column}{fines}"]
        above.value, below.value = below.value, above.value
    read = read_workbook(saved(book), SPEC)
    assert digest_of(read) == digest_of(read_workbook(good_workbook(SPEC), SPEC))
    assert read.figures["visits"].where == f"{SHEET}!E{fines}"


def test_a_deleted_or_copied_row_is_a_problem() -> None:
    book = opened(good_workbook(SPEC))
    row = row_of(book, "figure:visits")
    book[SHEET][f"I{row}"].value = "figure:fines"
    said = [problem.message for problem in check_answers(SPEC, read_workbook(saved(book), SPEC))]
    assert any("trùng với dòng" in message for message in said)
    assert any("mất dòng" in message for message in said)


def test_a_correction_comes_with_the_answer_that_was_returned() -> None:
    given_before = read_workbook(good_workbook(SPEC), SPEC)
    again = read_workbook(write_workbook(SPEC, given_before), SPEC)
    assert digest_of(again) == digest_of(given_before)


def test_what_looks_like_a_formula_stays_text() -> None:
    answers = Answers(
        figures={"visits": Answer(Decimal(1), note="=HYPERLINK(1)")},
        passages={"difficulties": PassageAnswer("=1+1"), "proposals": PassageAnswer("@SUM(A1)")},
        duties={"D-1": DutyAnswer("done", "-2+3")},
    )
    content = write_workbook(SPEC, answers)
    sheet = opened(content)[SHEET]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s"}
    read = read_workbook(content, SPEC)
    assert (read.figures["visits"].note, read.passages["difficulties"].text) == ("=HYPERLINK(1)", "=1+1")
    assert (read.passages["proposals"].text, read.duties["D-1"].text) == ("@SUM(A1)", "-2+3")


@pytest.mark.parametrize(
    ("obligation", "fields"),
    [
        ("T-01", {"status": "done", "percent": "100", "date": "2015-06-15", "number": "12/QĐ", "note": "Đã ban hành"}),
        ("H-01", {"number": "45/CV", "date": "2015-06-15", "count": "27"}),
        ("R-01", {"number": "46/BC", "date": "2015-06-15", "note": "Đã gửi"}),
    ],
)
def test_tasks_hand_overs_and_plain_reports_have_a_small_workbook(obligation: str, fields: dict[str, str]) -> None:
    spec = sample_spec(obligation)
    given_fields = Answers(fields={code: FieldAnswer(value) for code, value in fields.items()})
    read = read_workbook(write_workbook(spec, given_fields), spec)
    assert {code: answer.value for code, answer in read.fields.items()} == fields
    assert check_answers(spec, read) == []


@pytest.mark.parametrize("obligation", ["B-01", "J-01", "T-01", "H-01", "R-01"])
def test_a_form_carries_no_personal_data_of_its_own(obligation: str) -> None:
    spec = sample_spec(obligation)
    assert screen_workbook(open_workbook(write_workbook(spec)), "mau.xlsx", spec) == []


def test_the_shipped_plans_forms_carry_none_either() -> None:
    plan = load_plan(Path(__file__).parent.parent / "plans" / "phu-tho-2015.yaml").document
    active = ActivePlan(1, plan, WorkCalendar.of(plan.calendar))
    for obligation in plan.obligations:
        if obligation.kind == "standing":
            continue
        agency = plan.members(obligation.assigned_to)[0]
        spec = form_spec(active, new_assignment(plan, obligation.code, agency), {})
        found = screen_workbook(open_workbook(write_workbook(spec)), f"{file_stem(spec.assignment)}.xlsx", spec)
        assert found == [], obligation.code


whole = st.integers(min_value=0, max_value=100_000).map(Decimal)
money = st.decimals(min_value=0, max_value=10**12, places=2)
percent = st.decimals(min_value=0, max_value=100, places=1)
notes = st.text(alphabet="aăâbcdđeê 0123456789.,;:()=+-@%'\"<>&", max_size=40)
figure = st.fixed_dictionaries({"visits": whole, "fines": money, "share": percent})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=figure, note=notes, nil=st.booleans(), estimate=st.booleans())
def test_whatever_is_valid_comes_back_exactly(values: dict[str, Decimal], note: str, nil: bool, estimate: bool) -> None:
    answers = Answers(figures={code: Answer(value, False, estimate, note.strip()) for code, value in values.items()})
    answers.figures["violations"] = Answer(None if nil else Decimal(0), nil)
    read = read_workbook(write_workbook(SPEC, answers), SPEC)
    assert {code: (a.value, a.nil, a.estimate, a.note) for code, a in read.figures.items()} == {
        code: (a.value, a.nil, a.estimate, a.note) for code, a in answers.figures.items()
    }
    places = {answer.where for answer in read.figures.values()}
    assert not [p for p in errors_in(check_answers(SPEC, read)) if p.where in places]


def test_the_head_names_who_coordinates_and_the_plans_remark() -> None:
    spec = replace(SPEC, partners=("Sở C", "UBND các huyện"), note="Kèm bản ký.")
    said = words_on(write_workbook(spec))
    assert "Phối hợp: Sở C; UBND các huyện" in said
    assert "Ghi chú: Kèm bản ký." in said
    assert spec.digest == SPEC.digest
    assert not [line for line in words_on(BLANK) if str(line).startswith(("Phối hợp:", "Ghi chú:"))]
