"""`backup` and `restore` of an installation's database."""

from pathlib import Path
from typing import Annotated

import typer

from commands import panels
from commands.context import Invocation
from commands.files import free_to_write
from commands.language import N_, _
from commands.options import command
from commands.output import agree, print_json, write
from commands.values import Yes

app = typer.Typer()
apps = (app,)


@command(app, "backup", panels.UPKEEP)
def backup(
    run: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("Tệp sao lưu sẽ ghi."))],
    yes: Yes = False,
) -> None:
    """Sao lưu cơ sở dữ liệu SQLite ra một tệp, kể cả khi đang có người dùng."""
    from flows.backups import back_up

    free_to_write(file, yes=yes, json=run.json)
    size = back_up(run.store, file)
    if run.json:
        print_json({"file": str(file), "bytes": size})
    else:
        write(_("Đã sao lưu ra {path} ({size} byte).").format(path=file, size=size))


@command(app, "restore", panels.UPKEEP)
def restore(
    run: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("Tệp do `dondoc backup` ghi."))],
    yes: Yes = False,
) -> None:
    """Khôi phục cơ sở dữ liệu SQLite từ một bản sao lưu; dữ liệu đang có bị thay."""
    from flows.backups import is_in_use, restore_from, sound_backup

    sound_backup(file)
    store = run.new_store()
    if is_in_use(store):
        question = _("{where} đang có dữ liệu, thay bằng {path}?")
        agree(question.format(where=store.where, path=file), yes=yes, json=run.json)
    run.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    restore_from(store, file)
    if run.json:
        print_json({"file": str(file), "database": store.where})
    else:
        write(_("Đã khôi phục từ {path}; chạy `dondoc doctor` để kiểm tra.").format(path=file))
