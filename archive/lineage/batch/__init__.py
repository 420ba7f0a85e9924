"""The parts of a rebuild: what is done with all articles at once, in several processes."""
