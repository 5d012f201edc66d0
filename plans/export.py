"""Exporting the plan in force, as YAML or as a workbook, to be changed and applied again."""

from pathlib import Path
from typing import Literal

from models.errors import PlanError
from models.language import _
from models.versions import ActivePlan
from plans.kept_text import plan_text

Format = Literal["yaml", "xlsx"]
_FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx"}


def export_plan(plan: ActivePlan, path: Path, source: str = "") -> None:
    """Write a plan to a file whose ending says what it becomes: .yaml, or .xlsx for those who don't edit YAML.

    `source` is the text that the plan was read from: a YAML file is that text, changed only where the plan was.

    Raises:
        PlanError: the ending is none of these, the file cannot be written, or a text is too long for a cell.
    """
    write_file(path, exported(plan, format_of(path), source))


def format_of(path: Path) -> Format:
    """What the ending of a file's name asks for.

    Raises:
        PlanError: it is neither .yaml nor .xlsx.
    """
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise PlanError(
            _("{path}: không rõ dạng tệp: đặt tên tệp có đuôi .yaml hoặc .xlsx").format(path=path)
        ) from None


def exported(plan: ActivePlan, form: Format, source: str = "") -> bytes:
    """The plan as the content of a file; `source` as in `export_plan`."""
    if form == "yaml":
        return plan_text(source, plan.document, plan.version).encode()
    from plans.sheets_writing import plan_workbook  # noqa: PLC0415  # openpyxl is slow to import

    return plan_workbook(plan.document, plan.version)


def write_file(path: Path, content: bytes) -> None:
    """Write a file of a plan.

    Raises:
        PlanError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PlanError(
            _("{path}: không ghi được tệp ({strerror}): xem lại thư mục và quyền ghi").format(
                path=path, strerror=error.strerror
            )
        ) from error
