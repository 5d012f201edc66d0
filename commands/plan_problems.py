"""What is wrong with a plan file, as lines for people: what follows from something else stands under it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from commands.language import _

if TYPE_CHECKING:
    from plans.findings import Problem

#: Places and consequences named one by one before the rest is counted.
_MOST_PLACES = 12
_MOST_FOLLOWING = 3


def problem_lines(problems: "Sequence[Problem]") -> Iterator[str]:
    """Each finding once: the other places where the same is wrong, and what follows from it, are indented below."""
    paths = {one.path for one in problems}
    alike: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    following: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        if one.cause and one.cause in paths:
            following[one.cause].append(one)
        else:
            alike[one.severity, one.message, one.hint].append(one)
    for first, *others in alike.values():
        yield str(first)
        if others:
            yield _also(others)
        yield from _consequences([one for cause in (first, *others) for one in following[cause.path]])


def _also(others: "Sequence[Problem]") -> str:
    places = ", ".join(_("dòng {line} {path}").format(line=one.line, path=one.path) for one in others[:_MOST_PLACES])
    more = len(others) - _MOST_PLACES
    rest = _(" và {count} chỗ nữa").format(count=more) if more > 0 else ""
    return "    " + _("cũng vậy: {places}").format(places=places + rest)


def _consequences(found: "Sequence[Problem]") -> Iterator[str]:
    for one in found[:_MOST_FOLLOWING]:
        yield "    " + _("kéo theo: {message}").format(message=" ".join(one.message.split()))
    more = len(found) - _MOST_FOLLOWING
    if more > 0:
        yield "    " + _("kéo theo {count} điều nữa; xem đủ bằng --json").format(count=more)
