"""Values as people write them on the command line: days, instants, and the kinds of file."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.language import N_, _

#: The hour meant by a day alone: offices open, and the round of half past seven has run.
DAY_BEGINS = time(8, 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as it was written: without a zone it is the plan's local time."""

    written: datetime

    def within(self, zone: ZoneInfo) -> datetime:
        """The aware instant, read as local time of `zone` where the text names none."""
        return self.written if self.written.tzinfo else self.written.replace(tzinfo=zone)


def read_moment(text: str | Moment) -> Moment:
    """Read `2015-06-08T07:30`, with or without an offset, or a day alone, which means 08:00.

    Raises:
        typer.BadParameter: it is neither.
    """
    if isinstance(text, Moment):
        return text
    try:
        return Moment(datetime.combine(date.fromisoformat(text), DAY_BEGINS))
    except ValueError:
        pass
    try:
        return Moment(datetime.fromisoformat(text))
    except ValueError:
        said = _("{text!r} không phải thời điểm: viết như 2015-06-08T07:30 hoặc 2015-06-08")
        raise typer.BadParameter(said.format(text=text)) from None


def canonical_period(text: str) -> str:
    """The key of the period that a report is asked for on: `2015-Q1..2015-Q2` is `2015-H1`.

    What is no period stays as it is: the command that looks for it says so.
    """
    from models.errors import NotFoundError
    from models.periods import any_period

    try:
        return any_period(text).key
    except NotFoundError:
        return text


def read_day(text: str | date) -> date:
    """Read `2015-06-15` or `15/06/2015`.

    Raises:
        typer.BadParameter: it is neither, or no such day exists.
    """
    if isinstance(text, date):
        return text
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        said = _("{text!r} không phải ngày: viết như 2015-06-15 hoặc 15/06/2015")
        raise typer.BadParameter(said.format(text=text)) from None


#: Parameters that several commands share.
AssignmentName = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help=N_("Tên phần việc, ví dụ B-01/so-b/2015-H1."))
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Lý do; được ghi vào lịch sử."))]
PlanCode = Annotated[
    str | None, typer.Option("--plan", metavar="CODE", help=N_("Mã kế hoạch, cần khi có nhiều kế hoạch."))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Làm ngay, không hỏi lại."))]
