"""What finds where it is damaged, and mends it: verify and repair."""
