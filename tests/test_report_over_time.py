"""Indicators over time: every format shows the same cells, with the same marks and the same last column."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from models.assignments import Workflow
from models.periods import Period, parse_period
from reports.charts import charts_of
from reports.compiled import CompiledReport, Point, Series
from reports.content import content_of
from reports.docx.document import render_docx
from reports.figures import IndicatorFigure
from reports.html.page import render_html
from reports.html.tables import over_time
from reports.over_time import whole_of
from reports.tables import ESTIMATE, MISSING, PARTIAL, SPARED, point_text
from reports.wording import number
from reports.xlsx.workbook import render_xlsx
from tests.report_samples import IN_TIME, obligation, plan_of, report, sample
from tests.test_report_incomplete import point, series
from tests.test_report_series import compiled, take_in
from tests.workbook_samples import opened

HEAD = "Cả giai đoạn"
HARD = "\u00a0"
Cells = dict[str, list[str]]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> CompiledReport:
    """Five years: whole sums, one with an estimate, one that lacks a body, and gaps that one figure of all fills."""
    names = {"visits": "Lượt", "violations": "Vi phạm", "fines": "Tiền phạt", "cases": "Vụ", "teams": "Đội"}
    indicators: list[dict[str, Any]] = [{"code": code, "name": name, "unit": "cái"} for code, name in names.items()]
    indicators[2] |= {"type": "decimal"}
    indicators[4] |= {"kind": "stock", "targets": {"2015": 5}}
    ratio = {"code": "rate", "name": "Tỷ lệ", "unit": "%", "kind": "ratio"}
    indicators.append(ratio | {"numerator": "violations", "denominator": "teams"})
    span = {"period": "program", "span": "2011..2015", "form": "n", "due": {"on": "2015-12-15"}}
    duties = [obligation("B-01", ["huyen"]), obligation("N-01", ["so-b"], **span)]
    asked = ["violations", "fines", "cases", "teams"]
    forms = [{"code": "f", "indicators": asked}, {"code": "n", "indicators": ["visits", "fines"]}]
    reports = [report("five-year", "Tổng kết", "program", {"2011..2015": "2015-12-31"}, span="2011..2015")]
    plan = plan_of(indicators=indicators, obligations=duties, forms=forms, reports=reports)
    found = sample(tmp_path_factory.mktemp("five"), plan)
    for half in ("H1", "H2"):
        said: dict[str, int | str | None] = {"violations": 5, "fines": "2.25", "teams": 3}
        found.answer(f"B-01/h1/2015-{half}", said | {"cases": 1}, estimates=("violations",))
        found.answer(f"B-01/h2/2015-{half}", said)
    found.answer("N-01/so-b/2011..2015", {"visits": 1234, "fines": "12.5"})
    for year in range(2011, 2015):
        take_in(found, *((str(year), code, "", "4") for code in ("violations", "cases", "teams")))
    take_in(found, ("2011", "visits", "", "1000"), ("2013", "fines", "", "3.5"))
    return compiled(found, "five-year", "2011..2015")


def of_json(report_: CompiledReport) -> Cells:
    decimals = {one.indicator: one.decimals for one in report_.years}
    names = {one.code: one.name for one in report_.document.indicators}
    content: Any = content_of(report_)
    return {
        names[one["indicator"]]: [
            *(said(point, decimals[one["indicator"]]) for point in one["points"]),
            MISSING if one["whole"] is None else said(one["whole"], decimals[one["indicator"]]),
        ]
        for one in content["years"]
    }


def said(point: dict[str, Any], decimals: int) -> str:
    if point["value"] is None:
        return MISSING
    marks = (ESTIMATE if point.get("estimate") else "") + (PARTIAL if point.get("partial") else "")
    marks += SPARED if point.get("spared") or point.get("excused") else ""
    return number(Decimal(point["value"]), decimals) + marks


def of_page(report_: CompiledReport) -> Cells:
    table = over_time(report_, report_.years, summed=True)
    assert table.heads[-1] == HEAD
    return {row[0]: list(row[2:]) for row in table.rows if not row[0].startswith("Mục tiêu")}


def of_word(report_: CompiledReport) -> Cells:
    found = docx.Document(io.BytesIO(render_docx(report_)))
    (table,) = [one for one in found.tables if one.rows[0].cells[-1].text == HEAD]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return {row[0]: row[2:] for row in rows if not row[0].strip(f" {HARD}").startswith("Mục tiêu")}


def of_workbook(report_: CompiledReport) -> Cells:
    sheet = opened(render_xlsx(report_), values=True)["Qua các năm"]
    rows = list(sheet.iter_rows(min_row=4))
    assert rows[0][-1].value == HEAD
    return {
        str(row[0].value): [shown(cell) for cell in row[2:]]
        for row in rows[1:]
        if not str(row[0].value).startswith(HARD)
    }


def shown(cell: Any) -> str:
    """A workbook's cell as it is seen: digits by its format, and the marks in that."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    decimals = cell.number_format.partition(";")[0].partition(".")[2].count("0")
    return number(Decimal(str(cell.value)), decimals) + "".join(re.findall(r'"([^"]*)"', cell.number_format))


