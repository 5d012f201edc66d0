"""Each departure from the official form is found, named by its rule, and nothing else with it."""

import unicodedata
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from reports.conformity.checking import RULES, check_file
from reports.conformity.findings import Finding, Profile
from tests.conformity_samples import (
    LEFT,
    LONG,
    Paper,
    drop,
    drop_rule,
    page_number,
    picture_xml,
    recolour,
    refont,
    repeat_head,
    right_paper,
    rule_below,
)

Change = Callable[[Paper], object]


def check(paper: Paper, folder: Path, profile: Profile = "ND30") -> list[Finding]:
    return check_file(paper.save(folder / "bao-cao.docx"), profile)


def test_a_right_document_passes(tmp_path: Path) -> None:
    assert check(right_paper(), tmp_path) == []


def _size(name: str, size: float) -> Change:
    return lambda p: setattr(p.run(name).font, "size", Pt(size))


def _bold(name: str, bold: bool = False) -> Change:
    return lambda p: setattr(p.run(name), "bold", bold)


def _italic(name: str, italic: bool = True) -> Change:
    return lambda p: setattr(p.run(name), "italic", italic)


def _align(name: str, align: object = LEFT) -> Change:
    return lambda p: setattr(p.named[name], "alignment", align)


def _text(name: str, text: str) -> Change:
    return lambda p: p.retext(name, text)


def _drop(*names: str) -> Change:
    return lambda p: drop(*(p.named[name] for name in names))


def _form(name: str, **values: object) -> Change:
    def change(p: Paper) -> None:
        for key, value in values.items():
            setattr(p.named[name].paragraph_format, key, value)

    return change


def _spaces(p: Paper) -> None:
    p.named["first"].paragraph_format.first_line_indent = Mm(0)
    p.retext("first", "    " + LONG)


def _margin(side: str, length: float, section: int = 0) -> Change:
    return lambda p: setattr(p.document.sections[section], f"{side}_margin", Mm(length))


def _portrait_letter(p: Paper) -> None:
    p.document.sections[0].page_width, p.document.sections[0].page_height = Mm(216), Mm(279)


def _landscape(p: Paper) -> None:
    first = p.document.sections[0]
    first.orientation, first.page_width, first.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    drop_rule(p.named["subject"])
    rule_below(p.named["subject"], 247, 35)


def _no_number(p: Paper) -> None:
    drop(p.document.sections[0].header.paragraphs[0])


def _renumber(**look: object) -> Change:
    def change(p: Paper) -> None:
        header = p.document.sections[0].header
        drop(header.paragraphs[0])
        page_number(header.add_paragraph(), **look)  # type: ignore[arg-type] # a table of looks

    return change


def _number_at_foot(p: Paper) -> None:
    _no_number(p)
    page_number(p.document.sections[0].footer.paragraphs[0])


def _italic_number(p: Paper) -> None:
    for run in p.document.sections[0].header.paragraphs[0].runs:
        run.italic = True


def _swap(p: Paper) -> None:
    """The nation on the left, the bodies on the right."""
    row = p.document.tables[0].rows[0]._tr
    first, second = row.tc_lst
    second.addnext(first)
    grid = p.document.tables[0]._tbl.tblGrid
    grid.append(grid[0])


def _date_below(p: Paper) -> None:
    p.named["kind"]._p.addprevious(p.named["date"]._p)
    p.document.tables[0].rows[1].cells[1].add_paragraph()


def _underscores(name: str) -> Change:
    def change(p: Paper) -> None:
        drop_rule(p.named[name])
        below = parse_xml(f"<w:p {nsdecls('w')}><w:pPr><w:jc w:val='center'/></w:pPr></w:p>")
        p.named[name]._p.addnext(below)
        run = parse_xml(f"<w:r {nsdecls('w')}><w:t>______</w:t></w:r>")
        below.append(run)

    return change


def _line_in_text(line: str) -> Change:
    def change(p: Paper) -> None:
        copy = deepcopy(p.named["first"]._p)
        for run in copy.findall(qn("w:r"))[1:]:
            copy.remove(run)
        copy.find(qn("w:r")).find(qn("w:t")).text = line
        p.named["first"]._p.addnext(copy)

    return change


