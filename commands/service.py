"""`up` and `doctor`: the service that runs by itself, and whether all it needs is there."""

from typing import Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.words import sweep_words, word

app = typer.Typer()
apps = (app,)


@command(app, "up", panels.UPKEEP)
def up(
    run: Invocation,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help=N_("Địa chỉ của máy chủ lịch, trên máy này."))] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", help=N_("Cổng của máy chủ lịch (mặc định: một cổng trống)."))
    ] = None,
) -> None:
    """Chạy máy chủ lịch và các việc định kỳ cho đến khi dừng (Ctrl-C); --now cho đồng hồ bắt đầu từ lúc đó."""
    from flows.service import run_service

    settings = run.mailing
    start = run.now if run.now_given else None
    run.close()  # the service opens connections of its own
    ended = run_service(settings, host=host, port=port, now=start)
    if ended:
        raise typer.Exit(ended)


@command(app, "doctor", panels.UPKEEP)
def doctor(run: Invocation) -> None:
    """Kiểm tra cài đặt: cơ sở dữ liệu, kế hoạch, lịch, thư, đầu mối, các việc định kỳ, chỗ bị kẹt."""
    from commands.checkup import check_up

    checks = check_up(run)
    if run.json:
        print_json([{"check": one.name, "state": one.state, "detail": one.detail} for one in checks])
    else:
        rows = [(one.name, word(one.state), one.detail) for one in checks]
        print_table((_("Kiểm tra"), _("Kết quả"), _("Chi tiết")), rows)
        bad = sum(one.state != "ok" for one in checks)
        write(_("Mọi thứ ổn.") if not bad else _("{count} chỗ cần xem.").format(count=bad))
    if any(one.state == "error" for one in checks):
        raise typer.Exit(1)


@command(app, "compile", panels.UPKEEP)
def compile_drafts(run: Invocation) -> None:
    """Tổng hợp những báo cáo đã đến ngày dự thảo và báo người điều phối; `up` tự làm việc này hằng ngày."""
    from flows.compile import compile_reports

    result = compile_reports(run.store, run.settings, run.now)
    if run.json:
        print_json(result.as_json())
    else:
        rows = [(draft.report, draft.period) for draft in result.drafts]
        print_table((_("Báo cáo"), _("Kỳ")), rows, empty=_("Chưa có báo cáo nào đến ngày dự thảo."))


@command(app, "watch", panels.UPKEEP)
def watch(run: Invocation) -> None:
    """Tìm chỗ bị kẹt: thư nằm lại, địa chỉ hỏng, việc đang dừng; `up` tự làm việc này hằng giờ."""
    from flows.watch import watch as look

    result = look(run.store, run.now, lease=run.settings.lease)
    if run.json:
        print_json(result.as_json())
        return
    found = {**result.as_json(), "free_at": run.local(result.free_at)}
    words = {
        "requeued": _("Thư của lần chạy bị ngắt, đã đưa lại hàng chờ"),
        "digested": _("Thông báo bỏ sót, đã đưa vào thư"),
        "bounced": _("Địa chỉ hỏng"),
        "missing": _("Vai trò chưa có địa chỉ"),
        "stalled": _("Phần việc đang dừng đôn đốc"),
        "stuck": _("Phần việc bị bỏ qua"),
        "delayed": _("Thư nằm lại quá lâu"),
        "stopped": _("Việc định kỳ không còn chạy"),
        "held": _("Thư đang do một lượt gửi giữ"),
        "free_at": _("Nếu lượt gửi ấy đã dừng, gửi lại từ"),
    }
    rows = [(words[name], _said(name, value)) for name, value in found.items() if value]
    print_table((_("Chỗ cần xem"), _("Chi tiết")), rows, empty=_("Mọi thứ ổn."))


def _said(name: str, value: object) -> str:
    """What was found as users say it: sweeps and roles by their words, all else as it is."""
    if not isinstance(value, list):
        return str(value)
    if name == "stopped":
        return ", ".join(sweep_words(one) for one in value)
    return ", ".join(_role(one) for one in value) if name == "missing" else ", ".join(value)


def _role(missing: str) -> str:
    """`huyen-1: focal` as "huyen-1: đầu mối"."""
    from models.words import role_words

    body, _colon, role = missing.rpartition(": ")
    return f"{body}: {role_words(role)}"
