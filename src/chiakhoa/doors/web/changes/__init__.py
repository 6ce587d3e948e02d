"""What changed in a commune, and why."""
