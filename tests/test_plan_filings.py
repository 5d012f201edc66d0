"""What a plan asks of each body in each period, and which paragraphs of its document it accounts for."""

from collections.abc import Iterable
from pathlib import Path

from models.plan import PlanDocument
from plans.check import coverage, filings, strays
from plans.loading import load_plan_text

PLAN = (Path(__file__).parent / "data" / "sound-plan.yaml").read_text(encoding="utf-8")


def document(*changes: tuple[str, str]) -> PlanDocument:
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load_plan_text(text, "plan.yaml").document


def test_filings_count_what_each_body_sends_for_each_period() -> None:
    found = {(filing.agency, filing.period): filing.obligations for filing in filings(document())}
    assert found == {
        ("so-a", "2015"): ("B-05",),
        ("so-b", "2015-Q1"): ("B-06",),
        ("so-b", "2015-Q2"): ("B-06",),
        ("so-b", "2015-H1"): ("B-01",),
        ("so-b", "2015-Q3"): ("B-06",),
        ("so-b", "2015-Q4"): ("B-06",),
        ("so-b", "2015-H2"): ("B-01",),
        ("so-b", "once"): ("B-04",),
        ("so-b", "2011..2015"): ("B-07",),
        ("huyen-1", "2015-H1"): ("B-02",),
        ("huyen-1", "2015-H2"): ("B-02",),
        ("huyen-2", "2015-H1"): ("B-02",),
        ("huyen-2", "2015-H2"): ("B-02",),
    }


def test_filings_follow_bodies_that_come_and_go_and_joint_ones_count_for_all() -> None:
    amended = document(
        ("name: UBND huyện 2,", "name: UBND huyện 2, to: 2015-08-31,"),
        ("assigned_to: [huyen],", "assigned_to: [huyen], joint: true,"),
    )
    found = [(f.agency, f.period) for f in filings(amended) if "huyen" in f.agency]
    assert found == [("huyen-1", "2015-H1"), ("huyen-1", "2015-H2"), ("huyen-2", "2015-H1")]


def mapped(clauses: Iterable[str]) -> dict[str, tuple[tuple[str, ...], str | None, bool]]:
    found = coverage(document(), clauses)
    return {clause: (said.obligations, said.reason, said.is_mapped) for clause, said in found.items()}


def test_coverage_says_who_accounts_for_each_clause() -> None:
    assert mapped(["V.2#4", "I.1#1", "IX.1#1"]) == {
        "V.2#4": (("B-01",), None, True),
        "I.1#1": ((), "mục đích chung", True),
        "IX.1#1": ((), None, False),
    }


def test_strays_are_clauses_that_the_document_does_not_have() -> None:
    assert strays(document(), ["V.2#4", "V.7#1", "V.7#2", "V.7#3", "V#end"]) == ["IV#1", "V.6#1", "I.1#1"]
