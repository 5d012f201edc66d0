"""What a correction changes: figures, bodies, passages, own words; and what is withheld of a small body."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from models.assignments import Workflow
from models.cutoffs import Window
from models.reporting import ReportBuild, ReportText
from models.submissions import SubmissionState
from reports.annexes import listed_annexes
from reports.changed_rows import changed_rows
from reports.changes import WITHHELD, changes_between
from reports.changes_in_words import changes_of, correction_lines, said_changes, whose_number
from reports.compiled import Change, CompiledReport, Correction, DutyLine, Point, Reconciliation, SectionContent, Series
from reports.compiling import compile_report
from reports.docx.document import render_docx
from reports.html.page import render_html
from tests.report_samples import IN_TIME, STARTED, YEAR_END, Sample, obligation, plan_of, report, sample
from tests.test_report_series import take_in

H1, H2 = "mau:B-01/h1/2015-H1", "mau:B-01/h2/2015-H1"
LATER = IN_TIME + timedelta(days=5)
REPORTS = [report("half", "Báo cáo 6 tháng", "half", {"2015-H1": "2015-06-25"})]
SECTIONS = [
    {**one, "sections": [{"code": "danh-gia", "title": "Đánh giá"}]}
    for one in (*REPORTS, report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"}))
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


def test_a_passage_of_another_period_is_no_change_of_the_one_before(half: Sample) -> None:
    """What a body writes for the second half stands beside what it wrote for the first."""
    first, second = "mau:B-01/h2/2015-H1", "mau:B-01/h2/2015-H2"
    half.answer(first, {"visits": 1}, passages={"kho-khan": "Thiếu kinh phí."})
    before = half.compile("year-end", "2015", YEAR_END)
    half.answer(second, {"visits": 2}, passages={"kho-khan": "Thiếu cán bộ."}, reviewed=YEAR_END)
    found = list(changes_between(before, half.compile("year-end", "2015", YEAR_END)))

    (passage,) = [one for one in found if one.kind == "passage"]
    assert (passage.agency, passage.period, passage.old, passage.new) == ("h2", "2015-H2", None, "Thiếu cán bộ.")
    assert said_changes(half.plan.document, [passage]) == [
        "Đánh giá: Khó khăn, vướng mắc: bổ sung phần lời 6 tháng cuối năm 2015 của UBND huyện Hai"
    ]


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
        "Lượt cơ sở được kiểm tra (lượt): cùng kỳ năm 2014 chưa có số liệu → 80; "
        "6 tháng đầu năm 2013 chưa có số liệu → 75"
    ]


@pytest.mark.parametrize(
    ("period", "said"),
    [("2015", "năm 2014"), ("2015-9M", "cùng kỳ năm 2014"), ("", "số năm trước để so sánh")],
)
def test_the_total_of_the_year_before_is_called_by_its_year(period: str, said: str) -> None:
    assert whose_number({}, Change("previous", "visits", period=period)) == said


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


# --- in the paper ----------------------------------------------------------------------------------------------------


def corrected(half: Sample, *, changes: list[Change]) -> CompiledReport:
    correction = Correction(1, "45/BC-SA", date(2015, 6, 25), IN_TIME, tuple(changes))
    return replace(half.compile("half", "2015-H1", LATER), corrections=correction)


EACH = [
    Change("head", "subject", "", "Báo cáo A", "Báo cáo B"),
    Change("heading", "Bài học", "", None, "Bài học"),
    Change("body", H1, "h1", "1", "2"),
    Change("standing", H2, "h2", "missing 2015-06-17", "excused 0"),
    Change("total", "visits", "", "10", "1239"),
    Change("figure", "violations", "h2", WITHHELD, WITHHELD),
    Change("figure", "visits", "h1", "5", "7"),
    Change("mark", "visits", "h1", "estimate", "final"),
    Change("point", "visits", "", None, "69", "2015-Q1"),
    Change("duty", "Đánh giá: Tập huấn", "h1", None, "đã hoàn thành"),
    Change("judged", "Mục tiêu", "", "Đạt:\n- Lượt: 9.\n- Tỷ lệ: 5%.", "Đạt:\n- Lượt: 12.\n- Tỷ lệ: 5%."),
    Change("passage", "Đánh giá: Khó khăn", "h1", "Cũ.", "Mới."),
    Change("passage", "Đánh giá: Khó khăn", "h1", None, "Thêm.", "2015-Q1"),
    Change("passage", "Đánh giá", "", None, "Nhận định."),
    Change("other", ""),
]


def test_the_paper_says_in_a_sentence_what_kinds_of_things_changed(half: Sample) -> None:
    assert correction_lines(corrected(half, changes=EACH)) == [
        (
            "Báo cáo này thay báo cáo số 45/BC-SA ngày 25/6/2015. Đính chính thể thức, đề mục, báo cáo của 1 đơn vị, "
            "tình hình gửi báo cáo của 1 đơn vị, số liệu của 2 chỉ tiêu, tình hình thực hiện 1 nhiệm vụ, "
            "đánh giá mục tiêu, 3 phần lời, cách trình bày số liệu, đề mục (xem phụ lục Nội dung đính chính).",
            [],
        )
    ]
    ((said, _),) = correction_lines(corrected(half, changes=[]))
    assert said.endswith("; số liệu và nội dung không thay đổi.")


def test_an_annex_has_each_of_them_before_and_after(half: Sample) -> None:
    found = corrected(half, changes=EACH)

    assert changed_rows(found) == [
        "Thể thức, đề mục",
        ("Trích yếu", "Báo cáo A", "Báo cáo B"),
        ("Đề mục “Bài học”", "(chưa có)", "bổ sung"),
        "Báo cáo của các đơn vị được tính",
        ("UBND huyện Một: Báo cáo B-01 (6 tháng đầu năm 2015)", "lần gửi 1", "lần gửi 2"),
        "Tình hình gửi báo cáo",
        ("UBND huyện Hai: Báo cáo B-01 (6 tháng đầu năm 2015)", "chưa gửi (hạn 17/6/2015)", "được miễn"),
        "Số liệu",
        (
            "Lượt cơ sở được kiểm tra (lượt)",
            "tổng số: 10\nUBND huyện Một: 5, ước thực hiện\nquý I: chưa có số liệu",
            "tổng số: 1.239\nUBND huyện Một: 7, số chính thức\nquý I: 69",
        ),
        ("Cơ sở vi phạm (cơ sở)", "UBND huyện Hai: (không công bố)", "UBND huyện Hai: (không công bố)"),
        "Tình hình thực hiện nhiệm vụ",
        ("Đánh giá: Tập huấn", "UBND huyện Một: (chưa có)", "UBND huyện Một: đã hoàn thành"),
        "Đánh giá mục tiêu",
        ("Mục tiêu", "Lượt: 9.", "Lượt: 12."),
        "Phần lời của UBND huyện Một",
        ("Đánh giá: Khó khăn", "Cũ.", "Mới."),
        "Phần lời của UBND huyện Một (quý I)",
        ("Đánh giá: Khó khăn", "(chưa có)", "Thêm."),
        "Phần lời của báo cáo",
        ("Đánh giá", "(chưa có)", "Nhận định."),
        "Cách trình bày",
        ("Số liệu, đề mục", "", "trình bày lại"),
    ]
    assert listed_annexes(found, charts=False)["changes"].name == "Phụ lục I"
    paper = "\n".join(
        cell.text for table in docx.Document(io.BytesIO(render_docx(found))).tables for cell in table._cells
    )
    page = render_html(found).decode()
    assert all(words in text for words in ("quý I: 69", "1.239", "(không công bố)") for text in (paper, page))
    assert re.search(r'class="annex words"[^>]*>\s*<summary>Phụ lục \w+: Nội dung đính chính', page)  # lines stay lines
    assert "Phụ lục I: Nội dung đính chính" in page or "Phụ lục II: Nội dung đính chính" in page


def test_figures_stand_by_the_plans_groups_and_many_bodies_of_one_in_several_rows(half: Sample) -> None:
    document = half.plan.document
    groups = {"visits": "Kiểm tra", "violations": "Xử lý"}
    indicators = tuple(one.model_copy(update={"group": groups.get(one.code)}) for one in document.indicators)
    changes = [
        *(Change("figure", "violations", f"x{n}", "5", "6") for n in range(13)),
        Change("total", "visits", "", "1", "2"),
        Change("point", "visits", "", "1", "2", "2015-H1"),
        Change("point", "visits", "", "0", "2", "2015-Q1"),
        Change("passage", "Đánh giá: A", "h1", None, "Đã tập huấn.", "2015-Q1"),
        Change("duty", "Đánh giá: A", "h1", "chưa báo cáo", "đã hoàn thành"),
        Change("duty", "Đánh giá: B", "h1", "chưa báo cáo", "đã hoàn thành"),
        Change("duty", "Đánh giá: A", "h2", "đã hoàn thành", None),
    ]
    found = corrected(half, changes=changes)
    found = replace(found, plan=replace(found.plan, document=document.model_copy(update={"indicators": indicators})))

    rows = changed_rows(found)

    assert [one if isinstance(one, str) else one[0] for one in rows] == [
        "Kiểm tra",
        "Lượt cơ sở được kiểm tra (lượt)",
        "Xử lý",
        "Cơ sở vi phạm (cơ sở)",
        "Cơ sở vi phạm (cơ sở)",
        "Tình hình thực hiện nhiệm vụ",
        "Đánh giá: A",
        "Đánh giá: B",
    ]
    assert [one[2].count("\n") + 1 for one in rows if not isinstance(one, str)] == [2, 12, 1, 3, 1]
    assert rows[1][1:] == ("tổng số, 6 tháng đầu năm: 1\nquý I: 0", "tổng số, 6 tháng đầu năm: 2\nquý I: 2")
    said = "UBND huyện Một, phần lời quý I: Đã tập huấn."
    assert rows[-2] == (
        "Đánh giá: A",
        "UBND huyện Một: chưa báo cáo\nUBND huyện Hai: đã hoàn thành",
        f"{said}\nUBND huyện Một: đã hoàn thành\nUBND huyện Hai: (bỏ)",
    )


def test_a_first_report_has_no_such_annex(half: Sample) -> None:
    assert "changes" not in listed_annexes(half.compile("half", "2015-H1", LATER), charts=False)


def test_targets_that_are_judged_otherwise_are_named(half: Sample) -> None:
    assert said_changes(half.plan.document, [one for one in EACH if one.kind == "judged"]) == [
        "Mục tiêu: đánh giá mục tiêu có thay đổi: Lượt"
    ]
