"""Where a number comes from: every revision, cell, sender and reviewer behind it, and how it was chosen."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from commands.report_trace import told_total
from models.errors import NotFoundError
from models.reporting import EarlierFigure, EarlierImport
from models.store import Store
from models.submissions import SubmissionState
from models.versions import active_plan
from plans.apply import apply_plan
from plans.rolling import roll_plan
from reports.compiling import compile_report
from reports.docx.document import render_docx
from reports.html.page import render_html
from reports.provenance import BodyTrace, Provenance, provenance_json, trace_figure
from reports.tables import source_rows
from tests.report_samples import IN_TIME, STARTED, YEAR_END, Sample, obligation, plan_of, report, sample

H1 = "mau:B-01/h1/2015-H1"
AUTUMN = datetime(2015, 12, 16, 3, 0, tzinfo=UTC)


def trace(found: Sample, indicator: str = "visits", as_of: datetime = YEAR_END, **more: Any) -> Provenance:
    code, period = more.pop("code", "year-end"), more.pop("period", "2015")
    with found.store.reading() as session:
        return trace_figure(session, found.plan, code, period, indicator, as_of, **more)


def body(found: Provenance, agency: str) -> BodyTrace:
    return next(one for one in found.now.bodies if one.agency == agency)


def used(one: BodyTrace) -> list[tuple[str, int]]:
    return [(source.assignment, source.revision) for source in one.sources if source.counts]


@pytest.fixture
def halves(tmp_path: Path) -> Sample:
    """Two districts: one reported both halves (the first after a return), the other only the first."""
    found = sample(tmp_path)
    found.answer(H1, {"visits": 8}, state=SubmissionState.RETURNED, reviewed=IN_TIME)
    found.answer(H1, {"visits": 10, "violations": 2, "teams": 3}, received=IN_TIME + timedelta(days=1))
    found.answer("mau:B-01/h1/2015-H2", {"visits": 30, "violations": 4, "teams": 5}, received=AUTUMN, reviewed=AUTUMN)
    found.answer("mau:B-01/h2/2015-H1", {"visits": 7, "violations": None, "teams": 1})
    return found


def test_a_partition_names_each_piece_its_cell_sender_and_reviewer(halves: Sample) -> None:
    found = body(trace(halves), "h1")
    assert (found.value, found.rule) == (Decimal(40), "partition")
    assert found.why.endswith("B-01 2015-H1, B-01 2015-H2")
    rows = [(one.assignment[-7:], one.revision, one.state, one.value, one.counts) for one in found.sources]
    assert rows == [
        ("2015-H1", 1, "returned", Decimal(8), False),
        ("2015-H1", 2, "accepted", Decimal(10), True),
        ("2015-H2", 1, "accepted", Decimal(30), True),
    ]
    source = found.sources[1]
    assert (source.cell, source.sender, source.channel) == ("Số liệu!D5", "dau-moi@mau.example", "file")
    assert source.reviewed_at == IN_TIME and len(source.sha256) == 64
    assert source.days.first == date(2014, 12, 15) and source.days.last == date(2015, 6, 14)


def test_a_rounded_total_is_told_as_the_report_shows_it_with_all_its_digits_behind(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half, visits, violations in (("H1", 20, 5), ("H2", 11, 1)):
        found.answer(f"mau:B-01/h1/2015-{half}", {"visits": visits, "violations": violations})

    rate, visits_ = (trace(found, code).now for code in ("rate", "visits"))

    assert told_total(found.plan.document, rate) == "19,35 (chính xác: 19,3548387097)"
    assert told_total(found.plan.document, visits_) == "31"
    assert told_total(found.plan.document, replace(rate, total=None)) == "chưa có số liệu"


def test_what_is_missing_says_why(halves: Sample) -> None:
    found = body(trace(halves), "h2")
    assert (found.value, found.rule) == (None, "missing")
    assert "2015-H1: đã duyệt, chỉ phủ một phần của kỳ; B-01 2015-H2: chưa gửi" in found.why


WHY_MISSING = [
    ({"state": SubmissionState.SUBMITTED, "reviewed": None}, {"visits": 1}, "missing", "2015-H2: lần 1 chờ duyệt"),
    ({"state": SubmissionState.RETURNED}, {"visits": 1}, "missing", "2015-H2: đã trả lại"),
    ({}, {"teams": 1}, "missing", "2015-H2: đã duyệt nhưng không có số liệu"),
]


@pytest.mark.parametrize(("more", "figures", "rule", "said"), WHY_MISSING)
def test_each_reason_has_its_words(
    halves: Sample, more: dict[str, Any], figures: dict[str, int], rule: str, said: str
) -> None:
    halves.answer("mau:B-01/h2/2015-H2", figures, **more)
    found = body(trace(halves), "h2")
    assert found.rule == rule and said in found.why


def test_an_excused_body_is_no_gap_of_its_own(tmp_path: Path) -> None:
    found = sample(tmp_path)
    for half in ("H1", "H2"):
        found.change(f"mau:B-01/h2/2015-{half}", state="excused", decided_at=IN_TIME)
    one = body(trace(found), "h2")
    assert (one.rule, one.value) == ("excused", None) and "được miễn" in one.why


def test_an_exact_period_wins_and_the_others_are_shown_as_not_counted(tmp_path: Path) -> None:
    duties = [obligation("B-01", ["huyen"]), obligation("B-02", ["h1"], period="year")]
    found = sample(tmp_path, plan_of(obligations=duties))
    for half in ("H1", "H2"):
        found.answer(f"mau:B-01/h1/2015-{half}", {"visits": 10})
    found.answer("mau:B-02/h1/2015", {"visits": 25})
    one = body(trace(found), "h1")
    assert (one.value, one.rule) == (Decimal(25), "exact")
    assert used(one) == [("mau:B-02/h1/2015", 1)]
    assert len(one.sources) == 3


def test_a_stock_is_its_latest_value(halves: Sample) -> None:
    one = body(trace(halves, "teams"), "h1")
    assert (one.value, one.rule) == (Decimal(5), "latest") and "(B-01 2015-H2)" in one.why


def test_a_ratio_is_followed_through_its_terms(halves: Sample) -> None:
    found = trace(halves, "rate").now
    assert [term.indicator for term in found.terms] == ["violations", "visits"]
    h1 = next(one for one in found.terms[0].bodies if one.agency == "h1")
    assert (h1.value, used(h1)) == (Decimal(6), [(H1, 2), ("mau:B-01/h1/2015-H2", 1)])
    assert found.total == Decimal(15)


def test_one_body_alone(halves: Sample) -> None:
    found = trace(halves, agency="h2")
    assert [one.agency for one in found.now.bodies] == ["h2"]
    assert found.now.total == 40, "the number is that of the report"


def test_a_nil_return_is_a_source(halves: Sample) -> None:
    (source,) = [one for one in body(trace(halves, "violations"), "h2").sources if one.revision == 1]
    assert source.nil and source.value is None


def test_as_of_an_earlier_instant_it_is_as_it_was(halves: Sample) -> None:
    found = body(trace(halves, as_of=IN_TIME + timedelta(days=2)), "h1")
    assert {one.assignment for one in found.sources} == {H1}


def test_a_joint_submission_names_all_it_serves(tmp_path: Path) -> None:
    found = sample(tmp_path, plan_of(obligations=[obligation("B-01", ["huyen"], joint=True)]))
    for half in ("H1", "H2"):
        found.answer(f"mau:B-01/h1/2015-{half}", {"visits": 10})
    (one,) = trace(found).now.bodies
    assert (one.agency, one.bodies, one.value) == ("h1", ("h1", "h2"), Decimal(20))
    assert trace(found, agency="h2").now.bodies == (one,)


def test_what_the_owner_does_not_count_is_beside(tmp_path: Path) -> None:
    indicators = [{"code": "visits", "name": "Lượt kiểm tra", "unit": "lượt", "owner": "so-b"}]
    forms = [{"code": "f", "indicators": ["visits"]}]
    found = sample(
        tmp_path, plan_of(obligations=[obligation("B-01", ["huyen", "so-b"])], indicators=indicators, forms=forms)
    )
    for half in ("H1", "H2"):
        found.answer(f"mau:B-01/so-b/2015-{half}", {"visits": 10})
        found.answer(f"mau:B-01/h1/2015-{half}", {"visits": 3})
    said = {one.agency: (one.counted, one.value) for one in trace(found).now.bodies}
    assert [said["so-b"], said["h1"]] == [(True, Decimal(20)), (False, Decimal(6))]


def imported(found: Sample, agency: str, value: int) -> None:
    with found.store.session() as session:
        source = EarlierImport(plan="mau", at=STARTED, by="Điều phối", source_name="2014.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        number = source.id or 0
        row = EarlierFigure(import_id=number, period="2014", indicator="visits", agency=agency, cell="Tỉnh!C3")
        row.value = Decimal(value)
        session.add(row)


@pytest.mark.parametrize(("agency", "name"), [("", "import-1/2014"), ("h1", "import-1/h1/2014")])
def test_last_year_s_import_is_traced(halves: Sample, agency: str, name: str) -> None:
    imported(halves, agency, 90)
    before = trace(halves).before
    assert before is not None and before.total == 90
    (source,) = before.known or next(one for one in before.bodies if one.agency == agency).sources
    assert (source.assignment, source.cell, source.file, source.sender) == (name, "Tỉnh!C3", "2014.xlsx", "Điều phối")
    assert source.counts and source.value == 90


# --- the plan before -------------------------------------------------------------------------------------------------


@pytest.fixture
def second_year(store: Store) -> Sample:
    """The plan of 2015 with its answers, and the one rolled from it for 2016, both in one store."""
    old = plan_of(plan=plan_of().plan.model_dump(by_alias=True) | {"code": "mau-2015"})
    now = datetime(2016, 1, 4, 1, 0, tzinfo=UTC)
    new = roll_plan(old, 2016).document
    plan = new.plan.code
    with store.session() as session:
        apply_plan(session, old, source="", now=STARTED, by="x", from_date=date(2015, 1, 1))
        apply_plan(session, new, source="", now=now, by="x", from_date=date(2016, 1, 1))
    with store.reading() as session:
        last, this = Sample(store, active_plan(session, "mau-2015")), Sample(store, active_plan(session, plan))
    for half in ("H1", "H2"):
        last.answer(f"mau-2015:B-01/h1/2015-{half}", {"visits": 40}, received=YEAR_END, reviewed=YEAR_END)
        last.answer(f"mau-2015:B-01/h2/2015-{half}", {"visits": 1}, state=SubmissionState.SUBMITTED, reviewed=None)
        this.answer(f"{plan}:B-01/h1/2016-{half}", {"visits": 45}, received=now, reviewed=now)
    return this


NEXT_END = datetime(2016, 12, 22, 3, 0, tzinfo=UTC)


def test_the_comparison_is_traced_into_the_plan_before(second_year: Sample) -> None:
    before = trace(second_year, period="2016", as_of=NEXT_END).before
    assert before is not None and before.total == 80
    one = next(one for one in before.bodies if one.agency == "h1")
    assert used(one) == [("mau-2015:B-01/h1/2015-H1", 1), ("mau-2015:B-01/h1/2015-H2", 1)]


def test_pins_hold_the_submissions_of_the_plan_before(second_year: Sample) -> None:
    with second_year.store.reading() as session:
        compiled = compile_report(session, second_year.plan, "year-end", "2016", NEXT_END)
    names = [pin.assignment for pin in compiled.pins]
    assert [name for name in names if name.startswith("mau-2015:")] == [
        "mau-2015:B-01/h1/2015-H1",
        "mau-2015:B-01/h1/2015-H2",
    ]
    assert len(names) == 4


def test_what_is_only_compared_with_stands_apart_among_the_sources(second_year: Sample) -> None:
    with second_year.store.reading() as session:
        compiled = compile_report(session, second_year.plan, "year-end", "2016", NEXT_END)
    assert [pin.compared for pin in compiled.pins] == [pin.assignment.startswith("mau-2015:") for pin in compiled.pins]
    rows = source_rows(compiled)
    assert [row if isinstance(row, str) else row[2] for row in rows] == [
        *("6 tháng đầu năm 2016", "6 tháng cuối năm 2016", "Chỉ dùng để so sánh với các năm trước"),
        *("6 tháng đầu năm 2015", "6 tháng cuối năm 2015"),
    ]
    assert "Chỉ dùng để so sánh với các năm trước" in render_html(compiled).decode()
    paper = docx.Document(io.BytesIO(render_docx(compiled)))
    titles = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert "Báo cáo B-01 (chỉ dùng để so sánh với các năm trước)" in titles


# --- refusals and plain data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"indicator": "khong-co"}, "khong-co"),
        ({"agency": "khong-co"}, "khong-co"),
        ({"period": "2016"}, "2016"),
        ({"code": "khong-co"}, "khong-co"),
    ],
)
def test_what_is_not_there_is_said(halves: Sample, more: dict[str, Any], said: str) -> None:
    with pytest.raises(NotFoundError, match=said):
        trace(halves, **more)


def test_an_indicator_that_nobody_is_asked_for_is_said(tmp_path: Path) -> None:
    forms = [{"code": "f", "indicators": ["visits"]}]
    found = sample(tmp_path, plan_of(forms=forms))
    with pytest.raises(NotFoundError, match="không thu thập chỉ tiêu teams"):
        trace(found, "teams")


def test_as_plain_data_it_says_the_same(halves: Sample) -> None:
    said: Any = provenance_json(trace(halves))
    assert (said["report"], said["total"], said["plan_version"]) == ("year-end", 40, 1)
    h1 = next(one for one in said["bodies"] if one["agency"] == "h1")
    assert [one["value"] for one in h1["sources"]] == [8, 10, 30]
    assert h1["sources"][0]["from"] == "2014-12-15"


def test_a_half_year_s_trace_is_that_of_its_report(tmp_path: Path) -> None:
    reports = [report("half", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"})]
    found = sample(tmp_path, plan_of(reports=reports))
    found.answer(H1, {"visits": 10})
    one = body(trace(found, code="half", period="2015-H1"), "h1")
    assert (one.value, one.rule) == (Decimal(10), "exact")


def test_a_programme_s_figure_is_followed_through_its_years(tmp_path: Path) -> None:
    five = report("five-year", "Báo cáo tổng kết", "program", {"2014..2015": "2015-12-31"}) | {"span": "2014..2015"}
    found = sample(tmp_path, plan_of(reports=[five]))
    for half in ("H1", "H2"):
        found.answer(f"B-01/h1/2015-{half}", {"visits": 10, "violations": 1, "teams": 4})
        found.answer(f"B-01/h2/2015-{half}", {"visits": 5, "violations": 0, "teams": 2})
    imported(found, "", 25)

    with found.store.reading() as session:
        told = trace_figure(session, found.plan, "five-year", "2014..2015", "visits", YEAR_END)

    assert told.now.total is None, "nobody reports it for both years"
    assert [(one.period, one.total) for one in told.years] == [("2014", Decimal(25)), ("2015", Decimal(30))]
    assert told.years[0].known[0].assignment.startswith("import-")
    assert [len(one.sources) for one in told.years[1].bodies] == [2, 2]
    assert told.over_years == Decimal(55)
    assert [one["total"] for one in provenance_json(told)["years"]] == [25, 30]  # type: ignore[attr-defined]  # plain data
