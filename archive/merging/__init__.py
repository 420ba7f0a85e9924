"""How many archives become one: their rows, their files, and what is made again of them."""
