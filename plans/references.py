"""Names in a plan: every code that is mentioned is defined, and defined once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from models.language import N_, _
from models.parts import Part
from models.plan import Agency, Obligation, PlanDocument, Report
from plans.findings import Findings, Route, instead_of, listed

#: `V.2#4`, `IV#1`, `V#end`: section (Roman, a capital or a number), entries below it, `#`, paragraph or `end`;
#: `B.II.1#2`: a section in part B; `PL1#r3`: the third row of the first annex table.
CLAUSE = re.compile(r"(?:[A-Z]\.)?(?:[IVXLC]+|[A-Z]|\d+)(?:\.(?:\d+|[a-zđ]))*#(?:[1-9]\d*|end)|PL[1-9]\d*#r[1-9]\d*")
BUILT_IN_CUTOFFS = ("calendar", "nd09")

_BODY, _AGENCY = N_("cơ quan hoặc nhóm"), N_("cơ quan")


@dataclass(frozen=True)
class Names:
    """The codes that a plan defines."""

    document: PlanDocument
    agencies: dict[str, Agency]
    groups: dict[str, tuple[str, ...]]
    obligations: dict[str, Obligation]

    @classmethod
    def of(cls, document: PlanDocument) -> "Names":
        """The names of a plan; where a code is defined twice, the later definition."""
        return cls(
            document,
            {agency.code: agency for agency in document.agencies},
            {group.code: group.members for group in document.groups},
            {obligation.code: obligation for obligation in document.obligations},
        )

    def bodies(self, codes: Iterable[str]) -> list[str]:
        """The known agencies that the codes of agencies and groups stand for."""
        return [code for code in self.document.members(tuple(codes)) if code in self.agencies]

    @cached_property
    def all_bodies(self) -> Collection[str]:
        """Agencies and groups."""
        return dict.fromkeys([*self.agencies, *self.groups])


@dataclass(frozen=True, slots=True)
class _Mention:
    """A code at a place in the plan, what it should name, and the names there are."""

    route: Route
    code: str | None
    noun: str
    known: Collection[str]


def check_references(names: Names, found: Findings) -> None:
    """Unknown and repeated codes, groups within groups, circles of parents, malformed clauses."""
    for mention in _mentions(names):
        if mention.code is not None and mention.code not in mention.known:
            _report_unknown(mention, names, found)
    _check_default_policy(names, found)
    _check_parents(names, found)
    _check_clauses(names.document, found)
    _check_repeated(names.document, found)


def _report_unknown(mention: _Mention, names: Names, found: Findings) -> None:
    code = mention.code or ""
    if mention.noun == _AGENCY and code in names.groups:
        members = listed(names.groups[code])
        found.error(
            mention.route,
            _("{code} là một nhóm, ở đây cần mã cơ quan").format(code=code),
            _("viết từng cơ quan: {members}").format(members=members),
        )
        return
    found.error(
        mention.route,
        _("không có {noun} {code}").format(noun=_(mention.noun), code=code),
        instead_of(code, mention.known),
    )


def _each(route: Route, codes: Sequence[str], noun: str, known: Collection[str]) -> Iterator[_Mention]:
    return (_Mention((*route, index), code, noun, known) for index, code in enumerate(codes))


def _mentions(names: Names) -> Iterator[_Mention]:
    document = names.document
    yield _Mention(("plan", "issuer"), document.plan.issuer, _AGENCY, names.agencies)
    yield _Mention(("plan", "standing"), document.plan.standing, _AGENCY, names.agencies)
    for index, agency in enumerate(document.agencies):
        yield _Mention(("agencies", index, "parent"), agency.parent, _AGENCY, names.agencies)
    for index, group in enumerate(document.groups):
        yield from _each(("groups", index, "members"), group.members, _AGENCY, names.agencies)
    for index, contact in enumerate(document.contacts):
        yield _Mention(("contacts", index, "agency"), contact.agency, _AGENCY, names.agencies)
    sections = {section.code for report in document.reports for section in report.sections}
    for index, obligation in enumerate(document.obligations):
        yield from _in_obligation(("obligations", index), obligation, names)
    yield from _in_figures(names)
    for index, report in enumerate(document.reports):
        yield from _in_report(("reports", index), report, names)
    if sections:
        yield from _sections(document, sections)


def _in_obligation(route: Route, obligation: Obligation, names: Names) -> Iterator[_Mention]:
    document = names.document
    yield from _each((*route, "assigned_to"), obligation.assigned_to, _BODY, names.all_bodies)
    yield from _each((*route, "with"), obligation.coordinating, _BODY, names.all_bodies)
    yield _Mention((*route, "to"), obligation.to, _AGENCY, names.agencies)
    yield _Mention((*route, "via"), obligation.via, N_("nhiệm vụ"), names.obligations)
    yield _Mention((*route, "form"), obligation.form, N_("biểu mẫu"), [form.code for form in document.forms])
    yield _cutoff((*route, "cutoff"), obligation.cutoff, document)
    if "policy" in obligation.model_fields_set:
        policies = [policy.code for policy in document.policies]
        yield _Mention((*route, "policy"), obligation.policy, N_("cách nhắc và đôn đốc"), policies)


def _cutoff(route: Route, code: str, document: PlanDocument) -> _Mention:
    known = [*BUILT_IN_CUTOFFS, *(profile.code for profile in document.cutoffs)]
    return _Mention(route, code, N_("kiểu chốt số liệu"), known)


def _in_figures(names: Names) -> Iterator[_Mention]:
    document = names.document
    indicators = [indicator.code for indicator in document.indicators]
    for index, form in enumerate(document.forms):
        yield from _each(("forms", index, "indicators"), form.indicators, N_("chỉ tiêu"), indicators)
        for number, rule in enumerate(form.rules):
            route: Route = ("forms", index, "rules", number)
            noun = _("chỉ tiêu trong biểu {form}:").format(form=form.code)
            yield _Mention((*route, "left"), rule.left, noun, form.indicators)
            right = rule.right if isinstance(rule.right, str) else None
            yield _Mention((*route, "right"), right, noun, form.indicators)
    for index, indicator in enumerate(document.indicators):
        route = ("indicators", index)
        yield _Mention((*route, "owner"), indicator.owner, _BODY, names.all_bodies)
        yield _Mention((*route, "numerator"), indicator.numerator, N_("chỉ tiêu"), indicators)
        yield _Mention((*route, "denominator"), indicator.denominator, N_("chỉ tiêu"), indicators)


def _in_report(route: Route, report: Report, names: Names) -> Iterator[_Mention]:
    yield _Mention((*route, "from"), report.sender, _AGENCY, names.agencies)
    yield from _each((*route, "to"), report.to, _AGENCY, names.agencies)
    yield _Mention((*route, "fulfils"), report.fulfils, N_("nhiệm vụ"), names.obligations)
    yield _cutoff((*route, "cutoff"), report.cutoff, names.document)
    own = [section.code for section in report.sections]
    for index, section in enumerate(report.sections):
        yield _Mention((*route, "sections", index, "parent"), section.parent, N_("mục trong báo cáo này:"), own)


def _sections(document: PlanDocument, sections: Collection[str]) -> Iterator[_Mention]:
    """Headings under which passages and figures gather: any report's."""
    noun = N_("mục báo cáo")
    for index, obligation in enumerate(document.obligations):
        yield _Mention(("obligations", index, "section"), obligation.section, noun, sections)
    for index, indicator in enumerate(document.indicators):
        yield _Mention(("indicators", index, "section"), indicator.section, noun, sections)
    for index, form in enumerate(document.forms):
        for number, passage in enumerate(form.narrative):
            yield _Mention(("forms", index, "narrative", number, "section"), passage.section, noun, sections)


