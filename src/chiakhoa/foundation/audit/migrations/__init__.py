"""Changes of the room's tables, in order."""
