"""A printed line: who, when, from where."""
