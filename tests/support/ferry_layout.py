"""A station whose only layout names its places: tests of redesigns move what stands there."""

HOME = "http://ferry.example/"
STATION = f"""title = "渡口"
home = "{HOME}"
id_space = "ferry"
articles = ['/[ab]/(?P<id>\\d+)\\.html']

[[layout]]
name = "one"
title = "h1.t"
body = "div.text"
published = "div.time"
credits = "div.edit"
"""
