"""The sweeps as scheduled Prefect flows: tasks with retries and timeouts, no overlap, a table of what each run did.

Prefect ticks; what is due is decided by the sweeps. Runs missed while the service was down are replayed, oldest first
(about three of a daily flow), and a run that comes twice finds nothing left to do: neither does harm.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from prefect import Flow, flow, get_client, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Crashed
from sqlmodel import Session

from flows import compile as compiling
from flows import digests
from flows import round as rounds
from flows import watch as watching
from flows.clock import clock_now
from flows.deliver import DeliverResult, deliver
from flows.settings import Settings, load_settings
from flows.timetable import ANCHOR, TIMEZONE, Entry, timetable
from models.store import Store
from models.upkeep import note_run
from models.versions import ActivePlan, active_plans
