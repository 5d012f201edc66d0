"""The two languages of the command line: Vietnamese, whose sentences are the message ids, and an English catalogue."""

import os
from collections.abc import Sequence
from gettext import GNUTranslations, NullTranslations
from itertools import zip_longest
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "dondoc"
LANGUAGES = ("vi", "en")


class _Speaker:
    """The language of this run; a program that runs several commands in turn speaks the language of the last."""

    code: str = "vi"
    translations: NullTranslations = NullTranslations()


def speak(code: str) -> None:
    """Say everything from now on in that language; one without a catalogue is Vietnamese."""
    path = LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    _Speaker.code, _Speaker.translations = "vi", NullTranslations()
    if code in LANGUAGES and code != "vi" and path.is_file():
        with path.open("rb") as file:
            _Speaker.code, _Speaker.translations = code, GNUTranslations(file)


def spoken() -> str:
    """The code of the language of this run."""
    return _Speaker.code


def _(sentence: str) -> str:
    """A sentence in the language of this run."""
    return _Speaker.translations.gettext(sentence) if sentence else ""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for what is translated later
    """Mark a sentence that is translated where it is printed."""
    return sentence


def language_asked(argv: Sequence[str]) -> str:
    """The language that a command line asks for, known before it is parsed: help and usage errors need it."""
    asked = os.environ.get("DONDOC_LANG", "vi")
    for word, following in zip_longest(argv, argv[1:], fillvalue=""):
        if word == "--":
            break
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return asked if asked in LANGUAGES else "vi"
