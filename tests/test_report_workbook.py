"""The report as a workbook: sheets by heading, formulas that give the compiled figures, and where each comes from."""

import os
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from reports.compiled import CompiledReport
from reports.figures import Cell
from reports.withholding.cells import withheld_cells
from reports.wording import round_half_up
from reports.xlsx.book import Book, Column, Number, sheet_names, shortened
from reports.xlsx.workbook import PROVENANCE, render_xlsx
from tests.report_samples import YEAR_END, Sample, shipped_year
from tests.workbook_samples import (
    communes,
    formulas,
    office_missing,
    opened,
    recalculated,
    values_at,
    varied,
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    return shipped_year(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A small plan with every kind of figure."""
    return varied(tmp_path_factory.mktemp("varied"))


@pytest.fixture(scope="module")
def year(mixed: Sample) -> bytes:
    return render_xlsx(mixed.compile())


def rows_of(content: bytes, sheet: str, *, values: bool = True) -> list[tuple[object, ...]]:
    return list(opened(content, values=values)[sheet].iter_rows(min_row=5, values_only=True))


def test_there_is_a_sheet_for_each_heading_and_one_for_each_view(year: bytes) -> None:
    book = opened(year)

    assert book.sheetnames == [
        "Tổng quan",
        "I Kết quả kiểm tra xử lý 2015",
        "II Xử lý vi phạm",
        "Theo huyện",
        "Theo cơ quan",
        "Qua các năm",
        "Diễn biến trong kỳ",
        "Đối chiếu",
        "Tình hình gửi",
        "Cần hỏi lại",
        "Nguồn",
        PROVENANCE,
    ]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == [PROVENANCE]


def test_every_sheet_is_ready_to_print_and_to_filter(shipped: CompiledReport) -> None:
    for sheet in opened(render_xlsx(shipped)).worksheets:
        assert sheet.freeze_panes
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        setup, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert setup is not None
        assert setup.fitToPage
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.auto_filter.ref.startswith("A4:")
        assert footer is not None
        assert "&P/&N" in str(footer.right.text)


def test_totals_are_sums_of_the_bodies_cells_with_the_compiled_value_beside(shipped: CompiledReport) -> None:
    content = render_xlsx(shipped)
    said = {row[3]: row[5] for row in rows_of(content, "Tổng quan", values=False)}
    shown = {row[3]: row[5] for row in rows_of(content, "Tổng quan")}

    for figure in shipped.shown_figures:
        assert figure.total is not None
        wanted = round_half_up(figure.total, figure.decimals) if figure.kind == "ratio" else figure.total
        assert Decimal(str(shown[figure.indicator])) == wanted
        start = "=ROUND(" if figure.kind == "ratio" else "=SUM("
        assert str(said[figure.indicator]).startswith(start), figure.indicator


def test_change_share_ratio_and_difference_are_formulas(year: bytes) -> None:
    said = {row[3]: row[5:10] for row in rows_of(year, "Tổng quan", values=False)}
    shown = {row[3]: row[5:10] for row in rows_of(year, "Tổng quan")}

    assert said["visits"] == (
        "=SUM('Theo huyện'!D5:E5,'Theo cơ quan'!D5:E5)",
        104,
        "=ROUND((F5-G5)*100/ABS(G5),2)",
        150,
        "=ROUND(F5*100/I5,2)",
    )
    assert shown["visits"] == (123, 104, 18.27, 150, 82)
    # Only the districts reported both terms: their cells, not the totals.
    assert said["rate"][0] == "=ROUND(SUM('Theo huyện'!D6:E6)*100/SUM('Theo huyện'!D5:E5),2)"
    assert shown["rate"][0] == 13.08
    assert said["load"][0] == "=ROUND(F9/F8,2)"
    assert shown["fines"][0] == 1246.8
    (reconciled,) = rows_of(year, "Đối chiếu", values=False)
    assert reconciled[3:] == ("='Tổng quan'!F9", 14, "=E5-D5")
    assert rows_of(year, "Đối chiếu")[0][3:] == (42, 14, -28)


def test_a_body_s_ratio_is_made_of_its_own_cells(year: bytes) -> None:
    rows = {row[0]: row[3:] for row in rows_of(year, "Theo huyện", values=False)}

    assert rows["Tỷ lệ vi phạm"] == ("=ROUND(D6*100/D5,2)", "=ROUND(N(E6)*100/E5,2)")
    assert rows["Cơ sở vi phạm"] == (14, "-")


def test_estimates_are_numbers_that_can_be_added(year: bytes) -> None:
    cell = opened(year)["Theo huyện"]["E5"]

    assert (cell.value, cell.number_format) == (77, '#,##0"*"')


def test_headings_follow_the_overview_and_say_how_duties_stand(year: bytes) -> None:
    rows = rows_of(year, "I Kết quả kiểm tra xử lý 2015", values=False)

    assert [row[1] for row in rows[:4]] == [
        "Lượt cơ sở được kiểm tra",
        "Cơ sở vi phạm",
        "Tỷ lệ vi phạm",
        "Đội kiểm tra",
    ]
    assert rows[0][3:6] == ("='Tổng quan'!F5", 104, "=ROUND((D5-E5)*100/ABS(E5),2)")
    assert rows[-1][:3] == (1, "Duy trì đội kiểm tra", "2/2 đơn vị đã hoàn thành") or "h" in str(rows[-1][2]).lower()


def test_years_stand_beside_each_other_with_their_targets(mixed: Sample, year: bytes) -> None:
    rows = rows_of(year, "Qua các năm", values=False)
    five = rows_of(render_xlsx(mixed.compile("five-year", "2011..2015")), "Qua các năm", values=False)

    assert rows[0] == (
        "Lượt cơ sở được kiểm tra",
        "lượt",
        101,
        102,
        103,
        104,
        "='Tổng quan'!F5",
        "=ROUND((G5-F5)*100/ABS(F5),2)",
    )
    assert [str(row[0]).strip() for row in rows[1:3]] == ["Mục tiêu", "Đạt (%)"]
    assert (rows[1][6], rows[2][6]) == (150, "=ROUND(G5*100/G6,2)")
    assert five[0][2:] == (101, 102, 103, 104, 123, "=SUM(C5:G5)")


def test_every_formula_is_worked_out_to_the_value_beside_it(
    mixed: Sample, shipped: CompiledReport, tmp_path: Path
) -> None:
    if office_missing() and not os.environ.get("CI"):
        return
    reports = (mixed.compile(), mixed.compile("five-year", "2011..2015"), shipped)
    for n, compiled in enumerate(reports):
        content = render_xlsx(compiled)
        places = formulas(content)
        kept, found = (values_at(one, places) for one in (content, recalculated(content, tmp_path / str(n))))
        assert len(places) > 4
        for place, formula in places.items():
            assert isinstance(kept[place], int | float), (place, formula)
            assert found[place] == pytest.approx(kept[place], rel=1e-12, abs=1e-9), (place, formula)


def test_the_hidden_sheet_leads_to_revision_and_cell(mixed: Sample, year: bytes) -> None:
    rows = rows_of(year, PROVENANCE)
    figures = {figure.indicator: figure for figure in mixed.compile().shown_figures}
    pieces = [
        (code, agency, piece)
        for code, figure in figures.items()
        if figure.kind != "ratio"
        for agency, cell in figure.by_agency.items()
        for piece in cell.pieces
    ]

    assert len(rows) == len(pieces)
    assert ("visits", "h1", "2015-H1", 10, None, 1, "Số liệu!D5", "mau:B-01/h1/2015-H1") in rows
    assert ("violations", "h2", "2015-H2", 0, "-", 1, "Số liệu!D6", "mau:B-01/h2/2015-H2") in rows


def test_the_same_content_gives_the_same_bytes(mixed: Sample) -> None:
    assert render_xlsx(mixed.compile()) == render_xlsx(mixed.compile())


# visits of communes, and what is published of them
SMALL = [
    ((1, 40), ("x", "x"), "a total less the other would give it away"),
    ((1, 40, 60), ("x", "x", 60), "the smallest one that is not small goes with it"),
    ((2, 3, 900), ("x", "x", 900), "one sign for both: which is small is not said"),
    ((1, 0, 0), ("x", "x", "x"), "nobody knows whose the one is"),
    ((1, 2, 5), ("x", "x", "x"), "two alone could be told from their sum"),
    ((2,), ("<3",), "alone, the total goes with it"),
    ((0, 7, 5), (0, 7, 5), "a zero points at nobody"),
]


@pytest.mark.parametrize(("visits", "shown", "why"), SMALL, ids=[case[2] for case in SMALL])
def test_small_cells_cannot_be_worked_out(
    tmp_path: Path, visits: tuple[int, ...], shown: tuple[object, ...], why: str
) -> None:
    compiled = communes(tmp_path, *visits).compile()
    content = render_xlsx(compiled)
    row = rows_of(content, "Theo huyện", values=False)[0]
    (hidden,) = [{str(one[1]): one[3] for one in rows_of(content, PROVENANCE) if one[0] == "visits"}]

    assert row[3:] == shown, why
    total = rows_of(content, "Tổng quan", values=False)[0][5]
    withheld = [f"x{n}" for n, sign in enumerate(shown) if sign in ("x", "<3")]
    said = "<3" if why.startswith("alone") else sum(visits)
    assert (total == said) is bool(withheld), "no formula where a term is withheld, and no total of one small figure"
    assert all(hidden[body] in ("<3", "x") for body in withheld)
    assert ("không công bố" in str(opened(content)["Theo huyện"]["A2"].value)) is bool(withheld)
    # The ratio of two figures, one of them withheld, would give it away too.
    rates = {str(one[0]): one[3:] for one in rows_of(content, "Theo huyện", values=False)}["Tỷ lệ vi phạm"]
    assert all(rates[int(body[1:])] in ("x", "<3") for body in withheld)


def test_nobody_who_knows_total_and_rule_can_tell_a_small_figure(tmp_path: Path) -> None:
    compiled = communes(tmp_path, 1, 1, 1).compile()
    figure = compiled.shown_figures[0]
    bodies = list(figure.by_agency)

    def published(values: tuple[int, ...]) -> tuple[object, ...]:
        cells = {code: Cell(Decimal(value)) for code, value in zip(bodies, values, strict=True)}
        known = replace(figure, by_agency=cells, total=Decimal(sum(values)))
        signs = withheld_cells(compiled.document, [known])["visits"]
        return (sum(values), *(signs.get(code, value) for code, value in zip(bodies, values, strict=True)))

    everything: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for values in product(range(9), repeat=3):
        everything.setdefault(published(values), []).append(values)
    for alike in everything.values():
        for at in range(3):
            told = {values[at] for values in alike}
            assert len(told) > 1 or not told & {1, 2}, alike


def test_parts_of_a_shown_figure_that_are_small_stay_hidden(tmp_path: Path) -> None:
    found = communes(tmp_path, 40, 60)
    found.answer("B-01/x0/2015-H2", {"visits": 1, "violations": 50})

    content = render_xlsx(found.compile())

    rows = [row for row in rows_of(content, PROVENANCE) if row[:2] == ("visits", "x0")]
    assert [row[3] for row in rows] == ["x", "x"]
    assert rows_of(content, "Theo huyện")[0][3] == 41


NAMES = [
    (["Kết quả: a/b [c]*?"], ["Kết quả a b c"]),
    (["Mục", "mục", "MỤC"], ["Mục", "mục (2)", "MỤC (3)"]),
    (["", "'a'", "History"], ["Mục", "a", "History (2)"]),
    (["Phát hiện, xử lý, truy tố, xét xử người vi phạm"], ["Phát hiện, xử lý, truy tố, xét…"]),
    (["\U0001f600" * 20], ["\U0001f600" * 15 + "…"]),
]


@pytest.mark.parametrize(("titles", "names"), NAMES)
def test_sheets_have_names_that_every_spreadsheet_takes(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    book = Book("a", "b", author="c", at=YEAR_END)
    sheet = book.sheet("Một", [Column("A", 10), Column("B", 10)])
    sheet.add(["\U0001f600 dài " * 20_000, Number(Decimal("12345678901234567890.5"), 1)])
    sheet.close()

    long, large = rows_of(book.to_bytes(), "Một")[0]

    assert str(long).endswith("… (cắt bớt, xem báo cáo Word)")
    assert len(str(long).encode("utf-16-le")) // 2 <= 32_767
    assert large == "12.345.678.901.234.567.890,5", "a spreadsheet would have rounded it"
    assert shortened("ngắn", 31) == "ngắn"
