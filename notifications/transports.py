"""The ways a message can leave, each behind the same contract, and the URL that chooses one."""

import re
import socket
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from models.errors import DeliveryError
from models.language import sayer
from notifications.envelopes import Disposition, Envelope, Outcome
from notifications.language import LOCALES
from notifications.mail_server import SmtpServer, Tls
from notifications.maildir import MaildirTransport
from notifications.smtp import SmtpTransport

__all__ = ["Disposition", "Envelope", "Outcome", "Transport", "open_transport", "parse_smtp_url"]

#: What is wrong with a setting is said to whoever runs the command, in the language of the run.
_ = sayer(LOCALES)

_PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}
_OPTIONS = (
    "tls",
    "timeout",
    "connect_timeout",
    "data_timeout",
    "connections",
    "in_flight",
    "cafile",
    "verify",
    "helo",
)
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f.:]+\]", re.ASCII | re.IGNORECASE)
_SETTING = "DONDOC_SMTP_URL"
_LONGEST_WAIT = 3600


class Transport(Protocol):
    """Somewhere to hand messages to, used as an asynchronous context manager.

    `in_flight` is how many messages may be between their claim and their outcome: what a crash can repeat at most.
    """

    in_flight: int

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def send(self, envelopes: Sequence[Envelope]) -> list[Outcome]:
        """What became of each message, in their order; what is wrong with a single one is never raised.

        A deferred message may have arrived all the same, when the connection was lost after its content: sent again, it
        carries the same Message-ID. Raises DeliveryError when no delivery is possible at all: none of the messages was
        handed over, or in such a way that sending them again makes no second copy.
        """
        ...


def open_transport(url: str, *, home: Path) -> Transport:
    """The transport that `url` describes, not yet connected to anything.

    `smtp://USER:PASSWORD@HOST:PORT?OPTIONS` (options: see `parse_smtp_url`), `smtps://...` or `maildir:DIR`; relative
    paths start at `home`. Raises DeliveryError, without repeating the password, when the URL is wrong.
    """
    scheme, separator, rest = url.strip().partition(":")
    if separator and scheme.lower() == "maildir":
        return MaildirTransport(_maildir(rest, home))
    if separator and scheme.lower() in {"smtp", "smtps"}:
        return SmtpTransport(parse_smtp_url(url, home=home))
    raise _wrong(_("ghi smtp://TÊN:MẬT-KHẨU@MÁY-CHỦ:587?tls=starttls, smtps://MÁY-CHỦ:465 hoặc maildir:THƯ-MỤC"))


def parse_smtp_url(url: str, *, home: Path) -> SmtpServer:
    """The server that an `smtp:` or `smtps:` URL describes. User and password are percent-encoded.

    | option | meaning | default |
    |---|---|---|
    | tls | starttls, tls or none | starttls; none on this computer; tls for smtps |
    | timeout | seconds to wait for each reply | 30 |
    | connect_timeout | seconds until signed in | as timeout |
    | data_timeout | seconds to wait for the reply to the content | four times timeout |
    | connections | connections open at a time | 4 |
    | in_flight | messages that a crash may repeat at most | 32 |
    | cafile | PEM file of the authority to trust instead of the system's | |
    | verify | no: accept any certificate, on this computer only | yes |
    | helo | the name this computer gives itself | its host name |

    Raises DeliveryError naming what is wrong; the password is never repeated, nor any part it may have run into.
    """
    parts, port = _split(url.strip())
    host = parts.hostname or ""
    options = _options(parts.query)
    user, password = _credentials(parts)
    tls = _tls(parts.scheme, host, options)
    timeout = _seconds(options, "timeout", 30)
    return SmtpServer(
        host=host,
        port=_PORTS[tls] if port is None else port,
        tls=tls,
        helo=_helo(options),
        user=user,
        password=password,
        cafile=_cafile(options, home),
        verify=_verify(options, host),
        connections=_count(options, "connections", 4, most=50),
        in_flight=_count(options, "in_flight", 32, most=10_000),
        connect_timeout=_seconds(options, "connect_timeout", timeout),
        command_timeout=timeout,
        data_timeout=_seconds(options, "data_timeout", min(4 * timeout, _LONGEST_WAIT)),
    )


def _wrong(what: str) -> DeliveryError:
    return DeliveryError(f"{_SETTING}: {what}")


