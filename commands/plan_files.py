"""Finding and reading plan files for commands: a shipped plan by its name, any other by its path."""

from pathlib import Path
from typing import TYPE_CHECKING

from commands.language import _
from models.errors import NotFoundError

if TYPE_CHECKING:
    from plans.burden import Limits, MailDay
    from plans.findings import Problem
    from plans.loading import LoadedPlan

    #: The plan, where it could be read, and everything found.
    Checked = tuple[LoadedPlan | None, list[Problem]]


def shipped_plans() -> dict[str, Path]:
    """The plans that come with the program, by name."""
    import plans

    folder = Path(plans.__file__ or "").parent
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.stem != "gazetteer"}


def plan_path(named: str) -> Path:
    """The file of a shipped plan's name or of a path; a file of that name in the current folder comes first.

    Raises:
        NotFoundError: it is neither.
    """
    path = Path(named)
    shipped = shipped_plans()
    if path.is_file() or (named not in shipped and path.suffix):
        return path
    if named in shipped:
        return shipped[named]
    said = _("không có tệp hoặc kế hoạch mẫu {named!r}; kế hoạch mẫu: {shipped}")
    raise NotFoundError(said.format(named=named, shipped=", ".join(shipped)))


def sound_plan(path: Path) -> "LoadedPlan":
    """A plan that was read and checked.

    Raises:
        PlanError: something is wrong with it; the message has the first place, `plan check` shows all.
    """
    from plans.check import check_plan
    from plans.findings import PlanFileError
    from plans.loading import load_plan

    loaded = load_plan(path)
    errors = [problem for problem in check_plan(loaded) if problem.severity == "error"]
    if errors:
        raise PlanFileError(errors)
    return loaded


def all_problems(path: Path, limits: "Limits | None" = None, *, mails: bool = False) -> "Checked":
    """Everything wrong with a file, and the plan where it could be read at all.

    With `mails` a year of rounds is run for a plan without errors, to see how much each person would be written to.
    """
    from plans.check import check_plan
    from plans.findings import PlanFileError
    from plans.loading import load_plan

    try:
        loaded = load_plan(path)
    except PlanFileError as error:
        return None, error.problems
    problems = check_plan(loaded, limits=limits)
    if mails and not any(problem.severity == "error" for problem in problems):
        problems = check_plan(loaded, limits=limits, mails=_foreseen(loaded))
    return loaded, problems


def _foreseen(loaded: "LoadedPlan") -> "list[MailDay]":
    """Each mail to come as address and local day: plain data, for plans know nothing of mail."""
    from flows.preview import preview_document
    from models.calendar import WorkCalendar

    calendar = WorkCalendar.of(loaded.document.calendar)
    return [(mail.to, calendar.local_date(mail.at)) for mail in preview_document(loaded.document)]
