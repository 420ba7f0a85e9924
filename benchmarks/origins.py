"""Who had a text first: generated lineages with aliases, late printing and overlapping times.

    python benchmarks/origins.py                       # both halves of the forms
    python benchmarks/origins.py --half built-on --mistakes

Articles are loaded in any order. A case is right if the archive names the right origin (or none,
where none can be known), if the tree has this one root and the lineage its id, and if no flow
between stations says that the origin took the text from a copy. As in relations.py the forms are
parted in two halves by the hash of their names.
"""

# ruff: noqa: E501 - tables of words are read more easily on one line

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from lineage import hold_all
from prose import LANGUAGES, Prose
from relation_forms import is_built_on
from republication import BEIJING

from archive.dataset.article_record import article_of
from archive.knowledge.table import read_table
from archive.lineage.rebuild import rebuild
from archive.lineage.tree import lineage_tree
from archive.model.article import Article
from archive.store.archive import Archive

_HOUR, _DAY = 60, 1_440


@dataclass(slots=True)
class Case:
    """The articles of one lineage as they are to be loaded, and the number of the right origin."""

    prose: Prose
    name: str
    origin: int | None = 0
    records: list[dict[str, object]] = field(default_factory=list)
    begins: datetime = datetime(2026, 3, 2, 8, tzinfo=BEIJING)
    title: str = ""
    text: str = ""

    def add(
        self, station: str, after: int, source: str = "", *, day: bool = False, body: str = ""
    ) -> None:
        """An article that is printed so many minutes after the first, or only with its day."""
        at = self.begins + timedelta(minutes=after)
        number = len(self.records)
        self.records.append({
            "id": f"{self.name}-{number}", "station": station, "title": self.title,
            "url": f"https://{self.name}.example/{number}", "source": source or None,
            "published_at": at.date().isoformat() if day else at.isoformat(),
            "published_precision": "day" if day else "minute", "body": body or self.text,
        })  # fmt: skip


Maker = Callable[[Case], None]


def _paper(case: Case) -> str:
    """The name of an invented paper."""
    return case.prose.fill(_PAPERS[case.prose.language.code])


def _others(case: Case, count: int) -> list[str]:
    return case.prose.chance.sample(case.prose.language.stations, count)


def _account(case: Case) -> None:
    paper = _paper(case)
    case.add(paper, 0)
    for number, station in enumerate(_others(case, 2)):
        account = case.prose.chance.choice(_ACCOUNTS[case.prose.language.code])
        case.add(station, (number + 1) * _HOUR, account.format(paper=paper))


def _listed(case: Case) -> None:
    rows = [row for row in read_table("media.tsv") if len(row) > 2]
    own, credited = case.prose.chance.sample(case.prose.chance.choice(rows), 2)
    case.add(own, 0)
    case.add(_others(case, 1)[0], -2 * _HOUR, credited)


def _reporter(case: Case) -> None:
    paper = _paper(case)
    case.add(paper, 0)
    for number, station in enumerate(_others(case, 2)):
        pattern = case.prose.chance.choice(_REPORTERS[case.prose.language.code])
        case.add(station, (number + 1) * _HOUR, case.prose.fill(pattern).replace("<paper>", paper))


def _second_of_two(case: Case) -> None:
    paper, other = _paper(case), _paper(case)
    case.add(paper, 0)
    case.add(_others(case, 1)[0], _HOUR, case.prose.chance.choice("、/;").join((other, paper)))


def _nobody(case: Case) -> None:
    case.add(_paper(case), 0)
    for number, station in enumerate(_others(case, 2)):
        word = case.prose.chance.choice(_NOBODY[case.prose.language.code])
        case.add(station, (number + 1) * _HOUR, word)


def _picture(case: Case) -> None:
    case.add(_paper(case), 0)
    line = _PICTURES[case.prose.language.code]
    case.add(_others(case, 1)[0], _HOUR, body=f"{line}\n{case.text}")


def _late(case: Case) -> None:
    """The credited one prints last: the paper's edition of the next day."""
    paper, stations = _paper(case), _others(case, 3)
    case.add(paper, _DAY, day=True)
    for number, station in enumerate(stations):
        case.add(station, number * _HOUR, paper if number else "")


def _same_day(case: Case) -> None:
    paper, stations = _paper(case), _others(case, 2)
    case.add(paper, 0, day=True)
    for number, station in enumerate(stations):
        case.add(station, number * _HOUR, paper)


