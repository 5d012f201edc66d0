"""What is told for which time: of plans those still ahead, of proposals the latest first; and sources by period."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from models.cutoffs import Window
from models.periods import parse_period
from reports.accounts import folded
from reports.compiled import Quote
from reports.to_come import is_ahead, is_on_proposals, is_on_what_is_to_come
from tests.report_samples import Sample, obligation, plan_of, report, sample

NINE_MONTHS = datetime(2015, 9, 25, 8, tzinfo=UTC)
SECTIONS: list[dict[str, Any]] = [
    {"code": "ket-qua", "title": "Kết quả thực hiện nhiệm vụ"},
    {"code": "phuong-huong", "title": "Phương hướng, nhiệm vụ năm sau"},
    {"code": "tuyen-truyen", "title": "Công tác tuyên truyền", "parent": "phuong-huong"},
    {"code": "kien-nghi", "title": "Đề xuất, kiến nghị"},
]
NARRATIVE = [
    {"code": "lam-duoc", "title": "Việc làm được", "section": "ket-qua"},
    {"code": "ky-toi", "title": "Trọng tâm kỳ tới", "section": "phuong-huong"},
    {"code": "tuyen-truyen", "title": "Tuyên truyền", "section": "tuyen-truyen"},
    {"code": "kien-nghi", "title": "Đề xuất", "section": "kien-nghi"},
]
FORMS = [{"code": "f", "indicators": ["visits", "violations", "teams"], "narrative": NARRATIVE}]
REPORTS = [
    report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"}, sections=SECTIONS),
    report("nine", "Báo cáo 9 tháng", "nine-months", {"2015-9M": "2015-09-25"}, sections=SECTIONS),
]


def filed(tmp_path: Path, *names: str, reports: list[dict[str, Any]] = REPORTS, drop: str = "") -> Sample:
    """Each of the assignments answered, every question with the assignment's own words but for `drop`."""
    third = obligation("Q-01", ["h1"], period="quarter", effective={"from": "2015-07-01", "to": "2015-09-30"})
    duties = [obligation("B-01", ["huyen"]), third]
    found = sample(tmp_path, plan_of(reports=reports, forms=FORMS, obligations=duties))
    for name in names:
        body, period = name.split("/")[1:]
        words = {one["code"]: f"{one['title']} {body} {period}" for one in NARRATIVE if one["code"] != drop}
        found.answer(f"mau:{name}", {"visits": 1, "violations": 0}, passages=words)
    return found


def told(found: Sample, section: str, code: str = "year-end", period: str = "2015") -> list[str]:
    """By whom and for which period the passages under a heading were written."""
    compiled = found.compile(code, period, NINE_MONTHS) if code == "nine" else found.compile(code, period)
    (one,) = [each for each in compiled.sections if each.code == section]
    return [quote.assignment.partition("/")[2] for topic in one.topics for quote in topic.quotes]


ALL = ("B-01/h1/2015-H1", "B-01/h1/2015-H2", "B-01/h2/2015-H1")


def test_a_year_tells_the_plans_of_its_last_part_alone(tmp_path: Path) -> None:
    found = filed(tmp_path, *ALL)

    assert told(found, "phuong-huong") == ["h1/2015-H2"]
    assert told(found, "tuyen-truyen") == ["h1/2015-H2"]  # it stands under a heading on what is to come
    assert told(found, "ket-qua") == ["h1/2015-H1", "h1/2015-H2", "h2/2015-H1"]


def test_a_body_that_planned_nothing_in_the_last_part_does_not_speak_by_its_earlier_plans(tmp_path: Path) -> None:
    found = filed(tmp_path, "B-01/h1/2015-H1", "B-01/h2/2015-H2")
    found.answer("mau:B-01/h1/2015-H2", {"visits": 1})

    assert told(found, "phuong-huong") == ["h2/2015-H2"]


def test_nine_months_tell_the_plan_for_the_rest_of_the_year_until_there_is_a_later_one(tmp_path: Path) -> None:
    half, both, silent = (tmp_path / name for name in ("half", "both", "silent"))
    for folder in (half, both, silent):
        folder.mkdir()
    third = "Q-01/h1/2015-Q3"

    assert told(filed(half, "B-01/h1/2015-H1"), "phuong-huong", "nine", "2015-9M") == ["h1/2015-H1"]
    assert told(filed(both, "B-01/h1/2015-H1", third), "phuong-huong", "nine", "2015-9M") == ["h1/2015-Q3"]
    unsaid = filed(silent, "B-01/h1/2015-H1")
    unsaid.answer(f"mau:{third}", {"visits": 1}, passages={"lam-duoc": "Đã kiểm tra."})
    assert told(unsaid, "phuong-huong", "nine", "2015-9M") == ["h1/2015-H1"]