def _check_default_policy(names: Names, found: Findings) -> None:
    policies = [policy.code for policy in names.document.policies]
    for index, obligation in enumerate(names.document.obligations):
        by_default = "policy" not in obligation.model_fields_set and obligation.kind != "standing"
        if by_default and obligation.policy not in policies:
            message = _("chưa nói cách nhắc và đôn đốc, mà kế hoạch không có policy {policy} mặc định").format(
                policy=obligation.policy
            )
            hint = _("thêm policies: [{{code: {policy}, steps: […]}}], hoặc ghi policy cho nhiệm vụ này").format(
                policy=obligation.policy
            )
            found.error(("obligations", index), message, hint)


def _check_parents(names: Names, found: Findings) -> None:
    for index, agency in enumerate(names.document.agencies):
        above, seen = agency.parent, {agency.code}
        while above in names.agencies and above not in seen:
            seen.add(above)
            above = names.agencies[above].parent
        if above == agency.code:
            message = _("{agency} lại là cấp trên của chính mình").format(agency=agency.code)
            found.error(("agencies", index, "parent"), message, _("sửa hoặc bỏ parent"))


def _check_clauses(document: PlanDocument, found: Findings) -> None:
    cited = {clause for obligation in document.obligations for clause in obligation.clauses}
    for index, obligation in enumerate(document.obligations):
        for number, clause in enumerate(obligation.clauses):
            _check_clause(("obligations", index, "clauses", number), clause, found)
    for index, context in enumerate(document.context):
        route: Route = ("context", index, "clause")
        _check_clause(route, context.clause, found)
        if context.clause in cited:
            message = _("{clause} ghi là không giao việc cho ai, nhưng có nhiệm vụ dẫn điểm này").format(
                clause=context.clause
            )
            found.warning(route, message, _("bỏ một trong hai"))


