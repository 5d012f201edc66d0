"""The coordinator's daily summary: what waits for a decision, what went wrong, and what there is to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.composing import Headers, compose_page
from notifications.digest import Item, Masthead
from notifications.language import Language, language
from notifications.mime import Attachment, Mailbox
from notifications.page import Block, Page, Section, words
from notifications.report_rows import StaleDraft, Undelivered, stale_block, undelivered_section
from notifications.summary_rows import (
    Entry,
    EntryList,
    MissingContact,
    Unreached,
    informed_section,
    missing_section,
    unreached_section,
)
from notifications.text import one_line
from notifications.view import greeting, plan_line
from notifications.wording import Context, subject_for


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
    unreached: tuple[Unreached, ...] = ()
    missing: tuple[MissingContact, ...] = ()
    letters: tuple[Entry, ...] = ()
    drafted: tuple[DraftedLetter, ...] = ()
    stalled: tuple[Entry, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    drafts: tuple[StaleDraft, ...] = ()
    estimates: tuple[Entry, ...] = ()
    due_today: tuple[Entry, ...] = ()
    informed: tuple[Item, ...] = ()

    @property
    def to_decide(self) -> int:
        """How many things wait for the coordinator, each once; the rest is to know."""
        missing = {name for one in self.missing for name in one.assignments}
        letters = {entry.assignment for entry in self.letters} - missing
        addresses = {one.address for one in self.unreached}
        undelivered = [one for one in self.undelivered if not one.address or one.address not in addresses]
        lists = (self.awaiting, self.undecided, self.unreviewed, self.handovers, self.unreached, self.missing)
        return sum(map(len, (*lists, letters, self.stalled, undelivered)))

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

    def listed(state: str, word: str = "", command: str = "", *, for_many: bool = True) -> EntryList:
        act = "" if summary.masthead.public_url else command
        return EntryList(lang, summary.today, state, word, act, for_many)

    note = _("Cho gửi (release), lùi ngày (postpone) hoặc bỏ (drop).")
    release = listed("wait", command="release %(names)s")
    yield from release.section(_("Chờ cho gửi lên cấp trên"), note, summary.awaiting)
    note = _("Đã qua bước cuối mà vẫn quá hạn: gia hạn (extend), miễn (excuse) hoặc làm việc trực tiếp.")
    extend = listed("late", command=_('extend %(names)s --to ngày-mới --reason "lý do"'), for_many=False)
    yield from extend.section(_("Cần quyết định"), note, summary.undecided)
    note = _("Duyệt (accept) hoặc trả lại (return); chỉ số liệu đã duyệt mới được tính vào báo cáo tổng hợp.")
    accept = listed("wait", command="accept %(names)s")
    yield from accept.section(_("Chờ duyệt"), note, summary.unreviewed)
    note = _("Bên nhận xác nhận thì duyệt; chưa nhận hoặc không khớp thì trả lại, nêu lý do.")
    yield from accept.section(_("Bàn giao chờ xác nhận"), note, summary.handovers)
    yield from unreached_section(summary.unreached, lang, with_commands=not summary.masthead.public_url)
    yield from missing_section(summary.missing, lang)
    sent = listed("soon", _("Cần in"), _("letter sent %(names)s%(to)s --number số-công-văn --date ngày-gửi"))
    yield from sent.section(_("Công văn cần in"), _("Sau khi gửi, ghi lại số và ngày công văn."), summary.letters)
    stalled = listed("soon", _("Đang dừng"))
    yield from stalled.section(_("Việc đang dừng"), _("Xem lý do ở từng mục."), summary.stalled)
    yield from undelivered_section(summary.undelivered, lang)
    note = _("Kỳ đã hết mà số liệu đã duyệt còn là số ước: đề nghị đơn vị gửi số chính thức.")
    yield from listed("soon", _("Số ước")).section(_("Còn số ước thực hiện"), note, summary.estimates)
    today = EntryList(lang, summary.today, "soon", _("Đến hạn hôm nay"), to_know=True)
    yield from today.section(_("Đến hạn hôm nay"), "", summary.due_today)
    yield from informed_section(summary.informed, lang, summary.today)


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
        yield Block(_("Nơi xử lý"), (_("Lệnh ghi ở từng mục; xem thêm bằng %(view)s.") % {"view": _VIEWS},))


_VIEWS = "dondoc approvals, dondoc status, dondoc outbox"
