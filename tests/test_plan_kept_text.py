"""A plan's own text brought up to date: what differs is changed, and nothing else."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from models.plan import PlanDocument
from models.versions import canonical
from plans.drafting import draft_plan
from plans.kept_text import annotated, plan_text
from plans.loading import load_plan, load_plan_text
from plans.plan_yaml import plan_yaml
from plans.reading import read_document

SHIPPED = Path(__file__).resolve().parent.parent / "plans" / "phu-tho-2015.yaml"
TEXT = """\
# Đầu tệp
schema: 1
plan: {code: demo, title: Kế hoạch mẫu, issuer: ubnd, standing: so-a, from: 2015-01-01, to: 2015-12-31}  # hiệu lực

agencies:
  # cấp tỉnh
  - {code: ubnd, name: UBND tỉnh, kind: issuer}
  - {code: so-a, name: "Sở A"}  # thường trực
  - {code: so-b, name: 'Sở B',
     kind: department, units: 3}
groups:
- code: khoi   # không thụt dòng
  name: Các sở
  members: [so-a,
            so-b]
# Đầu mối
contacts:
  - agency: so-a
    role: focal
    name: Đầu mối A   # đang nghỉ phép
    email: a@so-a.example
obligations:
  # Báo cáo
  - code: B-01
    title: Báo cáo một
    assigned_to: [khoi]
    due: {on: {2015-H1: 2015-06-15, "2015-H2": 2015-12-15}}
    note: >-
      Ghi chú
      hai dòng
  # Việc
  - code: B-02
    title: Việc hai
    assigned_to: [so-b]
    kind: task
    period: once
    due: {on: 2015-03-31}  # hạn
