"""Findings of a plan file for people: the same in many places once, what follows from something else under it."""

from pathlib import Path

from commands.plan_problems import problem_lines
from plans.check import check_plan
from plans.findings import Problem
from plans.loading import load_plan_text
from tests.cli_samples import PLAN, plan_file, run


def problem(line: int, path: str, message: str = "chưa có hạn", cause: str = "") -> Problem:
    return Problem("plan.yaml", line, 5, path, message, "thêm due", "warning", cause)


def test_the_same_in_several_places_is_told_once_with_all_its_places() -> None:
    said = list(
        problem_lines([problem(7, "obligations[A]"), problem(9, "obligations[B]"), problem(11, "obligations[C]")])
    )
    assert said == [
        "plan.yaml:7:5: cảnh báo: obligations[A]: chưa có hạn; cách sửa: thêm due",
        "    cũng vậy: dòng 9 obligations[B], dòng 11 obligations[C]",
    ]


def test_many_places_are_counted() -> None:
    said = list(problem_lines([problem(n, f"obligations[X-{n}]") for n in range(1, 21)]))
    assert said[1].endswith("dòng 13 obligations[X-13] và 7 chỗ nữa")


def test_what_follows_stands_under_its_cause_wherever_it_was_found() -> None:
    found = [problem(3, "agencies[so-b]", "bước không gửi được", "contacts[so-b/focal]")]
    found += [problem(8, "contacts[so-b/focal]", "chưa có địa chỉ thư")]
    assert [line.strip().partition(":")[0] for line in problem_lines(found)] == ["plan.yaml", "kéo theo"]


def test_many_consequences_are_counted() -> None:
    found = [problem(8, "contacts", "chưa có đầu mối")]
    found += [problem(n, f"agencies[{n}]", f"bước {n}", "contacts") for n in range(1, 6)]
    said = list(problem_lines(found))
    assert len(said) == 5
    assert said[-1] == "    kéo theo 2 điều nữa; xem đủ bằng --json"


def test_a_consequence_whose_cause_is_not_told_stands_alone() -> None:
    assert len(list(problem_lines([problem(3, "agencies[so-b]", cause="contacts[so-b/focal]")]))) == 1


def found(text: str) -> dict[str, str]:
    """The causes of the findings of a plan, by their paths."""
    return {one.path: one.cause for one in check_plan(load_plan_text(text, "plan.yaml"))}


def test_a_step_that_cannot_be_sent_follows_from_the_person_without_an_address() -> None:
    causes = found(PLAN.replace(", email: focal@so-b.example", ""))
    assert causes == {"agencies[so-b]": "contacts[so-b/focal]", "contacts[so-b/focal]": ""}


def test_a_coordinator_without_an_address_is_the_focal_point_without_one() -> None:
    causes = found(PLAN.replace(", email: focal@so-a.example", ""))
    assert causes["agencies[so-a]"] == "contacts[so-a/focal]"


def test_a_role_that_nobody_holds_has_no_cause_but_itself() -> None:
    person = "  - {agency: so-b, role: head, name: Lãnh đạo Sở B, email: head@so-b.example}\n"
    assert found(PLAN.replace(person, "")) == {"agencies[so-b]": ""}


def test_a_plan_without_contacts_is_told_so_once(tmp_path: Path) -> None:
    start, end = PLAN.index("contacts:"), PLAN.index("policies:")
    path = plan_file(tmp_path, PLAN[:start] + "contacts: []\n" + PLAN[end:])
    said = [line for line in run("plan", "check", path).out.splitlines() if "cảnh báo: " in line]
    assert len(said) == 1
    assert "kế hoạch chưa có đầu mối nào" in said[0]
    document = run("plan", "check", path, "--json").json
    assert {one["cause"] for one in document["problems"]} == {"", "contacts"}


def test_what_is_wrong_with_a_file_as_a_whole_is_told(tmp_path: Path) -> None:
    for text in ("", "plan: [a, b\n"):
        assert f"{tmp_path / 'plan.yaml'}:" in run("plan", "check", plan_file(tmp_path, text)).out
    assert "đây là một thư mục" in run("plan", "check", tmp_path).out
