"""Records of other programs: what their fields mean, and how ours are written for them."""
