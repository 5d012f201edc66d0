"""What the tests of charts share: series, hostile words, and the contrast of colours."""

from decimal import Decimal

from reports.compiled import Point, Series

NASTY = "=1+1\x00\x0b\ufffe \U0001f600 \u202eabc שלום </title><script>alert(1)</script> & \ud800 cuối"
SVG = "{http://www.w3.org/2000/svg}"


def series(*values: int | None, name: str = "Lượt kiểm tra", unit: str = "lượt", code: str = "visits") -> Series:
    points = [
        Point(f"2015-{month:02}", f"tháng {month}/2015", None if value is None else Decimal(value))
        for month, value in enumerate(values, 1)
    ]
    return Series(code, name, unit, "flow", 0, tuple(points))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
