"""Checking a plan as a whole: whether its parts fit together, with the line of each part that does not.

Errors stop a plan from being applied; warnings say where it probably does not do what was meant.
"""

from models.plan import PlanDocument
from plans.duties import check_contacts, check_duties
from plans.figures import check_figures
from plans.filings import Coverage, Filing, coverage, filings, strays
from plans.findings import Findings, Problem, Route
from plans.loading import LoadedPlan
from plans.references import Names, check_references
from plans.timing import check_timing

__all__ = ["Coverage", "Filing", "check_plan", "coverage", "filings", "strays"]

#: What stands in the subject of a mail or in a heading.
_ONE_LINE = ("code", "title", "name", "short", "subject", "place", "number", "unit")


def check_plan(loaded: LoadedPlan) -> list[Problem]:
    """Everything wrong or doubtful about a plan that could be read, in the order of its file."""
    found = Findings(loaded.name, loaded.lines)
    names = Names.of(loaded.document)
    check_references(names, found)
    check_duties(names, found)
    check_contacts(names, found)
    check_figures(names, check_timing(names, found), found)
    _check_lines(loaded.document, found)
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
            found.error(route, "phải viết trên một dòng", "bỏ dấu xuống dòng")

    walk(document.model_dump(by_alias=True), ())
