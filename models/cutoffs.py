"""Cut-offs: which days' figures belong to a period (chốt số liệu)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from models.errors import PlanError
from models.language import _
from models.periods import Period
from models.plan import CutoffEdge, CutoffProfile

#: Nghị định 09/2019/NĐ-CP, Điều 12: from the 15th of the month before to the 14th of the period's last month.
ND09 = CutoffProfile(code="nd09", starts=CutoffEdge(day=15, month_offset=-1), ends=CutoffEdge(day=14))


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span of days whose figures are counted; both days included."""

    first: date
    last: date

    @property
    def day_after(self) -> date:
        """The first day that no longer counts."""
        return self.last + timedelta(days=1)

    def meets(self, other: "Window") -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last


def day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month counted from January of `year` (13 is next January); a month without that day ends on its last.

    Source: 2015 Civil Code, Article 148.3, on terms counted in months.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _edge(base: date, edge: CutoffEdge) -> date:
    return day_of_month(base.year, base.month + edge.month_offset, edge.day)


def cutoff_window(period: Period, code: str, own: CutoffProfile | None = None) -> Window:
    """The days whose figures a period reports, under the profile `calendar`, `nd09` or a plan's own.

    Raises:
        PlanError: there is no such profile, or a plan's own profile ends before it starts.
    """
    if code == "calendar" or period.kind == "once":
        return Window(period.first, period.last)
    profile = own or (ND09 if code == ND09.code else None)
    if profile is None:
        raise PlanError(
            _("không có cách chốt số liệu {code!r}: dùng calendar, nd09, hoặc định nghĩa ở `cutoffs`").format(code=code)
        )
    if period.kind == "week":
        return Window(period.first, period.last)  # the decree counts in months; a week is its own cut-off
    window = Window(_edge(period.first, profile.starts), _edge(period.last, profile.ends))
    if window.last < window.first:
        raise PlanError(
            _("cách chốt số liệu {code!r} kết thúc {last} trước khi bắt đầu {first}: sửa `starts`, `ends`").format(
                code=code, last=window.last, first=window.first
            )
        )
    return window
