"""Values and words: captures, articles, times, errors, text that is safe to show. Imports nothing."""
