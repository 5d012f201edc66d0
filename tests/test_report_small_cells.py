"""What is published never gives a small body's small figure away: not by a sign, a total, a ratio or a subtraction."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cutoffs import Window
from models.periods import parse_period
from models.versions import ActivePlan
from reports.changes import WITHHELD, changes_between
from reports.content import content_of
from reports.docx.document import render_docx
from reports.figures import Answer, IndicatorFigure, Input
from reports.ledgers import Ledger
from reports.measuring import compile_figures
from reports.tables import reconciliation_rows, total_text
from reports.withholding.bodies import is_small, withheld_terms
from reports.withholding.cells import withheld_cells, withheld_sum
from reports.wording import sentence
from tests.report_samples import YEAR_END, Sample, obligation, plan_of, sample
from tests.test_report_series import compiled, figure, take_in

COMMUNES = ("x0", "x1", "x2")
BODIES = ("h1", "h2", *COMMUNES)
YEAR = Window(date(2015, 1, 1), date(2015, 12, 31))


def with_communes(**parts: Any) -> Any:
    agencies = [one.model_dump(exclude_defaults=True) for one in plan_of().agencies]
    agencies += [{"code": code, "name": f"UBND xã {code}", "kind": "commune"} for code in COMMUNES]
    return plan_of(**{"agencies": agencies, "obligations": [obligation("B-01", list(BODIES))], **parts})


@cache
def plan() -> ActivePlan:
    with TemporaryDirectory() as scratch:
        found = sample(Path(scratch), with_communes())
        found.store.close()
        return found.plan


def answered(tmp_path: Path, values: Mapping[str, tuple[int, int]], **parts: Any) -> Sample:
    """Visits and violations of some bodies, the same in both halves but for the visits, which the first half has."""
    found = sample(tmp_path, with_communes(**parts))
    for body, (visits, violations) in values.items():
        found.answer(f"B-01/{body}/2015-H1", {"visits": visits, "violations": violations})
        found.answer(f"B-01/{body}/2015-H2", {"visits": 0, "violations": 0})
    return found


small_numbers = st.one_of(st.none(), st.integers(0, 6), st.sampled_from([40, 900]))
tables = st.fixed_dictionaries(
    {body: st.fixed_dictionaries({"visits": small_numbers, "violations": small_numbers}) for body in BODIES}
)


def figures_of(table: Mapping[str, Mapping[str, int | None]]) -> dict[str, IndicatorFigure]:
    inputs = [
        Input(
            f"mau:B-01/{body}/2015",
            body,
            YEAR,
            YEAR,
            ("visits", "violations"),
            {code: Answer(Decimal(value)) for code, value in said.items() if value is not None},
        )
        for body, said in table.items()
    ]
    period = parse_period("2015")
    now = Ledger(plan(), YEAR, period, inputs)
    return {one.indicator: one for one in compile_figures(plan(), period, now)}


@settings(deadline=None)  # the first makes a store
@given(tables)
def test_no_suppressed_cell_follows_from_the_total_and_the_cells_that_are_shown(
    table: Mapping[str, Mapping[str, int | None]],
) -> None:
    figures = figures_of(table)
    signs = withheld_cells(plan().document, figures.values())

    for code in ("visits", "violations"):
        known = {body: cell.value for body, cell in figures[code].by_agency.items() if cell.value is not None}
        hidden = [body for body in known if body in signs[code]]
        for body, value in known.items():
            assert body in hidden or body not in COMMUNES or not is_small(value), "every small one is hidden"
        if figures[code].total is not None:
            assert len(hidden) != 1, "the total less those that are shown would be the one that is hidden"
        else:
            assert len(known) < 2, "a total is withheld only where it is one body's"


@settings(deadline=None)  # the first makes a store
@given(tables)
def test_a_ratio_never_gives_away_a_term(table: Mapping[str, Mapping[str, int | None]]) -> None:
    figures = figures_of(table)
    signs = withheld_cells(plan().document, figures.values())
    rate = figures["rate"]
    both = [body for body, said in table.items() if None not in said.values()]

    for body, cell in rate.by_agency.items():
        if cell.value is not None and body not in signs["rate"]:
            assert body not in signs["visits"]
            assert body not in signs["violations"]
    if len(both) == 1 and both[0] in COMMUNES and any(is_small(Decimal(n or 0)) for n in table[both[0]].values()):
        assert rate.total is None


class TestAlone:
    """A small body that alone reported: the total is its figure, and published nowhere."""

    @pytest.fixture
    def alone(self, tmp_path: Path) -> Sample:
        return answered(tmp_path, {"x0": (2, 1)})

    def test_the_total_goes_with_the_figure(self, alone: Sample) -> None:
        visits = figure(compiled(alone), "visits")

        assert (visits.total, visits.withheld, visits.percent_of_target) == (None, True, None)
        assert total_text(visits) == "<3"
        assert sentence(visits, "2015") == "Lượt cơ sở được kiểm tra: số nhỏ hơn 3, không công bố"
        assert figure(compiled(alone), "rate").total is None

    def test_in_no_period_of_a_series(self, alone: Sample) -> None:
        take_in(alone, ("2014", "visits", "x0", "1"), ("2014", "visits", "h1", None))
        report_ = compiled(alone)

        points = [
            point for one in (*report_.years, *report_.trend) for point in one.points if one.indicator == "visits"
        ]

        assert [(point.period, point.value, point.withheld) for point in points] == [
            ("2014", None, True),
            ("2015", None, True),
        ]
        assert figure(report_, "visits").previous is None

    def test_nor_in_what_machines_read(self, alone: Sample) -> None:
        content: Any = content_of(compiled(alone))

        (visits,) = [one for one in content["figures"] if one["indicator"] == "visits"]
        assert (visits["total"], visits["withheld"]) == (None, True)
        assert visits["by_agency"]["x0"]["value"] is None
        assert "value" not in visits["by_agency"]["x0"]["pieces"][0]

    def test_documents_are_made_all_the_same(self, alone: Sample) -> None:
        assert render_docx(compiled(alone))

    def test_a_correction_does_not_say_it_either(self, alone: Sample) -> None:
        before = compiled(alone)
        later = YEAR_END.replace(day=23)
        alone.answer("B-01/x0/2015-H2", {"visits": 9, "violations": 0}, received=later, reviewed=later)

        (total,) = [one for one in changes_between(before, compiled(alone, at=later)) if one.kind == "total"][:1]

        assert (total.indicator, total.old, total.new) == ("visits", WITHHELD, "11")

    def test_with_another_beside_it_the_total_stays(self, tmp_path: Path) -> None:
        visits = figure(compiled(answered(tmp_path, {"x0": (2, 1), "h1": (40, 3)})), "visits")

        assert [visits.total, visits.withheld] == [42, False]


class TestReconciliation:
    """What others than the owner reported."""

    @pytest.mark.parametrize(
        ("values", "total", "hidden"),
        [
            ({"x0": 2}, True, {"x0"}),
            ({"x0": 1, "x1": 1}, True, {"x0", "x1"}),
            ({"x0": 2, "x1": 5}, False, {"x0", "x1"}),
            ({"x0": 2, "h1": 50}, False, {"x0", "h1"}),
            ({"x0": 4}, False, set()),
            ({"h1": 2}, False, set()),
        ],
    )
    def test_sums_and_terms(self, values: dict[str, int], total: bool, hidden: set[str]) -> None:
        numbers = {body: Decimal(value) for body, value in values.items()}
        small = frozenset(COMMUNES)

        assert withheld_sum(numbers, small) is total
        assert set(withheld_terms(numbers, small, summed=not total)) == hidden

    def test_documents_and_content_hide_it(self, tmp_path: Path) -> None:
        indicators = [one.model_dump(exclude_defaults=True) for one in plan_of().indicators]
        indicators[0]["owner"] = "h1"
        found = answered(tmp_path, {"h1": (50, 0), "x0": (2, 0)}, indicators=indicators)

        report_ = compiled(found)
        content: Any = content_of(report_)

        assert [row[-2:] for row in reconciliation_rows(report_)] == [("<3", "x")]
        (line,) = content["reconciliation"]
        assert (line["others"], line["others_total"], line["difference"]) == ({"x0": None}, None, None)
