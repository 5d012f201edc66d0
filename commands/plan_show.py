"""How `plan show` prints a plan: its obligations with their due days, its contacts, its consolidated reports."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from commands.language import _
from commands.output import print_table, write
from commands.words import duty_word, period_word
from models.words import role_words

if TYPE_CHECKING:
    from models.calendar import WorkCalendar
    from models.plan import Obligation, PlanDocument
    from models.versions import ActivePlan

#: Due days that are listed one by one; of more the first and the last stand for all.
_MOST_DAYS = 12


def print_plan(plan: "ActivePlan", by: str, at: str) -> None:
    """A version of a plan, applied by somebody at a local time."""
    head = plan.document.plan
    write(f"{head.code}: {head.title}")
    write(_("Hiệu lực {start:%d/%m/%Y} đến {end:%d/%m/%Y}").format(start=head.start, end=head.end))
    write(_("Phiên bản {version}, {by} áp dụng lúc {at}").format(version=plan.version, by=by, at=at))
    write("")
    asked = (_("Mã"), _("Nhiệm vụ"), _("Loại"), _("Kỳ"), _("Hạn"), _("Giao cho"), _("Chính sách"))
    print_table(asked, list(_obligations(plan.document, plan.calendar)))
    write("")
    people = [(one.agency, _role(one.role), one.name, one.email or "") for one in plan.document.contacts]
    print_table((_("Cơ quan"), _("Vai trò"), _("Tên"), _("Địa chỉ")), people, empty=_("Chưa có đầu mối nào."))
    write("")
    compiled = (_("Mã"), _("Báo cáo tổng hợp"), _("Kỳ"), _("Hạn"), _("Gửi"))
    reports = list(_reports(plan.document, plan.calendar))
    print_table(compiled, reports, empty=_("Không có báo cáo tổng hợp."))


def _obligations(document: "PlanDocument", calendar: "WorkCalendar") -> Iterator[Sequence[str]]:
    for one in document.obligations:
        due = one.via or "" if one.kind == "standing" else days_text(_due_days(document, one, calendar))
        period = "" if one.kind == "standing" else period_word(one.period)
        yield one.code, one.title, duty_word(one.kind), period, due, ", ".join(one.assigned_to), one.policy


def _reports(document: "PlanDocument", calendar: "WorkCalendar") -> Iterator[Sequence[str]]:
    from models.schedule import report_periods, report_schedule

    for one in document.reports:
        periods = report_periods(document, one)
        days = [report_schedule(document, one, period.key, calendar).due.day for period in periods]
        yield one.code, one.title, period_word(one.period), days_text(days), ", ".join(one.to)


def _due_days(document: "PlanDocument", obligation: "Obligation", calendar: "WorkCalendar") -> list[date]:
    from models.schedule import schedule

    return [one.due.day for one in schedule(document, obligation, calendar)]


def days_text(days: Sequence[date]) -> str:
    """`15/06, 15/12/2015`: each year once; of many days the first, the last and how many there are."""
    if len(days) > _MOST_DAYS:
        said = _("{first:%d/%m/%Y} … {last:%d/%m/%Y} ({count} kỳ)")
        return said.format(first=days[0], last=days[-1], count=len(days))
    years = ((year, list(of_year)) for year, of_year in groupby(days, key=lambda day: day.year))
    return ", ".join(", ".join(f"{day:%d/%m}" for day in of_year) + f"/{year}" for year, of_year in years)


def _role(role: str) -> str:
    return role_words(f"standing.{role}" if role == "coordinator" else role)
