"""Plan files: reading, checking, comparing and applying them."""