def _undecided(case: Case) -> None:
    one, other = _others(case, 2)
    case.origin = None
    case.add(one, 0, day=True)
    case.add(other, 3 * _HOUR)


def _chain(case: Case) -> None:
    """Many name the second, which names the first."""
    paper, (second, *rest) = _paper(case), _others(case, 5)
    case.add(paper, 0)
    case.add(second, _HOUR, paper)
    for number, station in enumerate(rest):
        case.add(station, (number + 2) * _HOUR, second)


def _wire(case: Case) -> None:
    agency, dateline = case.prose.chance.choice(_WIRES[case.prose.language.code])
    case.add(agency, 0)
    for number, station in enumerate(_others(case, 2)):
        body = case.prose.fill(dateline).replace("<text>", case.text)
        case.add(station, (number + 1) * _HOUR, body=body)


def _wire_elsewhere(case: Case) -> None:
    _, dateline = case.prose.chance.choice(_WIRES[case.prose.language.code])
    case.origin = None
    for number, station in enumerate(_others(case, 3)):
        body = case.prose.fill(dateline).replace("<text>", case.text)
        case.add(station, number * _HOUR, body=body)


def _itself(case: Case) -> None:
    paper = _paper(case)
    case.add(paper, 0, paper)
    for number, station in enumerate(_others(case, 2)):
        case.add(station, (number + 1) * _HOUR)


def _last_line(case: Case) -> None:
    paper = _paper(case)
    case.add(paper, 2 * _HOUR)
    line = _LABELS[case.prose.language.code].format(paper=paper)
    for number, station in enumerate(_others(case, 2)):
        case.add(station, number * _HOUR, body=f"{case.text}\n{line}")


def _printed(case: Case) -> None:
    stations = _others(case, 4)
    for number, station in enumerate(stations):
        case.add(station, number * 2 * _HOUR)


_PAPERS = {
    "zh": "{syllable}{syllable}日报", "en": "{first}{last} Chronicle",
    "de": "{first}{last}er Tageblatt", "ja": "{first}{last}新聞",
}  # fmt: skip
_ACCOUNTS = {
    "zh": ("{paper}客户端", "《{paper}》", "{paper}社", "{paper}微信公众号", "{paper}电子版"),
    "en": ("The {paper}", "{paper} Online", "{paper} app"),
    "de": ("{paper} Online", "Das {paper}", "{paper} Digital"),
    "ja": ("{paper}デジタル", "{paper}電子版", "{paper}社"),
}
_REPORTERS = {
    "zh": ("<paper>全媒体记者 {person}", "<paper>（记者 {person} 通讯员 {person}）", "<paper>记者{person}报道"),
    "en": ("<paper> (by {person})", "<paper>; {person}"),
    "de": ("<paper> (von {person})", "<paper>, {person}"),
    "ja": ("<paper>記者 {person}", "<paper>（{person}）"),
}  # fmt: skip
_NOBODY = {
    "zh": ("网络", "互联网", "媒体", "见水印", "综合", "本网", "2026-03-02", "原创"),
    "en": ("Internet", "agencies", "staff", "unknown"),
    "de": ("Internet", "Agenturen", "Redaktion", "eigener Bericht"),
    "ja": ("ネット", "各社", "編集部", "不明"),
}
_PICTURES = {
    "zh": "（图片来源：见水印）", "en": "Photo: Reuters", "de": "Foto: dpa", "ja": "写真：共同通信",
}  # fmt: skip
_WIRES = {
    "zh": [
        ("新华社", "新华社北京3月2日电（记者 {person}）<text>"), ("中新网", "中新社长沙3月2日电 <text>"),
        ("中央社", "（中央社記者{person}台北2日電）<text>"), ("法新社", "据法新社报道，<text>"),
    ],
    "en": [
        ("Reuters", "LONDON, March 2 (Reuters) - <text>"), ("AAP", "<text>\nAAP"),
        ("The Associated Press", "PARIS (AP) — <text>"), ("AFP", "<text>\n— AFP"),
    ],
    "de": [("dpa", "Berlin (dpa) - <text>"), ("dpa", "<text>\ndpa/lhe"), ("AFP", "<text> (AFP)")],
    "ja": [("共同通信", "【東京共同】<text>"), ("時事通信", "【ワシントン時事】<text>")],
}  # fmt: skip
_LABELS = {
    "zh": "来源：{paper}", "en": "Source: {paper}", "de": "Quelle: {paper}", "ja": "出典：{paper}",
}  # fmt: skip

