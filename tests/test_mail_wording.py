"""How mails speak: calm, short subjects, requested bodies asked and never ordered, both parts the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.digest import ANSWERS, LADDER, Action, Item
from notifications.language import language
from notifications.look import CARD, MARKS, MUTED
from notifications.page import Page, render
from notifications.view import digest_page
from notifications.wording import subject_of
from tests.mail_samples import DUE, digest, digests, item, pages, requested_digests, visible

LANGUAGES = ("vi", "en")
#: Words of an order, which a body that is asked must not read.
ORDERS = ("yêu cầu", "phải", "chậm nhất", "đôn đốc", "chỉ đạo", "quá hạn", "khẩn trương", "nghiêm túc", "trả lại")
ENGLISH_ORDERS = ("must", "overdue", "chase", "required", "immediately", "at the latest")


def texts(lang: str) -> Iterator[tuple[str, str]]:
    for name, page in pages(lang).items():
        yield name, "\n".join((page.subject, render(page, language(lang)).text))


@pytest.mark.parametrize(("lang", "words"), [("vi", ORDERS), ("en", ENGLISH_ORDERS)])
def test_requested_bodies_are_never_ordered(lang: str, words: tuple[str, ...]) -> None:
    asked = {name: text.casefold() for name, text in texts(lang) if name.startswith("request-")}
    assert len(asked) == len(requested_digests())
    assert [(name, word) for name, text in asked.items() for word in words if re.search(rf"\b{word}\b", text)] == []


@pytest.mark.parametrize(
    ("action", "verb"), [("receipt", "đã nhận"), ("accepted", "đã duyệt"), ("returned", "trả lại")]
)
def test_of_a_task_its_result_is_received_and_judged(action: Action, verb: str) -> None:
    assert f"{verb} kết quả 1 nhiệm vụ của Sở B" in digest_page(digest(item(action=action, kind="task"))).why
    assert f"{verb} 1 báo cáo của Sở B" in digest_page(digest(item(action=action))).why


def test_a_requested_report_is_sent_and_not_its_result() -> None:
    why = digest_page(digest(item(requested=True))).why
    assert "phối hợp thực hiện và gửi 1 báo cáo dưới đây" in why
    assert "gửi kết quả 1 nhiệm vụ dưới đây" in digest_page(digest(item(requested=True, kind="task"))).why


def test_requests_say_please() -> None:
    for name in ("remind", "chase", "escalate-head"):
        page = digest_page(requested_digests()[name])
        assert "trân trọng đề nghị" in f"{page.why} {page.ask}".casefold()


def test_a_mail_asks_wholly_where_one_of_its_items_is_a_request() -> None:
    mixed = digest(item(action="chase", requested=True), item(action="chase"))
    assert subject_of(mixed).startswith("[Đề nghị]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_shouted_at(lang: str) -> None:
    """The sign of what is overdue stands in its badge and nowhere else."""
    sign = MARKS["late"].sign
    for name, text in texts(lang):
        assert "!" not in text.replace(f"[{sign} ", ""), name
        assert not re.search(r"\b[A-ZĐ]{4,}\b", text.replace("LĐTBXH", "").replace("UBND", "")), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_a_word_beside_its_sign(lang: str) -> None:
    for name, page in pages(lang).items():
        for section in page.sections:
            for group in section.groups:
                assert all(row.badge and row.state in MARKS for row in group.rows), name


def spoken(page: Page) -> Iterator[str]:
    """Everything that a page says, piece by piece."""
    yield from (page.sender, page.plan, page.greeting, page.why, page.ask, *page.foot)
    for section in page.sections:
        yield from (section.heading, section.note)
        for group in section.groups:
            yield group.name
            for row in group.rows:
                yield from (row.title, row.badge, row.period, row.due, row.note)
                yield from (value for _, value in row.facts)
                yield from (row.button.label, row.button.url) if row.button else ()
    for block in page.blocks:
        yield from (block.label, *block.lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_parts_say_everything(lang: str) -> None:
    for name, page in pages(lang).items():
        made = render(page, language(lang))
        html = " ".join(visible(made.html))
        text = " ".join(made.text.split())
        assert [(name, piece) for piece in spoken(page) if piece not in text] == []
        assert [(name, piece) for piece in spoken(page) if piece not in html] == []


def test_the_text_part_holds_all_the_html_part_shows() -> None:
    column_heads = {"Đơn vị, phần việc", "Tình hình", "\xa0", ""}
    for name, page in pages().items():
        made = render(page, language("vi"))
        text = " ".join(made.text.split())
        shown = [piece.strip(" :") for piece in visible(made.html)]
        assert [(name, piece) for piece in shown if piece not in text and piece not in column_heads] == []


def test_buttons_are_links_in_both_parts() -> None:
    url = "https://dondoc.example/v/x?a=1&b=2"
    for own in (True, False):
        made = render(digest_page(digest(item(url=url, own=own))), language("vi"))
        assert url in visible(made.html)
        assert url in made.text


@pytest.mark.parametrize("name", digests())
def test_text_and_html_leave_no_gaps(name: str) -> None:
    made = render(digest_page(digests()[name]), language("vi"))
    assert "\n\n\n" not in made.text
    assert not re.search(r": *$", made.text.replace("Trả lời thư này:", ""), re.MULTILINE)
    assert "None" not in made.text + made.html
    assert "%(" not in made.text + made.html


# --- subjects --------------------------------------------------------------------------------------------------------

names = st.text(min_size=1, max_size=120).map(lambda text: f"Sở {text}")
items = st.builds(
    item,
    title=names,
    agency=names,
    action=st.sampled_from([*LADDER, *ANSWERS]),
    kind=st.sampled_from(["report", "task", "handover"]),
    requested=st.booleans(),
    informed=st.booleans(),
    own=st.booleans(),
    rung=st.integers(0, 3),
    due=st.dates(date(2011, 1, 1), date(2035, 12, 31)),
    until=st.none() | st.just(DUE),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(items, min_size=1, max_size=6), names, st.sampled_from(LANGUAGES), st.integers(1, 40))
def test_subjects_fit_on_a_phone(some: list[Item], agency: str, lang: str, times: int) -> None:
    made = digest(*some * times, agency=agency)
    subject = subject_of(replace(made, masthead=replace(made.masthead, lang=lang)))
    assert 0 < len(subject) < 70
    assert subject == " ".join(subject.split())
    assert subject.startswith("[")


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 999), st.integers(0, 400))
def test_a_count_and_a_date_are_never_cut(count: int, days: int) -> None:
    due = DUE - timedelta(days=days)
    long = "Ủy ban nhân dân thành phố Việt Trì, phòng Lao động - Thương binh và Xã hội"
    subject = subject_of(digest(*[item(action="chase", due=due)] * count, agency=long))
    assert f"{count} báo cáo" in subject
    assert f"{due:%d/%m/%Y}" in subject


# --- colours ---------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), [*((mark.ink, mark.ground) for mark in MARKS.values()), (MUTED, CARD)])
def test_text_is_readable_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_mails_need_no_pictures_scripts_or_style_sheets() -> None:
    for page in pages().values():
        html = render(page, language("vi")).html
        assert not re.search(r"<(img|script|link|style|form|iframe)\b|url\(", html)
