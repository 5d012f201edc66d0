"""How many messages a second the SMTP transport hands over on this computer: `python -m benchmarks.bench_smtp`.

The server at the other end is the least that speaks the protocol (plain asyncio, in a process of its own, on loopback),
so what is measured is the transport. The messages are ready-made bytes: composing is another benchmark's business.
"""

import argparse
import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from notifications.transports import Disposition, Envelope, open_transport

BODY_LINES = 200


class Sink(asyncio.Protocol):
    """Says yes to everything and keeps nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""
        self.in_content = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each whole command, or each whole content, that has come in."""
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.in_content else b"\r\n"
            unit, found, rest = self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self.answer(unit)

    def answer(self, unit: bytes) -> None:
        """One reply."""
        if self.in_content:
            self.in_content = False
            self.transport.write(b"250 2.0.0 Ok\r\n")
            return
        verb = unit[:4].upper()
        if verb == b"DATA":
            self.in_content = True
            self.transport.write(b"354 go ahead\r\n")
        elif verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")


def run_sink(port_out: Connection) -> None:
    """Serve until the process is terminated, after telling the port."""

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
        port_out.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def messages(count: int) -> list[Envelope]:
    """Messages of about 15 kB each."""
    line = "Kính gửi đầu mối: đề nghị gửi báo cáo đúng hạn theo kế hoạch.".encode()
    content = b"Subject: dondoc\r\n\r\n" + (line + b"\r\n") * BODY_LINES
    return [
        Envelope(key, "dondoc@so-a.example", f"focal-{key}@so-b.example", content, f"<{key}@so-a.example>")
        for key in range(count)
    ]


async def measure(url: str, batch: list[Envelope]) -> float:
    """Messages a second, sent in the portions that the outbox would claim."""
    async with open_transport(url, home=Path()) as transport:
        await transport.send(batch[:4])
        begun = time.perf_counter()
        for start in range(0, len(batch), transport.in_flight):
            outcomes = await transport.send(batch[start : start + transport.in_flight])
            assert all(outcome.disposition is Disposition.SENT for outcome in outcomes)
        return len(batch) / (time.perf_counter() - begun)


def main() -> None:
    """Start the sink, measure a few settings, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=3000)
    batch = messages(parser.parse_args().messages)
    context = multiprocessing.get_context("spawn")
    port_in, port_out = context.Pipe(duplex=False)
    sink = context.Process(target=run_sink, args=(port_out,))
    sink.start()
    try:
        port = port_in.recv()
        for connections, in_flight in ((1, 32), (4, 32), (4, 200), (8, 200)):
            url = f"smtp://127.0.0.1:{port}?connections={connections}&in_flight={in_flight}"
            rate = asyncio.run(measure(url, batch))
            print(f"{connections} connections, {in_flight:4} in flight: {rate:6.0f} messages/s")
    finally:
        sink.terminate()
        sink.join()


if __name__ == "__main__":
    main()
