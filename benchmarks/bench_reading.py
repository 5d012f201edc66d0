"""Recall and precision of the reader over the annotated documents: `python -m benchmarks.bench_reading`.

Of (paragraph, body) pairs, and of each paragraph's role, kind, cadence and due rule, which count where they are exactly
as annotated. The annotations were written by hand, apart from the reader. Names are compared by the reader's own codes,
so a body that its gazetteer does not know counts as missed. Words after the command limit the run to documents of those
names.
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
from plans.reading import DocumentReading, PlanParagraph, read_document
from plans.spelling import clean

#: The reader was written with this one in view; the nine others were new to it at the first run only.
KNOWN = "phu-tho-2015"
#: Plans that were kept apart, by what their names begin with: annotated later, each six measured once before the
#: reader was mended by what they say; only the PDF of the `giu-` had to be made readable first (runs of spaces). The
#: reader has been mended by all of them since, so they measure it no longer.
KEPT_APART = {"kept apart": "giu-", "the second six apart": "moi-", "the third six apart": "cuoi-"}
#: Of the reader's first runs, before anything was mended after them. That of the third six knew no codes of a commune's
#: plan (`_RANKS`) but in its strict line.
FIRST_RUN = (
    "first run, all: recall 0.978, precision 0.953",
    "first run, the nine: recall 0.976, precision 0.949",
    "first run, kept apart: recall 0.906, precision 0.920",
    "first run, the second six apart: recall 0.895, precision 0.939",
    "first run, the second six apart, role: recall 0.921, precision 0.944",
    "first run, the second six apart, kind: recall 0.874, precision 0.895",
    "first run, the second six apart, cadence: recall 0.900, precision 0.900",
    "first run, the second six apart, due: recall 0.967, precision 0.951",
    "first run, the third six apart: recall 0.753, precision 0.850",
    "first run, the third six apart, strict: recall 0.800, precision 0.898",
    "first run, the third six apart, role: recall 0.814, precision 0.968",
    "first run, the third six apart, kind: recall 0.788, precision 0.927",
    "first run, the third six apart, cadence: recall 0.714, precision 0.909",
    "first run, the third six apart, due: recall 0.717, precision 0.950",
)
DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
#: Of the places whose plans were read; that of a commune came with the third six, after their first run.
_RANKS = (PROVINCE, Locality.of("huyện", None), Locality.of("phường", None))


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


FIELDS = ("role", "kind", "cadence", "due")


def count_fields(sources: Iterable[tuple[Path, Mapping[str, Any]]]) -> dict[str, Count]:
    """Of each field: how many annotated values were told exactly, how many there are, how many were told."""
    counts = dict.fromkeys(FIELDS, Count(0, 0, 0))
    for source, annotated in sources:
        told = {one.clause: one for one in read_document(source).paragraphs}
        for one in annotated["paragraphs"]:
            read = told.get(one["clause"])
            for field in FIELDS:
                wanted = _due_of(one.get("due")) if field == "due" else _plain(one.get(field))
                found = _told(read, field) if read else None
                right = wanted is not None and wanted == found
                counts[field] = Count.total(
                    (counts[field], Count(int(right), int(wanted is not None), int(found is not None)))
                )
    return counts


def _told(read: PlanParagraph, field: str) -> object:
    if field != "due":
        return _plain({"role": read.role, "kind": read.kind, "cadence": read.terms.cadence}[field])
    merged: dict[str, object] = {}
    for due in read.terms.dues:  # an annotation puts the dates of all kinds of periods in one table
        for key, value in due.rule.items():
            before = merged.get(key)
            merged[key] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    return _due_of(merged or None)


def _plain(words: str | None) -> str | None:
    return clean(words).casefold() if words else None


def _due_of(rule: Mapping[str, Any] | None) -> object:
    """A rule as text throughout, comparable; the period it goes with is no part of it."""
    if not rule:
        return None
    kept = {key: value for key, value in rule.items() if key != "period"}
    return {
        key: {str(name): str(day) for name, day in value.items()} if isinstance(value, Mapping) else str(value)
        for key, value in kept.items()
    }


def documents(kept_apart: str | None = None) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each document with its annotation: the ten, or those of a key of `KEPT_APART`."""
    for path in sorted(DOCUMENTS.glob("*.yaml")):
        if _kept_apart(path.stem) != kept_apart:
            continue
        beside = sorted(DOCUMENTS.glob(f"{path.stem}.*"))
        source = next((one for one in beside if one.suffix in (".docx", ".pdf", ".txt")), None)
        if source is None:
            print(f"{path.name}: no document beside it, left out", file=sys.stderr)
            continue
        yield source, YAML(typ="safe").load(path)


def _kept_apart(name: str) -> str | None:
    return next((said for said, begins in KEPT_APART.items() if name.startswith(begins)), None)


def main(names: list[str]) -> int:
    """Print a row for each document and the whole."""
    rows: list[tuple[str, Count]] = []
    for source, annotated in (one for apart in (None, *KEPT_APART) for one in documents(apart)):
        if names and source.stem not in names:
            continue
        started = time.perf_counter()
        count = count_pairs(source, annotated)
        seconds = time.perf_counter() - started
        rows.append((source.stem, count))
        print(
            f"{source.name:<34} {count.right:>3} of {count.asked:>3} pairs found, {count.told:>3} told, {seconds:.2f} s"
        )
    mended = [(name, count) for name, count in rows if _kept_apart(name) is None]
    _print_total("all", mended)
    _print_total("the nine", [(name, count) for name, count in mended if name != KNOWN])
    for apart in KEPT_APART:
        _print_total(apart, [(name, count) for name, count in rows if _kept_apart(name) == apart])
    print("\n".join(FIRST_RUN))
    for apart_or_all in (None, *KEPT_APART):
        wanted = [one for one in documents(apart_or_all) if not names or one[0].stem in names]
        for field, count in count_fields(wanted).items() if wanted else ():
            shares = f"recall {count.recall:.3f}, precision {count.precision:.3f}"
            print(f"{apart_or_all or 'all'}, {field}: {shares} over {count.asked} paragraphs")
    return 0


def _print_total(said: str, rows: list[tuple[str, Count]]) -> None:
    if not rows:
        return
    whole = Count.total(count for _, count in rows)
    print(f"{said}: recall {whole.recall:.3f}, precision {whole.precision:.3f} over {whole.asked} pairs")
    print(f"{said}, strict: recall {whole.strict_recall:.3f}, precision {whole.strict_precision:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
