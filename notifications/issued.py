"""The mail that brings an issued report to the bodies it is addressed to; a correction says what it replaces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from notifications.composing import Headers, compose_page
from notifications.digest import Masthead
from notifications.language import Language, language
from notifications.mime import Attachment, Mailbox
from notifications.page import Block, Page, words
from notifications.text import one_line
from notifications.view import contact_block, greeting, plan_line
from notifications.wording import report_subject

#: Changes listed in the mail; the report lists all of them.
_MOST_CHANGES = 30


@dataclass(frozen=True, kw_only=True)
class IssuedNotice:
    """An issued report: its whole title, its period, its number and date ("" and None where they are not known here).

    `about` is what it is on, without the name of its kind; `signed` says that the signed paper is attached, and not a
    copy whose number, date and signature are blank. A correction names the number and date of the report that it
    `replaces`, and the `changes` in words.
    """

    to_name: str
    to_email: str
    today: date
    masthead: Masthead
    title: str
    about: str = ""
    period: str = ""
    number: str = ""
    dated: date | None = None
    signed: bool = False
    correction: bool = False
    replaces_number: str = ""
    replaces_date: date | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _IssuedContext:
    title: str
    sender: str
    number: str
    dated: str
    signed: bool
    correction: bool
    replaces: str


def compose_issued_notice(notice: IssuedNotice, headers: Headers, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole mail with the report attached, lines ending with CRLF.

    Raises:
        AddressError: the recipient's address cannot be mailed.
    """
    page = issued_notice_page(notice, [attachment.name for attachment in attachments])
    to = Mailbox(notice.to_name, notice.to_email)
    return compose_page(page, to, headers, attachments, lang=notice.masthead.lang)


def issued_notice_page(notice: IssuedNotice, attached: Sequence[str] = ()) -> Page:
    """The page of the mail: which report, what it replaces and changes, what is attached."""
    lang = language(notice.masthead.lang)
    context = _IssuedContext(
        title=one_line(notice.title),
        sender=one_line(notice.masthead.sender_agency),
        number=one_line(notice.number),
        dated=lang.short(notice.dated) if notice.dated else "",
        signed=notice.signed,
        correction=notice.correction,
        replaces=_named(notice.replaces_number, notice.replaces_date, lang),
    )
    return Page(
        subject=report_subject("issued", context, notice.about or notice.title, notice.period, notice.masthead),
        sender=context.sender,
        plan=plan_line(notice.masthead),
        greeting=greeting(notice.to_name, lang),
        why=words(lang, "issued", "why", context),
        ask=words(lang, "issued", "ask", context),
        blocks=tuple(_blocks(notice, attached, lang)),
        foot=(lang.gettext("Cần trao đổi, xin trả lời thư này; thư đến người điều phối."),),
    )


def _named(number: str, dated: date | None, lang: Language) -> str:
    """A document by its number and date, as far as they are known."""
    _ = lang.gettext
    if number and dated:
        return _("báo cáo số %(number)s ngày %(day)s") % {"number": one_line(number), "day": lang.short(dated)}
    if number:
        return _("báo cáo số %(number)s") % {"number": one_line(number)}
    return _("báo cáo ngày %(day)s") % {"day": lang.short(dated)} if dated else _("báo cáo đã gửi trước")


def _blocks(notice: IssuedNotice, attached: Sequence[str], lang: Language) -> Iterable[Block]:
    _ = lang.gettext
    if notice.correction:
        listed = [one_line(change) for change in notice.changes[:_MOST_CHANGES]]
        if len(notice.changes) > _MOST_CHANGES:
            rest = len(notice.changes) - _MOST_CHANGES
            listed.append(_("và %(n)s nội dung khác, xem trong báo cáo") % {"n": rest})
        yield Block(_("Nội dung thay đổi"), tuple(listed) or (_("Số liệu và nội dung không thay đổi."),))
    if attached:
        lines = [_attachment(name, notice.signed, lang) for name in attached]
        yield Block(_("Kèm theo thư"), (*lines, *(() if notice.signed else (_original(notice, lang),))))
    yield contact_block(notice.masthead, lang)


def _attachment(name: str, signed: bool, lang: Language) -> str:
    """A file with what it is: the paper as it was signed, or a copy for reference."""
    _ = lang.gettext
    if signed:
        kinds = {"docx": _("bản đã ký (Word)"), "pdf": _("bản đã ký (PDF)")}
    else:
        kinds = {"docx": _("bản để tham khảo (Word)"), "pdf": _("bản để tham khảo (PDF)")}
    kind = kinds.get(name.rpartition(".")[2].lower())
    return f"{name}: {kind}" if kind else name


def _original(notice: IssuedNotice, lang: Language) -> str:
    """That the attached copy is not the signed paper, and how that comes."""
    _ = lang.gettext
    if notice.number and notice.dated:
        said = _(
            "Bản kèm theo thư để trống số, ngày và chữ ký; bản chính đã ký, số %(number)s ngày %(day)s, gửi qua "
            "trục liên thông văn bản hoặc văn thư."
        )
        return said % {"number": one_line(notice.number), "day": lang.short(notice.dated)}
    return _(
        "Bản kèm theo thư để trống số, ngày và chữ ký; bản chính đã ký gửi qua trục liên thông văn bản hoặc văn thư."
    )
