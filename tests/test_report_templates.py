"""Word templates: shipped ones are as drawn, restyled ones show, faulty and hostile ones are named and refused."""

import io
import re
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from models.errors import ReportError
from models.language import speaking
from models.periods import parse_period
from reports.compiled import Point, Series
from reports.docx.charts import picture
from reports.docx.checking import Problem, check_template, left_out
from reports.docx.document import Paper, render_docx
from reports.docx.fields import paths
from reports.docx.fields import sample as sample_fields
from reports.docx.sandbox import speak_template
from reports.docx.template import PROFILES, draw, shipped, shipped_path
from tests.report_samples import Sample, sample
from tests.template_samples import ALL_DOCUMENT, SHIPPED, changed, package, packed, saved, saying, with_paragraphs
from tests.test_docs import DOCS, first_cells


def filled(found: Sample) -> Sample:
    for body in ("h1", "h2"):
        for half in ("H1", "H2"):
            found.answer(f"B-01/{body}/2015-{half}", {"visits": 3, "violations": 1}, passages={"kho-khan": f"Ý {body}"})
    return found


# --- the shipped ones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_a_shipped_template_is_the_one_that_is_drawn(profile: str) -> None:
    assert package(shipped_path(profile).read_bytes()) == package(draw(profile)), "python -m reports.docx.template"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_shipped_template_has_no_fault(profile: str) -> None:
    assert check_template(shipped(profile)) == []


def test_every_field_has_its_line_in_the_documentation() -> None:
    said = [name for name, _ in first_cells((DOCS / "report-template.md").read_text(encoding="utf-8"))]
    assert [name for name in said if name.split("[")[0].split(".")[0] != "loop"] == list(paths())


def rewritten(*pairs: tuple[str, str]) -> bytes:
    """The shipped template with some words of its body replaced by others."""
    parts = package(SHIPPED)
    body = parts[ALL_DOCUMENT].decode()
    for old, new in pairs:
        assert old in body
        body = body.replace(old, new)
    return packed(parts | {ALL_DOCUMENT: body.encode()})


LESS: list[tuple[str, Callable[[], bytes], list[str]]] = [
    ("the shipped one", lambda: SHIPPED, []),
    ("no word on the passages elsewhere", lambda: changed("{{ topic.rest }}", "x"), ["sections[].topics[].rest"]),
    ("no note under charts", lambda: changed("{{ chart.note }}", "x"), ["charts[].pictures[].note"]),
    ("no heads", lambda: changed("{{ group.head }}", "x"), ["sections[].groups[].head"]),
    (
        "figures one by one without their groups",
        lambda: rewritten(
            ("section.groups", "section.figures"), ("group.head", "group.name"), ("group.said", "group.sentence")
        ),
        ["sections[].figures[].new_group"],
    ),
]


@pytest.mark.parametrize(("make", "paths_"), [row[1:] for row in LESS], ids=[row[0] for row in LESS])
def test_a_field_that_a_template_does_not_show_is_told(make: Callable[[], bytes], paths_: list[str]) -> None:
    content = make()
    assert check_template(content) == []
    assert [said.partition("”")[0].removeprefix("“") for said in left_out(content)] == paths_


def test_the_documentation_names_the_fields_without_which_a_report_says_less() -> None:
    text = " ".join((DOCS / "report-template.md").read_text(encoding="utf-8").split())
    said = text.partition("reports would say less without")[2].partition("Such a template")[0]
    assert re.findall(r"`([^`]+)`", said) == [path for path, one in paths().items() if one.carries]


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
    finding: str = "Số lượt tăng; chậm nhất: Một"
    note: str = "Chậm nhất: Một."
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
    points = [
        Point("2013", "năm 2013", Decimal(900)),
        Point("2014", "năm 2014", None),
        Point("2015", "năm 2015", Decimal("1234.5"), estimate=True, target=Decimal(2000)),
    ]
    years = [Series("visits", "Lượt", "lượt", "flow", 1, points)]
    compiled = replace(filled(sample(tmp_path)).compile(), years=years)

    document = docx.Document(io.BytesIO(render_docx(compiled)))

    assert any(p.text.startswith("SỐ LIỆU QUA CÁC NĂM") for p in document.paragraphs)
    table = next(one for one in document.tables if one.rows[0].cells[-1].text == "2015")
    assert [[cell.text.strip() for cell in row.cells] for row in table.rows] == [
        ["Chỉ tiêu", "Đơn vị", "2013", "2014", "2015"],
        ["Lượt", "lượt", "900", "…", "1.234,5*"],
        ["Mục tiêu", "lượt", "", "", "2.000"],
    ]


def test_the_same_months_of_two_years_are_told_apart_by_their_year(tmp_path: Path) -> None:
    titles = [parse_period(key).title() for key in ("2014-H1", "2015-H1")]
    points = [Point("2014-H1", titles[0], Decimal(1)), Point("2015-H1", titles[1], Decimal(2))]
    years = [Series("visits", "Lượt", "lượt", "flow", 0, points)]
    compiled = replace(filled(sample(tmp_path)).compile(), years=years)

    document = docx.Document(io.BytesIO(render_docx(compiled)))

    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Chỉ tiêu", "Đơn vị", "6 tháng đầu năm 2014", "6 tháng đầu năm 2015"] in heads


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
