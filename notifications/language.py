"""The two languages of mails: Vietnamese, whose sentences are the message ids, and English from a gettext catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.dates import format_date

from models.calendar import in_full
from models.language import catalogue

LOCALES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Language:
    """How one language says things: `gettext` and `ngettext` take the Vietnamese sentence."""

    code: str
    translations: NullTranslations

    @property
    def gettext(self) -> Callable[[str], str]:
        """Translate a sentence."""
        return self.translations.gettext

    @property
    def ngettext(self) -> Callable[[str, str, int], str]:
        """Translate a sentence that counts; Vietnamese has one form only."""
        return self.translations.ngettext

    def full(self, day: date) -> str:
        """A date in full: "thứ Hai, 15/06/2015", "Monday, 15 June 2015"."""
        return _full(self.code, day)

    def short(self, day: date) -> str:
        """A date for subjects and tables: "15/06/2015", "15 June 2015"."""
        return _short(self.code, day)


@lru_cache(maxsize=8)
def language(code: str) -> Language:
    """The language of that code; one without a catalogue is Vietnamese."""
    translations = catalogue(LOCALES, code)
    return Language(code if isinstance(translations, GNUTranslations) else "vi", translations)


# Babel takes some 50 µs for a date, and a round's mails name few different ones.
@lru_cache(maxsize=4096)
def _full(code: str, day: date) -> str:
    return in_full(day) if code == "vi" else format_date(day, "EEEE, d MMMM y", locale=code)


@lru_cache(maxsize=4096)
def _short(code: str, day: date) -> str:
    return f"{day:%d/%m/%Y}" if code == "vi" else format_date(day, "d MMMM y", locale=code)
