"""The shipped plan covers its whole document, asks little of each body, and its inputs come before its reports.

The document itself is not part of the repository: `PARAGRAPHS` lists each of its paragraphs by reference and opening
words, counted by hand, so that a paragraph without an owner or a reference to nothing shows here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from models.calendar import WorkCalendar
from models.forms import Form
from models.plan import Obligation, PlanDocument, Report
from models.schedule import Scheduled, draft_day, report_periods, report_schedule, schedule

FILE = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"

PARAGRAPHS = {
    "I.1#1": "Tăng cường sự lãnh đạo của các cấp uỷ Đảng",
    "I.1#2": "Đẩy mạnh công tác tuyên truyền phổ biến pháp luật",
    "I.2#1": "Tăng cường các biện pháp tuyên truyền, giáo dục",
    "I.3#1": "100% xã, phường, thị trấn thường xuyên tuyên truyền",
    "I.3#2": "Đấu tranh, triệt phá, xử lý nghiêm minh 100%",
    "I.3#3": "Xây dựng các mô hình hỗ trợ, giảm tổn thương",
    "I.3#4": "Tổ chức cảm hoá, giáo dục, dạy nghề",
    "II.1#1": "Tăng cường công tác thông tin, tuyên truyền",
    "II.2#1": "Nêu cao vai trò, trách nhiệm của Uỷ ban nhân dân các cấp",
    "II.3#1": "Tăng cường công tác phòng chống tội phạm",
    "II.4#1": "Lồng ghép chương trình phòng chống tệ nạn mại dâm",
    "II.5#1": "Nâng cao chất lượng công tác quản lý, tư vấn",
    "II.6#1": "Thí điểm xây dựng các mô hình hỗ trợ",
    "II.7#1": "Duy trì và đẩy mạnh phong trào xây dựng xã",
    "II.8#1": "Tổ chức tổng kết, đánh giá kết quả 05 năm",
    "III.1#1": "Quán triệt và thực hiện nghiêm túc Chỉ thị số 22/CT-TTg",
    "III.1#2": "Đưa nội dung nhiệm vụ công tác phòng, chống mại dâm",
    "III.1#3": "Phát huy vai trò chỉ đạo của Tổ công tác liên ngành",
    "III.1#4": "Thực hiện có hiệu quả các mô hình phòng ngừa",
    "III.2#1": "Đẩy mạnh công tác thông tin, tuyên truyền, phổ biến",
    "III.2#2": "Huy động sự tham gia của các tổ chức đoàn thể",
    "III.2#3": "Phát huy vai trò của Uỷ ban Mặt trận Tổ quốc",
    "III.3#1": "Nâng cao hiệu quả, hiệu lực và trách nhiệm",
    "III.3#2": "Thống kê quản lý số người vi phạm",
    "III.3#3": "Tổ chức tiếp cận, giáo dục, tư vấn",
    "III.3#4": "Thường xuyên rà soát, đánh giá thực trạng",
    "III.3#5": "Tăng cường tuần tra, kiểm tra các cơ sở",
    "III.4#1": "Kiện toàn, bổ sung và nâng cao hiệu quả",
    "III.4#2": "Tăng cường công tác kiểm tra",
    "III.5#1": "Chú trọng công tác đào tạo, bồi dưỡng",
    "III.5#2": "Tổ chức tập huấn, hội thảo",
    "III.6#1": "Xây dựng, duy trì và tổ chức thực hiện",
    "III.6#2": "Phát huy vai trò của các tổ chức chính trị - xã hội",
    "IV#1": "Nguồn kinh phí thực hiện công tác phòng, chống mại dâm",
    "V.1#1": "Là cơ quan thường trực, tham mưu UBND tỉnh",
    "V.1#2": "Chủ trì, phối hợp với Công an tỉnh",
    "V.1#3": "Chủ trì, phối hợp các ngành chức năng",
    "V.1#4": "Phối hợp các cơ quan liên quan, UBND các huyện",
    "V.1#5": "Là đầu mối tổng hợp báo cáo",
    "V.2#1": "Chỉ đạo lực lượng Công an các cấp tổ chức đấu tranh",
    "V.2#2": "Phối hợp với Sở Lao động - Thương binh và Xã hội tăng cường",
    "V.2#3": "Chỉ đạo Công an các cấp xử phạt",
    "V.2#4": "Định kỳ báo cáo thống kê tình hình kết quả",
    "V.3#1": "Phối hợp với Sở Lao động - Thương binh và Xã hội",
    "V.3#2": "Thường xuyên phối hợp các sở, ngành liên quan",
    "V.4#1": "Phối hợp với Sở Lao động - Thương binh và Xã hội chỉ đạo",
    "V.5#1": "Chủ trì, phối hợp với cơ quan liên quan",
    "V.6#1": "Tăng cường phối hợp chặt chẽ với các sở, ban, ngành",
    "V.7#1": "Tăng cường hiệu lực quản lý nhà nước",
    "V.7#2": "Phối hợp với ngành Lao động - Thương binh và Xã hội",
    "V.7#3": "Chỉ đạo, tổ chức điều tra, khảo sát",
    "V#end": "UBND tỉnh giao Sở Lao động - Thương binh và Xã hội theo dõi",
}

#: Whom each entry of section V names; an obligation the plan itself gives goes to no one else.
BODIES_OF_ENTRY = {
    "V.2": "cong-an-tinh",
    "V.3": "so-vhttdl",
    "V.4": "so-y-te",
    "V.5": "tai-chinh-kh",
    "V.6": "doan-the",
    "V.7": "huyen",
    "V#end": "so-ldtbxh",
    "IV": "so-ldtbxh",
}

#: The only words of the document that speak of time, and the paragraphs in which they stand.
WORDINGS = {
    "Định kỳ tổng hợp báo cáo UBND tỉnh theo quy định": "V.1#5",
    "Định kỳ báo cáo thống kê": "V.2#4",
    "định kỳ sơ kết, tổng kết, báo cáo kết quả thực hiện": "V#end",
}

#: Reports filed by each body in the year, by period.
FILINGS = {
    **dict.fromkeys(["so-vhttdl", "so-y-te", "so-tai-chinh", "so-khdt"], ("2015-H1", "2015-H2")),
    "cong-an-tinh": ("2015-H1", "2015-H2", "2015-Q3", "2011..2015"),
    "so-ldtbxh": ("2015-H1", "2015-H2", "2015-Q3", "2011..2015"),
}

REPORT_DATES = [
    # report, period, last day on which an input is due, draft, due
    ("half-year", "2015-H1", date(2015, 6, 17), date(2015, 6, 22), date(2015, 6, 25)),
    ("nine-month", "2015-9M", date(2015, 9, 17), date(2015, 9, 22), date(2015, 9, 25)),
    ("year-end", "2015", date(2015, 12, 17), date(2015, 12, 22), date(2015, 12, 25)),
    ("five-year", "2011..2015", date(2015, 12, 22), date(2015, 12, 28), date(2015, 12, 31)),
]


@pytest.fixture(scope="module")
def plan() -> PlanDocument:
    return PlanDocument.model_validate(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def calendar(plan: PlanDocument) -> WorkCalendar:
    return WorkCalendar.of(plan.calendar)


def of_kind(plan: PlanDocument, kind: str) -> list[Obligation]:
    return [obligation for obligation in plan.obligations if obligation.kind == kind]


def bodies(plan: PlanDocument, obligation: Obligation) -> set[str]:
    return set(plan.members(obligation.assigned_to))


def owners(plan: PlanDocument, code: str | None) -> set[str]:
    return set(plan.members((code,))) if code else set()


def forms_filed(plan: PlanDocument) -> Iterator[tuple[Obligation, Form]]:
    """Every report with its form; each has one."""
    for obligation in of_kind(plan, "report"):
        assert obligation.form is not None, obligation.code
        yield obligation, plan.form(obligation.form)


def tiling(first: date, last: date, filings: list[Scheduled]) -> list[Scheduled] | None:
    """Filings that cover the days exactly, end to end, the longest preferred; None where that cannot be done.

    Two filings may begin on one day (the third quarter and the second half do), so every choice is tried.
    """
    if first > last:
        return []
    fitting = [filing for filing in filings if filing.window.first == first and filing.window.last <= last]
    for filing in sorted(fitting, key=lambda f: f.window.last, reverse=True):
        rest = tiling(filing.window.last + timedelta(days=1), last, filings)
        if rest is not None:
            return [filing, *rest]
    return None


def inputs(
    plan: PlanDocument, report: Report, key: str, calendar: WorkCalendar
) -> Iterator[tuple[str, str, Scheduled]]:
    """(indicator, body, filing) for every figure that can be counted in a report's period."""
    window = report_schedule(plan, report, key, calendar).window
    filings: dict[tuple[str, str], list[Scheduled]] = {}
    for obligation, form in forms_filed(plan):
        for indicator in form.indicators:
            for body in bodies(plan, obligation):
                filings.setdefault((indicator, body), []).extend(schedule(plan, obligation, calendar))
    for (indicator, body), all_filings in filings.items():
        for filing in tiling(window.first, window.last, all_filings) or ():
            yield indicator, body, filing


