"""Data about the world that reading and comparing rest on: media, institutions, people, places."""
