"""Who may see and do what: accounts, roles, the dated grants they hold, and the person who looks."""
