"""`report text`: the coordinator's own words under the headings of a report."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.context import Invocation, RefusedError
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.reports import Code, PeriodKey, app
from commands.values import PlanCode

if TYPE_CHECKING:
    from flows.own_texts import Heading

#: The command joins a group that stands already.
apps: tuple[typer.Typer, ...] = ()
_SHOWN = 60


@command(app, "text")
def text(
    run: Invocation,
    code: Code,
    period: PeriodKey,
    section: Annotated[
        str | None,
        typer.Argument(metavar="[SECTION]", help=N_("Mã đề mục; không nêu thì liệt kê các đề mục và lời đã ghi.")),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help=N_("Lấy lời từ tệp .txt, .md (UTF-8) hoặc .docx.")),
    ] = None,
    words: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=N_("Lời ghi dưới đề mục; mỗi dòng một đoạn."))
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help=N_("Bỏ lời đang ghi dưới đề mục."))] = False,
    plan: PlanCode = None,
) -> None:
    """Ghi lời của người điều phối dưới một đề mục của báo cáo; lập lại báo cáo bao nhiêu lần lời vẫn còn."""
    from flows.own_texts import Place, headings, read_text, write_text

    given = (file is not None) + (words is not None) + clear
    if given > 1 or (given and section is None):
        raise RefusedError(_("nêu đề mục và một trong --file, --text, --clear"))
    if words is not None and not words.strip():
        raise RefusedError(_("--text không có chữ nào: muốn bỏ lời đang ghi thì dùng --clear"))
    if not given:
        with run.store.reading() as session:
            found = headings(session, run.plan(session, plan), code, period, run.now)
        _show(run, found, section)
        return
    said = read_text(file) if file is not None else words or ""
    with run.store.session() as session:
        active = run.plan(session, plan)
        changed = write_text(session, active, Place(code, period, section or ""), said, run.act)
    if run.json:
        print_json({"report": code, "period": period, "section": section, "changed": changed})
    elif not changed:
        write(_("Lời dưới đề mục {section} đã đúng như vậy, không thay đổi gì.").format(section=section))
    else:
        done = _("Đã bỏ lời dưới đề mục {section}.") if clear else _("Đã ghi lời dưới đề mục {section}.")
        again = _("Đưa vào báo cáo: dondoc report build {code} {period}").format(code=code, period=period)
        write(f"{done.format(section=section)} {again}")


def _show(run: Invocation, found: Sequence["Heading"], section: str | None) -> None:
    chosen = [one for one in found if section in (None, one.section)]
    if not chosen:
        known = ", ".join(one.section for one in found)
        raise RefusedError(_("không có đề mục {section!r}; các đề mục: {known}").format(section=section, known=known))
    if run.json:
        print_json([_as_json(one) for one in chosen])
    elif section is not None:
        write(chosen[0].text or _("Chưa ghi lời nào dưới đề mục này."))
    else:
        rows = [(one.section, one.title, _start(one.text), one.by or "", run.local(one.at)) for one in chosen]
        print_table((_("Mã"), _("Đề mục"), _("Lời"), _("Ai"), _("Lúc")), rows)


def _as_json(one: "Heading") -> dict[str, str | None]:
    at = one.at.isoformat() if one.at else None
    return {"section": one.section, "title": one.title, "text": one.text, "at": at, "by": one.by}


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