def test_every_paragraph_is_cited_by_an_obligation_or_explained(plan: PlanDocument) -> None:
    cited = {clause for obligation in plan.obligations for clause in obligation.clauses}
    explained = {entry.clause for entry in plan.context}
    assert cited | explained == set(PARAGRAPHS)
    assert not cited & explained


def test_every_paragraph_that_assigns_work_is_cited_by_an_obligation(plan: PlanDocument) -> None:
    cited = {clause for obligation in plan.obligations for clause in obligation.clauses}
    assert {clause for clause in PARAGRAPHS if not clause.startswith("I.")} == cited


def test_every_obligation_cites_a_paragraph(plan: PlanDocument) -> None:
    assert [obligation.code for obligation in plan.obligations if not obligation.clauses] == []


def test_the_coordinator_chose_the_bodies_of_sections_ii_and_iii_alone(plan: PlanDocument) -> None:
    for obligation in plan.obligations:
        sections = {"II/III" if clause.startswith(("II.", "III.")) else "IV/V" for clause in obligation.clauses}
        assert sections == {"II/III" if obligation.source == "coordinator" else "IV/V"}, obligation.code


def test_what_section_v_assigns_goes_to_the_body_it_names(plan: PlanDocument) -> None:
    for obligation in plan.obligations:
        for clause in obligation.clauses:
            named = BODIES_OF_ENTRY.get(clause.split("#")[0], BODIES_OF_ENTRY.get(clause))
            if named:
                assert bodies(plan, obligation) == owners(plan, named), (obligation.code, clause)


