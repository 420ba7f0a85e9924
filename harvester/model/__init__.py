"""Values: addresses, stations, places, visits, errors."""
