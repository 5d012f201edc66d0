"""Composing: a digest and its headers become the bytes that travel. Pure: the same input gives the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from notifications.digest import Digest
from notifications.language import language
from notifications.mime import (
    Attachment,
    Mailbox,
    date_header,
    encoded,
    file_part,
    header_lines,
    mailbox,
    multipart,
    named,
    text_part,
)
from notifications.page import Page, Rendered, render
from notifications.text import one_line
from notifications.view import digest_page


@dataclass(frozen=True, kw_only=True)
class Headers:
    """What a mail carries besides its content.

    `message_id` and `references` with angle brackets (see `notifications.identity`); `date` is aware; `list_id` is the
    plan's list in the form of a host name, such as `demo-2015.so-a.example`.
    """

    message_id: str
    sender: Mailbox
    date: datetime
    list_id: str
    reply_to: Mailbox | None = None
    references: tuple[str, ...] = ()
    list_name: str = ""


def render_digest(digest: Digest, attached: Sequence[str] = ()) -> Rendered:
    """The subject, text and HTML of a digest, for previews; `attached` are names of files."""
    return render(digest_page(digest, attached), language(digest.masthead.lang))


def compose_digest(digest: Digest, headers: Headers, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole mail of a digest, header and body, lines ending with CRLF.

    Raises:
        AddressError: the recipient's address cannot be mailed.
    """
    page = digest_page(digest, [attachment.name for attachment in attachments])
    assignments = [item.assignment for item in digest.items]
    to = Mailbox(digest.to_name, digest.to_email)
    return compose_page(page, to, headers, attachments, lang=digest.masthead.lang, assignments=assignments)


def compose_page(
    page: Page,
    to: Mailbox,
    headers: Headers,
    attachments: Sequence[Attachment] = (),
    *,
    lang: str,
    assignments: Sequence[str] = (),
) -> bytes:
    """The mail of any page: text and HTML as alternatives, then the files."""
    rendered = render(page, language(lang))
    head = header_lines(_header_fields(rendered.subject, to, headers, lang, assignments))
    texts = (text_part(rendered.text, "plain"), text_part(rendered.html, "html"))
    body = multipart("alternative", texts, headers.message_id)
    if attachments:
        body = multipart("mixed", (body, *map(file_part, attachments)), headers.message_id)
    return head.encode("ascii") + body


#: Names of assignments in a header: enough to find a mail by; the outbox knows the rest.
_MOST_ASSIGNMENTS = 20


def _header_fields(
    subject: str, to: Mailbox, headers: Headers, lang: str, assignments: Sequence[str]
) -> Iterator[tuple[str, str]]:
    yield "From", mailbox(headers.sender, "From")
    yield "To", mailbox(to, "To")
    if headers.reply_to:
        yield "Reply-To", mailbox(headers.reply_to, "Reply-To")
    yield "Subject", encoded(subject, "Subject")
    yield "Date", date_header(headers.date)
    yield "Message-ID", _ascii(headers.message_id)
    if headers.references:
        yield "In-Reply-To", _ascii(headers.references[-1])
        yield "References", "\r\n ".join(map(_ascii, headers.references))
    list_id = _ascii(headers.list_id)
    yield "List-Id", named(headers.list_name, list_id, "List-Id") if headers.list_name else f"<{list_id}>"
    yield "Auto-Submitted", "auto-generated"
    yield "Content-Language", _ascii(lang)
    for assignment in list(dict.fromkeys(assignments))[:_MOST_ASSIGNMENTS]:
        yield "X-Dondoc-Assignment", encoded(assignment, "X-Dondoc-Assignment")
    yield "MIME-Version", "1.0"


def _ascii(value: str) -> str:
    """An id of ours on one line; anything but ASCII in it is a mistake of the caller."""
    if not value.isascii():
        raise ValueError(f"{value!r} does not belong into a header as it is")
    return one_line(value)
