"""Office files as bytes that depend on their content alone: no clock, no user, no operating system."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP entry can carry
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def canonical_zip(
    data: bytes, stamp: datetime | None = None, amend: Mapping[str, Callable[[bytes], bytes]] | None = None
) -> bytes:
    """The same package with entries in a fixed order and fixed times.

    `stamp` replaces the times of creation and change in the document's properties; `amend` changes parts by name.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name not in _FIRST, name)):
            content = source.read(name)
            if stamp is not None and name == "docProps/core.xml":
                said = stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _STAMP.sub(rb"\g<1>" + said + rb"\g<2>", content)
            if amend is not None and name in amend:
                content = amend[name](content)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as if written on Unix, wherever it is
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()
