"""The coordinator's daily commands: status, round, what waits for release, preview."""

from pathlib import Path

import pytest

from tests.cli_samples import B01, Office, run

STATUS = {
    "assignment", "agency", "obligation", "period", "due", "original_due", "workflow", "timeliness", "cycle", "step",
    "next_action_at",
}  # fmt: skip
ROUND = {"opened", "reminded", "chased", "escalated", "awaiting", "superseded", "queued", "messages"}


def test_status_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    rows = Office(tmp_path).asks("status", now="2015-06-08")
    assert len(rows) == 6
    assert set(rows[0]) >= STATUS
    assert rows[0]["assignment"] == B01


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (("--agency", "so-b"), 2),
        (("--period", "2015-H1"), 3),
        (("--agency", "huyen-1", "--period", "2015-H1"), 1),
        (("--state", "upcoming"), 6),
        (("--state", "overdue"), 0),
        (("--plan", "demo-2015"), 6),
    ],
)
def test_status_filters(tmp_path: Path, filters: tuple[str, ...], count: int) -> None:
    assert len(Office(tmp_path).asks("status", *filters, now="2015-03-01")) == count


def test_status_for_people_cuts_no_name(tmp_path: Path) -> None:
    said = Office(tmp_path).does("status", now="2015-06-13").out
    assert B01 in said
    assert "Sắp đến hạn" in said
    assert "\x1b" not in said
    assert all(line == line.rstrip() for line in said.splitlines())