def test_titles_are_short_and_distinct(plan: PlanDocument) -> None:
    titles = [obligation.title for obligation in plan.obligations]
    assert max(map(len, titles)) < 90
    assert len(set(titles)) == len(titles)


def test_thirteen_districts_have_277_communes(plan: PlanDocument) -> None:
    districts = [agency for agency in plan.agencies if agency.kind == "district"]
    assert len(districts) == 13
    assert sum(agency.units or 0 for agency in districts) == 277
    assert {agency.code for agency in districts} == owners(plan, "huyen")


def test_the_front_and_five_mass_organisations_are_asked(plan: PlanDocument) -> None:
    assert owners(plan, "doan-the") == {agency.code for agency in plan.agencies if agency.kind == "organisation"}
    assert len(owners(plan, "doan-the")) == 6


def test_codes_are_distinct_and_names_resolve(plan: PlanDocument) -> None:
    for parts in (plan.obligations, plan.forms, plan.indicators, plan.reports, plan.policies):
        assert [code for code, times in Counter(part.code for part in parts).items() if times > 1] == []
    known = {agency.code for agency in plan.agencies}
    assert len(known) == len(plan.agencies)
    for obligation in plan.obligations:
        assert set(plan.members(obligation.assigned_to + obligation.coordinating)) <= known, obligation.code
        plan.policy(obligation.policy)
    for indicator in plan.indicators:
        assert owners(plan, indicator.owner) <= known, indicator.code


def test_every_body_has_a_focal_point_and_a_head(plan: PlanDocument) -> None:
    for body in {body for obligation in plan.obligations for body in bodies(plan, obligation)}:
        assert plan.contacts_of(body, "focal"), body
        assert plan.contacts_of(body, "head"), body
    assert plan.contacts_of("ubnd-tinh", "office")
    assert [contact.role for contact in plan.contacts_of("so-ldtbxh", "coordinator")] == ["coordinator"]


def test_every_address_is_fictional_and_used_once(plan: PlanDocument) -> None:
    addresses = [contact.email or "" for contact in plan.contacts]
    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_each_body_files_few_reports(plan: PlanDocument, calendar: WorkCalendar) -> None:
    filed: dict[str, list[str]] = {}
    for obligation in of_kind(plan, "report"):
        for body in bodies(plan, obligation):
            filed.setdefault(body, []).extend(item.period.key for item in schedule(plan, obligation, calendar))
    halves = dict.fromkeys(owners(plan, "huyen") | owners(plan, "doan-the"), ("2015-H1", "2015-H2"))
    assert {body: tuple(keys) for body, keys in filed.items()} == {**halves, **FILINGS}


