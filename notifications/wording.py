"""The words of a digest: which template speaks, what it is told, and a subject that fits."""

from collections.abc import Iterable
from dataclasses import dataclass

from notifications.digest import Digest, Item, kind_of
from notifications.language import Language, language
from notifications.page import words
from notifications.text import one_line, shorten

#: Longest subject, in characters: what a phone shows of it.
SUBJECT_WIDTH = 69
_HEAD_OF_RUNG = {2: "escalate-standing", 3: "escalate-issuer"}
#: Kinds for which a requested body has words of its own; the others ask nothing of it.
_SOFTER = ("remind", "chase", "escalate-head", "inform", "returned", "handover-returned", "confirm", "not-extended")
#: Kinds that speak otherwise of a hand-over: not the coordinator reviews it, the receiving body confirms it.
_OF_HANDOVERS = ("receipt", "returned")


@dataclass(frozen=True)
class Context:
    """What the words of a digest speak of, each ready to be printed.

    `what` counts the items that give the mail its kind ("2 báo cáo"), `bodies` those who owe them ("2 đơn vị"); `due`
    is their earliest due date, `one_due` whether it is the due date of all. `giver` and `receiver` are the bodies at
    both ends of a hand-over.
    """

    sender: str
    plan: str
    agency: str
    today: str
    what: str
    due: str
    bodies: str = ""
    one_due: bool = True
    late: bool = False
    giver: str = ""
    receiver: str = ""


def wording_of(digest: Digest) -> str:
    """The name of the words for a digest: its kind, for escalations by whom they reach, softer for requested bodies."""
    kind: str = kind_of(digest.items)
    if kind == "escalate":
        kind = _HEAD_OF_RUNG.get(digest.rung, "escalate-head")
    elif kind in _OF_HANDOVERS and all(item.awaits_receiver for item in digest.leading):
        kind = f"handover-{kind}"
    return f"request/{kind}" if digest.requested and kind in _SOFTER else kind


def context_of(digest: Digest, lang: Language) -> Context:
    """What the words of a digest speak of."""
    items = digest.leading
    days = {item.due for item in items}
    bodies = len({item.agency for item in items})
    return Context(
        sender=digest.masthead.sender_agency,
        plan=digest.masthead.plan_title,
        agency=digest.agency,
        today=lang.full(digest.today),
        what=count_of(items, lang),
        bodies=lang.ngettext("%(n)s đơn vị", "%(n)s đơn vị", bodies) % {"n": bodies},
        due=lang.short(min(days)) if days else "",
        one_due=len(days) == 1,
        late=any(item.days_late(digest.today) > 0 for item in items),
        giver="; ".join(dict.fromkeys(item.agency for item in items)),
        receiver="; ".join(dict.fromkeys(item.receiver for item in items if item.receiver)),
    )


def count_of(items: Iterable[Item], lang: Language) -> str:
    """How many of what: "2 báo cáo", "1 việc bàn giao", "3 phần việc" where they are of several kinds."""
    kinds = [item.kind for item in items]
    number, only = len(kinds), set(kinds)
    if only == {"report"}:
        said = lang.ngettext("%(n)s báo cáo", "%(n)s báo cáo", number)
    elif only == {"task"}:
        said = lang.ngettext("%(n)s nhiệm vụ", "%(n)s nhiệm vụ", number)
    elif only == {"handover"}:
        said = lang.ngettext("%(n)s việc bàn giao", "%(n)s việc bàn giao", number)
    else:
        said = lang.ngettext("%(n)s phần việc", "%(n)s phần việc", number)
    return said % {"n": number}


def subject_of(digest: Digest) -> str:
    """The subject, fewer than 70 characters: `[Nhắc] 2 báo cáo đến hạn 15/06/2015 – Sở Y tế`.

    What does not fit is cut from the name of the body and from the title, never from the first words.
    """
    lang = language(digest.masthead.lang)
    context = context_of(digest, lang)
    return subject_for(wording_of(digest), context, lang, title=title_of(digest, lang), agency=digest.agency)


def subject_for(name: str, context: object, lang: Language, *, title: str, agency: str) -> str:
    """The subject that the words `name` say about `context`, with the title and the body's name cut to fit."""
    shown = one_line(agency)
    fixed = one_line(words(lang, name, "subject", context, ""))
    has_title = words(lang, name, "subject", context, "-") != fixed
    room = SUBJECT_WIDTH - len(fixed) - len(" – ")
    shown = shorten(shown, min(room, 24) if has_title else room)
    tail = f" – {shown}" if len(shown) > 1 else ""
    said = fixed
    if has_title:
        said = words(lang, name, "subject", context, shorten(one_line(title), room - len(shown) - 1))
    return shorten(one_line(said), SUBJECT_WIDTH - len(tail)) + tail


def title_of(digest: Digest, lang: Language) -> str:
    """What an answer is about: the title and period of its one item, a count where there are several."""
    items = digest.leading
    if len(items) != 1:
        return count_of(items, lang)
    item = items[0]
    return one_line(f"{item.title}, {item.period}" if item.period else item.title)
