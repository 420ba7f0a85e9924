"""The demo's eight stations: who they are, where they stand, and how they print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from harvester.demo.story import Story

#: The first of eight ports in a row; an article's address holds its station's port, so that an
#: archive of the demo wants the same ports on every day.
BASE_PORT = 18080


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStation:
    """One invented outlet, with the port of 127.0.0.1 at which it is served."""

    name: str
    title: str
    number: int  # 1 to 8: its place in `Region.stations` and in its footer
    platform: str | None
    template: str  # of its articles: templates/<template>.html
    sections: Mapping[str, str]  # address part → heading; the first holds what names none
    editors: tuple[str, ...]
    desk: str = ""  # printed after an editor's name: 林晚舟-市站
    encoding: str = "utf-8"
    page_size: int = 8  # links on one list page
    validators: bool = True  # whether it answers with ETag and Last-Modified
    sitemap: bool = False
    feed: bool = False
    port: int = 0

    @property
    def host(self) -> str:
        """Host and port, as they stand in an address."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://{self.host}{path}"

    @property
    def id_space(self) -> str:
        """Where its content ids are unique: the whole of demo-press, else the station alone."""
        return "demo-press" if self.platform == "demo-press" else self.name

    def section_of(self, story: Story) -> str:
        """The address part of the section in which a story stands."""
        here = story.section if story.station == self.name else None
        return here or next(iter(self.sections))

    def content_id(self, story: Story) -> int:
        """The number under which the publishing system holds a story; it rises with time."""
        stamp = int(story.published.timestamp())
        if self.platform == "demo-press":
            return 16_000_000 + (stamp - 1_780_000_000) // 20
        return 400_000 + stamp // 60 - 29_670_000

    def path(self, story: Story) -> str:
        """The canonical path of a story's first page."""
        number, day = self.content_id(story), story.published
        if self.platform == "demo-press":
            if story.road == "forbidden":
                return f"/content/900/{day:%d}/{number}.html"
            if self.template == "press-moment" and (day.month, day.day) >= (6, 15):
                return f"/content/{646600 + day.timetuple().tm_yday}/{day:%d}/{number}.html"
            return f"/content/{day:%Y/%m/%d}/{number}.html"
        if self.platform == "demo-cms":
            return f"/{self.section_of(story)}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.section_of(story)}_{number}.html"

    def twin_path(self, story: Story) -> str:
        """demo-press alone: the path of a story's other form, for telephones or for desks."""
        return ("/m" if self.template == "press-pc" else "/pc") + self.path(story)

    def old_path(self, story: Story) -> str:
        """demo-press alone: the path that a story had before, which is redirected."""
        return f"/c/{story.published:%Y/%m/%d}/{self.content_id(story)}.htm"

    def second_path(self, story: Story) -> str:
        """The path of the second page of a story in two parts."""
        return self.path(story).replace(".html", "_2.html")

    def list_path(self, section: str, page: int = 1) -> str:
        """The path of a section's list page; pages are numbered as the platform does."""
        if self.platform == "demo-press":
            return f"/channel/{section}{f'_{page}' if page > 1 else ''}.html"
        if self.platform == "demo-cms":
            return f"/{section}/index{f'_{page - 1}' if page > 1 else ''}.html"
        return f"/col/col{section}/index{f'_{page}' if page > 1 else ''}.html"

    def picture_path(self, story: Story) -> str:
        """The path of a story's picture."""
        return f"/pic/{self.content_id(story)}.png"

    def editors_of(self, story: Story) -> tuple[str, ...]:
        """Who edited a story: staff of the station it was written for, wherever it is shown."""
        staff = next(s.editors for s in STATIONS if s.name == story.station)
        if not staff:
            return ()
        turn = self.content_id(story)
        pair = story.station == "demo-daily" and turn % 3 == 0
        return tuple(staff[(turn + n) % len(staff)] for n in range(2 if pair else 1))

    def toml(self) -> str:
        """Its station file, as `harvest` reads one."""
        lists = ", ".join(f'"{self.url(self.list_path(slug))}"' for slug in self.sections)
        lines = [
            f"# {self.title} is invented: a station of the demo region.",
            f'title     = "{self.title}"',
            'reads     = "fixture"',
            f"platforms = {[self.platform] if self.platform else []}".replace("'", '"'),
            f'home      = "{self.url("/")}"',
            f'hosts     = ["{self.host}"]',
            f"lists     = [{lists}]",
            "delay     = 0                     # it is this computer",
        ]
        if self.sitemap:
            lines.append(f'sitemaps  = ["{self.url("/sitemap.xml")}"]')
        if self.feed:
            lines.append(f'feeds     = ["{self.url("/rss.xml")}"]')
        if self.platform != "demo-press":
            lines.append(f'id_space  = "{self.id_space}"')
        if self.encoding != "utf-8":
            lines.append(f'encoding  = "{self.encoding}"')
        own = "" if self.platform else "\n" + platform_text(f"{self.name}-own")
        return "\n".join(lines) + "\n" + own