def _underline(p: Paper) -> None:
    drop_rule(p.named["motto"])
    p.run("motto").underline = True


def _long_line(name: str, room: float, length: float) -> Change:
    def change(p: Paper) -> None:
        drop_rule(p.named[name])
        rule_below(p.named[name], room, length)

    return change


def _grid(p: Paper) -> None:
    p.document.tables[0].style = "Table Grid"


def _no_break(p: Paper) -> None:
    """The first annex goes on below the signature, in the section of the text."""
    for sect in p.document.element.body.findall(f".//{qn('w:pPr')}/{qn('w:sectPr')}")[:1]:
        sect.getparent().remove(sect)
    first = p.document.sections[0]
    first.orientation, first.page_width, first.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    first.different_first_page_header_footer = True
    page_number(first.header.paragraphs[0])


def _no_subject(p: Paper) -> None:
    drop_rule(p.named["subject"])
    drop(p.named["subject"])


def _no_language(p: Paper) -> None:
    normal = p.document.styles["Normal"].element.rPr
    normal.find(qn("w:lang")).set(qn("w:val"), "en-US")


def _as_title(p: Paper) -> None:
    p.retext("annex-I", "Phụ lục I: SỐ LIỆU KIỂM TRA")
    drop(p.named["title-I"])


def _unnamed(p: Paper) -> None:
    for name in ("opening", "first"):
        p.retext(name, p.named[name].text.replace("Phụ lục", "Mục").replace("kèm theo", "dưới đây"))


