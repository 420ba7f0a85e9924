"""What a station file says, and whether it is right."""
