"""The village head: the own village, its counts, who is listed; reviewers and helpers: their households."""
