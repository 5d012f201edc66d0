"""Python's search for unreachable cycles, put off where very many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cycles_later() -> Iterator[None]:
    """No search within the block, or within a function that this decorates.

    Compiling and rendering a report make some hundred thousand objects without cycles; each search would visit them
    all, a sixth of the whole time. What was set before holds again afterwards, whatever is raised.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
