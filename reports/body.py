"""What stands under a heading of a report's body: short enough to be read, everything else goes into the annexes.

Figures of a group are told together; duties by how they stand; of what bodies wrote, that which most of them wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.accounts import duty_status, folded, who
from reports.compiled import CompiledReport, DutyLine, SectionContent, Topic
from reports.duties import by_status, reported_for, word_rank
from reports.figures import IndicatorFigure
from reports.folding import Fold, fold_quotes
from reports.numbering import numbered
from reports.parts import with_parts
from reports.tables import Rows
from reports.text import paragraphs
from reports.wording import STATUS_WORDS, coverage, told

#: So many passages of a topic stand in the body, those of most bodies first.
_TOLD = 2
DUTY_HEADS = ("Nhiệm vụ", "Nội dung báo cáo")
PASSAGE_HEADS = ("Cơ quan, đơn vị", "Nội dung báo cáo")
_WORD = re.compile(r"\w+")
_YEARS = re.compile(r"giai đoạn (\d{4}-\d{4})", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:Hiện |Đơn vị |Trong kỳ )?(?:không|chưa) (?:có|phát sinh)(?: thêm)?"
    r"(?:,? (?:gì|đề xuất|đề nghị|kiến nghị|khó khăn|vướng mắc|ý kiến|nội dung|và|hay|hoặc|gì thêm|mới|khác|nào))*\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that are told together: what the group is called ("" where the heading says it) and its figures.

    `rests_on` says of how many bodies all of them are, where that is the same for all and not everybody.
    """

    title: str
    rests_on: str
    figures: Sequence[IndicatorFigure]

    @property
    def head(self) -> str:
        """The name of the group with the bodies that it rests on."""
        return f"{self.title} ({self.rests_on})" if self.title and self.rests_on else self.title


@dataclass(frozen=True, slots=True)
class Told:
    """Passages of a topic that stand in the body, by source and paragraphs, and how many bodies wrote others."""

    passages: Sequence[tuple[str, Sequence[str]]]
    others: int


def summary_lines(compiled: CompiledReport, findings: Sequence[str]) -> list[str]:
    """The report in a few lines without full stops: what its charts find, and how many duties are done."""
    duties = [duty for section in compiled.sections for duty in section.duties]
    done = sum(set(duty.bodies) == {STATUS_WORDS["done"]} for duty in duties)
    said = f"{done}/{len(duties)} nhiệm vụ đã hoàn thành ở mọi đơn vị được giao{_earlier(compiled, duties)}"
    return [*findings, *([said] if duties else [])]


def _earlier(compiled: CompiledReport, duties: Sequence[DutyLine]) -> str:
    """Of how many duties the statuses, or some of them, were said for an earlier period."""
    found = [duty for duty in duties if duty.earlier]
    said = reported_for((one for duty in found for one in duty.earlier.values()), compiled.period.last.year)
    counted = "" if len(found) == len(duties) else f"{len(found)} nhiệm vụ "
    return f" ({counted}{said})" if found else ""


def says_again(title: str, heading: str) -> bool:
    """Whether every word of a title stands in the heading above it: readers need it once."""
    words = set(_WORD.findall(title.casefold()))
    return bool(words) and words <= set(_WORD.findall(heading.casefold()))


def figure_groups(section: SectionContent) -> list[FigureGroup]:
    """The figures of a heading by their groups, in the plan's order; those without a group follow each other."""
    found: list[FigureGroup] = []
    for group, members in groupby(section.figures, key=lambda figure: figure.group or ""):
        figures = list(members)
        again = (not found and says_again(group, section.title)) or _names_its_years(group, figures)
        title = "" if again else group
        rests = {coverage(figure) or "" for figure in figures}
        shared = rests.pop() if group and len(rests) == 1 else ""
        found.append(FigureGroup(title, shared.removeprefix("theo "), figures))
    return found


def _names_its_years(group: str, figures: Sequence[IndicatorFigure]) -> bool:
    """Whether a group is no more than the years that each of its figures names: "Giai đoạn 2011-2015"."""
    years = _YEARS.fullmatch(group)
    return years is not None and all(years[1] in figure.name for figure in figures)


def group_lines(group: FigureGroup, period: str) -> list[str]:
    """What a group's figures say: one sentence for all of a named group, else a line for each, without full stops."""
    named = bool(group.figures[0].group)
    said = with_parts([figure_line(one, period, bare=bool(group.rests_on)) for one in group.figures])
    if not named:
        return [f"- {words}" for words in said]
    first, *rest = said
    head = within(first) if group.title else first
    tail = f" ({group.rests_on})" if group.rests_on and not group.title else ""
    return ["; ".join([head, *map(within, rest)]) + tail]


