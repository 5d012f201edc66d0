"""What a correction changes: figures, bodies, passages, own words; and what is withheld of a small body."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.assignments import Workflow
from models.cutoffs import Window
from models.reporting import ReportBuild, ReportText
from models.submissions import SubmissionState
from reports.changes import WITHHELD, changes_between
from reports.changes_in_words import changes_of, said_changes
from reports.compiled import Change, CompiledReport, DutyLine, Point, Reconciliation, SectionContent, Series
from reports.compiling import compile_report
from tests.report_samples import IN_TIME, STARTED, Sample, obligation, plan_of, report, sample
from tests.test_report_series import take_in

H1, H2 = "mau:B-01/h1/2015-H1", "mau:B-01/h2/2015-H1"
LATER = IN_TIME + timedelta(days=5)
REPORTS = [report("half", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"})]
SECTIONS = [
    {
        **REPORTS[0],
        "sections": [{"code": "danh-gia", "title": "Đánh giá"}],
    }
]


@pytest.fixture
def half(tmp_path: Path) -> Sample:
    forms = [
        {
            "code": "f",
            "indicators": ["visits", "violations", "teams"],
            "narrative": [{"code": "kho-khan", "title": "Khó khăn, vướng mắc", "section": "danh-gia"}],
        }
    ]
    found = sample(tmp_path, plan_of(reports=SECTIONS, forms=forms))
    found.answer(H1, {"visits": 10, "violations": 2}, passages={"kho-khan": "Địa bàn rộng."})
    return found


def changes(found: Sample) -> list[Change]:
    with found.store.reading() as session:
        before, after = (compile_report(session, found.plan, "half", "2015-H1", at) for at in (IN_TIME, LATER))
    return list(changes_between(before, after))


def short(found: Sample, kind: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.indicator, one.agency, one.old, one.new) for one in changes(found) if one.kind == kind]


def test_nothing_changed(half: Sample) -> None:
    assert changes(half) == []


def test_a_later_revision_changes_its_figures_and_what_is_made_of_them(half: Sample) -> None:
    half.answer(H1, {"visits": 12, "violations": 3}, passages={"kho-khan": "Địa bàn rộng."}, reviewed=LATER)
    assert short(half, "body") == [(H1, "h1", "1", "2")]
    assert short(half, "total") == [("visits", "", "10", "12"), ("violations", "", "2", "3"), ("rate", "", "20", "25")]
    assert short(half, "passage") == []


def test_a_body_that_came_in(half: Sample) -> None:
    half.answer(H2, {"visits": 5}, reviewed=LATER)
    assert short(half, "body") == [(H2, "h2", None, "1")]
    assert ("visits", "h2", None, "5") in short(half, "figure")


@pytest.mark.parametrize(
    ("passages", "said"),
    [
        ({"kho-khan": "Địa bàn rộng, thiếu người."}, "sửa phần lời của UBND huyện Một"),
        ({}, "bỏ phần lời của UBND huyện Một"),
    ],
)
def test_a_passage_that_was_changed(half: Sample, passages: dict[str, str], said: str) -> None:
    half.answer(H1, {"visits": 10, "violations": 2}, passages=passages, reviewed=LATER)
    lines = said_changes(half.plan.document, changes(half))
    assert f"Đánh giá: Khó khăn, vướng mắc: {said}" in lines


def test_the_coordinator_s_own_words(half: Sample) -> None:
    with half.store.session() as session:
        row = ReportText(plan="mau", report="half", period="2015-H1", section="danh-gia", text="", at=LATER, by="x")
        row.text = "Đã có chuyển biến."
        session.add(row)
    assert said_changes(half.plan.document, changes(half)) == ["Đánh giá: bổ sung phần lời"]


def test_lines_name_bodies_and_write_numbers_in_vietnamese(half: Sample) -> None:
    half.answer(H1, {"visits": 1234, "violations": 2}, passages={"kho-khan": "Địa bàn rộng."}, reviewed=LATER)
    half.answer(H2, {"visits": 5}, reviewed=LATER)
    lines = said_changes(half.plan.document, changes(half))
    assert lines[:2] == [
        "UBND huyện Một: Báo cáo B-01 (6 tháng đầu năm 2015) lần gửi 2 thay lần 1",
        "UBND huyện Hai: Báo cáo B-01 (6 tháng đầu năm 2015) nay đã có trong báo cáo",
    ]
    assert (
        "Lượt cơ sở được kiểm tra (lượt): tổng số 10 → 1.239; UBND huyện Một 10 → 1.234; "
        "UBND huyện Hai chưa có số liệu → 5" in lines
    )


@pytest.mark.parametrize(("old", "new"), [(1, 2), (1, 9), (9, 1)])
def test_a_small_figure_of_a_commune_is_withheld(tmp_path: Path, old: int, new: int) -> None:
    agencies: list[Any] = [*plan_of().agencies, {"code": "xa", "name": "UBND xã X", "kind": "commune"}]
    duties = [obligation("B-01", ["huyen", "xa"])]
    found = sample(tmp_path, plan_of(agencies=agencies, obligations=duties, reports=REPORTS))
    name = "mau:B-01/xa/2015-H1"
    found.answer(name, {"visits": old})
    found.answer(name, {"visits": new}, reviewed=LATER)
    assert ("visits", "xa", WITHHELD, WITHHELD) in short(found, "figure")
    (line,) = [one for one in said_changes(found.plan.document, changes(found)) if "UBND xã X có thay đổi" in one]
    assert "UBND xã X có thay đổi" in line


def test_rows_of_a_time_to_come_are_not_there_yet(half: Sample) -> None:
    """An assignment that a later version of the plan created is nothing a report of before could miss."""
    half.change(H2, created_at=LATER)
    with half.store.reading() as session:
        compiled = compile_report(session, half.plan, "half", "2015-H1", IN_TIME)
    assert [line.assignment for line in compiled.attendance.missing] == []
    assert STARTED < IN_TIME


# --- everything else that a reader sees ------------------------------------------------------------------------------


def said(found: Sample) -> list[str]:
    return said_changes(found.plan.document, changes(found))


def test_figures_of_earlier_years_that_came_in_since(half: Sample) -> None:
    take_in(half, ("2014-H1", "visits", "", "80"), ("2013-H1", "visits", "", "75"), at=LATER)

    assert said(half) == [
        "Lượt cơ sở được kiểm tra (lượt): cùng kỳ năm trước chưa có số liệu → 80; "
        "6 tháng đầu năm 2013 chưa có số liệu → 75"
    ]


def test_an_import_that_changes_nothing_is_no_change(half: Sample) -> None:
    take_in(half, ("2009", "visits", "", "80"), at=LATER)

    assert said(half) == []


def test_an_estimate_that_was_replaced_by_the_same_number(half: Sample) -> None:
    words = {"kho-khan": "Địa bàn rộng."}
    half.answer(H2, {"visits": 5, "violations": 1}, estimates=("visits",))
    half.answer(H2, {"visits": 5, "violations": 1}, passages=words, reviewed=LATER)

    assert "Lượt cơ sở được kiểm tra (lượt): UBND huyện Hai ước thực hiện → số chính thức" in said(half)


def test_an_estimate_that_was_replaced_by_another_number(half: Sample) -> None:
    half.answer(H2, {"visits": 5}, estimates=("visits",))
    half.answer(H2, {"visits": 6}, reviewed=LATER)

    assert (
        "Lượt cơ sở được kiểm tra (lượt): tổng số 15 → 16; UBND huyện Hai 5 → 6; "
        "UBND huyện Hai ước thực hiện → số chính thức" in said(half)
    )


def test_a_body_that_was_excused(half: Sample) -> None:
    before = half.compile("half", "2015-H1", LATER)
    half.change(H2, state=Workflow.EXCUSED, decided_at=IN_TIME)

    lines = said_changes(half.plan.document, list(changes_between(before, half.compile("half", "2015-H1", LATER))))

    assert lines[0] == "UBND huyện Hai: Báo cáo B-01 (6 tháng đầu năm 2015) chưa gửi (hạn 17/6/2015) → được miễn"
    assert "Lượt cơ sở được kiểm tra (lượt): UBND huyện Hai chưa có số liệu → được miễn" in lines


def test_a_report_that_waits_for_review(half: Sample) -> None:
    half.answer(H2, {"visits": 5}, received=LATER, reviewed=None, state=SubmissionState.SUBMITTED)

    assert said(half) == [
        "UBND huyện Hai: Báo cáo B-01 (6 tháng đầu năm 2015) chưa gửi (hạn 17/6/2015) → "
        "gửi chậm 4 ngày, lần gửi 1 chờ duyệt"
    ]


def test_days_overdue_grow_by_themselves(half: Sample) -> None:
    before, after = (half.compile("half", "2015-H1", at) for at in (LATER, LATER + timedelta(days=30)))

    assert before.attendance.missing[0].days < after.attendance.missing[0].days
    assert list(changes_between(before, after)) == []


def _target(compiled: CompiledReport) -> CompiledReport:
    return replace(compiled, figures=[replace(one, target=Decimal(50)) for one in compiled.figures])


def _heading(compiled: CompiledReport) -> CompiledReport:
    return replace(compiled, sections=[*compiled.sections, SectionContent("x", "Bài học", 1)])


def _judged(compiled: CompiledReport) -> CompiledReport:
    return replace(compiled, sections=[replace(one, lines=("Các mục tiêu đạt:",)) for one in compiled.sections])


def _duty(compiled: CompiledReport) -> CompiledReport:
    duty = DutyLine("T-1", "Tập huấn", False, {"đã hoàn thành": ("h1",)}, ())
    return replace(compiled, sections=[replace(one, duties=(duty,)) for one in compiled.sections])


def _beside(compiled: CompiledReport) -> CompiledReport:
    line = Reconciliation("visits", "Lượt", "lượt", "so-b", Decimal(9), {"h1": Decimal(4)})
    return replace(compiled, reconciliation=[line])


def _trend(compiled: CompiledReport) -> CompiledReport:
    points = [Point("2015-Q1", "quý I", Decimal(7)), Point("2015-Q2", "quý II", Decimal(3), reported=1, expected=2)]
    return replace(compiled, trend=[Series("visits", "Lượt", "lượt", "flow", 0, points)])


def _opening(compiled: CompiledReport) -> CompiledReport:
    return replace(compiled, window=Window(compiled.window.first, compiled.window.first))


def _layout(compiled: CompiledReport) -> CompiledReport:
    return replace(compiled, figures=[replace(one, group="Nhóm khác") for one in compiled.figures])


@pytest.mark.parametrize(
    ("alter", "line"),
    [
        (_target, "Lượt cơ sở được kiểm tra (lượt): mục tiêu 100 → 50"),
        (_heading, "Đề mục “Bài học”: bổ sung"),
        (_judged, "Đánh giá: đánh giá mục tiêu có thay đổi"),
        (_duty, "Đánh giá: Tập huấn: UBND huyện Một chưa có → đã hoàn thành"),
        (_beside, "Lượt cơ sở được kiểm tra (lượt): số nơi khác báo cáo (đối chiếu) chưa có số liệu → 4"),
        (
            _trend,
            "Lượt cơ sở được kiểm tra (lượt): quý I năm 2015 chưa có số liệu → 7; quý II năm 2015 chưa có số liệu → 3",
        ),
        (_opening, "Phần mở đầu: có sửa đổi"),
        (_layout, "Cách trình bày số liệu, đề mục có thay đổi"),
    ],
)
def test_nothing_that_is_otherwise_goes_unsaid(
    half: Sample, alter: Callable[[CompiledReport], CompiledReport], line: str
) -> None:
    before = half.compile("half", "2015-H1", LATER)

    assert said_changes(half.plan.document, list(changes_between(before, alter(before))))[0] == line
    assert list(changes_between(before, before)) == []


def test_changes_survive_being_stored(half: Sample) -> None:
    take_in(half, ("2013-H1", "visits", "", "75"), at=LATER)
    build = ReportBuild(
        plan="mau", report="half", period="2015-H1", number=1, as_of=LATER, by="", plan_version=1, pins="[]", digest=""
    )
    build.changes = json.dumps([asdict(one) for one in changes(half)])

    assert changes_of(build) == changes(half)
    older = [{"kind": "total", "indicator": "visits", "agency": "", "old": "1", "new": "2"}]
    build.changes = json.dumps(older)
    assert changes_of(build) == [Change("total", "visits", "", "1", "2")]
