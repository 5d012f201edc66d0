"""What could be applied, and still would not work in an office: each with its line and a way out."""

from datetime import date
from pathlib import Path

import pytest

from flows.preview import preview_document
from models.store import Store
from plans.burden import Limits, MailDay
from plans.check import check_plan
from plans.findings import Problem
from plans.loading import load_plan_text
from tests.cli_samples import Office, plan_file, run
from tests.plan_world import World, at, document, mails

PLAN = (Path(__file__).parent / "data" / "sound-plan.yaml").read_text(encoding="utf-8")


def check(text: str, limits: Limits | None = None, mails: list[MailDay] | None = None) -> list[Problem]:
    return check_plan(load_plan_text(text, "plan.yaml"), limits=limits, mails=mails or [])


def changed(*changes: tuple[str, str]) -> str:
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def extra(count: int, more: str) -> tuple[str, str]:
    """As many obligations more of so-b, before the forms."""
    line = "  - {{code: X-{n}, title: Việc {n}, assigned_to: [so-b], {more}}}\n"
    return ("forms:\n", "".join(line.format(n=n, more=more) for n in range(1, count + 1)) + "forms:\n")


def only(found: list[Problem], path: str) -> Problem:
    assert [problem.path for problem in found] == [path], found
    assert found[0].severity == "warning"
    assert found[0].hint
    return found[0]


# --- too much at once ------------------------------------------------------------------------------------------------

TASK = "kind: task, period: once, due: {on: 2015-11-10}"


@pytest.mark.parametrize(("count", "told"), [(3, False), (4, True)])
def test_a_day_on_which_deadlines_pile_up_is_named_with_its_obligations(count: int, told: bool) -> None:
    found = check(changed(extra(count, TASK)))
    if not told:
        assert found == []
        return
    problem = only(found, "obligations[X-1].due")
    assert problem.message == "so-b có 4 việc cùng đến hạn 10/11/2015: X-1, X-2, X-3, X-4"
    assert PLAN.splitlines()[problem.line - 2].startswith("     span: 2011..2015")


def test_bodies_and_days_that_pile_up_alike_are_told_of_once() -> None:
    monthly = "kind: task, period: month, due: {day: 20, month_offset: 1}"
    text = (
        changed(extra(4, monthly))
        .replace("title: Việc", "title: V")
        .replace("assigned_to: [so-b], kind: task, period: m", "assigned_to: [huyen], kind: task, period: m")
    )
    found = [one for one in check(text) if one.path == "obligations[X-1].due"]
    assert len(found) == 1
    assert "huyen-1, huyen-2 có 4 việc" in found[0].message
    assert "và 11 lần khác" in found[0].message


def test_a_body_that_did_not_exist_on_that_day_owes_nothing_then() -> None:
    gone = changed(extra(4, TASK)).replace("name: Sở B,", "name: Sở B, to: 2015-11-01,")
    assert not [problem for problem in check(gone) if "cùng đến hạn" in problem.message]


def test_filings_of_one_body_for_one_period_have_a_limit() -> None:
    days = ("01-04", "01-12", "01-20", "01-26")
    lines = "".join(
        f"  - {{code: X-{n}, title: V, assigned_to: [so-b], kind: task, period: year, due: {{on: 2016-{day}}}}}\n"
        for n, day in enumerate(days, 1)
    )
    text = changed(("forms:\n", lines + "forms:\n"))
    assert check(text) == []
    found = only(check(text, Limits(filings=3)), "obligations[X-1].period")
    assert found.message == "so-b phải nộp 4 báo cáo cho kỳ 2015: X-1, X-2, X-3, X-4"


def test_limits_are_looked_at_only_where_nothing_is_wrong() -> None:
    text = changed(extra(4, TASK), ("issuer: ubnd", "issuer: x"))
    assert {problem.severity for problem in check(text)} == {"error"}


# --- mail ------------------------------------------------------------------------------------------------------------


