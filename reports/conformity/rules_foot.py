"""Rules on the foot and the annexes."""

import re
from collections.abc import Iterator

from models.language import _
from reports.conformity.body import roman_value
from reports.conformity.findings import ADVICE, ANNEX, DEPARTURE, RECIPIENTS, SIGNATURE, Departure, Reading, Rule
from reports.conformity.spelling import folded
from reports.numbering import roman

#: Ranks and degrees before a name; armed forces, schools, hospitals and science may keep theirs.
_TITLE = re.compile(
    r"(?:(?:GS|PGS|TS|TSKH|THS|BS|DS|KS|CN|LS|CKI{1,2}|BSCKI{1,2}|NGND|NGUT|NSND|NSUT|TTND|TTUT|DR|PROF|AHLD)\b\.?"
    r"|(?:GIAO SU|PHO GIAO SU|TIEN SI|THAC SI|CU NHAN|KY SU|BAC SI|LUAT SU|DUOC SI)\b|ONG|BA\b)[\s.,].*"
)
_RANKED = re.compile(
    r"\b(?:CONG AN|QUAN SU|BIEN PHONG|TRUONG|DAI HOC|HOC VIEN|BENH VIEN|Y TE|GIAO DUC|KHOA HOC|VIEN)\b"
)
_AUTHORITY = re.compile(r"(?P<sign>TM|KT|TL|TUQ|Q|T/M|K/T|T/L|T/UQ)\s*(?P<mark>[./]?)\s*(?P<rest>.*)")


def _signature_missing(reading: Reading) -> Iterator[Departure]:
    if not reading.parts.foot.office:
        wanted = _("có quyền hạn, chức vụ của người ký (TM., KT., TL. …)")
        yield Departure(_("phần cuối văn bản"), _("không thấy quyền hạn, chức vụ của người ký"), wanted)


def _authority(reading: Reading) -> Iterator[Departure]:
    for one in reading.parts.foot.office:
        match = _AUTHORITY.fullmatch(one.text)
        if match and (match["mark"] != "." or "/" in match["sign"]):
            right = match["sign"].replace("/", "")
            wanted = _("“{sign}.” có dấu chấm, không có gạch chéo").format(sign=right)
            yield Departure(one.place(), f"“{one.text[:30]}”", wanted)


def _titles(reading: Reading, *, may: bool) -> Iterator[Departure]:
    signer = reading.parts.foot.signer
    bodies = " ".join(one.folded for one in (*reading.parts.head.superior, *reading.parts.head.issuer))
    ranked = bool(_RANKED.search(bodies))
    if signer is not None and _TITLE.match(signer.folded) and ranked == may:
        wanted = _("họ tên người ký không ghi học hàm, học vị, danh hiệu")
        yield Departure(signer.place(), f"“{signer.text}”", wanted)


def _recipients_missing(reading: Reading) -> Iterator[Departure]:
    foot = reading.parts.foot
    if foot.recipients_head is None or not foot.recipients:
        said = _("không thấy “Nơi nhận”") if foot.recipients_head is None else _("“Nơi nhận” không có danh sách")
        yield Departure(_("phần cuối văn bản"), said, _("có “Nơi nhận:” và danh sách nơi nhận"))


def _recipients_colon(reading: Reading) -> Iterator[Departure]:
    head = reading.parts.foot.recipients_head
    if head is not None and not head.text.endswith(":"):
        yield Departure(head.place(), f"“{head.text}”", "“Nơi nhận:”")


def _lines(reading: Reading) -> list[tuple[str, str]]:
    """Place and words of each line of the list, with its dash."""
    return [(one.place(), f"{one.paragraph.label} {one.text}".strip()) for one in reading.parts.foot.recipients]


def _recipients_first(reading: Reading) -> Iterator[Departure]:
    lines = _lines(reading)
    if reading.parts.head.addressed is not None and lines and not folded(lines[0][1]).startswith("- NHU TREN"):
        yield Departure(lines[0][0], f"“{lines[0][1]}”", _("dòng đầu là “- Như trên;”"))


def _recipients_last(reading: Reading) -> Iterator[Departure]:
    lines = _lines(reading)
    if lines and not re.match(r"- ?LUU\s*: ?V(?:T|AN THU)\b", folded(lines[-1][1])):
        yield Departure(lines[-1][0], f"“{lines[-1][1]}”", _("dòng cuối là “- Lưu: VT, …”"))


