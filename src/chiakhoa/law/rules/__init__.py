"""What follows from the law: pure functions over the standards' data, with the reasons kept."""
