"""`history …`: who did what, when and why, and whether the record is whole."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.defaults import ShowByDefault
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.history import History

app = group("history", N_("Lịch sử: ai làm gì, khi nào, vì sao."), panels.UPKEEP, ShowByDefault)
apps = (app,)


@command(app, "show")
def show(
    run: Invocation,
    subject: Annotated[
        str | None,
        typer.Argument(metavar="[ASSIGNMENT]", help=N_("Tên phần việc hoặc mã kế hoạch; không nêu là tất cả.")),
    ] = None,
) -> None:
    """Lịch sử của một phần việc, của kế hoạch, hoặc tất cả."""
    from commands.history_words import Words, act_words
    from models.history import history_of
    from models.versions import active_plans

    with run.store.reading() as session:
        entries = history_of(session, _subject(session, subject) if subject else None)
        plans = {plan.code: plan.document for plan in active_plans(session)}
    if run.json:
        print_json([_entry(entry) for entry in entries])
        return
    words = Words(plans)
    rows = [
        (run.local(one.at), one.by, act_words(one.act), one.subject, words.reason(one), words.detail(one))
        for one in entries
    ]
    columns = (_("Lúc"), _("Ai"), _("Việc"), _("Về"), _("Lý do"), _("Chi tiết"))
    print_table(columns, rows, empty=_("Chưa có gì."))


def _subject(session: "Session", named: str) -> str:
    from models.assignments import find_assignment
    from models.versions import plan_codes

    return named if named in plan_codes(session) else find_assignment(session, named).name


def _entry(entry: "History") -> dict[str, object]:
    return {
        "subject": entry.subject,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "act": entry.act,
        "reason": entry.reason,
        "detail": json.loads(entry.detail),
        "hash": entry.hash,
    }


@command(app, "verify")
def verify(run: Invocation) -> None:
    """Kiểm tra lịch sử có bị sửa, cắt hay chèn không."""
    from models.history import broken_chains

    with run.store.reading() as session:
        problems = broken_chains(session)
    if run.json:
        print_json({"whole": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            write(problem)
        write(_("{count} chỗ không khớp: khôi phục từ bản sao lưu gần nhất rồi so lại.").format(count=len(problems)))
    else:
        write(_("Lịch sử nguyên vẹn."))
    if problems:
        raise typer.Exit(1)
