"""WARC files on their way to the catalogue while they grow, and those of a dead run brought here.

What a run appends is sent every few seconds, a part at a time. Where the run dies before it
publishes, the next holder of the shard puts the parts together as `.open` files, and its run adopts
them as one machine adopts what its own dead run left.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

from archive.cluster.lease import Lease
from archive.cluster.names import fence_of, part_key, part_of, shard_prefix
from archive.cluster.objects import Objects
from archive.files.contained_path import why_no_warc
from archive.files.plain_file import making, reading, sync_folder
from archive.model.closable import Closable
from archive.model.errors import StorageError
from archive.warc.writer import OPEN_SUFFIX

_LARGEST_PART = 1 << 24  # bytes, held in memory


class Sending(Closable):
    """Sends what is appended to the WARC files of a folder, until the end of the block.

    Files in `known` are not looked at: they were published, or adopted. A place that fails is tried
    again with the next round.
    """

    def __init__(self, lease: Lease, folder: Path, known: Collection[str], *, pause: float) -> None:
        self._lease = lease
        self._warc = folder / "warc"
        self._known = set(known)
        self._sent: dict[str, int] = {}
        self._pause = pause
        self._sending = threading.Lock()  # a part is named after where the last one ended
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Send no more."""
        self._over.set()
        self._thread.join()

    def send(self) -> None:
        """Send what was appended since the last time. Raises StorageError."""
        with self._sending:
            for path in sorted(self._warc.glob("*.warc.gz*")):
                file = path.name.removesuffix(OPEN_SUFFIX)
                if file not in self._known and why_no_warc(file) is None:
                    self._send(path, file)

    def _send(self, path: Path, file: str) -> None:
        try:
            opened = reading(path)
        except FileNotFoundError:  # it got its final name: the next round sends the rest
            return
        with opened:
            while True:
                offset = self._sent.get(file, 0)
                opened.seek(offset)
                piece = opened.read(_LARGEST_PART)
                if not piece:
                    return
                key = part_key(self._lease.shard, self._lease.fence, file, offset)
                self._lease.objects.put(key, piece)
                self._sent[file] = offset + len(piece)

    def _go_on(self) -> None:
        while not self._over.wait(self._pause):
            try:
                self.send()
            except (StorageError, OSError):
                continue  # the next round sends it as well


#: Of a WARC file, from where on each of its parts begins: its key, and how long it is.
Parts = dict[int, tuple[str, int]]


def left_behind(
    objects: Objects, shard: str, *, after: int, known: Collection[str]
) -> dict[str, Parts]:
    """What holders after a fence have sent and never published, by WARC file.

    Files in `known` are in the snapshot.
    """
    found: dict[str, Parts] = {}
    for key, size in objects.sizes(shard_prefix(shard)).items():
        fence, part = fence_of(key), part_of(key)
        if part is not None and fence is not None and fence > after and part[0] not in known:
            found.setdefault(part[0], {})[part[1]] = key, size
    return found


def adopt(objects: Objects, left: Mapping[str, Parts], folder: Path) -> list[str]:
    """Bring here what was left behind, as `.open` files; their names without that ending.

    A file ends where a part of it is missing.
    """
    adopted = [f for f, parts in sorted(left.items()) if _put_together(objects, folder, f, parts)]
    if adopted:
        sync_folder(folder / "warc")
    return adopted


def _put_together(objects: Objects, folder: Path, file: str, parts: Parts) -> bool:
    with making(folder / "warc" / f"{file}{OPEN_SUFFIX}") as to:
        end = 0
        while end in parts:
            key, size = parts[end]
            if not objects.copy_to(key, to):
                break
            end += size
        to.flush()
        os.fsync(to.fileno())
    if end == 0:
        (folder / "warc" / f"{file}{OPEN_SUFFIX}").unlink()
    return end > 0
