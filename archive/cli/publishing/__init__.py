"""Commands that hand it out: datasets, tables, indexes and files for other programs."""