def test_every_format_shows_the_same_cells(five: CompiledReport) -> None:
    page = of_page(five)

    assert page == {
        "Lượt": ["1.000", MISSING, MISSING, MISSING, MISSING, "1.234"],
        "Vi phạm": ["4", "4", "4", "4", "20*", "36*"],
        "Tiền phạt": [MISSING, MISSING, "3,5", MISSING, "9", "12,5°"],
        "Vụ": ["4", "4", "4", "4", "2°", "18°"],
        "Đội": ["4", "4", "4", "4", "6", "6"],
        "Tỷ lệ": ["100", "100", "100", "100", "333,33*", MISSING],
    }
    assert of_word(five) == page
    assert of_json(five) == page
    assert of_workbook(five) == page


def test_the_workbook_adds_up_what_can_be_added_and_points_to_the_rest(five: CompiledReport) -> None:
    sheet = opened(render_xlsx(five))["Qua các năm"]
    last = {row[0].value: row[-1].value for row in sheet.iter_rows(min_row=5)}

    assert last["Vi phạm"] == "=SUM(C6:G6)"
    assert str(last["Đội"]).startswith("=G")
    assert str(last["Lượt"]).startswith("='Tổng quan'!")


def test_a_sum_carries_the_marks_of_its_parts(five: CompiledReport) -> None:
    excused = Point("2014", "2014", Decimal(3), excused=True, reported=1, expected=1)

    whole = whole_of(five.period, series(excused, point("2015", 4)), None, addable=True)

    assert whole is not None
    assert point_text(whole, 0) == "7(M)"
    assert whole_of(five.period, series(excused, point("2015", 4)), None, addable=False) is None


# the points of a series, and what stands for all of its periods: one rule for every mark
WHOLES = [
    ((point("2014", 3), point("2015", 4)), "flow", "7"),
    ((point("2014", 3), point("2015", 4, reported=1)), "flow", "7°"),
    ((point("2014", 3), replace(point("2015", 4), spared=True)), "flow", "7(M)"),
    ((point("2014", 3), replace(point("2015", 4, reported=1), excused=True)), "flow", "7°(M)"),
    ((point("2014", None), replace(point("2015", 4), spared=True)), "flow", MISSING),
    ((point("2014", 3), replace(point("2015", None), withheld=True)), "flow", "x"),
    ((point("2014", None), point("2015", 4, reported=1)), "stock", "4°"),
    ((point("2014", 3, reported=1), replace(point("2015", 4), excused=True)), "stock", "4(M)"),
    ((point("2014", 3, reported=1), point("2015", None)), "stock", MISSING),
    ((point("2014", 3), point("2015", 4)), "ratio", MISSING),
]


