"""The law: its text as data, and what follows from it by pure arithmetic. No framework, no clock, no table."""
