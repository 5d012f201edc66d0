"""The two languages of the command line: Vietnamese, whose sentences are the message ids, and an English catalogue."""

import os
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from models.language import LANGUAGES, N_, sayer, speak, speaking, spoken

__all__ = ["LOCALES", "N_", "_", "language_asked", "speak", "speaking", "spoken"]

LOCALES = Path(__file__).parent / "locale"

#: A sentence of the command line in the language of this run.
_ = sayer(LOCALES)


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
