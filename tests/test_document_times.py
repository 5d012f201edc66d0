"""Periods and days that stand beside each other in a plan's words, several deadlines in a sentence, their quotes."""

from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from plans.deadline_clauses import cut_by_deadlines
from plans.drafting import draft_plan
from plans.kinds import kinds_of
from plans.periods_said import Named, named_last, without_names
from plans.terms import terms_of, terms_of_cell
from plans.unread import unread_time
from tests.document_samples import read_lines

Rules = list[tuple[str, dict[str, Any]]]


def of_half(month: int, day: int) -> tuple[str, dict[str, Any]]:
    return "half", {"on": {"2015-H1": date(2015, month, day)}}


def of_year(month: int, day: int) -> tuple[str, dict[str, Any]]:
    return "year", {"on": {"2015": date(2015, month, day)}}


def of_quarters(**days: tuple[int, int]) -> tuple[str, dict[str, Any]]:
    return "quarter", {"on": {f"2015-{quarter}": date(2015, *day) for quarter, day in days.items()}}


ALL_QUARTERS = of_quarters(Q1=(3, 10), Q2=(6, 10), Q3=(9, 10), Q4=(12, 10))
FOUR_TIMES: Rules = [of_quarters(Q1=(3, 8), Q3=(9, 7)), of_half(6, 7), of_year(12, 6)]
DAYS_OF_PERIODS: list[tuple[str, Rules]] = [
    # a day of the last month of each period that is named
    (
        "Định kỳ 6 tháng, năm báo cáo UBND tỉnh trước ngày 15 của tháng cuối kỳ báo cáo.",
        [("half", {"day": 15}), ("year", {"day": 15})],
    ),
    ("Báo cáo 6 tháng và hằng năm trước ngày 20 tháng cuối kỳ.", [("half", {"day": 20}), ("year", {"day": 20})]),
    (
        "Báo cáo quý I, 6 tháng, 9 tháng và cả năm trước ngày 10 tháng cuối kỳ.",
        [of_quarters(Q1=(3, 10)), ("half", {"day": 10}), ("nine-months", {"day": 10}), ("year", {"day": 10})],
    ),
    (
        "Báo cáo định kỳ hằng quý, 6 tháng, năm (trước ngày 15 tháng cuối của kỳ).",
        [("quarter", {"day": 15}), ("half", {"day": 15}), ("year", {"day": 15})],
    ),
    (
        "Báo cáo các quý I, II, III trước ngày 15 của tháng cuối quý và báo cáo năm trước ngày 05/12.",
        [of_quarters(Q1=(3, 15), Q2=(6, 15), Q3=(9, 15)), of_year(12, 5)],
    ),
    ("Báo cáo hằng quý trước ngày 15 tháng sau.", [("quarter", {"day": 15, "month_offset": 1})]),
    ("Báo cáo trước ngày 05 tháng sau.", [("month", {"day": 5, "month_offset": 1})]),
    ("Báo cáo trước ngày 20 của tháng cuối kỳ.", []),  # of which period, nobody says
    # a date of each period; the name of the next one is no deadline of its own
    (
        "Báo cáo quý I trước ngày 10/3, quý II trước ngày 10/6, quý III trước ngày 10/9, quý IV trước ngày 10/12.",
        [ALL_QUARTERS],
    ),
    ("Báo cáo quý I (trước ngày 10/3), quý II (10/6), quý III (ngày 10/9) và quý IV (10/12).", [ALL_QUARTERS]),
    ("Báo cáo trước ngày 10/3 (quý I), 10/6 (quý II), 10/9 (quý III) và 10/12 (quý IV).", [ALL_QUARTERS]),
    ("Báo cáo quý I, II, III, IV lần lượt trước ngày 10/3, 10/6, 10/9, 10/12.", [ALL_QUARTERS]),
    (
        "Báo cáo quý I trước ngày 08/3/2015, 6 tháng trước ngày 07/6/2015, quý III trước ngày 07/9/2015 "
        "và năm trước ngày 06/12/2015.",
        FOUR_TIMES,
    ),
    (
        "Báo cáo quý I (trước ngày 08/3), 6 tháng (trước ngày 07/6), quý III (trước 07/9), năm (trước 06/12).",
        FOUR_TIMES,
    ),
    ("Chế độ báo cáo: quý I (08/3), 6 tháng (07/6), quý III (07/9), năm (06/12).", FOUR_TIMES),
    ("Báo cáo quý I trước ngày 05/4.", [of_quarters(Q1=(4, 5))]),
    ("Báo cáo quý IV và năm trước ngày 10/12.", [of_quarters(Q4=(12, 10)), of_year(12, 10)]),
    ("Báo cáo 6 tháng cuối năm trước ngày 15/12.", [("half", {"on": {"2015-H2": date(2015, 12, 15)}})]),
    (
        "Báo cáo trước 15/6 đối với báo cáo 6 tháng và trước 15/12 đối với báo cáo năm.",
        [of_half(6, 15), of_year(12, 15)],
    ),
    # dates of periods beside one that is of none
    (
        "Gửi kế hoạch trước ngày 28/02, báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12.",
        [of_half(6, 15), of_year(12, 15), ("once", {"on": date(2015, 2, 28)})],
    ),
    ("Báo cáo năm trước ngày 10/01 năm sau.", [("year", {"on": {"2015": date(2016, 1, 10)}})]),
    ("Báo cáo quý IV trước ngày 10 tháng 01 năm kế tiếp.", [("quarter", {"on": {"2015-Q4": date(2016, 1, 10)}})]),
    # one of them on a day of its own
    (
        "Báo cáo quý trước ngày 20 tháng cuối quý, riêng quý IV trước ngày 10/12.",
        [of_quarters(Q1=(3, 20), Q2=(6, 20), Q3=(9, 20), Q4=(12, 10))],
    ),
    # a period far from the date is what something is about
    ("Xây dựng kế hoạch quý II trong tháng 3.", [("once", {"on": date(2015, 3, 31)})]),
    # what is no deadline of its own
    ("Báo cáo 6 tháng (số liệu tính đến hết ngày 31/5) trước ngày 05/6.", [of_half(6, 5)]),
    ("Hoàn thành trong quý I, trước ngày 20/3.", [("once", {"on": date(2015, 3, 20)})]),
    # an hour says no other day
    ("Hoàn thành đề án trước 17 giờ ngày 20/9.", [("once", {"on": date(2015, 9, 20)})]),
    ("Gửi báo cáo chậm nhất 16h30 ngày 20/9.", [("once", {"on": date(2015, 9, 20)})]),
    ("Hoàn thành trước 10 giờ 30 phút, ngày 20/9/2015.", [("once", {"on": date(2015, 9, 20)})]),
]


