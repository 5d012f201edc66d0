"""`report check`: what in a Word document departs from the official form."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.context import Invocation
from commands.language import N_, _
from commands.options import command
from commands.output import print_json, print_table, write
from commands.reports import app

if TYPE_CHECKING:
    from reports.conformity.findings import Finding

#: The command joins a group that stands already.
apps: tuple[typer.Typer, ...] = ()


@command(app, "check")
def check(
    run: Invocation,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("Văn bản Word (.docx), của dondoc hay của nơi khác."))
    ],
    profile: Annotated[
        Literal["ND30", "TT01-2011"],
        typer.Option(
            "--profile",
            metavar="PROFILE",
            help=N_("Thể thức: ND30 (Nghị định 30/2020/NĐ-CP) hoặc TT01-2011 (Thông tư 01/2011/TT-BNV)."),
        ),
    ] = "ND30",
) -> None:
    """Nêu mọi chỗ một văn bản Word khác thể thức: ở đâu, hiện là gì, phải là gì; có chỗ sai thì mã kết thúc 1."""
    from reports.conformity.checking import check_file

    found = check_file(file, profile)
    wrong = sum(one.severity == "departure" for one in found)
    if run.json:
        summary = {"file": str(file), "profile": profile, "departures": wrong, "advice": len(found) - wrong}
        print_json({**summary, "findings": [_as_json(one) for one in found]})
    else:
        _print(found, wrong, profile)
    if wrong:
        raise typer.Exit(1)


def _as_json(one: "Finding") -> dict[str, str]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "place": one.place,
        "found": one.found,
        "wanted": one.wanted,
        "basis": one.basis,
    }


def _print(found: Sequence["Finding"], wrong: int, profile: str) -> None:
    weights = {"departure": _("sai"), "advice": _("nên")}
    rows = []
    for first, more in folded(found):
        place = _("{place} và {more} chỗ nữa").format(place=first.place, more=more) if more else first.place
        rows.append((weights[first.severity], place, first.found, first.wanted, first.basis))
    if rows:
        print_table((_("Mức"), _("Chỗ"), _("Hiện là"), _("Phải là"), _("Căn cứ")), rows)
        write("")
    said = _("Thể thức {profile}: {wrong} chỗ sai, {advice} chỗ nên sửa.")
    write(said.format(profile=profile, wrong=wrong, advice=len(found) - wrong))


def folded(found: Sequence["Finding"]) -> list[tuple["Finding", int]]:
    """The same departure at many places once, with the count of the others; departures before advice."""
    counts: dict[tuple[str, str, str], list[Finding]] = {}
    for one in sorted(found, key=lambda one: one.severity != "departure"):
        counts.setdefault((one.rule, one.found, one.wanted), []).append(one)
    return [(same[0], len(same) - 1) for same in counts.values()]
