"""How each station fares against its own past, and who is told of a change."""
