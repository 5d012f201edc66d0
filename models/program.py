"""Which dondoc this is: what a report is pinned to beside its inputs, for another version may set it otherwise."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def program_version() -> str:
    """The installed version, as in `0.1.0`; "" where it runs from sources that were never installed."""
    try:
        return version("dondoc")
    except PackageNotFoundError:
        return ""
