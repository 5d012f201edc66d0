"""What is wrong with an answer, and where: the one shape in which every reader and check reports it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `where` is a cell (`Số liệu!E12`), a key (`figures.visits`) or the file; it says what to write.

    The message never repeats what was written: findings of a refused answer are kept, its content is not.
    An error refuses the answer; a warning goes with it to the coordinator.
    """

    where: str
    message: str
    severity: Severity = "error"


def errors_in(problems: list[Problem]) -> list[Problem]:
    """The findings that refuse an answer."""
    return [problem for problem in problems if problem.severity == "error"]