CASES: list[tuple[str, str, Change]] = [
    # paper and page numbers
    ("page-size", "letter", _portrait_letter),
    ("page-orientation", "the text lies across", _landscape),
    ("margins", "top", _margin("top", 15)),
    ("margins", "bottom", _margin("bottom", 27)),
    ("margins", "left", _margin("left", 25)),
    ("margins", "right", _margin("right", 25)),
    ("margins", "of an annex", _margin("left", 15, 2)),
    ("page-number-missing", "nowhere", _no_number),
    ("page-number-place", "at the foot", _number_at_foot),
    ("page-number-place", "at the right", _renumber(align=2)),
    ("page-number-size", "11", _renumber(size=11)),
    ("page-number-style", "italic", _italic_number),
    (
        "page-number-first",
        "shown",
        lambda p: setattr(p.document.sections[0], "different_first_page_header_footer", False),
    ),
    # letters
    ("font", "Arial", lambda p: refont(p.run("first"), "Arial")),
    ("font", "in a table", lambda p: refont(p.document.tables[2].cell(3, 1).paragraphs[0].runs[0], "Calibri")),
    ("legacy-font", "TCVN3", lambda p: refont(p.run("first"), ".VnTime")),
    ("legacy-font", "VNI", lambda p: refont(p.run("first"), "VNI-Times")),
    ("colour", "blue", lambda p: recolour(p.run("opening"))),
    ("unicode", "decomposed", lambda p: p.retext("first", unicodedata.normalize("NFD", p.named["first"].text))),
    ("language", "English", _no_language),
    ("picture-text", "no words", lambda p: p.named["item"]._p.append(picture_xml(""))),
    ("table-head", "once", lambda p: repeat_head(p.document.tables[2], repeat=False)),
    # nation, motto, bodies
    ("nation-missing", "none", _text("nation", "")),
    ("nation-text", "without marks", _text("nation", "CỘNG HÒA XÃ HỘI CHỦ NGHIA VIỆT NAM")),
    ("nation-size", "11", _size("nation", 11)),
    ("nation-bold", "light", _bold("nation")),
    ("nation-italic", "italic", _italic("nation")),
    ("nation-case", "small", _text("nation", "Cộng hòa xã hội chủ nghĩa Việt Nam")),
    ("nation-place", "left", _swap),
    ("motto-missing", "none", _drop("motto")),
    ("motto-text", "without hyphens", _text("motto", "Độc lập, Tự do, Hạnh phúc")),
    ("motto-size", "15", _size("motto", 15)),
    ("motto-bold", "light", _bold("motto")),
    ("motto-italic", "italic", _italic("motto")),
    ("motto-align", "left", _align("motto")),
    ("motto-line", "none", lambda p: drop_rule(p.named["motto"])),
    ("motto-line", "short", _long_line("motto", 92, 20)),
    ("typed-line", "underscores", _underscores("motto")),
    ("typed-line", "below the issuer", _underscores("issuer")),
    ("typed-line", "below the subject", _underscores("subject")),
    ("underline", "the motto", _underline),
    ("superior-size", "14", _size("superior", 14)),
    ("superior-bold", "bold", _bold("superior", bold=True)),
    ("superior-case", "small", _text("superior", "Ủy ban nhân dân tỉnh Sông Thao")),
    ("issuer-missing", "none", _drop("issuer", "superior")),
    ("issuer-size", "14", _size("issuer", 14)),
    ("issuer-bold", "light", _bold("issuer")),
    ("issuer-line", "none", lambda p: drop_rule(p.named["issuer"])),
    ("issuer-line", "as wide as the words", _long_line("issuer", 60, 12)),
    ("head-borders", "grid", _grid),
    # number and date
    ("number-missing", "none", _text("number", "")),
    ("subject-missing", "none", _no_subject),
    ("number-size", "12", _size("number", 12)),
    ("number-bold", "bold", _bold("number", bold=True)),
    ("number-italic", "italic", _italic("number")),
    ("number-padding", "5", _text("number", "Số: 5/BC-SA")),
    ("number-form", "no colon", _text("number", "Số 05/BC-SA")),
    ("number-form", "small letters", _text("number", "Số: 05/bc-SA")),
    ("number-form", "spaces", _text("number", "Số: 05/BC - SA")),
    ("date-missing", "none", _text("date", "")),
    ("date-size", "12", _size("date", 12)),
    ("date-italic", "upright", _italic("date", italic=False)),
    ("date-padding", "day", _text("date", "Sông Thao, ngày 8 tháng 02 năm 2016")),
    ("date-padding", "month", _text("date", "Sông Thao, ngày 08 tháng 2 năm 2016")),
    ("month-padding", "March", _text("date", "Sông Thao, ngày 08 tháng 03 năm 2016")),
    ("date-form", "no comma", _text("date", "Sông Thao ngày 08 tháng 02 năm 2016")),
    ("date-form", "no such month", _text("date", "Sông Thao, ngày 08 tháng 13 năm 2016")),
    ("number-row", "below", _date_below),
    # kind, subject, addressees
    ("kind-missing", "none", _drop("kind", "subject", "addressed")),
    ("kind-size", "16", _size("kind", 16)),
    ("kind-bold", "light", _bold("kind")),
    ("kind-case", "small", _text("kind", "Báo cáo")),
    ("kind-align", "left", _align("kind")),
    ("subject-size", "12", _size("subject", 12)),
    ("subject-bold", "light", _bold("subject")),
    ("subject-case", "capitals", _text("subject", "KẾT QUẢ CÔNG TÁC KIỂM TRA 2015")),
    ("subject-align", "left", _align("subject")),
    ("subject-line", "none", lambda p: drop_rule(p.named["subject"])),
    ("addressed-missing", "none", _drop("addressed")),
    ("addressed-size", "12", _size("addressed", 12)),
    ("addressed-italic", "italic", _italic("addressed")),
    ("addressed-list", "in one line", _text("addressed", "Kính gửi: Ủy ban nhân dân tỉnh; Bộ B.")),
    ("addressed-marks", "no colon", _text("addressed", "Kính gửi Ủy ban nhân dân tỉnh Sông Thao")),
    # text
    ("body-size", "12", _size("first", 12)),
    ("body-align", "left", _align("first")),
    ("body-first-line", "none", _form("first", first_line_indent=Mm(0))),
    ("body-first-line", "spaces", _spaces),
    ("body-gap", "3 pt", _form("first", space_before=Pt(3))),
    ("body-line-height", "double", _form("first", line_spacing=2.0)),
    ("body-line-height", "exactly 12 pt", _form("first", line_spacing=Pt(12))),
    ("body-typed-line", "underscores", _line_in_text("____________")),
    ("body-typed-line", "dashes", _line_in_text("- - - - -")),
    ("section-case", "small", _text("I", "I. Tình hình")),
    ("section-bold", "light", _bold("I")),
    ("number-heading-bold", "light", _bold("1")),
    ("heading-upright", "a section", _italic("I")),
    ("heading-upright", "a letter", _italic("a")),
    ("letter-bold", "bold", _bold("a", bold=True)),
    ("heading-kept", "a section", _form("I", keep_with_next=False)),
    ("heading-kept", "a number", _form("2", keep_with_next=False)),
    ("numbering", "I, II, IV", _text("III", "IV. KIẾN NGHỊ")),
    ("numbering", "1, 3", _text("2", "3. Công tác kiểm tra")),
    ("numbering", "twice", _text("III", "II. KIẾN NGHỊ")),
    ("letter-order", "d, e", lambda p: drop(p.named["đ"])),
    ("letter-order", "f", _text("e", "f) Nội dung thứ sáu của công tác kiểm tra trong năm;")),
    ("end-mark", "full stop", _text("closing", "Đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo.")),
    # foot
    ("signature-missing", "none", _drop("authority", "office", "signer")),
    ("authority-form", "stroke", _text("authority", "KT/ GIÁM ĐỐC")),
    ("office-size", "12", _size("office", 12)),
    ("office-bold", "light", _bold("office")),
    ("office-case", "small", _text("authority", "KT. Giám đốc")),
    ("office-align", "left", _align("office")),
    ("signer-size", "12", _size("signer", 12)),
    ("signer-bold", "light", _bold("signer")),
    ("signer-case", "capitals", _text("signer", "NGUYỄN VĂN BÌNH")),
    ("signer-title", "degree", _text("signer", "ThS. Nguyễn Văn A")),
    ("signer-title", "doctor", _text("signer", "TS Nguyễn Văn A")),
    ("recipients-missing", "none", _drop("recipients-head", "to-1", "to-2", "to-3")),
    ("recipients-head-size", "14", _size("recipients-head", 14)),
    ("recipients-head-bold", "light", _bold("recipients-head")),
    ("recipients-head-italic", "upright", _italic("recipients-head", italic=False)),
    ("recipients-colon", "none", _text("recipients-head", "Nơi nhận")),
    ("recipients-size", "13", _size("to-2", 13)),
    ("recipients-italic", "italic", _italic("to-2")),
    ("recipients-first", "another", _text("to-1", "- Bộ B;")),
    ("recipients-last", "no archive", _text("to-3", "- Phòng KT.")),
    ("recipients-unit", "no unit", _text("to-3", "- Lưu: VT.")),
    ("recipients-marks", "comma", _text("to-2", "- Lãnh đạo Sở,")),
    ("recipients-marks", "no dash", _text("to-2", "Lãnh đạo Sở;")),
    # annexes
    ("annex-size", "13", _size("annex-I", 13)),
    ("annex-bold", "light", _bold("annex-I")),
    ("annex-align", "left", _align("annex-I")),
    ("annex-case", "capitals", _text("annex-I", "PHỤ LỤC I")),
    ("annex-number", "Arabic", _text("annex-I", "Phụ lục 1")),
    ("annex-number", "gap", _text("annex-II", "Phụ lục III")),
    ("annex-line", "title beside", _as_title),
    ("annex-title-size", "12", _size("title-I", 12)),
    ("annex-title-bold", "light", _bold("title-I")),
    ("annex-title-case", "small", _text("title-I", "Số liệu kiểm tra")),
    ("annex-title-align", "left", _align("title-I")),
    ("annex-note-missing", "none", _drop("note-I")),
    ("annex-note-italic", "upright", _italic("note-I", italic=False)),
    ("annex-named", "never", _unnamed),
    ("annex-page", "on the same page", _no_break),
]


