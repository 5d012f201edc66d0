"""How the coordinator's lists are shown: what several bodies have in common once, with the bodies and one command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from notifications.digest import Handed, Item, StepCode, Unheard
from notifications.language import Language
from notifications.page import Button, Group, Row, Section
from notifications.rows import RowWriter, handed_facts, step_names
from notifications.text import one_line


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An assignment on the coordinator's list; `agency` is its body in full, `brief` by its short name.

    `step` is what waits for release or is to be printed, `to` whom it would reach, `since` when it began to wait,
    `detail` one line more, such as why a climb stands still; `letter` the file of the letter that was drafted for it
    and travels along, `letter_to` the code of the body it goes to, `questions` the figures to ask about before it is
    accepted. Of a hand-over: `receiver` is who has to confirm it,
    `handed` what was said of it, `asked` the day the receiver was asked, `unheard` why it was not.
    """

    assignment: str
    title: str
    agency: str
    brief: str = ""
    period: str = ""
    due: date | None = None
    since: date | None = None
    step: StepCode | None = None
    to: str = ""
    detail: str = ""
    letter: str = ""
    letter_to: str = ""
    questions: tuple[str, ...] = ()
    url: str | None = None
    receiver: str = ""
    handed: Handed | None = None
    asked: date | None = None
    unheard: Unheard = ""


@dataclass(frozen=True)
class MissingContact:
    """A role that nobody holds, or that has no address: `role` as readers call it ("lãnh đạo", "đầu mối")."""

    agency: str
    role: str
    assignments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Somebody whose mail did not arrive, once for all that was in it: `detail` says why, in the reader's language."""

    who: str
    address: str
    detail: str = ""
    since: date | None = None
    assignments: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryList:
    """Writes the entries of one list: `state` is the mark of the list, `word` its badge.

    Without a word the badge says how long the longest waits or is overdue. `command` acts on an assignment, on many at
    once where it is `for_many`; it is "" where a portal is used instead. What is only to know names no assignments.
    """

    lang: Language
    today: date
    state: str
    word: str = ""
    command: str = ""
    for_many: bool = True
    to_know: bool = False

    def section(self, heading: str, note: str, entries: Iterable[Entry]) -> Iterator[Section]:
        """The list under its heading; nothing where it is empty."""
        alike: dict[Row, list[Entry]] = {}
        for entry in entries:
            alike.setdefault(self._shared(entry), []).append(entry)
        if alike:
            rows = tuple(self._row(shared, of_row) for shared, of_row in alike.items())
            yield Section(heading, (Group("", rows),), note, as_table=True)

    def _shared(self, entry: Entry) -> Row:
        """What an entry may have in common with those of other bodies."""
        _ = self.lang.gettext
        facts = [
            (_("Bước"), step_names(self.lang)[entry.step] if entry.step else ""),
            (_("Người nhận"), one_line(entry.to)),
            *handed_facts(entry.receiver, entry.handed, self.lang),
            (_("Đã hỏi bên nhận"), self.lang.short(entry.asked) if entry.asked else ""),
            ("", self._by_hand(entry)),
            (_("Cần hỏi lại"), one_line("; ".join(entry.questions))),
            (_("Ghi chú"), one_line(entry.detail)),
            (_("Dự thảo công văn"), one_line(entry.letter)),
        ]
        return Row(
            title=one_line(entry.title),
            badge="",
            state=self.state,
            period=_("Kỳ: %(period)s") % {"period": one_line(entry.period)} if entry.period else "",
            due_label=_("Hạn"),
            due=self.lang.full(entry.due) if entry.due else "",
            facts=tuple((label, text) for label, text in facts if text),
        )

    def _row(self, shared: Row, entries: list[Entry]) -> Row:
        """A row for all the entries that share it: how long, which bodies, and the command that acts on them."""
        _ = self.lang.gettext
        ordered = sorted(entries, key=lambda entry: (entry.since or self.today, entry.agency))
        url = ordered[0].url if len(ordered) == 1 else None
        acts = () if self.to_know else (self._act(ordered),)
        return replace(
            shared,
            badge=self.word or self._distance(ordered[0]),
            facts=(self._bodies(ordered), *shared.facts, *acts),
            button=Button(_("Mở để xử lý"), url) if url else None,
        )

    def _bodies(self, entries: list[Entry]) -> tuple[str, str]:
        """Who: one body in full, many by their short names, each with how long it waits where that differs."""
        if len(entries) == 1:
            return self.lang.gettext("Đơn vị"), one_line(entries[0].agency)
        differ = len({entry.since for entry in entries}) > 1
        said = [
            f"{one_line(entry.brief or entry.agency)} ({self._distance(entry).lower()})"
            if differ
            else one_line(entry.brief or entry.agency)
            for entry in entries
        ]
        return bodies_counted(len(said), self.lang), ", ".join(said)

    def _act(self, entries: list[Entry]) -> tuple[str, str]:
        """The command that acts on all of them, else their names."""
        _ = self.lang.gettext
        names = [entry.assignment for entry in entries]
        if not self.command or not (self.for_many or len(names) == 1):
            return _("Mã"), "; ".join(names)
        to = f" --to {entries[0].letter_to}" if entries[0].letter_to else ""
        return _("Lệnh"), f"dondoc {self.command % {'names': ' '.join(names), 'to': to}}"

    def _by_hand(self, entry: Entry) -> str:
        """That a hand-over's receiver could not be asked by mail, and what to do instead."""
        _ = self.lang.gettext
        return {
            "missing": _("Bên nhận chưa có địa chỉ thư: hỏi qua điện thoại hoặc công văn."),
            "unreached": _("Thư hỏi bên nhận không đến nơi: hỏi qua điện thoại hoặc công văn."),
            "": "",
        }[entry.unheard]

    def _distance(self, entry: Entry) -> str:
        ngettext = self.lang.ngettext
        if entry.since:
            days = max((self.today - entry.since).days, 0)
            waited = ngettext("Chờ %(n)s ngày", "Chờ %(n)s ngày", days) % {"n": days}
            return waited if days else self.lang.gettext("Từ hôm nay")
        late = (self.today - entry.due).days if entry.due else 0
        return ngettext("Quá hạn %(n)s ngày", "Quá hạn %(n)s ngày", late) % {"n": late} if late > 0 else ""


