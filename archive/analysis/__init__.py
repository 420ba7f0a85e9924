"""Text to index terms, in Python and in SQL."""
