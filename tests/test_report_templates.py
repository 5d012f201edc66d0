"""Word templates: shipped ones are as drawn, restyled ones show, faulty and hostile ones are named and refused."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from models.errors import ReportError
from models.language import speaking
from reports.compiled import Point, Series
from reports.conformity.findings import PROFILES as FORMS
from reports.conformity.findings import Profile
from reports.docx import Paper, render_docx
from reports.docx_charts import picture
from reports.docx_checking import Problem, check_template
from reports.docx_fields import paths
from reports.docx_fields import sample as sample_fields
from reports.docx_sandbox import speak_template
from reports.docx_template import PROFILES, draw, shipped, shipped_path
from reports.docx_trial import form_departures
from tests.cli_samples import Office
from tests.report_samples import Sample, sample
from tests.test_docs import DOCS, first_cells

SHIPPED = shipped("ND30")
ALL_DOCUMENT = "word/document.xml"


def package(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(old: str, new: str, part: str = ALL_DOCUMENT) -> bytes:
    """The shipped template with one piece of its XML replaced everywhere."""
    parts = package(SHIPPED)
    before = parts[part].decode()
    assert old in before
    return packed(parts | {part: before.replace(old, new).encode()})


def saying(words: str) -> bytes:
    """The shipped template whose closing sentence is followed by other words."""
    return changed("{{ closing }}", "{{ closing }}" + words)


def with_paragraphs(*words: str) -> bytes:
    """The shipped template with paragraphs put behind its body."""
    document = docx.Document(io.BytesIO(SHIPPED))
    for said in words:
        document.add_paragraph(said)
    return saved(document)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def filled(found: Sample) -> Sample:
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 3, "violations": 1}, passages={"kho-khan": f"Ý {body}"})
    return found


# --- the shipped ones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_a_shipped_template_is_the_one_that_is_drawn(profile: str) -> None:
    assert package(shipped_path(profile).read_bytes()) == package(draw(profile)), "python -m reports.docx_template"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_shipped_template_has_no_fault(profile: str) -> None:
    assert check_template(shipped(profile)) == []


def test_every_field_has_its_line_in_the_documentation() -> None:
    said = [name for name, _ in first_cells((DOCS / "report-template.md").read_text(encoding="utf-8"))]
    assert [name for name in said if name.split("[")[0].split(".")[0] != "loop"] == list(paths())


# --- own ones --------------------------------------------------------------------------------------------------------


def test_a_style_changed_in_the_template_shows_in_the_report(tmp_path: Path) -> None:
    own = docx.Document(io.BytesIO(SHIPPED))
    own.styles["DondocBody"].font.size = Pt(13)
    own.styles["DondocTableText"].font.name = "Arial"
    compiled = filled(sample(tmp_path)).compile()

    document = docx.Document(io.BytesIO(render_docx(compiled, saved(own))))

    body = next(p for p in document.paragraphs if p.text.startswith("- Lượt cơ sở được kiểm tra"))
    assert body.style is not None
    assert (body.style.name, body.style.font.size) == ("DondocBody", Pt(13))
    cell = document.tables[2].rows[1].cells[1].paragraphs[0]
    assert cell.style is not None
    assert (cell.style.name, cell.style.font.name) == ("DondocTableText", "Arial")
    assert render_docx(compiled, saved(own)) == render_docx(compiled, saved(own))


def test_a_table_of_ones_own_loops_over_the_figures(tmp_path: Path) -> None:
    own = docx.Document(io.BytesIO(SHIPPED))
    table = own.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for figure in figures %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ figure.name|upper }}", "{{ figure.total }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    assert check_template(saved(own)) == []

    compiled = filled(sample(tmp_path)).compile()
    last = docx.Document(io.BytesIO(render_docx(compiled, saved(own)))).tables[-1]

    assert [cell.text for cell in last.rows[0].cells] == ["LƯỢT CƠ SỞ ĐƯỢC KIỂM TRA", "12"]


@dataclass(frozen=True)
class Picture:
    """A chart of one dot."""

    code: str = "trend"
    title: str = "Số lượt tăng"
    alt: str = 'Cột "tháng 1" & <tháng 2>\nba dòng'
    width_mm: float = 150.0
    height_mm: float = 80.0
    svg: str = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

    @property
    def png(self) -> bytes:
        head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
        body = b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
        return b"\x89PNG\r\n\x1a\n" + body


def test_a_chart_stands_in_an_annex_with_words_instead_of_it() -> None:
    paper = Paper(SHIPPED)
    shown = [{"title": one.title, "picture": picture(paper.docx.part, one, 1)} for one in (Picture(), Picture())]
    annex = {"name": "Phụ lục I", "title": "BIỂU ĐỒ", "note": "(Kèm theo)", "pictures": shown}
    paper.fill(sample_fields() | {"charts": [annex]})

    document = docx.Document(io.BytesIO(paper.saved()))

    drawings = list(document.element.body.iter(qn("wp:docPr")))
    assert {one.get("descr") for one in drawings} == {'Cột "tháng 1" & <tháng 2> ba dòng'}
    assert [one.get("id") for one in drawings] == ["1", "2"]
    width = document.inline_shapes[0].width
    assert round(width.mm) == 150
    assert [p.text for p in document.paragraphs].count("Số lượt tăng") == 2


# --- what a report's template must keep ------------------------------------------------------------------------------


def test_what_announces_a_list_stays_with_it_and_a_short_passage_can_follow_in_part(tmp_path: Path) -> None:
    compiled = filled(sample(tmp_path)).compile()
    paragraphs = docx.Document(io.BytesIO(render_docx(compiled))).paragraphs

    announcing = [(one, next_) for one, next_ in pairwise(paragraphs) if one.text.endswith(":")]
    assert {"Kính gửi:", "Khó khăn, vướng mắc:"} & {one.text for one, _ in announcing}
    for one, next_ in announcing:
        assert one.paragraph_format.keep_with_next, one.text
        assert next_.paragraph_format.widow_control is False, next_.text


def test_a_passage_without_its_full_stop_gets_one(tmp_path: Path) -> None:
    found = sample(tmp_path)
    said = {"H1": "Dòng một\nDòng hai;\nDòng (ba)\nDòng bốn!", "H2": "Đã xong 100%"}
    for half, words in said.items():
        found.answer(f"B-01/h1/2015-{half}", {"visits": 3}, passages={"kho-khan": words})

    texts = [p.text for p in docx.Document(io.BytesIO(render_docx(found.compile()))).paragraphs]

    assert [text for text in texts if text.startswith("Dòng")] == ["Dòng hai;", "Dòng (ba).", "Dòng bốn!"]
    assert any(text.endswith(": Dòng một.") for text in texts)
    assert any(text.endswith(": Đã xong 100%.") for text in texts)


def test_the_coordinators_words_stand_first_under_their_heading(tmp_path: Path) -> None:
    compiled = filled(sample(tmp_path)).compile()
    code = compiled.sections[0].code
    own = replace(compiled, own_texts={code: "Đoạn một.\n\n{{ issuer }} \U0001f600 \u202eabc\x00"})

    texts = [p.text for p in docx.Document(io.BytesIO(render_docx(own))).paragraphs]

    at = texts.index("Đoạn một.")
    assert texts[at - 1].startswith("I. ")
    assert texts[at + 1] == "{{ issuer }} \U0001f600 abc"


def test_columns_on_targets_go_where_no_figure_has_one(tmp_path: Path) -> None:
    compiled = filled(sample(tmp_path)).compile()
    without = replace(compiled, figures=[replace(one, target=None) for one in compiled.figures])

    heads = {
        with_targets: [cell.text for cell in docx.Document(io.BytesIO(render_docx(one))).tables[2].rows[0].cells]
        for with_targets, one in ((True, compiled), (False, without))
    }

    assert "Mục tiêu" in heads[True]
    assert heads[False] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện", "Đơn vị báo cáo"]


def test_years_stand_beside_each_other_with_what_was_aimed_at(tmp_path: Path) -> None:
    from decimal import Decimal

    points = [
        Point("2014", "năm 2014", None),
        Point("2015", "năm 2015", Decimal("1234.5"), estimate=True, target=Decimal(2000)),
    ]
    years = [Series("visits", "Lượt", "lượt", "flow", 1, points)]
    compiled = replace(filled(sample(tmp_path)).compile(), years=years)

    document = docx.Document(io.BytesIO(render_docx(compiled)))

    assert any(p.text.startswith("SỐ LIỆU QUA CÁC NĂM") for p in document.paragraphs)
    table = next(one for one in document.tables if one.rows[0].cells[-1].text == "2015")
    assert [[cell.text.strip() for cell in row.cells] for row in table.rows] == [
        ["Chỉ tiêu", "Đơn vị", "2014", "2015"],
        ["Lượt", "lượt", "…", "1.234,5*"],
        ["Mục tiêu", "lượt", "", "2.000"],
    ]


# --- faults ----------------------------------------------------------------------------------------------------------

FAULTS: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("unknown field", lambda: saying(" {{ sender }}"), "đoạn ", "không có trường “sender”"),
    ("unknown part", lambda: changed("duty.said", "duty.state"), ": {{ duty.state }}.”", "“duty.state”; ở đây"),
    ("field out of its loop", lambda: saying("{{ section.heading }}"), "đoạn ", "không có trường “section”"),
    ("unclosed field", lambda: saying(" {{ issuer "), "đoạn ", "mở mà không đóng"),
    ("unclosed tag", lambda: saying(" {% if issuer"), "đoạn ", "mở mà không đóng"),
    ("unclosed loop", lambda: with_paragraphs("{%p for one in office %}"), "“{%p for one in office %}”", "endfor"),
    ("unclosed condition", lambda: with_paragraphs("{%p if issuer %}"), "đoạn ", "endif"),
    ("loose end", lambda: with_paragraphs("{%p endfor %}"), "đoạn ", "không khớp"),
    ("crossed", lambda: with_paragraphs("{%p for a in office %}", "{%p endif %}"), "đoạn ", "không khớp"),
    ("not alone", lambda: with_paragraphs("x {%p if issuer %}", "{%p endif %}"), "đoạn ", "đứng một mình"),
    ("row outside a table", lambda: with_paragraphs("{%tr if issuer %}", "{%tr endif %}"), "đoạn ", "trong bảng"),
    ("loop over a word", lambda: with_paragraphs("{%p for a in issuer %}", "{%p endfor %}"), "đoạn ", "danh sách"),
    ("a list shown", lambda: saying("{{ office }}"), "đoạn ", "không in ra được"),
    ("a block in a line", lambda: changed("{{p annex.content }}", "{{ annex.content }}"), "đoạn ", "{{p … }}"),
    ("a field as a block", lambda: with_paragraphs("{{p issuer }}"), "đoạn ", "{{ … }}"),
    ("missing part", lambda: changed("{{ opening }}", "x"), "", "“opening”"),
    ("missing part of a loop", lambda: changed("{{ section.heading }}", "x"), "", "“sections[].heading”"),
    ("missing style", lambda: changed("DondocGrid", "Grid", "word/styles.xml"), "", "“DondocGrid”"),
    ("in a cell", lambda: changed("{{ superior }}", "{{ above }}"), "bảng 1, dòng 1, ô 1 “{{ above }}”", "“above”"),
    ("in a header", lambda: in_header("{{ nobody }}"), "đầu trang, đoạn 1", "“nobody”"),
    ("in alternative text", lambda: changed('<w:tcW w:w="', '<w:tcW w:x="{{ issuer }}" w:w="'), "", "thuộc tính"),
    ("underscore", lambda: saying("{{ issuer.__class__ }}"), "đoạn ", "bị cấm"),
    ("walk", lambda: saying("{{ office.__class__.__mro__ }}"), "đoạn ", "bị cấm"),
    ("subscript", lambda: saying("{{ office['__class__'] }}"), "đoạn ", "Getitem"),
    ("call", lambda: saying("{{ issuer.upper() }}"), "đoạn ", "Call"),
    ("range", lambda: with_paragraphs("{%p for a in range(1000000000) %}", "{%p endfor %}"), "đoạn ", "Call"),
    ("set", lambda: saying("{% set a = issuer %}"), "đoạn ", "Assign"),
    ("product", lambda: saying("{{ 'a' * 1000000000 }}"), "đoạn ", "Mul"),
    ("include", lambda: saying("{% include 'x' %}"), "đoạn ", "Include"),
    ("format", lambda: saying("{{ '%999999999s'|format(issuer) }}"), "đoạn ", "bộ lọc “format”"),
    (
        "loops that multiply",
        lambda: with_paragraphs(*["{%p for a in figures %}"] * 9, "x", *["{%p endfor %}"] * 9),
        "đoạn ",
        "bên trong",
    ),
    (
        "nested too deep",
        lambda: with_paragraphs(*["{%p if issuer %}"] * 40, *["{%p endif %}"] * 40),
        "đoạn ",
        "lồng quá",
    ),
    ("thousands of braces", lambda: saying("{" * 90_000), "đoạn ", "mở mà không đóng"),
    ("thousands of tags", lambda: saying("{% if " * 15_000), "đoạn ", "mở mà không đóng"),
    ("too much of everything", lambda: saying("{% if " * 30_000), "", "mẫu quá dài"),
    ("parentheses", lambda: saying("{{ " + "(" * 290 + " }}"), "", "thẻ"),
]


def test_a_broken_loop_hides_no_fault_behind_it() -> None:
    content = with_paragraphs(
        "{%p for a in office %}", "{{ nobody }}", "{{ issuer ", "{%p endif %}", "{{ a + 1 }}", "{{ 1 2 }}", "{{ me() }}"
    )

    said = [str(one) for one in check_template(content)]

    wanted = ("mở mà không đóng", "không khớp", "endfor", "“nobody”", "“Add”", "thẻ hỏng", "“Call”")
    assert [part for part in wanted if not any(part in one for one in said)] == []
    assert len(said) == len(wanted)


def in_header(words: str) -> bytes:
    document = docx.Document(io.BytesIO(SHIPPED))
    document.sections[0].header.paragraphs[0].insert_paragraph_before(words)
    return saved(document)


@pytest.mark.parametrize(("make", "place", "said"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_named_with_its_place(make: Callable[[], bytes], place: str, said: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    problems = check_template(make())

    assert time.monotonic() - begun < 10
    assert any(place in one.place and said in one.said for one in problems), problems


def test_a_template_that_came_past_the_checker_is_stopped_all_the_same(tmp_path: Path) -> None:
    compiled = sample(tmp_path).compile()
    hostile = with_paragraphs("{%p for a in range(1000000000) %}", "x", "{%p endfor %}")
    with pytest.raises(ReportError, match="Call"):
        render_docx(compiled, hostile)
    with pytest.raises(ReportError, match="hỏng"):
        render_docx(compiled, changed("{{p annex.content }}", "{{ annex.content }}"))


def test_what_comes_out_has_an_end() -> None:
    with pytest.raises(ReportError, match="quá lớn"):
        speak_template("{% for a in office %}{{ a }}{% endfor %}", {"office": ["x" * 100] * 100}, limit=5_000)


# --- packages --------------------------------------------------------------------------------------------------------


def relation(target: str, kind: str) -> bytes:
    own = f'<Relationship Id="rId999" Type="http://x.example/{kind}" Target="{target}" TargetMode="External"/>'
    return changed("</Relationships>", f"{own}</Relationships>", "word/_rels/document.xml.rels")


def macro_enabled() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(kind, "application/vnd.ms-word.document.macroEnabled.main+xml", "[Content_Types].xml")


PACKAGES: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "không phải tệp .docx"),
    ("text", lambda: b"PK and more", "hỏng"),
    ("old Word", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kiểu cũ"),
    ("another zip", lambda: packed({"a.txt": b"a"}), "không phải tệp .docx"),
    ("cut", lambda: SHIPPED[:-400], "hỏng"),
    ("zip bomb", lambda: packed(package(SHIPPED) | {"word/media/a.bin": bytes(60_000_000)}), "quá lớn"),
    (
        "endless XML",
        lambda: packed(package(SHIPPED) | {"word/more.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}),
        "quá lớn",
    ),
    ("macro", lambda: packed(package(SHIPPED) | {"word/vbaProject.bin": b"x"}), "macro"),
    ("macro-enabled", macro_enabled, "macro"),
    ("embedded object", lambda: packed(package(SHIPPED) | {"word/embeddings/a.bin": b"x"}), "nhúng"),
    ("attached template", lambda: relation("file:///C:/a.dotm", "attachedTemplate"), "nối ra ngoài"),
    ("picture elsewhere", lambda: relation("http://mau.example/a.png", "image"), "nối ra ngoài"),
    (
        "entities",
        lambda: packed(package(SHIPPED) | {"word/more.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "DOCTYPE",
    ),
    (
        "field that fetches",
        lambda: changed("<w:t ", "<w:instrText>INCLUDETEXT a</w:instrText><w:t "),
        "INCLUDETEXT",
    ),
    ("twice", lambda: packed(package(SHIPPED) | {"word/DOCUMENT.xml": b"<a/>"}), "hỏng"),
]


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in PACKAGES], ids=[row[0] for row in PACKAGES])
def test_a_package_that_may_not_be_opened_is_refused(make: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    content = make()
    (problem,) = check_template(content)
    assert said in problem.said
    with pytest.raises(ReportError):
        render_docx(sample(tmp_path).compile(), content)


def test_faults_are_said_in_the_language_of_the_run() -> None:
    with speaking("en"):
        (problem,) = check_template(saying("{{ nobody }}"))
    assert problem.said.startswith("there is no field “nobody”")
    assert problem.place.startswith("paragraph ")


def test_a_problem_without_a_place_is_only_what_is_wrong() -> None:
    assert str(Problem("", "sai")) == "sai"


# --- commands --------------------------------------------------------------------------------------------------------


def test_a_template_goes_out_comes_back_and_shows(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    office.does("report", "template", "export", "-o", mine)
    assert mine.read_bytes() == SHIPPED
    own = docx.Document(str(mine))
    own.styles["DondocBody"].font.size = Pt(13)
    own.save(str(mine))
    assert "dùng được" in office.does("report", "template", "check", mine).out
    used = office.asks("report", "template", "use", mine, now="2015-06-01")
    office.does("report", "build", "half-year", "2015-H1", "--format", "docx", "-o", tmp_path / "out", now="2015-06-20")

    body = docx.Document(str(tmp_path / "out" / "half-year_2015-H1.docx")).styles["DondocBody"]
    assert body.font.size == Pt(13)
    (listed,) = office.asks("report", "template", "list")
    assert (listed["sha256"], listed["in_use"], listed["by"]) == (used["sha256"], True, "Điều phối")
    again = tmp_path / "again.docx"
    office.does("report", "template", "export", "-o", again, now="2015-07-01")
    assert again.read_bytes() == mine.read_bytes()

    assert "mẫu gốc" in office.does("report", "template", "use", "--shipped", now="2015-07-02").out
    office.does("report", "template", "export", "-o", again, "--yes", now="2015-07-03")
    assert again.read_bytes() == SHIPPED
    assert len(office.asks("report", "template", "list")) == 2


def test_a_faulty_template_is_listed_line_by_line_and_never_used(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    mine.write_bytes(saying(" {{ nobody }} {{ nothing }}"))

    ran = office.run("report", "template", "check", mine)

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 2
    assert all(line.startswith("đoạn ") and "không có trường" in line for line in ran.out.splitlines())
    assert "2 chỗ phải sửa" in office.run("report", "template", "use", mine).refusal
    assert office.asks("report", "template", "list") == []
    assert "--shipped" in office.run("report", "template", "use").refusal
    assert "không có tệp" in office.run("report", "template", "check", tmp_path / "none.docx").refusal


def test_a_template_that_departs_from_the_form_is_used_with_a_word_of_warning(tmp_path: Path) -> None:
    office = Office(tmp_path)
    own = docx.Document(io.BytesIO(SHIPPED))
    own.styles["DondocBody"].font.size = Pt(11)
    own.sections[0].left_margin = Pt(40)
    mine = tmp_path / "mau.docx"
    own.save(str(mine))

    used = office.does("report", "template", "use", mine, now="2015-06-01").out

    assert "lề trái: 14,1 mm" in used
    assert used.count("cỡ chữ 11; phải là: lời văn cỡ chữ 13-14") == 1, "the same departure is told once"
    assert [one["in_use"] for one in office.asks("report", "template", "list")] == [True]


@pytest.mark.parametrize("profile", FORMS)
def test_the_shipped_templates_do_not_depart_from_the_form(profile: Profile) -> None:
    assert form_departures(shipped(profile), profile) == []


def test_a_template_of_one_report_is_only_for_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    mine = tmp_path / "mau.docx"
    office.does("report", "template", "export", "--profile", "TT01-2011", "-o", mine)
    assert mine.read_bytes() == shipped("TT01-2011")
    office.does("report", "template", "use", mine, "--report", "half-year", now="2015-06-01")
    assert [one["name"] for one in office.asks("report", "template", "list")] == ["half-year"]
    assert "'none'" in office.run("report", "template", "use", mine, "--report", "none").refusal
