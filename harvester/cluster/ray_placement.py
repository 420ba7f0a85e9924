"""Shards run by the machines of a Ray cluster.

Ray finds room for a run, and tells when it ended or its machine died. It repeats nothing: it cannot
know whether a machine that it does not hear is dead, and the lease can. Each machine has this
package, and what it needs to speak with the catalogue, in its own environment.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import ray
from ray.exceptions import RayError

from archive.model.errors import StorageError
from harvester.cluster.order import Order, Outcome
from harvester.cluster.placement import Placement


def run_shard(order: str) -> str:
    """What a machine of the cluster does; both are JSON."""
    from harvester.cluster.shard_run import ShardRun

    return ShardRun(Order.from_json(order)).outcome().to_json()


class RayCluster(Placement):
    """Each run is a task that takes one CPU of some machine."""

    def __init__(self, address: str) -> None:
        try:
            ray.init(address=address, log_to_driver=False, include_dashboard=False)
        except (RayError, ConnectionError, OSError, RuntimeError, ValueError) as error:
            raise StorageError(f"{address}: no Ray cluster answers there: {error}") from error
        self._task: Any = ray.remote(num_cpus=1, max_retries=0)(run_shard)
        self._running: dict[str, Any] = {}
        self._number = 0

    @property
    def slots(self) -> int:
        """As many as its machines have CPUs today."""
        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def submit(self, order: Order) -> str:
        """Submit a task."""
        self._number += 1
        name = f"{order.shard}, {self._number}"
        self._running[name] = self._task.remote(order.to_json())
        return name

    def ended(self, timeout: float) -> dict[str, Outcome | None]:
        """The tasks that ended, and those whose worker or machine died."""
        if not self._running:
            return {}
        names = {reference: name for name, reference in self._running.items()}
        ready, _ = ray.wait(list(names), num_returns=1, timeout=timeout)
        found: dict[str, Outcome | None] = {}
        for reference in ready:
            name = names[reference]
            del self._running[name]
            try:
                found[name] = Outcome.from_json(ray.get(reference))
            except RayError:
                found[name] = None
        return found

    def give_up(self, name: str) -> None:
        """Cancel the task, if its machine can still be told."""
        reference = self._running.pop(name)
        with suppress(RayError, ValueError):
            ray.cancel(reference, force=True)

    def stop(self) -> None:
        """Interrupt the tasks: they publish what they have."""
        for reference in self._running.values():
            with suppress(RayError, ValueError):
                ray.cancel(reference)

    def close(self) -> None:
        """Leave the cluster, once what was told to stop has."""
        self.stop()
        if self._running:
            with suppress(RayError):
                ray.wait(list(self._running.values()), num_returns=len(self._running), timeout=60)
        ray.shutdown()