def test_districts_and_mass_organisations_owe_nothing_but_their_reports(plan: PlanDocument) -> None:
    spared = owners(plan, "huyen") | owners(plan, "doan-the")
    for obligation in of_kind(plan, "task") + of_kind(plan, "handover"):
        assert not bodies(plan, obligation) & spared, obligation.code


def test_each_standing_duty_hangs_on_a_report_of_the_same_bodies(plan: PlanDocument) -> None:
    for duty in of_kind(plan, "standing"):
        assert duty.via is not None, duty.code
        carrier = plan.obligation(duty.via)
        assert carrier.kind == "report"
        assert bodies(plan, duty) <= bodies(plan, carrier), duty.code
        assert (duty.due, duty.form) == (None, None), duty.code
        assert duty.section, duty.code


def test_requests_are_asked_softly(plan: PlanDocument) -> None:
    for obligation in plan.obligations:
        asked = bool(bodies(plan, obligation) & owners(plan, "doan-the"))
        assert (obligation.role == "requested") == asked, obligation.code
        assert (obligation.policy == "request") == asked, obligation.code


def test_a_request_never_climbs_above_the_bodys_own_head(plan: PlanDocument) -> None:
    reached = {who for step in plan.policy("request").steps for who in step.to + step.inform}
    assert reached == {"focal", "head"}
    assert len(plan.policy("request").steps) < len(plan.policy("standard").steps)


def test_handovers_carry_no_form_and_name_their_receiver(plan: PlanDocument) -> None:
    handovers = of_kind(plan, "handover")
    assert {clause for obligation in handovers for clause in obligation.clauses} == {"V.2#4", "III.3#2"}
    for obligation in handovers:
        assert (obligation.form, obligation.to) == (None, "so-ldtbxh")


def test_every_date_is_shown_as_the_coordinators(plan: PlanDocument) -> None:
    for obligation in plan.obligations:
        assert (obligation.due is not None) == (obligation.kind != "standing"), obligation.code
        if obligation.due is not None:
            assert "do người điều phối chọn" in (obligation.note or ""), obligation.code


def test_only_the_documents_own_words_stand_beside_a_date(plan: PlanDocument) -> None:
    for obligation in plan.obligations:
        if obligation.due and obligation.due.wording:
            assert WORDINGS[obligation.due.wording] in obligation.clauses, obligation.code
    for report in plan.reports:
        assert report.fulfils is not None
        if report.due.wording:
            assert WORDINGS[report.due.wording] in plan.obligation(report.fulfils).clauses, report.code


@pytest.mark.parametrize(("code", "key", "last_input", "draft", "due"), REPORT_DATES)
def test_inputs_are_due_before_a_report_is_drafted(
    plan: PlanDocument, calendar: WorkCalendar, code: str, key: str, last_input: date, draft: date, due: date
) -> None:
    report = plan.report(code)
    assert [period.key for period in report_periods(plan, report)] == [key]
    scheduled = report_schedule(plan, report, key, calendar)
    assert (scheduled.due.day, draft_day(report, scheduled.due.day, calendar)) == (due, draft)
    assert max(filing.due.day for _, _, filing in inputs(plan, report, key, calendar)) == last_input < draft


def test_halves_tile_the_year_and_leave_the_third_quarter_out(plan: PlanDocument, calendar: WorkCalendar) -> None:
    year_end = plan.report("year-end")
    assert {item.period.key for _, _, item in inputs(plan, year_end, "2015", calendar)} == {"2015-H1", "2015-H2"}
    five_year_only = set(plan.form("5n-lao-dong").indicators)
    counted = {indicator for indicator, _, _ in inputs(plan, year_end, "2015", calendar)}
    assert counted == {part.code for part in plan.indicators if part.kind != "ratio"} - five_year_only


def test_nine_months_are_whole_for_what_the_third_quarter_asks(plan: PlanDocument, calendar: WorkCalendar) -> None:
    asked = {*plan.form("q3-cong-an").indicators, *plan.form("q3-lao-dong").indicators}
    found = list(inputs(plan, plan.report("nine-month"), "2015-9M", calendar))
    assert {indicator for indicator, _, _ in found} == asked
    for indicator in asked:
        reporting = {body for code, body, _ in found if code == indicator}
        assert reporting == owners(plan, plan.indicator(indicator).owner), indicator


