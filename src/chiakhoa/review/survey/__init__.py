"""Form B as answered: drafts at a desk, surveys sent for good, answers taken in from files."""
