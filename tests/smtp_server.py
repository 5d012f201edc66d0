"""A real SMTP server (aiosmtpd) on a free loopback port that can be told to misbehave.

    with ScriptedServer() as server:
        server.answer("RCPT", "550 5.1.1 no such user", about="nobody@")
        server.drop("content", times=1)
        ... server.url() ...
        assert [message.recipient for message in server.messages] == [...]

The points of the dialogue that can be scripted: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA (before the content),
content (after its final dot), RSET, QUIT. The server runs in a thread of its own, so synchronous code can use it too.
"""

# ruff: noqa: N802 - aiosmtpd finds its hooks by these names

import asyncio
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, AnyStr, Self

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.transports import Disposition, Outcome, open_transport
from notifications.transports import Envelope as MailEnvelope

LOOPBACK = "127.0.0.1"
SENDER = "dondoc@so-a.example"
WITHOUT_END = 3600.0  # seconds: longer than any test waits


class Certificate:
    """A certificate signed by nobody but itself, made anew each time; for this computer unless `host` is given."""

    def __init__(self, folder: Path, *, host: str = "") -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host or LOOPBACK)])
        subject = x509.DNSName(host) if host else x509.IPAddress(ip_address(LOOPBACK))
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([subject]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.file = folder / "certificate.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self._key_file = folder / "key.pem"
        self._key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def server_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file, self._key_file)
        return context


@dataclass(frozen=True)
class Received:
    """A message that the server has accepted, and over which of its connections (1, 2, ...)."""

    sender: str
    recipient: str
    content: bytes
    connection: int


