"""Delivery over SMTP, against a real server that accepts, refuses, stalls and hangs up."""

import asyncio
import time
from pathlib import Path

import pytest

from models.errors import DeliveryError
from notifications.transports import Disposition, Outcome, open_transport
from tests.smtp_server import SENDER, ScriptedServer, a_message, deliver, dispositions, messages

SENT, DEFERRED, FAILED, BOUNCED = Disposition

# What arrives


def test_a_message_arrives_byte_for_byte_with_its_envelope() -> None:
    message = a_message(7, body="..chấm ở đầu dòng\r\n.\r\nhết")
    with ScriptedServer() as server:
        outcomes = deliver(server.url(), [message])
    assert outcomes == [Outcome(7, SENT, "250 2.0.0 Ok: queued as 1")]
    (received,) = server.messages
    assert (received.sender, received.recipient, received.content) == (SENDER, message.recipient, message.content)


def test_outcomes_come_in_the_order_of_the_messages() -> None:
    with ScriptedServer() as server:
        server.delay("content", 0.2, times=1)
        server.answer("RCPT", "550 5.1.1 no such user", about="focal-3@")
        outcomes = deliver(server.url(), messages(9))
    assert [outcome.key for outcome in outcomes] == list(range(1, 10))
    assert dispositions(outcomes) == [SENT, SENT, BOUNCED, *[SENT] * 6]


def test_nothing_to_send_needs_no_server() -> None:
    assert deliver("smtp://localhost:1", []) == []


def test_connections_are_reused_and_bounded() -> None:
    with ScriptedServer() as server:
        outcomes = deliver(server.url("connections=3"), messages(20), messages(20))
    assert dispositions(outcomes) == [SENT] * 40
    assert 1 <= server.most_at_once <= 3
    assert server.connections <= 3
    assert server.count("EHLO") == server.count("QUIT") == server.connections


def test_several_connections_work_at_the_same_time() -> None:
    with ScriptedServer() as server:
        server.delay("content", 0.3)
        begun = time.monotonic()
        outcomes = deliver(server.url("connections=4"), messages(4))
    assert dispositions(outcomes) == [SENT] * 4
    assert time.monotonic() - begun < 0.9
    assert server.connections == 4


# What a reply means


@pytest.mark.parametrize(
    ("point", "reply", "expected"),
    [
        ("MAIL", "451 4.3.0 try again", DEFERRED),
        ("MAIL", "452 insufficient storage", DEFERRED),
        ("MAIL", "550 5.7.1 sender refused", FAILED),
        ("MAIL", "553 5.1.8 no such sender", FAILED),
        ("RCPT", "450 4.2.1 greylisted", DEFERRED),
        ("RCPT", "452 4.5.3 too many recipients", DEFERRED),
        ("RCPT", "530 5.7.0 sign in to send there", DEFERRED),
        ("RCPT", "550 no such user", BOUNCED),
        ("RCPT", "550 5.1.1 no such user", BOUNCED),
        ("RCPT", "551 user not local", BOUNCED),
        ("RCPT", "553 name not allowed", BOUNCED),
        ("RCPT", "554 5.2.1 mailbox disabled", BOUNCED),
        ("RCPT", "552 mailbox full", FAILED),
        ("RCPT", "550 5.7.1 relaying denied", FAILED),
        ("RCPT", "554 5.7.1 blocked", FAILED),
        ("DATA", "451 4.3.2 busy", DEFERRED),
        ("DATA", "554 no valid recipients", FAILED),
        ("content", "452 4.3.1 disk full", DEFERRED),
        ("content", "552 5.3.4 too big", FAILED),
        ("content", "554 5.6.0 content refused", FAILED),
        ("content", "550 5.1.1 no such user after all", BOUNCED),
        ("content", "550 5.7.1 looks like spam", FAILED),
    ],
)
def test_a_refusal_decides_one_message_and_the_next_goes_on(point: str, reply: str, expected: Disposition) -> None:
    with ScriptedServer() as server:
        server.answer(point, reply, times=1)
        outcomes = deliver(server.url("connections=1"), messages(2))
    assert outcomes[0] == Outcome(1, expected, reply)
    assert outcomes[1].disposition is SENT
    assert server.connections == 1
    assert server.count("RSET") == 1
    assert [message.recipient for message in server.messages] == ["focal-2@so-b.example"]


def test_a_reply_of_several_lines_is_told_on_one() -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550-5.1.1 No such user.\r\n550 5.1.1 See https://so-b.example/help")
        (outcome,) = deliver(server.url(), messages(1))
    assert outcome == Outcome(1, BOUNCED, "550 5.1.1 No such user. See https://so-b.example/help")


