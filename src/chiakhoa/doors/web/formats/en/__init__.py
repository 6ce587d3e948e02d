"""Numbers and dates on pages."""
