"""Datasets that can be cited: a package that describes itself, and citations in print."""
