"""What the scalars of two families use."""
