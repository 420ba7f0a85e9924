"""How unlikely a count is, given what was usual: tails of the binomial distribution.

Bounds by relative entropy (Chernoff's), as in Arratia and Gordon, *Tutorial on large deviations for
the binomial distribution* (Bull. Math. Biol. 51:1, 1989): never below the true tail, and exact
enough where tails of one in a million are asked for.
"""

from __future__ import annotations

import math

#: A finding is as unlikely as this by chance alone. 300 stations, each looked at for a dozen things
#: every day, are about 1.3 million looks a year; a month may bring one false alarm at most.
UNLIKELY = 1e-7
#: No share counts as surer than this: a field that was always there may miss once.
_SUREST = 0.98


def tail(count: int, of: int, usual: float) -> float:
    """The chance of a share as far from the usual one as this, in its direction.

    >>> tail(5, 10, 0.5)
    1.0
    >>> round(-math.log10(tail(0, 10, 0.9)), 1), round(-math.log10(tail(9, 10, 0.1)), 1)
    (10.0, 7.6)
    """
    if not of:
        return 1.0
    usual = min(max(usual, 1 - _SUREST), _SUREST)
    share = count / of
    return math.exp(-of * _entropy(share, usual))


def _entropy(share: float, usual: float) -> float:
    parts = ((share, usual), (1 - share, 1 - usual))
    return sum(now * math.log(now / then) for now, then in parts if now)
