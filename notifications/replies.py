"""What an SMTP server's reply says about a message: pure rules after RFC 5321 §4.2 and the codes of RFC 3463."""

import re
from enum import StrEnum

from notifications.envelopes import Disposition


class Stage(StrEnum):
    """The command of the mail transaction (RFC 5321 §3.3) that a reply answers; DATA stands for the content as well."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


SIGN_IN_WANTED = frozenset(
    {530, 534, 535, 538}
)  # RFC 4954 §6 and RFC 3207 §4: about the session, not about the message
SERVICE_CLOSING = 421

# Replies to RCPT: mailbox unavailable, not local, not allowed (RFC 5321 §4.2.3), domain takes no mail (RFC 7504).
_ABOUT_THE_MAILBOX = frozenset({550, 551, 553, 556})
_ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})(?!\S)")
_REPEATED = re.compile(r"\n[245]\.\d{1,3}\.\d{1,3} ")
_LONGEST_DETAIL = 500


def judge(stage: Stage, code: int, text: str) -> Disposition:
    """The disposition of a message that got the negative reply `code` (400 to 599) with `text` at `stage`.

    An enhanced status code, where there is one, is more telling than the basic code: "550 5.7.1 relaying denied" is not
    the address's fault. A server that checks the address only after the content says 5.1.x then; as a message has one
    recipient, that is a bounce too. A sign-in wanted for this recipient only is for the administrator to settle: the
    message waits for it.
    """
    if code < 500 or code in SIGN_IN_WANTED:
        return Disposition.DEFERRED
    if stage is Stage.MAIL:
        return Disposition.FAILED
    enhanced = _ENHANCED.match(text)
    about_mailbox = stage is Stage.RCPT and code in _ABOUT_THE_MAILBOX
    if enhanced:
        about_mailbox = _accuses_the_address(*enhanced.groups(), otherwise=about_mailbox)
    return Disposition.BOUNCED if about_mailbox else Disposition.FAILED


def _accuses_the_address(subject: str, detail: str, *, otherwise: bool) -> bool:
    """RFC 3463 §3.2 and §3.3; subjects 0 (undefined) and 4 (routing) leave it to the basic code."""
    if subject == "1":
        return detail not in {"7", "8"}  # these two are about the sender's address
    if subject == "2":
        return detail != "3"  # too long for this mailbox: the message's fault
    return otherwise and subject in {"0", "4"}


def describe(code: int, text: str) -> str:
    """A reply as one printable line, "550 5.1.1 no such user", whatever bytes the server sent."""
    return one_line(f"{code} {_REPEATED.sub(' ', text)}")


def one_line(text: str) -> str:
    """`text` on one line of at most 500 characters, without control characters or stray bytes."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"
