"""Headings without content and figures to ask about are said to whoever decides; an empty heading holds up an issue."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commands.reports import print_doubts
from flows import issuing
from flows.acts import Act
from flows.compile import compile_reports
from flows.own_texts import Place, write_text
from models.errors import StateError
from models.history import history_of
from models.store import Store
from models.versions import active_plan
from reports.accounts import NOTHING_YET
from reports.compiled import Outlier
from reports.gaps import Gap, gaps_of, said_gaps
from reports.questions import questions_of
from tests.cli_samples import PLAN, START, Office, plan_file
from tests.plan_world import World, at, document, obligation
from tests.report_world import OWN, REF, REPORT, answered, build, issue, plan_text, sent, take_in, text_of

SECTIONS = [
    {"code": "ket-qua", "title": "Kết quả"},
    {"code": "kiem-tra", "title": "Kiểm tra", "parent": "ket-qua"},
    {"code": "danh-gia", "title": "Đánh giá"},
]


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    report: dict[str, Any] = {**REPORT, "sections": SECTIONS}
    return World(store, tmp_path, document(plan_text(), reports=[report], obligations=[obligation(), OWN]))


def write(world: World, section: str, day: str) -> None:
    with world.store.session() as session:
        write_text(
            session, active_plan(session), Place(REF.code, REF.period, section), "Đã đủ.", Act("Điều phối", at(day))
        )


def test_what_a_document_leaves_open_is_a_gap(world: World) -> None:
    answered(world, "2015-06-12")
    built = build(world, "2015-06-24", ("html",))
    gaps = gaps_of(built.compiled)
    assert gaps == [Gap("kiem-tra", "Kiểm tra"), Gap("danh-gia", "Đánh giá")]
    assert said_gaps(gaps) == "kiem-tra (Kiểm tra), danh-gia (Đánh giá)"
    assert built.files[0].read_text("utf-8").count(NOTHING_YET) == 2
    write(world, "kiem-tra", "2015-06-24")
    assert [one.section for one in gaps_of(build(world, "2015-06-25", ("json",)).compiled)] == ["danh-gia"]


def test_a_report_with_an_empty_heading_is_only_issued_where_that_is_wanted(world: World) -> None:
    answered(world, "2015-06-12")
    write(world, "kiem-tra", "2015-06-12")
    build(world, "2015-06-24")
    assert gaps_of(issuing.review(world.store, REF, world.act("2015-06-24")).compiled) == [Gap("danh-gia", "Đánh giá")]
    with pytest.raises(StateError, match=r"danh-gia \(Đánh giá\).*dondoc report text half-year 2015-H1 danh-gia"):
        issue(world, "2015-06-25")
    done = issue(world, "2015-06-25", anyway=True)
    assert done.gaps == [Gap("danh-gia", "Đánh giá")]
    with world.store.reading() as session:
        (entry,) = [one for one in history_of(session, "demo-2015") if one.act == "report-issued"]
    assert json.loads(entry.detail)["without"] == ["heading Đánh giá"]


def test_a_filled_report_is_issued_as_ever(world: World) -> None:
    answered(world, "2015-06-12")
    for section in ("kiem-tra", "danh-gia"):
        write(world, section, "2015-06-12")
    build(world, "2015-06-24")
    issuing.review(world.store, REF, world.act("2015-06-24"))
    assert issue(world, "2015-06-25").gaps == []


def test_the_draft_mail_names_both(world: World) -> None:
    take_in(world.store, 900)
    answered(world, "2015-06-12")
    (draft,) = compile_reports(world.store, world.settings, at("2015-06-22")).drafts
    assert draft.empty == ("Kiểm tra", "Đánh giá")
    assert draft.questions_in_all == 1
    (mail,) = sent(world, "2015-06-22", "draft")
    said = text_of(mail)
    assert "Đề mục chưa có nội dung" in said and "Đánh giá" in said
    assert "Số cần hỏi lại" in said and "Sở B: Lượt cơ sở được kiểm tra, 6 tháng đầu năm 2015: 9 lượt" in said


def test_the_farthest_figures_come_first(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    answered(world, "2015-06-12")
    compiled = build(world, "2015-06-24", ("json",)).compiled

    def odd(code: str, value: int) -> Outlier:
        return Outlier(
            code, "so-b", Decimal(value), Decimal(10), Decimal(0), Decimal(20), ("2013-H1", "2014-H1", "2015-H1")
        )

    compiled = replace(compiled, outliers=(odd("violations", 30), odd("visits", 900)))
    found = questions_of(compiled, most=1)
    assert [str(one) for one in found] == [
        "Sở B: Lượt cơ sở được kiểm tra, 6 tháng đầu năm 2015: 900 lượt (thường gặp 0 đến 20)"
    ]
    print_doubts(compiled)
    said = capsys.readouterr().out
    assert "2 số, lệch nhiều nhất" in said and said.index("900 lượt") < said.index("30 cơ sở")


# --- on the command line ---------------------------------------------------------------------------------------------

HEADED = PLAN.rstrip().removesuffix("to: [ubnd]}") + (
    "to: [ubnd],\n     sections: [{code: ket-qua, title: Kết quả}, {code: danh-gia, title: Đánh giá}]}\n"
)
WHAT = ("half-year", "2015-H1")
EMPTY = "danh-gia (Đánh giá)"


def test_build_review_and_issue_say_what_is_empty(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("plan", "apply", plan_file(tmp_path, HEADED), "--yes", now=START)
    built = office.does("report", "build", *WHAT, "--format", "json", now="2015-06-24").words
    assert EMPTY in built and "dondoc report text half-year 2015-H1 ket-qua --file" in built
    said = json.loads(office.does("report", "build", *WHAT, "--format", "json", "--json", now="2015-06-24").out)
    assert said["empty"] == ["ket-qua", "danh-gia"]
    assert EMPTY in office.does("report", "review", *WHAT, now="2015-06-24").words
    refused = office.run("report", "issue", *WHAT, now="2015-06-25").refusal
    assert EMPTY in refused and "--anyway" in refused
    assert EMPTY in office.does("report", "issue", *WHAT, "--anyway", now="2015-06-25").words
    assert "đề mục còn trống Đánh giá" in office.does("history", now="2015-06-25").words
