"""One run of one shard: take it, bring it here, `harvest run`, publish, give it back.

Between the two requests that take and publish it, the shard is an archive's folder as any other. A
run that is not published leaves its captures in the catalogue, and the next one adopts them.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from archive.backup.backup_manifest import why_no_place
from archive.cluster import catalogue as catalogues
from archive.cluster import objects as places
from archive.cluster.catalogue import Catalogue
from archive.cluster.lease import Lease, Renewal
from archive.cluster.manifest import FILE, read_manifest
from archive.cluster.parts import Sending, adopt, left_behind
from archive.cluster.snapshots import prune, publish, restore
from archive.db import connection as database
from archive.db import folder as archive_folder
from archive.files.plain_file import replace
from archive.model.errors import ArchiveError, Damaged, LeaseLost, StorageError, UsageError
from archive.model.version import __version__
from archive.store.archive import Archive
from archive.warc.writer import OPEN_SUFFIX
from harvester.cluster.order import Order, Outcome
from harvester.cluster.shard_report import report_of
from harvester.cluster.worker_folder import WorkerFolder

#: Seconds in which a run that was told to stop, and then to stop at once, must have ended.
_GRACE = 20.0


class ShardRun:
    """A run of a shard; `stop` lets it end early, from any thread or signal handler."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Visit nothing more, and publish what was visited."""
        self._is_stopped = True
        child = self._child
        if child is not None and child.poll() is None:
            child.send_signal(signal.SIGTERM)

    def outcome(self) -> Outcome:
        """Do it. What goes wrong is told in the outcome, with the exit code of a command."""
        try:
            return self._run()
        except ArchiveError as error:
            return self._failed(error, error.exit_code)
        except OSError as error:
            return self._failed(error, StorageError.exit_code)

    def _failed(self, error: Exception, exit_code: int) -> Outcome:
        return Outcome(shard=self._order.shard, exit_code=exit_code, error=str(error))

    def _run(self) -> Outcome:
        order = self._order
        objects = places.opened(order.catalogue)
        catalogue = catalogues.read(objects)
        catalogues.refuse_unknown(objects, catalogue, order.shard)
        who = f"{socket.gethostname()}, process {os.getpid()}"
        lease = Lease.take(
            objects, order.shard, who=who, driver=order.driver, seconds=order.seconds
        )
        try:
            outcome = self._run_leased(lease, catalogue)
        except LeaseLost:
            raise
        except BaseException as error:
            with suppress(ArchiveError):  # it lapses by itself
                lease.release(failure=" ".join(str(error).split())[:1000] or repr(error))
            raise
        lease.release()
        return outcome

    def _run_leased(self, lease: Lease, catalogue: Catalogue) -> Outcome:
        with ExitStack() as stack:
            renewal = stack.enter_context(
                Renewal(lease, on_renewed=self._beat, on_lost=self._let_end)
            )
            place = Path(self._order.work) / catalogue.id / lease.shard
            folder = stack.enter_context(WorkerFolder(place, lease.fence, lease.state.snapshot))
            here = _bring(lease, folder)
            renewal.refuse_lost()
            stations = catalogue.stations_of(lease.shard)
            files = catalogues.files_of(lease.objects, lease.shard)
            _write_station_files(folder.archive, files)
            code = self._crawl(lease, folder, here, stations)
            renewal.refuse_lost()
            if not (folder.archive / database.NAME).exists():
                raise UsageError(f"nothing was crawled: {_last_lines(folder.log)}")
            made_by = f"harvest {__version__}, {socket.gethostname()}"
            before = lease.state.snapshot
            manifest = publish(lease, folder.archive, folder.published, made_by)
            report = report_of(folder.archive, code, digest_of(stations, files))
            key = f"{lease.prefix}{FILE}"
            lease.publish(key, report)
            folder.is_published(key)
            kept = [manifest]
            if before is not None:
                kept.append(read_manifest(lease.objects, lease.shard, before))
            prune(lease, kept)
        notes = [_last_lines(folder.log)] if code else []
        return Outcome(
            shard=lease.shard, exit_code=code, fence=lease.fence, report=report, notes=notes
        )

    def _crawl(
        self, lease: Lease, folder: WorkerFolder, here: set[str], stations: Sequence[str]
    ) -> int:
        """Run `harvest run` in the folder; its exit code. What it keeps is sent meanwhile."""
        if not stations or self._is_stopped:
            return 0
        command = [sys.executable, "-m", "harvester.cluster.crawl_child", str(self._order.seconds)]
        command += ["run", "--archive", str(folder.archive), *self._order.options]
        for station in stations:
            command += ["--station", station]
        with Sending(lease, folder.archive, here, pause=self._order.pause) as sending:
            with folder.log.open("wb") as log:
                self._child = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=log, stderr=log
                )
            if self._is_stopped:
                self.stop()
            code = self._ended(self._child)
            if self._child.stdin is not None:
                self._child.stdin.close()
            with suppress(StorageError):  # it is published whole, or the place fails then
                sending.send()
        return code if code >= 0 else 128 - code

    def _ended(self, child: subprocess.Popen[bytes]) -> int:
        """The exit code of a child; an interrupt, as Ray sends one, lets it end early."""
        while True:
            try:
                return child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
            except KeyboardInterrupt:
                self.stop()

    def _beat(self) -> None:
        """Tell the run that its worker holds the shard still."""
        child = self._child
        if child is not None and child.stdin is not None:
            with suppress(OSError, ValueError):
                os.write(child.stdin.fileno(), b".")

    def _let_end(self) -> None:
        """The lease is lost: the run is not to go on."""
        child = self._child
        if child is None or child.poll() is not None:
            return
        child.send_signal(signal.SIGTERM)
        killer = threading.Timer(_GRACE, child.kill)
        killer.daemon = True
        killer.start()


def digest_of(stations: Sequence[str], files: dict[str, str]) -> str:
    """What a shard is to crawl, in short: where it changes, the shard is due."""
    said = "\n".join([*stations, *(f"{name}\n{files[name]}" for name in sorted(files))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _bring(lease: Lease, folder: WorkerFolder) -> set[str]:
    """Bring the snapshot of a shard here, and what dead runs sent since; its WARC files."""
    objects, state = lease.objects, lease.state
    here: set[str] = set()
    if state.snapshot is not None:
        manifest = read_manifest(objects, lease.shard, state.snapshot)
        here = _warc_files(manifest.files)
        if not folder.is_current:
            restore(objects, manifest, folder.archive, folder.published)
    folder.is_changed()
    archive_folder.make(folder.archive)
    left = left_behind(objects, lease.shard, after=state.snapshot_fence, known=here)
    if left and not (folder.archive / database.NAME).exists():
        Archive.create(folder.archive).close()
    return here | set(adopt(objects, left, folder.archive))


def _write_station_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        if why := why_no_place(name):
            raise Damaged(f"the catalogue names a station file {name[:100]!r}: {why}")
        replace(folder / name, text.encode())


def _warc_files(names: Iterable[str]) -> set[str]:
    """The WARC files among the files of a snapshot, by the names that they have once closed."""
    return {
        name.removeprefix("warc/").removesuffix(OPEN_SUFFIX)
        for name in names
        if name.startswith("warc/")
    }


def _last_lines(log: Path) -> str:
    """What a run said last."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return "no station is pinned to it"
    return " / ".join(lines[-3:])[-1000:]
