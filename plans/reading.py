"""Reading a plan's document: its structure, and what each paragraph asks of whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import PlanError
from models.language import _
from models.plan import ObligationKind, ObligationRole
from plans.annexes import Grid, Row
from plans.assigning import Assigner, Charge
from plans.audience import assigns, audience_of
from plans.document_parts import Parts
from plans.documents import Block, read_blocks
from plans.gazetteer import Body, Gazetteer
from plans.kinds import kinds_of, target_of
from plans.labels import Label, Labelled, label_of, labelled_tasks
from plans.legal import Basis, legal_bases
from plans.letterhead import Letterhead, letterhead_of, recipients
from plans.spelling import slug
from plans.structure import DocumentSection, Structure, structure_of
from plans.subjects import GENERAL
from plans.terms import NOTHING_SAID, Terms, terms_of, terms_of_cell

_BUDGET = re.compile(r"kinh\s+phí|ngân\s+sách|nguồn\s+(?:lực\s+tài\s+chính|vốn)", re.IGNORECASE)
_ON_MONEY = re.compile(r"(?:nguồn\s+)?kinh\s+phí\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlanParagraph:
    """A paragraph, or a row of a table, with what it asks: bodies charged and helping, role, kinds, time, target.

    `role` and `kind` are None where the document charges nobody; a closing paragraph that orders reports of nobody in
    particular is of the kind `report` all the same.  `kinds` holds every kind of duty in it, the first is its `kind`.
    How often is told only of what is ordered.  A line that only says who or when ("Đơn vị chủ trì: …") is `part_of` the
    paragraph whose task it speaks of, and charges nobody itself; where that task is the heading, `subject` has it.
    """

    clause: str
    text: str
    bodies: tuple[Body, ...] = ()
    helpers: tuple[Body, ...] = ()
    receivers: tuple[Body, ...] = ()
    role: ObligationRole | None = None
    kinds: tuple[ObligationKind, ...] = ()
    terms: Terms = NOTHING_SAID
    target: str | None = None
    product: str | None = None
    subject: str | None = None
    part_of: str | None = None

    @property
    def kind(self) -> ObligationKind | None:
        """The first of its kinds."""
        return self.kinds[0] if self.kinds else None

    def as_json(self) -> dict[str, object]:
        """As `plan read` prints it; `due` is one rule, a list where several kinds of periods have one, or None."""
        dues = [due.as_json() for due in self.terms.dues]
        return {
            "clause": self.clause,
            "text": self.text,
            "agencies": [body.code for body in self.bodies],
            "with": [body.code for body in self.helpers],
            "role": self.role,
            "kind": self.kind,
            "cadence": self.terms.cadence,
            "deadline": self.terms.deadline,
            "due": (dues[0] if len(dues) == 1 else dues) or None,
            "target": self.target,
            "obligation": None,
        }


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """All that was read from a document; `plans` is 2 where two plans stand in it one after the other."""

    source: str
    letterhead: Letterhead
    sections: tuple[DocumentSection, ...]
    paragraphs: tuple[PlanParagraph, ...]
    tables: tuple[Grid, ...]
    bases: tuple[Basis, ...]
    distribution: tuple[str, ...]
    budget: str | None
    issuer: Body
    plans: int = 1

    @property
    def title(self) -> str:
        """The plan's title in one line."""
        return self.letterhead.title

    @property
    def year(self) -> int | None:
        """The year the plan is for."""
        return self.letterhead.year

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every body charged or helping, in the order of the document."""
        found = (body for one in self.paragraphs for body in (*one.bodies, *one.helpers))
        return tuple({body.code: body for body in found}.values())

    @property
    def clauses(self) -> tuple[str, ...]:
        """The reference of every paragraph and row, in order."""
        return tuple(one.clause for one in self.paragraphs)

    def as_json(self) -> dict[str, object]:
        """What `plan read --json` prints; `mapped` counts the paragraphs that charge somebody."""
        mapped = sum(bool(one.bodies) for one in self.paragraphs)
        return {
            "title": self.title,
            "issuer": self.issuer.name if self.letterhead.issuer else None,
            "number": self.letterhead.number,
            "date": self.letterhead.signed.isoformat() if self.letterhead.signed else None,
            "year": self.year,
            "sections": [_section_json(section) for section in self.sections],
            "agencies": [{"name": body.name, "code": body.code} for body in self.bodies],
            "paragraphs": [one.as_json() for one in self.paragraphs],
            "legal_bases": [basis.as_json() for basis in self.bases],
            "budget": self.budget,
            "tables": [_table_json(table) for table in self.tables],
            "distribution": list(self.distribution),
            "coverage": {"paragraphs": len(self.paragraphs), "mapped": mapped},
        }


def _section_json(section: DocumentSection) -> dict[str, object]:
    entries = [{"number": entry.number, "title": entry.title} for entry in section.entries]
    return {"numeral": section.numeral, "title": section.title, "entries": entries}


def _table_json(table: Grid) -> dict[str, object]:
    return {"number": table.number, "columns": list(table.columns), "rows": [row.clause for row in table.rows]}


def read_document(path: Path) -> DocumentReading:
    """Read a signed plan from DOCX, PDF with a text layer, or plain text.

    Raises:
        PlanError: the file cannot be read (see `plans.documents.read_blocks`), two plans, or nobody is charged.
    """
    reading = reading_of(read_blocks(path), str(path))
    if reading.plans > 1:
        message = _("{path}: tệp có hai kế hoạch nối liền nhau; cách làm: tách mỗi kế hoạch thành một tệp rồi đọc lại")
        raise PlanError(message.format(path=path))
    if not any(one.bodies for one in reading.paragraphs):
        message = _(
            "{path}: không tìm thấy việc nào giao cho cơ quan nào; cách làm: kiểm tra có đúng tệp kế hoạch, "
            "có mục “Tổ chức thực hiện” hoặc bảng phân công nhiệm vụ"
        )
        raise PlanError(message.format(path=path))
    return reading


def reading_of(blocks: Sequence[Block], source: str) -> DocumentReading:
    """Read the lines and tables of a document; `source` is the name of its file."""
    letterhead = letterhead_of(Parts.of(blocks).head)
    gazetteer = Gazetteer(letterhead.place)
    structure = structure_of(blocks, gazetteer)
    issuer = _issuer(gazetteer, letterhead)
    assigner = Assigner(gazetteer, [issuer.code])
    paragraphs = [*_paragraphs(structure, assigner, letterhead.year), *_rows(structure, assigner, letterhead.year)]
    texts = [*letterhead.preamble, *(one.text for one in paragraphs)]
    return DocumentReading(
        source=source,
        letterhead=letterhead,
        sections=structure.sections,
        paragraphs=tuple(paragraphs),
        tables=structure.tables,
        bases=legal_bases(texts, letterhead.number),
        distribution=recipients(structure.tail),
        budget=_budget(structure),
        issuer=issuer,
        plans=structure.plans,
    )


def _issuer(gazetteer: Gazetteer, letterhead: Letterhead) -> Body:
    """The body that issues the plan: the committee of its place, or the body the letterhead names below that."""
    committee = gazetteer.issuer()
    if letterhead.issuer is None:
        return replace(committee, kind="issuer")
    named = [one.body for one in gazetteer.find(letterhead.issuer)]
    if named and named[0].code != committee.code:
        return replace(named[0], kind="issuer")
    if not named:
        return Body(slug(letterhead.issuer)[:60].strip("-"), letterhead.issuer, "issuer")
    return replace(committee, name=letterhead.issuer, short=committee.name, kind="issuer")


def _budget(structure: Structure) -> str | None:
    """The reference of the paragraph on money: in a section or entry of that name, else one that begins with it."""
    headed = (one.clause for one in structure.paragraphs if any(_BUDGET.search(words) for words in one.headings))
    begun = (one.clause for one in structure.paragraphs if _ON_MONEY.match(one.text))
    return next(headed, None) or next(begun, None)


def _paragraphs(structure: Structure, assigner: Assigner, year: int | None) -> list[PlanParagraph]:
    above = {(one.part, one.headings): _above(one.part, one.headings, assigner) for one in structure.paragraphs}
    tasks, part_of = labelled_tasks(structure.paragraphs)
    found = []
    for one in structure.paragraphs:
        audience = audience_of(one.text, one.part, one.headings)
        charge = assigner.of_text(one.text, above[one.part, one.headings], audience)
        terms = terms_of(one.text, year)
        label, task = label_of(one.text), tasks.get(one.clause)
        if label is not None:
            charge, terms = _of_label(label, charge, assigner, year)
        if one.clause in part_of:
            charge, terms = Charge(), NOTHING_SAID
        if task is not None:
            charge, terms = _with_labels(task, charge, terms, assigner, year)
        reports = one.clause.endswith("#end") and "report" in kinds_of(one.text, terms)
        if not charge.bodies and label is None and not reports:
            terms = replace(terms, cadence=None, periods=())
        found.append(
            PlanParagraph(
                clause=one.clause,
                text=one.text,
                bodies=charge.bodies,
                helpers=charge.helpers,
                receivers=charge.receivers,
                role=charge.role,
                kinds=kinds_of(one.text, terms) if charge.bodies else ("report",) if reports else (),
                terms=terms,
                target=target_of(one.text),
                product=task.said.get("product") if task else None,
                subject=one.headings[-1] if label and task else None,
                part_of=part_of.get(one.clause),
            )
        )
    return found


def _above(part: str, headings: tuple[str, ...], assigner: Assigner) -> Charge:
    """The charge of the nearest heading that names bodies; a section's own title does only where it is nothing else."""
    charges = assigns([part, *headings[:1]])
    asked = any(assigner.of_heading(words).role == "requested" for words in headings[1:])
    for words in reversed(headings[1:]):
        charge = assigner.of_heading(words, charges=charges)
        if charge.bodies:
            return replace(charge, role="requested") if asked else charge
    own = assigner.of_heading(headings[0]) if headings else Charge()
    return Charge() if any(body.code in GENERAL for body in own.bodies) else own