def bodies_counted(number: int, lang: Language) -> str:
    """How many bodies: "9 đơn vị"."""
    return lang.ngettext("%(n)s đơn vị", "%(n)s đơn vị", number) % {"n": number}


def unreached_section(unreached: Iterable[Unreached], lang: Language, *, with_commands: bool) -> Iterator[Section]:
    """Whose mail did not arrive, each person once: the coordinator corrects the address."""
    _ = lang.gettext
    rows = []
    for one in unreached:
        replacing = _("contact replace %(address)s địa-chỉ-mới") % {"address": one.address}
        facts = (
            (_("Địa chỉ"), one_line(one.address)),
            (_("Ghi chú"), one_line(one.detail)),
            (_("Từ ngày"), lang.short(one.since) if one.since else ""),
            (_("Mã"), "; ".join(one.assignments)),
            (_("Lệnh"), f"dondoc {replacing}" if with_commands else ""),
        )
        shown = tuple(fact for fact in facts if fact[1])
        rows.append(Row(title=one_line(one.who), badge=_("Không đến nơi"), state="late", facts=shown))
    if rows:
        note = _("Sửa địa chỉ đầu mối; việc báo cấp trên dừng cho đến khi có người nhận.")
        yield Section(_("Thư không đến nơi"), (Group("", tuple(rows)),), note, as_table=True)


def missing_section(missing: Iterable[MissingContact], lang: Language) -> Iterator[Section]:
    """Roles that nobody can be told in, by body."""
    _ = lang.gettext
    rows = []
    for one in missing:
        facts = ((_("Mã"), one_line("; ".join(one.assignments))),) if one.assignments else ()
        title = _("%(agency)s: chưa có %(role)s") % {"agency": one_line(one.agency), "role": one_line(one.role)}
        rows.append(Row(title=title, badge=_("Thiếu địa chỉ"), state="late", facts=facts))
    if rows:
        note = _("Bổ sung địa chỉ, hoặc in công văn gửi đơn vị.")
        yield Section(_("Thiếu đầu mối"), (Group("", tuple(rows)),), note, as_table=True)


def informed_section(items: Iterable[Item], lang: Language, today: date) -> Iterator[Section]:
    """What there is to know, the longest overdue first; bodies with the same news together."""
    _ = lang.gettext
    writer = RowWriter(lang, today, with_codes=False)
    alike: dict[Row, list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.due, item.title, item.agency)):
        alike.setdefault(writer.row(item), []).append(item)
    rows = []
    for shared, of_row in alike.items():
        bodies = list(dict.fromkeys(one_line(item.agency) for item in of_row))
        label = _("Đơn vị") if len(bodies) == 1 else bodies_counted(len(bodies), lang)
        rows.append(replace(shared, facts=((label, "; ".join(bodies)), *shared.facts)))
    if rows:
        yield Section(_("Để biết"), (Group("", tuple(rows)),), as_table=True)
