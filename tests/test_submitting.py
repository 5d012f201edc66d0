"""What becomes of an answer: revisions, states, nil returns, answers on a body's behalf, joint ones, and refusals."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from sqlmodel import select

from intake.storing import stored_answers
from intake.submitting import Channel, SubmitResult, submit
from intake.workbook import write_workbook
from models.assignments import Assignment, Workflow
from models.decisions import accept, close, excuse, send_back
from models.history import broken_chains, history_of
from models.submissions import Refusal, Submission, SubmissionState, figures_of, passages_of, submissions_of
from tests.intake_samples import GOOD, NOW, Desk, fill, good_workbook, open_desk

SENDER = "focal@so-b.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as found:
        yield found


def send(
    desk: Desk,
    assignment: Assignment,
    answer: object,
    name: str = "bao-cao.json",
    *,
    channel: Channel = "mail",
    by: str = SENDER,
    on_behalf: bool = False,
    later: int = 0,
) -> SubmitResult:
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return submit(
        desk.session,
        desk.plan,
        assignment,
        content=content,
        name=name,
        now=NOW + timedelta(hours=later),
        by=by,
        channel=channel,
        on_behalf=on_behalf,
    )


def with_visits(visits: int) -> dict[str, object]:
    figures = GOOD["figures"]
    assert isinstance(figures, dict)
    return {**GOOD, "figures": {**figures, "visits": visits}}


def taken(result: SubmitResult) -> Submission:
    assert result.submission is not None, result.problems
    return result.submission


def test_a_complete_answer_waits_for_review(desk: Desk) -> None:
    assignment = desk.assignment()
    result = send(desk, assignment, GOOD)
    submission = taken(result)
    assert (result.revision, result.state, result.problems) == (1, "submitted", [])
    assert (assignment.state, assignment.revision, assignment.first_submitted_at) == (Workflow.SUBMITTED, 1, NOW)
    assert (submission.channel, submission.received_from, submission.on_behalf) == ("mail", SENDER, False)
    assert submission.due_then == assignment.due
    assert [entry.act for entry in history_of(desk.session, assignment.name)] == ["submitted"]
    chained = ("không nối tiếp", "đã bị sửa sau", "lẽ ra có")
    assert not [line for line in broken_chains(desk.session) if any(word in line for word in chained)]


def test_figures_passages_and_duties_are_kept_with_their_cells(desk: Desk) -> None:
    assignment = desk.assignment()
    submission = taken(send(desk, assignment, good_workbook(desk.spec(assignment)), "mau.xlsx"))
    assert submission.id is not None
    figures = {f.indicator: f for f in figures_of(desk.session, [submission.id])[submission.id]}
    assert {code: f.value for code, f in figures.items()} == {
        "visits": Decimal(12),
        "violations": Decimal(3),
        "fines": Decimal("12.5"),
        "share": Decimal(80),
    }
    assert figures["visits"].cell.startswith("Số liệu!E")
    assert (figures["fines"].estimate, figures["fines"].note) == (True, "tạm tính")
    kept = [(p.code, p.duty, p.status, p.text) for p in passages_of(desk.session, [submission.id])[submission.id]]
    assert kept == [
        ("difficulties", "", "", "Thiếu kinh phí đi lại."),
        ("D-1", "D-1", "done", "Đã rà soát toàn bộ."),
        ("D-2", "D-2", "ongoing", ""),
    ]


def test_a_workbook_and_a_json_file_of_the_same_content_have_the_same_hash(desk: Desk) -> None:
    first, second = desk.assignment(), desk.assignment(index=1)
    typed = taken(send(desk, first, good_workbook(desk.spec(first)), "mau.xlsx"))
    sent = taken(send(desk, second, GOOD))
    assert typed.sha256 == sent.sha256
    assert typed.source_sha256 != sent.source_sha256


def test_the_same_answer_again_makes_no_new_revision(desk: Desk) -> None:
    assignment = desk.assignment()
    workbook = good_workbook(desk.spec(assignment))
    first = taken(send(desk, assignment, workbook, "mau.xlsx"))
    again = send(desk, assignment, workbook, "mau (1).xlsx", later=1)
    assert (again.submission, again.revision, again.state) == (first, 1, "submitted")
    assert [problem.severity for problem in again.problems] == ["warning"]
    assert len(submissions_of(desk.session, assignment.key)) == 1
    assert len(history_of(desk.session, assignment.name)) == 1


def test_a_new_answer_replaces_one_that_nobody_reviewed(desk: Desk) -> None:
    assignment = desk.assignment()
    send(desk, assignment, GOOD)
    second = taken(send(desk, assignment, with_visits(13), later=1))
    states = [row.state for row in submissions_of(desk.session, assignment.key)]
    assert (second.revision, states) == (2, [SubmissionState.REPLACED, SubmissionState.SUBMITTED])
    assert assignment.first_submitted_at == NOW


def test_a_correction_after_a_return_is_the_next_revision(desk: Desk) -> None:
    assignment = desk.assignment()
    first = taken(send(desk, assignment, GOOD))
    send_back(desk.session, desk.plan, assignment, now=NOW, by="điều phối", reason="Kiểm tra lại số lượt")
    form = write_workbook(desk.spec(assignment), stored_answers(desk.session, first))
    result = send(desk, assignment, fill(form, {"figure:visits/E": 15}), "mau.xlsx", later=24)
    assert (result.revision, assignment.state) == (2, Workflow.SUBMITTED)
    states = [row.state for row in submissions_of(desk.session, assignment.key)]
    assert states == [SubmissionState.RETURNED, SubmissionState.SUBMITTED]
    assert assignment.first_submitted_at == NOW


def test_a_returned_answer_may_be_sent_unchanged(desk: Desk) -> None:
    assignment = desk.assignment()
    send(desk, assignment, GOOD)
    send_back(desk.session, desk.plan, assignment, now=NOW, by="điều phối", reason="Xác nhận lại")
    assert send(desk, assignment, GOOD, later=1).revision == 2


def test_the_accepted_answer_counts_until_a_late_correction_is_accepted(desk: Desk) -> None:
    assignment = desk.assignment()
    first = taken(send(desk, assignment, GOOD))
    accept(desk.session, desk.plan, assignment, now=NOW, by="điều phối")
    assert send(desk, assignment, GOOD, later=1).submission == first
    second = taken(send(desk, assignment, with_visits(14), later=2))
    assert (first.state, second.state) == (SubmissionState.ACCEPTED, SubmissionState.SUBMITTED)
    accept(desk.session, desk.plan, assignment, now=NOW, by="điều phối")
    assert (first.state, second.state) == (SubmissionState.REPLACED, SubmissionState.ACCEPTED)


def test_a_nil_return_says_so_for_every_figure_and_duty(desk: Desk) -> None:
    assignment = desk.assignment()
    submission = taken(send(desk, assignment, {"nil": True}))
    assert submission.nil and submission.id is not None
    figures = figures_of(desk.session, [submission.id])[submission.id]
    assert [(f.indicator, f.value, f.nil) for f in figures] == [
        (code, None, True) for code in ("fines", "share", "violations", "visits")
    ]
    assert {p.status for p in passages_of(desk.session, [submission.id])[submission.id]} == {"nil"}


@pytest.mark.parametrize("channel", ["phone", "paper", "zalo"])
def test_an_answer_on_a_bodys_behalf_is_marked_so(desk: Desk, channel: Channel) -> None:
    assignment = desk.assignment()
    submission = taken(send(desk, assignment, GOOD, channel=channel, by="Người điều phối", on_behalf=True))
    assert (submission.on_behalf, submission.channel, submission.received_from) == (True, channel, "Người điều phối")
    detail = json.loads(history_of(desk.session, assignment.name)[-1].detail)
    assert (detail["on_behalf"], detail["channel"]) == (True, channel)


def test_a_joint_answer_serves_all_its_bodies_and_counts_once(desk: Desk) -> None:
    first, second = desk.assignment("J-01", "so-b"), desk.assignment("J-01", "so-c")
    submission = taken(send(desk, second, {"figures": {"budget": "1200,5"}}))
    assert {first.state, second.state} == {Workflow.SUBMITTED}
    assert len(desk.session.exec(select(Submission)).all()) == 1
    again = send(desk, first, {"figures": {"budget": 1300}}, later=1)
    assert (again.revision, submission.state, first.revision, second.revision) == (2, SubmissionState.REPLACED, 2, 2)


def test_a_task_needs_no_form(desk: Desk) -> None:
    assignment = desk.assignment("T-01")
    answer = {"status": "done", "percent": 100, "date": "2015-06-15", "number": "12/QĐ", "note": "Đã ban hành"}
    submission = taken(send(desk, assignment, answer))
    assert submission.answers == {**answer, "percent": "100"}


def test_a_hand_over_says_number_date_and_count_and_nothing_else(desk: Desk) -> None:
    assignment = desk.assignment("H-01")
    answer = {"number": "45/CV", "date": "15/06/2015", "count": 27}
    refused = send(desk, assignment, {**answer, "note": "kèm theo danh sách"})
    assert [(p.where, "không có khóa này" in p.message) for p in refused.problems] == [("note", True)]
    assert taken(send(desk, assignment, answer)).answers == {"number": "45/CV", "date": "2015-06-15", "count": "27"}


def test_a_closed_period_from_before_the_first_use_can_be_filled_in(desk: Desk) -> None:
    assignment = desk.assignment()
    assignment.state = Workflow.CLOSED
    assert send(desk, assignment, GOOD).state == "submitted"


def test_what_is_over_or_excused_takes_no_answer(desk: Desk) -> None:
    excused, ended = desk.assignment(), desk.assignment(index=1)
    excuse(desk.session, desk.plan, excused, now=NOW, by="điều phối", reason="Không thuộc diện")
    close(desk.session, desk.plan, ended, now=NOW, by="điều phối", reason="Kế hoạch sửa đổi")
    assert "miễn" in send(desk, excused, GOOD).problems[0].message
    assert "kết thúc" in send(desk, ended, GOOD).problems[0].message
    assert (excused.state, ended.state) == (Workflow.EXCUSED, Workflow.CLOSED)


def test_a_refusal_keeps_hash_sender_and_reasons_but_no_content(desk: Desk) -> None:
    assignment = desk.assignment()
    secret = "Nguyễn Thị Mẫu, sinh năm 1992, CCCD 025192000123"
    answer = {**GOOD, "narrative": {"difficulties": f"Trường hợp {secret}"}}
    content = json.dumps(answer, ensure_ascii=False).encode()
    result = send(desk, assignment, content, "tran-thi-mau.json")
    assert (result.state, result.submission, result.revision) == ("refused", None, None)
    assert {problem.where for problem in result.problems} == {"narrative.difficulties"}
    row = desk.session.exec(select(Refusal)).one()
    assert (row.assignment, row.sender, row.sha256) == (assignment.name, SENDER, sha256(content).hexdigest())
    entry = history_of(desk.session, assignment.name)[-1]
    said = row.reasons + entry.reason + entry.detail + "".join(p.message for p in result.problems)
    assert not any(part in said for part in ("Mẫu", "1992", "025192000123", "tran-thi"))
    assert (entry.act, assignment.state) == ("refused", Workflow.UPCOMING)
    assert desk.session.exec(select(Submission)).all() == []


def test_every_problem_is_reported_at_once(desk: Desk) -> None:
    assignment = desk.assignment()
    answer = {
        "figures": {"visits": 2, "violations": 3, "fines": "1.234", "vists": 4},
        "narrative": {"proposals": "x" * 201},
        "duties": {"D-1": "xong"},
    }
    problems = send(desk, assignment, answer).problems
    assert {problem.where for problem in problems} == {
        "figures.vists",
        "figures.fines",
        "figures.share",
        "figures.violations",
        "narrative.difficulties",
        "narrative.proposals",
        "duties.D-1",
        "duties.D-2",
    }
    assert any("có phải visits?" in problem.message for problem in problems)


def test_a_striking_figure_is_no_problem_but_a_question(desk: Desk) -> None:
    earlier, later = desk.assignment(), desk.assignment(index=1)
    send(desk, earlier, GOOD)
    result = send(desk, later, with_visits(121))
    assert (result.state, result.problems) == ("submitted", [])


def test_a_small_cell_below_district_level_goes_with_a_warning(desk: Desk) -> None:
    assignment = desk.assignment(agency="xa-1")
    figures = {"visits": 12, "violations": 2, "fines": "nil", "share": 0}
    result = send(desk, assignment, {"figures": figures, "narrative": GOOD["narrative"]})
    assert [(p.where, p.severity) for p in result.problems] == [("figures.violations", "warning")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"{", "JSON"),
        ("a.json", b'{"figures": {"visits": NaN}}', "NaN"),
        ("a.json", b'{"nil": true, "nil": false}', "hai lần"),
        ("a.json", b"[" * 100_000, "tầng"),
        ("a.json", b'{"figures": {"visits": ' + b"9" * 5000 + b"}}", "quá dài"),
        ("a.json", b'{"narrative": {"difficulties": "a\\ud800b"}}', "nửa ký tự"),
        ("a.yaml", b'narrative: {difficulties: "a\\ud800b"}', "nửa ký tự"),
        ("a.json", "{}".encode("utf-16"), "UTF-8"),
        ("a.json", b"[1]", "cặp khóa"),
        ("a.yaml", b"a: [", "YAML"),
        ("a.yaml", b"a: &x [1]\nb: *x", "tham chiếu"),
        ("a.yaml", b"!!python/object/apply:os.system [ls]", "YAML"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.docx.txt", b"xin chao", "chỉ nhận"),
        ("a.json", b" " * 2_000_001, "MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(desk: Desk, name: str, content: bytes, words: str) -> None:
    result = send(desk, desk.assignment(), content, name)
    assert result.state == "refused"
    assert words in result.problems[0].message


def test_yaml_is_read_like_json(desk: Desk) -> None:
    text = """
figures: {visits: 12, violations: 3, fines: {value: 12.5, estimate: true, note: tạm tính}, share: 80}
narrative: {difficulties: Thiếu kinh phí đi lại.}
duties: {D-1: {status: done, text: Đã rà soát toàn bộ.}, D-2: Đang thực hiện}
"""
    typed = taken(send(desk, desk.assignment(), text.encode(), "a.yml"))
    assert typed.sha256 == taken(send(desk, desk.assignment(index=1), GOOD)).sha256
