"""What many machines would need, computed from figures that were measured on one.

    python benchmarks/cluster_on_paper.py --shards 400 --runs 24

Nothing is run. Each constant says where it is from: `measured` here (two cores, busy), `assumed` of
the stations, or `priced` as large stores list it; what follows of them is only calculated.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

GIB = 1 << 30
DAY = 86_400

# measured: one article in an archive.db of a million, with index and fingerprints
DATABASE_BYTES = 8_889
# measured: CPU seconds of a page read, held and linked in an archive of 100,000, on a busy machine
PAGE_CPU = 0.041
# measured: the same of a list that was not modified (fetched only)
LIST_CPU = 0.0012
# measured: GiB a CPU second: SHA-256, comparing pages, putting changed pages in, packing, unpacking
DIGEST, COMPARE, APPLY, PACK, UNPACK = 1.21, 1.13, 6.2, 0.091, 0.41
# measured: a database packed whole, of its size; changed pages of an article among 500 in 70,000
PACKED, CHANGED_PER_ARTICLE = 0.31, 31_000
# measured: CPU seconds to copy a GiB with SQLite's backup
COPY_CPU = 2.0
# assumed: a page of 45 kB in its WARC file, packed; of a list that was not modified
WARC_BYTES, NOT_MODIFIED_BYTES = 12_000, 1_500
# assumed: lists of a station, how often each is read, visits of known articles for a new one
LISTS, LIST_READS, REVISITS = 8, 12, 0.5
# assumed: GiB a second that a machine's disk reads or writes
DISK = 0.5
# priced: dollars for 1,000 PUTs or lists, for 1,000 GETs, for a GB and month
PUT, GET, KEPT = 0.005, 0.0004, 0.023
# what the code does: packs before a database is sent whole, seconds between parts and renewals
PACKS, PARTS_EVERY, RENEWED_EVERY = 32, 10, 15


@dataclass(frozen=True, slots=True)
class Region:
    """How much there is, and how it is divided."""

    stations: int
    articles_a_day: int
    held: int
    shards: int
    runs: int  # of each shard a day
    cores: int  # of a machine


def lines(region: Region) -> list[tuple[str, str]]:
    """What is needed, a line each."""
    runs = region.shards * region.runs
    database = region.held * DATABASE_BYTES / region.shards / GIB  # of one shard
    new = region.articles_a_day / runs  # of one run
    visits = region.articles_a_day * (1 + REVISITS)
    list_visits = region.stations * LISTS * LIST_READS
    crawl_cpu = visits * PAGE_CPU + list_visits * LIST_CPU
    pages = min(new * CHANGED_PER_ARTICLE / GIB, database / 2)  # sent by one run
    whole = 1 / (PACKS + 1)  # runs that send all
    publish_cpu = runs * (
        database * (COPY_CPU + 3 / DIGEST + 1 / COMPARE)
        + pages / APPLY
        + whole * database * (1 / PACK + 1 / UNPACK)
    )
    disk = runs * database * (6 + whole * 2)
    seconds = new * (1 + REVISITS) * PAGE_CPU * 3 + 20  # of one run: pauses, start and end
    puts = runs * (4 + seconds / RENEWED_EVERY + seconds / PARTS_EVERY + 8)
    gets = runs * 10
    sent = (
        runs * (pages + whole * database * PACKED)
        + 2 * (visits * WARC_BYTES + list_visits * NOT_MODIFIED_BYTES) / GIB
    )
    warc = region.held * (1 + REVISITS) * WARC_BYTES / GIB
    kept = warc + region.shards * database * (PACKED + 0.5)
    cpu_cores = (crawl_cpu + publish_cpu) / DAY
    disk_share = disk / DISK / DAY
    machines = max(cpu_cores / region.cores, disk_share) * 2  # half is left for what comes at once
    return [
        ("a shard", f"{region.held / region.shards:,.0f} articles, archive.db {database:.1f} GiB,"
                    f" WARC files {warc / region.shards:,.1f} GiB"),
        ("a run", f"{new:,.0f} new articles, {pages * 1024:,.0f} MiB of changed pages, some"
                  f" {seconds:,.0f} s"),
        ("cores that crawl", f"{crawl_cpu / DAY:.1f}"),
        ("cores that publish", f"{publish_cpu / DAY:.1f}"),
        ("disks that publish", f"{disk_share:.1f} at {DISK} GiB/s: {disk / 1024:,.0f} TiB a day"),
        ("machines", f"{max(1, round(machines + 0.49)):,} of {region.cores} cores, half used"),
        ("local disk", f"{region.shards * (2 * database + warc / region.shards) / 1024:,.1f} TiB"
                       " on all machines together, where shards stay where they are"),
        ("requests a day", f"{puts:,.0f} PUTs and lists, {gets:,.0f} GETs:"
                           f" ${(puts * PUT + gets * GET) / 1000:,.2f}"),
        ("sent a day", f"{sent:,.0f} GiB"),
        ("kept in the store", f"{kept / 1024:,.1f} TiB: ${kept * KEPT:,.0f} a month"),
        ("a shard on another machine", f"{database * PACKED + warc / region.shards:,.1f} GiB are"
                                       " fetched first"),
        ("what breaks first", _first(crawl_cpu, publish_cpu, disk_share, region)),
    ]  # fmt: skip


def _first(crawl: float, publish: float, disk: float, region: Region) -> str:
    """The largest of what grows."""
    needs = {
        "CPU of the crawl": crawl / DAY / region.cores,
        "CPU of publishing: each run reads its whole database": publish / DAY / region.cores,
        "disks: each run reads its whole database six times": disk,
    }
    return max(needs, key=lambda name: needs[name])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=10_000)
    parser.add_argument("--articles-a-day", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=100_000_000)
    parser.add_argument("--shards", type=int, default=400)
    parser.add_argument("--runs", type=int, default=24, help="of each shard a day")
    parser.add_argument("--cores", type=int, default=16, help="of a machine")
    for name, value in lines(Region(**vars(parser.parse_args()))):
        print(f"{name:<28}{value}")


if __name__ == "__main__":
    main()
