"""A loopback site of our own text: python benchmarks/crawl_site.py PAGES PORT.

Pages have 30 to 80 KB, gzip-coded, without a charset in the header; every fourth is GBK. Every
answer is made before the first request, so that the server costs little.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys

from harvester.demo.region import Region

PER_LIST = 100


def site(pages: int) -> dict[bytes, bytes]:
    """Path → the whole answer."""
    texts = [item for item in Region.build(1).expected if len(item.body) > 300]
    chance = random.Random(7)  # the same site each time
    answers: dict[bytes, bytes] = {}
    for number in range(pages):
        item = texts[number % len(texts)]
        paragraphs = item.body.splitlines() + chance.choice(texts).body.splitlines()
        chance.shuffle(paragraphs)
        related = "".join(
            f'<li><a href="/a/{chance.randrange(pages)}.html">{chance.choice(texts).title}</a></li>'
            for _ in range(chance.randrange(250, 700))
        )
        html = f"""<html><head><title>{item.title}_{number}</title></head><body>
        <h1 class="t">{item.title} {number}</h1><div class="time">2026-07-{number % 28 + 1:02} 08:51
        来源：澜江日报 作者：周启明 赵若溪</div><div class="text">
        {"".join(f"<p>{text}</p>" for text in paragraphs)}</div>
        <div class="edit">责编：林晚舟</div><div class="side"><ul>{related}</ul></div></body>"""
        coding = "gbk" if number % 4 == 0 else "utf-8"
        answers[f"/a/{number}.html".encode()] = answer(html.encode(coding, errors="replace"))
    lists = range(0, pages, PER_LIST)
    for number, first in enumerate(lists):
        links = "".join(
            f'<a href="/a/{n}.html">题</a>' for n in range(first, min(first + PER_LIST, pages))
        )
        further = f'<a href="/list_{number + 1}.html">下一页</a>' if number + 1 < len(lists) else ""
        answers[f"/list_{number}.html".encode()] = answer(f"<html>{links}{further}".encode())
    answers[b"/robots.txt"] = answer(b"User-agent: *\nAllow: /\n")
    return answers


def answer(body: bytes) -> bytes:
    """An answer with gzip-coded body, kept alive."""
    coded = gzip.compress(body, 6, mtime=0)
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        f"Content-Length: {len(coded)}\r\n\r\n"
    )
    return head.encode() + coded


async def serve(pages: int, port: int) -> None:
    """Answer until killed."""
    answers = site(pages)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1]
                missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                writer.write(answers.get(path, missing))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
