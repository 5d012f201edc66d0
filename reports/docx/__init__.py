"""The consolidated report as a Word document, set into a template."""
