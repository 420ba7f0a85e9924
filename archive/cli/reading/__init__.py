"""Commands that find and read what the archive holds."""
