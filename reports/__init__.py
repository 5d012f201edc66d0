"""The consolidated reports: figures, narrative and documents."""
