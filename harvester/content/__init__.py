"""Which lines of a document are its headline, its header and its text."""
