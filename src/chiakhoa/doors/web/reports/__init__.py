"""Reports: every rate with its count, its denominator, and the households behind it for those entitled."""
