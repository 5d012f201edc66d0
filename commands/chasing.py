"""The daily work of a coordinator: where all stands, the round, what waits for release, and what is to come."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.language import N_, _
from commands.letters import said_time_to_answer
from commands.options import command
from commands.output import print_json, print_table, write
from commands.questions import print_questions
from commands.values import PlanCode, read_day
from commands.words import word
from models.words import span_words, stalled_words, step_words

if TYPE_CHECKING:
    from flows.approvals import Approval
    from flows.digests import QueuedMessage
    from flows.preview import PreviewedMail
    from flows.status import StatusRow

app = typer.Typer()
apps = (app,)

#: Names shown of a mail that is about many assignments.
_NAMED = 3

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help=N_("Tên các phần việc; hoặc dùng --all."))
]
Everything = Annotated[bool, typer.Option("--all", help=N_("Mọi bước đang chờ."))]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Lý do; được ghi vào lịch sử."))]


@command(app, "status", panels.DAILY)
def status(
    run: Invocation,
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE", help=N_("Chỉ cơ quan này."))] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="P", help=N_("Chỉ kỳ này, ví dụ 2015-H1."))] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="STATE", help=N_("Chỉ trạng thái này, ví dụ submitted, overdue, paused.")),
    ] = None,
    plan: PlanCode = None,
) -> None:
    """Tình hình từng phần việc: trạng thái, hạn, bước đôn đốc."""
    from flows.status import status as rows_of

    rows = rows_of(run.store, run.now, agency=agency, period=period, state=state, plan_code=plan)
    if run.json:
        print_json([row.as_json() for row in rows])
        return
    none = _("Không có phần việc nào như vậy.")
    if period is not None and not rows:
        none = _("Kỳ {period} không có phần việc nào như vậy; xem các kỳ bằng `dondoc status`.").format(period=period)
    columns = (_("Phần việc"), _("Hạn"), _("Trạng thái"), _("So với hạn"), _("Bước"), _("Vướng"))
    print_table(
        columns,
        [
            (
                row.assignment,
                _due(row),
                _workflow(row),
                word(row.punctuality) if row.punctuality else "",
                step_words(row.step or ""),
                _hindrance(row),
            )
            for row in rows
        ],
        empty=none,
    )
    if asked := [(row.assignment, one) for row in rows for one in row.questions]:
        write("")
        write(_("Số cần hỏi lại trước khi duyệt (khác hẳn các kỳ trước của chính đơn vị):"))
        print_questions(asked)


def _hindrance(row: "StatusRow") -> str:
    """Why nothing is chased, or was not: who could not be reached, or a pause, also one that is over."""
    if row.stalled:
        return stalled_words(row.stalled)
    if row.paused:
        return row.paused.reason
    if row.was_paused:
        said = _("đã tạm dừng từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}: {reason}")
        return said.format(since=row.was_paused.since, until=row.was_paused.until, reason=row.was_paused.reason)
    return ""


def _due(row: "StatusRow") -> str:
    """The date that holds; while a correction is owed it is the correction's, and says so."""
    if row.correction:
        return _("{due:%d/%m/%Y} (hạn sửa)").format(due=row.acting_due)
    return f"{row.due:%d/%m/%Y}"


def _workflow(row: "StatusRow") -> str:
    """The state in words; of a hand-over also who has to confirm it, or for whom who wrote the confirmation down.

    A body's pause comes first: nothing is chased while it lasts.
    """
    if row.paused is not None:
        state = word(row.workflow)
        if row.paused.until is None:
            return _("Tạm dừng từ {since:%d/%m/%Y} ({state})").format(since=row.paused.since, state=state)
        return _("Tạm dừng đến hết {until:%d/%m/%Y} ({state})").format(until=row.paused.until, state=state)
    if row.receiver and row.workflow == "submitted":
        return _("Chờ {receiver} xác nhận").format(receiver=row.receiver_name)
    if row.confirmed is not None:
        return _("{receiver} đã xác nhận (ghi: {by})").format(receiver=row.receiver_name, by=row.confirmed.by)
    return word(row.workflow)


