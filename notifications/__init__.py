"""What goes out: digests, composing and delivery."""
