"""Invented communes for practice, of any size, and workbooks with planted faults."""