def test_mail_of_the_worst_month_is_told_at_the_contact() -> None:
    june = [("focal@so-b.example", date(2015, 6, day)) for day in range(1, 5)]
    july = [("FOCAL@so-b.example", date(2015, 7, day)) for day in range(1, 6)]
    assert check(PLAN, Limits(mails=5), [*june, *july]) == []
    found = only(check(PLAN, Limits(mails=3), [*june, *july]), "contacts[so-b/focal].email")
    assert found.message == "focal@so-b.example sẽ nhận 5 thư trong tháng 07/2015 nếu không ai báo cáo"


def test_a_plan_that_was_never_applied_is_foreseen_as_it_would_run(store: Store, tmp_path: Path) -> None:
    foreseen = [(mail.at, mail.to, mail.kind) for mail in preview_document(document()) if mail.at < at("2015-06-24")]
    real = World(store, tmp_path).live_through("2015-06-01", "2015-06-23")
    really = [mail for result in real for mail in mails(result) if mail[1] != "summary"]
    assert [(to, kind) for _at, to, kind in foreseen] == really


def test_a_file_with_based_on_can_be_foreseen() -> None:
    assert preview_document(document().model_copy(update={"based_on": 7}))


def test_the_command_looks_at_mail_only_when_asked(tmp_path: Path) -> None:
    path = plan_file(tmp_path)
    assert run("plan", "check", path, "--most-mails", "2", "--json").json["problems"] == []
    found = run("plan", "check", path, "--mail", "--most-mails", "2", "--json").json["problems"]
    assert {problem["path"] for problem in found} >= {"contacts[so-b/focal].email", "contacts[huyen-1/focal].email"}
    assert run("plan", "check", path, "--mail").code == 0


def test_the_command_takes_limits(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = plan_file(tmp_path, changed(extra(2, TASK)))
    assert office.run("plan", "check", path, "--json").json["problems"] == []
    said = office.run("plan", "check", path, "--most-due", "1", "--json").json["problems"]
    assert ("warning", "obligations[X-1].due") in [(problem["severity"], problem["path"]) for problem in said]


# --- what no report uses ---------------------------------------------------------------------------------------------

UNUSED = [
    # a duty under a heading that only another report has
    (
        [
            ("kind: standing, via: B-02", "kind: standing, via: B-02, section: other"),
            (
                "context:",
                REPORT := "  - {code: q, title: Quý, period: quarter, cutoff: nd09, due: {day: 25}, draft: -1d,\n"
                "     from: so-a, to: [ubnd], sections: [{code: other, title: Khác}]}\ncontext:",
            ),
        ],
        "obligations[B-03].section",
        "mục other không có trong year-end",
    ),
    # filings whose periods lie in no report's
    (
        [
            (
                'code: year-end, title: Báo cáo năm, period: year, cutoff: nd09, due: {on: {"2015": 2015-12-25}}',
                "code: year-end, title: Báo cáo năm, period: quarter, cutoff: nd09, due: {day: 30}",
            ),
            (", fulfils: B-05", ""),
        ],
        "obligations[B-01].period",
        "không kỳ nào nằm trong kỳ của một báo cáo tổng hợp",
    ),
    # figures under a heading of another report
    (
        [
            ("unit: lượt, owner: so-b", "unit: lượt, owner: so-b, section: other"),
            ("unit: cơ sở, owner: so-b", "unit: cơ sở, owner: so-b, section: other"),
            ('unit: "%", kind', 'unit: "%", section: other, kind'),
            ("context:", REPORT),
        ],
        "obligations[B-01].form",
        "không mục nào của year-end lấy số liệu hay nội dung từ biểu inspections",
    ),
]


@pytest.mark.parametrize(("changes", "path", "message"), UNUSED, ids=lambda value: str(value)[:40])
def test_what_no_report_uses_is_named(changes: list[tuple[str, str]], path: str, message: str) -> None:
    found = [problem for problem in check(changed(*changes)) if problem.path == path]
    assert message in only(found, path).message


def test_a_figure_that_stands_in_a_report_through_a_ratio_is_used() -> None:
    text = changed(*UNUSED[2][0]).replace('unit: "%", section: other', 'unit: "%", section: results')
    assert not [problem for problem in check(text) if problem.path == "obligations[B-01].form"]


def test_a_plan_without_consolidated_reports_is_left_alone() -> None:
    text = PLAN[: PLAN.index("reports:")].replace(", section: hard", "") + PLAN[PLAN.index("context:") :]
    assert check(text) == []


# --- steps and days --------------------------------------------------------------------------------------------------


def test_a_period_whose_steps_have_all_passed_before_it_begins_is_named() -> None:
    text = changed(
        ("due: {on: 2015-11-15}", "due: {on: 2015-01-08}"),
        (
            "      - {at: +1wd, action: chase, to: [focal], "
            "inform: [head]}\n      - {at: +10wd, action: escalate, to: [standing.head]}\n"
            "      - {at: +15wd, action: escalate, to: [issuer.office]}\n",
            "",
        ),
    )
    found = [problem for problem in check(text) if "không còn bước nào" in problem.message]
    problem = only(found, "obligations[B-04].due")
    assert "kỳ once không còn bước nào: mọi bước của policy standard rơi trước 01/01/2015" in problem.message
    later = text.replace("at: -7d, action", "at: -1d, action")
    assert not [one for one in check(later) if "không còn bước nào" in one.message]


def test_a_weekly_reminder_that_comes_before_its_week_is_named() -> None:
    text = changed(
        (
            "policy: request, period: quarter, cutoff: tinh, due: {day: 5, month_offset: 1}",
            "policy: request, period: week, due: {after_cutoff: 1d}",
        ),
        ("at: -1wd, action", "at: -9d, action"),
    )
    found = [problem for problem in check(text) if "không còn bước nào" in problem.message]
    assert "2015-W02" in only(found, "obligations[B-06].due").message


def test_a_policy_of_steps_above_the_head_leaves_a_requested_body_none() -> None:
    text = changed(
        (
            "steps: [{at: -1wd, action: remind, to: [focal]}]",
            "steps: [{at: +5wd, action: escalate, to: [standing.head]}]",
        )
    )
    found = [problem for problem in check(text) if "không còn bước nào" in problem.message]
    assert only(found, "obligations[B-06].policy")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ([("due: {on: 2015-11-15}", "due: {on: 2015-11-15}, roll: none")], "obligations[B-04].roll"),
        (
            [('{"2015": 2015-12-25}}, draft', '{"2015": 2015-12-27}}, roll: none, draft')],
            "reports[year-end].roll",
        ),
    ],
)
def test_a_deadline_on_a_day_off_that_does_not_move_is_named(changes: list[tuple[str, str]], path: str) -> None:
    found = [problem for problem in check(changed(*changes)) if "ngày nghỉ" in problem.message]
    assert "Chủ nhật" in only(found, path).message
    assert not [p for p in check(changed(*changes).replace("roll: none", "roll: forward")) if "ngày nghỉ" in p.message]


