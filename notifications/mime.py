"""The bytes of a mail (RFC 5322, RFC 2045 to 2047, RFC 2231), the same for the same input.

Written directly, because composing is the bottleneck of a round: the standard library's `EmailMessage` alone takes
longer than rendering and encoding together do here (benchmarks/bench_compose.py measures both). Everything is
7-bit: texts travel as base64, which is shorter than quoted-printable for Vietnamese, in lines of 76 characters.
"""

import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from models.errors import DondocError
from models.language import kept
from notifications.text import one_line, shorten

_EOL = "\r\n"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+-]+")
_BASE64_LINE = 57  # bytes that make 76 characters
_FOLD = 76
_LONGEST_NAME = 200


class AddressError(DondocError):
    """An address cannot be written into a mail; correct the contact in the plan."""


@dataclass(frozen=True)
class Mailbox:
    """A name and its address, as in `Sở A <phongtonghop@so-a.example>`.

    Raises:
        AddressError: the address cannot be mailed.
    """

    name: str
    address: str

    def __post_init__(self) -> None:
        local, at, host = self.address.rpartition("@")
        if not (at and len(self.address) <= 254 and _LOCAL_PART.fullmatch(local) and _HOST.fullmatch(host)):
            said = kept("{address!r} không phải địa chỉ thư: sửa đầu mối trong kế hoạch")
            raise AddressError(said.format(address=one_line(self.address)))

    @classmethod
    def parse(cls, text: str) -> "Mailbox":
        """Read `Name <address>` or a bare address, as settings hold it."""
        return cls(*parseaddr(text))

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    content: bytes
    maintype: str = "application"
    subtype: str = "octet-stream"
    parameters: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1024)
def encoded(text: str, header: str) -> str:
    """`text` as the value of a header, folded; encoded words where it is not plain ASCII."""
    line = one_line(text)
    charset = "us-ascii" if line.isascii() else "utf-8"
    return Header(line, charset, maxlinelen=_FOLD, header_name=header).encode(linesep=_EOL)


@lru_cache(maxsize=4096)
def mailbox(box: Mailbox, header: str) -> str:
    """A mailbox as the value of a header."""
    name = one_line(box.name)
    return named(name, box.address, header) if name else box.address


def named(name: str, identifier: str, header: str) -> str:
    """A name, then an address or id in angle brackets, which goes to a line of its own where it would not fit."""
    line = shorten(one_line(name), _LONGEST_NAME)
    phrase = f'"{_escaped(line)}"' if line.isascii() else encoded(line, header)
    last = phrase.rpartition(_EOL)[2]
    gap = " " if len(header) + len(last) + len(identifier) + 5 <= _FOLD else f"{_EOL} "
    return f"{phrase}{gap}<{identifier}>"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def header_lines(headers: Iterable[tuple[str, str]]) -> str:
    """Headers whose values are ready, one a line."""
    return "".join(f"{name}: {value}{_EOL}" for name, value in headers)


def date_header(moment: datetime) -> str:
    """The value of a Date header for an aware instant."""
    return format_datetime(moment)


def multipart(subtype: str, parts: Sequence[bytes], seed: str) -> bytes:
    """Parts under a boundary derived from `seed`; base64 never contains "=_", so no part can hold it."""
    boundary = "=_" + sha256(f"{subtype} {seed}".encode()).hexdigest()[:32]
    head = f'Content-Type: multipart/{subtype};{_EOL} boundary="{boundary}"{_EOL}{_EOL}'.encode("ascii")
    opening = f"--{boundary}{_EOL}".encode("ascii")
    body = b"".join(opening + part for part in parts)
    return head + body + f"--{boundary}--{_EOL}".encode("ascii")


def text_part(text: str, subtype: str) -> bytes:
    """A text in UTF-8, lines ending with CRLF."""
    head = f'Content-Type: text/{subtype}; charset="utf-8"{_EOL}Content-Transfer-Encoding: base64{_EOL}{_EOL}'
    return head.encode("ascii") + _base64(text.replace("\n", _EOL).encode())


def file_part(attachment: Attachment) -> bytes:
    """An attached file; a name that is not ASCII follows RFC 2231."""
    for word in (attachment.maintype, attachment.subtype, *(name for name, _ in attachment.parameters)):
        if not _TOKEN.fullmatch(word):
            raise ValueError(f"{word!r} is not a word of a media type")
    extra = "".join(f'; {name}="{_quotable(value)}"' for name, value in attachment.parameters)
    name = one_line(attachment.name)
    filename = f'filename="{_quotable(name)}"' if name.isascii() else f"filename*=utf-8''{quote(name, safe='')}"
    head = (
        f"Content-Type: {attachment.maintype}/{attachment.subtype}{extra}{_EOL}"
        f"Content-Transfer-Encoding: base64{_EOL}"
        f"Content-Disposition: attachment;{_EOL} {filename}{_EOL}{_EOL}"
    )
    return head.encode("ascii") + _base64(attachment.content)


def _quotable(text: str) -> str:
    return "".join(char if " " <= char <= "~" and char not in '"\\' else "_" for char in one_line(text))


def _base64(content: bytes) -> bytes:
    lines = (content[start : start + _BASE64_LINE] for start in range(0, len(content), _BASE64_LINE))
    return b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines) or b"\r\n"
