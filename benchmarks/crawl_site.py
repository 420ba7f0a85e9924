"""A loopback site of our own text: python benchmarks/crawl_site.py PAGES PORT [DELAY].

Its pages are built like those of real stations (medians of pages of 30 to 80 KB: 490 elements, 113
of them links, 36 paragraphs, 12 KB of scripts and styles, 15 KB when packed). Every article says
something else. Pages are gzip-coded, without a charset in the header; every fourth is GBK; all
have an ETag. Every answer is made before the first request, so that the server costs little; each
one is given after DELAY seconds. `/sent` tells how many bytes went out before, and came in.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import random
import sys
from bisect import bisect
from email.utils import formatdate
from functools import cache
from itertools import accumulate

PER_LIST = 50
#: Characters that words are made of, and what stands between words.
_CHARACTERS = (
    "人民日报记者今年工作建设发展农村城市道路学校医院社区服务项目企业生产技术管理文化活动水电气"
    "林田园湖山河桥站台车船书画歌舞茶米果花树鱼牛羊老少男女家门店厂院所局部委县乡镇街巷里东西南"
    "北中前后高低长短新旧大小多少春夏秋冬早晚时分天月星光风雨雪云火石金木土"
)
#: What common servers say of every answer.
_HEAD = (
    f"Server: nginx\r\nDate: {formatdate(usegmt=True)}\r\nConnection: keep-alive\r\n"
    "Last-Modified: Wed, 01 Jul 2026 00:00:00 GMT\r\nVary: Accept-Encoding\r\n"
    "Cache-Control: max-age=300\r\n"
)
_BETWEEN = ("的", "了", "在", "和", "是", "把", "也", "就", "对", "从", "到", "为", "", "", "", "")
_ENDS = ("，", "，", "，", "。", "。", "、", "；", "：")


class _Writer:
    """Text in which words are as unevenly frequent as in a language, and nothing is said twice."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def _word(self) -> str:
        words, sums = _vocabulary()
        return words[bisect(sums, self._chance.random() * sums[-1])]

    def clause(self) -> str:
        """A dozen characters."""
        pick = self._chance.choice
        return "".join(self._word() + pick(_BETWEEN) for _ in range(self._chance.randint(3, 6)))

    def paragraph(self) -> str:
        """A few sentences."""
        pick = self._chance.choice
        clauses = range(self._chance.randint(2, 7))
        text = "".join(self.clause() + pick(_ENDS) for _ in clauses)
        return text + self.clause() + "。"


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Words of two characters, and the sums of their frequencies (Zipf and Mandelbrot)."""
    words = [first + second for first in _CHARACTERS for second in _CHARACTERS]
    random.Random(1).shuffle(words)
    return words, list(accumulate(1 / (place + 30) for place in range(len(words))))


@cache
def _furniture() -> tuple[str, str, str]:
    """Head, navigation and foot, which all pages of the site share."""
    writer, chance = _Writer(0), random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz_$(){};=.,+0123456789"
    code = "".join(chance.choices(letters, k=9_700))
    style = "".join(
        f".{''.join(chance.choices(letters[:26], k=6))} {{ margin: {chance.randrange(40)}px; }}\n"
        for _ in range(80)
    )
    head = f"<style>{style}</style><script>var a = '{code}';</script>"
    items = "".join(
        f'<li class="nav-item nav-{n}"><a target="_blank" href="/channel/{n}.html">'
        f"{writer.clause()[:4]}</a></li>\n" for n in range(40)
    )  # fmt: skip
    nav = f'<div class="top"><div class="nav"><ul>{items}</ul></div></div>'
    foot = "".join(f"<div><span>{writer.clause()}</span></div>\n" for _ in range(30))
    return head, nav, f'<div class="footer">{foot}</div>'


def article(number: int, pages: int) -> str:
    """One page."""
    writer, chance = _Writer(number + 1), random.Random(number)
    head, nav, foot = _furniture()
    title = f"{writer.clause()}{writer.clause()}"
    # Real pages are long by indents, attributes and comments.
    block = f'\n{" " * 24}<p style="text-indent: 2em; font-size: 16px; line-height: 1.8em;">'
    text = "".join(f"{block}{writer.paragraph()}</p>" for _ in range(chance.randint(5, 14)))
    others = "".join(
        f'\n{" " * 20}<li class="item"><div class="pic"><a href="/a/{chance.randrange(pages)}.html"'
        f' title="{(said := writer.clause())}" target="_blank" data-log="{chance.random()}">{said}'
        f'</a></div><span class="date">07-{chance.randint(1, 28):02}</span></li>'
        for _ in range(chance.randint(50, 140))
    )  # fmt: skip
    return f"""<!DOCTYPE html><html><head><title>{title}_澜江在线</title>{head}</head><body>{nav}
    <div class="wrap"><div class="left"><h1 class="t">{title}</h1>
    <div class="time">2026-07-{number % 28 + 1:02} {number % 24:02}:{number % 60:02}
    来源：澜江日报 作者：周启明 赵若溪</div><div class="text">{text}</div>
    <div class="edit">责编：林晚舟</div></div>
    <div class="side"><ul>{others}</ul></div></div>{foot}</body></html>"""


def site(pages: int) -> dict[bytes, tuple[bytes, bytes]]:
    """Path → ETag, and the whole answer."""
    answers: dict[bytes, tuple[bytes, bytes]] = {}
    for number in range(pages):
        coding = "gbk" if number % 4 == 0 else "utf-8"
        answers[f"/a/{number}.html".encode()] = answer(article(number, pages).encode(coding))
    lists = range(0, pages, PER_LIST)
    for number, first in enumerate(lists):
        links = "".join(
            f'<li><a href="/a/{n}.html">{_Writer(n + 1).clause()}</a></li>'
            for n in range(first, min(first + PER_LIST, pages))
        )
        further = f'<a href="/list_{number + 1}.html">下一页</a>' if number + 1 < len(lists) else ""
        page = f"<html><body><ul>{links}</ul>{further}</body></html>"
        answers[f"/list_{number}.html".encode()] = answer(page.encode())
    answers[b"/robots.txt"] = answer(b"User-agent: *\nAllow: /\n")
    return answers


def answer(body: bytes) -> tuple[bytes, bytes]:
    """ETag, and an answer with gzip-coded body, kept alive."""
    coded = gzip.compress(body, 6, mtime=0)
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    head = (
        f"HTTP/1.1 200 OK\r\n{_HEAD}Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
        f"ETag: {tag}\r\nContent-Length: {len(coded)}\r\n\r\n"
    )
    return tag.encode(), head.encode() + coded


async def serve(pages: int, port: int, delay: float) -> None:
    """Answer until killed."""
    answers, sent, came = site(pages), 0, 0
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent, came
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                if delay:
                    await asyncio.sleep(delay)
                path = request.split(b" ", 2)[1]
                tag, whole = answers.get(path, (b"-", missing))
                if path == b"/sent":
                    said = f"{sent} {came}".encode()
                    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(said), said)
                elif tag in request:
                    head = f"HTTP/1.1 304 Not Modified\r\n{_HEAD}".encode()
                    whole = head + b"ETag: %b\r\n\r\n" % tag
                writer.write(whole)
                sent += len(whole)
                came += len(request)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float((*sys.argv, "0")[3])))
