"""What a delivery says and notes is Vietnamese where it is kept, and English to whoever runs a command in English."""

import re
import socket
from pathlib import Path

import pytest

from models.language import speaking
from models.mail_answers import answer_in_words
from tests.catalogues import ROOT, VIETNAMESE, sentences_marked
from tests.cli_samples import Office

_PLACES = {"server": "mail.so-a.example:587", "length": 9, "largest": 5, "times": 3, "stage": "RCPT"}
_WHYS = {"error": "lost", "answer": "535 no", "why": "lost", "reason": "full", "folder": "out", "file": "a.pem"}
_NOTED = sorted(sentences_marked((ROOT / "notifications").rglob("*.py"), ("kept",)))


def test_what_a_delivery_notes_is_found() -> None:
    assert len(_NOTED) > 20


@pytest.mark.parametrize("sentence", _NOTED)
def test_each_note_is_kept_in_vietnamese_and_told_in_english(sentence: str) -> None:
    note = sentence.format(**_PLACES, **_WHYS, address="a@b@c")
    assert answer_in_words(note) == note
    with speaking("en"):
        assert not VIETNAMESE.search(answer_in_words(note))


def test_no_sentence_of_a_delivery_is_left_unmarked() -> None:
    """A sentence that is put together in place is found by no catalogue."""
    for name in ("mail_server", "smtp_session", "smtp", "maildir", "mime"):
        code = (ROOT / "notifications" / f"{name}.py").read_text(encoding="utf-8")
        built = re.findall(r'\bf"[^"\n]*"', code)
        assert not [text for text in built if VIETNAMESE.search(text)], name


def _nobody_listens() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_refuses_is_told_of_in_the_language_of_the_run(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    port = _nobody_listens()
    (office.home / "dondoc.toml").write_text(f'smtp_url = "smtp://127.0.0.1:{port}"\n', encoding="utf-8")
    assert office.run("deliver", now="2015-06-08").refusal.startswith(f"máy chủ thư 127.0.0.1:{port} từ chối kết nối")
    refusal = office.run("deliver", "--lang", "en", now="2015-06-08").refusal
    assert refusal.startswith(f"the mail server 127.0.0.1:{port} refuses the connection: check host name and port")


def test_a_note_of_the_mail_folder_is_kept_in_vietnamese_and_shown_in_english(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.does("round", now="2015-06-08")
    office.does("deliver", "--lang", "en", now="2015-06-08")
    assert "đã ghi vào new/" in office.does("outbox").words
    assert "written to new/" in office.does("outbox", "--lang", "en").words
