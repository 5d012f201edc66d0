"""A real SMTP server on loopback for the demo: keeps what it accepts, and refuses addresses that do not exist."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """What arrived, in order; `dead` holds addresses that bounce."""

    dead: set[str] = field(default_factory=set)
    received: list[bytes] = field(default_factory=list)
    refused: int = 0

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse an address that does not exist, as a real server does."""
        if address.lower() in self.dead:
            self.refused += 1
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a message."""
        content = envelope.content or b""
        self.received.append(content.encode() if isinstance(content, str) else bytes(content))
        return "250 Message accepted"


class _Dialogue(SMTP):
    """One client's connection, known to the sink for as long as it is open."""

    def __init__(self, sink: Sink, connections: set["_Dialogue"]) -> None:
        super().__init__(sink, hostname="demo.example")
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


@contextmanager
def smtp_sink() -> Iterator[tuple[Sink, str]]:
    """A sink and the URL it listens on (loopback, a free port); it and its connections end with the block."""
    sink = Sink()
    connections: set[_Dialogue] = set()
    loop = asyncio.new_event_loop()
    listening = loop.create_server(lambda: _Dialogue(sink, connections), "127.0.0.1", 0)
    server = loop.run_until_complete(listening)
    thread = Thread(target=loop.run_forever, name="demo-smtp", daemon=True)
    thread.start()
    try:
        port = server.sockets[0].getsockname()[1]
        yield sink, f"smtp://127.0.0.1:{port}?tls=none&connections=1&in_flight=200"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_end(server, connections))
        loop.close()


async def _end(server: asyncio.Server, connections: set[_Dialogue]) -> None:
    """Stop listening and hang up: a socket left open in a loop that runs no more would be nobody's to close."""
    # accepted, set up, a dialogue: asyncio loses a socket whose listener is closed after the first of these
    for _ in range(3):
        await asyncio.sleep(0)
    server.close()
    for connection in list(connections):
        connection.hang_up()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    while connections:
        await asyncio.sleep(0)
