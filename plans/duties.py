"""Whether each obligation's kind, bodies and policy fit together, and whether those to be told can be."""

from collections.abc import Iterator

from models.plan import Addressee, Contact, ContactRole, Obligation, Step
from models.recipients import HEAD, resolve, step_rung
from plans.findings import Findings, Route, listed
from plans.references import Names

_ROLES: dict[ContactRole, str] = {
    "focal": "đầu mối",
    "head": "lãnh đạo",
    "office": "văn phòng",
    "coordinator": "người điều phối",
}


def check_duties(names: Names, found: Findings) -> None:
    """Kinds, bodies and policies of obligations, and the fulfilment of the standing agency's own ones by reports."""
    for index, obligation in enumerate(names.document.obligations):
        route: Route = ("obligations", index)
        _check_kind(route, obligation, found)
        if obligation.via in names.obligations:
            _check_via(route, obligation, names.obligations[obligation.via], names, found)
        _check_bodies(route, obligation, names, found)
        _check_policy(route, obligation, names, found)
    for index, policy in enumerate(names.document.policies):
        for number, step in enumerate(policy.steps):
            if step.at.before and step.action != "remind":
                message = f"bước {step.name} đôn đốc khi chưa đến hạn"
                found.warning(("policies", index, "steps", number), message, "viết action: remind")
    _check_fulfilment(names, found)


def _check_kind(route: Route, obligation: Obligation, found: Findings) -> None:
    """What each kind needs and what it cannot have."""
    kind = obligation.kind
    if kind == "standing":
        if obligation.via is None:
            hint = "thêm via: mã của báo cáo có dòng về nhiệm vụ này"
            found.error(route, "nhiệm vụ thường xuyên không nộp riêng nên cần via", hint)
        for key in ("due", "form"):
            if getattr(obligation, key) is not None:
                message = f"nhiệm vụ thường xuyên không có {key} riêng: nó nằm trong báo cáo ghi ở via"
                found.error((*route, key), message, f"bỏ {key}, hoặc đổi kind", key=True)
    else:
        if obligation.due is None:
            found.error(route, "chưa có hạn", "thêm due: {after_cutoff: 5wd}")
        if obligation.via is not None:
            found.error((*route, "via"), f"via chỉ dùng cho kind: standing, đây là {kind}", "bỏ via", key=True)
    if kind == "handover":
        if obligation.to is None:
            found.error(route, "bàn giao cần nơi nhận để xác nhận", "thêm to: mã cơ quan nhận")
        if obligation.form is not None:
            message = "bàn giao chỉ ghi số văn bản, ngày và số lượng, không có biểu mẫu"
            found.error((*route, "form"), message, "bỏ form", key=True)
    elif obligation.to is not None:
        found.error((*route, "to"), f"to chỉ dùng cho kind: handover, đây là {kind}", "bỏ to", key=True)
    if kind == "report" and obligation.form is None:
        message = "báo cáo không có biểu mẫu: sẽ không thu được số liệu nào"
        found.warning(route, message, "thêm form, hoặc viết kind: task")


def _check_via(route: Route, duty: Obligation, report: Obligation, names: Names, found: Findings) -> None:
    via: Route = (*route, "via")
    if duty.kind != "standing":
        return
    if report.kind != "report":
        found.error(via, f"{report.code} là kind: {report.kind}, không phải báo cáo", "viết mã một kind: report")
        return
    filers = names.bodies(report.assigned_to)
    outside = [code for code in names.bodies(duty.assigned_to) if code not in filers]
    if outside:
        message = f"{listed(outside)} không nộp báo cáo {report.code}, nên không có chỗ báo cáo nhiệm vụ này"
        found.error(via, message, f"thêm các cơ quan này vào {report.code}, hoặc chọn báo cáo khác")


def _check_bodies(route: Route, obligation: Obligation, names: Names, found: Findings) -> None:
    bodies = names.bodies(obligation.assigned_to)
    both = [code for code in names.bodies(obligation.coordinating) if code in bodies]
    if both:
        message = f"{listed(both)} vừa thực hiện vừa phối hợp"
        found.warning((*route, "with"), message, "bỏ khỏi with")
    if obligation.to in bodies and obligation.kind == "handover":
        found.error((*route, "to"), f"{obligation.to} bàn giao cho chính mình", "sửa assigned_to hoặc to")
    if obligation.joint and len(bodies) == 1:
        found.warning((*route, "joint"), "chỉ có một cơ quan, không có ai để nộp chung", "bỏ joint", key=True)


