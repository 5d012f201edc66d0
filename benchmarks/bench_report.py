"""How long a report takes: 30 bodies, 60 indicators and 12 monthly periods, compiled and rendered as DOCX, XLSX, HTML.

Target: under 3 seconds and 300 MB of the whole process.  Run: python benchmarks/bench_report.py
"""

import random
import resource
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from models.assignments import Workflow, assignments_where
from models.plan import PlanDocument
from models.store import Store, sqlite_url
from models.submissions import Figure, PassageText, Submission, SubmissionState
from models.versions import active_plan
from plans.apply import apply_plan
from reports.building import build_report

BODIES, INDICATORS = 30, 60
AT = datetime(2015, 12, 31, 3, tzinfo=UTC)
FORMATS = ("docx", "xlsx", "html")
TARGET_SECONDS, TARGET_MB = 3.0, 300.0


def plan() -> PlanDocument:
    """A plan of monthly reports with one form of all indicators."""
    codes = [f"i{n}" for n in range(INDICATORS)]
    districts = [f"h{n}" for n in range(BODIES)]
    names: list[dict[str, Any]] = [{"code": code, "name": f"Huyện {code}", "kind": "district"} for code in districts]
    month = {"code": "M", "title": "Báo cáo tháng", "assigned_to": ["tat-ca"], "period": "month", "form": "f"}
    year = {"code": "year-end", "title": "Báo cáo kết quả năm", "period": "year", "from": "so", "to": ["ubnd"]}
    head = {"code": "bench", "title": "Kế hoạch", "issuer": "ubnd", "standing": "so", "from": "2015-01-01"}
    return PlanDocument.model_validate(
        {
            "schema": 1,
            "plan": head | {"to": "2015-12-31"},
            "agencies": [{"code": "ubnd", "name": "UBND tỉnh"}, {"code": "so", "name": "Sở"}, *names],
            "groups": [{"code": "tat-ca", "name": "Các huyện", "members": districts}],
            "policies": [{"code": "standard"}],
            "obligations": [month | {"due": {"day": 5, "month_offset": 1}}],
            "forms": [{"code": "f", "indicators": codes, "narrative": [{"code": "p", "title": "Khó khăn"}]}],
            "indicators": [{"code": code, "name": f"Chỉ tiêu {code}", "unit": "lượt"} for code in codes],
            "reports": [year | {"due": {"on": {"2015": "2015-12-31"}}}],
        }
    )


def fill(store: Store) -> None:
    """Accepted figures and a passage for every body and month."""
    rng = random.Random(1)
    with store.session() as session:
        apply_plan(session, plan(), source="", now=AT, by="", from_date=date(2015, 1, 1))
        for row in assignments_where(session, "bench"):
            row.state = Workflow.ACCEPTED
            submission = Submission(
                assignment_id=row.key,
                revision=1,
                state=SubmissionState.ACCEPTED,
                received_at=AT,
                received_from="a@b.example",
                channel="file",
                plan_version=1,
                due_then=row.due,
                sha256="0" * 64,
                reviewed_at=AT,
            )
            session.add(submission)
            session.flush()
            key = submission.id or 0
            values = ((f"i{n}", Decimal(rng.randint(0, 99))) for n in range(INDICATORS))
            session.add_all(Figure(submission_id=key, indicator=code, value=value) for code, value in values)
            session.add(PassageText(submission_id=key, code="p", text=f"Khó khăn của {row.name}. " * 5))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a build took: seconds by the clock and of the processor, each format alone (with compiling), megabytes.

    The megabytes are those of the process, and of Python alone. On a busy machine the processor's seconds tell more.
    """

    seconds: float
    busy: float
    parts: dict[str, float]
    process: float
    python: float


def measure(url: str, out: Path) -> Measured:
    """Build the report several times in this process, whose memory should have held nothing else."""
    store = Store(url)

    def build(formats: tuple[str, ...] = FORMATS) -> None:
        with store.session() as session:
            build_report(session, active_plan(session), "year-end", "2015", as_of=AT, out=out, formats=formats)

    build(())  # imports and caches
    seconds, busy = (min(taken) for taken in zip(*(timed(build) for _ in range(3)), strict=True))
    process = peak_megabytes()
    parts = {name: timed(partial(build, (name,)))[0] for name in FORMATS}
    tracemalloc.start()
    build()
    python = tracemalloc.get_traced_memory()[1] / 1e6
    store.close()
    return Measured(seconds, busy, parts, process, python)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that `act` takes, by the clock and of the processor."""
    start, busy = perf_counter(), process_time()
    act()
    return perf_counter() - start, process_time() - busy


def peak_megabytes() -> float:
    """The most memory this process ever held: the interpreter, the libraries and the database's pages with it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def main() -> int:
    """Print what it took; 1 where a target is missed."""
    with tempfile.TemporaryDirectory() as scratch:
        url = sqlite_url(Path(scratch) / "bench.db")
        store = Store(url)
        store.upgrade()
        fill(store)
        store.close()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            took = fresh.submit(measure, url, Path(scratch) / "out").result()
    print(
        f"{BODIES} bodies x {INDICATORS} indicators x 12 months: {took.seconds:.2f} s of {TARGET_SECONDS:.0f} s "
        f"({took.busy:.2f} s of the processor); "
        f"peak {took.process:.0f} MB of {TARGET_MB:.0f} MB for the whole process, {took.python:.0f} MB of Python's own"
    )
    print("each alone, with compiling: " + ", ".join(f"{name} {part:.2f} s" for name, part in took.parts.items()))
    return int(took.seconds > TARGET_SECONDS or took.process > TARGET_MB)


if __name__ == "__main__":
    sys.exit(main())
