"""Short items, notices, serials and unusual texts of our own: which copies are found, by kind.

    python benchmarks/items.py                     # both halves of the kinds
    python benchmarks/items.py --half built-on --mistakes
    python benchmarks/items.py --further           # only the kinds of further_items.py
    python benchmarks/items.py --newer             # only the kinds of newer_items.py
    python benchmarks/items.py --seed 2 --families 40

The kinds are parted in two halves by the hash of their names, as the forms of `relations.py` are:
of the second half no mistake is shown. A copy is found if it is in one lineage with the first
article of its own; wrongly joined is an article in one lineage with an article of another one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import opencc
from further_items import FURTHER_KINDS
from lineage import by_datasketch, by_rensa, by_simhash, hold_all, ours, score
from newer_items import NEWER_KINDS
from prose import LANGUAGES, Prose
from relation_forms import Draft, Family, body_of, is_built_on
from republication import BEIJING, Article

from archive.dataset.article_record import article_of
from archive.lineage.rebuild import rebuild
from archive.store.archive import Archive

Maker = Callable[[Prose], Family]
_BEGINS = datetime(2025, 3, 1, 6, tzinfo=BEIJING)
_MINUTES = 60 * 1_440  # in which families begin
_HOUR, _DAY = 60, 1_440
_NOTICES = 12  # of one form


# --- items -----------------------------------------------------------------------------------


def _copied(*bodies: str, title: str = "", titles: Sequence[str] = ()) -> Family:
    """A text and its copies, an hour after each other."""
    drafts = [
        Draft(titles[at] if titles else title, body, at * _HOUR) for at, body in enumerate(bodies)
    ]
    return Family(drafts, [0] * len(drafts))


def _apart(drafts: list[Draft]) -> Family:
    return Family(drafts, [*range(len(drafts))])


def _short(prose: Prose) -> Family:
    """An item of two clauses."""
    body = prose.sentence()
    return _copied(body, body, title=prose.headline())


def _short_edit(prose: Prose) -> Family:
    """An item, and the same with two words added."""
    body = prose.sentences(2)
    return _copied(prose.line(body), f"据悉，{prose.line(body)}", title=prose.headline())


def _caption(prose: Prose) -> Family:
    """A caption, and the same without its photographer."""
    told = prose.fill("{time}，{who}{person}在{syllable}{syllable}{site}{does}{what}。")
    by = prose.fill("（{person} 摄）")
    return _copied(f"{told}{by}", told, title=prose.fill("图集：{site}的{what}"))


def _headline(prose: Prose) -> Family:
    """A headline and no text."""
    title = prose.fill("{place}{site}{what}{then}")
    return _copied("", "", title=title)


# --- notices ---------------------------------------------------------------------------------


def _notices(title: str, form: Callable[[Prose], str]) -> Maker:
    """Notices of one form about other things, and a reprint of the last one."""

    def make(prose: Prose) -> Family:
        bodies = [form(prose) for _ in range(_NOTICES)]
        drafts = [Draft(title, body, at * _DAY) for at, body in enumerate([*bodies, bodies[-1]])]
        return Family(drafts, [*range(_NOTICES), _NOTICES - 1])

    return make


def _auction(prose: Prose) -> str:
    return prose.fill(
        "{place}人民法院将于近日在网络司法拍卖平台上公开拍卖被执行人{person}名下位于{place}"
        "{syllable}{syllable}{site}的房产一套，建筑面积{number}平方米，起拍价{number}元，保证金{number}元。"
        "有意者请在拍卖公告期内联系承办法官{person}看样，竞买人应当具备完全民事行为能力，"
        "未办理竞买手续的视为放弃。标的物以实物现状为准，法院不承担瑕疵担保责任。"
    )


def _sailings(prose: Prose) -> str:
    rows = "\n".join(
        f"{prose.fill('{syllable}{syllable}')}渡口 {prose.chance.randint(6, 20)}时"
        f"{prose.chance.randint(0, 59)}分 {prose.fill('{number}')}客位"
        for _ in range(6)
    )
    return (
        prose.fill("{place}航运公司今日班次如下，遇大风大雾停航，乘客请提前到码头候船：\n") + rows
    )


def _found(prose: Prose) -> str:
    return prose.fill(
        "近日，有市民在{place}{syllable}{syllable}{site}拾到黑色提包一个，内有{what}及证件若干，"
        "现存放于{place}派出所值班室。请失主{person}携带本人有效身份证明，于工作时间前来认领；"
        "如逾期无人认领，将依照有关规定处理。联系民警：{person}。"
    )


# --- serials ---------------------------------------------------------------------------------


def _live(prose: Prose) -> Family:
    """A live text: every hour an entry is put before the others, each with its time."""
    entries = [f"【{at}时{prose.chance.randint(10, 59)}分】{prose.line(prose.sentences(2))}"
               for at in range(8, 14)]  # fmt: skip
    bodies = ["\n".join(reversed(entries[:count])) for count in range(3, 7)]
    return _copied(*bodies, title=prose.headline())


def _corrections(prose: Prose) -> Family:
    """A report that is mended three times: a number, a name, a number."""
    frame = [*prose.sentences(9), "{person}当场确认，现场共有{number}人，运来{number}箱。"]
    fixed = [prose.fill("{person}"), prose.fill("{number}"), prose.fill("{number}")]
    bodies = []
    for changed in range(4):
        if changed:
            fixed[changed % 3] = prose.fill("{person}" if changed % 3 == 0 else "{number}")
        last = f"{fixed[0]}当场确认，现场共有{fixed[1]}人，运来{fixed[2]}箱。"
        bodies.append(body_of(prose, [*frame[:5], last, *frame[5:-1]]))
    return _copied(*bodies, title=prose.headline())


def _column(prose: Prose) -> Family:
    """A column of every week with the same introduction and the same end."""
    before, behind = prose.line(prose.sentences(1)), prose.line(prose.sentences(1))
    bodies = ["\n".join([before, body_of(prose, prose.sentences(8)), behind]) for _ in range(5)]
    return _apart([Draft("每周一问", body, at * 7 * _DAY) for at, body in enumerate(bodies)])


# --- unusual texts ---------------------------------------------------------------------------


def _one_paragraph(prose: Prose) -> Family:
    body = prose.line(prose.sentences(14))
    return _copied(body, body, title=prose.headline())


def _names(prose: Prose) -> Family:
    """Two lists of those who passed: only the first line is the same."""
    head = prose.fill("{place}公示拟录用人员名单如下：\n")
    lists = ["、".join(prose.fill("{person}") for _ in range(60)) for _ in range(2)]
    return Family(
        [Draft("公示", head + names, at * _DAY) for at, names in enumerate([*lists, lists[0]])],
        [0, 1, 0],
    )


def _results(prose: Prose) -> Family:
    """Two tables of results of the same teams."""
    teams = [prose.fill("{syllable}{syllable}队") for _ in range(8)]
    tables = [
        "\n".join(f"{team} {prose.chance.randint(0, 120)}分 胜{prose.chance.randint(0, 9)}场"
                  for team in teams)
        for _ in range(2)
    ]  # fmt: skip
    return Family(
        [Draft("积分榜", table, at * _DAY) for at, table in enumerate([*tables, tables[1]])],
        [0, 1, 1],
    )


def _poem(prose: Prose) -> Family:
    """Eight lines of seven letters; the copy has them in four lines."""
    lines = ["".join(prose.fill("{syllable}") for _ in range(7)) for _ in range(8)]
    body = "\n".join(f"{line}，" if at % 2 == 0 else f"{line}。" for at, line in enumerate(lines))
    return _copied(body, body.replace("，\n", "，"), title=prose.fill("诗：{what}"))


def _very_long(prose: Prose) -> Family:
    """A report of 60,000 letters, and its first third."""
    sentences = prose.sentences(1_300)
    return _copied(
        body_of(prose, sentences), body_of(prose, sentences[:430]), title=prose.headline()
    )


def _mixed(prose: Prose) -> Family:
    """Sentences in two languages by turns."""
    english = Prose(LANGUAGES["en"], prose.chance)
    body = "\n".join(f"{prose.sentence()} {english.sentence()}" for _ in range(7))
    return _copied(body, body, title=prose.headline())


@cache
def _traditional(words: str) -> opencc.OpenCC:
    return opencc.OpenCC(words)


def _in_hong_kong(prose: Prose) -> Family:
    """A report in simplified script, and in traditional script with the words of Hong Kong."""
    body, title = body_of(prose, prose.sentences(10)), prose.headline()
    other = _traditional("s2hk")
    return _copied(body, other.convert(body), titles=(title, other.convert(title)))


def _in_taiwan(prose: Prose) -> Family:
    """A report in simplified script, and in traditional script with the words of Taiwan."""
    body, title = body_of(prose, prose.sentences(10)), prose.headline()
    other = _traditional("s2twp")
    return _copied(body, other.convert(body), titles=(title, other.convert(title)))


def _spaced(prose: Prose) -> Family:
    """A report, and the same with blanks and breaks between its letters, as from a scan."""
    body = body_of(prose, prose.sentences(10))
    scanned = "".join(
        letter + prose.chance.choices(("", " ", "\n"), (70, 25, 5))[0] for letter in body
    )
    return _copied(body, scanned, title=prose.headline())


def _quoted(prose: Prose) -> Family:
    """A report that quotes a hundred letters of another one."""
    source = prose.sentences(12)
    passage = prose.line(source[4:8])[:100]
    host = prose.sentences(9)
    told = f"“{passage}”，当地媒体写道。"
    quoting = "\n".join([body_of(prose, host[:5]), told, body_of(prose, host[5:])])
    bodies = body_of(prose, source), quoting
    return _apart([Draft(prose.headline(), body, at * _DAY) for at, body in enumerate(bodies)])


def _same_headline(prose: Prose) -> Family:
    """Two reports under one headline."""
    title = prose.headline()
    return _apart([Draft(title, body_of(prose, prose.sentences(9)), at * _HOUR) for at in range(2)])


KINDS: dict[str, Maker] = {
    "item: short": _short,
    "item: short, edited": _short_edit,
    "item: caption": _caption,
    "item: headline": _headline,
    "notices: auction": _notices("司法拍卖公告", _auction),
    "notices: sailings": _notices("今日航班", _sailings),
    "notices: lost property": _notices("失物招领", _found),
    "serial: live text": _live,
    "serial: corrections": _corrections,
    "serial: weekly column": _column,
    "unusual: one paragraph": _one_paragraph,
    "unusual: names": _names,
    "unusual: results": _results,
    "unusual: poem": _poem,
    "unusual: very long": _very_long,
    "unusual: two languages": _mixed,
    "unusual: traditional, Hong Kong": _in_hong_kong,
    "unusual: traditional, Taiwan": _in_taiwan,
    "unusual: scanned": _spaced,
    "unusual: quotation": _quoted,
    "unusual: same headline": _same_headline,
    **FURTHER_KINDS,
    **NEWER_KINDS,
}


# --- the set and its score -------------------------------------------------------------------


def generate(seed: int, kinds: Sequence[str], families: int) -> list[Article]:
    """So many families of each kind in the order of print; of notices and long texts a few."""
    made: list[Article] = []
    for kind in kinds:
        prose = Prose(LANGUAGES["zh"], random.Random(f"{seed} {kind}"))
        few = kind.startswith("notices") or kind == "unusual: very long"
        for number in range(max(1, families // 10) if few else families):
            made += _articles(KINDS[kind](prose), prose, kind, number)
    return sorted(made, key=lambda article: article.at)


def _articles(family: Family, prose: Prose, kind: str, number: int) -> Iterator[Article]:
    begins = _BEGINS + timedelta(minutes=prose.chance.randrange(_MINUTES))
    stations = prose.chance.sample(prose.language.stations, len(prose.language.stations))
    for at, draft in enumerate(family.drafts):
        yield Article(
            id=f"{kind}-{number}-{at}".replace(" ", "_").replace(":", "").replace(",", ""),
            station=stations[at % 2 if kind.startswith("notices") else at % len(stations)],
            at=begins + timedelta(minutes=draft.after),
            title=draft.title,
            body=draft.body,
            source="",
            lineage=f"{kind} {number} {family.lineages[at]}",
            kind=kind,
        )


def table(articles: Sequence[Article], states: dict[str, dict[str, str]]) -> Iterator[str]:
    """Of each kind: articles, copies, and by way of linking how many are found, wrongly joined."""
    by_kind: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_kind[article.kind].append(article)
    yield f"{'kind':32}{'articles':>9}{'copies':>7}" + "".join(
        f"{name + ': found':>18}{'wrong':>6}" for name in states
    )
    for kind, own in by_kind.items():
        first: dict[str, str] = {}
        copies = {each.id: first[each.lineage] for each in own
                  if first.setdefault(each.lineage, each.id) != each.id}  # fmt: skip
        line = f"{kind:32}{len(own):9}{len(copies):7}"
        for lineages in states.values():
            found = sum(lineages[copy] == lineages[source] for copy, source in copies.items())
            share = f"{found / len(copies):.3f}" if copies else "-"
            line += f"{share:>18}{len(wrongly_joined(own, articles, lineages)):6}"
        yield line


def wrongly_joined(
    own: Sequence[Article], articles: Sequence[Article], lineages: dict[str, str]
) -> list[str]:
    """Those of some articles that are in one lineage with an article of another one."""
    true: dict[str, set[str]] = defaultdict(set)
    for each in articles:
        true[lineages[each.id]].add(each.lineage)
    return [each.id for each in own if len(true[lineages[each.id]]) > 1]


def run(articles: list[Article], *, mistakes: bool) -> None:
    """Print the figures of one set."""
    peers = {
        "datasketch": by_datasketch(articles), "rensa": by_rensa(articles),
        "simhash": by_simhash(articles),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        hold_all(archive, [article_of(article.record()) for article in articles])
        one_by_one = ours(archive)
        with archive.transaction() as connection:
            rebuild(connection)
        rebuilt = ours(archive)
    states = {"one by one": one_by_one.lineages, "rebuilt": rebuilt.lineages}
    print("\n".join(table(articles, states)))
    whole = {**peers, "one by one": one_by_one, "rebuilt": rebuilt}
    scores = {name: score(articles, found) for name, found in whole.items()}
    print(
        "F1 over pairs: " + ", ".join(f"{name} {each['F1']:.3f}" for name, each in scores.items())
    )
    if mistakes:
        wrong = wrongly_joined(articles, articles, rebuilt.lineages)
        print("wrongly joined, rebuilt: " + (", ".join(wrong[:40]) or "none"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=("built-on", "looked-away", "both"), default="both")
    parser.add_argument("--further", action="store_true", help="only those of further_items.py")
    parser.add_argument("--newer", action="store_true", help="only those of newer_items.py")
    parser.add_argument("--families", type=int, default=20, help="of each kind")
    parser.add_argument("--mistakes", action="store_true", help="of the half that is built on")
    said = parser.parse_args()
    for half in ("built-on", "looked-away") if said.half == "both" else (said.half,):
        tried = FURTHER_KINDS if said.further else NEWER_KINDS if said.newer else KINDS
        kinds = [kind for kind in tried if is_built_on(kind) == (half == "built-on")]
        articles = generate(said.seed, kinds, said.families)
        print(f"\n{half}: {len(articles):,} articles of {len(kinds)} kinds, seed {said.seed}\n")
        run(articles, mistakes=said.mistakes and half == "built-on")


if __name__ == "__main__":
    main()
