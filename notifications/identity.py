"""Message-IDs: the same thing always has the same one, so that a repeated mail is recognised and replies thread."""

from collections.abc import Iterable
from hashlib import sha256

#: Mail servers refuse headers that are too long; of a digest with more assignments only the first are threaded.
MOST_REFERENCES = 20


def message_id_for(seed: str, domain: str) -> str:
    """The Message-ID, angle brackets included, of the message that `seed` names; the same for the same seed."""
    return f"<{_digest(seed)}@{domain}>"


def root_id(assignment: str, domain: str) -> str:
    """The id that begins the thread of an assignment; no mail bears it, all mails about it refer to it."""
    return f"<{_digest(f'assignment {assignment}')}.root@{domain}>"


def references_for(assignments: Iterable[str], domain: str) -> tuple[str, ...]:
    """The root ids of the assignments of a digest, each once, at most 20."""
    names = list(dict.fromkeys(assignments))[:MOST_REFERENCES]
    return tuple(root_id(name, domain) for name in names)


def event_uid(assignment: str, domain: str) -> str:
    """The UID of an assignment's deadline in a calendar: a moved deadline replaces the old one."""
    return f"{_digest(f'deadline {assignment}')}@{domain}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
