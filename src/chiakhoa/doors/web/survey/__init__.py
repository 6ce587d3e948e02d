"""Form B at a desk: questions of the household and of each member, saved while they are answered, sent once."""