@command(app, "round", panels.DAILY)
def round_(
    run: Invocation,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Chỉ cho xem, không ghi gì."))] = False,
    plan: PlanCode = None,
) -> None:
    """Một vòng rà soát: mở kỳ mới, nhắc, đôn đốc, báo cáo lãnh đạo; thư vào hàng chờ gửi."""
    from flows.round import run_round

    if plan is not None:
        with run.store.reading() as session:
            run.plan(session, plan)
    result = run_round(run.store, run.now, dry_run=dry_run, plan=plan)
    if run.json:
        print_json(result.as_json())
        return
    if result.day_off:
        write(_("Không nhắc, không đôn đốc: {why}.").format(why=result.day_off))
    counts = (
        (_("Mở"), result.opened),
        (_("Nhắc"), result.reminded),
        (_("Đôn đốc"), result.chased),
        (_("Báo cáo lãnh đạo"), result.escalated),
        (_("Chờ cho gửi"), result.awaiting),
        (_("Bỏ qua bước"), result.superseded),
        (_("Thư vào hàng chờ"), len(result.messages)),
    )
    print_table((_("Việc đã làm"), _("Số lượng")), counts)
    _print_mails(result.messages)


def _print_mails(mails: "Sequence[QueuedMessage]") -> None:
    if mails:
        write("")
        print_table((_("Gửi"), _("Loại"), _("Tiêu đề")), [(m.to, word(m.kind), m.subject) for m in mails])


@command(app, "approvals", panels.DECIDE)
def approvals(
    run: Invocation,
    postponed: Annotated[
        bool, typer.Option("--postponed", help=N_("Chỉ những bước đã hoãn, chưa đến ngày xem lại."))
    ] = False,
) -> None:
    """Những bước báo cáo lãnh đạo đang chờ người điều phối cho gửi."""
    from flows.approvals import approvals as waiting

    steps = waiting(run.store, run.now, postponed=postponed)
    _print_steps(run, steps)
    if not run.json and any(step.letter for step in steps):
        write(f"\n{said_time_to_answer()}")


@command(app, "release", panels.DECIDE)
def release(run: Invocation, names: Names = None, everything: Everything = False, reason: Why = "") -> None:
    """Cho gửi các bước đang chờ của những phần việc nêu tên, hoặc tất cả với --all."""
    from flows import approvals as gate

    decided = gate.release(run.store, _named(names, everything), run.act, reason=reason)
    _print_steps(run, decided.steps)
    if run.json:
        return
    _offer_letters(decided.steps)
    _print_mails(decided.mails)
    said = _("Đã cho gửi {steps} bước, {mails} thư vào hàng chờ; gửi đi ở lượt `dondoc deliver` tới.")
    write(f"\n{said.format(steps=len(decided.steps), mails=len(decided.mails))}")


@command(app, "drop", panels.DECIDE)
def drop(run: Invocation, names: Names = None, everything: Everything = False, reason: Why = "") -> None:
    """Bỏ các bước đang chờ: không báo cáo lãnh đạo, phần việc trở lại danh sách của người điều phối."""
    from flows import approvals as gate

    decided = gate.drop(run.store, _named(names, everything), run.act, reason=reason)
    _print_steps(run, decided.steps)
    if run.json:
        return
    _print_mails(decided.mails)
    again = _(" hoặc ").join(map(span_words, decided.comes_back))
    said = _(
        "Đã bỏ {steps} bước: không gửi thư nào lên cấp trên. "
        "Phần việc vẫn còn nợ thì {again} một lần trở lại thư “Việc hôm nay”."
    )
    write(f"\n{said.format(steps=len(decided.steps), again=again)}")


@command(app, "postpone", panels.DECIDE)
def postpone(
    run: Invocation,
    until: Annotated[
        date,
        typer.Option("--until", metavar="DATE", parser=read_day, help=N_("Ngày xem lại: ngày làm việc, sau hôm nay.")),
    ],
    names: Names = None,
    everything: Everything = False,
    reason: Why = "",
) -> None:
    """Hoãn các bước đang chờ đến một ngày."""
    from flows import approvals as gate

    decided = gate.postpone(run.store, _named(names, everything), until, run.act, reason=reason)
    _print_steps(run, decided.steps)
    if not run.json:
        said = _(
            "Đã hoãn {steps} bước: chưa gửi thư nào. Đến {until:%d/%m/%Y} các bước này trở lại `dondoc approvals`."
        )
        write(f"\n{said.format(steps=len(decided.steps), until=until)}")


