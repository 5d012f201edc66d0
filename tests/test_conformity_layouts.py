"""Documents that others made: every way of setting a head and foot is read, and looks come from where they are kept."""

import io
import os
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from models.errors import ReportError
from models.periods import parse_period
from plans.loading import load_plan
from reports.conformity.body import headings
from reports.conformity.checking import check_file
from reports.conformity.elements import Elements, recognise
from reports.conformity.findings import Profile
from reports.conformity.paper import read_paper
from reports.conformity.rules_text import out_of_order
from reports.docx.document import render_docx
from tests.conformity_samples import (
    CENTRE,
    JUSTIFY,
    LEFT,
    LONG,
    NATION,
    Paper,
    drop,
    drop_rule,
    right_paper,
    rule_below,
    shape_line,
)
from tests.report_samples import SHIPPED, fill_at_random, sample


def parts(path: Path) -> Elements:
    return recognise(read_paper(path))


def rules(path: Path) -> set[str]:
    return {one.rule for one in check_file(path)}


def by_tabs(path: Path) -> Path:
    """A head and foot of plain lines, set apart by tabs and gaps, with typed lines."""
    paper = Paper()
    paper.line("names", f"UBND TỈNH SÔNG THAO\t{NATION}", 12, align=LEFT)
    paper.line("motto", "SỞ LAO ĐỘNG         Độc lập - Tự do - Hạnh phúc", 13, bold=True, align=LEFT)
    paper.line("typed", "_______\t______________", 13, align=LEFT)
    paper.line("number", "Số: 7/BC-SLĐ               Sông Thao, ngày 5 tháng 6 năm 2015", 13, align=LEFT)
    paper.line("kind", "BÁO CÁO", bold=True)
    paper.line("subject", "Kết quả 6 tháng đầu năm 2015", bold=True)
    paper.line("to", "Kính gửi: UBND tỉnh Sông Thao.")
    paper.body("text", LONG.replace("như sau:", "đã hoàn thành./."))
    paper.line("foot", "Nơi nhận:\tTM. BAN CHỈ ĐẠO", 12, bold=True, align=LEFT)
    paper.line("one", "- Như trên;\tTRƯỞNG BAN", 11, align=LEFT)
    paper.line("two", "- Lưu: VT, LĐ.", 11, align=LEFT)
    paper.line("name", "\tTrần Văn B", 14, bold=True, align=LEFT)
    return paper.save(path)


def test_a_head_set_by_tabs_and_gaps_is_recognised(tmp_path: Path) -> None:
    path = by_tabs(tmp_path / "tabs.docx")
    found = parts(path)
    head, foot = found.head, found.foot
    assert [one.text for one in (*head.superior, *head.issuer)] == ["UBND TỈNH SÔNG THAO", "SỞ LAO ĐỘNG"]
    assert (head.nation and head.nation.text, head.motto and head.motto.text) == (NATION, "Độc lập - Tự do - Hạnh phúc")
    assert (head.number and head.number.text, head.date and head.date.text) == (
        "Số: 7/BC-SLĐ",
        "Sông Thao, ngày 5 tháng 6 năm 2015",
    )
    assert [one.text for one in foot.recipients] == ["- Như trên;", "- Lưu: VT, LĐ."]
    assert [one.text for one in foot.office] == ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"]
    assert foot.signer is not None
    assert foot.signer.text == "Trần Văn B"
    assert {"typed-line", "number-padding", "date-padding"} <= rules(path)
    assert {one.place for one in check_file(path) if one.rule == "number-padding"} == {"đoạn 4 “Số: 7/BC-SLĐ”"}
    assert not {one for one in rules(path) if one.endswith("-missing")}


