"""Which names NTFS and the shell of Windows allow for a file or folder."""

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
#: With the folders before it a path should stay under 260 characters.
_LONGEST = 120


def fits_windows(name: str) -> bool:
    """Whether a file or folder may be called so."""
    stem = name.partition(".")[0].rstrip()
    whole = not _FORBIDDEN.search(name) and not name.endswith((" ", "."))
    return whole and not _DEVICE.fullmatch(stem) and 0 < len(name) <= _LONGEST
