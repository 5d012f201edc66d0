"""English of what models, plans, intake, flows and reports say is complete: each sentence translated, as committed."""

from functools import cache

import pytest
from babel.messages.catalog import Message

from models.language import LOCALES, N_, _, catalogue, speak, speaking, spoken
from tests.catalogues import ROOT, VIETNAMESE, entries, is_compiled, sentences_marked, unquoted, variables

PACKAGES = ("models", "plans", "intake", "flows", "reports")


@cache
def said() -> frozenset[str]:
    """What the packages that share the catalogue say, and what a delivery notes about a mail."""
    shared = sentences_marked(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return frozenset(shared | sentences_marked((ROOT / "notifications").rglob("*.py"), ("kept",)))


@cache
def translated() -> frozenset[str]:
    return frozenset(str(message.id) for message in entries("models") if message.string)


def test_sentences_are_found() -> None:
    assert len(said()) > 500
    assert {"chưa có hạn", "giữ nguyên ngày (roll: none)", "cần số nguyên ({unit})"} <= said()


def test_every_sentence_has_its_english() -> None:
    missing = sorted(said() - translated())
    assert missing == [], "add them to models/locale/en/LC_MESSAGES/dondoc.po, then run make catalogues"


def test_no_english_is_left_of_a_sentence_that_is_gone() -> None:
    assert sorted(translated() - said()) == []


@pytest.mark.parametrize("message", entries("models"), ids=lambda message: str(message.id))
def test_a_translation_is_english_and_keeps_the_variables(message: Message) -> None:
    assert not message.fuzzy
    assert not VIETNAMESE.search(unquoted(str(message.string)))
    assert variables(message.string) == variables(message.id)


def test_the_compiled_catalogue_is_the_committed_one() -> None:
    assert is_compiled("models"), "run make catalogues"


def test_a_run_says_its_sentences_in_its_language_and_the_next_one_in_its_own() -> None:
    with speaking("en"):
        assert (spoken(), _("chưa có hạn")) == ("en", "there is no due date")
        with speaking("vi"):
            assert _("chưa có hạn") == "chưa có hạn"
        assert _("chưa có hạn") == "there is no due date"
    assert (spoken(), _("chưa có hạn")) == ("vi", "chưa có hạn")


def test_a_language_given_within_a_run_ends_with_it() -> None:
    with speaking("vi"):
        speak("en")
        assert spoken() == "en"
    assert spoken() == "vi"


@pytest.mark.parametrize("code", ["fr", "../en", ""])
def test_a_language_without_a_catalogue_is_vietnamese(code: str) -> None:
    assert catalogue(LOCALES, code) is catalogue(LOCALES, "vi")
    with speaking(code):
        assert spoken() == "vi"


def test_a_sentence_marked_for_later_stays_as_it_is_until_then() -> None:
    with speaking("en"):
        assert N_("chưa có hạn") == "chưa có hạn"


def test_no_sentence_is_empty() -> None:
    with speaking("en"):
        assert _("") == ""  # gettext itself would give the catalogue's heading
