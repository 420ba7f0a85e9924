"""Two texts: fingerprints, alignment, boilerplate, relation. Mostly without SQL."""
