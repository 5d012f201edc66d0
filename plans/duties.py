"""Whether each obligation's kind, bodies and policy fit together, and whether those to be told can be."""

from collections.abc import Iterator

from models.language import N_, _
from models.plan import Addressee, Contact, ContactRole, Obligation, Step
from models.recipients import HEAD, resolve, step_rung
from plans.findings import Findings, Route, listed
from plans.references import Names

_ROLES: dict[ContactRole, str] = {
    "focal": N_("đầu mối"),
    "head": N_("lãnh đạo"),
    "office": N_("văn phòng"),
    "coordinator": N_("người điều phối"),
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
                message = _("bước {step} đôn đốc khi chưa đến hạn").format(step=step.name)
                found.warning(("policies", index, "steps", number), message, _("viết action: remind"))
    _check_fulfilment(names, found)


def _check_kind(route: Route, obligation: Obligation, found: Findings) -> None:
    """What each kind needs and what it cannot have."""
    kind = obligation.kind
    if kind == "standing":
        if obligation.via is None:
            hint = _("thêm via: mã của báo cáo có dòng về nhiệm vụ này")
            found.error(route, _("nhiệm vụ thường xuyên không nộp riêng nên cần via"), hint)
        for key in ("due", "form"):
            if getattr(obligation, key) is not None:
                message = _("nhiệm vụ thường xuyên không có {key} riêng: nó nằm trong báo cáo ghi ở via").format(
                    key=key
                )
                found.error((*route, key), message, _("bỏ {key}, hoặc đổi kind").format(key=key), key=True)
    else:
        if obligation.due is None:
            found.error(route, _("chưa có hạn"), _("thêm due: {after_cutoff: 5wd}"))
        if obligation.via is not None:
            found.error(
                (*route, "via"),
                _("via chỉ dùng cho kind: standing, đây là {kind}").format(kind=kind),
                _("bỏ via"),
                key=True,
            )
    if kind == "handover":
        if obligation.to is None:
            found.error(route, _("bàn giao cần nơi nhận để xác nhận"), _("thêm to: mã cơ quan nhận"))
        if obligation.form is not None:
            message = _("bàn giao chỉ ghi số văn bản, ngày và số lượng, không có biểu mẫu")
            found.error((*route, "form"), message, _("bỏ form"), key=True)
    elif obligation.to is not None:
        found.error(
            (*route, "to"), _("to chỉ dùng cho kind: handover, đây là {kind}").format(kind=kind), _("bỏ to"), key=True
        )
    if kind == "report" and obligation.form is None:
        message = _("báo cáo không có biểu mẫu: sẽ không thu được số liệu nào")
        found.warning(route, message, _("thêm form, hoặc viết kind: task"))


def _check_via(route: Route, duty: Obligation, report: Obligation, names: Names, found: Findings) -> None:
    via: Route = (*route, "via")
    if duty.kind != "standing":
        return
    if report.kind != "report":
        found.error(
            via,
            _("{report} là kind: {kind}, không phải báo cáo").format(report=report.code, kind=report.kind),
            _("viết mã một kind: report"),
        )
        return
    filers = names.bodies(report.assigned_to)
    outside = [code for code in names.bodies(duty.assigned_to) if code not in filers]
    if outside:
        message = _("{outside} không nộp báo cáo {report}, nên không có chỗ báo cáo nhiệm vụ này").format(
            outside=listed(outside), report=report.code
        )
        found.error(
            via, message, _("thêm các cơ quan này vào {report}, hoặc chọn báo cáo khác").format(report=report.code)
        )


def _check_bodies(route: Route, obligation: Obligation, names: Names, found: Findings) -> None:
    bodies = names.bodies(obligation.assigned_to)
    both = [code for code in names.bodies(obligation.coordinating) if code in bodies]
    if both:
        message = _("{both} vừa thực hiện vừa phối hợp").format(both=listed(both))
        found.warning((*route, "with"), message, _("bỏ khỏi with"))
    if obligation.to in bodies and obligation.kind == "handover":
        found.error(
            (*route, "to"), _("{to} bàn giao cho chính mình").format(to=obligation.to), _("sửa assigned_to hoặc to")
        )
    if obligation.joint and len(bodies) == 1:
        found.warning((*route, "joint"), _("chỉ có một cơ quan, không có ai để nộp chung"), _("bỏ joint"), key=True)


def _check_policy(route: Route, obligation: Obligation, names: Names, found: Findings) -> None:
    above = [step.name for step in _steps(obligation, names) if step_rung(step) > HEAD]
    if obligation.role == "requested" and obligation.kind != "standing" and above:
        message = _(
            "đây là đề nghị, nên các bước {above} của policy {policy} (lên trên lãnh đạo của chính cơ quan) "
            "sẽ bị bỏ qua"
        ).format(above=", ".join(above), policy=obligation.policy)
        found.warning((*route, "policy"), message, _("chọn policy không có bước vượt quá head"))


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
            message = _("{obligation} là kind: {kind}, không hoàn thành bằng một báo cáo tổng hợp được").format(
                obligation=obligation.code, kind=obligation.kind
            )
            found.error(route, message, _("viết mã một nhiệm vụ kind: task hoặc kind: report"))
        elif report.sender not in names.bodies(obligation.assigned_to):
            message = _("{obligation} không phải nhiệm vụ của {sender} là nơi ký báo cáo này").format(
                obligation=obligation.code, sender=report.sender
            )
            found.error(route, message, _("viết mã một nhiệm vụ giao cho {sender}").format(sender=report.sender))
        elif obligation.period != report.period:
            message = _("{obligation} theo kỳ {period}, báo cáo này theo kỳ {own}").format(
                obligation=obligation.code, period=obligation.period, own=report.period
            )
            found.error(route, message, _("dùng cùng một period"))


def check_contacts(names: Names, found: Findings) -> None:
    """Warn of roles that a policy step, a handover or the coordinator's work needs and that nobody holds by mail."""
    said: set[tuple[str, str]] = set()
    for holder, role, use in _needs(names):
        if (holder, role) not in said:
            said.add((holder, role))
            _warn_of_silence(holder, role, use, names, found)
    if said and not names.document.contacts:
        message = _("kế hoạch chưa có đầu mối nào: không gửi được thư cho ai")
        found.warning(("contacts",), message, _("thêm đầu mối của từng cơ quan: {agency, role, name, email}"))
    for index, contact in enumerate(names.document.contacts):
        if contact.email is None:
            message = _("chưa có địa chỉ thư: chỉ gửi được bằng công văn giấy")
            found.warning(("contacts", index), message, _("thêm email"))
    _check_repeated_contacts(names.document.contacts, found)


def _needs(names: Names) -> Iterator[tuple[str, ContactRole, str]]:
    """Each holder and role that nobody can be written to in, and what that stops."""
    document = names.document
    standing = document.plan.standing
    if standing in names.agencies and not any(c.email for c in document.contacts_of(standing, "coordinator")):
        yield standing, "coordinator", _("việc chờ cho gửi và các cảnh báo không đến được ai")
    for obligation in document.obligations:
        if obligation.kind == "standing":
            continue
        for step in _steps(obligation, names):
            if obligation.role == "requested" and step_rung(step) > HEAD:
                continue
            use = _("bước {step} của {obligation} không gửi được").format(step=step.name, obligation=obligation.code)
            for body in names.bodies(obligation.assigned_to):
                for addressee in (*step.to, *step.inform):
                    yield from _silent(body, addressee, use, names)
        if obligation.to in names.agencies:
            yield from _silent(
                obligation.to or "",
                "focal",
                _("không có ai xác nhận bàn giao {obligation}").format(obligation=obligation.code),
                names,
            )


def _silent(body: str, addressee: Addressee, use: str, names: Names) -> Iterator[tuple[str, ContactRole, str]]:
    place, _, role = addressee.rpartition(".")
    holder = {"standing": names.document.plan.standing, "issuer": names.document.plan.issuer}.get(place, body)
    if holder in names.agencies and all(person.email is None for person in resolve(names.document, body, addressee)):
        yield holder, next(known for known in _ROLES if known == role), use


def _warn_of_silence(holder: str, role: ContactRole, use: str, names: Names, found: Findings) -> None:
    agency = names.agencies[holder]
    index = names.document.agencies.index(agency)
    message = _("{agency} chưa có {title} ({role}) với địa chỉ thư: {use}").format(
        agency=agency.name, title=_(_ROLES[role]), role=role, use=use
    )
    hint = _("thêm vào contacts: {{agency: {holder}, role: {role}, name: …, email: …}}").format(
        holder=holder, role=role
    )
    found.warning(("agencies", index), message, hint, cause=_silent_contact(holder, role, names.document.contacts))


def _silent_contact(holder: str, role: ContactRole, contacts: tuple[Contact, ...]) -> Route | None:
    """Where a plan has the person but no address, which has a finding of its own; or has nobody at all."""
    if not contacts:
        return ("contacts",)
    roles = (role, "focal") if role == "coordinator" else (role,)  # a focal point stands in for a coordinator
    held = (n for n, one in enumerate(contacts) if one.agency == holder and one.role in roles and not one.email)
    index = next(held, None)
    return None if index is None else ("contacts", index)


def _check_repeated_contacts(contacts: tuple[Contact, ...], found: Findings) -> None:
    seen: set[tuple[str, str, str]] = set()
    for index, contact in enumerate(contacts):
        key = (contact.agency, contact.role, (contact.email or contact.name).casefold())
        if key in seen:
            found.warning(("contacts", index), _("địa chỉ này đã ghi cho cùng vai trò"), _("bỏ một trong hai"))
        seen.add(key)
