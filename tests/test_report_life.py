"""From a draft to an issued report and its correction: locked, and the standing agency's own duty fulfilled."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from flows import acts, deciding, issuing
from flows.issuing import ReportRef
from models.assignments import Workflow
from models.errors import DondocError, NotFoundError, ReportError, StateError
from models.history import broken_chains, history_of
from models.reporting import EarlierFigure, EarlierImport, builds_of
from models.store import Store
from models.submissions import submissions_of
from models.versions import active_plan
from reports.building import build_report
from reports.overtaken import overtaken_by
from tests.plan_world import World, at
from tests.report_world import B01, OWN_ROW, REF, answered, build, builds, issue, mails, reviewed, world_with


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    return world_with(store, tmp_path)


# --- states ----------------------------------------------------------------------------------------------------------


def test_a_report_is_reviewed_then_issued_then_locked(world: World) -> None:
    answered(world, "2015-06-12")
    build(world, "2015-06-24")
    issuing.review(world.store, REF, world.act("2015-06-24"))
    issue(world, "2015-06-25", document_number="45/BC-SA", document_date=date(2015, 6, 25))
    (row,) = builds(world)
    assert (row.state, row.reviewed_by, row.issued_by) == ("issued", "Điều phối", "Điều phối")
    assert (row.document_number, row.document_date) == ("45/BC-SA", date(2015, 6, 25))
    with world.store.reading() as session:
        assert [one.act for one in history_of(session, "demo-2015")][-2:] == ["report-reviewed", "report-issued"]
        assert broken_chains(session) == []


def unbuilt(_world: World) -> None:
    """Nothing was compiled."""


def draft(world: World) -> None:
    build(world, "2015-06-24")


def newer_draft(world: World) -> None:
    reviewed(world, "2015-06-23")
    build(world, "2015-06-24")


def issued(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-24")


REFUSED_ISSUES = [
    (unbuilt, NotFoundError, "dondoc report build half-year 2015-H1"),
    (draft, StateError, "dondoc report review half-year 2015-H1"),
    (newer_draft, StateError, "lần 2 chưa được soát"),
    (issued, StateError, "bản đính chính: `dondoc report build half-year 2015-H1`"),
]


@pytest.mark.parametrize(("before", "error", "said"), REFUSED_ISSUES, ids=[one[0].__name__ for one in REFUSED_ISSUES])
def test_what_cannot_be_issued_says_what_to_do(
    world: World, before: Callable[[World], None], error: type[DondocError], said: str
) -> None:
    before(world)
    with pytest.raises(error, match=said):
        issue(world, "2015-06-25")


def test_an_older_reviewed_build_is_issued_where_it_is_named(world: World) -> None:
    newer_draft(world)
    assert issue(world, "2015-06-25", ReportRef(REF.code, REF.period, 1)).build.number == 1
    with pytest.raises(StateError, match="bản đã ban hành lần 1: lập lại"):
        issuing.review(world.store, REF, world.act("2015-06-25"))


@pytest.mark.parametrize("before", [issued, newer_draft])
def test_only_a_draft_is_reviewed(world: World, before: Callable[[World], None]) -> None:
    before(world)
    with pytest.raises(StateError, match="lập bản mới"):
        issuing.review(world.store, ReportRef(REF.code, REF.period, 1), world.act("2015-06-25"))


def test_a_date_to_come_and_a_person_in_the_note_are_refused(world: World) -> None:
    reviewed(world, "2015-06-24")
    with pytest.raises(StateError, match="chưa đến"):
        issue(world, "2015-06-25", document_date=date(2015, 6, 26))
    build(world, "2015-06-25")
    with pytest.raises(StateError, match="nhận xét"):
        issuing.review(world.store, REF, world.act("2015-06-25"), note="xem lại số CCCD 025192000123")


def test_of_two_who_issue_at_once_one_wins(world: World) -> None:
    reviewed(world, "2015-06-24")

    def attempt(_: int) -> str:
        try:
            issue(world, "2015-06-25")
        except StateError as error:
            return str(error)
        return "issued"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, range(2)))
    assert sorted(one == "issued" for one in outcomes) == [False, True]
    assert any("đã ban hành" in one for one in outcomes)
    assert len(mails(world)) == 1
    with world.store.reading() as session:
        assert [one.act for one in history_of(session, "demo-2015")].count("report-issued") == 1


def test_what_was_changed_since_the_review_is_not_issued(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    with world.store.session() as session:
        row = builds_of(session, "demo-2015")[0]
        row.as_of = at("2015-06-01")
        session.add(row)
    with pytest.raises(ReportError, match="dondoc report verify half-year 2015-H1"):
        issue(world, "2015-06-25", anyway=True)
    assert builds(world)[0].state == "reviewed"
    assert mails(world) == []


def test_a_folder_that_cannot_be_written_issues_nothing(world: World) -> None:
    reviewed(world, "2015-06-24")
    folder = world.settings.home / "reports" / "demo-2015"
    folder.write_text("", encoding="utf-8")
    with pytest.raises(ReportError, match="không ghi được"):
        issue(world, "2015-06-25")
    assert builds(world)[0].state == "reviewed"
    assert mails(world) == []
    assert world.assignment(OWN_ROW).state != Workflow.ACCEPTED


# --- files and corrections -------------------------------------------------------------------------------------------


def test_a_later_build_never_touches_issued_files(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    files = issue(world, "2015-06-25").files
    assert [path.name for path in files] == ["half-year_2015-H1_lan-1.docx", "half-year_2015-H1_lan-1.json"]
    before = {path: path.read_bytes() for path in files}
    answered(world, "2015-06-29", visits=12)
    build(world, "2015-06-30")
    assert {path: path.read_bytes() for path in files} == before
    assert [(one.number, one.state) for one in builds(world)] == [(1, "issued"), (2, "draft")]


def test_the_issued_files_are_the_reviewed_ones(world: World) -> None:
    answered(world, "2015-06-12")
    drafts = {path.suffix: path.read_bytes() for path in reviewed(world, "2015-06-24").files}
    answered(world, "2015-06-25", visits=77)
    done = issue(world, "2015-06-26", anyway=True)
    assert {path.suffix: path.read_bytes() for path in done.files} == drafts
    assert [(one.what, one.name, one.revision) for one in done.overtaken] == [("submission", B01, 2)]


def test_a_correction_lists_what_changed(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25", document_number="45/BC-SA")
    answered(world, "2015-06-29", visits=12)
    second = reviewed(world, "2015-06-30")
    correction = second.compiled.corrections
    assert correction is not None and (correction.number, correction.document_number) == (1, "45/BC-SA")
    changes = [(one.kind, one.indicator, one.agency, one.old, one.new) for one in correction.changes]
    assert changes == [
        ("body", B01, "so-b", "1", "2"),
        ("total", "visits", "", "9", "12"),
        ("figure", "visits", "so-b", "9", "12"),
    ]
    done = issue(world, "2015-07-01", document_number="46/BC-SA")
    assert builds(world)[1].listed_changes[1]["new"] == "12"
    data = json.loads(next(path for path in done.files if path.suffix == ".json").read_text(encoding="utf-8"))
    assert data["corrections"]["document_number"] == "45/BC-SA"
    assert done.changes[1] == "Lượt cơ sở được kiểm tra (lượt): tổng số 9 → 12; Sở B 9 → 12"


def test_a_correction_says_so_in_the_document(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25", document_number="45/BC-SA")
    answered(world, "2015-06-29", visits=12)
    path = build(world, "2015-06-30").files[0]
    paper = docx.Document(str(path))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "Báo cáo này thay báo cáo số 45/BC-SA ngày 25/6/2015. Đính chính báo cáo của 1 đơn vị" in text
    numbers = ["Lượt cơ sở được kiểm tra (lượt)", "tổng số: 9\nSở B: 9", "tổng số: 12\nSở B: 12"]
    assert numbers in [[cell.text for cell in row.cells] for one in paper.tables for row in one.rows]


def test_a_body_that_came_in_late_is_a_change(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    answered(world, "2015-06-29")
    correction = build(world, "2015-06-30").compiled.corrections
    assert correction is not None
    kinds = {(one.kind, one.indicator): (one.old, one.new) for one in correction.changes if one.kind != "figure"}
    assert kinds["body", B01] == (None, "1")
    assert kinds["total", "visits"] == (None, "9")


def test_a_correction_is_against_the_last_issued_not_a_draft(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    answered(world, "2015-06-29", visits=10)
    build(world, "2015-06-29")
    answered(world, "2015-06-30", visits=12)
    correction = build(world, "2015-06-30").compiled.corrections
    assert correction is not None
    assert {(one.old, one.new) for one in correction.changes if one.kind == "total"} == {("9", "12")}


def test_nothing_new_is_said_as_such(world: World) -> None:
    answered(world, "2015-06-12")
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    compiled = build(world, "2015-06-30").compiled
    assert compiled.corrections is not None and compiled.corrections.changes == ()
    with pytest.raises(StateError, match=r"không khác bản đã ban hành \(lần 1\)"):
        issuing.review(world.store, REF, world.act("2015-06-30"), anyway=True)


# --- the standing agency's own obligation ----------------------------------------------------------------------------


def test_issuing_fulfils_the_own_task(world: World) -> None:
    reviewed(world, "2015-06-24")
    done = issue(world, "2015-06-25", document_number="45/BC-SA", document_date=date(2015, 6, 25))
    assert done.fulfilled is not None and (done.fulfilled.assignment, done.fulfilled.revision) == (OWN_ROW, 1)
    row = world.assignment(OWN_ROW)
    assert row.state == Workflow.ACCEPTED
    with world.store.reading() as session:
        (submission,) = submissions_of(session, row.key)
        acts_done = [one.act for one in history_of(session, OWN_ROW)]
    answers = submission.answers
    assert (answers["status"], answers["number"], answers["date"]) == ("done", "45/BC-SA", "2015-06-25")
    assert acts_done[-2:] == ["submitted", "accepted"]


def test_a_correction_files_a_revision_of_its_own(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25", document_number="45/BC-SA")
    answered(world, "2015-06-29")
    reviewed(world, "2015-06-30")
    done = issue(world, "2015-07-01", document_number="46/BC-SA")
    assert done.fulfilled is not None and done.fulfilled.revision == 2
    assert world.assignment(OWN_ROW).state == Workflow.ACCEPTED


def test_a_report_without_a_form_needs_the_number(store: Store, tmp_path: Path) -> None:
    world = world_with(store, tmp_path, own={"kind": "report"})
    reviewed(world, "2015-06-24")
    with pytest.raises(StateError, match="--number-of-document"):
        issue(world, "2015-06-25")
    done = issue(world, "2015-06-25", document_number="45/BC-SA")
    assert done.fulfilled is not None and done.fulfilled.revision == 1


@pytest.mark.parametrize(
    ("own", "said"),
    [({"kind": "report", "form": "inspections"}, "dondoc form"), ({"period": "quarter"}, "không có kỳ 2015-H1")],
    ids=["a form with indicators", "another period"],
)
def test_what_issuing_cannot_fulfil_is_said(store: Store, tmp_path: Path, own: dict[str, Any], said: str) -> None:
    due = {"due": {"after_cutoff": "5wd"}} if "period" in own else {}
    world = world_with(store, tmp_path, own={**own, **due})
    reviewed(world, "2015-06-24")
    done = issue(world, "2015-06-25")
    assert done.fulfilled is not None and done.fulfilled.revision is None
    assert said in done.fulfilled.said
    assert done.build.state == "issued"


def test_an_excused_own_task_is_left_alone(world: World) -> None:
    acts.excuse(world.store, OWN_ROW, world.act("2015-06-20"), "Đã báo cáo trực tiếp")
    reviewed(world, "2015-06-24")
    done = issue(world, "2015-06-25")
    assert done.fulfilled is not None and "đã được miễn" in done.fulfilled.said


# --- overtaken -------------------------------------------------------------------------------------------------------


def test_a_build_is_overtaken_by_what_was_accepted_later(world: World) -> None:
    answered(world, "2015-06-12")
    build(world, "2015-06-24")
    answered(world, "2015-06-29", visits=12)
    with world.store.reading() as session:
        (later,) = overtaken_by(session, builds_of(session, "demo-2015")[0])
    assert (later.what, later.name, later.revision) == ("submission", B01, 2)
    assert later.at == at("2015-06-29")


def test_the_own_task_does_not_overtake_its_report(world: World) -> None:
    reviewed(world, "2015-06-24")
    issue(world, "2015-06-25")
    with world.store.reading() as session:
        assert overtaken_by(session, builds_of(session, "demo-2015")[0]) == []


def test_instants_are_kept_apart_to_the_second(world: World) -> None:
    """What is accepted at the very instant of a build is in it, a second later it is not."""
    world.submit("2015-06-12")
    instant = datetime(2015, 6, 24, 1, 0, tzinfo=UTC)
    deciding.accept(world.store, [B01], acts.Act("Điều phối", instant + timedelta(seconds=1)))
    with world.store.session() as session:
        plan, out = active_plan(session), world.settings.home / "reports"
        first = build_report(session, plan, REF.code, REF.period, as_of=instant, out=out, formats=("json",))
        later = build_report(
            session, plan, REF.code, REF.period, as_of=instant + timedelta(seconds=1), out=out, formats=("json",)
        )
    assert (len(first.compiled.pins), len(later.compiled.pins)) == (0, 1)


def test_what_only_the_coordinator_should_ask_about_is_not_issued(world: World) -> None:
    with world.store.session() as session:
        source = EarlierImport(plan="demo-2015", at=at("2015-02-02"), by="A", source_name="cu.xlsx", sha256="a" * 64)
        session.add(source)
        session.flush()
        key = source.id or 0
        for period in ("2013-H1", "2014-H1"):
            row = EarlierFigure(import_id=key, period=period, indicator="visits", agency="so-b", value=Decimal(900))
            session.add(row)
    answered(world, "2015-06-12")
    build(world, "2015-06-24", ("xlsx", "html"))
    issuing.review(world.store, REF, world.act("2015-06-24"))
    issued = issuing.issue(world.store, world.settings, REF, world.act("2015-06-25"), formats=("xlsx", "html"))

    draft = world.settings.home / "reports"
    for name, asked in ((draft / "half-year_2015-H1", True), (issued.files[0].with_suffix(""), False)):
        book = openpyxl.load_workbook(name.with_suffix(".xlsx"))
        assert ("Cần hỏi lại" in book.sheetnames) is asked
        assert ("cần hỏi lại" in name.with_suffix(".html").read_text("utf-8")) is asked
    assert issuing.verify(world.store, world.settings, REF).findings == []
