"""The consolidated report as a Word document: the compiled content set into a template, the shipped one or another.

The official form: Nghị định 30/2020/NĐ-CP, Phụ lục I, or Thông tư 01/2011/TT-BNV (`reports.docx.template`).
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from models.errors import ReportError
from models.language import _
from reports.annexes import Code, Listed, listed_annexes
from reports.compiled import CompiledReport
from reports.docx.annexes import annex_title, annexes, note_of
from reports.docx.charts import Chart, ChartsAnnex, charts, last_held, paged, picture
from reports.docx.context import context_of
from reports.docx.layout import keep_together
from reports.docx.package import BROKEN, admit
from reports.docx.sandbox import speak_template
from reports.docx.template import shipped
from reports.docx.turning import turn_annexes
from reports.letterhead import sender_of, subject
from reports.zipping import canonical_zip

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def render_docx(compiled: CompiledReport, template: bytes | None = None, *, vector: bool = False) -> bytes:
    """The report as DOCX, in the shipped template of its profile or in a coordinator's; same content, same bytes.

    With `vector` pictures it is only for `reports.pdf`.

    Raises:
        ReportError: the template may not be opened, or does not give a document.
    """
    paper = Paper(shipped(compiled.report.profile) if template is None else template)
    drawn = charts(compiled)
    listed = listed_annexes(compiled, charts=bool(drawn))
    pictured = _charts(compiled, paper, drawn, listed, vector=vector)
    paper.fill(context_of(compiled, listed, annexes(compiled, listed), pictured))
    properties = paper.docx.core_properties
    properties.title = subject(compiled)
    properties.author = properties.last_modified_by = sender_of(compiled).name
    properties.comments, properties.language, properties.revision = "", "vi-VN", 1
    properties.created = properties.modified = compiled.as_of.replace(tzinfo=None)
    return canonical_zip(paper.saved(), compiled.as_of)


def _charts(
    compiled: CompiledReport, paper: "Paper", drawn: Sequence[Chart], listed: Mapping[Code, Listed], *, vector: bool
) -> list[ChartsAnnex]:
    shown: list[dict[str, object]] = [
        {
            "title": last_held(chart.title),
            "note": chart.note,
            "picture": picture(paper.docx.part, chart, number, vector=vector),
        }
        for number, chart in enumerate(paged(drawn), 1)
    ]
    if not shown:
        return []
    annex = listed["charts"]
    return [
        ChartsAnnex(
            annex.name, annex_title(compiled, annex), note_of(compiled), shown, [chart.finding for chart in drawn]
        )
    ]


class Paper(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """A template being filled: every part of it speaks in the sandbox, and what comes out must be sound XML."""

    def __init__(self, template: bytes) -> None:
        admit(template)
        super().__init__(io.BytesIO(template))
        try:
            self.render_init()
        except BROKEN as error:
            raise ReportError(_("mẫu hỏng, không mở được: mở bằng Word rồi lưu lại thành .docx")) from error

    def init_docx(self, reload: bool = True) -> None:
        """Open the template once: charts are put in before the fields are filled."""
        if self.docx is None:
            super().init_docx(reload)

    def fill(self, context: Mapping[str, object]) -> None:
        """Fill the fields of the body, the headers and the footers.

        Raises:
            ReportError: what comes out is no document.
        """
        try:
            self.render(dict(context))
        except BROKEN as error:
            raise ReportError(_("mẫu cho ra văn bản hỏng: chạy `dondoc report template check`")) from error
        body = self.docx.element.body
        misplaced = body is None or any(len(text) for text in body.iter(f"{_W}t"))  # a table in the midst of a line
        if misplaced or body.find(f"{_W}sectPr") is None:
            raise ReportError(_("mẫu cho ra văn bản hỏng: chạy `dondoc report template check`"))
        keep_together(body, self.docx.styles.element)
        turn_annexes(body)

    def saved(self) -> bytes:
        """The filled document as a package."""
        out = io.BytesIO()
        self.docx.save(out)
        return out.getvalue()

    def render_xml_part(self, src_xml: str, _part: Any, context: Mapping[str, object], _env: Any = None) -> str:  # noqa: ANN401 - docxtpl's own signature
        """One part with its fields filled in, by the sandbox instead of Jinja as docxtpl would set it up."""
        return speak_template(src_xml, context)

    def fix_tables(self, xml: str) -> etree._Element:
        """The body parsed without forgiving anything: what docxtpl would mend in silence is refused."""
        return parse_xml(xml)

    def fix_docpr_ids(self, tree: etree._Element) -> None:
        """Every drawing with a number of its own, as Word demands."""
        for number, drawing in enumerate(tree.iter(_DRAWING), 1):
            drawing.set("id", str(number))

    def render_properties(self, *_arguments: object) -> None:
        """A template's properties are not fields; the report sets its own."""

    def render_footnotes(self, *_arguments: object) -> None:
        """Footnotes of a template stay as they are."""