def test_a_head_in_text_boxes_is_recognised(tmp_path: Path) -> None:
    paper = Paper()
    boxes = (
        [("UBND TỈNH SÔNG THAO", 12, ""), ("SỞ A", 12, "<w:b/>"), ("Số: 05/BC-SA", 13, "")],
        [(NATION, 12, "<w:b/>"), ("Độc lập - Tự do - Hạnh phúc", 13, "<w:b/>")],
    )
    anchor = paper.line("anchor", "")
    for lines in boxes:
        inside = "".join(
            f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>{bold}<w:sz w:val="{size * 2}"/></w:rPr>'
            f"<w:t>{text}</w:t></w:r></w:p>"
            for text, size, bold in lines
        )
        box = (
            '<v:shape style="width:200pt"><v:textbox><w:txbxContent>'
            + inside
            + "</w:txbxContent></v:textbox></v:shape>"
        )
        anchor._p.append(
            parse_xml(f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>{box}</w:pict></w:r>')
        )
    paper.line("kind", "TỜ TRÌNH", bold=True)
    paper.line("subject", "Về việc phê duyệt kế hoạch", bold=True)
    head = parts(paper.save(tmp_path / "boxes.docx")).head
    assert [one.text for one in (*head.superior, *head.issuer)] == ["UBND TỈNH SÔNG THAO", "SỞ A"]
    assert head.nation is not None
    assert head.motto is not None
    assert head.number is not None
    assert [one.text for one in head.subject] == ["Về việc phê duyệt kế hoạch"]


def test_an_official_letter_has_no_kind_but_says_what_it_is_about(tmp_path: Path) -> None:
    paper = right_paper()
    drop_rule(paper.named["subject"])
    drop(paper.named["kind"], paper.named["subject"])
    cell = paper.document.tables[0].rows[1].cells[0]
    paper.in_cell(cell, "about", "V/v đôn đốc báo cáo kết quả", 12)
    path = paper.save(tmp_path / "cong-van.docx")
    assert rules(path) == set()
    paper.run("about").font.size = Pt(14)
    assert rules(paper.save(path)) == {"about-size"}


def test_several_addressees_are_checked_line_by_line(tmp_path: Path) -> None:
    paper = right_paper()
    paper.retext("addressed", "Kính gửi:")
    before = paper.named["opening"]
    for text in ("- Ủy ban nhân dân tỉnh;", "- Bộ B."):
        paragraph = paper.set(before.insert_paragraph_before(), text, 14, align=LEFT)
    path = paper.save(tmp_path / "nhieu-noi.docx")
    assert rules(path) == set()
    paragraph.runs[0].italic = True
    paragraph.runs[0].text = "- Bộ B"
    assert rules(paper.save(path)) == {"addressees-italic", "addressed-marks"}


def test_a_committee_with_its_name_in_two_lines_has_no_superior(tmp_path: Path) -> None:
    paper = right_paper()
    paper.retext("superior", "ỦY BAN NHÂN DÂN")
    paper.run("superior").bold = True
    paper.retext("issuer", "TỈNH SÔNG THAO")
    drop_rule(paper.named["issuer"])
    rule_below(paper.named["issuer"], 60, 17)
    path = paper.save(tmp_path / "ubnd.docx")
    assert [one.text for one in parts(path).head.issuer] == ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG THAO"]
    assert rules(path) == set()


def test_lines_drawn_as_shapes_count_wherever_they_are_anchored(tmp_path: Path) -> None:
    paper = right_paper()
    for name in ("motto", "issuer", "subject"):
        drop_rule(paper.named[name])
    assert rules(paper.save(tmp_path / "khong.docx")) == {"motto-line", "issuer-line", "subject-line"}
    for name, length in (("motto", 57), ("issuer", 4.5), ("subject", 35)):
        paper.named[name]._p.append(shape_line(length))
    assert rules(paper.save(tmp_path / "ve.docx")) == set()


class TestLooks:
    """The look that a reader sees, wherever it comes from."""

    def test_a_style_decides_where_a_run_says_nothing(self, tmp_path: Path) -> None:
        paper = right_paper()
        base = paper.document.styles.add_style("Gốc", 1)
        base.font.size, base.font.bold = Pt(16), True
        base.base_style = paper.document.styles["Normal"]
        own = paper.document.styles.add_style("Con", 1)
        own.base_style = base
        own.paragraph_format.alignment = CENTRE
        kind = paper.named["kind"]
        kind.style = own
        kind.alignment = None  # type: ignore[assignment] # python-docx takes the mark away
        kind.runs[0].font.size, kind.runs[0].bold = None, None
        found = check_file(paper.save(tmp_path / "x.docx"))
        assert [(one.rule, one.found) for one in found] == [("kind-size", "tên loại: cỡ chữ 16")]

    def test_two_styles_that_are_bold_cancel_each_other(self, tmp_path: Path) -> None:
        paper = right_paper()
        for name, kind in (("Đậm đoạn", 1), ("Đậm chữ", 2)):
            style = paper.document.styles.add_style(name, kind)
            style.font.bold = True
            if kind == 1:
                style.base_style = paper.document.styles["Normal"]
        kind_run = paper.run("kind")
        paper.named["kind"].style, kind_run.bold, kind_run.style = "Đậm đoạn", None, "Đậm chữ"
        assert rules(paper.save(tmp_path / "x.docx")) == {"kind-bold"}

    def test_capitals_may_be_a_look(self, tmp_path: Path) -> None:
        paper = right_paper()
        paper.retext("kind", "Báo cáo")
        paper.run("kind").font.all_caps = True
        assert rules(paper.save(tmp_path / "x.docx")) == set()

    def test_fonts_of_the_theme_are_looked_up(self, tmp_path: Path) -> None:
        paper = right_paper()
        fonts = parse_xml(f'<w:rFonts {nsdecls("w")} w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>')
        paper.run("first")._r.get_or_add_rPr().insert(0, fonts)
        (one,) = check_file(paper.save(tmp_path / "x.docx"))
        assert (one.rule, one.found) in {("font", "phông chữ Calibri"), ("font", "phông chữ Cambria")}

    def test_hidden_and_deleted_text_is_not_read(self, tmp_path: Path) -> None:
        paper = right_paper()
        paper.named["first"].add_run(" ẩn").font.name = "Arial"
        paper.named["first"].runs[-1].font.hidden = True
        gone = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>bỏ</w:delText></w:r></w:del>")
        paper.named["first"]._p.append(gone)
        assert rules(paper.save(tmp_path / "x.docx")) == set()

    def test_a_tab_before_the_first_word_indents_it(self, tmp_path: Path) -> None:
        paper = right_paper()
        paper.named["first"].paragraph_format.first_line_indent = Mm(0)
        paper.retext("first", "\t" + LONG)
        assert rules(paper.save(tmp_path / "x.docx")) == set()

    def test_numbers_that_word_prints_count(self, tmp_path: Path) -> None:
        paper = right_paper()
        numbering = paper.document.part.numbering_part.element
        level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
        numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{level}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        for name in "abcdđe":
            paper.retext(name, "Nội dung của công tác kiểm tra trong năm;")
            listed = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
            paper.named[name]._p.get_or_add_pPr().insert(0, parse_xml(listed))
        found = check_file(paper.save(tmp_path / "x.docx"))
        assert [(one.rule, one.found, one.wanted[-3:]) for one in found] == [
            ("letter-order", "điểm e)", " đ)"),
            ("letter-order", "điểm f)", " g)"),
        ]


@pytest.mark.parametrize(
    ("marks", "wrong"),
    [
        (["I.", "1.", "2.", "II.", "1."], []),
        (["I.", "II.", "IV."], ["IV"]),
        (["1.", "a)", "b)", "2.", "a)"], []),
        (["a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)"], []),
        (["a)", "c)"], ["c"]),
        (["1.", "1.1.", "1.2.", "2.", "2.1.", "2.3."], ["2.3"]),
        (["Điều 1.", "1.", "2.", "Điều 2.", "1.", "Điều 4."], ["4"]),
        (["Chương I", "Điều 1.", "Chương II", "Điều 2."], []),
        (["II."], ["II"]),
        (["1.", "1."], []),
    ],
)
def test_order_of_numbers(tmp_path: Path, marks: list[str], wrong: list[str]) -> None:
    paper = Paper()
    for mark in marks:
        paper.body(mark, f"{mark} Nội dung công tác")
    found = headings(read_paper(paper.save(tmp_path / "x.docx")).paragraphs)
    assert [one.mark for one, _wanted in out_of_order(found)] == wrong


class TestRefusals:
    """What is no DOCX is refused in one line that says what to do."""

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("x.docx", b"", "không phải tệp .docx"),
            ("x.docx", b"\x00\x01garbage", "không phải tệp .docx"),
            ("x.pdf", b"%PDF-1.4", "không phải tệp .docx"),
            ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kiểu cũ"),
            (
                "x.docx",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + "EncryptedPackage".encode("utf-16-le"),
                "mật khẩu",
            ),
            ("x.docx", b"PK\x03\x04" + bytes(100), "hỏng"),
        ],
    )
    def test_other_files(self, tmp_path: Path, name: str, content: bytes, said: str) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ReportError, match=said) as caught:
            read_paper(path)
        assert "\n" not in str(caught.value)
        assert "cách làm" in str(caught.value)

    def _repacked(self, path: Path, **changed: bytes | None) -> Path:
        """A right document with parts replaced or, where None, left out; `__` stands for a slash."""
        changes = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
        right_paper().save(path)
        out = io.BytesIO()
        with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for name in before.namelist():
                content = changes.get(name, before.read(name))
                if content is not None:
                    after.writestr(name, content)
        path.write_bytes(out.getvalue())
        return path

    @pytest.mark.parametrize(
        "content", [b"", b"<w:document", b"<x/>", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', None]
    )
    def test_damaged_parts(self, tmp_path: Path, content: bytes | None) -> None:
        path = self._repacked(tmp_path / "x.docx", word__document_dot_xml=content)
        with pytest.raises(ReportError, match="hỏng"):
            read_paper(path)

    def test_a_document_without_styles_is_read(self, tmp_path: Path) -> None:
        path = self._repacked(tmp_path / "x.docx", word__styles_dot_xml=b'<w:styles xmlns:w="%s"/>' % _W)
        assert "nation-missing" not in rules(path)

    def test_what_unpacks_to_too_much(self, tmp_path: Path) -> None:
        path = self._repacked(tmp_path / "x.docx", word__document_dot_xml=b" " * 200_000_001)
        with pytest.raises(ReportError, match="quá lớn"):
            read_paper(path)

    def test_a_workbook_and_an_open_document(self, tmp_path: Path) -> None:
        for name, kind in (("[Content_Types].xml", "spreadsheetml"), ("mimetype", "opendocument")):
            path = tmp_path / "x.docx"
            with zipfile.ZipFile(path, "w") as package:
                package.writestr(name, kind)
            with pytest.raises(ReportError, match="không phải văn bản Word"):
                read_paper(path)

    def test_a_document_with_macros(self, tmp_path: Path) -> None:
        types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
        path = tmp_path / "x.docm"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("[Content_Types].xml", types)
        with pytest.raises(ReportError, match="macro"):
            read_paper(path)


_W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_what_libreoffice_writes_is_read(tmp_path: Path) -> None:
    """A right document opened and saved by LibreOffice stays right; a page in HTML is read with all its faults."""
    if not shutil.which("soffice") and not os.environ.get("CI"):
        return
    right = right_paper().save(tmp_path / "dung.docx")
    page = tmp_path / "trang.html"
    page.write_text(
        '<html><meta charset="utf-8"><body><p align="center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p>'
        "<p>Độc lập - Tự do - Hạnh phúc</p><p>Số: 5/BC-SA</p><h1>BÁO CÁO</h1><p>I. Tình hình</p><p>Hết.</p>"
        "</body></html>",
        encoding="utf-8",
    )
    odt = _office(right, "odt", tmp_path / "odt")
    again = _office(odt, "docx", tmp_path / "lai")
    # LibreOffice leaves the number out of a section of one page that has a first page of its own.
    assert {one.rule for one in check_file(again) if one.severity == "departure"} <= {"page-number-missing"}
    found = rules(_office(_office(page, "odt", tmp_path / "web"), "docx", tmp_path / "web2"))
    assert {"motto-bold", "number-padding", "section-case", "end-mark", "issuer-missing"} <= found


def _office(path: Path, kind: str, out: Path) -> Path:
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{kind}"


@pytest.mark.parametrize("profile", ["ND30", "TT01-2011"])
@pytest.mark.parametrize("period", ["2015-H1", "2015-9M", "2015", "2011..2015"])
def test_dondocs_own_reports_have_the_official_form(tmp_path: Path, period: str, profile: Profile) -> None:
    found = sample(tmp_path, load_plan(SHIPPED).document)
    fill_at_random(found)
    codes: dict[str, str] = {report.period: report.code for report in found.plan.document.reports}
    compiled = found.compile(codes[parse_period(period).kind], period)
    compiled = replace(compiled, report=compiled.report.model_copy(update={"profile": profile}))
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(render_docx(compiled))
    assert [one for one in check_file(path, profile) if one.severity == "departure"] == []


def test_sixty_pages_take_less_than_a_second(tmp_path: Path) -> None:
    paper = right_paper()
    for _ in range(700):
        paragraph = paper.set(paper.named["closing"].insert_paragraph_before(), LONG, 14, align=JUSTIFY)
        paragraph.paragraph_format.first_line_indent, paragraph.paragraph_format.space_before = Mm(12.7), Pt(6)
    path = paper.save(tmp_path / "dai.docx")
    fastest = min(_seconds(path) for _ in range(3))
    assert fastest < 1


def _seconds(path: Path) -> float:
    started = time.perf_counter()
    assert check_file(path) == []
    return time.perf_counter() - started
