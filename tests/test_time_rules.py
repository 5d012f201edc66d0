"""Laws of the calendar, of periods, cut-offs and due dates: tables where they are tables, properties where laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import WorkCalendar
from models.cutoffs import cutoff_window
from models.deadlines import due_date
from models.errors import NotFoundError, PlanError
from models.offsets import Offset
from models.periods import parse_period, periods_of
from models.plan import CutoffEdge, CutoffProfile, DueRule, PeriodKind, Step
from models.schedule import step_day

VIETNAM = WorkCalendar()
DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))
MONTHS = st.builds(lambda y, m: f"{y}-{m:02}", st.integers(2013, 2026), st.integers(1, 12))
PROFILES = st.sampled_from(["calendar", "nd09"])

DAYS_OFF_2015 = [
    *(date(2015, 1, d) for d in range(1, 5)),
    *(date(2015, 2, d) for d in range(15, 24)),
    *(date(2015, 4, d) for d in range(28, 31)),
    *(date(2015, 5, d) for d in range(1, 4)),
    date(2015, 9, 2),
]


def test_the_official_days_off_of_2015() -> None:
    worked_saturdays = {date(2015, 2, 14), date(2015, 4, 25)}
    for number in range(365):
        day = date(2015, 1, 1) + timedelta(days=number)
        expected = day in worked_saturdays or (day.weekday() < 5 and day not in DAYS_OFF_2015)
        assert VIETNAM.is_working_day(day) == expected, day
    assert VIETNAM.is_working_day(date(2014, 12, 27))


def test_a_plan_s_own_days_win_over_the_country_s() -> None:
    calendar = WorkCalendar(closed=[date(2015, 6, 15)], open_days=[date(2015, 6, 13)])
    assert not calendar.is_working_day(date(2015, 6, 15))
    assert calendar.is_working_day(date(2015, 6, 13))
    assert calendar.forward(date(2015, 6, 15)) == date(2015, 6, 16)
    assert calendar.describe(date(2015, 6, 15)) == "15/06/2015 là ngày nghỉ theo lịch của kế hoạch"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2015, 2, 14), "14/02/2015 là ngày làm bù (thứ Bảy)"),
        (date(2015, 2, 16), "16/02/2015 là ngày nghỉ: Ngày nghỉ (thay cho ngày 14/02/2015)"),
        (date(2015, 6, 14), "14/06/2015 là Chủ nhật"),
        (date(2015, 6, 15), "15/06/2015 là ngày làm việc (thứ Hai)"),
    ],
)
def test_days_are_described_in_words(day: date, said: str) -> None:
    assert VIETNAM.describe(day) == said


def test_a_calendar_without_a_working_day_says_so() -> None:
    closed = [date(2015, 1, 1) + timedelta(days=n) for n in range(800)]
    with pytest.raises(ValueError, match="no working day"):
        WorkCalendar(closed=closed).forward(date(2015, 1, 1))


@given(MONTHS, PROFILES, st.integers(0, 60), st.sampled_from(["d", "wd"]))
def test_a_rolled_due_date_is_a_working_day_and_never_early(key: str, profile: str, count: int, unit: str) -> None:
    period = parse_period(key)
    window = cutoff_window(period, profile)
    due = due_date(DueRule(after_cutoff=Offset(count, unit)), period, window, "forward", VIETNAM)  # type: ignore[arg-type]
    assert VIETNAM.is_working_day(due.day)
    assert due.day >= due.nominal >= window.last


@given(MONTHS, PROFILES, st.integers(0, 59), st.sampled_from(["d", "wd"]))
def test_a_longer_offset_is_never_due_earlier(key: str, profile: str, count: int, unit: str) -> None:
    period = parse_period(key)
    window = cutoff_window(period, profile)
    sooner, later = (
        due_date(DueRule(after_cutoff=Offset(n, unit)), period, window, "forward", VIETNAM)  # type: ignore[arg-type]
        for n in (count, count + 1)
    )
    assert sooner.day <= later.day


@given(DAYS, st.integers(1, 40))
def test_working_days_are_counted_exactly(day: date, count: int) -> None:
    later = VIETNAM.add_working_days(day, count)
    assert VIETNAM.is_working_day(later)
    assert VIETNAM.working_days_between(day, later) == count
    assert VIETNAM.add_working_days(later, -count) <= VIETNAM.back(day)


@given(DAYS, st.integers(-30, 30), st.sampled_from(["d", "wd"]))
def test_a_step_falls_on_a_working_day_on_its_own_side_of_the_due_day(due: date, count: int, unit: str) -> None:
    step = Step(at=Offset(count, unit), action="remind", to=("focal",))  # type: ignore[arg-type]
    day = step_day(due, step, VIETNAM)
    assert VIETNAM.is_working_day(day)
    assert day < due if count < 0 else day >= due


@given(MONTHS)
def test_cut_offs_of_following_months_leave_no_gap(key: str) -> None:
    period = parse_period(key)
    after = parse_period((period.last + timedelta(days=1)).strftime("%Y-%m"))
    for profile in ("calendar", "nd09"):
        assert cutoff_window(period, profile).last + timedelta(days=1) == cutoff_window(after, profile).first


@pytest.mark.parametrize(
    ("key", "first", "last", "title"),
    [
        ("2015-W01", "2014-12-29", "2015-01-04", "tuần 1 năm 2015"),
        ("2015-W53", "2015-12-28", "2016-01-03", "tuần 53 năm 2015"),
        ("2015-02", "2015-02-01", "2015-02-28", "tháng 2/2015"),
        ("2016-02", "2016-02-01", "2016-02-29", "tháng 2/2016"),
        ("2015-Q3", "2015-07-01", "2015-09-30", "quý III năm 2015"),
        ("2015-H2", "2015-07-01", "2015-12-31", "6 tháng cuối năm 2015"),
        ("2015-9M", "2015-01-01", "2015-09-30", "9 tháng đầu năm 2015"),
        ("2015", "2015-01-01", "2015-12-31", "năm 2015"),
        ("2011..2015", "2011-01-01", "2015-12-31", "giai đoạn 2011-2015"),
    ],
)
def test_period_keys(key: str, first: str, last: str, title: str) -> None:
    period = parse_period(key)
    assert (period.first.isoformat(), period.last.isoformat(), period.title()) == (first, last, title)


@pytest.mark.parametrize("key", ["2015-13", "2015-Q5", "2015-H3", "2014-W53", "2015..2011", "15-06", "", "2015-6"])
def test_what_is_not_a_period_is_refused(key: str) -> None:
    with pytest.raises(NotFoundError, match="không phải là kỳ"):
        parse_period(key)


@pytest.mark.parametrize(
    ("kind", "count", "first", "last"),
    [
        ("week", 52, "2015-W01", "2015-W52"),
        ("month", 12, "2015-01", "2015-12"),
        ("quarter", 4, "2015-Q1", "2015-Q4"),
        ("half", 2, "2015-H1", "2015-H2"),
        ("nine-months", 1, "2015-9M", "2015-9M"),
        ("year", 1, "2015", "2015"),
    ],
)
def test_a_period_belongs_to_the_plan_in_which_it_ends(kind: PeriodKind, count: int, first: str, last: str) -> None:
    keys = [period.key for period in periods_of(kind, date(2015, 1, 1), date(2015, 12, 31))]
    assert (len(keys), keys[0], keys[-1]) == (count, first, last)


def test_the_week_that_ends_in_a_new_year_belongs_to_it() -> None:
    assert periods_of("week", date(2016, 1, 1), date(2016, 1, 31))[0].key == "2015-W53"


def test_a_programme_belongs_to_the_plan_of_its_last_year() -> None:
    year = (date(2015, 1, 1), date(2015, 12, 31))
    assert [period.key for period in periods_of("program", *year, "2011..2015")] == ["2011..2015"]
    assert periods_of("program", *year, "2011..2016") == []


def test_the_same_period_a_year_before() -> None:
    assert [parse_period(key).year_before() for key in ("2015-H1", "2015", "2011..2015")] == [
        parse_period("2014-H1"),
        parse_period("2014"),
        None,
    ]


def test_a_plan_s_own_cut_off_profile() -> None:
    own = CutoffProfile(code="som", starts=CutoffEdge(day=1), ends=CutoffEdge(day=31, month_offset=0))
    window = cutoff_window(parse_period("2015-H1"), "som", own)
    assert (window.first, window.last) == (date(2015, 1, 1), date(2015, 6, 30))
    with pytest.raises(PlanError, match="không có cách chốt số liệu 'som'"):
        cutoff_window(parse_period("2015-H1"), "som")


def test_a_due_date_is_explained_in_words() -> None:
    """The worked Saturday before Tết and the holiday itself are both named."""
    period = parse_period("2015-01")
    rule = DueRule(day=15, month_offset=1, wording="trước ngày 15 hằng tháng")
    due = due_date(rule, period, cutoff_window(period, "calendar"), "forward", VIETNAM)
    assert due.day == date(2015, 2, 24)
    assert due.why == (
        "ngày 15 tháng 2/2015: Chủ nhật, 15/02/2015",
        "kế hoạch viết: “trước ngày 15 hằng tháng”; ngày cụ thể do người điều phối đặt",
        "15/02/2015 là Chủ nhật",
        "lùi đến ngày làm việc kế tiếp: thứ Ba, 24/02/2015",
    )
    saturday = due_date(DueRule(on=date(2015, 2, 14)), period, cutoff_window(period, "calendar"), "forward", VIETNAM)
    assert saturday.why[-1] == "14/02/2015 là ngày làm bù (thứ Bảy)"


def test_a_date_table_without_the_period_is_refused() -> None:
    period = parse_period("2015-H2")
    rule = DueRule(on={"2015-H1": date(2015, 6, 15)})
    with pytest.raises(PlanError, match="không có ngày cho kỳ 2015-H2"):
        due_date(rule, period, cutoff_window(period, "calendar"), "forward", VIETNAM)


@pytest.mark.parametrize("text", ["", "7", "7 d", "--7d", "1w", "7dd", "1.5d", "d"])
def test_what_is_not_a_distance_in_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a distance in time"):
        Offset.parse(text)
