"""Rates of a unit with what they are of, how they changed, and the households behind each figure."""
