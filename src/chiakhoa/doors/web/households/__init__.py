"""The register as a list and as one page a household, cut to what the reader may see."""
