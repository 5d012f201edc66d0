"""A PDF in which the hour of its making and the numbers drawn then are set: the same pages give the same bytes.

LibreOffice writes into each PDF when it was made, and checksums over that. Signs are put in place of as many, so that
the table of what stands where in the file still holds.
"""

import hashlib
import re
from datetime import UTC, datetime

_MADE = re.compile(rb"(/CreationDate ?\(D:)\d{14}(?:Z(\'?)|[+-]\d\d(\'\d\d\'?))?\)")
_DRAWN = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
#: What stands behind the last object: what a page says is never touched.
_TRAILER = re.compile(rb"\ntrailer\s")


def settled(content: bytes, at: datetime) -> bytes:
    """The PDF as if it had been made at an instant, its checksums drawn from what is in it."""
    moment = at.astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()
    content = _MADE.sub(lambda found: _dated(found, moment), content)
    start = next((found.start() for found in reversed(list(_TRAILER.finditer(content)))), len(content))
    pages, trailer = content[:start], content[start:]
    drawn = hashlib.sha256(pages).hexdigest()[:32].upper().encode()
    return pages + _DRAWN.sub(drawn, trailer)


def _dated(found: re.Match[bytes], moment: bytes) -> bytes:
    """The same number of signs: in Greenwich's time, however the zone was written."""
    rest = found[0][len(found[1]) + len(moment) : -1]
    return found[1] + moment + (b"+00" + rest[3:] if rest[:1] in b"+-" and rest else rest) + b")"
