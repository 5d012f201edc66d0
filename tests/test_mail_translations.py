"""English is complete: every Vietnamese sentence of templates and code has its translation, compiled as committed."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TextIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from notifications.language import LOCALES, language
from tests.mail_samples import pages

ROOT = Path(__file__).parent.parent
CATALOGUE = LOCALES / "en" / "LC_MESSAGES" / "dondoc.po"
VARIABLE = re.compile(r"%\((\w+)\)s")
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


#: Babel leaves this function untyped: a mapping file's (pattern, method) pairs, and options by pattern.
read_mapping: Callable[[TextIO], tuple[list[tuple[str, str]], dict[str, dict[str, str]]]] = parse_mapping_cfg


@cache
def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", domain="dondoc")


@cache
def used() -> frozenset[str]:
    """The sentences in templates and code, the first form where there are two."""
    with (ROOT / "notifications" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = read_mapping(file)
    # The patterns of the mapping begin at the top of the project; only the package itself is read.
    methods = [(pattern.removeprefix("notifications/"), method) for pattern, method in methods]
    options = {pattern.removeprefix("notifications/"): value for pattern, value in options.items()}
    found = extract_from_dir(ROOT / "notifications", methods, options)
    return frozenset(text if isinstance(text, str) else text[0] for _, _, text, _, _ in found)


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def entries() -> list[Message]:
    return [message for message in english() if message.id]


def test_sentences_are_found() -> None:
    assert len(used()) > 150
    assert "Kính gửi: %(name)s" in used()
    assert "[Nhắc] %(what)s đến hạn %(due)s" in used()


def test_every_sentence_has_its_translation_and_none_is_left_over() -> None:
    assert {first(message) for message in entries() if all(forms(message))} == used()


def test_no_translation_is_a_guess() -> None:
    assert [first(message) for message in entries() if message.fuzzy] == []
    assert not english().obsolete


@pytest.mark.parametrize("message", entries(), ids=first)
def test_translations_keep_the_variables(message: Message) -> None:
    wanted = set(VARIABLE.findall(first(message)))
    assert all(set(VARIABLE.findall(form)) == wanted for form in forms(message))


def test_the_compiled_catalogue_is_the_committed_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_english_counts_one_and_many() -> None:
    say = language("en").ngettext
    assert say("%(n)s báo cáo", "%(n)s báo cáo", 1) % {"n": 1} == "1 report"
    assert say("%(n)s báo cáo", "%(n)s báo cáo", 2) % {"n": 2} == "2 reports"


def test_a_language_without_a_catalogue_is_vietnamese() -> None:
    assert language("fr") == language("vi") == language("../en")


def test_what_the_product_says_in_english_mails_is_english() -> None:
    for name, page in pages("en").items():
        own = [block.label for block in page.blocks] + [section.heading for section in page.sections]
        own += [page.subject.partition("]")[0], *(row.badge for s in page.sections for g in s.groups for row in g.rows)]
        own += [label for s in page.sections for g in s.groups for row in g.rows for label, _ in row.facts]
        assert [(name, said) for said in own if VIETNAMESE.search(said)] == []
