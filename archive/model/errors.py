"""What can go wrong in the archive; each class knows the exit code it ends a command with.

::

    ArchiveError                        1
    ├── UsageError                      2   a value on the command line or in a file is wrong
    │   ├── NoArchive                   2   there is no archive in this folder
    │   ├── NewerArchive                2   made by a newer version of this program
    │   ├── OlderArchive                2   made by an older version, and opened for reading only
    │   └── BadRecord                   2   a line of a file to load is no record
    ├── NothingFound                    3   nothing matched
    │   └── TakenDown                   3   the article is hidden, or was erased
    ├── StorageError                   74   disk full, input/output error, too little memory
    ├── Locked                         75   another run holds the lock
    │   └── LeaseLost                  75   another worker has the shard of this one
    └── Damaged                        76   not a database, a torn record, a digest that differs

A message says which file, station, address or record, what was tried, and what to do.
"""

#: What a StorageError says where memory is what is short.
NO_MEMORY = (
    "there is not enough memory, or this process may not use more of it (ulimit -v, the"
    " service's MemoryMax); run it again with more: nothing acknowledged is lost"
)


class ArchiveError(Exception):
    """The base of all that this package raises on purpose."""

    exit_code = 1


class UsageError(ArchiveError):
    """A value given by the user cannot be used."""

    exit_code = 2


class NoArchive(UsageError):
    """There is no archive in this folder."""


class NewerArchive(UsageError):
    """The archive was made by a newer version of this program."""


class OlderArchive(UsageError):
    """The archive was made by an older version of this program, and may not be written to now."""


class BadRecord(UsageError):
    """A line of a file to load is no record."""


class NothingFound(ArchiveError):
    """Nothing matched what was asked for."""

    exit_code = 3


class TakenDown(NothingFound):
    """The article is hidden, or was erased; the message says since when and why."""


class StorageError(ArchiveError):
    """The disk is full or failed, or memory is short."""

    exit_code = 74


class Locked(ArchiveError):
    """Another run holds the archive's lock."""

    exit_code = 75


class LeaseLost(Locked):
    """A worker was not heard of too long, and another has its shard."""


class Damaged(ArchiveError):
    """What is on disk is not what was put there."""

    exit_code = 76
