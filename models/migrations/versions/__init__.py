"""One module for each migration, linear."""
