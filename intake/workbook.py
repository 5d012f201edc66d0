"""The workbook form: written for one assignment, filled by a person, and read back cell by cell."""

from intake.workbook_reading import read_workbook
from intake.workbook_writing import write_workbook

__all__ = ["read_workbook", "write_workbook"]