def _of_label(label: Label, charge: Charge, assigner: Assigner, year: int | None) -> tuple[Charge, Terms]:
    """What a line says that is nothing but a label."""
    if label.kind == "deadline":
        return Charge(), terms_of_cell(label.words, year)
    if label.kind == "product":
        return Charge(), NOTHING_SAID
    if label.kind == "with":
        return Charge((), assigner.of_cells("", label.words).helpers), NOTHING_SAID
    return charge if charge.bodies else assigner.of_cells(label.words, ""), terms_of(label.words, year)


def _with_labels(
    task: Labelled, charge: Charge, terms: Terms, assigner: Assigner, year: int | None
) -> tuple[Charge, Terms]:
    """The charge and the time of a task, completed by the lines under it."""
    said = assigner.of_cells(task.said.get("lead", ""), task.said.get("with", ""))
    if not charge.bodies and said.bodies:
        charge = said
    elif said.helpers and not charge.helpers:
        charge = replace(charge, helpers=said.helpers)
    if not terms.deadline and "deadline" in task.said:
        terms = terms_of_cell(task.said["deadline"], year)
    return charge, terms


def _rows(structure: Structure, assigner: Assigner, year: int | None) -> list[PlanParagraph]:
    return [_row(row, table, assigner, year) for table in structure.tables for row in table.rows]


