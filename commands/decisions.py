"""What a coordinator decides about an assignment or a body: accept, return, extend, excuse, pause, resume."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, write
from commands.questions import print_questions
from commands.values import AssignmentName, PlanCode, Reason, read_day
from commands.words import word

if TYPE_CHECKING:
    from flows.status import StatusRow
    from models.versions import ActivePlan

app = typer.Typer()
apps = (app,)

OptionalReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Nhận xét; được ghi vào lịch sử."))]
Names = Annotated[
    list[str],
    typer.Argument(
        metavar="ASSIGNMENT...", help=N_("Tên phần việc, ví dụ B-01/so-b/2015-H1; nêu được nhiều tên cùng lúc.")
    ),
]
Body = Annotated[
    str,
    typer.Argument(
        metavar="AGENCY|ASSIGNMENT", help=N_("Mã cơ quan; nêu tên một phần việc thì hiểu là cơ quan của phần việc đó.")
    ),
]


@command(app, "accept", panels.DECIDE)
def accept(run: Invocation, names: Names, reason: OptionalReason = "") -> None:
    """Duyệt báo cáo đang chờ, của một hay nhiều phần việc: số liệu được tính vào báo cáo tổng hợp.

    Bàn giao: ghi là bên nhận đã xác nhận. Có một phần việc không duyệt được thì không duyệt phần việc nào.
    """
    from flows.deciding import accept

    accept(run.store, names, run.act, reason)
    _say_each(run, names)
    if not run.json:
        _ask(run, names)


@command(app, "return", panels.DECIDE)
def return_(
    run: Invocation,
    names: Names,
    reason: Reason,
    until: Annotated[
        date | None,
        typer.Option(
            "--until", metavar="DATE", parser=read_day, help=N_("Hạn sửa (mặc định theo chính sách: 3 ngày làm việc).")
        ),
    ] = None,
) -> None:
    """Trả lại báo cáo đang chờ duyệt để sửa, của một hay nhiều phần việc với cùng lý do; tất cả hoặc không."""
    from flows.deciding import send_back

    send_back(run.store, names, run.act, reason, until)
    _say_each(run, names)


@command(app, "extend", panels.DECIDE)
def extend(
    run: Invocation,
    assignment: AssignmentName,
    reason: Reason,
    to: Annotated[
        date | None, typer.Option("--to", metavar="DATE", parser=read_day, help=N_("Hạn mới; hạn gốc vẫn được giữ."))
    ] = None,
    refuse: Annotated[
        bool, typer.Option("--refuse", help=N_("Trả lời không gia hạn: hạn giữ nguyên, cơ quan được báo lý do."))
    ] = False,
) -> None:
    """Gia hạn một phần việc, hoặc trả lời là không gia hạn (--refuse)."""
    from flows import acts

    if (to is None) != refuse:
        raise RefusedError(_("nêu hạn mới --to DATE, hoặc --refuse để không gia hạn"))
    if to is None:
        acts.refuse_extension(run.store, assignment, run.act, reason)
    else:
        acts.extend(run.store, assignment, run.act, to, reason)
    _say(run, assignment)


@command(app, "excuse", panels.DECIDE)
def excuse(run: Invocation, assignment: AssignmentName, reason: Reason) -> None:
    """Miễn cho một cơ quan báo cáo của kỳ này."""
    from flows import acts

    acts.excuse(run.store, assignment, run.act, reason)
    _say(run, assignment)


@command(app, "pause", panels.DECIDE)
def pause(
    run: Invocation,
    body: Body,
    reason: Reason,
    until: Annotated[
        date | None,
        typer.Option("--until", metavar="DATE", parser=read_day, help=N_("Ngày cuối (mặc định: đến khi `resume`).")),
    ] = None,
    plan: PlanCode = None,
) -> None:
    """Tạm dừng nhắc và đôn đốc một cơ quan."""
    from flows import acts

    agency, plan = _body(run, body, plan)
    row = acts.pause(run.store, agency, run.act, reason=reason, until=until, plan_code=plan)
    if run.json:
        end = row.end.isoformat() if row.end else None
        print_json({"agency": agency, "from": row.start.isoformat(), "to": end, "reason": row.reason})
    elif row.end:
        write(_("Tạm dừng nhắc {name} đến hết {end:%d/%m/%Y}.").format(name=_name(run, agency, plan), end=row.end))
    else:
        said = _("Tạm dừng nhắc {name} đến khi chạy `dondoc resume {agency}`.")
        write(said.format(name=_name(run, agency, plan), agency=agency))


@command(app, "resume", panels.DECIDE)
def resume(run: Invocation, body: Body, plan: PlanCode = None) -> None:
    """Thôi tạm dừng một cơ quan; vòng rà soát tới xem lại mọi việc còn nợ."""
    from flows import acts

    agency, plan = _body(run, body, plan)
    waking = acts.resume(run.store, agency, run.act, plan_code=plan)
    if run.json:
        print_json({"agency": agency, "assignments": waking})
    else:
        said = _("Tiếp tục nhắc {name}: {count} phần việc được xem lại ở vòng tới.")
        write(said.format(name=_name(run, agency, plan), count=waking))


def _name(run: Invocation, agency: str, plan: str | None) -> str:
    """What people call a body."""
    with run.store.reading() as session:
        return run.plan(session, plan).document.agency(agency).brief


def _body(run: Invocation, named: str, plan: str | None) -> tuple[str, str | None]:
    """The agency (and plan) that a code, or the name of one of its assignments, means."""
    if "/" not in named:
        return named, plan
    from models.assignments import find_assignment

    with run.store.reading() as session:
        found = find_assignment(session, named)
    return found.agency, found.plan


def _say_each(run: Invocation, names: list[str]) -> None:
    """How each assignment stands after the decision; as JSON a list where several were named."""
    if len(names) == 1 or not run.json:
        for name in dict.fromkeys(names):
            _say(run, name)
        return
    print_json([_row(run, name)[0].as_json() for name in dict.fromkeys(names)])


def _ask(run: Invocation, names: list[str]) -> None:
    """Which of the accepted figures are far from what the bodies reported before."""
    from flows.questions import questions_of

    found = [(name, one) for name in dict.fromkeys(names) for one in questions_of(run.store, name, run.now)]
    if found:
        write("")
        write(
            _(
                "Lưu ý: vừa duyệt cả những số khác hẳn các kỳ trước của chính đơn vị. Hỏi lại đơn vị; "
                "nếu sai, đề nghị nộp lại: số đã duyệt vẫn được tính cho đến khi lần sửa mới được duyệt."
            )
        )
        print_questions(found)


def _row(run: Invocation, name: str) -> "tuple[StatusRow, ActivePlan]":
    from dataclasses import replace

    from flows.questions import questions_of
    from flows.status import rows_of
    from models.assignments import find_assignment

    with run.store.reading() as session:
        assignment = find_assignment(session, name)
        plan = run.plan(session, assignment.plan)
        (row,) = rows_of(session, plan, [assignment], run.now)
    return replace(row, questions=tuple(questions_of(run.store, name, run.now)) if run.json else ()), plan


def _say(run: Invocation, name: str) -> None:
    """How the assignment stands after the decision."""
    row, plan = _row(run, name)
    if run.json:
        print_json(row.as_json())
        return
    due = row.correction_due or row.due
    said = _("{name}: {state}, hạn {due:%d/%m/%Y}")
    write(said.format(name=row.assignment, state=word(row.workflow), due=due))
    if row.confirmed is not None:
        receiver = plan.document.agency(row.confirmed.body).name
        noted = _("Đã ghi {receiver} xác nhận nhận được bàn giao (người ghi: {by}).")
        write(noted.format(receiver=receiver, by=row.confirmed.by))
