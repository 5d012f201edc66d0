"""The same plan reads the same as text, as DOCX and as PDF; tables of assignments are read row by row."""

import textwrap
import time
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plans.documents import Line, Table, read_blocks
from plans.numerals import letters, numeral, roman, roman_value
from plans.reading import DocumentReading, PlanParagraph, read_document
from plans.word_files import read_word
from tests.document_samples import DRUGS, add_numbered, number_by_styles, read, trafficking

DATA = Path(__file__).resolve().parent / "data"
PDF = DATA / "ma-tuy-2016.pdf"


def content(reading: DocumentReading) -> dict[str, object]:
    return reading.as_json()


def docx_of(text: str, path: Path) -> Path:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_a_pdf_reads_as_the_text_it_was_printed_from() -> None:
    assert content(read_document(PDF)) == content(read(DRUGS))


def test_a_ruled_table_of_a_pdf_is_read_over_the_end_of_a_page(annexed: DocumentReading) -> None:
    printed = read_document(DATA / "mua-ban-nguoi-2017.pdf")
    assert printed.as_json() == annexed.as_json()


def test_lines_broken_to_a_width_are_put_together(tmp_path: Path) -> None:
    lines = [piece for line in DRUGS.splitlines() for piece in (textwrap.wrap(line, 72) if len(line) > 80 else [line])]
    path = tmp_path / "wrapped.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert content(read_document(path)) == content(read(DRUGS))


def test_a_docx_with_typed_numbers_reads_as_text(tmp_path: Path) -> None:
    assert (
        content(read_document(docx_of(DRUGS.replace("   ", "\t\t"), tmp_path / "a.docx")))["paragraphs"]
        == (content(read(DRUGS))["paragraphs"])
    )


def test_utf_16_is_text_too(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DRUGS, encoding="utf-16")
    assert content(read_document(path)) == content(read(DRUGS))


@pytest.fixture(scope="module")
def annexed(tmp_path_factory: pytest.TempPathFactory) -> DocumentReading:
    return read_document(trafficking(tmp_path_factory.mktemp("docx") / "mua-ban-nguoi.docx"))


def test_numbers_that_live_in_styles_are_counted(annexed: DocumentReading) -> None:
    assert [(section.numeral, section.title) for section in annexed.sections] == [
        ("I", "MỤC TIÊU"),
        ("II", "TỔ CHỨC THỰC HIỆN"),
        ("III", "KINH PHÍ"),
    ]
    assert [one.clause for one in annexed.paragraphs][:6] == [
        "I#1",
        "II.1.a#1",
        "II.1.b#1",
        "II.2.a#1",
        "II.2.a#2",
        "III#1",
    ]


def test_a_letterhead_and_a_signature_are_no_tables_of_data(annexed: DocumentReading) -> None:
    assert annexed.letterhead.issuer == "UBND tỉnh Sông Thao"
    assert annexed.letterhead.number == "27/KH-UBND"
    assert annexed.distribution == ("Bộ Công an", "Lưu: VT, NC")
    assert len(annexed.tables) == 1


def rows(reading: DocumentReading) -> list[PlanParagraph]:
    return [one for one in reading.paragraphs if one.clause.startswith("PL")]


def test_a_row_of_the_annex_says_task_lead_helpers_product_and_deadline(annexed: DocumentReading) -> None:
    first, second, third = rows(annexed)
    assert (first.clause, first.text, first.product) == ("PL1#r1", "Tập huấn kỹ năng tư vấn", "05 lớp")
    assert [body.code for body in first.bodies] == ["hoi-lhpn"]
    assert [body.code for body in first.helpers] == ["so-tu-phap", "huyen"]
    assert (first.kind, first.terms.deadline) == ("task", "Quý II/2017")
    assert (second.kind, second.terms.deadline, second.terms.dues) == ("standing", "Thường xuyên", ())
    assert [body.code for body in third.bodies] == ["cong-an-tinh", "so-ldtbxh"]
    assert (third.kind, third.product) == ("task", "Báo cáo")


HEADS = [
    ("STT | Nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời gian", ["number", "task", "lead", "with", "deadline"]),
    ("TT | Nội dung | Đơn vị thực hiện | Kết quả | Tiến độ", ["number", "task", "lead", "product", "deadline"]),
    ("TT | Tên nhiệm vụ | Thời hạn | Trách nhiệm thực hiện", ["number", "task", "deadline", "lead"]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "kinds"), HEADS)
def test_columns_are_known_by_their_headings(head: str, kinds: list[str]) -> None:
    row = " | ".join("1" if kind == "number" else f"Sở Y tế {kind}" for kind in kinds)
    table = read(f"KẾ HOẠCH\nI. NHIỆM VỤ\n| {head} |\n|---|---|---|---|\n| {row} |\n").tables[0]
    assert list(table.kinds) == kinds
    assert [one.clause for one in table.rows] == ["PL1#r1"]


def test_a_cell_merged_downwards_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    table = document.add_table(3, 3)
    for row, texts in enumerate(
        (("Nhiệm vụ", "Chủ trì", "Thời gian"), ("Khám bệnh", "", "Quý I"), ("Tập huấn", "", ""))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Sở Y tế"
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert [[body.code for body in one.bodies] for one in rows(read_document(path))] == [["so-y-te"], ["so-y-te"]]


def labels(document: docx.document.Document, path: Path) -> list[str]:
    document.save(str(path))
    return [block.text for block in read_word(path) if isinstance(block, Line)]


def test_a_list_goes_on_and_its_lower_levels_start_again(tmp_path: Path) -> None:
    document = docx.Document()
    number_by_styles(document)
    for level in (1, 2, 2, 1, 2, 3):
        add_numbered(document, "x", 90, level)
    assert labels(document, tmp_path / "a.docx") == ["1. x", "a) x", "b) x", "2. x", "a) x", "- x"]


def test_a_list_may_be_told_to_start_anew(tmp_path: Path) -> None:
    document = docx.Document()
    number_by_styles(document)
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>'
            '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
    )
    add_numbered(document, "x", 90, 1)
    add_numbered(document, "x", 91, 1)
    add_numbered(document, "x", 91, 1)
    assert labels(document, tmp_path / "a.docx") == ["1. x", "5. x", "6. x"]


def test_deleted_text_is_no_part_of_a_document(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Giữ ")
    for tag, text in (("del", "bỏ"), ("ins", "thêm")):
        inner = "delText" if tag == "del" else "t"
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>"))
    assert labels(document, tmp_path / "a.docx") == ["Giữ thêm"]


def test_tables_stand_where_they_are(annexed: DocumentReading, tmp_path: Path) -> None:
    blocks = read_blocks(trafficking(tmp_path / "a.docx"))
    assert [place for place, block in enumerate(blocks) if isinstance(block, Table)] == [
        0,
        len(blocks) - 4,
        len(blocks) - 1,
    ]


NUMERALS = [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")]


@pytest.mark.parametrize(("number", "text"), NUMERALS)
def test_roman_numerals(number: int, text: str) -> None:
    assert roman(number) == text
    assert roman_value(text) == number
    assert numeral(number, "lowerRoman") == text.lower()


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "", "ABC"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman_value(text) is None


def test_letters_go_on_after_z() -> None:
    assert [letters(number) for number in (1, 26, 27, 28)] == ["a", "z", "aa", "bb"]


def test_reading_is_quick() -> None:
    started = time.perf_counter()
    read_document(PDF)
    assert time.perf_counter() - started < 2
