"""Bodies that are excused for a part of a report's period."""

from pathlib import Path

from models.assignments import Workflow
from reports.compiled import CompiledReport
from reports.figures import Cell
from tests.report_samples import IN_TIME, Sample, sample
from tests.test_report_series import figure

HEAD = {"code": "mau", "title": "Kế hoạch", "issuer": "ubnd", "standing": "so-a", "from": "2014-01-01"}


def excuse(found: Sample, *names: str) -> None:
    for name in names:
        found.change(name, state=Workflow.EXCUSED, decided_at=IN_TIME)


def cell(compiled: CompiledReport, code: str, body: str = "h2") -> Cell:
    return figure(compiled, code).by_agency[body]


def stands(one: Cell) -> str:
    """A value, with a sign where a part of the period is not in it; else why there is none."""
    if one.value is None:
        return "+".join(word for word in ("missing", "excused") if getattr(one, word))
    return f"{one.value}" + ("+M" if one.spared else "")


def partly_excused(tmp_path: Path) -> Sample:
    """The first district reported both halves; the second the first half, and was excused from the other."""
    found = sample(tmp_path)
    found.answer("B-01/h1/2015-H1", {"visits": 30, "violations": 6, "teams": 4})
    found.answer("B-01/h1/2015-H2", {"visits": 20, "violations": 4, "teams": 5})
    found.answer("B-01/h2/2015-H1", {"visits": 12, "violations": 3, "teams": 2})
    excuse(found, "B-01/h2/2015-H2")
    return found
