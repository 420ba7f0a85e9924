"""A worker as a process of its own: it runs one shard, and tells the outcome on its output.

    python -m harvester.cluster.work ORDER

SIGTERM and SIGINT let it end early: what was visited is published.
"""

from __future__ import annotations

import signal
import sys

from harvester.cluster.order import Order
from harvester.cluster.shard_run import ShardRun


def main() -> None:
    """Run the shard of the order in the first argument."""
    run = ShardRun(Order.from_json(sys.argv[1]))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: run.stop())
    outcome = run.outcome()
    print(outcome.to_json(), flush=True)
    sys.exit(outcome.exit_code)


if __name__ == "__main__":
    main()