@dataclass
class _Rule:
    """What happens at a point of the dialogue: a wait, then a reply of its own, the end of this connection or all."""

    point: str
    about: str = ""
    skip: int = 0
    times: int | None = None
    wait: float = 0.0
    reply: str | None = None
    hang_up: bool = False
    vanish: bool = False

    def applies(self, point: str, argument: str) -> bool:
        if point != self.point or self.about not in argument or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class ScriptedServer:
    """Starts with `with`, ends when it is left."""

    certificate: Certificate | None = None  # offers STARTTLS
    implicit_tls: bool = False  # TLS from the first byte instead
    accounts: dict[str, str] = field(default_factory=dict)  # where there are any, MAIL wants a sign-in
    mechanisms: tuple[str, ...] = ("LOGIN", "PLAIN")
    size: int | None = None
    smtputf8: bool = True
    hide: tuple[str, ...] = ()  # extensions left out of the reply to EHLO

    port: int = 0
    messages: list[Received] = field(default_factory=list)
    dialogue: list[tuple[int, str]] = field(default_factory=list)  # (connection, point)
    connections: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._rules: list[_Rule] = []
        self._open: set[_Connection] = set()
        self._gone = False
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="smtp-server")

    def answer(self, point: str, reply: str, *, about: str = "", skip: int = 0, times: int | None = None) -> None:
        """Reply `reply` where the argument contains `about`: not the first `skip` times, then `times` times."""
        self._rules.append(_Rule(point, about, skip, times, reply=reply))

    def drop(self, point: str, *, about: str = "", skip: int = 0, times: int | None = None) -> None:
        """Hang up."""
        self._rules.append(_Rule(point, about, skip, times, hang_up=True))

    def delay(self, point: str, seconds: float = WITHOUT_END, *, skip: int = 0, times: int | None = None) -> None:
        """Stay silent for `seconds`, then go on."""
        self._rules.append(_Rule(point, "", skip, times, wait=seconds))

    def vanish(self, point: str, *, skip: int = 0) -> None:
        """Hang up on everybody, and refuse connections from then on."""
        self._rules.append(_Rule(point, "", skip, 1, vanish=True))

    def hang_up(self) -> None:
        """Hang up on everybody now, whatever is going on."""
        self._loop.call_soon_threadsafe(self._hang_up)

    def url(self, options: str = "", *, login: str = "") -> str:
        """Where the server is; `login` is "user:password", `options` "timeout=1&connections=2"."""
        scheme = "smtps" if self.implicit_tls else "smtp"
        return f"{scheme}://{login}{'@' if login else ''}{LOOPBACK}:{self.port}{'?' if options else ''}{options}"

    def count(self, point: str) -> int:
        """How often the dialogue has come to `point`, over all connections."""
        return sum(1 for _, each in self.dialogue if each == point)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10), "the test's mail server does not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        tls = self.certificate.server_context() if self.certificate and self.implicit_tls else None
        self._listener = await self._loop.create_server(lambda: _Connection(self), LOOPBACK, 0, ssl=tls)
        self.port = self._listener.sockets[0].getsockname()[1]
        self._started.set()
        await self._stopping.wait()
        await self._leave()
        while self._open:  # a socket is closed a turn of the loop after it was hung up on
            await asyncio.sleep(0)

    async def _leave(self) -> None:
        """Stop listening, then hang up.

        asyncio loses the socket of a connection that it has accepted and not yet set up when its listener is closed
        (the assertion in Server._attach fails): so the last ones are let through first.
        """
        self._gone = True
        for each in self._listener.sockets:
            with suppress(NotImplementedError):  # the loop of Windows has none
                self._loop.remove_reader(each.fileno())
        await settle()
        self._listener.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for connection in list(self._open):
            connection.hang_up()

    def enter(self, connection: "_Connection") -> int:
        self._open.add(connection)
        self.most_at_once = max(self.most_at_once, len(self._open))
        self.connections += 1
        if self._gone:  # it was accepted just before
            connection.hang_up()
        return self.connections

    def exit(self, connection: "_Connection") -> None:
        self._open.discard(connection)

    async def play(self, connection: "_Connection", point: str, argument: str = "") -> str | None:
        """The script's own reply at this point, if it has one."""
        self.dialogue.append((connection.number, point))
        rule = next((rule for rule in self._rules if rule.applies(point, argument)), None)
        if rule is None:
            return None
        await asyncio.sleep(rule.wait)
        if rule.vanish:
            await self._leave()
        if rule.vanish or rule.hang_up:
            connection.hang_up()
            await asyncio.sleep(WITHOUT_END)  # until the loss of the connection cancels this
        return rule.reply

    def check(
        self, connection: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        known = self.accounts.get(login.login.decode())
        return AuthResult(success=known == login.password.decode(), handled=False)


class _Connection(SMTP):
    """One client's dialogue."""

    def __init__(self, script: ScriptedServer) -> None:
        self.script = script
        self.number = 0
        self._greeted = False
        starttls = script.certificate is not None and not script.implicit_tls
        super().__init__(
            _Hooks(script),
            hostname="mail.test.example",
            data_size_limit=script.size,
            enable_SMTPUTF8=script.smtputf8,
            tls_context=script.certificate.server_context() if script.certificate and starttls else None,
            auth_require_tls=starttls,
            auth_exclude_mechanism={"LOGIN", "PLAIN"} - set(script.mechanisms),
            authenticator=script.check,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.number = self.number or self.script.enter(self)  # STARTTLS comes here a second time

    def connection_lost(self, error: Exception | None) -> None:
        self.script.exit(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def push(self, status: AnyStr) -> None:
        greeting, self._greeted = not self._greeted, True
        reply = await self.script.play(self, "greeting") if greeting else None
        await (super().push(reply) if reply else super().push(status))

    async def smtp_STARTTLS(self, arg: str) -> None:
        reply = await self.script.play(self, "STARTTLS")
        await (self.push(reply) if reply else super().smtp_STARTTLS(arg))

    async def smtp_DATA(self, arg: str) -> None:
        reply = await self.script.play(self, "DATA")
        await (self.push(reply) if reply else super().smtp_DATA(arg))


class _Hooks:
    """The script's say at each command; aiosmtpd goes on by itself where the answer is MISSING."""

    def __init__(self, script: ScriptedServer) -> None:
        self._script = script

    async def handle_EHLO(
        self, server: _Connection, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        reply = await self._script.play(server, "EHLO", hostname)
        if reply:
            return [reply]
        session.host_name = hostname
        hidden = set(self._script.hide) | (set() if self._script.accounts else {"AUTH"})
        return [line for line in responses if line[4:].partition(" ")[0] not in hidden]

    async def handle_AUTH(self, server: _Connection, session: Session, envelope: Envelope, args: list[str]) -> Any:
        return await self._script.play(server, "AUTH", args[0]) or MISSING

    async def handle_MAIL(
        self, server: _Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> Any:
        reply = await self._script.play(server, "MAIL", address)
        if not reply and self._script.accounts and not session.authenticated:
            reply = "530 5.7.0 Authentication required"
        return reply or MISSING

    async def handle_RCPT(
        self, server: _Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> Any:
        return await self._script.play(server, "RCPT", address) or MISSING

    async def handle_DATA(self, server: _Connection, session: Session, envelope: Envelope) -> Any:
        assert isinstance(envelope.content, bytes)
        (recipient,) = envelope.rcpt_tos
        reply = await self._script.play(server, "content", recipient)
        if reply and not reply.startswith("2"):
            return reply
        self._script.messages.append(Received(envelope.mail_from or "", recipient, envelope.content, server.number))
        return reply or f"250 2.0.0 Ok: queued as {len(self._script.messages)}"

    async def handle_RSET(self, server: _Connection, session: Session, envelope: Envelope) -> Any:
        return await self._script.play(server, "RSET") or MISSING

    async def handle_QUIT(self, server: _Connection, session: Session, envelope: Envelope) -> Any:
        return await self._script.play(server, "QUIT") or MISSING


async def settle() -> None:
    """Let what has been accepted become a connection, and what was closed let go of its socket."""
    for _ in range(3):
        await asyncio.sleep(0)


def a_message(key: int, recipient: str | None = None, body: str = "Kính gửi", sender: str = SENDER) -> MailEnvelope:
    message_id = f"<{key}@so-a.example>"
    headers = f"From: {sender}\r\nMessage-ID: {message_id}\r\nContent-Type: text/plain; charset=utf-8\r\n"
    content = f"{headers}\r\n{body}\r\n".encode()
    return MailEnvelope(key, sender, recipient or f"focal-{key}@so-b.example", content, message_id)


def messages(count: int) -> list[MailEnvelope]:
    return [a_message(key) for key in range(1, count + 1)]


def deliver(url: str, *batches: Sequence[MailEnvelope], home: Path = Path()) -> list[Outcome]:
    async def run() -> list[Outcome]:
        outcomes: list[Outcome] = []
        async with open_transport(url, home=home) as transport:
            for batch in batches:
                outcomes += await transport.send(batch)
        return outcomes

    return asyncio.run(run())


def dispositions(outcomes: list[Outcome]) -> list[Disposition]:
    return [outcome.disposition for outcome in outcomes]
