"""What the lines of a page say of it: typed claims, each with its evidence."""
