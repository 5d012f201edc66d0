"""Recall and precision of (paragraph, body) pairs over the annotated documents: `python -m benchmarks.bench_reading`.

The annotations were written by hand, apart from the reader. Names are compared by the reader's own codes, so a body
that its gazetteer does not know counts as missed. Words after the command limit the run to documents of those names.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from plans.gazetteer import Gazetteer
from plans.places import PROVINCE, Locality
from plans.reading import DocumentReading, read_document
from plans.spelling import clean

#: The reader was written with this one in view: the others alone say what it is worth on a plan it has not seen.
KNOWN = "phu-tho-2015"
#: Plans that were kept apart (giữ): annotated later, and measured once before the reader was mended by two of them.
KEPT_APART = "giu-"
#: Of the reader's first runs, before anything was mended after them.
FIRST_RUN = (
    "first run, all: recall 0.978, precision 0.953",
    "first run, unseen: recall 0.976, precision 0.949",
    "first run, kept apart: recall 0.906, precision 0.920",
)
DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
_RANKS = (PROVINCE, Locality.of("huyện", None))


@dataclass(frozen=True, slots=True)
class Count:
    """Pairs of one document: rightly found, annotated, told; the same by the exact codes of the document's own rank."""

    right: int
    asked: int
    told: int
    strict_right: int = 0
    strict_asked: int = 0

    @classmethod
    def total(cls, counts: Iterable["Count"]) -> "Count":
        """The sum over documents."""
        rows = [(one.right, one.asked, one.told, one.strict_right, one.strict_asked) for one in counts]
        return cls(*(sum(column) for column in zip(*rows, strict=True)))

    @property
    def recall(self) -> float:
        """Annotated pairs that were found."""
        return self.right / self.asked

    @property
    def precision(self) -> float:
        """Told pairs that are annotated."""
        return self.right / self.told

    @property
    def strict_recall(self) -> float:
        """The same where a name stands for exactly the codes that it has in a plan of this rank."""
        return self.strict_right / self.strict_asked

    @property
    def strict_precision(self) -> float:
        """The same where a name stands for exactly the codes that it has in a plan of this rank."""
        return self.strict_right / self.told


def codes_of(names: list[str], ranks: Iterable[Locality] = _RANKS) -> set[str]:
    """The codes of annotated names; a name nobody knows stands for itself."""
    found: set[str] = set()
    for name in names:
        known = [mention.body.code for rank in ranks for mention in Gazetteer(rank).find(clean(name))]
        found.update(known or [name])
    return found


def pairs_of(reading: DocumentReading) -> set[tuple[str, str]]:
    """Every (clause, body) that the reader charges."""
    return {(one.clause, body.code) for one in reading.paragraphs for body in one.bodies}


def count_pairs(source: Path, annotated: Mapping[str, Any]) -> Count:
    """Compare what the reader tells of one document with its annotation."""
    reading = read_document(source)
    found = pairs_of(reading)
    wanted = [(one["clause"], name) for one in annotated["paragraphs"] for name in one["bodies"]]
    right = sum(any((clause, code) in found for code in codes_of([name])) for clause, name in wanted)
    own = (reading.letterhead.place,)
    exact = {(clause, code) for clause, name in wanted for code in codes_of([name], own)}
    return Count(right, len(wanted), len(found), len(exact & found), len(exact))


def documents(kept_apart: bool = False) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each document with its annotation: the ten, or those kept apart."""
    for path in sorted(DOCUMENTS.glob("*.yaml")):
        if path.stem.startswith(KEPT_APART) is not kept_apart:
            continue
        beside = sorted(DOCUMENTS.glob(f"{path.stem}.*"))
        source = next((one for one in beside if one.suffix in (".docx", ".pdf", ".txt")), None)
        if source is None:
            print(f"{path.name}: no document beside it, left out", file=sys.stderr)
            continue
        yield source, YAML(typ="safe").load(path)


def main(names: list[str]) -> int:
    """Print a row for each document and the whole."""
    rows: list[tuple[str, Count]] = []
    everything = [*documents(), *documents(kept_apart=True)]
    for source, annotated in everything:
        if names and source.stem not in names:
            continue
        started = time.perf_counter()
        count = count_pairs(source, annotated)
        seconds = time.perf_counter() - started
        rows.append((source.stem, count))
        print(
            f"{source.name:<30} {count.right:>3} of {count.asked:>3} pairs found, {count.told:>3} told, {seconds:.2f} s"
        )
    mended = [(name, count) for name, count in rows if not name.startswith(KEPT_APART)]
    _print_total("all", mended)
    _print_total("unseen", [(name, count) for name, count in mended if name != KNOWN])
    _print_total("kept apart", [(name, count) for name, count in rows if name.startswith(KEPT_APART)])
    print("\n".join(FIRST_RUN))
    return 0


def _print_total(said: str, rows: list[tuple[str, Count]]) -> None:
    if not rows:
        return
    whole = Count.total(count for _, count in rows)
    print(f"{said}: recall {whole.recall:.3f}, precision {whole.precision:.3f} over {whole.asked} pairs")
    print(f"{said}, strict: recall {whole.strict_recall:.3f}, precision {whole.strict_precision:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