def _recipients_unit(reading: Reading) -> Iterator[Departure]:
    lines = _lines(reading)
    if lines and re.fullmatch(r"- ?LUU\s*: ?VT\.?", folded(lines[-1][1])):
        wanted = _("sau “VT” ghi chữ viết tắt đơn vị soạn thảo")
        yield Departure(lines[-1][0], f"“{lines[-1][1]}”", wanted)


def _recipients_marks(reading: Reading) -> Iterator[Departure]:
    lines = _lines(reading)
    for at, (place, words) in enumerate(lines, 1):
        mark = "." if at == len(lines) else ";"
        if not re.match(r"[-–]", words) or not words.endswith(mark):
            wanted = _("đầu dòng gạch ngang (-), cuối dòng có dấu “{mark}”").format(mark=mark)
            yield Departure(place, f"“{words}”", wanted)


def _annex_number(reading: Reading) -> Iterator[Departure]:
    """Two annexes and more are numbered I, II, III; one alone need not be."""
    found = reading.parts.annexes
    for at, annex in enumerate(found, 1):
        if (len(found) > 1 or annex.mark) and roman_value(annex.mark) != at:
            said = _("“{name}”").format(name=annex.name.text[:40])
            yield Departure(
                annex.name.place(), said, _("đánh số La Mã theo thứ tự: “Phụ lục {number}”").format(number=roman(at))
            )


def _annex_line(reading: Reading) -> Iterator[Departure]:
    for annex in reading.parts.annexes:
        if not annex.title:
            wanted = _("tên phụ lục ở dòng riêng, dưới “Phụ lục”")
            yield Departure(annex.name.place(), _("không có tên phụ lục ở dòng riêng"), wanted)


def _annex_note(reading: Reading) -> Iterator[Departure]:
    for annex in reading.parts.annexes:
        if annex.note is None:
            wanted = _("dưới tên phụ lục có “(Kèm theo … số … ngày … của …)”")
            yield Departure(annex.name.place(), _("không có dòng “(Kèm theo …)”"), wanted)


def _annex_named(reading: Reading) -> Iterator[Departure]:
    found = reading.parts.annexes
    words = " ".join(folded(one.text) for one in reading.parts.body) if found else ""
    if found and "PHU LUC" not in words and "KEM THEO" not in words:
        wanted = _("lời văn có chỉ dẫn về phụ lục kèm theo")
        yield Departure(found[0].name.place(), _("lời văn không nhắc đến phụ lục"), wanted)


def _annex_page(reading: Reading) -> Iterator[Departure]:
    for annex in reading.parts.annexes:
        if not annex.new_page:
            yield Departure(annex.name.place(), _("phụ lục không sang trang mới"), _("phụ lục bắt đầu ở trang mới"))


FOOT_RULES = (
    Rule("signature-missing", SIGNATURE, DEPARTURE, _signature_missing),
    Rule("authority-form", SIGNATURE, DEPARTURE, _authority),
    Rule("signer-title", SIGNATURE, DEPARTURE, lambda reading: _titles(reading, may=False)),
    Rule("signer-title-allowed", SIGNATURE, ADVICE, lambda reading: _titles(reading, may=True)),
    Rule("recipients-missing", RECIPIENTS, DEPARTURE, _recipients_missing),
    Rule("recipients-colon", RECIPIENTS, DEPARTURE, _recipients_colon),
    Rule("recipients-first", RECIPIENTS, DEPARTURE, _recipients_first),
    Rule("recipients-last", RECIPIENTS, DEPARTURE, _recipients_last),
    Rule("recipients-unit", RECIPIENTS, ADVICE, _recipients_unit),
    Rule("recipients-marks", RECIPIENTS, DEPARTURE, _recipients_marks),
    Rule("annex-number", ANNEX, DEPARTURE, _annex_number),
    Rule("annex-line", ANNEX, DEPARTURE, _annex_line),
    Rule("annex-named", ANNEX, DEPARTURE, _annex_named),
    Rule("annex-note-missing", ANNEX, DEPARTURE, _annex_note),
    Rule("annex-page", ANNEX, ADVICE, _annex_page),
)
