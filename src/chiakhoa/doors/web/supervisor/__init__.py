"""The supervisor: the same lists, and the trail."""
