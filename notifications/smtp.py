"""Delivery over SMTP: a bounded pool of connections that is kept busy, and heals when one of them is lost."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from models.errors import DeliveryError
from models.language import kept
from notifications.envelopes import Disposition, Envelope, Outcome
from notifications.mail_server import SmtpServer
from notifications.smtp_session import DroppedError, Session

LOSSES_IN_A_ROW = 3  # a connection replaced so often without one message answered: the server is not well


@dataclass
class _Batch:
    """The messages of one `send`, shared by the connections that carry them."""

    pending: deque[Envelope]
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    heard: bool = False  # the server has spoken about a message, or may have one
    trouble: DeliveryError | None = None  # why no further connection could be had

    def answer(self, outcome: Outcome) -> None:
        self.outcomes[outcome.key] = outcome
        self.heard = True

    def lose(self, envelope: Envelope, loss: DroppedError) -> None:
        """Put a message off. After the content a second copy is possible: it will carry the same Message-ID."""
        self.outcomes[envelope.key] = Outcome(envelope.key, Disposition.DEFERRED, loss.detail)
        self.heard = self.heard or loss.heard

    def defer_rest(self, reason: str) -> None:
        for envelope in self.pending:
            self.outcomes[envelope.key] = Outcome(envelope.key, Disposition.DEFERRED, reason)
        self.pending.clear()


class SmtpTransport:
    """Hands messages to one server over at most `connections` connections, each used for many messages.

    A crash can repeat the messages of the batch then under way: callers send at most `in_flight` at a time.
    Raises DeliveryError when it is made and the server's `cafile` cannot be used.
    """

    def __init__(self, server: SmtpServer) -> None:
        self.in_flight = server.in_flight
        self._server = server
        self._context = server.tls_context()
        self._idle: list[Session] = []
        self._sending = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(session.close() for session in idle))

    async def send(self, envelopes: Sequence[Envelope]) -> list[Outcome]:
        """Deliver the messages and say what became of each, in their order.

        Raises DeliveryError when the server as a whole cannot be used and nothing was handed over.
        """
        if not envelopes:
            return []
        async with self._sending:
            batch = _Batch(deque(envelopes))
            # The first connection is opened alone: a wrong password is tried once, not once for each connection.
            self._idle.append(await self._take())
            async with asyncio.TaskGroup() as group:
                hands = min(self._server.connections, len(envelopes))
                carriers = {group.create_task(self._carry(batch)) for _ in range(hands)}
                while carriers and len(batch.outcomes) < len(envelopes):
                    _, carriers = await asyncio.wait(carriers, return_when=asyncio.FIRST_COMPLETED)
                for carrier in carriers:
                    carrier.cancel()  # still waiting for a connection that is no longer needed
            self._conclude(batch)
        return [batch.outcomes[envelope.key] for envelope in envelopes]

    async def _carry(self, batch: _Batch) -> None:
        """Work through the batch with one connection at a time. Without one, the rest is left to the other carriers."""
        losses = 0
        try:
            while batch.pending and losses < LOSSES_IN_A_ROW:
                losses = await self._feed(await self._take(), batch, losses)
        except DeliveryError as error:
            batch.trouble = error

    async def _feed(self, session: Session, batch: _Batch, losses: int) -> int:
        """Give the session messages while it takes them; the number of connections now lost in a row."""
        try:
            while batch.pending:
                envelope = batch.pending.popleft()
                try:
                    batch.answer(await session.deliver(envelope))
                    losses = 0
                except DroppedError as loss:
                    if loss.untouched:
                        batch.pending.appendleft(envelope)
                        break
                    batch.lose(envelope, loss)
                    losses += 1
                except DeliveryError:
                    batch.pending.appendleft(envelope)
                    raise
                if not session.ready:
                    break
        finally:
            self._give_back(session)
        return losses

    async def _take(self) -> Session:
        while self._idle:
            session = self._idle.pop()
            if session.ready:
                return session
            session.abort()
        return await Session.open(self._server, self._context)

    def _give_back(self, session: Session) -> None:
        if session.ready:
            self._idle.append(session)
        else:
            session.abort()

    def _conclude(self, batch: _Batch) -> None:
        if not batch.pending:
            return
        if batch.trouble and not batch.heard:
            raise batch.trouble
        lost = kept("máy chủ thư {server} ngắt {times} lần liền: thư còn lại chờ lần gửi sau")
        said = lost.format(server=self._server, times=LOSSES_IN_A_ROW)
        batch.defer_rest(str(batch.trouble) if batch.trouble else said)