# What is not even tried


def test_a_message_over_the_servers_size_is_not_sent() -> None:
    with ScriptedServer(size=1000) as server:
        outcomes = deliver(server.url("connections=1"), [a_message(1, body="x" * 1000), a_message(2)])
    assert dispositions(outcomes) == [FAILED, SENT]
    assert "chỉ nhận đến 1000" in outcomes[0].detail
    assert server.count("MAIL") == 1


def test_eight_bit_content_is_not_sent_to_a_seven_bit_server() -> None:
    with ScriptedServer(hide=("8BITMIME",)) as server:
        outcomes = deliver(server.url("connections=1"), [a_message(1), a_message(2, body="plain")])
    assert dispositions(outcomes) == [FAILED, SENT]
    assert "7-bit" in outcomes[0].detail


@pytest.mark.parametrize(
    ("sender", "recipient", "expected"),
    [
        (SENDER, "đầu-mối@so-b.example", BOUNCED),
        ("đôn-đốc@so-a.example", "focal@so-b.example", FAILED),
    ],
)
def test_an_address_beyond_ascii_needs_smtputf8(sender: str, recipient: str, expected: Disposition) -> None:
    message = a_message(1, recipient, sender=sender)
    with ScriptedServer(smtputf8=False) as server:
        (outcome,) = deliver(server.url(), [message])
    assert outcome.disposition is expected
    assert "SMTPUTF8" in outcome.detail
    with ScriptedServer() as server:
        assert dispositions(deliver(server.url(), [message])) == [SENT]
    assert (server.messages[0].sender, server.messages[0].recipient) == (sender, recipient)


@pytest.mark.parametrize(
    ("sender", "recipient", "expected"),
    [
        (SENDER, "two words@so-b.example", BOUNCED),
        (SENDER, "a@so-b.example> NOTIFY=NEVER", BOUNCED),
        (SENDER, "a@so-b.example\r\nRCPT TO:<b@so-b.example>", BOUNCED),
        (SENDER, "a@so-b.example, b@so-b.example", BOUNCED),
        (SENDER, "focal@so-b.example\udcff", BOUNCED),
        (SENDER, "focal", BOUNCED),
        ("two words@so-a.example", "focal@so-b.example", FAILED),
    ],
)
def test_an_address_that_is_none_never_reaches_the_server(sender: str, recipient: str, expected: Disposition) -> None:
    with ScriptedServer() as server:
        outcomes = deliver(server.url("connections=1"), [a_message(1, recipient, sender=sender), a_message(2)])
    assert dispositions(outcomes) == [expected, SENT]
    assert "sửa lại" in outcomes[0].detail
    assert [message.recipient for message in server.messages] == ["focal-2@so-b.example"]


# What is lost on the way


@pytest.mark.parametrize("point", ["MAIL", "RCPT", "DATA", "content"])
def test_a_dropped_connection_puts_one_message_off_and_is_replaced(point: str) -> None:
    with ScriptedServer() as server:
        server.drop(point, times=1)
        outcomes = deliver(server.url("connections=1"), messages(3))
    assert dispositions(outcomes) == [DEFERRED, SENT, SENT]
    stage = "DATA" if point == "content" else point
    assert outcomes[0].detail.startswith(f"máy chủ thư 127.0.0.1:{server.port} không trả lời {stage} ")
    assert server.connections == 2


@pytest.mark.parametrize("point", ["MAIL", "RCPT", "DATA", "content"])
def test_a_slow_reply_puts_one_message_off(point: str) -> None:
    with ScriptedServer() as server:
        server.delay(point, times=1)
        outcomes = deliver(server.url("connections=1&timeout=0.2&data_timeout=0.3"), messages(2))
    assert dispositions(outcomes) == [DEFERRED, SENT]
    assert "Timed out" in outcomes[0].detail


def test_the_content_has_a_longer_patience_of_its_own() -> None:
    with ScriptedServer() as server:
        server.delay("content", 0.4)
        outcomes = deliver(server.url("timeout=0.2"), messages(1))
    assert dispositions(outcomes) == [SENT]


@pytest.mark.parametrize("reply", ["299 well", "354 go ahead", "nonsense"])
def test_a_reply_out_of_step_ends_the_connection(reply: str) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", reply, times=1)
        outcomes = deliver(server.url("connections=1"), messages(2))
    assert dispositions(outcomes) == [DEFERRED, SENT]
    assert server.connections == 2


