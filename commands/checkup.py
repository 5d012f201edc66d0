"""The checks of `doctor`: each says how one part of an installation is, and what to do where it is not well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from commands.context import Invocation
from commands.failures import told
from commands.language import _
from commands.words import sweep_words, word

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.versions import ActivePlan

#: A sweep that runs every day and has not finished for so long has stopped.
_STOPPED = timedelta(hours=30)


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; an error keeps the installation from working, a warning wants a look."""

    name: str
    state: Literal["ok", "warning", "error"]
    detail: str


def check_up(run: Invocation) -> list[Check]:
    """Every check that can be made; without a database only those that need none."""
    checks = [_guarded(_("Cài đặt"), lambda: _settings(run))]
    if checks[0].state == "error":
        return checks
    checks.append(_guarded(_("Thư"), lambda: _mail(run)))
    database = _guarded(_("Cơ sở dữ liệu"), lambda: _database(run))
    checks.append(database)
    if database.state == "ok":
        with run.store.reading() as session:
            checks.extend(_content(run, session))
    return checks


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except Exception as error:  # a check-up goes on to the next part, whatever this one suffers from
        return Check(name, "error", told(error))


def _settings(run: Invocation) -> Check:
    from flows.clock import is_demo

    detail = _("{home}, lúc này là {now}").format(home=run.home, now=run.local(run.now))
    if is_demo(run.home):
        detail += _("; đồng hồ của bản trình diễn")
    return Check(_("Cài đặt"), "ok", detail)


def _mail(run: Invocation) -> Check:
    from flows.clock import is_demo
    from notifications.transports import open_transport, parse_smtp_url

    settings = run.mailing
    url = settings.smtp_url.get_secret_value()
    open_transport(url, home=settings.home)  # refuses an address that cannot be
    if url.strip().lower().startswith("maildir:"):
        if is_demo(settings.home):
            return Check(_("Thư"), "ok", _("bản trình diễn: chỉ ghi ra thư mục ({url})").format(url=url))
        return Check(_("Thư"), "warning", _("chỉ ghi ra thư mục ({url}); đặt DONDOC_SMTP_URL để gửi").format(url=url))
    server = parse_smtp_url(url, home=settings.home)
    said = _("{host}:{port}, người gửi {sender}")
    return Check(_("Thư"), "ok", said.format(host=server.host, port=server.port, sender=settings.mail_from))


def _database(run: Invocation) -> Check:
    from models.store import HEAD

    return Check(_("Cơ sở dữ liệu"), "ok", _("{where}, bản {at}").format(where=run.store.where, at=HEAD))


def _content(run: Invocation, session: "Session") -> Iterator[Check]:
    from models.versions import active_plans

    plans = active_plans(session)
    if not plans:
        yield Check(_("Kế hoạch"), "error", _("chưa áp dụng kế hoạch nào: chạy `dondoc plan apply TỆP`"))
        return
    for plan in plans:
        said = _("{code} phiên bản {version}, đến {end:%d/%m/%Y}")
        yield Check(_("Kế hoạch"), "ok", said.format(code=plan.code, version=plan.version, end=plan.document.plan.end))
        yield _calendar(run, plan)
        yield _contacts(plan)
        yield _stalled(session, plan)
        yield from _paused(run, session, plan)
    yield _sweeps(run, session)
    yield _stuck_mail(run, session)


def _calendar(run: Invocation, plan: "ActivePlan") -> Check:
    today = plan.calendar.local_date(run.now)
    said = _("{zone}; {today}; ngày làm việc tới {next:%d/%m/%Y}")
    following = plan.calendar.forward(today + timedelta(days=1))
    described = said.format(zone=plan.calendar.zone.key, today=plan.calendar.describe(today), next=following)
    return Check(_("Lịch"), "ok", described)


