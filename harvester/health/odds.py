"""How surprising a count is, given what was usual: tails of the binomial distribution.

Bounds by relative entropy (Chernoff's), as in Arratia and Gordon, *Tutorial on large deviations for
the binomial distribution* (Bull. Math. Biol. 51:1, 1989): exact enough where tails of one in a
million are asked for. What is usual is itself a count: a short past says less than a long one.
"""

from __future__ import annotations

import math

#: A finding is as unlikely as this by chance alone. 300 stations, each looked at for a dozen things
#: every day, are about 1.3 million looks a year, each of several spans; a month may bring one false
#: alarm at most (benchmarks/year.py).
UNLIKELY = 1e-6
#: No share counts as surer than this: a field that was always there may miss once.
_SUREST = 0.98


def surprise(now: tuple[int, int], past: tuple[int, int]) -> float:
    """-ln of the chance of two shares as far apart as these (counts, of how many), if one is usual.

    >>> surprise((5, 10), (200, 400))
    0.0
    >>> round(surprise((0, 10), (360, 400)), 1), round(surprise((0, 10), (36, 40)), 1)
    (22.0, 16.6)
    """
    usual = (now[0] + past[0]) / max(now[1] + past[1], 1)
    sure = min(max(usual, 1 - _SUREST), _SUREST)
    return _distance(*now, sure) + _distance(*past, usual)


def _distance(count: int, of: int, usual: float) -> float:
    share = count / max(of, 1)
    parts = ((share, usual), (1 - share, 1 - usual))
    return of * sum(each * math.log(each / then) for each, then in parts if each)
