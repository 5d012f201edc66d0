"""`demo`: the example plan's whole year on a virtual clock."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, progress, write
from commands.words import word

if TYPE_CHECKING:
    from flows.demo.pages import DemoResult

app = typer.Typer()
apps = (app,)


@command(app, "demo", panels.SETUP)
def demo(
    run: Invocation,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=N_("Thư mục kết quả."))] = Path("demo-output"),
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=N_("Số chọn diễn biến; cùng số cho cùng kết quả."))
    ] = 2015,
) -> None:
    """Chạy thử cả năm của kế hoạch mẫu trên đồng hồ ảo: thư, báo cáo, tình trạng từng phần việc."""
    from flows.demo.year import run_demo

    with progress(_("Năm 2015"), quiet=run.json) as reach:
        result = run_demo(out, seed=seed, progress=reach)
    if run.json:
        print_json(result.as_json())
    else:
        _print_result(result)


def _print_result(result: "DemoResult") -> None:
    rows = []
    for role, kinds in sorted(result.by_role.items()):
        people = result.people.get(role, 0)
        told = ", ".join(f"{word(kind)} {count}" for kind, count in kinds.most_common())
        rows.append((role, people, kinds.total(), f"{kinds.total() / people:.1f}" if people else "", told))
    print_table((_("Vai trò"), _("Người"), _("Thư"), _("Thư mỗi người"), _("Gồm")), rows)
    write("")
    states = [(word(code), count) for code, count in (*result.states.items(), *result.timeliness.items())]
    print_table((_("Phần việc"), _("Số lượng")), states)
    write("")
    write(_("{mails} thư đã gửi, {refused} lần bị từ chối.").format(mails=result.mails, refused=result.refused))
    write(_("Mở xem: {path}").format(path=result.out / "index.html"))
    home = result.out / "home"
    write(_("Dùng thử tiếp: dondoc --home {home} status").format(home=home))
