"""Signing on to a mail server: servers that cannot be used, encryption, passwords. Each failure is one clear line."""

import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DeliveryError
from notifications.transports import Disposition
from tests.smtp_server import Certificate, ScriptedServer, a_message, deliver, dispositions, messages

SENT = Disposition.SENT

# A server that cannot be used at all


def greet_with(reply: str) -> Callable[[ScriptedServer], None]:
    return lambda server: server.answer("greeting", reply)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (greet_with("554 5.3.2 no mail today"), r"không tiếp nhận \(554 5.3.2 no mail today\)"),
        (greet_with("421 4.3.2 shutting down"), r"không tiếp nhận \(421 4.3.2 shutting down\)"),
        (greet_with("HTTP/1.1 400 Bad Request"), "Malformed SMTP response"),
        (lambda server: server.drop("greeting"), "ngắt trước khi đăng nhập xong"),
        (lambda server: server.drop("EHLO"), "ngắt trước khi đăng nhập xong"),
        (lambda server: server.delay("greeting"), "không trả lời kịp"),
        (lambda server: server.delay("EHLO"), "không trả lời kịp"),
        (lambda server: server.answer("MAIL", "530 5.7.0 sign in"), r"đòi đăng nhập \(530 5.7.0 sign in\)"),
    ],
)
def test_a_server_that_refuses_everybody_is_one_clear_line(script: Callable[[ScriptedServer], None], said: str) -> None:
    with ScriptedServer() as server:
        script(server)
        with pytest.raises(DeliveryError, match=said) as caught:
            deliver(server.url("timeout=0.3"), messages(5))
    message = str(caught.value)
    assert message.startswith(f"máy chủ thư 127.0.0.1:{server.port} ")
    assert "\n" not in message
    assert server.messages == []


def test_a_server_that_only_knows_helo_will_do() -> None:
    with ScriptedServer() as server:
        server.answer("EHLO", "502 5.5.1 not implemented")
        outcomes = deliver(server.url(), [a_message(1, body="plain")])
    assert dispositions(outcomes) == [SENT]


def test_connection_refused_is_one_clear_line() -> None:
    with ScriptedServer() as server:
        url = server.url()
    with pytest.raises(DeliveryError, match=rf"^máy chủ thư 127\.0\.0\.1:{server.port} từ chối kết nối: kiểm tra"):
        deliver(url, messages(1))


def test_a_host_that_refuses_on_each_of_its_addresses_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as one, ScriptedServer() as other:
        closed = [one.port, other.port]
    places = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port)) for port in closed]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    with pytest.raises(DeliveryError, match=r"^máy chủ thư mail\.so-a\.example:25 từ chối kết nối: kiểm tra"):
        deliver("smtp://mail.so-a.example?tls=none", messages(1))


def test_an_unknown_host_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(DeliveryError, match=r"^máy chủ thư mail\.so-a\.example:587 không tìm thấy theo tên: kiểm tra"):
        deliver("smtp://mail.so-a.example", messages(1))


def test_a_host_that_can_be_no_name_is_one_clear_line() -> None:
    with pytest.raises(DeliveryError, match=r"^máy chủ thư so-a\.\.example:587 không tìm thấy theo tên"):
        deliver("smtp://so-a..example", messages(1))


# Encryption and sign-in


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.mark.parametrize("implicit", [False, True])
def test_tls_is_used_when_the_certificate_is_trusted(certificate: Certificate, implicit: bool) -> None:
    home = certificate.file.parent
    with ScriptedServer(certificate=certificate, implicit_tls=implicit, accounts={"so-a": "mật khẩu"}) as server:
        options = f"cafile={certificate.file.name}" + ("" if implicit else "&tls=starttls")
        outcomes = deliver(server.url(options, login="so-a:m%E1%BA%ADt%20kh%E1%BA%A9u"), messages(3), home=home)
    assert dispositions(outcomes) == [SENT] * 3
    assert server.count("STARTTLS") == (0 if implicit else server.connections)


