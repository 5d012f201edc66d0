"""What every part of a plan file is made of: codes, texts, keys, and the manner of its value objects."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

#: Windows keeps these for devices: no file or folder there can be called so, whatever follows a dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def _names_a_file(code: str) -> str:
    """Codes name files and folders, on whatever system."""
    if _DEVICE.fullmatch(code):
        raise PydanticCustomError("device_name", "{code} is the name of a device on Windows", {"code": code})
    return code


Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$"),
    AfterValidator(_names_a_file),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _as_text(value: object) -> object:
    """YAML reads a bare year as a number; a key is text all the same."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


#: A period's key as a mapping's key: `2015-H1`, `2015`.
PeriodKey = Annotated[str, BeforeValidator(_as_text)]


class Part(BaseModel):
    """A part of a plan: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
