"""What the commands print for people has words and no codes, after a year in which everything happened."""

import ast
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from commands.history_words import act_words
from models.assignments import Workflow
from models.messages import MessageState
from models.notices import NoticeState
from models.states import Timeliness
from models.submissions import SubmissionState
from tests.catalogues import ROOT
from tests.cli_samples import B01, PLAN, Office, run
from tests.smtp_server import ScriptedServer
from tests.test_cli_english import names_in, vietnamese_left

HUYEN_1, HUYEN_2 = "demo-2015:B-02/huyen-1/2015-H1", "demo-2015:B-02/huyen-2/2015-H1"
#: Commands that only tell, on a day on which something waits for release.
TELLING: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("approvals",),
    ("approvals", "--postponed"),
    ("history",),
    ("history", "demo-2015"),
    ("history", "verify"),
    ("outbox",),
    ("due", "B-01"),
    ("due", HUYEN_2),
    ("letter", "list"),
    ("report", "list"),
    ("preview", "--until", "2015-07-20"),
    ("round", "--dry-run"),
)
#: Commands that change something, in this order on one office.
ACTING: tuple[tuple[str, ...], ...] = (
    ("postpone", B01, "--until", "2015-07-03"),
    ("release", B01),
    ("drop", HUYEN_2),
    ("extend", HUYEN_2, "--to", "2015-07-31", "--reason", "x"),
    ("excuse", HUYEN_2, "--reason", "x"),
    ("pause", "so-b", "--reason", "x"),
    ("resume", "so-b"),
    ("task", "add", "Việc mới", "--to", "huyen-1", "--due", "2015-07-03"),
    ("contact", "replace", "focal@huyen-1.example", "moi@huyen-1.example"),
)
REFUSED: tuple[tuple[str, ...], ...] = (
    ("extend", HUYEN_1, "--to", "2015-07-31", "--reason", "x"),
    ("accept", HUYEN_1),
    ("return", B01, "--reason", "x"),
    ("excuse", HUYEN_1, "--reason", "x"),
    ("extend", B01, "--to", "2015-07-05", "--reason", "x"),
    ("release", HUYEN_1),
    ("postpone", B01, "--until", "2015-07-05"),
    ("resume", "so-b"),
    ("status", "--agency", "so-x"),
    ("task", "add", "x", "--to", "so-b", "--due", "2015-01-01"),
    ("due", "B-01", "--agency", "huyen-1"),
)
LAST_DAY = "2015-07-01"
#: What people wrote themselves stays as they wrote it.
TYPED = ("thiếu", "gấp", "lũ", "bận", "xong việc", "Báo cáo nhanh", "Việc mới", "Điều phối")
_CODES = {
    str(code).lower()
    for states in (Workflow, Timeliness, NoticeState, MessageState, SubmissionState)
    for code in states
} | {
    "remind",
    "chase",
    "escalate",
    "inform",
    "confirm",
    "contact",
    "version",
    "entry",
    "focal",
    "head",
    "the",
    "is",
    "not",
}
_STEP = re.compile(r"[+-]\d+w?d:")
_SNAKE = re.compile(r"\b[a-z]+_[a-z]+\b")
#: What people typed or will type: commands, addresses, the names of assignments, and what a mail server said.
_QUOTED = re.compile(r'`[^`]*`|"[^"]*"|\S+@\S+|\S+/\S+/\S+|\S+\.\w{3,4}\b|--\w+')


