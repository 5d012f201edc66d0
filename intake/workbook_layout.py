"""What the writer and the reader of a workbook form agree on: its sheets, columns, keys and words."""

from intake.forms import FormSpec

SHEET = "Số liệu"
#: Very hidden: says whose form this is. A workbook without it was not made by dondoc.
IDENTITY_SHEET = "dondoc"
FORMAT = "dondoc-form-1"
#: The sheets of the workbook of earlier years' figures: of the whole, and body by body.
WHOLE_SHEET, BODIES_SHEET = "Toàn tỉnh", "Theo đơn vị"
#: Sheets whose name is no answer: a place may be called by it.
OWN_SHEETS = frozenset({SHEET, IDENTITY_SHEET, WHOLE_SHEET, BODIES_SHEET})

NUMBER, NAME, UNIT, BEFORE, NOW, NIL, ESTIMATE, NOTE = "ABCDEFGH"
#: Hidden column with each row's key, so that inserted, moved or sorted rows are still read rightly.
KEYS = "I"

MARK = "x"
MARKS = frozenset({"x", "có", "co", "1", "true", "✓", "✔"})
NIL_FORM = "nil"

#: A spreadsheet cell holds no more characters.
MAX_CELL_TEXT = 32_767


def figure_key(code: str) -> str:
    """The key of a figure's row."""
    return f"figure:{code}"


def passage_key(code: str) -> str:
    """The key of a passage's row."""
    return f"passage:{code}"


def duty_key(code: str) -> str:
    """The key of a standing duty's row."""
    return f"duty:{code}"


def field_key(code: str) -> str:
    """The key of a task's or hand-over's field."""
    return f"field:{code}"


def identity_of(spec: FormSpec) -> dict[str, str]:
    """What the identity sheet says."""
    return {
        "format": FORMAT,
        "assignment": spec.assignment,
        "form": spec.form,
        "plan_version": str(spec.plan_version),
        "revision": str(spec.revision),
        "digest": spec.digest,
    }
