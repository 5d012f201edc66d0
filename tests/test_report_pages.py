"""Pages of a report: annexes lie as their tables need, columns fit what stands in them, no page is nearly empty."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.table import Table

from reports.annexes import listed_annexes, years_told
from reports.compiled import CompiledReport, Point, Series
from reports.docx.charts import paged
from reports.docx.document import render_docx
from reports.docx.fitting import fitted, in_parts, is_tight, is_wide, needed
from reports.docx.styles import ANNEX_WIDTH, TABLE_SIZE, TEXT_WIDTH
from reports.docx.template import shipped as shipped_template
from reports.docx.widths import millimetres
from reports.docx.xml import Column
from reports.figures import IndicatorFigure
from tests.report_samples import sample, shipped_year
from tests.template_samples import saved

_PER_MM = 1440 / 25.4


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    return shipped_year(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def document(year: CompiledReport) -> Document:
    return docx.Document(io.BytesIO(render_docx(year)))


def margins(section: Section) -> list[int]:
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    return [round(side.mm) for side in sides if side is not None]


def tables_of(document: Document) -> list[list[Table]]:
    """The tables of each section."""
    found: list[list[Table]] = [[]]
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            found[-1].append(Table(element, document))
        elif element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            found.append([])
    return found


def drawn(document: Document) -> list[tuple[Section, list[Table]]]:
    """The sections with tables of figures."""
    pairs = zip(document.sections, tables_of(document), strict=True)
    return [(section, tables) for section, tables in list(pairs)[1:] if tables]


def width_of(table: Table) -> float:
    return sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) / _PER_MM


class TestOrientation:
    """An annex lies on its side only where its table needs that."""

    def test_an_annex_lies_as_its_table_needs(self, document: Document) -> None:
        for section, tables in drawn(document):
            wide = max(map(width_of, tables)) > TEXT_WIDTH + 1
            assert section.orientation == (WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT)
            assert (section.page_width or 0) > (section.page_height or 0) or not wide

        assert {section.orientation for section, _ in drawn(document)} == {WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT}

    def test_it_is_as_wide_as_its_page(self, document: Document) -> None:
        for section, tables in drawn(document):
            room = ANNEX_WIDTH if section.orientation == WD_ORIENT.LANDSCAPE else TEXT_WIDTH
            assert [round(width_of(table)) for table in tables] == [room] * len(tables)

    def test_each_has_a_section_with_margins_and_numbers_of_its_own(self, document: Document) -> None:
        names = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "DondocAnnex"]
        annexes = document.sections[1:]

        assert len(annexes) == len(names)
        assert [margins(one) for one in document.sections] == [[20, 20, 30, 20]] * len(document.sections)
        for section in annexes:
            numbers = section._sectPr.find(qn("w:pgNumType"))
            assert numbers is not None and numbers.get(qn("w:start")) == "1"
            assert section.different_first_page_header_footer and section.header.is_linked_to_previous


def last_section(template: bytes, **lengths: float) -> bytes:
    """A template with other lengths in the section of its annexes."""
    own = docx.Document(io.BytesIO(template))
    for name, millimetres_ in lengths.items():
        for section in own.sections[-2:]:
            setattr(section, name, Mm(millimetres_))
    return saved(own)


class TestOwnTemplates:
    """Templates with one section on its side for all annexes, as all were once, give the same pages."""

    def test_margins_turned_with_the_page_are_turned_back(self, year: CompiledReport) -> None:
        template = last_section(shipped_template("ND30"), top_margin=30, left_margin=20)

        found = drawn(docx.Document(io.BytesIO(render_docx(year, template))))

        upright = [margins(one) for one, _ in found if one.orientation == WD_ORIENT.PORTRAIT]
        wide = [margins(one) for one, _ in found if one.orientation == WD_ORIENT.LANDSCAPE]
        assert upright == [[20, 20, 30, 20]] * len(upright) != []
        assert wide == [[30, 20, 20, 20]] * len(wide) != [], "what lies as it must stays as it is"

    def test_paper_of_another_size_is_left_alone(self, year: CompiledReport) -> None:
        template = last_section(shipped_template("ND30"), page_width=420, page_height=297)

        found = drawn(docx.Document(io.BytesIO(render_docx(year, template))))

        assert {round(one.page_width.mm) for one, _ in found if one.page_width} == {420}

    def test_an_annex_with_a_table_of_ones_own_is_left_alone(self, year: CompiledReport) -> None:
        own = docx.Document(io.BytesIO(shipped_template("ND30")))
        loop = next(p for p in own.paragraphs if "annex.content" in p.text)
        loop._p.addnext(own.add_table(1, 2)._tbl)

        found = drawn(docx.Document(io.BytesIO(render_docx(year, saved(own)))))

        assert {one.orientation for one, _ in found} == {WD_ORIENT.LANDSCAPE}


class TestRows:
    """Rows stay whole, heads repeat, and the end of a table does not stand alone."""

    def test_the_last_rows_stand_together_with_the_note_under_them(self, document: Document) -> None:
        for _, tables in drawn(document):
            for table in tables:
                kept = [all(keeps(cell) for cell in row.cells) for row in table.rows[1:]]
                assert kept[-5:] == [True] * len(kept[-5:])

    def test_others_may_part(self, document: Document) -> None:
        long = max((table for _, tables in drawn(document) for table in tables), key=lambda one: len(one.rows))
        assert not keeps(long.rows[-8].cells[0]) or len(set(long.rows[-8].cells)) == 1


def keeps(cell: object) -> bool:
    (*_, last) = cell.paragraphs  # type: ignore[attr-defined]
    style = last.style.paragraph_format.keep_with_next
    return bool(last.paragraph_format.keep_with_next or style)


NAMES = [("Lượt cơ sở được kiểm tra an ninh trật tự", "lượt người", "1.234.567"), ("Ngắn", "vụ", "1")]


class TestColumns:
    """Widths come from what stands in the columns."""

    def test_the_widths_of_letters_are_those_of_the_type(self) -> None:
        assert millimetres("52.254") == pytest.approx((5 * 0.5 + 0.25) * TABLE_SIZE * 25.4 / 72)
        assert millimetres("Ấờm", bold=True, size=10) == pytest.approx((722 + 556 + 833) / 1000 * 10 * 25.4 / 72)

    def test_no_word_is_broken_and_no_figure_wrapped(self, document: Document) -> None:
        for _, tables in drawn(document):
            for table in tables:
                widths = [int(column.get(qn("w:w"))) / _PER_MM for column in table._tbl.tblGrid]
                for row in table.rows:
                    cells = row._tr.tc_lst
                    if len(cells) == len(widths):
                        assert all(map(fits, [docx.table._Cell(one, table) for one in cells], widths))

    def test_figures_and_units_are_on_one_line_and_names_take_what_is_left(self) -> None:
        columns = [Column("Chỉ tiêu"), Column("Đơn vị", firm=True), Column("Thực hiện", figures=True)]

        name, unit, figure = (one.width for one in fitted(columns, NAMES, 160))

        assert unit >= millimetres("lượt người") + 2
        assert figure >= millimetres("1.234.567") + 2
        assert name + unit + figure == pytest.approx(160)
        assert unit < 25 and figure < 25

    def test_prose_has_the_room_of_its_length(self) -> None:
        rows = [("Sở Y tế", "Phối hợp kiểm tra các cơ sở kinh doanh dịch vụ có điều kiện. " * 6)] * 5

        first, second = (one.width for one in fitted([Column("Cơ quan"), Column("Nội dung")], rows, 160))

        assert first < 30 < second

    def test_more_columns_than_fit_stand_in_several_tables_of_like_size(self) -> None:
        named, heads = [Column("Chỉ tiêu"), Column("Đơn vị", firm=True)], [Column("Huyện", figures=True)] * 30
        rows = [("Tên", "vụ", *["123.456,7"] * 30)]

        parts = list(in_parts(named, heads, rows))

        sizes = [part.stop - part.start for part in parts]
        assert len(parts) > 1 and sum(sizes) == 30 and max(sizes) - min(sizes) <= 2
        for part in parts:
            columns = [*named, *heads[part]]
            assert sum(needed(columns, [(*rows[0][:2], *rows[0][2:][part])])) <= ANNEX_WIDTH

    @pytest.mark.parametrize(("figures", "wide"), [(2, False), (9, True)])
    def test_many_columns_need_a_page_on_its_side(self, figures: int, wide: bool) -> None:
        name = "Lượt người được tư vấn sức khỏe, phòng lây nhiễm HIV"
        columns = [Column("Chỉ tiêu"), *[Column("Huyện", figures=True)] * figures]
        assert is_wide(columns, [(name, *["12.345"] * figures)]) is wide


def fits(cell: docx.table._Cell, width: float) -> bool:
    """Whether a cell breaks no word, and no figure anywhere."""
    for paragraph in cell.paragraphs:
        style = paragraph.style
        assert style is not None
        bold = style.name in ("DondocTableHead", "DondocTableGroup")
        parts = [paragraph.text] if style.name == "DondocTableNumber" else paragraph.text.split()
        if any(millimetres(part, bold=bold) > width - 2 for part in parts):
            return False
    return True


class TestTight:
    """Rows move together where that saves a page."""

    COLUMNS = (Column("Chỉ tiêu", 140), Column("Số", 20, figures=True))

    @pytest.mark.parametrize(
        ("rows", "noted", "tight"),
        [(20, True, False), (43, True, True), (60, True, False), (41, True, True), (41, False, False)],
    )
    def test_only_where_a_page_is_saved(self, rows: int, noted: bool, tight: bool) -> None:
        assert is_tight(self.COLUMNS, [("Tên", "1")] * rows, wide=False, noted=noted) is tight

    def test_the_table_has_no_room_above_and_below_its_text(self, year: CompiledReport) -> None:
        for rows, tight in ((20, False), (43, True)):
            figures = [replace(year.figures[0], group=None, indicator=f"i{n}", target=None) for n in range(rows)]
            alone = replace(year, figures=figures, trend=(), years=(), reconciliation=())
            tables = next(some for _, some in drawn(docx.Document(io.BytesIO(render_docx(alone)))) if some)
            assert (tables[0]._tbl.tblPr.find(qn("w:tblCellMar")) is not None) is tight


@dataclass
class Picture:
    """As much of a chart as its place depends on."""

    code: str
    height_mm: float
    title: str = "Một điều"
    finding: str = "Một điều"
    note: str = ""
    alt: str = ""
    width_mm: float = 160.0
    svg: str = ""
    png: bytes = b""


@pytest.mark.parametrize(
    ("heights", "order"),
    [([140, 110, 100, 40], "adbc"), ([60, 60, 60], "abc"), ([180, 180, 180], "abc"), ([150, 200, 30, 30], "acbd")],
)
def test_charts_fill_the_pages_before_they_begin_new_ones(heights: Sequence[float], order: str) -> None:
    pictures = [Picture(code, height) for code, height in zip("abcd", heights, strict=False)]
    assert "".join(one.code for one in paged(pictures)) == order


def test_the_note_under_a_chart_takes_room_on_its_page() -> None:
    first, second, third = (Picture(code, height) for code, height in (("a", 130), ("b", 130), ("c", 60)))
    noted = replace(first, note="31 chỉ tiêu không so sánh vì không cùng đơn vị báo cáo; " * 8)

    assert [one.code for one in paged([first, second, third])] == ["a", "c", "b"]
    assert [one.code for one in paged([noted, second, third])] == ["a", "b", "c"]


class TestSaidOnce:
    """What stands among the figures already has no annex by year."""

    @pytest.fixture
    def small(self, tmp_path: Path) -> CompiledReport:
        compiled = sample(tmp_path).compile()
        figure = IndicatorFigure(
            "visits", "Lượt", "lượt", "flow", "s", None, 0, Decimal(5), 1, 1, previous=Decimal(4), by_agency={}
        )
        return replace(compiled, figures=[figure])

    def years(self, *values: int | None, indicator: str = "visits") -> Series:
        first = 2016 - len(values)
        points = [
            Point(str(first + n), f"năm {first + n}", None if value is None else Decimal(value))
            for n, value in enumerate(values)
        ]
        return Series(indicator, "Lượt", "lượt", "flow", 0, points)

    def test_this_year_and_the_one_before_are_enough_among_the_figures(self, small: CompiledReport) -> None:
        found = replace(small, years=[self.years(None, 4, 5)])

        assert years_told(found) == ()
        assert "years" not in listed_annexes(found, charts=False)

    @pytest.mark.parametrize("values", [(3, 4, 5), (3, 5)])
    def test_an_earlier_year_or_another_number_has_its_table(
        self, small: CompiledReport, values: tuple[int, ...]
    ) -> None:
        found = replace(small, years=[self.years(*values), self.years(1, 2, 3, indicator="other")])

        assert [one.indicator for one in years_told(found)] == ["visits"], "what the report is not on is left out"
        assert "years" in listed_annexes(found, charts=False)

    def test_a_programme_has_all_of_its_years(self, small: CompiledReport) -> None:
        program = replace(small.period, kind="program")
        found = replace(small, period=program, years=[self.years(4, 5, indicator="other")])

        assert years_told(found) == found.years