def _check_policy(route: Route, obligation: Obligation, names: Names, found: Findings) -> None:
    above = [step.name for step in _steps(obligation, names) if step_rung(step) > HEAD]
    if obligation.role == "requested" and obligation.kind != "standing" and above:
        message = (
            f"đây là đề nghị, nên các bước {', '.join(above)} của policy {obligation.policy} (lên trên lãnh đạo "
            "của chính cơ quan) sẽ bị bỏ qua"
        )
        found.warning((*route, "policy"), message, "chọn policy không có bước vượt quá head")


def _steps(obligation: Obligation, names: Names) -> tuple[Step, ...]:
    policies = {policy.code: policy for policy in names.document.policies}
    policy = policies.get(obligation.policy)
    return policy.steps if policy else ()


def _check_fulfilment(names: Names, found: Findings) -> None:
    for index, report in enumerate(names.document.reports):
        obligation = names.obligations.get(report.fulfils or "")
        if obligation is None:
            continue
        route: Route = ("reports", index, "fulfils")
        if obligation.kind in ("standing", "handover"):
            message = f"{obligation.code} là kind: {obligation.kind}, không hoàn thành bằng một báo cáo tổng hợp được"
            found.error(route, message, "viết mã một nhiệm vụ kind: task hoặc kind: report")
        elif report.sender not in names.bodies(obligation.assigned_to):
            message = f"{obligation.code} không phải nhiệm vụ của {report.sender} là nơi ký báo cáo này"
            found.error(route, message, f"viết mã một nhiệm vụ giao cho {report.sender}")
        elif obligation.period != report.period:
            message = f"{obligation.code} theo kỳ {obligation.period}, báo cáo này theo kỳ {report.period}"
            found.error(route, message, "dùng cùng một period")


def check_contacts(names: Names, found: Findings) -> None:
    """Warn of roles that a policy step, a handover or the coordinator's work needs and that nobody holds by mail."""
    said: set[tuple[str, str]] = set()
    for holder, role, use in _needs(names):
        if (holder, role) not in said:
            said.add((holder, role))
            _warn_of_silence(holder, role, use, names, found)
    for index, contact in enumerate(names.document.contacts):
        if contact.email is None:
            message = "chưa có địa chỉ thư: chỉ gửi được bằng công văn giấy"
            found.warning(("contacts", index), message, "thêm email")
    _check_repeated_contacts(names.document.contacts, found)


def _needs(names: Names) -> Iterator[tuple[str, ContactRole, str]]:
    """Each holder and role that nobody can be written to in, and what that stops."""
    document = names.document
    standing = document.plan.standing
    if standing in names.agencies and not any(c.email for c in document.contacts_of(standing, "coordinator")):
        yield standing, "coordinator", "việc chờ cho gửi và các cảnh báo không đến được ai"
    for obligation in document.obligations:
        if obligation.kind == "standing":
            continue
        for step in _steps(obligation, names):
            if obligation.role == "requested" and step_rung(step) > HEAD:
                continue
            use = f"bước {step.name} của {obligation.code} không gửi được"
            for body in names.bodies(obligation.assigned_to):
                for addressee in (*step.to, *step.inform):
                    yield from _silent(body, addressee, use, names)
        if obligation.to in names.agencies:
            yield from _silent(obligation.to or "", "focal", f"không có ai xác nhận bàn giao {obligation.code}", names)


def _silent(body: str, addressee: Addressee, use: str, names: Names) -> Iterator[tuple[str, ContactRole, str]]:
    place, _, role = addressee.rpartition(".")
    holder = {"standing": names.document.plan.standing, "issuer": names.document.plan.issuer}.get(place, body)
    if holder in names.agencies and all(person.email is None for person in resolve(names.document, body, addressee)):
        yield holder, next(known for known in _ROLES if known == role), use


def _warn_of_silence(holder: str, role: ContactRole, use: str, names: Names, found: Findings) -> None:
    agency = names.agencies[holder]
    index = names.document.agencies.index(agency)
    message = f"{agency.name} chưa có {_ROLES[role]} ({role}) với địa chỉ thư: {use}"
    hint = f"thêm vào contacts: {{agency: {holder}, role: {role}, name: …, email: …}}"
    found.warning(("agencies", index), message, hint)


def _check_repeated_contacts(contacts: tuple[Contact, ...], found: Findings) -> None:
    seen: set[tuple[str, str, str]] = set()
    for index, contact in enumerate(contacts):
        key = (contact.agency, contact.role, (contact.email or contact.name).casefold())
        if key in seen:
            found.warning(("contacts", index), "địa chỉ này đã ghi cho cùng vai trò", "bỏ một trong hai")
        seen.add(key)
