"""Processes that read pages, while the run fetches others and commits.

A reader knows neither the archive nor the network: it is sent what was fetched, and sends back the
visit. Each has a pipe of its own, so that one that dies or hangs takes nothing with it but the page
that it was reading; another takes its place, and reads that page once more. (A pool whose processes
share a queue and its locks can break as a whole when one of them is killed.) A reader ends when its
pipe is closed, also by the end of the run's process, however that ended. Where no process can be
started, pages are read in place; so are the first pages of a run that was given no number.
"""

from __future__ import annotations

import asyncio
import logging
import math
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from logging.handlers import QueueHandler
from multiprocessing import get_context, resource_tracker
from queue import LifoQueue, SimpleQueue
from threading import Event, Timer
from typing import TYPE_CHECKING

from archive.model.closable import Closable
from archive.processes.workers import available_cores
from harvester.model.visit import Address, Visit
from harvester.run.politeness import Stopping
from harvester.run.process import Fetched, Needs, cannot_be_read, failed_to_read, process

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

    from harvester.model.station import Station

#: Seconds on the clock after which a reader hangs. A page has 10 s of CPU (`deadline`), which stop
#: all but a call of a C library that does not return; a busy machine may stretch them.
LONGEST = 120.0
#: Pages that a run reads in place before it starts processes, unless it was given their number. To
#: start one takes as long as to read a hundred pages, and most runs of a night read fewer.
AT_FIRST_IN_PLACE = 100
#: Processes at most, unless their number is given: the one that commits keeps no more of them busy.
_MOST = 4
#: Sent to all processes of a run, which ends its readers itself.
_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
#: Processes are started by a server of their own, which has read the program once: the run has
#: threads and an open database, and must not be forked.
_CONTEXT = get_context("forkserver")

logger = logging.getLogger(__name__)