def _offer_letters(steps: "Sequence[Approval]") -> None:
    """That the letters of what was released can be drafted, and how."""
    names = list(dict.fromkeys(step.assignment for step in steps if step.letter))
    if names:
        write("")
        write(_("Công văn kèm theo: soạn bằng `dondoc letter draft {names}`.").format(names=" ".join(names)))
        write(_("Gửi xong, ghi số và ngày bằng `dondoc letter sent`."))
        write(said_time_to_answer())


def _named(names: list[str] | None, everything: bool) -> list[str]:
    if bool(names) == everything:
        raise RefusedError(_("nêu tên phần việc, hoặc --all cho tất cả (không cả hai); xem `dondoc approvals`"))
    return names or []


def _print_steps(run: Invocation, steps: "list[Approval]") -> None:
    if run.json:
        print_json([step.as_json() for step in steps])
        return
    columns = (_("Phần việc"), _("Bước"), _("Gửi"), _("Chờ từ"), _("Hoãn đến"), _("Công văn"))
    print_table(
        columns,
        [
            (
                step.assignment,
                step_words(step.step),
                ", ".join(step.to),
                run.local(step.since),
                f"{step.not_before:%d/%m/%Y}" if step.not_before else "",
                step.letter_file or (_("có") if step.letter else ""),
            )
            for step in steps
        ],
        empty=_("Không có bước nào."),
    )


def _about(mail: "PreviewedMail") -> str:
    """What a mail asks for, and after that what it informs of; a summary without either tells of issued reports.

    A draft is of a report.
    """
    if mail.report:
        return mail.report
    told = [name for name in mail.informed if name not in mail.assignments]
    said = _some(mail.assignments or told) or _("báo cáo đã ban hành chưa đến nơi nhận")
    if not (told and mail.assignments):
        return said
    return _("{names}; để biết: {informed}").format(names=said, informed=_some(told))


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are: a coordinator's summary can be about every assignment."""
    more = len(names) - _NAMED
    if more < 2:
        return ", ".join(names)
    return _("{names} và {count} phần việc nữa").format(names=", ".join(names[:_NAMED]), count=more)


@command(app, "preview", panels.DAILY)
def preview(
    run: Invocation,
    until: Annotated[
        date, typer.Option("--until", metavar="DATE", parser=read_day, help=N_("Ngày cuối của phần xem trước."))
    ],
    held: Annotated[
        bool,
        typer.Option("--held", help=N_("Xem như không bước nào được cho gửi; không có thì xem như đều được cho gửi.")),
    ] = False,
) -> None:
    """Xem trước thư sẽ gửi đến một ngày nếu không ai báo cáo; không ghi và không gửi gì."""
    from flows.preview import preview as foreseen

    if until < run.today:
        raise RefusedError(_("ngày {until:%d/%m/%Y} đã qua: đặt ngày từ hôm nay trở đi").format(until=until))
    mails = foreseen(run.store, run.now, until, held=held)
    if run.json:
        print_json([mail.as_json() for mail in mails])
        return
    rows = [
        (
            run.local(mail.at),
            mail.to,
            word(mail.kind),
            _about(mail),
            _("nếu được cho gửi") if mail.needs_release else "",
        )
        for mail in mails
    ]
    columns = (_("Lúc"), _("Gửi"), _("Loại"), _("Phần việc"), _("Điều kiện"))
    print_table(columns, rows, empty=_("Không có thư nào."))
    supposed = (
        _("Giả định: không ai báo cáo, thư nào cũng đến nơi, không bước nào được cho gửi.")
        if held
        else _("Giả định: không ai báo cáo, thư nào cũng đến nơi, bước nào chờ cũng được cho gửi ngay trong ngày.")
    )
    write(f"\n{supposed}")
