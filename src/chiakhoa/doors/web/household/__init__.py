"""The household: what we lack, why, what to do, in large plain words."""
