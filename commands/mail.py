"""`deliver` and `outbox …`: the mails on their way, and what became of them."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.defaults import ListByDefault
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, progress, write
from commands.words import word
from models.mail_answers import answer_in_words

if TYPE_CHECKING:
    from models.messages import Message

app = typer.Typer()
outbox = group("outbox", N_("Thư đi: danh sách, nội dung, gửi lại."), panels.DAILY, ListByDefault)
apps = (app, outbox)

Number = Annotated[int, typer.Argument(metavar="ID", help=N_("Số của thư, như trong `dondoc outbox`."))]


@command(app, "deliver", panels.DAILY)
def deliver(run: Invocation) -> None:
    """Gửi mọi thư đến lượt; thư chưa gửi được ở lại hàng chờ."""
    from flows.deliver import deliver as send
    from models.messages import count_waiting

    settings = run.mailing
    with run.store.reading() as session:
        total = count_waiting(session)
    handed = 0
    with progress(_("Gửi thư"), quiet=run.json) as reach:

        def moved(count: int) -> None:
            nonlocal handed
            handed += count
            reach(handed, total)

        result = send(run.store, settings, run.now, moved)
    if run.json:
        print_json(result.as_json())
        return
    said = _("Đã gửi {sent}, chờ gửi lại {deferred}, không gửi được {failed}, còn {remaining}.")
    write(said.format(**result.as_json()))
    if result.held:
        said = _(
            "{held} thư đang do một lượt gửi khác giữ. Nếu lượt ấy đã dừng giữa chừng, các thư này được gửi lại "
            "từ {free_at}: lúc đó chạy lại `dondoc deliver`."
        )
        write(said.format(held=result.held, free_at=run.local(result.free_at)))


@command(outbox, "list")
def outbox_list(
    run: Invocation,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help=N_("Chỉ trạng thái này, ví dụ failed; dùng được nhiều lần.")),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help=N_("Chỉ thư gửi địa chỉ này."))] = None,
) -> None:
    """Danh sách thư đi, cũ trước mới sau."""
    from models.messages import MessageState, messages_where
    from models.notices import assignments_in_messages

    unknown = set(state or ()) - set(MessageState)
    if unknown:
        said = _("không có trạng thái {state!r}; có: {known}")
        raise RefusedError(said.format(state=unknown.pop(), known=", ".join(MessageState)))
    with run.store.reading() as session:
        found = messages_where(session, states=state or (), recipient=to.lower() if to else None, content=False)
        about = assignments_in_messages(session, [message.key for message in found])
        entries = [_entry(message, about[message.key]) for message in found]
    if run.json:
        print_json(entries)
        return
    rows = [
        (m.key, m.recipient, word(m.kind), word(m.state), m.attempts, run.local(m.sent_at), m.subject, note)
        for m, note in ((m, _note(run, m)) for m in found)
    ]
    columns = ("ID", _("Gửi"), _("Loại"), _("Trạng thái"), _("Lần thử"), _("Lúc gửi"), _("Tiêu đề"), _("Ghi chú"))
    print_table(columns, rows, empty=_("Không có thư nào."))


def _note(run: Invocation, message: "Message") -> str:
    """What became of a mail; while a delivery holds it, when another takes it up if that one was cut off."""
    free_at = message.free_at(run.settings.lease)
    if free_at is None:
        return answer_in_words(message.detail)
    return _("đang do một lượt gửi giữ; nếu lượt ấy đã dừng, gửi lại từ {free_at}").format(free_at=run.local(free_at))


def _entry(message: "Message", assignments: Sequence[str]) -> dict[str, object]:
    return {
        "id": message.key,
        "message_id": message.message_id,
        "to": message.recipient,
        "kind": message.kind,
        "state": message.state,
        "attempts": message.attempts,
        "assignments": list(assignments),
    }


@command(outbox, "show")
def show(run: Invocation, number: Number) -> None:
    """Nội dung một thư như người nhận đọc, và điều gì đã xảy ra với thư."""
    from models.messages import find_message
    from models.notices import assignments_in_messages

    with run.store.reading() as session:
        message = find_message(session, number)
        entry = _entry(message, assignments_in_messages(session, [number])[number])
    text = _text_of(message.content)
    if run.json:
        more = {"subject": message.subject, "detail": message.detail, "text": text}
        print_json([{**entry, **more}])
        return
    rows: list[tuple[str, Any]] = [
        (_("Gửi"), f"{message.recipient_name} <{message.recipient}>".strip()),
        (_("Tiêu đề"), message.subject),
        (_("Trạng thái"), word(message.state)),
        (_("Lần thử"), message.attempts),
        (_("Lúc gửi"), run.local(message.sent_at)),
        ("Message-ID", message.message_id or ""),
        (_("Ghi chú"), _note(run, message)),
    ]
    print_table(("", ""), [row for row in rows if row[1] != ""])
    write("")
    write(text or _("Thư chưa soạn: nội dung được chốt khi gửi lần đầu."))


def _text_of(content: bytes | None) -> str:
    """The plain part of a mail, "" while it is not composed."""
    if content is None:
        return ""
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    return str(body.get_content()).strip() if body is not None else ""


@command(outbox, "retry")
def retry(run: Invocation, number: Number) -> None:
    """Đưa một thư không gửi được hoặc bị trả về vào hàng chờ, gửi ngay lần tới."""
    from flows.deliver import retry as queue_again
    from models.messages import MessageState, find_message
    from models.notices import assignments_in_messages

    with run.store.session() as session:
        message = find_message(session, number)
        if message.state not in (MessageState.DEFERRED, MessageState.FAILED, MessageState.BOUNCED):
            said = _("thư {number} đang ở trạng thái “{state}”: không cần gửi lại")
            raise RefusedError(said.format(number=number, state=word(message.state)))
        queue_again(session, message, run.now)
        session.flush()
        entry = _entry(message, assignments_in_messages(session, [number])[number])
    if run.json:
        print_json([entry])
    else:
        write(_("Thư {number} trở lại hàng chờ; chạy `dondoc deliver` để gửi.").format(number=number))