def test_status_knows_agencies_and_states(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "'so-x'" in office.run("status", "--agency", "so-x").refusal
    assert "due-soon" in office.run("status", "--state", "done").refusal


def test_a_round_has_the_document_of_the_contract(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.asks("round", now="2015-06-08")
    assert set(said) == ROUND
    assert (said["opened"], said["reminded"], said["queued"]) == (1, 1, 1)
    assert set(said["messages"][0]) == {"id", "to", "kind", "subject", "assignments", "informed"}
    assert said["messages"][0]["to"] == "focal@so-b.example"
    assert said["messages"][0]["assignments"] == [B01]
    assert office.asks("round", now="2015-06-08")["queued"] == 0


def test_a_dry_round_leaves_nothing_behind(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.asks("round", "--dry-run", now="2015-06-08")["queued"] == 1
    assert office.asks("outbox") == []
    assert office.asks("round", now="2015-06-08")["queued"] == 1


def test_a_round_tells_people_what_it_did(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.does("round", now="2015-06-08").words
    assert "Nhắc 1 " in said
    assert "focal@so-b.example" in said
    assert "là Chủ nhật" in office.does("round", now="2015-06-14").out
    assert "không có kế hoạch 'x'" in office.run("round", "--plan", "x").refusal


def test_approvals_and_release(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    waiting = office.asks("approvals", now=day)
    assert set(waiting[0]) >= {"assignment", "step", "to", "since"}
    assert (waiting[0]["assignment"], waiting[0]["to"]) == (B01, ["head@so-a.example"])
    released = office.asks("release", "B-01/so-b/2015-H1", "--reason", "đã gọi điện", now=day)
    assert [(one["assignment"], one["step"]) for one in released] == [(B01, "+10wd:escalate")]
    assert office.asks("approvals", now=day) == []
    assert office.asks("outbox", "--state", "queued")[0]["to"] == "head@so-a.example"
    assert office.asks("history", B01)[-1]["reason"] == "đã gọi điện"


def test_releasing_shows_the_mail_that_will_go(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    said = office.does("release", "--all", now=day)
    assert "head@so-a.example Báo cáo lãnh đạo [" in said.words
    assert "Báo cáo lãnh đạo sau hạn 10 ngày làm việc" in said.words, "the step in words"
    assert said.out.splitlines()[-1].startswith("Đã cho gửi 1 bước, 1 thư vào hàng chờ")


def test_postponing_takes_it_off_the_list_until_its_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    postponed = office.asks("postpone", B01, "--until", "2015-07-02", now=day)
    assert postponed[0]["not_before"] == "2015-07-02"
    assert office.asks("approvals", now=day) == []
    assert len(office.asks("approvals", "--postponed", now=day)) == 1
    assert len(office.asks("approvals", now="2015-07-02")) == 1
    assert office.asks("approvals", "--postponed", now="2015-07-02") == [], "its day has come"
    assert "phải sau hôm nay" in office.run("postpone", "--all", "--until", day, now=day).refusal


def test_what_was_not_postponed_is_not_among_what_was(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.asks("approvals", "--postponed", now=office.awaiting()) == []


def test_postponing_says_that_nothing_goes_and_when_it_comes_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    said = office.does("postpone", B01, "--until", "2015-07-02", now=day).out
    assert "Đã hoãn 1 bước: chưa gửi thư nào. Đến 02/07/2015" in said


def test_a_day_off_is_no_day_to_look_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    said = office.run("postpone", "--all", "--until", "2015-07-05", now=day).refusal
    assert "05/07/2015 là Chủ nhật; đặt vào ngày làm việc 03/07/2015 hoặc 06/07/2015" in said
    assert len(office.asks("approvals", now=day)) == 1


def test_dropping(tmp_path: Path) -> None:
    office = Office(tmp_path)
    day = office.awaiting()
    assert len(office.asks("drop", "--all", now=day)) == 1
    assert office.asks("approvals", now=day) == []


def test_dropping_says_that_nothing_goes_and_when_it_comes_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    said = office.does("drop", "--all", now=office.awaiting()).out
    assert "Đã bỏ 1 bước: không gửi thư nào lên cấp trên" in said
    assert "5 ngày làm việc một lần trở lại" in said


@pytest.mark.parametrize("words", [("release",), ("drop",), ("postpone", "--until", "2016-01-01")])
def test_nothing_or_everything_has_to_be_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    office = Office(tmp_path)
    assert "--all" in office.run(*words).refusal
    assert "--all" in office.run(*words, B01, "--all").refusal
    assert "không có bước nào chờ" in office.run(*words, "--all", now="2015-06-08").refusal
    assert "không có phần việc 'B-99/so-b/2015-H1'" in office.run(*words, "B-99/so-b/2015-H1", now="2015-06-08").refusal


def test_preview_shows_what_would_be_mailed_and_mails_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mails = office.asks("preview", "--until", "2015-06-30", now="2015-06-01")
    assert set(mails[0]) >= {"at", "to", "kind", "assignments"}
    assert mails[0]["assignments"] == [B01]
    assert office.asks("outbox") == []
    assert "07:30 08/06/2015" in office.does("preview", "--until", "30/06/2015", now="2015-06-01").out
    assert "đã qua" in office.run("preview", "--until", "2015-05-31", now="2015-06-01").refusal


def test_a_command_line_without_a_home_uses_the_environment(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert len(run("status", "--json", environment={"DONDOC_HOME": str(office.home)}).json) == 6


@pytest.mark.parametrize("key", ["2015-13", "2015-H3", "2015-W54", "2016..2015", "foo", ""])
def test_a_period_that_cannot_be_is_refused(tmp_path: Path, key: str) -> None:
    said = Office(tmp_path).run("status", "--period", key).refusal
    assert repr(key) in said
    assert "2015-H1" in said


@pytest.mark.parametrize("key", ["2015-06", "2011..2015", "once"])
def test_a_period_of_no_assignment_is_refused_with_those_there_are(tmp_path: Path, key: str) -> None:
    assert "các kỳ đang có: 2015-H1, 2015-H2" in Office(tmp_path).run("status", "--period", key).refusal


def test_a_period_that_has_nothing_of_the_kind_says_so(tmp_path: Path) -> None:
    office, asked = Office(tmp_path), ("status", "--period", "2015-H1", "--state", "accepted")
    assert "Kỳ 2015-H1 không có phần việc nào" in office.does(*asked).words
    assert office.asks(*asked) == []


def test_no_mail_of_a_preview_is_about_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.awaiting()
    lines = office.does("preview", "--until", "2015-07-10", now="2015-06-30").out.splitlines()
    summaries = [line for line in lines if "Việc hôm nay" in line]
    assert summaries
    assert all("demo-2015:" in line for line in summaries)


def test_a_preview_shows_the_drafts_that_the_coordinator_will_get(tmp_path: Path) -> None:
    office = Office(tmp_path)
    foreseen = office.asks("preview", "--until", "2015-07-31", now="2015-06-01")
    drafts = [(mail["at"][:16], mail["to"], mail["report"]) for mail in foreseen if mail["kind"] == "draft"]
    assert drafts == [("2015-06-22T01:30", "focal@so-a.example", "half-year 2015-H1")]
    assert (
        "Dự thảo báo cáo half-year 2015-H1" in office.does("preview", "--until", "2015-06-22", now="2015-06-01").words
    )
    office.does("compile", now="2015-06-22T09:00")
    later = office.asks("preview", "--until", "2015-07-31", now="2015-06-22T10:00")
    assert "draft" not in {mail["kind"] for mail in later}, "it was compiled"


def test_a_mail_about_many_assignments_names_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    home = ("--home", tmp_path)
    run("init", *home, "--plan", "phu-tho-2015", "--now", "2015-05-04")
    asked = ("preview", *home, "--now", "2015-05-04", "--until", "2015-06-30")
    about = [names for mail in run(*asked, "--json").json for names in (mail["assignments"], mail["informed"])]
    most = max(map(len, about))
    assert most > 10
    said = run(*asked).out
    assert f"và {most - 3} phần việc nữa" in said
    assert max(map(len, said.splitlines())) < 400
