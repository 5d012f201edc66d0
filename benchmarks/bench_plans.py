"""How long plan files take: the shipped plan read, checked, compared and applied, and one of 2,000 obligations.

Targets: the shipped plan under 2 s for each command, the large plan compared in under 10 s; whole commands, from the
start of the program to its end.  Run: python benchmarks/bench_plans.py
"""

import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from models.plan import PlanDocument
from plans.plan_yaml import plan_yaml

ROOT = Path(__file__).resolve().parent.parent
OBLIGATIONS, BODIES, INDICATORS = 2_000, 100, 200
SHIPPED = ROOT / "plans" / "phu-tho-2015.yaml"
DOCUMENT = ROOT / "tests" / "documents" / "phu-tho-2015.txt"
SHIPPED_SECONDS, DIFF_SECONDS = 2.0, 10.0
KINDS = ("half", "quarter", "year")
STEPS = (
    {"at": "-7d", "action": "remind", "to": ["focal"]},
    {"at": "+1wd", "action": "chase", "to": ["focal"], "inform": ["head"]},
    {"at": "+5wd", "action": "escalate", "to": ["head"], "inform": ["standing.coordinator"]},
)


def obligation(number: int) -> dict[str, Any]:
    """One of many: a report with a form, a hand-over or task without, or a line in a report."""
    body = f"cq-{number % BODIES:03}"
    own: dict[str, Any] = {"code": f"N-{number:04}", "title": f"Nhiệm vụ thứ {number}", "assigned_to": [body]}
    own["clauses"] = [f"V.{number % 7 + 1}#{number // 7 + 1}"]
    if number < BODIES:
        return own | {"form": f"b-{number % 10}", "period": "half", "cutoff": "nd09", "due": {"after_cutoff": "3wd"}}
    if number % 2:
        return own | {"kind": "standing", "via": f"N-{number % BODIES:04}"}
    due = {"after_cutoff": f"{number // BODIES % 15 + 3}wd"}
    return own | {"kind": "task", "period": KINDS[number % 3], "cutoff": "nd09", "due": due}


def large_plan(changed: bool = False) -> PlanDocument:
    """A plan of many obligations; `changed`, every tenth has another title, date, body, or is gone or new."""
    agencies = [{"code": f"cq-{n:03}", "name": f"Cơ quan {n}"} for n in range(BODIES)]
    contacts = [
        {"agency": f"cq-{n:03}", "role": role, "name": role, "email": f"{role}@cq-{n:03}.example"}
        for n in range(BODIES)
        for role in ("focal", "head")
    ]
    obligations = [obligation(n) for n in range(OBLIGATIONS)]
    if changed:
        obligations = list(map(_changed, enumerate(obligations)))
    codes = [f"i-{n:03}" for n in range(INDICATORS)]
    forms = [{"code": f"b-{n}", "indicators": codes[n * 20 : n * 20 + 20]} for n in range(10)]
    head = {"code": "lon-2015", "title": "Kế hoạch lớn năm 2015", "issuer": "ubnd", "standing": "cq-000"}
    year = {"code": "nam", "title": "Báo cáo năm", "period": "year", "cutoff": "nd09", "from": "cq-000", "to": ["ubnd"]}
    return PlanDocument.model_validate(
        {
            "schema": 1,
            "plan": head | {"from": "2015-01-01", "to": "2015-12-31"},
            "agencies": [{"code": "ubnd", "name": "UBND tỉnh", "kind": "issuer"}, *agencies],
            "groups": [{"code": "tat-ca", "name": "Các cơ quan", "members": [one["code"] for one in agencies]}],
            "contacts": contacts,
            "policies": [{"code": "standard", "steps": STEPS}],
            "obligations": obligations,
            "forms": forms,
            "indicators": [{"code": code, "name": f"Chỉ tiêu {code}", "unit": "lượt"} for code in codes],
            "reports": [year | {"due": {"on": {"2015": "2015-12-31"}}}],
        }
    )


def _changed(numbered: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    number, own = numbered
    if number % 10 or number < BODIES:
        return own
    match number // 10 % 4:
        case 0:
            return own | {"title": f"{own['title']}, sửa đổi"}
        case 1:
            days = {key: date(2015, 12, 1) + timedelta(days=number % 20) for key in ("2015",)}
            return own | {"kind": "task", "period": "year", "due": {"on": days}}
        case 2:
            return own | {"assigned_to": [f"cq-{(number + 1) % BODIES:03}"]}
    return own | {"code": f"M-{number:04}"}


class Took(NamedTuple):
    """Seconds of a whole command: on the clock, and of the processor (less than the clock's on a busy machine)."""

    wall: float
    processor: float


def seconds(home: Path, *words: str | Path) -> Took:
    """Run a command from the start of the program to its end."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DONDOC_")}
    surroundings["DONDOC_HOME"] = str(home)
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, words), "--now", "2015-01-05", "--by", "bench"]
    begun, used = perf_counter(), _used()
    ran = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    took = Took(perf_counter() - begun, _used() - used)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")
    return took


def _used() -> float:
    """Processor seconds of the commands run so far."""
    times = os.times()
    return times.children_user + times.children_system


def shipped(folder: Path) -> dict[str, Took]:
    """The shipped plan: first applied, then an amendment of one date compared and applied."""
    text = SHIPPED.read_text(encoding="utf-8")
    amended = folder / "amended.yaml"
    amended.write_text(text.replace("2015-H1: 2015-06-25", "2015-H1: 2015-06-26"), encoding="utf-8")
    home = folder / "shipped"
    took = {"read": seconds(home, "plan", "read", DOCUMENT, "-o", folder / "draft.yaml")}
    took["check"] = seconds(home, "plan", "check", SHIPPED)
    took["check --against"] = seconds(home, "plan", "check", SHIPPED, "--against", DOCUMENT)
    seconds(home, "init", "--plan", SHIPPED)
    took["diff"] = seconds(home, "plan", "diff", amended)
    took["apply"] = seconds(home, "plan", "apply", amended, "--yes")
    return took


def large(folder: Path) -> dict[str, Took]:
    """The large plan: checked, applied, compared with one in which a tenth differs, and that applied."""
    old, new, home = folder / "old.yaml", folder / "new.yaml", folder / "large"
    old.write_text(plan_yaml(large_plan(), None), encoding="utf-8")
    new.write_text(plan_yaml(large_plan(changed=True), None), encoding="utf-8")
    took = {"check": seconds(home, "plan", "check", old), "init": seconds(home, "init", "--plan", old)}
    took["diff"] = seconds(home, "plan", "diff", new)
    took["apply"] = seconds(home, "plan", "apply", new, "--yes")
    return took


def said(took: dict[str, Took]) -> str:
    """Commands with their seconds."""
    return ", ".join(f"{command} {each.wall:.2f} s ({each.processor:.2f})" for command, each in took.items())


def main() -> int:
    """Print what it took; 1 where a target is missed."""
    with tempfile.TemporaryDirectory() as scratch:
        small, big = shipped(Path(scratch)), large(Path(scratch))
    print("seconds of whole commands, in brackets those of the processor")
    print(f"shipped plan: {said(small)}")
    print(f"{OBLIGATIONS} obligations, {OBLIGATIONS // 10} changed: {said(big)}")
    return int(max(small.values()).wall > SHIPPED_SECONDS or big["diff"].wall > DIFF_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
