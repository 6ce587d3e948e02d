"""Numbers and dates as each language writes them: 1.234,56 and 14/12/2025."""