def test_a_dismissal_puts_the_message_off_and_the_next_gets_a_new_connection() -> None:
    with ScriptedServer() as server:
        server.answer("MAIL", "421 4.7.0 closing", times=1)
        outcomes = deliver(server.url("connections=1"), messages(2))
    assert outcomes[0] == Outcome(1, DEFERRED, "421 4.7.0 closing")
    assert outcomes[1].disposition is SENT


@pytest.mark.parametrize("how", ["421 4.7.0 too many messages", "hang up"])
def test_a_connection_that_ends_between_messages_costs_no_message(how: str) -> None:
    """Many servers allow a connection only so many messages; that says nothing about the next one."""
    with ScriptedServer() as server:
        if how == "hang up":
            server.drop("MAIL", skip=2, times=1)
        else:
            server.answer("MAIL", how, skip=2, times=1)
        outcomes = deliver(server.url("connections=1"), messages(4))
    assert dispositions(outcomes) == [SENT] * 4
    assert [message.connection for message in server.messages] == [1, 1, 2, 2]


def test_a_connection_lost_between_two_batches_is_replaced() -> None:
    async def run(server: ScriptedServer) -> list[Outcome]:
        async with open_transport(server.url("connections=1"), home=Path()) as transport:
            first = await transport.send(messages(1))
            server.hang_up()
            return first + await transport.send(messages(2))

    with ScriptedServer() as server:
        assert dispositions(asyncio.run(run(server))) == [SENT, SENT, SENT]
    assert server.connections == 2


def test_after_three_lost_connections_in_a_row_the_rest_waits() -> None:
    with ScriptedServer() as server:
        server.drop("RCPT")
        outcomes = deliver(server.url("connections=1"), messages(10))
    assert dispositions(outcomes) == [DEFERRED] * 10
    assert server.connections == 3
    assert "ngắt 3 lần liền" in outcomes[-1].detail


def test_a_server_that_goes_away_leaves_what_was_sent_sent() -> None:
    with ScriptedServer() as server:
        server.vanish("RCPT", skip=2)
        outcomes = deliver(server.url("connections=1"), messages(5))
    assert dispositions(outcomes) == [SENT, SENT, DEFERRED, DEFERRED, DEFERRED]
    assert "không trả lời RCPT" in outcomes[2].detail
    assert "từ chối kết nối" in outcomes[3].detail
    assert len(server.messages) == 2


def test_a_server_that_goes_away_before_any_reply_is_an_error() -> None:
    with ScriptedServer() as server:
        server.vanish("RCPT")
        with pytest.raises(DeliveryError, match="từ chối kết nối"):
            deliver(server.url("connections=1"), messages(2))


def test_a_message_that_may_have_arrived_is_put_off_and_not_an_error() -> None:
    with ScriptedServer() as server:
        server.vanish("content")
        outcomes = deliver(server.url("connections=1"), messages(2))
    assert dispositions(outcomes) == [DEFERRED, DEFERRED]


def test_a_limit_on_connections_slows_down_and_loses_nothing() -> None:
    with ScriptedServer() as server:
        server.answer("greeting", "421 4.7.0 too many connections", skip=1)
        outcomes = deliver(server.url("connections=4"), messages(12))
    assert dispositions(outcomes) == [SENT] * 12
    assert {message.connection for message in server.messages} == {1}


def test_a_connection_nobody_needs_any_more_is_not_waited_for() -> None:
    with ScriptedServer() as server:
        server.delay("greeting", skip=1)
        begun = time.monotonic()
        outcomes = deliver(server.url("connections=4"), messages(8))
    assert dispositions(outcomes) == [SENT] * 8
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("point", ["QUIT", "RSET"])
def test_a_server_that_hangs_after_the_last_word_holds_nobody_up(point: str) -> None:
    with ScriptedServer() as server:
        server.answer("RCPT", "550 no such user")
        server.delay(point)
        begun = time.monotonic()
        outcomes = deliver(server.url("timeout=0.2"), messages(1))
    assert dispositions(outcomes) == [BOUNCED]
    assert time.monotonic() - begun < 2


def test_a_cancelled_delivery_leaves_no_half_used_connection() -> None:
    async def run(server: ScriptedServer) -> list[Outcome]:
        async with open_transport(server.url("connections=1"), home=Path()) as transport:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await transport.send(messages(1))
            return await transport.send(messages(2))

    with ScriptedServer() as server:
        server.delay("RCPT", times=1)
        assert dispositions(asyncio.run(run(server))) == [SENT, SENT]
    assert server.connections == 2
