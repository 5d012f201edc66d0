"""The cells of the picture of who reported, told by ground and sign, by a word where there is room, and their key."""

from collections.abc import Mapping, Sequence

from reports.charts.drawing import INK, LINE, PLAIN, WIDTH, Drawing, rectangle, text
from reports.charts.fonts import fit, width
from reports.charts.states import HATCH, LOOKS, ON_GREY, Look
from reports.compiled import Completion, State

ROW, KEY_ROW = 20.0, 18.0
#: Cells hold days beside their sign from the one width on, words from the other.
_ROOMY, _WORDY = 42.0, 140.0


def keys_of(found: Mapping[State, int]) -> list[list[tuple[State, str]]]:
    """The signs that are used with their words and how often, in lines."""
    lines: list[list[tuple[State, str]]] = [[]]
    used = 0.0
    for state, look in LOOKS.items():
        if not found.get(state):
            continue
        said = f"{look.word}: {found[state]}"
        needed = width(said, PLAIN) + 44
        if lines[-1] and used + needed > WIDTH:
            lines.append([])
            used = 0.0
        lines[-1].append((state, said))
        used += needed
    return lines


def symbols(on: Drawing, cell: float) -> None:
    """A ground for each state, and the same with its sign in the middle."""
    wide, high = cell - 3, ROW - 3
    hatch = on.hatch(HATCH)
    for state, look in LOOKS.items():
        ground = rectangle(
            1.5, 1.5, wide, high, hatch if look.hatched else look.ground, look.ink if look.framed else LINE
        )
        on.symbol(f"{state}-0", ground)
        on.symbol(state, ground + _sign(look, cell))


def _sign(look: Look, cell: float) -> str:
    """The sign, with its word in ink where there is room: what is in order is not bold beside what is late."""
    if cell >= _WORDY:
        return text(cell / 2, 14.5, f"{look.sign} {look.brief}", PLAIN, "middle", INK, bold=False)
    return text(cell / 2, 14.5, look.sign, min(PLAIN, cell / 1.6), "middle", _ink(look), bold=True)


def _ink(look: Look) -> str:
    return ON_GREY if look.ground == LINE else look.ink


def draw_cell(on: Drawing, x: float, y: float, cell: float, one: Completion, title: str) -> None:
    """One assignment, with the days it is late where there is room; `title` is what it says to the pointer."""
    if not one.days or cell < _ROOMY:
        on.use(one.state, x, y, title)
        return
    look = LOOKS[one.state]
    wordy = cell >= _WORDY
    said = fit(_worded(one, look), cell - 6, PLAIN, bold=True) if wordy else _counted(one, look)
    on.use(f"{one.state}-0", x, y, title)
    on.text(x + cell / 2, y + 14.5, said, PLAIN, "middle", INK if wordy else look.ink, bold=True)


def _counted(one: Completion, look: Look) -> str:
    return f"{look.sign}{one.days}" if look.sign.endswith("+") else f"{look.sign} {one.days}"


def _worded(one: Completion, look: Look) -> str:
    """Sign, word and days late: "! quá hạn 8 ngày"."""
    late = "" if one.state in ("late", "late-done") else ", trễ"
    return f"{look.sign} {look.brief}{late} {one.days} ngày"


def draw_key(on: Drawing, y: float, keys: Sequence[Sequence[tuple[State, str]]], notes: Sequence[str]) -> None:
    """The key below the rows, then the notes, from a base line on."""
    for line in keys:
        x = 0.0
        for state, said in line:
            look = LOOKS[state]
            fill = on.hatch(HATCH) if look.hatched else look.ground
            on.rect(x, y - 11, 24, 14, fill, look.ink if look.framed else LINE)
            on.text(x + 12, y, look.sign, PLAIN, "middle", _ink(look), bold=True)
            on.text(x + 29, y, said)
            x += width(said, PLAIN) + 44
        y += KEY_ROW
    for note in notes:
        on.text(0, y, note)
        y += KEY_ROW
