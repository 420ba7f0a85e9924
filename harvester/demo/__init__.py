"""The demo region: small stations of our own invention, served on loopback.

澜江市, its districts and counties, its papers and everybody named in them are invented; nothing
that is printed here ever happened.
"""
