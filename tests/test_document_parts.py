"""Parts above sections, articles of a decision, lists that begin again, text boxes, tables without rulings."""

import time
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from models.errors import PlanError
from plans.check import check_plan
from plans.documents import Line
from plans.drafting import draft_plan
from plans.loading import load_plan_text
from plans.reading import read_document
from plans.tracing import trace
from plans.word_files import read_word
from tests.document_samples import DRUGS, read, read_lines

ORGANISED = ("II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "- Khám bệnh.")
PARTS = [
    # lines, references, numerals of the sections
    (("Phần thứ nhất", "KẾT QUẢ NĂM 2014", "I. CHỈ ĐẠO", "Công an tỉnh làm tốt.", "II. TỒN TẠI", "Chậm.",
      "Phần thứ hai", "NHIỆM VỤ NĂM 2015", "I. MỤC TIÊU", "Giảm.", *ORGANISED),
     ["A.I#1", "A.II#1", "B.I#1", "B.II.1#1"], ["A.I", "A.II", "B.I", "B.II"]),
    (("PHẦN THỨ NHẤT: MỤC TIÊU", "Giảm.", "PHẦN THỨ HAI: TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "- Khám."),
     ["I#1", "II.1#1"], ["I", "II"]),
    (("A. MỤC TIÊU", "I. MỤC TIÊU CHUNG", "Giảm.", "B. TỔ CHỨC THỰC HIỆN", "Giao các đơn vị sau.", "I. SỞ Y TẾ",
      "1. Khám.", "2. Chữa."), ["A.I#1", "B#1", "B.I.1#1", "B.I.2#1"], ["A.I", "B", "B.I"]),
    (("A. MỤC TIÊU", "1. Giảm nghèo.", "2. Tăng thu.", "B. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế: Khám."),
     ["A.1#1", "A.2#1", "B.1#1"], ["A", "B"]),
    (("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "a) Công tác khám:", "- Khám tuyến tỉnh:", "+ Mua máy;", "b) Chữa bệnh."),
     ["I.1.a#1", "I.1.a#2", "I.1.b#1"], ["I"]),
    (("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "1. Khám.", "2. Chữa.", "2. Sở Nội vụ", "1. Xét.", "3. Công an tỉnh: Làm."),
     ["I.1.1#1", "I.1.2#1", "I.2.1#1", "I.3#1"], ["I"]),
    (("I. TỔ CHỨC THỰC HIỆN", "A) Sở Y tế: Khám.", "B) Sở Nội vụ: Xét."), ["I.a#1", "I.b#1"], ["I"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "clauses", "numerals"), PARTS)
def test_parts_and_lists_give_their_references(lines: tuple[str, ...], clauses: list[str], numerals: list[str]) -> None:
    reading = read_lines(*lines)
    assert [one.clause for one in reading.paragraphs] == clauses
    assert [section.numeral for section in reading.sections] == numerals


def test_what_a_part_tells_charges_nobody_and_its_sections_may_be_bodies() -> None:
    told = read_lines(*PARTS[0][0])
    assert [[body.code for body in one.bodies] for one in told.paragraphs] == [[], [], [], ["so-y-te"]]
    assert [body.code for body in read_lines(*PARTS[2][0]).paragraphs[-1].bodies] == ["so-y-te"]


DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH SÔNG THAO
Số: 12/QĐ-UBND
Sông Thao, ngày 05 tháng 01 năm 2015
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch phòng, chống ma túy năm 2015
Căn cứ Luật Phòng, chống ma túy số 23/2000/QH10 ngày 09/12/2000;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng, chống ma túy năm 2015.
Điều 2. Giao Công an tỉnh chủ trì, phối hợp với Sở Y tế tổ chức thực hiện.
Điều 3. Giám đốc Sở Y tế, Chủ tịch UBND các huyện chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
KẾ HOẠCH
Phòng, chống ma túy năm 2015
(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2015 của UBND tỉnh)
I. MỤC TIÊU
Giảm người nghiện.
II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế:
- Khám bệnh.
"""


@pytest.mark.parametrize("name", ["named parts", "lettered parts", "decision"])
def test_such_references_are_drafted_checked_and_traced(name: str) -> None:
    texts = {"named parts": read_lines(*PARTS[0][0]), "lettered parts": read_lines(*PARTS[3][0])}
    reading = texts.get(name) or read(DECISION)
    draft = load_plan_text(draft_plan(reading), "draft.yaml")
    found = [str(one) for one in check_plan(draft) if one.severity == "error"]
    assert [error for error in found if "chưa có hạn" not in error] == []
    assert all(line.text is not None for line in trace(draft.document, reading))


def test_a_decision_and_the_plan_it_enacts_are_read_as_one() -> None:
    reading = read(DECISION)
    assert reading.title == "Kế hoạch phòng, chống ma túy năm 2015"
    assert (reading.letterhead.number, str(reading.letterhead.signed)) == ("12/QĐ-UBND", "2015-01-05")
    assert [(one.clause, [body.code for body in one.bodies]) for one in reading.paragraphs] == [
        ("1#1", []),
        ("2#1", ["cong-an-tinh"]),
        ("3#1", ["so-y-te", "huyen"]),
        ("I#1", []),
        ("II.1#1", ["so-y-te"]),
    ]
    assert reading.distribution == ("Như Điều 3",)
    assert "23/2000/QH10" in [basis.number for basis in reading.bases]


def test_two_plans_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "hai.txt"
    path.write_text(f"{DRUGS}\n{DRUGS}", encoding="utf-8")
    with pytest.raises(PlanError, match="hai kế hoạch"):
        read_document(path)


def test_capitals_change_no_reference_and_no_charge() -> None:
    found = [[(one.clause, one.bodies) for one in read(text).paragraphs] for text in (DRUGS, DRUGS.upper())]
    plain, upper = ([(clause, [body.code for body in bodies]) for clause, bodies in one] for one in found)
    assert plain == upper


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_text_too(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(DRUGS.encode(encoding))
    assert read_document(path).as_json() == read(DRUGS).as_json()


BOX = (
    '<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing>{text}</w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict>{text}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CONTENT = "<w:txbxContent><w:p><w:r><w:t>Số: 45/KH-UBND</w:t></w:r></w:p></w:txbxContent>"


def test_a_table_of_who_reports_is_read_though_it_has_a_column_of_recipients() -> None:
    lines = (
        "| Đơn vị báo cáo | Nội dung | Nơi nhận | Thời hạn |",
        "| Công an tỉnh | Số vụ | Sở Y tế | Trước 30/6/2015 |",
    )
    (row,) = read_lines(*ORGANISED, *lines).paragraphs[-1:]
    assert ([body.code for body in row.bodies], row.kind) == (["cong-an-tinh"], "report")
    assert [body.code for body in row.receivers] == ["so-y-te"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Trước")._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text=CONTENT)))
    document.add_paragraph("Sau")
    document.save(str(tmp_path / "a.docx"))
    assert read_word(tmp_path / "a.docx") == [Line("Trước"), Line("Số: 45/KH-UBND"), Line("Sau")]


def test_a_table_longer_than_any_plans_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 3)._tbl
    row = "<w:tr {ns}>" + "<w:tc><w:p/></w:tc>" * 3 + "</w:tr>"
    rows = parse_xml(f"<w:tbl {nsdecls('w')}>{row.format(ns='') * 20_001}</w:tbl>")
    table.getparent().replace(table, rows)
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(PlanError, match="bảng dài"):
        read_document(tmp_path / "a.docx")


def test_a_table_of_a_pdf_without_rulings_is_read_by_where_its_words_stand() -> None:
    reading = read_document(Path(__file__).resolve().parent / "data" / "an-toan-2017.pdf")
    rows = [one for one in reading.paragraphs if one.clause.startswith("PL")]
    assert [(one.clause, [body.code for body in one.bodies], one.terms.deadline) for one in rows] == [
        ("PL1#r1", ["so-gtvt"], "Quý II/2017"),
        ("PL1#r2", ["so-y-te"], "Trước 30/9/2017"),
        ("PL1#r3", ["so-gddt"], "Thường xuyên"),
    ]
    assert [body.code for body in rows[1].helpers] == ["hoi-ctd", "so-gddt"]


def test_three_hundred_pages_are_read_within_seconds(tmp_path: Path) -> None:
    duty = (
        "- Chủ trì, phối hợp với Công an tỉnh, UBND các huyện, thị xã, thành phố kiểm tra cơ sở số {n} trước ngày 15/6;"
    )
    lines = ["UBND TỈNH SÔNG THAO", "KẾ HOẠCH", "Công tác năm 2015", "I. TỔ CHỨC THỰC HIỆN"]
    for entry in range(1, 100):
        lines += [f"{entry}. Sở Y tế:", *(duty.format(n=f"{entry}-{number}") for number in range(70))]
    path = tmp_path / "dai.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert path.stat().st_size > 300 * 2500
    started = time.perf_counter()
    reading = read_document(path)
    assert len(reading.paragraphs) == 99 * 70
    assert time.perf_counter() - started < 30


def test_what_every_page_of_a_pdf_repeats_is_left_out_and_lines_that_paragraphs_share_are_not() -> None:
    reading = read_document(Path(__file__).resolve().parent / "data" / "ma-tuy-2017.pdf")
    assert len(reading.paragraphs) == 64
    assert all(one.text.startswith("Chủ trì, phối hợp với các đơn vị") for one in reading.paragraphs)
    assert not any("Lưu hành nội bộ" in one.text or "UBND tỉnh Sông Thao -" in one.text for one in reading.paragraphs)


def in_word(path: Path, body: str) -> Path:
    """A DOCX of a plan's two first lines and `body`, WordprocessingML."""
    document = docx.Document()
    document.add_paragraph("I. TỔ CHỨC THỰC HIỆN")
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for element in parse_xml(f"<w:body {spaces}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    document.save(str(path))
    return path


def words(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag} xml:space='preserve'>{text}</w:{tag}></w:r>"


def test_what_a_tracked_change_deletes_is_not_read_and_what_it_inserts_is(tmp_path: Path) -> None:
    deleted = f"<w:del w:id='1' w:author='a'>{words('Sở Nội vụ', 'delText')}</w:del>"
    moved = f"<w:moveFrom w:id='3' w:author='a'>{words('Sở Tài chính')}</w:moveFrom>"
    inserted = f"<w:ins w:id='2' w:author='a'>{words('Sở Y tế')}</w:ins>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>, Công an tỉnh</w:t></w:r>"
    line = f"<w:p>{words('1. ')}{deleted}{moved}{inserted}{hidden}{words(': Khám bệnh.')}</w:p>"
    (paragraph,) = read_document(in_word(tmp_path / "sua.docx", line)).paragraphs
    assert ([body.code for body in paragraph.bodies], paragraph.text) == (["so-y-te"], "Khám bệnh.")


def test_deleted_rows_are_left_out_and_rows_in_content_controls_are_not(tmp_path: Path) -> None:
    def row(*cells: str, marked: str = "") -> str:
        filled = "".join(f"<w:tc><w:p>{words(cell)}</w:p></w:tc>" for cell in cells)
        return f"<w:tr>{marked}{filled}</w:tr>"

    gone = row("9", "Mua xe", "Sở Nội vụ", marked="<w:trPr><w:del w:id='4' w:author='a'/></w:trPr>")
    kept = f"<w:sdt><w:sdtContent>{row('2', 'Tập huấn', 'Sở Nội vụ')}</w:sdtContent></w:sdt>"
    head = row("TT", "Nhiệm vụ", "Đơn vị chủ trì")
    table = f"<w:tbl>{head}{row('1', 'Khám bệnh', 'Sở Y tế')}{gone}{kept}</w:tbl>"
    reading = read_document(in_word(tmp_path / "bang.docx", table))
    assert [(one.clause, one.text) for one in reading.paragraphs] == [("PL1#r1", "Khám bệnh"), ("PL1#r2", "Tập huấn")]


def test_a_table_within_a_cell_is_part_of_the_cell(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{words('và phát thuốc')}</w:p></w:tc></w:tr></w:tbl>"
    cells = [words("1"), words("Khám bệnh"), words("Sở Y tế")]
    filled = [f"<w:tc><w:p>{cell}</w:p>{inner if place == 1 else ''}</w:tc>" for place, cell in enumerate(cells)]
    head = "".join(f"<w:tc><w:p>{words(cell)}</w:p></w:tc>" for cell in ("TT", "Nhiệm vụ", "Đơn vị chủ trì"))
    table = f"<w:tbl><w:tr>{head}</w:tr><w:tr>{''.join(filled)}</w:tr></w:tbl>"
    (row,) = read_document(in_word(tmp_path / "long.docx", table)).paragraphs
    assert ([body.code for body in row.bodies], " ".join(row.text.split())) == (["so-y-te"], "Khám bệnh và phát thuốc")


def test_the_paragraph_on_money_is_found_with_a_heading_of_its_own_and_without() -> None:
    body = ["I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "- Khám bệnh."]
    assert read_lines(*body, "2. Kinh phí thực hiện:", "Do ngân sách bảo đảm.").budget == "I.2#1"
    assert read_lines(*body, "- Kinh phí do ngân sách tỉnh bảo đảm.").budget == "I.1#2"
    assert read_lines(*body).budget is None


LETTERHEADS = [
    # the lines above the title, who issues the plan, the place it is in force in
    (("UBND TỈNH HẢI AN", "ỦY BAN NHÂN DÂN HUYỆN", "YÊN LÂM", "Số: 12/KH-UBND"), "UBND huyện Yên Lâm", "Yên Lâm"),
    (("UBND TỈNH HẢI AN", "ỦY BAN NHÂN DÂN THỊ XÃ TÂN HÀ"), "UBND thị xã Tân Hà", "Tân Hà"),
    (("ỦY BAN NHÂN DÂN", "TỈNH HẢI AN"), "UBND tỉnh Hải An", "Hải An"),
    (
        (
            "UBND HUYỆN YÊN LÂM",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
            "BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH VIỆT NAM",
            "MTQG",
            "Số: 5/KH-BCĐ",
        ),
        "BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MTQG",
        "Yên Lâm",
    ),
]


@pytest.mark.parametrize(("lines", "issuer", "place"), LETTERHEADS)
def test_the_lowest_body_of_a_letterhead_issues_the_plan(lines: tuple[str, ...], issuer: str, place: str) -> None:
    body = ("KẾ HOẠCH", "Phòng, chống ma túy năm 2015", "I. TỔ CHỨC THỰC HIỆN", "1. Công an:", "Kiểm tra.")
    found = read("\n".join((*lines, *body))).letterhead
    assert (found.issuer, found.place.place) == (issuer, place)


def test_a_signature_beside_the_recipients_is_none() -> None:
    reading = read(DECISION.replace("- Như Điều 3;", "- Như Điều 3 (b/c); TRƯỞNG BAN"))
    assert reading.distribution == ("Như Điều 3 (b/c)",)


def test_a_section_on_funds_is_the_budget() -> None:
    lines = ("I. NGUỒN VỐN", "Tổng vốn 118 tỷ đồng.", "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Kiểm tra.")
    assert read_lines(*lines).budget == "I#1"
