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
            reason = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            message = f"cafile {self.cafile} cannot be used ({reason}): name a file of certificates in PEM form"
            raise DeliveryError(message) from error
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


async def sign_on(server: SmtpServer, context: ssl.SSLContext | None) -> SMTP:
    """A client that is connected, encrypted and signed in as `server` asks.

    Raises DeliveryError, naming host and port and what to do, when that cannot be had within `connect_timeout`.
    """
    client = SMTP(
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
            await client.connect(timeout=server.connect_timeout)
            if server.tls is Tls.STARTTLS:
                await _encrypt(server, client)
            await _introduce(client)
            if server.user is not None:
                await _authenticate(server, server.user, client)
    except (SMTPException, OSError, UnicodeError) as error:
        abort(client)
        raise DeliveryError(one_line(f"{server} {_trouble(error)}")) from error
    except BaseException:
        abort(client)
        raise
    return client


def abort(client: SMTP) -> None:
    """Drop the connection at once, whatever state it is in."""
    transport = client.transport
    client.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


async def _encrypt(server: SmtpServer, client: SMTP) -> None:
    await _introduce(client)
    if not client.supports_extension("starttls"):
        raise DeliveryError(
            f"{server} does not offer STARTTLS: write tls=tls if it expects TLS at once,"
            " or tls=none if the way to it is safe without encryption"
        )
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
        raise DeliveryError(
            f"{server} offers no sign-in that we know (PLAIN, LOGIN, CRAM-MD5): check tls= in DONDOC_SMTP_URL,"
            " or leave out user and password"
        )
    try:
        await client.login(user, server.password)
    except SMTPResponseException as refusal:
        said = _without_secrets(describe(refusal.code, refusal.message), user, server.password)
        message = f"{server} refuses the sign-in ({said}): check user and password in DONDOC_SMTP_URL"
        raise DeliveryError(message) from None  # the reply may repeat what it was sent


def _without_secrets(text: str, user: str, password: str) -> str:
    """`text` without the password, plain or as AUTH PLAIN and LOGIN encode it (RFC 4616, RFC 4954)."""
    encoded = (base64.b64encode(part.encode()).decode() for part in (f"\0{user}\0{password}", password))
    for secret in (*encoded, password):
        if secret:
            text = text.replace(secret, "***")
    return text


def _trouble(error: Exception) -> str:
    """What went wrong and what to do about it, to follow the server's name."""
    # aiosmtplib keeps the system's own error as the cause.
    match error.__cause__ if isinstance(error, SMTPException) and error.__cause__ else error:
        case socket.gaierror() | UnicodeError():
            said = "is not known by that name: check the host in DONDOC_SMTP_URL and this computer's DNS"
        case OSError() as failure if _is_refusal(failure):
            said = "refuses connections: check host and port in DONDOC_SMTP_URL, and that the server is running"
        case ssl.SSLCertVerificationError() as untrusted:
            said = (
                f"shows a certificate that is not trusted ({untrusted.verify_message}):"
                " use the host name it is made out to, or name its authority's file with cafile="
            )
        case ssl.SSLError() as failure:
            said = f"does not agree on TLS ({failure.reason}): check port and tls= (starttls, tls) in DONDOC_SMTP_URL"
        case TimeoutError():
            said = "does not answer in time: check host, port and tls= in DONDOC_SMTP_URL and the firewall"
        case SMTPResponseException(code=code, message=text):
            said = f"does not accept us ({describe(code, text)}): try later or ask its administrator"
        case SMTPServerDisconnected():
            said = "hangs up before we are signed on: check port and tls= in DONDOC_SMTP_URL, or try later"
        case OSError() as failure:
            reason = failure.strerror or failure
            said = f"cannot be reached ({reason}): check host and port in DONDOC_SMTP_URL and the network"
        case other:
            said = f"cannot be used ({other}): check DONDOC_SMTP_URL or ask its administrator"
    return said


def _is_refusal(error: OSError) -> bool:
    """Whether nothing listens there. A host with several addresses has one error number for each in the text."""
    numbers = set(re.findall(r"\[Errno (\d+)\]", str(error)))
    return isinstance(error, ConnectionRefusedError) or numbers == {str(errno.ECONNREFUSED)}
