"""Drive Debian's Chromium through pages of the reading room; run in the environment of the peers.

browser.py CHROMIUM BASE look PATH…      axe, sizes and violations of each page, as JSON
browser.py CHROMIUM BASE go START LINK…  click links by their texts; print the addresses
browser.py CHROMIUM BASE run PATH        what the scripts of a page could do, as JSON
browser.py CHROMIUM BASE draw FOLDER NAME=PATH…   screenshots, wide and narrow, light and dark
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WIDE, NARROW = 1280, 390
#: Pictures of the first screen alone: those that stand in the documentation.
CUT: frozenset[str] = frozenset()


@contextmanager
def started(chromium: str) -> Iterator[Browser]:
    """A browser; it asks nothing outside loopback."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, width: int, scheme: str) -> Page:
    """An empty page of a width and colour scheme."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN"
    )
    return context.new_page()


def look(browser: Browser, base: str, paths: list[str]) -> list[dict[str, object]]:
    """What is wrong with each page, in both widths and colours."""
    found = []
    for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page = opened(browser, width, scheme)
        printed: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, printed=printed: printed.append(message.text))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for path in paths:
            printed.clear()
            asked.clear()
            answer = page.goto(base + path)
            results = Axe().run(page).response
            found.append(
                {
                    "path": path,
                    "width": width,
                    "status": answer.status if answer else None,
                    "broken": [
                        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
                        for rule in results["violations"]
                    ],
                    "console": list(printed),
                    "elsewhere": [url for url in asked if not url.startswith(base)],
                    "bytes": len(answer.body()) if answer else 0,
                    "too_wide": page.evaluate(
                        "document.documentElement.scrollWidth > window.innerWidth"
                    ),
                    "title": page.title(),
                }
            )
    return found


def run(browser: Browser, base: str, path: str) -> dict[str, object]:
    """What came of a page that tries to run, to ask and to lead away: nothing should."""
    page = opened(browser, WIDE, "light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + path)
    page.wait_for_timeout(1_000)
    return {
        "at": page.url,
        "elsewhere": [url for url in asked if not url.startswith(base)],
        "frames": [frame.url for frame in page.frames],
        "cookies": page.context.cookies(),
    }


def go(browser: Browser, base: str, start: str, links: list[str]) -> list[str]:
    """Type `start` into the box, then click each link by its text; the addresses on the way."""
    page = opened(browser, WIDE, "light")
    page.goto(base + "/")
    page.fill("input[name=q]", start)
    page.click("form button")
    addresses = [page.url]
    for link in links:
        page.get_by_role("link", name=link).first.click()
        addresses.append(page.url)
    return addresses


def draw(browser: Browser, base: str, folder: Path, pages: list[str]) -> list[str]:
    """Screenshots of pages."""
    made = []
    for width in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            page = opened(browser, width, scheme)
            for named in pages:
                name, _, path = named.partition("=")
                page.goto(base + path)
                file = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=name not in CUT)
                made.append(file.name)
    return made


def main(chromium: str, base: str, what: str, *arguments: str) -> None:
    """Do one thing, and print what came of it."""
    with started(chromium) as browser:
        if what == "look":
            result: object = look(browser, base, list(arguments))
        elif what == "run":
            result = run(browser, base, arguments[0])
        elif what == "go":
            result = go(browser, base, arguments[0], list(arguments[1:]))
        else:
            result = draw(browser, base, Path(arguments[0]), list(arguments[1:]))
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
