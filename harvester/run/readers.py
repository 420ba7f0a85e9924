"""Processes that read pages, while the run fetches others and commits.

A reader knows neither the archive nor the network: it is sent what was fetched, and sends back the
visit. Each has a pipe of its own, so that one that dies or hangs takes nothing with it but the page
that it was reading; another takes its place. (A pool whose processes share a queue and its locks
can break as a whole when one of them is killed.) A reader ends when its pipe is closed, also by the
end of the run's process, however that ended.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from logging.handlers import QueueHandler
from multiprocessing import get_context
from queue import LifoQueue, SimpleQueue
from typing import TYPE_CHECKING

from archive.lineage.workers import available_cores
from archive.model.closable import Closable
from harvester.model.visit import Address, Visit
from harvester.run.process import Fetched, Needs, cannot_be_read, failed_to_read, process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

    from harvester.model.station import Station

#: Seconds on the clock after which a reader hangs. A page has 10 s of CPU (`deadline`), which stop
#: all but a call of a C library that does not return; a busy machine may stretch them.
LONGEST = 120.0
#: More readers than one process can fetch for and commit.
_MOST = 4
#: Processes are started by a server of their own, which has read the program once: the run has
#: threads and an open database, and must not be forked.
_CONTEXT = get_context("forkserver")

logger = logging.getLogger(__name__)


def default_readers() -> int:
    """One for each core but the one that fetches and commits: on one core, none."""
    return min(available_cores() - 1, _MOST)


class Readers(Closable):
    """So many processes, each started when it is first needed; with 0 of them, read in place."""

    def __init__(self, count: int = 0, *, longest: float = LONGEST) -> None:
        self._readers = [_Reader(longest) for _ in range(count)]
        self._idle: LifoQueue[_Reader] = LifoQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(count, "reader") if count else None
        self._turn = asyncio.Lock()

    def close(self) -> None:
        """End the readers at once, whatever they are reading."""
        if self._threads is None:
            return
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in self._readers:
            reader.kill()
        self._threads.shutdown()
        for reader in self._readers:
            reader.end()

    def submit(self, address: Address, fetched: Fetched, station: Station) -> Future[Visit | Needs]:
        """What `process` makes of it; a page on which a reader dies or hangs is set aside."""
        if self._threads is not None:
            return self._threads.submit(self._read, address, fetched, station)
        done: Future[Visit | Needs] = Future()
        try:
            done.set_result(process(address, fetched, station))
        except Exception as error:
            done.set_exception(error)
        return done

    async def read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        """The same for an event loop: results come in the order in which they were asked for."""
        result = self.submit(address, fetched, station)
        async with self._turn:  # asyncio's lock is given in the order of asking
            return result.result() if result.done() else await asyncio.wrap_future(result)

    def _read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        reader = self._idle.get()
        try:
            return reader.read(address, fetched, station)
        except _Lost as error:
            logger.warning("reading %s: %s", address.url, error)
            return cannot_be_read(address, fetched, station, str(error))
        finally:
            self._idle.put(reader)


class _Lost(Exception):
    """The process that read a page gives no answer."""


class _Reader:
    """A process that reads one page at a time; after the end of one, the next page starts another.

    `read` is called by one thread at a time.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None

    def read(self, address: Address, fetched: Fetched, station: Station) -> Visit | Needs:
        """Raises _Lost where the process dies or hangs, and MemoryError where it has too little."""
        if self._pipe is None or self._pipe.poll():  # nothing comes from an idle one but its end
            self._begin()
        try:
            answer = self._ask(address, fetched, station)
        except (EOFError, OSError):
            self.end()
            raise _Lost("the process that read it ended") from None
        except _Lost:
            self.end()
            raise
        if isinstance(answer, MemoryError):
            raise answer
        return answer

    def _ask(self, *task: object) -> Visit | Needs | MemoryError:
        assert self._pipe is not None
        self._pipe.send(task)
        if not self._pipe.poll(self._longest):
            raise _Lost(f"reading took more than {self._longest:g} s")
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
        _CONTEXT.set_forkserver_preload([__name__])
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            process.start()
        except (EOFError, OSError) as error:
            ours.close()
            raise MemoryError(f"no process can be started: {error}") from error
        finally:
            theirs.close()
        self._process, self._pipe = process, ours


def _serve(pipe: Connection) -> None:
    """Read what comes through the pipe, until it is closed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # sent to all processes of a run; it ends them
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
