"""Figures to ask about, as lines under whatever a command printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commands.language import _
from commands.output import print_table, write

if TYPE_CHECKING:
    from flows.questions import FigureQuestion

#: So many are listed, the farthest of each assignment first.
_LISTED = 10


def print_questions(found: "Sequence[tuple[str, FigureQuestion]]") -> None:
    """A row for each figure, with the assignment it stands in where one is given."""
    rows = [(name, one.question.indicator, one.question.value, one.question.usual) for name, one in found[:_LISTED]]
    columns = (_("Phần việc"), _("Chỉ tiêu"), _("Số báo cáo"), _("Thường gặp"))
    named = any(name for name, _one in found)
    print_table(columns if named else columns[1:], rows if named else [row[1:] for row in rows])
    if len(found) > _LISTED:
        write(_("… và {count} số nữa").format(count=len(found) - _LISTED))
