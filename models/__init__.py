"""What is tracked and the rules it lives by: no network, no Prefect, and `now` is always an argument."""