@pytest.mark.parametrize(("rule", "what", "change"), CASES, ids=[f"{rule}: {what}" for rule, what, _ in CASES])
def test_one_fault_is_found_by_its_rule_alone(tmp_path: Path, rule: str, what: str, change: Change) -> None:
    paper = right_paper()
    change(paper)
    found = check(paper, tmp_path)
    assert {one.rule for one in found} == {rule}, [(one.rule, one.place, one.found) for one in found]
    assert all(one.place and one.found and one.wanted and one.basis for one in found)


#: Rules whose fault is not among the cases above, because it can be made only together with another or elsewhere.
_ELSEWHERE = {
    "about-size", "about-bold", "about-italic", "addressees-size", "addressees-bold", "addressees-italic",
    "signer-title-allowed",
}  # fmt: skip
_LOOKS = ("-size", "-bold", "-italic", "-case", "-align")


def test_every_rule_has_a_document_that_breaks_it() -> None:
    broken = {rule for rule, _what, _change in CASES} | _ELSEWHERE
    left = {rule.code for rule in RULES} - broken
    assert not {code for code in left if not code.endswith(_LOOKS)}
    assert {code.rsplit("-", 1)[0] for code in left} <= {code.rsplit("-", 1)[0] for code in broken}


def test_codes_of_rules_are_unique_in_each_profile() -> None:
    for profile in ("ND30", "TT01-2011"):
        codes = [rule.code for rule in RULES if profile in rule.profiles]
        assert len(codes) == len(set(codes))


