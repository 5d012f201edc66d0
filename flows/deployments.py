"""The sweeps as scheduled Prefect flows: tasks with retries and timeouts, no overlap, a table of what each run did.

Prefect ticks; what is due is decided by the sweeps. Runs missed while the service was down are replayed, oldest first
(about three of a daily flow), and a run that comes twice finds nothing left to do: neither does harm.
"""

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from prefect import Flow, flow, get_client, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType
from sqlmodel import Session

from flows import compile as compiling
from flows import round as rounds
from flows import watch as watching
from flows.clock import clock_now
from flows.compile import CompileResult
from flows.deliver import DeliverResult, deliver
from flows.round import RoundResult
from flows.settings import Settings, load_settings
from flows.timetable import ANCHOR, TIMEZONE, Entry, timetable
from flows.watch import WatchResult
from models.errors import DondocError
from models.store import Store
from models.versions import ActivePlan, active_plans, lock_plan

DEPLOYMENT = "dondoc"
#: Seconds before each further try of a task: a busy database is free in seconds, a mail server perhaps in minutes.
DELAYS = [10.0, 60.0, 300.0]
#: Seconds after which a task is stopped; what it has not committed is as it was.
TASK_TIMEOUT = 1800
DELIVERY_TIMEOUT = 4 * 3600
NO_OVERLAP = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)

Counts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Opened:
    store: Store
    settings: Settings
    now: datetime


@contextmanager
def _opened(home: str) -> Iterator[_Opened]:
    """A home's store, settings and clock."""
    place = Path(home)
    settings = load_settings(place)
    store = Store(settings.database)
    try:
        yield _Opened(store, settings, clock_now(place))
    finally:
        store.close()


# --- the daily round -------------------------------------------------------------------------------------------------

Sweep = Callable[[Session, ActivePlan, datetime, RoundResult], None]


def _sweep(home: str, sweep: Sweep) -> RoundResult:
    """One sweep over every plan, each plan in a transaction of its own."""
    result = RoundResult()
    with _opened(home) as opened:
        with opened.store.reading() as session:
            codes = [plan.code for plan in active_plans(session)]
        for code in codes:
            with opened.store.session() as session:
                lock_plan(session, code)
                plan = next(found for found in active_plans(session) if found.code == code)
                sweep(session, plan, opened.now, result)
    return result


