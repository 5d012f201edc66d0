"""The mail server as it is configured, and signing on to it; each way this can fail is put in words here."""

import asyncio
import base64
import errno
import re
import socket
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from aiosmtplib import SMTP, SMTPException, SMTPHeloError, SMTPResponseException, SMTPServerDisconnected

from models.errors import DeliveryError
from models.language import kept
from notifications.replies import describe, one_line


class Tls(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"  # it begins in the clear, and is not used unless the server lets it be upgraded
    TLS = "tls"  # from the first byte
    NONE = "none"


@dataclass(frozen=True)
class SmtpServer:
    """Where and how mail is handed over. Times are seconds; the password is kept out of `repr`."""

    host: str
    port: int
    tls: Tls
    helo: str = "localhost"  # the name this computer gives itself in EHLO
    user: str | None = None
    password: str = field(default="", repr=False)
    cafile: Path | None = None  # certificates trusted instead of the system's
    verify: bool = True
    connections: int = 4
    in_flight: int = 32
    connect_timeout: float = 30.0  # for all from looking up the name to being signed in
    command_timeout: float = 30.0  # for each reply
    data_timeout: float = 120.0  # for the reply to the content: to give up early here may mean a second copy later

    def __str__(self) -> str:
        """`host:port`, as messages name the server."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def tls_context(self) -> ssl.SSLContext | None:
        """What this server's certificate is checked against; None when the connection is not encrypted.

        Raises DeliveryError when `cafile` cannot be used.
        """
        if self.tls is Tls.NONE:
            return None
        try:
            context = ssl.create_default_context(cafile=self.cafile)
        except OSError as error:  # ssl.SSLError, a file without a certificate, is one
            reason = kept("không có chứng thư nào trong đó") if isinstance(error, ssl.SSLError) else error.strerror
            said = kept("không dùng được cafile {file} ({reason}): chỉ tên một tệp chứng thư dạng PEM")
            raise DeliveryError(said.format(file=self.cafile, reason=reason)) from error
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class _Client(SMTP):
    """Its connection ends when it is closed.

    Of itself it would close TLS politely: wait half a minute for the server to say goodbye as well. It closes itself
    after QUIT, on a reply that does not come and on a sign-on that is broken off, and forgets the transport; the socket
    then stays open until the collector finds it where the event loop ends first.
    """

    def close(self) -> None:
        """Tell the server, where that needs no waiting, and let go of the socket at the loop's next turn."""
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


async def sign_on(server: SmtpServer, context: ssl.SSLContext | None) -> SMTP:
    """A client that is connected, encrypted and signed in as `server` asks.

    Raises DeliveryError, naming host and port and what to do, when that cannot be had within `connect_timeout`.
    """
    client = _Client(
        hostname=server.host,
        port=server.port,
        local_hostname=server.helo,
        timeout=server.command_timeout,
        use_tls=server.tls is Tls.TLS,
        start_tls=False,
        tls_context=context,
    )
    try:
        async with asyncio.timeout(server.connect_timeout):
            await client.connect(timeout=None)  # one clock: a second one ending with it would cut off the clearing up
            if server.tls is Tls.STARTTLS:
                await _encrypt(server, client)
            await _introduce(client)
            if server.user is not None:
                await _authenticate(server, server.user, client)
    except (SMTPException, OSError, UnicodeError) as error:
        abort(client)
        raise DeliveryError(one_line(_trouble(server, error))) from error
    except BaseException:
        abort(client)
        raise
    return client


def abort(client: SMTP) -> None:
    """Drop the connection at once, whatever state it is in."""
    client.close()


async def _encrypt(server: SmtpServer, client: SMTP) -> None:
    await _introduce(client)
    if not client.supports_extension("starttls"):
        said = kept(
            "máy chủ thư {server} không có STARTTLS: ghi tls=tls nếu nó dùng TLS ngay từ đầu,"
            " hoặc tls=none nếu đường tới nó an toàn mà không cần mã hóa"
        )
        raise DeliveryError(said.format(server=server))
    await client.starttls()


async def _introduce(client: SMTP) -> None:
    """EHLO, or HELO for a server that knows no more. Nothing is asked twice: STARTTLS makes the client forget."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


async def _authenticate(server: SmtpServer, user: str, client: SMTP) -> None:
    if not client.supported_auth_methods:
        said = kept(
            "máy chủ thư {server} không có cách đăng nhập nào dùng được (PLAIN, LOGIN, CRAM-MD5):"
            " kiểm tra tls= trong DONDOC_SMTP_URL, hoặc bỏ tên đăng nhập và mật khẩu"
        )
        raise DeliveryError(said.format(server=server))
    try:
        await client.login(user, server.password)
    except SMTPResponseException as refusal:
        answer = _without_secrets(describe(refusal.code, refusal.message), user, server.password)
        said = kept(
            "máy chủ thư {server} không cho đăng nhập ({answer}):"
            " kiểm tra tên đăng nhập và mật khẩu trong DONDOC_SMTP_URL"
        )
        raise DeliveryError(said.format(server=server, answer=answer)) from None  # it may repeat what it was sent


def _without_secrets(text: str, user: str, password: str) -> str:
    """`text` without the password, plain or as AUTH PLAIN and LOGIN encode it (RFC 4616, RFC 4954)."""
    encoded = (base64.b64encode(part.encode()).decode() for part in (f"\0{user}\0{password}", password))
    for secret in (*encoded, password):
        if secret:
            text = text.replace(secret, "***")
    return text


_UNKNOWN_NAME = kept(
    "máy chủ thư {server} không tìm thấy theo tên: kiểm tra tên máy chủ trong DONDOC_SMTP_URL và DNS của máy này"
)
_REFUSED = kept(
    "máy chủ thư {server} từ chối kết nối:"
    " kiểm tra tên máy chủ và cổng trong DONDOC_SMTP_URL, và máy chủ có đang chạy không"
)
_UNTRUSTED = kept(
    "máy chủ thư {server} đưa ra chứng thư không tin được ({why}):"
    " dùng đúng tên máy chủ ghi trong chứng thư, hoặc chỉ tệp của nơi cấp bằng cafile="
)
_NO_TLS = kept(
    "máy chủ thư {server} không thỏa thuận được TLS ({why}):"
    " kiểm tra cổng và tls= (starttls, tls) trong DONDOC_SMTP_URL"
)
_TOO_SLOW = kept(
    "máy chủ thư {server} không trả lời kịp: kiểm tra tên máy chủ, cổng và tls= trong DONDOC_SMTP_URL, và tường lửa"
)
_NOT_SERVING = kept("máy chủ thư {server} không tiếp nhận ({why}): thử lại sau hoặc hỏi người quản trị máy chủ")
_HUNG_UP = kept(
    "máy chủ thư {server} ngắt trước khi đăng nhập xong: kiểm tra cổng và tls= trong DONDOC_SMTP_URL, hoặc thử lại sau"
)
_UNREACHED = kept(
    "máy chủ thư {server} không kết nối được ({why}): kiểm tra tên máy chủ và cổng trong DONDOC_SMTP_URL, và mạng"
)
_UNUSABLE = kept(
    "máy chủ thư {server} không dùng được ({why}): kiểm tra DONDOC_SMTP_URL hoặc hỏi người quản trị máy chủ"
)


def _trouble(server: SmtpServer, error: Exception) -> str:
    """What went wrong and what to do about it, in Vietnamese."""
    said, why = _cause(error)
    return said.format(server=server, why=why)


def _cause(error: Exception) -> tuple[str, object]:
    """The sentence for an error, and what fills its `{why}`."""
    # aiosmtplib keeps the system's own error as the cause.
    match error.__cause__ if isinstance(error, SMTPException) and error.__cause__ else error:
        case socket.gaierror() | UnicodeError():
            found: tuple[str, object] = _UNKNOWN_NAME, ""
        case OSError() as failure if _is_refusal(failure):
            found = _REFUSED, ""
        case ssl.SSLCertVerificationError() as untrusted:
            found = _UNTRUSTED, untrusted.verify_message
        case ssl.SSLError() as failure:
            found = _NO_TLS, failure.reason
        case TimeoutError():
            found = _TOO_SLOW, ""
        case SMTPResponseException(code=code, message=text):
            found = _NOT_SERVING, describe(code, text)
        case SMTPServerDisconnected():
            found = _HUNG_UP, ""
        case OSError() as failure:
            found = _UNREACHED, failure.strerror or failure
        case other:
            found = _UNUSABLE, other
    return found


def _is_refusal(error: OSError) -> bool:
    """Whether nothing listens there. A host with several addresses has one error number for each in the text."""
    numbers = set(re.findall(r"\[Errno (\d+)\]", str(error)))
    return isinstance(error, ConnectionRefusedError) or numbers == {str(errno.ECONNREFUSED)}
