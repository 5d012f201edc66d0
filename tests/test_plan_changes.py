"""How a changed key is told: before and after, cut at word ends, lists by what came and went."""

from pathlib import Path

import pytest

from commands.plan_changes import field_lines, shortened
from plans.diff import FieldChange
from tests.cli_samples import PLAN, Office, plan_file

RULE = {"after_cutoff": None, "day": None, "month_offset": 0, "on": None, "wording": None}
LONG = "Báo cáo kết quả kiểm tra các cơ sở kinh doanh dịch vụ có điều kiện trên địa bàn "


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("due", {**RULE, "after_cutoff": "3wd"}, {**RULE, "after_cutoff": "8wd"}, ["due: sau chốt 3wd → 8wd"]),
        ("due", {**RULE, "after_cutoff": "3wd"}, {**RULE, "day": 25}, ["due: sau chốt 3wd → ngày 25"]),
        ("due", None, {**RULE, "day": 25}, ["due: không có → ngày 25"]),
        (
            "due",
            {**RULE, "on": {"2015-H1": "2015-06-15", "2015-H2": "2015-12-15"}},
            {**RULE, "on": {"2015-H1": "2015-06-17", "2015-H2": "2015-12-15"}},
            ["due: 2015-H1 2015-06-15 → 2015-06-17"],
        ),
        ("title", "Một", "Hai", ["title: Một → Hai"]),
        ("joint", False, True, ["joint: false → true"]),
        ("assigned_to", ["a"], ["b"], ["assigned_to: a → b"]),
        ("assigned_to", ["a", "b"], ["a", "c", "d"], ["assigned_to: bỏ b; thêm c, d"]),
        (
            "closed",
            [],
            [f"2015-05-0{n}" for n in range(1, 8)],
            ["closed: thêm 2015-05-01, 2015-05-02, 2015-05-03, 2015-05-04, 2015-05-05 và 2 mục nữa"],
        ),
        ("steps", ["a", "b"], ["b", "a"], ["steps: đổi thứ tự hoặc số lần: a, b → b, a"]),
    ],
)
def test_a_changed_key_says_before_and_after(name: str, before: object, after: object, said: list[str]) -> None:
    assert field_lines(FieldChange(name, before, after)) == said


def test_long_values_are_cut_at_word_ends_around_the_first_difference() -> None:
    one, other = shortened(LONG * 2 + "năm 2015", LONG * 2 + "năm 2016")
    assert one.endswith("năm 2015")
    assert other.endswith("năm 2016")
    assert one.startswith("…")
    assert max(len(one), len(other)) <= 62
    cut, short = shortened(LONG, "Ngắn")
    assert (cut, short) == ("Báo cáo kết quả kiểm tra các cơ sở kinh doanh dịch vụ có…", "Ngắn")


def test_diff_prints_each_key_and_what_it_touches(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("after_cutoff: 3wd", "after_cutoff: 8wd").replace(
        "title: Báo cáo tình hình", "title: Tình hình"
    )
    words = office.does("plan", "diff", plan_file(tmp_path, text), now="2015-01-06").words
    assert "đổi B-02 title: Báo cáo tình hình của huyện → Tình hình của huyện 4 0 due: sau chốt 3wd → 8wd" in words
    assert "demo-2015:B-02/huyen-1/2015-H1 17/06/2015 → 24/06/2015" in words


def test_many_moves_are_listed_in_part_and_counted(tmp_path: Path) -> None:
    office = Office(tmp_path)
    text = PLAN.replace("due: {after_cutoff: 3wd}", "due: {after_cutoff: 8wd}").replace(
        "period: half\n    cutoff: nd09\n    due: {after", "period: month\n    cutoff: nd09\n    due: {after"
    )
    office.does("plan", "apply", plan_file(tmp_path, text.replace("8wd", "3wd")), "--yes", now="2015-01-06")
    said = office.does("plan", "diff", plan_file(tmp_path, text), now="2015-01-06").words
    assert "… và 4 phần việc nữa" in said
