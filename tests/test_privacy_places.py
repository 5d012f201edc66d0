"""Where a workbook or a data file can carry an identity: every place is screened, none is named by what it bears."""

import json
from collections.abc import Callable

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

from intake.problems import Problem
from intake.screening import screen_structured, screen_workbook
from intake.screening_places import as_shown
from intake.structured import load_structured
from intake.workbook_reading import open_workbook
from tests.intake_samples import GOOD, SHEET, fill, good_workbook, opened, row_of, sample_spec, saved
from tests.test_workbook_refusals import repacked

SPEC = sample_spec()
FILE = good_workbook(SPEC)


def problems(content: bytes, name: str = "mau.xlsx") -> list[Problem]:
    return screen_workbook(open_workbook(content), name, SPEC)


def in_cell(value: object, number_format: str = "General", hide: str = "") -> bytes:
    book = opened(FILE)
    sheet = book.create_sheet("Sheet9")
    sheet["C7"].value, sheet["C7"].number_format = value, number_format
    if hide == "sheet":
        sheet.sheet_state = "veryHidden"
    sheet.row_dimensions[7].hidden = hide == "row"
    sheet.column_dimensions["C"].hidden = hide == "column"
    return saved(book)


def in_sheet_title(title: str) -> bytes:
    book = opened(FILE)
    book.create_sheet(title)["A1"].value = "0987654321"
    return saved(book)


def in_comment(text: str) -> bytes:
    book = opened(FILE)
    book[SHEET][f"H{row_of(book, 'figure:visits')}"].comment = Comment(text, "Cán bộ")
    return saved(book)


def in_list(text: str) -> bytes:
    book = opened(FILE)
    book[SHEET].add_data_validation(DataValidation("list", formula1=f'"{text}"', sqref="H30"))
    return saved(book)


def in_header(text: str) -> bytes:
    book = opened(FILE)
    book[SHEET].HeaderFooter.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(text))
    return saved(book)


def in_property(name: str, value: str) -> bytes:
    properties = f'<x><property name="{name}"><lpwstr>{value}</lpwstr></property></x>'
    return with_xml("docProps/custom.xml", properties)


def with_xml(part: str, xml: str) -> bytes:
    return repacked(FILE, lambda parts: parts.update({part: xml.encode()}))


def drawing(*paragraphs: str) -> bytes:
    said = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return with_xml("xl/drawings/drawing1.xml", f'<x xmlns:a="x">{said}</x>')


