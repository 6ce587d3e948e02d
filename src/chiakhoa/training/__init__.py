"""Courses for those who review, dialogues with residents and the promises made there. Not built yet."""
