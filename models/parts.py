"""What every part of a plan file is made of: codes, texts, keys, and the manner of its value objects."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _as_text(value: object) -> object:
    """YAML reads a bare year as a number; a key is text all the same."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


#: A period's key as a mapping's key: `2015-H1`, `2015`.
PeriodKey = Annotated[str, BeforeValidator(_as_text)]


class Part(BaseModel):
    """A part of a plan: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
