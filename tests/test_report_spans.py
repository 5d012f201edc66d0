"""A report on a span of months: by the rules of every other, through all of its life; and what on demand is lacking."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from models.errors import NotFoundError
from models.reporting import EarlierFigure, EarlierImport, ReportState, find_build
from reports.building import build_report
from reports.compiled import CompiledReport
from reports.figures import IndicatorFigure
from reports.letterhead import subject
from tests.cli_samples import PLAN, Office, plan_file, run
from tests.report_samples import YEAR_END, Sample, obligation, plan_of, sample

MONTHS = {"2015-06": 30, "2015-07": 40, "2015-08": 45}
SPAN = "2015-07..2015-08"


@pytest.fixture
def monthly(tmp_path: Path) -> Sample:
    duties = [obligation("B-01", ["huyen"], period="month"), obligation("B-02", ["so-b"], period="quarter", form="q")]
    forms = [
        {"code": "f", "indicators": ["visits", "violations"]},
        {"code": "q", "indicators": ["teams"]},
    ]
    found = sample(tmp_path, plan_of(obligations=duties, forms=forms))
    for month, visits in MONTHS.items():
        for body in ("h1", "h2"):
            found.answer(f"B-01/{body}/{month}", {"visits": visits, "violations": 4})
    return found


def _figures(compiled: CompiledReport) -> Mapping[str, IndicatorFigure]:
    return {one.indicator: one for one in compiled.figures}


def test_it_is_made_from_the_months_in_it(monthly: Sample) -> None:
    compiled = monthly.compile(period=SPAN)

    assert _figures(compiled)["visits"].total == 2 * (40 + 45)
    assert _figures(compiled)["violations"].total == 4 * 4
    assert (str(compiled.window.first), str(compiled.window.last)) == ("2015-06-15", "2015-08-14")
    assert subject(compiled).endswith("tháng 7 và tháng 8 năm 2015")
    assert compiled.due is None
    (trend,) = [one for one in compiled.trend if one.indicator == "visits"]
    assert [(point.period, point.value) for point in trend.points] == [
        ("2015-07", Decimal(80)),
        ("2015-08", Decimal(90)),
    ]


def test_it_is_set_beside_the_same_months_of_the_year_before(monthly: Sample) -> None:
    with monthly.store.session() as session:
        source = EarlierImport(plan="mau", at=YEAR_END, by="A", source_name="cu.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        for period in ("2014-07", "2014-08"):
            for body in ("h1", "h2"):
                row = EarlierFigure(import_id=source.id or 0, period=period, indicator="visits", agency=body)
                row.value = Decimal(34)
                session.add(row)
    compiled = monthly.compile(period=SPAN)

    visits = _figures(compiled)["visits"]
    assert (visits.previous, visits.change_percent, visits.target_period) == (Decimal(136), Decimal(25), "2015")
    (years,) = [one for one in compiled.years if one.indicator == "visits"]
    assert [(point.period, point.value) for point in years.points] == [
        ("2014-07..2014-08", Decimal(136)),
        (SPAN, Decimal(170)),
    ]


def _built(found: Sample, tmp_path: Path, period: str, *formats: str) -> dict[str, Path]:
    with found.store.session() as session:
        built = build_report(session, found.plan, "year-end", period, as_of=YEAR_END, out=tmp_path, formats=formats)
    return {path.suffix: path for path in built.files}


def test_one_build_holds_a_period_however_it_is_written(monthly: Sample, tmp_path: Path) -> None:
    built = _built(monthly, tmp_path, "2015-07..2015-07", "json")
    assert built[".json"].name == "year-end_2015-07.json"
    with monthly.store.session() as session:
        row = find_build(session, "mau", "year-end", "2015-07")
        row.state, row.issued_at = ReportState.ISSUED, YEAR_END
        session.add(row)

    assert monthly.compile(period="2015-07..2015-07").corrections is not None


def test_a_span_that_nothing_makes_up_is_refused(tmp_path: Path) -> None:
    found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"], period="quarter")]))
    with pytest.raises(NotFoundError, match=r"kỳ 2015-07\.\.2015-08; các kỳ có báo cáo: 2015-Q1, "):
        _built(found, tmp_path, SPAN, "json")


def test_what_answers_for_the_end_of_a_span_alone_does_not_make_it_up(tmp_path: Path) -> None:
    late = obligation("B-01", ["huyen"], period="quarter", effective={"from": "2015-07-01"})
    found = sample(tmp_path, plan_of(obligations=[late]))
    with pytest.raises(NotFoundError, match=r"kỳ 2015-Q2\.\.2015-Q4; các kỳ"):
        _built(found, tmp_path, "2015-04..2015-12", "json")


def test_reports_in_words_alone_make_a_span_up(tmp_path: Path) -> None:
    words = [{"code": "f", "narrative": [{"code": "kho-khan", "title": "Khó khăn"}]}]
    duty = obligation("B-01", ["huyen"], period="month")
    found = sample(tmp_path, plan_of(obligations=[duty], forms=words, indicators=[]))

    assert _built(found, tmp_path, SPAN, "json")


NOTE = (
    "Theo kế hoạch, 3 chỉ tiêu được thu thập cho kỳ này; 1 chỉ tiêu khác không thu thập cho kỳ này nên đề mục của các "
    "chỉ tiêu ấy không có số liệu."
)


def test_every_format_says_what_is_not_collected_for_the_period(monthly: Sample, tmp_path: Path) -> None:
    files = _built(monthly, tmp_path, SPAN, "docx", "xlsx", "html", "json")

    assert files[".docx"].name == "year-end_2015-07-2015-08.docx"
    assert NOTE in [one.text for one in docx.Document(str(files[".docx"])).paragraphs]
    assert NOTE in files[".html"].read_text("utf-8")
    overview = openpyxl.load_workbook(files[".xlsx"])["Tổng quan"]
    assert NOTE in str(overview["A3"].value)
    said = json.loads(files[".json"].read_text("utf-8"))
    assert said["period"] == SPAN
    assert said["not_collected"] == {"indicators": ["teams"], "said": NOTE.removesuffix(".")}


def test_a_report_of_the_schedule_does_not(monthly: Sample, tmp_path: Path) -> None:
    files = _built(monthly, tmp_path, "2015", "html", "json")

    assert "không thu thập cho kỳ này" not in files[".html"].read_text("utf-8")
    assert "not_collected" not in json.loads(files[".json"].read_text("utf-8"))


def test_what_only_a_programme_asks_is_not_said_to_be_lacking(tmp_path: Path) -> None:
    five_years = {"period": "program", "span": "2011..2015", "form": "p", "cutoff": "calendar"}
    duties = [obligation("B-01", ["huyen"]), obligation("B-02", ["so-b"], **five_years)]
    forms = [{"code": "f", "indicators": ["visits", "violations"]}, {"code": "p", "indicators": ["teams"]}]
    found = sample(tmp_path, plan_of(obligations=duties, forms=forms))
    said = json.loads(_built(found, tmp_path, "2015-H1", "json")[".json"].read_text("utf-8"))

    assert "not_collected" not in said


# --- on the command line ----------------------------------------------------------------------------------------------


def _monthly_office(folder: Path) -> Office:
    office = Office(folder)
    home = folder / "monthly"
    text = PLAN.replace(
        "    period: half\n    cutoff: nd09\n    due: {on: {2015-H1: 2015-06-15, 2015-H2: 2015-12-15}}",
        "    period: month\n    cutoff: nd09\n    due: {after_cutoff: 3wd}",
    )
    ran = run("init", "--home", home, "--plan", plan_file(folder, text), "--now", "2015-01-05", "--by", "Điều phối")
    assert ran.code == 0, ran
    office.home = home
    return office


def _answered(office: Office) -> None:
    for month, day, visits in (("07", "2015-07-16", 40), ("08", "2015-08-18", 45)):
        name = f"demo-2015:B-01/so-b/2015-{month}"
        office.day(day)
        office.does(*office.answer(visits, assignment=name), now=day)
        office.does("accept", name, now=day)


def test_all_commands_take_the_same_key(tmp_path: Path) -> None:
    office = _monthly_office(tmp_path)
    _answered(office)
    what = ("half-year", SPAN)
    ran = office.does("report", "build", *what, "--format", "docx,json", now="2015-08-20")
    assert "2 chỉ tiêu (0 thiếu đơn vị); 1 chỉ tiêu không thu thập cho kỳ này; chưa gửi: 0" in ran.out

    traced: Any = office.asks("report", "trace", *what, "visits", now="2015-08-20")
    assert traced["period"] == SPAN
    (heading,) = office.asks("report", "text", *what, now="2015-08-20")
    assert heading["text"] == ""
    assert office.asks("report", "review", *what, "--anyway", now="2015-08-20")["state"] == "reviewed"
    issued = office.asks("report", "issue", *what, "--anyway", now="2015-08-21")
    assert [Path(one).name for one in issued["files"]][:1] == ["half-year_2015-07-2015-08_lan-1.docx"]
    assert issued["fulfilled"] is None
    assert office.asks("report", "verify", *what, now="2015-08-21")["sound"]
    (build,) = office.asks("report", "list", now="2015-08-21")
    assert (build["period"], build["state"]) == (SPAN, "issued")


def test_the_same_days_are_one_report_however_they_are_asked_for(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for period in ("2015-H1", "2015-Q1..2015-Q2", "2015-01..2015-06"):
        (said,) = office.asks("report", "build", "half-year", period, "--format", "json", now="2015-06-20")["files"]
        assert Path(said).name == "half-year_2015-H1.json"
    assert [(one["period"], one["number"]) for one in office.asks("report", "list")] == [("2015-H1", 1)]
    assert office.asks("report", "trace", "half-year", "2015-01..2015-06", "visits", now="2015-06-20")


def test_a_span_is_no_period_of_an_assignment(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "không phải là kỳ" in office.run("status", "--period", SPAN).refusal


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("period: half, cutoff: nd09,\n     due", 'period: "2015-07..2015-08", cutoff: nd09,\n     due'),
        ("unit: lượt, min: 0, owner", 'unit: lượt, targets: {"2015-07..2015-08": 9}, min: 0, owner'),
        ("due: {on: {2015-H1: 2015-06-25", 'due: {on: {"2015-01..2015-06": 2015-06-25'),
    ],
    ids=["a report's period", "a target", "a due date"],
)
def test_a_plan_cannot_name_a_span(tmp_path: Path, old: str, new: str) -> None:
    assert old in PLAN
    ran = run("plan", "check", plan_file(tmp_path, PLAN.replace(old, new)))
    assert ran.code == 1, ran