def test_a_working_day_may_be_fixed() -> None:
    assert check(changed(("due: {on: 2015-11-15}", "due: {on: 2015-11-16}, roll: none"))) == []


# --- figures that are not complete yet -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["task", "handover, to: so-a"])
def test_a_task_may_be_due_before_its_period_ends(kind: str) -> None:
    text = changed(extra(1, f"kind: {kind}, period: half, due: {{day: 1}}"))
    assert check(text) == []


# --- the plan before -------------------------------------------------------------------------------------------------

OLD = "unit: lượt, owner: so-b"


@pytest.mark.parametrize(
    ("changes", "path", "severity"),
    [
        ([("to: 2015-12-31}\ncalendar", "to: 2015-12-31, previous: demo-2015}\ncalendar")], "plan.previous", "error"),
        ([(OLD, f"{OLD}, previous_code: luot")], "indicators[visits].previous_code", "warning"),
        ([(OLD, f"{OLD}, previous_code: communes")], "indicators[visits].previous_code", "error"),
    ],
)
def test_a_wrong_tie_to_the_plan_before_is_named(changes: list[tuple[str, str]], path: str, severity: str) -> None:
    found = [problem for problem in check(changed(*changes)) if problem.path == path]
    assert severity in {problem.severity for problem in found}


def test_a_renamed_indicator_is_no_problem_where_a_plan_comes_before() -> None:
    text = changed(
        ("to: 2015-12-31}\ncalendar", "to: 2015-12-31, previous: demo-2014}\ncalendar"),
        (OLD, f"{OLD}, previous_code: luot"),
    )
    assert check(text) == []
