"""Every address and what became of it; when it is visited again."""
