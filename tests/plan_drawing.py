"""Drawing plans for properties: any text a file may hold, every key now said and now left to its default."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from models.plan import PlanDocument

CODES = ("a", "b-1", "C.2", "2015", "x0041")
#: Text in NFC, as a file is read: with formulas, quotes, lists' separators, escapes and control characters among it.
ODD = st.sampled_from(
    [
        *(
            "=1+1",
            "+84",
            "-7d",
            "@a",
            "'",
            "[a]",
            "{a: 1}",
            "null",
            "có",
            "yes",
            "2015-06-15",
            "0912",
            "1e3",
            "a, b; c",
        ),
        *("_x0041_", "x005F_", "#N/A", "a: b # c", "- a", "100.0", "~", '"x"'),
    ]
)
WORDS = st.text(st.characters(codec="utf-8", max_codepoint=0x2FF), max_size=12)
SPACED = st.sampled_from([" a ", "a\nb", "a\tb", "\x07", "|", "Kỳ: “1”"])
TEXTS = st.one_of(ODD, SPACED, WORDS)
LINES = TEXTS.filter(lambda text: text.strip() != "")
CODE = st.sampled_from(CODES)
DATES = st.dates(date(1890, 1, 1), date(2100, 12, 31))
NUMBERS = st.one_of(
    st.sampled_from([Decimal(text) for text in ("0", "-0", "100.0", "0.30000000000000004", "1E+3", "1E-9", "99.5")]),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
)
OFFSETS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(0, 99), st.sampled_from(["d", "wd"]))
SIGNED = st.builds(lambda sign, offset: sign + offset, st.sampled_from("+-"), OFFSETS)


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=optional)


def part(required: dict[str, Any], /, **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def coded(size: int, required: dict[str, Any], /, **optional: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(part({"code": CODE, **required}, **optional), max_size=size, unique_by=lambda one: one["code"])


def codes(least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(CODE, min_size=least, max_size=3)


PERIOD_KEYS = st.one_of(st.sampled_from(["2015", "2015-H1", "2011..2015"]), LINES)
DUE = st.one_of(
    part({"after_cutoff": OFFSETS}, wording=TEXTS),
    part({"day": st.integers(1, 31)}, month_offset=st.integers(0, 24), wording=TEXTS),
    part({"on": st.one_of(DATES, st.dictionaries(PERIOD_KEYS, DATES, max_size=3))}),
)
EDGE = part({"day": st.integers(1, 31)}, month_offset=st.integers(-12, 12))
STEPS = st.lists(
    part(
        {"at": SIGNED, "action": st.sampled_from(["remind", "chase"]), "to": st.just(["focal", "standing.head"])},
        inform=st.just(["head"]),
        letter=st.booleans(),
        approve=st.sampled_from(["coordinator", "none"]),
    ),
    max_size=3,
    unique_by=lambda step: (int(step["at"].rstrip("wd")), step["at"].lstrip("+-0123456789"), step["action"]),
)
OBLIGATIONS = coded(
    3,
    {"title": LINES, "assigned_to": codes(1)},
    clauses=st.lists(TEXTS, max_size=3),
    source=st.sampled_from(["plan", "coordinator"]),
    **{"with": codes()},
    to=CODE,
    joint=st.booleans(),
    via=CODE,
    period=st.sampled_from(["half", "program", "once"]),
    span=st.just("2011..2015"),
    due=DUE,
    roll=st.sampled_from(["forward", "none"]),
    effective=part({}, **{"from": st.dates(date(2015, 1, 1), date(2015, 6, 1)), "to": st.just(date(2015, 12, 31))}),
    note=TEXTS,
)
FORMS = coded(
    2,
    {},
    title=TEXTS,
    cumulative=st.booleans(),
    indicators=codes(),
    narrative=coded(2, {"title": LINES}, required=st.booleans(), section=CODE, max_length=st.integers(1, 500_000)),
    rules=st.lists(
        part({"left": CODE, "op": st.sampled_from(["<=", "=="]), "right": st.one_of(CODE, NUMBERS), "message": LINES}),
        max_size=2,
    ),
)
INDICATORS = coded(
    3,
    {"name": LINES, "unit": LINES},
    type=st.sampled_from(["integer", "decimal"]),
    min=NUMBERS,
    max=NUMBERS,
    decimals=st.integers(0, 6),
    owner=CODE,
    group=TEXTS,
    targets=st.dictionaries(PERIOD_KEYS, NUMBERS, max_size=3),
    aim=st.sampled_from(["at-least", "at-most"]),
    sum_bodies=st.booleans(),
)
REPORTS = coded(
    2,
    {"title": LINES, "period": st.just("year"), "due": DUE, "from": CODE, "to": codes(1)},
    draft=SIGNED,
    profile=st.just("TT01-2011"),
    unit=LINES,
    sections=coded(2, {"title": LINES}, parent=CODE, shows=st.just("targets")),
)


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """A plan that can be said in a file; whether its parts fit together does not matter."""
    head = {"code": CODE, "title": LINES, "issuer": CODE, "standing": CODE}
    days = {"from": st.just(date(2015, 1, 1)), "to": st.just(date(2015, 12, 31))}
    drawn = {
        "plan": part({**head, **days}, number=TEXTS, signed=DATES, place=TEXTS, subject=TEXTS),
        "legal_bases": st.lists(
            part({"number": LINES, "title": LINES}, date=DATES, kind=TEXTS, issuer=TEXTS), max_size=2
        ),
        "calendar": some(
            holidays=st.none(), closed=st.lists(DATES, max_size=3), open=st.lists(DATES, max_size=2), timezone=TEXTS
        ),
        "agencies": coded(
            3, {"name": LINES}, kind=st.just("other"), short=TEXTS, phone=TEXTS, units=st.integers(0, 99)
        ).filter(bool),
        "groups": coded(2, {"name": LINES, "members": codes(1)}),
        "contacts": st.lists(
            part({"agency": CODE, "role": st.just("focal"), "name": LINES}, email=st.just("a@b.example"), phone=TEXTS),
            max_size=3,
        ),
        "policies": coded(2, {}, steps=STEPS, min_notice=OFFSETS, correction=OFFSETS),
        "cutoffs": coded(2, {"starts": EDGE, "ends": EDGE}),
        "obligations": OBLIGATIONS,
        "forms": FORMS,
        "indicators": INDICATORS,
        "reports": REPORTS,
        "context": st.lists(part({"clause": LINES, "reason": LINES}), max_size=2),
    }
    data = {"schema": 1, **{key: draw(strategy) for key, strategy in drawn.items()}}
    return PlanDocument.model_validate(data)
