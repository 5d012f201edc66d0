"""Whether the steps of a policy can do something for a period: reminders of what has not begun help nobody."""

from datetime import date

from models.language import _
from models.plan import Obligation, Policy
from models.schedule import Scheduled
from models.steps import planned_steps
from plans.findings import Findings, Route
from plans.references import Names
from plans.timing import Dates


def check_steps(names: Names, dates: Dates, found: Findings) -> None:
    """Warn of periods for which a policy has no step left: all fall before the period or the plan begins.

    What comes after the plan's last day is no fault: rounds go on, and what is owed is chased.
    """
    policies = {policy.code: policy for policy in names.document.policies}
    for index, obligation in enumerate(names.document.obligations):
        policy = policies.get(obligation.policy)
        if policy is not None and policy.steps:
            route: Route = ("obligations", index)
            _check_periods(route, obligation, policy, names, dates, found)
            _check_rungs(route, obligation, policy, dates, found)


def _check_periods(
    route: Route, obligation: Obligation, policy: Policy, names: Names, dates: Dates, found: Findings
) -> None:
    start = names.document.plan.start
    spent: list[tuple[Scheduled, date]] = []
    for scheduled in dates.obligations.get(obligation.code, ()):
        begins = max(start, min(scheduled.window.first, scheduled.due.day))
        steps = planned_steps(policy, obligation, scheduled.due.day, dates.calendar)
        if steps and steps[-1].day < begins:
            spent.append((scheduled, begins))
    if spent:
        scheduled, begins = spent[0]
        said = _("kỳ {period} không còn bước nào: mọi bước của policy {policy} rơi trước {begins:%d/%m/%Y}")
        message = said.format(
            period=", ".join(one.period.key for one, _begins in spent), policy=policy.code, begins=begins
        )
        hint = _("lùi hạn ({due:%d/%m/%Y}), thêm bước sau hạn vào policy, hoặc bỏ kỳ này bằng effective")
        found.warning((*route, "due"), message, hint.format(due=scheduled.due.day))


def _check_rungs(route: Route, obligation: Obligation, policy: Policy, dates: Dates, found: Findings) -> None:
    """A body that is asked is never reported above its own head: a policy of such steps alone leaves it none."""
    first = next(iter(dates.obligations.get(obligation.code, ())), None)
    if first is not None and not planned_steps(policy, obligation, first.due.day, dates.calendar):
        message = _("policy {policy} không còn bước nào cho một đề nghị (role: requested)").format(policy=policy.code)
        hint = _("chọn policy có bước gửi focal hoặc head")
        found.warning((*route, "policy"), message, hint)