def test_the_older_profile_wants_the_page_number_at_the_foot_and_says_that_this_is_to_be_checked(
    tmp_path: Path,
) -> None:
    (one, *others) = check(right_paper(), tmp_path, "TT01-2011")
    assert (one.rule, one.severity) == ("page-number-place", "advice")
    assert "cần đối chiếu" in one.basis
    assert {other.rule for other in others} == {"page-number-place"}
    paper = right_paper()
    _no_number(paper)
    page_number(paper.document.sections[0].footer.paragraphs[0], align=2)
    assert check(paper, tmp_path, "TT01-2011") == []


def test_blank_number_date_and_signature_are_no_fault(tmp_path: Path) -> None:
    paper = right_paper()
    paper.retext("number", "Số:\u00a0\u00a0\u00a0\u00a0\u00a0/BC-SA")
    paper.retext("date", "Sông Thao, ngày\u00a0\u00a0\u00a0\u00a0\u00a0tháng\u00a0\u00a0\u00a0\u00a0\u00a0năm 2016")
    drop(paper.named["signer"])
    assert check(paper, tmp_path) == []


def test_the_margins_of_a_wide_annex_may_be_those_of_the_page_before_it_was_turned(tmp_path: Path) -> None:
    paper = right_paper()
    annex = paper.document.sections[1]
    annex.top_margin, annex.bottom_margin, annex.left_margin, annex.right_margin = Mm(30), Mm(20), Mm(20), Mm(20)
    assert check(paper, tmp_path) == []


def test_a_degree_before_the_name_is_advice_where_the_law_allows_it(tmp_path: Path) -> None:
    paper = right_paper()
    paper.retext("superior", "SỞ Y TẾ SÔNG THAO")
    paper.retext("issuer", "BỆNH VIỆN A")
    drop_rule(paper.named["issuer"])
    rule_below(paper.named["issuer"], 60, 12)
    paper.retext("signer", "BS. Nguyễn Văn A")
    assert [(one.rule, one.severity) for one in check(paper, tmp_path)] == [("signer-title-allowed", "advice")]


def test_a_finding_says_where_what_and_what_instead(tmp_path: Path) -> None:
    paper = right_paper()
    paper.run("kind").font.size = Pt(16)
    (one,) = check(paper, tmp_path)
    assert one.place.endswith("“BÁO CÁO”")
    assert (one.found, one.wanted) == ("tên loại: cỡ chữ 16", "tên loại: cỡ chữ 13-14")
    assert one.basis == "NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 5"
