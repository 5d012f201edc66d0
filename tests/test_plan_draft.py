"""The draft of a plan file: what the document says is filled in, what it does not say is left open and marked."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from benchmarks.bench_reading import documents
from models.plan import PlanDocument
from plans.check import check_plan
from plans.drafting import draft_plan
from plans.filings import filings
from plans.loading import load_plan_text
from plans.reading import DocumentReading, read_document
from plans.tracing import accounted, trace
from tests.document_samples import CHILDREN, DRUGS, read, read_lines, trafficking


def drafted(reading: DocumentReading) -> Any:
    return YAML(typ="safe").load(draft_plan(reading))


def errors(text: str) -> list[str]:
    """What is wrong with a draft, save dates of the document that come too late for its consolidated report."""
    found = [str(problem) for problem in check_plan(load_plan_text(text, "draft.yaml")) if problem.severity == "error"]
    return [error for error in found if not TOO_LATE.search(error)]


#: A filing due after the report that needs its figures: the document's own dates, for a person to settle.
TOO_LATE = re.compile(r"reports\[tong-hop-[\w-]+\]\.due: .* sau hạn .* của báo cáo kỳ .* cần số liệu ấy")


def filled_in(text: str) -> str:
    """The draft as a coordinator completes it: an address for each contact, a deadline where none is."""
    yaml = YAML()
    plan = yaml.load(text)
    for number, contact in enumerate(plan["contacts"]):
        contact["email"] = f"lien-he-{number}@dia-phuong.example"
    for obligation in plan["obligations"]:
        if obligation["kind"] != "standing" and "due" not in obligation:
            obligation["due"] = (
                {"on": date(plan["plan"]["from"].year, 11, 30)}
                if obligation["period"] == "once"
                else {"after_cutoff": "5wd"}
            )
    stream = io.StringIO()
    yaml.dump(plan, stream)
    return stream.getvalue()


DOCUMENTS = {"province": read(DRUGS), "district": read(CHILDREN)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_check_names_nothing_but_open_deadlines(name: str) -> None:
    found = errors(draft_plan(DOCUMENTS[name]))
    assert found
    assert [error for error in found if "chưa có hạn" not in error] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_check_accepts_a_draft_that_was_filled_in(name: str) -> None:
    assert errors(filled_in(draft_plan(DOCUMENTS[name]))) == []


ANNOTATED = [source for source, _ in documents()]


@pytest.mark.parametrize("source", ANNOTATED, ids=[source.stem for source in ANNOTATED])
def test_the_draft_of_every_annotated_document_too(source: Path) -> None:
    text = draft_plan(read_document(source))
    assert [error for error in errors(text) if "chưa có hạn" not in error] == []
    assert errors(filled_in(text)) == []


def test_a_draft_that_cites_rows_of_a_table_is_accepted_too(tmp_path: Path) -> None:
    assert errors(filled_in(draft_plan(read_document(trafficking(tmp_path / "a.docx"))))) == []


def test_comments_survive_an_edit_by_the_program() -> None:
    text = draft_plan(read(DRUGS))
    edited = filled_in(text)
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert len(comments) > 20
    assert [line for line in comments if line not in edited] == []


def test_no_deadline_is_made_up() -> None:
    plan = drafted(read(DRUGS))
    dues = {one["code"]: one["due"] for one in plan["obligations"] if "due" in one}
    assert dues == {
        "BC-CONG-AN-TINH-half": {"on": {"2016-H1": date(2016, 6, 15)}, "wording": "trước ngày 15/6 và 15/12"},
        "BC-CONG-AN-TINH-year": {"on": {"2016": date(2016, 12, 15)}, "wording": "trước ngày 15/6 và 15/12"},
        "II.2.a-1": {"on": date(2016, 6, 30), "wording": "hoàn thành trong quý II/2016"},
        "BC-SO-TTTT": {"day": 25, "wording": "trước ngày 25 hằng tháng"},
        "II.7-1": {"on": date(2016, 3, 31), "wording": "xong trước ngày 31/3/2016"},
    }


def test_an_open_deadline_is_marked_beside_its_obligation() -> None:
    text = draft_plan(read(CHILDREN))
    place = text.index("code: BC-CONG-AN-HUYEN")
    assert "QUYẾT ĐỊNH: văn bản không nêu ngày hạn" in text[place - 200 : place]


def test_the_source_stands_beside_each_obligation() -> None:
    text = draft_plan(read(DRUGS))
    assert "# II.2.b#1: Phối hợp với Sở Y tế" in text
    for obligation in drafted(read(DRUGS))["obligations"]:
        for clause in obligation["clauses"]:
            assert f"# {clause}: " in text


def test_each_body_files_one_report_per_period_and_standing_duties_hang_on_it() -> None:
    plan = drafted(read(DRUGS))
    reports = [one for one in plan["obligations"] if one["kind"] == "report"]
    filers = [(code, one["period"]) for one in reports for code in one["assigned_to"]]
    assert sorted(filers) == sorted(set(filers))
    codes = {one["code"]: one["assigned_to"] for one in reports}
    standing = [one for one in plan["obligations"] if one["kind"] == "standing"]
    assert standing
    assert all(set(one["assigned_to"]) <= set(codes[one["via"]]) for one in standing)


def test_few_filings_are_asked_for() -> None:
    document = load_plan_text(filled_in(draft_plan(read(CHILDREN))), "draft.yaml").document
    per_body: dict[str, int] = {}
    for filing in filings(document):
        per_body[filing.agency] = per_body.get(filing.agency, 0) + 1
    expected = {"phong-ldtbxh": 3, "phong-y-te": 3, "cong-an-huyen": 2, "phong-gddt": 2, "xa-1": 4, "xa-2": 4}
    assert per_body == expected


def test_a_group_is_drafted_as_one_of_stand_ins() -> None:
    text = draft_plan(read(CHILDREN))
    plan = YAML(typ="safe").load(text)
    group = {"code": "xa", "name": "UBND các xã, thị trấn", "members": ["xa-1", "xa-2"]}
    assert group in plan["groups"]
    agencies = {one["code"]: one["name"] for one in plan["agencies"]}
    assert agencies["xa-2"] == "UBND các xã, thị trấn (đơn vị 2)"
    assert "xa" not in agencies
    assert {one["agency"] for one in plan["contacts"]} == set(agencies)
    assert text.count("QUYẾT ĐỊNH: ghi tên một đơn vị của nhóm xa") == 2


def test_a_general_group_has_the_bodies_that_the_document_names() -> None:
    lines = ["1. Sở Y tế:", "Khám bệnh.", "2. Hội Nông dân tỉnh:", "Vận động hội viên."]
    closing = "3. Các sở, ban, ngành: Xây dựng kế hoạch trước ngày 31/3/2015."
    plan = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", *lines, closing))
    members = {group["code"]: group["members"] for group in plan["groups"]}
    assert members == {"so-nganh": ["so-y-te"]}


@pytest.mark.parametrize("source", ANNOTATED, ids=[source.stem for source in ANNOTATED])
def test_every_body_that_the_reader_sees_is_in_the_draft(source: Path) -> None:
    reading = read_document(source)
    plan = drafted(reading)
    assert {body.code for body in reading.bodies} <= {one["code"] for one in [*plan["agencies"], *plan["groups"]]}


@pytest.mark.parametrize("source", ANNOTATED, ids=[source.stem for source in ANNOTATED])
def test_every_body_charged_answers_for_its_clause(source: Path) -> None:
    reading = read_document(source)
    plan = drafted(reading)
    members = {one["code"]: one["members"] for one in plan["groups"]}
    standing = {plan["plan"]["standing"], *(body.code for one in reading.paragraphs for body in one.receivers)}
    for one in reading.paragraphs:
        citing = [duty for duty in plan["obligations"] if one.clause in duty["clauses"]]
        owing = {code for duty in citing for named in duty["assigned_to"] for code in members.get(named, [named])}
        for body in one.bodies if one.part_of is None else ():
            assert set(members.get(body.code, [body.code])) - standing <= owing, (one.clause, body.name)


def test_a_body_named_beside_a_group_is_none_of_it() -> None:
    said = "Vận động hội viên và báo cáo kết quả trước ngày 15/11/2015."
    asked = f"2. Đề nghị Hội Nông dân tỉnh, các đoàn thể chính trị - xã hội tỉnh: {said}"
    plan = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh.", asked))
    assert {group["code"]: group["members"] for group in plan["groups"]} == {"doan-the": ["doan-the-1", "doan-the-2"]}
    once = [one["assigned_to"] for one in plan["obligations"] if one["clauses"] == ["I.2#1"]]
    assert once == [["hoi-nong-dan"], ["doan-the"]]


def test_unions_beside_the_front_have_duties_of_their_own() -> None:
    asked = "2. Đề nghị Ủy ban MTTQ Việt Nam huyện và các tổ chức chính trị - xã hội huyện:"
    plan = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh.", asked, "Vận động nhân dân."))
    standing = {tuple(one["assigned_to"]): one["via"] for one in plan["obligations"] if one["kind"] == "standing"}
    assert standing["doan-the",] == "BC-DOAN-THE"


def test_two_orders_to_one_group_reach_the_same_bodies() -> None:
    orders = ["Xây dựng kế hoạch trước ngày 31/3/2015.", "Báo cáo kết quả một lần trước ngày 20/11/2015."]
    lines = ["1. Sở Y tế:", "Khám bệnh.", "2. Sở Tư pháp, Sở Nội vụ:", "Phổ biến pháp luật."]
    plan = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", *lines, "3. Các sở, ban, ngành:", *orders))
    (group,) = plan["groups"]
    assert group["members"] == ["so-y-te", "so-tu-phap", "so-noi-vu"]
    plan_of, report_of = (one for one in plan["obligations"] if "I.3#" in "".join(one["clauses"]))
    assert plan_of["assigned_to"] == ["so-nganh"]
    assert report_of["assigned_to"] == ["so-tu-phap", "so-noi-vu"]  # the first gathers the reports


GATHERING = ["I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Định kỳ 6 tháng tổng hợp, báo cáo UBND tỉnh, Bộ Y tế{due}."]


def test_the_report_that_a_document_has_compiled_is_drafted() -> None:
    lines = [line.format(due=" trước ngày 20/6 và 20/12") for line in GATHERING]
    text = draft_plan(read_lines(*lines, "2. Sở Tư pháp:", "Báo cáo Sở Y tế trước ngày 25/6 và 25/12."))
    (report,) = YAML(typ="safe").load(text)["reports"]
    assert (report["period"], report["from"], report["fulfils"]) == ("half", "so-y-te", "BC-SO-Y-TE")
    assert sorted(report["to"]) == ["bo-y-te", "ubnd-tinh"]
    assert report["due"]["on"] == {"2015-H1": date(2015, 6, 20), "2015-H2": date(2015, 12, 20)}
    found = [str(one) for one in check_plan(load_plan_text(text, "draft.yaml"))]
    assert any(TOO_LATE.search(one) and "BC-SO-TU-PHAP" in one for one in found)


def test_a_report_to_compile_without_a_date_is_written_out_for_a_person_to_add() -> None:
    text = draft_plan(read_lines(*(line.format(due="") for line in GATHERING)))
    assert YAML(typ="safe").load(text)["reports"] == []
    (line,) = re.findall(r"^#   - (\{code: tong-hop-half.*\})$", text, re.MULTILINE)
    report = YAML(typ="safe").load(line)
    assert (report["due"], report["fulfils"]) == ("…", "BC-SO-Y-TE")
    assert "văn bản giao tổng hợp, báo cáo (I.1#1), không nêu ngày" in text


def test_a_document_that_has_nothing_compiled_says_so() -> None:
    text = draft_plan(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh."))
    assert "văn bản không nói rõ ai tổng hợp" in text


def test_a_list_that_goes_to_a_group_asks_who_receives_it() -> None:
    handed = "Gửi danh sách người cai nghiện cho UBND các xã, phường, thị trấn."
    text = draft_plan(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh.", "2. Công an tỉnh:", handed))
    (handover,) = [one for one in YAML(typ="safe").load(text)["obligations"] if one["kind"] == "handover"]
    assert handover["to"] == "so-y-te"
    assert "văn bản không nêu rõ nơi nhận" in text


def test_a_body_outside_the_gazetteer_is_marked_for_a_look() -> None:
    text = draft_plan(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế, Chi cục Thủy lợi:", "Kiểm tra."))
    marked = [line for line in text.splitlines() if "tên không có trong danh mục cơ quan" in line]
    assert [line.split(",")[0].strip() for line in marked] == ["- {code: chi-cuc-thuy-loi"]


def test_a_legal_basis_without_a_number_keeps_a_blank_for_it() -> None:
    law = "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;"
    lines = ["UBND TỈNH SÔNG THAO", "KẾ HOẠCH", "Phòng bệnh năm 2020", law]
    text = draft_plan(read("\n".join([*lines, "I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh."])))
    (basis,) = YAML(typ="safe").load(text)["legal_bases"]
    assert basis == {"number": "…", "date": date(2016, 4, 5), "kind": "Luật", "title": "Luật Trẻ em"}
    assert "QUYẾT ĐỊNH: văn bản không nêu số" in text


def test_a_closing_that_asks_nobody_in_particular_for_reports_is_left_to_a_person() -> None:
    closing = "Trên đây là Kế hoạch phòng bệnh. Các đơn vị, địa phương định kỳ báo cáo kết quả về Sở Y tế."
    reading = read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "- Khám bệnh.", closing)
    assert (reading.paragraphs[-1].clause, reading.paragraphs[-1].kind) == ("I#end", "report")
    text = draft_plan(reading)
    assert YAML(typ="safe").load(text)["context"] == []
    assert "I#end: Trên đây là" in text


def test_a_request_gets_the_policy_of_requests() -> None:
    plan = drafted(read(DRUGS))
    (report,) = [one for one in plan["obligations"] if one["code"] == "BC-DOAN-TNCS-HCM"]
    assert (report["role"], report["policy"]) == ("requested", "request")


def test_a_handing_over_goes_where_the_text_says() -> None:
    (handover,) = [one for one in drafted(read(DRUGS))["obligations"] if one["kind"] == "handover"]
    assert (handover["assigned_to"], handover["to"], handover["clauses"]) == (["huyen"], "cong-an-tinh", ["II.7#2"])


def test_dates_for_some_periods_hold_for_those_alone() -> None:
    text = "Báo cáo 6 tháng trước ngày 10/6, báo cáo năm trước ngày 10/12."
    reports = drafted(read_lines("I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", text, "Khám bệnh."))["obligations"]
    assert [(one["code"], one.get("period"), one.get("effective", {}).get("to")) for one in reports[:2]] == [
        ("BC-SO-Y-TE-half", "half", date(2015, 6, 30)),
        ("BC-SO-Y-TE-year", "year", None),
    ]
    assert reports[2]["via"] == "BC-SO-Y-TE-year"


def test_a_plan_without_a_year_asks_for_it() -> None:
    text = draft_plan(read("KẾ HOẠCH\nPhòng bệnh\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế:\nKhám bệnh."))
    assert "văn bản không nêu năm" in text
    assert re.search(r"^  from: null", text, re.MULTILINE)


def test_what_charges_nobody_is_listed_for_a_decision() -> None:
    text = draft_plan(read(DRUGS))
    plan = PlanDocument.model_validate(drafted(read(DRUGS)))
    lines = trace(plan, read(DRUGS))
    assert [line.clause for line in lines if not line.is_accounted] == ["III.1#1", "III.2#1"]
    assert accounted(lines) == (16, 18)
    assert "#   III.1#1: Tuyên truyền sâu rộng" in text
