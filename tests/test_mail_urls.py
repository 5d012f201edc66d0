"""The URL that says where mail goes: what it may say, and what a wrong one is answered, never with the password."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import DeliveryError
from notifications.mail_server import SmtpServer, Tls
from notifications.maildir import MaildirTransport
from notifications.smtp import SmtpTransport
from notifications.transports import open_transport, parse_smtp_url

HOME = Path("home").absolute()


def parse(url: str) -> SmtpServer:
    return parse_smtp_url(url, home=HOME)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.so-a.example", "mail.so-a.example", 587, Tls.STARTTLS),
        ("smtp://mail.so-a.example:2525", "mail.so-a.example", 2525, Tls.STARTTLS),
        ("smtp://mail.so-a.example/", "mail.so-a.example", 587, Tls.STARTTLS),
        ("SMTP://Mail.So-A.example?tls=starttls", "mail.so-a.example", 587, Tls.STARTTLS),
        ("smtp://mail.so-a.example?tls=tls", "mail.so-a.example", 465, Tls.TLS),
        ("smtp://mail.so-a.example?tls=none", "mail.so-a.example", 25, Tls.NONE),
        ("smtps://mail.so-a.example", "mail.so-a.example", 465, Tls.TLS),
        ("smtps://mail.so-a.example:8465?tls=tls", "mail.so-a.example", 8465, Tls.TLS),
        ("smtp://localhost:1025", "localhost", 1025, Tls.NONE),
        ("smtp://127.0.0.1", "127.0.0.1", 25, Tls.NONE),
        ("smtp://[::1]:1025", "::1", 1025, Tls.NONE),
        ("smtp://localhost?tls=starttls", "localhost", 587, Tls.STARTTLS),
        ("smtp://10.0.0.7", "10.0.0.7", 587, Tls.STARTTLS),
        (" smtp://mail.so-a.example\n", "mail.so-a.example", 587, Tls.STARTTLS),
    ],
)
def test_host_port_and_encryption(url: str, host: str, port: int, tls: Tls) -> None:
    server = parse(url)
    assert (server.host, server.port, server.tls, server.user) == (host, port, tls, None)


def test_what_is_not_said_has_a_default() -> None:
    server = parse("smtp://mail.so-a.example")
    assert (server.connections, server.in_flight) == (4, 32)
    assert (server.connect_timeout, server.command_timeout, server.data_timeout) == (30, 30, 120)
    assert server.verify
    assert server.cafile is None


def test_options() -> None:
    server = parse(
        "smtp://mail.so-a.example?timeout=5&connect_timeout=2.5&data_timeout=60&connections=8&in_flight=100"
        "&cafile=ca/so-a.pem&helo=dondoc.so-a.example"
    )
    assert (server.connect_timeout, server.command_timeout, server.data_timeout) == (2.5, 5, 60)
    assert (server.connections, server.in_flight) == (8, 100)
    assert server.cafile == HOME / "ca" / "so-a.pem"
    assert server.helo == "dondoc.so-a.example"


def test_one_timeout_sets_the_others() -> None:
    server = parse("smtp://mail.so-a.example?timeout=0.5")
    assert (server.connect_timeout, server.command_timeout, server.data_timeout) == (0.5, 0.5, 2)


@given(user=st.text(min_size=1), password=st.text(min_size=1))
def test_user_and_password_are_percent_decoded(user: str, password: str) -> None:
    url = f"smtp://{quote(user, safe='')}:{quote(password, safe='')}@mail.so-a.example"
    if "\0" in user + password:
        with pytest.raises(DeliveryError, match="%00"):
            parse(url)
    else:
        server = parse(url)
        assert (server.user, server.password, server.host) == (user, password, "mail.so-a.example")


@pytest.mark.parametrize("name", ["máy-tính", "pc_1", "", "a b"])
def test_a_computer_name_unfit_for_the_network_is_not_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: name)
    assert parse("smtp://mail.so-a.example").helo == "[127.0.0.1]"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "ghi smtp://"),
        ("mail.so-a.example:587", "ghi smtp://"),
        ("http://mail.so-a.example", "ghi smtp://"),
        ("smtp://", "thiếu máy chủ"),
        ("smtp:mail.so-a.example", "chỉ được có ?TÙY-CHỌN"),
        ("smtp://mail.so-a.example:0", "không có cổng 0"),
        ("smtp://mail.so-a.example:65536", "không đọc được máy chủ và cổng"),
        ("smtp://mail.so-a.example:mail", "không đọc được máy chủ và cổng"),
        ("smtp://[::1", "không đọc được máy chủ và cổng"),
        ("smtp://mail.so-a.example/inbox", "chỉ được có ?TÙY-CHỌN"),
        ("smtp://mail.so-a.example#x", "chỉ được có ?TÙY-CHỌN"),
        ("smtp://mail.so-a.example?tiemout=3", "không có tùy chọn 'tiemout': dùng một trong tls, timeout"),
        ("smtp://mail.so-a.example?tls=none&tls=tls", "ghi hai lần"),
        ("smtp://mail.so-a.example?tls=ssl", "tls phải là starttls, tls hoặc none"),
        ("smtps://mail.so-a.example?tls=none", "ghi smtp:// để dùng tls=none"),
        ("smtp://mail.so-a.example?timeout=0", "timeout phải là số giây"),
        ("smtp://mail.so-a.example?timeout=nan", "timeout phải là số giây"),
        ("smtp://mail.so-a.example?timeout=3601", "timeout phải là số giây"),
        ("smtp://mail.so-a.example?data_timeout=long", "data_timeout phải là số giây"),
        ("smtp://mail.so-a.example?timeout=", "timeout phải là số giây"),
        ("smtp://mail.so-a.example?connections=0", "connections phải là số nguyên từ 1 đến 50"),
        ("smtp://mail.so-a.example?connections=51", "connections phải là số nguyên từ 1 đến 50"),
        ("smtp://mail.so-a.example?connections=2.5", "connections phải là số nguyên"),
        ("smtp://mail.so-a.example?in_flight=-1", "in_flight phải là số nguyên từ 1 đến 10000"),
        ("smtp://mail.so-a.example?in_flight=" + "9" * 5000, "in_flight phải là số nguyên"),
        ("smtp://mail.so-a.example?verify=no", "verify=no chỉ dùng cho máy này"),
        ("smtp://localhost.so-a.example?verify=no", "verify=no chỉ dùng cho máy này"),
        ("smtp://localhost?verify=maybe", "verify phải là yes hoặc no"),
        ("smtp://mail.so-a.example?cafile=", "cafile phải chỉ tên tệp"),
        ("smtp://mail.so-a.example?helo=a%20b", "helo phải là tên máy"),
        ("smtp://user@mail.so-a.example", "cần cả tên và mật khẩu"),
        ("smtp://user:@mail.so-a.example", "cần cả tên và mật khẩu"),
        ("maildir:", "thiếu thư mục"),
        ("maildir:  ", "thiếu thư mục"),
        ("maildir://outgoing", "thiếu thư mục"),
    ],
)
def test_a_wrong_url_is_one_line_that_names_the_setting(url: str, said: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        open_transport(url, home=HOME)
    message = str(caught.value)
    assert message.startswith("DONDOC_SMTP_URL: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "url",
    [
        "smtp://:hunter2@mail.so-a.example",
        "smtp://user:hunter2/more@mail.so-a.example",
        "smtp://user:more/hunter2@mail.so-a.example",
        "smtp://user:more?hunter2@mail.so-a.example",
        "smtp://user:more#hunter2@mail.so-a.example",
        "smtp://user:123/hunter2@mail.so-a.example:587",
        "smtp://user:[hunter2@mail.so-a.example",
        "smtp://user:hunter2℀@mail.so-a.example",
        "smtp://user:hunter2",
        "smtp://user:hunter2@",
        "smtp://user:hunter2@mail.so-a.example:port",
        "smtp://user:hunter2@mail.so-a.example?tls=ssl",
        "smtp://user:hunter2%00@mail.so-a.example",
        "https://user:hunter2@mail.so-a.example",
        "user:hunter2@mail.so-a.example",
    ],
)
def test_no_error_repeats_the_password(url: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        open_transport(url, home=HOME)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_server_shows_where_it_is_and_not_the_password() -> None:
    server = parse("smtp://user:hunter2@mail.so-a.example:2525")
    assert server.password == "hunter2"
    assert "hunter2" not in repr(server)
    assert str(server) == "mail.so-a.example:2525"
    assert str(parse("smtp://[::1]:25")) == "[::1]:25"


@pytest.mark.parametrize(("name", "content"), [("missing.pem", None), ("empty.pem", ""), ("wrong.pem", "not PEM")])
def test_a_cafile_that_is_none_is_named(name: str, content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(
        DeliveryError, match=rf"không dùng được cafile .*{name} \(.*: chỉ tên một tệp chứng thư dạng PEM"
    ):
        open_transport(f"smtps://mail.so-a.example?cafile={name}", home=tmp_path)


@pytest.mark.parametrize(
    ("url", "in_flight"),
    [("smtp://localhost:1025?in_flight=7", 7), ("smtps://mail.so-a.example", 32)],
)
def test_smtp_urls_open_smtp(url: str, in_flight: int) -> None:
    transport = open_transport(url, home=HOME)
    assert isinstance(transport, SmtpTransport)
    assert transport.in_flight == in_flight


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("maildir:outgoing", HOME / "outgoing"),
        ("MAILDIR:thư đi/2015", HOME / "thư đi" / "2015"),
        (f"maildir:{HOME / 'elsewhere'}", HOME / "elsewhere"),
        ("maildir:///srv/mail", Path("/srv/mail")),
    ],
)
def test_maildir_urls_open_a_folder_under_the_home(url: str, folder: Path) -> None:
    transport = open_transport(url, home=HOME)
    assert isinstance(transport, MaildirTransport)
    assert transport.directory == folder
