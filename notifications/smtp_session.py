"""One signed-on connection to the mail server: a message at a time over it, and what became of each."""

import contextlib
import re
import ssl
from typing import Self

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from models.errors import DeliveryError
from models.language import kept
from notifications.envelopes import Disposition, Envelope, Outcome
from notifications.mail_server import SmtpServer, abort, sign_on
from notifications.replies import SERVICE_CLOSING, SIGN_IN_WANTED, Stage, describe, judge, one_line

QUIT_PATIENCE = 1.0  # seconds: nothing depends on the answer to QUIT
_ACCEPTED = frozenset({250, 251})  # done; not local, and forwarded (RFC 5321 §4.2.3)
_SIZE = re.compile(r"[0-9]{1,20}")  # RFC 1870 §4
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


class DroppedError(Exception):
    """The connection cannot be used any more, and the message under way has no final reply.

    `untouched`: a connection that had served before ended between two messages, which says nothing about this one.
    `heard`: the server dismissed us in words, or may have the whole message.
    """

    def __init__(self, detail: str, *, untouched: bool, heard: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.untouched = untouched
        self.heard = heard


class Session:
    """A connection ready for messages. Not for use by two tasks at once."""

    def __init__(self, server: SmtpServer, client: SMTP) -> None:
        self._server = server
        self._client = client
        self._carried = 0
        self._busy = False
        size = client.esmtp_extensions.get("size", "")
        self._largest = int(size) if _SIZE.fullmatch(size) else 0  # zero or nothing: no fixed limit

    @classmethod
    async def open(cls, server: SmtpServer, context: ssl.SSLContext | None) -> Self:
        """Connect, encrypt and sign in. Raises DeliveryError when the server cannot be used."""
        return cls(server, await sign_on(server, context))

    @property
    def ready(self) -> bool:
        """Whether another message can be tried: connected, and not left in the middle of one."""
        return self._client.is_connected and not self._busy

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Hand one message over.

        Raises DroppedError when the connection is lost on the way, and DeliveryError when the server wants a sign-in.
        """
        unfit = self._unfit(envelope)
        if unfit:
            return unfit
        self._busy = True  # stays so when this is cancelled half-way
        outcome = await self._transact(envelope)
        self._busy = False
        self._carried += 1
        return outcome

    async def close(self) -> None:
        """Say goodbye where the server listens. Never waits long for it, never raises."""
        try:
            if self.ready:
                with contextlib.suppress(SMTPException, OSError):
                    await self._client.quit(timeout=min(QUIT_PATIENCE, self._server.command_timeout))
        finally:
            self.abort()

    def abort(self) -> None:
        """Drop the connection without a word."""
        abort(self._client)

    def _unfit(self, envelope: Envelope) -> Outcome | None:
        """The outcome of a message that cannot be sent here, found before anything of it is sent."""
        length = len(envelope.content)
        utf8 = self._client.supports_extension("smtputf8")
        disposition = Disposition.FAILED
        if not _is_address(envelope.sender):
            detail = kept("địa chỉ người gửi không phải địa chỉ thư: sửa lại")
        elif not _is_address(envelope.recipient):
            disposition = Disposition.BOUNCED
            detail = kept("địa chỉ người nhận không phải địa chỉ thư: sửa lại")
        elif self._largest and length > self._largest:
            detail = kept("thư {length} byte, máy chủ thư {server} chỉ nhận đến {largest}: gửi tệp đính kèm nhỏ hơn")
        elif not envelope.content.isascii() and not self._client.supports_extension("8bitmime"):
            detail = kept("máy chủ thư {server} chỉ nhận nội dung 7-bit: soạn thư dạng quoted-printable hoặc base64")
        elif not envelope.sender.isascii() and not utf8:
            detail = kept("máy chủ thư {server} không có SMTPUTF8: dùng địa chỉ người gửi không dấu")
        elif not envelope.recipient.isascii() and not utf8:
            disposition = Disposition.BOUNCED
            detail = kept("máy chủ thư {server} không có SMTPUTF8: dùng địa chỉ người nhận không dấu")
        else:
            return None
        said = detail.format(server=self._server, length=length, largest=self._largest)
        return Outcome(envelope.key, disposition, said)

    async def _transact(self, envelope: Envelope) -> Outcome:
        """MAIL, RCPT, DATA (RFC 5321 §3.3).

        The first two are spelled out because the client's own would send to whatever it makes of a malformed address.
        """
        stage = Stage.MAIL
        try:
            await self._say(b"MAIL", f"FROM:<{envelope.sender}>".encode(), *self._options(envelope))
            stage = Stage.RCPT
            await self._say(b"RCPT", f"TO:<{envelope.recipient}>".encode())
            stage = Stage.DATA
            reply = await self._client.data(envelope.content, timeout=self._server.data_timeout)
        except SMTPResponseException as refusal:
            return await self._refused(envelope.key, stage, refusal)
        except (SMTPException, OSError) as error:
            said = kept("máy chủ thư {server} không trả lời {stage} ({error}): thư chờ lần gửi sau")
            raise self._dropped(said.format(server=self._server, stage=stage, error=error), stage) from error
        return Outcome(envelope.key, Disposition.SENT, describe(*reply))

    async def _say(self, *words: bytes) -> None:
        code, text = await self._client.execute_command(*words)
        if code not in _ACCEPTED:
            raise SMTPResponseException(code, text)

    def _options(self, envelope: Envelope) -> list[bytes]:
        """Parameters of MAIL: RFC 1870 (SIZE), RFC 6152 (BODY) and RFC 6531 (SMTPUTF8)."""
        options = []
        if self._client.supports_extension("size"):
            options.append(b"SIZE=%d" % len(envelope.content))
        if not envelope.content.isascii():
            options.append(b"BODY=8BITMIME")
        if not (envelope.sender + envelope.recipient).isascii():
            options.append(b"SMTPUTF8")
        return options

    async def _refused(self, key: int, stage: Stage, refusal: SMTPResponseException) -> Outcome:
        detail = describe(refusal.code, refusal.message)
        if stage is Stage.MAIL and refusal.code in SIGN_IN_WANTED:  # the same for every message
            said = kept("máy chủ thư {server} đòi đăng nhập ({answer}): ghi TÊN:MẬT-KHẨU@ vào DONDOC_SMTP_URL")
            raise DeliveryError(said.format(server=self._server, answer=detail))
        if refusal.code == SERVICE_CLOSING:
            raise self._dropped(detail, stage, heard=True) from refusal
        if not 400 <= refusal.code < 600:  # out of step: the next reply could be taken for another message's
            said = kept("máy chủ thư {server} trả lời {stage} không đúng lệ ({answer}): thư chờ lần gửi sau")
            raise self._dropped(said.format(server=self._server, stage=stage, answer=detail), stage) from refusal
        await self._reset()
        return Outcome(key, judge(stage, refusal.code, refusal.message), detail)

    async def _reset(self) -> None:
        """Leave a transaction that was cut short; a complete one needs no RSET (RFC 5321 §4.1.1.4)."""
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self.abort()  # the message has its reply: only the connection is of no more use

    def _dropped(self, detail: str, stage: Stage, *, heard: bool = False) -> DroppedError:
        self.abort()
        untouched = stage is Stage.MAIL and self._carried > 0
        return DroppedError(one_line(detail), untouched=untouched, heard=heard or stage is Stage.DATA)


def _is_address(text: str) -> bool:
    """Whether `text` can stand between < and > on a command line and mean one mailbox."""
    return text.isprintable() and _ADDRESS.fullmatch(text) is not None
