"""A real SMTP server on loopback for the demo: keeps what it accepts, and refuses addresses that do not exist."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass
class Sink:
    """What arrived, in order; `dead` holds addresses that bounce."""

    dead: set[str] = field(default_factory=set)
    received: list[bytes] = field(default_factory=list)
    refused: int = 0

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self,
        _server: Any,  # noqa: ANN401
        _session: Any,  # noqa: ANN401
        envelope: Any,  # noqa: ANN401
        address: str,
        _options: list[str],
    ) -> str:
        """Refuse an address that does not exist, as a real server does."""
        if address.lower() in self.dead:
            self.refused += 1
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        """Keep a message."""
        self.received.append(bytes(envelope.content))
        return "250 Message accepted"


@contextmanager
def smtp_sink() -> Iterator[tuple[Sink, str]]:
    """A sink and the URL it listens on (loopback, a free port), ended when the block ends."""
    sink = Sink()
    loop = asyncio.new_event_loop()
    listening = loop.create_server(lambda: SMTP(sink, hostname="demo.example"), "127.0.0.1", 0)
    server = loop.run_until_complete(listening)
    thread = Thread(target=loop.run_forever, name="demo-smtp", daemon=True)
    thread.start()
    try:
        port = server.sockets[0].getsockname()[1]
        yield sink, f"smtp://127.0.0.1:{port}?tls=none&connections=1&in_flight=200"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