class Readers(Closable):
    """So many processes, each started when it is first needed; with 0 of them, read in place.

    The first `in_place` pages are read in place in any case. `is_stopping` says whether the run is
    to stop: a process may then have ended because of that.
    """

    def __init__(self, count: int = 0, *, in_place: int = 0, longest: float = LONGEST) -> None:
        self._readers = [_Reader(longest) for _ in range(count)]
        self._idle: LifoQueue[_Reader] = LifoQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(count, "reader") if count else None
        self._turn = asyncio.Lock()
        self._left_in_place: float = in_place if count else math.inf
        self._waiting = 0  # pages that are read, or are to be
        self.is_stopping: Callable[[], bool] = lambda: False

    @classmethod
    def of(cls, count: int | None) -> Readers:
        """So many; where no number is given, one for each core but one, for runs of many pages."""
        if count is not None:
            return cls(count)
        return cls(min(available_cores() - 1, _MOST), in_place=AT_FIRST_IN_PLACE)

    @property
    def are_reading(self) -> bool:
        """Whether the result of a page is waited for."""
        return self._waiting > 0

    def close(self) -> None:
        """End the readers at once, whatever they are reading."""
        if self._threads is None:
            return
        self.is_stopping = lambda: True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in self._readers:
            reader.kill_for_good()
        self._threads.shutdown()
        for reader in self._readers:
            reader.end()

    def submit(self, address: Address, fetched: Fetched, station: Station) -> Future[Visit | Needs]:
        """What `process` makes of it; a page is set aside on which two readers die, or one hangs.

        Raises Stopping where that happens while the run stops, and _NoProcess.
        """
        if self._threads is not None and self._left_in_place <= 0:
            return self._threads.submit(self._read, address, fetched, station)
        self._left_in_place -= 1
        done: Future[Visit | Needs] = Future()
        try:
            done.set_result(process(address, fetched, station))
        except Exception as error:
            done.set_exception(error)
        return done

    async def read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        """The same for an event loop: results come in the order in which they were asked for.

        Where no process can be started, this page and all later ones are read in place.
        """
        self._waiting += 1
        try:
            return await self._result(address, fetched, station)
        finally:
            self._waiting -= 1

    async def _result(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        result = self.submit(address, fetched, station)
        async with self._turn:  # asyncio's lock is given in the order of asking
            try:
                return result.result() if result.done() else await asyncio.wrap_future(result)
            except _NoProcess as error:
                if self._left_in_place <= 0:
                    logger.warning("pages are read in place from here on: %s", error)
                self._left_in_place = math.inf
                return process(address, fetched, station)

    def _read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        reader = self._idle.get()
        try:
            try:
                return reader.read(address, fetched, station)
            except _Ended:  # which the page need not have to do with
                return reader.read(address, fetched, station)
        except (_Ended, _Hung) as error:
            if self.is_stopping():
                raise Stopping(f"reading {address.url}: {error}") from error
            logger.warning("reading %s: %s", address.url, error)
            return cannot_be_read(address, fetched, station, str(error))
        finally:
            self._idle.put(reader)


class _NoProcess(Exception):
    """No process can be started that reads pages."""


class _Ended(Exception):
    """The process that read a page has ended."""


class _Hung(Exception):
    """The process that read a page gave no answer in time, and was ended."""


class _Reader:
    """A process that reads one page at a time; after the end of one, the next page starts another.

    `read` is called by one thread at a time.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._is_over = False

    def read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        """Raises _Ended, _Hung, _NoProcess, and MemoryError where the process has too little."""
        if self._pipe is None or self._pipe.poll():  # nothing comes from an idle one but its end
            self._begin()
        has_hung = Event()
        timer = Timer(self._longest, self._kill_hanging, (has_hung,))
        timer.daemon = True
        timer.start()
        try:
            answer = self._ask(address, fetched, station)
        except (EOFError, OSError):
            self.end()
            if has_hung.is_set():
                raise _Hung(f"reading took more than {self._longest:g} s") from None
            raise _Ended("the process that read it ended") from None
        finally:
            timer.cancel()
        if isinstance(answer, MemoryError):
            raise answer
        return answer

    def _ask(self, *task: object) -> Visit | Needs | MemoryError:
        assert self._pipe is not None
        self._pipe.send(task)
        answer: Visit | Needs | MemoryError
        logged: list[logging.LogRecord]
        answer, logged = self._pipe.recv()
        for record in logged:
            logging.getLogger(record.name).handle(record)
        return answer

    def kill(self) -> None:
        """Kill the process, if there is one; a thread that waits for its answer goes on."""
        if self._process is not None:
            self._process.kill()

    def _kill_hanging(self, has_hung: Event) -> None:
        has_hung.set()
        self.kill()

    def kill_for_good(self) -> None:
        """Kill the process, and start no other."""
        self._is_over = True
        self.kill()

    def end(self) -> None:
        """Kill the process, if there is one, and forget it."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process, self._pipe = None, None

    def _begin(self) -> None:
        self.end()
        try:
            self._process, self._pipe = _started()
        except (EOFError, OSError) as error:
            raise _NoProcess(f"no process can be started: {error}") from error
        if self._is_over:  # since the start
            self.end()
            raise _Ended("the readers are closed")


def _started() -> tuple[ForkServerProcess, Connection]:
    """A new process, and our end of its pipe."""
    _CONTEXT.set_forkserver_preload([__name__])
    ours, theirs = _CONTEXT.Pipe()
    with theirs:
        process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        _start_deaf(process)
    return process, ours


def _start_deaf(process: ForkServerProcess) -> None:
    """Start a process that no signal for the whole run ends, from its first moment on.

    What a thread blocks is blocked in all that it starts, and those threads need no signals: Python
    hears them in the main thread. Starting the resource tracker, which the server of processes
    needs, lets some through again, so it comes first.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    process.start()


def _serve(pipe: Connection) -> None:
    """Read what comes through the pipe, until it is closed."""
    logged: SimpleQueue[logging.LogRecord] = SimpleQueue()
    logging.getLogger().addHandler(QueueHandler(logged))
    try:
        while True:
            answer = _answer(*pipe.recv())
            pipe.send((answer, [logged.get() for _ in range(logged.qsize())]))
    except (EOFError, OSError):
        return


def _answer(address: Address, fetched: Fetched, station: Station) -> Visit | Needs | MemoryError:
    try:
        return process(address, fetched, station)
    except MemoryError as error:
        return error
    except Exception as error:
        # A bug of ours: not every exception can be sent, but its visit can.
        logger.exception("reading %s failed", address.url)
        return failed_to_read(address, fetched, station, error)
