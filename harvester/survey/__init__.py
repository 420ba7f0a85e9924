"""What an unknown site publishes: its lists, its articles, and the station file that fits them."""
