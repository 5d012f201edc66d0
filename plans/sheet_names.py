"""Bodies that a workbook names instead of giving their codes: "Công an huyện" where `cong-an-huyen` is meant."""

import re
from collections.abc import Mapping
from typing import Any

from plans.source import Plain

_CODE = re.compile(r"[a-z0-9][a-z0-9.-]*")
#: Where a workbook gives the codes of agencies or groups, by the list of the plan and the key.
_CODED = {
    "obligations": ("assigned_to", "with", "to"),
    "groups": ("members",),
    "contacts": ("agency",),
    "reports": ("from", "to"),
}


def codes_for_names(data: dict[str, Plain]) -> None:
    """Put the code in the place of each name that only one agency or group of the plan has, whatever its capitals.

    What is neither a code nor such a name is left as it is, for the check to complain of.
    """
    codes = _codes_by_name(data)
    for part, keys in _CODED.items():
        for row in _rows(data, part):
            for key in keys:
                if key in row:
                    row[key] = _coded(row[key], codes)


def _coded(said: Plain, codes: Mapping[str, str]) -> Plain:
    if isinstance(said, list):
        return [_coded(one, codes) for one in said]
    return codes.get(_folded(said), said) if isinstance(said, str) else said


def _codes_by_name(data: dict[str, Plain]) -> dict[str, str]:
    """Names and short names, save those that two have or that could be codes themselves."""
    known = [row for part in ("agencies", "groups") for row in _rows(data, part) if isinstance(row.get("code"), str)]
    named: dict[str, set[str]] = {}
    for row in known:
        for key in ("name", "short"):
            if isinstance(row.get(key), str):
                named.setdefault(_folded(row[key]), set()).add(row["code"])
    return {name: codes.pop() for name, codes in named.items() if len(codes) == 1 and not _CODE.fullmatch(name)}


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _rows(data: dict[str, Plain], part: str) -> list[dict[str, Any]]:
    found = data.get(part)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