PLACES: list[tuple[str, Callable[[], bytes], str]] = [
    ("hidden sheet", lambda: in_cell("chị Lan", hide="sheet"), "Sheet9!C7"),
    ("hidden row", lambda: in_cell("chị Lan", hide="row"), "Sheet9!C7"),
    ("hidden column", lambda: in_cell("chị Lan", hide="column"), "Sheet9!C7"),
    ("lost zero, CCCD", lambda: in_cell(25190001234), "Sheet9!C7"),
    ("lost zero, mobile", lambda: in_cell(987654321), "Sheet9!C7"),
    ("float", lambda: in_cell(987654321.0), "Sheet9!C7"),
    ("CMND shown with its zero", lambda: in_cell(13123456, "000000000"), "Sheet9!C7"),
    ("CMND at a fixed width", lambda: in_cell(131234567, "000000000"), "Sheet9!C7"),
    ("a literal zero", lambda: in_cell(987654321, '"0"#'), "Sheet9!C7"),
    ("landline shown with its zero", lambda: in_cell(2103846647, "00000000000"), "Sheet9!C7"),
    ("a telephone format", lambda: in_cell(987654321, "###-###-###"), "Sheet9!C7"),
    ("very long cell", lambda: in_cell("Đã kiểm tra. " * 2400 + "Gọi 0987654321."), "Sheet9!C7"),
    ("formula with two literals", lambda: in_cell('="0987"&"654321"'), "Đầu trang, chân trang, công thức"),
    ("formula that joins", lambda: in_cell('=CONCATENATE("0987","654321")'), "Đầu trang, chân trang, công thức"),
    ("formula that puts a zero before", lambda: in_cell("=0&987654321"), "Đầu trang, chân trang, công thức"),
    ("sheet named for a person", lambda: in_sheet_title("Nguyễn Thị Lan"), "Tên trang hoặc tên vùng"),
    ("comment", lambda: in_comment("cháu B., lớp 8"), "Ghi chú kèm ô H"),
    ("list of choices", lambda: in_list("Nguyễn Văn An,Trần Thị Bình"), "Đầu trang, chân trang, công thức"),
    ("header with codes", lambda: in_header("&14 đối tượng Lan &Bbéo"), "Đầu trang"),
    ("property of its own", lambda: in_property("Họ tên", "Lan"), "Thuộc tính tệp"),
    ("threaded comment", lambda: with_xml("xl/threadedComments/threadedComment1.xml",
        '<a><threadedComment ref="D4"><text>bà Hoa</text></threadedComment></a>'), "Ghi chú kèm ô D4"),
    ("text box", lambda: drawing("chị Lan"), "Khung chữ"),
    ("two text boxes", lambda: drawing("0987", "654321"), "Khung chữ"),
    ("alternative text", lambda: with_xml("xl/drawings/drawing1.xml", '<cNvPr descr="ảnh chị Lan"/>'), "Khung chữ"),
    ("external link", lambda: with_xml("xl/externalLinks/externalLink1.xml",
        "<a><v>Nguyễn Văn An</v><v>Trần Thị Bình</v></a>"), "Liên kết ra tệp khác"),
    ("pivot cache", lambda: with_xml("xl/pivotCache/pivotCacheRecords1.xml",
        '<r><s v="Nguyễn Văn An"/><s v="Trần Thị Bình"/></r>'), "Thành phần ẩn"),
    ("custom XML", lambda: with_xml("customXml/item1.xml", '<p cccd="025190001234"/>'), "Thành phần ẩn"),
    ("XML comment", lambda: with_xml("customXml/item1.xml", "<p><!-- 0987654321 --></p>"), "Thành phần ẩn"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "place"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_is_found_in_its_place(make: Callable[[], bytes], place: str) -> None:
    assert any(problem.where.startswith(place) for problem in problems(make())), problems(make())


def test_the_sample_itself_passes() -> None:
    assert problems(FILE) == []


def test_a_sheet_is_not_named_by_what_its_name_says() -> None:
    said = problems(in_sheet_title("Lan 0987654321"))
    assert {problem.where for problem in said} == {"trang thứ 3!A1", "Tên trang hoặc tên vùng"}
    assert "0987654321" not in str(said) and "Lan" not in str(said)


@pytest.mark.parametrize(
    "name", ["danh sach nguyen thi lan.xlsx", "bc_0987654321.xlsx", "N.T.H 1992.xlsx", "chị Lan.xlsx"]
)
def test_a_file_is_refused_for_its_name(name: str) -> None:
    assert [problem.where for problem in problems(FILE, name)] == ["Tên tệp"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (935_000_000, "#,##0", 935_000_000),
        (912_345_678, '#,##0 "đ"', 912_345_678),
        (5, "00", 5),
        (0.5, "0.00000000", 0.5),
        (912_345_678, "0.00E+00", 912_345_678),
        (True, "000000000", True),
        (13_123_456, "000000000", "CMND 013123456"),
        (912_345_678, '"0"#', "0912345678"),
        (912_345_678, r"\0#", "0912345678"),
    ],
)
def test_a_number_is_read_as_it_is_shown(value: object, number_format: str, shown: object) -> None:
    assert as_shown(value, number_format) == shown


def test_figures_in_money_and_documents_pass_in_a_form() -> None:
    content = fill(FILE, {"passage:difficulties/A": "Đã chi 912.345.678 đồng theo Quyết định số 1234/QĐ-UBND."})
    assert problems(content) == []


def structured(loaded: dict[str, object]) -> list[Problem]:
    content = json.dumps({**GOOD, **loaded}, ensure_ascii=False).encode()
    return screen_structured(load_structured(content, "a.json"), "a.json", SPEC)


@pytest.mark.parametrize(
    "loaded",
    [
        {"hoTen": "Lan"},
        {"namSinh": 1992},
        {"cmnd": 131234567},
        {"sdt": "987654321"},
        {"0987654321": "x"},
        {"chị Lan": 1},
        {"ghi-chu": ["Nguyễn Văn An", "Trần Thị Bình"]},
        {"ghi-chu": ["0987", "654321"]},
        {"ghi-chu": {"a": {"b": ["bà Hoa"]}}},
        {"narrative": {"difficulties": "Nguyễn Thị Lan ở Việt Trì bị xử phạt"}},
    ],
)
def test_keys_and_values_are_screened_and_not_repeated(loaded: dict[str, object]) -> None:
    said = structured(loaded)
    assert said
    assert not any(word in str(said) for word in ("Lan", "1992", "131234567", "987654321", "Bình", "Hoa"))


def test_an_honest_answer_passes() -> None:
    assert structured({}) == []
