"""What a programme of several years leaves behind in a plan once it is over.

Whether another programme follows, and over which years, nobody but the coordinator knows: what the old one asked for is
left out, and named.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str, str]
_Data = Mapping[str, list[dict[str, Any]]]


def drop_finished(data: dict[str, Any], year: int) -> tuple[dict[Place, str], list[tuple[Place, str]]]:
    """Take what ended before `year` out of a plan's data, with the forms and figures that nothing else asks for.

    Returns why, by list and code of each part left out, and what the parts that stay lost with them.
    """
    aside: dict[Place, str] = {}
    sections = {one["code"] for report in data.get("reports", ()) for one in report.get("sections", ())}
    for name in ("obligations", "reports"):
        for part in data.get(name, ()):
            span = part.get("span")
            if span is not None and int(span[-4:]) < year:
                aside[name, part["code"]] = (
                    f"chương trình {span} đã kết thúc, đã bỏ {name} {part['code']}; có giai đoạn mới thì ghi lại"
                )
    forms = _only_theirs(data, aside)
    figures = _only_in(data, forms)
    for name, codes in (("forms", forms), ("indicators", figures)):
        for code in codes:
            aside[name, code] = f"chỉ chương trình đã kết thúc hỏi, đã bỏ {name} {code}; có giai đoạn mới thì ghi lại"
    for name in ("obligations", "reports", "forms", "indicators"):
        if name in data:
            data[name] = [part for part in data[name] if (name, part["code"]) not in aside]
    kept = {one["code"] for report in data.get("reports", ()) for one in report.get("sections", ())}
    return aside, list(_loosened(data, {code for name, code in aside if name == "obligations"}, sections - kept))


def _only_theirs(data: _Data, aside: Mapping[Place, str]) -> list[str]:
    """Forms that only obligations left out ask for, in the order of the plan."""
    asked: dict[bool, set[str]] = {True: set(), False: set()}
    for part in data.get("obligations", ()):
        asked[("obligations", part["code"]) in aside].add(part.get("form", ""))
    only = asked[True] - asked[False]
    return [form["code"] for form in data.get("forms", ()) if form["code"] in only]


def _only_in(data: _Data, forms: list[str]) -> list[str]:
    """Figures that only these forms ask for, and no other figure is made of."""
    asked: dict[bool, set[str]] = {True: set(), False: set()}
    for form in data.get("forms", ()):
        asked[form["code"] in forms].update(form.get("indicators", ()))
    only = asked[True] - asked[False]
    for one in data.get("indicators", ()):
        if one["code"] not in only:
            only -= {one.get("numerator"), one.get("denominator")}
    return [one["code"] for one in data.get("indicators", ()) if one["code"] in only]


def _loosened(data: _Data, obligations: set[str], sections: set[str]) -> Iterator[tuple[Place, str]]:
    """Take back what the parts that stay say of those left out."""
    for name, key in (("obligations", "via"), ("reports", "fulfils")):
        for part in data.get(name, ()):
            if part.get(key) in obligations:
                yield (name, part["code"]), f"đã bỏ {key}: {part.pop(key)} không còn"
    for name in ("obligations", "indicators", "forms"):
        for part in data.get(name, ()):
            for holder in (part, *part.get("narrative", ())):
                if holder.get("section") in sections:
                    yield (name, part["code"]), f"đã bỏ section: mục báo cáo {holder.pop('section')} không còn"
