"""Checking a plan as a whole: whether its parts fit together, with the line of each part that does not.

Errors stop a plan from being applied; warnings say where it probably does not do what was meant.
"""

from collections.abc import Iterable

from models.language import _
from models.plan import PlanDocument
from plans.burden import Limits, MailDay, check_filings, check_mails, check_pile_ups
from plans.duties import check_contacts, check_duties
from plans.figures import check_figures
from plans.filings import Coverage, Filing, coverage, filings, strays
from plans.findings import Findings, Problem, Route
from plans.loading import LoadedPlan
from plans.references import Names, check_references
from plans.steps import check_steps
from plans.succession import check_succession
from plans.timing import check_timing
from plans.usage import check_usage

__all__ = ["Coverage", "Filing", "Limits", "MailDay", "check_plan", "coverage", "filings", "strays"]

#: What stands in the subject of a mail or in a heading.
_ONE_LINE = ("code", "title", "name", "short", "subject", "place", "number", "unit")


def check_plan(loaded: LoadedPlan, *, limits: Limits | None = None, mails: Iterable[MailDay] = ()) -> list[Problem]:
    """Everything wrong or doubtful about a plan that could be read, in the order of its file.

    `mails` are what a preview foresees, where one was asked for: plans know of no mail. What is too much for a body or
    a person (`limits`) is looked at where nothing is wrong: figures of a plan that will change help nobody.
    """
    found = Findings(loaded.name, loaded.lines)
    names = Names.of(loaded.document)
    check_references(names, found)
    check_duties(names, found)
    check_contacts(names, found)
    dates = check_timing(names, found)
    check_figures(names, dates, found)
    check_succession(names, found)
    check_steps(names, dates, found)
    check_usage(names, dates, found)
    _check_lines(loaded.document, found)
    if not found.has_errors:
        limits = limits or Limits()
        check_pile_ups(names, dates, limits, found)
        check_filings(names, filings(loaded.document), limits, found)
        check_mails(names, mails, limits, found)
    return found.in_order()


def _check_lines(document: PlanDocument, found: Findings) -> None:
    def walk(value: object, route: Route) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*route, key))
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                walk(inner, (*route, index))
        elif isinstance(value, str) and "\n" in value and route[-1] in _ONE_LINE:
            found.error(route, _("phải viết trên một dòng"), _("bỏ dấu xuống dòng"))

    walk(document.model_dump(by_alias=True), ())
