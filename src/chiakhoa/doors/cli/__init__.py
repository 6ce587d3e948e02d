"""The `chiakhoa` command: everything the product does, from a terminal, with the same rules and the same refusals."""
