"""Files and bytes of other origin: opened, named, unpacked and parsed within bounds."""
