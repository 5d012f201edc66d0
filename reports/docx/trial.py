"""A template held against the official form before it is used: filled with words such as a report has."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from reports.conformity.checking import check_file
from reports.conformity.findings import DEPARTURE, Finding, Profile
from reports.docx.document import Paper
from reports.docx.fields import FIELDS, sample
from reports.docx.styles import ANNEX_WIDTH, TEXT_WIDTH
from reports.docx.template import HEAD_LEFT, HEAD_RIGHT
from reports.docx.xml import Column, data_table, rule
from reports.letterhead import MOTTO, NATION

_GAP = "\u00a0" * 6
_TEXT = "Công tác kiểm tra được duy trì thường xuyên, các đơn vị phối hợp chặt chẽ, kịp thời. " * 4


def form_departures(template: bytes, profile: Profile) -> list[Finding]:
    """Where reports set in a template that passed its check would depart from a profile, in the document's order.

    Raises:
        ReportError: the template does not give a document.
    """
    paper = Paper(template)
    paper.fill(_words())
    with tempfile.TemporaryDirectory(prefix="dondoc-mau-") as scratch:
        file = Path(scratch) / "mau.docx"
        file.write_bytes(paper.saved())
        return [one for one in check_file(file, profile) if one.severity == DEPARTURE]


def _words() -> Mapping[str, object]:
    """Every field of a short report that the form finds nothing wrong with."""
    section = _section("I. TÌNH HÌNH", 1)
    subject = "Kết quả công tác năm 2015"
    note = f"(Kèm theo Báo cáo số{_GAP}/BC-SM ngày{_GAP}tháng{_GAP}năm 2015 của Sở Mẫu)"
    title = f"SỐ LIỆU - {subject.upper()}"
    return {
        **sample(FIELDS, full=False),
        "superior": "UBND TỈNH MẪU",
        "issuer": "SỞ MẪU",
        "issuer_rule": _rule(7, HEAD_LEFT),
        "nation": NATION,
        "motto": MOTTO,
        "motto_rule": _rule(56, HEAD_RIGHT),
        "number": f"Số:{_GAP}/BC-SM",
        "place_date": f"Tỉnh Mẫu, ngày{_GAP}tháng{_GAP}năm 2015",
        "kind": "BÁO CÁO",
        "subject": subject,
        "subject_rule": _rule(25, TEXT_WIDTH),
        "to": "Kính gửi: UBND tỉnh Mẫu.",
        "opening": "Thực hiện kế hoạch của UBND tỉnh Mẫu, Sở Mẫu báo cáo kết quả công tác năm 2015 như sau:",
        "sections": [section, _section("II. KẾT QUẢ THỰC HIỆN", 1), _section("1. Công tác chỉ đạo, điều hành", 2)],
        "account_heading": "III. TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ",
        "account": [{"said": "Tất cả các đơn vị đã gửi báo cáo của kỳ này.", "items": []}],
        "closing": "Trên đây là báo cáo của Sở Mẫu (kèm theo Phụ lục I, Phụ lục II)./.",
        "office": ["GIÁM ĐỐC"],
        "recipients": ["- Như trên;", "- Lưu: VT."],
        "annexes": [
            {"name": name, "title": title, "note": note, "content": _table(width)}
            for name, width in (("Phụ lục I", ANNEX_WIDTH), ("Phụ lục II", TEXT_WIDTH))
        ],
    }


def _table(width: float) -> Markup:
    """A table for a page on its side or upright."""
    columns = [Column("Chỉ tiêu", width - 30), Column("Thực hiện", 30, figures=True)]
    return Markup(data_table(columns, [("Lượt kiểm tra", "12")]))  # noqa: S704 - drawn here


def _section(heading: str, level: int) -> Mapping[str, object]:
    lists = ("groups", "figures", "statuses", "duties", "topics")
    return {"heading": heading, "level": level, "own": [_TEXT, _TEXT], "nothing": "", **{name: [] for name in lists}}


def _rule(width: float, room: float) -> Markup:
    return Markup(rule(width, room))  # noqa: S704 - drawn from numbers
