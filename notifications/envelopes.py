"""What is handed to a transport, and what comes back for each message."""

from dataclasses import dataclass
from enum import StrEnum


class Disposition(StrEnum):
    """What became of a message: the state its row in the outbox takes next."""

    SENT = "sent"
    DEFERRED = "deferred"  # try again later: the server said so, or was lost
    FAILED = "failed"  # the server will not have this message, or not from us
    BOUNCED = "bounced"  # the recipient's address does not work: a contact to correct


@dataclass(frozen=True)
class Envelope:
    """One frozen message for one recipient.

    `content` are the bytes that travel, header and body, lines ending with CRLF; `key` is the caller's own name for the
    message and comes back in its outcome. `message_id` is the one written in `content`, angle brackets included.
    """

    key: int
    sender: str
    recipient: str
    content: bytes
    message_id: str


@dataclass(frozen=True)
class Outcome:
    """What became of the message `key`. `detail` is one line: the server's code and text where it spoke, else ours.

    It is kept with the message, so it is Vietnamese whatever the language of the run.
    """

    key: int
    disposition: Disposition
    detail: str
