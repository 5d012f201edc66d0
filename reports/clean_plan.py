"""A plan whose words any format can carry: names and titles are cleaned once, so that all formats say the same."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from models.versions import ActivePlan
from reports.text import clean

_Part = TypeVar("_Part")


def cleaned(plan: ActivePlan) -> ActivePlan:
    """The plan with clean words; the same object where all of them are."""
    document = _cleaned(plan.document)
    return plan if document is plan.document else replace(plan, document=document)


def _cleaned(part: _Part) -> _Part:
    """A part of a plan with every text in it cleaned; itself where none needs it."""
    found: object = part
    if isinstance(part, str):
        found = clean(part)
        return part if found == part else found  # type: ignore[return-value] # the same kind
    if isinstance(part, BaseModel):
        fields = {name: getattr(part, name) for name in type(part).model_fields}
        found = _changed(fields)
        return part if found is fields else type(part).model_construct(part.model_fields_set, **found)
    if isinstance(part, tuple):
        items = dict(enumerate(part))
        found = _changed(items)
        return part if found is items else tuple(found.values())  # type: ignore[return-value] # the same kind
    if isinstance(part, Mapping):
        return _changed(part)  # type: ignore[return-value] # the same kind
    return part


def _changed(values: Mapping[_Part, object]) -> Mapping[_Part, object]:
    """The values cleaned; the same mapping where none needs it."""
    found = {key: _cleaned(value) for key, value in values.items()}
    return values if all(found[key] is value for key, value in values.items()) else found
