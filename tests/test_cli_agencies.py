"""Changes in mid-year: an urgent task, another contact."""

from pathlib import Path

import pytest

from tests.cli_samples import Office


def test_an_urgent_task_for_a_group_and_a_body(tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("task", "add", "Báo cáo nhanh sau bão", "--to", "huyen", "--to", "so-b", "--due", "2015-06-11")
    said = office.asks(*words, now="2015-06-08")
    assert said["version"] == 2
    assert said["created"] == [f"demo-2015:PS-01/{body}/once" for body in ("huyen-1", "huyen-2", "so-b")]
    assert len(office.asks("outbox")) == 3, "they are told the day it is set"


def test_a_task_may_have_a_form_and_a_code(tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("task", "add", "Rà soát", "--to", "so-b", "--due", "2015-06-11", "--form", "inspections", "--code", "RS-1")
    assert "demo-2015:RS-1/so-b/once" in office.does(*words, now="2015-06-08").out
    assert office.asks("plan", "show")["obligations"][-1]["form"] == "inspections"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "so-x", "--due", "2015-06-11"), "so-x"),
        (("--to", "so-b", "--due", "2015-06-01"), "đã qua"),
        (("--to", "so-b", "--due", "2015-06-11", "--form", "none"), "none"),
    ],
)
def test_a_task_that_cannot_be(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    office = Office(tmp_path)
    assert said in office.run("task", "add", "Báo cáo nhanh", *words, now="2015-06-08").refusal
    assert office.asks("plan", "show")["based_on"] == 1


def test_a_contact_is_replaced_in_the_plan_and_in_the_queue(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    words = ("contact", "replace", "Focal@so-b.example", "moi@so-b.example", "--name", "Đầu mối mới")
    said = office.asks(*words, now="2015-06-08")
    assert (said["version"], said["readdressed"]) == (2, 1)
    assert [one["to"] for one in office.asks("outbox")] == ["moi@so-b.example"]
    contact = next(one for one in office.asks("plan", "show")["contacts"] if one.get("email") == "moi@so-b.example")
    assert contact["name"] == "Đầu mối mới"


def test_a_contact_keeps_the_name_where_none_is_said(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("contact", "replace", "focal@so-b.example", "moi@so-b.example")
    assert "Đầu mối Sở B moi@so-b.example" in office.does("plan", "show").words


def test_addresses_are_checked(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert "không có đầu mối nào" in office.run("contact", "replace", "a@b.example", "c@d.example").refusal
    assert "không phải địa chỉ thư" in office.run("contact", "replace", "focal@so-b.example", "moi").refusal