@pytest.mark.parametrize(("text", "dues"), DAYS_OF_PERIODS)
def test_a_day_goes_with_the_periods_named_beside_it(text: str, dues: Rules) -> None:
    assert [(due.period, due.rule) for due in terms_of(text, 2015).dues] == dues


CELLS = [
    "Quý I: trước ngày 10/3; quý II: trước ngày 10/6; quý III: trước ngày 10/9; quý IV: trước ngày 10/12",
    "Quý I: 10/3, quý II: 10/6, quý III: 10/9, quý IV: 10/12",
    "Quý I (10/3), quý II (10/6), quý III (10/9), quý IV (10/12)",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_reads_days_of_periods_alike(cell: str) -> None:
    (due,) = terms_of_cell(cell, 2015).dues
    assert (due.period, due.rule, due.said) == (*ALL_QUARTERS, cell)


def test_without_a_year_no_date_is_made_up() -> None:
    assert terms_of("Báo cáo quý I trước ngày 10/3, quý II trước ngày 10/6.", None).dues == ()


QUOTES = [
    (
        "Định kỳ 6 tháng, năm báo cáo trước ngày 15 của tháng cuối kỳ báo cáo, theo mẫu.",
        "trước ngày 15 của tháng cuối kỳ báo cáo",
    ),
    ("Báo cáo hằng quý (trước ngày 15 tháng cuối của quý).", "trước ngày 15 tháng cuối của quý"),
    ("Báo cáo hằng quý trước ngày 15 của tháng cuối, gửi Sở.", "trước ngày 15 của tháng cuối"),
    ("Báo cáo quý I trước ngày 10/3, quý II trước ngày 10/6 gửi Sở.", "trước ngày 10/3, quý II trước ngày 10/6"),
    ("Báo cáo quý I (trước ngày 10/3), quý II (trước ngày 10/6).", "quý I (trước ngày 10/3), quý II (trước ngày 10/6)"),
    ("Đưa vào sử dụng từ ngày 01/12/2015.", "từ ngày 01/12/2015"),
    ("Hằng tháng, trước ngày 05, báo cáo.", "trước ngày 05"),
]


@pytest.mark.parametrize(("text", "quote"), QUOTES)
def test_a_deadline_is_quoted_as_it_stands(text: str, quote: str) -> None:
    assert {due.said for due in terms_of(text, 2015).dues} == {quote}
    assert quote in text


NAMES = [
    ("Báo cáo quý I, II và IV ", (Named("quarter", 1), Named("quarter", 2), Named("quarter", 4))),
    ("Báo cáo 6 tháng đầu năm, báo cáo 9 tháng và cả năm (", (Named("half", 1), Named("nine-months"), Named("year"))),
    ("Sơ kết 6 tháng ", (Named("half"),)),
    ("Báo cáo năm 2015 ", ()),
    ("Báo cáo quý về Sở Y tế ", ()),
    ("(báo cáo quý của đơn vị)", (Named("quarter"),)),
]


@pytest.mark.parametrize(("text", "named"), NAMES)
def test_periods_are_named_where_a_text_ends_with_them(text: str, named: tuple[Named, ...]) -> None:
    assert named_last(text, beside=True) == named


def test_periods_before_a_mark_are_what_it_is_for() -> None:
    assert without_names("Báo cáo quý I · và quý II (·) trong quý III", "·") == "Báo cáo · và ·) trong quý III"


def test_time_is_unread_only_where_no_rule_took_it() -> None:
    text = "Báo cáo quý I trước ngày 10/3, 6 tháng (trước ngày 10/6); rà soát trong vòng 30 ngày."
    assert unread_time(text, terms_of(text, 2015)) == "trong vòng 30 ngày"


CLAUSES = [
    (
        "Xây dựng phương án trong quý II, báo cáo kết quả trước ngày 01/10.",
        ["Xây dựng phương án trong quý II", "Báo cáo kết quả trước ngày 01/10."],
    ),
    (
        "Trình Quyết định trong tháng 5; hoàn thành mua sắm trước ngày 20/9.",
        ["Trình Quyết định trong tháng 5", "Hoàn thành mua sắm trước ngày 20/9."],
    ),
    (
        "Trước ngày 15/5 trình đề án, kế hoạch, trước ngày 20/9 hoàn thành.",
        ["Trước ngày 15/5 trình đề án, kế hoạch", "Trước ngày 20/9 hoàn thành."],
    ),
    (
        "Tập huấn trong quý II và kiểm tra trong quý IV.",
        ["Tập huấn trong quý II", "Kiểm tra trong quý IV."],
    ),
    ("Mở 02 lớp trước ngày 10/5 và 10/9.", ["Mở 02 lớp trước ngày 10/5 và 10/9."]),
    ("Mở 02 lớp trước ngày 10/5; lần hai trước ngày 10/9.", ["Mở 02 lớp trước ngày 10/5", "Lần hai trước ngày 10/9."]),
    ("Mở 02 lớp (trước ngày 10/5), (trước ngày 10/9).", ["Mở 02 lớp (trước ngày 10/5), (trước ngày 10/9)."]),
]


@pytest.mark.parametrize(("text", "clauses"), CLAUSES)
def test_each_deadline_has_its_own_words(text: str, clauses: list[str]) -> None:
    found = cut_by_deadlines(text, terms_of(text, 2015).dues)
    assert [clause.text for clause in found] == clauses
    assert all(due.said.casefold() in clause.text.casefold() for clause in found for due in clause.dues)


def drafted(*lines: str) -> tuple[str, dict[str, dict[str, Any]]]:
    text = draft_plan(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", *lines))
    return text, {one["code"]: one for one in YAML(typ="safe").load(text)["obligations"]}


def test_a_task_and_the_report_on_it_are_told_apart() -> None:
    _, found = drafted("- Xây dựng phương án trong quý II/2015, báo cáo kết quả trước ngày 01/10/2015.")
    first, second = found["I.1-1-1"], found["I.1-1-2"]
    assert (first["kind"], first["title"]) == ("task", "Xây dựng phương án trong quý II/2015")
    assert first["due"] == {"on": date(2015, 6, 30), "wording": "trong quý II/2015"}
    assert (second["kind"], second["title"]) == ("report", "Báo cáo kết quả trước ngày 01/10/2015")
    assert second["due"] == {"on": date(2015, 10, 1), "wording": "trước ngày 01/10/2015"}


def test_named_periods_are_reports_and_dated_checks_are_none() -> None:
    _, found = drafted(
        "- Báo cáo quý I (trước ngày 20/3), 6 tháng (trước ngày 20/6) và năm (trước ngày 20/12/2015).",
        "- Kiểm tra 02 đợt trước ngày 30/6/2015 và 30/10/2015, báo cáo kết quả trước ngày 15/11/2015.",
    )
    assert [(code, one["kind"], one["period"]) for code, one in found.items()] == [
        ("BC-SO-Y-TE-quarter", "report", "quarter"),
        ("BC-SO-Y-TE-half", "report", "half"),
        ("BC-SO-Y-TE-year", "report", "year"),
        ("I.1-2-1", "task", "half"),
        ("I.1-2-2", "report", "once"),
    ]


def test_periods_apart_become_reports_of_their_own() -> None:
    _, found = drafted("- Báo cáo quý I trước ngày 20/3, 6 tháng trước ngày 20/6, quý III trước ngày 20/9/2015.")
    spans = {code: one["effective"] for code, one in found.items()}
    first, half, third = (
        (date(2015, month, 1), date(2015, last, day)) for month, last, day in ((1, 3, 31), (1, 6, 30), (7, 9, 30))
    )
    assert {code: (span["from"], span["to"]) for code, span in spans.items()} == {
        "BC-SO-Y-TE-quarter": first,
        "BC-SO-Y-TE-quarter-2": third,
        "BC-SO-Y-TE-half": half,
    }


def test_the_second_half_is_told_in_the_year() -> None:
    _, found = drafted("- Báo cáo 6 tháng, năm trước ngày 20 tháng cuối kỳ.")
    assert found["BC-SO-Y-TE-half"]["effective"] == {"from": date(2015, 1, 1), "to": date(2015, 6, 30)}
    assert "effective" not in found["BC-SO-Y-TE-year"]


MARKS = [
    ("- Báo cáo trước ngày 15/6/2015 và 15/12/2015.", "period: half  # QUYẾT ĐỊNH: kỳ đoán theo các ngày hạn"),
    ("- Báo cáo hằng quý, năm trước ngày 20 của tháng cuối quý.", "văn bản còn nêu kỳ năm mà không nêu hạn"),
    (
        "- Ban hành quy chế trước ngày 01/5/2015; kiểm tra trong 30 ngày.",
        "còn nêu thời gian mà máy chưa hiểu: 'trong 30 ngày'",
    ),
]


@pytest.mark.parametrize(("line", "mark"), MARKS)
def test_what_a_rule_leaves_open_is_marked(line: str, mark: str) -> None:
    assert mark in drafted(line)[0]
    assert mark not in drafted("- Báo cáo 6 tháng trước ngày 15/6/2015, năm trước ngày 15/12/2015.")[0]


def test_a_cut_off_that_one_date_needs_is_marked_for_the_others() -> None:
    text, found = drafted("- Báo cáo trước ngày 25/5/2015 và 10/12/2015.")
    assert found["BC-SO-Y-TE"]["cutoff"] == "cuoi-2-thang-truoc"
    assert "cuoi-2-thang-truoc: hết tháng thứ hai trước đó" in text
    assert "chốt sớm vì có hạn 25/05/2015; các kỳ khác cũng chốt như vậy" in text
    assert "chốt sớm vì" not in drafted("- Báo cáo 6 tháng trước ngày 05/6, năm trước ngày 05/12/2015.")[0]


def test_a_report_cites_only_what_asks_for_it() -> None:
    lines = ("- Tổng hợp báo cáo Bộ Y tế.", "2. UBND các xã:", "- Tuyên truyền.")
    _, found = drafted(*lines)
    assert (found["BC-XA"]["clauses"], found["BC-XA"]["source"]) == ([], "coordinator")
    assert found["BC-SO-Y-TE"]["clauses"] == ["I.1#1"]


IF_NEEDED = [
    ("Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo UBND tỉnh.", False),
    ("Nếu có vấn đề phát sinh, các sở phản ánh về Sở Y tế để tổng hợp, báo cáo UBND tỉnh.", False),
    ("Báo cáo kết quả, khó khăn, kiến nghị (nếu có) về Sở Y tế.", True),
    ("Nếu có khó khăn thì phản ánh. Báo cáo kết quả về Sở Y tế.", True),
]


@pytest.mark.parametrize(("text", "reports"), IF_NEEDED)
def test_what_is_told_only_if_need_be_is_no_report(text: str, reports: bool) -> None:
    assert ("report" in kinds_of(text, terms_of(text, 2015))) is reports


HEADINGS = [
    ("Sở Nội vụ chủ trì, Sở Tài chính phối hợp:", "so-noi-vu", ["so-tai-chinh"]),
    ("Sở Nội vụ (chủ trì), Sở Tài chính, Sở Y tế (phối hợp):", "so-noi-vu", ["so-tai-chinh", "so-y-te"]),
    ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính:", "so-noi-vu", ["so-tai-chinh"]),
]


@pytest.mark.parametrize(("heading", "leads", "helpers"), HEADINGS)
def test_those_that_help_in_a_heading_do_not_lead(heading: str, leads: str, helpers: list[str]) -> None:
    (paragraph,) = read_lines("I. TỔ CHỨC THỰC HIỆN", f"1. {heading}", "- Trình UBND tỉnh đề án.").paragraphs
    assert [body.code for body in paragraph.bodies] == [leads]
    assert [body.code for body in paragraph.helpers] == helpers