def test_without_headings_the_question_says_that_it_is_on_what_is_to_come(tmp_path: Path) -> None:
    bare = [report("year-end", "Báo cáo năm", "year", {"2015": "2015-12-25"})]
    compiled = filed(tmp_path, *ALL, reports=bare).compile()
    (section,) = compiled.sections
    topics = {topic.title: len(topic.quotes) for topic in section.topics}

    assert topics == {"Việc làm được": 3, "Trọng tâm kỳ tới": 1, "Tuyên truyền": 3, "Đề xuất": 3}


def test_of_proposals_the_latest_come_first(tmp_path: Path) -> None:
    assert told(filed(tmp_path, *ALL), "kien-nghi") == ["h1/2015-H2", "h1/2015-H1", "h2/2015-H1"]


@pytest.mark.parametrize(
    ("title", "so"),
    [
        ("Phương hướng, nhiệm vụ năm sau", True),
        ("Nhiệm vụ ba tháng cuối năm", True),
        ("Nhiệm vụ thời gian tới", True),
        ("Trọng tâm kỳ tới", True),
        ("Kế hoạch năm 2016", True),
        ("Kế hoạch năm 2015", False),
        ("Kết quả thực hiện nhiệm vụ 6 tháng cuối năm", False),
        ("Đánh giá và phương hướng", False),
        ("Nhiệm vụ thường xuyên", False),
        ("Kinh phí năm sau", False),
    ],
)
def test_headings_on_what_is_to_come(title: str, *, so: bool) -> None:
    assert is_on_what_is_to_come(title, 2015) is so


# period that was reported on, period of the report: whether what was planned then is still ahead
AHEAD = [
    ("2015-H2", "2015", True),
    ("2015-H1", "2015", False),
    ("2015-Q3", "2015", False),
    ("2015-9M", "2015", False),
    ("2015-H1", "2015-9M", True),
    ("2015-Q2", "2015-9M", False),
    ("2015-Q1", "2015-H1", False),
    ("2015-05", "2015-H1", False),
    ("2014", "2011..2015", False),
    ("2015", "2011..2015", True),
]


@pytest.mark.parametrize(("reported", "own", "so"), AHEAD)
def test_a_plan_looks_as_far_ahead_as_its_period_was_long(reported: str, own: str, *, so: bool) -> None:
    period = parse_period(reported)

    assert is_ahead(Window(period.first, period.last), parse_period(own).last) is so


def test_headings_on_proposals() -> None:
    assert is_on_proposals("Đề xuất, kiến nghị")
    assert not is_on_proposals("Khó khăn, vướng mắc")


H1, H2, YEAR = "6 tháng đầu năm 2015", "6 tháng cuối năm 2015", "năm 2015"
# who wrote the same for which periods: how they are named
SOURCES = [
    ([("h1", YEAR), ("h2", "một lần")], "UBND huyện Một, UBND huyện Hai"),
    ([("h1", H1), ("h2", H1)], "UBND huyện Một, UBND huyện Hai (6 tháng đầu năm)"),
    (
        [("h1", H1), ("h2", H1), ("so-a", H2), ("so-b", YEAR)],
        "UBND huyện Một, UBND huyện Hai (6 tháng đầu năm); Sở LĐ (6 tháng cuối năm); Sở B",
    ),
    (
        [("h1", H1), ("h2", H2), ("so-a", H1), ("so-b", H1), ("so-b", H2), ("h1", H2)],
        "UBND huyện Một, Sở B (cả hai kỳ); UBND huyện Hai (6 tháng cuối năm); Sở LĐ (6 tháng đầu năm)",
    ),
    ([("h1", H1), ("h2", H1), ("h1", H2), ("h2", H2)], f"UBND huyện Một, UBND huyện Hai ({H1[:-5]}, {H2[:-5]})"),
]


@pytest.mark.parametrize(("written", "named"), SOURCES)
def test_who_wrote_the_same_is_named_by_period(tmp_path: Path, written: list[tuple[str, str]], named: str) -> None:
    words = "Địa bàn rộng, thiếu người."
    quotes = [Quote(agency, words, f"mau:B-01/{agency}/x", 1, period) for agency, period in written]

    assert folded(sample(tmp_path).compile(), quotes) == [(named, [words])]
