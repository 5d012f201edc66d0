"""Whether each figure is asked for once, from the body that answers for it."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product

from models.errors import NotFoundError
from models.forms import Indicator
from models.language import _
from models.periods import parse_period
from models.plan import Obligation
from models.schedule import Scheduled
from plans.findings import Findings, Route, listed
from plans.references import Names
from plans.timing import Dates


def check_figures(names: Names, dates: Dates, found: Findings) -> None:
    """Owners, ratios, limits and targets of indicators, and who is asked for them."""
    asked = _asked(names)
    for index, indicator in enumerate(names.document.indicators):
        route: Route = ("indicators", index)
        _check_values(route, indicator, found)
        if indicator.kind == "ratio":
            _check_ratio(route, indicator, names, asked, found)
        else:
            _check_owner(route, indicator, names, asked, found)
    _check_forms(names, found)
    _check_asked_twice(names, dates, found)


@dataclass(frozen=True, slots=True)
class _Asking:
    """An obligation with a form: its place in the plan, who fills the form in, and what it asks."""

    index: int
    obligation: Obligation
    bodies: frozenset[str]
    indicators: tuple[str, ...]


def _asking(names: Names) -> list[_Asking]:
    forms = {form.code: form for form in names.document.forms}
    return [
        _Asking(index, obligation, frozenset(names.bodies(obligation.assigned_to)), forms[obligation.form].indicators)
        for index, obligation in enumerate(names.document.obligations)
        if obligation.form in forms and obligation.kind != "standing"
    ]


def _asked(names: Names) -> dict[str, set[str]]:
    """The bodies asked for each indicator."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for asking in _asking(names):
        for indicator in asking.indicators:
            bodies[indicator] |= asking.bodies
    return bodies


def _check_values(route: Route, indicator: Indicator, found: Findings) -> None:
    if indicator.min is not None and indicator.max is not None and indicator.min > indicator.max:
        message = _("nhỏ nhất ({min}) lớn hơn lớn nhất ({max})").format(min=indicator.min, max=indicator.max)
        found.error((*route, "min"), message, _("đổi chỗ min và max"))
    for key in indicator.targets:
        try:
            parse_period(key)
        except NotFoundError:
            hint = _("viết ví dụ 2015, 2015-H1 hoặc 2011..2015")
            found.error((*route, "targets", key), _("{key} không phải là kỳ").format(key=key), hint, key=True)


def _check_ratio(route: Route, ratio: Indicator, names: Names, asked: dict[str, set[str]], found: Findings) -> None:
    indicators = {indicator.code: indicator for indicator in names.document.indicators}
    for key in ("numerator", "denominator"):
        term = indicators.get(getattr(ratio, key))
        if term is None:
            continue
        if term.kind == "ratio":
            message = _("{term} cũng là tỷ lệ: tỷ lệ tính từ hai tổng, không tính từ tỷ lệ").format(term=term.code)
            found.error((*route, key), message, _("viết mã một chỉ tiêu flow hoặc stock"))
        elif term.code not in asked:
            message = _("không biểu nào hỏi {term}, nên tỷ lệ này không tính được").format(term=term.code)
            found.warning((*route, key), message, _("thêm {term} vào một biểu mẫu").format(term=term.code))
    if ratio.code in asked:
        message = _("tỷ lệ được tính từ hai tổng; số ghi trong biểu mẫu sẽ không được dùng")
        found.warning(route, message, _("bỏ khỏi indicators của các biểu mẫu"))


def _check_owner(route: Route, indicator: Indicator, names: Names, asked: dict[str, set[str]], found: Findings) -> None:
    askees = asked.get(indicator.code, set())
    if indicator.owner is None:
        found.warning(route, _("chưa có cơ quan chịu trách nhiệm về số này"), _("thêm owner: mã cơ quan hoặc nhóm"))
        if not askees:
            found.warning(route, _("không ai được hỏi chỉ tiêu này"), _("thêm vào một biểu mẫu, hoặc bỏ chỉ tiêu"))
        return
    owners = names.bodies((indicator.owner,))
    unasked = [body for body in owners if body not in askees]
    if unasked:
        message = _("{unasked} chịu trách nhiệm nhưng không có báo cáo nào hỏi chỉ tiêu này").format(
            unasked=listed(unasked)
        )
        found.warning((*route, "owner"), message, _("thêm vào biểu mẫu của cơ quan ấy, hoặc sửa owner"))
    others = sorted(askees.difference(owners))
    if owners and others:
        message = _("{others} cũng được hỏi tuy không chịu trách nhiệm: số có thể bị tính trùng").format(
            others=listed(others)
        )
        found.warning((*route, "owner"), message, _("bỏ khỏi biểu mẫu của cơ quan ấy, hoặc sửa owner"))


def _check_forms(names: Names, found: Findings) -> None:
    used = {obligation.form for obligation in names.document.obligations}
    for index, form in enumerate(names.document.forms):
        if form.code not in used:
            found.warning(
                ("forms", index), _("không nhiệm vụ nào dùng biểu mẫu này"), _("ghi form ở nhiệm vụ, hoặc bỏ")
            )
        if not form.indicators and not form.narrative:
            found.warning(("forms", index), _("biểu mẫu không hỏi gì"), _("thêm indicators hoặc narrative"))


def _check_asked_twice(names: Names, dates: Dates, found: Findings) -> None:
    """The same figure of the same body in two filings.

    Windows that nest are no harm: a report takes the filing for exactly its own period, else an exact partition. Equal
    windows leave it open which filing counts, and windows that overlap in part fit into no partition together.
    """
    for first, second in combinations(_asking(names), 2):
        shared = [code for code in second.indicators if code in first.indicators]
        if not shared or first.bodies.isdisjoint(second.bodies):
            continue
        one, other = first.obligation.code, second.obligation.code
        if _clash(dates.obligations.get(one, []), dates.obligations.get(other, [])):
            message = _("cùng một cơ quan phải báo {shared} ở cả {one} và {other} cho kỳ chồng nhau").format(
                shared=", ".join(shared), one=one, other=other
            )
            hint = _("chỉ hỏi ở một biểu mẫu, hoặc để kỳ này nằm trọn trong kỳ kia")
            found.warning(("obligations", second.index, "form"), message, hint)


def _clash(ones: list[Scheduled], others: list[Scheduled]) -> bool:
    for a, b in product((one.window for one in ones), (other.window for other in others)):
        overlap = a.first <= b.last and b.first <= a.last
        nested = (a.first <= b.first and b.last <= a.last) or (b.first <= a.first and a.last <= b.last)
        if overlap and (a == b or not nested):
            return True
    return False