@task(name="open_periods", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def open_periods(home: str) -> int:
    """Open the assignments whose time has come; returns how many."""
    return _sweep(home, rounds.open_periods).opened


@task(name="chase_reports", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def chase_reports(home: str) -> RoundResult:
    """Remind and chase the focal points."""
    return _sweep(home, rounds.chase_reports)


@task(name="escalate_overdue", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def escalate_overdue(home: str) -> RoundResult:
    """Climb the rungs above the focal point."""
    return _sweep(home, rounds.escalate_overdue)


@task(name="queue_digests", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def queue_digests(home: str) -> int:
    """Put the notices into digests, one a person; returns how many mails were queued."""
    return len(_sweep(home, rounds.gather_digests).messages)


@flow(name="daily_round")
def daily_round(home: str) -> Counts:
    """Open, remind and chase, escalate, and put what is to be said into one mail for each person."""
    opened = open_periods(home)
    chased = chase_reports(home)
    climbed = escalate_overdue(home)
    queued = queue_digests(home)
    counts = {
        "Mở kỳ báo cáo": opened,
        "Nhắc": chased.reminded,
        "Đôn đốc": chased.chased + climbed.chased,
        "Báo cáo lãnh đạo": climbed.escalated,
        "Chờ người điều phối cho gửi": chased.awaiting + climbed.awaiting,
        "Bỏ qua vì có bước mới hơn": chased.superseded + climbed.superseded,
        "Thư đưa vào hàng gửi": queued,
    }
    _show("daily-round", counts, f"Ngày nghỉ ({chased.day_off}): chưa nhắc ai." if chased.day_off else "")
    return counts


# --- delivery --------------------------------------------------------------------------------------------------------


class _StopAskedError(DondocError):
    """The run was asked to stop between two batches of mail; what is left goes with the next run."""


def _deliver_batches(home: str, stop: Event) -> DeliverResult:
    def between_batches(_: int) -> None:
        if stop.is_set():
            raise _StopAskedError("dừng giữa hai lượt gửi; phần còn lại sẽ gửi ở lần chạy sau")

    with _opened(home) as opened:
        return deliver(opened.store, opened.settings, opened.now, between_batches)


@task(name="deliver", retries=2, retry_delay_seconds=[30.0, 120.0], timeout_seconds=DELIVERY_TIMEOUT)
def deliver_batches(home: str) -> DeliverResult:
    """Send what is due. Asked to stop, finish the batch in flight first: nothing needs to be sent twice."""
    stop = Event()
    with ThreadPoolExecutor(max_workers=1) as worker:
        running = worker.submit(_deliver_batches, home, stop)
        try:
            return running.result()
        except BaseException:
            stop.set()
            raise


@flow(name="deliver_mail")
def deliver_mail(home: str) -> Counts:
    """Send every mail that is due."""
    result = deliver_batches(home)
    counts = {
        "Đã gửi": result.sent,
        "Hoãn, sẽ gửi lại": result.deferred,
        "Không gửi được": result.failed,
        "Huỷ vì không còn cần": result.cancelled,
        "Còn trong hàng gửi": result.remaining,
    }
    _show("deliver-mail", counts)
    return counts


# --- compiling and watching ------------------------------------------------------------------------------------------


@task(name="compile", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def compile_due(home: str) -> CompileResult:
    """Build the reports whose draft day has come."""
    with _opened(home) as opened:
        return compiling.compile_reports(opened.store, opened.settings, opened.now)


@flow(name="compile_reports")
def compile_reports(home: str) -> Counts:
    """Build the reports whose draft day has come and send the drafts to the coordinator, to nobody else."""
    result = compile_due(home)
    counts = {draft.title: f"thiếu {len(draft.missing)}, chờ duyệt {len(draft.unreviewed)}" for draft in result.drafts}
    _show("compile-reports", {**counts, "Thư đưa vào hàng gửi": result.queued})
    return {"drafts": len(result.drafts), "queued": result.queued}


@task(name="look", retries=len(DELAYS), retry_delay_seconds=DELAYS, timeout_seconds=TASK_TIMEOUT)
def look(home: str) -> WatchResult:
    """Find what stands still and repair what can be."""
    with _opened(home) as opened:
        every = timedelta(seconds=opened.settings.deliver_seconds)
        return watching.watch(opened.store, opened.now, deliver_every=every, lease=opened.settings.lease)


@flow(name="watch")
def watch(home: str) -> Counts:
    """Find what stands still: dead deliveries, bounced addresses, stalled climbs, sweeps that stopped."""
    result = look(home)
    counts: dict[str, object] = {
        "Thư đưa lại vào hàng gửi": result.requeued,
        "Thư gom lại từ vòng chạy dở": result.digested,
        "Địa chỉ không nhận được thư": len(result.bounced),
        "Vai trò chưa có địa chỉ": len(result.missing),
        "Thư quá giờ chưa gửi": result.delayed,
        "Bước đôn đốc bị dừng": ", ".join(result.stalled) or 0,
        "Phần việc bị bỏ quên": ", ".join(result.stuck) or 0,
        "Lịch chạy đã ngừng": ", ".join(result.stopped) or 0,
    }
    _show("watch", counts, "" if result.quiet else "Có việc cần người xử lý.")
    return result.as_json()


def _show(key: str, counts: Counts, note: str = "") -> None:
    """Keep what a run did as a table beside it. Counts and names of assignments only, no addresses."""
    table = [{"Việc": what, "Kết quả": str(count)} for what, count in counts.items()]
    create_table_artifact(table=table, key=key, description=note or None)


# --- deployments -----------------------------------------------------------------------------------------------------

FLOWS: Mapping[str, Flow[[str], Counts]] = {
    "daily_round": daily_round,
    "deliver_mail": deliver_mail,
    "compile_reports": compile_reports,
    "watch": watch,
}


def _schedule(entry: Entry) -> Schedule:
    if entry.cron is not None:
        return Cron(entry.cron, timezone=entry.timezone)
    return Interval(entry.seconds or 0, anchor_date=ANCHOR, timezone=entry.timezone)


def deployment_of(entry: Entry, home: Path) -> RunnerDeployment:
    """The deployment of one line of the timetable, for one home."""
    return RunnerDeployment.from_flow(
        FLOWS[entry.flow],
        name=DEPLOYMENT,
        schedules=[_schedule(entry)],
        parameters={"home": str(home)},
        concurrency_limit=NO_OVERLAP,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _time_zone(settings: Settings) -> str:
    """The time zone of the plans in the store: that of the first, where several differ."""
    store = Store(settings.database)
    try:
        with store.reading() as session:
            zones = [plan.document.calendar.timezone for plan in active_plans(session)]
    finally:
        store.close()
    return next(iter(zones), TIMEZONE)


def serve_flows(home: Path, ready: Callable[[], None]) -> None:
    """Register the flows of a home, say `ready`, and run what is scheduled until the process is told to stop."""
    settings = load_settings(home)
    _close_dead_runs()
    runner = Runner(name=DEPLOYMENT, pause_on_shutdown=False)
    for entry in timetable(settings, _time_zone(settings)):
        runner.add_deployment(deployment_of(entry, home))
    ready()
    asyncio.run(_run(runner))


async def _run(runner: Runner) -> None:
    """Run until SIGTERM. The runner's own handler would end the process without ending its runs."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # the runner has put its handler in place
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(stop.set))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
    if runner.started:
        await runner.astop()
    else:
        running.cancel()
    await asyncio.wait((running,))


def _close_dead_runs() -> None:
    """Runs that a killed service left behind hold their place: record them as crashed, so that new ones may start."""
    alive = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    left = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=alive)))
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=left, sort=FlowRunSort.ID_DESC, limit=200):
            client.set_flow_run_state(run.id, Crashed(message="Dịch vụ đã dừng khi đang chạy."), force=True)
