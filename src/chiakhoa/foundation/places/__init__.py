"""Provinces, communes and villages as they were on each day, with their old forms and what they became."""
