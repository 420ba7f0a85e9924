"""A query to the articles that match it, ranked, with snippets."""
