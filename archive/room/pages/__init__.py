"""The pages of the reading room, one module a kind: what they show, as JSON-ready data."""
