"""Values and words: captures, articles, errors, text that is safe to show. Imports nothing."""