def _contacts(plan: "ActivePlan") -> Check:
    """Bodies that owe something and have nobody who could be reminded."""
    document = plan.document
    owing = document.members(tuple(code for one in document.obligations for code in one.assigned_to))
    mute = [code for code in owing if not any(one.email for one in document.contacts_of(code, "focal"))]
    if mute:
        said = _("chưa có địa chỉ đầu mối: {bodies}; thêm vào kế hoạch rồi áp dụng lại")
        return Check(_("Đầu mối"), "warning", said.format(bodies=", ".join(mute)))
    return Check(_("Đầu mối"), "ok", _("{count} cơ quan, đều có địa chỉ").format(count=len(owing)))


def _stalled(session: "Session", plan: "ActivePlan") -> Check:
    from models.assignments import stalled_assignments

    names = [row.name for row in stalled_assignments(session, plan.code)]
    if names:
        said = _("đôn đốc bị dừng vì có người chưa nhận được thư: {names}; dùng `dondoc contact replace`")
        return Check(_("Đôn đốc"), "warning", said.format(names=", ".join(names)))
    return Check(_("Đôn đốc"), "ok", _("không phần việc nào bị dừng"))


def _paused(run: Invocation, session: "Session", plan: "ActivePlan") -> Iterator[Check]:
    """Bodies that are not chased for the time being; one that nobody resumes is forgotten for good."""
    from models.upkeep import pauses_on

    pauses = pauses_on(session, plan.code, plan.calendar.local_date(run.now))
    said = []
    for body, pause in sorted(pauses.items()):
        end = _("đến hết {end:%d/%m/%Y}").format(end=pause.end) if pause.end else _("chưa có ngày kết thúc")
        one = _("{body} từ {start:%d/%m/%Y}, {end} (lý do: {reason})")
        said.append(one.format(body=body, start=pause.start, end=end, reason=pause.reason))
    if said:
        advice = _("không nhắc, không đôn đốc: {bodies}; thôi tạm dừng bằng `dondoc resume`")
        ends = all(pause.end for pause in pauses.values())
        yield Check(_("Tạm dừng"), "ok" if ends else "warning", advice.format(bodies="; ".join(said)))


def _sweeps(run: Invocation, session: "Session") -> Check:
    from models.upkeep import sweep_runs

    runs = sweep_runs(session)
    if not runs:
        return Check(_("Việc định kỳ"), "warning", _("chưa chạy lần nào: `dondoc up`, hoặc `dondoc round` mỗi ngày"))
    detail = ", ".join(f"{sweep_words(one.name)} {run.local(one.finished_at)}" for one in runs)
    late = any(one.finished_at < run.now - _STOPPED for one in runs)
    return Check(_("Việc định kỳ"), "warning" if late else "ok", detail)


def _stuck_mail(run: Invocation, session: "Session") -> Check:
    from models.messages import MessageState, messages_where

    sending = messages_where(session, states=(MessageState.SENDING,), content=False)
    free_at = [instant for one in sending if (instant := one.free_at(run.settings.lease))]
    stuck = sum(instant <= run.now for instant in free_at)
    failed = messages_where(session, states=(MessageState.FAILED, MessageState.BOUNCED), content=False)
    said = []
    if stuck:
        said.append(_("{stuck} thư kẹt giữa chừng (lần gửi tới tự gửi lại)").format(stuck=stuck))
    if held := [instant for instant in free_at if instant > run.now]:
        one = _("{held} thư đang do một lượt gửi giữ (nếu lượt ấy đã dừng, gửi lại từ {free_at})")
        said.append(one.format(held=len(held), free_at=run.local(min(held))))
    if failed:
        words = f"{word('failed').lower()}/{word('bounced').lower()}"
        said.append(_("{failed} thư {words}: xem `dondoc outbox`").format(failed=len(failed), words=words))
    if said:
        return Check(_("Hộp thư đi"), "warning", "; ".join(said))
    return Check(_("Hộp thư đi"), "ok", _("không có thư kẹt"))
