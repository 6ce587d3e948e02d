"""Who may see what: viewers and the privacy class of every field. Accounts, roles and grants join them later."""
