"""The only wiring: settings, addresses and the server's entry."""
