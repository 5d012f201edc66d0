"""What changes in mid-year: an urgent task, another contact."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.values import PlanCode, read_day
from models.errors import NotFoundError
from models.words import step_words

if TYPE_CHECKING:
    from flows.urgent import Outlook, UrgentTask
    from models.plan import Contact, PlanDocument

task = group("task", N_("Việc phát sinh trong năm."), panels.DECIDE)
contact = group("contact", N_("Đầu mối và địa chỉ nhận thư."), panels.DECIDE)
apps = (task, contact)


@command(task, "add")
def add(
    run: Invocation,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=N_("Tên việc, viết ngắn gọn."))],
    bodies: Annotated[
        list[str], typer.Option("--to", metavar="CODE", help=N_("Cơ quan hoặc nhóm được giao; dùng được nhiều lần."))
    ],
    due: Annotated[date, typer.Option("--due", metavar="DATE", parser=read_day, help=N_("Hạn hoàn thành."))],
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="CODE", help=N_("Biểu mẫu phải điền; không có thì chỉ báo tình hình.")),
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help=N_("Mã việc (mặc định: PS-01, PS-02…)."))
    ] = None,
    plan: PlanCode = None,
) -> None:
    """Giao một việc phát sinh; kế hoạch có thêm một phiên bản."""
    from flows.urgent import add_task

    set_task = add_task(run.store, run.act, title=title, bodies=bodies, due=due, form=form, code=code, plan_code=plan)
    if run.json:
        print_json(set_task.as_json())
        return
    _print_task(set_task)


def _print_task(task: "UrgentTask") -> None:
    """What was set, who hears of it now, what follows where nobody answers, and what to look at again."""
    from models.calendar import in_words

    said = _("Đã giao {code}: {count} phần việc, hạn {due}.")
    write(said.format(code=task.code, count=len(task.applied.created), due=in_words(task.due)))
    for name in task.applied.created:
        write(f"  {name}")
    write("")
    rows = [(mail.to, mail.subject) for mail in task.mails]
    print_table((_("Thư vào hàng chờ"), _("Tiêu đề")), rows, empty=_("Không có thư nào."))
    if task.mails:
        write(_("Thư giao việc gửi đi ở lượt `dondoc deliver` tới."))
    for line in map(_expected, task.outlooks):
        write(line)
    for warning in task.warnings:
        write(_("Chú ý: {warning}.").format(warning=warning))


def _expected(outlook: "Outlook") -> str:
    """What follows where some bodies do not answer; of paused ones also who they are, and when they are told."""
    following = "; ".join(f"{day:%d/%m/%Y} {step_words(step.name)}" for day, step in outlook.steps)
    if not outlook.held:
        return _("Nếu chưa gửi: {following}.").format(following=following)
    said = _("{bodies} được báo ngày {day:%d/%m/%Y}; nếu sau đó chưa gửi: {following}.")
    return said.format(bodies=", ".join(outlook.names), day=outlook.told_on, following=following)


@command(contact, "replace")
def replace(
    run: Invocation,
    old: Annotated[str, typer.Argument(metavar="OLD", help=N_("Địa chỉ đang dùng."))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=N_("Địa chỉ mới."))],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=N_("Tên mới (mặc định: giữ tên cũ)."))
    ] = None,
    plan: PlanCode = None,
) -> None:
    """Đổi địa chỉ một đầu mối: thư đang chờ gửi đến địa chỉ mới, bước bị dừng được tiếp tục."""
    from flows import acts

    with run.store.reading() as session:
        document = run.plan(session, plan).document
    replacement = _replacement(document, old, new, name)
    applied, readdressed = acts.replace_contact(run.store, old, replacement, run.act, plan_code=plan)
    if run.json:
        print_json({**applied.as_json(), "readdressed": readdressed})
        return
    said = _("Đã đổi {old} thành {new}: {mails} thư đang chờ đổi địa chỉ, {climbs} phần việc được gửi lại.")
    write(said.format(old=old, new=new, mails=readdressed, climbs=len(applied.rearmed)))


def _replacement(document: "PlanDocument", old: str, new: str, name: str | None) -> "Contact":
    from pydantic import ValidationError

    from models.near import meant
    from models.plan import Contact

    found = next((one for one in document.contacts if (one.email or "").lower() == old.lower()), None)
    if found is None:
        near = meant(old, [one.email for one in document.contacts if one.email])
        said = _("không có đầu mối nào dùng địa chỉ {old}{near}; xem `dondoc plan show`")
        raise NotFoundError(said.format(old=old, near=near))
    try:
        return Contact.model_validate({**found.model_dump(), "email": new, "name": name or found.name})
    except ValidationError:
        raise NotFoundError(_("{new!r} không phải địa chỉ thư: viết như ten@co-quan.example").format(new=new)) from None
