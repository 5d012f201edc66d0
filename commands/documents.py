"""`plan read`: from a signed document to a draft plan; and the trace of a plan back to its document."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.context import Invocation
from commands.language import N_, _
from commands.output import agree, print_json, print_table, write
from commands.values import Yes

if TYPE_CHECKING:
    from models.plan import PlanDocument

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
        if out.exists():
            agree(_("{path} đã có, ghi đè?").format(path=out), yes=yes, json=run.json)
        out.write_text(draft_plan(reading), encoding="utf-8")
    if run.json:
        print_json(reading.as_json())
        return
    rows = [
        (one.clause, ", ".join(body.code for body in one.bodies), one.terms.deadline or "", one.text[:60])
        for one in reading.paragraphs
    ]
    print_table((_("Điểm"), _("Cơ quan"), _("Thời hạn"), _("Nội dung")), rows)
    if out is not None:
        write(_("Đã viết bản nháp {path}; sửa các chỗ ghi QUYẾT ĐỊNH rồi chạy `dondoc plan check`.").format(path=out))


def trace_against(run: Invocation, plan: "PlanDocument", document: Path) -> bool:
    """Print paragraph by paragraph what answers for it; returns whether everything is accounted for."""
    from plans.reading import read_document
    from plans.tracing import accounted, trace

    lines = trace(plan, read_document(document))
    done, total = accounted(lines)
    if run.json:
        print_json({"trace": [line.as_json() for line in lines], "coverage": {"paragraphs": total, "mapped": done}})
    else:
        rows = [
            (line.clause, ", ".join(line.obligations) or line.reason or _("chưa có"), (line.text or "")[:60])
            for line in lines
        ]
        print_table((_("Điểm"), _("Nhiệm vụ"), _("Nội dung")), rows)
        write(_("{done}/{total} đoạn đã có nhiệm vụ hoặc lý do.").format(done=done, total=total))
    return done == total
