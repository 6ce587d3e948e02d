"""The administrator: accounts and roles, the law book, the health of the office."""
