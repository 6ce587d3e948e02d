"""What follows for a listed family: support, livelihoods, employment, credit, fund. Not built yet."""
