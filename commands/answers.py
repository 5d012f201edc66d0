"""`form` and `submit`: the form that a body fills, and the answer that comes back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.files import content_of, free_to_write
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.questions import print_questions
from commands.skeletons import as_json, as_yaml
from commands.values import AssignmentName, Yes
from commands.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.questions import FigureQuestion
    from intake.answers import Answers
    from intake.forms import FormSpec
    from intake.submitting import SubmitResult

app = typer.Typer()
apps = (app,)


@command(app, "form", panels.ANSWERS)
def form(
    run: Invocation,
    assignment: AssignmentName,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help=N_("Tệp ghi ra: .xlsx để điền tay, .json hoặc .yaml cho phần mềm.")
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Ghi biểu mẫu của một phần việc để cơ quan điền."""
    from intake.storing import filled_form
    from models.assignments import file_stem, find_assignment

    with run.store.reading() as session:
        found = find_assignment(session, assignment)
        plan = run.plan(session, found.plan)
        spec, filled = filled_form(session, plan, found)
    path = out or Path(f"{file_stem(found.name)}.xlsx")
    content = _written(spec, filled, path)
    free_to_write(path, yes=yes, json=run.json)
    path.write_bytes(content)
    if run.json:
        print_json({"assignment": found.name, "file": str(path), "revision": spec.revision})
    else:
        write(_("Đã ghi {path}. Điền xong, nộp bằng: dondoc submit {name} {path}").format(path=path, name=found.name))


def _written(spec: "FormSpec", filled: "Answers | None", path: Path) -> bytes:
    from intake.workbook import write_workbook

    match path.suffix.lower():
        case ".xlsx":
            return write_workbook(spec, filled)
        case ".json":
            return as_json(spec, filled).encode()
        case ".yaml" | ".yml":
            return as_yaml(spec, filled).encode()
    raise RefusedError(_("{path}: tên tệp phải kết thúc bằng .xlsx, .json hoặc .yaml").format(path=path))


@command(app, "submit", panels.ANSWERS)
def submit(
    run: Invocation,
    assignment: AssignmentName,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help=N_("Biểu mẫu đã điền: .xlsx, .json hoặc .yaml."))
    ] = None,
    nil: Annotated[bool, typer.Option("--nil", help=N_("Không phát sinh gì trong kỳ; không cần tệp."))] = False,
    on_behalf: Annotated[bool, typer.Option("--on-behalf", help=N_("Nhập thay cho cơ quan."))] = False,
    received_by: Annotated[
        Literal["phone", "paper", "zalo"] | None,
        typer.Option(
            "--received-by",
            metavar="phone|paper|zalo",
            help=N_("Nhận số liệu qua điện thoại, bản giấy hay Zalo; cùng --on-behalf."),
        ),
    ] = None,
) -> None:
    """Nhận báo cáo của một phần việc; nếu có lỗi thì không nhận và chỉ rõ từng ô."""
    from flows.acts import answer
    from models.office_files import MAX_PACKED

    if (file is None) != nil:
        raise RefusedError(_("nêu tệp cần nộp, hoặc --nil nếu không phát sinh (không cả hai)"))
    if received_by and not on_behalf:
        raise RefusedError(_("--received-by đi cùng --on-behalf: số liệu do người điều phối nhập thay"))
    content, name = (content_of(file, MAX_PACKED), file.name) if file else (b'{"nil": true}', "nil.json")
    result = answer(
        run.store,
        assignment,
        run.act,
        content=content,
        file_name=name,
        channel=received_by or "file",
        on_behalf=on_behalf,
    )
    _print_result(run, result, _questions(run, assignment, result))
    if result.refused:
        raise typer.Exit(1)


def _questions(run: Invocation, assignment: str, result: "SubmitResult") -> "Sequence[FigureQuestion]":
    if result.refused:
        return ()
    from flows.questions import questions_of

    return questions_of(run.store, assignment, run.now)


def _print_result(run: Invocation, result: "SubmitResult", questions: "Sequence[FigureQuestion]") -> None:
    problems = result.problems
    if run.json:
        print_json(
            {
                "submission": result.submission.id if result.submission else None,
                "revision": result.revision,
                "state": result.state,
                "reopened": result.reopened,
                "accepted_revision": result.counting,
                "problems": [{"where": p.where, "message": p.message, "severity": p.severity} for p in problems],
                "questions": [one.as_json() for one in questions],
            }
        )
        return
    if problems:
        rows = [(word(problem.severity), problem.where, problem.message) for problem in problems]
        print_table((_("Mức"), _("Chỗ"), _("Nội dung")), rows)
    if result.refused:
        write(_("Không nhận: sửa những chỗ trên rồi nộp lại."))
    else:
        write(_("Đã nhận, lần sửa {revision}: {state}.").format(revision=result.revision, state=word(result.state)))
    if result.counting is not None:
        write(_still_counting(result))
    if questions:
        write(
            _(
                "Lưu ý: số liệu vẫn được nhận, nhưng có số khác hẳn các kỳ trước của đơn vị. "
                "Xin xem lại, kể cả đơn vị tính. "
                "Nếu đúng, xin ghi rõ nguyên nhân ở ghi chú của chỉ tiêu; nếu sai, xin sửa rồi nộp lại:"
            )
        )
        print_questions([("", one) for one in questions])


def _still_counting(result: "SubmitResult") -> str:
    """That what was accepted before is not yet replaced: the new revision has to be accepted first."""
    numbers = {"accepted": result.counting, "revision": result.revision}
    if result.reopened:
        said = _(
            "Chú ý: phần việc này đã được duyệt (lần sửa {accepted}), nay trở lại chờ duyệt. "
            "Lần sửa {accepted} vẫn được tính vào báo cáo cho đến khi lần sửa {revision} được duyệt."
        )
    else:
        said = _("Lần sửa {accepted} đã duyệt vẫn được tính vào báo cáo cho đến khi lần sửa {revision} được duyệt.")
    return said.format(**numbers)
