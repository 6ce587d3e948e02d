"""Messages to residents, how they reach them, and the evidence that they did. Not built yet."""