@cache
def _lived_in() -> bytes:
    """The database of an office in which nearly everything happened once."""
    with TemporaryDirectory() as folder, ScriptedServer() as server:
        office = Office(Path(folder))
        server.answer("RCPT", "550 5.1.1 no such user", about="focal@huyen-2.example", times=1)
        mailing = {"DONDOC_SMTP_URL": server.url()}
        _live(office, mailing, "2015-06-08", "2015-06-10")
        office.does("contact", "replace", "focal@huyen-2.example", "moi@huyen-2.example", now="2015-06-10")
        office.run("submit", HUYEN_1, *office.answer()[2:], now="2015-06-11")  # it is refused
        office.does("submit", HUYEN_1, "--nil", "--on-behalf", "--received-by", "phone", now="2015-06-11")
        office.does("return", HUYEN_1, "--reason", "thiếu", now="2015-06-11")
        office.does("submit", HUYEN_1, "--nil", now="2015-06-12")
        office.does("accept", HUYEN_1, now="2015-06-12")
        office.does("extend", HUYEN_2, "--refuse", "--reason", "gấp", now="2015-06-12")
        office.does("pause", "so-b", "--reason", "lũ", "--until", "2015-06-12", now="2015-06-12")
        office.does("resume", "so-b", now="2015-06-12")
        office.does("task", "add", "Báo cáo nhanh", "--to", "so-a", "--due", "2015-06-18", now="2015-06-12")
        office.does("extend", "PS-01/so-a/once", "--to", "2015-06-19", "--reason", "bận", now="2015-06-15")
        office.does("excuse", "PS-01/so-a/once", "--reason", "xong việc", now="2015-06-16")
        _live(office, mailing, "2015-06-12", "2015-06-16", "2015-06-19", "2015-06-22", "2015-06-24", "2015-06-26")
        office.does("report", "build", "half-year", "2015-H1", "--format", "json", now="2015-06-26")
        _live(office, mailing, "2015-06-29", "2015-06-30", LAST_DAY)
        return (office.home / "dondoc.db").read_bytes()


def _live(office: Office, mailing: dict[str, str], *days: str) -> None:
    for day in days:
        office.does("round", now=day)
        run("deliver", "--home", office.home, "--now", day, environment=mailing)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    lived = Office(tmp_path)
    (lived.home / "dondoc.db").write_bytes(_lived_in())
    return lived


def subjects(office: Office) -> list[str]:
    """What the mails and letters are about: they have the language of their readers."""
    with closing(sqlite3.connect(office.home / "dondoc.db")) as connection:
        queued = [subject for (subject,) in connection.execute("SELECT subject FROM message")]
    queued += [one["subject"] for one in office.asks("round", "--dry-run", now=LAST_DAY)["messages"]]
    return queued + [one["subject"] for one in office.asks("letter", "list", now=LAST_DAY)]


def codes_left(said: str) -> Iterator[str]:
    """What is written as the code writes it, outside of what is quoted."""
    said = _QUOTED.sub(" ", said)
    yield from _STEP.findall(said)
    yield from _SNAKE.findall(said)
    yield from (word for word in re.findall(r"[\w-]+", said.lower()) if word in _CODES)


def test_every_act_that_is_written_down_has_words() -> None:
    """Acts as they stand in the calls of `record` and `record_for_plan`, whether this office did them or not."""
    acts: set[str] = set()
    for package in ("flows", "intake", "models", "plans"):
        for path in (ROOT / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("record", "record_for_plan"):
                    acts.update(str(part.value) for part in call.args[2:3] if isinstance(part, ast.Constant))
    assert {"opened", "submitted", "paused", "own-text"} <= acts
    assert [act for act in acts if act_words(act) == act] == []


@pytest.mark.parametrize("words", TELLING, ids=" ".join)
def test_what_is_told_has_words(office: Office, words: tuple[str, ...]) -> None:
    assert list(codes_left(office.does(*words, now=LAST_DAY).out)) == []


@pytest.mark.parametrize("words", TELLING, ids=" ".join)
def test_what_is_told_is_english_where_it_is_asked_for(office: Office, words: tuple[str, ...]) -> None:
    said = office.does(*words, "--lang", "en", now=LAST_DAY).out
    assert vietnamese_left(said, *subjects(office), *names_in(PLAN), *TYPED) == []


def test_what_is_done_is_told_in_words_and_in_english(tmp_path: Path) -> None:
    for language in ("vi", "en"):
        folder = tmp_path / language
        folder.mkdir()
        office = Office(folder)
        (office.home / "dondoc.db").write_bytes(_lived_in())
        for words in ACTING:
            said = office.does(*words, "--lang", language, now=LAST_DAY).out
            if language == "vi":
                assert list(codes_left(said)) == [], words
            else:
                assert vietnamese_left(said, *subjects(office), *names_in(PLAN), *TYPED) == [], words


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_a_refusal_has_words_in_both_languages(office: Office, words: tuple[str, ...]) -> None:
    said = office.run(*words, now=LAST_DAY).refusal
    assert list(codes_left(said)) == []
    assert vietnamese_left(office.run(*words, "--lang", "en", now=LAST_DAY).refusal, *names_in(PLAN)) == []
