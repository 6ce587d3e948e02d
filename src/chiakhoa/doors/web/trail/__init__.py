"""The trail: what was done, by whom, when; whether all of it still holds."""
