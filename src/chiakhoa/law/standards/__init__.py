"""The law as data: one folder per legal instrument, every value with its article. Packaged data, no code."""