#: Each form by its name.
FORMS: dict[str, Maker] = {
    "origin: an account of the paper": _account,
    "origin: a listed alias, printed later": _listed,
    "origin: a reporter behind the paper": _reporter,
    "origin: the second of two media": _second_of_two,
    "origin: words that name nobody": _nobody,
    "origin: the credit of a picture": _picture,
    "origin: the credited one prints last": _late,
    "origin: a day that holds the minutes": _same_day,
    "origin: overlapping times and no credit": _undecided,
    "origin: a chain of credits": _chain,
    "origin: a wire in dateline or last line": _wire,
    "origin: a wire that is not held": _wire_elsewhere,
    "origin: its own name as its source": _itself,
    "origin: a credit in the last line, printed later": _last_line,
    "origin: printed times alone": _printed,
}


def cases(seed: int, names: Sequence[str], count: int) -> list[Case]:
    """So many cases of each form in each language."""
    made = []
    for form in names:
        for code, language in LANGUAGES.items():
            prose = Prose(language, random.Random(f"{seed} {form} {code}"))
            for number in range(count):
                case = Case(prose, f"{form.partition(': ')[2]} {code} {number}".replace(" ", "-"))
                case.title, case.text = prose.headline(), prose.text(prose.sentences(8))
                FORMS[form](case)
                made.append(case)
    return made


def mistake(connection: sqlite3.Connection, case: Case) -> str | None:
    """What is wrong with a case, in a few words."""
    wanted = None if case.origin is None else f"{case.name}-{case.origin}"
    tree = lineage_tree(connection, f"{case.name}-0")
    if len(tree.copies) != len(case.records):
        return f"{len(tree.copies)} of {len(case.records)} articles"
    if tree.origin != wanted:
        return f"origin {tree.origin} ({tree.origin_basis}, {tree.credited})"
    roots = [copy.id for copy in tree.copies if copy.parent is None]
    if len(roots) != 1 or (wanted and roots != [wanted]):
        return f"roots {roots}"
    if wanted and tree.lineage != wanted:
        return f"lineage is called {tree.lineage}"
    taken = connection.execute(
        "SELECT count(*) FROM republications WHERE article = ?", (wanted,)
    ).fetchone()
    return "taken from a copy" if taken[0] else None


def run(made: Sequence[Case], seed: int, *, show_mistakes: bool) -> None:
    """Print the share of cases that are right, by form."""
    articles: list[Article] = [article_of(record) for case in made for record in case.records]
    random.Random(seed).shuffle(articles)
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        hold_all(archive, articles)
        states = {"one by one": [mistake(archive.connection, case) for case in made]}
        with archive.transaction() as connection:
            rebuild(connection)
        states["rebuilt"] = [mistake(archive.connection, case) for case in made]
    for state, mistakes in states.items():
        by_form: dict[str, list[bool]] = defaultdict(list)
        for case, wrong in zip(made, mistakes, strict=True):
            by_form[case.name.rsplit("-", 2)[0]].append(wrong is None)
        right = [answer for answers in by_form.values() for answer in answers]
        print(f"{state}: {sum(right)} of {len(right)} right, {sum(right) / len(right):.3f}")
        for form, answers in by_form.items():
            if not all(answers):
                print(f"  {form}: {sum(answers)} of {len(answers)}")
        if show_mistakes:
            for case, wrong in zip(made, mistakes, strict=True):
                if wrong:
                    print(f"    {case.name}: {wrong}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=("built-on", "looked-away", "both"), default="both")
    parser.add_argument("--cases", type=int, default=5, help="of each form and language")
    parser.add_argument("--mistakes", action="store_true", help="what is wrong, case by case")
    said = parser.parse_args()
    for half in ("built-on", "looked-away") if said.half == "both" else (said.half,):
        names = [form for form in FORMS if is_built_on(form) == (half == "built-on")]
        made = cases(said.seed, names, said.cases)
        print(f"\n{half}: {len(made)} lineages of {len(names)} forms, seed {said.seed}")
        run(made, said.seed, show_mistakes=said.mistakes)


if __name__ == "__main__":
    main()
