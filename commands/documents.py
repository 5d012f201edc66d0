"""`plan read`: from a signed document to a draft plan; and the trace of a plan back to its document."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.context import Invocation
from commands.files import free_to_write
from commands.language import N_, _
from commands.output import print_json, print_table, write
from commands.values import Yes
from commands.words import duty_word
from models.errors import PlanError

if TYPE_CHECKING:
    from models.plan import PlanDocument
    from plans.reading import DocumentReading
    from plans.tracing import TraceLine

#: Characters of a paragraph that are shown beside what was read from it.
_MOST_TEXT = 70
#: Obligations that are named for one paragraph before the rest is counted.
_MOST_NAMED = 4

Document = Annotated[Path, typer.Argument(metavar="DOCUMENT", help=N_("Văn bản kế hoạch: .docx, .pdf hoặc .txt."))]
DraftFile = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help=N_("Ghi bản nháp tệp kế hoạch (.yaml) ra đây."))
]


def read(run: Invocation, document: Document, out: DraftFile = None, yes: Yes = False) -> None:
    """Đọc một kế hoạch đã ký: mục, đoạn, cơ quan, thời hạn; với -o thì viết bản nháp tệp kế hoạch."""
    from plans.drafting import draft_plan
    from plans.reading import read_document

    reading = read_document(document)
    if out is not None:
        free_to_write(out, yes=yes, json=run.json)
        out.write_text(draft_plan(reading), encoding="utf-8")
    if run.json:
        print_json(reading.as_json())
        return
    _print_head(reading)
    _print_paragraphs(reading)
    if out is not None:
        write(_("Đã viết bản nháp {path}; sửa các chỗ ghi QUYẾT ĐỊNH rồi chạy `dondoc plan check`.").format(path=out))


def _print_head(reading: "DocumentReading") -> None:
    """Title, issuer, number and date, legal bases and how many copies go out: what a person checks first."""
    unsaid, head = _("không thấy"), reading.letterhead
    bases = "; ".join(
        " ".join(filter(None, (basis.kind, basis.number, f"({basis.signed:%d/%m/%Y})" if basis.signed else "")))
        for basis in reading.bases
    )
    rows = (
        (_("Tên"), reading.title or unsaid),
        (_("Cơ quan ban hành"), reading.issuer.name if head.issuer else unsaid),
        (_("Số"), head.number or unsaid),
        (_("Ngày"), f"{head.signed:%d/%m/%Y}" if head.signed else unsaid),
        (_("Căn cứ"), bases or unsaid),
        (_("Nơi nhận"), _("{count} nơi").format(count=len(reading.distribution))),
    )
    print_table(("", ""), rows)
    write("")


def _print_paragraphs(reading: "DocumentReading") -> None:
    rows = [
        (
            one.clause,
            ", ".join(body.code for body in one.bodies),
            ", ".join(body.code for body in one.helpers),
            duty_word(one.role) if one.role else "",
            ", ".join(duty_word(kind) for kind in one.kinds),
            one.terms.cadence or "",
            one.terms.deadline or "",
            shortened(one.text),
        )
        for one in reading.paragraphs
    ]
    head = (
        _("Điểm"), _("Cơ quan"), _("Phối hợp"), _("Vai trò"), _("Loại"), _("Định kỳ"), _("Thời hạn"), _("Nội dung")
    )  # fmt: skip
    print_table(head, rows)


def shortened(text: str, most: int = _MOST_TEXT) -> str:
    """At most so many characters of a text, cut where a word ends and marked with an ellipsis."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in text[:most] else text[: most - 1] + "…"


@dataclass(frozen=True, slots=True)
class Traced:
    """A plan beside its document: paragraph by paragraph what answers for it."""

    lines: "list[TraceLine]"

    def as_json(self) -> dict[str, object]:
        """What `plan check --against --json` adds."""
        from plans.tracing import accounted

        done, total = accounted(self.lines)
        return {"trace": [line.as_json() for line in self.lines], "coverage": {"paragraphs": total, "mapped": done}}

    def print_table(self) -> None:
        """The matrix, and how much of it is answered for."""
        from plans.tracing import accounted

        rows = [
            (line.clause, _named(line.obligations) or line.reason or _("chưa có"), shortened(line.text or ""))
            for line in self.lines
        ]
        print_table((_("Điểm"), _("Nhiệm vụ"), _("Nội dung")), rows)
        done, total = accounted(self.lines)
        write(_("{done}/{total} đoạn đã có nhiệm vụ hoặc lý do.").format(done=done, total=total))

    def refuse_missing(self) -> None:
        """Refuse a plan that leaves paragraphs out.

        Raises:
            PlanError: it names them.
        """
        missing = [line.clause for line in self.lines if line.text is not None and not line.is_accounted]
        if missing:
            said = _(
                "lỗi: {count} đoạn chưa có nhiệm vụ hoặc lý do: {clauses}; cách sửa: thêm điểm ấy vào clauses của một "
                "nhiệm vụ, hoặc ghi lý do dưới context"
            )
            raise PlanError(said.format(count=len(missing), clauses=", ".join(missing)))


def _named(obligations: Sequence[str]) -> str:
    """The obligations of a paragraph, the first few by name; `--json` has them all."""
    shown, rest = obligations[:_MOST_NAMED], len(obligations) - _MOST_NAMED
    return ", ".join(shown) + (_(" và {count} nhiệm vụ nữa").format(count=rest) if rest > 0 else "")


def trace_against(plan: "PlanDocument", document: Path) -> Traced:
    """A plan laid beside its document."""
    from plans.reading import read_document
    from plans.tracing import trace

    return Traced(trace(plan, read_document(document)))
