"""The coordinator's daily summary: what waits for a decision, what went wrong, and what there is to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.composing import Headers, compose_page
from notifications.digest import Handed, Item, Masthead, StepCode, Unheard
from notifications.language import Language, language
from notifications.mime import Attachment, Mailbox
from notifications.page import Block, Button, Group, Page, Row, Section, words
from notifications.report_rows import StaleDraft, Undelivered, stale_block, undelivered_section
from notifications.rows import RowWriter, handed_facts, step_names
from notifications.text import one_line
from notifications.view import greeting, list_section, plan_line
from notifications.wording import Context, subject_for


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An assignment on the coordinator's list.

    `step` is what waits for release or is to be printed, `to` whom it would reach, `since` when it began to wait,
    `detail` one line more: the server's answer to a bounce, why a climb stands still; `letter` the file of the letter
    that was drafted for it and travels along. Of a hand-over: `receiver` is who
    has to confirm it, `handed` what was said of it, `asked` the day the receiver was asked, `unheard` why it was not.
    """

    assignment: str
    title: str
    agency: str
    period: str = ""
    due: date | None = None
    since: date | None = None
    step: StepCode | None = None
    to: str = ""
    detail: str = ""
    letter: str = ""
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


@dataclass(frozen=True)
class DraftedLetter:
    """A letter that travels with a summary: its file, what it does (chase, remind, request, note), and to whom."""

    file: str
    kind: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a coordinator is told on one day.

    `undecided` are overdue after their last step ("cần quyết định"); `handovers` wait for their receiver's confirmation
    and are not among the `unreviewed`. `undelivered` are issued reports that did not reach somebody; `drafts`, those
    that are out of date, and `estimates`, accepted figures whose final ones are still to come, are only told with the
    rest.
    """

    to_name: str
    to_email: str
    today: date
    masthead: Masthead
    awaiting: tuple[Entry, ...] = ()
    undecided: tuple[Entry, ...] = ()
    unreviewed: tuple[Entry, ...] = ()
    handovers: tuple[Entry, ...] = ()
    unreached: tuple[Entry, ...] = ()
    missing: tuple[MissingContact, ...] = ()
    letters: tuple[Entry, ...] = ()
    drafted: tuple[DraftedLetter, ...] = ()
    stalled: tuple[Entry, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    drafts: tuple[StaleDraft, ...] = ()
    estimates: tuple[Entry, ...] = ()
    due_today: tuple[Item, ...] = ()
    informed: tuple[Item, ...] = ()

    @property
    def to_decide(self) -> int:
        """How many things wait for the coordinator; the rest is to know."""
        lists = (
            self.awaiting,
            self.undecided,
            self.unreviewed,
            self.handovers,
            self.unreached,
            self.missing,
            self.letters,
            self.stalled,
            self.undelivered,
        )
        return sum(map(len, lists))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say, so that no mail is sent."""
        return not (self.to_decide or self.due_today or self.informed)


