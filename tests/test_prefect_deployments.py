"""prefect.yaml deploys what `dondoc up` serves: the same flows at the same times, without overlap."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
FLOWS = ["daily_round", "deliver_mail", "compile_reports", "watch"]

# Prefect is looked at in a process of its own: it is slow to import and warns of its own ways.
SERVED = """
import json
from pathlib import Path
from flows.deployments import FLOWS, deployment_of
from flows.settings import Settings
from flows.timetable import timetable

def plain(deployment):
    (created,) = deployment.schedules
    options = deployment.concurrency_options
    return {
        "flow": deployment.flow_name,
        "entrypoint": deployment.entrypoint,
        "home": deployment.parameters["home"],
        "schedule": json.loads(created.schedule.model_dump_json(exclude={"day_or"})),
        "limit": deployment.concurrency_limit,
        "collision_strategy": options and options.collision_strategy.value,
    }

entries = timetable(Settings())
print(json.dumps([plain(deployment_of(entry, Path("dondoc-home"))) for entry in entries]))
"""
DEPLOYED = """
import importlib, json, sys
from pathlib import Path
from prefect.cli.deploy._models import PrefectYamlModel
from prefect.flows import load_flow_from_entrypoint
from ruamel.yaml import YAML

model = PrefectYamlModel.model_validate(YAML(typ="safe").load(Path("prefect.yaml")))
print(json.dumps([load_flow_from_entrypoint(deployment.entrypoint).name for deployment in model.deployments]))
"""


def run(script: str) -> Any:
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


@cache
def served() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run(SERVED)
    return found


def deployed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / "prefect.yaml")["deployments"]
    return found


def as_served(schedule: dict[str, Any]) -> dict[str, Any]:
    """A schedule of prefect.yaml in the words of Prefect's API."""
    if "cron" in schedule:
        return schedule
    return {**schedule, "interval": float(schedule["interval"])}


def normal(schedule: dict[str, Any]) -> dict[str, Any]:
    return {**schedule, **({"anchor_date": schedule["anchor_date"][:19]} if "anchor_date" in schedule else {})}


def test_the_four_flows_are_served() -> None:
    assert [one["flow"] for one in served()] == FLOWS
    assert [one["entrypoint"] for one in served()] == [f"flows.deployments.{name}" for name in FLOWS]


def test_no_flow_overlaps_itself() -> None:
    assert {(one["limit"], one["collision_strategy"]) for one in served()} == {(1, "CANCEL_NEW")}
    assert all(one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"} for one in deployed())


def test_the_daily_flows_keep_vietnamese_hours() -> None:
    by_flow = {one["flow"]: one["schedule"] for one in served()}
    zone = "Asia/Ho_Chi_Minh"
    assert by_flow["daily_round"] == {"cron": "30 7 * * *", "timezone": zone}
    assert by_flow["compile_reports"] == {"cron": "30 8 * * *", "timezone": zone}
    assert by_flow["watch"] == {"cron": "0 * * * *", "timezone": zone}
    assert by_flow["deliver_mail"]["interval"] == 600.0


def test_prefect_yaml_deploys_the_same_flows_at_the_same_times() -> None:
    assert [one["entrypoint"] for one in deployed()] == [f"flows/deployments.py:{name}" for name in FLOWS]
    for one, other in zip(deployed(), served(), strict=True):
        (schedule,) = one["schedules"]
        assert normal(as_served(schedule)) == normal(other["schedule"])
        assert one["work_pool"] == {"name": "dondoc"}
        assert one["parameters"] == {"home": other["home"]}


def test_prefect_reads_prefect_yaml_and_loads_its_entrypoints() -> None:
    assert run(DEPLOYED) == FLOWS
