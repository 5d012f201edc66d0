"""However a connection ends, its socket is closed at once, not when the server agrees or the collector comes by."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from flows.demo.sink import smtp_sink
from models.errors import DeliveryError
from notifications.mail_server import SmtpServer, Tls, abort, sign_on
from notifications.transports import Disposition, open_transport
from tests.smtp_server import LOOPBACK, Certificate, ScriptedServer, a_message, settle

#: More turns of the event loop than a sign-on takes, TLS included.
MANY_TURNS = 200
REPLIES = {
    "greeting": "220 mail.test.example",
    "EHLO": "250-mail.test.example\r\n250-STARTTLS\r\n250 AUTH PLAIN",
    "STARTTLS": "220 go ahead",
    "QUIT": "221 Bye",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("certificate"))


@asynccontextmanager
async def a_server(certificate: Certificate, tls: Tls, *, silent_at: str = "") -> AsyncIterator[int]:
    """The port of a server in this very loop, so that what happens at which turn is the same each time."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            word = "greeting"
            while word != silent_at:
                writer.write(REPLIES.get(word, "250 Ok").encode() + b"\r\n")
                if word == "STARTTLS":
                    await writer.start_tls(certificate.server_context())
                word = (await reader.readuntil(b"\n")).split()[0].decode()
            transport = writer.transport
            assert isinstance(transport, asyncio.ReadTransport)
            transport.pause_reading()  # not even an end of TLS is answered
            await asyncio.sleep(60)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    tls_context = certificate.server_context() if tls is Tls.TLS else None
    async with await asyncio.start_server(talk, LOOPBACK, 0, ssl=tls_context) as server:
        yield server.sockets[0].getsockname()[1]


def open_to(port: int) -> list[str]:
    """The sockets of this process that are connected to that port."""
    found = []
    for each in gc.get_objects():
        if isinstance(each, socket.socket) and each.fileno() != -1:
            with suppress(OSError, IndexError):
                if each.family is socket.AF_INET and each.getpeername()[1] == port:
                    found.append(repr(each))
    return found


async def cut_off(certificate: Certificate, tls: Tls, turns: int) -> tuple[bool, list[str]]:
    """Whether a sign-on was complete within so many turns of the loop, and the sockets left where it is cut off."""
    async with a_server(certificate, tls) as port:
        server = SmtpServer(LOOPBACK, port, tls, verify=False)
        signing_on = asyncio.create_task(sign_on(server, server.tls_context()))
        for _ in range(turns):
            await asyncio.sleep(0)
        complete = signing_on.done()
        signing_on.cancel()
        with suppress(asyncio.CancelledError):  # not where a reply has come in the same turn
            abort(await signing_on)
        await settle()
        return complete, open_to(port)


@pytest.mark.parametrize("tls", list(Tls))
def test_a_sign_on_that_is_cut_off_leaves_no_socket_wherever_that_happens(certificate: Certificate, tls: Tls) -> None:
    for turns in range(MANY_TURNS):
        complete, left = asyncio.run(cut_off(certificate, tls, turns))
        assert not left, f"cut off after {turns} turns"
        if complete:
            break
    assert complete
    assert turns > 5


@pytest.mark.parametrize(
    ("point", "option"),
    [
        ("greeting", "connect_timeout"),
        ("EHLO", "connect_timeout"),
        ("EHLO", "command_timeout"),
        ("AUTH", "command_timeout"),
    ],
)
@pytest.mark.parametrize("tls", list(Tls))
def test_a_server_that_falls_silent_leaves_no_socket(
    certificate: Certificate, tls: Tls, point: str, option: str
) -> None:
    async def run() -> list[str]:
        async with a_server(certificate, tls, silent_at=point) as port:
            server = SmtpServer(
                LOOPBACK,
                port,
                tls,
                user="so-a",
                password="secret",
                verify=False,
                connect_timeout=0.5 if option == "connect_timeout" else 30,
                command_timeout=0.5 if option == "command_timeout" else 30,
            )
            with pytest.raises(DeliveryError, match="không trả lời kịp"):
                await sign_on(server, server.tls_context())
            await settle()
            return open_to(port)

    assert asyncio.run(run()) == []


@pytest.mark.parametrize("tls", list(Tls))
def test_the_end_of_tls_is_not_waited_for_after_quit(certificate: Certificate, tls: Tls) -> None:

    async def run() -> list[str]:
        async with a_server(certificate, tls) as port:
            server = SmtpServer(LOOPBACK, port, tls, verify=False)
            client = await sign_on(server, server.tls_context())
            assert len(open_to(port)) == 1
            assert (await client.quit()).code == 221
            await settle()
            return open_to(port)

    assert asyncio.run(run()) == []


def test_the_tests_own_server_closes_what_it_accepts_as_it_ends() -> None:
    with ScriptedServer() as server:
        clients = [socket.create_connection((LOOPBACK, server.port)) for _ in range(20)]  # not all set up as it ends
    try:
        assert all(is_ended(client) for client in clients)
    finally:
        for client in clients:
            client.close()


def test_the_demos_server_ends_with_its_connections() -> None:
    async def leave_one_open(url: str) -> socket.socket:
        async with open_transport(url, home=Path()) as transport:
            assert [each.disposition for each in await transport.send([a_message(1)])] == [Disposition.SENT]
        return socket.create_connection((LOOPBACK, int(url.partition("?")[0].rpartition(":")[2])))

    with smtp_sink() as (sink, url):
        client = asyncio.run(leave_one_open(url))
        client.settimeout(5)
        assert client.recv(100).startswith(b"220 ")
    assert len(sink.received) == 1
    with client:
        assert is_ended(client)


def is_ended(client: socket.socket) -> bool:
    """Whether the other side has closed, after what it had to say."""
    client.settimeout(5)
    try:
        while client.recv(1000):
            pass
    except ConnectionError:
        pass
    return True
