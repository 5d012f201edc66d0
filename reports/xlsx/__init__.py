"""The consolidated report as a workbook with formulas."""
