"""Households and people through the years: who lives where with whom, what is known of them, the class in force."""
