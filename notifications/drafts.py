"""The notice that a report has been compiled: the draft goes to the coordinator, and to nobody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.composing import Headers, compose_page
from notifications.digest import Masthead
from notifications.language import Language, language
from notifications.mime import Attachment, Mailbox
from notifications.page import Block, Group, Page, Row, Section, words
from notifications.text import one_line
from notifications.view import attachment_line, contact_block, greeting, plan_line
from notifications.wording import report_subject


@dataclass(frozen=True, kw_only=True)
class ReportNotice:
    """A compiled draft: its whole title and its period, when it is due, and what it lacks.

    `missing` and `unreviewed` name bodies as readers call them, and so do `estimates`, whose final figures are still to
    come; `empty` are headings without content, `questions` lines on the first of `questions_in_all` figures far from
    what is usual; `digest` is the fingerprint of the pinned inputs.
    """

    to_name: str
    to_email: str
    today: date
    masthead: Masthead
    title: str
    period: str = ""
    due: date | None = None
    missing: tuple[str, ...] = ()
    unreviewed: tuple[str, ...] = ()
    estimates: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    questions_in_all: int = 0
    digest: str = ""


@dataclass(frozen=True)
class _DraftContext:
    title: str
    today: str


def compose_report_notice(notice: ReportNotice, headers: Headers, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole mail with the draft attached, lines ending with CRLF.

    Raises:
        AddressError: the coordinator's address cannot be mailed.
    """
    page = report_notice_page(notice, [attachment.name for attachment in attachments])
    to = Mailbox(notice.to_name, notice.to_email)
    return compose_page(page, to, headers, attachments, lang=notice.masthead.lang)


def report_notice_page(notice: ReportNotice, attached: Sequence[str] = ()) -> Page:
    """The page of a draft notice: who is missing, who waits for review, what is attached."""
    lang = language(notice.masthead.lang)
    title = one_line(notice.title)
    context = _DraftContext(title, lang.full(notice.today))
    return Page(
        subject=report_subject("draft", context, title, notice.period, notice.masthead),
        sender=one_line(notice.masthead.sender_agency),
        plan=plan_line(notice.masthead),
        greeting=greeting(notice.to_name, lang),
        why=words(lang, "draft", "why", context),
        ask=words(lang, "draft", "ask", context),
        sections=tuple(_sections(notice, lang)),
        blocks=tuple(_blocks(notice, attached, lang)),
        foot=tuple(_fingerprint(notice, lang)),
    )


def _sections(notice: ReportNotice, lang: Language) -> Iterable[Section]:
    _ = lang.gettext
    for heading, note, bodies, badge, state in (
        (_("Chưa gửi"), _("Báo cáo nêu tên các đơn vị này."), notice.missing, _("Chưa gửi"), "late"),
        (_("Chờ duyệt"), _("Chưa được tính vào số liệu."), notice.unreviewed, _("Chờ duyệt"), "wait"),
        (
            _("Còn số ước thực hiện"),
            _("Báo cáo đánh dấu số ước; số chính thức được duyệt thì thay vào."),
            notice.estimates,
            _("Số ước"),
            "soon",
        ),
        (
            _("Đề mục chưa có nội dung"),
            _("Ghi lời dưới các đề mục này rồi lập lại; còn trống thì chưa ban hành được."),
            notice.empty,
            _("Trống"),
            "wait",
        ),
        (
            _("Số cần hỏi lại"),
            _("Khác hẳn các kỳ trước của chính đơn vị: %(count)s số, ở đây là những số lệch nhiều nhất.")
            % {"count": notice.questions_in_all},
            notice.questions,
            _("Hỏi lại"),
            "soon",
        ),
    ):
        if bodies:
            rows = tuple(Row(title=one_line(body), badge=badge, state=state) for body in bodies)
            yield Section(heading, (Group("", rows),), note, as_table=True)


def _blocks(notice: ReportNotice, attached: Sequence[str], lang: Language) -> Iterable[Block]:
    _ = lang.gettext
    if not (notice.missing or notice.unreviewed):
        yield Block(_("Tình hình gửi"), (_("Các đơn vị đã gửi đủ và đã được duyệt."),))
    if attached:
        yield Block(_("Kèm theo thư"), tuple(attachment_line(name, "", lang) for name in attached))
    if notice.due:
        yield Block(_("Tiếp theo"), (_("Hạn ban hành: %(day)s.") % {"day": lang.full(notice.due)},))
    yield contact_block(notice.masthead, lang)


def _fingerprint(notice: ReportNotice, lang: Language) -> Iterable[str]:
    yield lang.gettext("Lập lại từ cùng số liệu thì được đúng bản này.")
    if notice.digest:
        yield lang.gettext("Dấu kiểm tra: %(digest)s") % {"digest": one_line(notice.digest)}
