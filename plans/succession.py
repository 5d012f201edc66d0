"""Whether what a plan says of the plan before it can hold."""

from collections import Counter

from models.language import _
from plans.findings import Findings, Route
from plans.references import Names


def check_succession(names: Names, found: Findings) -> None:
    """The plan that this one follows, and the codes under which that one knew this one's indicators."""
    document = names.document
    if document.plan.previous == document.plan.code:
        message = _("kế hoạch không thể là kế hoạch trước của chính nó")
        found.error(("plan", "previous"), message, _("ghi mã của kế hoạch năm trước, hoặc bỏ previous"))
    former = Counter(one.previous_code for one in document.indicators if one.previous_code)
    # An indicator that keeps its code is last year's indicator of that code, unless it names another.
    kept = {one.code for one in document.indicators if one.previous_code is None}
    for index, indicator in enumerate(document.indicators):
        if indicator.previous_code is None:
            continue
        route: Route = ("indicators", index, "previous_code")
        if document.plan.previous is None:
            message = _("previous_code không có tác dụng khi kế hoạch không ghi previous")
            found.warning(route, message, _("thêm previous: mã kế hoạch năm trước vào plan, hoặc bỏ"), key=True)
        if former[indicator.previous_code] > 1 or indicator.previous_code in kept:
            said = _("số năm trước của {code} đã thuộc về một chỉ tiêu khác")
            hint = _("mỗi mã cũ chỉ ghi cho một chỉ tiêu, và không ghi mã mà một chỉ tiêu khác đang giữ")
            found.error(route, said.format(code=indicator.previous_code), hint)
