"""The words of a digest: which template speaks, what it is told, and a subject that fits."""

from collections.abc import Iterable
from dataclasses import dataclass

from notifications.digest import Digest, Item, Masthead, kind_of
from notifications.language import Language, language
from notifications.page import words
from notifications.text import one_line, shorten

#: Longest subject, in characters: what a phone shows of it.
SUBJECT_WIDTH = 69
#: Where less of a title would be left before its period, the period goes.
_LEAST_OF_TITLE = 12
_HEAD_OF_RUNG = {2: "escalate-standing", 3: "escalate-issuer"}
#: Kinds for which a requested body has words of its own; the others ask nothing of it.
_SOFTER = (
    *("remind", "assigned", "chase", "escalate-head", "inform"),
    *("returned", "handover-returned", "confirm", "not-extended"),
)
#: Kinds that speak otherwise of a hand-over: not the coordinator reviews it, the receiving body confirms it.
_OF_HANDOVERS = ("receipt", "returned")


@dataclass(frozen=True)
class Context:
    """What the words of a digest speak of, each ready to be printed.

    `what` counts the items that give the mail its kind ("2 báo cáo", "1 nhiệm vụ"), `result` what a body sends of them
    ("2 báo cáo", "kết quả 1 nhiệm vụ"), `bodies` those who owe them ("2 đơn vị"); `due`
    is their earliest due date, `one_due` whether it is the due date of all. `agency` is the reader's body in full,
    `reader` its leader where the reader leads it. `giver` and `receiver` are the bodies at both ends of a hand-over;
    `letters` says that letters to be signed come with it.
    """

    sender: str
    plan: str
    agency: str
    today: str
    what: str
    due: str
    result: str = ""
    bodies: str = ""
    reader: str = ""
    letters: bool = False
    one_due: bool = True
    late: bool = False
    giver: str = ""
    receiver: str = ""


def wording_of(digest: Digest) -> str:
    """The name of the words for a digest: its kind, for escalations by whom they reach, softer for requested bodies."""
    kind: str = kind_of(digest.items)
    if kind == "escalate":
        kind = _HEAD_OF_RUNG.get(digest.rung, "escalate-head")
    elif kind == "remind" and all(item.fresh for item in digest.leading):
        kind = "assigned"
    elif kind in _OF_HANDOVERS and all(item.awaits_receiver for item in digest.leading):
        kind = f"handover-{kind}"
    return f"request/{kind}" if digest.requested and kind in _SOFTER else kind


def context_of(digest: Digest, lang: Language) -> Context:
    """What the words of a digest speak of."""
    items = digest.leading
    days = {item.due for item in items}
    bodies = len({item.agency for item in items})
    agency = digest.body or digest.agency
    return Context(
        sender=digest.masthead.sender_agency,
        plan=digest.masthead.plan_title,
        agency=agency,
        reader=lang.gettext("lãnh đạo %(agency)s") % {"agency": agency} if digest.leads else agency,
        letters=any(item.letter for item in items),
        today=lang.full(digest.today),
        what=count_of(items, lang),
        result=result_of(items, lang),
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


def result_of(items: Iterable[Item], lang: Language) -> str:
    """What a body sends of them: a report itself, of a task what came of it."""
    kinds = [item.kind for item in items]
    number, only = len(kinds), set(kinds)
    if only == {"task"}:
        return lang.ngettext("kết quả %(n)s nhiệm vụ", "kết quả %(n)s nhiệm vụ", number) % {"n": number}
    if len(only) > 1:
        return lang.ngettext("kết quả %(n)s phần việc", "kết quả %(n)s phần việc", number) % {"n": number}
    return count_of(items, lang)


def subject_of(digest: Digest) -> str:
    """The subject, fewer than 70 characters: `[Nhắc] 2 báo cáo đến hạn 15/06/2015 – Sở Y tế`.

    What does not fit is cut from the name of the body and from the title, never from the first words.
    """
    lang = language(digest.masthead.lang)
    context = context_of(digest, lang)
    title, keep = title_of(digest, lang)
    return subject_for(wording_of(digest), context, lang, title=title, agency=digest.agency, keep=keep)


def subject_for(name: str, context: object, lang: Language, *, title: str, agency: str, keep: str = "") -> str:
    """The subject that the words `name` say about `context`, with the title and the body's name cut to fit.

    Of a title that ends with `keep`, such as its period, that end is not cut.
    """
    shown = one_line(agency)
    fixed = one_line(words(lang, name, "subject", context, ""))
    has_title = words(lang, name, "subject", context, "-") != fixed
    room = SUBJECT_WIDTH - len(fixed) - len(" – ")
    shown = shorten(shown, min(room, 24) if has_title else room)
    tail = f" – {shown}" if len(shown) > 1 else ""
    said = fixed
    if has_title:
        said = words(lang, name, "subject", context, _cut(one_line(title), room - len(shown) - 1, one_line(keep)))
    return shorten(one_line(said), SUBJECT_WIDTH - len(tail)) + tail


def report_subject(name: str, context: object, title: str, period: str, masthead: Masthead) -> str:
    """The subject of a mail about a consolidated report, which never loses the period at the end of its title."""
    ends = [" ".join(period.split()[start:]) for start in range(len(period.split()))]
    keep = next((end for end in ends if one_line(title).endswith(f" {end}")), "")
    lang, agency = language(masthead.lang), masthead.sender_agency
    return subject_for(name, context, lang, title=title, agency=agency, keep=keep)


def _cut(title: str, width: int, keep: str) -> str:
    """A title cut to fit before the end that is to stay, where that leaves something of the rest."""
    head = title.removesuffix(keep).rstrip(" ,")
    room = width - len(keep) - 1
    if len(title) <= width or not keep or head == title or room < _LEAST_OF_TITLE:
        return shorten(title, width)
    return f"{shorten(head, room)} {keep}"


def title_of(digest: Digest, lang: Language) -> tuple[str, str]:
    """What an answer is about, and which end of that is not cut: the title and period of its one item, else a count."""
    items = digest.leading
    if len(items) != 1:
        return count_of(items, lang), ""
    item = items[0]
    return one_line(f"{item.title}, {item.period}" if item.period else item.title), item.period
