"""A survey: from the address of a site to its lists, its articles and how they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvester.document import decoding
from harvester.document.parser_guard import tree
from harvester.extract.read_article import read_article
from harvester.model.errors import HarvestError, NoAnswer, NotAllowed, NotAnArticle
from harvester.model.url import canonical
from harvester.redesign.samples import Sample as KnownPage
from harvester.survey.address_shape import Shape, by_shape, names_one_page, shape_of
from harvester.survey.article_links import Linked, article_shapes, linked
from harvester.survey.json_endpoints import (
    JsonList,
    addresses_in,
    article_form,
    endpoints,
    json_list_in,
    script_files,
)
from harvester.survey.learnt_layout import learnt_layout
from harvester.survey.pages import (
    CUSTOMARY,
    addresses_in_feed,
    declared_feeds,
    declared_sitemaps,
    sections,
    site_title,
)

if TYPE_CHECKING:
    from archive.model.article import Article, Capture
    from harvester.config.stations import Stations
    from harvester.model.station import Layout

#: What pages are fetched with: an address → its capture. Raises NotAllowed and NoAnswer.
Fetch = Callable[[str], Awaitable["Capture"]]
#: How many pages of each sort are looked at: a survey is a short visit.
_SECTIONS, _SCRIPTS, _ENDPOINTS, _FEEDS, _SAMPLES = 6, 3, 4, 4, 6
#: A page with fewer links to articles is no list; so few on all pages, and scripts make the lists.
_FEWEST = 3
#: Shapes of which articles are read.
_SHAPES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page that was read: its article, or why it is none."""

    capture: Capture
    article: Article | None = None
    refusal: str | None = None


@dataclass(slots=True, kw_only=True)
class Survey:
    """What was found of a site."""

    home: str
    title: str = ""
    lists: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    json_list: JsonList | None = None
    shapes: dict[Shape, list[str]] = field(default_factory=dict)  # addresses of articles
    samples: list[Sample] = field(default_factory=list)
    platform: str | None = None
    layout: Layout | None = None  # that the general rules do not do without

    @property
    def host(self) -> str:
        """That of the front page."""
        return urlsplit(self.home).netloc

    @property
    def articles(self) -> list[Article]:
        """What was read of the samples."""
        return [each.article for each in self.samples if each.article is not None]


async def survey(fetch: Fetch, url: str, stations: Stations) -> Survey:
    """Look at a site that begins at `url`: at most some thirty pages.

    Raises NotAllowed where its robots.txt forbids that, and NoAnswer where there is no page.
    """
    front = await fetch(url)
    if front.status != 200:
        raise NoAnswer(f"{url}: the server answered {front.status}")
    try:
        tree(_text(front))
    except NotAnArticle as error:
        raise NoAnswer(f"{front.url}: {error}") from error
    found = Survey(home=canonical(front.url))
    pages = {found.home: front} | await _sections(fetch, front)
    links = {url: linked(_text(page), url) for url, page in pages.items()}
    together = _together(links.values(), found.host)
    found.shapes = {
        shape: [link.url for link in group] for shape, group in article_shapes(together).items()
    }
    await _for_programs(fetch, front, found)
    if sum(map(len, found.shapes.values())) < _FEWEST:
        await _behind_scripts(fetch, pages.values(), found)
    await _samples(fetch, found, stations)
    articles = {url for group in found.shapes.values() for url in group}
    found.lists = [url for url, of in links.items() if len(articles & of.keys()) >= _FEWEST]
    found.platform = _platform(found, stations)
    if found.platform is None:
        _learn(found, {link.url: link.words for link in together.values()}, stations)
    looked_at = [*pages.values(), *(sample.capture for sample in found.samples)]
    found.title = site_title(map(_text, looked_at))
    return found


async def _sections(fetch: Fetch, front: Capture) -> dict[str, Capture]:
    """The first columns of a site."""
    links = linked(_text(front), front.url)
    articles = [link.url for group in article_shapes(links).values() for link in group]
    chosen = sections(links, front.url, articles)[:_SECTIONS]
    got = {url: await _page(fetch, url) for url in chosen}
    return {url: page for url, page in got.items() if page is not None}


def _together(pages: Iterable[dict[str, Linked]], host: str) -> dict[str, Linked]:
    """The links of all pages to the site's own host; each with its longest words."""
    together: dict[str, Linked] = {}
    for page in pages:
        for url, link in page.items():
            if urlsplit(url).netloc != host:
                continue
            known = together.setdefault(url, Linked(url, is_next=link.is_next))
            known.words = max(known.words, link.words, key=len)
    return together


