"""The shipped plan: nobody is drowned in reminders, and figures that contradict each other are refused."""

from collections.abc import Iterator
from datetime import date

from models.calendar import WorkCalendar
from models.plan import PlanDocument
from models.schedule import schedule
from models.steps import planned_steps
from tests.test_shipped_plan import bodies, calendar, of_kind, plan

__all__ = ["calendar", "plan"]  # fixtures


def test_what_the_coordinator_sees_coming_anyway_is_reminded_of_once(plan: PlanDocument) -> None:
    own = {"TH-6-THANG", "TH-9-THANG", "TH-NAM", "TK-5-NAM", "DU-TOAN"}
    once = {obligation.code for obligation in plan.obligations if obligation.policy == "one-reminder"}
    assert once == own | {"5N-CONG-AN", "5N-LAO-DONG"}
    later, usual = (plan.policy(code).steps for code in ("one-reminder", "standard"))
    assert [step.action for step in later].count("remind") == 1
    assert [step for step in later if step.action != "remind"] == [step for step in usual if step.action != "remind"]


def test_no_body_is_reminded_on_more_than_two_days_before_a_half_year_ends(
    plan: PlanDocument, calendar: WorkCalendar
) -> None:
    days: dict[str, set[date]] = {}
    for obligation in plan.obligations:
        for filing in schedule(plan, obligation, calendar) if obligation.due else ():
            for step in planned_steps(plan.policy(obligation.policy), obligation, filing.due.day, calendar):
                if step.step.action == "remind" and date(2015, 12, 1) <= step.day <= date(2015, 12, 18):
                    for body in bodies(plan, obligation):
                        days.setdefault(body, set()).add(step.day)
    assert set(days) == {body for one in of_kind(plan, "report") for body in bodies(plan, one)}
    assert all(found == {date(2015, 12, 10), date(2015, 12, 16)} for found in days.values())


def contradictory(plan: PlanDocument) -> Iterator[tuple[str, str, str]]:
    """(form, part, whole) of every rule that keeps one figure within another."""
    for form in plan.forms:
        yield from ((form.code, rule.left, str(rule.right)) for rule in form.rules if rule.op == "<=")


def test_forms_refuse_figures_that_contradict_each_other(plan: PlanDocument) -> None:
    kept = set(contradictory(plan))
    assert kept >= {
        ("bc-huyen", "kt-dinh-chi", "kt-vi-pham"),
        ("bc-huyen", "tt-buoi", "tt-luot-nguoi"),
        ("bc-huyen", "doi-tinh-nguyen", "xa-tong"),
        ("bc-cong-an", "ca-xet-xu-vu", "ca-xet-xu-nguoi"),
        ("bc-van-hoa", "vh-thu-hoi", "vh-vi-pham"),
        ("bc-doan-the", "dt-buoi", "dt-luot-nguoi"),
        ("bc-lao-dong", "ld-quan-ly", "ld-uoc-tinh"),
        ("q3-lao-dong", "ld-lop", "ld-hoc-vien"),
        ("5n-cong-an", "ca-khoi-to-vu", "ca-vu-phat-hien"),
    }
