"""English on the command line is complete: every sentence has its translation, compiled as committed."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from commands.language import language_asked
from tests.catalogues import VIETNAMESE, entries, is_compiled, variables
from tests.cli_samples import Office, run
from tests.cli_sentences import sentences


def test_every_sentence_has_its_translation_and_none_is_left_over() -> None:
    assert len(sentences()) > 200
    assert {message.id for message in entries("commands") if message.string} == sentences()


@pytest.mark.parametrize("message", entries("commands"), ids=lambda message: str(message.id))
def test_a_translation_is_english_and_keeps_the_variables(message: Message) -> None:
    assert not message.fuzzy
    assert not VIETNAMESE.search(str(message.string))
    assert variables(message.string) == variables(message.id)


def test_the_compiled_catalogue_is_the_committed_one() -> None:
    assert is_compiled("commands"), "run make catalogues"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["status"], "vi"),
        (["status", "--lang", "en"], "en"),
        (["--lang=en", "status"], "en"),
        (["--lang", "fr", "status"], "vi"),
        (["accept", "--", "--lang", "en"], "vi"),
        (["status", "--lang"], "vi"),
    ],
)
def test_the_language_is_known_before_the_command_line_is_parsed(words: list[str], language: str) -> None:
    assert language_asked(words) == language


def test_the_environment_may_choose_the_language() -> None:
    assert "Every day" in run("--help", environment={"DONDOC_LANG": "en"}).out
    assert "Hằng ngày" in run("--help", "--lang", "vi", environment={"DONDOC_LANG": "en"}).out


def test_one_run_does_not_speak_the_language_of_the_one_before() -> None:
    assert "Options" in run("status", "--help", "--lang", "en").out
    assert "Tùy chọn" in run("status", "--help").out


def test_tables_and_states_are_translated(tmp_path: Path) -> None:
    office = Office(tmp_path)
    ran = office.does("status", "--lang", "en", now="2015-06-08")
    assert ran.out.splitlines()[0].split() == ["Assignment", "Due", "State", "Timeliness", "Step", "Stalled"]
    assert "Upcoming" in ran.out
