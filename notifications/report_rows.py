"""Consolidated reports in the coordinator's summary: drafts that are out of date, and whom an issued one missed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from notifications.language import Language
from notifications.page import Block, Group, Row, Section
from notifications.text import one_line


@dataclass(frozen=True, slots=True)
class StaleDraft:
    """A draft since which `count` assignments' reports were accepted; `code` and `key` build it anew."""

    title: str
    count: int
    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A body (or person) that an issued report is addressed to and did not reach.

    Without an `address` nobody there has one; else `detail` is what the server said.
    """

    title: str
    who: str
    address: str = ""
    detail: str = ""


def stale_block(drafts: Sequence[StaleDraft], lang: Language) -> Iterator[Block]:
    """One line for each draft that is out of date: to know, not to do."""
    _ = lang.gettext
    lines = []
    for one in drafts:
        said = lang.ngettext(
            "%(report)s: bản dự thảo đã cũ, %(n)s báo cáo mới được duyệt",
            "%(report)s: bản dự thảo đã cũ, %(n)s báo cáo mới được duyệt",
            one.count,
        ) % {"report": one_line(one.title), "n": one.count}
        lines.append(f"{said} (dondoc report build {one.code} {one.key})")
    if lines:
        yield Block(_("Báo cáo tổng hợp"), tuple(lines))


def undelivered_section(lost: Iterable[Undelivered], lang: Language) -> Iterator[Section]:
    """Whom an issued report did not reach, by report: the coordinator sends it otherwise."""
    _ = lang.gettext
    groups: dict[str, list[Row]] = {}
    for one in lost:
        badge = _("Không đến nơi") if one.address else _("Thiếu địa chỉ")
        facts = ((_("Địa chỉ"), one_line(one.address)), (_("Ghi chú"), one_line(one.detail)))
        shown = tuple(fact for fact in facts if fact[1])
        row = Row(title=one_line(one.who), badge=badge, state="late", facts=shown)
        groups.setdefault(one_line(one.title), []).append(row)
    if groups:
        listed = tuple(Group(name, tuple(rows)) for name, rows in groups.items())
        note = _("Bổ sung hoặc sửa địa chỉ, hoặc gửi bản giấy.")
        yield Section(_("Báo cáo đã ban hành chưa đến nơi nhận"), listed, note, as_table=True)
