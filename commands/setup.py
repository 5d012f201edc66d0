"""`init`: the home, its settings file, the database, and where asked the plan."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, write
from commands.plan_files import plan_path, sound_plan
from commands.values import read_day

if TYPE_CHECKING:
    from models.plan import PlanDocument
    from plans.apply import Applied

app = typer.Typer()
apps = (app,)

CONFIG = """\
# Cài đặt của dondoc / Settings of dondoc.
# Bỏ dấu # ở đầu dòng để đặt giá trị; biến môi trường DONDOC_TÊN được ưu tiên hơn.
# Uncomment a line to set it; an environment variable DONDOC_NAME wins.

# Cơ sở dữ liệu / database (mặc định: SQLite trong thư mục này)
# database_url = "postgresql://dondoc@localhost/dondoc"

# Máy chủ thư / mail server; maildir:outgoing chỉ ghi thư ra thư mục
# smtp_url = "smtp://USER:PASSWORD@mail.so-a.example:587?tls=starttls"
# mail_from = "Đôn đốc <dondoc@so-a.example>"

# Địa chỉ cổng thông tin để ghi trong thư / the portal's address in mails
# public_url = "https://dondoc.so-a.example"

# Số lần gửi lại và độ trễ đầu tiên (phút) / attempts and first delay
# attempts = 10
# retry_minutes = 5
# Lượt gửi bị tắt giữa chừng: sau số phút này thì gửi lại / what a killed delivery held goes again after so many minutes
# lease_minutes = 15

# LibreOffice để làm PDF, nếu không tự tìm thấy / LibreOffice for PDF, where it is not found by itself
# soffice = "/opt/libreoffice/program/soffice"
"""


@command(app, "init", panels.SETUP)
def init(
    run: Invocation,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME|FILE", help=N_("Kế hoạch áp dụng: tên kế hoạch mẫu hoặc tệp YAML.")),
    ] = None,
    from_date: Annotated[
        date | None,
        typer.Option(
            "--from", metavar="DATE", parser=read_day, help=N_("Việc có hạn trước ngày này không bị đôn đốc.")
        ),
    ] = None,
) -> None:
    """Tạo thư mục dữ liệu, cơ sở dữ liệu và áp dụng kế hoạch; chạy lại không làm mất gì."""
    loaded = sound_plan(plan_path(plan)) if plan else None
    home = run.home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = home / "dondoc.toml"
    if not config.exists():
        config.write_text(CONFIG, encoding="utf-8")
    store = run.new_store()
    upgraded = store.upgrade()
    applied = None
    if loaded is not None:
        applied = _apply_once(run, loaded.document, loaded.text, from_date)
    if run.json:
        said = applied.as_json() if applied else None
        print_json({"home": str(home), "database": store.where, "upgraded": upgraded, "plan": said})
        return
    write(_("Thư mục dữ liệu: {home}").format(home=home))
    write(_("Cơ sở dữ liệu: {where}").format(where=store.where))
    _say_next(applied, asked=loaded is not None, present=_plans_of(run))


def _apply_once(run: Invocation, document: "PlanDocument", source: str, from_date: date | None) -> "Applied | None":
    """A plan that is here already stays as it is: setting up again must not undo its amendments."""
    from models.versions import newest_version
    from plans.apply import apply_plan

    with run.store.session() as session:
        if newest_version(session, document.plan.code) is not None:
            return None
        return apply_plan(session, document, source=source, now=run.now, by=run.by, from_date=from_date)


def _plans_of(run: Invocation) -> list[str]:
    from models.versions import plan_codes

    with run.store.reading() as session:
        return plan_codes(session)


def _say_next(applied: "Applied | None", *, asked: bool, present: list[str]) -> None:
    if applied is not None:
        counted = _("Đã áp dụng kế hoạch: {open} phần việc sẽ theo dõi, {closed} phần việc đã qua hạn.")
        write(counted.format(open=len(applied.created), closed=len(applied.created_closed)))
        write(_("Tiếp theo: `dondoc status`, rồi mỗi ngày `dondoc round` và `dondoc deliver`."))
    elif asked:
        write(_("Kế hoạch này đã có ở đây; để thay đổi, dùng `dondoc plan apply TỆP`."))
    elif present:
        said = _("Đã có kế hoạch {codes}, dữ liệu giữ nguyên. Tiếp theo: `dondoc doctor`, rồi `dondoc status`.")
        write(said.format(codes=", ".join(present)))
    else:
        write(_("Tiếp theo: `dondoc plan apply TỆP`, hoặc `dondoc init --plan phu-tho-2015` để dùng kế hoạch mẫu."))