# Cuối tệp
"""


def edited(change: Callable[[dict[str, Any]], None], text: str = TEXT) -> tuple[list[str], list[str]]:
    """What a change of the plan takes out of its text and puts in, line by line."""
    plan = load_plan_text(text, "plan.yaml").document
    data = plan.model_dump(by_alias=True, exclude_defaults=True)
    change(data)
    changed = PlanDocument.model_validate(data, by_alias=True, by_name=False)
    found = plan_text(text, changed, None)
    assert canonical(load_plan_text(found, "new.yaml").document) == canonical(changed)
    lines = list(unified_diff(text.splitlines(), found.splitlines(), n=0, lineterm=""))[2:]
    return [one[1:] for one in lines if one[0] == "-"], [one[1:] for one in lines if one[0] == "+"]


def part(section: str, index: int, **keys: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: data[section][index].update(keys)


def without(section: str, index: int, key: str) -> Callable[[dict[str, Any]], None]:
    return lambda data: data[section][index].pop(key)


def placed(section: str, index: int, item: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data[section] = [*data[section][:index], item, *data[section][index:]]

    return change


def cut(section: str, index: int) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data[section] = [*data[section][:index], *data[section][index + 1 :]]

    return change


SECTION = {"policies": [{"code": "nhe", "steps": [{"at": "-7d", "action": "remind", "to": ["focal"]}]}]}
CASES: dict[str, tuple[Callable[[dict[str, Any]], None], list[str], list[str]]] = {
    "nothing": (lambda _: None, [], []),
    "a plain text, with the comment beside it": (
        part("contacts", 0, name="Người khác: mới"),
        ["    name: Đầu mối A   # đang nghỉ phép"],
        ["    name: 'Người khác: mới'   # đang nghỉ phép"],
    ),
    "a quoted text keeps its quotes": (
        part("agencies", 1, name="Sở C"),
        ['  - {code: so-a, name: "Sở A"}  # thường trực'],
        ['  - {code: so-a, name: "Sở C"}  # thường trực'],
    ),
    "a text with commas on a line of its own": (
        part("obligations", 0, title="Một, hai"),
        ["    title: Báo cáo một"],
        ["    title: Một, hai"],
    ),
    "a folded text": (
        part("obligations", 0, note="Khác"),
        ["    note: >-", "      Ghi chú", "      hai dòng"],
        ["    note: Khác"],
    ),
    "a key comes on a line": (
        part("agencies", 0, short="UBND"),
        ["  - {code: ubnd, name: UBND tỉnh, kind: issuer}"],
        ["  - {code: ubnd, name: UBND tỉnh, kind: issuer, short: UBND}"],
    ),
    "a key comes in a block": (part("contacts", 0, phone="0210"), [], ["    phone: '0210'"]),
    "a key goes from a line": (
        without("agencies", 2, "units"),
        ["     kind: department, units: 3}"],
        ["     kind: department}"],
    ),
    "a key goes from a block": (without("contacts", 0, "email"), ["    email: a@so-a.example"], []),
    "a default that was written out": (
        part("agencies", 2, kind="other"),
        ["     kind: department, units: 3}"],
        ["     kind: other, units: 3}"],
    ),
    "a day under a period": (
        lambda data: data["obligations"][0].update(due={"on": {"2016-H1": "2016-06-15", "2016-H2": "2016-12-15"}}),
        ['    due: {on: {2015-H1: 2015-06-15, "2015-H2": 2015-12-15}}'],
        ['    due: {on: {2016-H1: 2016-06-15, "2016-H2": 2016-12-15}}'],
    ),
    "a value becomes another kind of value": (
        part("obligations", 1, due={"on": {"2015": "2015-04-01"}}),
        ["    due: {on: 2015-03-31}  # hạn"],
        ["    due: {on: {'2015': 2015-04-01}}  # hạn"],
    ),
    "an item comes on one line": (
        placed("agencies", 2, {"code": "so-c", "name": "Sở C"}),
        [],
        ["  - {code: so-c, name: Sở C}"],
    ),
    "an item comes first": (
        placed("obligations", 0, {"code": "B-00", "title": "Không", "assigned_to": ["so-a"]}),
        [],
        ["  - code: B-00", "    title: Không", "    assigned_to: [so-a]"],
    ),
    "an item comes where lists are not indented": (
        placed("groups", 1, {"code": "hai", "name": "Hai", "members": ["so-a"]}),
        [],
        ["- code: hai", "  name: Hai", "  members: [so-a]"],
    ),
    "a body goes from a list on two lines": (
        part("groups", 0, members=["so-b"]),
        ["  members: [so-a,", "            so-b]"],
        ["  members: [so-b]"],
    ),
    "an item goes, and the comments around it stay": (
        cut("obligations", 1),
        [
            "  - code: B-02",
            "    title: Việc hai",
            "    assigned_to: [so-b]",
            "    kind: task",
            "    period: once",
            "    due: {on: 2015-03-31}  # hạn",
        ],
        [],
    ),
    "a section comes": (
        lambda data: data.update(SECTION),
        [],
        ["", "policies:", "  - code: nhe", "    steps:", "      - {at: -7d, action: remind, to: [focal]}"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_the_lines_that_differ_change(name: str) -> None:
    change, out, into = CASES[name]
    assert edited(change) == (out, into)


def test_line_ends_of_windows_are_read_too() -> None:
    plan = load_plan_text(TEXT, "plan.yaml").document
    assert plan_text(TEXT.replace("\n", "\r\n"), plan, None) == TEXT


@pytest.mark.parametrize(
    "source",
    [
        "",
        "không phải kế hoạch",
        "schema: [",
        TEXT.replace("members: [so-a", "members: &hai [so-a"),
        '{"schema": 1, "plan": {}}',
    ],
)
def test_a_text_that_cannot_be_kept_is_written_anew(source: str) -> None:
    plan = load_plan_text(TEXT, "plan.yaml").document
    assert plan_text(source, plan, 2) == plan_yaml(plan, 2)


def test_the_shipped_plan_stays_as_it_is_and_takes_the_version_in_under_two_seconds() -> None:
    loaded = load_plan(SHIPPED)
    started = perf_counter()
    third = plan_text(loaded.text, loaded.document, 3)
    assert perf_counter() - started < 2
    assert third.replace("based_on: 3\n", "") == loaded.text
    assert plan_text(third, loaded.document, 3) == third
    assert plan_text(third, loaded.document, 4) == third.replace("based_on: 3", "based_on: 4")


def test_parts_that_are_set_aside_become_comments() -> None:
    plan = load_plan_text(TEXT, "plan.yaml").document
    shorter = plan.model_copy(update={"obligations": plan.obligations[:1]})
    text = plan_text(TEXT, shorter, None, {("obligations", "B-02"): "để lại"})
    assert "  # Việc\n  # để lại\n  # - code: B-02\n  #   title: Việc hai\n" in text
    assert text.replace("  # để lại\n", "").replace("  #   ", "    ").replace("  # - ", "  - ") == TEXT


def test_notes_stand_above_what_they_concern() -> None:
    notes = {("obligations", "B-02"): ["một", "hai"], ("plan", "to"): ["ba"], ("groups", "mất"): ["bốn"]}
    lines = annotated(TEXT, notes).splitlines()
    assert lines[lines.index("  - code: B-02") - 2 : lines.index("  - code: B-02")] == ["  # một", "  # hai"]
    assert lines[lines.index("groups:") - 1] == "# bốn"
    assert lines[2] == "# ba"


def test_nothing_that_is_written_has_anchors() -> None:
    plan = load_plan(SHIPPED).document
    twice = plan.legal_bases[0].model_copy(update={"number": "2/QĐ", "signed": plan.legal_bases[0].signed})
    written = plan_yaml(plan.model_copy(update={"legal_bases": (plan.legal_bases[0], twice)}), None)
    samples = sorted((SHIPPED.parent.parent / "tests" / "documents").glob("*.txt"))
    assert samples
    for text in (written, *(draft_plan(read_document(one)) for one in samples[:3])):
        assert "&id" not in text
        assert "*id" not in text