def figure_line(figure: IndicatorFigure, period: str, *, bare: bool = False) -> str:
    """What a figure says, without a full stop; `bare` where its group says already how many bodies it rests on."""
    rests = None if bare or figure.total is None else coverage(figure)
    return told(figure, period) + (f" ({rests.removeprefix('theo ')})" if rests else "")


def within(name: str) -> str:
    """A name, and what follows it, as it stands within a sentence: names with a number and such keep their capital."""
    second = name.partition(":")[0].partition(" ")[2][:1]
    proper = name[1:2].isupper() or second.isupper() or second.isdigit()
    return name if proper else name[:1].lower() + name[1:]


def duty_lines(compiled: CompiledReport, duties: Sequence[DutyLine]) -> list[tuple[str, str]]:
    """How a heading's duties stand: those of one body by status, then each that several bodies have; without stops."""
    year = compiled.period.last.year
    alone: dict[tuple[str, str], list[str]] = {}
    shared: list[tuple[str, str]] = []
    for duty in duties:
        found = [(word, period, agency) for word, period, agencies in by_status(duty) for agency in agencies]
        if len(found) == 1:
            word, period, agency = found[0]
            alone.setdefault((word, period), []).append(f"{within(duty.title)} ({compiled.brief(agency)})")
        else:
            shared.append((duty.title, duty_status(compiled, duty)))
    ranked = sorted(alone.items(), key=lambda one: word_rank(one[0][0]))
    heads = [(_head(word, reported_for((period,), year)), titles) for (word, period), titles in ranked]
    return [(head, "; ".join(titles)) for head, titles in heads] + shared


def _head(word: str, earlier: str) -> str:
    return word[:1].upper() + word[1:] + (f" ({earlier})" if earlier else "")


def told_of(compiled: CompiledReport, topic: Topic) -> Told:
    """What most bodies wrote of a topic, and how many others wrote something else."""
    ranked = sorted(fold_quotes(topic.quotes), key=_weight)  # stable: the plan's order among equals
    shown = ranked[:_TOLD]
    named = {agency for fold in shown for agency in _bodies(fold)}
    others = {agency for fold in ranked[_TOLD:] for agency in _bodies(fold)}
    said = [(who(compiled, fold), paragraphs(fold.first.text)) for fold in shown]
    return Told(said, len(others - named) or len(others))


def says_nothing(text: str) -> bool:
    """Whether a passage says only that there is nothing to say ("Không có đề xuất mới."): it comes after the others."""
    return _NOTHING.fullmatch(text.strip()) is not None


def rest_of(told: Told, annex: str) -> str:
    """Where the passages stand that the body does not tell (the number of an annex); nothing where it tells all."""
    return f"Nội dung báo cáo khác của {told.others} đơn vị: xem {annex}." if told.others and annex else ""


def titled(section: SectionContent, topic: Topic) -> bool:
    """Whether a topic needs its title: the heading does not say it, or other things stand between them."""
    between = section.figures or section.duties or topic is not section.topics[0]
    return bool(between) or not says_again(topic.title, section.title)


def _weight(fold: Fold) -> tuple[bool, int]:
    """What is told first: what says something before what does not, then what most bodies wrote."""
    return says_nothing(fold.first.text), -len(_bodies(fold))


def _bodies(fold: Fold) -> frozenset[str]:
    return frozenset(quote.agency for quote in fold.quotes)


def duty_rows(compiled: CompiledReport) -> Rows:
    """Duty and what bodies wrote of it, under the headings of the report; how each stands is told under these."""
    rows: Rows = []
    for label, section, _ in numbered(compiled.sections):
        if found := [(duty.title, "\n".join(_passages(compiled, duty))) for duty in section.duties if duty.quotes]:
            rows += [f"{label} {section.title}", *found]
    return rows


def _passages(compiled: CompiledReport, owner: DutyLine | Topic) -> Iterator[str]:
    for source, words in folded(compiled, owner.quotes):
        yield f"{source}: {' '.join(words)}"


def passage_rows(compiled: CompiledReport) -> Rows:
    """Source and words of the passages that the body does not tell, by heading and topic."""
    rows: Rows = []
    for label, section, _ in numbered(compiled.sections):
        for topic in section.topics:
            if found := _untold(topic):
                head = section.title if says_again(topic.title, section.title) else f"{section.title}: {topic.title}"
                rows.append(f"{label} {head}")
                rows += [(who(compiled, fold), "\n".join(paragraphs(fold.first.text))) for fold in found]
    return rows


def _untold(topic: Topic) -> list[Fold]:
    """What the body leaves out of a topic, in the plan's order."""
    folds = fold_quotes(topic.quotes)
    told = sorted(folds, key=_weight)[:_TOLD]
    return [fold for fold in folds if not any(fold is one for one in told)]