async def _for_programs(fetch: Fetch, front: Capture, found: Survey) -> None:
    """Feeds and sitemaps that name articles of the shapes that the pages link."""
    site = "{0.scheme}://{0.netloc}".format(urlsplit(front.url))
    robots = await _page(fetch, f"{site}/robots.txt")
    declared = declared_feeds(_text(front), front.url)
    maps = declared_sitemaps(decoding.content(robots), site) if robots else []
    named = [*declared, *maps, *(site + path for path in CUSTOMARY)]
    for url in list(dict.fromkeys(named))[: _FEEDS + len(CUSTOMARY)]:
        page = await _page(fetch, url)
        addresses = addresses_in_feed(decoding.content(page)) if page else []
        own = [each for each in addresses if urlsplit(each).netloc == found.host]
        if not found.shapes:  # nothing else says which addresses are articles
            found.shapes = by_shape(each for each in own if names_one_page(each))
        if any(shape_of(each) in found.shapes for each in own):
            (found.sitemaps if url in maps or "sitemap" in url else found.feeds).append(url)


async def _behind_scripts(fetch: Fetch, pages: Iterable[Capture], found: Survey) -> None:
    """The list that scripts fill their page from."""
    scripts: list[tuple[str, str]] = []
    for page in pages:
        text = _text(page)
        scripts.append((text, page.url))
        files = [await _page(fetch, url) for url in script_files(text, page.url)[:_SCRIPTS]]
        scripts += [(_text(file), page.url) for file in files if file is not None]
    seen: set[str] = set()
    form = next((form for text, _ in scripts if (form := article_form(text))), None)
    named = [
        url
        for text, base in scripts
        for url in (*endpoints(text, base), *addresses_in(text, base, seen))
    ]
    for url in list(dict.fromkeys(named))[:_ENDPOINTS]:
        answer = await _page(fetch, url)
        listed = json_list_in(_text(answer), url, form) if answer else None
        links = listed.links if listed is not None else ()
        own = [each for each in links if urlsplit(each).netloc == found.host]
        if own:
            found.json_list = listed
            found.shapes = by_shape(own)
            return


async def _samples(fetch: Fetch, found: Survey, stations: Stations) -> None:
    """Read some articles of each shape; a shape of which none can be read is dropped."""
    shapes = sorted(found.shapes.items(), key=lambda item: -len(item[1]))[:_SHAPES]
    each = max(_SAMPLES // max(len(shapes), 1), 1)
    for shape, urls in shapes:
        read = [await _sample(fetch, url, stations) for url in urls[:each]]
        samples = [sample for sample in read if sample is not None]
        found.samples += samples
        if not any(sample.article for sample in samples):
            del found.shapes[shape]
    for shape in found.shapes.keys() - {shape for shape, _ in shapes}:
        if len(found.shapes[shape]) < _FEWEST:  # seen too seldom to be believed unread
            del found.shapes[shape]


async def _sample(fetch: Fetch, url: str, stations: Stations) -> Sample | None:
    page = await _page(fetch, url)
    if page is None:
        return None
    try:
        return Sample(capture=page, article=read_article([page], stations.for_page(url), url))
    except NotAnArticle as error:
        return Sample(capture=page, refusal=str(error))


def _learn(found: Survey, headlines: Mapping[str, str], stations: Stations) -> None:
    """Learn a layout of the articles, and read them again with it, where it reads them better."""
    pages = {
        each.capture.url: KnownPage(each.article, each.capture, stations.for_page(each.capture.url))
        for each in found.samples if each.article is not None
    }  # fmt: skip
    found.layout = learnt_layout(list(pages.values()), headlines)
    if found.layout is None:
        return
    for number, sample in enumerate(found.samples):
        if page := pages.get(sample.capture.url):
            article = page.read(found.layout) or sample.article
            found.samples[number] = Sample(capture=sample.capture, article=article)


def _platform(found: Survey, stations: Stations) -> str | None:
    """The platform whose layouts read most samples, and whose patterns know their addresses."""
    by_layout = Counter(
        article.layout.partition("/")[0]
        for article in found.articles
        if article.layout and "/" in article.layout
    )
    for name, count in by_layout.most_common(1):
        patterns = stations.platform_patterns(name)
        fit = sum(
            any(pattern.search(article.url) for pattern in patterns) for article in found.articles
        )
        if min(count, fit) * 2 > len(found.articles):
            return name
    return None


async def _page(fetch: Fetch, url: str) -> Capture | None:
    """A page, or None where there is none, or it may not be fetched."""
    try:
        page = await fetch(url)
    except (NotAllowed, NoAnswer):
        return None
    return page if page.status == 200 else None


def _text(page: Capture) -> str:
    try:
        return decoding.text(decoding.content(page), page.header("content-type"))
    except HarvestError:
        return ""
