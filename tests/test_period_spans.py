"""Spans of months within a year: one key for the same days, however they were asked for."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.values import canonical_period
from models.cutoffs import cutoff_window
from models.errors import NotFoundError
from models.periods import any_period, parse_period, periods_of
from reports.wording import briefly, year_before
from tests.windows_names import fits_windows

YEARS = st.integers(1900, 2200)
#: The first and last month of every month, quarter and half of a year, by the end of its key.
ENDS = {
    **{f"{n:02}": (n, n) for n in range(1, 13)},
    **{f"Q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)},
    "H1": (1, 6),
    "H2": (7, 12),
}
END = st.sampled_from(sorted(ENDS))


@pytest.mark.parametrize(
    ("asked", "key", "title"),
    [
        ("2015-07..2015-08", "2015-07..2015-08", "tháng 7 và tháng 8 năm 2015"),
        ("2015-04..2015-08", "2015-04..2015-08", "từ tháng 4 đến tháng 8 năm 2015"),
        ("2015-Q2..2015-08", "2015-04..2015-08", "từ tháng 4 đến tháng 8 năm 2015"),
        ("2015-Q2..2015-Q3", "2015-Q2..2015-Q3", "quý II và quý III năm 2015"),
        ("2015-04..2015-09", "2015-Q2..2015-Q3", "quý II và quý III năm 2015"),
        ("2015-Q2..2015-H2", "2015-Q2..2015-Q4", "từ quý II đến quý IV năm 2015"),
        ("2015-Q1..2015-Q2", "2015-H1", "6 tháng đầu năm 2015"),
        ("2015-07..2015-12", "2015-H2", "6 tháng cuối năm 2015"),
        ("2015-H1..2015-Q3", "2015-9M", "9 tháng đầu năm 2015"),
        ("2015-01..2015-12", "2015", "năm 2015"),
        ("2015-01..2015-03", "2015-Q1", "quý I năm 2015"),
        ("2015-07..2015-07", "2015-07", "tháng 7/2015"),
        ("2011..2015", "2011..2015", "giai đoạn 2011-2015"),
        ("2015-W24", "2015-W24", "tuần 24 năm 2015"),
    ],
)
def test_a_span_has_one_key_and_is_named_in_words(asked: str, key: str, title: str) -> None:
    found = any_period(asked)

    assert (found.key, found.title()) == (key, title)
    assert canonical_period(asked) == key


@given(YEARS, END, END)
def test_a_span_covers_its_ends_and_its_key_reads_back(year: int, one: str, other: str) -> None:
    (begin, inner), (other_begin, end) = ENDS[one], ENDS[other]
    asked = f"{year}-{one}..{year}-{other}"
    if begin > other_begin or inner > end:
        with pytest.raises(NotFoundError, match=r"2015-07\.\.2015-08"):
            any_period(asked)
        return
    found = any_period(asked)

    assert (found.first, found.last) == (date(year, begin, 1), date(year, end, monthrange(year, end)[1]))
    assert any_period(found.key) == found
    assert any_period(f"{year}-{begin:02}..{year}-{end:02}") == found, "the same days have one key"
    before = found.year_before()
    assert before is not None
    assert (before.kind, before.first, before.last.month) == (found.kind, date(year - 1, begin, 1), end)
    assert fits_windows(f"year-end_{found.key.replace('..', '-')}.docx")


@given(YEARS, END, END)
def test_the_days_of_a_span_are_those_of_its_months(year: int, one: str, other: str) -> None:
    begin, end = ENDS[one][0], ENDS[other][1]
    if begin > end:
        return
    found = any_period(f"{year}-{begin:02}..{year}-{end:02}")
    months = [parse_period(f"{year}-{month:02}") for month in range(begin, end + 1)]

    for profile in ("calendar", "nd09"):
        whole, first, last = (cutoff_window(each, profile) for each in (found, months[0], months[-1]))
        assert (whole.first, whole.last) == (first.first, last.last)
    assert periods_of("month", found.first, found.last) == months


@given(st.text("0123456789-.QHMW", max_size=20))
def test_whatever_else_is_written_is_refused_or_reads_back(text: str) -> None:
    try:
        found = any_period(text)
    except NotFoundError:
        assert canonical_period(text) == text
    else:
        assert any_period(found.key) == found


@pytest.mark.parametrize(
    "key",
    [
        "2015-08..2015-07",
        "2014-12..2015-01",
        "2015-9M..2015-12",
        "2015-W01..2015-W04",
        "2015-07..",
        "..",
        "2015-07..2015",
    ],
)
def test_what_is_no_span_is_refused_with_how_one_is_written(key: str) -> None:
    with pytest.raises(NotFoundError, match=r"trong cùng một năm.*2015-07\.\.2015-08"):
        any_period(key)


def test_no_plan_can_name_a_span() -> None:
    for key in ("2015-07..2015-08", "2015-Q1..2015-Q2"):
        with pytest.raises(NotFoundError, match="không phải là kỳ"):
            parse_period(key)
    assert periods_of("span", date(2015, 1, 1), date(2015, 12, 31)) == []


def test_it_is_compared_and_shortened_as_other_parts_of_a_year() -> None:
    assert year_before("2015-07..2015-08") == "cùng kỳ năm trước"
    assert year_before("2015-Q2..2015-Q3", named=True) == "cùng kỳ năm 2014"
    assert [year_before(key) for key in ("2015", "2011..2015", "once", "")] == ["năm trước", "", "", ""]
    titles = [any_period(key).title() for key in ("2015-07..2015-08", "2015-04..2015-08", "2015-Q2..2015-Q3")]
    assert [briefly(title, 2015) for title in titles] == [
        "tháng 7 và tháng 8",
        "từ tháng 4 đến tháng 8",
        "quý II và quý III",
    ]
