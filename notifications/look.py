"""The look of mails: colours and inline styles, since many mail programs read no style sheet."""

from typing import NamedTuple

from markupsafe import Markup

INK = "#1b2430"
MUTED = "#526070"
LINE = "#d5dbe3"
GROUND = "#f6f7f9"
CARD = "#ffffff"
BRAND = "#0b4f8a"


class Mark(NamedTuple):
    """How a state looks: never colour alone, always a word beside the sign."""

    ink: str
    ground: str
    sign: str


MARKS: dict[str, Mark] = {
    "done": Mark("#1a7f37", CARD, "✓"),
    "soon": Mark("#9a5b00", "#fff4de", "◔"),
    "late": Mark("#b3261e", "#fdecea", "!"),
    "wait": Mark(BRAND, "#e8f1fa", "…"),
    "none": Mark(MUTED, GROUND, "·"),
}

_FONT = "font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;"

#: Inline styles by the part they dress. Constants of ours, hence marked safe for attributes.
STYLES: dict[str, Markup] = {
    name: Markup(style)  # noqa: S704 - constants, nothing from outside
    for name, style in {
        "body": f"margin:0;padding:0;background:{GROUND};color:{INK};{_FONT}",
        "page": f"width:100%;background:{GROUND};",
        "card": f"width:100%;max-width:600px;background:{CARD};border:1px solid {LINE};",
        "head": f"padding:16px 20px;background:{BRAND};color:{CARD};{_FONT}font-size:14px;line-height:20px;",
        "pad": f"padding:0 20px;{_FONT}color:{INK};",
        "text": f"margin:16px 0 0;{_FONT}font-size:16px;line-height:24px;color:{INK};",
        "heading": f"margin:32px 0 8px;{_FONT}font-size:18px;line-height:24px;font-weight:600;color:{INK};",
        "body-name": f"padding:16px 0 4px;{_FONT}font-size:16px;line-height:24px;font-weight:600;color:{BRAND};",
        "row": f"padding:16px 0;border-top:1px solid {LINE};{_FONT}font-size:16px;line-height:24px;color:{INK};",
        "cell": f"padding:8px 8px 0 0;border-top:1px solid {LINE};vertical-align:top;text-align:left;{_FONT}"
        f"font-size:14px;line-height:20px;color:{INK};",
        "last-cell": f"padding:8px 0 0;border-top:1px solid {LINE};vertical-align:top;text-align:right;{_FONT}"
        f"font-size:14px;line-height:20px;color:{INK};font-variant-numeric:tabular-nums;",
        "under-cell": f"padding:0 0 8px;vertical-align:top;text-align:left;{_FONT}"
        f"font-size:14px;line-height:20px;color:{INK};",
        "column": f"padding:4px 8px 4px 0;vertical-align:bottom;text-align:left;font-weight:400;{_FONT}"
        f"font-size:14px;line-height:20px;color:{MUTED};",
        "last-column": f"padding:4px 0;vertical-align:bottom;text-align:right;font-weight:400;{_FONT}"
        f"font-size:14px;line-height:20px;color:{MUTED};white-space:nowrap;",
        "muted": f"color:{MUTED};",
        "small": f"color:{MUTED};font-size:14px;line-height:20px;",
        "note": f"margin:0 0 8px;{_FONT}font-size:16px;line-height:24px;color:{INK};",
        "label": f"margin:24px 0 0;{_FONT}font-size:16px;line-height:24px;font-weight:600;color:{INK};",
        "line": f"margin:4px 0 0;{_FONT}font-size:16px;line-height:24px;color:{INK};",
        "foot": f"border-top:1px solid {LINE};padding:16px 20px 24px;{_FONT}"
        f"font-size:14px;line-height:20px;color:{MUTED};",
        "link": f"color:{BRAND};",
        "button-cell": f"background:{BRAND};border-radius:4px;",
        "button": f"display:inline-block;padding:8px 16px;{_FONT}font-size:16px;line-height:24px;color:{CARD};"
        "text-decoration:none;font-weight:600;",
        **{
            f"mark-{state}": f"display:inline-block;padding:0 8px;background:{mark.ground};color:{mark.ink};"
            f"font-size:14px;line-height:24px;font-weight:600;border-radius:4px;white-space:nowrap;"
            for state, mark in MARKS.items()
        },
    }.items()
}
