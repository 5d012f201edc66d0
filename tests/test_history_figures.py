"""`history-figures …`: figures of earlier years, by dondoc's form or by a workbook made by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import simplejson
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from intake.earlier_figures_heads import period_named
from tests.cli_samples import PLAN, START, Office, Ran, plan_file

RATIO = (
    "  - {code: rate, name: Tỷ lệ vi phạm, unit: '%', kind: ratio, numerator: violations, denominator: visits}\n"
    "  - {code: fines, name: Tiền phạt, unit: đồng, min: 0}\n"
)
YEARLY = (
    "  - {code: year-end, title: Báo cáo năm, period: year, cutoff: nd09,\n"
    "     due: {on: {'2015': 2015-12-25}}, from: so-a, to: [ubnd]}\n"
)
DAY = "2015-02-05"
Cells = Mapping[str, object]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path)
    text = PLAN.replace("reports:\n", f"{RATIO}reports:\n").replace(
        "[visits, violations]", "[visits, violations, fines]"
    )
    found.does("plan", "apply", plan_file(tmp_path, text + YEARLY), "--yes", now=START)
    return found


def form(office: Office, *words: str, now: str = DAY) -> Path:
    path = office.folder / "form.xlsx"
    office.does("history-figures", "form", "-o", path, "--yes", *words, now=now)
    return path


def changed(path: Path, change: Callable[[Workbook], object]) -> Path:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def place(sheet: Worksheet, *row_says: str, head: str) -> str:
    """The cell below a head, in the row that has all these words."""
    (heads,) = (row for row in sheet.iter_rows() if "Mã chỉ tiêu" in [cell.value for cell in row])
    column = next(cell.column_letter for cell in heads if cell.value == head)
    rows = (row for row in sheet.iter_rows() if set(row_says) <= {cell.value for cell in row})
    return f"{column}{next(rows)[0].row}"


def filled(office: Office, cells: Sequence[tuple[str, str, object]], now: str = DAY) -> Path:
    """The form with figures of the whole: indicator, head, value."""

    def fill(book: Workbook) -> None:
        for code, head, value in cells:
            book["Toàn tỉnh"][place(book["Toàn tỉnh"], code, head=head)].value = value

    return changed(form(office, now=now), fill)


def by_hand(office: Office, rows: Sequence[Sequence[object]], name: str = "cu.xlsx") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu 1"
    for row in rows:
        sheet.append(list(row))
    path = office.folder / name
    book.save(path)
    return path


def takes(office: Office, path: Path, now: str = DAY) -> tuple[int, int, int]:
    """What an import did: values stored, taken back, unchanged."""
    said = office.asks("history-figures", "import", path, now=now)
    return said["stored"], said["taken_back"], said["unchanged"]


def known(office: Office, now: str = DAY) -> dict[tuple[str, str, str | None], str]:
    said = office.asks("history-figures", "list", now=now)
    return {(one["period"], one["indicator"], one["agency"]): str(one["value"]) for one in said["figures"]}


def refused(office: Office, path: Path) -> list[tuple[str, str]]:
    """Places and reasons of a refused import; nothing of it is kept."""
    before = known(office)
    ran = office.run("history-figures", "import", path, "--json", now=DAY)
    assert ran.code == 1, ran
    assert ran.json["import"] is None
    assert known(office) == before
    return [(one["where"], one["message"]) for one in ran.json["problems"] if one["severity"] == "error"]


def test_the_form_has_the_years_before_the_plan_and_comes_back_filled(office: Office) -> None:
    path = form(office)
    book = load_workbook(path)
    heads = [cell.value for cell in book["Toàn tỉnh"][4]]
    assert heads == [
        "Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Cách tính",
        *(word for year in range(2011, 2015) for word in (f"Năm {year}", "Ước")), "Nguồn số liệu",
    ]  # fmt: skip
    assert book["dondoc"].sheet_state == "veryHidden"
    assert book["Toàn tỉnh"].freeze_panes == "E5"
    bodies = {row[0].value for row in book["Theo đơn vị"].iter_rows(min_row=5)}
    assert bodies == {"so-b", "huyen-1", "huyen-2"}

    visits = [("visits", "Năm 2014", 80), ("visits", "Năm 2013", "1.234"), ("visits", "Nguồn số liệu", "05/BC-ABC")]
    assert takes(office, filled(office, visits)) == (2, 0, 0)

    again = load_workbook(form(office))["Toàn tỉnh"]
    assert again[place(again, "visits", head="Năm 2013")].value == 1234
    assert again[place(again, "visits", head="Nguồn số liệu")].value == "05/BC-ABC"
    assert takes(office, form(office)) == (0, 0, 2)


def test_the_same_form_has_the_same_bytes(office: Office) -> None:
    assert form(office).read_bytes() == form(office, now="2015-03-05").read_bytes()


PERIODS = [
    (("--years", "2013..2014"), ["2013", "2014"]),
    (("--years", "2014"), ["2014"]),
    (("--years", "2013..2016"), ["2013", "2014"]),
    (("--years", "2014", "--period", "half"), ["2014-H1", "2014-H2"]),
    (("--years", "2013..2014", "--period", "nine-months"), ["2013-9M", "2014-9M"]),
]


@pytest.mark.parametrize(("words", "periods"), PERIODS)
def test_the_form_asks_for_the_periods_named(office: Office, words: tuple[str, ...], periods: list[str]) -> None:
    path = office.folder / "f.xlsx"
    said = office.asks("history-figures", "form", "-o", path, *words, now=DAY)
    assert said["periods"] == periods
    heads = (cell.value for cell in load_workbook(path)["Toàn tỉnh"][4])
    named = [period_named(str(head).casefold()) for head in heads]
    assert [one.key for one in named if one] == periods


@pytest.mark.parametrize("words", [("--years", "2015..2016"), ("--years", "2014..2013"), ("--years", "x")])
def test_a_form_of_no_earlier_year_is_refused(office: Office, words: tuple[str, str]) -> None:
    assert "2014" in office.run("history-figures", "form", "-o", office.folder / "f.xlsx", *words, now=DAY).refusal


def test_an_estimate_is_marked_and_replaced_by_the_final_figure(office: Office) -> None:
    def fill(book: Workbook) -> None:
        sheet = book["Theo đơn vị"]
        cell = sheet[place(sheet, "so-b", "visits", head="Năm 2014")]
        cell.value = 7
        sheet.cell(cell.row, cell.column + 1).value = "x"

    takes(office, changed(form(office), fill))
    (one,) = office.asks("history-figures", "list", now=DAY)["figures"]
    assert (one["agency"], one["value"], one["estimate"]) == ("so-b", 7, True)
    assert "7 (ước)" in office.does("history-figures", "list", now=DAY).words

    def settle(book: Workbook) -> None:
        sheet = book["Theo đơn vị"]
        cell = sheet[place(sheet, "so-b", "visits", head="Năm 2014")]
        sheet.cell(cell.row, cell.column + 1).value = None

    assert takes(office, changed(form(office), settle)) == (1, 0, 0)
    assert not office.asks("history-figures", "list", now=DAY)["figures"][0]["estimate"]


def test_the_report_compares_with_what_was_taken_in(office: Office) -> None:
    takes(office, filled(office, [("visits", "Năm 2014", 80), ("violations", "Năm 2014", 20)]))
    out = office.folder / "out"
    office.does("report", "build", "year-end", "2015", "-o", out, "--format", "json", now="2015-12-22")
    said = simplejson.loads((out / "year-end_2015.json").read_text("utf-8"), use_decimal=True)
    previous = {one["indicator"]: one["previous"] for one in said["figures"]}
    assert (previous["visits"], previous["rate"]) == (80, Decimal(25))
    assert [one["source_name"] for one in said["earlier"]] == ["form.xlsx"]


def test_clearing_a_value_in_the_form_takes_it_back(office: Office) -> None:
    takes(office, filled(office, [("visits", "Năm 2014", 80), ("visits", "Năm 2013", 70)]))
    assert takes(office, filled(office, [("visits", "Năm 2014", None)], now="2015-02-06"), "2015-02-06") == (0, 1, 1)
    assert known(office, "2015-02-06") == {("2013", "visits", None): "70"}
    assert len(known(office, "2015-02-05")) == 2, "as of the day before it still stands"


def test_an_old_copy_undoes_nothing(office: Office) -> None:
    takes(office, filled(office, [("visits", "Năm 2014", 80)]))
    old = form(office).rename(office.folder / "old.xlsx")
    takes(office, filled(office, [("visits", "Năm 2014", 90), ("violations", "Năm 2014", 5)]))

    assert takes(office, old) == (0, 0, 0)
    assert known(office) == {("2014", "visits", None): "90", ("2014", "violations", None): "5"}

    def change(book: Workbook) -> None:
        book["Toàn tỉnh"][place(book["Toàn tỉnh"], "visits", head="Năm 2014")] = 85

    ((where, said),) = refused(office, changed(old, change))
    assert where.startswith("Toàn tỉnh!")
    assert "sau khi lấy mẫu" in said


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    first = by_hand(office, [("Mã chỉ tiêu", 2014), ("visits", 80)])
    takes(office, first)
    takes(office, by_hand(office, [("Mã chỉ tiêu", 2014), ("visits", 90)], "moi.xlsx"))
    ran = office.does("history-figures", "import", first, now="2015-02-07")
    assert "không thay đổi gì" in ran.out
    assert known(office, "2015-02-07") == {("2014", "visits", None): "90"}
    acts = [one["act"] for one in office.asks("history", "show", "demo-2015")]
    assert acts.count("earlier-figures") == 2
    office.does("history", "verify")


def brought_back(office: Office) -> tuple[Path, Path]:
    """A form as it came, and a copy of it in which a figure was changed and taken in."""
    takes(office, filled(office, [("visits", "Năm 2014", 942), ("visits", "Năm 2013", 70)]))
    old = form(office).rename(office.folder / "old.xlsx")
    new = filled(office, [("visits", "Năm 2014", 1)])
    assert takes(office, new) == (1, 0, 1)
    return old, new


def test_what_stands_otherwise_than_in_an_old_form_is_named(office: Office) -> None:
    old, _new = brought_back(office)
    said = office.asks("history-figures", "import", old, now=DAY)
    assert (said["import"], said["unchanged"]) == (None, 1)
    (other,) = said["others"]
    assert (other["value"], other["in_use"]) == (942, 1) and other["where"].startswith("Toàn tỉnh!")
    words = office.does("history-figures", "import", old, now=DAY).words
    assert "1 số liệu đã có như vậy" in words and "--as-is" in words and f"{other['where']} 942 1" in words
    assert known(office)["2014", "visits", None] == "1"


def test_an_old_form_is_taken_in_as_it_is(office: Office) -> None:
    old, new = brought_back(office)
    said = office.asks("history-figures", "import", old, "--as-is", now=DAY)
    assert (said["stored"], said["taken_back"], said["unchanged"], said["others"]) == (1, 0, 1, [])
    assert known(office) == {("2014", "visits", None): "942", ("2013", "visits", None): "70"}
    assert "--as-is" in office.does("history-figures", "import", new, now=DAY).words
    office.does("history-figures", "import", new, "--as-is", now=DAY)
    assert known(office)["2014", "visits", None] == "1"
    assert office.asks("history-figures", "import", new, "--as-is", now=DAY)["import"] is None


def test_taking_a_form_as_it_is_takes_no_later_figure_back(office: Office) -> None:
    takes(office, filled(office, [("visits", "Năm 2014", 80)]))
    old = form(office).rename(office.folder / "old.xlsx")
    takes(office, filled(office, [("visits", "Năm 2014", None), ("violations", "Năm 2014", 5)]))
    (other,) = office.asks("history-figures", "import", old, now=DAY)["others"]
    assert (other["value"], other["in_use"]) == (80, None)
    office.does("history-figures", "import", old, "--as-is", now=DAY)
    assert known(office) == {("2014", "visits", None): "80", ("2014", "violations", None): "5"}


def test_only_the_first_few_that_stand_otherwise_are_listed(office: Office) -> None:
    cells = [
        (code, f"Năm {year}", 10) for code in ("visits", "violations", "fines") for year in (2011, 2012, 2013, 2014)
    ]
    takes(office, filled(office, cells))
    old = form(office).rename(office.folder / "old.xlsx")
    takes(office, filled(office, [(code, head, 20) for code, head, _value in cells]))
    said = office.does("history-figures", "import", old, now=DAY).out
    assert said.count("Toàn tỉnh!") == 10 and "… và 2 số nữa" in said


BY_HAND: list[tuple[list[list[object]], dict[tuple[str, str, str | None], str]]] = [
    ([["Chỉ tiêu", "ĐVT", "Năm 2013", "2014"], ["lượt cơ sở  được kiểm tra", "lượt", 5, 6]],
     {("2013", "visits", None): "5", ("2014", "visits", None): "6"}),
    ([["SỐ LIỆU"], [], ["STT", "Cơ quan", "Chỉ tiêu", 2014], [1, "Sở B", "Cơ sở vi phạm", "1 234 cơ sở"],
      [2, "Toàn tỉnh", "Cơ sở vi phạm", 2000], ["Tổng quát"]],
     {("2014", "violations", "so-b"): "1234", ("2014", "violations", None): "2000"}),
    ([["Mã chỉ tiêu", "6 tháng đầu năm 2014", "9 tháng năm 2014", "Quý IV năm 2014", "Tháng 3/2014"],
      ["visits", 1, 2, 3, 4]],
     {("2014-03", "visits", None): "4", ("2014-9M", "visits", None): "2", ("2014-H1", "visits", None): "1",
      ("2014-Q4", "visits", None): "3"}),
    ([["Mã", "Ước thực hiện năm 2014"], ["visits", 9], ["violations", "không phát sinh"]],
     {("2014", "visits", None): "9", ("2014", "violations", None): "0"}),
    ([["Mã", "Ghi chú", 2014], ["rate", "theo 05/BC-ABC", Decimal("12.5")]], {("2014", "rate", None): "12.5"}),
    ([["Mã", 2014], ["fines", 912345678]], {("2014", "fines", None): "912345678"}),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "values"), BY_HAND)
def test_a_workbook_made_by_hand_is_read_by_its_heads(
    office: Office, rows: list[list[object]], values: dict[tuple[str, str, str | None], str]
) -> None:
    takes(office, by_hand(office, rows))
    assert known(office) == values


def test_an_empty_cell_of_a_workbook_made_by_hand_says_nothing(office: Office) -> None:
    takes(office, by_hand(office, [("Mã", "Nguồn", 2013, 2014), ("visits", "05/BC-ABC", 70, 80)]))
    path = by_hand(office, [("Mã", 2013, 2014), ("visits", None, 80), ("violations", 3, None)])
    assert takes(office, path) == (1, 0, 1)
    assert len(known(office)) == 3


def test_names_merged_over_rows_count_for_each(office: Office) -> None:
    path = by_hand(office, [("Cơ quan", "Mã", 2014), ("Sở B", "visits", 1), (None, "violations", 2)])
    changed(path, lambda book: book.worksheets[0].merge_cells("A2:A3"))
    takes(office, path)
    assert known(office) == {("2014", "visits", "so-b"): "1", ("2014", "violations", "so-b"): "2"}


HEAD = ["Mã", 2014]
WRONG: list[tuple[list[list[object]], str, str]] = [
    ([HEAD, ["visit", 1]], "Biểu 1!A2", "visits"),
    ([HEAD, [None, 1]], "Biểu 1!A2", "không có chỉ tiêu"),
    ([["Cơ quan", *HEAD], ["Sở C", "visits", 1]], "Biểu 1!A2", "Sở "),
    ([["Cơ quan", *HEAD], [None, "visits", 1]], "Biểu 1!A2", "không có cơ quan"),
    ([["Cơ quan", *HEAD], ["so-b", "rate", 1]], "Biểu 1!C2", "tử số"),
    ([HEAD, ["visits", "nhiều"]], "Biểu 1!B2", "con số"),
    ([HEAD, ["visits", "-"]], "Biểu 1!B2", "để trống"),
    ([HEAD, ["visits", 1.5]], "Biểu 1!B2", "số nguyên"),
    ([HEAD, ["visits", -1]], "Biểu 1!B2", "nhỏ hơn 0"),
    ([HEAD, ["visits", "=1+1"]], "Biểu 1!B2", "công thức chưa tính"),
    ([HEAD, ["visits", 1], ["visits", 2]], "Biểu 1!B3", "Biểu 1!B2"),
    ([["Mã", 2014, "Năm 2014"], ["visits", 1, 2]], "Biểu 1!C1", "B1"),
    ([["Mã", 2015], ["visits", 1]], "Biểu 1!B1", "kế hoạch"),
    ([["Mã", "2014-H1", "2015-H1"], ["visits", 1, 1]], "Biểu 1!C1", "kế hoạch"),
    ([["Mã", 1014], ["visits", 1]], "Biểu 1!B1", "năm quá xa"),
    ([["Mã", "2011..2014"], ["visits", 1]], "Biểu 1!B1", "từng năm"),
    ([["Mã", 2014, "20133"], ["visits", 1, 2]], "Biểu 1!C1", "không rõ cột"),
    ([["Mã", "Đơn vị", 2014], ["visits", "Sở B", 2]], "Biểu 1!B1", "Cơ quan"),
    ([["Mã", 2014, "Ước"], ["visits", 1, "?"]], "Biểu 1!C2", "chỉ chọn x"),
    ([["Mã", 2014, "Ước"], ["visits", None, "x"]], "Biểu 1!B2", "dấu ước"),
    ([["Mã", 2014, "Nguồn"], ["visits", 1, "a" * 501]], "Biểu 1!C2", "500"),
    ([["Tên", 2014], ["visits", 1]], "cu.xlsx", "đầu cột"),
]


@pytest.mark.parametrize(("rows", "where", "said"), WRONG)
def test_what_is_wrong_is_named_with_its_cell(office: Office, rows: list[list[object]], where: str, said: str) -> None:
    ((place_, message),) = refused(office, by_hand(office, rows))
    assert place_ == where
    assert said in message


def test_every_problem_is_told_at_once_and_nothing_is_stored(office: Office) -> None:
    path = by_hand(office, [("Mã", 2014, 2015), ("visits", 5, 1), ("none", 6, None), ("violations", "x", None)])
    assert [where for where, _ in refused(office, path)] == ["Biểu 1!C1", "Biểu 1!A3", "Biểu 1!B4"]
    entry = office.asks("history", "show", "demo-2015")[-1]
    assert (entry["act"], entry["detail"]["about"]) == ("refused", "earlier-figures")
    ran = office.run("history-figures", "import", path, now=DAY)
    assert "Không nhập gì" in ran.out


def test_a_hidden_sheet_is_not_taken_in_unseen(office: Office) -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("Biểu 2")
        book.worksheets[0].sheet_state = "hidden"

    path = changed(by_hand(office, [HEAD, ["visits", 1]]), hide)
    assert "ẩn" in refused(office, path)[0][1]


PERSONAL: list[Callable[[Workbook], object]] = [
    lambda book: book.worksheets[0].append(["visits", None, "Nguyễn Văn A, sinh năm 1992, trú tại xã B"]),
    lambda book: setattr(book.worksheets[0]["C2"], "value", "CCCD 025192000123"),
    lambda book: setattr(book.worksheets[0]["B2"], "comment", Comment("số căn cước 025192000123", "a")),
    lambda book: book.create_sheet("Khác").append(["025192000123"]),
    lambda book: setattr(book.properties, "subject", "căn cước 025192000123"),
    lambda book: setattr(book.worksheets[0]["B2"], "value", 25192000123),
]


@pytest.mark.parametrize("change", PERSONAL)
def test_a_person_anywhere_in_the_workbook_refuses_it(office: Office, change: Callable[[Workbook], object]) -> None:
    path = changed(by_hand(office, [["Mã", 2014, "Nguồn"], ["visits", 80, "05/BC-ABC"]]), change)
    for _where, said in refused(office, path):
        assert "025192000123" not in said
        assert "Nguyễn" not in said
    assert "025192000123" not in str(office.asks("history", "show", "demo-2015"))


def test_a_file_name_is_screened(office: Office) -> None:
    path = by_hand(office, [HEAD, ["visits", 1]], "cccd-025192000123.xlsx")
    ((where, _said),) = refused(office, path)
    assert where == "Tên tệp"


def with_part(name: str, part: bytes = b"x") -> Callable[[bytes], bytes]:
    def add(content: bytes) -> bytes:
        target = io.BytesIO(content)
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr(name, part)
        return target.getvalue()

    return add


UNFIT: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda content: content[: len(content) // 2], "hỏng"),
    (lambda _content: b"xin chao", "không phải bảng tính"),
    (lambda _content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    (lambda _content: b"PK" + bytes(10_000_001), "lớn hơn"),
    (with_part("xl/vbaProject.bin"), "macro"),
    (with_part("xl/media/image1.png"), "hình ảnh"),
    (with_part("xl/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "XML"),
]


@pytest.mark.parametrize(("change", "said"), UNFIT)
def test_an_unfit_file_is_refused_like_a_submission(
    office: Office, change: Callable[[bytes], bytes], said: str
) -> None:
    path = by_hand(office, [HEAD, ["visits", 1]])
    path.write_bytes(change(path.read_bytes()))
    ((where, message),) = refused(office, path)
    assert where == "cu.xlsx"
    assert said in message


def test_another_form_is_refused(office: Office) -> None:
    path = office.folder / "b.xlsx"
    office.does("form", "B-01/so-b/2015-H1", "-o", path, now=DAY)
    assert "dondoc submit" in refused(office, path)[0][1]

    def other(book: Workbook) -> None:
        book["dondoc"]["B2"] = "khac-2015"

    assert "kế hoạch khác" in refused(office, changed(form(office), other))[0][1]


def test_a_text_that_looks_like_a_formula_stays_text(office: Office) -> None:
    path = by_hand(office, [("Mã", 2014, "Nguồn"), ("visits", 1, "a")])
    changed(path, lambda book: setattr(book.worksheets[0]["C2"], "value", "'=HYPERLINK"))
    takes(office, path)
    for source in ("@SUM(1)", "-1+1", "+1"):
        takes(office, by_hand(office, [("Mã", 2014, "Nguồn"), ("visits", 1, source)]))
        sheet = load_workbook(form(office))["Toàn tỉnh"]
        cell = sheet[place(sheet, "visits", head="Nguồn số liệu")]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (source, "s", True)


def test_there_is_nothing_to_list_at_first(office: Office) -> None:
    assert "history-figures form" in office.does("history-figures", "list", now=DAY).out


def test_a_file_that_is_not_there_is_one_line(office: Office) -> None:
    ran: Ran = office.run("history-figures", "import", office.folder / "none.xlsx")
    assert "none.xlsx" in ran.refusal
    assert ".xlsx" in office.run("history-figures", "form", "-o", office.folder / "a.csv").refusal
