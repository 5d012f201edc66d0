"""What is wrong with a plan file: problems, each with its place in the file and a way out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from models.errors import PlanError
from models.language import _
from models.near import nearest

#: The way to a part of a plan, as its file spells it: `("obligations", 3, "due")`.
Route = tuple[str | int, ...]
Severity = Literal["error", "warning"]

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass
class Positions:
    """Where each part of a plan stands in its file, and what people call it."""

    keys: dict[Route, Mark] = field(default_factory=dict)
    values: dict[Route, Mark] = field(default_factory=dict)
    labels: dict[Route, str] = field(default_factory=dict)

    def at(self, route: Route, key: bool = False) -> Mark:
        """The mark of a value (of its key with `key`), or of the nearest part around it where it is not written."""
        if key and route in self.keys:
            return self.keys[route]
        while route:
            if route in self.values:
                return self.values[route]
            route = route[:-1]
        return self.values.get((), START)

    def name(self, route: Route) -> str:
        """How people find the part: `obligations[B-01].due`, `policies[standard].steps[2].at` (the second step)."""
        said = ""
        for depth, step in enumerate(route, start=1):
            if isinstance(step, int):
                said += f"[{self.labels.get(route[:depth], str(step + 1))}]"
            else:
                said += f".{step}" if said else step
        return said

    def order(self, problem: "Problem") -> tuple[int, ...]:
        """By what problems are sorted: the line and column."""
        return (problem.line, problem.column)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a plan file, where it stands, and what to write instead.

    `cause` is the path of another finding that this one follows from: mending that mends both.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    cause: str = ""

    def __str__(self) -> str:
        kind = f"{_('cảnh báo')}: " if self.severity == "warning" else ""
        where = f"{self.path}: " if self.path else ""
        remedy = _("; cách sửa: {hint}").format(hint=self.hint) if self.hint else ""
        said = " ".join(f"{kind}{where}{self.message}{remedy}".split())  # one line, whatever the file holds
        return f"{self.file}:{self.line}:{self.column}: {said}"


class PlanFileError(PlanError):
    """A plan file that cannot be used; `problems` holds everything found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        more = len(self.problems) - 1
        said = _("{first} (và {more} lỗi khác; xem đủ bằng `dondoc plan check {file}`)") if more else "{first}"
        super().__init__(said.format(first=self.problems[0], more=more, file=self.problems[0].file))


def refusal(file: str, message: str, hint: str, mark: Mark = START) -> PlanFileError:
    """The error for a file of which nothing more can be said."""
    return PlanFileError([Problem(file, mark.line, mark.column, "", message, hint)])


@dataclass
class Findings:
    """Collects the problems of one file."""

    file: str
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)

    def error(self, route: Route, message: str, hint: str = "", key: bool = False, mark: Mark | None = None) -> None:
        """Add an error at a part of the plan; `key` points at its key instead of its value."""
        self._add("error", route, message, hint, mark or self.positions.at(route, key))

    def warning(
        self, route: Route, message: str, hint: str = "", key: bool = False, cause: Route | None = None
    ) -> None:
        """Add a warning: the plan works, but probably not as it was meant; `cause` has a finding of its own."""
        self._add("warning", route, message, hint, self.positions.at(route, key), cause)

    def _add(
        self, severity: Severity, route: Route, message: str, hint: str, mark: Mark, cause: Route | None = None
    ) -> None:
        name, because = self.positions.name(route), self.positions.name(cause) if cause else ""
        self.problems.append(Problem(self.file, mark.line, mark.column, name, message, hint, severity, because))

    @property
    def has_errors(self) -> bool:
        """Whether something stops the plan from being applied."""
        return any(problem.severity == "error" for problem in self.problems)

    def stand_at(self, route: Route) -> bool:
        """Whether something was found wrong with this very part."""
        name = self.positions.name(route)
        return any(problem.path == name for problem in self.problems)

    def in_order(self) -> list[Problem]:
        """Each problem once, in the order of the file."""
        once = dict.fromkeys(self.problems)
        return sorted(once, key=self.positions.order)


def listed(names: Collection[str]) -> str:
    """Names for a message, cut where there are too many to read."""
    shown = ", ".join(list(names)[:_MOST_NAMES])
    return _("{shown}… ({count} tên)").format(shown=shown, count=len(names)) if len(names) > _MOST_NAMES else shown


def instead_of(word: str, known: Collection[str]) -> str:
    """The hint for an unknown name: the nearest known one, and what there is."""
    close = nearest(word, known)
    choice = _("đang có: {known}").format(known=listed(known)) if known else ""
    return "; ".join(part for part in (_("viết {close}").format(close=close) if close else "", choice) if part)
