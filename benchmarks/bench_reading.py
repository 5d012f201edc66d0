"""Recall and precision of (paragraph, body) pairs over the annotated documents: `python -m benchmarks.bench_reading`.

The annotations were written by hand, apart from the reader. Names are compared by the reader's own codes, so a body
that its gazetteer does not know counts as missed.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from plans.gazetteer import Gazetteer
from plans.places import PROVINCE, Locality
from plans.reading import DocumentReading, read_document
from plans.spelling import clean

#: The reader was written with this one in view: the others alone say what it is worth on a plan it has not seen.
KNOWN = "phu-tho-2015"
DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
_RANKS = (PROVINCE, Locality.of("huyện", None))


def codes_of(names: list[str]) -> set[str]:
    """The codes of annotated names; a name nobody knows stands for itself."""
    found: set[str] = set()
    for name in names:
        known = [mention.body.code for rank in _RANKS for mention in Gazetteer(rank).find(clean(name))]
        found.update(known or [name])
    return found


def pairs_of(reading: DocumentReading) -> set[tuple[str, str]]:
    """Every (clause, body) that the reader charges."""
    return {(one.clause, body.code) for one in reading.paragraphs for body in one.bodies}


def right_pairs(source: Path, annotated: Mapping[str, Any]) -> tuple[int, int, int]:
    """For one document: pairs rightly found, pairs annotated, pairs that the reader told."""
    found = pairs_of(read_document(source))
    wanted = [(one["clause"], name) for one in annotated["paragraphs"] for name in one["bodies"]]
    right = sum(any((clause, code) in found for code in codes_of([name])) for clause, name in wanted)
    return right, len(wanted), len(found)


def documents() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each document with its annotation."""
    for path in sorted(DOCUMENTS.glob("*.yaml")):
        beside = sorted(DOCUMENTS.glob(f"{path.stem}.*"))
        source = next(one for one in beside if one.suffix in (".docx", ".pdf", ".txt"))
        yield source, YAML(typ="safe").load(path)


def main() -> int:
    """Print a row for each document and the whole."""
    rows = []
    for source, annotated in documents():
        started = time.perf_counter()
        right, asked, found = right_pairs(source, annotated)
        seconds = time.perf_counter() - started
        rows.append((source.stem, right, asked, found))
        print(f"{source.name:<28} {right:>3} of {asked:>3} pairs found, {found:>3} told, {seconds:.2f} s")
    for said, kept in (("all", rows), ("unseen", [row for row in rows if row[0] != KNOWN])):
        right, asked, found = sum(r for _, r, _, _ in kept), sum(a for _, _, a, _ in kept), sum(f for *_, f in kept)
        print(f"{said}: recall {right / asked:.3f}, precision {right / found:.3f} over {asked} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
