"""The consolidated report as a page."""
