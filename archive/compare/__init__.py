"""Two texts: fingerprints, alignment, boilerplate, relation. Knows no SQL but the tables it caches."""