def compose_summary(summary: Summary, headers: Headers, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole mail of a summary, lines ending with CRLF.

    Raises:
        AddressError: the coordinator's address cannot be mailed.
    """
    to = Mailbox(summary.to_name, summary.to_email)
    return compose_page(summary_page(summary), to, headers, attachments, lang=summary.masthead.lang)


def summary_subject(summary: Summary) -> str:
    """The subject: `[Việc hôm nay] 4 việc cần xử lý ngày 16/06/2015`."""
    lang = language(summary.masthead.lang)
    return subject_for("summary", _context(summary, lang), lang, title="", agency=summary.masthead.sender_agency)


def summary_page(summary: Summary) -> Page:
    """The page of a summary: decisions first, then trouble, then what there is to know."""
    lang = language(summary.masthead.lang)
    context = _context(summary, lang)
    return Page(
        subject=summary_subject(summary),
        sender=one_line(summary.masthead.sender_agency),
        plan=plan_line(summary.masthead),
        greeting=greeting(summary.to_name, lang),
        why=words(lang, "summary", "why", context),
        sections=tuple(_sections(summary, lang)),
        blocks=(*_drafted(summary, lang), *_where(summary, lang)),
        foot=(words(lang, "summary", "ask", context),),
    )


def _context(summary: Summary, lang: Language) -> Context:
    number = summary.to_decide
    said = lang.ngettext("%(n)s việc cần xử lý", "%(n)s việc cần xử lý", number) % {"n": number}
    return Context(
        sender=summary.masthead.sender_agency,
        plan=summary.masthead.plan_title,
        agency=summary.masthead.sender_agency,
        today=lang.full(summary.today),
        what=said if number else lang.gettext("thông tin để biết"),
        due=lang.short(summary.today),
    )


def _sections(summary: Summary, lang: Language) -> Iterable[Section]:
    _ = lang.gettext
    release, decide = (
        _("Cho gửi, lùi ngày hoặc bỏ từng mục."),
        _("Đã qua bước cuối mà vẫn quá hạn: gia hạn, miễn hoặc làm việc trực tiếp."),
    )
    review = _("Duyệt hoặc trả lại; chỉ số liệu đã duyệt mới vào báo cáo tổng hợp.")
    readdress = _("Sửa địa chỉ đầu mối; việc báo cấp trên dừng cho đến khi có người nhận.")
    yield from _list(_("Chờ cho gửi lên cấp trên"), release, summary.awaiting, EntryWriter(lang, summary.today, "wait"))
    yield from _list(_("Cần quyết định"), decide, summary.undecided, EntryWriter(lang, summary.today, "late"))
    yield from _list(_("Chờ duyệt"), review, summary.unreviewed, EntryWriter(lang, summary.today, "wait"))
    confirm = _("Bên nhận xác nhận thì duyệt; chưa nhận hoặc không khớp thì trả lại, nêu lý do.")
    handovers = EntryWriter(lang, summary.today, "wait")
    yield from _list(_("Bàn giao chờ xác nhận"), confirm, summary.handovers, handovers)
    unreached = EntryWriter(lang, summary.today, "late", _("Không đến nơi"))
    yield from _list(_("Thư không đến nơi"), readdress, summary.unreached, unreached)
    if summary.missing:
        groups = tuple(Group(one_line(missing.agency), (_missing(missing, lang),)) for missing in summary.missing)
        yield Section(_("Thiếu đầu mối"), groups, _("Bổ sung địa chỉ, hoặc in công văn gửi đơn vị."), as_table=True)
    letters = EntryWriter(lang, summary.today, "soon", _("Cần in"))
    yield from _list(_("Công văn cần in"), _("Sau khi gửi, ghi lại số và ngày công văn."), summary.letters, letters)
    stalled = EntryWriter(lang, summary.today, "soon", _("Đang dừng"))
    yield from _list(_("Việc đang dừng"), _("Xem lý do ở từng mục."), summary.stalled, stalled)
    yield from undelivered_section(summary.undelivered, lang)
    settle = _("Kỳ đã hết mà số liệu đã duyệt còn là số ước: đề nghị đơn vị gửi số chính thức.")
    estimates = EntryWriter(lang, summary.today, "soon", _("Số ước"))
    yield from _list(_("Còn số ước thực hiện"), settle, summary.estimates, estimates)
    for heading, items in ((_("Đến hạn hôm nay"), summary.due_today), (_("Để biết"), summary.informed)):
        if items:
            yield list_section(heading, items, RowWriter(lang, summary.today), by_body=True)


def _list(heading: str, note: str, entries: Iterable[Entry], writer: "EntryWriter") -> Iterable[Section]:
    """Entries under their heading, body by body in the caller's order; nothing where there are none."""
    rows: dict[str, list[Row]] = {}
    for entry in entries:
        rows.setdefault(one_line(entry.agency), []).append(writer.row(entry))
    if rows:
        yield Section(
            heading, tuple(Group(name, tuple(of_body)) for name, of_body in rows.items()), note, as_table=True
        )


def _missing(contact: MissingContact, lang: Language) -> Row:
    _ = lang.gettext
    facts = ((_("Mã"), one_line("; ".join(contact.assignments))),) if contact.assignments else ()
    title = _("Chưa có %(role)s") % {"role": one_line(contact.role)}
    return Row(title=title, badge=_("Thiếu địa chỉ"), state="late", facts=facts)


def _drafted(summary: Summary, lang: Language) -> Iterable[Block]:
    """The letters that travel along, each with what it is for."""
    _ = lang.gettext
    if not summary.drafted:
        return
    uses = {
        "chase": _("dự thảo công văn đôn đốc %(to)s"),
        "remind": _("dự thảo công văn nhắc %(to)s"),
        "request": _("dự thảo công văn đề nghị %(to)s phối hợp"),
        "note": _("dự thảo công văn báo cáo %(to)s"),
    }
    lines = [f"{one_line(one.file)}: {uses[one.kind] % {'to': one_line(one.to)}}" for one in summary.drafted]
    yield Block(_("Kèm theo thư"), (*lines, _("Số, ngày và chữ ký để trống; gửi xong, ghi lại số và ngày công văn.")))


def _where(summary: Summary, lang: Language) -> Iterable[Block]:
    """Where to act: the portal, or the commands where there is none."""
    _ = lang.gettext
    yield from stale_block(summary.drafts, lang)
    if summary.masthead.public_url:
        yield Block(_("Nơi xử lý"), (summary.masthead.public_url,))
    elif summary.to_decide:
        yield Block(_("Nơi xử lý"), (_("Xem bằng lệnh %(view)s; xử lý bằng %(act)s.") % _COMMANDS,))


_COMMANDS = {
    "view": "dondoc approvals, dondoc status, dondoc outbox",
    "act": "dondoc release, postpone, drop, accept, return, extend, excuse, contact replace, letter draft, letter sent",
}


@dataclass(frozen=True)
class EntryWriter:
    """Writes entries of one list as rows: `state` is the mark of the list, `word` its badge.

    Without a word the badge says how long an entry has waited or been overdue.
    """

    lang: Language
    today: date
    state: str
    word: str = ""

    def row(self, entry: Entry) -> Row:
        """The row of an entry, under the name of its body."""
        _ = self.lang.gettext
        facts = [
            (_("Bước"), step_names(self.lang)[entry.step] if entry.step else ""),
            (_("Người nhận"), one_line(entry.to)),
            *handed_facts(entry.receiver, entry.handed, self.lang),
            (_("Từ ngày"), self.lang.short(entry.since) if entry.since else ""),
            (_("Đã hỏi bên nhận"), self.lang.short(entry.asked) if entry.asked else ""),
            ("", self._by_hand(entry)),
            (_("Ghi chú"), one_line(entry.detail)),
            (_("Dự thảo công văn"), one_line(entry.letter)),
            (_("Mã"), entry.assignment),
        ]
        return Row(
            title=one_line(entry.title),
            badge=self.word or self._distance(entry),
            state=self.state,
            period=_("Kỳ: %(period)s") % {"period": one_line(entry.period)} if entry.period else "",
            due_label=_("Hạn"),
            due=self.lang.full(entry.due) if entry.due else "",
            facts=tuple((label, text) for label, text in facts if text),
            button=Button(_("Mở để xử lý"), entry.url) if entry.url else None,
        )

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