@pytest.mark.parametrize(("points", "kind", "said"), WHOLES)
def test_all_periods_together_carry_the_marks_of_those_they_need(
    five: CompiledReport, points: tuple[Point, ...], kind: str, said: str
) -> None:
    assert point_text(whole_of(five.period, series(*points, kind=kind), None, addable=True), 0) == said


def test_the_reports_own_figure_stands_where_it_lacks_less_than_the_parts(five: CompiledReport) -> None:
    own = IndicatorFigure("visits", "Lượt", "lượt", "flow", "s", None, 0, Decimal(9), 2, 2, by_agency={})
    lacking = series(point("2014", 3), point("2015", 4, reported=1))

    def told(period: Period, figure: IndicatorFigure, years: Series) -> str:
        return point_text(whole_of(period, years, figure, addable=True), 0)

    assert told(five.period, own, lacking) == "9"
    assert told(five.period, own, series(point("2014", 3), point("2015", 4))) == "7", "the years contradict it"
    assert told(five.period, replace(own, reported=1), lacking) == "7°"
    assert told(five.period, replace(own, reported=1), series(point("2014", None), point("2015", 4))) == "9°"
    assert told(parse_period("2015"), replace(own, reported=1), lacking) == "9°", "a year has one total"


def test_signs_in_the_last_column_are_explained_in_every_format(five: CompiledReport) -> None:
    untold = "“…” chưa có số liệu, ở cột “Cả giai đoạn” là chưa đủ số liệu để tính"
    words = [one.text for one in docx.Document(io.BytesIO(render_docx(five))).paragraphs]

    assert any(untold in one and "“°” còn thiếu đơn vị phải báo cáo" in one for one in words)
    assert untold in render_html(five).decode()
    assert untold in str(opened(render_xlsx(five), values=True)["Qua các năm"]["A3"].value)


def test_what_cannot_be_added_is_not_added_over_the_years(five: CompiledReport) -> None:
    assert whole_of(five.period, series(point("2014", 3), point("2015", 4), kind="ratio"), None, addable=True) is None


def test_a_ratio_of_all_periods_is_the_one_reported_for_them(five: CompiledReport) -> None:
    rate = IndicatorFigure("r", "Tỷ lệ", "%", "ratio", "s", None, 2, Decimal("97.07"), 1, 1, by_agency={})
    years = series(point("2014", 90), point("2015", 100), kind="ratio")

    whole = whole_of(five.period, years, rate, addable=True)

    assert whole is not None
    assert whole.value == Decimal("97.07")
    lacking = whole_of(five.period, years, replace(rate, expected=2), addable=True)
    assert point_text(lacking, 2) == "97,07°"


def test_sums_without_an_excused_body_are_hollow_and_marked(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for name in ("h1/2015-H1", "h2/2015-H1", "h1/2015-H2"):
        found.answer(f"B-01/{name}", {"visits": 10, "violations": 20})
    found.change("B-01/h2/2015-H2", state=Workflow.EXCUSED, decided_at=IN_TIME)
    report_ = compiled(found)

    visits = next(one for one in report_.trend if one.indicator == "visits")
    drawn = next(one for one in charts_of(report_) if one.code == "trend").svg

    assert [point_text(one, 0) for one in visits.points] == ["20", "10(M)"]
    assert [one.whole for one in visits.points] == [True, False]
    assert ">10(M)<" in drawn
    bars = re.findall(r'<rect [^>]*height="([\d.]+)"[^>]*fill="(#\w+)"[^>]*stroke="#0b4f8a"', drawn)
    assert {fill for _, fill in bars} == {"#0b4f8a", "#ffffff"}, bars
    assert "Cột rỗng, dấu (M) là có đơn vị được miễn một phần hoặc cả kỳ, không so sánh." in drawn
