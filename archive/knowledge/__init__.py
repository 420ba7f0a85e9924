"""Data about the world that reading and comparing rest on: surnames, names of media."""
