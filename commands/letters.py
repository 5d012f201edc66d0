"""`letter …`: official letters: which are to be written, their drafts, and that one went out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands import panels
from commands.context import Invocation, RefusedError
from commands.language import N_, _
from commands.options import command, group
from commands.output import print_json, print_table, write
from commands.values import read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.letters import Draft

app = group("letter", N_("Công văn: đôn đốc, nhắc, báo cáo cơ quan ban hành."), panels.DECIDE)
apps = (app,)
#: What a letter does, and what is outstanding of it.
KINDS = {
    "chase": N_("đôn đốc"),
    "remind": N_("nhắc"),
    "request": N_("đề nghị phối hợp"),
    "note": N_("báo cáo cơ quan ban hành"),
}
STANDINGS = {
    "awaiting": N_("chờ cho gửi"),
    "released": N_("đã cho gửi, chờ số"),
    "missing": N_("chưa có địa chỉ thư"),
}


Unit = Annotated[
    str,
    typer.Option(
        "--unit", metavar="TEXT", help=N_("Chữ viết tắt đơn vị soạn thảo, ghi trong số ký hiệu và dòng Lưu: VT.")
    ),
]


@command(app, "list")
def list_(run: Invocation) -> None:
    """Những công văn cần gửi hôm nay: mỗi đơn vị một công văn, một công văn chung cho cơ quan ban hành."""
    from flows.letters import letters

    _print_drafts(run, letters(run.store, run.now))


@command(app, "draft")
def draft(
    run: Invocation,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help=N_("Tên các phần việc; hoặc dùng --all."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=N_("Mọi công văn trong `letter list`."))] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help=N_("Thư mục ghi ra (mặc định: letters trong thư mục dữ liệu).")
        ),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(
            "--until", metavar="DATE", parser=read_day, help=N_("Hạn trả lời (mặc định: trước bước kế tiếp).")
        ),
    ] = None,
    unit: Unit = "",
    profile: Annotated[
        Literal["ND30", "TT01-2011"] | None,
        typer.Option(
            "--profile", metavar="PROFILE", help=N_("Thể thức (mặc định: như báo cáo tổng hợp của kế hoạch).")
        ),
    ] = None,
) -> None:
    """Soạn dự thảo công văn (DOCX): số, ngày, chữ ký để trống cho văn thư."""
    from flows.drafted import remember_drafts
    from flows.letters import letters, rendered

    if bool(names) == everything:
        raise RefusedError(_("nêu tên phần việc, hoặc --all cho tất cả (không cả hai); xem `dondoc letter list`"))
    drafts = letters(run.store, run.now, names or [], unit=unit.strip(), profile=profile, answer_by=until)
    folder = out or run.home / "letters"
    paths = []
    for one in drafts:
        folder.mkdir(parents=True, exist_ok=True)
        paths.append(folder / one.file_name)
        paths[-1].write_bytes(rendered(one))
    with run.store.session() as session:
        remember_drafts(session, drafts, run.now)
    if run.json:
        print_json([{**one.as_json(), "file": str(path)} for one, path in zip(drafts, paths, strict=True)])
        return
    for path in paths:
        write(str(path))
    _print_table(drafts)
    if any(map(_answer_by, drafts)):
        write("")
        write(said_time_to_answer())


@command(app, "sent")
def sent(
    run: Invocation,
    names: Annotated[list[str], typer.Argument(metavar="ASSIGNMENT...", help=N_("Tên các phần việc trong công văn."))],
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("Số, ký hiệu công văn."))],
    on: Annotated[
        date | None, typer.Option("--date", metavar="DATE", parser=read_day, help=N_("Ngày gửi (mặc định: hôm nay)."))
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="CODE", help=N_("Mã nơi nhận, khi phần việc có hai công văn đang chờ.")),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("Ghi chú; được ghi vào lịch sử."))] = "",
) -> None:
    """Ghi nhận công văn đã gửi, cho một hay nhiều phần việc: người nhận được coi là đã được báo."""
    from flows.letter_acts import letter_sent

    done = letter_sent(run.store, names, run.act, number=number, sent_on=on or run.today, to=to, note=note)
    if run.json:
        print_json(
            {
                "assignments": done.assignments,
                "number": done.number,
                "to": done.to,
                "date": done.sent_on.isoformat(),
                "told": done.told,
                "answer_by": done.answer_by.isoformat() if done.answer_by else None,
                "warnings": list(done.warnings),
            }
        )
        return
    said = _("Đã ghi công văn {number} ngày {day:%d/%m/%Y} cho {rows} phần việc: {count} người được coi là đã báo.")
    write(said.format(number=done.number, day=done.sent_on, rows=len(done.assignments), count=done.told))
    for warning in done.warnings:
        write(_("Lưu ý: {note}").format(note=warning))


def said_time_to_answer() -> str:
    """That a letter's date for the answer counts from the day it is drafted, not from the day it is sent."""
    from flows.letters import LEAST_TO_ANSWER

    said = _(
        "Hạn trả lời tính từ ngày soạn, ít nhất {days} ngày làm việc: đến ngày gửi không còn đủ thì soạn lại, "
        "hoặc đặt hạn bằng `dondoc letter draft --until`."
    )
    return said.format(days=LEAST_TO_ANSWER)


def _answer_by(one: "Draft") -> str:
    """By when an answer is asked for; a reminder before the due date asks for none."""
    return "" if one.letter.kind == "remind" else f"{one.letter.answer_by:%d/%m/%Y}"


def _print_drafts(run: Invocation, drafts: "Sequence[Draft]") -> None:
    if run.json:
        print_json([one.as_json() for one in drafts])
    else:
        _print_table(drafts)


def _print_table(drafts: "Sequence[Draft]") -> None:
    columns = (_("Công văn"), _("Gửi"), _("Trích yếu"), _("Hạn trả lời"), _("Tình trạng"), _("Phần việc"))
    rows = [
        (
            _(KINDS[one.letter.kind]),
            one.to,
            one.subject,
            _answer_by(one),
            _(STANDINGS[one.standing]) if one.since else "",
            ", ".join(one.assignments),
        )
        for one in drafts
    ]
    print_table(columns, rows, empty=_("Không có công văn nào cần gửi."))
