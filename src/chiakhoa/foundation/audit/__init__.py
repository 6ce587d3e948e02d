"""The trail: what was done, by whom, to which rows, in chains that nobody can quietly change (ADR 0003)."""
