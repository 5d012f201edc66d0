"""Numbers of headings as official documents have them: I., 1., a) (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Iterator, Sequence

from reports.compiled import SectionContent

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def roman(number: int) -> str:
    """`number` in Roman capitals."""
    said = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        said += letters * count
    return said


def numbered(sections: Sequence[SectionContent]) -> Iterator[tuple[str, SectionContent, bool]]:
    """Each heading with its label and whether headings of its own follow it; a level starts anew under its parent."""
    counts = [0, 0, 0]
    for at, section in enumerate(sections):
        counts[section.level - 1] += 1
        counts[section.level :] = [0] * (3 - section.level)
        following = sections[at + 1] if at + 1 < len(sections) else None
        yield _label(counts, section.level), section, following is not None and following.level > section.level


def _label(counts: Sequence[int], level: int) -> str:
    if level == 1:
        return f"{roman(counts[0])}."
    if level == 2:
        return f"{counts[1]}."
    return f"{_LETTERS[(counts[2] - 1) % len(_LETTERS)]})"
