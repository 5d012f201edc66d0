"""The language of a run: Vietnamese, whose sentences are the message ids, or English, from a gettext catalogue.

What is said to whoever runs dondoc (findings, refusals, reasons) follows the run. What is kept or sent to others does
not: decisions are recorded in Vietnamese, mails have the language of their reader, forms and reports the office's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "dondoc"
LANGUAGES = ("vi", "en")
#: The catalogue of what models, plans, intake, flows and reports say.
LOCALES = Path(__file__).parent / "locale"

_VIETNAMESE = NullTranslations()

#: Scheduled flows never set it: they speak Vietnamese.
_spoken: ContextVar[str] = ContextVar("spoken", default="vi")


def spoken() -> str:
    """The code of the language of this run."""
    return _spoken.get()


def speak(code: str) -> None:
    """Say everything from now on in that language; one that dondoc does not know is Vietnamese."""
    _spoken.set(code if code in LANGUAGES else "vi")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say what is said inside in that language, and go on afterwards in the one before."""
    before = _spoken.set(code if code in LANGUAGES else "vi")
    try:
        yield
    finally:
        _spoken.reset(before)


@lru_cache(maxsize=16)
def catalogue(locales: Path, code: str) -> NullTranslations:
    """The catalogue of a folder for a language; where it has none, sentences stay as they are: Vietnamese."""
    path = locales / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if code == "vi" or code not in LANGUAGES or not path.is_file():
        return _VIETNAMESE
    with path.open("rb") as file:
        return GNUTranslations(file)


def sayer(locales: Path) -> Callable[[str], str]:
    """The function that says a sentence of that folder's catalogue in the language of the run."""

    def say(sentence: str) -> str:
        return catalogue(locales, spoken()).gettext(sentence) if sentence else ""

    return say


#: A sentence of models, plans, intake, flows or reports in the language of this run.
_ = sayer(LOCALES)


def kept(sentence: str) -> str:
    """Mark a sentence that is written down in Vietnamese whatever the run, and told again by `models.retelling`."""
    return sentence


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for what is translated later
    """Mark a sentence that is translated where it is said."""
    return sentence