def _maildir(directory: str, home: Path) -> Path:
    # maildir://DIR would make DIR a host; three slashes are an absolute path.
    if not directory.strip() or (directory.startswith("//") and not directory.startswith("///")):
        raise _wrong(_("thiếu thư mục: ghi như maildir:outgoing"))
    return home / (directory[2:] if directory.startswith("///") else directory)


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The URL's parts and its port. Nothing of the URL is shown: a stray / ? # puts the password anywhere."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong(
            _("không đọc được máy chủ và cổng: ghi MÁY-CHỦ:CỔNG; trong tên và mật khẩu ghi %2F thay /, %3A thay :")
        ) from None
    if "@" in parts.path + parts.query + parts.fragment:
        raise _wrong(_("mã hóa ký tự dành riêng: %40 thay @, %2F thay /, %3F thay ?, %23 thay #, %25 thay %"))
    if parts.path not in {"", "/"} or parts.fragment:
        raise _wrong(_("sau MÁY-CHỦ:CỔNG chỉ được có ?TÙY-CHỌN: bỏ phần thừa"))
    if not parts.hostname:
        raise _wrong(_("thiếu máy chủ: ghi smtp://MÁY-CHỦ:CỔNG"))
    if port == 0:
        raise _wrong(_("không có cổng 0: bỏ trống để dùng cổng thường lệ"))
    return parts, port


def _options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    options = dict(pairs)
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        said = _("không có tùy chọn {option!r}: dùng một trong {known}")
        raise _wrong(said.format(option=unknown[0], known=", ".join(_OPTIONS)))
    if len(options) < len(pairs):
        raise _wrong(_("một tùy chọn ghi hai lần: giữ lại một"))
    return options


def _credentials(parts: SplitResult) -> tuple[str | None, str]:
    if parts.username is None:
        return None, ""
    user, password = unquote(parts.username), unquote(parts.password or "")
    if not user or not password:
        raise _wrong(_("đăng nhập cần cả tên và mật khẩu: ghi smtp://TÊN:MẬT-KHẨU@MÁY-CHỦ, hoặc bỏ cả hai"))
    if "\0" in user + password:
        raise _wrong(_("tên và mật khẩu không được có %00: bỏ ký tự đó"))
    return user, password


def _tls(scheme: str, host: str, options: dict[str, str]) -> Tls:
    usual = Tls.NONE if _is_this_computer(host) else Tls.STARTTLS
    word = options.get("tls", Tls.TLS if scheme == "smtps" else usual)
    if word not in set(Tls):
        raise _wrong(_("tls phải là starttls, tls hoặc none"))
    if scheme == "smtps" and word != Tls.TLS:
        raise _wrong(_("smtps:// là TLS ngay từ đầu: ghi smtp:// để dùng tls={tls}").format(tls=word))
    return Tls(word)


def _verify(options: dict[str, str], host: str) -> bool:
    word = options.get("verify", "yes")
    if word not in {"yes", "no"}:
        raise _wrong(_("verify phải là yes hoặc no"))
    if word == "no" and not _is_this_computer(host):
        raise _wrong(_("verify=no chỉ dùng cho máy này: chỉ tệp chứng thư của nơi cấp bằng cafile=TỆP"))
    return word == "yes"


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cafile(options: dict[str, str], home: Path) -> Path | None:
    if "cafile" not in options:
        return None
    if not options["cafile"]:
        raise _wrong(_("cafile phải chỉ tên tệp chứng thư: ghi như cafile=authority.pem"))
    return home / options["cafile"]


def _helo(options: dict[str, str]) -> str:
    """RFC 5321 §4.1.3: a computer whose name is not fit for the network gives an address literal instead."""
    if "helo" in options and not _HOST_NAME.fullmatch(options["helo"]):
        raise _wrong(_("helo phải là tên máy: ghi như helo=mail.so-a.example"))
    name = options.get("helo", socket.gethostname())
    return name if _HOST_NAME.fullmatch(name) else "[127.0.0.1]"


def _seconds(options: dict[str, str], name: str, usual: float) -> float:
    try:
        seconds = float(options.get(name, usual))
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST_WAIT:
        said = _("{name} phải là số giây lớn hơn 0, không quá {most}")
        raise _wrong(said.format(name=name, most=_LONGEST_WAIT))
    return seconds


def _count(options: dict[str, str], name: str, usual: int, *, most: int) -> int:
    word = options.get(name, str(usual))
    if not (re.fullmatch(r"[0-9]{1,6}", word) and 1 <= int(word) <= most):
        raise _wrong(_("{name} phải là số nguyên từ 1 đến {most}").format(name=name, most=most))
    return int(word)
