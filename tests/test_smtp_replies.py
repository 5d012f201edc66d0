"""What a reply says about a message, by its codes, and how it is told."""

import pytest

from notifications.envelopes import Disposition
from notifications.replies import Stage, describe, judge, one_line

SENT, DEFERRED, FAILED, BOUNCED = Disposition


@pytest.mark.parametrize(
    ("stage", "code", "text", "expected"),
    [
        (Stage.RCPT, 550, "5.2.2 mailbox full", BOUNCED),
        (Stage.RCPT, 550, "5.2.3 too long for this mailbox", FAILED),
        (Stage.RCPT, 550, "5.1.8 sender's domain unknown", FAILED),
        (Stage.RCPT, 550, "5.4.1 access denied", BOUNCED),
        (Stage.RCPT, 554, "5.4.1 no route", FAILED),
        (Stage.RCPT, 550, "5.3.2 system down", FAILED),
        (Stage.RCPT, 556, "domain takes no mail", BOUNCED),
        (Stage.RCPT, 550, "5.1.1.2 is no enhanced code", BOUNCED),
        (Stage.RCPT, 451, "5.1.1 of another class", DEFERRED),
        (Stage.DATA, 550, "no such user", FAILED),
        (Stage.MAIL, 550, "5.1.1 whatever", FAILED),
        (Stage.RCPT, 599, "", FAILED),
    ],
)
def test_enhanced_codes_tell_addresses_from_policies(stage: Stage, code: int, text: str, expected: Disposition) -> None:
    assert judge(stage, code, text) is expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("two\r\nlines\tand\x00 more", "two lines and more"),
        ("thư bị từ chối \udcff", "thư bị từ chối"),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_details_are_one_printable_line(text: str, line: str) -> None:
    assert one_line(text) == line
    assert describe(250, text).startswith("250 ")