def _row(row: Row, table: Grid, assigner: Assigner, year: int | None) -> PlanParagraph:
    charge = assigner.of_cells(row.cells.get("lead", ""), row.cells.get("with", ""))
    in_task = assigner.of_text(row.text, Charge())
    if not charge.bodies and table.assigns:
        charge = in_task
    if not table.assigns:
        charge = Charge()
    terms = terms_of_cell(row.cells.get("deadline", ""), year) if "deadline" in row.cells else terms_of(row.text, year)
    product = row.cells.get("product")
    kinds = _kinds_of_row(row, table, terms) if charge.bodies else ()
    receivers = assigner.of_cells(row.cells.get("to", ""), "").bodies
    text = " | ".join(cell for key, cell in row.cells.items() if key != "number") if not row.text else row.text
    return PlanParagraph(
        row.clause, text, charge.bodies, charge.helpers, receivers, charge.role, kinds, terms, target_of(text), product
    )


def _kinds_of_row(row: Row, table: Grid, terms: Terms) -> tuple[ObligationKind, ...]:
    """A row whose bodies are those that report, or whose product is a report that comes again, asks for one.

    A list that somebody receives is handed over. A survey or a review whose product is a report is a task. What is to
    be done at all times is a standing duty.
    """
    if row.cells.get("to") and re.search(r"danh\s+sách", f"{row.text} {row.cells.get('product', '')}", re.IGNORECASE):
        return ("handover",)
    leads = " ".join(words for words, kind in zip(table.columns, table.kinds, strict=True) if kind == "lead")
    if re.search(r"báo\s+cáo", leads, re.IGNORECASE):
        return ("report",)
    product = row.cells.get("product", "")
    is_report = re.search(r"báo\s+cáo(?!\s+viên)", product, re.IGNORECASE)
    if is_report and (terms.periods or terms.cadence):
        return ("report",)
    kinds = kinds_of(row.text, terms)
    if is_report and kinds[0] == "standing":
        return ("task",)
    always = not terms.dues and re.search(
        r"thường\s+xuyên|hằng\s+năm|hàng\s+năm|cả\s+năm", terms.deadline or "", re.IGNORECASE
    )
    return ("standing",) if always and kinds[0] == "task" else kinds
