"""What a correction changes: figures, bodies, passages, own words; and what is withheld of a small body."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.reporting import ReportText
from reports.changes import WITHHELD, changes_between, said_changes
from reports.compiled import Change
from reports.compiling import compile_report
from tests.report_samples import IN_TIME, STARTED, Sample, obligation, plan_of, report, sample

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
