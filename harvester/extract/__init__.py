"""A document to an article, with its evidence."""
