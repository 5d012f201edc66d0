"""What a report rests on: exactly the submissions behind what it says, with what each of them serves."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from models.reporting import EarlierFigure, EarlierImport
from reports.compiled import CompiledReport, Outlier
from reports.docx.document import render_docx
from reports.html.page import render_html
from reports.html.tables import outlier_rows
from reports.json import render_json
from reports.legends import years_note
from reports.tables import source_rows
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import IN_TIME, STARTED, YEAR_END, Sample, obligation, plan_of, report, sample

AFTER_NINE = datetime(2015, 9, 22, 3, 0, tzinfo=UTC)
FORMS = [
    {
        "code": "f",
        "indicators": ["visits", "violations", "teams"],
        "narrative": [{"code": "kho-khan", "title": "Khó khăn, vướng mắc", "section": "kho-khan"}],
    },
    {"code": "q", "indicators": ["visits"]},
]
THIRD = {"period": "quarter", "form": "q", "effective": {"from": "2015-07-01", "to": "2015-09-30"}}
DUTY = {"code": "T-1", "title": "Tập huấn", "kind": "standing", "via": "B-01", "assigned_to": ["huyen"]}


@pytest.fixture
def found(tmp_path: Path) -> Sample:
    """Two districts report by half-year, the first for the third quarter too: it alone has nine months."""
    reports = [
        report("nine", "Báo cáo 9 tháng", "nine-months", {"2015-9M": "2015-09-25"}),
        report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"}),
    ]
    owed = [obligation("B-01", ["huyen"]), obligation("Q-03", ["h1"], **THIRD), DUTY]
    made = sample(tmp_path, plan_of(obligations=owed, forms=FORMS, reports=reports))
    for body in ("h1", "h2"):
        made.answer(f"B-01/{body}/2015-H1", {"visits": 1, "violations": 1})
    made.answer("Q-03/h1/2015-Q3", {"visits": 2}, received=AFTER_NINE, reviewed=AFTER_NINE)
    return made


def serving(compiled: CompiledReport) -> dict[str, tuple[str, ...]]:
    return {pin.assignment.partition(":")[2]: pin.serves for pin in compiled.pins}


def test_what_a_report_s_period_cannot_use_is_not_among_its_sources(found: Sample) -> None:
    """The second district's half-year makes up no nine months: no figure, list or word of the report comes from it."""
    assert serving(found.compile("nine", "2015-9M", AFTER_NINE)) == {
        "B-01/h1/2015-H1": ("figures", "account"),
        "Q-03/h1/2015-Q3": ("figures", "account"),
    }


def test_each_says_what_it_serves(found: Sample) -> None:
    words, duties = {"kho-khan": "Thiếu người."}, {"T-1": ("done", "")}
    found.answer("B-01/h1/2015-H2", {"visits": 5}, passages=words, duties=duties, received=YEAR_END, reviewed=YEAR_END)
    found.answer("B-01/h2/2015-H2", {}, received=YEAR_END, reviewed=YEAR_END)

    compiled = found.compile()
    assert serving(compiled) == {
        "B-01/h1/2015-H1": ("figures", "account", "parts"),
        "B-01/h1/2015-H2": ("figures", "words", "duties", "account", "parts"),
        "B-01/h2/2015-H1": ("account", "parts"),
        "B-01/h2/2015-H2": ("account",),
    }
    assert [row[4] for row in source_rows(compiled)] == [
        "số liệu, diễn biến",
        "số liệu, phần lời, nhiệm vụ, diễn biến",
        "diễn biến",
        "tình hình gửi",
    ]


def test_the_workbook_and_the_page_say_it_too(found: Sample) -> None:
    compiled = found.compile("nine", "2015-9M", AFTER_NINE)
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(compiled)))["Nguồn"]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    word = docx.Document(io.BytesIO(render_docx(compiled)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]

    assert ["Cơ quan", "Báo cáo", "Kỳ", "Lần gửi", "Dùng cho", "Mã kiểm tra"] in rows
    assert "<th>Dùng cho</th>" in render_html(compiled).decode().replace(' scope="col"', "")
    assert "Dùng cho" in cells and "số liệu" in cells
    pins = json.loads(render_json(compiled))["pins"]
    assert [pin["serves"] for pin in pins] == [["figures", "account"], ["figures", "account"]]


# --- by year ---------------------------------------------------------------------------------------------------------


def imported(made: Sample, values: dict[tuple[str, str], int]) -> None:
    with made.store.session() as session:
        source = EarlierImport(plan="mau", at=STARTED, by="Điều phối", source_name="truoc.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        for (period, indicator), value in values.items():
            row = EarlierFigure(import_id=source.id or 0, period=period, indicator=indicator, agency="", cell="C3")
            row.value = Decimal(value)
            session.add(row)


def test_by_year_stands_only_what_bodies_report_for_such_a_period(found: Sample) -> None:
    years = ("2013-9M", "2014-9M")
    imported(found, {(year, code): 7 for year in years for code in ("visits", "violations")})

    compiled = found.compile("nine", "2015-9M", AFTER_NINE)
    assert [one.indicator for one in compiled.years] == ["visits"]
    assert compiled.years_left_out == ("violations", "rate")
    note = years_note(compiled)
    assert note.startswith("Không nêu 2 chỉ tiêu (Cơ sở vi phạm; Tỷ lệ vi phạm)") and "9 tháng" in note
    assert note in render_html(compiled).decode()
    assert f"{note}." in [p.text for p in docx.Document(io.BytesIO(render_docx(compiled))).paragraphs]
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(compiled)))["Qua các năm"]
    assert any(note in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert json.loads(render_json(compiled))["years_left_out"] == ["violations", "rate"]


def test_a_report_that_leaves_nothing_out_says_nothing_of_it(found: Sample) -> None:
    imported(found, {("2014", "visits"): 7, ("2013", "visits"): 6})

    compiled = found.compile()
    assert (compiled.years_left_out, years_note(compiled)) == ((), "")


# --- figures to ask about --------------------------------------------------------------------------------------------


def test_every_figure_to_ask_about_stands_in_the_workbook_as_on_the_page(tmp_path: Path) -> None:
    """An indicator that nobody who counts was asked for has no figure in the report, but may well have a question."""
    plan = plan_of()
    more = {"code": "other", "name": "Trong đó: vụ khác", "unit": "vụ"}
    indicators = [*(one.model_dump(by_alias=True) for one in plan.indicators), more]
    compiled = sample(tmp_path, plan_of(indicators=indicators)).compile(as_of=IN_TIME + timedelta(days=1))
    value, usual, low, high = map(Decimal, (90, 8, 5, 12))
    asked = Outlier("other", "so-b", value, usual, low, high, ("2013", "2014", "2015"))
    compiled = replace(compiled, outliers=(asked,))

    assert "other" not in {figure.indicator for figure in compiled.figures}
    (row,) = outlier_rows(compiled)
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(compiled)))["Cần hỏi lại"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == "Sở B"]
    assert [tuple(one[:4]) for one in rows] == [tuple(row[:4])]
    assert rows[0][4:6] == (90, 8)
