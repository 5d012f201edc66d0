"""A second computation, written from the rule alone and sharing no code with the first, agrees on random data."""

import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.submissions import SubmissionState
from tests.report_samples import YEAR_END, Sample, obligation, plan_of, sample

FIRST, LAST = date(2014, 12, 15), date(2015, 12, 14)
ACCEPTED = text(
    """
    SELECT a.agency, a.name, a.cutoff_from, a.cutoff_to, f.indicator, f.value, f.nil
    FROM figure f JOIN submission s ON s.id = f.submission_id JOIN assignment a ON a.id = s.assignment_id
    WHERE s.state IN ('accepted', 'replaced') AND s.reviewed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM submission later WHERE later.assignment_id = s.assignment_id
                      AND later.revision > s.revision AND later.state = 'accepted')
    """
)

Row = tuple[date, date, str, Fraction]


def random_sample(tmp_path: Path, rng: random.Random) -> Sample:
    """Halves, quarters and years side by side, most answered, some returned and some corrected."""
    obligations = [
        obligation("B-01", ["huyen"]),
        obligation("Q-01", ["huyen", "so-b"], period="quarter"),
        obligation("Y-01", ["so-b", "h1"], period="year"),
    ]
    found = sample(tmp_path, plan_of(obligations=obligations))
    for row in found.assignments():
        for _ in range(rng.choice([0, 1, 1, 1, 1, 2])):
            asked: dict[str, Any] = {code: rng.choice([None, *range(30)]) for code in ("visits", "violations", "teams")}
            given = {code: value for code, value in asked.items() if rng.random() < 0.95}
            found.answer(row.name, given, state=rng.choice([SubmissionState.ACCEPTED] * 6 + [SubmissionState.RETURNED]))
    return found


def accepted_rows(found: Sample) -> dict[tuple[str, str], list[Row]]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    with found.store.reading() as session:
        for agency, name, start, end, indicator, value, nil in session.execute(ACCEPTED):
            amount = Fraction(0) if nil else Fraction(value)
            rows[agency, indicator].append((date.fromisoformat(start), date.fromisoformat(end), name, amount))
    return rows


def is_partition(rows: tuple[Row, ...]) -> bool:
    ordered = sorted(rows)
    meets = all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(ordered))
    return meets and ordered[0][0] == FIRST and ordered[-1][1] == LAST


def value_of(rows: list[Row], *, stock: bool) -> Fraction | None:
    for size in range(1, len(rows) + 1):
        covers = [sorted(chosen) for chosen in combinations(rows, size) if is_partition(chosen)]
        if covers:
            best = min(covers, key=lambda cover: [(row[0], -row[1].toordinal(), row[2]) for row in cover])
            return best[-1][3] if stock else sum((row[3] for row in best), Fraction(0))
    return None


@pytest.mark.parametrize("seed", range(6))
def test_totals_agree(tmp_path: Path, seed: int) -> None:
    found = random_sample(tmp_path, random.Random(seed))
    rows = accepted_rows(found)

    compiled = {figure.indicator: figure for figure in found.compile(as_of=YEAR_END).figures}

    totals: dict[str, dict[str, Fraction]] = {}
    for code in ("visits", "violations", "teams"):
        values = {body: value_of(rows[body, code], stock=code == "teams") for body in ("so-b", "h1", "h2")}
        totals[code] = {body: value for body, value in values.items() if value is not None}
        figure = compiled[code]
        assert {body: cell.value for body, cell in figure.by_agency.items() if cell.value is not None} == totals[code]
        assert figure.total == (sum(totals[code].values()) if totals[code] else None)
        assert (figure.reported, figure.expected) == (len(totals[code]), 3)
    both = totals["visits"].keys() & totals["violations"].keys()
    over, under = (sum(totals[code][body] for body in both) for code in ("violations", "visits"))
    rate = compiled["rate"].total
    assert (rate is None) == (not under)
    if rate is not None:
        assert abs(Fraction(rate) - Fraction(100 * over, under)) < Fraction(1, 10**40)
