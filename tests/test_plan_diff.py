"""What one version of a plan changes in another: obligations added, changed, closed, and all else by kind and code."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.plan import PlanDocument
from plans.diff import diff_plans

BASE: dict[str, Any] = {
    "schema": 1,
    "plan": {
        "code": "demo",
        "title": "Kế hoạch",
        "issuer": "a",
        "standing": "a",
        "from": "2015-01-01",
        "to": "2015-12-31",
    },
    "agencies": [{"code": "a", "name": "Sở A"}, {"code": "b", "name": "Sở B"}],
    "groups": [{"code": "g", "name": "Nhóm", "members": ["a", "b"]}],
    "contacts": [
        {"agency": "a", "role": "focal", "name": "Một", "email": "1@a.example"},
        {"agency": "a", "role": "focal", "name": "Hai", "email": "2@a.example"},
    ],
    "legal_bases": [{"number": "679/QĐ-TTg", "title": "Chương trình"}],
    "policies": [{"code": "standard", "steps": [{"at": "-7d", "action": "remind", "to": ["focal"]}]}],
    "cutoffs": [{"code": "own", "starts": {"day": 1}, "ends": {"day": 20}}],
    "obligations": [
        {"code": "B-01", "title": "Một", "assigned_to": ["a"], "due": {"after_cutoff": "5wd"}},
        {"code": "B-02", "title": "Hai", "assigned_to": ["g"], "due": {"day": 15}},
    ],
    "forms": [{"code": "f", "indicators": ["i"]}],
    "indicators": [{"code": "i", "name": "Lượt", "unit": "lượt", "targets": {"2015": 100}}],
    "reports": [{"code": "year-end", "title": "Năm", "period": "year", "due": {"day": 25}, "from": "a", "to": ["a"]}],
    "context": [{"clause": "I.1#1", "reason": "mục đích"}],
}


def plan(change: Callable[[dict[str, Any]], object] = lambda data: data) -> PlanDocument:
    data = json.loads(json.dumps(BASE))
    change(data)
    return PlanDocument.model_validate(data)


def test_the_same_plan_changes_nothing() -> None:
    found = diff_plans(plan(), plan())
    assert found.is_empty
    assert found.as_json() == {"added": [], "changed": [], "closed": [], "others": []}


def test_obligations_are_added_changed_and_closed() -> None:
    def amend(data: dict[str, Any]) -> None:
        first, _ = data["obligations"]
        first["due"] = {"day": 20}
        first["with"] = ["b"]
        data["obligations"] = [{**first}, {**first, "code": "B-03"}]

    found = diff_plans(plan(), plan(amend))
    assert not found.is_empty
    was = {"after_cutoff": "5wd", "day": None, "month_offset": 0, "on": None, "wording": None}
    becomes = {"after_cutoff": None, "day": 20, "month_offset": 0, "on": None, "wording": None}
    assert found.as_json() == {
        "added": ["B-03"],
        "changed": [
            {
                "code": "B-01",
                "fields": {"with": {"before": [], "after": ["b"]}, "due": {"before": was, "after": becomes}},
                "before": {"with": [], "due": was},
                "after": {"with": ["b"], "due": becomes},
            }
        ],
        "closed": ["B-02"],
        "others": [],
    }
    json.dumps(found.as_json())


OTHERS: list[tuple[str, Callable[[dict[str, Any]], object], tuple[str, str, str, list[str]]]] = [
    ("head", lambda d: d["plan"].update(to="2016-06-30"), ("plan", "plan", "changed", ["to"])),
    (
        "calendar",
        lambda d: d.update(calendar={"closed": ["2015-06-15"]}),
        ("calendar", "calendar", "changed", ["closed"]),
    ),
    ("agency", lambda d: d["agencies"].append({"code": "c", "name": "Sở C"}), ("agencies", "c", "added", [])),
    ("group", lambda d: d["groups"][0].update(members=["a"]), ("groups", "g", "changed", ["members"])),
    ("group gone", lambda d: d["groups"].clear(), ("groups", "g", "removed", [])),
    (
        "second contact",
        lambda d: d["contacts"][1].update(email="3@a.example"),
        ("contacts", "a/focal#2", "changed", ["email"]),
    ),
    ("legal basis", lambda d: d["legal_bases"].clear(), ("legal_bases", "679/QĐ-TTg", "removed", [])),
    (
        "policy",
        lambda d: d["policies"][0].update(min_notice="3wd"),
        ("policies", "standard", "changed", ["min_notice"]),
    ),
    ("cut-off", lambda d: d["cutoffs"][0].update(ends={"day": 21}), ("cutoffs", "own", "changed", ["ends"])),
    ("form", lambda d: d["forms"][0].update(cumulative=True), ("forms", "f", "changed", ["cumulative"])),
    ("indicator", lambda d: d["indicators"][0].update(owner="a"), ("indicators", "i", "changed", ["owner"])),
    ("report", lambda d: d["reports"][0].update(draft="-5wd"), ("reports", "year-end", "changed", ["draft"])),
    ("context", lambda d: d["context"][0].update(reason="khác"), ("context", "I.1#1", "changed", ["reason"])),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_every_other_part_is_listed(
    change: Callable[[dict[str, Any]], object], expected: tuple[str, str, str, list[str]]
) -> None:
    found = diff_plans(plan(), plan(change))
    assert (found.added, found.changed, found.closed) == ([], [], [])
    told = [(item.kind, item.code, item.change, [field.name for field in item.fields]) for item in found.others]
    assert told == [expected]


def test_a_default_said_aloud_and_another_order_are_no_change() -> None:
    def same(data: dict[str, Any]) -> None:
        data["obligations"][0].update(period="half", roll="forward", cutoff="calendar")
        data["obligations"].reverse()
        data["agencies"].reverse()
        data["indicators"][0]["targets"] = {"2015": "100.0"}
        data["based_on"] = 3

    assert diff_plans(plan(), plan(same)).is_empty


def test_values_are_shown_as_json() -> None:
    found = diff_plans(plan(), plan(lambda data: data["indicators"][0].update(max=Decimal("9.50"))))
    (change,) = found.others[0].fields
    assert (change.name, change.before, change.after) == ("max", None, "9.50")
    moved = diff_plans(plan(), plan(lambda data: data["plan"].update(signed=date(2015, 1, 9))))
    assert moved.others[0].fields[0].after == "2015-01-09"


obligations = st.dictionaries(
    st.from_regex(r"[A-C]-[0-9]", fullmatch=True),
    st.fixed_dictionaries(
        {"title": st.sampled_from(["Một", "Hai"]), "due": st.integers(1, 3).map(lambda day: {"day": day})}
    ),
    max_size=6,
)


def with_obligations(parts: dict[str, dict[str, Any]]) -> PlanDocument:
    listed = [{"code": code, "assigned_to": ["a"], **part} for code, part in parts.items()]
    return plan(lambda data: data.update(obligations=listed))


@given(obligations, obligations)
def test_the_old_codes_less_the_closed_and_with_the_added_are_the_new(
    old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]
) -> None:
    found = diff_plans(with_obligations(old), with_obligations(new))
    assert old.keys() - set(found.closed) | set(found.added) == new.keys()
    assert set(found.added).isdisjoint(old)
    assert set(found.closed) <= old.keys()
    assert {item.code for item in found.changed} == {code for code in old.keys() & new.keys() if old[code] != new[code]}


@given(obligations, obligations)
def test_the_way_back_undoes_the_way_there(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> None:
    there = diff_plans(with_obligations(old), with_obligations(new))
    back = diff_plans(with_obligations(new), with_obligations(old))
    assert (set(there.added), set(there.closed)) == (set(back.closed), set(back.added))
    forth = {(i.code, f.name, str(f.before), str(f.after)) for i in there.changed for f in i.fields}
    assert forth == {(i.code, f.name, str(f.after), str(f.before)) for i in back.changed for f in i.fields}


@given(obligations)
def test_a_plan_does_not_differ_from_itself(parts: dict[str, dict[str, Any]]) -> None:
    assert diff_plans(with_obligations(parts), with_obligations(parts)).is_empty
