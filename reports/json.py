"""The report as JSON for machines: its content and the digest of it."""

from reports.compiled import CompiledReport
from reports.content import canonical_json, content_of


def render_json(compiled: CompiledReport) -> bytes:
    """Canonical JSON in UTF-8; numbers are exact, instants in UTC."""
    return (canonical_json({**content_of(compiled), "digest": compiled.digest}) + "\n").encode()
