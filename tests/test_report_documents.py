"""The documents: the official form, tables that print, text that cannot run, and the same bytes from the same pins."""

import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from models.errors import NotFoundError, ReportError
from models.reporting import EarlierFigure, EarlierImport, builds_of
from models.submissions import SubmissionState
from plans.loading import load_plan
from reports.building import USUAL as FORMATS
from reports.building import build_json, build_report
from reports.clean_plan import cleaned
from reports.content import canonical_json, content_of
from reports.docx.document import render_docx
from reports.html.page import render_html
from reports.tables import BODY_HEADS
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import SHIPPED, YEAR_END, Sample, fill_at_random, obligation, plan_of, report, sample

NASTY = "=1+1\x00\x0b dòng\ufffe \U0001f600 \u202eabc \u2067שלום\u2069 </w:t><script>alert(1)</script> & cuối"


def build(found: Sample, out: Path, formats: tuple[str, ...] = FORMATS) -> dict[str, bytes]:
    with found.store.session() as session:
        built = build_report(session, found.plan, "year-end", "2015", as_of=YEAR_END, out=out, formats=formats)
    return {path.suffix[1:]: path.read_bytes() for path in built.files}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The shipped plan with a year of plausible answers."""
    found = sample(tmp_path_factory.mktemp("shipped"), load_plan(SHIPPED).document)
    fill_at_random(found)
    return found


@pytest.fixture(scope="module")
def document(shipped: Sample) -> Document:
    return docx.Document(io.BytesIO(render_docx(shipped.compile())))


def test_the_page_is_a4_with_the_margins_of_the_law(document: Document) -> None:
    first = document.sections[0]

    sizes = (first.page_width, first.page_height, first.top_margin, first.bottom_margin, first.left_margin)
    assert [size and round(size.mm) for size in (*sizes, first.right_margin)] == [210, 297, 20, 20, 30, 20]


def test_the_page_number_is_on_top_and_not_on_the_first_page(document: Document) -> None:
    first = document.sections[0]

    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml


def test_the_older_profile_numbers_pages_at_the_bottom(shipped: Sample) -> None:
    compiled = shipped.compile()
    older = replace(compiled, report=compiled.report.model_copy(update={"profile": "TT01-2011"}))

    first = docx.Document(io.BytesIO(render_docx(older))).sections[0]

    assert "PAGE" in first.footer._element.xml
    assert "PAGE" not in first.header._element.xml


def test_every_style_is_times_new_roman_in_black(document: Document) -> None:
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}

    for name in used:
        style = document.styles[name or ""]
        assert style.font.name == "Times New Roman"
        assert str(style.font.color.rgb) == "000000"


def test_the_head_names_both_bodies_and_leaves_number_and_date_blank(document: Document) -> None:
    cells = document.tables[0].rows
    (above, nation), (number, place) = ([cell.text for cell in row.cells] for row in cells)

    assert above.split("\n")[:2] == ["UBND TỈNH PHÚ THỌ", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"]
    assert nation.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert number.split() == ["Số:", "/BC-SLĐTBXH"]
    # Compiled late in December, it may be signed in January: the year is left open too.
    assert place.split() == ["Phú", "Thọ,", "ngày", "tháng", "năm", "20"]
    assert "____" not in document.element.xml


def test_headings_are_numbered_and_stay_with_what_follows(document: Document) -> None:
    headings = [p for p in document.paragraphs if p.style and (p.style.name or "").startswith("Heading")]

    assert [p.text for p in headings][:3] == ["I. TÌNH HÌNH", "II. KẾT QUẢ THỰC HIỆN", "1. Công tác chỉ đạo, điều hành"]
    assert all(p.style and p.style.paragraph_format.keep_with_next for p in headings)


def test_tables_repeat_their_heads_and_rows_do_not_split(document: Document) -> None:
    for table in document.tables[2:]:
        head, *rest = table._tbl.tr_lst
        assert head.trPr is not None
        assert head.trPr.find(qn("w:tblHeader")) is not None
        texts = [(row, "".join(node.text or "" for node in row.iter(qn("w:t")))) for row in rest]
        short = [row for row, text in texts if len(text) < 900]  # a longer one may leave a page half empty
        assert len(short) >= len(rest) - 1
        assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in short)


def test_by_body_an_indicator_is_named_once_over_its_bodies(shipped: Sample, document: Document) -> None:
    table = next(one for one in document.tables if [cell.text for cell in one.rows[0].cells] == [*BODY_HEADS])
    page = render_html(shipped.compile()).decode().partition("Số liệu theo cơ quan, đơn vị</summary>")[2]
    page = page.partition("</details>")[0]
    rows = table.rows[1:]
    named = [row.cells[0].text for row in rows if len(row._tr.tc_lst) == 1]
    bodies = [tuple(cell.text for cell in row.cells) for row in rows if len(row._tr.tc_lst) == 2]

    assert "Buổi sinh hoạt, truyền thông của Mặt trận, đoàn thể (buổi)" in named
    assert len(named) == len(set(named)) < len(bodies)
    assert re.findall(r'class="group">([^<]*)</th>', page) == named
    assert re.findall(r"<tr><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td></tr>", page) == bodies


def test_the_text_says_what_the_figures_say(shipped: Sample, document: Document) -> None:
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "BÁO CÁO\nKết quả công tác phòng, chống mại dâm năm 2015" in said
    assert "Cơ sở kinh doanh, dịch vụ (số liệu của 12/13 đơn vị): khách sạn, nhà nghỉ, nhà trọ: 215 cơ sở; " in said
    assert "- Tân Sơn: Báo cáo kết quả phòng, chống mại dâm của huyện, thành, thị (6 tháng cuối năm 2015)" in said
    assert "trân trọng đề nghị" in said
    assert "(kèm theo Phụ lục I đến Phụ lục VIII)./." in said
    assert "Phụ lục I\nBIỂU ĐỒ\nKẾT QUẢ" in said
    assert "Phụ lục II\nTỔNG HỢP SỐ LIỆU" in said


def test_requested_bodies_are_asked_and_never_listed_among_those_that_owe(shipped: Sample, document: Document) -> None:
    lines = [p.text for p in document.paragraphs if "Hội CCB tỉnh" in p.text and "chưa" in p.text]

    assert any("trân trọng đề nghị" in line for line in lines)
    assert not any(line.startswith("- Hội CCB tỉnh:") for line in lines)


def test_two_builds_from_the_same_pins_give_the_same_bytes(shipped: Sample, tmp_path: Path) -> None:
    assert build(shipped, tmp_path / "one") == build(shipped, tmp_path / "two")


def test_packages_carry_no_time_of_building(shipped: Sample, tmp_path: Path) -> None:
    for name, data in build(shipped, tmp_path, ("docx", "xlsx")).items():
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}, name
            assert b"2015-12-22T03:00:00Z</dcterms:modified>" in package.read("docProps/core.xml")


def test_one_changed_figure_changes_the_digest(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3})
    before = found.compile()
    found.answer("B-01/h1/2015-H2", {"visits": 4})

    assert found.compile().digest != before.digest


def test_control_characters_markup_and_formulas_are_only_text(tmp_path: Path) -> None:
    indicators = [
        {"code": code, "name": f"{NASTY} {code}", "unit": "@unit"} for code in ("visits", "violations", "teams")
    ]
    found = sample(tmp_path, plan_of(indicators=indicators))
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3}, passages={"kho-khan": NASTY})

    compiled = found.compile()

    words = "\n".join(p.text for p in docx.Document(io.BytesIO(render_docx(compiled))).paragraphs)
    assert "</w:t><script>alert(1)</script> & cuối" in words
    assert "<script" not in render_html(compiled).decode()
    sheets = openpyxl.load_workbook(io.BytesIO(render_xlsx(compiled))).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" and "1+1" in str(cell.value)]
    texts = [cell for cell in cells if cell.data_type == "s"]
    risky = [cell for cell in texts if str(cell.value).startswith(("=", "@"))]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_nothing_turns_the_order_of_letters_and_those_from_right_to_left_stay(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3}, passages={"kho-khan": NASTY})
    compiled = replace(found.compile(), own_texts={section.code: NASTY for section in found.compile().sections})

    word, book = (zipfile.ZipFile(io.BytesIO(data)) for data in (render_docx(compiled), render_xlsx(compiled)))
    written = [package.read(name).decode() for package in (word, book) for name in package.namelist() if ".xml" in name]
    page = render_html(compiled).decode()

    assert not [text for text in (*written, page) if re.search("[\u202a-\u202e\u2066-\u2069]", text)]
    assert "שלום" in page
    assert "שלום" in word.read("word/document.xml").decode()


def test_names_and_texts_are_the_same_in_every_format(tmp_path: Path) -> None:
    turned = "\u202eLượt\u2066 kiểm tra"
    indicators = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators]
    indicators[0]["name"] = turned
    agencies = [one.model_dump(exclude_defaults=True) for one in plan_of().agencies]
    agencies[3]["name"] = "UBND huyện \u202bMột"
    duty = obligation("B-01", ["huyen"], title="Báo cáo\u200f \u2067B-01")
    found = sample(tmp_path, plan_of(indicators=indicators, agencies=agencies, obligations=[duty]))
    found.answer("B-01/h1/2015-H1", {"visits": 3}, passages={"kho-khan": NASTY})
    found.answer("B-01/h1/2015-H2", {"visits": 3})
    with found.store.session() as session:
        source = EarlierImport(plan="mau", at=YEAR_END, by="A", source_name="cu\u202e.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        taken = EarlierFigure(import_id=source.id or 0, period="2014", indicator="visits", agency="", value=Decimal(9))
        session.add(taken)

    compiled = found.compile()
    content = json.dumps(json.loads(canonical_json(content_of(compiled))), ensure_ascii=False)

    assert not re.search("[\u202a-\u202e\u2066-\u2069]", content)
    assert '"name": "Lượt kiểm tra"' in content
    assert "Lượt kiểm tra" in render_html(compiled).decode()
    assert compiled.brief("h1") == "UBND huyện Một"
    assert [pin.source_name for pin in compiled.earlier_pins] == ["cu.xlsx"]
    assert {one.title for one in compiled.completion} == {"Báo cáo\u200f B-01"}
    assert found.plan.document.indicator("visits").name == turned, "the plan itself stays as it was applied"


def test_a_plan_with_clean_words_stays_the_same_object(shipped: Sample) -> None:
    assert cleaned(shipped.plan) is shipped.plan


def test_a_narrative_of_two_hundred_pages_is_no_trouble(tmp_path: Path) -> None:
    found = sample(tmp_path)
    story = "\n".join(f"Đoạn {n}. " + "Công tác kiểm tra được duy trì thường xuyên. " * 12 for n in range(900))
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3}, passages={"kho-khan": story + half})

    files = build(found, tmp_path / "out")

    paragraphs = docx.Document(io.BytesIO(files["docx"])).paragraphs
    assert sum(p.text.startswith("Đoạn ") or ": Đoạn 0." in p.text for p in paragraphs) == 1800


def test_small_cells_of_communes_are_withheld(tmp_path: Path) -> None:
    agencies = [
        {"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"},
        {"code": "so-a", "name": "Sở A", "kind": "department"},
        {"code": "h1", "name": "Xã Một", "kind": "commune"},
        {"code": "h2", "name": "Xã Hai", "kind": "commune"},
    ]
    found = sample(tmp_path, plan_of(agencies=agencies))
    for body, visits in (("h1", 1), ("h2", 40)):
        for half, shown in (("H1", visits), ("H2", None)):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": shown, "violations": 1})

    with found.store.session() as session:
        built = build_report(session, found.plan, "year-end", "2015", as_of=YEAR_END, out=tmp_path, formats=FORMATS)

    printed = build_json(built)["figures"]
    assert isinstance(printed, list)
    assert printed[0]["by_agency"] == {"h1": None, "h2": None}, "with the total, the other would give it away"
    content = json.loads((tmp_path / "year-end_2015.json").read_text(encoding="utf-8"))
    withheld = content["figures"][0]["by_agency"]["h1"]
    assert (withheld["value"], withheld["suppressed"]) == (None, True)
    assert not any("value" in piece for piece in withheld["pieces"])
    assert '<td class="figure">x</td>' in (tmp_path / "year-end_2015.html").read_text(encoding="utf-8")


class TestBuilding:
    """What `report build` writes, prints and remembers."""

    def test_it_names_files_figures_missing_and_unreviewed(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        for half in ("H1", "H2"):
            found.answer(f"B-01/h1/2015-{half}", {"visits": 3, "violations": 1, "teams": 2})
        found.answer("B-01/h2/2015-H1", {"visits": 3}, reviewed=None, state=SubmissionState.SUBMITTED)

        with found.store.session() as session:
            built = build_report(
                session, found.plan, "year-end", "2015", as_of=YEAR_END, out=tmp_path, formats=["json"]
            )
        printed = build_json(built)

        assert printed["files"] == [str(tmp_path / "year-end_2015.json")]
        assert printed["missing"] == ["mau:B-01/h2/2015-H2"]
        assert printed["unreviewed"] == ["mau:B-01/h2/2015-H1"]
        assert printed["figures"] == [
            _printed("visits", 6, "lượt", h1=6),
            _printed("violations", 2, "cơ sở", h1=2),
            _printed("teams", 2, "đội", h1=2),
            _printed("rate", Decimal("33.33"), "%", h1=Decimal("33.33")),
        ]

    def test_it_remembers_what_it_was_pinned_to_once(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        sent = found.answer("B-01/h1/2015-H1", {"visits": 3})
        for _ in range(2):
            build(found, tmp_path / "out", ("json",))

        with found.store.reading() as session:
            (kept,) = builds_of(session, "mau")

        assert (kept.number, kept.plan_version, kept.as_of) == (1, 1, YEAR_END)
        pins = [{"assignment": "mau:B-01/h1/2015-H1", "revision": 1, "sha256": sent.sha256}]
        assert json.loads(kept.pins) == pins
        assert kept.digest == json.loads((tmp_path / "out" / "year-end_2015.json").read_text("utf-8"))["digest"]

    def test_an_unknown_report_period_or_format_is_refused(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        out = tmp_path / "out"
        for code, period, formats, refused in (
            ("nothing", "2015", ["json"], NotFoundError),
            ("year-end", "2031", ["json"], NotFoundError),
            ("year-end", "2015", ["odt"], ReportError),
        ):
            with pytest.raises(refused), found.store.session() as session:
                build_report(session, found.plan, code, period, as_of=YEAR_END, out=out, formats=formats)
        assert not out.exists()

    def test_a_directory_that_cannot_be_written_is_one_clear_line(self, tmp_path: Path) -> None:
        found = sample(tmp_path)
        (tmp_path / "out").write_text("a file", encoding="utf-8")

        with pytest.raises(ReportError, match="không ghi được"):
            build(found, tmp_path / "out")


def _printed(code: str, total: int | Decimal, unit: str, **bodies: int | Decimal) -> dict[str, object]:
    counts = {"reported": len(bodies), "expected": 2}
    return {"indicator": code, "total": total, "unit": unit, **counts, "by_agency": {**bodies, "h2": None}}


@pytest.mark.parametrize(
    ("title", "kind", "period", "subject"),
    [
        ("Báo cáo kết quả năm", "year", "2015", "Kết quả năm 2015"),
        ("Báo cáo sơ kết 6 tháng đầu năm", "half", "2015-H1", "Sơ kết 6 tháng đầu năm 2015"),
        ("Báo cáo nhanh công tác kiểm tra 9 tháng", "nine-months", "2015-9M", "Công tác kiểm tra 9 tháng đầu năm 2015"),
        ("Tổng kết giai đoạn 2011-2015", "year", "2015", "Tổng kết giai đoạn 2011-2015"),
        ("Báo cáo kết quả", "quarter", "2015-Q3", "Kết quả quý III năm 2015"),
    ],
)
def test_the_subject_names_the_period_once(tmp_path: Path, title: str, kind: str, period: str, subject: str) -> None:
    found = sample(tmp_path, plan_of(reports=[report("bc", title, kind, {period: "2015-12-25"})]))

    words = docx.Document(io.BytesIO(render_docx(found.compile("bc", period)))).paragraphs

    assert words[1].text == subject