def test_each_report_fulfils_a_task_of_the_standing_agency_due_the_same_day(
    plan: PlanDocument, calendar: WorkCalendar
) -> None:
    for code, key, _, _, due in REPORT_DATES:
        report = plan.report(code)
        assert (report.sender, report.to) == ("so-ldtbxh", ("ubnd-tinh", "bo-ldtbxh"))
        assert report.fulfils is not None
        task = plan.obligation(report.fulfils)
        assert bodies(plan, task) == {"so-ldtbxh"}
        assert [(item.period.key, item.due.day) for item in schedule(plan, task, calendar)] == [(key, due)]


def test_there_are_enough_indicators_each_with_an_owner_a_floor_and_a_place(plan: PlanDocument) -> None:
    assert len(plan.indicators) >= 45
    for indicator in plan.indicators:
        assert indicator.owner, indicator.code
        assert indicator.min == 0, indicator.code
        assert indicator.section, indicator.code
        assert indicator.group, indicator.code
    assert {indicator.kind for indicator in plan.indicators} == {"flow", "stock", "ratio"}


def test_money_is_decimal_and_counts_are_whole(plan: PlanDocument) -> None:
    for indicator in plan.indicators:
        exact = "decimal" if indicator.unit in ("triệu đồng", "%") else "integer"
        assert indicator.type == exact, indicator.code


def test_the_targets_of_the_plan_are_measured(plan: PlanDocument) -> None:
    targets = {part.code: dict(part.targets) for part in plan.indicators if part.targets}
    assert targets == {"xa-tuyen-truyen-tl": {"2015": 100}, "ca-vu-xu-ly-tl": {"2015": 100}}


def test_every_form_is_used_and_asks_only_its_owners(plan: PlanDocument) -> None:
    assert {form.code for _, form in forms_filed(plan)} == {form.code for form in plan.forms}
    for obligation, form in forms_filed(plan):
        for code in form.indicators:
            assert bodies(plan, obligation) <= owners(plan, plan.indicator(code).owner), (obligation.code, code)


def test_every_figure_is_asked_of_each_of_its_owners_and_ratios_of_none(plan: PlanDocument) -> None:
    asked: dict[str, set[str]] = {}
    for obligation, form in forms_filed(plan):
        for code in form.indicators:
            asked.setdefault(code, set()).update(bodies(plan, obligation))
    expected = {part.code: owners(plan, part.owner) for part in plan.indicators if part.kind != "ratio"}
    assert asked == expected


def test_both_terms_of_a_ratio_stand_on_the_same_forms(plan: PlanDocument) -> None:
    for ratio in (part for part in plan.indicators if part.kind == "ratio"):
        tops = {form.code for form in plan.forms if ratio.numerator in form.indicators}
        bottoms = {form.code for form in plan.forms if ratio.denominator in form.indicators}
        assert tops, ratio.code
        assert tops == bottoms, ratio.code


def test_rules_compare_figures_of_their_own_form(plan: PlanDocument) -> None:
    for form in plan.forms:
        for rule in form.rules:
            assert {rule.left, rule.right} <= set(form.indicators), (form.code, rule.message)


def test_forms_are_humane_and_ask_for_difficulties(plan: PlanDocument) -> None:
    for form in plan.forms:
        assert 4 <= len(form.indicators) <= 25, form.code
        assert len(set(form.indicators)) == len(form.indicators), form.code
        assert [passage.required for passage in form.narrative if passage.code == "kho-khan"] == [True], form.code


@pytest.mark.parametrize(
    ("report", "carriers"),
    [("half-year", "BC-"), ("nine-month", "Q3-"), ("year-end", "BC-"), ("five-year", "5N-")],
)
def test_what_bodies_write_has_a_heading_in_the_report(plan: PlanDocument, report: str, carriers: str) -> None:
    sections = {section.code for section in plan.report(report).sections}
    assert {section.parent for section in plan.report(report).sections} <= {None, *sections}
    for obligation, form in forms_filed(plan):
        if not obligation.code.startswith(carriers):
            continue
        placed = {plan.indicator(code).section for code in form.indicators}
        placed |= {passage.section for passage in form.narrative}
        placed |= {duty.section for duty in of_kind(plan, "standing") if duty.via == obligation.code}
        assert placed <= sections, obligation.code
