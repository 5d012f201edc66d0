"""The trace matrix: every paragraph of a document is answered for by an obligation or a reason, or shows as missing."""

from pathlib import Path

import pytest

from models.plan import PlanDocument
from plans.loading import load_plan
from plans.reading import DocumentReading, read_document
from plans.tracing import TraceLine, accounted, trace
from tests.document_samples import SHARED, read_lines

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"


@pytest.fixture(scope="module")
def shared() -> DocumentReading:
    return read_document(SHARED)


def plan(*clauses: str, context: str | None = None) -> PlanDocument:
    return PlanDocument.model_validate(
        {
            "schema": 1,
            "plan": {
                "code": "x",
                "title": "X",
                "issuer": "a",
                "standing": "a",
                "from": "2015-01-01",
                "to": "2015-12-31",
            },
            "agencies": [{"code": "a", "name": "A"}],
            "obligations": [
                {"code": f"N{number}", "title": "N", "assigned_to": ["a"], "clauses": [clause]}
                for number, clause in enumerate(clauses, start=1)
            ],
            "context": [{"clause": context, "reason": "mục tiêu"}] if context else [],
        }
    )


READING = read_lines("I. MỤC TIÊU", "Giảm tệ nạn.", "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế:", "Khám bệnh.", "Báo cáo.")


def test_a_paragraph_is_answered_for_by_obligations_or_a_reason() -> None:
    lines = trace(plan("II.1#1", "II.1#1", context="I#1"), READING)
    assert lines == [
        TraceLine("I#1", "Giảm tệ nạn.", (), "mục tiêu"),
        TraceLine("II.1#1", "Khám bệnh.", ("N1", "N2"), None),
        TraceLine("II.1#2", "Báo cáo.", (), None),
    ]
    assert [line.is_accounted for line in lines] == [True, True, False]
    assert accounted(lines) == (2, 3)


def test_a_reference_to_nothing_is_not_accounted_for() -> None:
    *_, last = trace(plan("II.1#1", "II.7#3"), READING)
    assert (last.clause, last.text, last.obligations, last.is_accounted) == ("II.7#3", None, ("N2",), False)


def test_the_shipped_plan_accounts_for_its_whole_document(shared: DocumentReading) -> None:
    lines = trace(load_plan(SHIPPED).document, shared)
    assert [line for line in lines if not line.is_accounted] == []
    assert accounted(lines) == (52, 52)


def test_the_shared_document_is_read(shared: DocumentReading) -> None:
    assert shared.title == "Kế hoạch thực hiện Chương trình phòng, chống mại dâm năm 2015"
    assert (shared.letterhead.issuer, shared.year, shared.budget) == ("UBND tỉnh Phú Thọ", 2015, "IV#1")
    assert [section.numeral for section in shared.sections] == ["I", "II", "III", "IV", "V"]
    assert [entry.number for entry in shared.sections[4].entries] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [(basis.number, basis.signed and basis.signed.isoformat()) for basis in shared.bases] == [
        ("679/QĐ-TTg", "2011-05-10"),
        ("22/CT-TTg", "2013-10-15"),
        ("167/2013/NĐ-CP", "2013-11-12"),
        ("01/2008/BLĐTBXH-BCA-BVHTTDL-UBMTTQVN", "2008-08-28"),
    ]
    assert shared.distribution[0] == "Bộ LĐTBXH (Báo cáo)"
    assert len(shared.distribution) == 7


#: Section V and the paragraph on money: who is charged, in which role, who helps.
CHARGED = {
    "IV#1": (["so-ldtbxh"], "lead", ["so-tai-chinh"]),
    "V.1#1": (["so-ldtbxh"], "lead", ["so-nganh", "huyen"]),
    "V.1#2": (["so-ldtbxh"], "lead", ["cong-an-tinh"]),
    "V.1#3": (["so-ldtbxh"], "lead", []),
    "V.1#4": (["so-ldtbxh"], "coordinate", ["huyen"]),
    "V.1#5": (["so-ldtbxh"], "lead", []),
    "V.2#1": (["cong-an-tinh"], "lead", []),
    "V.2#2": (["cong-an-tinh"], "coordinate", ["so-ldtbxh"]),
    "V.2#3": (["cong-an-tinh"], "lead", []),
    "V.2#4": (["cong-an-tinh"], "lead", []),
    "V.3#1": (["so-vhttdl"], "coordinate", ["so-ldtbxh", "ubmttq-tinh", "cong-an-tinh"]),
    "V.3#2": (["so-vhttdl"], "coordinate", []),
    "V.4#1": (["so-y-te"], "coordinate", ["so-ldtbxh"]),
    "V.5#1": (["so-tai-chinh", "so-khdt"], "lead", []),
    "V.6#1": (["ubmttq-tinh", "doan-the"], "requested", []),
    "V.7#1": (["huyen"], "lead", []),
    "V.7#2": (["huyen"], "coordinate", ["so-ldtbxh"]),
    "V.7#3": (["huyen"], "lead", []),
    "V#end": (["so-ldtbxh"], "lead", []),
}


def test_its_paragraphs_charge_the_right_bodies(shared: DocumentReading) -> None:
    found = {
        one.clause: ([body.code for body in one.bodies], one.role, [body.code for body in one.helpers])
        for one in shared.paragraphs
        if one.bodies
    }
    assert found == CHARGED


def test_its_words_hold_no_deadline(shared: DocumentReading) -> None:
    assert [one.clause for one in shared.paragraphs if one.terms.dues or one.terms.deadline] == []
    cadences = {one.clause: one.terms.cadence for one in shared.paragraphs if one.terms.cadence and one.bodies}
    assert cadences == {"V.1#5": "Định kỳ", "V.2#4": "Định kỳ", "V#end": "định kỳ"}
