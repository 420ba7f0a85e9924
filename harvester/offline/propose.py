"""Proposes a [[layout]] for pages of a station that no layout fits any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.db.sql import rows
from archive.files.plain_file import replace as replace_file
from archive.model.errors import Damaged, NothingFound, StorageError
from archive.store.archive import Archive
from harvester.config.stations import file_of
from harvester.model.errors import NotAnArticle
from harvester.model.url import article_id
from harvester.redesign.layout_toml import layout_toml
from harvester.redesign.learn import learn
from harvester.redesign.samples import Sample, Trial, agreement, tried

if TYPE_CHECKING:
    from archive.model.article import Article
    from harvester.model.station import Layout, Station

#: Pages that a layout is learnt from, the latest.
_MOST = 60
#: Of an article without a layout, its own reading is what is known of it.
_WAITING = """
SELECT c.id, c.url, f.article, c.captured_at FROM crawl_unread AS u
CROSS JOIN captures AS c ON c.id = u.capture LEFT JOIN crawl_frontier AS f ON f.url = c.url
WHERE u.why IS NOT NULL AND c.station = ? AND c.kind = 'page' ORDER BY c.captured_at DESC"""
_UNFITTED = """
SELECT r.capture AS id, a.id AS article, a.first_seen_at AS captured_at FROM articles AS a
JOIN revision_captures AS r ON r.article = a.id AND r.revision = a.revision
WHERE a.station = ? AND a.layout = 'generic'
GROUP BY a.id HAVING count(*) = 1 ORDER BY a.first_seen_at DESC LIMIT ?"""
_FIELDS = ("title", "published_at", "source", "authors", "editors", "body")
_FIRST_TABLE = re.compile(r"^\[\[", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A layout, how pages read with it and without it, and how former pages of the articles do."""

    station: str
    layout: Layout
    before: list[Trial]
    after: list[Trial]
    former: list[Trial]
    former_today: list[Trial]

    @property
    def does_harm(self) -> bool:
        """Whether former pages would be read worse: their own layouts come after this one."""
        return agreement(self.former) < agreement(self.former_today)

    @property
    def gain(self) -> float:
        """How much more of what is known is read with the layout, as a share of 1."""
        return agreement(self.after) - agreement(self.before)

    @property
    def is_of_use(self) -> bool:
        """Whether more is read with it; where nothing was known before, there is no measure."""
        return self.gain > 0 or not self.former

    @property
    def toml(self) -> str:
        """The [[layout]] as a station file has it."""
        return layout_toml(self.layout)

    def summary(self) -> str:
        """How much of what is known each way of reading finds."""
        verdict = "" if self.gain > 0 else "; it reads no more than the layouts of today"
        verdict = "; it reads these worse than today" if self.does_harm else verdict
        return (
            f"{self.station}: fields as known on {len(self.after)} new pages:"
            f" {agreement(self.before):.0%} today, {agreement(self.after):.0%} with the layout;"
            f" on {len(self.former)} former pages {agreement(self.former):.0%} with it"
            f"{verdict}"
        )

    def side_by_side(self, most: int) -> Iterator[str]:
        """What is known of articles, and what their new pages read as."""
        for trial in self.after[:most]:
            yield f"{trial.sample.known.id}  {trial.sample.capture.url}"
            yield from _fields(trial.sample.known, trial.read)


def propose(folder: Path, station: Station) -> Proposal:
    """Learn a layout from the pages that wait; where none is of a known article, from those that
    were read without a layout. Raises NothingFound.
    """
    with Archive.read_only(folder) as archive:
        samples, former = _samples(archive, station)
    if not samples:
        raise NothingFound(
            f"{station.name}: no page waits for a layout, and no article was read without one"
        )
    day = min(each.capture.captured_at for each in samples).date().isoformat()
    layout = learn(samples, former, _free_name(f"from-{day}", station))
    if layout is None:
        raise NothingFound(
            f"{station.name}: no selector finds title and text on most of {len(samples)} pages;"
            " `harvest read` one of them, and write the layout by hand"
        )
    return Proposal(
        station=station.name,
        layout=layout,
        before=tried(samples, None),
        after=tried(samples, layout),
        former=tried(former, layout),
        former_today=tried(former, None),
    )


def write(proposal: Proposal, folder: Path, *more: Path) -> Path:
    """Put the layout before all others into the station's own file; a shipped one is copied first.

    Gives the path of the file. Raises StorageError.
    """
    source = file_of(proposal.station, *more, folder)
    own = source.resolve().is_relative_to(folder.resolve()) or any(
        source.resolve().is_relative_to(each.resolve()) for each in more
    )
    target = source if own else folder / "stations" / source.name
    text = source.read_text("utf-8")
    first = _FIRST_TABLE.search(text)
    at = first.start() if first else len(text)
    lead = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    written = f"{lead}\n{proposal.toml}\n{text[at:]}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, written.encode())
    except OSError as error:
        raise StorageError(f"{target}: cannot be written: {error.strerror}") from error
    return target


def _samples(archive: Archive, station: Station) -> tuple[list[Sample], list[Sample]]:
    """The new pages of known articles, and the pages that these were known from."""
    waiting = rows(archive.connection, _WAITING, station.name)
    samples: list[Sample] = []
    former: list[Sample] = []
    for row in waiting:
        known = _known(archive, row["article"] or article_id(row["url"], station))
        if known is None or len(samples) == _MOST:
            continue
        article, captures = known
        try:
            samples.append(Sample(article, archive.capture(row["id"]), station))
            former += [Sample(article, archive.capture(each), station) for each in captures]
            _ = samples[-1].root
        except (Damaged, NothingFound, NotAnArticle):
            samples = [each for each in samples if each.capture.id != row["id"]]
    if samples:
        return samples, former
    for row in rows(archive.connection, _UNFITTED, station.name, _MOST):
        samples.append(Sample(archive.article(row["article"]), archive.capture(row["id"]), station))
    return samples, []


def _known(archive: Archive, identifier: str) -> tuple[Article, list[str]] | None:
    """An article, and the capture that it was read from; None where it has none, or several."""
    try:
        article = archive.article(identifier)
        captures = [capture.id for capture in archive.captures_of(identifier)]
    except (NothingFound, Damaged):
        return None
    return (article, captures) if len(captures) == 1 else None


def _free_name(wanted: str, station: Station) -> str:
    taken = {layout.name for layout in station.layouts}
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _fields(known: Article, read: Article | None) -> Iterator[str]:
    was, now = known.to_dict(), read.to_dict() if read is not None else {}
    for name in _FIELDS:
        if read is None or was[name] == now[name]:
            yield f"  {name:<13} {'not read' if read is None else '='}  {_brief(was[name])}"
        else:
            yield f"  {name:<13} {_brief(was[name])}  →  {_brief(now[name])}"


def _brief(value: Any) -> str:
    text = "、".join(value) if isinstance(value, list) else str(value or "–")
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:30]}… ({len(text)} characters)"
