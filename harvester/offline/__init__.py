"""The other ways along the line: saved pages, import, reread, rebuild."""
