"""Checking a plan that could be read: each part that does not fit the others is named with its line and a way out."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.check import check_plan, filings
from plans.findings import Problem
from plans.loading import PlanFileError, load_plan, load_plan_text

PLAN = (Path(__file__).parent / "data" / "sound-plan.yaml").read_text(encoding="utf-8")


def check(text: str) -> list[Problem]:
    return check_plan(load_plan_text(text, "plan.yaml"))


def changed(*changes: tuple[str, str]) -> str:
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line_of(part: str, text: str = PLAN) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_plan_that_fits_together_has_no_problems() -> None:
    assert check(PLAN) == []


def test_the_shipped_plan_has_no_problems() -> None:
    assert check_plan(load_plan(Path(__file__).parent.parent / "plans" / "phu-tho-2015.yaml")) == []


ONE_OBLIGATION = "code: B-05, title: Tổng kết"
ERRORS = [
    # unknown names
    ("issuer: ubnd", "issuer: ubdn", "plan.issuer", "không có cơ quan ubdn", "viết ubnd"),
    ("standing: so-a", "standing: huyen", "plan.standing", "huyen là một nhóm", "huyen-1, huyen-2"),
    ("parent: ubnd", "parent: ubdn", "agencies[so-b].parent", "không có cơ quan ubdn", "viết ubnd"),
    ("parent: ubnd", "parent: so-b", "agencies[so-b].parent", "cấp trên của chính mình", "parent"),
    (
        "members: [huyen-1, huyen-2]",
        "members: [huyen-1, huyen-3]",
        "groups[huyen].members[2]",
        "huyen-3",
        "viết huyen-",
    ),
    (
        "members: [huyen-1, huyen-2]",
        "members: [huyen-1, huyen]",
        "groups[huyen].members[2]",
        "là một nhóm",
        "từng cơ quan",
    ),
    (
        "agency: ubnd, role: office",
        "agency: ubdn, role: office",
        "contacts[ubdn/office].agency",
        "không có cơ quan",
        "ubnd",
    ),
    ("with: [so-a]", "with: [so-x]", "obligations[B-01].with[1]", "không có cơ quan hoặc nhóm so-x", "viết so-"),
    ("assigned_to: [huyen]", "assigned_to: [huyem]", "obligations[B-02].assigned_to[1]", "huyem", "viết huyen"),
    ("to: so-a", "to: so-c", "obligations[B-04].to", "không có cơ quan so-c", "viết so-"),
    ("via: B-02", "via: B-20", "obligations[B-03].via", "không có nhiệm vụ B-20", "viết B-0"),
    ("form: district", "form: distric", "obligations[B-02].form", "không có biểu mẫu distric", "viết district"),
    (
        "policy: request",
        "policy: requests",
        "obligations[B-06].policy",
        "cách nhắc và đôn đốc requests",
        "viết request",
    ),
    ("cutoff: tinh", "cutoff: tinhh", "obligations[B-06].cutoff", "kiểu chốt số liệu tinhh", "viết tinh"),
    (
        "indicators: [communes]",
        "indicators: [commune]",
        "forms[district].indicators[1]",
        "chỉ tiêu commune",
        "communes",
    ),
    ("left: violations", "left: communes", "forms[inspections].rules[1].left", "trong biểu inspections", "visits"),
    ("right: visits", "right: visit", "forms[inspections].rules[1].right", "visit", "viết visits"),
    ("section: hard", "section: hart", "forms[district].narrative[hard].section", "mục báo cáo hart", "viết hard"),
    ("numerator: violations", "numerator: violation", "indicators[rate].numerator", "violation", "viết violations"),
    ("denominator: visits", "denominator: rate", "indicators[rate].denominator", "cũng là tỷ lệ", "flow hoặc stock"),
    ("from: so-a", "from: so-x", "reports[year-end].from", "không có cơ quan so-x", "viết so-"),
    ("to: [ubnd]", "to: [huyen]", "reports[year-end].to[1]", "huyen là một nhóm", "huyen-1"),
    ("fulfils: B-05", "fulfils: B-5", "reports[year-end].fulfils", "không có nhiệm vụ B-5", "viết B-05"),
    ("parent: results", "parent: result", "reports[year-end].sections[hard].parent", "result", "viết results"),
    # repeated names
    ("code: B-02,", "code: B-01,", "obligations[B-01].code", "B-01 đã có ở dòng 31", "đổi mã"),
    ("code: B-02,", "code: b-01,", "obligations[b-01].code", "ở chữ hoa, chữ thường", "đổi mã"),
    ("code: so-b, name", "code: so-a, name", "agencies[so-a].code", "so-a đã có ở dòng 6", "đổi mã"),
    ("groups: [{code: huyen,", "groups: [{code: so-b,", "groups[so-b].code", "vừa là mã nhóm vừa là mã cơ quan", "đổi"),
    ("code: tinh,", "code: nd09,", "cutoffs[nd09].code", "có sẵn", "mã khác"),
    ("[visits, violations]", "[visits, violations, visits]", "forms[inspections].indicators[3]", "đã có ở dòng", "lặp"),
    # clauses and lines
    ('"V.2#4"', '"V.2"', "obligations[B-01].clauses[1]", "“V.2” không phải cách dẫn", "V.2#4"),
    ('"I.1#1"', '"I.1#0"', "context[I.1#0].clause", "“I.1#0”", "V.2#4"),
    ("title: Kế hoạch mẫu", 'title: "Kế hoạch\\nmẫu"', "plan.title", "một dòng", "xuống dòng"),
    # kinds
    (", kind: standing, via: B-02", ", kind: standing", "obligations[B-03]", "cần via", "thêm via"),
    ("via: B-02", "via: B-02, due: {day: 1}", "obligations[B-03].due", "không có due riêng", "bỏ due"),
    ("via: B-02", "via: B-02, form: district", "obligations[B-03].form", "không có form riêng", "bỏ form"),
    ("via: B-02", "via: B-05", "obligations[B-03].via", "kind: task, không phải báo cáo", "kind: report"),
    (
        "assigned_to: [huyen-1], kind",
        "assigned_to: [huyen-1, so-b], kind",
        "obligations[B-03].via",
        "so-b không nộp",
        "thêm",
    ),
    (ONE_OBLIGATION, f"{ONE_OBLIGATION}, via: B-02", "obligations[B-05].via", "chỉ dùng cho kind: standing", "bỏ via"),
    ("to: so-a, kind: handover", "kind: handover", "obligations[B-04]", "cần nơi nhận", "thêm to"),
    ("to: so-a, kind", "to: so-a, form: district, kind", "obligations[B-04].form", "chỉ ghi số văn bản", "bỏ form"),
    ("to: so-a, kind", "to: so-b, kind", "obligations[B-04].to", "bàn giao cho chính mình", "sửa"),
    (ONE_OBLIGATION, f"{ONE_OBLIGATION}, to: so-b", "obligations[B-05].to", "chỉ dùng cho kind: handover", "bỏ to"),
    (",\n     due: {on: 2015-12-31}", "", "obligations[B-05]", "chưa có hạn", "thêm due"),
    ("fulfils: B-05", "fulfils: B-03", "reports[year-end].fulfils", "kind: standing", "task"),
    ("fulfils: B-05", "fulfils: B-07", "reports[year-end].fulfils", "không phải nhiệm vụ của so-a", "giao cho so-a"),
    # due rules
    (
        "due: {on: 2015-11-15}",
        "due: {after_cutoff: 5d}",
        "obligations[B-04].due",
        "cần một ngày hạn",
        "{on: 2015-12-31}",
    ),
    ("due: {on: 2015-11-15}", "due: {day: 5}", "obligations[B-04].due", "cần một ngày hạn", "{on: 2015-12-31}"),
    ("2015-H1: 2015-06-17, ", "", "obligations[B-02].due.on", "chưa có ngày hạn cho 2015-H1", "thêm 2015-H1"),
    (
        "{2015-H1: 2015-06-17",
        "{2015-Q1: 2015-03-31, 2015-H1: 2015-06-17",
        "obligations[B-02].due.on.2015-Q1",
        "không phải",
        "H1",
    ),
    (
        "{on: {2015-H1: 2015-06-17, 2015-H2: 2015-12-17}}",
        "{on: 2015-06-17}",
        "obligations[B-02].due.on",
        "2 kỳ",
        "2015-H2: …",
    ),
    ('{"2015": 2015-12-25}', '{"2016": 2016-12-25}', "reports[year-end].due.on.2016", "không phải là kỳ", "2015"),
    ("\n     span: 2011..2015,", "", "obligations[B-07].period", "cần span", "thêm span"),
    ("span: 2011..2015", "span: 2015..2011", "obligations[B-07].span", "trước khi bắt đầu", "đổi chỗ"),
    (
        "starts: {day: 1}, ends: {day: 20}",
        "starts: {day: 20, month_offset: 2}, ends: {day: 1}",
        "obligations[B-06].cutoff",
        "kiểu chốt tinh kết thúc trước",
        "sửa",
    ),
    (
        "due: {on: 2015-11-15}",
        "due: {on: 2015-11-15}, effective: {from: 2016-01-01}",
        "obligations[B-04].effective",
        "ngoài",
        "cho nằm trong",
    ),
    ("period: year, cutoff: nd09", "period: once, cutoff: nd09", "reports[year-end].period", "cần một kỳ", "year"),
    (
        'due: {on: {"2015": 2015-12-25}}, draft: -3wd',
        "due: {day: 16}, draft: -1wd",
        "reports[year-end].due",
        "B-02 kỳ 2015-H2 đến hạn 17/12/2015, sau hạn 16/12/2015",
        "lùi hạn",
    ),
    ("after_cutoff: 3wd", "day: 10", "obligations[B-01].due", "kỳ 2015-H1 đến hạn 10/06/2015 khi chưa chốt", "wording"),
    ('{"2015": 2015-12-25}', '{"2015": 2015-12-14}', "reports[year-end].due", "khi chưa chốt xong", "lùi hạn"),
    # calendar, validity, figures
    ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Min", "calendar.timezone", "không có múi giờ", "viết Asia/Ho_Chi_Minh"),
    ("holidays: VN", "holidays: VIET", "calendar.holidays", "lịch nghỉ của nước VIET", "VN"),
    ("open: [2015-06-20]", "open: [2015-06-16]", "calendar.open[1]", "vừa là ngày nghỉ", "một danh sách"),
    ("from: 2015-01-01", "from: 0215-01-01", "plan.from", "năm 215", "xem lại năm"),
    (
        "name: Sở B,",
        "name: Sở B, from: 2015-05-01, to: 2015-04-01,",
        "agencies[so-b].to",
        "trước khi bắt đầu",
        "đổi chỗ",
    ),
    ("min: 0, max: 9", "min: 10, max: 9", "indicators[violations].min", "lớn hơn", "đổi chỗ"),
    ("targets: {2015: 5}", "targets: {nam: 5}", "indicators[violations].targets.nam", "không phải là kỳ", "2015-H1"),
]


@pytest.mark.parametrize(("old", "new", "path", "message", "hint"), ERRORS, ids=lambda v: str(v)[:40])
def test_what_does_not_fit_is_an_error_in_place(old: str, new: str, path: str, message: str, hint: str) -> None:
    text = changed((old, new))
    found = [problem for problem in check(text) if problem.path == path and message in problem.message]
    assert len(found) == 1, check(text)
    assert found[0].severity == "error"
    assert hint in found[0].hint
    first = text.splitlines()[found[0].line - 1]
    assert found[0].line > 1
    assert found[0].column <= len(first)


TWO_HEADS = "head@so-b.example}\n  - {agency: so-b, role: head, name: Khác, email: HEAD@so-b.example}"
WARNINGS = [
    (
        "due: {after_cutoff: 3wd}, form: inspections",
        "due: {after_cutoff: 3wd}",
        "obligations[B-01]",
        "không có biểu mẫu",
    ),
    ("with: [so-a]", "with: [so-b]", "obligations[B-01].with", "so-b vừa thực hiện vừa phối hợp"),
    ("with: [so-a]", "joint: true", "obligations[B-01].joint", "chỉ có một cơ quan"),
    (
        "policy: request, period",
        "period",
        "obligations[B-06].policy",
        "các bước +10wd:escalate, +15wd:escalate của policy standard",
    ),
    ("{at: -7d, action: remind", "{at: -7d, action: chase", "policies[standard].steps[1]", "khi chưa đến hạn"),
    ("span: 2011..2015", "span: 2012..2016", "obligations[B-07].period", "không có kỳ nào"),
    ("period: quarter", "span: 2011..2015, period: quarter", "obligations[B-06].span", "không có tác dụng"),
    ("period: quarter", "effective: {from: 2014-10-01}, period: quarter", "obligations[B-06].effective.from", "ngoài"),
    (
        "after_cutoff: 3wd",
        "day: 10, wording: trước ngày 10",
        "obligations[B-01].due",
        "khi chưa chốt xong số liệu (14/06/2015)",
    ),
    ("2015-H2: 2015-12-17", "2015-H2: 2051-12-17", "obligations[B-02].due", "cách kỳ hơn một năm"),
    ("closed: [2015-06-16]", "closed: [2051-06-16]", "calendar.closed[1]", "cách xa thời gian"),
    (
        "draft: -3wd",
        "draft: -10wd",
        "reports[year-end].draft",
        "B-01 kỳ 2015-H2 đến hạn 17/12/2015, sau ngày lập bản thảo 11/12/2015",
    ),
    ("draft: -3wd", "draft: +1wd", "reports[year-end].draft", "được lập sau hạn"),
    ("due: {on: 2015-12-31}", "due: {on: 2015-12-20}", "reports[year-end].due", "của B-05 mà nó hoàn thành"),
    ("owner: so-b}", "min: 0}", "indicators[visits]", "chưa có cơ quan chịu trách nhiệm"),
    (
        "owner: so-b}",
        "owner: so-a}",
        "indicators[visits].owner",
        "so-a chịu trách nhiệm nhưng không có báo cáo nào hỏi",
    ),
    ("owner: so-b}", "owner: so-a}", "indicators[visits].owner", "so-b cũng được hỏi"),
    ("[visits, violations]", "[visits, violations, rate]", "indicators[rate]", "tỷ lệ được tính từ hai tổng"),
    ("denominator: visits", "denominator: spare", "indicators[rate].denominator", "không biểu nào hỏi spare"),
    ("form: district", "form: inspections", "forms[district]", "không nhiệm vụ nào dùng"),
    (
        "narrative: [{code: hard, title: Khó khăn, section: hard}]}",
        "narrative: []}\n  - {code: none}",
        "forms[none]",
        "không hỏi gì",
    ),
    ('clause: "I.1#1"', 'clause: "V.2#4"', "context[V.2#4].clause", "nhưng có nhiệm vụ dẫn điểm này"),
    ("head@so-b.example}", TWO_HEADS, "contacts[so-b/head]", "đã ghi cho cùng vai trò"),
    (", email: vp@ubnd.example", "", "contacts[ubnd/office]", "chưa có địa chỉ thư"),
    (
        ", email: vp@ubnd.example",
        "",
        "agencies[ubnd]",
        "chưa có văn phòng (office) với địa chỉ thư: bước +15wd:escalate của B-01",
    ),
    ("{agency: so-b, role: head", "{agency: so-b, role: office", "agencies[so-b]", "Sở B chưa có lãnh đạo (head)"),
    ("{agency: so-a, role: focal", "{agency: so-a, role: office", "agencies[so-a]", "Sở A chưa có người điều phối"),
    (
        "{agency: so-a, role: focal",
        "{agency: so-a, role: coordinator",
        "agencies[so-a]",
        "Sở A chưa có đầu mối (focal)",
    ),
]
SPARE = ("indicators:\n  - {code: visits", "indicators:\n  - {code: spare, name: Dư, unit: lượt}\n  - {code: visits")


@pytest.mark.parametrize(("old", "new", "path", "message"), WARNINGS, ids=lambda v: str(v)[:40])
def test_what_is_doubtful_is_a_warning_in_place(old: str, new: str, path: str, message: str) -> None:
    text = changed((old, new), *([SPARE] if "spare" in new else []))
    found = [problem for problem in check(text) if problem.path == path and message in problem.message]
    assert len(found) == 1, check(text)
    assert found[0].severity == "warning"
    assert found[0].hint
    assert str(found[0]).startswith(f"plan.yaml:{found[0].line}:{found[0].column}: cảnh báo: {path}: ")


def test_a_missing_default_policy_is_an_error_once_for_each_obligation_that_needs_it() -> None:
    found = [p for p in check(changed(("code: standard", "code: normal"))) if "policy standard" in p.message]
    assert [p.path for p in found] == [f"obligations[{code}]" for code in ("B-01", "B-02", "B-04", "B-05", "B-07")]


def test_problems_come_in_the_order_of_the_file() -> None:
    found = check(changed(("fulfils: B-05", "fulfils: X"), ("issuer: ubnd", "issuer: x"), ("via: B-02", "via: X")))
    lines = [problem.line for problem in found]
    assert lines == sorted(lines)
    assert {problem.line for problem in found} >= {line_of("issuer"), line_of("via"), line_of("fulfils")}


Q4 = """\
  - {{code: Q-4, title: Báo cáo quý, assigned_to: [so-b], period: {period}, cutoff: {cutoff},
     due: {{after_cutoff: 3wd}}, form: inspections}}