def _check_clause(route: Route, clause: str, found: Findings) -> None:
    if not CLAUSE.fullmatch(clause):
        hint = _("viết MỤC.ĐIỂM#ĐOẠN, ví dụ V.2#4; đoạn kết của mục: V#end")
        found.error(route, _("“{clause}” không phải cách dẫn điểm trong kế hoạch").format(clause=clause), hint)


def _check_repeated(document: PlanDocument, found: Findings) -> None:
    for key in ("agencies", "policies", "cutoffs", "obligations", "forms", "indicators", "reports"):
        parts: Sequence[Part] = getattr(document, key)
        _once([((key, index, "code"), _code(part)) for index, part in enumerate(parts)], found)
    agencies = {agency.code.casefold() for agency in document.agencies}
    groups: list[tuple[Route, str]] = [
        (("groups", index, "code"), group.code) for index, group in enumerate(document.groups)
    ]
    _once(groups, found)
    for route, code in groups:
        if code.casefold() in agencies:
            found.error(
                route, _("{code} vừa là mã nhóm vừa là mã cơ quan").format(code=code), _("đổi một trong hai mã")
            )
    for index, profile in enumerate(document.cutoffs):
        if profile.code in BUILT_IN_CUTOFFS:
            message = _("{profile} là kiểu chốt số liệu có sẵn").format(profile=profile.code)
            found.error(("cutoffs", index, "code"), message, _("đặt mã khác"))
    _once([(("context", index, "clause"), part.clause) for index, part in enumerate(document.context)], found)
    for route, codes in _lists(document):
        _once([((*route, index), code) for index, code in enumerate(codes)], found)


def _code(part: Part) -> str:
    return str(getattr(part, "code", ""))


def _lists(document: PlanDocument) -> Iterator[tuple[Route, Sequence[str]]]:
    for index, group in enumerate(document.groups):
        yield ("groups", index, "members"), group.members
    for index, obligation in enumerate(document.obligations):
        yield ("obligations", index, "assigned_to"), obligation.assigned_to
        yield ("obligations", index, "with"), obligation.coordinating
        yield ("obligations", index, "clauses"), obligation.clauses
    for index, form in enumerate(document.forms):
        yield ("forms", index, "indicators"), form.indicators
        yield ("forms", index, "narrative"), [passage.code for passage in form.narrative]
    for index, report in enumerate(document.reports):
        yield ("reports", index, "to"), report.to
        yield ("reports", index, "sections"), [section.code for section in report.sections]


def _once(codes: Sequence[tuple[Route, str]], found: Findings) -> None:
    """Codes name files too, and some file systems do not tell B-01 from b-01."""
    first: dict[str, tuple[Route, str]] = {}
    for route, code in codes:
        before = first.setdefault(code.casefold(), (route, code))
        if before[0] == route:
            continue
        line = found.positions.at(before[0]).line
        said = _("{code} đã có ở dòng {line}").format(code=code, line=line)
        if before[1] != code:
            said = _("{code} chỉ khác {before} (dòng {line}) ở chữ hoa, chữ thường").format(
                code=code, before=before[1], line=line
            )
        found.error(route, said, _("đổi mã hoặc bỏ chỗ lặp"))
