"""Pages of our own writing, made by the thousand, each with the truth it prints."""