forms:
"""


@pytest.mark.parametrize(
    ("period", "cutoff", "clash"),
    [
        ("half", "nd09", True),  # the same windows: which filing counts?
        ("quarter", "nd09", False),  # quarters lie within halves
        ("year", "nd09", False),  # halves lie within the year
        ("quarter", "calendar", True),  # calendar quarters overlap the decree's halves in part
    ],
)
def test_the_same_figure_in_two_filings(period: str, cutoff: str, clash: bool) -> None:
    found = check(changed(("forms:\n", Q4.format(period=period, cutoff=cutoff))))
    told = [problem for problem in found if "kỳ chồng nhau" in problem.message]
    assert [problem.path for problem in told] == (["obligations[Q-4].form"] if clash else [])
    assert all("visits, violations" in problem.message for problem in told)


def test_one_date_serves_a_kind_with_one_period() -> None:
    assert check(changed(("to: 2015-12-31", "to: 2015-12-31, number: 05/KH"))) == []
    two_years = check(changed(("from: 2015-01-01", "from: 2014-01-01")))
    assert "một ngày hạn cho 2 kỳ" in " ".join(problem.message for problem in two_years)


def test_dates_outside_any_calendar_stop_nothing_else() -> None:
    found = check(changed(("to: 2015-12-31}\ncalendar", "to: 9999-12-31}\ncalendar"), ("via: B-02", "via: X")))
    assert {problem.path for problem in found} >= {"plan.to", "obligations[B-03].via"}


def test_a_calendar_without_working_days_is_said_where_it_stops_a_deadline() -> None:
    days = ", ".join(str(date(2015, 1, 1) + timedelta(days=day)) for day in range(800))
    found = check(changed(("closed: [2015-06-16]", f"closed: [{days}]"), ("open: [2015-06-20]", "open: []")))
    stopped = {problem.path for problem in found if "không tính được hạn" in problem.message}
    assert stopped >= {"obligations[B-01].due", "reports[year-end].due"}


WORDS = re.findall(r"[\w.+/-]+", PLAN)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.sampled_from(WORDS)), min_size=1, max_size=4))
def test_no_plan_that_can_be_read_stops_the_check(swaps: list[tuple[int, str]]) -> None:
    words = dict(swaps)
    count = iter(range(len(WORDS)))
    text = re.sub(r"[\w.+/-]+", lambda match: words.get(next(count), match.group()), PLAN)
    try:
        loaded = load_plan_text(text, "plan.yaml")
    except PlanFileError:
        return
    found = check_plan(loaded)
    assert all(problem.line >= 1 and problem.path and "\n" not in str(problem) for problem in found)
    if not any(problem.severity == "error" for problem in found):
        assert isinstance(filings(loaded.document), list)


LAST_DAY = 'due: {on: {"2015": 2015-12-25}}, draft: -3wd'


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        # 17/12 rolls to 28/12 over the new days off, past the report of 25/12 that does not roll
        ([(LAST_DAY, LAST_DAY + ", roll: none"), ("closed: [", "closed: [CLOSED, ")], "warning"),
        # the rules themselves are out of order, whatever the calendar
        ([(LAST_DAY, "due: {day: 16}, draft: -1wd")], "error"),
        ([(LAST_DAY, "due: {day: 16}, draft: -1wd"), ("closed: [", "closed: [CLOSED, ")], "error"),
    ],
)
def test_what_days_off_push_past_the_report_is_a_warning(changes: list[tuple[str, str]], severity: str) -> None:
    days = ", ".join(f"2015-12-{day}" for day in range(15, 26))
    found = [one for one in check(changed(*changes).replace("CLOSED", days)) if "của báo cáo kỳ 2015" in one.message]
    late = [one for one in found if "sau hạn" in one.message]
    assert late, found
    assert {one.severity for one in late} == {severity}