@pytest.mark.parametrize("implicit", [False, True])
def test_an_untrusted_certificate_is_refused_unless_waived(certificate: Certificate, implicit: bool) -> None:
    with ScriptedServer(certificate=certificate, implicit_tls=implicit) as server:
        tls = "tls=tls" if implicit else "tls=starttls"
        with pytest.raises(DeliveryError, match=r"không tin được \(self-signed certificate\).*cafile="):
            deliver(server.url(tls), messages(1))
        assert server.messages == []
        assert dispositions(deliver(server.url(f"{tls}&verify=no"), messages(1))) == [SENT]


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    with ScriptedServer(certificate=Certificate(tmp_path, host="mail.so-a.example")) as server:
        url = server.url("tls=starttls&cafile=certificate.pem")
        with pytest.raises(DeliveryError, match=r"không tin được .*not valid for '127.0.0.1'"):
            deliver(url, messages(1), home=tmp_path)
    assert server.messages == []


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    with ScriptedServer(accounts={"so-a": "secret"}) as server:
        url = server.url("tls=starttls", login="so-a:secret")
        with pytest.raises(DeliveryError, match="không có STARTTLS"):
            deliver(url, messages(1))
    assert server.count("AUTH") == server.count("MAIL") == 0


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (lambda server: server.answer("STARTTLS", "454 4.7.0 not now"), r"không tiếp nhận \(454 4.7.0 not now\)"),
        (lambda server: server.drop("STARTTLS"), "ngắt trước khi đăng nhập xong"),
        (lambda server: server.delay("STARTTLS"), "không trả lời kịp"),
    ],
)
def test_a_failed_upgrade_is_one_clear_line(
    certificate: Certificate, script: Callable[[ScriptedServer], None], said: str
) -> None:
    with ScriptedServer(certificate=certificate) as server:
        script(server)
        with pytest.raises(DeliveryError, match=said):
            deliver(server.url("tls=starttls&verify=no&timeout=0.3"), messages(1))
    assert server.count("MAIL") == 0


def test_tls_to_a_port_that_speaks_in_the_clear_is_one_clear_line() -> None:
    with (
        ScriptedServer() as server,
        pytest.raises(DeliveryError, match=r"không thỏa thuận được TLS .*kiểm tra cổng và tls="),
    ):
        deliver(server.url("tls=tls"), messages(1))


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_sign_in_by_the_mechanism_the_server_offers(mechanism: str) -> None:
    with ScriptedServer(accounts={"so-a": "s3cret:/@"}, mechanisms=(mechanism,)) as server:
        outcomes = deliver(server.url(login="so-a:s3cret%3A%2F%40"), messages(2))
    assert dispositions(outcomes) == [SENT, SENT]


def test_a_refused_sign_in_is_tried_on_one_connection_and_names_no_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer(accounts={"so-a": "right"}) as server:
        server.answer("AUTH", "535 5.7.8 no: AHNvLWEAd3Jvbmctc2VjcmV0 d3Jvbmctc2VjcmV0 wrong-secret")
        with pytest.raises(
            DeliveryError, match=r"không cho đăng nhập \(535 5.7.8 no: \*\*\* \*\*\* \*\*\*\)"
        ) as caught:
            deliver(server.url("connections=4", login="so-a:wrong-secret"), messages(8))
    assert server.connections == 1
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]  # the server's own log
    assert not [line for line in ours if "secret" in line]


def test_a_server_without_sign_in_is_one_clear_line() -> None:
    with ScriptedServer() as server, pytest.raises(DeliveryError, match="không có cách đăng nhập nào dùng được"):
        deliver(server.url(login="so-a:secret"), messages(1))


def test_a_sign_in_that_is_missing_is_one_clear_line() -> None:
    said = r"đòi đăng nhập .*ghi TÊN:MẬT-KHẨU@ vào DONDOC_SMTP_URL"
    with ScriptedServer(accounts={"so-a": "secret"}) as server, pytest.raises(DeliveryError, match=said):
        deliver(server.url("connections=2"), messages(4))
