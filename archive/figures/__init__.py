"""Tables that people compute first: counts over time, coverage, who reprints whom as a network."""