def platform_text(name: str) -> str:
    """The text of one of the demo's platform files."""
    return (files(__package__) / "platforms" / f"{name}.toml").read_text(encoding="utf-8")


def _sections(**titles: str) -> Mapping[str, str]:
    return MappingProxyType({slug.removeprefix("c"): title for slug, title in titles.items()})


#: All eight, without ports.
STATIONS = (
    DemoStation(
        name="demo-lanjiang",
        title="澜江时刻·市站",
        number=1,
        platform="demo-press",
        template="press-moment",
        sections=_sections(c7101="时政", c7102="民生", c7103="县区"),
        editors=("林晚舟", "何砚秋", "覃小满"),
        desk="市站",
    ),
    DemoStation(
        name="demo-qingtang",
        title="澜江时刻·青棠站",
        number=2,
        platform="demo-press",
        template="press-pc",
        sections=_sections(c7201="青棠要闻", c7202="乡村"),
        editors=("姚知夏", "邓一帆"),
        desk="青棠站",
        feed=True,
    ),
    DemoStation(
        name="demo-songxiu",
        title="澜江时刻·松岫站",
        number=3,
        platform="demo-press",
        template="press-pc",
        sections=_sections(c7301="松岫要闻", c7302="文旅"),
        editors=("苏谷雨", "程一苇"),
    ),
    DemoStation(
        name="demo-daily",
        title="澜江日报网",
        number=4,
        platform="demo-cms",
        template="cms",
        sections=_sections(yw="要闻", ms="民生", tqyb="天气预报"),
        editors=("欧阳静远", "钟书白", "罗明溪", "田禾"),
        page_size=10,
        sitemap=True,
    ),
    DemoStation(
        name="demo-evening",
        title="澜江晚报",
        number=5,
        platform="demo-cms",
        template="cms-table",
        sections=_sections(shxw="社会新闻", wt="文体"),
        editors=("马骏喆", "谢听雨"),
        encoding="gbk",
    ),
    DemoStation(
        name="demo-yuntuo",
        title="云沱新闻网",
        number=6,
        platform="demo-cms",
        template="cms",
        sections=_sections(yzyw="云沱要闻", xzdt="乡镇动态"),
        editors=("罗喆", "邱小荷"),
        encoding="gbk",
    ),
    DemoStation(
        name="demo-nandu",
        title="南渡融媒",
        number=7,
        platform="demo-cms",
        template="cms",
        sections=_sections(ndxw="南渡新闻", bmfw="便民服务"),
        editors=("卓青禾", "石韵"),
        validators=False,
    ),
    DemoStation(
        name="demo-water",
        title="澜江市水利局",
        number=8,
        platform=None,
        template="bureau",
        sections=_sections(c1021="通知公告", c1022="水情通报"),
        editors=(),
    ),
)
